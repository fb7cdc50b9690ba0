//! The crate graph: ARCHITECTURE.md's drawing against the manifests.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Compares the drawn lines `crate → crates` with the workspace's own dependencies.
pub(crate) fn check(root: &Path) -> Result<()> {
    let (drawn, real) = (drawn(root)?, real(root)?);
    for (name, needs) in &real {
        match drawn.get(name) {
            None => bail!("ARCHITECTURE.md does not draw {name}\nhint: add the line `{name} → {}`", needs.join(" ")),
            Some(drawn) if drawn != needs => bail!(
                "ARCHITECTURE.md draws {name} → {}\nreason: its manifest says {}",
                drawn.join(" "),
                needs.join(" ")
            ),
            Some(_) => {}
        }
    }
    if let Some(name) = drawn.keys().find(|name| !real.contains_key(*name)) {
        bail!("ARCHITECTURE.md draws {name}, which is no crate of the workspace");
    }
    Ok(())
}

/// Lines such as `code → knowledge record` inside the block that opens with ```graph.
fn drawn(root: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).context("ARCHITECTURE.md is missing")?;
    let block = text.split("```graph").nth(1).and_then(|rest| rest.split("```").next());
    let block = block.context("ARCHITECTURE.md has no ```graph block")?;
    let mut out = BTreeMap::new();
    for line in block.lines().filter(|l| !l.trim().is_empty()) {
        let (name, needs) = line.split_once('→').with_context(|| format!("no arrow in the line {line:?}"))?;
        let mut needs: Vec<String> = needs.split_whitespace().filter(|n| *n != "–").map(str::to_owned).collect();
        needs.sort();
        out.insert(name.trim().to_owned(), needs);
    }
    Ok(out)
}

fn real(root: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let output =
        Command::new("cargo").args(["metadata", "--format-version", "1", "--no-deps"]).current_dir(root).output()?;
    let meta: serde_json::Value = serde_json::from_slice(&output.stdout).context("cargo metadata gave no JSON")?;
    let short = |name: &str| name.strip_prefix("depesche-").unwrap_or(name).to_owned();
    let mut out = BTreeMap::new();
    for package in meta["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let mut needs: Vec<String> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|d| d["kind"].is_null())
            .filter_map(|d| d["name"].as_str())
            .filter(|d| d.starts_with("depesche"))
            .map(short)
            .collect();
        needs.sort();
        out.insert(short(name), needs);
    }
    Ok(out)
}
