//! Interviews: whose words a paragraph gives that begins with a speaker's name.

use crate::cast::{Cast, Referent};
use crate::claims::Claim;
use crate::text::Text;
use depesche_record::{ByteRange, Certainty, ClaimForm, Polarity, SourceKind, Stance};
use std::collections::BTreeMap;

/// Turns of every speaker from which on labels are no accident: "Hintergrund:" heads a paragraph, and a talk has two.
const TURNS: usize = 2;
/// Words of the longest label.
const LABEL: usize = 4;

/// What one speaker says until the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Turn {
    label: ByteRange,
    said: ByteRange,
}

/// Every answer as direct speech of whoever its label names; the questions stay the text's own.
pub(crate) fn answers(text: &Text<'_>, cast: &Cast) -> Vec<Claim> {
    let turns = turns(&text.doc.text);
    let asks = asker(&text.doc.text, &turns);
    let answer = |t: &Turn| Some(text.str(t.label)) != asks;
    turns.iter().filter(|t| answer(t)).filter_map(|t| claim(text, cast, t)).collect()
}

/// The turns of a text, if at least two speakers take turns in it.
fn turns(text: &str) -> Vec<Turn> {
    let mut out: Vec<Turn> = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let end = start + paragraph.trim_end().len();
        if let Some((label, said)) = label(paragraph) {
            let at = |r: ByteRange| ByteRange::new(start + r.start, start + r.end);
            out.push(Turn { label: at(label), said: ByteRange::new(start + said, end) });
        } else if let Some(last) = out.last_mut().filter(|_| end > start) {
            last.said.end = end;
        }
        start += paragraph.len();
    }
    out.retain(|t| t.said.start < t.said.end);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in &out {
        *counts.entry(turn.label.of(text)).or_default() += 1;
    }
    counts.retain(|_, n| *n >= TURNS);
    if counts.len() < 2 {
        return Vec::new();
    }
    out.retain(|t| counts.contains_key(t.label.of(text)));
    out
}

/// A speaker at the beginning of a paragraph, and where the words begin: "((Jane Doe)) We …", "Doe: We …".
fn label(paragraph: &str) -> Option<(ByteRange, usize)> {
    let (start, end, mut rest) = match paragraph.strip_prefix("((") {
        Some(inner) => {
            let end = 2 + inner.find("))")?;
            (2, end, end + 2)
        }
        None => {
            let end = paragraph.find(": ")?;
            (0, end, end + 1)
        }
    };
    let name = &paragraph[start..end];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |w: &&str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    if words.is_empty() || words.len() > LABEL || !words.iter().all(is_name) {
        return None;
    }
    let said = &paragraph[rest..];
    rest += said.len() - said.trim_start_matches([' ', ':', '\u{a0}']).len();
    Some((ByteRange::new(start, end), rest))
}

/// The label most of whose turns end with a question, if any does.
fn asker<'t>(text: &'t str, turns: &[Turn]) -> Option<&'t str> {
    let mut questions: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for turn in turns {
        let (asked, all) = questions.entry(turn.label.of(text)).or_default();
        *asked += usize::from(turn.said.of(text).trim_end().ends_with('?'));
        *all += 1;
    }
    let most = questions.into_iter().filter(|(_, (asked, all))| asked * 2 >= *all);
    most.max_by_key(|(_, (asked, _))| *asked).map(|(label, _)| label)
}

fn claim(text: &Text<'_>, cast: &Cast, turn: &Turn) -> Option<Claim> {
    let sentence = text.trees.iter().position(|t| t.sent.range.end > turn.said.start)?;
    let tree = &text.trees[sentence];
    let inside = |r: ByteRange| turn.label.start < r.end && r.start < turn.label.end;
    let named = cast.mentions.iter().position(|m| inside(m.range));
    let who = named.map(|m| Referent { entity: cast.mentions[m].entity, mention: Some(m) }).or_else(|| {
        let short = |e: &crate::cast::Entity| initials(&e.name) == text.str(turn.label);
        cast.entities.iter().position(short).map(|entity| Referent { entity, mention: None })
    });
    let head = (0..tree.len()).find(|&w| inside(tree.token(w).range));
    Some(Claim {
        sentence,
        cue: None,
        source: who.into_iter().collect(),
        source_at: head.map(|w| (w, turn.label)),
        source_kind: if who.is_some() { SourceKind::Actor } else { SourceKind::Unnamed },
        addressee: Vec::new(),
        form: ClaimForm::Direct,
        content: vec![turn.said],
        stance: Stance::Assert,
        certainty: Certainty::Certain,
        polarity: Polarity::Positive,
        auxiliary: Vec::new(),
        factive: false,
        parent: None,
        score: 0.9,
        by: "rule.interview".to_owned(),
    })
}

/// "Natasha Gownaris" as "NG".
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|w| w.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(text: &str) -> Vec<(&str, &str)> {
        turns(text).iter().map(|t| (t.label.of(text), t.said.of(text))).collect()
    }

    #[test]
    fn two_speakers_take_turns() {
        let text = "A talk.\n\nDOE: Why?\n\nRoe: Because.\nAnd so on.\n\nDOE: When?\n\nRoe: Now.\n";
        assert_eq!(talk(text), [("DOE", "Why?"), ("Roe", "Because.\nAnd so on."), ("DOE", "When?"), ("Roe", "Now.")]);
        assert_eq!(asker(text, &turns(text)), Some("DOE"));
    }

    #[test]
    fn labels_in_brackets() {
        let text = "((WN)) : Why?\n((Jane Doe))  So.\n((WN)) And?\n((Jane Doe)) So.";
        assert_eq!(talk(text)[..2], [("WN", "Why?"), ("Jane Doe", "So.")]);
    }

    #[test]
    fn headings_are_no_speakers() {
        assert!(talk("Background: The war began.\nReaction: None.\nIran: No comment.\nIran: Still none.").is_empty());
        assert!(talk("Er sagte Folgendes: Nein.\nEr sagte Folgendes: Ja.").is_empty());
    }
}
