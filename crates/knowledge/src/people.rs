//! Office holders by name and day.

use std::cmp::Reverse;

use depesche_record::Language;

use crate::fold::fold;
use crate::schema::{OfficeRow, PersonRow};
use crate::tables::Tables;

/// Years after an office in which its holder is still meant by a surname alone.
const FORMER_YEARS: i32 = 25;
/// Years before an office in which its holder may already be in the news.
const COMING_YEARS: i32 = 3;

/// How an office stands to the day that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tenure {
    /// Held on the day.
    Holds,
    /// Held earlier.
    Former,
    /// Still to come, within three years.
    Coming,
    /// No day was given.
    Undated,
}

/// A person whom a name may name, with the office that fits the day best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonHit {
    /// The row.
    pub person: &'static PersonRow,
    /// One of the row's offices.
    pub office: &'static OfficeRow,
    /// How the office stands to the day.
    pub tenure: Tenure,
}

impl PersonHit {
    /// PLOVER sector on the day: the office's while it is held, `ELI` after it, none before it, without a day and in
    /// international organisations.
    #[must_use]
    pub fn sector(&self) -> Option<&'static str> {
        match self.tenure {
            Tenure::Holds => Some(self.office.sector.as_str()).filter(|sector| !sector.is_empty()),
            Tenure::Former => Some("ELI"),
            Tenure::Coming | Tenure::Undated => None,
        }
    }

    fn new(person: &'static PersonRow, on: Option<&str>, one_word: bool) -> Option<Self> {
        let offices = person.offices.iter();
        let Some((day, year)) = on.and_then(|day| year(day).map(|year| (day, year))) else {
            let office = offices.max_by_key(|office| (office.until.is_empty(), &office.until, &office.from))?;
            return Some(Self { person, office, tenure: Tenure::Undated });
        };
        let fitting = offices.filter_map(|office| {
            let tenure = office.tenure(day);
            let near = match tenure {
                Tenure::Former => !one_word || year - year_or(&office.until, year) <= FORMER_YEARS,
                Tenure::Coming => year_or(&office.from, year) - year <= COMING_YEARS,
                Tenure::Holds | Tenure::Undated => true,
            };
            near.then_some(Self { person, office, tenure })
        });
        fitting.min_by_key(|hit| (hit.tenure, Reverse(hit.end()), Reverse(&hit.office.from)))
    }
}

impl PersonHit {
    /// The end of a former office, which tells how near it is; nothing for others.
    fn end(&self) -> &'static str {
        if self.tenure == Tenure::Former { &self.office.until } else { "" }
    }
}

impl OfficeRow {
    fn tenure(&self, day: &str) -> Tenure {
        if before(day, &self.from) {
            Tenure::Coming
        } else if !self.until.is_empty() && before(&self.until, day) {
            Tenure::Former
        } else {
            Tenure::Holds
        }
    }
}

/// Whether a day comes before another, as far as both are known: `2014` is not before `2014-05-03`.
fn before(a: &str, b: &str) -> bool {
    let known = a.len().min(b.len());
    a.get(..known) < b.get(..known)
}

fn year(day: &str) -> Option<i32> {
    day.get(..4)?.parse().ok()
}

fn year_or(day: &str, otherwise: i32) -> i32 {
    year(day).unwrap_or(otherwise)
}

/// Whom a name may name: holders on the day in the order of the table, then former ones, the latest first, then those
/// to come; spellings of the other language count where the own one has none.
pub(crate) fn find(
    tables: &'static Tables<'static>,
    language: Language,
    name: &str,
    on: Option<&str>,
) -> Vec<PersonHit> {
    let folded = fold(name.trim());
    let rows = |name: &str| {
        let from = tables.person_names.partition_point(|known| *known.folded < *name);
        let count = tables.person_names[from..].partition_point(|known| *known.folded == *name);
        &tables.person_names[from..from + count]
    };
    let genitives = ["'s", "s", "'"].iter().filter_map(|ending| folded.strip_suffix(ending));
    let Some(found) = [folded.as_str()].into_iter().chain(genitives).map(rows).find(|found| !found.is_empty()) else {
        return Vec::new();
    };
    let own = |german: bool, english: bool| match language {
        Language::German => german,
        Language::English => english,
    };
    let any_own = found.iter().any(|known| own(known.german, known.english));
    let mut hits: Vec<PersonHit> = found
        .iter()
        .filter(|known| !any_own || own(known.german, known.english))
        .filter_map(|known| tables.people.get(known.person as usize))
        .filter_map(|person| PersonHit::new(person, on, !folded.contains(' ')))
        .collect();
    hits.sort_by_key(|hit| (hit.tenure, Reverse(hit.end())));
    hits
}
