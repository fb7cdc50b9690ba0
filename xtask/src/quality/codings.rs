//! Codings as `depesche code` prints them: those fields of the contract that the measures look at.

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// A row for the program to code.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// The name under which its coding is found again.
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
    /// Day of publication, ISO.
    pub date: Option<&'a str>,
    /// `de` or `en`.
    pub language: &'a str,
}

/// A piece of the text in code points, end-exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Span {
    /// How many code points two pieces share.
    pub fn overlap(self, other: Self) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }
}

/// All that is coded of a text.
#[derive(Debug, Deserialize)]
pub struct Coding {
    /// The text.
    pub document: Document,
    /// Who takes part.
    pub actors: Vec<Actor>,
    /// Acts.
    pub events: Vec<Event>,
    /// Time expressions.
    pub times: Vec<Time>,
    /// Place names.
    pub places: Vec<Place>,
    /// What is said.
    pub claims: Vec<Claim>,
}

/// The text.
#[derive(Debug, Deserialize)]
pub struct Document {
    /// The row's `id`.
    pub external_id: String,
    /// The text.
    pub text: String,
    /// Where sentences stand.
    pub sentences: Vec<Span>,
}

/// An actor.
#[derive(Debug, Deserialize)]
pub struct Actor {
    /// `a1` …
    pub id: String,
    /// Usual name.
    pub name: String,
    /// State and sector in one.
    pub code: Option<String>,
    /// Three letters.
    pub state: Option<String>,
    /// PLOVER's sector.
    pub sector: Option<String>,
    /// Where it is named.
    pub mentions: Vec<Mention>,
}

/// A mention of an actor.
#[derive(Debug, Deserialize)]
pub struct Mention {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// As in the text.
    pub text: String,
    /// What found it: `names.` and a table, or a rule.
    pub by: String,
}

/// An actor in a role.
#[derive(Debug, Deserialize)]
pub struct Filler {
    /// The actor.
    pub id: String,
    /// The mention; null where it is carried from context.
    pub start: Option<usize>,
    /// One past the last code point.
    pub end: Option<usize>,
}

/// An event.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// `e1` …
    pub id: String,
    /// PLOVER's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER's mode.
    pub mode: Vec<String>,
    /// Who acts.
    pub actor: Vec<Filler>,
    /// Upon whom.
    pub recipient: Vec<Filler>,
    /// The word that carries the act.
    pub anchor: Worded,
    /// Numbers.
    pub quantities: Vec<Quantity>,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub place: Option<Place>,
    /// Why it is no present fact.
    pub auxiliary: Vec<String>,
    /// How sure.
    pub certainty: String,
    /// Claims, innermost first.
    pub sources: Vec<String>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Words and where they stand.
#[derive(Debug, Deserialize)]
pub struct Worded {
    /// As in the text.
    pub text: String,
    /// Where.
    #[serde(flatten)]
    pub span: Span,
}

/// A number.
#[derive(Debug, Deserialize)]
pub struct Quantity {
    /// As in the text.
    pub text: String,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// Of which kind.
    pub unit: String,
}

/// When an event was.
#[derive(Debug, Deserialize)]
pub struct EventTime {
    /// As in the text.
    pub text: String,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Resolved from what.
    pub basis: String,
}

/// A time expression.
#[derive(Debug, Deserialize)]
pub struct Time {
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
}

/// A place name.
#[derive(Debug, Deserialize)]
pub struct Place {
    /// As in the text.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Usual name.
    pub name: String,
    /// State.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// A claim.
#[derive(Debug, Deserialize)]
pub struct Claim {
    /// `c1` …
    pub id: String,
    /// Who says it.
    pub source: Source,
    /// Actors that it is said to.
    pub addressee: Vec<String>,
    /// The word that reports.
    pub cue: Option<Worded>,
    /// Direct, indirect …
    pub form: String,
    /// What is said.
    pub content: Vec<Span>,
    /// What the source does with it.
    pub stance: String,
    /// How sure the source is.
    pub certainty: String,
    /// Put forward or denied.
    pub polarity: String,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Who says it.
#[derive(Debug, Deserialize)]
pub struct Source {
    /// Actor ids.
    pub actors: Vec<String>,
    /// As in the text.
    pub text: String,
    /// First code point.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
    /// `actor`, `unnamed`, `author`, `document`.
    pub kind: String,
}

/// Where a record stands.
#[derive(Debug, Deserialize)]
pub struct Evidence {
    /// Index into `document.sentences`.
    pub sentence: usize,
}

impl Coding {
    /// The actor with this id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.id == id)
    }

    /// The claim with this id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// Words of a piece of the text.
    pub fn words(&self, span: Span) -> String {
        self.document.text.chars().skip(span.start).take(span.end - span.start).collect()
    }
}

/// Codes rows; the codings by `id`, those that could not be coded left out.
pub fn code(root: &Path, name: &str, rows: &[Row]) -> Result<BTreeMap<String, Coding>> {
    let lines = rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?.join("\n");
    let printed = super::output(root, &["code", "--format", "json"], &format!("{name}.jsonl"), &lines)?;
    let mut out = BTreeMap::new();
    for line in printed.lines().filter(|line| !line.starts_with("{\"external_id\"")) {
        let coding: Coding = serde_json::from_str(line).with_context(|| format!("a coding of {name}"))?;
        out.insert(coding.document.external_id.clone(), coding);
    }
    for row in rows {
        let same = out.get(row.id).is_none_or(|coding| coding.document.text == row.text);
        ensure!(same, "the text of {} has changed on its way: spans would not fit", row.id);
    }
    Ok(out)
}
