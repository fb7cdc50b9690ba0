//! Codings as `depesche code` prints them.

use anyhow::{Context, Result, ensure};
use depesche_record::{Coding, Document, Span};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A row for the program to read.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// The name under which its coding or analysis is found again.
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
    /// Day of publication, ISO.
    pub date: Option<&'a str>,
    /// `de` or `en`.
    pub language: &'a str,
}

/// Codes rows; the codings by `id`, those that could not be coded left out.
pub fn code(root: &Path, name: &str, rows: &[Row]) -> Result<BTreeMap<String, Coding>> {
    let printed = super::output(root, &["code", "--format", "json"], &format!("{name}.jsonl"), &lines(rows)?)?;
    let mut out = BTreeMap::new();
    for line in printed.lines().filter(|line| !line.starts_with("{\"external_id\"")) {
        let coding: Coding = serde_json::from_str(line).with_context(|| format!("a coding of {name}"))?;
        out.insert(id(&coding.document)?, coding);
    }
    unchanged(rows, |id| out.get(id).map(|coding| &coding.document))?;
    Ok(out)
}

/// Rows as JSON Lines.
pub fn lines(rows: &[Row]) -> Result<String> {
    Ok(rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?.join("\n"))
}

/// The `id` of the row that a document was read from.
pub fn id(document: &Document) -> Result<String> {
    document.external_id.clone().context("a document without the id of its row")
}

/// Makes sure that the texts of rows are those of the documents read from them.
pub fn unchanged<'a>(rows: &[Row], document: impl Fn(&str) -> Option<&'a Document>) -> Result<()> {
    for row in rows {
        let same = document(row.id).is_none_or(|document| document.text == row.text);
        ensure!(same, "the text of {} has changed on its way: spans would not fit", row.id);
    }
    Ok(())
}

/// Words of a piece of the text.
pub fn words(coding: &Coding, span: Span) -> String {
    coding.document.text.chars().skip(span.start).take(span.end - span.start).collect()
}
