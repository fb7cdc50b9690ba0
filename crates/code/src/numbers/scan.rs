//! Words, numbers and signs of a sentence, and phrases found among them.
//!
//! Times and numbers are read from the plain text, not from the analysis: a date or an amount must not depend on how
//! a tokenizer cut "24.10.2024" or "Mid-October".

use depesche_record::ByteRange;
use std::collections::HashMap;

/// What a [`Word`] is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordKind {
    Letters,
    /// Digits with stops, commas, colons or apostrophes between them: `1.500`, `24.10.2024`, `20:30`.
    Digits,
    Sign,
}

/// A word, number or sign of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Word<'t> {
    pub text: &'t str,
    pub lower: String,
    pub range: ByteRange,
    pub kind: WordKind,
    /// No white space stands before it.
    pub glued: bool,
    /// A sentence or quotation begins with it, so that its capital says nothing.
    pub opens: bool,
}

impl Word<'_> {
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub fn is_letters(&self) -> bool {
        self.kind == WordKind::Letters
    }

    pub fn is_digits(&self) -> bool {
        self.kind == WordKind::Digits
    }

    pub fn is_sign(&self, signs: &[&str]) -> bool {
        self.kind == WordKind::Sign && signs.contains(&self.text)
    }
}

/// Signs behind which a capital says nothing.
const OPENING: [&str; 9] = ["„", "“", "»", "«", "\"", "‚", "‘", ":", "("];

/// Cuts `text` into words, numbers and signs.
pub(crate) fn scan(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, end) = if first.is_ascii_digit() {
            (WordKind::Digits, at + digits_len(&text[at..]))
        } else if first.is_alphabetic() {
            let len = text[at..].find(|c: char| !c.is_alphabetic() && c != '²' && c != '\u{ad}');
            (WordKind::Letters, len.map_or(text.len(), |len| at + len))
        } else {
            (WordKind::Sign, at + first.len_utf8())
        };
        let glued = words.last().is_some_and(|last| last.range.end == at);
        let opens = words.last().is_none_or(|last| last.is_sign(&OPENING));
        let word = &text[at..end];
        words.push(Word { text: word, lower: word.to_lowercase(), range: ByteRange::new(at, end), kind, glued, opens });
        at = end;
    }
    words
}

/// Bytes of the number at the beginning of `text`: separators count only between digits.
fn digits_len(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let separates = matches!(c, '.' | ',' | ':' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}')
            && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !c.is_ascii_digit() && !separates {
            break;
        }
        end = i + c.len_utf8();
    }
    end
}

/// Listed phrases of one or more words with what they mean.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    by_first: HashMap<String, Vec<Phrase<T>>>,
}

#[derive(Debug)]
struct Phrase<T> {
    /// Each word in lower case, and whether it was listed with a capital.
    words: Vec<(String, bool)>,
    meaning: T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: HashMap::new() }
    }
}

impl<T> Phrases<T> {
    pub fn insert(&mut self, phrase: &str, meaning: T) {
        let words: Vec<_> = scan(phrase).into_iter().map(|w| (w.lower.clone(), w.is_capital())).collect();
        let Some((first, _)) = words.first() else { return };
        let listed = self.by_first.entry(first.clone()).or_default();
        // Longest first; among equals the order of the table.
        let place = listed.partition_point(|other| other.words.len() >= words.len());
        listed.insert(place, Phrase { words, meaning });
    }

    /// Phrases that begin at word `at`, longest first, each with the word behind it.
    pub fn at<'p>(&'p self, words: &'p [Word<'_>], at: usize) -> impl Iterator<Item = (usize, &'p T)> {
        let listed = words.get(at).and_then(|word| self.by_first.get(&word.lower));
        listed.into_iter().flatten().filter_map(move |phrase| {
            let end = at + phrase.words.len();
            let texts = words.get(at..end)?;
            let meets = texts.iter().zip(&phrase.words).all(|(word, (lower, capital))| {
                word.lower == *lower && (*capital == word.is_capital() || (!capital && word.opens))
            });
            meets.then_some((end, &phrase.meaning))
        })
    }

    /// The longest phrase at word `at`.
    pub fn longest<'p>(&'p self, words: &'p [Word<'_>], at: usize) -> Option<(usize, &'p T)> {
        self.at(words, at).next()
    }
}
