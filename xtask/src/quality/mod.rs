//! `cargo xtask quality`: how right the program is on corpora that never train, which lie in `../shared`.

mod analyses;
mod chance;
mod codings;
mod corpora;
mod factuality;
mod figures;
mod language;
mod places;
mod plover;
mod precision;
mod quotes;
mod scores;
mod speech;
mod states;
mod swap;
mod time;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is measured.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub enum Subject {
    /// Tags, trees, lemmas, names, tokens, sentences.
    Language,
    /// Time expressions and their values.
    Time,
    /// Place names and where they are.
    Places,
    /// Who said what, in German news.
    Quotes,
    /// Speech events, in speeches of the Bundestag.
    Speech,
    /// Whether something happened, in English web text.
    Factuality,
    /// Types, pairs and sectors of events, in PLOVER's sentences.
    Plover,
    /// Even-handedness: the record after states have exchanged their names.
    Swap,
    /// Records drawn from raw news for people to judge; what the judges said, once there are rows.
    Precision {
        /// Language of the articles.
        #[arg(long)]
        language: precision::Language,
        /// What is drawn.
        #[arg(long)]
        kind: precision::Kind,
        /// Another number draws other records.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
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
        Subject::Time => time::report(root, &data),
        Subject::Places => places::report(root, &data),
        Subject::Quotes => quotes::report(root, &data),
        Subject::Speech => speech::report(root, &data),
        Subject::Factuality => factuality::report(root, &data),
        Subject::Plover => plover::report(root),
        Subject::Swap => swap::report(root, &data),
        Subject::Precision { language, kind, seed } => precision::report(root, &data, language, kind, seed),
    }
}

/// What `depesche analyse` prints of a text, as sentences of CoNLL-U rows.
fn analyse(root: &Path, name: &str, text: &str, language: &str) -> Result<Vec<corpora::Sentence>> {
    let args = ["analyse", "--format", "conllu", "--language", language];
    Ok(corpora::conllu(&output(root, &args, name, text)?))
}

/// What the program prints of a text, which is kept as a file of that name.
fn output(root: &Path, args: &[&str], name: &str, text: &str) -> Result<String> {
    let folder = root.join("target/quality");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    std::fs::write(&path, text)?;
    let output = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--"])
        .args(args)
        .arg(&path)
        .current_dir(root)
        .output()
        .context("cargo could not be started")?;
    // 1: something was skipped, which the measures count as not found.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("depesche {} failed on {}:\n{}", args[0], path.display(), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// What a script of `../shared/score` prints; it calls the built program itself.
fn script(root: &Path, name: &str, gold: &Path) -> Result<String> {
    crate::cargo(root, &["build", "--release", "--quiet"])?;
    let program: PathBuf = crate::bench::target(root)?.join("release/depesche");
    let script = root.join("../shared/score").join(name);
    let output = Command::new("python3")
        .arg(&script)
        .arg(gold)
        .env("DEPESCHE", program)
        .current_dir(root)
        .output()
        .context("python3 could not be started")?;
    if !output.status.success() {
        bail!(
            "{} failed:\n{}\nhint: quotes.py needs numpy and scipy, in the python3 that is found first",
            script.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}
