//! The way of a document through the steps: read, analyse, code; in the order of the input, on all cores.

use crate::say::{self, Skipped};
use anyhow::Result;
use depesche_code::Coder;
use depesche_knowledge::Knowledge;
use depesche_language::Engine;
use depesche_read::{Identified, Item, Items, Listing, ReadError, Reading};
use depesche_record::{Analysis, CONTRACT_VERSION, Coding, Document, Metadata, ProducedBy};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// Documents for each thread that are coded at a time: enough to keep all busy, few enough to keep memory small.
const BATCH_PER_THREAD: usize = 8;

/// Names of passed-over files that are shown.
const MAX_NAMES: usize = 3;

/// Engine and tables, opened once.
pub(crate) struct Desk {
    pub engine: Engine,
    pub knowledge: &'static Knowledge,
    coder: Coder,
}

/// What became of one input, in its place.
pub(crate) enum Outcome {
    Coded(Box<Coding>),
    Skipped(Skipped),
}

/// Who takes the codings.
pub(crate) trait Taker {
    /// Whether a document is wanted at all; asked before it costs anything.
    fn wants(&mut self, document: &Document) -> Result<bool> {
        let _ = document;
        Ok(true)
    }

    /// Takes what became of the next input.
    fn take(&mut self, outcome: Outcome) -> Result<()>;

    /// A source will be read, the `n`th of `total`.
    fn source(&mut self, n: usize, total: usize) {
        let _ = (n, total);
    }
}

impl<F: FnMut(Outcome) -> Result<()>> Taker for F {
    fn take(&mut self, outcome: Outcome) -> Result<()> {
        self(outcome)
    }
}

impl Desk {
    pub fn open() -> Result<Self> {
        let knowledge = Knowledge::embedded()?;
        Ok(Self { engine: Engine::embedded()?, knowledge, coder: Coder::new(knowledge) })
    }

    /// Versions of everything that decides.
    pub fn produced_by(&self) -> ProducedBy {
        ProducedBy {
            contract: CONTRACT_VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.engine.model().to_owned(),
            knowledge: self.knowledge.version().to_owned(),
        }
    }

    pub fn analyse(&self, document: &Document) -> Analysis {
        self.engine.analyse(&document.text, document.language)
    }

    /// Codes one document; a failure of ours is the document's, never the run's.
    pub fn code(&self, reading: Reading) -> Outcome {
        let external_id = reading.document.external_id.clone();
        let coded = catch_unwind(AssertUnwindSafe(|| {
            let analysis = self.analyse(&reading.document);
            let mut coding = self.coder.code(reading.document, &analysis, self.produced_by());
            coding.notices.extend(reading.notices);
            coding
        }));
        match coded {
            Ok(coding) => Outcome::Coded(Box::new(coding)),
            Err(panic) => {
                let told = panic.downcast_ref::<String>().map(String::as_str);
                let reason = told.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it gave up");
                Outcome::Skipped(Skipped::by_us(external_id, reason))
            }
        }
    }

    /// Codes everything that `paths` name and hands it on in the order of the input.
    pub fn code_all(&self, paths: &[PathBuf], flags: &Metadata, taker: &mut impl Taker) -> Result<()> {
        let Listing { sources, skipped, errors } = depesche_read::list(paths);
        passed_over(&skipped);
        for error in errors {
            taker.take(Outcome::Skipped(error.into()))?;
        }
        let total = sources.len();
        let sources = sources.iter().map(|source| depesche_read::read(source, flags, &identify));
        self.code_items(sources, total, taker)
    }

    /// Codes what sources give, batch by batch.
    pub fn code_items<'a>(
        &self,
        sources: impl Iterator<Item = Items<'a>>,
        total: usize,
        taker: &mut impl Taker,
    ) -> Result<()> {
        let size = BATCH_PER_THREAD * rayon::current_num_threads();
        let mut batch = Vec::with_capacity(size);
        for (n, items) in sources.enumerate() {
            taker.source(n + 1, total);
            for item in items {
                if let Ok(Item::Document(reading)) = &item
                    && !taker.wants(&reading.document)?
                {
                    continue;
                }
                batch.push(item);
                if batch.len() == size {
                    self.finish(&mut batch, taker)?;
                }
            }
        }
        self.finish(&mut batch, taker)
    }

    fn finish(&self, batch: &mut Vec<Result<Item, ReadError>>, taker: &mut impl Taker) -> Result<()> {
        let done: Vec<Outcome> = std::mem::take(batch)
            .into_par_iter()
            .map(|item| match item {
                Ok(Item::Document(reading)) => self.code(*reading),
                Ok(Item::Conllu(sentences)) => Outcome::Skipped(Skipped::from(&sentences)),
                Err(error) => Outcome::Skipped(error.into()),
            })
            .collect();
        done.into_iter().try_for_each(|outcome| taker.take(outcome))
    }
}

/// Files in folders whose endings are none of ours: no error, but a reader may wonder. Ledgers are no wonder.
pub(crate) fn passed_over(paths: &[PathBuf]) {
    let is_ledger = |path: &&PathBuf| path.extension().is_some_and(|e| e.as_encoded_bytes().starts_with(b"db"));
    let paths: Vec<&PathBuf> = paths.iter().filter(|path| !is_ledger(path)).collect();
    let names: Vec<String> = paths.iter().take(MAX_NAMES).map(|path| path.display().to_string()).collect();
    match paths.len() {
        0 => {}
        n if n > names.len() => say::note(format!("passed over {n} files with other endings: {}, …", names.join(", "))),
        _ => say::note(format!("passed over, for their endings: {}", names.join(", "))),
    }
}

/// The language of a text in the reader's terms.
pub(crate) fn identify(text: &str) -> Identified {
    let found = depesche_language::identify(text);
    match found.language {
        Some(language) => Identified::Supported(language),
        None if found.reliable => Identified::Other(found.name),
        None => Identified::Unclear,
    }
}
