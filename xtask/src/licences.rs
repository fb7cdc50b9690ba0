//! Licences of everything that is built in: crates by their manifests, data and weights by NOTICE.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Licences under which a crate may be linked.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "0BSD",
    "MPL-2.0",
    "BSL-1.0",
    "Apache-2.0 WITH LLVM-exception",
    "MIT-0",
];

/// Every dependency must offer at least one allowed licence, and every data file a line in NOTICE.
pub(crate) fn check(root: &Path) -> Result<()> {
    let output =
        Command::new("cargo").args(["metadata", "--format-version", "1", "--locked"]).current_dir(root).output()?;
    let meta: serde_json::Value = serde_json::from_slice(&output.stdout).context("cargo metadata gave no JSON")?;
    let mut refused = Vec::new();
    for package in meta["packages"].as_array().into_iter().flatten() {
        let licence = package["license"].as_str().unwrap_or("none stated");
        if !is_allowed(licence) {
            refused.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    if !refused.is_empty() {
        bail!("licences not on the list:\n{}\nhint: xtask/src/licences.rs has the list", refused.join("\n"));
    }
    let notice = std::fs::read_to_string(root.join("NOTICE")).context("NOTICE is missing")?;
    for path in ["models/base.safetensors", "models/network.safetensors", "knowledge/places/cities.tsv", "corpus"] {
        if !notice.contains(path) {
            bail!("NOTICE does not name {path}\nreason: everything that ships says where it comes from");
        }
    }
    Ok(())
}

/// `(MIT OR Apache-2.0) AND Unicode-3.0`: every part joined by AND needs one allowed alternative.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|l| ALLOWED.contains(&l.trim())))
}
