//! The ledger through the command: reading, resuming, briefs, questions.

use crate::run::{ENGLISH, GERMAN, Run, depesche};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;

/// The demo's ledger, made once, with what the first run printed.
fn demo() -> &'static (TempDir, Run) {
    static DEMO: OnceLock<(TempDir, Run)> = OnceLock::new();
    DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let run = depesche(["demo"]).within(folder.path()).run().well();
        (folder, run)
    })
}

fn in_demo<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    let args = args.into_iter().chain(["--ledger", "depesche-demo.db"]);
    depesche(args).within(demo().0.path()).run()
}

#[test]
fn the_demo_tells_the_crisis_and_a_second_one_too() {
    let (folder, first) = demo();
    assert!(first.out.contains("32 dispatches read into depesche-demo.db"), "{}", first.out);
    for section in ["What happened", "What is claimed", "What is open", "What to try next"] {
        assert!(first.out.contains(section), "{section} is missing from\n{}", first.out);
    }
    let second = depesche(["demo"]).within(folder.path()).run().well();
    let told = |out: &str| out.split_once("\n\n").unwrap().1.to_owned();
    assert!(second.out.contains("32 dispatches are known already in depesche-demo.db"));
    assert_eq!(told(&first.out), told(&second.out));
    // The command that it proposes works as it stands there.
    let command = first.out.lines().find_map(|line| line.split_once(" explain ")).expect("it proposes explain").1;
    let explained = depesche(["explain"].into_iter().chain(command.split_whitespace())).within(folder.path()).run();
    assert!(explained.well().out.contains("key "));
}

#[test]
fn no_row_of_the_brief_is_doubled() {
    let brief = in_demo(["brief", "--rows", "0"]).well().out;
    let mut seen = BTreeSet::new();
    let mut n_entries = 0;
    for entry in brief.split("\n\n").filter(|part| part.starts_with("1962-")) {
        let (shown, key) = entry.trim_end().rsplit_once(" · ").unwrap();
        assert_eq!(key.len(), 10, "{entry}");
        assert!(seen.insert(shown.to_owned()), "twice in the brief:\n{shown}");
        n_entries += 1;
    }
    assert!(n_entries > 50, "{n_entries} entries");
}

#[test]
fn every_line_of_the_brief_has_sentence_outlet_and_standing() {
    let brief: Value = serde_json::from_str(&in_demo(["brief", "--json"]).well().out).unwrap();
    assert_eq!(brief["documents"], 32);
    let drawn = in_demo(["brief", "--rows", "0"]).well().out;
    let words = drawn.split_whitespace().collect::<Vec<_>>().join(" ");
    for section in ["happened", "claimed", "contested", "open"] {
        for act in brief[section].as_array().unwrap() {
            let telling = &act["tellings"][0];
            let sentence: Vec<&str> = telling["sentence"].as_str().unwrap().split_whitespace().collect();
            assert!(words.contains(&sentence.join(" ")), "{sentence:?}");
            let provenance =
                format!("{}, {}", telling["outlet"].as_str().unwrap(), telling["published"].as_str().unwrap());
            assert!(words.contains(&provenance), "{provenance}");
        }
    }
}

#[test]
fn a_brief_is_as_of_its_day() {
    let early: Value = serde_json::from_str(&in_demo(["brief", "--as-of", "1962-10-20", "--json"]).well().out).unwrap();
    assert_eq!(early["documents"], 6);
    let days = ["happened", "claimed", "contested", "open"].into_iter().flat_map(|s| early[s].as_array().unwrap());
    for telling in days.flat_map(|act| act["tellings"].as_array().unwrap()) {
        assert!(telling["published"].as_str().unwrap() <= "1962-10-20");
    }
    let week = in_demo(["brief", "--from", "1962-10-22", "--to", "1962-10-24", "--language", "de"]).well().out;
    assert!(week.contains("1962-10-22 to 1962-10-24") && !week.contains("Potomac Wire, 1962"), "{week}");
}

#[test]
fn reading_twice_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), GERMAN).unwrap();
    std::fs::write(folder.path().join("b.txt"), ENGLISH).unwrap();
    let read = |args: &[&str]| depesche(args.iter().copied()).within(folder.path()).run().well().out;
    let files = ["read", "a.txt", "b.txt", "a.txt", "--date", "2024-10-25"];
    assert_eq!(read(&files), "2 documents added to depesche.db, 1 known, 0 skipped\n");
    let everything = "SELECT count(*), (SELECT count(*) FROM coding), (SELECT count(*) FROM report) FROM document";
    let before = read(&["query", everything, "--format", "json"]);
    assert_eq!(read(&files), "0 documents added to depesche.db, 3 known, 0 skipped\n");
    assert_eq!(read(&["query", everything, "--format", "json"]), before);
    // Another day of publication is another coding, for "on Monday" is another day.
    let later = ["read", "a.txt", "--date", "2024-10-26"];
    assert_eq!(read(&later), "1 document added to depesche.db, 0 known, 0 skipped\n");
}

/// As many rows as make two batches of one thread and leave one over.
const ROWS: usize = 17;

#[test]
fn an_interrupted_run_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<String> = (0..ROWS)
        .map(|n| json!({ "id": n.to_string(), "text": format!("{ENGLISH}{n} ships turned back."), "date": "2024-10-25" }))
        .map(|row| row.to_string() + "\n")
        .collect();
    let mut call = depesche(["read", "-"]).within(folder.path()).env("RAYON_NUM_THREADS", "1");
    let mut child = call.start();
    // The first batch is stored while the program waits for more; then it is killed.
    child.stdin.as_mut().unwrap().write_all(rows[..ROWS / 2].concat().as_bytes()).unwrap();
    while stored(folder.path()) < ROWS / 2 {
        assert!(child.try_wait().unwrap().is_none(), "the program ended by itself");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let rest = depesche(["read", "-"]).within(folder.path()).input(rows.concat()).run().well();
    assert_eq!(rest.out, "9 documents added to depesche.db, 8 known, 0 skipped\n");
    assert_eq!(stored(folder.path()), ROWS);
}

fn stored(folder: &Path) -> usize {
    let count = depesche(["query", "SELECT count(*) FROM current_document", "--format", "csv"]).within(folder).run();
    // Before the first document is stored there may be no ledger yet.
    count.out.lines().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[test]
fn answers_come_as_table_csv_and_json() {
    let sql = "SELECT 'a \"b\", c' AS text, 1500 AS n, NULL AS absent";
    insta::assert_snapshot!("query_table", in_demo(["query", sql]).well().out);
    assert_eq!(in_demo(["query", sql, "--format", "csv"]).well().out, "text,n,absent\n\"a \"\"b\"\", c\",1500,\n");
    let json = in_demo(["query", sql, "--format", "json"]).well().out;
    assert_eq!(
        serde_json::from_str::<Value>(&json).unwrap(),
        json!({ "text": "a \"b\", c", "n": 1500, "absent": null })
    );
}

#[test]
fn questions_cannot_change_anything() {
    let mut said = String::new();
    for sql in ["DELETE FROM document", "SELECT * FROM reports", "ATTACH 'x.db' AS x"] {
        let run = in_demo(["query", sql]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        said += &run.err;
    }
    insta::assert_snapshot!("refused_questions", said);
    assert_eq!(in_demo(["query", "SELECT count(*) FROM document", "--format", "csv"]).well().out, "count(*)\n32\n");
}

#[test]
fn an_unusable_ledger_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.db"), "These are notes, and no ledger at all.\n".repeat(99)).unwrap();
    let mut said = String::new();
    for args in
        [vec!["brief"], vec!["read", "a.txt", "--ledger", "notes.db"], vec!["query", "SELECT 1", "--ledger", "."]]
    {
        let run = depesche(args).within(folder.path()).run();
        assert_eq!((run.code, run.out.as_str()), (3, ""), "{}", run.err);
        said += &run.err;
    }
    insta::assert_snapshot!("unusable_ledgers", said);
}
