//! Records drawn from raw news, for people to judge: how many of those that the program gives are right.

use super::chance::Chance;
use super::codings::{self, Row, words};
use super::scores::share;
use super::{corpora, figures};
use anyhow::{Context, Result};
use depesche_record::{Claim, Coding, Event, Place, Quantity, RoleFiller, Span};
use serde::Deserialize;
use std::path::Path;

/// Records that are drawn.
const DRAWN: usize = 100;
/// Letters at an article's beginning by which it is known again.
const OPENING: usize = 60;

/// Language of the articles.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Kind {
    /// Acts.
    Events,
    /// What is said.
    Claims,
}

/// Columns of an event, and those for the judge.
const EVENT: [&str; 17] = [
    "article",
    "record",
    "sentence",
    "anchor",
    "type",
    "mode",
    "auxiliary",
    "certainty",
    "actor_codes",
    "actor_texts",
    "recipient_codes",
    "recipient_texts",
    "time",
    "place",
    "quantities",
    "sources",
    "note",
];
const EVENT_JUDGED: [&str; 11] = [
    "event_right",
    "type_right",
    "mode_right",
    "auxiliary_right",
    "certainty_right",
    "actor_right",
    "recipient_right",
    "time_right",
    "place_right",
    "quantities_right",
    "sources_right",
];
/// Columns of a claim, and those for the judge.
const CLAIM: [&str; 12] = [
    "article",
    "record",
    "sentence",
    "cue",
    "source_text",
    "source_codes",
    "stance",
    "certainty",
    "polarity",
    "form",
    "content",
    "note",
];
const CLAIM_JUDGED: [&str; 7] =
    ["claim_right", "source_right", "stance_right", "certainty_right", "polarity_right", "form_right", "content_right"];

/// An article; those of the split `dev` measure quotations and are left alone.
#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    date: Option<String>,
    split: Option<String>,
    /// The reports of a day in Wikipedia's Current Events, each an article of its own.
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    text: String,
}

/// The articles of a language.
fn articles(data: &Path, language: &str) -> Result<Vec<Article>> {
    let mut out = Vec::new();
    for name in [format!("{language}_wikinews"), format!("{language}_wp_current_events")] {
        let path = data.join(format!("articles/{name}.jsonl.xz"));
        if !path.exists() {
            continue;
        }
        for line in corpora::read(&path)?.lines() {
            let article: Article = serde_json::from_str(line)?;
            if article.items.is_empty() {
                out.push(article);
                continue;
            }
            out.extend(article.items.into_iter().enumerate().map(|(n, item)| Article {
                id: format!("{}-{}", article.id, n + 1),
                text: item.text,
                date: article.date.clone(),
                split: article.split.clone(),
                items: Vec::new(),
            }));
        }
    }
    Ok(out)
}

/// Writes the table for the judge, or, where there is one, prints what the judge found.
pub fn report(root: &Path, data: &Path, language: Language, kind: Kind, seed: u64) -> Result<()> {
    let language = match language {
        Language::De => "de",
        Language::En => "en",
    };
    let (name, columns, judged) = match kind {
        Kind::Events => ("events", &EVENT[..], &EVENT_JUDGED[..]),
        Kind::Claims => ("claims", &CLAIM[..], &CLAIM_JUDGED[..]),
    };
    let path = root.join(format!("docs/precision/{name}-{language}.tsv"));
    if path.exists() {
        return judgements(&format!("{name}, {language}"), &std::fs::read_to_string(&path)?);
    }
    let mut articles = articles(data, language)?;
    let known = Known::read(root, language)?;
    articles.retain(|a| a.split.as_deref() != Some("dev") && !known.has(a));
    let rows: Vec<Row> =
        articles.iter().map(|a| Row { id: &a.id, text: &a.text, date: a.date.as_deref(), language }).collect();
    let codings = codings::code(root, &format!("precision-{language}"), &rows)?;
    let mut lines: Vec<Vec<String>> = Vec::new();
    for coding in codings.values() {
        match kind {
            Kind::Events => lines.extend(coding.events.iter().map(|e| event(coding, e))),
            Kind::Claims => lines.extend(coding.claims.iter().map(|c| claim(coding, c))),
        }
    }
    let n_found = lines.len();
    Chance::new(seed).shuffle(&mut lines);
    lines.truncate(DRAWN);
    let head: Vec<&str> = columns.iter().chain(judged).copied().collect();
    let mut out = head.join("\t") + "\n";
    for line in lines {
        let cells = line.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
        let cells: Vec<String> = cells.chain(judged.iter().map(|_| String::new())).collect();
        out += &(cells.join("\t") + "\n");
    }
    std::fs::create_dir_all(root.join("docs/precision"))?;
    std::fs::write(&path, out)?;
    figures::list(
        &format!("Drawn with seed {seed} from {n_found} {name} of {} articles:", articles.len()),
        &[format!("{}; docs/precision/README.md says how to judge", path.display())],
    );
    Ok(())
}

/// Articles that trained.
struct Known {
    ids: Vec<String>,
    /// The words of all annotated articles, without white space.
    text: String,
}

impl Known {
    fn read(root: &Path, language: &str) -> Result<Self> {
        let (mut ids, mut known) = (Vec::new(), String::new());
        for text in texts(&root.join("training/annotated").join(language))? {
            let titles = text.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" | "));
            ids.extend(titles.map(|(id, _)| id.to_owned()));
            text.lines().filter_map(|line| line.strip_prefix("S: ")).for_each(|s| known += &squeezed(s));
        }
        for text in texts(&root.join("../shared/gold/train").join(language))? {
            known += &squeezed(text.split_once("\n\n").map_or("", |(_, body)| body));
        }
        Ok(Self { ids, text: known })
    }

    fn has(&self, article: &Article) -> bool {
        let opening: String = squeezed(&article.text).chars().take(OPENING).collect();
        self.ids.contains(&article.id) || self.text.contains(&opening)
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The `.txt` files of a folder.
fn texts(folder: &Path) -> Result<Vec<String>> {
    let files = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths: Vec<_> = files.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    Ok(paths.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?)
}

/// The cells of an event.
fn event(coding: &Coding, e: &Event) -> Vec<String> {
    let codes = |fillers: &[RoleFiller]| actor_codes(coding, fillers.iter().map(|f| &f.id));
    let texts = |fillers: &[RoleFiller]| {
        let text = |f: &RoleFiller| match f.start.zip(f.end) {
            Some((start, end)) => words(coding, Span { start, end }),
            None => format!("({}, from context)", coding.actor(&f.id).map_or("?", |actor| &actor.name)),
        };
        joined(fillers.iter().map(text))
    };
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "…".to_owned());
    let time = e.time.as_ref().map(|t| format!("{} ({} to {}, {})", t.text, day(&t.from), day(&t.to), t.basis));
    let country = |p: &Place| p.country.clone().unwrap_or_else(|| "no state".to_owned());
    let place = e.place.as_ref().map(|p| format!("{} ({}, {})", p.text, p.name, country(p)));
    let number = |x: Option<f64>| x.map_or_else(|| "…".to_owned(), |x| x.to_string());
    let quantity = |q: &Quantity| format!("{} ({} to {} {})", q.text, number(q.low), number(q.high), q.unit);
    let source = |c: &Claim| format!("{} [{}] {}", c.source.text, source_codes(coding, c), c.stance);
    vec![
        coding.document.external_id.clone().unwrap_or_default(),
        e.id.clone(),
        sentence(coding, e.evidence.sentence),
        e.anchor.text.clone(),
        e.kind.to_string(),
        e.mode.join(" "),
        e.auxiliary.iter().map(|a| a.as_str()).collect::<Vec<_>>().join(" "),
        e.certainty.to_string(),
        codes(&e.actor),
        texts(&e.actor),
        codes(&e.recipient),
        texts(&e.recipient),
        time.unwrap_or_default(),
        place.unwrap_or_default(),
        joined(e.quantities.iter().map(quantity)),
        joined(e.sources.iter().filter_map(|id| coding.claim(id)).map(source)),
        String::new(),
    ]
}

/// The cells of a claim.
fn claim(coding: &Coding, c: &Claim) -> Vec<String> {
    let source = if c.source.text.is_empty() { format!("({})", c.source.kind) } else { c.source.text.clone() };
    vec![
        coding.document.external_id.clone().unwrap_or_default(),
        c.id.clone(),
        sentence(coding, c.evidence.sentence),
        c.cue.as_ref().map(|cue| cue.text.clone()).unwrap_or_default(),
        source,
        source_codes(coding, c),
        c.stance.to_string(),
        c.certainty.to_string(),
        c.polarity.to_string(),
        c.form.to_string(),
        joined(c.content.iter().map(|span| words(coding, *span))),
        String::new(),
    ]
}

fn source_codes(coding: &Coding, c: &Claim) -> String {
    actor_codes(coding, c.source.actors.iter())
}

fn actor_codes<'a>(coding: &Coding, ids: impl Iterator<Item = &'a String>) -> String {
    let code = |id: &String| coding.actor(id).map_or_else(|| "–".to_owned(), |actor| actor.code.clone());
    joined(ids.map(code))
}

fn sentence(coding: &Coding, sentence: usize) -> String {
    coding.document.sentences.get(sentence).map(|span| words(coding, *span)).unwrap_or_default()
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" | ")
}

/// Prints the share of right rows of every column that the judge fills: `1` right, `0` wrong, empty: not judged.
fn judgements(title: &str, text: &str) -> Result<()> {
    let mut lines = text.lines().map(|line| line.split('\t').map(str::trim).collect::<Vec<_>>());
    let head = lines.next().context("the table is empty")?;
    let rows: Vec<Vec<&str>> = lines.collect();
    let mut out = Vec::new();
    for (i, name) in head.iter().enumerate().filter(|(_, name)| name.ends_with("_right")) {
        let count = |mark: &str| rows.iter().filter(|row| row.get(i) == Some(&mark)).count();
        let (right, wrong) = (count("1"), count("0"));
        if right + wrong > 0 {
            out.push((format!("{name}, of {}", right + wrong), share(right, right + wrong), None));
        }
    }
    let out: Vec<_> = out.iter().map(|(name, value, goal)| (name.as_str(), *value, *goal)).collect();
    figures::table(&format!("precision, {title}, as judged"), &out);
    Ok(())
}
