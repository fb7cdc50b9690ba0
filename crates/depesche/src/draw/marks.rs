//! A sentence with marks under it: which words are what.

use super::page::{Page, Text, width};
use anstyle::Style;
use depesche_record::Span;
use std::io;

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub span: Span,
    pub label: String,
    pub style: Style,
}

/// Draws `text`, which begins at code point `start` of the document, and under each line a row for each mark in it.
pub(crate) fn draw(page: &mut Page<'_>, margin: usize, text: &str, start: usize, marks: &[Mark]) -> io::Result<()> {
    let indent = " ".repeat(margin);
    for line in lines(text, start, page.width.saturating_sub(margin)) {
        page.line(&Text::plain(format!("{indent}{}", line.text.trim_end())))?;
        for mark in marks {
            let (from, to) = (mark.span.start.max(line.span.start), mark.span.end.min(line.span.end));
            if from >= to {
                continue;
            }
            let columns = |a: usize, b: usize| {
                width(&line.text.chars().skip(a - line.span.start).take(b - a).collect::<String>())
            };
            let (before, under) = (columns(line.span.start, from), columns(from, to));
            let mut row = Text::plain(indent.as_str());
            // A label that would stand over the edge goes before its mark, if there is room.
            let after = margin + before + under + 1 + width(&mark.label) <= page.width;
            if !after && before > width(&mark.label) {
                row.push(Style::new(), " ".repeat(before - width(&mark.label) - 1));
                row.push(mark.style, format!("{} {}", mark.label, "~".repeat(under)));
            } else {
                row.push(Style::new(), " ".repeat(before));
                row.push(mark.style, format!("{} {}", "~".repeat(under), mark.label));
            }
            page.line(&row)?;
        }
    }
    Ok(())
}

/// A line with its place in the document; each sign of white space is one blank, so that places stay true.
struct Line {
    text: String,
    span: Span,
}

fn lines(text: &str, start: usize, columns: usize) -> Vec<Line> {
    let signs: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < signs.len() {
        let rest = &signs[from..];
        let fits = rest.len().min(columns.max(1));
        let length = match rest[..fits].iter().rposition(|c| *c == ' ') {
            Some(blank) if fits < rest.len() && blank > 0 => blank + 1,
            _ => fits,
        };
        lines.push(Line {
            text: rest[..length].iter().collect(),
            span: Span { start: start + from, end: start + from + length },
        });
        from += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_under_their_words() {
        let mark =
            |start, end, label: &str| Mark { span: Span { start, end }, label: label.into(), style: Style::new() };
        let mut out = Vec::new();
        let mut page = Page::new(&mut out);
        page.width = 24;
        let marks = [mark(104, 109, "act"), mark(101, 103, "who"), mark(110, 121, "what")];
        draw(&mut page, 2, "„Er sagte Journalisten viel“", 100, &marks).unwrap();
        let drawn = String::from_utf8(out).unwrap();
        let expected = "  „Er sagte\n      ~~~~~ act\n   ~~ who\n  Journalisten viel“\n  ~~~~~~~~~~~ what\n";
        assert_eq!(drawn, expected);
    }
}
