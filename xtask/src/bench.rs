//! `cargo xtask bench`: the kernels' speed, then what the whole program needs: time to its first output, memory.
#![expect(clippy::print_stdout, reason = "the figures are the output")]

use crate::{cargo, step};
use anyhow::{Context, Result, ensure};
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the article is repeated in the long text.
const REPEATED: usize = 400;

/// Runs all benches and prints their figures.
pub fn run(root: &Path) -> Result<()> {
    step("words a second, by kernel");
    cargo(root, &["bench", "--workspace"])?;
    step("the program");
    cargo(root, &["build", "--release"])?;
    let program = target(root)?.join("release/depesche");
    let article = std::fs::read_to_string(root.join("tests/language/de/article.txt"))?;
    println!(
        "| command, German text | words | first output, s | all, s | words a second | peak memory, MB |\n|---|---|---|---|---|---|"
    );
    for (command, repeated) in [("analyse", 1), ("analyse", REPEATED), ("code", 1), ("code", REPEATED / 10)] {
        let mut text = String::new();
        for _ in 0..repeated {
            let _ = writeln!(text, "{article}");
        }
        let words = text.split_whitespace().count();
        let path = root.join("target/bench.txt");
        std::fs::create_dir_all(root.join("target"))?;
        std::fs::write(&path, text)?;
        let m = measure(Command::new(&program).arg(command).arg(&path).args(["--language", "de"]))?;
        let (first, all) = (m.first.as_secs_f64(), m.all.as_secs_f64());
        let memory = m.peak_kb.map_or_else(|| "–".to_owned(), |kb| format!("{:.0}", kb as f64 / 1000.0));
        println!("| {command} | {words} | {first:.2} | {all:.2} | {:.0} | {memory} |", words as f64 / all);
    }
    Ok(())
}

/// What one run of a command needed.
struct Measured {
    first: Duration,
    all: Duration,
    /// Peak resident memory where the system tells it (Linux).
    peak_kb: Option<u64>,
}

fn measure(command: &mut Command) -> Result<Measured> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().context("the program could not be started")?;
    let mut out = child.stdout.take().context("no standard output")?;
    let (mut first, mut peak_kb) = (None, None);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = out.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        first.get_or_insert_with(|| start.elapsed());
        peak_kb = peak(child.id()).or(peak_kb);
    }
    ensure!(child.wait()?.success(), "{command:?} failed");
    Ok(Measured { first: first.context("no output")?, all: start.elapsed(), peak_kb })
}

/// Peak resident memory of a running process.
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The folder that cargo builds into.
pub(crate) fn target(root: &Path) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo could not be started")?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(PathBuf::from(metadata["target_directory"].as_str().context("cargo names no target directory")?))
}
