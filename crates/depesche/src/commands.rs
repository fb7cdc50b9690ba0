//! One module for each command.

pub(crate) mod analyse;
pub(crate) mod brief;
pub(crate) mod code;
pub(crate) mod demo;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod print;
pub(crate) mod query;
pub(crate) mod read;
