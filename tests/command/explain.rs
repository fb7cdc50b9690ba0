//! `explain` has an answer for everything in the record.

use crate::run::{GERMAN, depesche, dispatch};
use serde_json::Value;

#[test]
fn every_item_of_a_document_is_explained() {
    for name in ["1962-10-26-rhein", "1962-10-25-harbour"] {
        let path = dispatch(name);
        let path = path.to_str().unwrap();
        let coding: Value =
            serde_json::from_str(&depesche(["code", path, "--format", "json"]).run().well().out).unwrap();
        let explained = depesche(["explain", "all", "--in", path]).env("COLUMNS", "120").run().well().out;
        let text: Vec<char> = coding["document"]["text"].as_str().unwrap().chars().collect();
        let mut n_items = 0;
        for list in ["events", "claims", "outlooks"] {
            for item in coding[list].as_array().unwrap() {
                let (id, key) = (item["id"].as_str().unwrap(), item["key"].as_str().unwrap());
                let title = explained.find(&format!("\n{id:<5}")).unwrap_or_else(|| panic!("{id} is not explained"));
                let part = &explained[title + 1..];
                let part = &part[..part.find("\n  coded by ").unwrap_or_else(|| panic!("{id} has no end"))];
                assert!(squeezed(part).contains(&format!("key{key}")), "{part}");
                let sentence =
                    &coding["document"]["sentences"][item["evidence"]["sentence"].as_u64().unwrap() as usize];
                let at = |name: &str| sentence[name].as_u64().unwrap() as usize;
                let first: String = text[at("start")..at("end")].iter().take(20).collect();
                assert!(part.contains(first.trim_end()), "{id}: the sentence is missing\n{part}");
                assert!(part.contains("  root ") && part.contains("└─ "), "{id}: the tree is missing\n{part}");
                if list == "events" {
                    assert!(part.contains("~ act") || part.contains("act ~"), "{id}: no mark\n{part}");
                    for filler in item["actor"].as_array().unwrap() {
                        assert!(part.contains(&format!("  actor {}", filler["id"].as_str().unwrap())), "{part}");
                    }
                    for field in ["  type ", "  standing ", "  model "] {
                        assert!(part.contains(field), "{id}: {field} is missing\n{part}");
                    }
                }
                n_items += 1;
            }
        }
        assert!(n_items > 5, "{name} has {n_items} items");
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Die Katze lag neben dem Ofen.\n").unwrap();
    let run = depesche(["explain", "e99", "--in", "a.txt"]).within(folder.path()).run();
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    insta::assert_snapshot!("no_such_item", run.err);
}

#[test]
fn a_key_leads_back_from_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), GERMAN).unwrap();
    depesche(["read", "a.txt", "--date", "2024-10-25"]).within(folder.path()).run().well();
    let keys = depesche(["query", "SELECT key, id FROM current_report ORDER BY nr", "--format", "csv"]);
    let keys = keys.within(folder.path()).run().well().out;
    let (key, id) = keys.lines().nth(1).and_then(|line| line.split_once(',')).expect("the text tells an event");
    let by_key = depesche(["explain", &key[..10]]).within(folder.path()).run().well().out;
    let within =
        depesche(["explain", id, "--in", "a.txt", "--date", "2024-10-25"]).within(folder.path()).run().well().out;
    let (same, since) = by_key.split_once("  in the ledger since ").expect("the ledger says since when");
    assert_eq!(same, within);
    assert!(since.starts_with("20"), "{since}");
    let unknown = depesche(["explain", "ffffffffff"]).within(folder.path()).run();
    assert_eq!(unknown.code, 2);
    insta::assert_snapshot!("no_such_key", unknown.err);
}
