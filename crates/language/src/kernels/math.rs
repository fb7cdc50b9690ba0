//! f32 work with a fixed order of summation, written once and compiled for each instruction set.
//!
//! Sums run over [`LANES`] columns that are added up pairwise at the end, whatever registers the CPU has, and `exp`
//! and `erf` are our own polynomials, so that no platform's mathematical library shows in a result.
#![allow(clippy::needless_range_loop)] // index loops over lanes are what compilers turn into SIMD

use super::LANES;
use super::linear::{OFFSET, Quantised, STEPS};

/// Adding this to |x| < 2²² rounds x to the nearest even integer, which then stands in the low bits.
const ROUND: f32 = 12_582_912.0;
/// Sequences that attention works on at once.
const QUERIES: usize = 4;

/// `e^x` to about one part in 10⁷; arguments beyond ±87 count as ±87.
///
/// Source: Cephes `expf` (Moshier), without its branches.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4_f32;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 5.000_000_3e-1;
    let p = p * r * r + r + 1.0;
    let power = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32).wrapping_add(127);
    p * f32::from_bits((power << 23) as u32)
}

/// Error function, absolute error below 4·10⁻⁷: a rational function of degree 9 over 12.
///
/// Source: the coefficients of `erf` for f32 in Eigen and XLA.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = x.clamp(-3.743_933, 3.743_933);
    let y = x * x;
    let p = 2.290_506_5e-4_f32;
    let p = p * y + 3.408_291e-3;
    let p = p * y + 5.095_569_5e-2;
    let p = p * y + 1.852_083_2e-1;
    let p = p * y + std::f32::consts::FRAC_2_SQRT_PI;
    let q = -1.179_160_3e-7_f32;
    let q = q * y + 2.354_796_6e-5;
    let q = q * y + 1.017_962_5e-3;
    let q = q * y + 1.407_047e-2;
    let q = q * y + 1.109_850_5e-1;
    let q = q * y + 4.974_692_5e-1;
    let q = q * y + 1.0;
    x * p / q
}

/// GELU, `x · Φ(x)`.
#[inline(always)]
#[must_use]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// `1 / (1 + e^−x)`.
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Turns logits into probabilities, in place.
pub fn softmax(values: &mut [f32]) {
    let top = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for v in values.iter_mut() {
        *v = exp(*v - top);
        sum += *v;
    }
    for v in values {
        *v /= sum;
    }
}

#[inline(always)]
fn pairwise(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Sum of `f` over a row, lane by lane.
#[inline(always)]
fn sum_of(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += f(x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane += f(x);
    }
    pairwise(lanes)
}

#[inline(always)]
pub(super) fn gelu_all(values: &mut [f32]) {
    for v in values {
        *v = gelu(*v);
    }
}

#[inline(always)]
pub(super) fn add_norm(rows: &mut [f32], added: &[f32], weight: &[f32], bias: &[f32], eps: f32) {
    let n = weight.len();
    for (row, added) in rows.chunks_exact_mut(n).zip(added.chunks_exact(n)) {
        for (x, a) in row.iter_mut().zip(added) {
            *x += a;
        }
        let mean = sum_of(row, |x| x) / n as f32;
        let variance = sum_of(row, |x| (x - mean) * (x - mean)) / n as f32;
        let factor = 1.0 / (variance + eps).sqrt();
        for ((x, w), b) in row.iter_mut().zip(weight).zip(bias) {
            *x = (*x - mean) * factor * w + b;
        }
    }
}

#[inline(always)]
pub(super) fn add_scaled(sum: &mut [f32], rows: &[f32], factor: f32) {
    for (s, x) in sum.iter_mut().zip(rows) {
        *s += x * factor;
    }
}

#[inline(always)]
pub(super) fn quantise_rows(rows: &[f32], width: usize, stride: usize, out: &mut Quantised) {
    let n_rows = rows.len() / stride;
    out.reshape(n_rows, width);
    let padded = out.values.len().checked_div(n_rows).unwrap_or_default();
    for (r, row) in rows.chunks_exact(stride).enumerate() {
        let row = &row[..width];
        let mut tops = [0.0_f32; LANES];
        let (chunks, rest) = row.as_chunks::<LANES>();
        for chunk in chunks {
            for (top, x) in tops.iter_mut().zip(chunk) {
                *top = if x.abs() > *top { x.abs() } else { *top };
            }
        }
        let top = tops.iter().copied().chain(rest.iter().map(|x| x.abs())).fold(0.0, f32::max);
        let factor = if top > 0.0 { STEPS / top } else { 0.0 };
        let values = &mut out.values[r * padded..r * padded + width];
        for (q, &x) in values.iter_mut().zip(row) {
            *q = ((x * factor + ROUND).to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32) as i8;
        }
        out.excess[r] = OFFSET * values.iter().map(|&q| i32::from(q)).sum::<i32>();
        out.scale[r] = top / STEPS;
    }
}

/// Attention of one sequence.
///
/// `projected` holds a row of queries, keys and values (3 · `hidden`) for each piece, `out` gets rows of `hidden`.
/// A head's width must be a multiple of [`LANES`].
#[inline(always)]
pub(super) fn attend(projected: &[f32], n_heads: usize, hidden: usize, work: &mut Vec<f32>, out: &mut [f32]) {
    let (row_len, width) = (3 * hidden, hidden / n_heads);
    let n = projected.len() / row_len;
    let padded = n.next_multiple_of(LANES);
    let scale = 1.0 / (width as f32).sqrt();
    work.clear();
    work.resize((width + QUERIES) * padded, 0.0);
    let (keys, scores) = work.split_at_mut(width * padded);
    for head in 0..n_heads {
        let at = head * width;
        for (t, row) in projected.chunks_exact(row_len).enumerate() {
            for (d, &k) in row[hidden + at..hidden + at + width].iter().enumerate() {
                keys[d * padded + t] = k * scale;
            }
        }
        let mut t = 0;
        while t < n {
            let step = if t + QUERIES <= n { QUERIES } else { 1 };
            if step == QUERIES {
                attend_rows::<QUERIES>(projected, row_len, hidden, at, t, keys, scores, width, out);
            } else {
                attend_rows::<1>(projected, row_len, hidden, at, t, keys, scores, width, out);
            }
            t += step;
        }
    }
}

/// Attention of one head for `R` queries from `first`; `keys` is `[width, padded]`, `scores` `[R, padded]`.
#[inline(always)]
#[allow(clippy::too_many_arguments)] // the inner loop of `attend`, split off so that R is known
fn attend_rows<const R: usize>(
    projected: &[f32],
    row_len: usize,
    hidden: usize,
    at: usize,
    first: usize,
    keys: &[f32],
    scores: &mut [f32],
    width: usize,
    out: &mut [f32],
) {
    let n = projected.len() / row_len;
    let padded = keys.len() / width;
    let queries: [&[f32]; R] = std::array::from_fn(|i| &projected[(first + i) * row_len + at..][..width]);
    for c in (0..padded).step_by(LANES) {
        let mut sums = [[0.0_f32; LANES]; R];
        for d in 0..width {
            let Some(chunk) = keys[d * padded + c..].first_chunk::<LANES>() else { return };
            for i in 0..R {
                let q = queries[i][d];
                for l in 0..LANES {
                    sums[i][l] += q * chunk[l];
                }
            }
        }
        for (i, sum) in sums.iter().enumerate() {
            scores[i * padded + c..][..LANES].copy_from_slice(sum);
        }
    }
    let mut inverse = [0.0; R];
    for (i, inverse) in inverse.iter_mut().enumerate() {
        let row = &mut scores[i * padded..(i + 1) * padded];
        let top = row[..n].iter().copied().fold(f32::NEG_INFINITY, |a, b| if b > a { b } else { a });
        for s in row.iter_mut() {
            *s = exp(*s - top);
        }
        row[n..].fill(0.0);
        *inverse = 1.0 / sum_of(row, |x| x);
    }
    for c in (0..width).step_by(LANES) {
        let mut sums = [[0.0_f32; LANES]; R];
        for t in 0..n {
            let Some(values) = projected[t * row_len + 2 * hidden + at + c..].first_chunk::<LANES>() else { return };
            for i in 0..R {
                let p = scores[i * padded + t];
                for l in 0..LANES {
                    sums[i][l] += p * values[l];
                }
            }
        }
        for (i, sum) in sums.iter().enumerate() {
            let results = &mut out[(first + i) * hidden + at + c..][..LANES];
            for (result, s) in results.iter_mut().zip(sum) {
                *result = s * inverse[i];
            }
        }
    }
}

#[inline(always)]
pub(super) fn dots(left: &[f32], right: &[f32], width: usize, out: &mut [f32]) {
    let n = right.len() / width;
    for (a, results) in left.chunks_exact(width).zip(out.chunks_exact_mut(n.max(1))) {
        for (four, results) in right.chunks(QUERIES * width).zip(results.chunks_mut(QUERIES)) {
            if results.len() == QUERIES {
                results.copy_from_slice(&dot_rows::<QUERIES>(a, four, width));
            } else {
                for (b, result) in four.chunks_exact(width).zip(results) {
                    [*result] = dot_rows::<1>(a, b, width);
                }
            }
        }
    }
}

/// Products of one row with `R` rows.
#[inline(always)]
fn dot_rows<const R: usize>(a: &[f32], rows: &[f32], width: usize) -> [f32; R] {
    let mut sums = [[0.0_f32; LANES]; R];
    let (chunks, rest) = a.as_chunks::<LANES>();
    for (c, chunk) in chunks.iter().enumerate() {
        for i in 0..R {
            let Some(row) = rows[i * width + c * LANES..].first_chunk::<LANES>() else { continue };
            for l in 0..LANES {
                sums[i][l] += chunk[l] * row[l];
            }
        }
    }
    for (i, sum) in sums.iter_mut().enumerate() {
        let tail = &rows[i * width + chunks.len() * LANES..(i + 1) * width];
        for ((s, &x), &y) in sum.iter_mut().zip(rest).zip(tail) {
            *s += x * y;
        }
    }
    sums.map(pairwise)
}

#[inline(always)]
pub(super) fn weighted_rows(x: &[f32], rows: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    for (&x, row) in x.iter().zip(rows.chunks_exact(out.len())) {
        for (o, &v) in out.iter_mut().zip(row) {
            *o += x * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// erf by its Taylor series in f64, which converges for the range tested.
    fn exact_erf(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            term *= -x * x / f64::from(n);
            sum += term / f64::from(2 * n + 1);
        }
        sum * 2.0 / std::f64::consts::PI.sqrt()
    }

    #[test]
    fn exp_and_gelu_are_good_to_f32() {
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            let truth = f64::from(x).exp();
            assert!((f64::from(exp(x)) / truth - 1.0).abs() < 3e-7, "exp({x})");
        }
        for i in -500..500 {
            let x = i as f32 / 100.0;
            let truth = 0.5 * f64::from(x) * (1.0 + exact_erf(f64::from(x) / std::f64::consts::SQRT_2));
            assert!((f64::from(gelu(x)) - truth).abs() < 2e-6, "gelu({x}) = {} not {truth}", gelu(x));
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut p = [1.0, -2.0, 30.0, 29.5];
        softmax(&mut p);
        assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-6 && p[2] > p[3] && p[3] > p[0]);
        assert!((sigmoid(0.0) - 0.5).abs() < 1e-7);
    }
}
