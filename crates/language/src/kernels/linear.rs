//! Shapes of the integer product: packed weights, rounded rows, padded results.

use super::LANES;

/// Bytes of one row that a kernel takes at once.
pub(super) const GROUP: usize = 4;
/// Rows are rounded to −63 … 63: with 7 bits no kernel's 16-bit step can saturate.
pub(super) const STEPS: f32 = 63.0;
/// Weights are stored as `w + 128`, so that one factor is unsigned as the instructions want it.
pub(super) const OFFSET: i32 = 128;

/// A linear layer with int8 weights, one scale for each output.
#[derive(Debug, Clone)]
pub struct Linear {
    n_out: usize,
    n_in: usize,
    /// For each block of 16 outputs, for each group of 4 inputs: 16 times 4 bytes `w + 128`.
    pub(super) packed: Vec<u8>,
    /// Padded with zeros to whole blocks.
    pub(super) scale: Vec<f32>,
    /// Padded with zeros to whole blocks.
    pub(super) bias: Vec<f32>,
}

impl Linear {
    /// Packs weights `[n_out, n_in]`; `None` where the shapes do not fit each other.
    #[must_use]
    pub fn new(weights: &[i8], scale: &[f32], bias: &[f32], n_in: usize) -> Option<Self> {
        let n_out = scale.len();
        if weights.len() != n_out.checked_mul(n_in)? || bias.len() != n_out || n_in == 0 || n_out == 0 {
            return None;
        }
        let (n_blocks, groups) = (n_out.div_ceil(LANES), n_in.div_ceil(GROUP));
        let mut packed = vec![OFFSET as u8; n_blocks * groups * LANES * GROUP];
        for (out, row) in weights.chunks_exact(n_in).enumerate() {
            for (i, &w) in row.iter().enumerate() {
                let at = ((out / LANES * groups + i / GROUP) * LANES + out % LANES) * GROUP + i % GROUP;
                packed[at] = (i32::from(w) + OFFSET) as u8;
            }
        }
        let pad = |v: &[f32]| v.iter().copied().chain(std::iter::repeat(0.0)).take(n_blocks * LANES).collect();
        Some(Self { n_out, n_in, packed, scale: pad(scale), bias: pad(bias) })
    }

    /// Number of outputs.
    #[must_use]
    pub fn n_out(&self) -> usize {
        self.n_out
    }

    /// Number of inputs.
    #[must_use]
    pub fn n_in(&self) -> usize {
        self.n_in
    }

    /// Outputs rounded up to whole blocks.
    #[must_use]
    pub fn width(&self) -> usize {
        self.scale.len()
    }

    pub(super) fn groups(&self) -> usize {
        self.n_in.div_ceil(GROUP)
    }
}

/// Rows rounded to small integers, each with its scale.
///
/// A row x gets `scale = max|x| / 63` and holds `q = round-half-even(x / scale)`, filled up with zeros to whole groups.
#[derive(Debug, Default)]
pub struct Quantised {
    pub(super) values: Vec<i8>,
    pub(super) scale: Vec<f32>,
    /// Sum of each row, times [`OFFSET`]: what the offset of the weights adds to every product.
    pub(super) excess: Vec<i32>,
    groups: usize,
}

impl Quantised {
    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.scale.len()
    }

    pub(super) fn groups(&self) -> usize {
        self.groups
    }

    pub(super) fn row(&self, r: usize) -> &[i8] {
        let width = self.groups * GROUP;
        &self.values[r * width..(r + 1) * width]
    }

    pub(super) fn reshape(&mut self, n_rows: usize, width: usize) {
        self.groups = width.div_ceil(GROUP);
        self.values.clear();
        self.values.resize(n_rows * self.groups * GROUP, 0);
        self.scale.clear();
        self.scale.resize(n_rows, 0.0);
        self.excess.clear();
        self.excess.resize(n_rows, 0);
    }
}

/// Rows of f32, a whole number of blocks wide.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    data: Vec<f32>,
    width: usize,
}

impl Matrix {
    /// Values of one row with its padding.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// One row.
    #[must_use]
    pub fn row(&self, r: usize) -> &[f32] {
        &self.data[r * self.width..(r + 1) * self.width]
    }

    /// Rows `start..end`, one behind the other.
    #[must_use]
    pub fn rows(&self, start: usize, end: usize) -> &[f32] {
        &self.data[start * self.width..end * self.width]
    }

    /// All rows, one behind the other.
    #[must_use]
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// All rows, to be changed.
    pub fn data_mut(&mut self) -> &mut [f32] {
        &mut self.data
    }

    /// Makes room for rows of a width; what they hold is left over from before.
    pub fn reshape(&mut self, n_rows: usize, width: usize) {
        self.width = width;
        self.data.resize(n_rows * width, 0.0);
    }
}
