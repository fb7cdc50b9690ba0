//! What is said on stderr, always in one form: what, where, why, what to do.

use anstyle::{AnsiColor, Style};
use anyhow::Error;
use depesche_ledger::LedgerError;
use depesche_read::{Conllu, ReadError};
use std::io::Write;
use std::process::ExitCode;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const LABEL: Style = AnsiColor::Blue.on_default().bold();

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub what: String,
    pub place: Option<String>,
    pub reason: Option<String>,
    pub hint: Option<String>,
}

impl Message {
    /// Takes a text apart that has the form already, as the ledger's errors do; any other text is the `what`.
    fn of_text(text: &str) -> Self {
        let mut parts = [String::new(), String::new(), String::new(), String::new()];
        let mut at = 0;
        for line in text.lines() {
            let labels = [(1, "  --> "), (2, "reason: "), (3, "hint: ")];
            let labelled = labels.iter().find_map(|(part, label)| Some((*part, line.strip_prefix(label)?)));
            let (part, rest) = labelled.unwrap_or((at, line));
            at = part;
            if let Some(part) = parts.get_mut(part) {
                if !part.is_empty() {
                    part.push('\n');
                }
                part.push_str(rest);
            }
        }
        let [what, place, reason, hint] = parts;
        let filled = |part: String| Some(part).filter(|part| !part.is_empty());
        Self { what, place: filled(place), reason: filled(reason), hint: filled(hint) }
    }

    fn of_error(error: &Error) -> Self {
        match error.downcast_ref::<LedgerError>() {
            Some(error) => Self::of_text(&error.to_string()),
            None => {
                let mut message = Self::of_text(&error.to_string());
                let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
                if message.reason.is_none() && !causes.is_empty() {
                    message.reason = Some(causes.join(": "));
                }
                message
            }
        }
    }

    /// Draws it; where stderr is closed there is nobody to tell.
    fn draw(&self, label: Style, word: &str) {
        let mut text = format!("{label}{word}{label:#}: {}\n", self.what);
        if let Some(place) = &self.place {
            text += &format!("  {LABEL}-->{LABEL:#} {place}\n");
        }
        if let Some(reason) = &self.reason {
            text += &format!("{LABEL}reason{LABEL:#}: {reason}\n");
        }
        if let Some(hint) = &self.hint {
            text += &format!("{LABEL}hint{LABEL:#}: {hint}\n");
        }
        let _ = anstream::stderr().write_all(text.as_bytes());
    }
}

/// A text that could not be read or coded; the others go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Skipped {
    /// The file's name or the row's `id`.
    pub external_id: Option<String>,
    /// The message in one line, for the record.
    pub line: String,
    message: Message,
}

impl Skipped {
    /// A document on which a step of ours failed.
    pub fn by_us(external_id: Option<String>, reason: &str) -> Self {
        let name = external_id.clone().unwrap_or_else(|| "standard input".to_owned());
        let what = "cannot code this document";
        let hint = "this is an error in depesche; please report it with the document";
        Self::new(external_id, what, name, reason, hint)
    }

    fn new(external_id: Option<String>, what: &str, place: String, reason: &str, hint: &str) -> Self {
        Self {
            external_id,
            line: format!("{what}: {place}: {reason}; {hint}"),
            message: Message {
                what: what.to_owned(),
                place: Some(place),
                reason: Some(reason.to_owned()),
                hint: Some(hint.to_owned()),
            },
        }
    }
}

impl From<ReadError> for Skipped {
    fn from(error: ReadError) -> Self {
        let (place, reason) = (error.place.to_string(), error.fault.to_string());
        let skipped = Self::new(error.external_id.clone(), "cannot read this document", place, &reason, error.hint());
        Self { line: error.to_string(), ..skipped }
    }
}

impl From<&Conllu> for Skipped {
    /// CoNLL-U holds sentences that were analysed elsewhere; only `analyse` takes it.
    fn from(file: &Conllu) -> Self {
        let name = file.meta.external_id.clone();
        let place = name.clone().unwrap_or_else(|| "standard input".to_owned());
        let (reason, hint) = ("it holds analysed sentences, not news", "`depesche analyse` reads it");
        Self::new(name, "cannot code this document", place, reason, hint)
    }
}

/// A document was left out.
pub(crate) fn skipped(skipped: &Skipped) {
    skipped.message.draw(ERROR, "error");
}

/// Something that the reader should know and that is no error.
pub(crate) fn note(what: impl Into<String>) {
    Message { what: what.into(), place: None, reason: None, hint: None }.draw(NOTE, "note");
}

/// The command cannot go on. Gives the exit code: 1 not done, 2 asked wrongly, 3 the ledger is unusable.
pub(crate) fn failure(error: &Error) -> ExitCode {
    Message::of_error(error).draw(ERROR, "error");
    use LedgerError as L;
    ExitCode::from(match error.downcast_ref::<LedgerError>() {
        Some(
            L::BadQuery { .. } | L::NotAllowed { .. } | L::BadSearch { .. } | L::Unknown { .. } | L::Ambiguous { .. },
        ) => 2,
        Some(L::TooSlow { .. } | L::BrokenCoding { .. }) => 1,
        Some(_) => 3,
        None if error.is::<Usage>() => 2,
        None => 1,
    })
}

/// Something was asked for that is not there; exit code 2.
#[derive(Debug)]
pub(crate) struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Whether whoever read our output has gone.
pub(crate) fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_the_form_is_taken_apart() {
        let message =
            Message::of_text("the query has an error\n  --> SELECT\nFROM x\nreason: no such table\nhint: look");
        assert_eq!(message.what, "the query has an error");
        assert_eq!(message.place.as_deref(), Some("SELECT\nFROM x"));
        assert_eq!(message.reason.as_deref(), Some("no such table"));
        assert_eq!(message.hint.as_deref(), Some("look"));
    }
}
