//! The program as its users meet it: every test runs the built binary.
//!
//! `run` is the one way in; snapshots (messages, help texts) lie in `snapshots/` and are read before they are accepted.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod contract;
mod eval;
mod explain;
mod ledger;
mod look;
mod run;
