//! Lengths of time and what is counted with them: "zwei Wochen", "vor drei Tagen", "two days later", "binnen 48 Stunden".

use super::calendar::{Direction, Piece, Unit};
use super::index::Role;
use super::{Reader, Reading, Spot, TimexType};
use crate::numbers::Bound;
use crate::numbers::value::ENDINGS;
use depesche_record::Basis;
use jiff::civil::Date;

/// A length of time in the text.
#[derive(Debug, Clone)]
pub(super) struct Length {
    pub next: usize,
    unit: Unit,
    /// `None`: "einige".
    amount: Option<f64>,
    /// "mehr als", "höchstens".
    bound: Option<Bound>,
    /// An article is all that says "one": "eine Woche".
    article: bool,
}

impl Length {
    /// TIMEX3: `P2W`.
    pub fn period(&self) -> String {
        match self.whole() {
            Some((unit, amount)) => unit.period(&amount.to_string()),
            None => self.unit.period("X"),
        }
    }

    fn whole(&self) -> Option<(Unit, i64)> {
        self.unit.whole(self.amount?)
    }
}

impl Reader<'_> {
    /// An amount and a unit: "zwei Wochen", "ein halbes Jahr", "about three years", "einige Tage".
    pub(super) fn length(&self, at: usize) -> Option<Length> {
        let (at, bound) = self.finder.numbers.bound_before(self.words, at);
        let (next, amount, article) = self.amount_of_unit(at)?;
        let next = self.index().filler.longest(self.words, next).map_or(next, |(next, ())| next);
        let (next, word) = self.index().unit.longest(self.words, next)?;
        let amount = amount.map(|amount| amount * f64::from(word.times));
        Some(Length { next, unit: word.unit, amount, bound, article })
    }

    pub(super) fn length_of_one(&self, next: usize, unit: Unit) -> Length {
        Length { next, unit, amount: Some(1.0), bound: None, article: false }
    }

    /// What stands before a unit: the word behind, the amount, and whether an article is all.
    fn amount_of_unit(&self, at: usize) -> Option<(usize, Option<f64>, bool)> {
        if let Some((next, ())) = self.index().half.longest(self.words, at) {
            return Some((next, Some(0.5), false));
        }
        if let Some((next, ())) = self.index().some.longest(self.words, at) {
            return Some((next, None, false));
        }
        let values = self.finder.numbers.values();
        if let Some(amount) = values.amount(self.words, at) {
            let half = self
                .words
                .get(amount.next..amount.next + 3)
                .is_some_and(|words| words.iter().map(|word| word.lower.as_str()).eq(["and", "a", "half"]));
            let (next, value) = if half { (amount.next + 3, amount.value + 0.5) } else { (amount.next, amount.value) };
            return Some((next, Some(value), false));
        }
        let article = values.is_article(self.word(at)?);
        if let Some((next, ())) = self.index().half.longest(self.words, at + 1).filter(|_| article) {
            return Some((next, Some(0.5), false));
        }
        article.then_some((at + 1, Some(1.0), true))
    }

    /// A point or span made of a length, or the length itself.
    pub(super) fn amount_of_time(&self, spot: Spot) -> Option<Reading> {
        let signal = |role| self.index().signal(self.words, spot.at, role);
        let led = |role| signal(role).and_then(|next| self.length(next));
        if let Some(length) = led(Role::Ago) {
            return Some(self.moved(spot, &length, length.next, -1, spot.day, Basis::Relative));
        }
        if let Some(length) = led(Role::Since) {
            let from = spot.day.and_then(|day| length.whole().and_then(|(unit, n)| unit.shift(day, -n)));
            let start = signal(Role::Since).unwrap_or(spot.at);
            return Some(Reading { from, unit: length.unit, ..self.duration(start, &length) });
        }
        if let Some(length) = led(Role::Within) {
            let to = spot.day.and_then(|day| length.whole().and_then(|(unit, n)| unit.shift(day, n)));
            let (from, to) =
                if spot.direction == Direction::Back || to.is_none() { (None, None) } else { (spot.day, to) };
            return Some(Reading { from, to, unit: length.unit, ..self.duration(spot.at, &length) });
        }
        if let Some(length) =
            led(Role::Ahead).filter(|length| spot.direction == Direction::Forward && length.bound.is_none())
        {
            return Some(self.moved(spot, &length, length.next, 1, spot.day, Basis::Relative));
        }
        if let Some(next) = signal(Role::For)
            && let Some(length) = self.length(next).filter(|length| !self.is_age(next, length.next))
        {
            return Some(self.duration(next, &length));
        }
        // "Seit Jahren", "for decades": a length without a number.
        let lasting = [Role::Since, Role::For, Role::After].into_iter().find_map(signal);
        if let Some((at, length)) = lasting.and_then(|next| Some((next, self.bare_units(next)?))) {
            return Some(self.duration(at, &length));
        }
        // "Jahre später" has no number either.
        let length = self.length(spot.at);
        if let Some(length) = length.as_ref().or(self.bare_units(spot.at).as_ref()) {
            let behind = |role| self.index().signal_behind(self.words, length.next, role);
            // "Drei Tage lang".
            if let Some(next) = behind(Role::For).filter(|_| !self.is_age(spot.at, length.next)) {
                return Some(Reading { next, ..self.duration(spot.at, length) });
            }
            if let Some(next) = behind(Role::Ago) {
                return Some(self.moved(spot, length, next, -1, spot.day, Basis::Relative));
            }
            if let Some(next) = behind(Role::Ahead) {
                return Some(self.moved(spot, length, next, 1, spot.day, Basis::Relative));
            }
            if let Some(next) = behind(Role::Later) {
                return Some(self.moved(spot, length, next, 1, self.anchor, Basis::Anchor));
            }
            if let Some(next) = behind(Role::Earlier) {
                return Some(self.moved(spot, length, next, -1, self.anchor, Basis::Anchor));
            }
        }
        let plain = length.filter(|length| {
            let counts = !length.article || length.bound.is_some() || self.is_one(spot.at, length);
            counts && !self.is_age(spot.at, length.next)
        });
        let adjective = || self.adjective(spot.at).filter(|length| !self.is_age(spot.at, length.next));
        plain.or_else(adjective).map(|length| self.duration(spot.at, &length))
    }

    /// Units in the plural without an amount: "Jahre".
    fn bare_units(&self, at: usize) -> Option<Length> {
        let (next, word) = self.index().unit.longest(self.words, at).filter(|(_, word)| word.plural)?;
        Some(Length { next, unit: word.unit, amount: None, bound: None, article: false })
    }

    /// Whether an article counts: "ein Jahr" and "an hour" tell a length; "ein Tag" may be any, "a quarter" a fraction.
    fn is_one(&self, at: usize, length: &Length) -> bool {
        let measure =
            matches!(length.unit, Unit::Minute | Unit::Hour | Unit::Week | Unit::Month | Unit::Year | Unit::Decade);
        let hyphen = self.is_sign(length.next, &["-"]) && self.word(length.next).is_some_and(|word| word.glued);
        let alone = length.next == at + 2 || self.index().half.longest(self.words, at + 1).is_some();
        measure && !hyphen && alone
    }

    /// The length itself, with a finer one behind it: "zwei Jahre und sechs Monate" is `P2Y6M`.
    fn duration(&self, start: usize, length: &Length) -> Reading {
        let whole = Reading::open(start, length.next, TimexType::Duration, length.period());
        let Some(joined) = self.index().signal(self.words, length.next, Role::And) else { return whole };
        let finer = self.length(joined).filter(|finer| {
            finer.unit < length.unit && finer.amount.and(length.amount).is_some() && !self.is_age(joined, finer.next)
        });
        let Some(finer) = finer else { return whole };
        let period = finer.period();
        let part = period.strip_prefix(if whole.value.starts_with("PT") { "PT" } else { "P" });
        Reading { next: finer.next, value: format!("{}{}", whole.value, part.unwrap_or_default()), ..whole }
    }

    /// The point that lies the length before (−1) or after (+1) a day.
    fn moved(&self, spot: Spot, length: &Length, next: usize, sign: i64, day: Option<Date>, basis: Basis) -> Reading {
        let Some((unit, amount)) = length.whole() else {
            let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Reading { basis, ..Reading::open(spot.at, next, TimexType::Date, value) };
        };
        let piece = day.and_then(|day| Piece::around(unit, unit.shift(day, sign * amount)?));
        let mut reading = Reading::resolved(spot.at, next, piece, basis, "XXXX-XX-XX");
        // "Vor mehr als zwanzig Jahren" is some time before.
        match (length.bound, sign < 0) {
            (Some(Bound::Low), true) | (Some(Bound::High), false) => reading.from = None,
            (Some(Bound::High), true) | (Some(Bound::Low), false) => reading.to = None,
            _ => {}
        }
        reading
    }

    /// "die vergangenen drei Jahre", "the next two weeks": the span that ends or begins with a day.
    pub(super) fn span_beside(&self, start: usize, length: &Length, offset: i64, day: Option<Date>) -> Option<Reading> {
        let far = day.and_then(|day| length.whole().and_then(|(unit, n)| unit.shift(day, offset.signum() * n)));
        let (from, to) = match (far, offset < 0) {
            (None, _) => (None, None),
            (far, true) => (far, day),
            (far, false) => (day, far),
        };
        Some(Reading { from, to, unit: length.unit, ..self.duration(start, length) })
    }

    /// "37 Jahre alt", "im Alter von 20 Jahren", "aged 20 years".
    fn is_age(&self, at: usize, next: usize) -> bool {
        let ends_here = |from: usize| self.index().age.at(self.words, from).any(|(end, ())| end == at);
        self.index().age.longest(self.words, next).is_some()
            || (1..=2).any(|n| at.checked_sub(n).is_some_and(ends_here))
    }

    /// "dreitägig", "48-stündig", "two-day"; "20-jährig" and "20-year-old" are ages.
    fn adjective(&self, at: usize) -> Option<Length> {
        let values = self.finder.numbers.values();
        let word = self.word(at)?;
        let amount = values.amount(self.words, at);
        let hyphen = |at: usize| self.word(at).is_some_and(|word| word.is_sign(&["-"]) && word.glued);
        if let Some(amount) = amount.filter(|amount| hyphen(amount.next)) {
            let unit_at = amount.next + 1;
            let lower = &self.word(unit_at)?.lower;
            let (_, unit) = self.index().adjective.iter().find(|(stem, _)| is_inflected(lower, stem))?;
            let age = hyphen(unit_at + 1) || (self.is_german() && *unit == Unit::Year);
            let length =
                Length { next: unit_at + 1, unit: *unit, amount: Some(amount.value), bound: None, article: false };
            return (!age).then_some(length);
        }
        if !self.is_german() || word.is_capital() && !word.opens {
            return None;
        }
        self.index().adjective.iter().find_map(|(stem, unit)| {
            let split = word.lower.rfind(stem.as_str()).filter(|&split| is_inflected(&word.lower[split..], stem))?;
            let prefix = &word.lower[..split];
            let amount = match prefix {
                "mehr" | "viel" => None,
                "ein" => Some(1.0),
                "halb" => Some(0.5),
                _ => Some(values.compound(prefix)?),
            };
            Some(Length { next: at + 1, unit: *unit, amount, bound: None, article: false })
        })
    }
}

fn is_inflected(word: &str, stem: &str) -> bool {
    word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
}
