//! Whether what a predicate tells has happened, from −3 to 3.

use super::codings::Span;
use super::scores::share;
use super::{corpora, figures};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::path::Path;

/// The corpus's value of what the contract calls open.
const OPEN: f64 = -2.0;

/// A sentence with judged predicates.
#[derive(Deserialize)]
struct Sentence {
    tokens: Vec<String>,
    targets: Vec<Target>,
}

/// A predicate: its token and its value.
#[derive(Deserialize)]
struct Target {
    i: usize,
    value: f64,
}

/// What `depesche analyse` prints.
#[derive(Deserialize)]
struct Analysed {
    document: Document,
    analysis: Analysis,
    predicates: Vec<Predicate>,
}

#[derive(Deserialize)]
struct Document {
    text: String,
}

#[derive(Deserialize)]
struct Analysis {
    sentences: Vec<Tokens>,
}

#[derive(Deserialize)]
struct Tokens {
    tokens: Vec<Token>,
}

/// A token with its place in bytes.
#[derive(Deserialize)]
struct Token {
    range: Span,
}

#[derive(Deserialize)]
struct Predicate {
    sentence: usize,
    span: Span,
    factuality: f64,
}

/// Prints all figures. The program's value is its predicate's `factuality`, whole numbers from −3 to 3 that `code`
/// makes of certainty, polarity and auxiliary; nothing is mapped here. A judged word that is no predicate to the
/// program counts as 0, open. The corpus takes what lies in the future or is only thought for not happened (−3 to −2,
/// says its README), the contract for open; so r is also given with −2 in the place of every 0.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    let text = corpora::read(&data.join("factuality/uds_ih2-dev.jsonl.xz"))?;
    let gold: Vec<Sentence> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let words: Vec<Vec<String>> = gold.iter().map(|s| s.tokens.clone()).collect();
    let args = ["analyse", "--format", "json", "--language", "en"];
    let printed = super::output(root, &args, "factuality.conllu", &corpora::bare_conllu(&words))?;
    let found: Analysed = serde_json::from_str(printed.trim()).context("the analysis of uds_ih2-dev")?;
    let sentences = &found.analysis.sentences;
    ensure!(sentences.len() == gold.len(), "{} sentences, {} analysed", gold.len(), sentences.len());
    let places = CodePoints::new(&found.document.text);
    let (mut all, mut known) = (Vec::new(), Vec::new());
    for (n, sentence) in gold.iter().enumerate() {
        for target in &sentence.targets {
            let bytes = sentences[n].tokens.get(target.i).context("a judged word that is not there")?.range;
            let token = Span { start: places.of(bytes.start), end: places.of(bytes.end) };
            let predicate = found.predicates.iter().find(|p| p.sentence == n && p.span.overlap(token) > 0);
            all.push((target.value, predicate.map_or(0.0, |p| p.factuality)));
            known.extend(predicate.map(|p| (target.value, p.factuality)));
        }
    }
    let closed: Vec<_> = all.iter().map(|&(gold, found)| (gold, if found == 0.0 { OPEN } else { found })).collect();
    figures::table(
        &format!("UDS-IH2 dev, {} predicates", all.len()),
        &[
            ("Pearson's r", pearson(&all), Some(0.60)),
            ("– of those that the program has", pearson(&known), None),
            ("– what is open taken for not happened", pearson(&closed), None),
            ("mean absolute error", mean_error(&all), None),
            ("– of those that the program has", mean_error(&known), None),
            ("predicates that the program has", share(known.len(), all.len()), None),
        ],
    );
    Ok(())
}

/// Code points before each byte that begins one.
struct CodePoints(Vec<usize>);

impl CodePoints {
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(byte, _)| byte).collect())
    }

    /// The code point that begins at a byte.
    fn of(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start < byte)
    }
}

/// Pearson's correlation of pairs; 0 where one side does not vary.
fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let n = (pairs.len() as f64).max(1.0);
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        xx += (a - x) * (a - x);
        yy += (b - y) * (b - y);
        xy += (a - x) * (b - y);
    }
    if xx * yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 }
}

fn mean_error(pairs: &[(f64, f64)]) -> f64 {
    pairs.iter().map(|(a, b)| (a - b).abs()).sum::<f64>() / (pairs.len() as f64).max(1.0)
}
