//! Speech events in speeches of the Bundestag, scored by the shared task's metric.

use super::codings::{self, Claim, Coding, Row, Span};
use super::scores::Count;
use super::{corpora, figures};
use anyhow::Result;
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

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

/// Prints all figures. The contract has no topic, medium and evidence of a claim with a place in the text: those of the
/// corpus count as not found.
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
    let mut figures = Figures::default();
    for (speech, (_, tokens)) in speeches.iter().zip(&texts) {
        let found = codings.get(&speech.id).map(|coding| events(coding, tokens)).unwrap_or_default();
        figures.speech(&speech.annotations, &found);
    }
    let role = |name: &str| figures.each.iter().find(|(role, _)| *role == name).map_or(0.0, |(_, count)| count.f1());
    figures::table(
        &format!("SpkAtt 2023 dev, {} speeches", speeches.len()),
        &[
            ("cues: F1", figures.cue.f1(), Some(0.80)),
            ("– precision", figures.cue.precision(), None),
            ("– recall", figures.cue.recall(), None),
            ("cues and roles jointly: F1", figures.joint.f1(), Some(0.65)),
            ("– precision", figures.joint.precision(), None),
            ("– recall", figures.joint.recall(), None),
            ("roles: F1", figures.roles.f1(), None),
            ("– source", role("source"), None),
            ("– message", role("message"), None),
            ("– addressee", role("addressee"), None),
        ],
    );
    Ok(())
}

/// The claims of a speech with a cue, as speech events.
fn events(coding: &Coding, tokens: &[Span]) -> Vec<SpeechEvent> {
    let touched = |span: Span| -> BTreeSet<usize> {
        let first = tokens.partition_point(|t| t.end <= span.start);
        let inside = tokens[first..].iter().take_while(|t| t.start < span.end).count();
        (first..first + inside).collect()
    };
    let addressee = |claim: &Claim, cue: Span| -> BTreeSet<usize> {
        let sentence = coding.document.sentences.get(claim.evidence.sentence);
        let mentions = claim.addressee.iter().filter_map(|id| coding.actor(id)).filter_map(|actor| {
            let here = actor.mentions.iter().map(|m| m.span).filter(|m| sentence.is_some_and(|s| s.overlap(*m) > 0));
            here.min_by_key(|m| m.start.abs_diff(cue.start))
        });
        mentions.flat_map(touched).collect()
    };
    let event = |claim: &Claim| {
        let cue = claim.cue.as_ref()?.span;
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
