//! Records for eyes: coloured where the terminal has it, wrapped to its width.

pub(crate) mod brief;
pub(crate) mod explain;
pub(crate) mod marks;
pub(crate) mod page;
pub(crate) mod record;
pub(crate) mod rows;
pub(crate) mod tree;
pub(crate) mod words;
