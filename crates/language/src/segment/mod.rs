//! Running text to sentences of syntactic words, each with its exact place.
//!
//! A text is cut into paragraphs (`lines`), these into marks and spelled words (`scan`); whether a full stop belongs
//! to its word or ends the sentence is decided from the words around it (`stops`); then contractions and clitics
//! are split as Universal Dependencies have it.  One pass, a few words of lookahead, no more memory than a sentence.

mod lines;
mod scan;
mod stops;
mod words;

use depesche_record::{ByteRange, Language};
use lines::Paragraphs;
use scan::{Kind, Mark};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Longest sentence in marks; a longer one is cut where it pauses.
const MAX_MARKS: usize = 200;

/// What a language's `text.toml` says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TextTable {
    /// Abbreviations with their full stop that hardly ever end a sentence.
    pub abbreviation: Vec<String>,
    /// Abbreviations that may end a sentence as well.
    pub final_abbreviation: Vec<String>,
    /// Words behind an ordinal with full stop.
    pub after_ordinal: Vec<String>,
    /// Words that contract two syntactic words.
    pub contraction: Vec<Contraction>,
    /// Endings split from their word.
    pub clitic: Vec<String>,
    /// Words that rarely begin anything but a sentence.
    pub starter: Vec<String>,
}

/// A contraction and its parts.
#[derive(Debug, Clone, Deserialize)]
pub struct Contraction {
    /// As it stands in the text: `am`.
    pub form: String,
    /// Its syntactic words: `an`, `dem`.
    pub parts: Vec<String>,
}

/// One syntactic word of a raw text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The form, without soft hyphens and other invisible signs.
    pub form: String,
    /// Where it stands; the words of "im" share their place, those of "don't" have each their own.
    pub range: ByteRange,
    /// Whether the encoder sees it as the start of a word.
    pub space_before: bool,
    /// Whether white space follows.
    pub space_after: bool,
    /// Position within a multiword token.
    pub part: Option<u8>,
}

/// Cuts texts of one language.
#[derive(Debug)]
pub struct Segmenter {
    language: Language,
    abbreviations: HashSet<String>,
    final_abbreviations: HashSet<String>,
    after_ordinal: HashSet<String>,
    starters: HashSet<String>,
    contractions: HashMap<String, Vec<String>>,
    clitics: Vec<String>,
}

impl Segmenter {
    /// A segmenter for a language's table.
    #[must_use]
    pub fn new(language: Language, table: &TextTable) -> Self {
        // An abbreviation of several words ("z. B.") is met word by word.
        let words = |list: &[String]| {
            let words = list.iter().flat_map(|entry| entry.split_whitespace());
            words.filter(|word| word.ends_with('.')).map(|w| w.trim_end_matches('.').to_lowercase()).collect()
        };
        let lower = |list: &[String]| list.iter().map(|w| w.to_lowercase()).collect();
        Self {
            language,
            abbreviations: words(&table.abbreviation),
            final_abbreviations: words(&table.final_abbreviation),
            after_ordinal: lower(&table.after_ordinal),
            starters: table.starter.iter().cloned().collect(),
            contractions: table.contraction.iter().map(|c| (c.form.to_lowercase(), c.parts.clone())).collect(),
            clitics: table.clitic.iter().map(|c| c.to_lowercase().replace('’', "'")).collect(),
        }
    }

    /// The sentences of a text, in order; each has at least one word.
    pub fn sentences<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Vec<Word>> + 'a {
        let mut paragraphs = Paragraphs::new(text);
        let mut here: Option<(usize, usize)> = None;
        std::iter::from_fn(move || {
            loop {
                let (at, end) = match here.take() {
                    Some(rest) => rest,
                    None => paragraphs.next()?,
                };
                let (marks, next) = self.sentence(text, at, end);
                // Without a mark there is nothing but white space up to the end of the paragraph.
                if !marks.is_empty() {
                    here = (next < end).then_some((next, end));
                    return Some(self.words(text, &marks));
                }
            }
        })
    }

    /// The marks of the sentence that begins at `at`, and where the next one may begin.
    fn sentence(&self, text: &str, mut at: usize, end: usize) -> (Vec<Mark>, usize) {
        let mut marks: Vec<Mark> = Vec::new();
        while let Some(mark) = self.scan(text, at, end) {
            at = mark.end;
            if mark.kind == Kind::Stop && self.attaches(text, &marks, &mark, end) {
                if let Some(word) = marks.last_mut() {
                    word.end = mark.end;
                    word.kind = Kind::Abbreviation;
                }
            } else {
                marks.push(mark);
            }
            if self.ends(text, &marks, end) {
                at = self.with_closing(text, &mut marks, at, end);
                break;
            }
            if marks.len() >= MAX_MARKS {
                let keep = pause(text, &marks);
                at = marks[keep - 1].end;
                marks.truncate(keep);
                break;
            }
        }
        (marks, at)
    }

    /// Takes the further stops and closing marks that belong to a sentence just ended.
    fn with_closing(&self, text: &str, marks: &mut Vec<Mark>, mut at: usize, end: usize) -> usize {
        while marks.len() < MAX_MARKS
            && let Some(mark) = self.scan(text, at, end)
        {
            let closes = mark.start == at && (mark.is_final(text) || scan::closes(&text[mark.start..mark.end]));
            if !closes {
                break;
            }
            at = mark.end;
            marks.push(mark);
        }
        at
    }
}

/// How many marks to keep of a sentence that is too long: up to its last semicolon, comma or dash, else all.
fn pause(text: &str, marks: &[Mark]) -> usize {
    let latter = marks.len() / 2;
    for pauses in [&[";", ":"][..], &[",", "–", "—", "•"]] {
        let found = marks.iter().rposition(|m| pauses.contains(&&text[m.start..m.end]));
        if let Some(i) = found.filter(|&i| i >= latter) {
            return i + 1;
        }
    }
    marks.len()
}
