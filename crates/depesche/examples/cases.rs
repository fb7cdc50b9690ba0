//! Prints what `training/weights.py` learns from: the cases of a learnt decision, one on a line.
//!
//! `cargo run --release --example cases -- DECISION FOLDER de|en` reads the `.txt` files of a folder as
//! `depesche eval` does. Columns: file, from, to (code points of the anchor in the text), what is asked, features (parted
//! by `|`).

use anyhow::{Context, Result, bail};
use depesche_code::{Coder, Decision};
use depesche_knowledge::Knowledge;
use depesche_language::Engine;
use depesche_read::{Identified, Item, Source};
use depesche_record::{Language, Metadata};
use std::io::Write;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let decision = match args.next().as_deref() {
        Some("acts") => Decision::Acts,
        Some("sides") => Decision::Sides,
        Some("auxiliaries") => Decision::Auxiliaries,
        Some("cues") => Decision::Cues,
        Some("sources") => Decision::Sources,
        _ => bail!("name a decision: acts, sides, auxiliaries, cues or sources"),
    };
    let folder = args.next().context("name a folder of articles")?;
    let language = args.next().context("name their language: de or en")?;
    let language: Language = language.parse().map_err(|word| anyhow::anyhow!("no language: {word}"))?;
    let flags = Metadata { language: Some(language), ..Metadata::default() };
    let (engine, coder) = (Engine::embedded()?, Coder::new(Knowledge::embedded()?));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut out = std::io::stdout().lock();
    for path in paths {
        let name = path.display().to_string();
        for item in depesche_read::read(&Source::file(path), &flags, &|_| Identified::Supported(language)) {
            let Item::Document(reading) = item? else { continue };
            let document = reading.document;
            let analysis = engine.analyse(&document.text, document.language);
            for case in coder.cases(&document, &analysis, decision) {
                let (from, to) = (case.anchor.start, case.anchor.end);
                writeln!(out, "{name}\t{from}\t{to}\t{}\t{}", case.about, case.features.join("|"))?;
            }
        }
    }
    Ok(())
}
