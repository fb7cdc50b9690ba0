//! Learnt weights of named features: what a linear decision of this crate knows (`models/*.tsv`).

use depesche_record::{EventType, Span};
use std::collections::HashMap;

/// A table of weights: `feature`, tab, `weight` on each line.
#[derive(Debug)]
pub(crate) struct Weights(HashMap<&'static str, f32>);

impl Weights {
    /// Reads a table; lines without a weight are comments.
    pub fn new(table: &'static str) -> Self {
        let rows = table.lines().filter_map(|line| line.split_once('\t'));
        Self(rows.filter_map(|(feature, weight)| Some((feature, weight.parse().ok()?))).collect())
    }

    /// The weighed sum of what holds: log odds.
    pub fn logit<'f>(&self, features: impl IntoIterator<Item = &'f String>) -> f32 {
        features.into_iter().filter_map(|f| self.0.get(f.as_str())).sum()
    }
}

/// Log odds as a probability.
pub(crate) fn probability(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// A decision that is learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Does a word tell an act of a type?
    Acts,
    /// Does a state stand on a side of an act?
    Sides,
}

/// A case to decide, as its weights see it: what training learns from.
#[derive(Debug, Clone)]
pub struct Case {
    /// The word that tells the act.
    pub anchor: Span,
    /// The act's type.
    pub kind: EventType,
    /// What is asked beyond that: a side and a state (`actor RUS`), or nothing.
    pub about: String,
    /// What holds.
    pub features: Vec<String>,
}
