//! Every chore of the project behind one door: `cargo xtask CHORE`.
#![forbid(unsafe_code)]

mod bench;
mod graph;
mod licences;
mod links;
mod quality;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's chores.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Options {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// All that CI runs: format, lints, tests, docs, links, crate graph, licences.
    Check,
    /// Every test; `--update` rewrites expectations, which you then read as a diff.
    Test {
        /// Accept what the program says today.
        #[arg(long)]
        update: bool,
    },
    /// Speed: words a second, memory, start-up.
    Bench,
    /// How right the program is on corpora that never train (they lie in ../shared/data).
    Quality {
        /// What is measured.
        #[command(subcommand)]
        subject: quality::Subject,
    },
    /// The analysis of a sentence, to look at.
    Parse {
        /// The sentence.
        text: String,
    },
    /// The record of a sentence, to look at.
    Code {
        /// The sentence.
        text: String,
    },
    /// Rebuilds the model from ../shared/data (Python with PyTorch, see training/README.md).
    Train,
}

fn main() -> Result<()> {
    let root = root()?;
    match Options::parse().chore {
        Chore::Check => check(&root),
        Chore::Test { update } => test(&root, update),
        Chore::Bench => bench::run(&root),
        Chore::Quality { subject } => quality::report(&root, subject),
        Chore::Parse { text } => look(&root, "analyse", &text),
        Chore::Code { text } => look(&root, "code", &text),
        Chore::Train => train(&root),
    }
}

/// The workspace's folder.
fn root() -> Result<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().map(Path::to_path_buf).context("xtask lies in no workspace")
}

fn check(root: &Path) -> Result<()> {
    step("format");
    cargo(root, &["fmt", "--all", "--check"])?;
    step("lints");
    cargo(root, &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    step("tests");
    test(root, false)?;
    step("docs");
    run(Command::new("cargo")
        .args(["doc", "--workspace", "--no-deps", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .current_dir(root))?;
    step("links");
    links::check(root)?;
    step("crate graph");
    graph::check(root)?;
    step("licences");
    licences::check(root)
}

fn test(root: &Path, update: bool) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["test", "--workspace", "--quiet"]).current_dir(root);
    if update {
        command.env("INSTA_UPDATE", "always").env("DEPESCHE_UPDATE", "1");
    }
    run(&mut command)
}

fn look(root: &Path, what: &str, text: &str) -> Result<()> {
    use std::io::Write;
    let mut child = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--", what, "-", "--format", "table"])
        .current_dir(root)
        .stdin(std::process::Stdio::piped())
        .spawn()?;
    child.stdin.take().context("no standard input")?.write_all(text.as_bytes())?;
    if !child.wait()?.success() {
        bail!("depesche {what} failed");
    }
    Ok(())
}

fn train(root: &Path) -> Result<()> {
    let shared = root.join("../shared");
    if !shared.exists() {
        bail!(
            "../shared is not there\nreason: the treebanks and annotations to train on lie in it\nhint: see training/README.md"
        );
    }
    let train = |args: &[&str]| {
        let common = ["training/train.py", "--shared", "../shared", "--out", "models"];
        run(Command::new("python3").args(common).args(args).current_dir(root))
    };
    let teacher = "target/teacher.pt";
    std::fs::create_dir_all(root.join("target"))?;
    step("teacher");
    train(&["--layers", "12", "--epochs", "5", "--checkpoint", teacher])?;
    step("network without our news, and the tables of weights that it needs");
    train(&["--teacher", teacher, "--without-news"])?;
    let weights = ["training/weights.py", "--gold", "../shared/gold/train", "--out", "models"];
    run(Command::new("python3").args(weights).current_dir(root))?;
    step("network");
    train(&["--teacher", teacher])?;
    step("golden values");
    run(Command::new("python3").args(["training/golden.py", "--models", "models"]).current_dir(root))
}

pub(crate) fn cargo(root: &Path, args: &[&str]) -> Result<()> {
    run(Command::new("cargo").args(args).current_dir(root))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?} could not be started"))?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}

/// Says on stderr which step begins.
pub(crate) fn step(name: &str) {
    eprintln!("xtask: {name}");
}
