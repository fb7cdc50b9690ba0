//! The types that stand between depesche's steps: what was read, how it was analysed, what was coded.
//!
//! Bytes become a [`Document`], the language engine makes an [`Analysis`] of it, the coder a [`Coding`].
//! A [`Coding`] is the contract with every user of depesche, version [`CONTRACT_VERSION`]; its JSON Schema
//! comes from these very types ([`json_schema`]).
//!
//! ```
//! use depesche_record::{EventType, Quad};
//! assert_eq!(EventType::Sanction.quad(), Quad::MaterialConflict);
//! assert_eq!(serde_json::to_string(&EventType::Sanction)?, "\"SANCTION\"");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! This crate knows no language, no file and no database; it depends on no other crate of ours.
#![forbid(unsafe_code)]

mod analysis;
mod claim;
mod codes;
mod coding;
mod document;
mod event;
mod plover;
mod predicate;
mod schema;
mod span;

pub use analysis::{Analysis, Feats, Name, NameKind, RoleLinks, Sentence, Signals, Token, Upos};
pub use claim::{
    Claim, ClaimForm, Cue, Outlook, OutlookKind, Relation, RelationKind, RelationStatus, Source, SourceKind,
};
pub use codes::{
    Auxiliary, Basis, Certainty, Context, Granularity, Language, MentionKind, Polarity, Precision, Sector, Stance,
    Standing,
};
pub use coding::{
    Actor, Coding, CodingError, Evidence, Line, Mention, Notice, PlaceMention, ProducedBy, TimeMention, Why,
};
pub use document::{Document, Metadata};
pub use event::{Event, Object, Place, Quantity, RoleFiller, TextSpan, Time, WhyEvent};
pub use plover::{EventType, Quad, mode_score, modes_of};
pub use predicate::{Argument, Predicate};
pub use schema::json_schema;
pub use span::{ByteRange, CodePoints, Span, stable_key};

/// Version of the contract that [`Coding`] follows.
pub const CONTRACT_VERSION: u32 = 1;
