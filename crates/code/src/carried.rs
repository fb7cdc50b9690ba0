//! Sides that a sentence leaves out and the text around it names.
//!
//! Evidence is what the reports say before anything is carried; a carried side never carries another.

use crate::cast::{Cast, Referent};
use crate::events::Report;
use crate::roles::Filler;
use depesche_record::{EventType, Quad};
use std::collections::BTreeSet;

/// How many sentences an answer may be behind what it answers.
const REPLY_REACH: usize = 3;

/// The states on both sides of a report before anything is carried.
struct Told {
    actor: BTreeSet<String>,
    recipient: BTreeSet<String>,
}

/// Fills empty sides of acts of conflict from the text around them; `by` names the rule, and the span stays empty.
pub(crate) fn carry(cast: &Cast, reports: &mut [Report]) {
    let told: Vec<Told> = reports
        .iter()
        .map(|r| Told { actor: states(cast, &r.roles.actor), recipient: states(cast, &r.roles.recipient) })
        .collect();
    for i in 0..reports.len() {
        let roles = &reports[i].roles;
        if roles.reciprocal || !is_conflict(reports[i].kind) {
            continue;
        }
        if roles.recipient.is_empty() && !told[i].actor.is_empty() {
            let source = reply(reports, &told, i)
                .or_else(|| opponent(reports, &told, i))
                .or_else(|| counterpart(reports, &told, i));
            if let Some((fillers, by)) = source {
                reports[i].roles.recipient = carried(fillers, by);
            }
        } else if roles.actor.is_empty()
            && !told[i].recipient.is_empty()
            && let Some((fillers, by)) = attacker(reports, &told, i)
        {
            reports[i].roles.actor = carried(fillers, by);
        }
    }
}

fn states(cast: &Cast, fillers: &[Filler]) -> BTreeSet<String> {
    fillers.iter().filter_map(|f| cast.entities[f.referent.entity].state.clone()).collect()
}

fn carried(fillers: Vec<Filler>, by: &str) -> Vec<Filler> {
    let without_span = |f: Filler| Filler { referent: Referent { mention: None, ..f.referent }, by: by.to_owned() };
    fillers.into_iter().map(without_span).collect()
}

fn is_conflict(kind: EventType) -> bool {
    matches!(kind.quad(), Quad::VerbalConflict | Quad::MaterialConflict)
}

type Source = (Vec<Filler>, &'static str);

/// A refusal, accusation or sanction answers whom the text has just shown acting against its actor: "Moscow rejected
/// the charge".
fn reply(reports: &[Report], told: &[Told], i: usize) -> Option<Source> {
    if !matches!(reports[i].kind, EventType::Reject | EventType::Accuse | EventType::Sanction) {
        return None;
    }
    let near = |&j: &usize| reports[i].act.sentence - reports[j].act.sentence <= REPLY_REACH;
    let against = |&j: &usize| {
        let (us, them) = (&told[i].actor, &told[j].actor);
        is_conflict(reports[j].kind) && !them.is_empty() && them != us && !told[j].recipient.is_disjoint(us)
    };
    (0..i).rev().take_while(near).find(against).map(|j| (reports[j].roles.actor.clone(), "rule.reply"))
}

/// An attack is on the only side that its actor attacks elsewhere in the text.
fn opponent(reports: &[Report], told: &[Told], i: usize) -> Option<Source> {
    let same = |&j: &usize| told[j].actor == told[i].actor && !told[j].recipient.is_empty();
    let j = only(reports, i, same, |j| &told[j].recipient, 1)?;
    Some((reports[j].roles.recipient.clone(), "rule.same-opponent"))
}

/// An attack is by the only side that attacks its target elsewhere in the text, told at least twice.
fn attacker(reports: &[Report], told: &[Told], i: usize) -> Option<Source> {
    let same = |&j: &usize| told[j].recipient == told[i].recipient && !told[j].actor.is_empty();
    let j = only(reports, i, same, |j| &told[j].actor, 2)?;
    Some((reports[j].roles.actor.clone(), "rule.same-attacker"))
}

/// The first of the attacks for which `same` holds, if report `i` is an attack, there are at least `least` of them, and
/// all have the same `side`.
fn only<'t>(
    reports: &[Report],
    i: usize,
    same: impl Fn(&usize) -> bool,
    side: impl Fn(usize) -> &'t BTreeSet<String>,
    least: usize,
) -> Option<usize> {
    let attack = |j: usize| reports[j].kind == EventType::Assault;
    let attacks: Vec<usize> = (0..reports.len()).filter(|&j| attack(j)).filter(same).collect();
    let first = *attacks.first().filter(|_| attack(i) && attacks.len() >= least)?;
    attacks.iter().all(|&j| side(j) == side(first)).then_some(first)
}

/// Whom the actor deals with in two of three reports that name somebody, at least twice.
fn counterpart(reports: &[Report], told: &[Told], i: usize) -> Option<Source> {
    if matches!(reports[i].kind, EventType::Mobilize | EventType::Protest) {
        return None;
    }
    let of_actor = |j: &usize| told[*j].actor == told[i].actor && !told[*j].recipient.is_empty();
    let named: Vec<usize> = (0..reports.len()).filter(of_actor).collect();
    let count = |j: usize| named.iter().filter(|&&k| told[k].recipient == told[j].recipient).count();
    let j = *named.iter().find(|&&j| count(j) >= 2 && count(j) * 3 >= named.len() * 2)?;
    Some((reports[j].roles.recipient.clone(), "rule.counterpart"))
}
