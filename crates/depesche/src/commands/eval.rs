//! `depesche eval`: codes annotated articles and scores the record.

use crate::desk::{Desk, Outcome};
use crate::options::EvalOptions;
use crate::say::{self, Usage};
use anyhow::{Context, Result, bail};
use depesche_eval::{EvalError, Gold, score};
use depesche_record::{Coding, Language, Metadata};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Returns whether every article was coded; without all of them there are no figures.
pub(crate) fn run(options: &EvalOptions) -> Result<bool> {
    let gold = Gold::load(&options.gold).map_err(asked_wrongly)?;
    let desk = Desk::open()?;
    let codings = code(&desk, &gold)?;
    let missing = gold.documents().len() - codings.len();
    if missing > 0 {
        bail!("{missing} of {} articles could not be coded, so there are no figures", gold.documents().len());
    }
    if let Some(folder) = &options.keep {
        keep(folder, &codings)?;
    }
    let report = score(&gold, &codings, options.errors)?;
    let mut out = anstream::stdout().lock();
    for line in report.errors() {
        writeln!(out, "{line}")?;
    }
    if options.json {
        writeln!(out, "{}", report.to_json()?)?;
        return Ok(true);
    }
    write!(out, "{}", report.to_table())?;
    if options.documents {
        write!(out, "\n{}", report.to_document_table())?;
    }
    Ok(true)
}

/// A folder that is not there, or holds no gold, was asked for wrongly; broken gold is another matter.
fn asked_wrongly(error: EvalError) -> anyhow::Error {
    let (path, reason) = match &error {
        EvalError::NoGold { folder } => (folder, "the folder holds no NAME.gold.json".to_owned()),
        EvalError::Read { path, source } => (path, source.to_string()),
        _ => return error.into(),
    };
    let hint = "name a folder that holds NAME.gold.json beside NAME.txt";
    Usage(format!("there is no gold to score against\n  --> {}\nreason: {reason}\nhint: {hint}", path.display())).into()
}

/// Codings by the articles' names, those of one language at a time on all cores.
fn code(desk: &Desk, gold: &Gold) -> Result<BTreeMap<String, Coding>> {
    let mut codings = BTreeMap::new();
    for &language in Language::ALL {
        let docs = || gold.documents().iter().filter(|doc| doc.language() == language);
        let paths: Vec<PathBuf> = docs().map(|doc| doc.text_path().to_path_buf()).collect();
        let mut stems = docs().map(depesche_eval::GoldDocument::stem);
        let flags = Metadata { language: Some(language), ..Metadata::default() };
        // Each article gives one outcome, in its place.
        desk.code_all(&paths, &flags, &mut |outcome| {
            match (outcome, stems.next()) {
                (Outcome::Coded(coding), Some(stem)) => {
                    codings.insert(stem.to_owned(), *coding);
                }
                (Outcome::Coded(_), None) => {}
                (Outcome::Skipped(skipped), _) => say::skipped(&skipped),
            }
            Ok(())
        })?;
    }
    Ok(codings)
}

fn keep(folder: &Path, codings: &BTreeMap<String, Coding>) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for (stem, coding) in codings {
        let path = folder.join(format!("{stem}.json"));
        std::fs::write(&path, serde_json::to_vec(coding)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
