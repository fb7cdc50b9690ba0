//! What can be wrong with model files and with input in CoNLL-U.

/// Why a pair of model files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The bytes are no safetensors file, or a broken one.
    #[error("{file} is not a readable safetensors file: {reason}")]
    Unreadable {
        /// `base` or `network`.
        file: &'static str,
        /// What the reader says.
        reason: String,
    },
    /// A tensor is missing, or has another type or shape than the format page says.
    #[error("{file} has no usable tensor \"{tensor}\": expected {expected}")]
    Tensor {
        /// `base` or `network`.
        file: &'static str,
        /// Name of the tensor.
        tensor: String,
        /// What the format asks for.
        expected: String,
    },
    /// The metadata of the network file are missing or of another form.
    #[error("network has no usable metadata \"{key}\": {reason}")]
    Metadata {
        /// `config` or `labels`.
        key: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The network was trained on another base file.
    #[error("network belongs to another base file ({expected}…), this one is {found}…")]
    OtherBase {
        /// First digits of the hash that the network names.
        expected: String,
        /// First digits of this base's hash.
        found: String,
    },
    /// A table that ships with the program cannot be read.
    #[error("knowledge table {table} cannot be read: {reason}")]
    Table {
        /// Path of the table below `knowledge/`.
        table: &'static str,
        /// What the reader says.
        reason: String,
    },
}

/// Why a text is no CoNLL-U.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {reason}")]
pub struct ConlluError {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}
