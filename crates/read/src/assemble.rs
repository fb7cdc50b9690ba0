//! From a text and what is stated about it to a [`Document`].

use crate::dates::parse_day;
use crate::{Fault, MAX_TEXT_BYTES, credits};
use depesche_record::{Document, Language, Metadata, Notice};

/// What a text's language was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identified {
    /// A language that is coded.
    Supported(Language),
    /// Another one, by its English name.
    Other(String),
    /// It cannot be told.
    Unclear,
}

/// Recognises the language of a text; it gets the first 20 kB at most.
pub type Identify<'a> = dyn Fn(&str) -> Identified + Sync + 'a;

/// A document with what was odd about its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The document, without sentences.
    pub document: Document,
    /// What was odd: replaced bytes, lines of the head that mean nothing.
    pub notices: Vec<Notice>,
}

/// As much of a text as tells its language.
const SAMPLE_BYTES: usize = 20_000;

/// What a head, a row or a page states, as it is written there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) language: Option<String>,
}

/// Who states it: decides `date_from`, and how far its word goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Witness {
    Head,
    Row,
    Page,
}

impl Witness {
    fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Row => "row",
            Self::Page => "page",
        }
    }
}

/// A text on its way to a document.
pub(crate) struct Draft<'a> {
    /// What was read.
    pub(crate) bytes: std::borrow::Cow<'a, [u8]>,
    pub(crate) text: String,
    pub(crate) text_from: String,
    pub(crate) stated: Stated,
    pub(crate) witness: Witness,
    /// `external_id` where nothing else is stated.
    pub(crate) external_id: Option<String>,
    /// How many broken byte sequences were replaced.
    pub(crate) replaced: usize,
    pub(crate) notices: Vec<String>,
}

impl Draft<'_> {
    /// Completes the document: flags before head or row before page, day checked, language recognised.
    pub(crate) fn finish(self, flags: &Metadata, identify: &Identify) -> Result<Reading, Fault> {
        if self.text.len() > MAX_TEXT_BYTES {
            return Err(Fault::TooLarge { what: "the text", size: self.text.len() as u64, limit: MAX_TEXT_BYTES });
        }
        let mut messages = self.notices;
        let (date, date_from) = match (&flags.date, &self.stated.date) {
            (Some(date), _) => (Some(checked_day(date, "flag")?), Some("flag")),
            (None, Some(date)) => match (checked_day(date, self.witness.as_str()), self.witness) {
                (Ok(day), witness) => (Some(day), Some(witness.as_str())),
                (Err(fault), Witness::Page) => {
                    // Nobody wrote it for us; the article is read without it.
                    messages.push(format!("{fault}; the day of publication stays unknown"));
                    (None, None)
                }
                (Err(fault), _) => return Err(fault),
            },
            (None, None) => (None, None),
        };
        let language = match flags.language {
            Some(language) => language,
            None => language_of(&self.text, &self.stated, self.witness, identify)?,
        };
        let first = |flag: &Option<String>, stated: Option<String>| {
            flag.clone().or(stated).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let meta = Metadata {
            external_id: first(&flags.external_id, self.stated.id.or(self.external_id)),
            title: first(&flags.title, self.stated.title),
            date,
            date_from: date_from.map(str::to_owned),
            outlet: first(&flags.outlet, self.stated.outlet),
            url: first(&flags.url, self.stated.url),
            author: first(&flags.author, self.stated.author),
            language: Some(language),
        };
        let mut document = Document::new(&self.bytes, self.text, self.text_from, language, meta);
        document.credits = credits::find(&document.text);
        let mut notices: Vec<Notice> =
            messages.into_iter().map(|message| Notice { message, start: None, end: None }).collect();
        if self.replaced > 0 {
            let start = document.text.chars().position(|c| c == char::REPLACEMENT_CHARACTER);
            let message = format!("broken byte sequences replaced by \u{fffd}: {}", self.replaced);
            notices.push(Notice { message, start, end: start.map(|start| start + 1) });
        }
        Ok(Reading { document, notices })
    }
}

fn checked_day(value: &str, origin: &'static str) -> Result<String, Fault> {
    let day = parse_day(value).map_err(|reason| Fault::Date { value: value.to_owned(), origin, reason })?;
    Ok(day.to_string())
}

/// A head's or row's word is taken; a page's only where the text itself is unclear, for templates often lie.
fn language_of(text: &str, stated: &Stated, witness: Witness, identify: &Identify) -> Result<Language, Fault> {
    let named = stated.language.as_deref().map(|name| named_language(name).ok_or(name));
    match (witness, named) {
        (Witness::Head | Witness::Row, Some(Ok(language))) => return Ok(language),
        (Witness::Head | Witness::Row, Some(Err(name))) => {
            return Err(Fault::UnsupportedLanguage { name: name.to_owned() });
        }
        _ => {}
    }
    match identify(start_of(text, SAMPLE_BYTES)) {
        Identified::Supported(language) => Ok(language),
        Identified::Other(name) => Err(Fault::UnsupportedLanguage { name }),
        Identified::Unclear => match named {
            Some(Ok(language)) => Ok(language),
            Some(Err(name)) => Err(Fault::UnsupportedLanguage { name: name.to_owned() }),
            None => Err(Fault::UnclearLanguage),
        },
    }
}

/// `de`, `de-AT`, `German`, `Deutsch` …
fn named_language(name: &str) -> Option<Language> {
    let name = name.trim().to_lowercase();
    match name.split(['-', '_']).next()? {
        "de" | "deu" | "ger" | "german" | "deutsch" => Some(Language::German),
        "en" | "eng" | "english" | "englisch" => Some(Language::English),
        _ => None,
    }
}

/// The first `n_bytes` of a text, cut where a character ends.
fn start_of(text: &str, n_bytes: usize) -> &str {
    let end = (0..=n_bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or_default();
    &text[..end]
}
