//! The integer product in plain Rust: the twin that the SIMD kernels are checked against.

use super::LANES;
use super::linear::{GROUP, Linear, Matrix, Quantised};

/// See [`super::Kernel::linear`].
pub(super) fn product(rows: &Quantised, layer: &Linear, out: &mut Matrix) {
    let (width, n_in) = (layer.width(), layer.groups() * GROUP);
    let xs: Vec<i16> = (0..rows.n_rows()).flat_map(|r| rows.row(r)).map(|&x| i16::from(x)).collect();
    // One block's weights, column by column, as 16-bit numbers: plain SIMD of any CPU multiplies and adds these.
    let mut columns = vec![0_i16; n_in * LANES];
    for (block, weights) in layer.packed.chunks_exact(n_in * LANES).enumerate() {
        for (g, group) in weights.as_chunks::<{ LANES * GROUP }>().0.iter().enumerate() {
            for (i, &w) in group.iter().enumerate() {
                columns[i / GROUP * n_in + g * GROUP + i % GROUP] = i16::from(w);
            }
        }
        for (r, x) in xs.chunks_exact(n_in).enumerate() {
            for (i, column) in columns.chunks_exact(n_in).enumerate() {
                let sum: i32 = x.iter().zip(column).map(|(&x, &w)| i32::from(x) * i32::from(w)).sum();
                let at = block * LANES + i;
                let exact = (sum - rows.excess[r]) as f32;
                out.data_mut()[r * width + at] = exact * rows.scale[r] * layer.scale[at] + layer.bias[at];
            }
        }
    }
}
