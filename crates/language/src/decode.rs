//! Scores of one sequence to words, names and signals.

use crate::agreement::Phrases;
use crate::encoder::Sequence;
use crate::functions::best_labels;
use crate::heads::{Heads, Scores, argmax};
use crate::kernels::{Kernel, Matrix, sigmoid, softmax};
use crate::labels::Labels;
use crate::names::names;
use crate::tree::best_tree;
use depesche_record::{Feats, Name, RoleLinks, Signals, Upos};

/// Words with a total probability above this of being a trigger or a cue get role links.
const CANDIDATE: f32 = 0.1;
/// So do words above this of telling of speech in the wide sense.
const SPEECH: f32 = 0.5;
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
    let rows = start + 1..end;
    let mut words: Vec<DecodedWord> = rows.clone().map(|row| word(labels, scores, row)).collect();
    let phrases = Phrases { features: &labels.feats, scores: &scores.feats, first: start + 1, heads: &tree };
    let chosen = best_labels(&labels.deprel, &heads.labels(kernel, scores, &pairs), &phrases, &words);
    let mut deprels: Vec<String> = chosen.into_iter().map(|label| labels.deprel[label].clone()).collect();
    for (label, &head) in deprels.iter_mut().zip(&tree) {
        keep_root(label, head);
    }
    phrases.agree(&deprels.iter().map(String::as_str).collect::<Vec<_>>(), &mut words);
    let signals: Vec<Signals> = rows.clone().map(|row| signal(labels, scores, row)).collect();
    let links = links(kernel, heads, labels, scores, &signals, start + 1);
    let names = names(&labels.ner, rows.map(|row| &scores.ner.row(row)[..labels.ner.len()]));
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
    let source_kind = probabilities(&scores.kind, row, labels.source_kind.len());
    let claim_certainty = probabilities(&scores.claim_certainty, row, labels.claim_certainty.len());
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
        source_kind: labels.source_kind.map(|i| rounded(source_kind[i])),
        claim_certainty: labels.claim_certainty.map(|i| rounded(claim_certainty[i])),
        negative: rounded(sigmoid(scores.polarity.row(row)[0])),
        speech: rounded(sigmoid(scores.speech.row(row)[0])),
        author: ranked(&labels.author, &probabilities(&scores.author, row, labels.author.len())),
        happened: rounded(sigmoid(scores.factuality.row(row)[0])),
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
    let candidate = |s: &Signals| s.trigger_total() > CANDIDATE || s.cue_total() > CANDIDATE || s.speech > SPEECH;
    let anchors = signals.iter().enumerate().filter(|(_, s)| candidate(s)).map(|(i, _)| i);
    anchors
        .map(|anchor| {
            let pairs: Vec<(usize, usize)> = (0..signals.len()).map(|w| (first + w, first + anchor)).collect();
            let mut roles: [Vec<f32>; 6] = Default::default();
            heads.roles(kernel, scores, &pairs, |values| {
                for (role, &output) in roles.iter_mut().zip(&labels.role) {
                    role.push(rounded(sigmoid(values[output])));
                }
            });
            let [actor, recipient, source, content, addressee, medium] = roles;
            RoleLinks { anchor, actor, recipient, source, content, addressee, medium }
        })
        .collect()
}
