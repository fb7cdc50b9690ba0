//! The rows of the tables in `knowledge/`, exactly as they stand in TOML.

use serde::{Deserialize, Serialize};

/// Where an argument stands: `subj obj dat gen adj part comp` or a preposition in lower case.
pub type Slot = String;

/// A meaning class: what an act is, whatever words or language told it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRow {
    /// Unique, in kebab case: `deliver-arms`.
    pub id: String,
    /// One line for readers of the record.
    pub gloss: String,
    /// PLOVER type in capitals: `AID`.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER modes of the type.
    #[serde(default)]
    pub mode: Vec<String>,
    /// PLOVER contexts, at most three.
    #[serde(default)]
    pub context: Vec<String>,
    /// CAMEO code with its leading zero.
    pub cameo: String,
    /// Both sides act: meeting, agreement, clash.
    #[serde(default)]
    pub reciprocal: bool,
    /// Slots of the actor at a verb.
    #[serde(default = "subject")]
    pub actor: Vec<Slot>,
    /// Slots of the recipient at a verb, best first.
    #[serde(default)]
    pub recipient: Vec<Slot>,
    /// Slots of the actor at a noun.
    #[serde(default = "noun_actor")]
    pub noun_actor: Vec<Slot>,
    /// Slots of the recipient at a noun.
    #[serde(default)]
    pub noun_recipient: Vec<Slot>,
    /// Slot of the thing delivered, signed, exploded …
    #[serde(default = "object_slot")]
    pub object: Vec<Slot>,
    /// Class of the same act when it is still to come (`deliver-arms` → `promise-aid`); empty: by the PLOVER rule.
    #[serde(default)]
    pub planned: String,
}

fn subject() -> Vec<Slot> {
    vec!["subj".into()]
}

fn noun_actor() -> Vec<Slot> {
    ["gen", "von", "durch", "by", "adj", "part"].map(Into::into).to_vec()
}

fn object_slot() -> Vec<Slot> {
    vec!["obj".into()]
}

/// A condition on one argument; all given lists must be met, each by any of its values.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Where the argument stands.
    pub slot: Slot,
    /// Lemma of the argument's head, or end of a compound's.
    #[serde(default)]
    pub lemma: Vec<String>,
    /// Category of the argument's head in `objects/`; also `person`, `state`, `organisation` by the names found.
    #[serde(default)]
    pub category: Vec<String>,
    /// The argument must not be met.
    #[serde(default)]
    pub not: bool,
}

/// A verb or noun that tells an act (`de/acts/*.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActRow {
    /// Dictionary form; separable and phrasal verbs in one entry: `einmarschieren`, `call off`.
    pub lemma: String,
    /// Id of the meaning class, or `none` for a reading that is no act.
    pub class: String,
    /// Reflexive use only (`sich zurückziehen`).
    #[serde(default)]
    pub reflexive: bool,
    /// Conditions on arguments.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Overrides the class.
    #[serde(default)]
    pub actor: Vec<Slot>,
    /// Overrides the class.
    #[serde(default)]
    pub recipient: Vec<Slot>,
    /// Overrides the class's modes.
    #[serde(default)]
    pub mode: Vec<String>,
    /// Share of matches in political news that are this act, 0 … 1.
    #[serde(default = "sure")]
    pub sure: f32,
    /// A sentence in which the row fires.
    pub example: String,
}

fn sure() -> f32 {
    0.7
}

/// A category of things (`objects/objects.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRow {
    /// Unique, in kebab case: `weapons`.
    pub id: String,
    /// One line.
    pub gloss: String,
    /// German lemmas, also met as the last part of a compound.
    pub de: Vec<String>,
    /// English lemmas, also met as the last word of a compound.
    pub en: Vec<String>,
    /// Unit for counted members (`items`, `persons`), empty if none.
    #[serde(default)]
    pub unit: String,
}

/// A word that reports speech, knowledge or thought (`de/speech.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueRow {
    /// Dictionary form; several words allowed for prepositions (`nach Angaben`).
    pub lemma: String,
    /// `verb`, `noun`, `adjective`, `preposition` or `adverb`.
    pub pos: String,
    /// One of the contract's stances.
    pub stance: String,
    /// Slots of the source; verbs `subj`, nouns `gen von adj part`.
    #[serde(default)]
    pub source: Vec<Slot>,
    /// Slots that hold the content, besides a direct quotation.
    #[serde(default)]
    pub content: Vec<Slot>,
    /// Slots of the addressee.
    #[serde(default)]
    pub addressee: Vec<Slot>,
    /// Meaning class of the act that the saying is (`allege`), or empty.
    #[serde(default)]
    pub class: String,
    /// `certain`, `probable`, `possible` or `unknown`: what the cue says of its content.
    #[serde(default = "certain")]
    pub certainty: String,
    /// `positive`, or `negative` for cues that deny their content.
    #[serde(default = "positive")]
    pub polarity: String,
    /// What the content's acts become: subset of `future hypothetical negation`.
    #[serde(default)]
    pub auxiliary: Vec<String>,
    /// The content is taken for granted (`verurteilen`, `bedauern`).
    #[serde(default)]
    pub factive: bool,
    /// Only with a clause or a quotation (`denken`, `fürchten`), never with a plain object.
    #[serde(default)]
    pub clause_only: bool,
    /// Conditions on arguments.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// A sentence in which the row fires.
    pub example: String,
}

fn certain() -> String {
    "certain".into()
}

fn positive() -> String {
    "positive".into()
}

/// A word that changes certainty or reality (`de/modality.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModalRow {
    /// Dictionary form.
    pub lemma: String,
    /// `modal` (verb over an infinitive), `verb` (over a clause: planen, versuchen, drohen), `adverb`, `adjective`, `conjunction`, `preposition`, `noun`, `determiner`.
    pub pos: String,
    /// Only in this mood (`Sub`), empty: any.
    #[serde(default)]
    pub mood: String,
    /// `certain probable possible unknown`, empty: unchanged.
    #[serde(default)]
    pub certainty: String,
    /// Subset of `future hypothetical negation historical`.
    #[serde(default)]
    pub auxiliary: Vec<String>,
    /// The word reports hearsay (`soll`, `angeblich`, `reportedly`).
    #[serde(default)]
    pub hearsay: bool,
    /// A sentence in which the row fires.
    pub example: String,
}

/// Names of one state in one language (`de/states.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateNameRow {
    /// Three-letter code.
    pub code: String,
    /// Entity of a territory without a code of its own (`territory:abkhazia`); empty: `state:` and the code.
    #[serde(default)]
    pub entity: String,
    /// Names, the usual one first (`Vereinigte Staaten`, `USA`, `US`).
    pub names: Vec<String>,
    /// Adjective stems as lemmas (`deutsch`, `französisch`; `french`), with short forms for compounds (`US`, `Sino`).
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Lemmas of inhabitants, all genders (`Franzose`, `Französin`; `Frenchman`).
    #[serde(default)]
    pub inhabitants: Vec<String>,
    /// Capital's names in this language.
    #[serde(default)]
    pub capital: Vec<String>,
    /// Seats, residences and bodies that stand for the government (`Kreml`, `Weißes Haus`; `Downing Street`).
    #[serde(default)]
    pub metonyms: Vec<String>,
}

/// A state or territory (`actors/states.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateRow {
    /// Entity id: `state:DEU`, `territory:ABK`.
    pub entity: String,
    /// The code it takes in the record (a dependency takes its controller's).
    pub code: String,
    /// Sector, only for unrecognised territories: `PRE`.
    #[serde(default)]
    pub sector: String,
    /// First day it existed under this code, ISO, empty: always.
    #[serde(default)]
    pub from: String,
    /// Last day, empty: still.
    #[serde(default)]
    pub until: String,
    /// Latitude of its middle in degrees; with a longitude or not at all.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Longitude of its middle in degrees.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Where the row's facts come from.
    pub source: String,
}

/// An organisation, body or armed group (`actors/organisations.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationRow {
    /// Unique: `org:nato`.
    pub entity: String,
    /// State code, or `UNO EUR IGO NGO ISM IMG MNC`; empty where every state has such a body (`Nationaler Sicherheitsrat`).
    pub state: String,
    /// PLOVER sector, empty for international organisations.
    #[serde(default)]
    pub sector: String,
    /// Full code: `IGONTO`, `KORSPY`.
    pub code: String,
    /// German names, the usual one first.
    #[serde(default)]
    pub de: Vec<String>,
    /// English names, the usual one first.
    #[serde(default)]
    pub en: Vec<String>,
    /// Adjectives, in both languages (`europäisch`, `European`).
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Cities that stand for it, in both languages (`Brüssel`, `Brussels` for the European Union).
    #[serde(default)]
    pub seats: Vec<String>,
    /// First day it existed, ISO, empty: not needed to tell it from another.
    #[serde(default)]
    pub from: String,
    /// Last day, empty: still.
    #[serde(default)]
    pub until: String,
    /// Source of the facts (own knowledge counts: `general reference`).
    #[serde(default)]
    pub source: String,
}

/// A news agency, paper, station or site (`actors/media.toml`): a source of claims, not an actor of events.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaRow {
    /// Unique: `media:reuters`.
    pub entity: String,
    /// Code of the state in which it is at home.
    pub state: String,
    /// Speaks for its state, which then is the source: state television, state agencies.
    #[serde(default)]
    pub of_state: bool,
    /// Names in both languages, the usual one first.
    pub names: Vec<String>,
}

/// Somebody who holds or held an office (`actors/people.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRow {
    /// Unique: `person:merkel-angela`.
    pub entity: String,
    /// Full names in German texts, the usual spelling first.
    pub de: Vec<String>,
    /// Full names in English texts, the usual spelling first.
    pub en: Vec<String>,
    /// Shorter names by which texts of either language call them; empty where a surname alone says too little.
    #[serde(default)]
    pub surname: Vec<String>,
    /// What they held, at least one.
    pub offices: Vec<OfficeRow>,
    /// Where the row comes from.
    pub source: String,
}

/// One office of a person and when it was held.
///
/// A day is written as surely as it is known, `2019-05-20`, `2019-05` or `2019`; an end includes the whole period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeRow {
    /// State code of the time, or `UNO EUR IGO IMG`.
    pub state: String,
    /// PLOVER sector of the office, empty for international organisations.
    #[serde(default)]
    pub sector: String,
    /// Code of the organisation where it is not the state's and sector's: `IGONTO`.
    #[serde(default)]
    pub code: String,
    /// The office in German.
    pub role_de: String,
    /// The office in English.
    pub role_en: String,
    /// First day.
    pub from: String,
    /// Last day; empty: held when the table was last checked.
    #[serde(default)]
    pub until: String,
}

/// A region, sea or other place that is neither a state nor a city (`places/regions.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionRow {
    /// Unique: `region:crimea`.
    pub entity: String,
    /// Code of the state in which it lies by international law; empty: in none or in several.
    #[serde(default)]
    pub country: String,
    /// `point`, `region` or `area`.
    pub precision: String,
    /// German names, the usual one first.
    pub de: Vec<String>,
    /// English names, the usual one first.
    pub en: Vec<String>,
    /// Latitude of its middle in degrees.
    pub lat: f64,
    /// Longitude of its middle in degrees.
    pub lon: f64,
}

/// A noun for people or bodies with a part in politics (`de/roles.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRow {
    /// Dictionary forms, all genders (`Präsident`, `Präsidentin`).
    pub lemma: Vec<String>,
    /// PLOVER sector.
    pub sector: String,
    /// `person`, `group` (Soldaten, Demonstranten) or `body` (Regierung, Armee, Parlament).
    pub kind: String,
    /// The role alone stands for its state (Regierung, Präsident), so that "die Regierung" can be resolved.
    #[serde(default)]
    pub stands_for_state: bool,
}

/// A verb whose infinitive or gerund has another subject than the verb itself (`de/control.toml`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlRow {
    /// Dictionary forms.
    pub lemma: Vec<String>,
    /// Slots whose phrase is that subject, the first that is filled: `obj`, `dat` or a preposition.
    pub subject: Vec<String>,
    /// A sentence.
    pub example: String,
}
