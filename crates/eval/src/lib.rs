//! Scores codings against articles annotated by hand.
//!
//! In go a folder of gold ([`Gold::load`]; two files for each article, `NAME.txt` and `NAME.gold.json`) and a
//! [`Coding`](depesche_record::Coding) for each article; out comes a [`Report`]: precision, recall and F1 of
//! events, claims and outlooks, and the F1 of their fields, over all, by language and by document.
//! The figures are those of the reference scorer `score.py` that comes with the gold, to the last digit:
//! the same matching, in the same order, with the same rounding.
//!
//! ```no_run
//! use depesche_eval::{Gold, score};
//! use std::collections::BTreeMap;
//! use std::path::Path;
//!
//! let gold = Gold::load(Path::new("gold/de-dev"))?;
//! let mut codings = BTreeMap::new();
//! for doc in gold.documents() {
//!     println!("code {} and put it under {}", doc.text_path().display(), doc.stem());
//! #   let coding: depesche_record::Coding = unimplemented!();
//! #   codings.insert(doc.stem().to_owned(), coding);
//! }
//! let report = score(&gold, &codings, false)?;
//! println!("{}", report.to_table());
//! # Ok::<(), depesche_eval::EvalError>(())
//! ```
//!
//! It does not code: who calls it brings the codings. It changes no file.
#![forbid(unsafe_code)]

mod error;
mod gold;
mod matching;
mod report;
mod score;
mod tally;
mod text;

pub use error::EvalError;
pub use gold::{Gold, GoldDocument};
pub use report::Report;
pub use score::score;
pub use tally::{Figures, Row};
