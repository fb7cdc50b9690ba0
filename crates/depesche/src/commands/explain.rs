//! `depesche explain`: why something is in the record.

use crate::desk::{Desk, Outcome};
use crate::draw::explain::Explained;
use crate::draw::page::{FAINT, Page, Text};
use crate::options::ExplainOptions;
use crate::say::{self, Usage};
use anyhow::{Result, bail};
use depesche_ledger::Ledger;
use depesche_record::Coding;
use std::io::Write;
use std::path::Path;

/// Returns whether nothing was skipped.
pub(crate) fn run(options: &ExplainOptions) -> Result<bool> {
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    let complete = match &options.document {
        Some(path) => within(options, path, &mut Page::new(&mut out))?,
        None => from_ledger(options, &mut Page::new(&mut out))?,
    };
    out.flush()?;
    Ok(complete)
}

/// Explains items of one document.
fn within(options: &ExplainOptions, path: &Path, page: &mut Page<'_>) -> Result<bool> {
    let desk = Desk::open()?;
    let (mut codings, mut complete): (Vec<Coding>, bool) = (Vec::new(), true);
    desk.code_all(&[path.to_path_buf()], &options.known.flags(), &mut |outcome| {
        match outcome {
            Outcome::Coded(coding) => codings.push(*coding),
            Outcome::Skipped(skipped) => {
                complete = false;
                say::skipped(&skipped);
            }
        }
        Ok(())
    })?;
    let Some(coding) = codings.first() else { return Ok(false) };
    if codings.len() > 1 {
        say::note(format!("{} holds {} documents; the first is explained", path.display(), codings.len()));
    }
    let explained = Explained::new(&desk, coding);
    let ids = explained.ids();
    let asked = if options.ids.iter().any(|id| id == "all") { ids.clone() } else { options.ids.clone() };
    for (n, id) in asked.iter().enumerate() {
        if !ids.contains(id) {
            bail!(Usage(format!(
                "the document has no \"{id}\"\n  --> {}\nreason: it has {}\nhint: `depesche code {0} --format table` shows them all",
                path.display(),
                if ids.is_empty() { "nothing that could be explained".to_owned() } else { ids.join(", ") },
            )));
        }
        if n > 0 {
            page.blank()?;
        }
        explained.draw(page, id)?;
    }
    Ok(complete)
}

/// Explains items by their keys.
fn from_ledger(options: &ExplainOptions, page: &mut Page<'_>) -> Result<bool> {
    let ledger = Ledger::open_read_only(&options.file.ledger)?;
    let mut found = Vec::new();
    for asked in &options.ids {
        found.extend(ledger.explain(asked)?);
    }
    let desk = Desk::open()?;
    for (n, item) in found.iter().enumerate() {
        if n > 0 {
            page.blank()?;
        }
        Explained::new(&desk, &item.coding).draw(page, &item.id)?;
        let counts = if item.current { "" } else { "; a later coding of the document counts instead" };
        page.text(2, &Text::styled(FAINT, format!("in the ledger since {}{counts}", item.ingested_at)))?;
    }
    Ok(true)
}
