//! Searching titles and texts.

use crate::{Ledger, LedgerError};
use rusqlite::ErrorCode;
use serde::Serialize;

/// A document that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Document id.
    pub document: String,
    /// The file's name or the row's `id`.
    pub external_id: Option<String>,
    /// Language.
    pub language: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, ISO.
    pub date: Option<String>,
    /// Newspaper, agency or site.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// A piece of the text around what was found, which stands between `[` and `]`.
    pub snippet: String,
}

/// Titles weigh ten times as much as texts; ties are broken by the document's id.
const SEARCH: &str = "
    SELECT c.document, c.external_id, c.language, c.title, c.published, c.outlet, c.url,
           snippet(search, 1, '[', ']', '…', 24)
    FROM search JOIN current_coding c ON c.document_nr = search.rowid
    WHERE search MATCH ?1
    ORDER BY bm25(search, 10.0, 1.0), c.document LIMIT ?2";

impl Ledger {
    /// The documents that fit `query` best, at most `limit`.
    ///
    /// `query` follows FTS5: words, "phrases", AND, OR, NOT, beginnings (`sankt*`), `title:` for headlines.
    /// Letters with and without marks are one (ü and u).
    ///
    /// # Errors
    /// [`LedgerError::BadSearch`] where FTS5 cannot read the words, and any failure of the file.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, LedgerError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let find = || {
            let mut select = self.conn.prepare_cached(SEARCH)?;
            let hits = select.query_map((query, limit), |row| {
                Ok(Hit {
                    document: row.get(0)?,
                    external_id: row.get(1)?,
                    language: row.get(2)?,
                    title: row.get(3)?,
                    date: row.get(4)?,
                    outlet: row.get(5)?,
                    url: row.get(6)?,
                    snippet: row.get(7)?,
                })
            })?;
            hits.collect::<rusqlite::Result<Vec<Hit>>>()
        };
        find().map_err(|err| match err.sqlite_error_code() {
            // FTS5 reports what it cannot read as a general error.
            Some(ErrorCode::Unknown) => {
                LedgerError::BadSearch { query: query.to_owned(), reason: crate::error::message(&err) }
            }
            _ => self.error(&err),
        })
    }
}
