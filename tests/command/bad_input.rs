//! Bad files among good ones: each is named with its reason, the rest is coded, and the ledger stays whole.

use crate::run::{ENGLISH, GERMAN, depesche};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Files that cannot be read, and why a good one stands among them: it must be coded all the same.
fn fill(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    write("a-empty.txt", b"");
    write("b-binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0");
    write("c-blank.txt", b" \n\t\n");
    write("d-german.txt", GERMAN.as_bytes());
    write("e-one-line.txt", "Kuba ".repeat(10_000_000).as_bytes());
    write("f-page.html", b"<html><head><title>Menu</title></head><body><nav><a href='/'>Home</a></nav></body></html>");
    write(
        "g-french.txt",
        "Le gouvernement a condamné lundi les attaques contre la population civile du pays.".as_bytes(),
    );
    write("h-impossible-date.txt", format!("Date: 1962-02-30\n\n{GERMAN}").as_bytes());
    write("i-english.txt", ENGLISH.as_bytes());
    write("k-notes.md", b"Not news.");
    write(
        "j-row.jsonl",
        format!("{}\nnot json\n{{\"id\": \"r3\"}}\n", serde_json::json!({"id": "r1", "text": GERMAN.repeat(2)}))
            .as_bytes(),
    );
}

/// What of it can be coded.
const GOOD: [&str; 3] = ["d-german.txt", "i-english.txt", "r1"];

#[test]
fn bad_files_are_named_and_the_rest_is_coded() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let run = depesche(["code", ".", "--format", "json"]).within(folder.path()).run();
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("skipped_files", run.err);
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let coded: Vec<&str> = lines.iter().filter_map(|line| line["document"]["external_id"].as_str()).collect();
    assert_eq!(coded, GOOD);
    let failed: Vec<&str> = lines
        .iter()
        .filter(|line| line["error"].is_string())
        .map(|line| line["external_id"].as_str().unwrap())
        .collect();
    let names = ["a-empty.txt", "b-binary.txt", "c-blank.txt", "e-one-line.txt", "f-page.html", "g-french.txt"];
    assert_eq!(failed[..6], names);
    assert_eq!(failed[6..], ["h-impossible-date.txt", "j-row.jsonl:2", "r3"]);

    let first = depesche(["read", "."]).within(folder.path()).run();
    assert_eq!((first.code, first.out.as_str()), (1, "3 documents added to depesche.db, 0 known, 9 skipped\n"));
    assert_eq!(first.err, run.err);
    let second = depesche(["read", "."]).within(folder.path()).run();
    assert_eq!((second.code, second.out.as_str()), (1, "0 documents added to depesche.db, 3 known, 9 skipped\n"));
    let kept = depesche(["query", "SELECT external_id FROM current_document ORDER BY 1", "--format", "csv"]);
    assert_eq!(kept.within(folder.path()).run().well().out, format!("external_id\n{}\n", GOOD.join("\n")));
}

#[test]
fn broken_bytes_are_replaced_or_read_in_the_encoding_that_fits() {
    let mut bytes = GERMAN.as_bytes().to_vec();
    bytes.extend(b"Der Kanzler sagte \xff\xc3 nichts. \xe2\x82 Ende.\n");
    let run = depesche(["code", "--format", "json"]).input(bytes).run().well();
    let coding: Value = serde_json::from_str(&run.out).unwrap();
    assert!(coding["events"].as_array().is_some_and(|events| !events.is_empty()));
    assert!(coding["document"]["text_from"].as_str().unwrap().starts_with("text/plain; charset="));
}

#[test]
fn an_impossible_day_on_the_command_line_is_said() {
    let run = depesche(["code", "-", "--date", "2024-02-30"]).input(GERMAN).run();
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    insta::assert_snapshot!("impossible_day_on_the_command_line", run.err);
}

#[test]
fn paths_that_are_not_there_are_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let run = depesche(["read", "none.txt", "empty"]).within(folder.path()).run();
    assert_eq!((run.code, run.out.as_str()), (1, "0 documents added to depesche.db, 0 known, 2 skipped\n"));
    insta::assert_snapshot!("paths_that_are_not_there", run.err);
}

#[test]
fn sentences_are_no_news() {
    let conllu = "# sent_id = s1\n1\tIran\tIran\tPROPN\t_\t_\t0\troot\t_\t_\n\n";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("words.conllu"), conllu).unwrap();
    let run = depesche(["code", "words.conllu", "--format", "json"]).within(folder.path()).run();
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("sentences_are_no_news", run.err + &run.out);
    let run = depesche(["analyse", "words.conllu", "--language", "en"]).within(folder.path()).run().well();
    assert!(run.out.contains("# sent_id = s1\n") && run.out.contains("\n1\tIran\t"), "{}", run.out);
}
