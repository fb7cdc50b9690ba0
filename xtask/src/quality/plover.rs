//! Events of single sentences, scored by the shared script, and the sectors of those who take part.

use super::codings::{self, Row};
use super::figures;
use super::scores::share;
use anyhow::{Context, Result};
use depesche_record::{Coding, RoleFiller, Sector};
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

/// Who stands on one side: states, with their sectors where they have one that is told apart today.
type Side = Vec<(String, Option<String>)>;

/// The share of sectors in the gold that the program gives to the same state in an event: of all of them, and of
/// those in records whose pair of states an event joins, in whatever direction.
fn sectors(root: &Path, gold: &str) -> Result<(f64, f64)> {
    let mut lines = gold.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().context("an empty file")?;
    let records: Vec<HashMap<&str, &str>> = lines.map(|line| head.iter().copied().zip(line).collect()).collect();
    let rows: Vec<Row> =
        records.iter().map(|r| Row { id: r["id"], text: r["text"], date: Some(r["date"]), language: "en" }).collect();
    let codings = codings::code(root, "plover", &rows)?;
    let (mut right, mut all, mut joined_right, mut joined) = (0, 0, 0, 0);
    for record in &records {
        let source = expected(record["source"], record["source_sector"]);
        let target = expected(record["target"], record["target_sector"]);
        let events = codings.get(record["id"]).map(found).unwrap_or_default();
        let joining: Vec<_> = events.iter().filter(|event| joins(event, &source, &target)).collect();
        for member in source.iter().chain(&target).filter(|member| member.1.is_some()) {
            let has = |event: &(Side, Side)| event.0.contains(member) || event.1.contains(member);
            all += 1;
            right += usize::from(events.iter().any(has));
            joined += usize::from(!joining.is_empty());
            joined_right += usize::from(joining.iter().any(|event| has(event)));
        }
    }
    Ok((share(right, all), share(joined_right, joined)))
}

/// A side as the file gives it: codes and, in parallel, sectors.
fn expected(codes: &str, sectors: &str) -> Side {
    let known = |sector: &&str| !sector.is_empty() && !NO_SECTORS.contains(sector);
    let sectors = sectors.split(' ').map(|sector| Some(sector).filter(known).map(str::to_owned));
    codes.split_whitespace().map(|code| folded(code).to_owned()).zip(sectors.chain(std::iter::repeat(None))).collect()
}

/// Whether an event joins the states of a record; a record without target has all its states in one set.
fn joins((actor, recipient): &(Side, Side), source: &Side, target: &Side) -> bool {
    if target.is_empty() {
        return states(actor.iter().chain(recipient)) == states(source);
    }
    let sides = [states(actor), states(recipient)];
    let gold = [states(source), states(target)];
    sides == gold || (sides[0] == gold[1] && sides[1] == gold[0])
}

/// States of a side; those unknown are left out.
fn states<'a>(side: impl IntoIterator<Item = &'a (String, Option<String>)>) -> BTreeSet<&'a str> {
    side.into_iter().map(|(state, _)| state.as_str()).filter(|state| !state.is_empty()).collect()
}

/// Actors and recipients of each event.
fn found(coding: &Coding) -> Vec<(Side, Side)> {
    let side = |fillers: &[RoleFiller]| -> Side {
        let actors = fillers.iter().filter_map(|filler| coding.actor(&filler.id));
        let sector = |sector: Option<Sector>| sector.map(|sector| sector.to_string());
        actors.map(|a| (a.state.as_deref().map_or("", folded).to_owned(), sector(a.sector))).collect()
    };
    coding.events.iter().map(|event| (side(&event.actor), side(&event.recipient))).collect()
}

/// The file has one code for all organisations of states.
fn folded(state: &str) -> &str {
    if matches!(state, "UNO" | "EUR") { "IGO" } else { state }
}
