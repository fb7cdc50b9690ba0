//! The tables of closed words of one language: modality, time, numbers, and what the tokenizer needs.
//!
//! How a listed word of time or number meets a text: one listed with a capital meets only capitalised words (`May`,
//! `Morgen`); one in lower case meets a capital only where a sentence or quotation begins.
//! Inflected forms are listed one by one unless a field says that it holds stems.

use serde::{Deserialize, Serialize};

use crate::schema::{ModalRow, Slot};

/// `de/modality.toml`: what makes a sentence less than a present fact.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModalityTable {
    /// Modal verbs, and verbs over an infinitive or a clause.
    #[serde(default)]
    pub modal: Vec<ModalRow>,
    /// Adverbs, adjectives and nouns that weaken or report.
    #[serde(default)]
    pub hedge: Vec<ModalRow>,
    /// What negates: particles, determiners, prepositions, verbs of failing.
    #[serde(default)]
    pub negation: Vec<ModalRow>,
    /// What opens an antecedent: `wenn`, `falls`, `unless`.
    #[serde(default)]
    pub conditional: Vec<ModalRow>,
    /// What opens a purpose: `um` with `zu`, `damit`, `in order to`.
    #[serde(default)]
    pub purpose: Vec<ModalRow>,
    /// What moves a sentence into history: `damals`, `einst`, `historically`.
    #[serde(default)]
    pub past: Vec<ModalRow>,
    /// Words behind a negating word that take its force away: `nicht nur`, `none other than`.
    #[serde(default)]
    pub not_denying: Vec<String>,
    /// Question words that take the act for granted: `warum`, `how`.
    #[serde(default)]
    pub presupposing: Vec<String>,
}

/// `de/time.toml`: the words of time expressions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeTable {
    /// Days of the week, Monday is 1.
    #[serde(default)]
    pub weekday: Vec<CycleRow>,
    /// Months, January is 1.
    #[serde(default)]
    pub month: Vec<CycleRow>,
    /// Seasons: spring 1, summer 2, autumn 3, winter 4.
    #[serde(default)]
    pub season: Vec<CycleRow>,
    /// Units: day, week, year …
    #[serde(default)]
    pub unit: Vec<TimeUnitRow>,
    /// Words that name a day or a time by their distance from the day of writing: `gestern`.
    #[serde(default)]
    pub deictic: Vec<DeicticRow>,
    /// Adjectives that point from the day of writing: `vergangen`, `next`.
    #[serde(default)]
    pub shift: Vec<ShiftRow>,
    /// Parts of a month, year or decade: `Anfang`, `Mitte`, `late`.
    #[serde(default)]
    pub part: Vec<PartRow>,
    /// Times of day: `Abend`, `noon`.
    #[serde(default)]
    pub daypart: Vec<DaypartRow>,
    /// Words before or after an expression that bound or move it: `seit`, `ago`.
    #[serde(default)]
    pub signal: Vec<SignalRow>,
    /// Expressions that stay unresolved: `kürzlich`, `in recent years`.
    #[serde(default)]
    pub vague: Vec<VagueRow>,
    /// Feasts with a fixed date, or counted from Easter Sunday.
    #[serde(default)]
    pub feast: Vec<FeastRow>,
    /// Adjectives and adverbs of repetition: `täglich`, `every`.
    #[serde(default)]
    pub set: Vec<SetRow>,
    /// Articles, which may stand inside an expression.
    #[serde(default)]
    pub article: Vec<String>,
    /// Amounts without a number: `einige`, `a few`; stems in German.
    #[serde(default)]
    pub some: Vec<String>,
    /// Words that halve a unit: `halb`, `half a`; stems in German.
    #[serde(default)]
    pub half: Vec<String>,
    /// Words that may stand between an amount and its unit: `straight`, `weitere`; stems in German.
    #[serde(default)]
    pub filler: Vec<String>,
    /// Words of the clock.
    #[serde(default)]
    pub clock: Vec<ClockRow>,
    /// Words behind or before an amount of years that make it an age: `alt`, `aged`.
    #[serde(default)]
    pub age: Vec<String>,
}

/// A member of a cycle: a weekday, month or season.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CycleRow {
    /// Place in the cycle, from 1.
    pub number: u8,
    /// All forms, abbreviations without their full stop.
    pub words: Vec<String>,
    /// Forms that say "every": `montags`.
    #[serde(default)]
    pub every: Vec<String>,
    /// Forms that are also other words and count only beside a number or a preposition of time: `May`, `March`.
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

/// A unit of time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeUnitRow {
    /// `second minute hour day week weekend month quarter season year decade century`.
    pub unit: String,
    /// How many of it the words mean: 6 months for `Halbjahr`, 14 days for `fortnight`; 1 if not given.
    #[serde(default = "one")]
    pub times: u32,
    /// All forms.
    pub words: Vec<String>,
    /// Those forms that are plural only.
    #[serde(default)]
    pub plural: Vec<String>,
    /// Adjective stems: `tägig`, `jährig`, `day`; met after a number (`dreitägig`, `three-day`).
    #[serde(default)]
    pub adjective: Vec<String>,
}

fn one() -> u32 {
    1
}

/// A word that names a time by its distance from the day of writing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeicticRow {
    /// Expressions, each of one or more words: `yesterday`, `the day before yesterday`.
    pub words: Vec<String>,
    /// Unit of the distance, as in [`TimeUnitRow`].
    pub unit: String,
    /// Distance: −1 for `gestern`.
    pub offset: i32,
    /// TIMEX time of day, if the word says it: `NI` for `tonight`.
    #[serde(default)]
    pub daypart: String,
    /// Counted from the time told before, not from the day of writing: `tags darauf`.
    #[serde(default)]
    pub anchored: bool,
}

/// An adjective that points to the unit, weekday, month or season before, around or after the day of writing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftRow {
    /// Stems in German (`vergangen`, `letzt`, met with any ending), words in English.
    pub words: Vec<String>,
    /// −1 before, 0 this one, +1 next.
    pub offset: i32,
    /// Counted from the time told before: `folgend`, `previous`.
    #[serde(default)]
    pub anchored: bool,
    /// With a number it is a span that ends or begins at the day of writing: `die vergangenen drei Tage`.
    #[serde(default)]
    pub span: bool,
}

/// A part of a month, year or decade.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRow {
    /// Expressions, each of one or more words: `Anfang`, `the end of`.
    pub words: Vec<String>,
    /// `start`, `mid` or `end`.
    pub part: String,
    /// The whole, where the word names it too: `year` for `Jahresende`.
    #[serde(default)]
    pub unit: String,
}

/// A word of the clock.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRow {
    /// Expressions behind the hour: `Uhr`, `p.m.`.
    pub words: Vec<String>,
    /// Hours to add to hours below twelve.
    #[serde(default)]
    pub add: u8,
}

/// A time of day.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaypartRow {
    /// TIMEX: `MO MI AF EV NI DT`.
    pub code: String,
    /// All forms; also met as the end of a weekday: `Montagabend`.
    pub words: Vec<String>,
}

/// A word that bounds or moves a time expression.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalRow {
    /// Expressions, each of one or more words.
    pub words: Vec<String>,
    /// `in`: neutral; `since`, `from`, `until`, `before`, `after`: bound the expression behind; `between` with `and`,
    /// `range` with `to`: a range; `ago`, `ahead`, `within`, `for`, `later`, `earlier`: make a point or span of an
    /// amount of time; `night` with `night_to`: the night before a day; `of`: joins a part to its whole.
    pub role: String,
    /// Stands behind its expression: `ago`, `später`.
    #[serde(default)]
    pub behind: bool,
}

/// An expression of time that stays unresolved.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VagueRow {
    /// Expressions, each of one or more words.
    pub words: Vec<String>,
    /// TIMEX: `PAST_REF PRESENT_REF FUTURE_REF`.
    pub value: String,
}

/// A feast.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeastRow {
    /// Names, each of one or more words.
    pub words: Vec<String>,
    /// Month of a fixed date.
    #[serde(default)]
    pub month: Option<u8>,
    /// Day of a fixed date.
    #[serde(default)]
    pub day: Option<u8>,
    /// Days after Easter Sunday: −2 for Good Friday.
    #[serde(default)]
    pub easter: Option<i32>,
    /// Length in days, 1 if not given.
    #[serde(default = "one")]
    pub days: u32,
}

/// A word of repetition.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetRow {
    /// Words: `täglich`, `daily`; stems in German.
    pub words: Vec<String>,
    /// TIMEX period that it repeats (`P1D`), empty for words that take the unit behind them: `jeder`, `every`.
    #[serde(default)]
    pub value: String,
}

/// `de/numbers.toml`: the words of quantities.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberTable {
    /// Character between whole number and fraction: `,` in German.
    #[serde(default)]
    pub decimal: String,
    /// Characters that group thousands.
    #[serde(default)]
    pub group: Vec<String>,
    /// Number words below a hundred, and those that do not follow the rule of composition.
    #[serde(default)]
    pub cardinal: Vec<NumberWordRow>,
    /// Words that multiply: `hundert`, `Million`.
    #[serde(default)]
    pub multiplier: Vec<NumberWordRow>,
    /// Word that joins ones and tens or hundreds and tens: `und`, `and`.
    #[serde(default)]
    pub joiner: String,
    /// Ordinal number words; in German stems.
    #[serde(default)]
    pub ordinal: Vec<NumberWordRow>,
    /// Amounts that only have a lower end (`Tausende`), or count by a set (`Dutzend`).
    #[serde(default)]
    pub indefinite: Vec<IndefiniteRow>,
    /// Words before an amount that bound it: `mindestens`, `rund`.
    #[serde(default)]
    pub bound: Vec<BoundRow>,
    /// What is counted or measured.
    #[serde(default)]
    pub unit: Vec<CountUnitRow>,
    /// Words before a number that make it a name, not an amount: `Artikel`, `Resolution`; `-straße` is the end of a word.
    #[serde(default)]
    pub label: Vec<String>,
    /// Words behind a number that make it something else than an amount: `Uhr`, `Grad`.
    #[serde(default)]
    pub not_counted: Vec<String>,
    /// Words that end the search for what is counted: verbs, prepositions, conjunctions.
    #[serde(default)]
    pub stop: Vec<String>,
    /// Words between a number and what it counts that are skipped: `von den`, `of the`.
    #[serde(default)]
    pub partitive: Vec<String>,
    /// Articles that mean one before a counted noun: `ein`; and before a multiplier: `a` hundred.
    #[serde(default)]
    pub article: Vec<String>,
    /// Words that make a range of two numbers, by place: before the first, between the two.
    #[serde(default)]
    pub range: Vec<RangeRow>,
    /// What happens to the people who are counted.
    #[serde(default)]
    pub casualty: Vec<CasualtyRow>,
}

/// Words by which counted people are `dead`, `wounded` or `detained`: "killed 29 people", "zwölf Soldaten starben".
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasualtyRow {
    /// `dead`, `wounded` or `detained`.
    pub unit: String,
    /// Lemmas of verbs.
    #[serde(default)]
    pub verb: Vec<String>,
    /// Lemmas of nouns.
    #[serde(default)]
    pub noun: Vec<String>,
    /// Slots in which the people stand.
    pub slot: Vec<Slot>,
    /// Lemma that must stand beside the verb, empty if none: `Leben` in "ums Leben kommen".
    #[serde(default)]
    pub with: String,
    /// A sentence with it.
    pub example: String,
}

/// A way to write a range of numbers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeRow {
    /// Word before the first number (`zwischen`), empty if none.
    #[serde(default)]
    pub before: String,
    /// Word or sign between the numbers: `und`, `bis`, `–`.
    pub between: String,
}

/// A number word.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWordRow {
    /// All forms.
    pub words: Vec<String>,
    /// What it is worth.
    pub value: f64,
}

/// An amount without a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndefiniteRow {
    /// Words, each of one or more words.
    pub words: Vec<String>,
    /// Lowest value.
    pub low: f64,
    /// Highest value, or none.
    #[serde(default)]
    pub high: Option<f64>,
}

/// Words that bound an amount.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundRow {
    /// Words, each of one or more words.
    pub words: Vec<String>,
    /// `low` (mindestens), `high` (höchstens) or `about` (rund).
    pub bound: String,
    /// Stands behind the amount: `or more`.
    #[serde(default)]
    pub behind: bool,
}

/// A unit of count or measure.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountUnitRow {
    /// `persons dead wounded detained missing displaced items km EUR USD percent …`.
    pub unit: String,
    /// All forms, or signs that stand at the number (`€`, `km`).
    pub words: Vec<String>,
    /// German endings of compounds that count as this unit: `soldaten`, `kämpfer`.
    #[serde(default)]
    pub ending: Vec<String>,
    /// Factor to the unit: 1.609344 for miles in km; 1 if not given.
    #[serde(default = "unity")]
    pub factor: f64,
    /// May stand before the number: `$`, `EUR`.
    #[serde(default)]
    pub before: bool,
}

fn unity() -> f64 {
    1.0
}

/// `de/text.toml`: what the tokenizer needs to know.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextTable {
    /// Abbreviations with their full stop that hardly ever end a sentence: `z. B.`, `Dr.`, `Gen.`.
    #[serde(default)]
    pub abbreviation: Vec<String>,
    /// Abbreviations that may end a sentence as well: `usw.`, `Inc.`, `p.m.`; a capital behind them decides.
    #[serde(default)]
    pub final_abbreviation: Vec<String>,
    /// Words behind an ordinal with full stop, where the stop does not end the sentence: months, `Jahrhundert`.
    #[serde(default)]
    pub after_ordinal: Vec<String>,
    /// Words that contract two syntactic words.
    #[serde(default)]
    pub contraction: Vec<ContractionRow>,
    /// Endings split from their word: `'s`, `n't`.
    #[serde(default)]
    pub clitic: Vec<String>,
    /// Titles before a name: `Dr.`, `Herr`, `Mr.`.
    #[serde(default)]
    pub title: Vec<String>,
    /// Opening quotation marks.
    #[serde(default)]
    pub open_quote: Vec<String>,
    /// Closing quotation marks.
    #[serde(default)]
    pub close_quote: Vec<String>,
    /// Words whose capital says that a sentence begins: a doubtful full stop before one of them ends the sentence.
    #[serde(default)]
    pub starter: Vec<String>,
}

/// A contraction and its parts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractionRow {
    /// As it stands in the text: `am`.
    pub form: String,
    /// Its syntactic words: `an`, `dem`.
    pub parts: Vec<String>,
}
