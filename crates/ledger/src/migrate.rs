//! Migrations: each a file of SQL, applied in order, remembered in SQLite's `user_version`.

use crate::LedgerError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Schema version that this program writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// The migration at index `i` makes version `i + 1`. A published file is never edited: a change is a new file.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_record.sql")];

/// Marks an SQLite file as a depesche ledger ("DEPE").
const APPLICATION_ID: i64 = 0x4445_5045;

/// What a file is.
pub(crate) enum Found {
    /// An SQLite file without contents.
    Empty,
    /// A ledger with this schema version.
    Ledger(u32),
}

/// Says what the open file is.
///
/// # Errors
/// [`LedgerError::NotALedger`] where it belongs to another program, [`LedgerError::TooNew`] where a newer
/// depesche wrote it.
pub(crate) fn identify(conn: &Connection, path: &Path) -> Result<Found, LedgerError> {
    let number = |sql: &str| -> Result<i64, LedgerError> {
        conn.query_row(sql, [], |row| row.get(0)).map_err(|err| LedgerError::of(path, &err))
    };
    let application_id = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    let n_objects = number("SELECT count(*) FROM sqlite_schema")?;
    let version = u32::try_from(version).unwrap_or(u32::MAX);
    match (application_id, version, n_objects) {
        (0, 0, 0) => Ok(Found::Empty),
        (APPLICATION_ID, 1..=SCHEMA_VERSION, _) => Ok(Found::Ledger(version)),
        (APPLICATION_ID, SCHEMA_VERSION.., _) => {
            Err(LedgerError::TooNew { path: path.to_owned(), found: version, known: SCHEMA_VERSION })
        }
        _ => Err(LedgerError::NotALedger {
            path: path.to_owned(),
            reason: "it is an SQLite file of another program".to_owned(),
        }),
    }
}

/// Brings an empty file or an older ledger to [`SCHEMA_VERSION`]; all or nothing.
pub(crate) fn migrate(conn: &mut Connection) -> rusqlite::Result<()> {
    apply(conn, MIGRATIONS)
}

fn apply(conn: &mut Connection, migrations: &[&str]) -> rusqlite::Result<()> {
    // The lock comes before the version is read: two programs may open one new file at the same time.
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: usize = tx.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? as usize;
    if version >= migrations.len() {
        return Ok(());
    }
    for sql in migrations.iter().skip(version) {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", migrations.len() as u32)?;
    tx.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &str = "CREATE TABLE story (key TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;";

    #[test]
    fn a_later_migration_is_added_to_what_is_there() -> rusqlite::Result<()> {
        let mut conn = Connection::open_in_memory()?;
        migrate(&mut conn)?;
        conn.execute("INSERT INTO program VALUES (1, 'p', 'm', 'k')", [])?;
        let next = [MIGRATIONS, &[NEXT]].concat();
        apply(&mut conn, &next)?;
        apply(&mut conn, &next)?;
        let version: usize = conn.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? as usize;
        assert_eq!(version, MIGRATIONS.len() + 1);
        assert_eq!(
            conn.query_row("SELECT count(*) FROM program, (SELECT count(*) FROM story)", [], |r| r.get(0)),
            Ok(1)
        );
        Ok(())
    }

    #[test]
    fn a_failing_migration_leaves_the_old_version() -> rusqlite::Result<()> {
        let mut conn = Connection::open_in_memory()?;
        migrate(&mut conn)?;
        let next = [MIGRATIONS, &["CREATE TABLE half (a TEXT); CREATE NONSENSE;"]].concat();
        assert!(apply(&mut conn, &next).is_err());
        assert_eq!(conn.query_row("PRAGMA user_version", [], |row| row.get(0)), Ok(SCHEMA_VERSION));
        assert_eq!(conn.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |r| r.get(0)), Ok(0));
        Ok(())
    }
}
