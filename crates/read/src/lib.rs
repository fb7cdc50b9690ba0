//! Reads news: bytes and where they come from go in, [`Document`](depesche_record::Document)s come out.
//!
//! Files, folders and standard input; plain text with or without a head, web pages, JSON Lines and JSON,
//! in UTF-8, UTF-16 and older encodings. CoNLL-U is recognised and handed on as it is ([`Item::Conllu`]).
//! The language is recognised by a function that the caller brings, for this crate knows no language.
//! One bad file or row never stops the rest: it comes back as a [`ReadError`] in its place.
//!
//! ```
//! use depesche_read::{Identified, Item, Source, read_bytes};
//! use depesche_record::{Language, Metadata};
//!
//! let file = "Title: Treffen in Wien\nDate: 25. Oktober 2024\n\nWIEN (dpa) - Die Minister trafen sich.\n";
//! let german = |_: &str| Identified::Supported(Language::German);
//! for item in read_bytes(file.as_bytes(), &Source::file("wien.txt"), &Metadata::default(), &german) {
//!     if let Item::Document(reading) = item? {
//!         assert_eq!(reading.document.date.as_deref(), Some("2024-10-25"));
//!         assert_eq!(reading.document.text, "WIEN (dpa) - Die Minister trafen sich.\n");
//!         assert_eq!(reading.document.credits, ["dpa"]);
//!     }
//! }
//! # Ok::<(), depesche_read::ReadError>(())
//! ```
//!
//! It does not split sentences, recognise languages or know politics, and it never goes to the network.
#![forbid(unsafe_code)]

mod assemble;
mod credits;
mod dates;
mod decode;
mod error;
mod format;
mod head;
mod html;
mod reading;
mod rows;
mod source;

pub use assemble::{Identified, Identify, Reading};
pub use dates::{DateFault, parse_day};
pub use error::{Fault, Place, ReadError};
pub use format::Format;
pub use reading::{Conllu, Item, Items, read, read_bytes};
pub use source::{Listing, Source, list};

/// Largest text of one document: beyond this the record of a single text would fill the memory.
pub const MAX_TEXT_BYTES: usize = 5_000_000;

/// Largest file that holds one document, in any encoding and with the markup of a page.
pub const MAX_PAGE_BYTES: usize = 16_000_000;

/// Largest row of JSON Lines; the file itself may be of any size, it is read row by row.
pub const MAX_ROW_BYTES: usize = 16_000_000;

/// Largest JSON array, single JSON object or CoNLL-U file; these are read whole.
pub const MAX_WHOLE_BYTES: usize = 64_000_000;
