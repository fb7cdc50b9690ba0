//! Which language a text is in.

use depesche_record::Language;
use whatlang::{Lang, detect};

/// Characters that are looked at: enough to be sure, and a long text costs no more than a page.
const MAX_CHARS: usize = 4000;
/// Texts shorter than this are never called reliable in another language than ours.
const SHORT_CHARS: usize = 40;

/// What a text was found to be written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// German or English; `None` for every other language.
    pub language: Option<Language>,
    /// The language's English name (`German`, `Russian`); `unknown` where there is no text to judge by.
    pub name: String,
    /// Whether the answer can be relied on.
    pub reliable: bool,
}

/// Names the language of a text, one of some 70.
///
/// ```
/// let found = depesche_language::identify("Der Präsident hat das Abkommen am Montag unterzeichnet.");
/// assert_eq!(found.language, Some(depesche_record::Language::German));
/// ```
#[must_use]
pub fn identify(text: &str) -> Identified {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(i, _)| i);
    let sample = &text[..end];
    let Some(info) = detect(sample) else {
        return Identified { language: None, name: "unknown".into(), reliable: false };
    };
    let language = match info.lang() {
        Lang::Deu => Some(Language::German),
        Lang::Eng => Some(Language::English),
        _ => None,
    };
    let (ours, margin) = by_common_words(sample);
    // A few common words outweigh letter statistics: "US-Sanktionen gegen Iran in Kraft" is short but plain.
    if let Some(ours) = ours
        && language != Some(ours)
        && (!info.is_reliable() || sample.chars().count() < SHORT_CHARS || margin >= 0.25)
    {
        return Identified { language: Some(ours), name: name_of(ours).into(), reliable: margin >= 0.25 };
    }
    let agreed = language.is_some() && language == ours;
    let reliable = agreed || info.is_reliable() && sample.chars().count() >= SHORT_CHARS;
    Identified { language, name: info.lang().eng_name().to_owned(), reliable }
}

fn name_of(language: Language) -> &'static str {
    match language {
        Language::German => "German",
        Language::English => "English",
    }
}

const GERMAN: &[&str] = &[
    "der", "die", "das", "und", "nicht", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "ist", "im",
    "mit", "von", "zu", "auf", "für", "sich", "auch", "gegen", "nach", "bei", "wird", "werden", "haben", "hat", "sind",
    "zum", "zur", "über", "vor", "aus", "dass", "sei", "sie", "er", "wurde", "am", "vom", "oder", "noch",
];
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "a", "is", "that", "for", "on", "with", "was", "as", "by", "at", "has", "have", "from",
    "he", "be", "are", "its", "it", "said", "will", "not", "were", "been", "would", "after", "which", "who", "their",
    "this", "but", "an", "over", "against", "had", "or", "into",
];

/// German or English by their commonest words, and by what share of the words they lead.
fn by_common_words(text: &str) -> (Option<Language>, f64) {
    let (mut german, mut english, mut n) = (0_u32, 0_u32, 0_u32);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let word = word.to_lowercase();
        n += 1;
        german += u32::from(GERMAN.contains(&word.as_str()));
        english += u32::from(ENGLISH.contains(&word.as_str()));
    }
    let margin = f64::from(german.abs_diff(english)) / f64::from(n.max(1));
    let enough = |a: u32, b: u32| a > b && a >= 2 && margin >= 0.12;
    match () {
        () if enough(german, english) => (Some(Language::German), margin),
        () if enough(english, german) => (Some(Language::English), margin),
        () => (None, margin),
    }
}
