//! Runs the tables of `tests/knowledge/<language>/people.md`: whom a name names on a day.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use depesche_knowledge::{Knowledge, PersonHit, Tenure};
use depesche_record::Language;

#[test]
fn german_people() {
    run(Language::German);
}

#[test]
fn english_people() {
    run(Language::English);
}

/// Nearly every state has somebody, so that whoever is missing is missing on all sides alike.
#[test]
fn states_have_people() {
    let tables = Knowledge::embedded().expect("the tables open").tables();
    let held: BTreeSet<&str> =
        tables.people.iter().flat_map(|row| &row.offices).map(|office| office.state.as_str()).collect();
    let codes: BTreeSet<&str> = tables.states.iter().map(|row| row.code.as_str()).collect();
    let without: Vec<&&str> = codes.difference(&held).collect();
    assert_eq!(without, [&"ATA", &"HKG", &"SCG"], "only what has no government of its own or lasted three years");
}

#[test]
fn without_a_day_all_are_told_without_a_sector() {
    let knowledge = Knowledge::embedded().expect("the tables open");
    let hits = knowledge.people(Language::English, "Gandhi", None);
    assert!(hits.len() >= 3, "{hits:?}");
    assert!(hits.iter().all(|hit| hit.tenure == Tenure::Undated && hit.sector().is_none()));
}

#[test]
fn one_person_unless_states_compete() {
    let knowledge = Knowledge::embedded().expect("the tables open");
    let person = |name, on| knowledge.person(Language::English, name, Some(on)).map(|hit| hit.person.entity.as_str());
    assert_eq!(person("Bush", "2003-03-20"), Some("person:bush-george-w"));
    // A president in Seoul and a leader in Pyongyang at one time.
    assert_eq!(person("Kim", "2000-06-13"), None);
}

fn run(language: Language) {
    let knowledge = Knowledge::embedded().expect("the tables open");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/knowledge/{language}/people.md"));
    let text = fs::read_to_string(&file).expect("the cases are there");
    let mut failures = Vec::new();
    let mut n_cases = 0;
    for line in text.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, on, expected, why] = cells[..] else { panic!("four cells: {line}") };
        let hits = knowledge.people(language, name, Some(on));
        let found = match hits.as_slice() {
            [] => "nobody".to_owned(),
            hits => hits.iter().map(describe).collect::<Vec<_>>().join("; "),
        };
        n_cases += 1;
        if found != expected {
            failures.push(format!("{name} ({on}; {why})\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(n_cases >= 20, "only {n_cases} cases in {}", file.display());
    assert!(failures.is_empty(), "{} of {n_cases} cases:\n{}", failures.len(), failures.join("\n"));
}

/// `person:bush-george-w USA GOV`
fn describe(hit: &PersonHit) -> String {
    format!("{} {} {}", hit.person.entity, hit.office.state, hit.sector().unwrap_or("–"))
}
