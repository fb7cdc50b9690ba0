//! The encoder: pieces of words to states of words.

use crate::error::ModelError;
use crate::kernels::{Kernel, LANES, Linear, Matrix, Quantised};
use crate::labels::Config;
use crate::vocabulary::{Piece, Vocabulary};
use crate::weights::{Norm, Tensors};

/// Weights of a block of the 4-bit embeddings.
const BLOCK: usize = 32;

/// One sequence that the encoder reads at once: the pieces of its words.
#[derive(Debug, Default, Clone)]
pub struct Sequence {
    /// Pieces of all words, without `<s>` and `</s>`.
    pub pieces: Vec<Piece>,
    /// For each word, one past its last piece.
    pub word_ends: Vec<usize>,
}

impl Sequence {
    /// Number of words.
    #[must_use]
    pub fn n_words(&self) -> usize {
        self.word_ends.len()
    }

    /// Appends a word.
    pub fn push(&mut self, pieces: &[Piece]) {
        self.pieces.extend_from_slice(pieces);
        self.word_ends.push(self.pieces.len());
    }
}

/// Embeddings and transformer layers.
#[derive(Debug)]
pub struct Encoder {
    hidden: usize,
    n_heads: usize,
    eps: f32,
    start: Piece,
    end: Piece,
    embedding: Vec<u8>,
    embedding_scale: Vec<f32>,
    position: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    mix: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    attention_out: Linear,
    attention_norm: Norm,
    ffn_in: Linear,
    ffn_out: Linear,
    ffn_norm: Norm,
}

/// Buffers of a forward pass, kept between batches.
#[derive(Debug, Default)]
pub struct Work {
    pub(crate) rounded: Quantised,
    states: Matrix,
    mixed: Matrix,
    projected: Matrix,
    context: Matrix,
    result: Matrix,
    attention: Vec<f32>,
}

impl Encoder {
    /// Reads embeddings and layers.
    ///
    /// # Errors
    /// Where a tensor is missing or its shape does not fit the configuration.
    pub fn read(
        config: &Config,
        vocabulary: &Vocabulary,
        base: &Tensors<'_>,
        network: &Tensors<'_>,
    ) -> Result<Self, ModelError> {
        let Config { hidden, ffn, .. } = *config;
        let fits = config.heads > 0 && hidden % (config.heads * LANES) == 0 && hidden % BLOCK == 0 && hidden > 0;
        if !fits || ffn == 0 || ffn % LANES != 0 || config.positions < 4 {
            let reason = "hidden must be a multiple of 32 and of 16 times heads, ffn of 16".to_owned();
            return Err(ModelError::Metadata { key: "config", reason });
        }
        let embedding = base.bytes("emb.q4")?.to_vec();
        if embedding.len() != vocabulary.n_pieces() * hidden / 2 {
            return Err(base.bad("emb.q4", "half a byte for each piece and value of a state"));
        }
        let mut layers = Vec::new();
        for i in 0..config.layers {
            let name = |part: &str| format!("l{i}.{part}");
            let qkv = ["q", "k", "v"].map(name);
            layers.push(Layer {
                qkv: network.stacked(&[&qkv[0], &qkv[1], &qkv[2]], hidden, hidden)?,
                attention_out: network.linear(&name("ao"), hidden, hidden)?,
                attention_norm: network.norm(&name("aln"), hidden)?,
                ffn_in: network.linear(&name("fi"), hidden, ffn)?,
                ffn_out: network.linear(&name("fo"), ffn, hidden)?,
                ffn_norm: network.norm(&name("oln"), hidden)?,
            });
        }
        Ok(Self {
            hidden,
            n_heads: config.heads,
            eps: config.eps,
            start: vocabulary.start,
            end: vocabulary.end,
            embedding_scale: base.f32s_of("emb.scale", vocabulary.n_pieces() * hidden / BLOCK)?,
            embedding,
            position: network.f32s_of("pos", config.positions * hidden)?,
            norm: network.norm("ln", hidden)?,
            layers,
            mix: network.f32s_of("mix", config.layers + 1)?,
        })
    }

    /// Longest sequence in pieces.
    #[must_use]
    pub fn max_pieces(&self) -> usize {
        self.position.len() / self.hidden - 2
    }

    /// States of the words of all sequences, each after a row for the root (`<s>`).
    ///
    /// Sequences do not see each other: the states of one are the same in every batch.
    /// Pieces past [`Self::max_pieces`] are not read; their words get the state of the sequence's end.
    pub fn states(&self, kernel: Kernel, sequences: &[Sequence], work: &mut Work, out: &mut Matrix) {
        let lengths: Vec<usize> = sequences.iter().map(|s| s.pieces.len().min(self.max_pieces()) + 2).collect();
        self.embed(kernel, sequences, &lengths, work);
        let n_rows = lengths.iter().sum();
        work.mixed.reshape(n_rows, self.hidden);
        work.mixed.data_mut().fill(0.0);
        kernel.add_scaled(work.mixed.data_mut(), work.states.data(), self.mix[0]);
        for (layer, &share) in self.layers.iter().zip(&self.mix[1..]) {
            self.layer(kernel, layer, &lengths, work);
            kernel.add_scaled(work.mixed.data_mut(), work.states.data(), share);
        }
        self.pool(sequences, &lengths, &work.mixed, out);
    }

    fn embed(&self, kernel: Kernel, sequences: &[Sequence], lengths: &[usize], work: &mut Work) {
        let hidden = self.hidden;
        work.states.reshape(lengths.iter().sum(), hidden);
        work.result.reshape(lengths.iter().sum(), hidden);
        let rows = work.states.data_mut().chunks_exact_mut(hidden);
        let mut rows = rows.zip(work.result.data_mut().chunks_exact_mut(hidden));
        for (sequence, &length) in sequences.iter().zip(lengths) {
            let pieces = &sequence.pieces[..length - 2];
            let pieces = std::iter::once(&self.start).chain(pieces).chain(std::iter::once(&self.end));
            for ((piece, position), (row, added)) in pieces.zip(self.position.chunks_exact(hidden)).zip(&mut rows) {
                self.embedding_row(*piece, row);
                added.copy_from_slice(position);
            }
        }
        let (states, added) = (work.states.data_mut(), work.result.data());
        kernel.add_norm(states, added, &self.norm.weight, &self.norm.bias, self.eps);
    }

    /// The weights of a piece: blocks of 32 in 16 bytes, byte j holding weights j (low half) and j + 16.
    fn embedding_row(&self, piece: Piece, row: &mut [f32]) {
        let (at, n) = (piece as usize * self.hidden, self.hidden);
        let blocks = self.embedding[at / 2..(at + n) / 2].chunks_exact(BLOCK / 2);
        let scales = &self.embedding_scale[at / BLOCK..(at + n) / BLOCK];
        for ((bytes, scale), out) in blocks.zip(scales).zip(row.chunks_exact_mut(BLOCK)) {
            let (low, high) = out.split_at_mut(BLOCK / 2);
            for ((byte, low), high) in bytes.iter().zip(low).zip(high) {
                *low = (f32::from(byte & 15) - 8.0) * scale;
                *high = (f32::from(byte >> 4) - 8.0) * scale;
            }
        }
    }

    /// One transformer layer over all rows; attention stays within each sequence.
    fn layer(&self, kernel: Kernel, layer: &Layer, lengths: &[usize], work: &mut Work) {
        let hidden = self.hidden;
        kernel.quantise_rows(work.states.data(), hidden, hidden, &mut work.rounded);
        kernel.linear(&work.rounded, &layer.qkv, &mut work.projected);
        work.context.reshape(lengths.iter().sum(), hidden);
        let mut row = 0;
        for &length in lengths {
            let context = &mut work.context.data_mut()[row * hidden..(row + length) * hidden];
            let projected = work.projected.rows(row, row + length);
            kernel.attend(projected, self.n_heads, hidden, &mut work.attention, context);
            row += length;
        }
        kernel.quantise_rows(work.context.data(), hidden, hidden, &mut work.rounded);
        kernel.linear(&work.rounded, &layer.attention_out, &mut work.result);
        let norm = &layer.attention_norm;
        kernel.add_norm(work.states.data_mut(), work.result.data(), &norm.weight, &norm.bias, self.eps);
        kernel.quantise_rows(work.states.data(), hidden, hidden, &mut work.rounded);
        kernel.linear(&work.rounded, &layer.ffn_in, &mut work.projected);
        kernel.gelu_all(work.projected.data_mut());
        let ffn = layer.ffn_in.n_out();
        kernel.quantise_rows(work.projected.data(), ffn, ffn, &mut work.rounded);
        kernel.linear(&work.rounded, &layer.ffn_out, &mut work.result);
        let norm = &layer.ffn_norm;
        kernel.add_norm(work.states.data_mut(), work.result.data(), &norm.weight, &norm.bias, self.eps);
    }

    /// Means over the pieces of each word.
    fn pool(&self, sequences: &[Sequence], lengths: &[usize], mixed: &Matrix, out: &mut Matrix) {
        out.reshape(sequences.iter().map(|s| s.n_words() + 1).sum(), self.hidden);
        let mut rows = out.data_mut().chunks_exact_mut(self.hidden);
        let mut first = 0;
        for (sequence, &length) in sequences.iter().zip(lengths) {
            if let Some(root) = rows.next() {
                root.copy_from_slice(mixed.row(first));
            }
            let last = first + length - 1;
            let mut from = 0;
            for (&to, row) in sequence.word_ends.iter().zip(&mut rows) {
                let start = (first + 1 + from).min(last);
                let end = (first + 1 + to).clamp(start + 1, last.max(start + 1));
                row.fill(0.0);
                for r in start..end {
                    for (sum, x) in row.iter_mut().zip(mixed.row(r)) {
                        *sum += x;
                    }
                }
                let share = 1.0 / (end - start) as f32;
                for sum in row.iter_mut() {
                    *sum *= share;
                }
                from = to;
            }
            first += length;
        }
    }
}
