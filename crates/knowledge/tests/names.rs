//! Runs the tables of `tests/knowledge/<language>/names.md`: which names a run of tokens holds.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use depesche_knowledge::{Knowledge, NameHit, NameKind};
use depesche_record::Language;

#[test]
fn german_names() {
    run(Language::German);
}

#[test]
fn english_names() {
    run(Language::English);
}

fn run(language: Language) {
    let knowledge = Knowledge::embedded().expect("the tables open");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/knowledge/{language}/names.md"));
    let text = fs::read_to_string(&file).expect("the cases are there");
    let mut failures = Vec::new();
    let mut n_cases = 0;
    for line in text.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [sentence, on, expected, why] = cells[..] else { panic!("four cells: {line}") };
        let tokens: Vec<&str> = sentence.split(' ').collect();
        let hits = knowledge.find_names(language, &tokens, &tokens, Some(on));
        let found = hits.iter().map(|hit| describe(hit, &tokens)).collect::<Vec<_>>().join("; ");
        n_cases += 1;
        if found != expected {
            failures.push(format!("{sentence} ({on}; {why})\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(n_cases >= 20, "only {n_cases} cases in {}", file.display());
    assert!(failures.is_empty(), "{} of {n_cases} cases:\n{}", failures.len(), failures.join("\n"));
}

/// `Weißen Hauses=USA metonym`, with the code points of a part where the name is one.
fn describe(hit: &NameHit, tokens: &[&str]) -> String {
    let words = match hit.part {
        Some((start, end)) => tokens[hit.start].chars().skip(start).take(end - start).collect(),
        None => tokens[hit.start..hit.end].join(" "),
    };
    let kind = match hit.kind {
        NameKind::State => "state",
        NameKind::Organisation => "organisation",
        NameKind::Metonym => "metonym",
        NameKind::Region => "region",
        NameKind::Media => "media",
        NameKind::Capital => "capital",
        NameKind::Adjective => "adjective",
        NameKind::Inhabitant => "inhabitant",
    };
    format!("{words}={} {kind}", hit.entity.code)
}
