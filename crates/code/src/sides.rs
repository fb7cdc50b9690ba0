//! Which states act and which are acted on: what rules, network and the text around say of each, weighed together.
//!
//! Every state that the text names nearby is asked about for every side of an act; a logistic regression over what
//! [`Scene`] says of it decides, so that a side may stay empty or hold several. Its weights stand in `models/sides.tsv`
//! and are learnt from the codes of annotated articles (`training/weights.py`).

use crate::cast::{Cast, Mention, Referent};
use crate::claims::Claim;
use crate::events::Report;
use crate::places::FoundPlace;
use crate::roles::Filler;
use crate::scene::{Row, Scene, Side};
use crate::text::Text;
use crate::weights::Weights;
use depesche_record::EventType;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::new(include_str!("../../../models/sides.tsv")));

const SIDES: [Side; 3] = [Side::Actor, Side::Recipient, Side::Both];

/// Lets the weights decide on every side of every report.
pub(crate) fn weigh(text: &Text<'_>, cast: &Cast, claims: &[Claim], places: &[FoundPlace], reports: &mut [Report]) {
    let rows = Scene { text, cast, claims, places, reports }.all();
    for (report, rows) in reports.iter_mut().zip(rows) {
        let added: Vec<&Row> = SIDES.iter().flat_map(|&side| decide(cast, report, side, &rows)).collect();
        for row in added {
            let (ours, theirs) = match row.side {
                Side::Actor | Side::Both => (&mut report.roles.actor, &report.roles.recipient),
                Side::Recipient => (&mut report.roles.recipient, &report.roles.actor),
            };
            ours.extend(filler(cast, row, theirs));
        }
    }
}

/// Acts that a state often does to its own people; of others, whoever suffers one by the words does not do it.
fn is_domestic(kind: EventType) -> bool {
    !matches!(
        kind,
        EventType::Sanction
            | EventType::Aid
            | EventType::Support
            | EventType::Cooperate
            | EventType::Mobilize
            | EventType::Threaten
    )
}

/// Keeps and drops the states of one side, and gives those to add.
fn decide<'r>(cast: &Cast, report: &mut Report, side: Side, rows: &'r [Row]) -> Vec<&'r Row> {
    let upon = side == Side::Actor && !is_domestic(report.kind);
    let itself = |r: &&Row| upon && r.features.iter().any(|f| f.starts_with("actor open other=slot."));
    let asked: Vec<&Row> = rows.iter().filter(|r| r.side == side && !itself(r)).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let fillers = match side {
        Side::Actor | Side::Both => &mut report.roles.actor,
        Side::Recipient => &mut report.roles.recipient,
    };
    let state = |f: &Filler| cast.entities[f.referent.entity].state.clone();
    let wanted: Vec<&Row> = asked.into_iter().filter(|r| WEIGHTS.logit(&r.features) > 0.0).collect();
    fillers.retain(|f| state(f).is_none_or(|s| wanted.iter().any(|r| r.state == s)));
    let here: BTreeSet<String> = fillers.iter().filter_map(state).collect();
    let added: Vec<&Row> = wanted.into_iter().filter(|r| !here.contains(&r.state)).collect();
    if !added.is_empty() {
        // Whoever is named without a state belongs to the one that was found.
        fillers.retain(|f| state(f).is_some());
    }
    added
}

/// Who stands for a state that the weights add: its mention in the sentence, else the state itself, else whoever of it
/// was named last; never who stands on the other side already.
fn filler(cast: &Cast, row: &Row, other: &[Filler]) -> Option<Filler> {
    let free = |entity: usize| other.iter().all(|f| f.referent.entity != entity);
    let here = row.mention.map(|m| Referent { entity: cast.mentions[m].entity, mention: Some(m) });
    let itself = || cast.find(&format!("state:{}", row.state)).map(|entity| Referent { entity, mention: None });
    let of_state =
        |m: &&Mention| cast.entities[m.entity].state.as_deref() == Some(row.state.as_str()) && free(m.entity);
    let named = || cast.mentions.iter().rfind(of_state).map(|m| Referent { entity: m.entity, mention: None });
    let referent = here.filter(|r| free(r.entity)).or_else(|| itself().filter(|r| free(r.entity))).or_else(named)?;
    Some(Filler { referent, by: "model.sides".to_owned() })
}
