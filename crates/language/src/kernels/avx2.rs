//! The integer product with AVX2: `maddubs`, whose 16-bit steps 7-bit rows cannot saturate (255 · 63 · 2 < 2¹⁵).

use super::LANES;
use super::linear::{GROUP, Linear, Matrix, Quantised};
use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi32_ps, _mm256_loadu_ps, _mm256_loadu_si256,
    _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps,
    _mm256_setzero_si256, _mm256_storeu_ps, _mm256_sub_epi32,
};

/// Rows of one tile: 4 rows by two halves of a block keep 8 sums in registers.
const TILE: usize = 4;
/// Results of one register.
const HALF: usize = LANES / 2;

/// See [`super::Kernel::linear`].
///
/// # Safety
/// The CPU has AVX2; `rows` are as wide as `layer`, and `out` is `[rows.n_rows(), layer.width()]`.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn product(rows: &Quantised, layer: &Linear, out: &mut Matrix) {
    for block in 0..layer.width() / LANES {
        let whole = rows.n_rows() / TILE * TILE;
        // SAFETY: the rows and blocks lie within the shapes that the caller guarantees.
        unsafe {
            for r in (0..whole).step_by(TILE) {
                tile::<TILE>(rows, layer, out, r, block);
            }
            for r in whole..rows.n_rows() {
                tile::<1>(rows, layer, out, r, block);
            }
        }
    }
}

// Plain index loops, for the reason given in `avx512`.

/// `R` rows from `r` by one block.
///
/// # Safety
/// As [`product`]; the rows and the block exist.
#[target_feature(enable = "avx2")]
#[allow(clippy::needless_range_loop)]
unsafe fn tile<const R: usize>(rows: &Quantised, layer: &Linear, out: &mut Matrix, r: usize, block: usize) {
    let (groups, width) = (layer.groups(), layer.width());
    let ones = _mm256_set1_epi16(1);
    // SAFETY: a row has `groups * GROUP` bytes, a block `groups * LANES * GROUP`, a result row `width` values
    // with `LANES` for each block, and scale, bias and excess have one value for each column or row.
    unsafe {
        let x = rows.values.as_ptr().add(r * groups * GROUP);
        let w = layer.packed.as_ptr().add(block * groups * LANES * GROUP);
        let mut sums = [[_mm256_setzero_si256(); 2]; R];
        for g in 0..groups {
            let weights = w.add(g * LANES * GROUP).cast::<__m256i>();
            let weights = [_mm256_loadu_si256(weights), _mm256_loadu_si256(weights.add(1))];
            for i in 0..R {
                let four = x.add((i * groups + g) * GROUP).cast::<i32>().read_unaligned();
                let four = _mm256_set1_epi32(four);
                for half in 0..2 {
                    let pairs = _mm256_maddubs_epi16(weights[half], four);
                    sums[i][half] = _mm256_add_epi32(sums[i][half], _mm256_madd_epi16(pairs, ones));
                }
            }
        }
        for i in 0..R {
            let row_scale = _mm256_set1_ps(rows.scale[r + i]);
            let excess = _mm256_set1_epi32(rows.excess[r + i]);
            for half in 0..2 {
                let at = block * LANES + half * HALF;
                let exact = _mm256_cvtepi32_ps(_mm256_sub_epi32(sums[i][half], excess));
                let scaled =
                    _mm256_mul_ps(_mm256_mul_ps(exact, row_scale), _mm256_loadu_ps(layer.scale.as_ptr().add(at)));
                let result = _mm256_add_ps(scaled, _mm256_loadu_ps(layer.bias.as_ptr().add(at)));
                _mm256_storeu_ps(out.data_mut().as_mut_ptr().add((r + i) * width + at), result);
            }
        }
    }
}
