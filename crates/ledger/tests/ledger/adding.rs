//! Storing: idempotent, resumable, append-only; what counts when a document is read again.

use crate::dispatch::{Dispatch, claimed, day};
use crate::{ask, at, ledger_of, new_ledger};
use depesche_ledger::{CodingKey, Ledger, LedgerError, Outcome};
use depesche_record::{EventType, OutlookKind, Stance};

/// A dispatch with one item of every kind.
pub fn rich() -> Dispatch {
    let mut d = Dispatch::new("Tagblatt", "2024-10-25", "Seoul says Moscow sent troops. They will meet on Monday.");
    let (kor, rus) = (d.state("Seoul", "KOR"), d.state("Moscow", "RUS"));
    let claim = d.claim(&[&kor], Stance::Assert, "says");
    claimed(d.act(EventType::Mobilize, &[&rus], &[], "sent"), &claim);
    d.act(EventType::Consult, &[&kor, &rus], &[], "meet").reciprocal = true;
    d.outlook(OutlookKind::Announcement, "They will meet on Monday", Some(day("2024-10-28")));
    d.alliance(&[&kor, &rus], "troops");
    d
}

#[test]
fn the_same_coding_is_stored_once() {
    let (_folder, mut ledger) = new_ledger();
    let coding = rich().build();
    let key = CodingKey::new(&coding.document, &coding.produced_by);
    assert!(!ledger.has(&key).unwrap());
    assert_eq!(ledger.add(&coding, at(0)).unwrap(), Outcome::Added);
    assert!(ledger.has(&key).unwrap());
    assert_eq!(ledger.add(&coding, at(1)).unwrap(), Outcome::Known);
    let counts = "SELECT (SELECT count(*) FROM coding), (SELECT count(*) FROM report), (SELECT count(*) FROM claim),
                         (SELECT count(*) FROM outlook), (SELECT count(*) FROM relation_report),
                         (SELECT count(*) FROM report_source), (SELECT count(*) FROM actor_mention)";
    assert_eq!(ask(&ledger, counts), ["1 | 2 | 1 | 1 | 1 | 1 | 2"]);
}

#[test]
fn rows_say_what_the_coding_says() {
    let (_folder, ledger) = ledger_of(&[rich().build()]);
    let report = "SELECT published, outlet, type, actor_names, actor_states, standing, sources, sentence
                  FROM current_report ORDER BY nr";
    assert_eq!(
        ask(&ledger, report),
        [
            "2024-10-25 | Tagblatt | MOBILIZE | Moscow | RUS | claimed | Seoul | Seoul says Moscow sent troops.",
            "2024-10-25 | Tagblatt | CONSULT | Seoul; Moscow | KOR; RUS | asserted |  | They will meet on Monday.",
        ]
    );
    let claim = "SELECT source_names, stance, cue, sentence FROM current_claim";
    assert_eq!(ask(&ledger, claim), ["Seoul | assert | says | Seoul says Moscow sent troops."]);
    let outlook = "SELECT kind, due_from, due_to, consequent FROM current_outlook";
    assert_eq!(ask(&ledger, outlook), ["announcement | 2024-10-28 | 2024-10-28 | They will meet on Monday"]);
    let relation = "SELECT kind, between_states, status FROM current_relation_report";
    assert_eq!(ask(&ledger, relation), ["alliance | KOR; RUS | holds"]);
}

#[test]
fn a_corrected_date_makes_a_new_coding_and_the_later_one_counts() {
    let mut dispatch = rich();
    let first = dispatch.build();
    dispatch.meta.date = Some("2024-10-26".to_owned());
    let second = dispatch.build();
    let (_folder, ledger) = ledger_of(&[first, second]);
    assert_eq!(ask(&ledger, "SELECT count(*) FROM coding"), ["2"]);
    assert_eq!(ask(&ledger, "SELECT date FROM current_document"), ["2024-10-26"]);
    assert_eq!(ledger.brief(&Default::default()).unwrap().documents, 1);
}

#[test]
fn newer_versions_count_for_the_same_document() {
    let mut dispatch = rich();
    let first = dispatch.build();
    dispatch.program = "0.2.0".to_owned();
    let (_folder, ledger) = ledger_of(&[first, dispatch.build()]);
    assert_eq!(ask(&ledger, "SELECT program FROM current_coding"), ["0.2.0"]);
    assert_eq!(ask(&ledger, "SELECT program FROM program ORDER BY program"), ["0.1.0", "0.2.0"]);
    assert_eq!(ask(&ledger, "SELECT count(*) FROM document"), ["1"]);
}

#[test]
fn a_reading_that_knows_more_counts_whatever_the_order() {
    let mut known = rich();
    known.meta.external_id = Some("article.txt".to_owned());
    let mut bare = known.clone();
    (bare.meta.outlet, bare.meta.date) = (None, None);
    for codings in [[known.build(), bare.build()], [bare.build(), known.build()]] {
        let (_folder, ledger) = ledger_of(&codings);
        assert_eq!(ask(&ledger, "SELECT outlet, date FROM current_document"), ["Tagblatt | 2024-10-25"]);
    }
}

#[test]
fn two_outlets_with_one_wire_text_are_two_documents_with_one_stored_text() {
    let mut other = rich();
    other.meta.outlet = Some("Courier".to_owned());
    let (_folder, ledger) = ledger_of(&[rich().build(), other.build()]);
    assert_eq!(ask(&ledger, "SELECT outlet FROM current_document ORDER BY 1"), ["Courier", "Tagblatt"]);
    assert_eq!(ask(&ledger, "SELECT count(*) FROM document_text"), ["1"]);
}

#[test]
fn a_broken_coding_leaves_nothing_behind() {
    let (_folder, mut ledger) = new_ledger();
    let mut coding = rich().build();
    coding.events[1].actor[0].id = "a9".to_owned();
    let err = ledger.add(&coding, at(0)).unwrap_err();
    assert!(matches!(err, LedgerError::BrokenCoding { .. }), "{err}");
    assert_eq!(ask(&ledger, "SELECT count(*) FROM document"), ["0"]);
    coding = rich().build();
    coding.outlooks[0].consequent.end = 9999;
    assert!(matches!(ledger.add(&coding, at(0)), Err(LedgerError::BrokenCoding { .. })));
}

#[test]
fn a_write_that_is_interrupted_leaves_nothing_and_can_be_repeated() {
    let (folder, mut ledger) = new_ledger();
    let coding = rich().build();
    // The last table of the transaction refuses: everything before it must go too.
    let other = rusqlite::Connection::open(folder.path().join("test.db")).unwrap();
    let refuse = "CREATE TRIGGER stop BEFORE INSERT ON relation_report BEGIN SELECT raise(ABORT, 'stop'); END";
    other.execute_batch(refuse).unwrap();
    assert!(ledger.add(&coding, at(0)).is_err());
    assert_eq!(ask(&ledger, "SELECT count(*) FROM document"), ["0"]);
    assert!(ledger.search("troops", 10).unwrap().is_empty());
    other.execute_batch("DROP TRIGGER stop").unwrap();
    assert_eq!(ledger.add(&coding, at(1)).unwrap(), Outcome::Added);
    assert_eq!(ask(&ledger, "SELECT count(*) FROM current_relation_report"), ["1"]);
}

#[test]
fn nothing_is_changed_and_nothing_is_taken_away() {
    let (folder, ledger) = ledger_of(&[rich().build()]);
    let outside = rusqlite::Connection::open(folder.path().join("test.db")).unwrap();
    let tables = ask(&ledger, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'");
    assert_eq!(tables.len(), 11, "{tables:?}");
    for table in tables {
        let column: String =
            outside.query_row(&format!("SELECT name FROM pragma_table_info('{table}')"), [], |r| r.get(0)).unwrap();
        for sql in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET {column} = {column}")] {
            let err = outside.execute(&sql, []).unwrap_err();
            assert!(err.to_string().contains("append-only"), "{sql}: {err}");
        }
    }
}

#[test]
fn the_file_is_sound_after_adding() {
    let (folder, ledger) = ledger_of(&[rich().build()]);
    drop(ledger);
    let conn = rusqlite::Connection::open(folder.path().join("test.db")).unwrap();
    let check = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0));
    assert_eq!(check("PRAGMA integrity_check").unwrap(), "ok");
    assert_eq!(check("PRAGMA foreign_key_check"), Err(rusqlite::Error::QueryReturnedNoRows));
    assert_eq!(conn.execute("INSERT INTO search (search) VALUES ('integrity-check')", []), Ok(1));
}

#[test]
fn the_crate_changes_no_row() {
    // Statements, not comments: the crate's own SQL only appends.
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = [src.clone(), src.join("add"), src.join("brief")].map(|folder| std::fs::read_dir(folder).unwrap());
    let files: Vec<_> = files.into_iter().flatten().map(|f| f.unwrap().path()).filter(|f| f.is_file()).collect();
    assert!(files.len() > 15, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in ["\"UPDATE ", "\"DELETE ", "REPLACE INTO", "DO UPDATE"] {
            assert!(!text.contains(word), "{} contains {word}", file.display());
        }
    }
}

#[cfg(unix)]
#[test]
fn a_ledger_in_a_folder_without_write_permission_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, ledger) = ledger_of(&[rich().build()]);
    let path = ledger.path().to_owned();
    drop(ledger);
    let permit = |mode| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    permit(0o555);
    let ledger = Ledger::open_read_only(&path).unwrap();
    assert_eq!(ledger.brief(&Default::default()).unwrap().documents, 1);
    assert_eq!(ask(&ledger, "SELECT count(*) FROM report"), ["2"]);
    permit(0o755);
}

#[test]
fn a_ledger_is_read_while_another_program_writes() {
    let (folder, mut writer) = ledger_of(&[]);
    let reader = Ledger::open_read_only(folder.path().join("test.db")).unwrap();
    writer.add(&rich().build(), at(0)).unwrap();
    assert_eq!(reader.brief(&Default::default()).unwrap().documents, 1);
    let mut new = rich();
    new.meta.outlet = Some("Courier".to_owned());
    assert!(matches!({ reader }.add(&new.build(), at(1)), Err(LedgerError::NotWritable { .. })));
}
