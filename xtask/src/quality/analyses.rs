//! Analyses as `depesche analyse --format json` prints them.

use super::codings::{self, Row};
use super::corpora;
use anyhow::{Context, Result, ensure};
use depesche_record::{Analysis, CodePoints, Document, Predicate, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What is printed of one document. The ranges of the analysis are bytes, the spans of predicates code points.
#[derive(Debug, Deserialize)]
pub struct Analysed {
    /// The text.
    pub document: Document,
    /// Its sentences, and what the network saw in them.
    pub analysis: Analysis,
    /// What the coder's rules say of its predicates.
    pub predicates: Vec<Predicate>,
}

impl Analysed {
    /// Where the tokens of each sentence stand, in code points; both words of "im" stand where "im" does.
    pub fn spans(&self) -> Vec<Vec<Span>> {
        let places = CodePoints::new(&self.document.text);
        let sentences = self.analysis.sentences.iter();
        sentences.map(|sentence| sentence.tokens.iter().map(|token| places.span(token.range)).collect()).collect()
    }
}

/// Analyses rows; the analyses by `id`, those that could not be made left out.
pub fn rows(root: &Path, name: &str, rows: &[Row]) -> Result<BTreeMap<String, Analysed>> {
    let args = ["analyse", "--format", "json"];
    let printed = super::output(root, &args, &format!("{name}.jsonl"), &codings::lines(rows)?)?;
    let mut out = BTreeMap::new();
    for line in printed.lines() {
        let analysed: Analysed = serde_json::from_str(line).with_context(|| format!("an analysis of {name}"))?;
        out.insert(codings::id(&analysed.document)?, analysed);
    }
    codings::unchanged(rows, |id| out.get(id).map(|analysed| &analysed.document))?;
    Ok(out)
}

/// Analyses sentences with the words that are given.
pub fn words(root: &Path, name: &str, sentences: &[Vec<String>], language: &str) -> Result<Analysed> {
    let args = ["analyse", "--format", "json", "--language", language];
    let printed = super::output(root, &args, &format!("{name}.conllu"), &corpora::bare_conllu(sentences))?;
    let out: Analysed = serde_json::from_str(printed.trim()).with_context(|| format!("the analysis of {name}"))?;
    let n_found = out.analysis.sentences.len();
    ensure!(n_found == sentences.len(), "{} sentences, {n_found} analysed", sentences.len());
    Ok(out)
}
