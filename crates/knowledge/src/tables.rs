//! All tables in one value: what the build script writes and [`crate::Knowledge`] opens.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::schema::{
    ActRow, CategoryRow, ClassRow, ControlRow, CueRow, MediaRow, OrganisationRow, PersonRow, RegionRow, RoleRow,
    StateNameRow, StateRow,
};
use crate::schema_words::{ModalityTable, NumberTable, TextTable, TimeTable};

/// Every row of `knowledge/`, checked, in the order of the files' names.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tables<'a> {
    /// `classes/*.toml`.
    pub classes: Vec<ClassRow>,
    /// `objects/objects.toml`.
    pub categories: Vec<CategoryRow>,
    /// `actors/states.toml`.
    pub states: Vec<StateRow>,
    /// `actors/organisations.toml`.
    pub organisations: Vec<OrganisationRow>,
    /// `actors/media.toml`.
    pub media: Vec<MediaRow>,
    /// `actors/people.toml`.
    pub people: Vec<PersonRow>,
    /// Every name of every person, sorted by name, then by the order of the table.
    #[serde(borrow)]
    pub person_names: Vec<PersonName<'a>>,
    /// `places/regions.toml`.
    pub regions: Vec<RegionRow>,
    /// The folder `de/`.
    pub german: Words,
    /// The folder `en/`.
    pub english: Words,
    /// `places/cities.tsv`, most populous first.
    #[serde(borrow)]
    pub cities: Vec<City<'a>>,
    /// Every name of every city, sorted by name, then by population.
    #[serde(borrow)]
    pub city_names: Vec<CityName<'a>>,
}

/// The tables of one language.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// Verbs of `acts/*.toml`.
    pub verbs: Vec<ActRow>,
    /// Nouns of `acts/*.toml`.
    pub nouns: Vec<ActRow>,
    /// `speech.toml`.
    pub cues: Vec<CueRow>,
    /// `states.toml`.
    pub states: Vec<StateNameRow>,
    /// `roles.toml`.
    pub roles: Vec<RoleRow>,
    /// `control.toml`.
    pub control: Vec<ControlRow>,
    /// `modality.toml`.
    pub modality: ModalityTable,
    /// `time.toml`.
    pub time: TimeTable,
    /// `numbers.toml`.
    pub numbers: NumberTable,
    /// `text.toml`.
    pub text: TextTable,
}

/// A city of GeoNames.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct City<'a> {
    /// Usual English name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Usual German name, empty where it is the English one.
    #[serde(borrow)]
    pub german: Cow<'a, str>,
    /// Code of the state, as in `actors/states.toml`.
    #[serde(borrow)]
    pub country: Cow<'a, str>,
    /// First-level division as GeoNames codes it within the country, possibly empty.
    #[serde(borrow)]
    pub admin1: Cow<'a, str>,
    /// Latitude in degrees, to about a kilometre.
    pub lat: f64,
    /// Longitude in degrees, to about a kilometre.
    pub lon: f64,
    /// GeoNames id.
    pub geonames: u32,
    /// Inhabitants.
    pub population: u32,
}

/// One name of one city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityName<'a> {
    /// The name, folded by [`crate::fold::fold`].
    #[serde(borrow)]
    pub folded: Cow<'a, str>,
    /// Met in German texts.
    pub german: bool,
    /// Met in English texts.
    pub english: bool,
    /// Place in [`Tables::cities`].
    pub city: u32,
}

/// One name of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName<'a> {
    /// The name, folded by [`crate::fold::fold`].
    #[serde(borrow)]
    pub folded: Cow<'a, str>,
    /// Met in German texts.
    pub german: bool,
    /// Met in English texts.
    pub english: bool,
    /// Place in [`Tables::people`].
    pub person: u32,
}
