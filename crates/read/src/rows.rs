//! Rows of JSON: JSON Lines one by one, an array, or a single object over many lines.

use crate::assemble::{Draft, Stated, Witness};
use crate::decode::{Decoded, decode};
use crate::{Fault, MAX_ROW_BYTES, MAX_WHOLE_BYTES, format};
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, Read};

/// One row as written.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
struct Row {
    text: Option<String>,
    id: Option<Id>,
    title: Option<String>,
    date: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    author: Option<String>,
    language: Option<String>,
}

/// Ids are often numbers.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Word(String),
    Number(serde_json::Number),
}

/// A row's outcome: its number, its `id` if known, and the draft or what is wrong.
pub(crate) struct Numbered {
    pub(crate) line: usize,
    pub(crate) id: Option<String>,
    pub(crate) draft: Result<Draft<'static>, Fault>,
}

/// Reads rows one by one, in the order of the input.
pub(crate) struct Rows<R> {
    input: R,
    /// Number of the line read last.
    line: usize,
    is_over: bool,
}

impl<R: BufRead> Rows<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: 0, is_over: false }
    }

    /// The next line with its end, empty where the input ends.
    fn next_line(&mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let limit = MAX_ROW_BYTES as u64 + 1;
        let n_read = self.input.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
        self.line += 1;
        if n_read as u64 == limit && !bytes.ends_with(b"\n") {
            let skipped = self.input.skip_until(b'\n')?;
            let size = n_read as u64 + skipped as u64;
            return Err(Fault::TooLarge { what: "the row", size, limit: MAX_ROW_BYTES });
        }
        Ok(bytes)
    }

    /// A first line that is cut off is the start of one object over many lines.
    fn whole_object(&mut self, mut start: Vec<u8>) -> Result<Vec<u8>, Fault> {
        self.is_over = true;
        let limit = MAX_WHOLE_BYTES as u64;
        self.input.by_ref().take(limit + 1).read_to_end(&mut start)?;
        if start.len() as u64 > limit {
            return Err(Fault::TooLarge { what: "the row", size: start.len() as u64, limit: MAX_WHOLE_BYTES });
        }
        Ok(start)
    }

    fn failed(&self, fault: Fault) -> Numbered {
        Numbered { line: self.line, id: None, draft: Err(fault) }
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Numbered;

    fn next(&mut self) -> Option<Numbered> {
        while !self.is_over {
            let bytes = match self.next_line() {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => bytes,
                Err(fault) => {
                    self.is_over = matches!(fault, Fault::Io(_));
                    return Some(self.failed(fault));
                }
            };
            if format::visible(&bytes).is_empty() {
                continue;
            }
            // A row that was cut off elsewhere is a bad row, no more.
            let goes_on = matches!(bytes.trim_ascii_end().last(), Some(b'{' | b',' | b'[' | b':'));
            let is_cut_off = || serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_err_and(|e| e.is_eof());
            let bytes = if self.line == 1 && goes_on && is_cut_off() {
                match self.whole_object(bytes) {
                    Ok(bytes) => bytes,
                    Err(fault) => return Some(self.failed(fault)),
                }
            } else {
                bytes
            };
            let line = self.line;
            return Some(match decode(&bytes, None) {
                Ok(decoded) => numbered(line, serde_json::from_str(decoded.text.trim_end()), &decoded),
                Err(fault) => self.failed(fault),
            });
        }
        None
    }
}

/// The rows of a JSON array, whose numbers count its elements, or of JSON Lines in UTF-16.
pub(crate) fn of_whole(bytes: &[u8]) -> Result<Vec<Numbered>, Fault> {
    if format::visible(bytes).is_empty() {
        return Ok(Vec::new());
    }
    let decoded = decode(bytes, None)?;
    if decoded.text.trim_start().starts_with('{') {
        return Ok(Rows::new(decoded.text.as_bytes()).collect());
    }
    let bad = |error: serde_json::Error| Fault::BadJson { reason: error.to_string() };
    let values: Vec<Value> = serde_json::from_str(&decoded.text).map_err(bad)?;
    let source = Decoded { text: String::new(), ..decoded };
    Ok(values
        .into_iter()
        .enumerate()
        .map(|(i, value)| numbered(i + 1, serde_json::from_value(value), &source))
        .collect())
}

/// What the JSON parser says; within one line only the column tells where.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&position) {
        Some(what) if error.line() == 1 => format!("{what} at column {}", error.column()),
        _ => message,
    }
}

fn numbered(line: usize, row: Result<Row, serde_json::Error>, decoded: &Decoded) -> Numbered {
    let row = match row {
        Ok(row) => row,
        Err(error) => {
            return Numbered { line, id: None, draft: Err(Fault::BadRow { reason: reason(&error) }) };
        }
    };
    let id = row.id.map(|id| match id {
        Id::Word(word) => word,
        Id::Number(number) => number.to_string(),
    });
    let text = row.text.unwrap_or_default();
    if text.trim().is_empty() {
        return Numbered { line, id, draft: Err(Fault::RowWithoutText) };
    }
    let stated = Stated {
        id: id.clone(),
        title: row.title,
        date: row.date.filter(|date| !date.trim().is_empty()),
        outlet: row.outlet,
        url: row.url,
        author: row.author,
        language: row.language.filter(|language| !language.trim().is_empty()),
    };
    let draft = Draft {
        bytes: text.clone().into_bytes().into(),
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
        text_from: format!("application/json; charset={}", decoded.encoding),
        stated,
        witness: Witness::Row,
        external_id: None,
        replaced: if text.contains(char::REPLACEMENT_CHARACTER) { decoded.replaced } else { 0 },
        notices: Vec::new(),
    };
    Numbered { line, id, draft: Ok(draft) }
}
