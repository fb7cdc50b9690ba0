//! Time expressions: whether they are found, and what day they mean.

use super::codings::{self, Row};
use super::scores::{Count, overlap, pairs};
use super::{corpora, figures};
use anyhow::Result;
use depesche_record::{Span, TimeMention};
use serde::Deserialize;
use std::path::Path;

/// An article with its time expressions.
#[derive(Deserialize)]
struct Article {
    id: String,
    /// Day of publication.
    dct: Option<String>,
    text: String,
    /// Code points behind which nothing is annotated.
    annotated_until: Option<usize>,
    timexes: Vec<Timex>,
}

/// A time expression as TIMEX3 annotates it.
#[derive(Deserialize)]
struct Timex {
    #[serde(flatten)]
    span: Span,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    #[serde(rename = "functionInDocument")]
    function: Option<String>,
}

impl Timex {
    /// The line that dates the article, which is no part of what is measured.
    fn is_date_line(&self) -> bool {
        self.function.as_deref() == Some("CREATION_TIME")
    }
}

/// Prints all figures.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    corpus(root, data, "krauts", "de", [Some(0.88), Some(0.75)])?;
    corpus(root, data, "meantime", "en", [None, None])
}

/// Words and signs that join the two ends of a range.
const JOINERS: [&str; 13] = [
    " bis zum ",
    " bis zur ",
    " bis ",
    " und ",
    " to ",
    " until ",
    " till ",
    " through ",
    " and ",
    " – ",
    " - ",
    "–",
    "-",
];

/// A time of the contract as TIMEX3 annotates it: a range ("von Freitag bis Montag", value `A/B`) is two expressions.
fn timexes(text: &str, mention: &TimeMention) -> Vec<Timex> {
    let timex = |value: &str, start, end| {
        let (kind, value) = (mention.kind.clone(), value.to_owned());
        Timex { span: Span { start, end }, kind, value, function: None }
    };
    let Some((start, end)) = mention.time.start.zip(mention.time.end) else { return Vec::new() };
    let words: String = text.chars().skip(start).take(end - start).collect();
    let joined = JOINERS.iter().find_map(|joiner| Some((words.split_once(joiner)?.0, joiner)));
    match (mention.value.split_once('/'), joined) {
        (Some((first, last)), Some((before, joiner))) => {
            let middle = start + before.chars().count();
            vec![timex(first, start, middle), timex(last, middle + joiner.chars().count(), end)]
        }
        _ => vec![timex(&mention.value, start, end)],
    }
}

/// The table of a corpus, by the measures of TempEval-3: an expression is found where any part of it is found;
/// value and type are right where they are the annotators' to the letter, as F1 over all expressions.
fn corpus(root: &Path, data: &Path, name: &str, language: &str, goals: [Option<f64>; 2]) -> Result<()> {
    let text = corpora::read(&data.join(format!("time/{name}/dev.jsonl.xz")))?;
    let articles: Vec<Article> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let rows: Vec<Row> =
        articles.iter().map(|a| Row { id: &a.id, text: &a.text, date: a.dct.as_deref(), language }).collect();
    let codings = codings::code(root, name, &rows)?;
    let [mut relaxed, mut strict, mut kind, mut value] = [Count::default(); 4];
    for article in &articles {
        let (date_lines, gold): (Vec<_>, Vec<_>) = article.timexes.iter().partition(|t| t.is_date_line());
        let counts = |span: Span| {
            span.start < article.annotated_until.unwrap_or(usize::MAX)
                && date_lines.iter().all(|line| overlap(line.span, span) == 0)
        };
        let times = codings.get(&article.id).map_or(&[][..], |coding| &coding.times);
        let found: Vec<_> = times.iter().flat_map(|t| timexes(&article.text, t)).filter(|t| counts(t.span)).collect();
        let gold_spans: Vec<Span> = gold.iter().map(|t| t.span).collect();
        let found_spans: Vec<Span> = found.iter().map(|t| t.span).collect();
        let paired = pairs(&gold_spans, &found_spans);
        let count = |count: &mut Count, right: &dyn Fn(usize, usize) -> bool| {
            count.add(paired.iter().filter(|&&(i, j)| right(i, j)).count(), gold.len(), found.len());
        };
        count(&mut relaxed, &|_, _| true);
        count(&mut strict, &|i, j| gold[i].span == found[j].span);
        count(&mut kind, &|i, j| gold[i].kind == found[j].kind);
        count(&mut value, &|i, j| gold[i].value == found[j].value);
    }
    figures::table(
        &format!("{name}, {language}, {} articles", articles.len()),
        &[
            ("spans, relaxed: F1", relaxed.f1(), goals[0]),
            ("– precision", relaxed.precision(), None),
            ("– recall", relaxed.recall(), None),
            ("spans, strict: F1", strict.f1(), None),
            ("relaxed, and type: F1", kind.f1(), None),
            ("relaxed, and value: F1", value.f1(), goals[1]),
        ],
    );
    Ok(())
}
