//! Queries, searches and explanations.

use crate::adding::rich;
use crate::dispatch::{Dispatch, claimed, day};
use crate::{ask, ledger_of};
use depesche_ledger::{ItemKind, LedgerError, QueryLimits, Value};
use depesche_record::{EventType, Stance};
use std::time::Duration;

#[test]
fn a_query_gives_columns_and_typed_rows() {
    let (_folder, ledger) = ledger_of(&[rich().build()]);
    let sql = "SELECT type, score, nr, place, json FROM current_report JOIN coding ON key = coding WHERE nr = 0";
    let err = ledger.query(sql, QueryLimits::default()).unwrap_err();
    assert!(matches!(err, LedgerError::BadQuery { .. }), "key is ambiguous: {err}");
    let sql =
        "SELECT type, score, nr, place, c.json FROM current_report r JOIN coding c ON c.key = r.coding WHERE nr = 0";
    let answer = ledger.query(sql, QueryLimits::default()).unwrap();
    assert_eq!(answer.columns, ["type", "score", "nr", "place", "json"]);
    assert_eq!(
        answer.rows[0][..4],
        [Value::Text("MOBILIZE".to_owned()), Value::Real(-5.5), Value::Integer(0), Value::Null]
    );
    assert!(matches!(answer.rows[0][4], Value::Blob { n_bytes: 100.. }));
}

#[test]
fn a_query_cannot_write() {
    let (_folder, ledger) = ledger_of(&[rich().build()]);
    for sql in [
        "DELETE FROM report",
        "UPDATE document SET title = 'x'",
        "INSERT INTO program VALUES (1, '', '', '')",
        "INSERT INTO search (search) VALUES ('delete-all')",
        "DROP TABLE report",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "ATTACH 'other.db' AS other",
        "PRAGMA user_version = 7",
        "PRAGMA query_only = 0",
        "PRAGMA journal_mode = DELETE",
        "VACUUM INTO 'copy.db'",
        "BEGIN",
        "WITH x AS (SELECT 1) DELETE FROM report RETURNING *",
        "SELECT load_extension('x')",
        "REINDEX",
        "ANALYZE",
    ] {
        let err = ledger.query(sql, QueryLimits::default()).unwrap_err();
        let refused = matches!(err, LedgerError::NotAllowed { .. } | LedgerError::BadQuery { .. });
        assert!(refused, "{sql}: {err}");
    }
    assert_eq!(ask(&ledger, "SELECT count(*) FROM report"), ["2"]);
    assert_eq!(ask(&ledger, "PRAGMA user_version"), [depesche_ledger::SCHEMA_VERSION.to_string()]);
}

#[test]
fn a_query_can_look_at_the_schema_and_the_text_index() {
    let (_folder, ledger) = ledger_of(&[rich().build()]);
    assert_eq!(ask(&ledger, "SELECT count(*) > 10 FROM pragma_table_info('report')"), ["1"]);
    assert_eq!(ask(&ledger, "SELECT count(*) FROM search WHERE search MATCH 'troops'"), ["1"]);
    assert_eq!(ask(&ledger, "SELECT value FROM json_each('[1, 2]')"), ["1", "2"]);
}

#[test]
fn a_query_is_bounded() {
    let (_folder, ledger) = ledger_of(&[]);
    let count = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let limits = QueryLimits { max_rows: 3, ..QueryLimits::default() };
    let answer = ledger.query(count, limits).unwrap();
    assert!(answer.truncated);
    assert_eq!(answer.rows.len(), 3);
    let limits = QueryLimits { max_time: Duration::from_millis(20), ..QueryLimits::default() };
    let endless = format!("SELECT sum(i) FROM ({count})");
    assert!(matches!(ledger.query(&endless, limits), Err(LedgerError::TooSlow { .. })));
    let huge = "SELECT length(zeroblob(1000000000))";
    assert!(matches!(ledger.query(huge, QueryLimits::default()), Err(LedgerError::BadQuery { .. })));
}

#[test]
fn day_dyads_count_acts_not_tellings() {
    let mut d = Dispatch::new("Tagblatt", "2024-10-25", "Moscow hit Kiev. It struck Kiev. Moscow and Minsk met.");
    let (rus, ukr, blr) = (d.state("Moscow", "RUS"), d.state("Kiev", "UKR"), d.state("Minsk", "BLR"));
    for word in ["hit", "struck"] {
        let event = d.act(EventType::Assault, &[&rus], &[&ukr], word);
        (event.time, event.group) = (Some(day("2024-10-24")), "g1".to_owned());
    }
    let met = d.act(EventType::Consult, &[&rus, &blr], &[], "met");
    (met.time, met.reciprocal) = (Some(day("2024-10-24")), true);
    let claim = d.claim(&[&ukr], Stance::Assert, "struck");
    let third = d.act(EventType::Assault, &[&rus], &[&ukr], "It");
    claimed(third, &claim);
    third.time = Some(day("2024-10-24"));
    let (_folder, ledger) = ledger_of(&[d.build()]);
    assert_eq!(
        ask(&ledger, "SELECT * FROM day_dyad"),
        [
            "2024-10-24 | BLR | RUS | CONSULT | 1 | 0",
            "2024-10-24 | RUS | BLR | CONSULT | 1 | 0",
            "2024-10-24 | RUS | UKR | ASSAULT | 1 | 1",
        ]
    );
}

#[test]
fn search_finds_titles_and_texts_of_what_counts() {
    let mut dispatch = rich();
    dispatch.meta.title = Some("Süd und Nord".to_owned());
    let first = dispatch.build();
    dispatch.meta.title = Some("Ost und West".to_owned());
    let (_folder, ledger) = ledger_of(&[first, dispatch.build()]);
    assert!(ledger.search("sud", 10).unwrap().is_empty(), "the first title has given way");
    let hits = ledger.search("title:ost", 10).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(ledger.search("\"sent troops\"", 10).unwrap()[0].snippet.matches("[sent troops]").count(), 1);
    assert!(matches!(ledger.search("AND (", 10), Err(LedgerError::BadSearch { .. })));
    assert!(matches!(ledger.search("column:word", 10), Err(LedgerError::BadSearch { .. })));
}

#[test]
fn explain_goes_back_to_sentence_and_coding() {
    let coding = rich().build();
    let (_folder, ledger) = ledger_of(std::slice::from_ref(&coding));
    let key = &coding.events[0].key;
    for asked in [key.clone(), key[..6].to_owned(), format!("{}/e1", coding.document.id)] {
        let found = ledger.explain(&asked).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, ItemKind::Event);
        assert_eq!(found[0].sentence, "Seoul says Moscow sent troops.");
        assert_eq!(found[0].coding, coding);
        assert_eq!(found[0].item, serde_json::to_value(&coding.events[0]).unwrap());
        assert!(found[0].current);
    }
    assert_eq!(ledger.explain(&coding.claims[0].key).unwrap()[0].kind, ItemKind::Claim);
    assert_eq!(ledger.explain(&coding.outlooks[0].key).unwrap()[0].kind, ItemKind::Outlook);
    assert_eq!(ledger.explain(&coding.relations[0].key).unwrap()[0].kind, ItemKind::Relation);
    for asked in ["", "e1", "0000000000000000", "'; --", "ffff/e1"] {
        assert!(matches!(ledger.explain(asked), Err(LedgerError::Unknown { .. })), "{asked}");
    }
}

#[test]
fn explain_gives_the_coding_that_counts_and_keeps_the_old_one_findable() {
    let mut dispatch = rich();
    let first = dispatch.build();
    dispatch.program = "0.2.0".to_owned();
    let second = dispatch.build();
    dispatch.meta.date = Some("2024-10-26".to_owned());
    let (_folder, ledger) = ledger_of(&[first.clone(), second, dispatch.build()]);
    let found = ledger.explain(&first.events[0].key).unwrap();
    assert_eq!(found[0].coding.produced_by.program, "0.2.0");
    assert!(!found[0].current, "the date was corrected");
}
