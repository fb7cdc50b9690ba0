//! The kernels against a slow plain twin, and against each other.

use super::*;
use proptest::prelude::*;

/// Numbers that repeat for a seed, between −1 and 1.
fn numbers(seed: u64, n: usize) -> Vec<f32> {
    let mut x = seed.wrapping_mul(2).wrapping_add(1);
    let mut next = || {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (x >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..n).map(|_| next()).collect()
}

/// The product as docs/model-format.md states it.
fn plain(rows: &[f32], n_in: usize, weights: &[i8], scale: &[f32], bias: &[f32]) -> Vec<f32> {
    let mut out = Vec::new();
    for row in rows.chunks_exact(n_in) {
        let top = row.iter().fold(0.0_f32, |a, x| a.max(x.abs()));
        let factor = if top > 0.0 { 63.0 / top } else { 0.0 };
        let q: Vec<i64> = row.iter().map(|x| (x * factor).round_ties_even() as i64).collect();
        for ((w, s), b) in weights.chunks_exact(n_in).zip(scale).zip(bias) {
            let whole: i64 = q.iter().zip(w).map(|(&q, &w)| q * i64::from(w)).sum();
            out.push(whole as f32 * (top / 63.0) * s + b);
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn linear_layers_are_exact_in_every_kernel(
        seed in any::<u64>(), n_rows in 0_usize..20, n_in in 1_usize..150, n_out in 1_usize..70, magnitude in -20_i32..20,
    ) {
        let size = 2.0_f32.powi(magnitude);
        let rows: Vec<f32> = numbers(seed, n_rows * n_in).iter().map(|x| x * size).collect();
        let weights: Vec<i8> = numbers(seed ^ 1, n_out * n_in).iter().map(|x| (x * 127.9) as i8).collect();
        let (scale, bias) = (numbers(seed ^ 2, n_out), numbers(seed ^ 3, n_out));
        let layer = Linear::new(&weights, &scale, &bias, n_in).expect("shapes fit");
        let expected = plain(&rows, n_in, &weights, &scale, &bias);
        for kernel in Kernel::available() {
            let (mut rounded, mut out) = (Quantised::default(), Matrix::default());
            kernel.quantise_rows(&rows, n_in, n_in, &mut rounded);
            kernel.linear(&rounded, &layer, &mut out);
            let got: Vec<f32> = (0..n_rows).flat_map(|r| out.row(r)[..n_out].to_vec()).collect();
            prop_assert_eq!(&got, &expected, "{}", kernel.name());
        }
    }

    #[test]
    fn the_largest_values_do_not_saturate(n_in in 1_usize..400) {
        let rows = vec![-1.0; n_in];
        for weight in [127_i8, -127] {
            let layer = Linear::new(&vec![weight; n_in], &[1.0], &[0.0], n_in).expect("shapes fit");
            for kernel in Kernel::available() {
                let (mut rounded, mut out) = (Quantised::default(), Matrix::default());
                kernel.quantise_rows(&rows, n_in, n_in, &mut rounded);
                kernel.linear(&rounded, &layer, &mut out);
                let expected = (-63 * i32::from(weight) * n_in as i32) as f32 * (1.0 / 63.0);
                prop_assert_eq!(out.row(0)[0], expected, "{}", kernel.name());
            }
        }
    }

    #[test]
    fn floating_point_is_the_same_in_every_kernel(seed in any::<u64>(), n in 1_usize..70) {
        let (hidden, heads) = (64, 2);
        let projected = numbers(seed, n * 3 * hidden);
        let (weight, bias) = (numbers(seed ^ 1, hidden), numbers(seed ^ 2, hidden));
        let results: Vec<Vec<u32>> = Kernel::available().into_iter().map(|kernel| {
            let mut context = vec![0.0; n * hidden];
            kernel.attend(&projected, heads, hidden, &mut Vec::new(), &mut context);
            let mut normed = context.clone();
            kernel.add_norm(&mut normed, &projected[..n * hidden], &weight, &bias, 1e-12);
            let mut curved = normed.clone();
            kernel.gelu_all(&mut curved);
            kernel.add_scaled(&mut curved, &context, 0.3);
            let mut products = vec![0.0; n * n];
            kernel.dots(&normed, &curved, hidden, &mut products);
            let mut sums = vec![0.0; hidden];
            kernel.weighted_rows(&products[..n], &curved, &mut sums);
            [context, normed, curved, products, sums].concat().iter().map(|x| x.to_bits()).collect()
        }).collect();
        for other in &results[1..] {
            prop_assert_eq!(&results[0], other);
        }
    }

    #[test]
    fn attention_averages_values(seed in any::<u64>(), n in 1_usize..40) {
        let (hidden, heads) = (32, 2);
        let width = hidden / heads;
        let projected = numbers(seed, n * 3 * hidden);
        let mut out = vec![0.0; n * hidden];
        Kernel::best().attend(&projected, heads, hidden, &mut Vec::new(), &mut out);
        let at = |t: usize, part: usize, i: usize| f64::from(projected[t * 3 * hidden + part * hidden + i]);
        for (t, head, d) in [(0, 0, 0), (n - 1, 1, width - 1), (n / 2, 1, 3)] {
            let score = |u: usize| (0..width).map(|i| at(t, 0, head * width + i) * at(u, 1, head * width + i)).sum::<f64>();
            let p: Vec<f64> = (0..n).map(|u| (score(u) / (width as f64).sqrt()).exp()).collect();
            let total: f64 = p.iter().sum();
            let expected: f64 = (0..n).map(|u| p[u] / total * at(u, 2, head * width + d)).sum();
            let got = f64::from(out[t * hidden + head * width + d]);
            prop_assert!((got - expected).abs() < 1e-5, "{got} instead of {expected}");
        }
    }
}
