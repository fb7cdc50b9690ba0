//! What numbers are worth: digits in both spellings, number words, multipliers.

use super::scan::{Word, WordKind};
use depesche_knowledge::schema_words::NumberTable;
use depesche_record::Language;
use std::collections::HashMap;

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// The word behind it.
    pub next: usize,
    pub value: f64,
    /// Product of the multipliers: a million in "zwei Millionen".
    pub scale: f64,
}

/// The number words and spellings of one language.
#[derive(Debug)]
pub(crate) struct Values {
    language: Language,
    cardinals: HashMap<String, f64>,
    /// By the form as listed: German tells "Dutzend" from "dutzend" by its capital.
    multipliers: HashMap<String, f64>,
    ordinals: HashMap<String, f64>,
    articles: Vec<String>,
    joiner: String,
    decimal: String,
    group: Vec<String>,
}

/// Endings that a German ordinal or adjective takes.
pub(crate) const ENDINGS: [&str; 6] = ["", "e", "er", "en", "em", "es"];

impl Values {
    pub fn new(table: &NumberTable, language: Language) -> Self {
        let ordinals = table.ordinal.iter().flat_map(|row| row.words.iter().map(move |word| (word, row.value)));
        let ordinals = match language {
            Language::German => ordinals
                .flat_map(|(word, value)| ENDINGS[1..].iter().map(move |ending| (format!("{word}{ending}"), value)))
                .collect(),
            Language::English => ordinals.map(|(word, value)| (word.clone(), value)).collect(),
        };
        let listed = |rows: &[depesche_knowledge::schema_words::NumberWordRow]| {
            rows.iter().flat_map(|row| row.words.iter().map(|word| (word.clone(), row.value))).collect()
        };
        Self {
            language,
            cardinals: listed(&table.cardinal),
            multipliers: listed(&table.multiplier),
            ordinals,
            articles: table.article.clone(),
            joiner: table.joiner.clone(),
            decimal: table.decimal.clone(),
            group: table.group.clone(),
        }
    }

    /// The number that begins at word `at`, in digits or words, with its multipliers.
    pub fn amount(&self, words: &[Word<'_>], at: usize) -> Option<Amount> {
        let word = words.get(at)?;
        let mut amount = match word.kind {
            WordKind::Digits => self.digits(words, at)?,
            WordKind::Letters => self.word_number(words, at)?,
            WordKind::Sign => return None,
        };
        while let Some(factor) = self.multiplier_behind(words, amount.next, at) {
            amount.value *= factor;
            amount.scale *= factor;
            amount.next += 1;
        }
        Some(amount)
    }

    /// The ordinal at word `at`: "third", "dritten".
    pub fn ordinal(&self, words: &[Word<'_>], at: usize) -> Option<f64> {
        let word = words.get(at)?;
        let lower = word.is_letters() && (!word.is_capital() || word.opens);
        lower.then(|| self.ordinals.get(&word.lower).copied()).flatten()
    }

    /// Whether the word may stand for one before a noun: `ein`, `a`.
    pub fn is_article(&self, word: &Word<'_>) -> bool {
        self.articles.contains(&word.lower)
    }

    fn multiplier(&self, word: &Word<'_>) -> Option<f64> {
        self.multipliers
            .get(word.text)
            .or_else(|| word.opens.then(|| self.multipliers.get(&word.lower)).flatten())
            .copied()
    }

    /// A multiplier behind a number that began at `start`; short English ones must touch it (`3bn`), `m` and `k` also
    /// need a currency before.
    fn multiplier_behind(&self, words: &[Word<'_>], at: usize, start: usize) -> Option<f64> {
        let word = words.get(at)?;
        let factor = self.multiplier(word)?;
        let short = word.text.len() <= 2;
        let currency = start > 0 && words[start - 1].kind == WordKind::Sign && words[start].glued;
        let fits =
            if short { word.glued && (word.text.len() == 2 || currency) } else { !word.glued || word.text.len() > 3 };
        fits.then_some(factor)
    }

    fn digits(&self, words: &[Word<'_>], at: usize) -> Option<Amount> {
        let text = words[at].text;
        let mut value = self.parse_digits(text)?;
        let mut next = at + 1;
        // "12 000" with ordinary spaces, where the language writes it so.
        if self.group.iter().any(|g| g == " ") && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit()) {
            while let Some(word) = words.get(next) {
                let group = word.text.len() == 3 && !word.glued && word.text.chars().all(|c| c.is_ascii_digit());
                let Some(thousand) = group.then(|| word.text.parse::<f64>().ok()).flatten() else { break };
                value = value * 1000.0 + thousand;
                next += 1;
            }
        }
        Some(Amount { next, value, scale: 1.0 })
    }

    /// Digits with the language's group and decimal signs; `None` for dates, times, scores and what mixes both.
    fn parse_digits(&self, text: &str) -> Option<f64> {
        let (whole, fraction) = match text.split_once(self.decimal.as_str()) {
            Some((whole, fraction)) => (whole, fraction),
            None => (text, ""),
        };
        if !fraction.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let is_group = |c: char| self.group.iter().any(|g| g.chars().eq([c]));
        let parts: Vec<&str> = whole.split(is_group).collect();
        let grouped = parts.len() == 1
            || (parts[0].len() <= 3 && !parts[0].is_empty() && parts[1..].iter().all(|part| part.len() == 3));
        if !grouped || (whole.len() > 1 && whole.starts_with('0')) {
            return None;
        }
        let fraction = if fraction.is_empty() { "0" } else { fraction };
        format!("{}.{fraction}", parts.concat()).parse().ok()
    }

    fn word_number(&self, words: &[Word<'_>], at: usize) -> Option<Amount> {
        let word = &words[at];
        let amount = |next, value| Some(Amount { next, value, scale: 1.0 });
        if self.is_article(word) && words.get(at + 1).is_some_and(|next| self.multiplier(next).is_some()) {
            return match self.language {
                Language::German => amount(at + 1, 1.0),
                Language::English => Some(self.english(words, at + 1, 1.0)),
            };
        }
        match self.language {
            Language::German => {
                let lower = !word.is_capital() || word.opens;
                let value = self.multiplier(word).filter(|v| (100.0..=1000.0).contains(v));
                let value = value.or_else(|| lower.then(|| self.compound(&word.lower)).flatten());
                amount(at + 1, value?)
            }
            Language::English => Some(self.english(words, at + 1, *self.cardinals.get(&word.lower)?)),
        }
    }

    /// A multiple of ten below a hundred: "neunzig", "ninety".
    pub fn tens(&self, word: &str) -> Option<i16> {
        let value = *self.cardinals.get(word)?;
        (value % 10.0 == 0.0 && (10.0..100.0).contains(&value)).then_some(value as i16)
    }

    /// German number words of one piece: "dreihundertfünfundzwanzig", "zwanzigtausend".
    pub fn compound(&self, word: &str) -> Option<f64> {
        if let Some(&value) = self.cardinals.get(word) {
            return Some(value);
        }
        for (unit, factor) in [("tausend", 1000.0), ("hundert", 100.0)] {
            if let Some((left, right)) = word.split_once(unit) {
                let left = match left {
                    "" | "ein" => 1.0,
                    _ => self.compound(left)?,
                };
                let right = right.strip_prefix(self.joiner.as_str()).unwrap_or(right);
                let right = if right.is_empty() { 0.0 } else { self.compound(right)? };
                return Some(left * factor + right);
            }
        }
        let (ones, tens) = word.split_once(self.joiner.as_str())?;
        let ones = if ones == "ein" { 1.0 } else { *self.cardinals.get(ones)? };
        let tens = *self.cardinals.get(tens)?;
        (ones < 10.0 && tens >= 20.0).then_some(ones + tens)
    }

    /// English number words behind a first one of value `current`: "twenty-five", "two hundred and fifty thousand".
    fn english(&self, words: &[Word<'_>], mut next: usize, mut current: f64) -> Amount {
        let cardinal = |i: usize| words.get(i).and_then(|word| self.cardinals.get(&word.lower)).copied();
        let (mut total, mut scale) = (0.0, 1.0);
        loop {
            if current % 10.0 == 0.0 && current % 100.0 >= 20.0 {
                let hyphen = words.get(next).is_some_and(|word| word.text == "-" && word.glued);
                if let Some(ones) = cardinal(next + usize::from(hyphen)).filter(|ones| (1.0..10.0).contains(ones)) {
                    current += ones;
                    next += 1 + usize::from(hyphen);
                }
            }
            let multiplier = words.get(next).filter(|word| word.text.len() > 2).and_then(|word| self.multiplier(word));
            let Some(factor) = multiplier else { break };
            next += 1;
            current *= factor;
            if factor >= 1000.0 {
                total += current;
                current = 0.0;
                scale = factor;
            }
            let joined = words.get(next).is_some_and(|word| word.lower == self.joiner);
            let Some(more) = cardinal(next + usize::from(joined)).filter(|_| factor >= 100.0) else { continue };
            current += more;
            scale = 1.0;
            next += 1 + usize::from(joined);
        }
        Amount { next, value: total + current, scale }
    }
}
