//! What can go wrong with a ledger, written for whoever sees it.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Everything that can go wrong with a ledger: what, which file, why, what to do.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no file at the path.
    #[error("there is no ledger\n  --> {}\nreason: the file does not exist\nhint: `depesche read PATH… --ledger {}` makes one", path.display(), path.display())]
    Missing {
        /// The ledger's file.
        path: PathBuf,
    },
    /// A new ledger was asked for and the file is there.
    #[error("the ledger exists already\n  --> {}\nreason: a new ledger never overwrites a file\nhint: choose another name, or open the file that is there", path.display())]
    Exists {
        /// The ledger's file.
        path: PathBuf,
    },
    /// The file is something else: a text, a folder, another program's database.
    #[error("the file is not a depesche ledger\n  --> {}\nreason: {reason}\nhint: name a ledger made by depesche, or a new file; nothing was changed", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// A newer depesche wrote the file.
    #[error("the ledger is newer than this program\n  --> {}\nreason: it has schema version {found}, this program knows versions up to {known}\nhint: use the newer depesche that wrote it; nothing was changed", path.display())]
    TooNew {
        /// The ledger's file.
        path: PathBuf,
        /// Schema version of the file.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// An older depesche wrote the file, and it was opened for reading only.
    #[error("the ledger is older than this program\n  --> {}\nreason: it has schema version {found}, this program reads version {known}, and a file opened for reading only is not migrated\nhint: open it once for writing, for example with `depesche read`", path.display())]
    TooOld {
        /// The ledger's file.
        path: PathBuf,
        /// Schema version of the file.
        found: u32,
        /// Version that this program reads.
        known: u32,
    },
    /// Another program is writing.
    #[error("the ledger is locked\n  --> {}\nreason: another program is writing to it\nhint: wait until that run has ended and try again; what is stored already is safe", path.display())]
    Locked {
        /// The ledger's file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("the ledger is damaged\n  --> {}\nreason: {detail}\nhint: restore a copy, or read the documents into a new ledger", path.display())]
    Corrupt {
        /// The ledger's file.
        path: PathBuf,
        /// What SQLite or the decoder found.
        detail: String,
    },
    /// The file or its folder may not be written.
    #[error("the ledger cannot be written\n  --> {}\nreason: {reason}\nhint: check the rights of the file and of its folder", path.display())]
    NotWritable {
        /// The ledger's file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The file cannot be opened or made.
    #[error("the ledger cannot be opened\n  --> {}\nreason: {reason}\nhint: check that the folder exists and may be entered", path.display())]
    CannotOpen {
        /// The ledger's file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// No space is left for the file.
    #[error("the disk is full\n  --> {}\nreason: the ledger could not grow\nhint: make room and start the run again; it goes on where it stopped", path.display())]
    DiskFull {
        /// The ledger's file.
        path: PathBuf,
    },
    /// SQLite failed in a way that has no case of its own.
    #[error("the ledger failed\n  --> {}\nreason: {detail}\nhint: check the disk; what is stored already is safe", path.display())]
    Failed {
        /// The ledger's file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// A coding contradicts itself, for example by naming an actor that it does not have.
    #[error(
        "the coding cannot be stored\n  --> document {document}\nreason: {reason}\nhint: this is an error in depesche or in the JSON it was given; the other documents are not concerned"
    )]
    BrokenCoding {
        /// Document id.
        document: String,
        /// What is wrong.
        reason: String,
    },
    /// A query has an error.
    #[error("the query has an error\n  --> {sql}\nreason: {reason}\nhint: {hint}")]
    BadQuery {
        /// The query as given.
        sql: String,
        /// SQLite's words.
        reason: String,
        /// What may help.
        hint: String,
    },
    /// A query would change something or reach outside the ledger.
    #[error(
        "the query is not allowed\n  --> {sql}\nreason: it would {what}, and queries only read\nhint: use SELECT; documents come in through `depesche read`"
    )]
    NotAllowed {
        /// The query as given.
        sql: String,
        /// What it would do.
        what: String,
    },
    /// A query ran longer than it may.
    #[error(
        "the query took too long\n  --> {sql}\nreason: it was stopped after {seconds} seconds\nhint: narrow it with WHERE, for example to some days or one outlet"
    )]
    TooSlow {
        /// The query as given.
        sql: String,
        /// The limit.
        seconds: f64,
    },
    /// Words to search for that FTS5 cannot read.
    #[error(
        "the search cannot be read\n  --> {query}\nreason: {reason}\nhint: give words, \"a phrase\" in quotation marks, AND, OR, NOT or a beginning such as sankt*"
    )]
    BadSearch {
        /// The words as given.
        query: String,
        /// SQLite's words.
        reason: String,
    },
    /// Nothing has this key or id.
    #[error(
        "nothing in the ledger has this key\n  --> {asked}\nreason: no event, claim, outlook or relation has it as key or id\nhint: keys stand in the brief and in the column `key`; DOCUMENT/e1 names an event of a document"
    )]
    Unknown {
        /// What was asked for.
        asked: String,
    },
    /// Several items fit.
    #[error("the key fits several items\n  --> {asked}\nreason: it may be {}\nhint: give more of the key", candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// Some of what fits, with whole keys.
        candidates: Vec<String>,
    },
}

impl LedgerError {
    /// The error that SQLite's code stands for.
    pub(crate) fn of(path: &Path, err: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let detail = message(err);
        match err.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotALedger { path, reason: "it is not an SQLite file".to_owned() },
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, detail },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::NotWritable { path, reason: detail },
            Some(ErrorCode::CannotOpen) => Self::CannotOpen { path, reason: detail },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            _ => Self::Failed { path, detail },
        }
    }
}

/// SQLite's own words, without the code and the query that rusqlite adds.
pub(crate) fn message(err: &rusqlite::Error) -> String {
    match err {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn a_second_writer_finds_the_ledger_locked() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("news.db");
        let (first, second) = (Connection::open(&path)?, Connection::open(&path)?);
        second.busy_timeout(std::time::Duration::ZERO)?;
        first.execute_batch("BEGIN IMMEDIATE")?;
        let Err(err) = second.execute_batch("BEGIN IMMEDIATE") else { return Err("the lock was given twice".into()) };
        assert!(matches!(LedgerError::of(&path, &err), LedgerError::Locked { .. }), "{err}");
        Ok(())
    }
}
