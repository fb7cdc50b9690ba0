//! What one document tells: its reports and outlooks with everything that a row shows.

use super::{Openness, Party, Prospect, RowPlace, Says, Telling, Voice, Window};
use crate::days::{day_of, is_told, overlap};
use crate::index::{Index, act_of};
use depesche_record::{
    Actor, Auxiliary, Certainty, Coding, Event, EventType, Evidence, Outlook, Precision, Quantity, Sector, Stance,
    Standing,
};
use std::collections::BTreeSet;

/// One document's part in a brief.
pub(super) struct Told {
    pub(super) reports: Vec<Report>,
    /// Each with one telling.
    pub(super) prospects: Vec<Prospect>,
    pub(super) n_historical: usize,
}

/// One report of an act.
pub(super) struct Report {
    /// Position in its document.
    pub(super) nr: usize,
    /// Tellings of one act in one document share it.
    pub(super) act: String,
    pub(super) kind: EventType,
    pub(super) mode: Vec<String>,
    pub(super) class: String,
    pub(super) anchor: String,
    pub(super) object: Option<String>,
    pub(super) reciprocal: bool,
    pub(super) negated: bool,
    pub(super) standing: Standing,
    pub(super) openness: Option<Openness>,
    pub(super) who: Vec<Party>,
    pub(super) whom: Vec<Party>,
    /// The parties as sets: what must be equal for two acts to be one.
    pub(super) sides: (BTreeSet<String>, BTreeSet<String>),
    pub(super) day: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) dated: bool,
    pub(super) place: Option<RowPlace>,
    /// The place is fine enough to tell two acts apart.
    pub(super) local: bool,
    pub(super) quantities: Vec<Quantity>,
    pub(super) factuality: i8,
    pub(super) telling: Telling,
}

/// Takes from a coding what lies within the window.
pub(super) fn tell(coding: &Coding, window: &Window) -> Result<Told, String> {
    let index = Index::new(coding);
    let mut told = Told { reports: Vec::new(), prospects: Vec::new(), n_historical: 0 };
    // What an outlook says stands among the outlooks.
    let foreseen: BTreeSet<&str> = coding
        .outlooks
        .iter()
        .flat_map(|o| o.antecedent_events.iter().chain(&o.consequent_events))
        .map(String::as_str)
        .collect();
    for (nr, event) in coding.events.iter().enumerate() {
        if event.auxiliary.contains(&Auxiliary::Historical) {
            told.n_historical += 1;
            continue;
        }
        if event.standing == Standing::Open && foreseen.contains(event.id.as_str()) {
            continue;
        }
        let report = report(nr, event, coding, &index)?;
        if window.holds(report.day.as_deref()) {
            told.reports.push(report);
        }
    }
    let published_within = window.holds(coding.document.date.as_deref());
    for outlook in &coding.outlooks {
        let horizon = outlook.horizon.as_ref().map(|h| (h.from.as_deref(), h.to.as_deref()));
        let due = horizon.filter(|days| *days != (None, None));
        if published_within || due.is_some_and(|days| overlap(days, (window.from.as_deref(), window.to.as_deref()))) {
            told.prospects.push(prospect(outlook, coding, &index)?);
        }
    }
    Ok(told)
}

fn report(nr: usize, event: &Event, coding: &Coding, index: &Index<'_>) -> Result<Report, String> {
    let voices = voices(&event.sources, index)?;
    let stance = voices.first().map(|v| v.stance);
    let negated = event.auxiliary.contains(&Auxiliary::Negation);
    let says = match stance {
        Some(Stance::Deny) => Says::Denies,
        Some(Stance::Decline) => Says::Declines,
        // Who demands, fears or asks about an absence denies nothing.
        None | Some(Stance::Assert | Stance::Confirm | Stance::Assess) if negated => Says::Denies,
        _ => Says::Affirms,
    };
    let who = index.fillers(&event.actor)?;
    let whom = index.fillers(&event.recipient)?;
    let time = event.time.as_ref();
    let place = event.place.as_ref();
    Ok(Report {
        nr,
        act: act_of(event).to_owned(),
        kind: event.kind,
        mode: event.mode.clone(),
        class: event.class.clone(),
        anchor: event.anchor.text.clone(),
        object: event.object.as_ref().map(|o| o.text.clone()),
        reciprocal: event.reciprocal,
        negated,
        standing: event.standing,
        openness: (event.standing == Standing::Open || says != Says::Affirms).then(|| openness(stance, event)),
        sides: (side(&who), side(&whom)),
        who: parties(&who),
        whom: parties(&whom),
        day: day_of(time, coding.document.date.as_deref()),
        from: time.and_then(|t| t.from.clone()),
        to: time.and_then(|t| t.to.clone()),
        dated: is_told(time),
        place: place.map(|p| RowPlace { name: p.name.clone(), country: p.country.clone() }),
        local: place.is_some_and(|p| matches!(p.precision, Precision::Point | Precision::City)),
        quantities: event.quantities.clone(),
        factuality: event.factuality,
        telling: telling(&event.key, &event.evidence, says, event.certainty, voices, coding, index)?,
    })
}

fn prospect(outlook: &Outlook, coding: &Coding, index: &Index<'_>) -> Result<Prospect, String> {
    let horizon = outlook.horizon.as_ref().filter(|h| h.from.is_some() || h.to.is_some());
    let voices = voices(&outlook.sources, index)?;
    let (key, certainty) = (&outlook.key, outlook.certainty);
    Ok(Prospect {
        kind: outlook.kind,
        due_from: horizon.and_then(|h| h.from.clone()),
        due_to: horizon.and_then(|h| h.to.clone()),
        granularity: horizon.map(|h| h.granularity),
        antecedent: outlook.antecedent.map(|s| index.text(s).map(str::to_owned)).transpose()?,
        consequent: index.text(outlook.consequent)?.to_owned(),
        polarity: outlook.polarity,
        certainty,
        tellings: vec![telling(key, &outlook.evidence, Says::Affirms, certainty, voices, coding, index)?],
    })
}

fn telling(
    key: &str,
    evidence: &Evidence,
    says: Says,
    certainty: Certainty,
    voices: Vec<Voice>,
    coding: &Coding,
    index: &Index<'_>,
) -> Result<Telling, String> {
    let document = &coding.document;
    Ok(Telling {
        key: key.to_owned(),
        document: document.id.clone(),
        external_id: document.external_id.clone(),
        title: document.title.clone(),
        outlet: document.outlet.clone(),
        published: document.date.clone(),
        language: document.language,
        sentence: index.sentence(evidence)?.to_owned(),
        says,
        certainty,
        voices,
    })
}

fn voices(claim_ids: &[String], index: &Index<'_>) -> Result<Vec<Voice>, String> {
    let voice = |(_, claim)| {
        let claim: &depesche_record::Claim = claim;
        Ok(Voice {
            name: index.voice(claim)?,
            states: index.actors(&claim.source.actors)?.iter().filter_map(|a| a.state.clone()).collect(),
            kind: claim.source.kind,
            stance: claim.stance,
        })
    };
    index.claims(claim_ids)?.into_iter().map(voice).collect()
}

/// Why an act is open: the innermost voice's stance says more than the auxiliary modes.
fn openness(stance: Option<Stance>, event: &Event) -> Openness {
    let of_auxiliary = |auxiliary| event.auxiliary.contains(&auxiliary);
    match stance {
        Some(Stance::Demand) => Openness::Demanded,
        Some(Stance::Threaten) => Openness::Threatened,
        Some(Stance::Promise) => Openness::Announced,
        Some(Stance::Predict) => Openness::Expected,
        Some(Stance::Ask) => Openness::Asked,
        Some(Stance::Decline) => Openness::NotAdmitted,
        _ if of_auxiliary(Auxiliary::Negation) => Openness::Negated,
        _ if of_auxiliary(Auxiliary::Hypothetical) => Openness::Supposed,
        _ if of_auxiliary(Auxiliary::Future) => Openness::Expected,
        _ => Openness::Supposed,
    }
}

fn parties(actors: &[&Actor]) -> Vec<Party> {
    let party =
        |a: &&Actor| Party { name: a.name.clone(), role: a.role.clone(), state: a.state.clone(), code: a.code.clone() };
    let mut parties: Vec<Party> = Vec::new();
    for party in actors.iter().map(party) {
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

fn side(actors: &[&Actor]) -> BTreeSet<String> {
    actors.iter().map(|a| identity(a)).collect()
}

/// What makes two documents' actors one for a brief: a state and its government are one, other organs of a state
/// are told apart by sector; where codes are shared by many (firms, parties, groups) the name decides.
fn identity(actor: &Actor) -> String {
    let name = || actor.entity.clone().unwrap_or_else(|| actor.name.to_lowercase());
    let Some(state) = &actor.state else { return name() };
    match actor.sector {
        None | Some(Sector::Gov) if actor.code.len() > state.len() && !actor.code.ends_with("GOV") => {
            actor.code.clone()
        }
        None | Some(Sector::Gov) if matches!(state.as_str(), "IGO" | "NGO" | "ISM" | "IMG" | "MNC") => name(),
        None | Some(Sector::Gov) => state.clone(),
        Some(
            Sector::Mil
            | Sector::Spy
            | Sector::Leg
            | Sector::Jud
            | Sector::Cop
            | Sector::Opp
            | Sector::Cvl
            | Sector::Ref
            | Sector::Pre,
        ) => actor.code.clone(),
        Some(_) => format!("{} {}", actor.code, name()),
    }
}
