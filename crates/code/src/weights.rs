//! Learnt weights of named features: what a linear decision of this crate knows (`models/*.tsv`).

use depesche_record::Span;
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

/// Borders between the steps of a probability.
const STEPS: [f32; 9] = [0.03, 0.06, 0.12, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95];

/// The step of a probability of the network, 0 … 9: weights are learnt for steps, or (`p>3`) for each step that it
/// has reached, so that what is surer is not believed less for want of examples.
pub(crate) fn step(p: f32) -> usize {
    STEPS.iter().filter(|&&border| p >= border).count()
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
    /// Does an act have this auxiliary mode?
    Auxiliaries,
    /// Does a word report with this stance?
    Cues,
    /// Is the source of a report of this kind?
    Sources,
}

/// A case to decide, as its weights see it: what training learns from.
#[derive(Debug, Clone)]
pub struct Case {
    /// The word that tells the act, or that reports.
    pub anchor: Span,
    /// What is asked: an act's type, with a side and a state (`ASSAULT actor RUS`) or a mode (`ASSAULT future`); a
    /// cue's stance; the kind of a source.
    pub about: String,
    /// What holds.
    pub features: Vec<String>,
}
