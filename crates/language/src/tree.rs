//! The best tree over arc scores: maximum spanning arborescence with exactly one root word.
//!
//! Source: Chu & Liu (1965), Edmonds (1967); one root as in Zmigrod et al. (2020), arXiv:2008.12650, simplified:
//! of the roots that compete in the free optimum, the one whose tree scores best is kept.

/// Score of what must not be.
const NEVER: f32 = -1e9;
/// Score of a second root: worse than any real arc, better than no tree.
const SECOND_ROOT: f32 = -1e6;

/// Heads of words 1 … n−1, in order, from `scores[dependent · n + head]`; node 0 is the root.
///
/// Exactly one word gets head 0, and there is no cycle.
#[must_use]
pub fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n < 2 {
        return Vec::new();
    }
    let mut clean: Vec<f32> = scores.iter().map(|s| if s.is_finite() { s.clamp(-1e5, 1e5) } else { NEVER }).collect();
    for i in 0..n {
        clean[i * n + i] = NEVER;
        clean[i] = NEVER;
    }
    let free = arborescence(clean.clone(), n);
    let roots: Vec<usize> = (1..n).filter(|&w| free[w] == 0).collect();
    if let [_] = roots[..] {
        return free[1..].to_vec();
    }
    let mut best: Option<(f64, Vec<usize>)> = None;
    for &root in &roots {
        let mut one = clean.clone();
        for w in (1..n).filter(|&w| w != root) {
            one[w * n] = SECOND_ROOT;
        }
        let heads = arborescence(one, n);
        let total = (1..n).map(|w| f64::from(clean[w * n + heads[w]])).sum();
        let single = heads[1..].iter().filter(|&&h| h == 0).count() == 1;
        if single && best.as_ref().is_none_or(|(t, _)| total > *t) {
            best = Some((total, heads));
        }
    }
    // Scores that no tree can be made of (a broken model) still give a tree: a chain.
    best.map_or_else(|| (0..n - 1).collect(), |(_, heads)| heads[1..].to_vec())
}

/// Best heads of all nodes (node 0 gets itself), any number of root words.
fn arborescence(scores: Vec<f32>, n: usize) -> Vec<usize> {
    let best_of = |d: usize| (0..n).fold(0, |best, h| if scores[d * n + h] > scores[d * n + best] { h } else { best });
    let mut heads: Vec<usize> = (0..n).map(|d| if d == 0 { 0 } else { best_of(d) }).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };
    let mut inside = vec![false; n];
    for &v in &cycle {
        inside[v] = true;
    }
    let rest: Vec<usize> = (0..n).filter(|&v| !inside[v]).collect();
    // The cycle becomes one node, number `c`.
    let c = rest.len();
    let mut small = vec![NEVER; (c + 1) * (c + 1)];
    let (mut enter, mut leave) = (vec![cycle[0]; c], vec![cycle[0]; c]);
    for (i, &v) in rest.iter().enumerate() {
        for (j, &u) in rest.iter().enumerate() {
            small[i * (c + 1) + j] = scores[v * n + u];
        }
        let gain = |&w: &usize| scores[w * n + v] - scores[w * n + heads[w]];
        enter[i] = best_by(&cycle, gain);
        small[c * (c + 1) + i] = gain(&enter[i]);
        let out = |&w: &usize| scores[v * n + w];
        leave[i] = best_by(&cycle, out);
        small[i * (c + 1) + c] = out(&leave[i]);
    }
    drop(scores);
    let inner = arborescence(small, c + 1);
    for (i, &v) in rest.iter().enumerate().skip(1) {
        heads[v] = if inner[i] == c { leave[i] } else { rest[inner[i]] };
    }
    heads[enter[inner[c]]] = rest[inner[c]];
    heads
}

/// The node with the highest value, the first of equals.
fn best_by(nodes: &[usize], value: impl Fn(&usize) -> f32) -> usize {
    let mut best = nodes[0];
    for node in nodes {
        if value(node) > value(&best) {
            best = *node;
        }
    }
    best
}

/// The nodes of a cycle among the heads, if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0: not seen; otherwise the walk that saw the node first.
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut v = start;
        while v != 0 && seen[v] == 0 {
            seen[v] = start;
            v = heads[v];
        }
        if v != 0 && seen[v] == start {
            let mut cycle = vec![v];
            let mut u = heads[v];
            while u != v {
                cycle.push(u);
                u = heads[u];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, h)| scores[(i + 1) * n + h]).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        let reaches_root = |mut w: usize| {
            for _ in 0..=heads.len() {
                if w == 0 {
                    return true;
                }
                w = heads[w - 1];
            }
            false
        };
        heads.iter().filter(|&&h| h == 0).count() == 1 && (1..=heads.len()).all(reaches_root)
    }

    /// Best single-root tree by trying every one.
    fn exhaustive(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        let mut heads = vec![0; n - 1];
        loop {
            if is_tree(&heads) {
                best = best.max(total(scores, n, &heads));
            }
            let Some(i) = heads.iter().position(|&h| h + 1 < n) else { return best };
            heads[i] += 1;
            heads[..i].fill(0);
        }
    }

    proptest! {
        #[test]
        fn finds_the_best_tree_unless_a_worse_root_wins(scores in prop::collection::vec(-9.0_f32..9.0, 25)) {
            let heads = best_tree(&scores, 5);
            prop_assert!(is_tree(&heads));
            let mut free_root = scores.clone();
            // With one root clearly above the others the simplification is exact.
            free_root[2 * 5] += 100.0;
            let heads = best_tree(&free_root, 5);
            prop_assert!((total(&free_root, 5, &heads) - exhaustive(&free_root, 5)).abs() < 1e-3);
        }

        #[test]
        fn any_scores_give_a_tree(n in 1_usize..40, seed in any::<u64>()) {
            let mut x = seed | 1;
            let scores: Vec<f32> = (0..n * n).map(|_| {
                x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                f32::from_bits((x >> 32) as u32)
            }).collect();
            let heads = best_tree(&scores, n);
            prop_assert_eq!(heads.len(), n - 1);
            prop_assert!(n == 1 || is_tree(&heads));
        }
    }
}
