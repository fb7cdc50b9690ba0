//! The article's text as the scorer sees it: code points, its body, its rough sentences.

use std::collections::BTreeSet;

/// Offsets of the visible characters of some spans, ascending and without doubles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Offsets(Vec<usize>);

impl Offsets {
    /// The visible characters of `spans` in `body`; what lies outside the body is left out.
    pub(crate) fn of(body: &[char], spans: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let length = i64::try_from(body.len()).unwrap_or(i64::MAX);
        let mut offsets = BTreeSet::new();
        for (start, end) in spans {
            for offset in start.max(0)..end.min(length) {
                let Ok(offset) = usize::try_from(offset) else { continue };
                if !is_space(body[offset]) {
                    offsets.insert(offset);
                }
            }
        }
        Self(offsets.into_iter().collect())
    }

    /// How many offsets both hold.
    pub(crate) fn common(&self, other: &Self) -> usize {
        self.0.iter().filter(|offset| other.0.binary_search(offset).is_ok()).count()
    }

    /// Jaccard overlap, 0 … 1; 0 where either is empty.
    pub(crate) fn jaccard(&self, other: &Self) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        let common = self.common(other);
        common as f64 / (self.0.len() + other.0.len() - common) as f64
    }
}

/// White space as Python's `str.isspace` has it: Unicode's, and the four information separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The part of a gold text file after its head and the empty line, line ends as `\n`.
pub(crate) fn body_of(file: &str) -> Vec<char> {
    let unified = file.replace("\r\n", "\n").replace('\r', "\n");
    unified.split_once("\n\n").map(|(_, body)| body.chars().collect()).unwrap_or_default()
}

/// The text without white space at either end, and how many characters went at the start.
pub(crate) fn trimmed(text: &[char]) -> (&[char], usize) {
    let Some(start) = text.iter().position(|&c| !is_space(c)) else { return (&[], 0) };
    let end = text.iter().rposition(|&c| !is_space(c)).map_or(start, |last| last + 1);
    (&text[start..end], start)
}

/// First place of `needle` in `text`.
pub(crate) fn find(text: &[char], needle: &[char]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    text.windows(needle.len()).position(|window| window == needle)
}

/// Where the scorer's own rough sentences start, so that no one gains by splitting differently.
///
/// A sentence starts after line ends, and after `.!?:;` with closing marks and white space if a capital
/// follows, opening marks between. The same as the reference's
/// `\n+|[.!?:;]["'”“»«)]*\s+(?=["'„“»«(]*[A-ZÄÖÜ])`.
pub(crate) fn sentence_starts(body: &[char]) -> Vec<usize> {
    const CLOSING: &str = "\"'”“»«)";
    const OPENING: &str = "\"'„“»«(";
    let skip = |mut at: usize, keep: &dyn Fn(char) -> bool| {
        while body.get(at).is_some_and(|&c| keep(c)) {
            at += 1;
        }
        at
    };
    let mut starts = vec![0];
    let mut at = 0;
    while let Some(&c) = body.get(at) {
        let end = match c {
            '\n' => Some(skip(at, &|c| c == '\n')),
            '.' | '!' | '?' | ':' | ';' => {
                let closed = skip(at + 1, &|c| CLOSING.contains(c));
                let next = skip(closed, &is_space);
                let capital = body.get(skip(next, &|c| OPENING.contains(c)));
                let starts_sentence = capital.is_some_and(|&c| c.is_ascii_uppercase() || "ÄÖÜ".contains(c));
                (next > closed && starts_sentence).then_some(next)
            }
            _ => None,
        };
        starts.extend(end);
        at = end.unwrap_or(at + 1);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn sentences_start_after_stops_before_capitals_and_after_line_ends() {
        let text = chars("Er sagte: „Nein.“ Sie kam am 3. mai.\n\nÖl floss! (Ja?) 1.500 Mann; “Why?” asked he.");
        let starts = sentence_starts(&text);
        let pieces: Vec<String> = starts
            .iter()
            .zip(starts.iter().skip(1).chain([&text.len()]))
            .map(|(&start, &end)| text[start..end].iter().collect::<String>().trim().to_owned())
            .collect();
        assert_eq!(
            pieces,
            ["Er sagte:", "„Nein.“", "Sie kam am 3. mai.", "Öl floss!", "(Ja?) 1.500 Mann;", "“Why?” asked he."]
        );
    }

    #[test]
    fn jaccard_leaves_out_white_space() {
        let body = chars("ab cd ef");
        let (left, right) = (Offsets::of(&body, [(0, 5)]), Offsets::of(&body, [(3, 8), (3, 5)]));
        assert_eq!(left.common(&right), 2);
        assert!((left.jaccard(&right) - 2.0 / 6.0).abs() < 1e-12);
        assert_eq!(left.jaccard(&Offsets::of(&body, [(2, 3)])), 0.0);
        assert_eq!(Offsets::of(&body, [(-4, 2), (7, 99)]), Offsets(vec![0, 1, 7]));
    }

    #[test]
    fn body_follows_the_first_empty_line() {
        assert_eq!(body_of("Title: a\r\n\r\nb\r\rc").iter().collect::<String>(), "b\n\nc");
        assert_eq!(body_of("no head"), Vec::<char>::new());
    }

    #[test]
    fn trimming_counts_what_goes_at_the_start() {
        assert_eq!(trimmed(&chars(" \u{1f}\nab \n")), (&chars("ab")[..], 3));
        assert_eq!(trimmed(&chars(" \n")), (&[][..], 0));
    }
}
