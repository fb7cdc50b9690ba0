//! Speech events in speeches of the Bundestag, scored by the shared task's metric.

use super::analyses::{self, Analysed};
use super::codings::{self, Row};
use super::corpora;
use super::figures::{self, Figure};
use super::scores::{Count, overlap};
use anyhow::Result;
use depesche_record::{Claim, Coding, RoleLinks, Span};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// What is at least as probable is taken for true.
const LIKELY: f32 = 0.5;

/// A speech with its speech events.
#[derive(Deserialize)]
struct Speech {
    id: String,
    date: String,
    tokens: Vec<String>,
    annotations: Vec<SpeechEvent>,
}

/// A speech event: token numbers of its cue and roles. Separated particles and reflexives (`ptc`) are left out.
#[derive(Debug, Default, Deserialize)]
struct SpeechEvent {
    cue: BTreeSet<usize>,
    source: BTreeSet<usize>,
    message: BTreeSet<usize>,
    addr: BTreeSet<usize>,
    topic: BTreeSet<usize>,
    medium: BTreeSet<usize>,
    evidence: BTreeSet<usize>,
}

impl SpeechEvent {
    fn roles(&self) -> [(&'static str, &BTreeSet<usize>); 6] {
        [
            ("source", &self.source),
            ("message", &self.message),
            ("addressee", &self.addr),
            ("topic", &self.topic),
            ("medium", &self.medium),
            ("evidence", &self.evidence),
        ]
    }

    /// Right, expected and found tokens of cue and roles together.
    fn joint(&self, found: &Self) -> Count {
        let mut out = Count::default();
        tokens(&mut out, &self.cue, &found.cue);
        for ((_, gold), (_, found)) in self.roles().into_iter().zip(found.roles()) {
            tokens(&mut out, gold, found);
        }
        out
    }
}

/// Prints all figures, a table for the contract's claims and one for the head that finds speech events.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    let text = corpora::read(&data.join("attribution/spkatt2023/dev.jsonl.xz"))?;
    let speeches: Vec<Speech> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let texts: Vec<(String, Vec<Span>)> = speeches.iter().map(|speech| corpora::running(&speech.tokens)).collect();
    let rows: Vec<Row> = speeches
        .iter()
        .zip(&texts)
        .map(|(s, (text, _))| Row { id: &s.id, text, date: Some(&s.date), language: "de" })
        .collect();
    let codings = codings::code(root, "speech", &rows)?;
    let analyses = analyses::rows(root, "speech", &rows)?;
    let [mut by_claims, mut by_head] = [Figures::default(), Figures::default()];
    for (speech, (_, tokens)) in speeches.iter().zip(&texts) {
        let claimed = codings.get(&speech.id).map(|coding| claimed(coding, tokens)).unwrap_or_default();
        by_claims.speech(&speech.annotations, &claimed);
        let told = analyses.get(&speech.id).map(|analysed| told(analysed, tokens)).unwrap_or_default();
        by_head.speech(&speech.annotations, &told);
    }
    let title = |how: &str| format!("SpkAtt 2023 dev, {} speeches, {how}", speeches.len());
    by_claims.print(&title("by the contract's claims"), &["source", "message", "addressee"], [None; 2]);
    let roles = ["source", "message", "addressee", "medium"];
    by_head.print(&title("by the head"), &roles, [Some(0.80), Some(0.65)]);
    Ok(())
}

/// The claims of a speech with a cue, as speech events. The contract has no topic, medium and evidence of a claim with
/// a place in the text: those of the corpus count as not found.
fn claimed(coding: &Coding, tokens: &[Span]) -> Vec<SpeechEvent> {
    let touched = |span: Span| touched(tokens, span);
    let addressee = |claim: &Claim, cue: Span| -> BTreeSet<usize> {
        let sentence = coding.document.sentences.get(claim.evidence.sentence);
        let mentions = claim.addressee.iter().filter_map(|id| coding.actor(id)).filter_map(|actor| {
            let spans = actor.mentions.iter().map(|m| Span { start: m.start, end: m.end });
            let here = spans.filter(|m| sentence.is_some_and(|s| overlap(*s, *m) > 0));
            here.min_by_key(|m| m.start.abs_diff(cue.start))
        });
        mentions.flat_map(touched).collect()
    };
    let event = |claim: &Claim| {
        let cue = claim.cue.as_ref().map(|cue| Span { start: cue.start, end: cue.end })?;
        let source = claim.source.start.zip(claim.source.end).map(|(start, end)| Span { start, end });
        Some(SpeechEvent {
            cue: touched(cue),
            source: source.map(touched).unwrap_or_default(),
            message: claim.content.iter().flat_map(|span| touched(*span)).collect(),
            addr: addressee(claim, cue),
            ..SpeechEvent::default()
        })
    };
    coding.claims.iter().filter_map(event).collect()
}

/// The words of a speech that tell of speech, thought or will to the network, as speech events: each is a cue, whose
/// roles are the words that are linked to it. Topic and evidence are not in the analysis: those of the corpus count as
/// not found.
fn told(analysed: &Analysed, tokens: &[Span]) -> Vec<SpeechEvent> {
    let mut out = Vec::new();
    for (sentence, spans) in analysed.analysis.sentences.iter().zip(analysed.spans()) {
        let linked = |probabilities: &[f32]| -> BTreeSet<usize> {
            let members = spans.iter().zip(probabilities).filter(|(_, p)| **p >= LIKELY);
            members.flat_map(|(span, _)| touched(tokens, *span)).collect()
        };
        let roles = |links: &RoleLinks| SpeechEvent {
            source: linked(&links.source),
            message: linked(&links.content),
            addr: linked(&links.addressee),
            medium: linked(&links.medium),
            ..SpeechEvent::default()
        };
        for (i, _) in sentence.signals.iter().enumerate().filter(|(_, signals)| signals.speech >= LIKELY) {
            let links = sentence.links.iter().find(|links| links.anchor == i);
            out.push(SpeechEvent { cue: touched(tokens, spans[i]), ..links.map(roles).unwrap_or_default() });
        }
    }
    out
}

/// The corpus's tokens that share a letter with a piece of the text.
fn touched(tokens: &[Span], span: Span) -> BTreeSet<usize> {
    let first = tokens.partition_point(|t| t.end <= span.start);
    let inside = tokens[first..].iter().take_while(|t| t.start < span.end).count();
    (first..first + inside).collect()
}

/// What is counted over all speeches, in tokens.
#[derive(Default)]
struct Figures {
    cue: Count,
    roles: Count,
    joint: Count,
    each: Vec<(&'static str, Count)>,
}

impl Figures {
    /// Adds a speech: each event has at most one partner, whose cue shares a word; of several the one that fits best.
    fn speech(&mut self, gold: &[SpeechEvent], found: &[SpeechEvent]) {
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            let partners = found.iter().enumerate().filter(|(_, f)| !g.cue.is_disjoint(&f.cue));
            pairs.extend(partners.map(|(j, f)| (i, j, g.joint(f).f1())));
        }
        pairs.sort_by(|a, b| b.2.total_cmp(&a.2));
        let (mut paired_gold, mut paired_found) = (HashSet::new(), HashSet::new());
        for (i, j, _) in pairs {
            if !paired_gold.contains(&i) && !paired_found.contains(&j) {
                paired_gold.insert(i);
                paired_found.insert(j);
                self.pair(&gold[i], &found[j]);
            }
        }
        let nothing = SpeechEvent::default();
        for (_, g) in gold.iter().enumerate().filter(|(i, _)| !paired_gold.contains(i)) {
            self.pair(g, &nothing);
        }
        for (_, f) in found.iter().enumerate().filter(|(j, _)| !paired_found.contains(j)) {
            self.pair(&nothing, f);
        }
    }

    /// Prints the table, with goals for the F1 of cues and of cues and roles jointly.
    fn print(&self, title: &str, roles: &[&str], [cue, joint]: [Option<f64>; 2]) {
        let f1 = |name: &str| self.each.iter().find(|(role, _)| *role == name).map_or(0.0, |(_, count)| count.f1());
        let each: Vec<(String, f64)> = roles.iter().map(|role| (format!("– {role}"), f1(role))).collect();
        let mut rows: Vec<Figure> = vec![
            ("cues: F1", self.cue.f1(), cue),
            ("– precision", self.cue.precision(), None),
            ("– recall", self.cue.recall(), None),
            ("cues and roles jointly: F1", self.joint.f1(), joint),
            ("– precision", self.joint.precision(), None),
            ("– recall", self.joint.recall(), None),
            ("roles: F1", self.roles.f1(), None),
        ];
        rows.extend(each.iter().map(|(name, f1)| (name.as_str(), *f1, None)));
        figures::table(title, &rows);
    }

    fn pair(&mut self, gold: &SpeechEvent, found: &SpeechEvent) {
        tokens(&mut self.cue, &gold.cue, &found.cue);
        tokens(&mut self.joint, &gold.cue, &found.cue);
        for (i, ((name, gold), (_, found))) in gold.roles().into_iter().zip(found.roles()).enumerate() {
            if self.each.len() <= i {
                self.each.push((name, Count::default()));
            }
            for count in [&mut self.roles, &mut self.joint, &mut self.each[i].1] {
                tokens(count, gold, found);
            }
        }
    }
}

/// Counts the tokens of two sets.
fn tokens(count: &mut Count, gold: &BTreeSet<usize>, found: &BTreeSet<usize>) {
    count.add(gold.intersection(found).count(), gold.len(), found.len());
}
