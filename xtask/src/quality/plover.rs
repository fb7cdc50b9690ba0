//! Events of single sentences, scored by the shared script, and the sectors of those who take part.

use super::codings::{self, Coding, Row};
use super::figures;
use super::scores::share;
use anyhow::{Context, Result};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// What stands in the file for no sector, and sectors that PLOVER has no more.
const NO_SECTORS: [&str; 4] = ["-", "***", "MOS", "CIV"];

/// Prints all figures.
pub fn report(root: &Path) -> Result<()> {
    let path = root.join("../shared/gold/en-plover-dev.tsv");
    let printed = super::script(root, "plover.py", &path)?;
    let (by_type, all) = printed.trim().split_once('\n').context("plover.py gives too few lines")?;
    let figure = |name: &str| {
        let value = all.split("  ").find_map(|part| part.strip_prefix(name)?.trim().parse::<f64>().ok());
        value.with_context(|| format!("plover.py does not give the {name}"))
    };
    let (sectors, joined_sectors) = sectors(root, &std::fs::read_to_string(&path)?)?;
    figures::table(
        "PLOVER's sentences",
        &[
            ("type and pair right: macro F1", figure("macro-F1")?, Some(0.70)),
            ("type and pair right: micro F1", figure("micro-F1")?, Some(0.70)),
            ("pair joined by any event", figure("pair joined")?, Some(0.85)),
            ("type found at all", figure("type found")?, None),
            ("sectors, where the pair is joined", joined_sectors, Some(0.75)),
            ("sectors, all", sectors, None),
        ],
    );
    let types: Vec<&str> = by_type.split_whitespace().collect();
    let lines: Vec<String> = types.chunks(2).map(|x| x.join(" ")).collect();
    figures::list("F1 of each type:", &lines);
    Ok(())
}

/// Who stands on one side: states, with those sectors that are told apart today.
type Side = Vec<(String, Option<String>)>;

/// The share of sectors in the gold that the program gives to the same state in an event: of all of them, and of
/// those in records whose pair of states an event joins, in whatever direction.
fn sectors(root: &Path, gold: &str) -> Result<(f64, f64)> {
    let mut lines = gold.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().context("an empty file")?;
    let records: Vec<HashMap<&str, &str>> = lines.map(|line| head.iter().copied().zip(line).collect()).collect();
    let cell = |record: &HashMap<&str, &str>, name: &str| (*record.get(name).unwrap_or(&"")).to_owned();
    let rows: Vec<Row> = records
        .iter()
        .map(|r| Row { id: r["id"], text: r["text"], date: r.get("date").copied(), language: "en" })
        .collect();
    let codings = codings::code(root, "plover", &rows)?;
    let (mut right, mut all, mut joined_right, mut joined) = (0, 0, 0, 0);
    for (record, row) in records.iter().zip(&rows) {
        let side = |name: &str| -> Side {
            let (states, sectors) = (cell(record, name), cell(record, &format!("{name}_sector")));
            let sectors = sectors.split(' ').map(str::to_owned).chain(std::iter::repeat("-".to_owned()));
            let known = |sector: String| Some(sector).filter(|s| !s.is_empty() && !NO_SECTORS.contains(&s.as_str()));
            states.split_whitespace().map(|state| folded(state).to_owned()).zip(sectors.map(known)).collect()
        };
        let (source, target) = (side("source"), side("target"));
        let events = codings.get(row.id).map(found).unwrap_or_default();
        let joins = |(actor, recipient): &(Side, Side)| {
            let pair = |a: &Side, b: &Side| {
                if target.is_empty() {
                    states(a.iter().chain(b)) == states(&source)
                } else {
                    states(a) == states(&source) && states(b) == states(&target)
                }
            };
            pair(actor, recipient) || pair(recipient, actor)
        };
        let is_joined = events.iter().any(joins);
        for member in source.iter().chain(&target).filter(|member| member.1.is_some()) {
            let has = |event: &(Side, Side)| event.0.contains(member) || event.1.contains(member);
            all += 1;
            right += usize::from(events.iter().any(has));
            if is_joined {
                joined += 1;
                joined_right += usize::from(events.iter().any(|event| joins(event) && has(event)));
            }
        }
    }
    Ok((share(right, all), share(joined_right, joined)))
}

/// States of a side; those unknown are left out.
fn states<'a>(side: impl IntoIterator<Item = &'a (String, Option<String>)>) -> BTreeSet<&'a str> {
    side.into_iter().map(|(state, _)| state.as_str()).filter(|state| !state.is_empty()).collect()
}

/// Actors and recipients of each event.
fn found(coding: &Coding) -> Vec<(Side, Side)> {
    let side = |fillers: &[codings::Filler]| -> Side {
        let actors = fillers.iter().filter_map(|filler| coding.actor(&filler.id));
        actors.map(|a| (a.state.as_deref().map_or("", folded).to_owned(), a.sector.clone())).collect()
    };
    coding.events.iter().map(|event| (side(&event.actor), side(&event.recipient))).collect()
}

/// The file has one code for all organisations of states.
fn folded(state: &str) -> &str {
    if matches!(state, "UNO" | "EUR") { "IGO" } else { state }
}
