//! Quotation marks of both languages, paired.

use depesche_record::ByteRange;

/// A quotation with and without its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    pub outer: ByteRange,
    pub inner: ByteRange,
}

/// What may close a quotation that `open` opened; `\n\n` closes all of them.
fn closers(open: char) -> &'static [char] {
    match open {
        '„' => &['“', '”', '"'],
        '“' => &['”', '"'],
        '”' => &['”'],
        '»' => &['«'],
        '«' => &['»'],
        '"' => &['"', '”', '“'],
        _ => &[],
    }
}

/// Finds quotations from left to right; an unclosed one ends with its paragraph.
///
/// The mark “ closes in German and opens in English, » and « do either: what is open decides.
pub(crate) fn quotes(text: &str) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (i, c) in text.char_indices() {
        match open {
            Some((mark, start)) if closers(mark).contains(&c) => {
                let inner = ByteRange::new(start + mark.len_utf8(), i);
                out.push(Quote { outer: ByteRange::new(start, i + c.len_utf8()), inner });
                open = None;
            }
            Some((mark, start)) if c == '\n' => {
                let inner = ByteRange::new(start + mark.len_utf8(), i);
                out.push(Quote { outer: ByteRange::new(start, i), inner });
                open = None;
            }
            Some(_) => {}
            None if matches!(c, '„' | '“' | '”' | '»' | '«' | '"') && opens(text, i, c) => open = Some((c, i)),
            None => {}
        }
    }
    out
}

/// A mark opens where a letter, digit or further mark follows and no letter stands before.
fn opens(text: &str, i: usize, c: char) -> bool {
    let before = text[..i].chars().next_back();
    let after = text[i + c.len_utf8()..].chars().next();
    before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '.' | ',')) && after.is_some_and(|a| !a.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        quotes(text).iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_both_languages() {
        assert_eq!(inner("Er sagte: „Wir gehen“ und ging."), ["Wir gehen"]);
        assert_eq!(inner("»So nicht«, sagte sie. «Doch», sagte er."), ["So nicht", "Doch"]);
        assert_eq!(inner("“We go,” he said. “Now.”"), ["We go,", "Now."]);
        assert_eq!(inner("The \"so-called\" truce"), ["so-called"]);
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_paragraph() {
        assert_eq!(inner("\"We go\nThey stay."), ["We go"]);
    }

    #[test]
    fn inches_and_apostrophes_open_nothing() {
        assert!(inner("a 5\" gun").is_empty());
    }
}
