//! `depesche code`: the record of documents, as JSON Lines or for eyes.

use crate::desk::{Desk, Outcome};
use crate::draw::page::Page;
use crate::draw::record;
use crate::options::{CodeFormat, CodeOptions};
use crate::say;
use anyhow::Result;
use depesche_record::CodingError;
use std::io::{IsTerminal, Write};

/// Returns whether everything was coded.
pub(crate) fn run(options: &CodeOptions) -> Result<bool> {
    let paths = options.input.paths();
    let desk = Desk::open()?;
    let table = match options.format {
        CodeFormat::Auto => std::io::stdout().is_terminal(),
        CodeFormat::Table => true,
        CodeFormat::Json => false,
    };
    let mut out = anstream::stdout().lock();
    let (mut complete, mut n_drawn) = (true, 0);
    desk.code_all(&paths, &options.input.known.flags(), &mut |outcome| {
        match outcome {
            Outcome::Coded(coding) if table => {
                let mut page = Page::new(&mut out);
                if n_drawn > 0 {
                    page.blank()?;
                    page.blank()?;
                }
                record::coding(&mut page, desk.knowledge, &coding)?;
                n_drawn += 1;
            }
            Outcome::Coded(coding) => print_line(&mut out, &coding)?,
            Outcome::Skipped(skipped) => {
                complete = false;
                say::skipped(&skipped);
                if !table {
                    print_line(&mut out, &CodingError { external_id: skipped.external_id, error: skipped.line })?;
                }
            }
        }
        Ok(())
    })?;
    if n_drawn > 0 {
        record::legend(&mut Page::new(&mut out))?;
    }
    Ok(complete)
}

/// One line of JSON, written at once.
fn print_line(out: &mut impl Write, value: &impl serde::Serialize) -> Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    out.write_all(&line)?;
    Ok(())
}
