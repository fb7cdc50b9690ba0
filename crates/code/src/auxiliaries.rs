//! Auxiliary modes of an act: what the rules found, what the network says and the grammar around, weighed together
//! (`models/auxiliaries.tsv`).
//!
//! *Historical* is not decided here: it follows from the act's time (`attach`). Certainty is the rules', or the
//! network's where they found nothing: weights made it worse, acts that are less than certain are too few.

use crate::acts::Act;
use crate::arguments::PredicateKind;
use crate::claims::Claim;
use crate::factuality::Reality;
use crate::modality::has_condition;
use crate::text::Text;
use crate::weights::{Case, Weights, step};
use depesche_record::{Auxiliary, Polarity, Signals};
use std::sync::LazyLock;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::new(include_str!("../../../models/auxiliaries.tsv")));

/// Least probability at which the network says how sure an act is.
const SURE: f32 = 0.7;

const AUXILIARIES: [Auxiliary; 3] = [Auxiliary::Future, Auxiliary::Hypothetical, Auxiliary::Negation];

/// Lets the weights add to what the rules found, which has its word in the text and stays.
///
/// `claims` are those whose content holds the act, innermost first.
pub(crate) fn weigh(text: &Text<'_>, claims: &[&Claim], act: &Act, real: &mut Reality) {
    let around = around(text, claims, act);
    let signals = signals(text, act);
    let logit = |about: &str, rule: &str, p: f32| WEIGHTS.logit(&features(about, rule, p, &around));
    let logits = AUXILIARIES.map(|a| logit(a.as_str(), &rule_of(real, a), of_network(signals, a)));
    for (auxiliary, logit) in AUXILIARIES.into_iter().zip(logits) {
        // What is only possible is not announced.
        let other = match auxiliary {
            Auxiliary::Future => logits[1],
            Auxiliary::Hypothetical => logits[0],
            Auxiliary::Negation | Auxiliary::Historical => f32::NEG_INFINITY,
        };
        if logit > 0.0 && logit > other {
            real.add(auxiliary, "model.auxiliary", None);
        }
    }
    if real.auxiliary.contains(&Auxiliary::Hypothetical) {
        real.auxiliary.remove(&Auxiliary::Future);
    }
    let Some(signals) = signals else { return };
    let (best, p) = (signals.best_certainty(), signals.certainty.iter().copied().fold(0.0, f32::max));
    if p >= SURE && best != real.certainty && real.why_certainty.is_none() {
        real.certainty = best;
        real.why_certainty = Some(("model.certainty".to_owned(), None));
    }
}

/// Every case of an act, for training.
pub(crate) fn cases(text: &Text<'_>, claims: &[&Claim], act: &Act, real: &Reality) -> Vec<Case> {
    let around = around(text, claims, act);
    let signals = signals(text, act);
    let case = |a: Auxiliary| Case {
        anchor: text.span(text.trees[act.sentence].token(act.token).range),
        about: format!("{} {a}", act.kind),
        features: features(a.as_str(), &rule_of(real, a), of_network(signals, a), &around),
    };
    AUXILIARIES.into_iter().map(case).collect()
}

fn signals<'t>(text: &'t Text<'_>, act: &Act) -> Option<&'t Signals> {
    text.trees[act.sentence].sent.signals.get(act.token)
}

fn of_network(signals: Option<&Signals>, auxiliary: Auxiliary) -> f32 {
    let at = match auxiliary {
        Auxiliary::Future => 0,
        Auxiliary::Hypothetical => 1,
        Auxiliary::Negation => 2,
        Auxiliary::Historical => 3,
    };
    signals.map_or(0.0, |g| g.auxiliary[at])
}

/// What the rules say of an auxiliary: the kind of rule, or `no`.
fn rule_of(real: &Reality, auxiliary: Auxiliary) -> String {
    real.reason(auxiliary).map_or_else(|| "no".to_owned(), ToOwned::to_owned)
}

fn features(about: &str, rule: &str, p: f32, around: &[String]) -> Vec<String> {
    let (p, kind) = (step(p), rule.split('.').next().unwrap_or_default());
    let mut out = vec![
        about.to_owned(),
        format!("{about} rule={rule}"),
        format!("{about} rule={kind} p={p}"),
        format!("{about} p={p}"),
    ];
    out.extend(around.iter().map(|f| format!("{about} {f}")));
    out.extend(around.iter().map(|f| format!("{about} rule={kind} {f}")));
    out
}

/// What stands around an act: its form, its clause, what governs it, who tells it.
fn around(text: &Text<'_>, claims: &[&Claim], act: &Act) -> Vec<String> {
    let tree = &text.trees[act.sentence];
    let token = tree.token(act.token);
    let frame = match act.frame.kind {
        PredicateKind::Verb => "verb",
        PredicateKind::Noun => "noun",
        PredicateKind::Adjective => "adjective",
    };
    let clause = tree.clause(act.token);
    let finite = tree.finite(clause).map(|f| tree.token(f));
    let feat = |name: &str| finite.map_or("none", |t| t.feats.get(name)).to_owned();
    let mut out = vec![
        act.kind.as_str().to_owned(),
        format!("{} {frame}", act.kind.as_str()),
        format!("{frame} form={}", token.feats.get("VerbForm")),
        format!("{frame} tense={} mood={}", feat("Tense"), feat("Mood")),
        format!("{frame} relation={}", token.relation()),
        format!("clause={} tense={}", tree.token(clause).relation(), feat("Tense")),
    ];
    for &c in tree.children(act.token) {
        let child = tree.token(c);
        match child.relation() {
            "aux" | "det" | "mark" | "case" => out.push(format!("{}={}", child.relation(), child.lemma.to_lowercase())),
            "amod" | "advmod" if !text.knowledge.modals(text.language, &child.lemma).is_empty() => {
                out.push(format!("modal={}", child.lemma));
            }
            _ => {}
        }
    }
    if clause != act.token {
        out.extend(tree.with(clause, "aux").map(|a| format!("clause-aux={}", tree.token(a).lemma)));
        out.extend(tree.with(clause, "mark").map(|m| format!("clause-mark={}", tree.token(m).lemma)));
        out.push(format!("{frame} clause-form={}", tree.token(clause).feats.get("VerbForm")));
    }
    if let Some(above) = token.head.map(|h| tree.token(h)) {
        let known = !text.knowledge.modals(text.language, &above.full_lemma).is_empty();
        if known {
            out.push(format!("under={}", above.full_lemma));
        }
        out.push(format!("under-pos={} relation={}", above.upos.as_str(), token.relation()));
    }
    if has_condition(text, tree, act.token).is_some() {
        out.push("condition".to_owned());
    }
    if text.str(tree.sent.range).trim_end().ends_with('?') {
        out.push("question".to_owned());
    }
    match claims.first() {
        Some(claim) => {
            let negative = if claim.polarity == Polarity::Negative { " negative" } else { "" };
            out.push(format!("told={}{negative}", claim.stance));
            out.push(format!("told={} {frame}", claim.stance));
            out.push(format!("told={} certainty={}", claim.stance, claim.certainty));
            out.push(format!("told-form={}", claim.form.as_str()));
        }
        None => out.push("own-voice".to_owned()),
    }
    out
}
