//! The next mark or spelled word of a text.

use super::Segmenter;
use depesche_record::Language;
use unicode_segmentation::UnicodeSegmentation;

/// What stands between white space and the next mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, perhaps with digits.
    Word,
    /// Begins with a digit and holds no letter.
    Number,
    /// A word or number with the full stop that belongs to it.
    Abbreviation,
    /// A single full stop.
    Stop,
    /// `!`, `?`, `…` and runs of them.
    Final,
    /// Anything else.
    Other,
}

/// A stretch of text that is no further cut, but for contractions and clitics.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

impl Mark {
    /// Whether the mark can end a sentence.
    pub(super) fn is_final(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Stop | Kind::Final) || matches!(&text[self.start..self.end], "。" | "！" | "？")
    }
}

/// Signs that a word may hold without being seen.
pub(super) const INVISIBLE: [char; 5] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'];
/// Signs that end a web address.
const AFTER_ADDRESS: &str = "<>\"“”„»«‹›";
/// Parts that stay with their English word in spite of the hyphen, as in EWT.
const ENGLISH_PREFIXES: &[&str] = &[
    "anti", "co", "counter", "e", "ex", "inter", "intra", "mid", "multi", "non", "over", "pan", "post", "pre", "re",
    "semi", "socio", "sub", "ultra", "un", "vice",
];

/// Whether a mark closes a quotation or bracket, if it stands right behind something.
pub(super) fn closes(mark: &str) -> bool {
    matches!(mark, "\"" | "'" | "”" | "“" | "»" | "«" | "›" | "‹" | "’" | "‘" | "''" | ")" | "]" | "}")
}

/// Whether a mark opens a quotation or bracket, if white space or another such mark precedes.
pub(super) fn opens(mark: &str) -> bool {
    matches!(mark, "\"" | "'" | "„" | "“" | "»" | "«" | "›" | "‹" | "‚" | "‘" | "’" | "``" | "(" | "[" | "{")
}

impl Segmenter {
    /// The first mark at or behind `at`.
    pub(super) fn scan(&self, text: &str, at: usize, end: usize) -> Option<Mark> {
        let visible = |c: char| !c.is_whitespace() && !c.is_control() && !INVISIBLE.contains(&c);
        let start = at + text[at..end].find(visible)?;
        let rest = &text[start..end];
        let first = rest.chars().next()?;
        let (len, kind) = if let Some(len) = address(rest) {
            (len, Kind::Other)
        } else if first.is_ascii_digit() {
            self.number(rest)
        } else if is_letter(first) {
            (self.word(rest), Kind::Word)
        } else {
            punctuation(rest, first)
        };
        Some(Mark { start, end: start + len, kind })
    }

    /// Length of a number, perhaps with letters behind it: `1.500`, `20er`, `1960s`, `1.500-Mann-Truppe`.
    fn number(&self, rest: &str) -> (usize, Kind) {
        let mut len = span(rest, 0, |c| c.is_ascii_digit());
        while let Some(c) = rest[len..].chars().next() {
            let after = len + c.len_utf8();
            let digits = span(rest, after, |c| c.is_ascii_digit());
            // Slashes and hyphens between digits: 08/16/2000, 2024-10-25, but 10-12 are two numbers.
            let dated = matches!(c, '/' | '-') && (len == 4 || digits - after == 4 || rest[..len].contains(c));
            if digits == after || !(matches!(c, '.' | ',' | ':' | '\'' | '’') || dated) {
                break;
            }
            len = digits;
        }
        let letters = span(rest, len, is_letter);
        if letters > len {
            return (self.inner(rest, letters), Kind::Word);
        }
        let joined = self.inner(rest, len);
        (joined, if joined > len { Kind::Word } else { Kind::Number })
    }

    /// Length of a word: letters and digits with what may stand between them.
    fn word(&self, rest: &str) -> usize {
        if let Some(len) = acronym(rest) {
            return len;
        }
        let len = span(rest, 0, is_letter);
        if rest[len..].starts_with(['@', '.']) && let Some(len) = mail_or_domain(rest, len) {
            return len;
        }
        self.inner(rest, len)
    }

    /// Goes on over hyphens, apostrophes and the like that stand between letters.
    fn inner(&self, rest: &str, mut len: usize) -> usize {
        while let Some(c) = rest[len..].chars().next() {
            let after = len + c.len_utf8();
            let part = span(rest, after, is_letter);
            if part == after {
                // "Wirtschafts- und Finanzminister"
                let open = self.language == Language::German && c == '-' && !rest[..len].ends_with(|c: char| c.is_ascii_digit());
                let apart = rest[after..].chars().next().is_none_or(|c| c.is_whitespace() || ",/)“\"«".contains(c));
                return if open && apart { after } else { len };
            }
            let joined = match (self.language, c) {
                (_, '&') => true,
                (_, '\'' | '’') => true,
                (Language::German, '-' | '\u{2010}' | '\u{2011}') => {
                    !(rest[..len].ends_with(|c: char| c.is_ascii_digit()) && rest[after..part].starts_with(|c: char| c.is_ascii_digit()))
                }
                (Language::English, '-' | '\u{2010}' | '\u{2011}') => {
                    ENGLISH_PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(&rest[..len]))
                }
                // Forms for all genders: Politiker:innen, Bürger*innen.
                (Language::German, ':' | '*') => rest[after..part].starts_with("in"),
                _ => false,
            };
            if !joined {
                return len;
            }
            len = part;
        }
        len
    }
}

/// Letters, digits, combining marks and invisible signs.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || INVISIBLE.contains(&c) || ('\u{300}'..='\u{36f}').contains(&c)
}

/// End of the run of signs that begins at `from`.
fn span(rest: &str, from: usize, holds: impl Fn(char) -> bool) -> usize {
    rest[from..].find(|c| !holds(c)).map_or(rest.len(), |len| from + len)
}

/// Length of a web address.
fn address(rest: &str) -> Option<usize> {
    let starts = |p: &str| rest.get(..p.len()).is_some_and(|head| head.eq_ignore_ascii_case(p));
    if !["http://", "https://", "www."].iter().any(|p| starts(p)) {
        return None;
    }
    let len = span(rest, 0, |c| !c.is_whitespace() && !AFTER_ADDRESS.contains(c));
    let len = rest[..len].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']).len();
    (len > 8 || starts("www.") && len > 4).then_some(len)
}

/// Length of letters with a full stop each: `U.S.`, `z.B.`, `U.N`.
fn acronym(rest: &str) -> Option<usize> {
    let (mut len, mut n) = (0, 0);
    loop {
        let mut chars = rest[len..].chars();
        let letter = chars.next().filter(|c| c.is_alphabetic());
        let Some(letter) = letter else { break };
        if chars.next() != Some('.') {
            // "U.S" before something that is no letter.
            let single = chars.as_str().len() < rest[len..].len() - letter.len_utf8()
                && !rest[len + letter.len_utf8()..].starts_with(is_letter);
            if n > 1 && single {
                len += letter.len_utf8();
            }
            break;
        }
        len += letter.len_utf8() + 1;
        n += 1;
    }
    let whole = !rest[len..].starts_with(is_letter) || rest[..len].ends_with(is_letter);
    (n > 1 && whole).then_some(len)
}

/// Length of a mail address or a domain whose first part has `len` bytes.
fn mail_or_domain(rest: &str, len: usize) -> Option<usize> {
    let all = span(rest, 0, |c| c.is_alphanumeric() || "._-@".contains(c));
    let all = rest[..all].trim_end_matches(['.', '-', '@']);
    if let Some((name, host)) = all.split_once('@') {
        return (!name.is_empty() && host.contains('.') && !host.contains('@')).then_some(all.len());
    }
    // Without an @ only what ends like a domain, in lower case, so that a missing space is no domain.
    let lower = all[len..].chars().all(|c| c.is_lowercase() || c == '.' || c == '-' || c.is_ascii_digit());
    let (_, top) = all.rsplit_once('.')?;
    (lower && matches!(top, "com" | "org" | "net" | "gov" | "mil" | "info" | "de" | "eu" | "ch" | "at" | "ru" | "cn" | "fr" | "ua" | "uk" | "us" | "tv" | "io"))
        .then_some(all.len())
}

/// Length and kind of a mark that is neither word nor number.
fn punctuation(rest: &str, first: char) -> (usize, Kind) {
    let run = span(rest, 0, |c| c == first);
    match first {
        '.' if run > 1 => (run, Kind::Final),
        '.' => (1, Kind::Stop),
        '…' => (run, Kind::Final),
        '!' | '?' => (span(rest, 0, |c| c == '!' || c == '?'), Kind::Final),
        '-' | '=' | '*' | '_' | '~' => (run, Kind::Other),
        '\'' | '`' if run == 2 => (run, Kind::Other),
        '#' | '@' => (span(rest, 1, is_letter), Kind::Other),
        _ => (rest.graphemes(true).next().map_or(first.len_utf8(), str::len), Kind::Other),
    }
}
