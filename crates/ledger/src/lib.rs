//! Part of depesche.
//! The ledger: one SQLite file that keeps what was read, what was coded and who decided, and gives it back.
//!
//! A [`Coding`](depesche_record::Coding) goes in with the time of ingestion; a [`Brief`], the [`Rows`] of a
//! query, search [`Hit`]s and [`Explanation`]s come out. The file is append-only: a changed view is a new row.
//! It keeps three times: when an act held, when its document was published, when it was ingested.
//!
//! ```
//! use depesche_ledger::{BriefOptions, CodingKey, Ledger, Outcome, QueryLimits};
//! # use depesche_record::{Coding, Document, Language, Metadata, ProducedBy};
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("news.db");
//! # let produced_by = ProducedBy {
//! #     contract: 1, program: "0.1.0".into(), model: "none".into(), knowledge: "none".into(),
//! # };
//! # let text = "Nothing happened.".to_owned();
//! # let document = Document::new(&[], text, "text/plain".into(), Language::English, Metadata::default());
//! # let coding = Coding {
//! #     produced_by, document, actors: vec![], events: vec![], times: vec![], places: vec![], claims: vec![],
//! #     outlooks: vec![], relations: vec![], notices: vec![],
//! # };
//! let mut ledger = Ledger::open_or_create(&path)?;
//! let now = "2024-10-25T08:00:00Z".parse()?;
//! if !ledger.has(&CodingKey::new(&coding.document, &coding.produced_by))? {
//!     assert_eq!(ledger.add(&coding, now)?, Outcome::Added);
//! }
//! let rows = ledger.query("SELECT count(*) AS n FROM current_document", QueryLimits::default())?;
//! assert_eq!(rows.columns, ["n"]);
//! let brief = ledger.brief(&BriefOptions::default())?;
//! assert_eq!(brief.documents, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The ledger does not know how a coding came about, prints nothing and never reads the clock for what it
//! stores: apart from ingestion times its contents do not depend on the order in which documents arrive.
#![forbid(unsafe_code)]

mod add;
mod brief;
mod days;
mod error;
mod explain;
mod index;
mod key;
mod ledger;
mod migrate;
mod query;
mod search;

pub use add::Outcome;
pub use brief::{Act, Brief, BriefOptions, LeftOut, Number, Openness, Party, Prospect, RowPlace, Says, Telling, Voice};
pub use error::LedgerError;
pub use explain::{Explanation, ItemKind};
pub use key::CodingKey;
pub use ledger::Ledger;
pub use migrate::SCHEMA_VERSION;
pub use query::{QueryLimits, Rows, Value};
pub use search::Hit;
