//! What the program carries in words: `depesche schema` and `depesche licences`.

use anyhow::Result;
use std::io::Write;

const NOTICE: &str = include_str!("../../../../NOTICE");
/// The model card's section on its licence.
const CARD: &str = include_str!(concat!(env!("OUT_DIR"), "/card.md"));
const MIT: &str = include_str!("../../../../LICENSE-MIT");
const APACHE: &str = include_str!("../../../../LICENSE-APACHE");

/// The JSON Schema of one line of output.
pub(crate) fn schema() -> Result<bool> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string_pretty(&depesche_record::json_schema())?)?;
    Ok(true)
}

/// What comes with which licence, then the texts of the program's own.
pub(crate) fn licences() -> Result<bool> {
    let mut out = std::io::stdout().lock();
    for text in [NOTICE, CARD, MIT, APACHE] {
        writeln!(out, "{}\n", text.trim_end())?;
    }
    Ok(true)
}
