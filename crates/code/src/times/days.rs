//! Days: "3. Oktober 2024", "Montagabend", "in der Nacht zum 16.".

use super::calendar::{Direction, Piece, Unit, choose, monday_of};
use super::index::Role;
use super::{Reader, Reading, Spot, TimexType};
use crate::numbers::scan::Word;
use depesche_record::Basis;
use jiff::ToSpan;
use jiff::civil::Date;

/// A year as the text gives it.
pub(super) enum YearWord {
    Number(i16),
    /// "dieses Jahres", "last year".
    Relative(i16),
}

impl YearWord {
    pub fn number(&self) -> i16 {
        let (Self::Number(year) | Self::Relative(year)) = self;
        *year
    }

    pub fn basis(&self) -> Basis {
        match self {
            Self::Number(_) => Basis::Explicit,
            Self::Relative(_) => Basis::Relative,
        }
    }
}

impl Reader<'_> {
    /// "24.10.2024", "2024-10-24", "10/24/2024", "24.10.".
    pub(super) fn numeric_date(&self, spot: Spot) -> Option<Reading> {
        let at = spot.at;
        let word = self.word(at).filter(|word| word.is_digits())?;
        let dotted: Vec<&str> = word.text.split('.').collect();
        let signed = |sign: &'static str| {
            let glued = |i: usize| self.word(at + i).filter(|word| word.glued);
            let sign_at = |i: usize| glued(i).is_some_and(|word| word.is_sign(&[sign]));
            let digits = |i: usize| glued(i).filter(|word| word.is_digits()).map(|word| word.text);
            Some([word.text, digits(2)?, digits(4)?]).filter(|_| sign_at(1) && sign_at(3))
        };
        if let [day, month, year] = dotted[..] {
            let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, self.full_year(year)?);
            return self.dated(at, at + 1, Date::new(year, month, day).ok()?);
        }
        if let ([day, month], true) = (&dotted[..], self.is_german() && self.is_sign(at + 1, &["."])) {
            let (day, month) = (day.parse().ok()?, month.parse().ok()?);
            let stop = self.word(at + 1).is_some_and(|word| word.glued);
            return stop.then(|| self.without_year(spot, at + 2, month, day, day)).flatten();
        }
        if let Some([year, month, day]) = signed("-").filter(|parts| parts[0].len() == 4) {
            let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
            return self.dated(at, at + 5, day);
        }
        let [first, second, year] = signed("/")?;
        let (first, second, year) = (first.parse().ok()?, second.parse().ok()?, self.full_year(year)?);
        let (month, day) = if self.is_german() || first > 12 { (second, first) } else { (first, second) };
        self.dated(at, at + 5, Date::new(year, month, day).ok()?)
    }

    fn dated(&self, start: usize, next: usize, day: Date) -> Option<Reading> {
        Some(self.with_time(Reading::of(start, next, Piece::day(day), Basis::Explicit)))
    }

    /// Two digits mean the year nearest before the day of publication, or up to ten years on.
    fn full_year(&self, text: &str) -> Option<i16> {
        let year: i16 = text.parse().ok()?;
        match text.len() {
            4 => Some(year),
            2 => {
                let pivot = self.context.published.map_or(2030, |day| day.year() + 10);
                let century = pivot - pivot.rem_euclid(100);
                Some(if century + year <= pivot { century + year } else { century - 100 + year })
            }
            _ => None,
        }
    }

    /// "Montag, 3. Oktober 2024", "3. bis 5. Mai", "October 3", "3 October", "May 3–5, 2024".
    pub(super) fn day_and_month(&self, spot: Spot) -> Option<Reading> {
        let mut at = spot.at;
        if let Some((next, _)) = self.index().weekday.longest(self.words, at).filter(|(_, (member, _))| !member.every) {
            at = next + usize::from(self.is_sign(next, &["."]) && self.word(next).is_some_and(|word| word.glued));
            at += usize::from(self.is_sign(at, &[","]));
            at = self.index().past_article(self.words, at);
        }
        let day_first = || {
            let (next, first, last) = self.days(at)?;
            let month_at =
                if self.is_german() { next } else { self.index().signal(self.words, next, Role::Of).unwrap_or(next) };
            let (next, month) = self.month_name(month_at, true)?;
            Some((next, month, first, last))
        };
        let month_first = || {
            let (next, month) = self.month_name(at, true).filter(|_| !self.is_german())?;
            let (next, first, last) = self.days(next)?;
            Some((next, month, first, last))
        };
        let (next, month, first, last) = day_first().or_else(month_first)?;
        if let Some((next, year)) = self.year_behind(next, spot) {
            let from = Date::new(year.number(), month, first).ok()?;
            let to = Date::new(year.number(), month, last).ok()?;
            return Some(self.with_time(Reading::of(spot.at, next, span_of_days(from, to), year.basis())));
        }
        self.without_year(spot, next, month, first, last)
    }

    /// A day or days of a month whose year the direction decides.
    fn without_year(&self, spot: Spot, next: usize, month: i8, first: i8, last: i8) -> Option<Reading> {
        let value = format!("XXXX-{month:02}-{first:02}");
        Date::new(2000, month, first.max(last)).ok()?;
        let piece = spot.day.and_then(|day| {
            let years = [day.year() - 1, day.year(), day.year() + 1];
            let pieces = years.iter().filter_map(|&year| {
                Some(span_of_days(Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?))
            });
            choose(pieces.collect(), day, spot.direction)
        });
        Some(self.with_time(Reading::resolved(spot.at, next, piece, Basis::Relative, value)))
    }

    /// One day number or two: "3.", "3rd", "3. bis 5.", "3–5"; the word behind, first and last.
    fn days(&self, at: usize) -> Option<(usize, i8, i8)> {
        let (next, first) = self.day_number(at)?;
        let joined = [Role::To, Role::And].into_iter().find_map(|role| self.index().signal(self.words, next, role));
        let joined = joined.or_else(|| self.is_sign(next, &["/"]).then_some(next + 1));
        let second = joined.and_then(|joined| self.day_number(self.index().past_article(self.words, joined)));
        match second.filter(|(_, second)| *second > first) {
            Some((next, second)) => Some((next, first, second)),
            None => Some((next, first, first)),
        }
    }

    /// The number of a day, with its German stop or English ending, or as an ordinal word.
    fn day_number(&self, at: usize) -> Option<(usize, i8)> {
        let word = self.word(at)?;
        let (next, day) = if word.is_digits() {
            let day: i8 = Some(word.text).filter(|text| text.len() <= 2)?.parse().ok()?;
            let glued = self.word(at + 1).filter(|word| word.glued);
            let stop = glued.is_some_and(|word| word.is_sign(&["."]));
            let ending = glued.is_some_and(|word| matches!(word.lower.as_str(), "st" | "nd" | "rd" | "th"));
            match self.is_german() {
                true if stop => (at + 2, day),
                true => return None,
                false => (at + 1 + usize::from(ending), day),
            }
        } else {
            let day = self.finder.numbers.values().ordinal(self.words, at)?;
            (at + 1, Some(day as i8).filter(|_| day <= 31.0)?)
        };
        (1..=31).contains(&day).then_some((next, day))
    }

    /// "am 16.": a day of this or a neighbouring month.
    pub(super) fn day_alone(&self, spot: Spot) -> Option<Reading> {
        let (next, number) = self.day_number(spot.at)?;
        let digits = self.word(spot.at).is_some_and(Word::is_digits);
        let led = spot.at.checked_sub(1).is_some_and(|before| {
            self.index().article.longest(self.words, before).is_some()
                || self.index().signal(self.words, before, Role::In).is_some()
        });
        let before_noun = self.word(next).is_some_and(|word| match self.is_german() {
            // "am 16. internationalen Kongress"
            true => {
                let noun = |at: usize| self.word(at).is_some_and(|word| word.is_letters() && word.is_capital());
                noun(next) || (word.lower.ends_with('n') && noun(next + 1))
            }
            false => word.is_letters() || next == spot.at + 1,
        });
        (digits && led && !before_noun && spot.day.is_some()).then(|| self.near_day(spot, next, number)).flatten()
    }

    fn near_day(&self, spot: Spot, next: usize, number: i8) -> Option<Reading> {
        let day = spot.day?;
        let pieces = [-2, -1, 0, 1, 2].into_iter().filter_map(|months| {
            let month = Unit::Month.shift(day.first_of_month(), months)?;
            Some(Piece::day(Date::new(month.year(), month.month(), number).ok()?))
        });
        let piece = choose(pieces.collect(), day, spot.direction)?;
        Some(self.with_time(Reading::of(spot.at, next, piece, Basis::Relative)))
    }

    /// "Montag", "Montagabend", "Montag vergangener Woche", "Monday night", "montags".
    pub(super) fn weekday_alone(&self, spot: Spot) -> Option<Reading> {
        let (mut next, (member, daypart)) = self.index().weekday.longest(self.words, spot.at)?;
        let value = format!("XXXX-WXX-{}", member.number);
        if member.every {
            return Some(Reading::open(spot.at, next, TimexType::Set, value));
        }
        if member.ambiguous {
            return None;
        }
        let mut piece = spot.day.and_then(|day| choose(self.weekdays(day, member.number), day, spot.direction));
        let of = self.index().signal(self.words, next, Role::Of).unwrap_or(next);
        let of = self.index().past_article(self.words, of);
        if let Some((behind, offset)) = self.shifted_week(of) {
            let monday = spot.day.and_then(|day| monday_of(Unit::Week.shift(day, offset)?));
            piece = monday
                .and_then(|monday| monday.checked_add((i64::from(member.number) - 1).days()).ok())
                .map(Piece::day);
            next = behind;
        }
        let mut reading = Reading::resolved(spot.at, next, piece, Basis::Relative, value);
        if !daypart.is_empty() {
            reading.kind = TimexType::Time;
            reading.value = format!("{}T{daypart}", reading.value);
        }
        Some(self.with_time(reading))
    }

    /// "vergangener Woche": the word behind and the distance in weeks.
    fn shifted_week(&self, at: usize) -> Option<(usize, i64)> {
        let (unit_at, shift) = self.index().shift.longest(self.words, at).filter(|(_, shift)| !shift.anchored)?;
        let (next, unit) = self.index().unit.longest(self.words, unit_at)?;
        (unit.unit == Unit::Week && !unit.plural).then_some((next, shift.offset))
    }

    /// Days with that number in the week from a week before to a week after `day`.
    pub(super) fn weekdays(&self, day: Date, number: i8) -> Vec<Piece> {
        let days = (-7..=7).filter_map(|n| day.checked_add(i64::from(n).days()).ok());
        days.filter(|day| day.weekday().to_monday_one_offset() == number).map(Piece::day).collect()
    }

    /// "in der Nacht zum 16.", "Nacht von Montag auf Dienstag", "Nacht zum Montag".
    pub(super) fn night(&self, spot: Spot) -> Option<Reading> {
        let next = self.index().signal(self.words, spot.at, Role::Night)?;
        let day_at = |at: usize| {
            let at = self.index().past_article(self.words, at);
            let spot = Spot { at, ..spot };
            let reading =
                self.day_and_month(spot).or_else(|| self.weekday_alone(spot)).or_else(|| self.numeric_date(spot));
            reading.or_else(|| self.day_number(at).and_then(|(next, number)| self.near_day(spot, next, number)))
        };
        let first = day_at(next)?;
        let second = self.index().signal(self.words, first.next, Role::NightTo).and_then(day_at);
        let morning = second.unwrap_or(first);
        let (from, to) = match morning.to {
            Some(to) => (to.yesterday().ok(), Some(to)),
            None => (None, None),
        };
        let value = from.map_or("TNI".to_owned(), |from| format!("{from}TNI"));
        Some(Reading { start: spot.at, kind: TimexType::Time, value, from, to, ..morning })
    }

    /// "am Wochenende", "over the weekend".
    pub(super) fn weekend(&self, spot: Spot) -> Option<Reading> {
        let (next, unit) = self.index().unit.longest(self.words, spot.at)?;
        if unit.unit != Unit::Weekend || unit.plural || spot.at == 0 {
            return None;
        }
        let piece = spot.day.and_then(|day| {
            let pieces =
                [-1, 0, 1].into_iter().filter_map(|weeks| Piece::around(Unit::Weekend, Unit::Week.shift(day, weeks)?));
            choose(
                pieces.collect(),
                day,
                if spot.direction == Direction::Forward { Direction::Forward } else { Direction::Back },
            )
        });
        Some(Reading::resolved(spot.at, next, piece, Basis::Relative, "XXXX-WXX-WE"))
    }
}

fn span_of_days(from: Date, to: Date) -> Piece {
    let value = if from == to { from.to_string() } else { format!("{from}/{to}") };
    Piece { from, to, unit: Unit::Day, value }
}
