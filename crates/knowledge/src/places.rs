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
        self.by_name.get(&fold(name)).copied()
    }
}

/// Cities of that name in that language, most populous first.
pub(crate) fn cities<'t>(tables: &'t Tables<'static>, language: Language, name: &str) -> Vec<&'t City<'static>> {
    let folded = fold(name);
    let from = tables.city_names.partition_point(|known| *known.folded < *folded);
    tables.city_names[from..]
        .iter()
        .take_while(|known| known.folded == folded)
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
