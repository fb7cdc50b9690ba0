//! `eval` prints the figures of the reference scorer.

use crate::run::{depesche, root};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn figures_equal_the_reference_on_the_same_codings() {
    let gold = root().join("../shared/gold");
    let reference = gold.join("score.py");
    if !reference.exists() || Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: needs python3 and the reference ../shared/gold/score.py");
        return;
    }
    for language in ["de", "en"] {
        let scratch = tempfile::tempdir().unwrap();
        let (some, codings) = (scratch.path().join("gold"), scratch.path().join("codings"));
        take_two(&gold.join(format!("{language}-dev")), &some);
        let (some, codings) = (some.to_str().unwrap(), codings.to_str().unwrap());
        let run = depesche(["eval", "--gold", some, "--json", "--errors", "--keep", codings]).run().well();
        let expected = Command::new("python3")
            .args([reference.to_str().unwrap(), some, codings, "--json", "--errors"])
            .env("PYTHONIOENCODING", "utf-8")
            .output()
            .unwrap();
        assert!(expected.status.success(), "{}", String::from_utf8_lossy(&expected.stderr));
        assert_eq!(run.out, String::from_utf8(expected.stdout).unwrap(), "{language}");
    }
}

/// Copies the first two articles with their gold.
fn take_two(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    let mut names: Vec<String> =
        fs::read_dir(from).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let stems: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(".gold.json")).take(2).collect();
    assert_eq!(stems.len(), 2);
    for stem in stems {
        for ending in ["txt", "gold.json"] {
            let name = format!("{stem}.{ending}");
            fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

#[test]
fn gold_of_our_own_is_scored() {
    let gold = root().join("crates/eval/tests/gold");
    let gold = gold.to_str().unwrap();
    let figures: Value = serde_json::from_str(&depesche(["eval", "--gold", gold, "--json"]).run().well().out).unwrap();
    assert!(figures["events"]["f1"].is_number() && figures["claims"]["f1"].is_number(), "{figures}");
    let table = depesche(["eval", "--gold", gold, "--documents"]).run().well().out;
    assert!(table.contains("events") && table.contains("hafen"), "{table}");
}

#[test]
fn a_folder_without_gold_is_asked_for_wrongly() {
    let folder = tempfile::tempdir().unwrap();
    let run = depesche(["eval", "--gold", "."]).within(folder.path()).run();
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    insta::assert_snapshot!("a_folder_without_gold", run.err);
}
