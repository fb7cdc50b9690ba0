//! What is wrong with a table, told to the person who edits it.

use std::fmt;

/// One fault at one place of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File from the root of the tree: `knowledge/de/roles.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub title: String,
    /// Why it is.
    pub reason: String,
    /// What to do, if we can tell.
    pub hint: String,
}

impl Problem {
    /// A fault at a byte of a file's text.
    pub fn at(file: &str, text: &str, byte: usize, title: impl Into<String>, reason: impl Into<String>) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            title: title.into(),
            reason: reason.into(),
            hint: String::new(),
        }
    }

    /// The fault with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The fault with the nearest known word as advice.
    pub fn suggest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, known) {
            Some(best) => self.hint(format!("did you mean \"{best}\"?")),
            None => self,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, title, reason, hint } = self;
        write!(f, "error: {title}\n  --> {file}:{line}:{column}\nreason: {reason}")?;
        if hint.is_empty() { Ok(()) } else { write!(f, "\nhint: {hint}") }
    }
}

/// The known word with the fewest changes, if they are fewer than half of its letters.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (n_changes(word, candidate), candidate))
        .min_by_key(|(n_changes, _)| *n_changes)
        .filter(|(n_changes, best)| 2 * n_changes < best.chars().count())
        .map(|(_, best)| best)
}

/// Levenshtein distance in characters.
fn n_changes(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let changed = diagonal + usize::from(c != *d);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
