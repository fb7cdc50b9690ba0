//! The author's own judgements: sentences that assess, predict, suspect, ask or demand in the text's own voice.
//!
//! No word announces them; the network marks the words that stand in one, and runs of them become claims of the author.

use crate::claims::Claim;
use crate::factuality::reality;
use crate::text::Text;
use depesche_record::{ByteRange, Certainty, ClaimForm, Polarity, SourceKind, Stance, Upos};

/// Least probability of a word inside a judgement.
const INSIDE: f32 = 0.5;
/// A word less likely than this ends a judgement at once.
const BREAK: f32 = 0.2;
/// Words of the shortest judgement.
const LEAST: usize = 3;

/// The author's claims in a sentence; what others are quoted with is none.
pub(crate) fn judgements(text: &Text<'_>, s: usize, claims: &[Claim]) -> Vec<Claim> {
    let mut out = Vec::new();
    for run in runs(text, s) {
        let range = text.trees[s].range(&run);
        let quoted = claims.iter().any(|c| {
            let shared = |x: &ByteRange| x.end.min(range.end).saturating_sub(x.start.max(range.start));
            c.content.iter().map(shared).sum::<usize>() * 2 > range.end - range.start
        });
        if !quoted {
            out.extend(judgement(text, s, &run));
        }
    }
    out
}

/// Stretches of words that stand in a judgement, without marks at their ends.
fn runs(text: &Text<'_>, s: usize) -> Vec<Vec<usize>> {
    let tree = &text.trees[s];
    let p = |w: usize| tree.sent.signals.get(w).map_or(0.0, depesche_record::Signals::author_total);
    let is_mark = |w: &usize| tree.token(*w).upos == Upos::Punct;
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut current: Vec<usize> = Vec::new();
    for w in 0..tree.len() {
        if p(w) >= INSIDE || !current.is_empty() && (p(w) >= BREAK || is_mark(&w)) {
            current.push(w);
        } else if !current.is_empty() {
            out.push(std::mem::take(&mut current));
        }
    }
    out.push(current);
    for run in &mut out {
        let first = run.iter().position(|w| !is_mark(w)).unwrap_or(run.len());
        run.drain(..first);
        while run.last().is_some_and(is_mark) {
            run.pop();
        }
    }
    let sure = |run: &Vec<usize>| run.iter().filter(|w| p(**w) >= INSIDE).count() * 3 >= run.len() * 2;
    out.retain(|run| run.len() >= LEAST && sure(run));
    out
}

/// The claim that a run of words makes.
fn judgement(text: &Text<'_>, s: usize, run: &[usize]) -> Option<Claim> {
    let tree = &text.trees[s];
    let signals = || run.iter().filter_map(|&w| tree.sent.signals.get(w));
    let total = |stance: Stance| -> f32 {
        signals().flat_map(|g| &g.author).filter(|(k, _)| *k == stance).map(|(_, p)| p).sum()
    };
    let stances = [Stance::Assess, Stance::Predict, Stance::Suspect, Stance::Ask, Stance::Demand];
    let stance = stances.into_iter().max_by(|a, b| total(*a).total_cmp(&total(*b)))?;
    let score = signals().map(depesche_record::Signals::author_total).sum::<f32>() / run.len() as f32;
    let head = *run.iter().find(|&&w| tree.token(w).head.is_none_or(|h| !run.contains(&h)))?;
    let certainty = match stance {
        Stance::Ask => Certainty::Unknown,
        Stance::Suspect => Certainty::Probable,
        _ => reality(text, &[], s, head).certainty,
    };
    Some(Claim {
        sentence: s,
        cue: None,
        source: Vec::new(),
        source_at: None,
        source_kind: SourceKind::Author,
        addressee: Vec::new(),
        form: ClaimForm::Direct,
        content: vec![tree.range(run)],
        stance,
        certainty,
        polarity: Polarity::Positive,
        auxiliary: Vec::new(),
        factive: false,
        parent: None,
        score,
        by: "model.author".to_owned(),
    })
}
