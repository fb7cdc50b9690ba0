//! Checks the tables of `knowledge/` and compiles them into one binary that the crate embeds.

#[path = "src/compile/mod.rs"]
mod compile;
#[path = "src/fold.rs"]
#[allow(dead_code, reason = "the build script needs the spelling alone")]
mod fold;
#[path = "src/schema.rs"]
mod schema;
#[path = "src/schema_words.rs"]
mod schema_words;
#[path = "src/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Faults shown before the rest is counted only.
const MAX_SHOWN: usize = 20;

fn main() -> ExitCode {
    // Asked for when it runs: a compiled build script may be kept while its checkout moves.
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../knowledge");
    if !root.is_dir() {
        eprintln!("error: the folder of tables is missing\n  --> {}\nhint: take the whole repository", root.display());
        return ExitCode::FAILURE;
    }
    watch(&root);
    let (tables, problems) = compile::compile(&root);
    if !problems.is_empty() {
        for problem in problems.iter().take(MAX_SHOWN) {
            eprintln!("{problem}\n");
        }
        if problems.len() > MAX_SHOWN {
            eprintln!("… and {} more", problems.len() - MAX_SHOWN);
        }
        return ExitCode::FAILURE;
    }
    match write(&tables) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: the compiled knowledge cannot be written\nreason: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks cargo to run this script again when a table changes, appears or goes.
fn watch(folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            watch(&path);
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
}

fn write(tables: &tables::Tables<'_>) -> Result<(), String> {
    let bytes = postcard::to_stdvec(tables).map_err(|e| e.to_string())?;
    let folder = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo gave no folder for output")?;
    std::fs::write(folder.join("knowledge.bin"), bytes).map_err(|e| e.to_string())
}
