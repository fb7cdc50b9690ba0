//! Acts with roles, reality and sources, before they become the contract's events.

use crate::acts::Act;
use crate::cast::{Cast, Referent};
use crate::claims::Claim;
use crate::factuality::{Reality, reality};
use crate::places::FoundPlace;
use crate::roles::{Filler, Roles, roles};
use crate::text::Text;
use depesche_record::{Auxiliary, ByteRange, EventType, Quad, Stance, Standing};
use std::collections::BTreeSet;

/// Least score of an act for which the sentence names nobody.
const WITHOUT_ACTORS: f32 = 0.6;

/// An act with everything that the sentence says of it.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub act: Act,
    pub kind: EventType,
    /// Rule that changed the type, if one did.
    pub kind_by: Option<&'static str>,
    pub roles: Roles,
    pub reality: Reality,
    /// Claims whose content holds the anchor, innermost first.
    pub sources: Vec<usize>,
    pub standing: Standing,
    pub standing_by: &'static str,
}

/// Turns acts into reports, in the order of the text.
pub(crate) fn reports(
    text: &Text<'_>,
    cast: &mut Cast,
    claims: &[Claim],
    places: &[FoundPlace],
    acts: Vec<Act>,
) -> Vec<Report> {
    let promised: Vec<usize> = promises(claims, &acts);
    let mut out = Vec::new();
    for act in acts {
        let place = text.trees[act.sentence].token(act.token).range;
        let holders = holders(claims, place);
        let around: Vec<&Claim> = holders.iter().map(|&i| &claims[i]).collect();
        let reality = reality(text, &around, act.sentence, act.token);
        let inside_promise = holders.iter().any(|i| promised.contains(i));
        if inside_promise && reality.auxiliary.contains(&Auxiliary::Future) && is_cooperative(act.kind) {
            continue;
        }
        let roles = roles(text, cast, claims, places, &act);
        let named =
            roles.actor.iter().chain(&roles.recipient).any(|f| cast.entities[f.referent.entity].state.is_some());
        if !named && act.score < WITHOUT_ACTORS {
            continue;
        }
        let sources: Vec<usize> = holders.into_iter().filter(|&i| !claims[i].factive).collect();
        out.push(report(claims, act, roles, reality, sources));
    }
    carried_recipients(cast, &mut out);
    carried_attackers(cast, &mut out);
    out
}

/// How many sentences an answer may be behind what it answers.
const REPLY_REACH: usize = 3;

/// An act of conflict that names nobody is aimed at whom the text has just shown acting against its actor ("Moscow
/// rejected the charge"), or, an attack, at whom the same actor attacks elsewhere, if that is always the same.
fn carried_recipients(cast: &Cast, reports: &mut [Report]) {
    let states = |list: &[Filler]| {
        list.iter().filter_map(|f| cast.entities[f.referent.entity].state.clone()).collect::<BTreeSet<_>>()
    };
    for i in 0..reports.len() {
        let r = &reports[i];
        let actor = states(&r.roles.actor);
        if r.roles.reciprocal || actor.is_empty() || !r.roles.recipient.is_empty() {
            continue;
        }
        let answers = matches!(r.kind, EventType::Reject | EventType::Accuse | EventType::Sanction);
        let other = |o: &&Report| !states(&o.roles.actor).is_empty() && states(&o.roles.actor) != actor;
        let reply = reports[..i]
            .iter()
            .rev()
            .take_while(|o| r.act.sentence - o.act.sentence <= REPLY_REACH)
            .filter(|o| o.kind.quad() == Quad::VerbalConflict || o.kind.quad() == Quad::MaterialConflict)
            .find(|o| other(o) && !states(&o.roles.recipient).is_disjoint(&actor))
            .filter(|_| answers)
            .map(|o| (o.roles.actor.clone(), "rule.reply"));
        let same = |o: &&Report| {
            o.kind == EventType::Assault && states(&o.roles.actor) == actor && !states(&o.roles.recipient).is_empty()
        };
        let targets: Vec<&Report> = reports.iter().filter(same).filter(|_| r.kind == EventType::Assault).collect();
        let one = targets
            .first()
            .filter(|f| targets.iter().all(|t| states(&t.roles.recipient) == states(&f.roles.recipient)));
        let carried = reply
            .or_else(|| one.map(|t| (t.roles.recipient.clone(), "rule.same-opponent")))
            .or_else(|| counterpart(reports, i, &actor, &states));
        let Some((fillers, by)) = carried else { continue };
        reports[i].roles.recipient = fillers
            .into_iter()
            .map(|f| Filler { referent: Referent { mention: None, ..f.referent }, by: by.to_owned() })
            .collect();
    }
}

/// An attack that names no attacker is by the one who attacks the same side everywhere else in the text.
fn carried_attackers(cast: &Cast, reports: &mut [Report]) {
    let states = |list: &[Filler]| {
        list.iter().filter_map(|f| cast.entities[f.referent.entity].state.clone()).collect::<BTreeSet<_>>()
    };
    for i in 0..reports.len() {
        let r = &reports[i];
        let target = states(&r.roles.recipient);
        if r.kind != EventType::Assault || r.roles.reciprocal || target.is_empty() || !states(&r.roles.actor).is_empty()
        {
            continue;
        }
        let same = |o: &&Report| {
            o.kind == EventType::Assault && states(&o.roles.recipient) == target && !states(&o.roles.actor).is_empty()
        };
        let attacks: Vec<&Report> = reports.iter().filter(same).collect();
        let one = attacks
            .first()
            .filter(|f| attacks.len() >= 2 && attacks.iter().all(|a| states(&a.roles.actor) == states(&f.roles.actor)));
        let Some(fillers) = one.map(|a| a.roles.actor.clone()) else { continue };
        reports[i].roles.actor = fillers
            .into_iter()
            .map(|f| Filler { referent: Referent { mention: None, ..f.referent }, by: "rule.same-attacker".to_owned() })
            .collect();
    }
}

/// Whom the actor deals with in this text, if it is nearly always the same other state.
fn counterpart(
    reports: &[Report],
    i: usize,
    actor: &BTreeSet<String>,
    states: &impl Fn(&[Filler]) -> BTreeSet<String>,
) -> Option<(Vec<Filler>, &'static str)> {
    let conflict = matches!(reports[i].kind.quad(), Quad::VerbalConflict | Quad::MaterialConflict);
    if !conflict || matches!(reports[i].kind, EventType::Mobilize | EventType::Protest) {
        return None;
    }
    let told = reports.iter().filter(|o| states(&o.roles.actor) == *actor && !states(&o.roles.recipient).is_empty());
    let mut counts: Vec<(BTreeSet<String>, usize, &Report)> = Vec::new();
    let mut n_told = 0;
    for o in told {
        n_told += 1;
        let side = states(&o.roles.recipient);
        match counts.iter_mut().find(|(known, _, _)| *known == side) {
            Some((_, n, _)) => *n += 1,
            None => counts.push((side, 1, o)),
        }
    }
    let (_, n, most) = counts.into_iter().max_by_key(|(_, n, _)| *n)?;
    (n >= 2 && n * 3 >= n_told * 2).then(|| (most.roles.recipient.clone(), "rule.counterpart"))
}

fn report(claims: &[Claim], act: Act, roles: Roles, mut reality: Reality, sources: Vec<usize>) -> Report {
    let mut kind = act.kind;
    let mut kind_by = None;
    if reality.auxiliary.contains(&Auxiliary::Future) && !reality.auxiliary.contains(&Auxiliary::Negation) {
        // PLOVER: what is still to come of these types is an agreement or a concession, and no longer future.
        let planned = match kind {
            EventType::Consult | EventType::Cooperate | EventType::Aid | EventType::Support => Some(EventType::Agree),
            EventType::Retreat => Some(EventType::Concede),
            _ => None,
        };
        if let Some(planned) = planned {
            kind = planned;
            kind_by = Some("rule.planned");
            reality.auxiliary.remove(&Auxiliary::Future);
        }
    }
    let (standing, standing_by) = standing(claims, &reality, &sources);
    Report { act, kind, kind_by, roles, reality, sources, standing, standing_by }
}

fn is_cooperative(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Consult
            | EventType::Cooperate
            | EventType::Aid
            | EventType::Support
            | EventType::Retreat
            | EventType::Agree
            | EventType::Concede
    )
}

/// Claims whose cue is itself an act of agreeing: the promised act is not told a second time.
fn promises(claims: &[Claim], acts: &[Act]) -> Vec<usize> {
    let agrees = |c: &Claim| {
        c.cue.as_ref().is_some_and(|cue| {
            acts.iter().any(|a| {
                a.sentence == cue.sentence
                    && a.token == cue.token
                    && matches!(a.kind, EventType::Agree | EventType::Concede)
            })
        })
    };
    (0..claims.len()).filter(|&i| agrees(&claims[i])).collect()
}

/// Claims whose content holds a place, smallest content first.
pub(crate) fn holders(claims: &[Claim], place: ByteRange) -> Vec<usize> {
    let mut out: Vec<usize> = (0..claims.len()).filter(|&i| claims[i].holds(place)).collect();
    out.sort_by_key(|&i| (claims[i].size(), i));
    out
}

fn standing(claims: &[Claim], reality: &Reality, sources: &[usize]) -> (Standing, &'static str) {
    let real = reality.auxiliary.iter().all(|a| *a == Auxiliary::Historical);
    if !real {
        return (Standing::Open, "rule.auxiliary");
    }
    match sources.first().map(|&i| claims[i].stance) {
        None => (Standing::Asserted, "rule.own-voice"),
        Some(Stance::Confirm) => (Standing::Asserted, "rule.confirmed"),
        Some(Stance::Predict | Stance::Demand | Stance::Ask | Stance::Deny) => (Standing::Open, "rule.stance"),
        Some(_) => (Standing::Claimed, "rule.sourced"),
    }
}
