//! Finds time expressions and resolves them to days: "am 3. Oktober", "last week", "zwei Tage später", "seit 2014".
//!
//! ```
//! use depesche_code::times::{Direction, TimeContext, TimeFinder};
//! use depesche_knowledge::Knowledge;
//! use depesche_record::Language;
//! use jiff::civil::date;
//!
//! let times = TimeFinder::new(Knowledge::embedded()?, Language::German);
//! let told_as_past = |_| Direction::Back;
//! let context = TimeContext { published: Some(date(2024, 10, 25)), anchor: None, direction: &told_as_past };
//! let found = times.find("Am Montag bestätigte Seoul den Bericht.", &context);
//! assert_eq!(found[0].from, Some(date(2024, 10, 21)));
//! assert_eq!(found[0].value, "2024-10-21");
//! # Ok::<(), depesche_knowledge::KnowledgeError>(())
//! ```
//!
//! Types and values are those of TIMEX3; intervals are inclusive days, an open end is `None`.
//! Weeks run from Monday to Sunday; the beginning of a month is its 1st to 10th, the middle the 11th to 20th.
//! What needs a day of publication or an earlier time and has none stays unresolved.

mod amounts;
mod calendar;
mod clock;
mod days;
mod index;
mod points;

pub use calendar::Direction;

use crate::numbers::NumberFinder;
use crate::numbers::scan::{Word, scan};
use calendar::{Piece, Unit};
use depesche_knowledge::Knowledge;
use depesche_record::{Basis, ByteRange, Granularity, Language};
use index::{Index, Role};
use jiff::civil::Date;

/// The types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimexType {
    /// A day or longer piece of the calendar.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repetition.
    Set,
}

impl TimexType {
    /// As TIMEX3 and the record write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A time expression of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTime {
    /// Bytes in the sentence, without prepositions that only bound it (`seit`, `until`).
    pub range: ByteRange,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value: `2024-10`, `P3M`, `PAST_REF`; a range is written `2014/2018`.
    pub value: String,
    /// First day, `None`: open or unresolved.
    pub from: Option<Date>,
    /// Last day, `None`: open or unresolved.
    pub to: Option<Date>,
    /// How fine; vague where neither end is known.
    pub granularity: Granularity,
    /// Resolved from what: explicit, relative (to the day of publication) or anchor (to another time of the text).
    pub basis: Basis,
}

/// What a sentence's times are counted from.
#[derive(Clone, Copy)]
pub struct TimeContext<'c> {
    /// Day of publication.
    pub published: Option<Date>,
    /// The time told last before this sentence, for "zwei Tage später".
    pub anchor: Option<Date>,
    /// Whether what stands at these bytes of the sentence is told as past or as coming.
    pub direction: &'c dyn Fn(ByteRange) -> Direction,
}

/// Finds times in sentences of one language.
#[derive(Debug)]
pub struct TimeFinder {
    language: Language,
    index: Index,
    numbers: NumberFinder,
}

impl TimeFinder {
    /// Takes a language's words from knowledge.
    #[must_use]
    pub fn new(knowledge: &Knowledge, language: Language) -> Self {
        let index = Index::new(&knowledge.words(language).time, language);
        Self { language, index, numbers: NumberFinder::new(knowledge, language) }
    }

    /// The time expressions of a sentence, in order and not overlapping.
    #[must_use]
    pub fn find(&self, sentence: &str, context: &TimeContext<'_>) -> Vec<FoundTime> {
        let words = scan(sentence);
        let mut reader = Reader { words: &words, finder: self, context, anchor: context.anchor, day: None };
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if let Some(next) = self.index.not_time(&words, at) {
                at = next;
                continue;
            }
            let Some(reading) = reader.bounded(at).or_else(|| reader.ranged(at, None)) else {
                at += 1;
                continue;
            };
            at = reading.next;
            if reading.kind != TimexType::Duration {
                reader.anchor = reading.from.or(reading.to).or(reader.anchor);
                reader.day = reading.from.filter(|_| reading.unit == Unit::Day).or(reader.day);
            }
            found.push(reading.found(&words));
        }
        found
    }
}

/// Where a reading is tried, and what decides it.
#[derive(Debug, Clone, Copy)]
struct Spot {
    at: usize,
    direction: Direction,
    /// The day that relative words are counted from.
    day: Option<Date>,
}

/// A time expression over words `start..next`.
#[derive(Debug, Clone)]
struct Reading {
    start: usize,
    next: usize,
    kind: TimexType,
    value: String,
    from: Option<Date>,
    to: Option<Date>,
    unit: Unit,
    basis: Basis,
}

impl Reading {
    fn of(start: usize, next: usize, piece: Piece, basis: Basis) -> Self {
        let Piece { from, to, unit, value } = piece;
        Self { start, next, kind: TimexType::Date, value, from: Some(from), to: Some(to), unit, basis }
    }

    /// Known as a time, not where it lies.
    fn open(start: usize, next: usize, kind: TimexType, value: impl Into<String>) -> Self {
        Self { start, next, kind, value: value.into(), from: None, to: None, unit: Unit::Day, basis: Basis::Relative }
    }

    /// `piece`, or the value alone where nothing resolves it.
    fn resolved(start: usize, next: usize, piece: Option<Piece>, basis: Basis, value: impl Into<String>) -> Self {
        match piece {
            Some(piece) => Self::of(start, next, piece, basis),
            None => Self { basis, ..Self::open(start, next, TimexType::Date, value) },
        }
    }

    fn piece(&self) -> Option<Piece> {
        Some(Piece { from: self.from?, to: self.to?, unit: self.unit, value: self.value.clone() })
    }

    fn found(self, words: &[Word<'_>]) -> FoundTime {
        let range = words[self.start].range.cover(words[self.next - 1].range);
        let Self { kind, value, from, to, unit, basis, .. } = self;
        let resolved = from.is_some() || to.is_some();
        let granularity = if resolved { unit.granularity() } else { Granularity::Vague };
        FoundTime { range, kind, value, from, to, granularity, basis }
    }
}

/// Reads one sentence.
struct Reader<'r> {
    words: &'r [Word<'r>],
    finder: &'r TimeFinder,
    context: &'r TimeContext<'r>,
    /// The time told last.
    anchor: Option<Date>,
    /// The day told last in this sentence.
    day: Option<Date>,
}

impl Reader<'_> {
    fn index(&self) -> &Index {
        &self.finder.index
    }

    fn is_german(&self) -> bool {
        self.finder.language == Language::German
    }

    fn word(&self, at: usize) -> Option<&Word<'_>> {
        self.words.get(at)
    }

    fn is_sign(&self, at: usize, signs: &[&str]) -> bool {
        self.word(at).is_some_and(|word| word.is_sign(signs))
    }

    fn spot(&self, at: usize) -> Spot {
        let direction = self.word(at).map_or(Direction::Unknown, |word| (self.context.direction)(word.range));
        Spot { at, direction, day: self.context.published }
    }

    /// "seit März", "bis Freitag", "vor dem 3. Mai", "zwischen Montag und Mittwoch".
    fn bounded(&self, at: usize) -> Option<Reading> {
        let mut signals: Vec<(usize, Role)> =
            self.index().front.at(self.words, at).map(|(next, role)| (next, *role)).collect();
        // "From Friday" may begin a range before it is a bound.
        signals.sort_by_key(|(_, role)| !matches!(role, Role::Between | Role::Range));
        signals.into_iter().find_map(|(next, role)| {
            let direction = self.spot(next).direction;
            let direction = match role {
                Role::Since => Direction::Back,
                Role::Until if direction == Direction::Unknown => Direction::Forward,
                // "Ab Montag" looks forward, "from Monday" may also tell where something came from.
                Role::From if direction == Direction::Unknown && self.is_german() => Direction::Forward,
                Role::Until | Role::From | Role::Before | Role::After | Role::Between | Role::Range => direction,
                _ => return None,
            };
            let inner = self.index().past_article(self.words, next);
            if matches!(role, Role::Between | Role::Range) {
                return self.range(inner, Some(role), direction);
            }
            let mut reading = self.ranged(inner, Some(direction))?;
            let (from, to) = (reading.from?, reading.to?);
            (reading.from, reading.to) = match role {
                // "Nach 20 Uhr" is still that day.
                Role::Before | Role::After if reading.kind == TimexType::Time => (Some(from), Some(to)),
                Role::Since | Role::From => (Some(from), None),
                Role::Until => (None, Some(to)),
                Role::Before => (None, from.yesterday().ok()),
                _ => (to.tomorrow().ok(), None),
            };
            (reading.kind != TimexType::Duration && reading.kind != TimexType::Set).then_some(reading)
        })
    }

    /// A point, or two with a "bis" or "–" between them.
    fn ranged(&self, at: usize, direction: Option<Direction>) -> Option<Reading> {
        let direction = direction.unwrap_or(self.spot(at).direction);
        self.range(at, None, direction).or_else(|| self.point(Spot { direction, ..self.spot(at) }))
    }

    fn range(&self, at: usize, opener: Option<Role>, direction: Direction) -> Option<Reading> {
        let spot = Spot { direction, ..self.spot(at) };
        let first = self.point(spot).filter(|reading| reading.piece().is_some())?;
        let join = |role| self.index().signal(self.words, first.next, role);
        let joined = join(Role::To).or_else(|| (opener == Some(Role::Between)).then(|| join(Role::And)).flatten())?;
        let inner = self.index().past_article(self.words, joined);
        let second = self.point(Spot { at: inner, ..spot }).filter(|reading| reading.piece().is_some())?;
        if matches!(first.kind, TimexType::Duration | TimexType::Set) || first.kind != second.kind {
            return None;
        }
        let (first, second) = self.ordered(first, second, direction)?;
        let value = format!("{}/{}", first.value, second.value);
        let basis = if first.basis == second.basis { first.basis } else { Basis::Relative };
        Some(Reading { next: second.next, value, to: second.to, basis, ..first })
    }

    /// The two ends of a range in order: "von Freitag bis Montag", "von März bis Juni 2023".
    fn ordered(&self, first: Reading, second: Reading, direction: Direction) -> Option<(Reading, Reading)> {
        let again = |reading: &Reading, day, direction| self.point(Spot { at: reading.start, direction, day });
        let first = match (first.basis, second.basis) {
            (Basis::Relative, Basis::Explicit) => again(&first, second.to, Direction::Back)?,
            _ => first,
        };
        if first.from <= second.to {
            return Some((first, second));
        }
        let (first, second) = match direction {
            Direction::Forward => {
                let later = again(&second, first.to, Direction::Forward)?;
                (first, later)
            }
            _ => (again(&first, second.to, Direction::Back)?, second),
        };
        (first.from <= second.to).then_some((first, second))
    }

    /// The longest reading at a spot.
    fn point(&self, spot: Spot) -> Option<Reading> {
        let word = self.word(spot.at)?;
        // Not inside a word or number: "MH370", "F-16", "Vor-Ort".
        let inside = word.glued
            && spot.at > 0
            && !self.is_sign(spot.at - 1, &["(", "„", "“", "»", "«", "\"", "‘", "–", "-", "—", "'", "’", "/"]);
        if inside {
            return None;
        }
        let readers: [fn(&Self, Spot) -> Option<Reading>; 21] = [
            Self::numeric_date,
            Self::day_and_month,
            Self::night,
            Self::part_of,
            Self::shifted,
            Self::month_alone,
            Self::season_alone,
            Self::quarter,
            Self::century,
            Self::year_alone,
            Self::decade,
            Self::weekday_alone,
            Self::deictic,
            Self::feast,
            Self::amount_of_time,
            Self::set,
            Self::vague,
            Self::clock_alone,
            Self::daypart,
            Self::day_alone,
            Self::weekend,
        ];
        let mut best: Option<Reading> = None;
        for read in readers {
            if let Some(reading) = read(self, spot)
                && best.as_ref().is_none_or(|best| best.next < reading.next)
            {
                best = Some(reading);
            }
        }
        best
    }
}
