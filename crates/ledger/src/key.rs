//! The key of a coding: document, metadata and versions.

use depesche_record::{Document, ProducedBy};

/// What makes a coding the same coding: the same document, read with the same metadata, coded by the same versions.
///
/// It needs no analysis, so a run can ask [`Ledger::has`](crate::Ledger::has) before it analyses a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodingKey {
    hash: String,
    metadata_hash: String,
}

impl CodingKey {
    /// The key of the coding that `produced_by` makes of `document`.
    ///
    /// Metadata are `external_id`, language, title, date, outlet, address and author; where the date was found
    /// and the bytes that the text came from do not count.
    #[must_use]
    pub fn new(document: &Document, produced_by: &ProducedBy) -> Self {
        let metadata_hash = hash(&[
            document.external_id.as_deref(),
            Some(document.language.as_str()),
            document.title.as_deref(),
            document.date.as_deref(),
            document.outlet.as_deref(),
            document.url.as_deref(),
            document.author.as_deref(),
        ]);
        let contract = produced_by.contract.to_string();
        let hash = hash(&[
            Some(&document.id),
            Some(&metadata_hash),
            Some(&contract),
            Some(&produced_by.program),
            Some(&produced_by.model),
            Some(&produced_by.knowledge),
        ]);
        Self { hash, metadata_hash }
    }

    /// 32 hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.hash
    }

    /// Hash of the metadata alone, 32 hex digits.
    pub(crate) fn metadata_hash(&self) -> &str {
        &self.metadata_hash
    }
}

/// Hash of a list of texts in which an absent text differs from an empty one and borders cannot shift.
fn hash(parts: &[Option<&str>]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        match part {
            Some(text) => hasher.update(&(text.len() as u64 + 1).to_le_bytes()).update(text.as_bytes()),
            None => hasher.update(&0u64.to_le_bytes()),
        };
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}
