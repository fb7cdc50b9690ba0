//! Predicates with their arguments: the coder's first step, also shown by `depesche analyse --format json`.

use crate::{Auxiliary, Certainty, Polarity, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An argument of a predicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Argument {
    /// `subj obj dat gen adj part comp` or a preposition.
    pub slot: String,
    /// Lemma of the head word.
    pub lemma: String,
    /// The phrase.
    pub span: Span,
}

/// A verb or noun that tells something, with its arguments and its standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Predicate {
    /// Index into `document.sentences`.
    pub sentence: usize,
    /// Dictionary form, separable particle joined.
    pub lemma: String,
    /// `verb`, `noun` or `adjective`.
    pub pos: String,
    /// The word.
    pub span: Span,
    /// Arguments, in the order of the text.
    pub arguments: Vec<Argument>,
    /// `Pres`, `Past` or empty.
    pub tense: String,
    /// `Ind`, `Sub`, `Imp` or empty.
    pub mood: String,
    /// Lemma of the modal verb over it, if any.
    pub modality: Option<String>,
    /// Positive or negative.
    pub polarity: Polarity,
    /// Lemmas of the predicates that embed it, innermost first.
    pub embedding: Vec<String>,
    /// What keeps it from being a present fact.
    pub auxiliary: Vec<Auxiliary>,
    /// As the innermost voice puts it.
    pub certainty: Certainty,
    /// −3 … 3 (FactBank: CT− PR− PS− U PS+ PR+ CT+).
    pub factuality: i8,
}
