//! Which kind of file it is: by its ending, and by how it begins.

use std::path::Path;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, with or without a head.
    Text,
    /// A web page.
    Html,
    /// Rows, one to a line.
    JsonLines,
    /// An array of rows, one row, or rows after all.
    Json,
    /// Sentences analysed elsewhere.
    Conllu,
}

impl Format {
    /// The format that a known ending promises.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "conllu" => Some(Self::Conllu),
            _ => None,
        }
    }

    /// The format of a file that begins with `start`: what its ending promises, but a page saved as text is a page.
    #[must_use]
    pub(crate) fn of(promised: Option<Self>, start: &[u8]) -> Self {
        match promised {
            None => Self::sniff(start),
            Some(Self::Text) if begins_page(visible(start)) => Self::Html,
            Some(format) => format,
        }
    }

    /// The format of bytes without a telling name.
    fn sniff(start: &[u8]) -> Self {
        let seen = visible(start);
        let second = seen.get(1..).map(visible).and_then(|rest| rest.first());
        match (seen.first(), second) {
            (Some(b'{'), Some(b'"' | b'}')) => Self::JsonLines,
            (Some(b'['), Some(b'{' | b']')) => Self::Json,
            (Some(b'<'), _) if begins_page(seen) || has_page_element(seen) => Self::Html,
            _ if begins_conllu(seen) => Self::Conllu,
            _ => Self::Text,
        }
    }
}

/// What follows a byte order mark and white space.
pub(crate) fn visible(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

fn begins_page(seen: &[u8]) -> bool {
    let begins = |word: &[u8]| seen.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins(b"<!doctype html") || begins(b"<html")
}

/// A page may begin with an XML declaration or a comment.
fn has_page_element(seen: &[u8]) -> bool {
    let start = &seen[..seen.len().min(1024)];
    [&b"<html"[..], b"<head", b"<body"].iter().any(|tag| start.windows(tag.len()).any(|w| w.eq_ignore_ascii_case(tag)))
}

/// The first line that is no comment has ten columns and counts from 1.
fn begins_conllu(seen: &[u8]) -> bool {
    let mut lines = seen.split(|&b| b == b'\n').take(64).skip_while(|line| line.starts_with(b"#"));
    lines.next().is_some_and(|line| {
        let first = line.split(|&b| b == b'\t').next().unwrap_or_default();
        line.iter().filter(|&&b| b == b'\t').count() == 9 && (first == b"1" || first.starts_with(b"1-"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_their_beginning() {
        let cases: [(&str, Format); 10] = [
            ("Die Minister trafen sich.", Format::Text),
            ("[Aktualisiert] Die Minister …", Format::Text),
            ("{wie es heißt} …", Format::Text),
            ("\u{feff}  {\"text\": \"a\"}", Format::JsonLines),
            ("[\n {\"text\": \"a\"}]", Format::Json),
            ("<!DOCTYPE html><title>a</title>", Format::Html),
            ("<?xml version=\"1.0\"?>\n<HTML lang=\"de\">", Format::Html),
            ("<dpa> Die Minister", Format::Text),
            ("# text = Ja .\n1\tJa\tja\tINTJ\t_\t_\t0\troot\t_\t_\n", Format::Conllu),
            ("# Überschrift\n\nText", Format::Text),
        ];
        for (start, format) in cases {
            assert_eq!(Format::of(None, start.as_bytes()), format, "{start}");
        }
        assert_eq!(Format::of(Some(Format::Text), b"<html><p>a"), Format::Html);
        assert_eq!(Format::of(Some(Format::Text), b"{\"text\": 1}"), Format::Text);
    }
}
