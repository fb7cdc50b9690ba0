//! Many reports of one act become one row.

use super::tell::Report;
use super::{Act, Number, Says};
use depesche_record::{EventType, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// Reports of one act, the best first.
pub(super) struct Row {
    pub(super) reports: Vec<Report>,
}

/// What acts in several documents must share to be one.
type Likeness = (EventType, (BTreeSet<String>, BTreeSet<String>), Option<String>, Option<String>, String);

/// Folds reports into rows: first the tellings of each document, then the documents.
pub(super) fn fold(reports: Vec<Report>) -> Vec<Row> {
    let mut acts: BTreeMap<(String, String), Vec<Report>> = BTreeMap::new();
    for report in reports {
        acts.entry((report.telling.document.clone(), report.act.clone())).or_default().push(report);
    }
    let mut acts: Vec<Row> = acts.into_values().map(Row::new).collect();
    acts.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut alike: BTreeMap<Likeness, Vec<Row>> = BTreeMap::new();
    for act in acts {
        let Some(likeness) = act.best().map(likeness) else { continue };
        let rows = alike.entry(likeness).or_default();
        let fit = rows.iter().enumerate().filter_map(|(i, row)| Some((row.fit(&act)?, i))).min();
        match fit.and_then(|(_, i)| rows.get_mut(i)) {
            Some(row) => row.join(act),
            None => rows.push(act),
        }
    }
    alike.into_values().flatten().collect()
}

fn likeness(report: &Report) -> Likeness {
    // Without any party nothing but the words themselves says that two acts are one.
    let nobody = report.sides.0.is_empty() && report.sides.1.is_empty();
    let words = if nobody { report.telling.sentence.clone() } else { String::new() };
    let days = if report.dated { (&report.from, &report.to) } else { (&report.day, &report.day) };
    (report.kind, report.sides.clone(), days.0.clone(), days.1.clone(), words)
}

impl Row {
    fn new(mut reports: Vec<Report>) -> Self {
        reports.sort_by(|a, b| quality(a).cmp(&quality(b)));
        Self { reports }
    }

    /// The telling that the row shows.
    pub(super) fn best(&self) -> Option<&Report> {
        self.reports.first()
    }

    /// Adds tellings of the same act.
    pub(super) fn join(&mut self, other: Self) {
        self.reports.extend(other.reports);
        self.reports.sort_by(|a, b| quality(a).cmp(&quality(b)));
    }

    /// How well another act goes into this row, small is good; null where it is another act.
    ///
    /// Two acts of one document stay apart unless a reader could not tell them apart.
    fn fit(&self, other: &Self) -> Option<u8> {
        let (mine, theirs) = (self.best()?, other.best()?);
        let places = |row: &Self| -> BTreeSet<String> {
            row.reports.iter().filter(|r| r.local).filter_map(|r| Some(r.place.as_ref()?.name.clone())).collect()
        };
        let (here, there) = (places(self), places(other));
        if !here.is_empty() && !there.is_empty() && here.is_disjoint(&there) {
            return None;
        }
        if looks(mine) == looks(theirs) {
            return Some(0);
        }
        let document = &theirs.telling.document;
        if self.reports.iter().any(|r| r.telling.document == *document) {
            return None;
        }
        Some(if mine.class == theirs.class { 1 } else { 2 })
    }

    /// Earliest published first, whatever the order of arrival.
    fn order(&self) -> impl Ord + '_ {
        self.best().map(|r| {
            let telling = &r.telling;
            (telling.published.is_none(), &telling.published, &telling.outlet, &telling.document, r.nr)
        })
    }

    /// The row as the brief shows it.
    pub(super) fn act(self) -> Option<Act> {
        let numbers = numbers(&self.reports);
        let affirming = self.reports.iter().filter(|r| r.telling.says == Says::Affirms);
        let surest = affirming.map(|r| r.telling.certainty).min();
        let mut reports = self.reports.into_iter();
        let best = reports.next()?;
        let certainty = surest.unwrap_or(best.telling.certainty);
        // A document's second sentence about the act adds a telling only where it says something else.
        let mut tellings = vec![best.telling];
        for telling in reports.map(|r| r.telling) {
            if !tellings.iter().any(|t| t.key == telling.key || same_word(t, &telling)) {
                tellings.push(telling);
            }
        }
        Some(Act {
            day: best.day,
            from: best.from,
            to: best.to,
            dated: best.dated,
            kind: best.kind,
            mode: best.mode,
            class: best.class,
            anchor: best.anchor,
            object: best.object,
            reciprocal: best.reciprocal,
            negated: best.negated,
            openness: best.openness,
            who: best.who,
            whom: best.whom,
            place: best.place,
            numbers,
            certainty,
            factuality: best.factuality,
            tellings,
        })
    }
}

/// Whether two tellings are of one document, one sentence and one voice.
fn same_word(a: &super::Telling, b: &super::Telling) -> bool {
    a.document == b.document && a.sentence == b.sentence && a.says == b.says && a.voices == b.voices
}

/// What a reader sees of an act besides parties and day.
fn looks(report: &Report) -> impl PartialEq + '_ {
    let object = report.object.as_deref().map(str::to_lowercase);
    (&report.class, &report.mode, object, report.place.as_ref().map(|p| &p.name), report.negated)
}

/// Orders tellings, the best first: asserted, complete, early; then by document and position.
fn quality(report: &Report) -> impl Ord + '_ {
    let standing = match report.standing {
        Standing::Asserted => 0,
        Standing::Claimed => 1,
        Standing::Open => 2,
    };
    let n_known = [!report.who.is_empty(), !report.whom.is_empty(), report.dated].into_iter().filter(|k| *k).count();
    let telling = &report.telling;
    (
        telling.says,
        standing,
        std::cmp::Reverse(n_known),
        telling.published.is_none(),
        &telling.published,
        &telling.outlet,
        &telling.document,
        report.nr,
    )
}

/// Each number once, with the outlets that give it.
fn numbers(reports: &[Report]) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    for report in reports.iter().filter(|r| r.telling.says == Says::Affirms) {
        for quantity in &report.quantities {
            // Fifty tanks are not fifty rockets; of other units the counted noun is only a matter of language.
            let same = |n: &Number| {
                (&n.unit, n.low, n.high) == (&quantity.unit, quantity.low, quantity.high)
                    && (n.of == quantity.of || n.unit != "items")
            };
            let known = numbers.iter().position(same);
            let outlet = report.telling.outlet.clone();
            match known.and_then(|i| numbers.get_mut(i)) {
                Some(number) => number.outlets.extend(outlet.filter(|o| !number.outlets.contains(o))),
                None => numbers.push(Number {
                    text: quantity.text.clone(),
                    low: quantity.low,
                    high: quantity.high,
                    approximate: quantity.approximate,
                    unit: quantity.unit.clone(),
                    of: quantity.of.clone(),
                    outlets: outlet.into_iter().collect(),
                }),
            }
        }
    }
    numbers
}
