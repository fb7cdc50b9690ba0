//! Times of day: "20.30 Uhr", "8 p.m. on Monday", "am frühen Morgen", "9 bis 12 Uhr".

use super::calendar::Piece;
use super::index::Role;
use super::{Reader, Reading, Spot, TimexType, Unit};
use depesche_record::Basis;
use jiff::ToSpan;

/// A time of day without its day is one of the day told before, if that is at most so many days from publication.
const NEAR_DAYS: i64 = 7;

impl Reader<'_> {
    /// Extends a day by a time of day behind it: "Montag um 20 Uhr", "Monday night", "heute Abend".
    pub(super) fn with_time(&self, day: Reading) -> Reading {
        if day.unit != Unit::Day || !matches!(day.kind, TimexType::Date | TimexType::Time) || day.value.contains('/') {
            return day;
        }
        let at = day.next + usize::from(self.is_sign(day.next, &[","]));
        let inner = self.index().signal(self.words, at, Role::In).unwrap_or(at);
        if day.kind == TimexType::Time {
            // "Montagabend um 8 Uhr" has both; the clock is the finer.
            let Some((date, code)) = day.value.split_once('T') else { return day };
            return match self.clock(inner) {
                Some((next, hour, minute)) => {
                    let value = format!("{date}{}", clock_value(in_half(hour, code), minute));
                    Reading { next, value, ..day }
                }
                None => day,
            };
        }
        let time = self.clock(inner).map(|(next, hour, minute)| (next, clock_value(hour, minute))).or_else(|| {
            let inner = self.index().past_article(self.words, inner);
            let (next, code) = self.index().daypart.longest(self.words, inner)?;
            Some((next, format!("T{code}")))
        });
        // "Am Montag in der Nacht zum Dienstag" tells two times.
        let night = self.index().signal(self.words, self.index().past_article(self.words, inner), Role::Night);
        match time.filter(|_| night.is_none()) {
            Some((next, time)) => {
                let value = format!("{}{time}", day.value);
                self.with_time(Reading { next, kind: TimexType::Time, value, ..day })
            }
            None => day,
        }
    }

    /// "20 Uhr", "20.30 Uhr", "acht Uhr abends", "3:45 p.m.": the word behind, hour and minute.
    fn clock(&self, at: usize) -> Option<(usize, u8, u8)> {
        let word = self.word(at)?;
        let marked = |at: usize| self.index().clock.longest(self.words, at);
        if !word.is_digits() {
            let amount = self.finder.numbers.values().amount(self.words, at)?;
            let (next, add) = marked(amount.next)?;
            let hour = (0..=24).find(|&hour| f64::from(hour) == amount.value)?;
            return Some(self.half_of_day(next, if *add > 0 && hour < 12 { hour + add } else { hour }, 0));
        }
        let (hour, minute) = hour_and_minute(word.text)?;
        let led = word.text.contains(':') && at > 0 && self.index().signal(self.words, at - 1, Role::In).is_some();
        let (next, add) = match marked(at + 1) {
            Some((next, add)) => (next, *add),
            None => (led.then_some(at + 1)?, 0),
        };
        Some(self.half_of_day(next, if add > 0 && hour < 12 { hour + add } else { hour }, minute))
    }

    /// "8 Uhr abends" is 20 o'clock.
    fn half_of_day(&self, next: usize, hour: u8, minute: u8) -> (usize, u8, u8) {
        let behind = self.index().daypart.longest(self.words, next);
        match behind.filter(|_| self.word(next).is_some_and(|word| !word.is_capital())) {
            Some((next, code)) => (next, in_half(hour, code), minute),
            None => (next, hour, minute),
        }
    }

    /// "um 20 Uhr": with the day behind it ("8 p.m. on Monday"), or the one told before in the sentence.
    pub(super) fn clock_alone(&self, spot: Spot) -> Option<Reading> {
        if let Some(hours) = self.hours(spot) {
            return Some(hours);
        }
        let (next, hour, minute) = self.clock(spot.at)?;
        let time = clock_value(hour, minute);
        let at = self.index().signal(self.words, next, Role::In).unwrap_or(next);
        let spot_of_day = Spot { at: self.index().past_article(self.words, at), ..spot };
        let day = self.day_and_month(spot_of_day).or_else(|| self.weekday_alone(spot_of_day));
        match day.filter(|day| day.kind == TimexType::Date) {
            Some(day) => {
                let value = format!("{}{time}", day.value);
                Some(Reading { start: spot.at, kind: TimexType::Time, value, ..day })
            }
            None => Some(self.time_of_day(spot, next, &time)),
        }
    }

    /// "9 bis 12 Uhr", "zwischen 9 und 12 Uhr": two times of one day.
    fn hours(&self, spot: Spot) -> Option<Reading> {
        let word = self.word(spot.at).filter(|word| word.is_digits())?;
        let (hour, minute) = hour_and_minute(word.text)?;
        let behind = self.index().clock.longest(self.words, spot.at + 1).map_or(spot.at + 1, |(next, _)| next);
        let role_before = |role| spot.at > 0 && self.index().signal(self.words, spot.at - 1, role) == Some(spot.at);
        let to = self
            .index()
            .signal(self.words, behind, Role::To)
            .or_else(|| self.index().signal(self.words, behind, Role::And).filter(|_| role_before(Role::Between)))?;
        let (next, last_hour, last_minute) = self.clock(to).filter(|(_, last, _)| *last >= hour)?;
        let [first, last] = [(hour, minute), (last_hour, last_minute)]
            .map(|(hour, minute)| self.time_of_day(spot, next, &clock_value(hour, minute)));
        Some(Reading { value: format!("{}/{}", first.value, last.value), ..last })
    }

    /// A time of day without its day: that of the day told before in the sentence, or shortly before, or of publication.
    fn time_of_day(&self, spot: Spot, next: usize, time: &str) -> Reading {
        let near = |published: jiff::civil::Date| {
            let anchor = self.anchor?;
            let first = published.checked_sub(NEAR_DAYS.days()).ok()?;
            let last = published.checked_add(NEAR_DAYS.days()).ok()?;
            (first..=last).contains(&anchor).then_some(anchor)
        };
        let told = self.day.or_else(|| spot.day.and_then(near)).map(|day| (day, Basis::Anchor));
        match told.or(spot.day.map(|day| (day, Basis::Relative))) {
            Some((day, basis)) => {
                let value = format!("{day}{time}");
                Reading { kind: TimexType::Time, value, ..Reading::of(spot.at, next, Piece::day(day), basis) }
            }
            None => Reading::open(spot.at, next, TimexType::Time, time),
        }
    }

    /// "Morgen des 7. Oktober", "the evening of May 3"; alone ("am Abend") it is that of the day told before.
    pub(super) fn daypart(&self, spot: Spot) -> Option<Reading> {
        let (next, code) = self.index().daypart.longest(self.words, spot.at)?;
        let of = self.index().signal(self.words, next, Role::Of).unwrap_or(next);
        let of = self.index().past_article(self.words, of);
        let day = (of > next).then(|| self.day_and_month(Spot { at: of, ..spot })).flatten();
        if let Some(day) = day {
            let value = format!("{}T{code}", day.value);
            return Some(Reading { start: spot.at, kind: TimexType::Time, value, ..day });
        }
        let before = |at: usize| at.checked_sub(1);
        let led = before(spot.at)
            .map(|at| if self.index().article.longest(self.words, at).is_some() { before(at) } else { Some(at) });
        let led = led.flatten().is_some_and(|at| {
            [Role::In, Role::Since, Role::Until, Role::From, Role::Before, Role::After]
                .into_iter()
                .any(|role| self.index().signal(self.words, at, role).is_some())
        });
        led.then(|| self.with_time(self.time_of_day(spot, next, &format!("T{code}"))))
    }
}

/// "20", "20.30", "8:05".
fn hour_and_minute(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = text.split_once(['.', ':']).unwrap_or((text, "00"));
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, Some(minute).filter(|m| m.len() == 2)?.parse().ok()?);
    (hour <= 24 && minute < 60).then_some((hour, minute))
}

/// Hours below twelve of an afternoon or evening are those after noon.
fn in_half(hour: u8, code: &str) -> u8 {
    if matches!(code, "AF" | "EV") && hour < 12 { hour + 12 } else { hour }
}

/// TIMEX3: `T20:30`.
fn clock_value(hour: u8, minute: u8) -> String {
    format!("T{hour:02}:{minute:02}")
}
