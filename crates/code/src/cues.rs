//! Words that report what somebody says, knows or thinks: the cues of `knowledge/` and the network's cue head.

use crate::acts::specificity;
use crate::arguments::{Frame, PredicateKind};
use crate::cast::Cast;
use crate::modality::is_negated;
use crate::text::Text;
use crate::weights::{Case, Weights, probability, step};
use depesche_knowledge::CuePos;
use depesche_knowledge::schema::CueRow;
use depesche_record::{Signals, Stance, Upos};
use std::sync::LazyLock;

/// What decides on open words: learnt from annotated articles (`training/weights.py`).
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::new(include_str!("../../../models/cues.tsv")));

/// Least probability in the network at which a stance is asked about without a row.
const ASKED: f32 = 0.05;

/// A reporting word.
#[derive(Debug, Clone)]
pub(crate) struct CueWord {
    pub sentence: usize,
    /// The word whose frame holds source and content.
    pub token: usize,
    /// All words of the cue: one, or a preposition of several ("nach Angaben").
    pub words: Vec<usize>,
    pub pos: CuePos,
    pub row: Option<&'static CueRow>,
    pub stance: Stance,
    pub score: f32,
    pub by: String,
}

/// The cues of one sentence, in its order.
pub(crate) fn cues(text: &Text<'_>, cast: &Cast, s: usize) -> Vec<CueWord> {
    let tree = &text.trees[s];
    let mut out = Vec::new();
    let mut covered = vec![false; tree.len()];
    for token in 0..tree.len() {
        if covered[token] {
            continue;
        }
        if let Some(cue) = closed_class(text, s, token) {
            for &w in &cue.words {
                covered[w] = true;
            }
            out.push(cue);
            continue;
        }
        out.extend(open_class(text, cast, s, token));
    }
    out.sort_by_key(|c| c.token);
    out
}

/// "laut", "nach Angaben", "zufolge", "reportedly".
fn closed_class(text: &Text<'_>, s: usize, token: usize) -> Option<CueWord> {
    let tree = &text.trees[s];
    let phrase = text.knowledge.cue_phrases_at(text.language, &tree.forms, &tree.lemmas, token);
    let (n, row) = phrase
        .and_then(|(n, cues)| {
            let closed = |c: &&depesche_knowledge::Cue| matches!(c.row.pos.as_str(), "preposition" | "adverb");
            cues.iter().find(closed).map(|c| (n, c.row))
        })
        .or_else(|| {
            if !matches!(
                tree.token(token).upos,
                Upos::Adp | Upos::Adv | Upos::Adj | Upos::Verb | Upos::Cconj | Upos::Sconj
            ) {
                return None;
            }
            let word = tree.token(token).form.to_lowercase();
            let mut rows = text.knowledge.cues(text.language, &word, CuePos::Preposition).chain(text.knowledge.cues(
                text.language,
                &word,
                CuePos::Adverb,
            ));
            rows.next().map(|c| (1, c.row))
        })?;
    let words: Vec<usize> = (token..token + n).collect();
    let pos = if row.pos == "adverb" { CuePos::Adverb } else { CuePos::Preposition };
    let seen = tree.sent.signals.get(token).map_or(0.0, depesche_record::Signals::cue_total);
    // A single word such as "so" or "nach" is a cue only where the network agrees.
    let strict = n == 1
        && matches!(
            tree.token(token).form.to_lowercase().as_str(),
            "so" | "für" | "nach" | "for" | "to" | "per" | "gemäß"
        );
    if strict && seen < 0.3 {
        return None;
    }
    Some(CueWord {
        sentence: s,
        token: *words.last().unwrap_or(&token),
        words,
        pos,
        row: Some(row),
        stance: row.stance.parse().unwrap_or(Stance::Assert),
        score: (0.6 + 0.4 * seen).min(0.95),
        by: format!("cue.{}", row.lemma),
    })
}

/// A stance that an open word may report, and what speaks for and against it.
struct Reading {
    stance: Stance,
    row: Option<&'static CueRow>,
    pos: CuePos,
    features: Vec<String>,
}

/// The best reading of a word, if its weight suffices.
fn open_class(text: &Text<'_>, cast: &Cast, s: usize, token: usize) -> Option<CueWord> {
    let readings = readings(text, cast, s, token).into_iter().map(|r| (WEIGHTS.logit(&r.features), r));
    let (logit, best) = readings.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(logit, _)| *logit > 0.0)?;
    let seen = text.trees[s].sent.signals.get(token).map_or(0.0, depesche_record::Signals::cue_total);
    let by = match (best.row, seen >= 0.1) {
        (Some(row), true) => format!("cue.{}+model.cue", row.lemma),
        (Some(row), false) => format!("cue.{}", row.lemma),
        (None, _) => "model.cue".to_owned(),
    };
    let Reading { stance, row, pos, .. } = best;
    Some(CueWord { sentence: s, token, words: vec![token], pos, row, stance, score: probability(logit), by })
}

/// The readings of an open word: the stance of its row, and those that the network finds likely.
fn readings(text: &Text<'_>, cast: &Cast, s: usize, token: usize) -> Vec<Reading> {
    let tree = &text.trees[s];
    let frame = text.frame(s, token);
    let silent = Signals::default();
    let signals = tree.sent.signals.get(token).unwrap_or(&silent);
    let (row, pos) = frame.map_or((None, CuePos::Verb), |f| row(text, cast, s, f));
    let of_row = row.and_then(|r| r.stance.parse::<Stance>().ok());
    let likely = signals.cue.iter().filter(|(k, p)| *p >= ASKED && Some(*k) != of_row).map(|(k, _)| *k);
    let around = around(text, s, token, frame, row, signals);
    let reading = |stance: Stance| {
        let said = match of_row {
            None => "no-row",
            Some(of_row) if of_row == stance => "row",
            Some(_) => "row-other",
        };
        let p = step(signals.cue.iter().find(|(k, _)| *k == stance).map_or(0.0, |(_, p)| *p));
        let mut features =
            vec!["cue".to_owned(), format!("{stance} {said}"), format!("{said} cue={}", step(signals.cue_total()))];
        features.extend((1..=p).flat_map(|p| [format!("{said} p>{p}"), format!("{stance} p>{p}")]));
        if let Some(row) = row {
            features.push(format!("{stance} lemma={}", row.lemma));
        }
        features.extend(around.iter().map(|f| format!("{said} {f}")));
        features.extend(around.iter().map(|f| format!("{stance} {f}")));
        Reading { stance, row, pos, features }
    };
    of_row.into_iter().chain(likely).map(reading).collect()
}

/// What stands around an open word, whatever its stance.
fn around(
    text: &Text<'_>,
    s: usize,
    token: usize,
    frame: Option<&Frame>,
    row: Option<&CueRow>,
    signals: &Signals,
) -> Vec<String> {
    let tree = &text.trees[s];
    let word = tree.token(token);
    let kind = match frame.map(|f| f.kind) {
        Some(PredicateKind::Verb) => "verb",
        Some(PredicateKind::Noun) => "noun",
        Some(PredicateKind::Adjective) => "adjective",
        None => "no-frame",
    };
    let mut out = vec![
        format!("{kind} cue={}", step(signals.cue_total()) / 3),
        format!("{kind} speech={}", step(signals.speech) / 3),
        format!("{kind} relation={}", word.relation()),
        format!("{kind} form={}", word.feats.get("VerbForm")),
        format!("{kind} attributive={}", word.upos == Upos::Adj && tree.is(token, "amod")),
    ];
    if let (Some(row), Some(frame)) = (row, frame) {
        out.push(format!("{kind} strength={}", (strength(text, s, row, frame) * 10.0).round()));
        out.push(format!("lemma={}", row.lemma));
    }
    if let Some(frame) = frame {
        let has = |slot: &str| frame.slot(slot).next().is_some();
        out.push(format!("{kind} clause={} subject={} passive={}", has("comp"), has("subj"), frame.passive));
        if is_negated(text, s, token).is_some() {
            out.push(format!("{kind} negated"));
        }
    }
    out
}

/// Every case of a sentence, for training.
pub(crate) fn cases(text: &Text<'_>, cast: &Cast, s: usize) -> Vec<Case> {
    let words = 0..text.trees[s].len();
    let case = |token: usize, r: Reading| Case {
        anchor: text.span(text.trees[s].token(token).range),
        about: r.stance.as_str().to_owned(),
        features: r.features,
    };
    words.flat_map(|t| readings(text, cast, s, t).into_iter().map(move |r| case(t, r))).collect()
}

/// The cue row that suits a frame best.
fn row(text: &Text<'_>, cast: &Cast, s: usize, frame: &Frame) -> (Option<&'static CueRow>, CuePos) {
    let pos = match frame.kind {
        PredicateKind::Verb => CuePos::Verb,
        PredicateKind::Noun => CuePos::Noun,
        PredicateKind::Adjective => CuePos::Adjective,
    };
    let mut best: Option<(usize, &'static CueRow)> = None;
    for cue in text.knowledge.cues(text.language, &frame.lemma, pos) {
        let Some(specific) = specificity(text, cast, s, frame, &cue.row.needs, None) else { continue };
        if best.is_none_or(|(b, _)| specific > b) {
            best = Some((specific, cue.row));
        }
    }
    (best.map(|(_, row)| row), pos)
}

/// How much a row counts with these arguments: a clause or quotation makes a cue, a plain object less so.
fn strength(text: &Text<'_>, s: usize, row: &CueRow, frame: &Frame) -> f32 {
    let tree = &text.trees[s];
    let clause = frame.slot("comp").next().is_some() || tree.is(frame.token, "parataxis");
    let near_quote = text.quotes.iter().any(|q| {
        let sent = tree.sent.range;
        q.outer.start >= sent.start && q.outer.start <= sent.end + 2 && q.inner.end - q.inner.start > 25
    });
    let slot = row.content.iter().any(|c| c != "comp" && frame.slot(c).next().is_some());
    match frame.kind {
        PredicateKind::Adjective if clause => 0.9,
        PredicateKind::Adjective => 0.2,
        PredicateKind::Verb if clause || near_quote => 0.95,
        PredicateKind::Verb if row.clause_only => 0.0,
        PredicateKind::Verb if slot => 0.7,
        PredicateKind::Verb => 0.2,
        PredicateKind::Noun if clause => 0.7,
        PredicateKind::Noun if row.clause_only => 0.0,
        PredicateKind::Noun if slot => 0.5,
        PredicateKind::Noun => 0.2,
    }
}
