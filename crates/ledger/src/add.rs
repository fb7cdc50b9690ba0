//! Storing a coding, in one transaction.

mod items;

use crate::index::Index;
use crate::{CodingKey, Ledger, LedgerError};
use depesche_record::{Coding, Document};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, ToSql, Transaction, TransactionBehavior};

/// What became of a coding that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Added,
    /// It had been stored before; nothing was written.
    Known,
}

/// Compression level: small files, still far faster than coding.
const ZSTD_LEVEL: i32 = 6;

impl Ledger {
    /// Whether the ledger holds a coding of this document with this metadata by these versions.
    ///
    /// # Errors
    /// Any failure of the file.
    pub fn has(&self, key: &CodingKey) -> Result<bool, LedgerError> {
        let found = || {
            let mut select = self.conn.prepare_cached("SELECT 1 FROM coding WHERE key = ?")?;
            select.exists([key.as_str()])
        };
        found().map_err(|err| self.error(&err))
    }

    /// Stores a coding and everything that it says, all or nothing.
    ///
    /// `ingested_at` is the time of this run, given by the caller. A run that was interrupted can simply be
    /// repeated: what is stored is [`Outcome::Known`].
    ///
    /// # Errors
    /// [`LedgerError::BrokenCoding`] where the coding names actors, claims, sentences or spans that it does not
    /// have, and any failure of the file.
    pub fn add(&mut self, coding: &Coding, ingested_at: Timestamp) -> Result<Outcome, LedgerError> {
        let broken = |reason| LedgerError::BrokenCoding { document: coding.document.id.clone(), reason };
        let key = CodingKey::new(&coding.document, &coding.produced_by);
        if self.has(&key)? {
            return Ok(Outcome::Known);
        }
        let index = Index::new(coding);
        let items = items::Items::of(coding, &key, &index).map_err(broken)?;
        let json = serde_json::to_vec(coding).map_err(|err| broken(err.to_string()))?;
        let json = zstd::encode_all(json.as_slice(), ZSTD_LEVEL).map_err(|err| broken(err.to_string()))?;
        let path = self.path.clone();
        let mut store = || {
            let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another program may have stored it since.
            if tx.prepare_cached("SELECT 1 FROM coding WHERE key = ?")?.exists([key.as_str()])? {
                return Ok(Outcome::Known);
            }
            let ingested_at = format!("{ingested_at:.6}");
            let document = store_document(&tx, &coding.document, &key, &ingested_at)?;
            store_coding(&tx, coding, &key, document, &json, &ingested_at)?;
            items.store(&tx)?;
            tx.commit()?;
            Ok(Outcome::Added)
        };
        store().map_err(|err: rusqlite::Error| LedgerError::of(&path, &err))
    }
}

/// Stores text and metadata unless this reading is known; gives the row's handle.
fn store_document(
    tx: &Transaction<'_>,
    document: &Document,
    key: &CodingKey,
    ingested_at: &str,
) -> rusqlite::Result<i64> {
    let known = tx
        .prepare_cached("SELECT nr FROM document WHERE id = ? AND metadata_hash = ?")?
        .query_row([document.id.as_str(), key.metadata_hash()], |row| row.get(0))
        .optional()?;
    if let Some(nr) = known {
        return Ok(nr);
    }
    tx.prepare_cached("INSERT INTO document_text (content_hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING")?
        .execute([&document.content_hash, &document.text])?;
    let url_key = canonical(document.url.as_deref());
    let credits = crate::index::join(document.credits.iter().map(String::as_str));
    let row: &[(&str, &dyn ToSql)] = &[
        ("id", &document.id),
        ("metadata_hash", &key.metadata_hash()),
        ("content_hash", &document.content_hash),
        ("bytes_hash", &document.bytes_hash),
        ("external_id", &document.external_id),
        ("language", &document.language.as_str()),
        ("title", &document.title),
        ("date", &document.date),
        ("date_from", &document.date_from),
        ("outlet", &document.outlet),
        ("url", &document.url),
        ("author", &document.author),
        ("credits", &credits),
        ("text_from", &document.text_from),
        ("outlet_key", &canonical(document.outlet.as_deref())),
        ("url_key", &url_key.trim_end_matches('/')),
        ("ingested_at", &ingested_at),
    ];
    insert(tx, "document", row)?;
    let nr = tx.last_insert_rowid();
    tx.prepare_cached("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)")?.execute((
        nr,
        &document.title,
        &document.text,
    ))?;
    Ok(nr)
}

fn store_coding(
    tx: &Transaction<'_>,
    coding: &Coding,
    key: &CodingKey,
    document: i64,
    json: &[u8],
    ingested_at: &str,
) -> rusqlite::Result<()> {
    let by = &coding.produced_by;
    tx.prepare_cached("INSERT INTO program VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")?.execute((
        by.contract,
        &by.program,
        &by.model,
        &by.knowledge,
    ))?;
    let row: &[(&str, &dyn ToSql)] = &[
        ("key", &key.as_str()),
        ("document", &document),
        ("contract", &by.contract),
        ("program", &by.program),
        ("model", &by.model),
        ("knowledge", &by.knowledge),
        ("json", &json),
        ("ingested_at", &ingested_at),
    ];
    insert(tx, "coding", row)
}

/// Appends one row, each value beside the name of its column.
fn insert(tx: &Transaction<'_>, table: &str, row: &[(&str, &dyn ToSql)]) -> rusqlite::Result<()> {
    let columns: Vec<&str> = row.iter().map(|(column, _)| *column).collect();
    let marks = vec!["?"; row.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", columns.join(", "));
    let values: Vec<&dyn ToSql> = row.iter().map(|(_, value)| *value).collect();
    tx.prepare_cached(&sql)?.execute(values.as_slice())?;
    Ok(())
}

/// Outlet or address in the form that [`Document::new`] hashes; empty where unknown.
fn canonical(text: Option<&str>) -> String {
    text.unwrap_or_default().trim().to_lowercase()
}
