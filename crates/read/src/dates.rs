//! Days of publication as people and pages write them.

use jiff::civil::Date;

/// Why a text is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// A day that its month does not have.
    #[error("is impossible: there is no day {day} in {year:04}-{month:02}")]
    NoSuchDay {
        /// As written.
        year: u32,
        /// As written, 1 to 12.
        month: u32,
        /// As written.
        day: u32,
    },
    /// A month beyond the twelfth, or none.
    #[error("is impossible: there is no month {month}")]
    NoSuchMonth {
        /// As written.
        month: u32,
    },
    /// `5/6/2024` is in May or in June.
    #[error("can be read as two different days")]
    Ambiguous,
    /// No day, or a form that is not known.
    #[error("is not a day with a year of four digits")]
    NotUnderstood,
}

const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "jan", "jän"],
    &["february", "februar", "feber", "feb", "febr"],
    &["march", "märz", "maerz", "mar", "mär", "mrz"],
    &["april", "apr"],
    &["may", "mai"],
    &["june", "juni", "jun"],
    &["july", "juli", "jul"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["october", "oktober", "oct", "okt"],
    &["november", "nov"],
    &["december", "dezember", "dec", "dez"],
];

/// What may stand before the day: weekdays and articles.
const BEFORE: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "the",
    "den",
    "dem",
    "der",
    "am",
    "vom",
    "on",
];

/// Reads a day: ISO (`2024-10-25`, with or without time), RFC 2822, and the usual German and English forms
/// (`25. Oktober 2024`, `25.10.2024`, `Friday, October 25th, 2024, 10:15`). A time of day is passed over.
///
/// # Errors
/// [`DateFault`] for a day that the calendar lacks, that can be read in two ways or that is not understood.
pub fn parse_day(text: &str) -> Result<Date, DateFault> {
    let mut rest = Tokens::of(text);
    while rest.word(|word| BEFORE.contains(&word)).is_some() || rest.mark(',') || rest.mark('.') {}
    if let Some((year, month, day)) = rest.clone().year_first().or_else(|| rest.clone().day_first()) {
        return calendar_day(year, month, day);
    }
    if let Some((year, month, day)) = rest.clone().month_first() {
        return calendar_day(year, month, day);
    }
    let (a, b, year) = rest.slashes().ok_or(DateFault::NotUnderstood)?;
    match (a > 12, b > 12) {
        (true, false) => calendar_day(year, b, a),
        (false, true) => calendar_day(year, a, b),
        _ if a == b => calendar_day(year, b, a),
        (false, false) => Err(DateFault::Ambiguous),
        (true, true) => Err(DateFault::NoSuchMonth { month: b }),
    }
}

/// Whether a text is a day, perhaps with a time, and says nothing else: "25.10.2024, 22.40 Uhr".
pub(crate) fn is_bare_day(text: &str) -> bool {
    const CLOCK: &[&str] = &[
        "uhr", "um", "at", "h", "a", "p", "m", "am", "pm", "t", "z", "st", "nd", "rd", "th", "of", "utc", "gmt", "cet",
        "cest", "mez", "mesz", "est", "edt", "bst", "stand",
    ];
    let is_dull = |token: &Token| match token {
        Token::Word(word) => {
            [BEFORE, CLOCK].concat().contains(&word.as_str())
                || MONTHS.iter().any(|names| names.contains(&word.as_str()))
        }
        _ => true,
    };
    text.len() <= 80 && parse_day(text).is_ok() && Tokens::of(text).0.iter().all(is_dull)
}

fn calendar_day(year: u32, month: u32, day: u32) -> Result<Date, DateFault> {
    let small = |number: u32| i8::try_from(number).unwrap_or(i8::MAX);
    let date = Date::new(i16::try_from(year).unwrap_or(i16::MAX), small(month), small(day));
    date.map_err(|_| match month {
        1..=12 => DateFault::NoSuchDay { year, month, day },
        _ => DateFault::NoSuchMonth { month },
    })
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number { value: u32, n_digits: usize },
    Word(String),
    Mark(char),
}

/// Tokens of a date, taken from the front; white space is left out.
#[derive(Debug, Clone)]
struct Tokens(std::collections::VecDeque<Token>);

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens = std::collections::VecDeque::new();
        // Dates are short; what comes after is no date.
        let mut chars = text.chars().take(80).peekable();
        while let Some(c) = chars.next() {
            let mut run = String::from(c);
            if c.is_ascii_digit() {
                while let Some(next) = chars.next_if(char::is_ascii_digit) {
                    run.push(next);
                }
                tokens.push_back(Token::Number { value: run.parse().unwrap_or(u32::MAX), n_digits: run.len() });
            } else if c.is_alphabetic() {
                while let Some(next) = chars.next_if(|c| c.is_alphabetic()) {
                    run.push(next);
                }
                tokens.push_back(Token::Word(run.to_lowercase()));
            } else if !c.is_whitespace() {
                tokens.push_back(Token::Mark(c));
            }
        }
        Self(tokens)
    }

    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let &Token::Number { value, n_digits } = self.0.front()? else { return None };
        digits.contains(&n_digits).then_some(())?;
        self.0.pop_front();
        Some(value)
    }

    fn year(&mut self) -> Option<u32> {
        self.number(4..=4)
    }

    fn word(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        match self.0.front()? {
            Token::Word(word) if fits(word) => {
                let word = word.clone();
                self.0.pop_front();
                Some(word)
            }
            _ => None,
        }
    }

    fn mark(&mut self, mark: char) -> bool {
        let is_next = self.0.front() == Some(&Token::Mark(mark));
        if is_next {
            self.0.pop_front();
        }
        is_next
    }

    /// A month by its name.
    fn month(&mut self) -> Option<u32> {
        let word = self.word(|word| MONTHS.iter().any(|names| names.contains(&word)))?;
        let month = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
        self.mark('.');
        u32::try_from(month + 1).ok()
    }

    fn day(&mut self) -> Option<u32> {
        let day = self.number(1..=2)?;
        let _ = self.word(|word| ["st", "nd", "rd", "th"].contains(&word)).is_some() || self.mark('.');
        Some(day)
    }

    /// `2024-10-25`, `2024/10/25`, `20241025`.
    fn year_first(mut self) -> Option<(u32, u32, u32)> {
        if let Some(number) = self.number(8..=8) {
            return self.0.is_empty().then_some((number / 10_000, number / 100 % 100, number % 100));
        }
        let year = self.year()?;
        let separator = ['-', '/'].into_iter().find(|&mark| self.mark(mark))?;
        let month = self.number(1..=2)?;
        self.mark(separator).then_some(())?;
        Some((year, month, self.number(1..=2)?))
    }

    /// `25. Oktober 2024`, `25th of October, 2024`, `25-Oct-2024`, `25.10.2024`.
    fn day_first(mut self) -> Option<(u32, u32, u32)> {
        let day = self.day()?;
        let _ = self.mark('-') || self.word(|word| word == "of").is_some();
        let month = match self.month() {
            Some(month) => month,
            None => {
                let month = self.number(1..=2)?;
                self.mark('.').then_some(())?;
                month
            }
        };
        let _ = self.mark(',') || self.mark('-');
        Some((self.year()?, month, day))
    }

    /// `October 25, 2024`.
    fn month_first(mut self) -> Option<(u32, u32, u32)> {
        let month = self.month()?;
        let day = self.day()?;
        self.mark(',');
        Some((self.year()?, month, day))
    }

    /// `25/10/2024`: two numbers in the order of the text, and the year.
    fn slashes(mut self) -> Option<(u32, u32, u32)> {
        let a = self.number(1..=2)?;
        self.mark('/').then_some(())?;
        let b = self.number(1..=2)?;
        self.mark('/').then_some(())?;
        Some((a, b, self.year()?))
    }
}

#[cfg(test)]
mod tests {
    use super::is_bare_day;

    #[test]
    fn a_day_alone_is_told_from_a_sentence() {
        assert!(is_bare_day("Freitag, 25. Oktober 2024, 22.40 Uhr"));
        assert!(is_bare_day("October 25, 2024 at 10:40 a.m. EDT"));
        assert!(!is_bare_day("Am 25. Oktober 2024 starb er."));
        assert!(!is_bare_day("22.40 Uhr"));
    }
}
