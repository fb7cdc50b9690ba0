//! What depesche knows about words, acts, actors and places: the tables of `knowledge/`, ready for lookup.
//!
//! In go the TOML tables that a linguist or country expert edits; the build script checks them, says with file and
//! line what is wrong, and compiles them into one binary that the program carries. Out come answers by word and
//! language: which act a verb tells, what category a thing has, which state a name, adjective or metonym stands for.
//!
//! ```
//! use depesche_knowledge::{Knowledge, NameKind};
//! use depesche_record::Language;
//!
//! let knowledge = Knowledge::embedded()?;
//! let forms = ["des", "Weißen", "Hauses"];
//! let hits = knowledge.find_names(Language::German, &forms, &["der", "weiß", "Haus"], Some("2024-10-25"));
//! assert_eq!(hits[0].entity.id, "state:USA");
//! assert_eq!((hits[0].start, hits[0].end, hits[0].kind), (1, 3, NameKind::Metonym));
//! # Ok::<(), depesche_knowledge::KnowledgeError>(())
//! ```
//!
//! The crate knows words and classes, not texts: which reading holds in a sentence is decided in `depesche-code`.
//!
//! Modules in reading order: [`schema`] and [`schema_words`] (the rows as they stand in TOML), [`tables`] (all of
//! them), `compile` (reading and checking, used by the build script alone), [`fold`] (spelling, endings, compounds),
//! `words`, `names`, `people`, `places` (the lookups).
#![forbid(unsafe_code)]

#[cfg(test)]
mod compile;
pub mod fold;
mod names;
mod people;
mod phrases;
mod places;
pub mod schema;
pub mod schema_words;
pub mod tables;
mod words;

use std::collections::HashMap;
use std::sync::OnceLock;

use depesche_record::Language;

pub use names::{Entity, EntityKind, NameHit, NameKind};
pub use people::{PersonHit, Tenure};
pub use tables::{City, Words};
pub use words::{Act, Cue, CuePos, Modal, ModalKind, Pos, RoleHit};

use names::{Entities, NameIndex};
use places::RegionIndex;
use schema::{CategoryRow, ClassRow, ControlRow, RegionRow};
use tables::Tables;
use words::WordIndex;

static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));

/// Why the tables could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KnowledgeError {
    /// The compiled tables are not what the build script of this very version wrote.
    #[error("the compiled knowledge tables are damaged: {0}")]
    Damaged(String),
}

/// All tables with their indexes.
#[derive(Debug)]
pub struct Knowledge {
    tables: &'static Tables<'static>,
    entities: &'static Entities,
    classes: HashMap<&'static str, &'static ClassRow>,
    /// Built when the language is first asked for.
    german: OnceLock<LanguageIndex>,
    english: OnceLock<LanguageIndex>,
    version: String,
}

#[derive(Debug)]
struct LanguageIndex {
    words: WordIndex,
    names: NameIndex,
    regions: RegionIndex,
}

static TABLES: OnceLock<Result<Tables<'static>, KnowledgeError>> = OnceLock::new();
static ENTITIES: OnceLock<Entities> = OnceLock::new();
static KNOWLEDGE: OnceLock<Result<Knowledge, KnowledgeError>> = OnceLock::new();

impl Knowledge {
    /// The tables that the program carries; opened once, some milliseconds.
    ///
    /// # Errors
    /// [`KnowledgeError::Damaged`] if the compiled tables do not fit this program.
    pub fn embedded() -> Result<&'static Self, KnowledgeError> {
        KNOWLEDGE.get_or_init(Self::open).as_ref().map_err(Clone::clone)
    }

    fn open() -> Result<Self, KnowledgeError> {
        let tables = TABLES
            .get_or_init(|| postcard::from_bytes(COMPILED).map_err(|e| KnowledgeError::Damaged(e.to_string())))
            .as_ref()
            .map_err(Clone::clone)?;
        let entities = ENTITIES.get_or_init(|| Entities::new(tables));
        let classes = tables.classes.iter().map(|class| (class.id.as_str(), class)).collect();
        let version = blake3::hash(COMPILED).to_hex().chars().take(12).collect();
        Ok(Self { tables, entities, classes, german: OnceLock::new(), english: OnceLock::new(), version })
    }

    fn index(&self, language: Language) -> &LanguageIndex {
        let (index, listed): (_, fn(&CategoryRow) -> &[String]) = match language {
            Language::German => (&self.german, |row| &row.de),
            Language::English => (&self.english, |row| &row.en),
        };
        index.get_or_init(|| LanguageIndex {
            words: WordIndex::new(self.words(language), &self.tables.categories, listed, &self.classes),
            names: NameIndex::new(language, self.tables, self.entities),
            regions: RegionIndex::new(language, self.tables),
        })
    }

    /// Version of the tables: the first 12 hex digits of the hash of their compiled form.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Every row, in the order of the files.
    #[must_use]
    pub fn tables(&self) -> &'static Tables<'static> {
        self.tables
    }

    /// One language's rows: times, numbers, text and the rest.
    #[must_use]
    pub fn words(&self, language: Language) -> &'static Words {
        match language {
            Language::German => &self.tables.german,
            Language::English => &self.tables.english,
        }
    }

    /// All meaning classes.
    #[must_use]
    pub fn classes(&self) -> &'static [ClassRow] {
        &self.tables.classes
    }

    /// The meaning class of an id.
    #[must_use]
    pub fn class(&self, id: &str) -> Option<&'static ClassRow> {
        self.classes.get(id).copied()
    }

    /// A word's readings as acts, in the order of the tables, also those of class `none`.
    #[must_use]
    pub fn acts(&self, language: Language, lemma: &str, pos: Pos) -> &[Act] {
        self.index(language).words.acts(lemma, pos)
    }

    /// For a compound, what stands before its listed head as it is written, and the head's readings:
    /// `Waffenlieferung` gives `Waffen` and the rows of `Lieferung`.
    #[must_use]
    pub fn noun_head(&self, language: Language, lemma: &str) -> Option<(String, &[Act])> {
        self.index(language).words.noun_head(lemma)
    }

    /// Categories of a thing, by its lemma, by the tail of a compound, or by a compound's first part (`Waffen`).
    #[must_use]
    pub fn category(&self, language: Language, lemma: &str) -> &[&'static CategoryRow] {
        self.index(language).words.category(lemma)
    }

    /// Readings as a cue of speech.
    pub fn cues(&self, language: Language, lemma: &str, pos: CuePos) -> impl Iterator<Item = Cue> {
        self.index(language).words.cues(lemma, pos)
    }

    /// The longest cue of several words that begins at a token, with its number of tokens: `nach Angaben`.
    #[must_use]
    pub fn cue_phrases_at(
        &self,
        language: Language,
        forms: &[&str],
        lemmas: &[&str],
        at: usize,
    ) -> Option<(usize, &[Cue])> {
        self.index(language).words.cue_phrases_at(forms, lemmas, at)
    }

    /// Readings as a word of modality, negation, condition, purpose or past.
    #[must_use]
    pub fn modals(&self, language: Language, lemma: &str) -> &[Modal] {
        self.index(language).words.modals(lemma)
    }

    /// Whether a word behind a negating one takes its force away: `nicht nur`, `none other than`.
    #[must_use]
    pub fn takes_denial_away(&self, language: Language, form: &str) -> bool {
        self.words(language).modality.not_denying.iter().any(|w| *w == form)
    }

    /// Whether a question word takes the act for granted: `warum`, `how`.
    #[must_use]
    pub fn presupposes(&self, language: Language, form: &str) -> bool {
        self.words(language).modality.presupposing.iter().any(|w| *w == form)
    }

    /// The longest entry of modality of several words that begins at a token: `in order to`.
    #[must_use]
    pub fn modal_phrases_at(
        &self,
        language: Language,
        forms: &[&str],
        lemmas: &[&str],
        at: usize,
    ) -> Option<(usize, &[Modal])> {
        self.index(language).words.modal_phrases_at(forms, lemmas, at)
    }

    /// Where the subject of a verb's infinitive or gerund stands, if it is not the verb's own.
    #[must_use]
    pub fn control(&self, language: Language, verb: &str) -> Option<&'static ControlRow> {
        self.index(language).words.control(verb)
    }

    /// The role that a noun names, also as the tail of a compound.
    #[must_use]
    pub fn role(&self, language: Language, lemma: &str) -> Option<RoleHit<'static>> {
        self.index(language).words.role(lemma)
    }

    /// Roles in a run of tokens, from left to right, those of several words first: `secretary of state`.
    #[must_use]
    pub fn find_roles(&self, language: Language, forms: &[&str], lemmas: &[&str]) -> Vec<RoleHit<'static>> {
        self.index(language).words.find_roles(forms, lemmas)
    }

    /// Names of states, organisations and media in a run of tokens, from left to right and not overlapping.
    ///
    /// `on` is the day (ISO) of the document: it decides between the Soviet Union and Russia behind "Moskau".
    #[must_use]
    pub fn find_names(&self, language: Language, forms: &[&str], lemmas: &[&str], on: Option<&str>) -> Vec<NameHit> {
        let index = self.index(language);
        index.names.find(forms, lemmas, on, self.entities, &index.words)
    }

    /// Whom a full name or surname may name among those who held an office: holders on the day (ISO) first, in the
    /// order of the table, then former ones, the latest first, then those whose office begins within three years.
    ///
    /// A surname alone (`Kim`, `Bush`) stands for a former holder up to 25 years after the office. For people to whom
    /// the text gives no role and no state; what the text says wins, and where it has a full name, ask for that.
    #[must_use]
    pub fn people(&self, language: Language, name: &str, on: Option<&str>) -> Vec<PersonHit> {
        people::find(self.tables, language, name, on)
    }

    /// The one person whom a name names: the first of [`Self::people`], unless a second has as good a claim and belongs
    /// to another state.
    #[must_use]
    pub fn person(&self, language: Language, name: &str, on: Option<&str>) -> Option<PersonHit> {
        let hits = self.people(language, name, on);
        let first = hits.first().copied()?;
        let rival = |hit: &PersonHit| hit.tenure == first.tenure && hit.office.state != first.office.state;
        (!hits.iter().any(rival)).then_some(first)
    }

    /// The entity of an id: `state:DEU`, `org:nato`.
    #[must_use]
    pub fn entity(&self, id: &str) -> Option<&'static Entity> {
        self.entities.by_id(id)
    }

    /// The state of a code: `DEU`, `SUN`; none for `UNO`, `IGO` and the like.
    #[must_use]
    pub fn state(&self, code: &str) -> Option<&'static Entity> {
        self.entities.by_code(code)
    }

    /// The middle of a state or territory in degrees north and east, by its entity: `state:SYR`, `territory:gaza`.
    #[must_use]
    pub fn middle(&self, entity: &str) -> Option<(f64, f64)> {
        let row = self.tables.states.iter().find(|row| row.entity == entity)?;
        row.lat.zip(row.lon)
    }

    /// Cities of that name, most populous first; German texts know exonyms (`Moskau`), both know older names.
    #[must_use]
    pub fn cities(&self, language: Language, name: &str) -> Vec<&'static City<'static>> {
        places::cities(self.tables, language, name)
    }

    /// The region, sea or other place of that name.
    #[must_use]
    pub fn region(&self, language: Language, name: &str) -> Option<&'static RegionRow> {
        self.index(language).regions.get(name)
    }
}
