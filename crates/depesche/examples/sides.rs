//! Prints what `training/sides.py` learns from: one row for each state that may stand on a side of an act.
//!
//! `cargo run --release --example sides -- FOLDER` reads the `.txt` files of a folder as `depesche eval` does. Columns:
//! file, from, to (code points of the anchor in the text), type, side, state, features (parted by `|`).

use anyhow::{Context, Result};
use depesche_code::Coder;
use depesche_knowledge::Knowledge;
use depesche_language::Engine;
use depesche_read::{Identified, Item, Source};
use depesche_record::{Language, Metadata};
use std::io::Write;
use std::path::PathBuf;

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).context("name a folder of annotated articles")?;
    let language = std::env::args().nth(2).context("name their language: de or en")?;
    let language: Language = language.parse().map_err(|word| anyhow::anyhow!("no language: {word}"))?;
    let flags = Metadata { language: Some(language), ..Metadata::default() };
    let (engine, coder) = (Engine::embedded()?, Coder::new(Knowledge::embedded()?));
    let mut out = std::io::stdout().lock();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    for path in paths {
        let name = path.display().to_string();
        for item in depesche_read::read(&Source::file(path), &flags, &|_| Identified::Supported(language)) {
            let Item::Document(reading) = item? else { continue };
            let document = reading.document;
            let analysis = engine.analyse(&document.text, document.language);
            for row in coder.side_rows(&document, &analysis) {
                let (from, to) = (row.anchor.start, row.anchor.end);
                let features = row.features.join("|");
                writeln!(
                    out,
                    "{name}\t{from}\t{to}\t{}\t{}\t{}\t{features}",
                    row.kind.as_str(),
                    row.side.as_str(),
                    row.state
                )?;
            }
        }
    }
    Ok(())
}
