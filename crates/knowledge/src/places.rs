//! Cities and regions by name.

use std::collections::HashMap;

use depesche_record::Language;

use crate::fold::fold;
use crate::schema::RegionRow;
use crate::tables::{City, Tables};

/// Regions of one language by folded name.
#[derive(Debug, Default)]
pub(crate) struct RegionIndex {
    by_name: HashMap<String, &'static RegionRow>,
}

impl RegionIndex {
    pub(crate) fn new(language: Language, tables: &'static Tables<'static>) -> Self {
        let mut by_name = HashMap::new();
        for row in &tables.regions {
            let names = match language {
                Language::German => &row.de,
                Language::English => &row.en,
            };
            for name in names {
                by_name.entry(fold(name)).or_insert(row);
            }
        }
        Self { by_name }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'static RegionRow> {
        let folded = fold(name);
        self.by_name.get(&folded).or_else(|| self.by_name.get(bare(&folded)?)).copied()
    }
}

/// What a region's kind is called behind its name in English and before it in German.
const KINDS_BEHIND: [&str; 14] = [
    "province",
    "region",
    "state",
    "oblast",
    "governorate",
    "prefecture",
    "territory",
    "canton",
    "county",
    "department",
    "district",
    "division",
    "voivodeship",
    "islands",
];
const KINDS_BEFORE: [&str; 14] = [
    "provinz",
    "region",
    "bundesstaat",
    "oblast",
    "gouvernement",
    "präfektur",
    "gebiet",
    "kanton",
    "bundesland",
    "distrikt",
    "departement",
    "woiwodschaft",
    "the",
    "province of",
];

/// A folded name without the word for its kind: `helmand` for `helmand province` and `provinz helmand`.
fn bare(folded: &str) -> Option<&str> {
    let before = KINDS_BEFORE.iter().find_map(|kind| folded.strip_prefix(kind)?.strip_prefix(' '));
    before.or_else(|| KINDS_BEHIND.iter().find_map(|kind| folded.strip_suffix(kind)?.strip_suffix(' ')))
}

/// Cities of that name in that language, most populous first; if there are none, of that name with blanks for hyphens
/// and without apostrophes.
pub(crate) fn cities<'t>(tables: &'t Tables<'static>, language: Language, name: &str) -> Vec<&'t City<'static>> {
    let folded = fold(name);
    let found = named(tables, language, &folded);
    let loosened = folded.replace('-', " ").replace('\'', "");
    if found.is_empty() && loosened != folded { named(tables, language, &loosened) } else { found }
}

fn named<'t>(tables: &'t Tables<'static>, language: Language, folded: &str) -> Vec<&'t City<'static>> {
    let from = tables.city_names.partition_point(|known| *known.folded < *folded);
    tables.city_names[from..]
        .iter()
        .take_while(|known| *known.folded == *folded)
        .filter(|known| match language {
            Language::German => known.german,
            Language::English => known.english,
        })
        .filter_map(|known| tables.cities.get(known.city as usize))
        .collect()
}

impl City<'_> {
    /// Its usual name in a language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        if language == Language::German && !self.german.is_empty() { &self.german } else { &self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_a_kind_comes_off() {
        for (name, rest) in [
            ("helmand province", Some("helmand")),
            ("provinz helmand", Some("helmand")),
            ("province of helmand", Some("helmand")),
            ("helmand", None),
            ("interregion", None),
        ] {
            assert_eq!(bare(name), rest, "{name}");
        }
    }

    #[test]
    fn hyphens_and_apostrophes_do_not_hide_a_city() -> Result<(), crate::KnowledgeError> {
        let knowledge = crate::Knowledge::embedded()?;
        let country = |name| knowledge.cities(Language::English, name).first().map(|city| city.country.as_ref());
        assert_eq!(country("Deir-ez-Zor"), Some("SYR"));
        assert_eq!(country("Makati"), Some("PHL"));
        assert_eq!(knowledge.region(Language::English, "Nangarhar province").map(|row| &*row.country), Some("AFG"));
        Ok(())
    }
}
