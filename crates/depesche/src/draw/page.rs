//! A page: styled text, wrapped to a width, behind a lead.

use anstyle::{AnsiColor, Style};
use std::io::{self, IsTerminal, Write};
use unicode_segmentation::UnicodeSegmentation;

/// Headings and names.
pub(crate) const STRONG: Style = Style::new().bold();
/// What may be passed over: codes, keys, sentences under what they say.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// The word that carries an act or reports a saying.
pub(crate) const MARKED: Style = Style::new().bold().underline();
/// Told in a document's own voice.
pub(crate) const ASSERTED: Style = AnsiColor::Green.on_default();
/// Resting on a source's word.
pub(crate) const CLAIMED: Style = AnsiColor::Yellow.on_default();
/// Not, or not yet, a fact.
pub(crate) const OPEN: Style = AnsiColor::Cyan.on_default();
/// Denied.
pub(crate) const CONTESTED: Style = AnsiColor::Magenta.on_default();

/// Width where no terminal says otherwise.
const USUAL_WIDTH: usize = 100;
/// Narrower pages are not drawn, wider ones not read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// Where text for eyes goes.
pub(crate) struct Page<'a> {
    out: &'a mut dyn Write,
    pub width: usize,
}

impl<'a> Page<'a> {
    /// A page as wide as the terminal, or as `COLUMNS` says where the output goes elsewhere.
    pub fn new(out: &'a mut dyn Write) -> Self {
        let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        let width = terminal.map(|(width, _)| usize::from(width.0)).or_else(columns).unwrap_or(USUAL_WIDTH);
        Self { out, width: width.clamp(*WIDTHS.start(), *WIDTHS.end()) }
    }

    /// Puts a lead into the margin and the text, wrapped, beside it.
    pub fn put(&mut self, lead: &Text, margin: usize, text: &Text) -> io::Result<()> {
        let mut lines = text.lines(self.width.saturating_sub(margin)).into_iter();
        write!(self.out, "{lead}")?;
        match lines.next() {
            Some(line) => writeln!(self.out, "{}{line}", " ".repeat(margin.saturating_sub(lead.width())))?,
            None => writeln!(self.out)?,
        }
        for line in lines {
            writeln!(self.out, "{}{line}", " ".repeat(margin))?;
        }
        Ok(())
    }

    /// Puts a wrapped text behind an empty margin.
    pub fn text(&mut self, margin: usize, text: &Text) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.put(&Text::default(), margin, text) }
    }

    /// Puts one line as it is.
    pub fn line(&mut self, line: &Text) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }
}

/// Text in styles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    runs: Vec<(Style, String)>,
}

impl Text {
    pub fn plain(text: impl Into<String>) -> Self {
        Self::styled(Style::new(), text)
    }

    pub fn styled(style: Style, text: impl Into<String>) -> Self {
        Self::default().and(style, text)
    }

    /// Goes on in another style.
    pub fn and(mut self, style: Style, text: impl Into<String>) -> Self {
        self.push(style, text);
        self
    }

    /// Goes on in another style. A text from elsewhere must not command the terminal: control signs are shown as such.
    pub fn push(&mut self, style: Style, text: impl Into<String>) {
        let mut text: String = text.into();
        if text.contains(commands) {
            text = text.replace(commands, "\u{fffd}");
        }
        if !text.is_empty() {
            self.runs.push((style, text));
        }
    }

    pub fn extend(&mut self, other: Self) {
        self.runs.extend(other.runs);
    }

    /// Parts with a separator between those that are not empty.
    pub fn join(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = Self::default();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !joined.is_empty() {
                joined.push(FAINT, between);
            }
            joined.extend(part);
        }
        joined
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Columns that the text takes.
    pub fn width(&self) -> usize {
        self.runs.iter().map(|(_, text)| width(text)).sum()
    }

    /// Breaks the text into lines; white space of any kind is where it may break.
    fn lines(&self, columns: usize) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        let mut used = 0;
        for word in self.words(columns.max(1)) {
            let wide = word.width();
            match lines.last_mut() {
                Some(line) if used + 1 + wide <= columns => {
                    line.push(Style::new(), " ");
                    line.extend(word);
                    used += 1 + wide;
                }
                _ => {
                    lines.push(word);
                    used = wide;
                }
            }
        }
        lines
    }

    /// Words, each at most `columns` wide.
    fn words(&self, columns: usize) -> Vec<Self> {
        let mut words = Vec::new();
        let mut word = Self::default();
        let mut wide = 0;
        for (style, text) in &self.runs {
            for sign in text.graphemes(true) {
                let is_space = sign.chars().all(char::is_whitespace);
                if (is_space || wide == columns) && wide > 0 {
                    words.push(std::mem::take(&mut word));
                    wide = 0;
                }
                if !is_space {
                    match word.runs.last_mut() {
                        Some((last, text)) if last == style => text.push_str(sign),
                        _ => word.push(*style, sign),
                    }
                    wide += 1;
                }
            }
        }
        if wide > 0 {
            words.push(word);
        }
        words
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.runs.iter().try_for_each(|(style, text)| write!(f, "{style}{text}{style:#}"))
    }
}

/// Whether a sign makes the terminal do something, such as ESC, or turns the direction of writing.
fn commands(sign: char) -> bool {
    sign.is_control() && !sign.is_whitespace() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Columns of a text: what a reader counts as a sign takes one, as it does in German and English.
pub(crate) fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lead: &str, text: &Text, width: usize) -> String {
        let mut out = Vec::new();
        let mut page = Page { out: &mut out, width };
        page.put(&Text::plain(lead), 4, text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_wraps_beside_its_lead() {
        let text = Text::plain("Moskau wirft\nWashington vor");
        assert_eq!(drawn("e1", &text, 20), "e1  Moskau wirft\n    Washington vor\n");
    }

    #[test]
    fn a_text_cannot_command_the_terminal() {
        assert_eq!(drawn("", &Text::plain("a\u{1b}[2Jb \u{202e}c"), 20), "    a\u{fffd}[2Jb \u{fffd}c\n");
    }

    #[test]
    fn a_word_may_change_its_style_and_too_long_a_word_is_broken() {
        let text = Text::styled(STRONG, "ab").and(Style::new(), "cdefgh ij");
        let lines: Vec<usize> = text.lines(5).iter().map(Text::width).collect();
        assert_eq!(lines, [5, 3, 2]);
        assert_eq!(text.lines(9).len(), 2);
    }
}
