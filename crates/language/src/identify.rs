//! Which language a text is in.

use depesche_record::Language;
use whatlang::{Lang, Script, detect};

/// Characters that are looked at: enough to be sure, and a long text costs no more than a page.
const MAX_CHARS: usize = 4000;
/// Texts shorter than this are never reliable by the statistics of their letters.
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
    let found = common_words(sample);
    let long = sample.chars().count() >= SHORT_CHARS;
    // A few common words outweigh the statistics of letters: "US-Sanktionen gegen den Iran in Kraft" is short but plain.
    if let Some(ours) = found.language
        && language != Some(ours)
        && (found.plain || !long || !info.is_reliable())
    {
        return Identified { language: Some(ours), name: name_of(ours).into(), reliable: found.plain };
    }
    let reliable = match language {
        Some(_) => language == found.language || info.is_reliable() && long,
        // Another language is sure where nothing looks like ours: another script, or no common word of ours.
        None => info.script() != Script::Latin || found.n_distinct < 2 && long,
    };
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

/// What the commonest words say.
struct CommonWords {
    /// The language that leads clearly.
    language: Option<Language>,
    /// Whether it leads by a share of all words that no other language reaches.
    plain: bool,
    /// Distinct common words of the leading language.
    n_distinct: usize,
}

fn common_words(text: &str) -> CommonWords {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let count = |list: &[&str]| words.iter().filter(|w| list.contains(&w.as_str())).count();
    let distinct = |list: &[&str]| list.iter().filter(|c| words.iter().any(|w| w == *c)).count();
    let (german, english) = (count(GERMAN), count(ENGLISH));
    let (language, list) = if german > english { (Language::German, GERMAN) } else { (Language::English, ENGLISH) };
    let n_distinct = distinct(list);
    let share = german.abs_diff(english) as f64 / words.len().max(1) as f64;
    let clear = n_distinct >= 2 && share >= 0.12;
    CommonWords { language: clear.then_some(language), plain: clear && share >= 0.25, n_distinct }
}
