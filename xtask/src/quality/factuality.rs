//! Whether what a predicate tells has happened, from −3 to 3.

use super::scores::{overlap, share};
use super::{analyses, corpora, figures};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::Path;

/// The corpus's value of what the contract calls open.
const OPEN: f64 = -2.0;
/// Squared deviations that sum up to less are rounding: all values are the same.
const ROUNDING: f64 = 1e-9;

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

/// Prints all figures. The rules' value is the predicate's `factuality`, whole numbers from −3 to 3 that `code` makes
/// of certainty, polarity and auxiliary; nothing is mapped here. A judged word that is no predicate to the program
/// counts as 0, open. The corpus takes what lies in the future or is only thought for not happened (−3 to −2, says its
/// README), the contract for open; so r is also given with −2 in the place of every 0.
///
/// The head's value is made of `happened`, which the network gives for every word, predicate or not: its 0 … 1 are
/// −3 … 3. Both together is the mean of the two values.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    let text = corpora::read(&data.join("factuality/uds_ih2-dev.jsonl.xz"))?;
    let gold: Vec<Sentence> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let words: Vec<Vec<String>> = gold.iter().map(|s| s.tokens.clone()).collect();
    let found = analyses::words(root, "factuality", &words, "en")?;
    let spans = found.spans();
    let (mut rules, mut known, mut head, mut both) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (n, sentence) in gold.iter().enumerate() {
        for &Target { i, value } in &sentence.targets {
            let token = *spans[n].get(i).context("a judged word that is not there")?;
            let signals = found.analysis.sentences[n].signals.get(i).context("a judged word that no head saw")?;
            let predicate = found.predicates.iter().find(|p| p.sentence == n && overlap(p.span, token) > 0);
            let by_rules = predicate.map(|p| f64::from(p.factuality));
            let by_head = 6.0 * f64::from(signals.happened) - 3.0;
            rules.push((value, by_rules.unwrap_or(0.0)));
            known.extend(by_rules.map(|by_rules| (value, by_rules)));
            head.push((value, by_head));
            both.push((value, f64::midpoint(by_rules.unwrap_or(0.0), by_head)));
        }
    }
    let closed: Vec<_> = rules.iter().map(|&(gold, found)| (gold, if found == 0.0 { OPEN } else { found })).collect();
    figures::table(
        &format!("UDS-IH2 dev, {} predicates", rules.len()),
        &[
            ("Pearson's r", pearson(&rules), None),
            ("– of those that the program has", pearson(&known), None),
            ("– what is open taken for not happened", pearson(&closed), None),
            ("mean absolute error", mean_error(&rules), None),
            ("– of those that the program has", mean_error(&known), None),
            ("predicates that the program has", share(known.len(), rules.len()), None),
            ("by the head: Pearson's r", pearson(&head), Some(0.60)),
            ("– mean absolute error", mean_error(&head), None),
            ("by both together: Pearson's r", pearson(&both), None),
        ],
    );
    Ok(())
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
    if xx.min(yy) > ROUNDING { xy / (xx * yy).sqrt() } else { 0.0 }
}

fn mean_error(pairs: &[(f64, f64)]) -> f64 {
    pairs.iter().map(|(a, b)| (a - b).abs()).sum::<f64>() / (pairs.len() as f64).max(1.0)
}
