//! The ledger as its callers see it: codings in; queries, briefs, hits and explanations out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod adding;
mod asking;
mod briefs;
mod dispatch;
mod errors;
mod golden;
mod order;

use depesche_ledger::{Ledger, QueryLimits};
use depesche_record::Coding;
use tempfile::TempDir;

/// A new ledger in a folder that goes when the test ends.
fn new_ledger() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::create(folder.path().join("test.db")).unwrap();
    (folder, ledger)
}

/// A new ledger that holds these codings, ingested one second apart.
fn ledger_of(codings: &[Coding]) -> (TempDir, Ledger) {
    let (folder, mut ledger) = new_ledger();
    for (i, coding) in codings.iter().enumerate() {
        ledger.add(coding, at(i)).unwrap();
    }
    (folder, ledger)
}

/// The time of the `i`-th ingestion.
fn at(i: usize) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_730_000_000 + i64::try_from(i).unwrap()).unwrap()
}

/// The answer to a query, a line for each row.
fn ask(ledger: &Ledger, sql: &str) -> Vec<String> {
    let answer = ledger.query(sql, QueryLimits::default()).unwrap_or_else(|err| panic!("{err}"));
    answer.rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")).collect()
}
