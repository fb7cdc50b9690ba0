//! Opening and making ledgers.

use crate::migrate::{Found, identify, migrate};
use crate::{LedgerError, SCHEMA_VERSION};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another program's write to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Larger than SQLite's default: rows carry their sentence and should not spill over.
const PAGE_BYTES: u32 = 8192;

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) path: PathBuf,
    pub(crate) conn: Connection,
}

impl Ledger {
    /// Opens a ledger for reading and writing; one that an older depesche wrote is migrated.
    ///
    /// # Errors
    /// [`LedgerError::Missing`], [`LedgerError::NotALedger`], [`LedgerError::TooNew`], [`LedgerError::Locked`],
    /// [`LedgerError::Corrupt`], [`LedgerError::NotWritable`] or [`LedgerError::CannotOpen`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        let path = path.as_ref();
        check_is_file(path)?;
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        match identify(&conn, path)? {
            Found::Empty => Err(LedgerError::NotALedger { path: path.to_owned(), reason: "it is empty".to_owned() }),
            Found::Ledger(_) => Self::for_writing(path, conn),
        }
    }

    /// Makes a new ledger.
    ///
    /// # Errors
    /// [`LedgerError::Exists`] where the file has contents, or any error of [`Ledger::open`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        let path = path.as_ref();
        if path.is_dir() || fs::metadata(path).is_ok_and(|m| m.len() > 0) {
            return Err(LedgerError::Exists { path: path.to_owned() });
        }
        Self::open_or_create(path)
    }

    /// Opens a ledger for reading and writing, and makes it where there is none.
    ///
    /// # Errors
    /// As [`Ledger::open`], but for [`LedgerError::Missing`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        let path = path.as_ref();
        if path.exists() {
            check_is_file(path)?;
        }
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        identify(&conn, path)?;
        Self::for_writing(path, conn)
    }

    /// Opens a ledger for reading; nothing is written, and files on read-only media can be read.
    ///
    /// # Errors
    /// As [`Ledger::open`], and [`LedgerError::TooOld`].
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, LedgerError> {
        let path = path.as_ref();
        check_is_file(path)?;
        let conn = connect_read_only(path)?;
        match identify(&conn, path)? {
            Found::Empty => Err(LedgerError::NotALedger { path: path.to_owned(), reason: "it is empty".to_owned() }),
            Found::Ledger(SCHEMA_VERSION) => Ok(Self { path: path.to_owned(), conn }),
            Found::Ledger(found) => Err(LedgerError::TooOld { path: path.to_owned(), found, known: SCHEMA_VERSION }),
        }
    }

    /// The ledger's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The error that SQLite's code stands for, with this ledger's file.
    pub(crate) fn error(&self, err: &rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, err)
    }

    fn for_writing(path: &Path, mut conn: Connection) -> Result<Self, LedgerError> {
        let error = |err: rusqlite::Error| LedgerError::of(path, &err);
        if conn.is_readonly("main").map_err(error)? {
            let reason = "the file may only be read".to_owned();
            return Err(LedgerError::NotWritable { path: path.to_owned(), reason });
        }
        // Without effect where the file has contents.
        conn.pragma_update(None, "page_size", PAGE_BYTES).map_err(error)?;
        // Some network file systems have no WAL: then SQLite keeps its older journal, which is as safe.
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(error)?;
        conn.pragma_update(None, "synchronous", "NORMAL").map_err(error)?;
        conn.pragma_update(None, "foreign_keys", true).map_err(error)?;
        // Without it, REPLACE would take rows away without asking the append-only triggers.
        conn.pragma_update(None, "recursive_triggers", true).map_err(error)?;
        migrate(&mut conn).map_err(error)?;
        Ok(Self { path: path.to_owned(), conn })
    }
}

/// Opens a second connection or a reader's only one, such that nothing can be written.
pub(crate) fn connect_read_only(path: &Path) -> Result<Connection, LedgerError> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // A ledger in WAL mode needs its companion files even for reading. Where they cannot be made, nobody can be
    // writing either, and the file may be read as it lies there.
    let readable = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let conn = match readable.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        Err(Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) if !has_companion(path) => {
            let uri = format!("file:{}?immutable=1", uri_path(path));
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            connect(Path::new(&uri), flags)?
        }
        _ => conn,
    };
    conn.pragma_update(None, "query_only", true).map_err(|err| LedgerError::of(path, &err))?;
    Ok(conn)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, LedgerError> {
    let error = |err: rusqlite::Error| LedgerError::of(path, &err);
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error)?;
    conn.busy_timeout(PATIENCE).map_err(error)?;
    conn.set_prepared_statement_cache_capacity(32);
    Ok(conn)
}

/// Whether a write-ahead log lies beside the file: then the file alone does not hold everything.
fn has_companion(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|m| m.len() > 0)
}

/// A path inside an SQLite URI: the three characters with a meaning there are escaped.
fn uri_path(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

fn check_is_file(path: &Path) -> Result<(), LedgerError> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            Err(LedgerError::NotALedger { path: path.to_owned(), reason: "it is a folder".to_owned() })
        }
        Ok(_) => Ok(()),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Err(LedgerError::Missing { path: path.to_owned() }),
        Err(err) => Err(LedgerError::CannotOpen { path: path.to_owned(), reason: err.to_string() }),
    }
}
