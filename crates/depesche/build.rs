//! Lists the demo's dispatches and embeds them, so that `depesche demo` runs from any folder.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/october-1962");
    println!("cargo::rerun-if-changed={}", folder.display());
    match embed(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: the dispatches cannot be embedded\n  --> {}\nreason: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes `dispatches.rs`: name and bytes of each file, in the order of their names.
fn embed(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut paths = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut code = String::from("&[\n");
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
    }
    code.push_str("]\n");
    let out = std::env::var_os("OUT_DIR").ok_or("cargo gave no folder for output")?;
    std::fs::write(Path::new(&out).join("dispatches.rs"), code)?;
    Ok(())
}
