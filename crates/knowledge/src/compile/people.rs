//! Checks the people of `actors/people.toml` and sorts their names for lookup.

use std::borrow::Cow;
use std::collections::BTreeSet;

use depesche_record::Sector;

use super::check::{closed, member};
use super::load::{Row, Rows};
use super::problem::Problem;
use crate::fold::fold;
use crate::schema::{OfficeRow, PersonRow};
use crate::tables::PersonName;

/// Notes rows that no text can meet, and offices without a state, sector or time.
pub fn check(people: &Rows<PersonRow>, codes: &BTreeSet<&str>, problems: &mut Vec<Problem>) {
    for row in people {
        let PersonRow { entity, de, en, offices, source, .. } = &row.row;
        if !entity.starts_with("person:") {
            problems.push(row.problem(entity, format!("\"{entity}\" is no person"), "the id begins with \"person:\""));
        }
        if de.is_empty() || en.is_empty() {
            problems.push(row.problem(entity, "a person without a full name", "both languages need one"));
        }
        if offices.is_empty() {
            problems.push(row.problem(entity, "a person without an office", "the table holds office holders only"));
        }
        if source.is_empty() {
            problems.push(row.problem(entity, "a person without a source", "every row says where it comes from"));
        }
        for held in offices {
            office(row, held, codes, problems);
        }
    }
}

fn office(row: &Row<PersonRow>, office: &OfficeRow, codes: &BTreeSet<&str>, problems: &mut Vec<Problem>) {
    let OfficeRow { state, sector, from, until, .. } = office;
    member(row, "state code", state, codes.iter().copied(), problems);
    if !sector.is_empty() {
        let known: Vec<&str> = Sector::ALL.iter().map(|sector| sector.as_str()).collect();
        closed::<_, Sector>(row, "sector", sector, &known, problems);
    }
    let days = [from].into_iter().chain((!until.is_empty()).then_some(until));
    for day in days.filter(|day| !is_day(day)) {
        let reason = "days are written 1991-12-26, 1991-12 or 1991";
        problems.push(row.problem(day, format!("\"{day}\" is no day"), reason));
    }
    if !until.is_empty() && until.get(..from.len()).unwrap_or(until) < from.get(..until.len()).unwrap_or(from) {
        problems.push(row.problem(until, "an office that ends before it begins", format!("it begins on {from}")));
    }
}

/// Whether it is a day, a month or a year of the calendar.
fn is_day(day: &str) -> bool {
    let mut parts = day.split('-');
    let mut part = |n_digits: usize, range: std::ops::RangeInclusive<u16>| match parts.next() {
        Some(digits) => digits.len() == n_digits && digits.parse().is_ok_and(|number| range.contains(&number)),
        None => n_digits == 2,
    };
    part(4, 1800..=2200) && part(2, 1..=12) && part(2, 1..=31) && parts.next().is_none()
}

/// All names of all people, sorted.
pub fn names(people: &[PersonRow]) -> Vec<PersonName<'static>> {
    let mut names = Vec::new();
    for (person, row) in (0..).zip(people) {
        let mut add = |list: &[String], german, english| {
            let list = list.iter().map(|name| Cow::Owned(fold(name)));
            names.extend(list.map(|folded| PersonName { folded, german, english, person }));
        };
        add(&row.de, true, false);
        add(&row.en, false, true);
        add(&row.surname, true, true);
    }
    names.sort_by(|a, b| (&a.folded, a.person).cmp(&(&b.folded, b.person)));
    names.dedup_by(|next, kept| {
        let same = next.folded == kept.folded && next.person == kept.person;
        if same {
            kept.german |= next.german;
            kept.english |= next.english;
        }
        same
    });
    names
}
