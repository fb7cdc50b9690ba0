//! Embeds what lies outside the crate: the demo's dispatches, so that `depesche demo` runs from any folder, and the
//! licence part of the model's card for `depesche licences`.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Turns a file or folder outside the crate into one inside the build's own folder.
type Embed = fn(&Path) -> Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    // Asked for when it runs: a compiled build script may be kept while its checkout moves.
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..");
    let (corpus, card) = (root.join("corpus/october-1962"), root.join("models/CARD.md"));
    let steps: [(&Path, Embed); 2] = [(&corpus, dispatches), (&card, licence)];
    for (path, embed) in steps {
        println!("cargo::rerun-if-changed={}", path.display());
        if let Err(error) = embed(path) {
            eprintln!("error: it cannot be embedded\n  --> {}\nreason: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Writes `dispatches.rs`: name and bytes of each file, in the order of their names.
fn dispatches(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut paths = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut code = String::from("&[\n");
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
    }
    code.push_str("]\n");
    write_out("dispatches.rs", &code)
}

/// Writes `card.md`: the sections on licences and the notices that they ask for.
fn licence(card: &Path) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(card)?;
    let mut sections = text.split("\n## ").skip(1).filter(|section| {
        let title = section.lines().next().unwrap_or_default();
        title.contains("icence") || title.contains("otice")
    });
    let first = sections.next().ok_or("the card has no section on its licence")?;
    let parts: Vec<String> = [first].into_iter().chain(sections).map(|s| format!("## {}\n", s.trim())).collect();
    write_out("card.md", &parts.join("\n"))
}

fn write_out(name: &str, content: &str) -> Result<(), Box<dyn Error>> {
    let out = std::env::var_os("OUT_DIR").ok_or("cargo gave no folder for output")?;
    std::fs::write(Path::new(&out).join(name), content)?;
    Ok(())
}
