//! Events: reports of an act.

use crate::coding::{Evidence, Why};
use crate::{Auxiliary, Basis, Certainty, Context, EventType, Granularity, Precision, Quad, Span, Standing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The mention that fills a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoleFiller {
    /// Actor's id in this document.
    pub id: String,
    /// The mention; null where it is carried from context.
    pub start: Option<usize>,
    /// One past its end.
    pub end: Option<usize>,
    /// Slot, rule or model decision that filled the role.
    pub by: String,
}

/// What is delivered, signed, exploded …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Object {
    /// As in the text.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Category in `knowledge/objects`, empty if none.
    pub category: String,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// As in the text.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Least, null if unknown.
    pub low: Option<f64>,
    /// Most, null if open.
    pub high: Option<f64>,
    /// The text says "about", "rund".
    pub approximate: bool,
    /// `persons dead wounded detained items km EUR USD` …
    pub unit: String,
    /// Lemma of what is counted.
    pub of: String,
}

/// When, as inclusive days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// As in the text; empty for the fall-backs tense and document.
    pub text: String,
    /// First code point; null for the fall-backs.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
    /// First day, ISO, null: open.
    pub from: Option<String>,
    /// Last day, ISO, null: open.
    pub to: Option<String>,
    /// How fine.
    pub granularity: Granularity,
    /// Resolved from what.
    pub basis: Basis,
}

/// Where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// As in the text.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Usual name.
    pub name: String,
    /// State, three letters; null on the high seas or if unknown.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// Degrees north, of a state or region its middle; null if unknown.
    pub lat: Option<f64>,
    /// Degrees east, with `lat`.
    pub lon: Option<f64>,
    /// How fine.
    pub precision: Precision,
}

/// Why an event's fields are what they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WhyEvent {
    /// The type.
    #[serde(rename = "type")]
    pub kind: Option<Why>,
    /// The mode.
    pub mode: Option<Why>,
    /// The auxiliary modes.
    pub auxiliary: Option<Why>,
    /// The certainty.
    pub certainty: Option<Why>,
    /// The standing.
    pub standing: Option<Why>,
}

/// A report of one act in one sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `e1`, `e2` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER modes of the type.
    pub mode: Vec<String>,
    /// PLOVER contexts.
    pub context: Vec<Context>,
    /// Meaning class in knowledge; empty where only the model decided.
    pub class: String,
    /// CAMEO code, leading zero kept.
    pub cameo: String,
    /// Quad class.
    pub quad: Quad,
    /// PLOVER score, −10 … 10.
    pub score: f32,
    /// Who acts.
    pub actor: Vec<RoleFiller>,
    /// Whom it is directed at.
    pub recipient: Vec<RoleFiller>,
    /// Tellings of one act in this document share it.
    pub group: String,
    /// Asserted, claimed or open.
    pub standing: Standing,
    /// Both sides act; then all are in `actor`.
    pub reciprocal: bool,
    /// The word that carries the act.
    pub anchor: TextSpan,
    /// What is delivered, signed, exploded.
    pub object: Option<Object>,
    /// Numbers.
    pub quantities: Vec<Quantity>,
    /// When.
    pub time: Option<Time>,
    /// Where.
    pub place: Option<Place>,
    /// What keeps the act from being a present fact.
    pub auxiliary: Vec<Auxiliary>,
    /// As the innermost voice puts it.
    pub certainty: Certainty,
    /// −3 … 3, FactBank's scale.
    pub factuality: i8,
    /// Claim ids, innermost first; empty: the document's own voice.
    pub sources: Vec<String>,
    /// Where it stands and who decided.
    pub evidence: Evidence,
    /// Reasons for single fields.
    pub why: WhyEvent,
}

/// A span with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TextSpan {
    /// As in the text.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl TextSpan {
    /// The place without the text.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}
