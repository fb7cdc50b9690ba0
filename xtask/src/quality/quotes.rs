//! Quotations in German news, scored by the corpus's own metric.

use super::figures::{self, Figure};
use anyhow::{Context, Result};
use std::path::Path;

/// Figures of the script, with their goals.
const FIGURES: [(&str, Option<f64>); 5] =
    [("quote", Some(0.65)), ("roles", Some(0.55)), ("cue", None), ("speaker", None), ("type", None)];

/// Prints all figures.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    let gold = data.join("attribution/german-news-quotes/dev.jsonl.xz");
    let printed = super::script(root, "quotes.py", &gold)?;
    let mut rows = Vec::new();
    for (name, goal) in FIGURES {
        let line = printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let [precision, recall, f1] = line
            .map(numbers)
            .as_deref()
            .and_then(|n| n.try_into().ok())
            .with_context(|| format!("quotes.py gives no precision, recall and F1 of {name}"))?;
        rows.extend([
            (format!("{name}: F1"), f1, goal),
            (format!("– {name}: precision"), precision, None),
            (format!("– {name}: recall"), recall, None),
        ]);
    }
    let rows: Vec<Figure> = rows.iter().map(|(name, value, goal)| (name.as_str(), *value, *goal)).collect();
    figures::table("german-news-quotes dev", &rows);
    Ok(())
}

/// The numbers of a line.
fn numbers(line: &str) -> Vec<f64> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}
