//! The way back from a key to the document, its sentence and the whole coding.

use crate::index::Index;
use crate::{Ledger, LedgerError};
use depesche_record::Coding;
use rusqlite::Row;
use serde::Serialize;
use std::io::Read;

/// What kind of item a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// A report of an act.
    Event,
    /// What somebody is said to have said.
    Claim,
    /// What may come.
    Outlook,
    /// What holds between actors.
    Relation,
}

/// One stored item with everything it stands on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// What it is.
    pub kind: ItemKind,
    /// Running id in its coding: `e1`.
    pub id: String,
    /// Key that survives re-coding.
    pub key: String,
    /// Key of the coding.
    pub coding_key: String,
    /// Whether that coding is the one that counts for its document.
    pub current: bool,
    /// When it was ingested, RFC 3339.
    pub ingested_at: String,
    /// The sentence.
    pub sentence: String,
    /// The item as in the contract.
    pub item: serde_json::Value,
    /// The whole coding with its document.
    pub coding: Coding,
}

/// Tables of items and what they hold.
const ITEMS: [(&str, ItemKind); 4] = [
    ("report", ItemKind::Event),
    ("claim", ItemKind::Claim),
    ("outlook", ItemKind::Outlook),
    ("relation_report", ItemKind::Relation),
];

/// Shortest beginning of a key that is looked up.
const MIN_PREFIX: usize = 4;

/// Candidates that an ambiguous key lists.
const MAX_CANDIDATES: usize = 8;

/// Largest coding that is unpacked: far above any article, far below what would hurt.
const MAX_JSON_BYTES: u64 = 1 << 30;

/// Where an item lies.
#[derive(Debug, Clone)]
struct Found {
    kind: ItemKind,
    coding: String,
    document: String,
    id: String,
    key: String,
}

impl Ledger {
    /// The items that `asked` names: a key or its beginning, or a document's id or its beginning with an item's
    /// id behind a slash (`3f2a/e1`).
    ///
    /// Of several codings of one document the one that counts is given, of one that no longer counts the latest.
    /// Items that share a key (two acts told by one word) are all given; otherwise there is exactly one.
    ///
    /// # Errors
    /// [`LedgerError::Unknown`], [`LedgerError::Ambiguous`], and any failure of the file.
    pub fn explain(&self, asked: &str) -> Result<Vec<Explanation>, LedgerError> {
        let found = self.find(asked.trim())?;
        let Some(first) = found.first() else { return Err(LedgerError::Unknown { asked: asked.to_owned() }) };
        let by_key = !asked.contains('/');
        let same = |f: &Found| if by_key { f.key == first.key } else { f.document == first.document };
        if !found.iter().all(same) {
            let mut candidates: Vec<String> =
                found.iter().map(|f| format!("{} ({}/{})", f.key, f.document, f.id)).collect();
            candidates.sort();
            candidates.dedup();
            if candidates.len() > MAX_CANDIDATES {
                candidates.truncate(MAX_CANDIDATES);
                candidates.push("…".to_owned());
            }
            return Err(LedgerError::Ambiguous { asked: asked.to_owned(), candidates });
        }
        found.iter().filter(|f| f.coding == first.coding).map(|f| self.explanation(f)).collect()
    }

    /// Every item that fits, those of codings that count first, then the latest.
    fn find(&self, asked: &str) -> Result<Vec<Found>, LedgerError> {
        let (column, prefix, id) = match asked.split_once('/') {
            Some((document, id)) => ("document", document, Some(id)),
            None => ("key", asked, None),
        };
        if prefix.len() < MIN_PREFIX || !prefix.chars().all(|c| c.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let prefix = prefix.to_lowercase();
        let find = || {
            let mut found = Vec::new();
            for (table, kind) in ITEMS {
                // 'g' is the first letter after the hex digits: the range holds every continuation.
                let sql = format!(
                    "SELECT i.coding, i.document, i.id, i.key,
                            EXISTS (SELECT 1 FROM current_coding c WHERE c.coding = i.coding), c.ingested_at
                     FROM {table} i JOIN coding c ON c.key = i.coding
                     WHERE i.{column} >= ?1 AND i.{column} < ?1 || 'g' AND (?2 IS NULL OR i.id = ?2)
                     ORDER BY 5 DESC, 6 DESC, i.coding, i.nr"
                );
                let mut select = self.conn.prepare_cached(&sql)?;
                let row = |row: &Row<'_>| {
                    let found =
                        Found { kind, coding: row.get(0)?, document: row.get(1)?, id: row.get(2)?, key: row.get(3)? };
                    Ok(((!row.get::<_, bool>(4)?, std::cmp::Reverse(row.get::<_, String>(5)?)), found))
                };
                for item in select.query_map((&prefix, id), row)? {
                    found.push(item?);
                }
            }
            found.sort_by(|a, b| a.0.cmp(&b.0));
            Ok(found.into_iter().map(|(_, found)| found).collect())
        };
        find().map_err(|err: rusqlite::Error| self.error(&err))
    }

    fn explanation(&self, found: &Found) -> Result<Explanation, LedgerError> {
        let select = "SELECT c.json, c.ingested_at, EXISTS (SELECT 1 FROM current_coding d WHERE d.coding = c.key)
                      FROM coding c WHERE c.key = ?";
        let row = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?));
        let stored = self.conn.query_row(select, [&found.coding], row);
        let (json, ingested_at, current) = stored.map_err(|err| self.error(&err))?;
        let coding = self.unpack(&found.coding, &json)?;
        let corrupt = |detail: String| self.corrupt(&found.coding, &detail);
        let (item, evidence) = match found.kind {
            ItemKind::Event => {
                coding.events.iter().find(|e| e.id == found.id).map(|e| (serde_json::to_value(e), &e.evidence))
            }
            ItemKind::Claim => {
                coding.claims.iter().find(|c| c.id == found.id).map(|c| (serde_json::to_value(c), &c.evidence))
            }
            ItemKind::Outlook => {
                coding.outlooks.iter().find(|o| o.id == found.id).map(|o| (serde_json::to_value(o), &o.evidence))
            }
            ItemKind::Relation => {
                coding.relations.iter().find(|r| r.id == found.id).map(|r| (serde_json::to_value(r), &r.evidence))
            }
        }
        .ok_or_else(|| corrupt(format!("it has no {}", found.id)))?;
        Ok(Explanation {
            kind: found.kind,
            id: found.id.clone(),
            key: found.key.clone(),
            coding_key: found.coding.clone(),
            current,
            ingested_at,
            sentence: Index::new(&coding).sentence(evidence).map_err(corrupt)?.to_owned(),
            item: item.map_err(|err| corrupt(err.to_string()))?,
            coding,
        })
    }

    /// The coding that a row of `coding` holds.
    pub(crate) fn unpack(&self, key: &str, json: &[u8]) -> Result<Coding, LedgerError> {
        let mut bytes = Vec::new();
        zstd::Decoder::new(json)
            .and_then(|decoder| decoder.take(MAX_JSON_BYTES).read_to_end(&mut bytes))
            .map_err(|err| self.corrupt(key, &err.to_string()))?;
        serde_json::from_slice(&bytes).map_err(|err| self.corrupt(key, &err.to_string()))
    }

    pub(crate) fn corrupt(&self, coding: &str, detail: &str) -> LedgerError {
        LedgerError::Corrupt { path: self.path.clone(), detail: format!("coding {coding}: {detail}") }
    }
}
