//! The words of time of one language, by what they mean.

use super::calendar::{Part, Unit};
use crate::numbers::scan::{Phrases, Word};
use crate::numbers::value::ENDINGS;
use depesche_knowledge::schema_words::{CycleRow, TimeTable};
use depesche_record::Language;

/// How a word bounds or moves an expression; see `SignalRow` in knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    In,
    Since,
    From,
    Until,
    Before,
    After,
    Between,
    And,
    Range,
    To,
    Ago,
    Ahead,
    Within,
    For,
    Later,
    Earlier,
    Night,
    NightTo,
    Of,
}

impl Role {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "in" => Self::In,
            "since" => Self::Since,
            "from" => Self::From,
            "until" => Self::Until,
            "before" => Self::Before,
            "after" => Self::After,
            "between" => Self::Between,
            "and" => Self::And,
            "range" => Self::Range,
            "to" => Self::To,
            "ago" => Self::Ago,
            "ahead" => Self::Ahead,
            "within" => Self::Within,
            "for" => Self::For,
            "later" => Self::Later,
            "earlier" => Self::Earlier,
            "night" => Self::Night,
            "night_to" => Self::NightTo,
            "of" => Self::Of,
            _ => return None,
        })
    }
}

/// A word that names a time by its distance.
#[derive(Debug, Clone)]
pub(super) struct Deictic {
    pub unit: Unit,
    pub offset: i64,
    pub daypart: String,
    pub anchored: bool,
}

/// An adjective that points to another unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    pub offset: i64,
    pub anchored: bool,
    pub span: bool,
}

/// A unit word.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitWord {
    pub unit: Unit,
    pub times: u32,
    pub plural: bool,
}

/// A feast.
#[derive(Debug, Clone, Copy)]
pub(super) struct Feast {
    pub fixed: Option<(i8, i8)>,
    pub easter: i64,
    pub days: i64,
}

/// A member of a cycle; `ambiguous` words count only in company.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub number: i8,
    pub ambiguous: bool,
    pub every: bool,
}

/// All words of time.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub weekday: Phrases<(Member, String)>,
    pub month: Phrases<Member>,
    pub season: Phrases<Member>,
    pub unit: Phrases<UnitWord>,
    /// Stems of unit adjectives: `tägig`, `day`.
    pub adjective: Vec<(String, Unit)>,
    pub deictic: Phrases<Deictic>,
    pub shift: Phrases<Shift>,
    pub part: Phrases<(Part, Option<Unit>)>,
    pub daypart: Phrases<String>,
    pub front: Phrases<Role>,
    pub behind: Phrases<Role>,
    pub vague: Phrases<String>,
    pub feast: Phrases<Feast>,
    pub set: Phrases<String>,
    pub article: Phrases<()>,
    pub some: Phrases<()>,
    pub half: Phrases<()>,
    pub filler: Phrases<()>,
    pub clock: Phrases<u8>,
    pub age: Phrases<()>,
}

impl Index {
    pub fn new(table: &TimeTable, language: Language) -> Self {
        let mut index = Self::default();
        index.cycles(table, language);
        for row in &table.unit {
            let Some(unit) = Unit::parse(&row.unit) else { continue };
            for word in &row.words {
                index.unit.insert(word, UnitWord { unit, times: row.times, plural: row.plural.contains(word) });
            }
            index.adjective.extend(row.adjective.iter().map(|stem| (stem.clone(), unit)));
        }
        for row in &table.deictic {
            let Some(unit) = Unit::parse(&row.unit) else { continue };
            let (offset, daypart) = (i64::from(row.offset), row.daypart.clone());
            let deictic = Deictic { unit, offset, daypart, anchored: row.anchored };
            row.words.iter().for_each(|words| index.deictic.insert(words, deictic.clone()));
        }
        for row in &table.shift {
            let shift = Shift { offset: i64::from(row.offset), anchored: row.anchored, span: row.span };
            inflected(&row.words, language, |words| index.shift.insert(words, shift));
        }
        for row in &table.part {
            let part = match row.part.as_str() {
                "start" => Part::Start,
                "mid" => Part::Mid,
                _ => Part::End,
            };
            row.words.iter().for_each(|words| index.part.insert(words, (part, Unit::parse(&row.unit))));
        }
        for row in &table.daypart {
            row.words.iter().for_each(|words| index.daypart.insert(words, row.code.clone()));
        }
        for row in &table.signal {
            let Some(role) = Role::parse(&row.role) else { continue };
            let phrases = if row.behind { &mut index.behind } else { &mut index.front };
            row.words.iter().for_each(|words| phrases.insert(words, role));
        }
        for row in &table.vague {
            row.words.iter().for_each(|words| index.vague.insert(words, row.value.clone()));
        }
        for row in &table.feast {
            let fixed = row.month.zip(row.day).map(|(month, day)| (month.cast_signed(), day.cast_signed()));
            let easter = i64::from(row.easter.unwrap_or_default());
            let feast = Feast { fixed, easter, days: i64::from(row.days) };
            row.words.iter().for_each(|words| index.feast.insert(words, feast));
        }
        for row in &table.set {
            inflected(&row.words, language, |words| index.set.insert(words, row.value.clone()));
        }
        for row in &table.clock {
            row.words.iter().for_each(|words| index.clock.insert(words, row.add));
        }
        table.article.iter().for_each(|words| index.article.insert(words, ()));
        inflected(&table.some, language, |words| index.some.insert(words, ()));
        inflected(&table.half, language, |words| index.half.insert(words, ()));
        inflected(&table.filler, language, |words| index.filler.insert(words, ()));
        table.age.iter().for_each(|words| index.age.insert(words, ()));
        index
    }

    fn cycles(&mut self, table: &TimeTable, language: Language) {
        for row in &table.weekday {
            each(row, |word, member| self.weekday.insert(word, (member, String::new())));
            if language == Language::German {
                // "Montagabend".
                for daypart in &table.daypart {
                    for part in daypart.words.iter().filter(|word| word.starts_with(char::is_uppercase)) {
                        let member = Member { number: row.number.cast_signed(), ambiguous: false, every: false };
                        for day in &row.words {
                            self.weekday
                                .insert(&format!("{day}{}", part.to_lowercase()), (member, daypart.code.clone()));
                        }
                    }
                }
            }
        }
        for row in &table.month {
            each(row, |word, member| self.month.insert(word, member));
        }
        for row in &table.season {
            each(row, |word, member| self.season.insert(word, member));
        }
    }

    /// The word behind the longest signal of that role at `at`.
    pub fn signal(&self, words: &[Word<'_>], at: usize, role: Role) -> Option<usize> {
        self.front.at(words, at).find(|(_, r)| **r == role).map(|(next, _)| next)
    }

    /// The same for signals behind an expression.
    pub fn signal_behind(&self, words: &[Word<'_>], at: usize, role: Role) -> Option<usize> {
        self.behind.at(words, at).find(|(_, r)| **r == role).map(|(next, _)| next)
    }

    /// The word behind a phrase of words of time that is none: "Welt am Sonntag", "früher oder später".
    pub fn not_time(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        self.vague.longest(words, at).filter(|(_, value)| value.is_empty()).map(|(next, _)| next)
    }

    /// Past an article, if there is one.
    pub fn past_article(&self, words: &[Word<'_>], at: usize) -> usize {
        self.article.longest(words, at).map_or(at, |(next, ())| next)
    }
}

fn each(row: &CycleRow, mut insert: impl FnMut(&str, Member)) {
    let number = row.number.cast_signed();
    for word in &row.words {
        insert(word, Member { number, ambiguous: false, every: false });
    }
    for word in &row.every {
        insert(word, Member { number, ambiguous: false, every: true });
    }
    for word in &row.ambiguous {
        insert(word, Member { number, ambiguous: true, every: false });
    }
}

/// German tables list stems; all endings are met.
fn inflected(stems: &[String], language: Language, mut insert: impl FnMut(&str)) {
    for stem in stems {
        match language {
            Language::German => ENDINGS.iter().for_each(|ending| insert(&format!("{stem}{ending}"))),
            Language::English => insert(stem),
        }
    }
}
