//! Places in a text: bytes inside the program, Unicode code points in the record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A range of bytes in a document's text, end-exclusive, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ByteRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl ByteRange {
    /// A range from `start` to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies within this range.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text of the range; empty where it does not lie in `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A piece of `document.text` in Unicode code points, end-exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Translates byte offsets of one text into code points.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Byte offset of every code point, then the length: sorted, so a search finds the code point.
    starts: Vec<usize>,
}

impl CodePoints {
    /// Measures `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(i, _)| i).chain([text.len()]).collect() }
    }

    /// The code point that starts at or before byte `offset`.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|&s| s < offset).min(self.starts.len() - 1)
    }

    /// The byte where code point `index` starts; the text's length where it is past the end.
    #[must_use]
    pub fn byte(&self, index: usize) -> usize {
        self.starts.get(index).or(self.starts.last()).copied().unwrap_or_default()
    }

    /// A byte range as a span of the record.
    #[must_use]
    pub fn span(&self, range: ByteRange) -> Span {
        Span { start: self.at(range.start), end: self.at(range.end) }
    }
}

/// The key of an item that survives re-coding: hash of document id, kind and the span it stands on, 16 hex digits.
#[must_use]
pub fn stable_key(document_id: &str, kind: &str, span: Span) -> String {
    let text = format!("{document_id}\n{kind}\n{}\n{}", span.start, span.end);
    blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_of_multibyte_text() {
        let text = "für „Süd“";
        let points = CodePoints::new(text);
        let start = text.find("Süd").unwrap_or_default();
        let span = points.span(ByteRange::new(start, start + "Süd".len()));
        assert_eq!(text.chars().skip(span.start).take(span.end - span.start).collect::<String>(), "Süd");
        assert_eq!(points.byte(span.start), start);
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
