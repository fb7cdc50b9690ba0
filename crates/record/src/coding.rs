//! The contract: one coding for each document.

use crate::claim::{Claim, Outlook, Relation};
use crate::event::{Event, Place, Time};
use crate::{Document, MentionKind, Sector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Versions of everything that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProducedBy {
    /// Version of the contract.
    pub contract: u32,
    /// Version of the program.
    pub program: String,
    /// Version of the model.
    pub model: String,
    /// Version of the knowledge tables.
    pub knowledge: String,
}

/// Where an item stands and who decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Index into `document.sentences`.
    pub sentence: usize,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Class, rule or model decision.
    pub by: String,
    /// Probability 0 … 1, three decimals.
    pub score: f32,
}

/// The reason for one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Why {
    /// Class, rule, cue or model decision.
    pub by: String,
    /// First code point of the deciding words; null where there are none.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
}

/// One mention of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// As in the text.
    pub text: String,
    /// How it names the actor.
    pub kind: MentionKind,
    /// Table or rule that resolved it.
    pub by: String,
}

/// An actor: one for each entity in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// `a1` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// Best name.
    pub name: String,
    /// Three letters, or `UNO EUR IGO NGO ISM IMG MNC`; null where unknown.
    pub state: Option<String>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Further sectors.
    pub sectors_other: Vec<Sector>,
    /// State and sector or organisation: `KORSPY`, `IGONTO`, `RUS`.
    pub code: String,
    /// Stable id in knowledge: `state:RUS`, `org:nato`; null for people and groups known from the text alone.
    pub entity: Option<String>,
    /// As the text puts it: "US-Verteidigungsminister".
    pub role: Option<String>,
    /// Every mention, in order.
    pub mentions: Vec<Mention>,
}

/// A time expression of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeMention {
    /// Running id `t1` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// TIMEX3 type: `DATE TIME DURATION SET`.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value: `2024-10`, `P3M`.
    pub value: String,
    /// Words and resolved interval.
    #[serde(flatten)]
    pub time: Time,
}

/// A place name of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceMention {
    /// Running id `p1` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// The place.
    #[serde(flatten)]
    pub place: Place,
}

/// What was skipped or doubtful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// What, in one line.
    pub message: String,
    /// Where, if anywhere.
    pub start: Option<usize>,
    /// One past the last code point.
    pub end: Option<usize>,
}

/// Everything that one document says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coding {
    /// Versions.
    pub produced_by: ProducedBy,
    /// The text and what is known about it.
    pub document: Document,
    /// Actors in order of first mention.
    pub actors: Vec<Actor>,
    /// Events in order of the text.
    pub events: Vec<Event>,
    /// Every time expression.
    pub times: Vec<TimeMention>,
    /// Every place name.
    pub places: Vec<PlaceMention>,
    /// Claims in order of the text.
    pub claims: Vec<Claim>,
    /// Outlooks in order of the text.
    pub outlooks: Vec<Outlook>,
    /// Relations in order of the text.
    pub relations: Vec<Relation>,
    /// What was skipped or doubtful.
    pub notices: Vec<Notice>,
}

impl Coding {
    /// The actor with this id.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|a| a.id == id)
    }

    /// The claim with this id.
    #[must_use]
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|c| c.id == id)
    }
}

/// A row that could not be coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodingError {
    /// The file's name or the row's `id`.
    pub external_id: Option<String>,
    /// What, where, why, what to do.
    pub error: String,
}

/// One line of JSON Lines output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Line {
    /// A coded document.
    Coding(Box<Coding>),
    /// A document that could not be coded.
    Error(CodingError),
}
