//! Acts with roles, reality and sources, before they become the contract's events.

use crate::acts::Act;
use crate::auxiliaries;
use crate::carried::carry;
use crate::cast::Cast;
use crate::claims::Claim;
use crate::factuality::{Reality, reality};
use crate::places::FoundPlace;
use crate::roles::{Roles, roles};
use crate::text::Text;
use crate::weights::Case;
use depesche_record::{Auxiliary, ByteRange, EventType, SourceKind, Stance, Standing};

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
        let mut reality = reality(text, &around, act.sentence, act.token);
        auxiliaries::weigh(text, &around, &act, &mut reality);
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
    carry(cast, &mut out);
    out
}

/// The cases of an act's auxiliary modes and certainty, for training.
pub(crate) fn auxiliary_cases(text: &Text<'_>, claims: &[Claim], act: &Act) -> Vec<Case> {
    let holders = holders(claims, text.trees[act.sentence].token(act.token).range);
    let around: Vec<&Claim> = holders.iter().map(|&i| &claims[i]).collect();
    auxiliaries::cases(text, &around, act, &reality(text, &around, act.sentence, act.token))
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
    let own = |i: &&usize| claims[**i].source_kind == SourceKind::Author;
    let open = |stance: Stance| matches!(stance, Stance::Predict | Stance::Demand | Stance::Ask | Stance::Suspect);
    if sources.iter().filter(own).any(|&i| open(claims[i].stance)) {
        return (Standing::Open, "rule.stance");
    }
    match sources.iter().find(|i| !own(i)).map(|&i| claims[i].stance) {
        None => (Standing::Asserted, "rule.own-voice"),
        Some(Stance::Confirm) => (Standing::Asserted, "rule.confirmed"),
        Some(Stance::Predict | Stance::Demand | Stance::Ask | Stance::Deny) => (Standing::Open, "rule.stance"),
        Some(_) => (Standing::Claimed, "rule.sourced"),
    }
}
