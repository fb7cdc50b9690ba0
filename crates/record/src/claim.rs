//! Claims, outlooks and relations.

use crate::codes::closed_list;
use crate::coding::Evidence;
use crate::event::Time;
use crate::{Certainty, Polarity, Span, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

closed_list! {
    /// Who stands behind a claim.
    SourceKind { /// An actor of the document.
        Actor = "actor", /// Somebody without a name: "two officials".
        Unnamed = "unnamed", /// The author's own judgement.
        Author = "author", /// Another medium.
        Document = "document" }
}

closed_list! {
    /// How the words are given.
    ClaimForm { /// In quotation marks.
        Direct = "direct", /// Clause or infinitive.
        Indirect = "indirect", /// Konjunktiv or context, without a cue.
        FreeIndirect = "free-indirect", /// No clause: "kritisierte die Entscheidung".
        Reported = "reported", /// A noun is the cue.
        Nominal = "nominal" }
}

/// Who is said to have said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Actor ids; several where the claim is shared.
    pub actors: Vec<String>,
    /// As in the text, empty if none.
    pub text: String,
    /// First code point; null where carried from context.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
    /// Kind of source.
    pub kind: SourceKind,
    /// "two officials who spoke on condition of anonymity".
    pub description: Option<String>,
}

/// The word that reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// As in the text.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Lemma of the row in knowledge, or `model`.
    pub class: String,
}

/// What somebody is said to have said, known, thought or felt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// `c1` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// Who.
    pub source: Source,
    /// Actor ids of those addressed.
    pub addressee: Vec<String>,
    /// The reporting word; null for free indirect speech.
    pub cue: Option<Cue>,
    /// How the words are given.
    pub form: ClaimForm,
    /// What is said, without cue and source.
    pub content: Vec<Span>,
    /// What the source does with it.
    pub stance: Stance,
    /// As the source puts it.
    pub certainty: Certainty,
    /// Put forward or denied.
    pub polarity: Polarity,
    /// "auf einer Pressekonferenz", "on television".
    pub medium: Option<String>,
    /// When it was said.
    pub time: Option<Time>,
    /// The claim that reports this one.
    pub parent: Option<String>,
    /// Events inside the content.
    pub events: Vec<String>,
    /// Where it stands and who decided.
    pub evidence: Evidence,
}

closed_list! {
    /// What kind of outlook.
    OutlookKind { /// If … then.
        Conditional = "conditional", /// With a date or condition.
        Announcement = "announcement", /// With a condition or consequence.
        Threat = "threat", /// A treaty's standing condition.
        Clause = "clause", /// What will be.
        Forecast = "forecast" }
}

/// What may come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outlook {
    /// `o1` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// Kind.
    pub kind: OutlookKind,
    /// The condition.
    pub antecedent: Option<Span>,
    /// What then.
    pub consequent: Span,
    /// Events in the condition.
    pub antecedent_events: Vec<String>,
    /// Events in what then.
    pub consequent_events: Vec<String>,
    /// By when.
    pub horizon: Option<Time>,
    /// Claim ids, innermost first.
    pub sources: Vec<String>,
    /// How sure.
    pub certainty: Certainty,
    /// Will or will not.
    pub polarity: Polarity,
    /// Where it stands and who decided.
    pub evidence: Evidence,
}

closed_list! {
    /// What holds between actors.
    RelationKind { /// Treaty in force.
        Treaty = "treaty", /// Alliance.
        Alliance = "alliance", /// Sanctions in force.
        Sanctions = "sanctions", /// War.
        War = "war", /// Supply.
        Supply = "supply", /// Dependence.
        Dependence = "dependence", /// Recognition.
        Recognition = "recognition", /// Membership.
        Membership = "membership", /// Other.
        Other = "other" }
}

closed_list! {
    /// Whether a relation holds.
    RelationStatus { /// Holds.
        Holds = "holds", /// Begins.
        Begins = "begins", /// Ended.
        Ended = "ended", /// Denied.
        Denied = "denied", /// Proposed.
        Proposed = "proposed" }
}

/// A relation that the text states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// `r1` …
    pub id: String,
    /// Survives re-coding.
    pub key: String,
    /// Kind.
    pub kind: RelationKind,
    /// Actor ids; ordered where the kind is directed.
    pub between: Vec<String>,
    /// Name of the treaty or alliance.
    pub name: Option<String>,
    /// Whether it holds.
    pub status: RelationStatus,
    /// How sure.
    pub certainty: Certainty,
    /// First day.
    pub begins: Option<String>,
    /// Last day.
    pub ends: Option<String>,
    /// Outlook ids of its clauses.
    pub terms: Vec<String>,
    /// Claim ids, innermost first.
    pub sources: Vec<String>,
    /// Where it stands and who decided.
    pub evidence: Evidence,
}
