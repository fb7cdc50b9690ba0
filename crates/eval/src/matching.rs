//! One-to-one matching of gold and prediction.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A one-to-one matching of greatest size by augmenting paths: gold index → predicted index.
///
/// Core gold comes first, among these the gold with the fewest candidates; for each the nearest candidates are
/// tried first. The order is that of the reference, so that ties end alike.
pub(crate) fn best_pairs(
    core: &[bool],
    n_predicted: usize,
    fits: impl Fn(usize, usize) -> bool,
    distance: impl Fn(usize, usize) -> f64,
) -> BTreeMap<usize, usize> {
    let edges: Vec<Vec<usize>> = (0..core.len())
        .map(|g| {
            let mut near: Vec<(f64, usize)> =
                (0..n_predicted).filter(|&p| fits(g, p)).map(|p| (distance(g, p), p)).collect();
            near.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal));
            near.into_iter().map(|(_, p)| p).collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..core.len()).collect();
    order.sort_by_key(|&g| (!core[g], edges[g].len()));
    let mut taken = BTreeMap::new();
    for g in order {
        augment(g, &edges, &mut BTreeSet::new(), &mut taken);
    }
    taken.into_iter().map(|(p, g)| (g, p)).collect()
}

/// Finds a place for `g`, moving others where that helps; `taken` maps predictions to gold.
fn augment(g: usize, edges: &[Vec<usize>], seen: &mut BTreeSet<usize>, taken: &mut BTreeMap<usize, usize>) -> bool {
    for &p in &edges[g] {
        if !seen.insert(p) {
            continue;
        }
        let free = match taken.get(&p).copied() {
            None => true,
            Some(other) => augment(other, edges, seen, taken),
        };
        if free {
            taken.insert(p, g);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs for a table of distances; `None` does not fit.
    fn pairs(core: &[bool], table: &[&[Option<f64>]]) -> Vec<(usize, usize)> {
        let n_predicted = table.first().map_or(0, |row| row.len());
        best_pairs(core, n_predicted, |g, p| table[g][p].is_some(), |g, p| table[g][p].unwrap_or_default())
            .into_iter()
            .collect()
    }

    #[test]
    fn the_greatest_number_wins_over_the_nearest_pair() {
        let table: &[&[Option<f64>]] = &[&[Some(0.0), Some(9.0)], &[Some(1.0), None]];
        assert_eq!(pairs(&[true, true], table), [(0, 1), (1, 0)]);
    }

    #[test]
    fn core_gold_comes_first() {
        let table: &[&[Option<f64>]] = &[&[Some(0.0)], &[Some(5.0)]];
        assert_eq!(pairs(&[false, true], table), [(1, 0)]);
    }

    #[test]
    fn among_equals_the_nearest() {
        let table: &[&[Option<f64>]] = &[&[Some(7.0), Some(2.0), Some(2.0)]];
        assert_eq!(pairs(&[true], table), [(0, 1)]);
    }
}
