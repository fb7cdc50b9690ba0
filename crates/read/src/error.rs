//! What can keep a text from being read, and what to do about it.

use crate::DateFault;

/// A file or row, as named in messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as the user gave it, or `standard input`.
    pub name: String,
    /// Number of the row's line (of its place in a JSON array), from 1.
    pub line: Option<usize>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// A file or row that was not read.
///
/// Its `Display` is one line: what, which file and line, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {place}: {fault}; {}", .fault.hint())]
pub struct ReadError {
    /// Which file or row.
    pub place: Place,
    /// The file's name or the row's `id`, as the record would have had it.
    pub external_id: Option<String>,
    /// Why.
    #[source]
    pub fault: Fault,
}

impl ReadError {
    /// What the reader can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.fault.hint()
    }
}

/// Why a file or row was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// No file or folder has this name.
    #[error("there is no such file")]
    Missing,
    /// The system refuses otherwise: no permission, a broken disk.
    #[error("{0}")]
    Io(std::io::Error),
    /// A folder holds no file with a known ending.
    #[error("the folder holds no news files")]
    NoFiles,
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// A head without text after it.
    #[error("there is a head but no text after it")]
    HeadOnly,
    /// Not text: an image, an archive, a program.
    #[error("this is {kind}, not text")]
    Binary {
        /// What it seems to be.
        kind: &'static str,
    },
    /// No encoding makes text of the bytes.
    #[error("the bytes are no text in any known encoding (the nearest is {encoding})")]
    Undecodable {
        /// The encoding that came nearest.
        encoding: &'static str,
    },
    /// A page of menus, scripts and pictures only.
    #[error("the page holds no article text")]
    PageWithoutText,
    /// Elements in elements in elements, far beyond any real page.
    #[error("the page nests its elements {depth} deep")]
    PageTooDeep {
        /// How deep.
        depth: usize,
    },
    /// A language that is recognised or named, but not coded.
    #[error("the language is {name}, which is not supported yet")]
    UnsupportedLanguage {
        /// The language as recognised, or as the head or row puts it.
        name: String,
    },
    /// Too short or too mixed to tell the language.
    #[error("the language of the text cannot be told")]
    UnclearLanguage,
    /// A day of publication that is none or can be read in two ways.
    #[error("the date \"{value}\" ({origin}) {reason}")]
    Date {
        /// As given.
        value: String,
        /// Where: `flag`, `head` or `row`.
        origin: &'static str,
        /// What is wrong with it.
        reason: DateFault,
    },
    /// A row without `text`, or with an empty one.
    #[error("the row has no \"text\"")]
    RowWithoutText,
    /// A row that is no JSON object of the known form.
    #[error("the row is not a JSON object with \"text\": {reason}")]
    BadRow {
        /// What the JSON parser says.
        reason: String,
    },
    /// A file that is no JSON at all.
    #[error("this is not JSON: {reason}")]
    BadJson {
        /// What the JSON parser says.
        reason: String,
    },
    /// More bytes than are read at once.
    #[error("{what} has {} and the limit is {}", megabytes(*.size), megabytes(*.limit))]
    TooLarge {
        /// The text, the row or the file.
        what: &'static str,
        /// Bytes; at least, where the end was not read.
        size: u64,
        /// Bytes allowed.
        limit: usize,
    },
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::NotFound { Self::Missing } else { Self::Io(error) }
    }
}

impl Fault {
    /// What the reader can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing => "check the path",
            Self::Io(_) => "check the file and its permissions",
            Self::NoFiles => "name files, or put .txt, .html, .jsonl, .json or .conllu files into the folder",
            Self::Empty => "give a file with text",
            Self::HeadOnly => "put an empty line and the text after the head",
            Self::Binary { .. } | Self::Undecodable { .. } => "save the article as UTF-8 text or HTML",
            Self::PageWithoutText | Self::PageTooDeep { .. } => "save the article's text as a .txt file",
            Self::UnsupportedLanguage { .. } => {
                "depesche reads German and English; if it is one of these, say so with --language de or en"
            }
            Self::UnclearLanguage => "say it with --language de or en, or with a line \"Language: de\" in the head",
            Self::Date { .. } => "write the day as 2024-10-25",
            Self::RowWithoutText => "each row needs a \"text\" that is not empty",
            Self::BadRow { .. } => {
                "a row is {\"text\": …} with any of id, title, date, outlet, url, author, language, all strings"
            }
            Self::BadJson { .. } => "give JSON Lines, one object to a line, or an array of objects",
            Self::TooLarge { .. } => "split it, or give JSON Lines with a row for each article",
        }
    }
}

/// A size for eyes: `50.0 MB`.
fn megabytes(bytes: impl TryInto<u64>) -> String {
    let bytes = bytes.try_into().unwrap_or(u64::MAX);
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}
