//! `depesche read`: documents into the ledger.

use crate::desk::{Desk, Outcome, Taker};
use crate::draw::words::counted;
use crate::options::ReadOptions;
use crate::say;
use anyhow::Result;
use depesche_ledger::{CodingKey, Ledger, LedgerError};
use depesche_record::{Document, ProducedBy};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::io::Write;

/// Returns whether nothing was skipped.
pub(crate) fn run(options: &ReadOptions) -> Result<bool> {
    let paths = options.input.paths();
    // An unusable ledger is said before anything is read.
    let ledger = Ledger::open_or_create(&options.file.ledger)?;
    let desk = Desk::open()?;
    let mut intake = Intake::new(ledger, &desk);
    desk.code_all(&paths, &options.input.known.flags(), &mut intake)?;
    let counts = intake.finish();
    writeln!(
        anstream::stdout(),
        "{} added to {}, {} known, {} skipped",
        counted(counts.added, "document"),
        options.file.ledger.display(),
        counts.known,
        counts.skipped
    )?;
    Ok(counts.skipped == 0)
}

/// What became of a run's documents.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub added: usize,
    pub known: usize,
    pub skipped: usize,
}

/// The way into the ledger: each document is stored by itself, so an interrupted run has lost nothing stored.
pub(crate) struct Intake {
    ledger: Ledger,
    produced_by: ProducedBy,
    counts: Counts,
    bar: ProgressBar,
}

impl Intake {
    /// Progress shows on stderr, and only where that is a terminal.
    pub fn new(ledger: Ledger, desk: &Desk) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} sources, {msg} {elapsed}") {
            bar.set_style(style);
        }
        Self { ledger, produced_by: desk.produced_by(), counts: Counts::default(), bar }
    }

    /// Ends the progress and gives the counts.
    pub fn finish(self) -> Counts {
        self.bar.finish_and_clear();
        self.counts
    }

    fn skip(&mut self, skipped: &say::Skipped) {
        self.counts.skipped += 1;
        self.bar.suspend(|| say::skipped(skipped));
    }
}

impl Taker for Intake {
    fn wants(&mut self, document: &Document) -> Result<bool> {
        let known = self.ledger.has(&CodingKey::new(document, &self.produced_by))?;
        self.counts.known += usize::from(known);
        Ok(!known)
    }

    fn take(&mut self, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Skipped(skipped) => self.skip(&skipped),
            Outcome::Coded(coding) => match self.ledger.add(&coding, Timestamp::now()) {
                Ok(depesche_ledger::Outcome::Added) => self.counts.added += 1,
                // The same document came twice in one batch.
                Ok(depesche_ledger::Outcome::Known) => self.counts.known += 1,
                Err(LedgerError::BrokenCoding { reason, .. }) => {
                    self.skip(&say::Skipped::by_us(coding.document.external_id.clone(), &reason));
                }
                Err(error) => return Err(error.into()),
            },
        }
        self.bar.set_message(format!("{} added, {} known", counted(self.counts.added, "document"), self.counts.known));
        Ok(())
    }

    fn source(&mut self, n: usize, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(n as u64);
    }
}
