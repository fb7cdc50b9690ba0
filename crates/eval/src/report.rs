//! The outcome of scoring, as JSON and as a table.

use crate::GoldDocument;
use crate::tally::{Figures, Row, Tallies};
use depesche_record::Language;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Figures over all, by language and by document.
#[derive(Debug, Clone, Default)]
pub struct Report {
    total: Tallies,
    by_language: BTreeMap<Language, (usize, Tallies)>,
    by_document: Vec<(String, Tallies)>,
    errors: Vec<String>,
}

impl Report {
    pub(crate) fn add(&mut self, doc: &GoldDocument, tallies: Tallies, errors: Vec<String>) {
        self.total.add(&tallies);
        let (n_documents, sum) = self.by_language.entry(doc.language()).or_default();
        *n_documents += 1;
        sum.add(&tallies);
        self.by_document.push((doc.stem().to_owned(), tallies));
        self.errors.extend(errors);
    }

    /// Figures over all documents.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.total.figures()
    }

    /// Figures of each language.
    pub fn by_language(&self) -> impl Iterator<Item = (Language, Figures)> {
        self.by_language.iter().map(|(&language, (_, tallies))| (language, tallies.figures()))
    }

    /// Figures of each document by its stem, in the order of the gold.
    pub fn by_document(&self) -> impl Iterator<Item = (&str, Figures)> {
        self.by_document.iter().map(|(stem, tallies)| (stem.as_str(), tallies.figures()))
    }

    /// A line for each core event missed and each event coded without gold, if they were asked for.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// The figures over all documents in the form of the reference's `--json`: an object by kind of item,
    /// indented by one space, without a line end.
    ///
    /// # Errors
    /// Only what `serde_json` itself may refuse; figures are finite numbers.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut bytes = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
        serde::Serialize::serialize(&self.figures(), &mut serializer)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A table for eyes: a block for each language, and one over all where there are several; under the rows the
    /// F1 of each field.
    #[must_use]
    pub fn to_table(&self) -> String {
        let mut table = String::new();
        for (language, (n_documents, tallies)) in &self.by_language {
            write_block(&mut table, language.as_str(), *n_documents, &tallies.figures());
        }
        if self.by_language.len() > 1 {
            write_block(&mut table, "all", self.by_document.len(), &self.figures());
        }
        table
    }

    /// A table with a line for each document: F1 of each kind of item.
    #[must_use]
    pub fn to_document_table(&self) -> String {
        let figures = self.figures();
        let width = self.by_document.iter().map(|(stem, _)| stem.chars().count()).max().unwrap_or_default().max(8);
        let mut table = format!("{:width$}", "F1");
        for (kind, _) in &figures.rows {
            table += &format!("  {kind}");
        }
        for (stem, figures_of_doc) in self.by_document() {
            table += &format!("\n{stem:width$}");
            for (kind, _) in &figures.rows {
                let f1 = figures_of_doc.get(kind).map_or_else(|| "–".to_owned(), |row| format!("{:.3}", row.f1));
                table += &format!("  {f1:>width$}", width = kind.len());
            }
        }
        table + "\n"
    }
}

fn write_block(table: &mut String, name: &str, n_documents: usize, figures: &Figures) {
    let blank = if table.is_empty() { "" } else { "\n" };
    let head = format!("{name}, {n_documents} {}", if n_documents == 1 { "document" } else { "documents" });
    // Writing to a string does not fail.
    let _ = writeln!(table, "{blank}{head:24}precision  recall     F1  matched  spurious  missed");
    for (kind, row) in &figures.rows {
        let Row { precision, recall, f1, matched, spurious, missed, fields } = row;
        let _ =
            writeln!(table, "{kind:24}{precision:9.3}  {recall:6.3}  {f1:5.3}  {matched:7}  {spurious:8}  {missed:6}");
        let fields: Vec<String> = fields.iter().map(|(name, f1)| format!("{name} {f1:.3}")).collect();
        if !fields.is_empty() {
            let _ = writeln!(table, "  {}", fields.join("  "));
        }
    }
}

/// A list of codes as the reference prints it: `['RUS', 'PRK']`.
pub(crate) fn quoted_list<S: AsRef<str>>(codes: impl IntoIterator<Item = S>) -> String {
    let quoted: Vec<String> = codes.into_iter().map(|code| format!("'{}'", code.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}
