//! Rows into sections: what is contested is found here.

use super::fold::{Row, fold};
use super::tell::Report;
use super::{Act, Says};
use crate::days::overlap;
use depesche_record::{SourceKind, Standing};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Acts by section, each section in the brief's order.
pub(super) struct Sections {
    pub(super) happened: Vec<Act>,
    pub(super) claimed: Vec<Act>,
    pub(super) contested: Vec<Act>,
    pub(super) open: Vec<Act>,
}

/// A denial without a day of its own speaks of what was published at most so many days before or after it.
const MAX_DAYS_APART: i32 = 14;

/// Sorts reports into sections, one row for each act.
pub(super) fn sections(reports: Vec<Report>) -> Sections {
    let (affirming, denials): (Vec<_>, Vec<_>) = reports.into_iter().partition(|r| r.telling.says == Says::Affirms);
    let (open, held): (Vec<_>, Vec<_>) = affirming.into_iter().partition(|r| r.standing == Standing::Open);

    let mut held: Vec<(Row, Vec<Row>)> = fold(held).into_iter().map(|row| (row, Vec::new())).collect();
    let mut alone = Vec::new();
    for denial in fold_by(denials, |r| r.telling.says) {
        let fit = held.iter().enumerate().filter_map(|(i, (row, _))| Some((fit(&denial, row)?, i))).min();
        match fit.and_then(|(_, i)| held.get_mut(i)) {
            Some((_, denials)) => denials.push(denial),
            None => alone.push(denial),
        }
    }

    let mut sections = Sections { happened: Vec::new(), claimed: Vec::new(), contested: Vec::new(), open: Vec::new() };
    for (mut row, denials) in held {
        let denied = denials.iter().any(|d| d.best().is_some_and(|r| r.telling.says == Says::Denies));
        let asserted = row.best().is_some_and(|r| r.standing == Standing::Asserted);
        denials.into_iter().for_each(|denial| row.join(denial));
        let section = match (denied, asserted) {
            (true, _) => &mut sections.contested,
            (false, true) => &mut sections.happened,
            (false, false) => &mut sections.claimed,
        };
        section.extend(row.act());
    }
    for denial in alone {
        // A source's denial answers somebody, even where nobody in the ledger said it; a document's own
        // "did not", its author's judgement and a refusal to comment leave the act open.
        let by_source = denial.best().is_some_and(|r| {
            let voice = r.telling.voices.first();
            r.telling.says == Says::Denies && voice.is_some_and(|v| v.kind != SourceKind::Author)
        });
        let section = if by_source { &mut sections.contested } else { &mut sections.open };
        section.extend(denial.act());
    }
    sections.open.extend(fold_by(open, |r| (r.openness, r.negated)).into_iter().filter_map(Row::act));
    for act in &mut sections.contested {
        act.openness = None;
    }
    for section in [&mut sections.happened, &mut sections.claimed, &mut sections.contested, &mut sections.open] {
        section.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    sections
}

/// Folds each kind of report by itself.
fn fold_by<K: Ord>(reports: Vec<Report>, kind: impl Fn(&Report) -> K) -> Vec<Row> {
    let mut kinds: BTreeMap<K, Vec<Report>> = BTreeMap::new();
    for report in reports {
        kinds.entry(kind(&report)).or_default().push(report);
    }
    kinds.into_values().flat_map(fold).collect()
}

/// How well a denial speaks of an act, small is good; null where it speaks of another.
fn fit(denial: &Row, act: &Row) -> Option<(u8, i32)> {
    let pairs = denial.reports.iter().flat_map(|d| act.reports.iter().map(move |a| (d, a)));
    pairs.filter_map(|(d, a)| fit_of(d, a)).min()
}

fn fit_of(denial: &Report, act: &Report) -> Option<(u8, i32)> {
    if denial.telling.document == act.telling.document && denial.act == act.act {
        return Some((0, 0));
    }
    let ((who, whom), (by, to)) = (&denial.sides, &act.sides);
    if denial.kind != act.kind || who.is_disjoint(by) {
        return None;
    }
    if !whom.is_empty() && !to.is_empty() && whom.is_disjoint(to) {
        return None;
    }
    let days_apart = if denial.dated && act.dated {
        let days = |r: &'_ Report| (r.from.clone(), r.to.clone());
        let (d, a) = (days(denial), days(act));
        let together = overlap((d.0.as_deref(), d.1.as_deref()), (a.0.as_deref(), a.1.as_deref()));
        together.then_some(0)?
    } else {
        let apart = days_between(denial.telling.published.as_deref(), act.telling.published.as_deref())?;
        (apart <= MAX_DAYS_APART).then_some(apart)?
    };
    let likeness = match (who == by && whom == to, denial.class == act.class) {
        (true, true) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (false, false) => 4,
    };
    Some((likeness, days_apart))
}

/// Days between two ISO days; null where one is not known.
fn days_between(a: Option<&str>, b: Option<&str>) -> Option<i32> {
    let (a, b): (Date, Date) = (a?.parse().ok()?, b?.parse().ok()?);
    Some((a - b).get_days().abs())
}

/// The newest day first, unknown days last; within a day by type and parties, what more documents tell first.
fn order(act: &Act) -> impl Ord + '_ {
    let names = |parties: &[super::Party]| parties.iter().map(|p| p.code.clone()).collect::<Vec<_>>();
    let key = act.tellings.first().map(|t| (&t.document, &t.key));
    let told = Reverse(act.tellings.len());
    (Reverse(&act.day), act.openness, act.kind, names(&act.who), names(&act.whom), told, key)
}
