//! Reads one source: finds its format and makes documents of it.

use crate::assemble::{Draft, Identify, Reading, Witness};
use crate::decode::{binary_kind, declared, decode};
use crate::rows::{self, Numbered, Rows};
use crate::{Fault, Format, MAX_PAGE_BYTES, MAX_WHOLE_BYTES, Place, ReadError, Source, format, head, html};
use depesche_record::Metadata;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

/// What a source gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A text to analyse.
    Document(Box<Reading>),
    /// Sentences analysed elsewhere.
    Conllu(Conllu),
}

/// A CoNLL-U file as it is, for the language engine to parse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conllu {
    /// The file's content, line ends as `\n`.
    pub content: String,
    /// What the flags say, and the file's name.
    pub meta: Metadata,
}

/// What a source gives, one after the other and in its order.
pub type Items<'a> = Box<dyn Iterator<Item = Result<Item, ReadError>> + 'a>;

/// Reads a file or standard input. JSON Lines are read row by row as the iterator goes on, all else at once.
///
/// `flags` go before what the file states. A source that cannot be read gives one error; a bad row gives one in
/// its place.
pub fn read<'a>(source: &'a Source, flags: &'a Metadata, identify: &'a Identify<'a>) -> Items<'a> {
    match source {
        Source::File(path) => match File::open(path) {
            Ok(file) => read_from(BufReader::new(file), source, flags, identify),
            Err(error) => failed(source, error),
        },
        Source::Stdin => read_from(BufReader::new(std::io::stdin()), source, flags, identify),
    }
}

/// Reads bytes that are already there; `source` gives the name and the ending.
pub fn read_bytes<'a>(
    bytes: &'a [u8],
    source: &'a Source,
    flags: &'a Metadata,
    identify: &'a Identify<'a>,
) -> Items<'a> {
    read_from(bytes, source, flags, identify)
}

fn failed<'a>(source: &Source, fault: impl Into<Fault>) -> Items<'a> {
    Box::new(std::iter::once(Err(source.error(fault))))
}

fn read_from<'a, R: BufRead + 'a>(
    mut input: R,
    source: &'a Source,
    flags: &'a Metadata,
    identify: &'a Identify<'a>,
) -> Items<'a> {
    let start = match input.fill_buf() {
        Ok(start) => start,
        Err(error) => return failed(source, error),
    };
    let format = Format::of(source.format(), start);
    if matches!(format, Format::JsonLines | Format::Json) {
        // An array is read whole, and so is JSON in UTF-16, which is rare.
        let is_utf16 = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
        let first = format::visible(start).first();
        let is_rows = first == Some(&b'{') || format == Format::JsonLines && first != Some(&b'[');
        if !is_utf16 && let Some(kind) = binary_kind(start) {
            return failed(source, Fault::Binary { kind });
        }
        if is_rows && !is_utf16 {
            return finish_rows(Rows::new(input), source, flags, identify);
        }
        return match whole(input, MAX_WHOLE_BYTES).and_then(|bytes| rows::of_whole(&bytes)) {
            Ok(rows) => finish_rows(rows.into_iter(), source, flags, identify),
            Err(fault) => failed(source, fault),
        };
    }
    let limit = if format == Format::Conllu { MAX_WHOLE_BYTES } else { MAX_PAGE_BYTES };
    let item = whole(input, limit).and_then(|bytes| whole_item(&bytes, format, source, flags, identify));
    Box::new(std::iter::once(item.map_err(|fault| source.error(fault))))
}

/// Everything up to the limit, and no more than that in memory.
fn whole(mut input: impl Read, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    input.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() <= limit {
        return Ok(bytes);
    }
    let rest = std::io::copy(&mut input, &mut std::io::sink())?;
    Err(Fault::TooLarge { what: "the file", size: bytes.len() as u64 + rest, limit })
}

fn whole_item(
    bytes: &[u8],
    format: Format,
    source: &Source,
    flags: &Metadata,
    identify: &Identify,
) -> Result<Item, Fault> {
    if format::visible(bytes).is_empty() {
        return Err(Fault::Empty);
    }
    let decoded = decode(bytes, (format == Format::Html).then(|| declared(bytes)).flatten())?;
    if decoded.text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    if format == Format::Conllu {
        let meta = Metadata { external_id: flags.external_id.clone().or(source.external_id()), ..flags.clone() };
        return Ok(Item::Conllu(Conllu { content: decoded.text, meta }));
    }
    let mut notices = Vec::new();
    let (media, text, stated, witness) = if format == Format::Html {
        let page = html::read(&decoded.text)?;
        ("text/html", page.text, page.stated, Witness::Page)
    } else {
        let parts = head::split(&decoded.text);
        if parts.text.trim().is_empty() {
            return Err(Fault::HeadOnly);
        }
        notices.extend(
            parts.strangers.iter().map(|name| format!("the head's line \"{name}\" is not known and was left out")),
        );
        ("text/plain", parts.text.to_owned(), parts.stated.unwrap_or_default(), Witness::Head)
    };
    let draft = Draft {
        bytes: bytes.into(),
        text,
        text_from: format!("{media}; charset={}", decoded.encoding),
        stated,
        witness,
        external_id: source.external_id(),
        replaced: decoded.replaced,
        notices,
    };
    draft.finish(flags, identify).map(|reading| Item::Document(Box::new(reading)))
}

/// Makes documents of rows; flags that belong to one document (`external_id`, `title`) do not go over rows.
fn finish_rows<'a>(
    rows: impl Iterator<Item = Numbered> + 'a,
    source: &'a Source,
    flags: &'a Metadata,
    identify: &'a Identify<'a>,
) -> Items<'a> {
    let flags = Metadata { external_id: None, title: None, ..flags.clone() };
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return failed(source, Fault::Empty);
    }
    Box::new(rows.map(move |row| {
        let unnamed = || format!("{}:{}", source.external_id().as_deref().unwrap_or("stdin"), row.line);
        let external_id = Some(row.id.clone().unwrap_or_else(unnamed));
        let finish = |draft: Draft| Draft { external_id: external_id.clone(), ..draft }.finish(&flags, identify);
        row.draft.and_then(finish).map(|reading| Item::Document(Box::new(reading))).map_err(|fault| ReadError {
            place: Place { name: source.name(), line: Some(row.line) },
            external_id: external_id.clone(),
            fault,
        })
    }))
}
