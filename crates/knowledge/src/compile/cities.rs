//! Reads `places/cities.tsv` and sorts its names for lookup.

use std::borrow::Cow;
use std::path::Path;

use super::problem::Problem;
use crate::fold::fold;
use crate::tables::{City, CityName};

/// Columns of the table, tab-separated; lines that begin with `#` are comments.
const COLUMNS: usize = 9;

type Cities = (Vec<City<'static>>, Vec<CityName<'static>>);

/// Cities, most populous first, and their names, sorted; none if the file is not there.
pub fn read(path: &Path, codes: &[&str]) -> Result<Cities, Vec<Problem>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut at = 0;
    for line in text.lines() {
        if !line.starts_with('#') && !line.starts_with("name\t") && !line.is_empty() {
            match row(line, codes) {
                Ok(city) => rows.push(city),
                Err(reason) => {
                    problems.push(Problem::at("knowledge/places/cities.tsv", &text, at, "not a city", reason));
                }
            }
        }
        at += line.len() + 1;
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    rows.sort_by_key(|(city, _)| (std::cmp::Reverse(city.population), city.geonames));
    let mut names = Vec::new();
    for (idx, (city, alternates)) in (0..).zip(&rows) {
        let mut add = |name: &str, german, english| {
            if !name.is_empty() {
                names.push(CityName { folded: Cow::Owned(fold(name)), german, english, city: idx });
            }
        };
        add(&city.name, true, true);
        add(&city.german, true, false);
        for name in alternates {
            add(name, true, true);
        }
    }
    names.sort_by(|a, b| (&a.folded, a.city, b.english).cmp(&(&b.folded, b.city, a.english)));
    names.dedup_by(|next, kept| next.folded == kept.folded && next.city == kept.city);
    Ok((rows.into_iter().map(|(city, _)| city).collect(), names))
}

fn row(line: &str, codes: &[&str]) -> Result<(City<'static>, Vec<String>), String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [name, german, alternates, country, admin1, lat, lon, geonames, population] = cells[..] else {
        return Err(format!("the row has {} columns, not {COLUMNS}", cells.len()));
    };
    if !codes.contains(&country) {
        return Err(format!("no state has the code \"{country}\""));
    }
    let owned = |cell: &str| Cow::Owned(cell.to_owned());
    let number = |cell: &str| cell.parse::<f64>().map_err(|_| format!("\"{cell}\" is not a number"));
    let count = |cell: &str| cell.parse::<u32>().map_err(|_| format!("\"{cell}\" is not a whole number"));
    let city = City {
        name: owned(name),
        german: owned(german),
        country: owned(country),
        admin1: owned(admin1),
        lat: number(lat)?,
        lon: number(lon)?,
        geonames: count(geonames)?,
        population: count(population)?,
    };
    Ok((city, alternates.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect()))
}
