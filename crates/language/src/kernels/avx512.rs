//! The integer product with AVX-512 VNNI: 64 products an instruction.

use super::LANES;
use super::linear::{GROUP, Linear, Matrix, Quantised};
use std::arch::x86_64::{
    __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_loadu_ps, _mm512_loadu_si512,
    _mm512_mul_ps, _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512, _mm512_storeu_ps, _mm512_sub_epi32,
};

/// Rows of one tile: 8 rows by 2 blocks keep 16 sums in registers, enough to hide the latency.
const TILE: usize = 8;

/// See [`super::Kernel::linear`].
///
/// # Safety
/// The CPU has AVX-512 F and VNNI; `rows` are as wide as `layer`, and `out` is `[rows.n_rows(), layer.width()]`.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
pub(super) unsafe fn product(rows: &Quantised, layer: &Linear, out: &mut Matrix) {
    let n_blocks = layer.width() / LANES;
    let mut block = 0;
    while block < n_blocks {
        let pair = block + 1 < n_blocks;
        let mut r = 0;
        while r < rows.n_rows() {
            let n = TILE.min(rows.n_rows() - r);
            // SAFETY: rows r..r+n and the one or two blocks lie within the shapes that the caller guarantees.
            unsafe {
                match (pair, n) {
                    (true, TILE) => tile::<TILE, 2>(rows, layer, out, r, block),
                    (false, TILE) => tile::<TILE, 1>(rows, layer, out, r, block),
                    (true, 4..) => tile::<4, 2>(rows, layer, out, r, block),
                    (false, 4..) => tile::<4, 1>(rows, layer, out, r, block),
                    (true, _) => tile::<1, 2>(rows, layer, out, r, block),
                    (false, _) => tile::<1, 1>(rows, layer, out, r, block),
                }
            }
            r += match n {
                TILE => TILE,
                4.. => 4,
                _ => 1,
            };
        }
        block += 2;
    }
}

// Plain index loops: iterators of the standard library are not always inlined into functions compiled for other
// instructions than they are, and then cost more than the products.

/// `R` rows from `r` by `B` blocks from `block`.
///
/// # Safety
/// As [`product`]; the rows and blocks exist.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
#[allow(clippy::needless_range_loop)]
unsafe fn tile<const R: usize, const B: usize>(
    rows: &Quantised,
    layer: &Linear,
    out: &mut Matrix,
    r: usize,
    block: usize,
) {
    let (groups, width) = (layer.groups(), layer.width());
    // SAFETY: a row has `groups * GROUP` bytes, a block `groups * LANES * GROUP`, a result row `width` values
    // with `LANES` for each block, and scale, bias and excess have one value for each column or row.
    unsafe {
        let x = rows.values.as_ptr().add(r * groups * GROUP);
        let w = layer.packed.as_ptr().add(block * groups * LANES * GROUP);
        let mut sums = [[_mm512_setzero_si512(); B]; R];
        for g in 0..groups {
            let mut weights = [_mm512_setzero_si512(); B];
            for b in 0..B {
                weights[b] = _mm512_loadu_si512(w.add((b * groups + g) * LANES * GROUP).cast::<__m512i>());
            }
            for i in 0..R {
                let four = x.add((i * groups + g) * GROUP).cast::<i32>().read_unaligned();
                let four = _mm512_set1_epi32(four);
                for b in 0..B {
                    sums[i][b] = _mm512_dpbusd_epi32(sums[i][b], weights[b], four);
                }
            }
        }
        for i in 0..R {
            let row_scale = _mm512_set1_ps(rows.scale[r + i]);
            let excess = _mm512_set1_epi32(rows.excess[r + i]);
            for b in 0..B {
                let at = (block + b) * LANES;
                let exact = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[i][b], excess));
                let scaled =
                    _mm512_mul_ps(_mm512_mul_ps(exact, row_scale), _mm512_loadu_ps(layer.scale.as_ptr().add(at)));
                let result = _mm512_add_ps(scaled, _mm512_loadu_ps(layer.bias.as_ptr().add(at)));
                _mm512_storeu_ps(out.data_mut().as_mut_ptr().add((r + i) * width + at), result);
            }
        }
    }
}
