//! The head of a plain-text file: lines such as `Title: …` before the first empty line.

use crate::assemble::Stated;

/// A text file taken apart.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parts<'t> {
    /// What the head states; `None` where there is no head.
    pub(crate) stated: Option<Stated>,
    /// Names of head lines that mean nothing to us.
    pub(crate) strangers: Vec<&'t str>,
    /// Exactly what follows the head and the empty line.
    pub(crate) text: &'t str,
}

/// Takes a head off, if there is one: the first line has one of our names, and every line up to the first empty
/// one is `Name: value`.
pub(crate) fn split(file: &str) -> Parts<'_> {
    let whole = Parts { text: file, ..Parts::default() };
    let mut end = 0;
    let empty = file.split_inclusive('\n').find(|line| {
        end += line.len();
        line.trim().is_empty()
    });
    let (head, text) = (&file[..end - empty.map_or(0, str::len)], &file[end..]);
    let mut stated = Stated::default();
    let mut strangers = Vec::new();
    for (i, line) in head.lines().enumerate() {
        let Some((name, value)) = line.split_once(':').filter(|(name, _)| is_name(name)) else { return whole };
        let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        match name.to_ascii_lowercase().as_str() {
            "title" => stated.title = value,
            "date" => stated.date = value,
            "outlet" => stated.outlet = value,
            "url" => stated.url = value,
            "author" => stated.author = value,
            "language" => stated.language = value,
            "licence" | "license" => {} // Terms of use are for people; the record has no place for them.
            _ if i == 0 => return whole,
            _ => strangers.push(name),
        }
    }
    if head.is_empty() { whole } else { Parts { stated: Some(stated), strangers, text } }
}

/// One short word, as in `Title` or `Last-Modified`.
fn is_name(name: &str) -> bool {
    (1..=24).contains(&name.len()) && name.chars().all(|c| c.is_alphabetic() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_the_first_empty_line() {
        let parts = split("Title: Ja: und?\nDATE:\nOutlet: Bote\nDesk: Ausland\n \n\nText.\n\nMehr.");
        let stated = Stated { title: Some("Ja: und?".into()), outlet: Some("Bote".into()), ..Stated::default() };
        assert_eq!(parts, Parts { stated: Some(stated), strangers: vec!["Desk"], text: "\nText.\n\nMehr." });
    }

    #[test]
    fn text_that_only_looks_like_a_head_is_text() {
        for file in ["Moskau: Nein\n\nText", "Title: a\nund weiter\n\nText", "\n\nText", "Ein Satz.", ""] {
            assert_eq!(split(file), Parts { text: file, ..Parts::default() }, "{file}");
        }
    }

    #[test]
    fn a_head_may_have_no_text() {
        let parts = split("Title: a\nURL: https://example.org/b\n");
        assert_eq!((parts.text, parts.stated.and_then(|s| s.url).as_deref()), ("", Some("https://example.org/b")));
    }
}
