//! `depesche brief`: the situation picture.

use crate::draw::brief;
use crate::draw::page::Page;
use crate::options::BriefOptions;
use anyhow::Result;
use depesche_knowledge::Knowledge;
use depesche_ledger::Ledger;
use std::io::Write;

/// Always complete.
pub(crate) fn run(options: &BriefOptions) -> Result<bool> {
    let ledger = Ledger::open_read_only(&options.file.ledger)?;
    let told = ledger.brief(&depesche_ledger::BriefOptions {
        from: options.from,
        to: options.to,
        as_of: options.as_of,
        language: options.language,
    })?;
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    if options.json {
        writeln!(out, "{}", serde_json::to_string(&told)?)?;
    } else {
        brief::brief(&mut Page::new(&mut out), Knowledge::embedded()?, &told, options.rows)?;
    }
    out.flush()?;
    Ok(true)
}
