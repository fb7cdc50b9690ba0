//! Does a full stop belong to its word, and does the sentence end here?

use super::Segmenter;
use super::scan::{Kind, Mark, closes, opens};
use depesche_record::Language;

/// Numbers with more digits are years or amounts, not ordinals.
const MAX_ORDINAL_DIGITS: usize = 3;
/// How many opening or closing marks are looked past.
const LOOKAHEAD: usize = 16;
/// Words after which a number with a full stop is an ordinal even before a noun: "der 2. Weltkrieg", "zum 30. Mal".
const BEFORE_ORDINAL: &[&str] = &[
    "der", "die", "das", "dem", "den", "des", "am", "im", "vom", "zum", "zur", "beim", "ein", "eine", "einen", "einem",
    "einer", "jeder", "jede", "jedes", "jeden", "seit", "bis", "ab", "und", "seine", "seinen", "seinem", "ihre",
    "ihren", "ihrem", "ihrer", "seiner", "unter", "aus", "auf",
];

impl Segmenter {
    /// Whether the full stop `stop` belongs to the last of `marks`.
    pub(super) fn attaches(&self, text: &str, marks: &[Mark], stop: &Mark, end: usize) -> bool {
        let Some(word) = marks.last().filter(|m| m.end == stop.start) else { return false };
        let form = &text[word.start..word.end];
        let next = self.next_word(text, stop.end, end);
        match word.kind {
            // "4. Die Lage im Osten": the number of a list's item.
            Kind::Number if marks.len() == 1 && form.len() <= 2 => next.is_some(),
            Kind::Number => self.is_ordinal(text, marks, form, next),
            Kind::Word => {
                let norm = form.to_lowercase();
                if self.abbreviations.contains(&norm) || self.final_abbreviations.contains(&norm) {
                    return !self.is_word_too(&norm, text, stop, end);
                }
                self.is_initial(form, next) || self.is_roman_ordinal(text, marks, form, next)
            }
            _ => false,
        }
    }

    /// Whether the sentence ends behind the last of `marks`.
    pub(super) fn ends(&self, text: &str, marks: &[Mark], end: usize) -> bool {
        let Some(last) = marks.last() else { return false };
        let form = &text[last.start..last.end];
        if last.kind == Kind::Abbreviation || last.kind == Kind::Word && form.ends_with('.') {
            let norm = form.trim_end_matches('.').to_lowercase();
            let may_end = self.final_abbreviations.contains(&norm) || form.matches('.').count() > 1;
            return may_end && self.next_word(text, last.end, end).is_some_and(|next| self.starters.contains(next));
        }
        last.is_final(text) && self.starts_behind(text, marks, end)
    }

    /// Whether what stands behind a final mark can start a sentence.
    fn starts_behind(&self, text: &str, marks: &[Mark], end: usize) -> bool {
        let Some(last) = marks.last() else { return false };
        let mut at = last.end;
        // Closing marks and further stops belong to this sentence.
        for _ in 0..LOOKAHEAD {
            let Some(mark) = self.scan(text, at, end) else { break };
            if mark.start != at || !(closes(&text[mark.start..mark.end]) || mark.is_final(text)) {
                break;
            }
            at = mark.end;
        }
        let Some(next) = self.scan(text, at, end) else { return true };
        if next.start == at {
            // No white space: only where a space was lost ("verlegt.Seoul"), not in "Nr.5" or "a.b".
            let before = marks.len().checked_sub(2).map_or("", |i| &text[marks[i].start..marks[i].end]);
            let lost = before.chars().count() > 2 && before.ends_with(char::is_lowercase);
            return lost && text[next.start..next.end].starts_with(char::is_uppercase);
        }
        let Some(form) = self.next_word(text, next.start, end) else { return true };
        let lower = form.starts_with(char::is_lowercase);
        let goes_on =
            matches!(form, "," | ";" | ":") || matches!(form, "–" | "—" | "-" | "--") && last.kind == Kind::Final;
        !lower && !goes_on
    }

    /// The word behind `at`, past marks that open.
    fn next_word<'a>(&self, text: &'a str, mut at: usize, end: usize) -> Option<&'a str> {
        for _ in 0..LOOKAHEAD {
            let mark = self.scan(text, at, end)?;
            let form = &text[mark.start..mark.end];
            if !opens(form) {
                return Some(form);
            }
            at = mark.end;
        }
        None
    }

    /// German ordinals: "am 11. August", "die 2. Bundesliga", "vom 5. bis 7. Juli".
    fn is_ordinal(&self, text: &str, marks: &[Mark], form: &str, next: Option<&str>) -> bool {
        if self.language != Language::German
            || form.len() > MAX_ORDINAL_DIGITS
            || !form.bytes().all(|b| b.is_ascii_digit())
        {
            return false;
        }
        self.before_noun(text, marks, next)
    }

    /// "Wilhelm II. sagte", "der XX. Parteitag".
    fn is_roman_ordinal(&self, text: &str, marks: &[Mark], form: &str, next: Option<&str>) -> bool {
        let roman = form.len() > 1 && form.bytes().all(|b| b"IVX".contains(&b));
        self.language == Language::German && roman && self.before_noun(text, marks, next)
    }

    /// Whether a number before `next` counts a noun rather than ends a sentence.
    fn before_noun(&self, text: &str, marks: &[Mark], next: Option<&str>) -> bool {
        let Some(next) = next else { return false };
        if self.after_ordinal.contains(&next.to_lowercase()) || next.starts_with(char::is_lowercase) {
            return true;
        }
        let before = marks.len().checked_sub(2).map(|i| text[marks[i].start..marks[i].end].to_lowercase());
        let introduced = before.is_none_or(|word| BEFORE_ORDINAL.contains(&word.as_str()));
        introduced && next.starts_with(char::is_alphabetic) && !self.starters.contains(next)
    }

    /// An initial ("J. Biden"), or a letter that abbreviates ("z. B.").
    fn is_initial(&self, form: &str, next: Option<&str>) -> bool {
        let mut chars = form.chars();
        let (Some(letter), None) = (chars.next(), chars.next()) else { return false };
        letter.is_alphabetic()
            && next.is_some_and(|next| {
                let goes_on = next.starts_with(|c: char| c.is_alphanumeric()) && !self.starters.contains(next);
                // "I" is a word, and so is the vitamin or plan that ends a sentence before a starter.
                goes_on && !(self.language == Language::English && form == "I" && next.starts_with(char::is_lowercase))
            })
    }

    /// Abbreviations that are also words ("Art.", "no.", "min.") need something behind them that an abbreviation takes.
    fn is_word_too(&self, norm: &str, text: &str, stop: &Mark, end: usize) -> bool {
        let ambiguous: &[&str] = match self.language {
            Language::German => &["art", "min", "tel", "gen", "max", "fr", "st", "kap", "geb", "str", "co", "bd"],
            Language::English => {
                &["no", "sun", "mar", "jun", "gen", "rep", "est", "fig", "art", "in", "co", "dec", "sat", "hon"]
            }
        };
        let Some(next) = self.next_word(text, stop.end, end) else { return ambiguous.contains(&norm) };
        ambiguous.contains(&norm) && self.starters.contains(next)
    }
}
