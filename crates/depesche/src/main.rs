//! The command: flags and glue around the steps.
//!
//! Modules in reading order: `options` (what can be typed), `commands` (one for each), `desk` (a document's way
//! through the steps), `draw` (records for eyes), `gloss` (the record's words in plain English), `say` (messages).
#![forbid(unsafe_code)]

mod commands;
mod desk;
mod draw;
mod gloss;
mod options;
mod say;

use anyhow::Result;
use clap::Parser;
use options::{Command, Options};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(&Options::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever reads the output has seen enough, as in `depesche code … | head`.
        Err(error) if say::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => say::failure(&error),
    }
}

/// Returns whether everything was done and nothing skipped.
fn run(command: &Command) -> Result<bool> {
    match command {
        Command::Demo(options) => commands::demo::run(options),
        Command::Read(options) => commands::read::run(options),
        Command::Code(options) => commands::code::run(options),
        Command::Analyse(options) => commands::analyse::run(options),
        Command::Brief(options) => commands::brief::run(options),
        Command::Query(options) => commands::query::run(options),
        Command::Explain(options) => commands::explain::run(options),
        Command::Eval(options) => commands::eval::run(options),
        Command::Schema => commands::print::schema(),
        Command::Licences => commands::print::licences(),
    }
}
