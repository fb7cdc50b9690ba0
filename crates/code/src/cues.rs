//! Words that report what somebody says, knows or thinks: the cues of `knowledge/` and the network's cue head.

use crate::acts::specificity;
use crate::arguments::{Frame, PredicateKind};
use crate::cast::Cast;
use crate::text::Text;
use depesche_knowledge::CuePos;
use depesche_knowledge::schema::CueRow;
use depesche_record::{Stance, Upos};

/// Weight of a row in the decision; the rest is the network's probability that the word is a cue.
const RULE_WEIGHT: f32 = 0.45;
/// Least score of a cue.
const THRESHOLD: f32 = 0.4;

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
    let forms: Vec<&str> = tree.sent.tokens.iter().map(|t| t.form.as_str()).collect();
    let lemmas: Vec<&str> = tree.sent.tokens.iter().map(|t| t.full_lemma.as_str()).collect();
    let mut out = Vec::new();
    let mut covered = vec![false; tree.len()];
    for token in 0..tree.len() {
        if covered[token] {
            continue;
        }
        if let Some(cue) = closed_class(text, s, token, &forms, &lemmas) {
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
fn closed_class(text: &Text<'_>, s: usize, token: usize, forms: &[&str], lemmas: &[&str]) -> Option<CueWord> {
    let tree = &text.trees[s];
    let phrase = text.knowledge.cue_phrases_at(text.language, forms, lemmas, token);
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

fn open_class(text: &Text<'_>, cast: &Cast, s: usize, token: usize) -> Option<CueWord> {
    let tree = &text.trees[s];
    let frame = text.frame(s, token);
    let signals = tree.sent.signals.get(token);
    let seen = signals.map_or(0.0, depesche_record::Signals::cue_total);
    let (row, pos) = frame.map_or((None, CuePos::Verb), |f| row(text, cast, s, f));
    let rule = match (row, frame) {
        // "nicht erklärte Streiks": an attributive participle names a kind of thing, it reports nothing.
        (Some(_), Some(_)) if tree.token(token).upos == Upos::Adj && tree.is(token, "amod") => 0.0,
        (Some(row), Some(frame)) => strength(text, s, row, frame),
        _ => 0.0,
    };
    let score = RULE_WEIGHT * rule + (1.0 - RULE_WEIGHT) * seen;
    if score < THRESHOLD || frame.is_none() && !tree.is_verbal(token) && seen < 0.7 {
        return None;
    }
    let of_row = row.and_then(|r| r.stance.parse::<Stance>().ok());
    let of_model = signals.and_then(|g| g.cue.first().copied());
    let stance = match (of_row, of_model) {
        (Some(row), Some((model, p))) if p < 0.85 || model == row => row,
        (_, Some((model, _))) => model,
        (Some(row), None) => row,
        (None, None) => return None,
    };
    let by = match (row, seen >= 0.1) {
        (Some(row), true) => format!("cue.{}+model.cue", row.lemma),
        (Some(row), false) => format!("cue.{}", row.lemma),
        (None, _) => "model.cue".to_owned(),
    };
    Some(CueWord { sentence: s, token, words: vec![token], pos, row, stance, score, by })
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
