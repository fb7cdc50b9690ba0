//! What was read: a text with what is known about it.

use crate::{Language, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known about a text besides the text, before or after reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The file's name or the row's `id`.
    pub external_id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, ISO.
    pub date: Option<String>,
    /// Where the day was found: `flag`, `head`, `page` or `row`.
    pub date_from: Option<String>,
    /// Newspaper, agency or site.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Language given by flag, page or row; otherwise it is recognised.
    pub language: Option<Language>,
}

/// A text ready for analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// blake3 of `text`, 64 hex digits.
    pub content_hash: String,
    /// blake3 of the bytes that were read (a row's text for JSON Lines), 64 hex digits.
    pub bytes_hash: String,
    /// Hash of content hash, outlet, url and date in canonical form, 32 hex digits.
    pub id: String,
    /// The file's name or the row's `id`.
    pub external_id: Option<String>,
    /// Language of the text.
    pub language: Language,
    /// Headline; not part of the text and not coded.
    pub title: Option<String>,
    /// Day of publication, ISO.
    pub date: Option<String>,
    /// Where the day was found: `flag`, `head`, `page`, `row`; null: no date known, relative times stay unresolved.
    pub date_from: Option<String>,
    /// Newspaper, agency or site.
    pub outlet: Option<String>,
    /// Agencies named in the text: "(dpa)".
    pub credits: Vec<String>,
    /// Address.
    pub url: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// The text that all spans refer to.
    pub text: String,
    /// Media type and encoding: `text/plain; charset=utf-8`.
    pub text_from: String,
    /// Sentences in order; filled by the analysis.
    pub sentences: Vec<Span>,
}

impl Document {
    /// Makes a document of a text and its metadata, with hashes and id.
    ///
    /// `bytes` is what was read; `text` is what was made of it, line ends as `\n`.
    #[must_use]
    pub fn new(bytes: &[u8], text: String, text_from: String, language: Language, meta: Metadata) -> Self {
        let content_hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        let canonical = |s: &Option<String>| s.as_deref().unwrap_or_default().trim().to_lowercase();
        let identity = format!(
            "{content_hash}\n{}\n{}\n{}",
            canonical(&meta.outlet),
            canonical(&meta.url).trim_end_matches('/'),
            canonical(&meta.date)
        );
        Self {
            id: blake3::hash(identity.as_bytes()).to_hex().chars().take(32).collect(),
            bytes_hash: blake3::hash(bytes).to_hex().to_string(),
            content_hash,
            external_id: meta.external_id,
            language,
            title: meta.title,
            date: meta.date,
            date_from: meta.date_from,
            outlet: meta.outlet,
            credits: Vec::new(),
            url: meta.url,
            author: meta.author,
            text,
            text_from,
            sentences: Vec::new(),
        }
    }
}
