//! Runs the tables of `tests/code/{de,en}/times.md` and `numbers.md`.
//!
//! A row is a case: a sentence, what stands around it, and what must be found. Times are written `words = interval`,
//! with `..` for a span and an open end left out; what stays unresolved shows its TIMEX3 value instead. Numbers are
//! written `words = low..high unit`, with `~` for about. Several are parted by `;`, `nothing` means none.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use depesche_code::numbers::{FoundNumber, NumberFinder};
use depesche_code::times::{Direction, FoundTime, TimeContext, TimeFinder};
use depesche_knowledge::Knowledge;
use depesche_record::{ByteRange, Language};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// A table row by column name.
type Row = BTreeMap<String, String>;

fn rows(language: Language, name: &str) -> Vec<Row> {
    let folder = if language == Language::German { "de" } else { "en" };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/code").join(folder).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut header: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        let Some(cells) = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')) else {
            header.clear();
            continue;
        };
        let cells: Vec<String> = cells.split('|').map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(|cell| cell.chars().all(|c| c == '-' || c == ':')) {
            continue;
        }
        if header.is_empty() {
            header = cells;
        } else {
            assert_eq!(header.len(), cells.len(), "{}: {line}", path.display());
            rows.push(header.iter().cloned().zip(cells).collect());
        }
    }
    rows
}

fn check(name: &str, language: Language, at_least: usize, find: impl Fn(&Row) -> Vec<String>) {
    let rows = rows(language, name);
    assert!(rows.len() >= at_least, "{name}: {} cases in {language}", rows.len());
    let mut report = String::new();
    for row in &rows {
        let found = find(row);
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join("; ") };
        if found != row["expected"] {
            writeln!(
                report,
                "{}\n  expected {}\n  found    {found}\n  because  {}",
                row["text"], row["expected"], row["why"]
            )
            .unwrap();
        }
    }
    assert!(report.is_empty(), "{name}, {language}:\n{report}");
}

fn day(row: &Row, column: &str) -> Option<Date> {
    row.get(column).filter(|cell| !cell.is_empty()).map(|cell| cell.parse().unwrap())
}

fn written(sentence: &str, time: &FoundTime) -> String {
    let words = time.range.of(sentence);
    match (time.from, time.to) {
        (None, None) => format!("{words} = {}", time.value),
        (from, to) if from == to => format!("{words} = {}", from.unwrap()),
        (from, to) => {
            let end = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
            format!("{words} = {}..{}", end(from), end(to))
        }
    }
}

fn times(finder: &TimeFinder, row: &Row) -> Vec<String> {
    let direction = match row.get("told").map(String::as_str) {
        Some("past") => Direction::Back,
        Some("coming") => Direction::Forward,
        _ => Direction::Unknown,
    };
    let told = move |_: ByteRange| direction;
    let context = TimeContext { published: day(row, "published"), anchor: day(row, "before"), direction: &told };
    finder.find(&row["text"], &context).iter().map(|time| written(&row["text"], time)).collect()
}

fn number(sentence: &str, number: &FoundNumber) -> String {
    let end = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let about = if number.approximate { "~" } else { "" };
    let value = match (number.low, number.high) {
        (low, high) if low == high => end(low),
        (low, high) => format!("{}..{}", end(low), end(high)),
    };
    format!("{} = {about}{value} {}", number.range.of(sentence), number.unit).trim_end().to_owned()
}

fn numbers(times: &TimeFinder, finder: &NumberFinder, row: &Row) -> Vec<String> {
    let told = |_: ByteRange| Direction::Unknown;
    let context = TimeContext { published: None, anchor: None, direction: &told };
    let taken: Vec<ByteRange> = times.find(&row["text"], &context).iter().map(|time| time.range).collect();
    finder.find(&row["text"], &taken).iter().map(|found| number(&row["text"], found)).collect()
}

const LANGUAGES: [Language; 2] = [Language::German, Language::English];

#[test]
fn times_are_found_and_resolved() {
    let knowledge = Knowledge::embedded().unwrap();
    for language in LANGUAGES {
        let finder = TimeFinder::new(knowledge, language);
        check("times.md", language, 30, |row| times(&finder, row));
    }
}

#[test]
fn numbers_are_found_with_their_units() {
    let knowledge = Knowledge::embedded().unwrap();
    for language in LANGUAGES {
        let (finder, counts) = (TimeFinder::new(knowledge, language), NumberFinder::new(knowledge, language));
        check("numbers.md", language, 20, |row| numbers(&finder, &counts, row));
    }
}
