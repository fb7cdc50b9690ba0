//! Intervals of the calendar with their TIMEX3 values.

use depesche_record::Granularity;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// A unit of time, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Season,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "weekend" => Self::Weekend,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "half" => Self::Half,
            "season" => Self::Season,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    pub fn granularity(self) -> Granularity {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day => Granularity::Day,
            Self::Week | Self::Weekend => Granularity::Week,
            Self::Month => Granularity::Month,
            Self::Quarter | Self::Half | Self::Season => Granularity::Season,
            Self::Year => Granularity::Year,
            Self::Decade | Self::Century => Granularity::Decade,
        }
    }

    /// The next finer unit and how many of it make one: halves and fractions are counted in it.
    fn finer(self) -> Option<(Self, f64)> {
        match self {
            Self::Year => Some((Self::Month, 12.0)),
            Self::Decade => Some((Self::Year, 10.0)),
            Self::Century => Some((Self::Year, 100.0)),
            Self::Quarter => Some((Self::Month, 3.0)),
            Self::Half => Some((Self::Month, 6.0)),
            Self::Month | Self::Week => Some((Self::Day, if self == Self::Week { 7.0 } else { 30.0 })),
            Self::Day => Some((Self::Hour, 24.0)),
            Self::Hour => Some((Self::Minute, 60.0)),
            _ => None,
        }
    }

    /// The same length in whole units: half a year is six months.
    pub fn whole(self, amount: f64) -> Option<(Self, i64)> {
        if amount.fract().abs() < 1e-9 {
            // More than this many of anything is no time of the news.
            return (0.0..=100_000.0).contains(&amount).then_some((self, amount as i64));
        }
        let (finer, times) = self.finer()?;
        finer.whole((amount * times).round())
    }

    /// A TIMEX3 period: `P3M`, `PT20H`; `amount` is "X" where the text gives none.
    pub fn period(self, amount: &str) -> String {
        match self {
            Self::Second => format!("PT{amount}S"),
            Self::Minute => format!("PT{amount}M"),
            Self::Hour => format!("PT{amount}H"),
            Self::Day => format!("P{amount}D"),
            Self::Week => format!("P{amount}W"),
            Self::Weekend => format!("P{amount}WE"),
            Self::Month => format!("P{amount}M"),
            Self::Quarter => format!("P{amount}Q"),
            Self::Half => format!("P{amount}H"),
            Self::Season => format!("P{amount}SE"),
            Self::Year => format!("P{amount}Y"),
            Self::Decade => format!("P{amount}DE"),
            Self::Century => format!("P{amount}CE"),
        }
    }

    fn span(self, amount: i64) -> Option<Span> {
        Some(match self {
            Self::Second | Self::Minute => 0.days(),
            Self::Hour => Span::new().try_days(amount / 24).ok()?,
            Self::Day => Span::new().try_days(amount).ok()?,
            Self::Week | Self::Weekend => Span::new().try_weeks(amount).ok()?,
            Self::Month => Span::new().try_months(amount).ok()?,
            Self::Quarter | Self::Season => Span::new().try_months(amount * 3).ok()?,
            Self::Half => Span::new().try_months(amount * 6).ok()?,
            Self::Year => Span::new().try_years(amount).ok()?,
            Self::Decade => Span::new().try_years(amount * 10).ok()?,
            Self::Century => Span::new().try_years(amount * 100).ok()?,
        })
    }

    /// `day` moved by that many units.
    pub fn shift(self, day: Date, amount: i64) -> Option<Date> {
        day.checked_add(self.span(amount)?).ok()
    }
}

/// Part of a longer interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Start,
    Mid,
    End,
}

/// A piece of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub from: Date,
    pub to: Date,
    pub unit: Unit,
    /// TIMEX3.
    pub value: String,
}

impl Piece {
    pub fn day(day: Date) -> Self {
        Self { from: day, to: day, unit: Unit::Day, value: day.to_string() }
    }

    pub fn month(year: i16, month: i8) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        Some(Self { from, to: from.last_of_month(), unit: Unit::Month, value: format!("{year:04}-{month:02}") })
    }

    /// Quarters 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        Self::months(year, quarter * 3 - 2, 3, Unit::Quarter, format!("{year:04}-Q{quarter}"))
    }

    /// Halves 1 and 2.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        Self::months(year, half * 6 - 5, 6, Unit::Half, format!("{year:04}-H{half}"))
    }

    /// Seasons by whole months: spring (1) March to May … winter (4) December to February of the year after.
    pub fn season(year: i16, season: i8) -> Option<Self> {
        let name = ["SP", "SU", "FA", "WI"].get(usize::try_from(season).ok()?.checked_sub(1)?)?;
        Self::months(year, season * 3, 3, Unit::Season, format!("{year:04}-{name}"))
    }

    fn months(year: i16, first: i8, n_months: i64, unit: Unit, value: String) -> Option<Self> {
        let from = Date::new(year, first, 1).ok()?;
        let to = Unit::Month.shift(from, n_months - 1)?.last_of_month();
        Some(Self { from, to, unit, value })
    }

    pub fn year(year: i16) -> Option<Self> {
        Self::years(year, 1, Unit::Year, format!("{year:04}"))
    }

    /// The ten years from `first`.
    pub fn decade(first: i16) -> Option<Self> {
        Self::years(first, 10, Unit::Decade, format!("{:03}", first.div_euclid(10)))
    }

    /// The 20th century is 1901 to 2000, in TIMEX3 `19`.
    pub fn century(number: i16) -> Option<Self> {
        let first = number.checked_sub(1)?.checked_mul(100)?.checked_add(1)?;
        Self::years(first, 100, Unit::Century, format!("{:02}", number - 1))
    }

    fn years(first: i16, n_years: i16, unit: Unit, value: String) -> Option<Self> {
        let from = Date::new(first, 1, 1).ok()?;
        let to = Date::new(first.checked_add(n_years - 1)?, 12, 31).ok()?;
        Some(Self { from, to, unit, value })
    }

    /// The piece of that unit that holds `day`; weeks run from Monday to Sunday.
    pub fn around(unit: Unit, day: Date) -> Option<Self> {
        let (year, month) = (day.year(), day.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some(Self::day(day)),
            Unit::Week | Unit::Weekend => {
                let monday = monday_of(day)?;
                let week = day.iso_week_date();
                let value = format!("{:04}-W{:02}", week.year(), week.week());
                let sunday = monday.checked_add(6.days()).ok()?;
                if unit == Unit::Week {
                    return Some(Self { from: monday, to: sunday, unit, value });
                }
                let saturday = monday.checked_add(5.days()).ok()?;
                Some(Self { from: saturday, to: sunday, unit, value: format!("{value}-WE") })
            }
            Unit::Month => Self::month(year, month),
            Unit::Quarter => Self::quarter(year, (month + 2) / 3),
            Unit::Half => Self::half(year, (month + 5) / 6),
            Unit::Season if month < 3 => Self::season(year - 1, 4),
            Unit::Season => Self::season(year, month / 3),
            Unit::Year => Self::year(year),
            Unit::Decade => Self::decade(year - year.rem_euclid(10)),
            Unit::Century => Self::century((year - 1).div_euclid(100) + 1),
        }
    }

    /// Its beginning, middle or end: in a month the 1st to 10th, 11th to 20th, and from the 21st; elsewhere thirds.
    pub fn part(mut self, part: Part) -> Option<Self> {
        let (from, to) = (self.from, self.to);
        let bounds = match self.unit {
            Unit::Month => [from, date_in(from, 11)?, date_in(from, 21)?],
            Unit::Week => [from, from.checked_add(2.days()).ok()?, from.checked_add(4.days()).ok()?],
            Unit::Quarter | Unit::Season | Unit::Half | Unit::Year => {
                let months = match self.unit {
                    Unit::Year => 4,
                    Unit::Half => 2,
                    _ => 1,
                };
                [from, Unit::Month.shift(from, months)?, Unit::Month.shift(from, 2 * months)?]
            }
            Unit::Decade => [from, Unit::Year.shift(from, 4)?, Unit::Year.shift(from, 7)?],
            Unit::Century => [from, Unit::Year.shift(from, 33)?, Unit::Year.shift(from, 67)?],
            _ => return Some(self),
        };
        (self.from, self.to) = match part {
            Part::Start => (from, bounds[1].yesterday().ok()?),
            Part::Mid => (bounds[1], bounds[2].yesterday().ok()?),
            Part::End => (bounds[2], to),
        };
        Some(self)
    }
}

fn date_in(first: Date, day: i8) -> Option<Date> {
    Date::new(first.year(), first.month(), day).ok()
}

pub(super) fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).ok()
}

/// Easter Sunday of the western churches, by the rule of Gauss as Lichtenberg completed it.
pub(super) fn easter(year: i16) -> Option<Date> {
    let x = i32::from(year);
    let k = x / 100;
    let m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25;
    let s = 2 - (3 * k + 3) / 4;
    let a = x % 19;
    let d = (19 * a + m) % 30;
    let r = (d + a / 11) / 29;
    let og = 21 + d - r;
    let sz = 7 - (x + x / 4 + s).rem_euclid(7);
    let oe = 7 - (og - sz).rem_euclid(7);
    // Days after the last of February.
    Date::new(year, 3, 1).ok()?.checked_add(i64::from(og + oe - 1).days()).ok()
}

/// Where a time without a year or with a bare weekday lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Told as past: the latest that has begun.
    Back,
    /// Told as coming: the next that has not ended.
    Forward,
    /// Not known: the latest, unless the next is near and the latest far.
    Unknown,
}

/// The piece that is meant, of pieces in order of time, seen from `day`.
pub(super) fn choose(pieces: Vec<Piece>, day: Date, direction: Direction) -> Option<Piece> {
    let latest = pieces.iter().rfind(|piece| piece.from <= day);
    let next = pieces.iter().find(|piece| piece.to >= day && (direction == Direction::Forward || piece.from > day));
    let near = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |span| span.get_days());
    let chosen = match direction {
        Direction::Forward => next.or(latest),
        Direction::Back => latest.or(next),
        Direction::Unknown => match (latest, next) {
            // "Am 5. November" in late October is two weeks ahead, not fifty weeks back.
            (Some(latest), Some(next)) if near(day, next.from) <= 62 && near(latest.to, day) > 240 => Some(next),
            (latest, next) => latest.or(next),
        },
    };
    chosen.cloned()
}
