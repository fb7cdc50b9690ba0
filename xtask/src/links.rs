//! Links and paths in our Markdown: each must lead somewhere in the tree.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Checks relative links `[…](path)` and code spans that look like paths of ours.
pub(crate) fn check(root: &Path) -> Result<()> {
    let mut broken = Vec::new();
    for file in markdown(root)? {
        let text = std::fs::read_to_string(&file)?;
        let folder = file.parent().unwrap_or(root);
        for (n, line) in text.lines().enumerate() {
            for target in links(line) {
                if !folder.join(&target).exists() {
                    broken.push(format!("{}:{}: {target} does not exist", shown(root, &file), n + 1));
                }
            }
            for path in code_paths(line) {
                if !root.join(&path).exists() {
                    broken.push(format!("{}:{}: {path} does not exist", shown(root, &file), n + 1));
                }
            }
        }
    }
    if !broken.is_empty() {
        bail!("{}\nhint: mend the link or the path", broken.join("\n"));
    }
    Ok(())
}

fn shown(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}

/// Every Markdown file of ours outside target folders and test cases.
fn markdown(root: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(&folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if path.is_dir() && !name.starts_with('.') && !matches!(name, "target" | "tests" | "node_modules") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                out.push(path);
            }
        }
    }
    Ok(out)
}

/// Relative targets of `[text](target)`.
fn links(line: &str) -> Vec<String> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|t| t.split('#').next().unwrap_or_default().to_owned())
        .filter(|t| !t.is_empty() && !t.contains("://") && !t.starts_with("mailto:"))
        .collect()
}

/// Code spans that begin with a folder of ours and name a file or folder without wildcards.
fn code_paths(line: &str) -> Vec<String> {
    let ours = ["crates/", "knowledge/", "models/", "training/", "corpus/", "tests/", "docs/", "xtask/"];
    line.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .filter(|c| ours.iter().any(|o| c.starts_with(o)))
        .filter(|c| {
            !c.contains(['*', ' ', '{', '<', '…', '$']) && !c.chars().any(char::is_uppercase)
                || c.ends_with("README.md")
        })
        .filter(|c| !c.contains(['*', ' ', '{', '<', '…']))
        .collect()
}
