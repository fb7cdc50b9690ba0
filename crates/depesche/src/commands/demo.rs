//! `depesche demo`: the shipped dispatches, read and told.

use crate::commands::read::Intake;
use crate::desk::{Desk, identify};
use crate::draw::brief;
use crate::draw::page::{FAINT, Page, STRONG, Text};
use crate::draw::words::counted;
use crate::options::DemoOptions;
use anyhow::Result;
use depesche_ledger::{BriefOptions, Ledger, LedgerError};
use depesche_read::{Source, read_bytes};
use depesche_record::Metadata;
use std::path::{Path, PathBuf};

/// Name and bytes of each dispatch, in the order of their names.
const DISPATCHES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/dispatches.rs"));

const LEDGER: &str = "depesche-demo.db";

/// Returns whether every dispatch was read.
pub(crate) fn run(options: &DemoOptions) -> Result<bool> {
    let (path, ledger) = open(options.ledger.as_deref())?;
    let desk = Desk::open()?;
    let mut intake = Intake::new(ledger, &desk);
    let flags = Metadata::default();
    let sources: Vec<Source> = DISPATCHES.iter().map(|(name, _)| Source::file(name)).collect();
    let items = sources.iter().zip(DISPATCHES).map(|(source, (_, bytes))| read_bytes(bytes, source, &flags, &identify));
    desk.code_items(items, DISPATCHES.len(), &mut intake)?;
    let counts = intake.finish();

    let told = Ledger::open_read_only(&path)?.brief(&BriefOptions::default())?;
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    let mut page = Page::new(&mut out);
    let read = match (counts.added, counts.known) {
        (added, 0) => format!("{} read into {}", counted(added, "dispatch"), path.display()),
        (0, known) => format!("{known} dispatches are known already in {}", path.display()),
        (added, known) => format!("{added} dispatches read into {}, {known} known already", path.display()),
    };
    page.text(0, &Text::styled(STRONG, "The Cuban missile crisis, October 1962, as eight invented outlets told it"))?;
    page.text(0, &Text::styled(FAINT, read))?;
    page.blank()?;
    brief::brief(&mut page, desk.knowledge, &told, options.rows)?;
    page.blank()?;
    next_steps(&mut page, &path, brief::a_key(&told))?;
    std::io::Write::flush(&mut out)?;
    Ok(counts.skipped == 0)
}

/// Opens the ledger that was asked for, or one in this folder, or one in the folder for temporary files where this
/// folder cannot be written.
fn open(asked: Option<&Path>) -> Result<(PathBuf, Ledger), LedgerError> {
    let path = asked.unwrap_or(Path::new(LEDGER)).to_path_buf();
    match Ledger::open_or_create(&path) {
        Err(LedgerError::NotWritable { .. } | LedgerError::CannotOpen { .. }) if asked.is_none() => {
            let path = std::env::temp_dir().join(LEDGER);
            Ok((path.clone(), Ledger::open_or_create(path)?))
        }
        opened => Ok((path, opened?)),
    }
}

/// Commands to try, such that they can be pasted.
fn next_steps(page: &mut Page<'_>, ledger: &Path, key: Option<&str>) -> Result<()> {
    let called = std::env::args().next().unwrap_or_default();
    let program = if called.contains(std::path::MAIN_SEPARATOR) { in_shell(&called) } else { "depesche".to_owned() };
    let ledger = in_shell(&ledger.display().to_string());
    let key = key.unwrap_or("KEY");
    let query = "SELECT published, type, actor_names, recipient_names, standing FROM current_report";
    page.text(0, &Text::styled(STRONG, "What to try next"))?;
    for (why, command) in [
        ("why an entry is there: its sentence, tree, rows and actors", format!("explain {key} --ledger {ledger}")),
        ("the same crisis as it looked on one day", format!("brief --as-of 1962-10-24 --ledger {ledger}")),
        ("everything as tables", format!("query \"{query}\" --ledger {ledger}")),
        ("an article of your own", "code my-article.txt --date 2024-10-25 --format table".to_owned()),
    ] {
        page.text(2, &Text::plain(why))?;
        page.line(&Text::styled(STRONG, format!("    {program} {command}")))?;
    }
    Ok(())
}

/// A word as a shell takes it.
fn in_shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:\\".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
