//! Finds quantities: "mindestens 10 Tote", "between 30 and 40 soldiers", "mehr als zwei Millionen Dollar".
//!
//! ```
//! use depesche_code::numbers::NumberFinder;
//! use depesche_knowledge::Knowledge;
//! use depesche_record::Language;
//!
//! let numbers = NumberFinder::new(Knowledge::embedded()?, Language::German);
//! let found = numbers.find("Seoul zufolge starben rund 1.500 Soldaten.", &[]);
//! assert_eq!((found[0].low, found[0].high, found[0].approximate), (Some(1500.0), Some(1500.0), true));
//! assert_eq!(found[0].unit, "persons");
//! # Ok::<(), depesche_knowledge::KnowledgeError>(())
//! ```
//!
//! Not quantities: dates and years (hand in the ranges that `times` found), scores, ages, ordinals, house numbers and
//! numbers that are part of a name ("Resolution 2231", "F-16").

pub(crate) mod scan;
pub(crate) mod value;

use depesche_knowledge::Knowledge;
use depesche_knowledge::schema_words::NumberTable;
use depesche_record::{ByteRange, Language};
use scan::{Phrases, Word, scan};
use std::collections::BTreeSet;
use value::{Amount, Values};

/// A quantity of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundNumber {
    /// Bytes in the sentence: bound, number, and what is counted where it follows.
    pub range: ByteRange,
    /// Least, `None` if only an upper bound is told.
    pub low: Option<f64>,
    /// Most, `None` if only a lower bound is told.
    pub high: Option<f64>,
    /// "rund", "about".
    pub approximate: bool,
    /// `persons dead wounded detained missing items percent km EUR USD` …; empty where the word is not listed.
    pub unit: String,
    /// Bytes of the noun that names what is counted.
    pub of: Option<ByteRange>,
}

/// What a word before or behind an amount makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Low,
    High,
    About,
}

#[derive(Debug, Clone)]
struct Unit {
    name: String,
    factor: f64,
}

/// What a number counts, as far as the words behind it tell.
enum Counted {
    Nothing,
    /// The number is a date, a length of time, an address.
    NoAmount,
    Unit {
        next: usize,
        unit: Unit,
        of: Option<ByteRange>,
    },
}

/// Finds quantities in sentences of one language.
#[derive(Debug)]
pub struct NumberFinder {
    language: Language,
    values: Values,
    bounds_before: Phrases<Bound>,
    bounds_behind: Phrases<Bound>,
    indefinite: Phrases<(f64, Option<f64>)>,
    /// Words before the first and between the two numbers of a range.
    range_openers: Phrases<String>,
    range_joiners: Phrases<String>,
    units: Phrases<Unit>,
    /// Signs and codes before the number.
    units_before: Phrases<Unit>,
    endings: Vec<(String, Unit)>,
    partitive: Phrases<()>,
    stop: BTreeSet<String>,
    label: BTreeSet<String>,
    label_endings: Vec<String>,
    not_counted: BTreeSet<String>,
}

/// Units whose noun alone makes "ein" a number: "ein Toter".
const CASUALTIES: [&str; 4] = ["dead", "wounded", "detained", "missing"];
/// Words that may stand between a number and the noun it counts.
const MAX_BETWEEN: usize = 5;

impl NumberFinder {
    /// Takes a language's words from knowledge.
    #[must_use]
    pub fn new(knowledge: &Knowledge, language: Language) -> Self {
        Self::from_table(&knowledge.words(language).numbers, language)
    }

    fn from_table(table: &NumberTable, language: Language) -> Self {
        let mut finder = Self {
            language,
            values: Values::new(table, language),
            bounds_before: Phrases::default(),
            bounds_behind: Phrases::default(),
            indefinite: Phrases::default(),
            range_openers: Phrases::default(),
            range_joiners: Phrases::default(),
            units: Phrases::default(),
            units_before: Phrases::default(),
            endings: Vec::new(),
            partitive: Phrases::default(),
            stop: table.stop.iter().cloned().collect(),
            label: table.label.iter().cloned().collect(),
            label_endings: table.label.iter().filter_map(|l| l.strip_prefix('-')).map(str::to_owned).collect(),
            not_counted: table.not_counted.iter().cloned().collect(),
        };
        for row in &table.bound {
            let bound = match row.bound.as_str() {
                "low" => Bound::Low,
                "high" => Bound::High,
                _ => Bound::About,
            };
            let phrases = if row.behind { &mut finder.bounds_behind } else { &mut finder.bounds_before };
            row.words.iter().for_each(|words| phrases.insert(words, bound));
        }
        for row in &table.indefinite {
            row.words.iter().for_each(|words| finder.indefinite.insert(words, (row.low, row.high)));
        }
        for row in &table.range {
            finder.range_joiners.insert(&row.between, row.before.clone());
            if !row.before.is_empty() {
                finder.range_openers.insert(&row.before, row.before.clone());
            }
        }
        for row in &table.unit {
            let unit = Unit { name: row.unit.clone(), factor: row.factor };
            for words in &row.words {
                finder.units.insert(words, unit.clone());
                if row.before {
                    finder.units_before.insert(words, unit.clone());
                }
            }
            finder.endings.extend(row.ending.iter().map(|ending| (ending.clone(), unit.clone())));
        }
        table.partitive.iter().for_each(|words| finder.partitive.insert(words, ()));
        finder
    }

    /// The quantities of a sentence, in order.
    ///
    /// `taken` are byte ranges that are something else: the dates and durations that `times` found.
    #[must_use]
    pub fn find(&self, sentence: &str, taken: &[ByteRange]) -> Vec<FoundNumber> {
        let words = scan(sentence);
        let is_taken = |i: usize| {
            words.get(i).is_some_and(|w| taken.iter().any(|t| t.start < w.range.end && w.range.start < t.end))
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.number_at(&words, at) {
                Some((next, number)) if !(at..next).any(is_taken) => {
                    found.push(number);
                    at = next;
                }
                // A number that is none is passed as a whole, so that its parts are not read again.
                _ => at = self.values.amount(&words, at).map_or(at + 1, |amount| amount.next.max(at + 1)),
            }
        }
        found
    }

    /// Number words and spellings.
    pub(crate) fn values(&self) -> &Values {
        &self.values
    }

    /// Bounds that begin at `at`: the word behind them, and the one that counts.
    pub(crate) fn bound_before(&self, words: &[Word<'_>], at: usize) -> (usize, Option<Bound>) {
        let mut start = at;
        let mut bound = None;
        while let Some((next, kind)) = self.bounds_before.longest(words, start) {
            bound = if bound.is_none_or(|b| b == Bound::About) { Some(*kind) } else { bound };
            start = next;
        }
        (start, bound)
    }

    /// Whether a bound ends right before `at`.
    pub(crate) fn is_bounded(&self, words: &[Word<'_>], at: usize) -> bool {
        (1..=3)
            .any(|n| at.checked_sub(n).is_some_and(|from| self.bounds_before.at(words, from).any(|(end, _)| end == at)))
    }

    /// Whether the words from `at` name a listed thing or measure that a number before them counts.
    pub(crate) fn is_counted(&self, words: &[Word<'_>], at: usize) -> bool {
        match self.counted(words, at) {
            Counted::Unit { unit, .. } => !unit.name.is_empty(),
            Counted::NoAmount => true,
            Counted::Nothing => false,
        }
    }

    /// Whether the very next word is a listed thing or measure.
    pub(crate) fn is_unit(&self, words: &[Word<'_>], at: usize) -> bool {
        let listed = self.units.longest(words, at).is_some();
        listed || words.get(at).is_some_and(|word| self.not_counted.contains(word.text))
    }

    /// Whether a currency stands right before `at`.
    pub(crate) fn has_currency(&self, words: &[Word<'_>], at: usize) -> bool {
        (1..=2)
            .any(|n| at.checked_sub(n).is_some_and(|from| self.units_before.at(words, from).any(|(end, _)| end == at)))
    }

    /// Whether the number at `at` is a name: "Resolution 2231", "Nr. 5", "Wilhelmstraße 77".
    pub(crate) fn is_labelled(&self, words: &[Word<'_>], at: usize) -> bool {
        at.checked_sub(1).map(|i| &words[i]).is_some_and(|w| {
            let dotted = w.is_sign(&["."]) && w.glued && at >= 2 && self.label.contains(words[at - 2].text);
            let ending = w.is_letters() && self.label_endings.iter().any(|ending| w.lower.ends_with(ending.as_str()));
            dotted || self.label.contains(w.text) || ending
        })
    }

    fn number_at(&self, words: &[Word<'_>], at: usize) -> Option<(usize, FoundNumber)> {
        let (start, bound) = self.bound_before(words, at);
        let opener = self.range_openers.longest(words, start);
        if let Some((next, opener)) = opener.filter(|_| bound.is_none())
            && let Some(range) = self.range_of(words, next, opener)
        {
            return self.finish(words, at, range, None, None);
        }
        let before = self.units_before.longest(words, start);
        let number = before.map_or(start, |(next, _)| next);
        let unit = before.map(|(_, unit)| unit.clone());
        if let Some((next, (low, high))) = self.indefinite.longest(words, start) {
            return self.finish(words, at, (next, Some(*low), *high), bound, unit);
        }
        if let Some(range) = self.range_of(words, number, "") {
            return self.finish(words, at, range, bound, unit);
        }
        let plain = |a: &Amount| self.is_plain(words, number, a.next) && !is_score(words, number, a.next);
        if let Some(amount) = self.values.amount(words, number).filter(plain) {
            return self.finish(words, at, (amount.next, Some(amount.value), Some(amount.value)), bound, unit);
        }
        self.one_casualty(words, at).filter(|_| bound.is_none())
    }

    /// "ein Toter", "einen Verletzten".
    fn one_casualty(&self, words: &[Word<'_>], at: usize) -> Option<(usize, FoundNumber)> {
        if self.language != Language::German || !self.values.is_article(words.get(at)?) {
            return None;
        }
        match self.counted(words, at + 1) {
            Counted::Unit { unit, .. } if CASUALTIES.contains(&unit.name.as_str()) => {
                self.finish(words, at, (at + 1, Some(1.0), Some(1.0)), None, None)
            }
            _ => None,
        }
    }

    /// "30 bis 40", "zwei oder drei Millionen": both ends, the word behind.
    fn range_of(&self, words: &[Word<'_>], at: usize, opener: &str) -> Option<(usize, Option<f64>, Option<f64>)> {
        let first = self.values.amount(words, at).filter(|a| self.is_plain(words, at, a.next))?;
        // "zwischen 30 Soldaten und 40" does not occur, "$30 to $40" does.
        let joiners =
            self.range_joiners.at(words, first.next).filter(|(_, before)| *before == opener || before.is_empty());
        joiners
            .filter_map(|(next, _)| {
                let next = self.units_before.longest(words, next).map_or(next, |(next, _)| next);
                let second = self.values.amount(words, next).filter(|a| self.is_plain(words, next, a.next))?;
                Some((first, second))
            })
            .find_map(|(first, second): (Amount, Amount)| {
                let low =
                    if first.value < second.value / second.scale { first.value * second.scale } else { first.value };
                (low < second.value).then_some((second.next, Some(low), Some(second.value)))
            })
    }

    /// Not an ordinal, a part of a name, a score, an age in brackets, a numbered thing.
    fn is_plain(&self, words: &[Word<'_>], at: usize, next: usize) -> bool {
        let word = &words[at];
        let before = at.checked_sub(1).map(|i| &words[i]);
        let behind = words.get(next);
        let glued_behind = behind.filter(|w| w.glued);
        let labelled = self.is_labelled(words, at);
        let in_name = word.glued
            && before.is_some_and(|w| w.is_letters() || (w.is_sign(&["-", "/"]) && w.glued && at >= 2))
            && !before.is_some_and(|w| w.is_sign(&["-"]) && words[at - 2].is_digits());
        let ordinal = word.is_digits()
            && glued_behind.is_some_and(|w| match self.language {
                Language::German => w.is_sign(&["."]) && words.get(next + 1).is_some_and(Word::is_letters),
                Language::English => matches!(w.lower.as_str(), "st" | "nd" | "rd" | "th"),
            });
        let joined = glued_behind.is_some_and(|w| {
            let hyphened = w.is_sign(&["-", "/"]) && words.get(next + 1).is_some_and(|w| w.glued && w.is_letters());
            hyphened || (w.is_letters() && self.units.longest(words, next).is_none())
        });
        let bracketed = before.is_some_and(|w| w.is_sign(&["("])) && behind.is_some_and(|w| w.is_sign(&[")"]));
        let apposed =
            word.is_digits() && before.is_some_and(|w| w.is_sign(&[","])) && behind.is_some_and(|w| w.is_sign(&[","]));
        !(labelled || in_name || ordinal || joined || bracketed || apposed)
    }

    /// Adds the bound behind, the unit and the noun to a number that ends before word `next`.
    fn finish(
        &self,
        words: &[Word<'_>],
        start: usize,
        (next, low, high): (usize, Option<f64>, Option<f64>),
        bound: Option<Bound>,
        unit_before: Option<Unit>,
    ) -> Option<(usize, FoundNumber)> {
        let (next, bound) = match self.bounds_behind.longest(words, next) {
            Some((next, behind)) => (next, bound.or(Some(*behind))),
            None => (next, bound),
        };
        let (end, unit, of) = match (self.counted(words, next), unit_before) {
            (_, Some(unit)) => (next, unit, None),
            (Counted::Unit { next, unit, of }, None) => (next, unit, of),
            (Counted::NoAmount, None) => return None,
            (Counted::Nothing, None) => (next, Unit { name: String::new(), factor: 1.0 }, None),
        };
        let bare = unit.name.is_empty() && of.is_none();
        let exact = low.filter(|_| low == high);
        // A bare year-like number or "one" counts nothing that we could name.
        if bare
            && bound.is_none()
            && exact.is_some_and(|v| v <= 1.0 || ((1000.0..2100.0).contains(&v) && v.fract() == 0.0))
        {
            return None;
        }
        let scaled = |value: Option<f64>| value.map(|v| (v * unit.factor * 1e6).round() / 1e6);
        let (low, high) = match bound {
            Some(Bound::Low) => (scaled(low), None),
            Some(Bound::High) => (None, scaled(high)),
            Some(Bound::About) | None => (scaled(low), scaled(high)),
        };
        let range = words[start].range.cover(words[end - 1].range);
        let approximate = bound == Some(Bound::About);
        Some((end, FoundNumber { range, low, high, approximate, unit: unit.name, of }))
    }

    /// Looks behind a number for what it counts.
    fn counted(&self, words: &[Word<'_>], from: usize) -> Counted {
        let mut at = from;
        let mut plural = None;
        while at < words.len() && at <= from + MAX_BETWEEN {
            let word = &words[at];
            if let Some((next, unit)) = self.units.longest(words, at) {
                return self.unit_at(words, at, next, unit.clone());
            }
            if word.is_capital()
                && let Some((_, unit)) = self.endings.iter().find(|(e, _)| word.lower.ends_with(e.as_str()))
            {
                return self.unit_at(words, at, at + 1, unit.clone());
            }
            let named = word.is_capital() || at == from;
            if self.not_counted.contains(word.text) && named {
                return Counted::NoAmount;
            }
            if let Some((next, ())) = self.partitive.longest(words, at) {
                // "40 der 62 Diplomaten" are diplomats.
                at = self.values.amount(words, next).map_or(next, |whole| whole.next);
                continue;
            }
            let hyphen = word.is_sign(&["-"]) && word.glued && at > from;
            if self.stop.contains(&word.lower) || !(word.is_letters() || hyphen) {
                break;
            }
            if self.language == Language::German && word.is_capital() {
                let unit = Unit { name: String::new(), factor: 1.0 };
                return Counted::Unit { next: at + 1, unit, of: Some(word.range) };
            }
            let is_plural = self.language == Language::English
                && !word.is_capital()
                && word.lower.len() > 3
                && word.lower.ends_with('s')
                && !word.lower.ends_with("ss");
            if is_plural && plural.is_none_or(|plural| plural + 1 == at) {
                plural = Some(at);
            }
            at += 1;
        }
        match plural {
            Some(at) => {
                let unit = Unit { name: String::new(), factor: 1.0 };
                Counted::Unit { next: at + 1, unit, of: Some(words[at].range) }
            }
            None => Counted::Nothing,
        }
    }

    /// A listed unit; "30 people dead" is of dead, "verletzte Soldaten" are wounded and the noun follows.
    fn unit_at(&self, words: &[Word<'_>], at: usize, next: usize, unit: Unit) -> Counted {
        let of = words[at].range.cover(words[next - 1].range);
        let casualty = CASUALTIES.contains(&unit.name.as_str());
        if let Some((end, behind)) = self.units.longest(words, next) {
            let ends = words.get(end).is_none_or(|w| !w.is_letters() || self.stop.contains(&w.lower));
            if unit.name == "persons" && CASUALTIES.contains(&behind.name.as_str()) && ends {
                return Counted::Unit { next: end, unit: behind.clone(), of: Some(of) };
            }
            if casualty && behind.name == "persons" && !words[at].is_capital() {
                let of = words[next].range.cover(words[end - 1].range);
                return Counted::Unit { next: end, unit, of: Some(of) };
            }
        }
        Counted::Unit { next, unit, of: Some(of) }
    }
}

/// "52–47", "3-1": digits on both sides of a dash that are no range.
fn is_score(words: &[Word<'_>], at: usize, next: usize) -> bool {
    let dash = |i: usize| words.get(i).is_some_and(|word| word.glued && word.is_sign(&["–", "-"]));
    let digits = |i: usize| words.get(i).is_some_and(Word::is_digits);
    let behind = dash(next) && digits(next + 1) && words[next + 1].glued;
    behind || (at >= 2 && words[at].glued && dash(at - 1) && digits(at - 2))
}
