//! Longer pieces of the calendar: months, seasons, years, decades, and what is told by its distance.

use super::calendar::{Direction, Piece, Unit, choose, easter};
use super::days::YearWord;
use super::index::{Member, Role};
use super::{Reader, Reading, Spot, TimexType};
use depesche_record::Basis;
use jiff::ToSpan;
use jiff::civil::Date;

impl Reader<'_> {
    /// A month's name at `at`: the word behind and its number. Words that are also others (`May`, `Jan`) need company:
    /// a number beside them (`dated` says that there is one) or a word of time before.
    pub(super) fn month_name(&self, at: usize, dated: bool) -> Option<(usize, i8)> {
        let (next, member) = self.index().month.longest(self.words, at)?;
        let stop =
            self.is_sign(next, &["."]) && self.word(next).is_some_and(|word| word.glued) && next + 1 < self.words.len();
        let short = self.word(at).is_some_and(|word| word.text.chars().count() <= 4 && word.lower != "may");
        let behind = if member.ambiguous && short { next + usize::from(stop) } else { next };
        let fits = !member.ambiguous || dated || if short { stop } else { self.in_company(at, next) };
        fits.then_some((behind, member.number))
    }

    /// A word of time before, or a year behind.
    fn in_company(&self, at: usize, next: usize) -> bool {
        let ends_here = |from: usize| {
            let index = self.index();
            let signal =
                index.front.at(self.words, from).any(|(end, role)| end == at && !matches!(role, Role::To | Role::And));
            let shift = index.shift.at(self.words, from).any(|(end, _)| end == at);
            let part = index.part.at(self.words, from).any(|(end, _)| end == at);
            signal || shift || part
        };
        let article = at.checked_sub(1).filter(|&from| self.index().article.longest(self.words, from).is_some());
        let led =
            |at: usize| at.checked_sub(1).is_some_and(|from| self.index().signal(self.words, from, Role::In).is_some());
        let year = self.year_number(next + usize::from(self.is_sign(next, &[",", "."]))).is_some();
        year || (1..=3).any(|n| at.checked_sub(n).is_some_and(ends_here)) || article.is_some_and(led)
    }

    /// Four digits that may be a year.
    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        let word = self.word(at).filter(|word| word.is_digits() && word.text.len() == 4)?;
        word.text.parse().ok().filter(|year| (1000..2200).contains(year))
    }

    /// A year behind a month or season: "2024", ", 2024", "dieses Jahres", "of last year".
    pub(super) fn year_behind(&self, at: usize, spot: Spot) -> Option<(usize, YearWord)> {
        let of = self.index().signal(self.words, at, Role::Of).unwrap_or(at);
        let comma = at + usize::from(!self.is_german() && self.is_sign(at, &[","]));
        let number = [at, comma, of].into_iter().find_map(|at| Some((at + 1, self.year_number(at)?)));
        if let Some((next, year)) = number.filter(|(next, year)| !self.counts(*next, *year)) {
            return Some((next, YearWord::Number(year)));
        }
        let inner = self.index().past_article(self.words, of);
        let moved = |offset: i64| Unit::Year.shift(spot.day?, offset).map(|day| YearWord::Relative(day.year()));
        if let Some((unit_at, shift)) =
            self.index().shift.longest(self.words, inner).filter(|(_, shift)| !shift.anchored)
        {
            let (next, unit) = self.index().unit.longest(self.words, unit_at)?;
            return Some((next, moved(shift.offset).filter(|_| unit.unit == Unit::Year && !unit.plural)?));
        }
        let (next, deictic) = self.index().deictic.longest(self.words, inner)?;
        Some((next, moved(deictic.offset).filter(|_| deictic.unit == Unit::Year && !deictic.anchored)?))
    }

    /// A piece that comes once a year: with the year behind it, or the one that the direction decides.
    fn yearly(&self, spot: Spot, next: usize, value: String, piece: impl Fn(i16) -> Option<Piece>) -> Option<Reading> {
        if let Some((next, year)) = self.year_behind(next, spot) {
            return Some(Reading::of(spot.at, next, piece(year.number())?, year.basis()));
        }
        let chosen = spot.day.and_then(|day| choose(around_years(day, piece), day, spot.direction));
        Some(Reading::resolved(spot.at, next, chosen, Basis::Relative, value))
    }

    /// "Oktober 2024", "im Oktober", "Monat Mai".
    pub(super) fn month_alone(&self, spot: Spot) -> Option<Reading> {
        let named =
            self.index().unit.longest(self.words, spot.at).filter(|(_, unit)| unit.unit == Unit::Month && !unit.plural);
        let (next, month) = self.month_name(named.map_or(spot.at, |(next, _)| next), false)?;
        if self.is_in_name(spot.at) && self.year_behind(next, spot).is_none() {
            return None;
        }
        self.yearly(spot, next, format!("XXXX-{month:02}"), |year| Piece::month(year, month))
    }

    /// Whether a German month or season ends a name: "Karl Sommer", "Prager Frühling".
    fn is_in_name(&self, at: usize) -> bool {
        let word = at.checked_sub(1).and_then(|before| self.word(before));
        let capital = word.is_some_and(|word| word.is_letters() && word.is_capital() && !word.opens);
        capital
            && self.is_german()
            && !(1..=2).any(|n| {
                at.checked_sub(n).is_some_and(|from| self.index().part.at(self.words, from).any(|(end, _)| end == at))
            })
    }

    /// "Sommer 2024", "last fall", "Winter 2023/24".
    pub(super) fn season_alone(&self, spot: Spot) -> Option<Reading> {
        let (next, member) = self.index().season.longest(self.words, spot.at)?;
        let named = self.is_in_name(spot.at) && self.year_behind(next, spot).is_none();
        if named || member.ambiguous && !self.in_company(spot.at, next) {
            return None;
        }
        let value = format!("XXXX-{}", ["SP", "SU", "FA", "WI"].get(usize::try_from(member.number - 1).ok()?)?);
        let mut reading = self.yearly(spot, next, value, |year| Piece::season(year, member.number))?;
        if self.is_sign(reading.next, &["/", "-", "–"])
            && self.word(reading.next + 1).is_some_and(|word| word.is_digits() && word.glued)
        {
            reading.next += 2;
        }
        Some(reading)
    }

    /// An ordinal in digits or words: "3.", "3rd", "dritten".
    fn ordinal(&self, at: usize) -> Option<(usize, i16)> {
        let word = self.word(at)?;
        if !word.is_digits() {
            return self.finder.numbers.values().ordinal(self.words, at).map(|value| (at + 1, value as i16));
        }
        let ending = self.word(at + 1).filter(|word| word.glued)?;
        let fits = if self.is_german() {
            ending.text == "."
        } else {
            matches!(ending.lower.as_str(), "st" | "nd" | "rd" | "th")
        };
        fits.then(|| Some((at + 2, word.text.parse().ok()?))).flatten()
    }

    /// "drittes Quartal 2024", "Q3 2024", "first half of 2024".
    pub(super) fn quarter(&self, spot: Spot) -> Option<Reading> {
        let letter =
            self.word(spot.at).filter(|word| word.lower == "q").and(self.word(spot.at + 1).filter(|word| word.glued));
        let (next, number, unit) = match letter {
            Some(digit) => (spot.at + 2, digit.text.parse().ok()?, Unit::Quarter),
            None => {
                let (unit_at, number) = self.ordinal(spot.at)?;
                let unit_at = unit_at + usize::from(self.is_sign(unit_at, &["-"]));
                let (next, unit) = self.index().unit.longest(self.words, unit_at)?;
                (next, i8::try_from(number).ok()?, unit.unit)
            }
        };
        let piece = move |year| match unit {
            Unit::Quarter if (1..=4).contains(&number) => Piece::quarter(year, number),
            Unit::Half if (1..=2).contains(&number) => Piece::half(year, number),
            _ => None,
        };
        piece(2000)?;
        // "The first half" is of a match unless a year says otherwise.
        if unit == Unit::Half && !self.is_german() && self.year_behind(next, spot).is_none() {
            return None;
        }
        self.yearly(spot, next, format!("XXXX-Q{number}"), piece)
    }

    /// "19. Jahrhundert", "the 19th century".
    pub(super) fn century(&self, spot: Spot) -> Option<Reading> {
        let (unit_at, number) = self.ordinal(spot.at)?;
        let (next, unit) = self.index().unit.longest(self.words, unit_at)?;
        let piece = Piece::century(number).filter(|_| unit.unit == Unit::Century)?;
        Some(Reading::of(spot.at, next, piece, Basis::Explicit))
    }

    /// "2014", "im Jahr 2014", "2014/15", "1939–45".
    pub(super) fn year_alone(&self, spot: Spot) -> Option<Reading> {
        let named = self.index().unit.longest(self.words, spot.at).filter(|(_, unit)| unit.unit == Unit::Year);
        let at = named.map_or(spot.at, |(next, _)| next);
        let year = self.year_number(at)?;
        if named.is_none() && !self.is_year(at, year) {
            return None;
        }
        let mut reading = Reading::of(spot.at, at + 1, Piece::year(year)?, Basis::Explicit);
        let joined = self.is_sign(at + 1, &["/", "-", "–"]) && self.word(at + 1).is_some_and(|word| word.glued);
        let last = self.word(at + 2).filter(|word| joined && word.glued && word.is_digits());
        if let Some(last) = last {
            let second: i16 = last.text.parse().ok()?;
            let second = if last.text.len() == 2 { year - year.rem_euclid(100) + second } else { second };
            let piece = Piece::year(second).filter(|_| second > year && matches!(last.text.len(), 2 | 4))?;
            reading = Reading {
                next: at + 3,
                value: format!("{}/{}", reading.value, piece.value),
                to: Some(piece.to),
                ..reading
            };
        }
        Some(reading)
    }

    /// Whether four digits are a year and not a count, a number of something or a sum.
    fn is_year(&self, at: usize, year: i16) -> bool {
        let numbers = &self.finder.numbers;
        if numbers.is_labelled(self.words, at) || numbers.has_currency(self.words, at) {
            return false;
        }
        let strong = [Role::Since, Role::Until, Role::After, Role::Before, Role::Between, Role::From];
        let before = at.checked_sub(1);
        let led = before.is_some_and(|from| {
            strong.into_iter().any(|role| self.index().signal(self.words, from, role) == Some(at))
                || self.index().part.at(self.words, from).any(|(end, _)| end == at)
        });
        let noun_behind =
            self.is_german() && self.word(at + 1).is_some_and(|word| word.is_letters() && word.is_capital());
        let named =
            !self.is_german() && at > 1 && self.word(at - 1).is_some_and(|word| word.is_letters() && word.is_capital());
        let count = year % 50 == 0 && (named || noun_behind || numbers.is_bounded(self.words, at));
        !self.counts(at + 1, year) && (led || ((1500..=2100).contains(&year) && !count))
    }

    /// Whether a number before `next` counts what follows; of "2014 russische Soldaten" only a round number does.
    fn counts(&self, next: usize, year: i16) -> bool {
        let numbers = &self.finder.numbers;
        if year % 50 == 0 { numbers.is_counted(self.words, next) } else { numbers.is_unit(self.words, next) }
    }

    /// "1990er Jahre", "90er-Jahre", "neunziger Jahre", "Neunzigerjahre", "the 1990s", "the nineties".
    pub(super) fn decade(&self, spot: Spot) -> Option<Reading> {
        let word = self.word(spot.at)?;
        let glued = self.word(spot.at + 1).filter(|word| word.glued);
        let years = |at: usize| {
            let at = at + usize::from(self.is_sign(at, &["-"]));
            self.index().unit.longest(self.words, at).filter(|(_, unit)| unit.unit == Unit::Year && unit.plural)
        };
        let tens = |stem: &str| self.finder.numbers.values().tens(stem);
        let (next, number) = match (word.is_digits(), self.is_german()) {
            (true, german) => {
                let endings: &[&str] = if german { &["er", "ern"] } else { &["s"] };
                glued.filter(|glued| endings.contains(&glued.lower.as_str()))?;
                let behind = spot.at + 2;
                // "90er" without its years is a decade unless a noun follows: "die 90er", "der 30er Bus".
                let noun = self.word(behind).is_some_and(|word| word.is_letters() && word.is_capital());
                let next = if german { years(behind).map(|(next, _)| next) } else { None };
                (next.or_else(|| (!noun).then_some(behind))?, word.text.parse().ok()?)
            }
            (false, true) => match word.lower.strip_suffix("erjahren").or_else(|| word.lower.strip_suffix("erjahre")) {
                Some(stem) => (spot.at + 1, tens(stem)?),
                None => match (years(spot.at + 1), word.lower.strip_suffix("er")) {
                    (Some((next, _)), Some(stem)) => (next, tens(stem)?),
                    _ => (spot.at + 1, self.tens_alone(spot.at)?),
                },
            },
            (false, false) => (spot.at + 1, tens(&format!("{}y", word.lower.strip_suffix("ies")?))?),
        };
        let first = if number < 100 { 1900 + number } else { number };
        let piece = Piece::decade(first).filter(|_| first % 10 == 0 && (1000..2200).contains(&first))?;
        Some(Reading::of(spot.at, next, piece, Basis::Explicit))
    }

    /// "In den Siebzigern", "Anfang der Siebziger": the years are left out; "Siebziger" alone may be a person's age.
    fn tens_alone(&self, at: usize) -> Option<i16> {
        let word = self.word(at).filter(|word| word.is_capital())?;
        let led = |n: usize, fits: &dyn Fn(usize) -> bool| at.checked_sub(n).is_some_and(fits);
        let article = led(1, &|at| self.index().article.longest(self.words, at).is_some());
        let part = led(2, &|at| self.index().part.longest(self.words, at).is_some());
        let stem = match word.lower.strip_suffix("ern") {
            Some(stem) => Some(stem).filter(|_| article),
            None => word.lower.strip_suffix("er").filter(|_| article && part),
        };
        self.finder.numbers.values().tens(stem?)
    }

    /// "Anfang Oktober", "Ende 2023", "early next week", "mid-May", "the end of the year", "Jahresende".
    pub(super) fn part_of(&self, spot: Spot) -> Option<Reading> {
        let (next, (part, whole)) = self.index().part.longest(self.words, spot.at)?;
        let this = |unit| spot.day.and_then(|day| Piece::around(unit, day));
        let whole_reading = match whole {
            Some(unit) => match self.year_behind(next, spot) {
                Some((next, year)) if *unit == Unit::Year => {
                    Reading::of(spot.at, next, Piece::year(year.number())?, year.basis())
                }
                _ => Reading::resolved(spot.at, next, this(*unit), Basis::Relative, "XXXX"),
            },
            None => {
                let of = self.index().signal(self.words, next, Role::Of).unwrap_or(next);
                let inner = self.index().past_article(self.words, of);
                let read = |at: usize| {
                    let spot = Spot { at, ..spot };
                    let named = [
                        Self::shifted,
                        Self::month_alone,
                        Self::season_alone,
                        Self::quarter,
                        Self::century,
                        Self::decade,
                        Self::year_alone,
                    ];
                    named
                        .into_iter()
                        .find_map(|read| read(self, spot))
                        .or_else(|| self.weekday_alone(spot).filter(|_| !self.is_german()))
                };
                let bare = || {
                    let (next, unit) = self
                        .index()
                        .unit
                        .longest(self.words, inner)
                        .filter(|(_, unit)| inner > next && !unit.plural)?;
                    let longer =
                        !matches!(unit.unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Weekend);
                    longer.then(|| Reading::resolved(spot.at, next, this(unit.unit), Basis::Relative, "XXXX"))
                };
                read(inner).or_else(|| read(next)).or_else(bare)?
            }
        };
        if matches!(whole_reading.kind, TimexType::Duration | TimexType::Set) {
            return None;
        }
        let Some(piece) = whole_reading.piece() else { return Some(Reading { start: spot.at, ..whole_reading }) };
        let Piece { from, to, .. } = piece.part(*part)?;
        Some(Reading { start: spot.at, from: Some(from), to: Some(to), ..whole_reading })
    }

    /// "vergangene Woche", "next year", "last Monday", "kommenden Oktober", "in den vergangenen drei Jahren".
    pub(super) fn shifted(&self, spot: Spot) -> Option<Reading> {
        let (next, shift) = self.index().shift.longest(self.words, spot.at)?;
        let shift = *shift;
        let day = if shift.anchored { self.anchor } else { spot.day };
        let basis = if shift.anchored { Basis::Anchor } else { Basis::Relative };
        if let Some(length) = self.length(next).filter(|_| shift.span) {
            return self.span_beside(spot.at, &length, shift.offset, day);
        }
        if let Some((next, word)) = self.index().unit.longest(self.words, next) {
            // "Diese Tage" are the present, "die letzten Jahre" a span of unknown length.
            if word.plural {
                let (kind, value) = match shift.offset {
                    0 => (TimexType::Date, "PRESENT_REF".to_owned()),
                    _ => (TimexType::Duration, word.unit.period("X")),
                };
                return Some(Reading::open(spot.at, next, kind, value));
            }
            let value = word.unit.period("X");
            let piece = match word.unit {
                // "The last day" and "der nächste Tag" are counted from something else.
                Unit::Day if !shift.anchored => return None,
                Unit::Second | Unit::Minute | Unit::Hour => return None,
                Unit::Weekend => day.and_then(|day| {
                    let pieces =
                        (-2..=2).filter_map(|weeks| Piece::around(Unit::Weekend, Unit::Week.shift(day, weeks)?));
                    beside(pieces.collect(), day, shift.offset)
                }),
                Unit::Decade | Unit::Century if shift.span && !self.is_german() => {
                    let length = self.length_of_one(next, word.unit);
                    return self.span_beside(spot.at, &length, shift.offset, day);
                }
                unit => day.and_then(|day| Piece::around(unit, unit.shift(day, shift.offset * i64::from(word.times))?)),
            };
            return Some(Reading::resolved(spot.at, next, piece, basis, value));
        }
        let pieces = |spot: Spot| -> Option<(usize, Vec<Piece>)> {
            let day = day?;
            if let Some((next, (member, _))) =
                self.index().weekday.longest(self.words, spot.at).filter(|(_, (m, _))| plain(m))
            {
                return Some((next, self.weekdays(day, member.number)));
            }
            if let Some((next, month)) = self.month_name(spot.at, false) {
                return Some((next, around_years(day, |year| Piece::month(year, month))));
            }
            let (next, member) = self.index().season.longest(self.words, spot.at)?;
            Some((next, around_years(day, |year| Piece::season(year, member.number))))
        };
        let (next, pieces) = pieces(Spot { at: next, ..spot })?;
        Some(self.with_time(Reading::of(spot.at, next, beside(pieces, day?, shift.offset)?, basis)))
    }

    /// "gestern", "yesterday", "am Vortag", "the same year".
    pub(super) fn deictic(&self, spot: Spot) -> Option<Reading> {
        let (next, deictic) = self.index().deictic.longest(self.words, spot.at)?;
        // "Am heutigen Mittwoch", "gestern Dienstag" name one day twice.
        let weekday = self.index().weekday.longest(self.words, next).filter(|(_, (member, part))| {
            self.is_german() && deictic.unit == Unit::Day && !deictic.anchored && plain(member) && part.is_empty()
        });
        let next = weekday.map_or(next, |(next, _)| next);
        let day = if deictic.anchored { self.anchor } else { spot.day };
        let basis = if deictic.anchored { Basis::Anchor } else { Basis::Relative };
        let piece = day.and_then(|day| Piece::around(deictic.unit, deictic.unit.shift(day, deictic.offset)?));
        let mut reading = Reading::resolved(spot.at, next, piece, basis, "XXXX-XX-XX");
        if !deictic.daypart.is_empty() {
            reading.kind = TimexType::Time;
            reading.value = format!("{}T{}", reading.value, deictic.daypart);
            // Last night reaches into today.
            if deictic.offset < 0 {
                reading.to = day;
            }
        }
        Some(self.with_time(reading))
    }

    /// "Weihnachten", "Easter Monday".
    pub(super) fn feast(&self, spot: Spot) -> Option<Reading> {
        let (next, feast) = self.index().feast.longest(self.words, spot.at)?;
        self.yearly(spot, next, "XXXX".to_owned(), |year| {
            let from = match feast.fixed {
                Some((month, day)) => Date::new(year, month, day).ok()?,
                None => easter(year)?.checked_add(feast.easter.days()).ok()?,
            };
            let to = from.checked_add((feast.days - 1).days()).ok()?;
            Some(Piece { to, ..Piece::day(from) })
        })
    }

    /// "täglich", "every week", "jeden Montag", "jeden Abend", "alle zwei Jahre", "jeden dritten Tag".
    pub(super) fn set(&self, spot: Spot) -> Option<Reading> {
        let (next, value) = self.index().set.longest(self.words, spot.at)?;
        let repeated = |next, value: String| Some(Reading::open(spot.at, next, TimexType::Set, value));
        if !value.is_empty() {
            return repeated(next, value.clone());
        }
        if let Some((next, (member, daypart))) = self.index().weekday.longest(self.words, next) {
            let time = if daypart.is_empty() { String::new() } else { format!("T{daypart}") };
            return repeated(next, format!("XXXX-WXX-{}{time}", member.number));
        }
        if let Some((next, code)) = self.index().daypart.longest(self.words, next) {
            return repeated(next, format!("XXXX-XX-XXT{code}"));
        }
        if let Some(length) = self.length(next) {
            return repeated(length.next, length.period());
        }
        let (unit_at, number) = self.ordinal(next).unwrap_or((next, 1));
        let (next, word) = self.index().unit.longest(self.words, unit_at)?;
        match word.unit {
            Unit::Weekend => repeated(next, "XXXX-WXX-WE".to_owned()),
            unit => repeated(next, unit.period(&(i64::from(number) * i64::from(word.times)).to_string())),
        }
    }

    /// "kürzlich", "in recent years"; "jahrelang" is a length.
    pub(super) fn vague(&self, spot: Spot) -> Option<Reading> {
        let (next, value) = self.index().vague.longest(self.words, spot.at)?;
        // "in the past" three years
        let counted = self.length(next).is_some() || self.index().unit.longest(self.words, next).is_some();
        let length = value.starts_with('P') && !value.ends_with("_REF");
        let kind = if length { TimexType::Duration } else { TimexType::Date };
        (!counted).then(|| Reading::open(spot.at, next, kind, value.clone()))
    }
}

fn plain(member: &Member) -> bool {
    !member.every && !member.ambiguous
}

/// A yearly piece in the years around `day`, in order of time.
fn around_years(day: Date, piece: impl Fn(i16) -> Option<Piece>) -> Vec<Piece> {
    (-2..=2).filter_map(|n| piece(day.year() + n)).collect()
}

/// The last piece wholly before `day`, the next wholly after it, or the one around or nearest it.
fn beside(pieces: Vec<Piece>, day: Date, offset: i64) -> Option<Piece> {
    match offset {
        ..=-1 => pieces.into_iter().rfind(|piece| piece.to < day),
        0 => {
            let near = pieces.iter().find(|piece| same_span(piece, day)).cloned();
            near.or_else(|| choose(pieces, day, Direction::Unknown))
        }
        _ => pieces.into_iter().find(|piece| piece.from > day),
    }
}

/// "Diesen Montag" lies in this week, "this October" in this year.
fn same_span(piece: &Piece, day: Date) -> bool {
    let unit = if matches!(piece.unit, Unit::Day | Unit::Weekend) { Unit::Week } else { Unit::Year };
    Piece::around(unit, day).is_some_and(|span| span.from <= piece.from && piece.from <= span.to)
}
