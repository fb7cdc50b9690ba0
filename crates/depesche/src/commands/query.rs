//! `depesche query`: questions in SQL.

use crate::draw::page::Page;
use crate::draw::rows;
use crate::options::{QueryFormat, QueryOptions};
use crate::say;
use anyhow::Result;
use depesche_ledger::{Ledger, QueryLimits, Rows};
use serde_json::{Map, Value};
use std::io::Write;

/// Returns whether all rows were given.
pub(crate) fn run(options: &QueryOptions) -> Result<bool> {
    let ledger = Ledger::open_read_only(&options.file.ledger)?;
    let limits = QueryLimits::default();
    let answer = ledger.query(&options.sql, limits)?;
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    match options.format {
        QueryFormat::Table => rows::table(&mut Page::new(&mut out), &answer)?,
        QueryFormat::Csv => csv(&mut out, &answer)?,
        QueryFormat::Json => json(&mut out, &answer)?,
    }
    out.flush()?;
    if answer.truncated {
        say::note(format!("there are more than {} rows; narrow the question with WHERE or LIMIT", limits.max_rows));
    }
    Ok(!answer.truncated)
}

/// Comma-separated values after RFC 4180, with a head.
fn csv(out: &mut impl Write, answer: &Rows) -> Result<()> {
    let cell = |text: &str| {
        if text.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let line = |cells: Vec<String>| cells.join(",");
    writeln!(out, "{}", line(answer.columns.iter().map(|name| cell(name)).collect()))?;
    for row in &answer.rows {
        writeln!(out, "{}", line(row.iter().map(|value| cell(&value.to_string())).collect()))?;
    }
    Ok(())
}

/// One object a row.
fn json(out: &mut impl Write, answer: &Rows) -> Result<()> {
    for row in &answer.rows {
        let mut object = Map::new();
        for (name, value) in answer.columns.iter().zip(row) {
            object.insert(name.clone(), serde_json::to_value(value)?);
        }
        writeln!(out, "{}", Value::Object(object))?;
    }
    Ok(())
}
