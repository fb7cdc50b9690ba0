//! `cargo xtask quality`: how right the program is on corpora that never train, which lie in `../shared`.

mod corpora;
mod language;
mod scores;

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// What is measured.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Subject {
    /// Tags, trees, lemmas, names, tokens, sentences.
    Language,
}

/// Prints the table of a subject.
pub fn report(root: &Path, subject: Subject) -> Result<()> {
    let data = root.join("../shared/data");
    if !data.exists() {
        bail!(
            "../shared/data is not there\nreason: the test corpora lie in it\nhint: only who has them can measure; see models/CARD.md for the figures"
        );
    }
    match subject {
        Subject::Language => language::report(root, &data),
    }
}

/// What `depesche analyse` prints of a text, as sentences of CoNLL-U rows.
fn analyse(root: &Path, name: &str, text: &str, language: &str) -> Result<Vec<corpora::Sentence>> {
    let folder = root.join("target/quality");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    std::fs::write(&path, text)?;
    let output = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--", "analyse", "--format", "conllu", "--language", language])
        .arg(&path)
        .current_dir(root)
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("depesche analyse failed on {}:\n{}", path.display(), String::from_utf8_lossy(&output.stderr));
    }
    Ok(corpora::conllu(&String::from_utf8(output.stdout)?))
}
