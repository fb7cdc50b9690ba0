//! Spelled words to syntactic words: contractions and clitics.

use super::scan::{INVISIBLE, Kind, Mark};
use super::{Segmenter, Word};
use crate::lemma::capitalised;
use depesche_record::{ByteRange, Language};

/// Longest form in characters; what is longer is no word, and its place in the text says all that it has to say.
const MAX_FORM: usize = 200;

impl Segmenter {
    /// The syntactic words of a sentence.
    pub(super) fn words(&self, text: &str, marks: &[Mark]) -> Vec<Word> {
        let mut words = Vec::with_capacity(marks.len() + 4);
        let space = |at: usize| text[at..].chars().next().is_none_or(char::is_whitespace);
        let mut last_end = None;
        for mark in marks {
            let surface = &text[mark.start..mark.end];
            let space_before = last_end.is_none_or(|end| end < mark.start)
                && text[..mark.start].chars().next_back().is_none_or(char::is_whitespace);
            last_end = Some(mark.end);
            let whole = Word {
                form: visible(surface),
                range: ByteRange::new(mark.start, mark.end),
                space_before,
                space_after: space(mark.end),
                part: None,
            };
            if mark.kind != Kind::Word || !self.split(&whole, surface, &mut words) {
                words.push(whole);
            }
        }
        words
    }

    /// Appends the parts of a word that is several syntactic ones.
    fn split(&self, word: &Word, surface: &str, out: &mut Vec<Word>) -> bool {
        let lower = word.form.to_lowercase();
        let shouted = word.form.chars().count() > 1 && word.form.chars().all(char::is_uppercase);
        if let Some(parts) = self.contractions.get(&lower)
            && !(shouted && self.language == Language::German)
        {
            if parts.concat() == lower && surface.len() == lower.len() {
                spelled_out(word, surface, parts.iter().map(String::len), out);
            } else {
                fused(word, parts, out);
            }
            return true;
        }
        if let Some(at) = self.clitic(surface) {
            spelled_out(word, surface, [at, surface.len() - at].into_iter(), out);
            return true;
        }
        false
    }

    /// Where a word's clitic begins: `do|n't`, `Kim|'s`, `states|'`.
    fn clitic(&self, surface: &str) -> Option<usize> {
        let plain = surface.to_lowercase().replace('’', "'");
        // German splits verbs and pronouns ("geht's"), not names ("McDonald's").
        let name = self.language == Language::German && surface.starts_with(char::is_uppercase);
        if name || !plain.contains('\'') {
            return None;
        }
        let clitic = self
            .clitics
            .iter()
            .filter(|c| plain.len() > c.len() && plain.ends_with(c.as_str()))
            .max_by_key(|c| c.len())?;
        // In the surface the apostrophe may be longer than one byte; characters are the same.
        let n = surface.chars().count().checked_sub(clitic.chars().count())?;
        surface.char_indices().nth(n).map(|(at, _)| at).filter(|&at| at > 0)
    }
}

/// Parts that stand one behind the other in the text: each has its own place.
fn spelled_out(word: &Word, surface: &str, lengths: impl ExactSizeIterator<Item = usize>, out: &mut Vec<Word>) {
    let last = lengths.len().saturating_sub(1);
    let mut at = 0;
    for (i, len) in lengths.enumerate() {
        let Some(part) = surface.get(at..at + len) else { continue };
        out.push(Word {
            form: visible(part),
            range: ByteRange::new(word.range.start + at, word.range.start + at + len),
            space_before: word.space_before && i == 0,
            space_after: word.space_after && i == last,
            part: Some(i as u8),
        });
        at += len;
    }
}

/// Parts that the text melts into one form: they share its place, and the encoder sees them as words of their own.
fn fused(word: &Word, parts: &[String], out: &mut Vec<Word>) {
    let capital = word.form.starts_with(char::is_uppercase);
    for (i, part) in parts.iter().enumerate() {
        out.push(Word {
            form: if capital && i == 0 { capitalised(part) } else { part.clone() },
            space_before: i > 0 || word.space_before,
            part: Some(i as u8),
            ..word.clone()
        });
    }
}

/// A form without invisible signs, cut where it is too long to be a word.
fn visible(surface: &str) -> String {
    if surface.len() <= MAX_FORM && !surface.contains(INVISIBLE) {
        return surface.to_owned();
    }
    surface.chars().filter(|c| !INVISIBLE.contains(c)).take(MAX_FORM).collect()
}
