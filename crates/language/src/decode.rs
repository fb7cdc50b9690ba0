//! Scores of one sequence to words, names and signals.

use crate::encoder::Sequence;
use crate::heads::{Heads, Scores, argmax};
use crate::kernels::{Kernel, Matrix, sigmoid, softmax};
use crate::labels::Labels;
use crate::tree::best_tree;
use depesche_record::{Feats, Name, NameKind, RoleLinks, Signals, Upos};

/// Words with a total probability above this of being a trigger or a cue get role links.
const CANDIDATE: f32 = 0.1;
/// Probabilities of types and stances below this are not listed.
const LEAST: f32 = 0.02;

/// What the network says of one sequence.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Part of speech, features and lemma script of each word.
    pub words: Vec<DecodedWord>,
    /// Head of each word, from 1; 0 is the root.
    pub heads: Vec<usize>,
    /// Dependency label of each word.
    pub deprels: Vec<String>,
    /// Names.
    pub names: Vec<Name>,
    /// Acts and claims.
    pub signals: Vec<Signals>,
    /// Role links of candidates.
    pub links: Vec<RoleLinks>,
}

/// The tags of one word.
#[derive(Debug)]
pub struct DecodedWord {
    /// Part of speech.
    pub upos: Upos,
    /// Morphology.
    pub feats: Feats,
    /// Index of the lemma script.
    pub script: usize,
}

/// Decodes the sequence whose root row is `start`.
pub fn decode(
    kernel: Kernel,
    heads: &Heads,
    labels: &Labels,
    scores: &Scores,
    sequence: &Sequence,
    start: usize,
) -> Decoded {
    let n = sequence.n_words();
    let end = start + 1 + n;
    let tree = best_tree(&heads.arcs(kernel, scores, start, end), n + 1);
    let pairs: Vec<(usize, usize)> = tree.iter().enumerate().map(|(i, &h)| (start + 1 + i, start + h)).collect();
    let mut deprels: Vec<String> =
        heads.labels(kernel, scores, &pairs).into_iter().map(|label| labels.deprel[label].clone()).collect();
    for (label, &head) in deprels.iter_mut().zip(&tree) {
        keep_root(label, head);
    }
    let rows = start + 1..end;
    let words = rows.clone().map(|row| word(labels, scores, row)).collect();
    let signals: Vec<Signals> = rows.clone().map(|row| signal(labels, scores, row)).collect();
    let links = links(kernel, heads, labels, scores, &signals, start + 1);
    let names = names(rows.map(|row| labels.ner[best(&scores.ner, row, labels.ner.len())]));
    Decoded { words, heads: tree, deprels, names, signals, links }
}

/// The label `root` belongs to the root and to no other word.
fn keep_root(label: &mut String, head: usize) {
    if head == 0 {
        "root".clone_into(label);
    } else if label == "root" {
        "parataxis".clone_into(label);
    }
}

fn best(matrix: &Matrix, row: usize, n: usize) -> usize {
    argmax(&matrix.row(row)[..n])
}

fn word(labels: &Labels, scores: &Scores, row: usize) -> DecodedWord {
    let mut feats = Feats::default();
    let values = scores.feats.row(row);
    for feature in &labels.feats {
        let value = argmax(&values[feature.start..feature.start + feature.values.len()]);
        if value > 0 {
            feats.0.insert(feature.name.clone(), feature.values[value].clone());
        }
    }
    DecodedWord {
        upos: labels.upos[best(&scores.upos, row, labels.upos.len())],
        feats,
        script: best(&scores.lemma, row, labels.lemma.len()),
    }
}

/// Three decimals, so that no kernel or platform shows.
fn rounded(p: f32) -> f32 {
    (p * 1000.0).round() / 1000.0
}

fn probabilities(matrix: &Matrix, row: usize, n: usize) -> Vec<f32> {
    let mut values = matrix.row(row)[..n].to_vec();
    softmax(&mut values);
    values
}

/// Labels with their probabilities, best first, equals in the order of the list.
fn ranked<T: Copy>(labels: &[Option<T>], probabilities: &[f32]) -> Vec<(T, f32)> {
    let pairs = labels.iter().zip(probabilities);
    let mut out: Vec<(T, f32)> =
        pairs.filter_map(|(l, &p)| Some(((*l)?, rounded(p)))).filter(|x| x.1 > LEAST).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1));
    out
}

fn signal(labels: &Labels, scores: &Scores, row: usize) -> Signals {
    let trigger = ranked(&labels.trigger, &probabilities(&scores.trigger, row, labels.trigger.len()));
    let cue = ranked(&labels.cue, &probabilities(&scores.cue, row, labels.cue.len()));
    let mode = trigger.first().map_or_else(Default::default, |&(kind, _)| best_mode(labels, scores, row, kind));
    let auxiliary = scores.auxiliary.row(row);
    let certainty = probabilities(&scores.certainty, row, labels.certainty.len());
    let form =
        if cue.is_empty() { String::new() } else { labels.form[best(&scores.form, row, labels.form.len())].clone() };
    Signals {
        trigger,
        mode,
        auxiliary: labels.auxiliary.map(|i| rounded(sigmoid(auxiliary[i]))),
        certainty: labels.certainty.map(|i| rounded(certainty[i])),
        cue,
        form,
        content: rounded(sigmoid(scores.content.row(row)[0])),
    }
}

/// The best mode among those of a type and "none".
fn best_mode(labels: &Labels, scores: &Scores, row: usize, kind: depesche_record::EventType) -> (String, f32) {
    let values = scores.mode.row(row);
    let fits = |mode: &Option<(_, String)>| mode.as_ref().is_none_or(|(k, _)| *k == kind);
    let ours: Vec<usize> = (0..labels.mode.len()).filter(|&i| fits(&labels.mode[i])).collect();
    let mut p: Vec<f32> = ours.iter().map(|&i| values[i]).collect();
    if p.is_empty() {
        return Default::default();
    }
    softmax(&mut p);
    let best = argmax(&p);
    let word = labels.mode[ours[best]].as_ref().map_or("", |(_, mode)| mode);
    (word.to_owned(), rounded(p[best]))
}

/// Role links of every candidate to all words; `first` is the row of the first word.
fn links(
    kernel: Kernel,
    heads: &Heads,
    labels: &Labels,
    scores: &Scores,
    signals: &[Signals],
    first: usize,
) -> Vec<RoleLinks> {
    let candidate = |s: &Signals| s.trigger_total() > CANDIDATE || s.cue_total() > CANDIDATE;
    let anchors = signals.iter().enumerate().filter(|(_, s)| candidate(s)).map(|(i, _)| i);
    anchors
        .map(|anchor| {
            let pairs: Vec<(usize, usize)> = (0..signals.len()).map(|w| (first + w, first + anchor)).collect();
            let mut roles: [Vec<f32>; 4] = Default::default();
            heads.roles(kernel, scores, &pairs, |values| {
                for (role, &output) in roles.iter_mut().zip(&labels.role) {
                    role.push(rounded(sigmoid(values[output])));
                }
            });
            let [actor, recipient, source, content] = roles;
            RoleLinks { anchor, actor, recipient, source, content }
        })
        .collect()
}

/// Joins name tags to names; a name may begin without its `B`.
fn names(tags: impl Iterator<Item = Option<(NameKind, bool)>>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for (i, tag) in tags.enumerate() {
        let Some((kind, begins)) = tag else { continue };
        match out.last_mut() {
            Some(last) if !begins && last.end == i && last.kind == kind => last.end = i + 1,
            _ => out.push(Name { start: i, end: i + 1, kind }),
        }
    }
    out
}
