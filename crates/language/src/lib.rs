//! The language engine: German and English text to sentences, words, trees, names, and what the network sees in them.
//!
//! In goes a text in a known language ([`identify`] finds it out), out comes its [`Analysis`](depesche_record::Analysis):
//! words as in Universal Dependencies, each with its exact bytes, morphology, lemmas, one tree a sentence, names,
//! and the signals of acts, claims and roles that `depesche-code` weighs against its tables.
//! The model is our own, trained by `training/`, runs on the CPU, and gives the same bytes on every CPU.
//!
//! ```
//! use depesche_language::Engine;
//! use depesche_record::Language;
//!
//! let engine = Engine::embedded()?;
//! let analysis = engine.analyse("Seoul warf Pjöngjang am 11. August vor, Soldaten verlegt zu haben.", Language::German);
//! assert_eq!(analysis.sentences.len(), 1);
//! assert_eq!(analysis.sentences[0].tokens[3].form, "an");
//! # Ok::<(), depesche_language::ModelError>(())
//! ```
//!
//! The crate reads no files, knows no politics, and resolves nothing: who "he" is, and what an act means, is decided
//! further on.
//!
//! Modules in reading order: `segment` (text to words), `vocabulary` (words to pieces), `encoder` and `heads` (the
//! network) over `kernels` (its arithmetic), `tree`, `functions`, `agreement`, `names` and `decode` (scores to trees and tags), `lemma`, `nouns` and
//! `grammar` (what the language's tables add), `engine`, [`conllu`], `identify`.
#![deny(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod agreement;
pub mod conllu;
mod decode;
mod encoder;
mod engine;
mod error;
mod forms;
mod functions;
#[cfg(test)]
mod golden;
mod grammar;
mod heads;
mod identify;
mod kernels;
mod labels;
mod lemma;
mod names;
mod nouns;
mod segment;
mod tree;
mod vocabulary;
mod weights;

pub use engine::Engine;
pub use error::{ConlluError, ModelError};
pub use identify::{Identified, identify};
pub use kernels::Kernel;
