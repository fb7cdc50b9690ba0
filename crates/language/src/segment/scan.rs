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
            punctuation(rest, first, self.language)
        };
        Some(Mark { start, end: start + len, kind })
    }

    /// Length of a number, perhaps with letters behind it: `1.500`, `20er`, `1960s`, `1.500-Mann-Truppe`.
    fn number(&self, rest: &str) -> (usize, Kind) {
        if let Some(len) = date(rest) {
            return (len, Kind::Number);
        }
        if let Some(len) = telephone(rest).filter(|_| self.language == Language::English) {
            return (len, Kind::Number);
        }
        let mut len = span(rest, 0, |c| c.is_ascii_digit());
        while let Some(c) = rest[len..].chars().next().filter(|c| matches!(c, '.' | ',' | ':' | '\'' | '’')) {
            let digits = span(rest, len + c.len_utf8(), |c| c.is_ascii_digit());
            if digits == len + c.len_utf8() {
                break;
            }
            len = digits;
        }
        let letters = span(rest, len, is_letter);
        let joined = self.inner(rest, letters);
        (joined, if joined > len { Kind::Word } else { Kind::Number })
    }

    /// Length of a word: letters and digits with what may stand between them.
    fn word(&self, rest: &str) -> usize {
        if let Some(len) = acronym(rest).or_else(|| mail(rest)) {
            return len;
        }
        let mut len = span(rest, 0, is_letter);
        // "ver.di", "example.org": a full stop before a small letter ends no sentence.
        while rest[len..].strip_prefix('.').is_some_and(|after| after.starts_with(char::is_lowercase)) {
            len = span(rest, len + 1, is_letter);
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
                let open = self.language == Language::German
                    && c == '-'
                    && !rest[..len].ends_with(|c: char| c.is_ascii_digit());
                let apart = rest[after..].chars().next().is_none_or(|c| c.is_whitespace() || ",/)“\"«".contains(c));
                return if open && apart { after } else { len };
            }
            let joined = match (self.language, c) {
                (_, '&') => true,
                (_, '\'' | '’') => true,
                (Language::German, '-' | '\u{2010}' | '\u{2011}') => {
                    !(rest[..len].ends_with(|c: char| c.is_ascii_digit())
                        && rest[after..part].starts_with(|c: char| c.is_ascii_digit()))
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

/// Length of a North American telephone number: `853-3242`, `713-853-3242`; two years with a hyphen are none.
fn telephone(rest: &str) -> Option<usize> {
    let len = span(rest, 0, |c| c.is_ascii_digit() || c == '-');
    let (before, last) = rest[..len].rsplit_once('-')?;
    let groups = before.split('-').all(|group| matches!(group.len(), 1..=3));
    (groups && last.len() == 4 && !rest[len..].starts_with(is_letter)).then_some(len)
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

/// Length of a date in figures (`08/16/2000`, `2024-10-25`) or of a double year (`2023/24`).
fn date(rest: &str) -> Option<usize> {
    let digits = |from| span(rest, from, |c| c.is_ascii_digit());
    let first = digits(0);
    let sign = rest[first..].chars().next().filter(|c| matches!(c, '/' | '-'))?;
    let second = digits(first + 1);
    if second == first + 1 {
        return None;
    }
    if !rest[second..].starts_with(sign) {
        return (sign == '/' && first == 4).then_some(second);
    }
    let third = digits(second + 1);
    (third > second + 1 && !rest[third..].starts_with([sign, '_'])).then_some(third)
}

/// Length of letters with a full stop each: `U.S.`, `z.B.`, `U.N`.
fn acronym(rest: &str) -> Option<usize> {
    let (mut len, mut n) = (0, 0);
    while let Some(letter) = rest[len..].chars().next().filter(|c| c.is_alphabetic()) {
        let after = len + letter.len_utf8();
        if rest[after..].starts_with('.') {
            len = after + 1;
            n += 1;
        } else {
            // "U.N" before something that is no letter.
            return (n > 0 && !rest[after..].starts_with(is_letter)).then_some(after);
        }
    }
    (n > 1 && !rest[len..].starts_with(is_letter)).then_some(len)
}

/// Length of a mail address.
fn mail(rest: &str) -> Option<usize> {
    let len = span(rest, 0, |c| c.is_alphanumeric() || "._-@".contains(c));
    let all = rest[..len].trim_end_matches(['.', '-', '@']);
    let (_, host) = all.split_once('@')?;
    (host.contains('.') && !host.contains('@')).then_some(all.len())
}

/// Length of a face made of signs: `:)`, `;-)`, `:-(`.
fn emoticon(rest: &str) -> Option<usize> {
    let nose = rest.strip_prefix([':', ';', '='])?;
    let mouth = nose.strip_prefix('-').unwrap_or(nose);
    let after = mouth.strip_prefix(')').or_else(|| mouth.strip_prefix('('))?;
    (!after.starts_with(is_letter)).then(|| rest.len() - after.len())
}

/// Length and kind of a mark that is neither word nor number; what is repeated stays together as the treebanks have it.
fn punctuation(rest: &str, first: char, language: Language) -> (usize, Kind) {
    if let Some(len) = emoticon(rest) {
        return (len, Kind::Other);
    }
    let run = span(rest, 0, |c| c == first);
    match first {
        '.' if run > 1 => (run, Kind::Final),
        '.' => (1, Kind::Stop),
        '…' => (run, Kind::Final),
        '!' | '?' if language == Language::German => (1, Kind::Final),
        '!' | '?' => (span(rest, 0, |c| c == '!' || c == '?'), Kind::Final),
        '-' | '=' | '*' | '_' | '~' | '+' | '<' | '>' | '$' => (run, Kind::Other),
        '\'' | '`' if run == 2 => (run, Kind::Other),
        '#' | '@' => (span(rest, 1, is_letter), Kind::Other),
        _ => (rest.graphemes(true).next().map_or(first.len_utf8(), str::len), Kind::Other),
    }
}
