//! Runs the table `tests/language/languages.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use depesche_language::identify;
use depesche_record::Language;

#[test]
fn languages_are_named() {
    let table = include_str!("../../../tests/language/languages.md");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() > 20);
    let mut failures = Vec::new();
    for row in rows {
        let &[text, name, reliable] = row.as_slice() else { panic!("{row:?}") };
        let found = identify(text);
        let ours = match name {
            "German" => Some(Language::German),
            "English" => Some(Language::English),
            _ => None,
        };
        if found.name != name || found.reliable != (reliable == "yes") || found.language != ours {
            failures.push(format!("{text}: {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_long_text_is_judged_by_its_beginning() {
    let text = "Die Regierung hat den Vertrag nicht unterzeichnet. ".repeat(200_000);
    assert_eq!(identify(&text).language, Some(Language::German));
}
