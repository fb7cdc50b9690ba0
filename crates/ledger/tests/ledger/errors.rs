//! What a user sees when something is wrong with a ledger.

use crate::adding::rich;
use crate::{at, ledger_of};
use depesche_ledger::{Ledger, LedgerError, QueryLimits};
use std::fs;
use std::io::{Seek, SeekFrom, Write};

/// The message with the folder's name taken out.
fn shown<T: std::fmt::Debug>(folder: &tempfile::TempDir, result: Result<T, LedgerError>) -> String {
    result.unwrap_err().to_string().replace(&folder.path().display().to_string(), "FOLDER")
}

#[test]
fn files_that_are_no_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("article.txt"), "Kein Ledger, sondern ein Artikel. ".repeat(40)).unwrap();
    fs::write(path("empty.db"), "").unwrap();
    rusqlite::Connection::open(path("notes.db")).unwrap().execute_batch("CREATE TABLE note (a)").unwrap();
    insta::assert_snapshot!("missing", shown(&folder, Ledger::open(path("none.db"))));
    insta::assert_snapshot!("text", shown(&folder, Ledger::open_or_create(path("article.txt"))));
    insta::assert_snapshot!("empty", shown(&folder, Ledger::open(path("empty.db"))));
    insta::assert_snapshot!("foreign", shown(&folder, Ledger::open_or_create(path("notes.db"))));
    insta::assert_snapshot!("folder", shown(&folder, Ledger::open_read_only(folder.path())));
    insta::assert_snapshot!("no_folder", shown(&folder, Ledger::create(path("no/such/folder.db"))));
    insta::assert_snapshot!("exists", shown(&folder, Ledger::create(path("notes.db"))));
    assert!(Ledger::create(path("empty.db")).is_ok(), "an empty file is taken");
    assert_eq!(fs::read_to_string(path("article.txt")).unwrap().len(), 34 * 40, "nothing was changed");
}

#[test]
fn a_newer_ledger() {
    let (folder, ledger) = ledger_of(&[]);
    drop(ledger);
    let path = folder.path().join("test.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 9").unwrap();
    insta::assert_snapshot!("newer", shown(&folder, Ledger::open(&path)));
    assert!(matches!(Ledger::open_read_only(&path), Err(LedgerError::TooNew { found: 9, .. })));
}

#[test]
fn damaged_ledgers() {
    let (folder, ledger) = ledger_of(&[rich().build()]);
    drop(ledger);
    let path = folder.path().join("test.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("DROP TRIGGER coding_no_update; UPDATE coding SET json = x'00'").unwrap();
    drop(conn);
    let err = Ledger::open_read_only(&path).unwrap().brief(&Default::default());
    assert!(matches!(err, Err(LedgerError::Corrupt { .. })), "{err:?}");
    let length = fs::metadata(&path).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(8192)).unwrap();
    file.write_all(&vec![0xA5; usize::try_from(length).unwrap() - 8192]).unwrap();
    drop(file);
    let result = Ledger::open(&path).and_then(|ledger| ledger.brief(&Default::default()));
    insta::assert_snapshot!("damaged", shown(&folder, result));
}

#[test]
fn codings_that_contradict_themselves() {
    let (_folder, mut ledger) = ledger_of(&[]);
    let mut coding = rich().build();
    coding.events[0].sources = vec!["c7".to_owned()];
    insta::assert_snapshot!("broken_coding", ledger.add(&coding, at(0)).unwrap_err());
}

#[test]
fn questions_that_cannot_be_answered() {
    let coding = rich().build();
    let (folder, ledger) = ledger_of(&[coding]);
    let ask = |sql: &str| shown(&folder, ledger.query(sql, QueryLimits::default()));
    insta::assert_snapshot!("query_writes", ask("DELETE FROM report"));
    insta::assert_snapshot!("query_wrong_column", ask("SELECT actor FROM current_report"));
    insta::assert_snapshot!("query_two", ask("SELECT 1; SELECT 2"));
    insta::assert_snapshot!("query_empty", ask(""));
    insta::assert_snapshot!("search", shown(&folder, ledger.search("\"open", 10)));
    insta::assert_snapshot!("explain_unknown", shown(&folder, ledger.explain("e1")));
}

#[test]
fn a_beginning_that_fits_several_keys() {
    let codings: Vec<_> = (0..40)
        .map(|i| {
            let mut dispatch = rich();
            dispatch.meta.outlet = Some(format!("Outlet {i}"));
            let mut coding = dispatch.build();
            coding.events[0].key = format!("abcd{i:012}");
            coding
        })
        .collect();
    let (_folder, ledger) = ledger_of(&codings);
    let Err(LedgerError::Ambiguous { candidates, .. }) = ledger.explain("abcd") else { panic!("not ambiguous") };
    assert_eq!(candidates.len(), 9, "eight and an ellipsis");
    assert_eq!(ledger.explain("abcd000000000007").unwrap()[0].key, "abcd000000000007");
}
