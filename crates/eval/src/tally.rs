//! Counts of matches, and the figures that follow from them.

use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::BTreeMap;

/// Counts for one kind of item.
///
/// A field is scored by the F1 of its telling values: values that are not the default (no mode, no auxiliary,
/// certain, own voice, no time, no place, no quantity) count, so that nothing is gained by an empty field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    matched: u64,
    spurious: u64,
    missed: u64,
    /// Right and telling, telling in gold, telling in the prediction.
    fields: BTreeMap<&'static str, [u64; 3]>,
}

impl Tally {
    /// Counts a document's pairs: core gold is matched or missed, predictions without gold are spurious.
    pub(crate) fn count(&mut self, core: &[bool], n_predicted: usize, pairs: &BTreeMap<usize, usize>) {
        for (g, _) in core.iter().enumerate().filter(|&(_, &is_core)| is_core) {
            if pairs.contains_key(&g) {
                self.matched += 1;
            } else {
                self.missed += 1;
            }
        }
        self.spurious += (n_predicted - pairs.len()) as u64;
    }

    /// Counts one field of one matched pair.
    pub(crate) fn field(&mut self, name: &'static str, right: bool, gold_tells: bool, predicted_tells: bool) {
        let row = self.fields.entry(name).or_default();
        row[0] += u64::from(right && gold_tells && predicted_tells);
        row[1] += u64::from(gold_tells);
        row[2] += u64::from(predicted_tells);
    }

    /// Adds the counts of another document.
    fn add(&mut self, other: &Self) {
        self.matched += other.matched;
        self.spurious += other.spurious;
        self.missed += other.missed;
        for (name, counts) in &other.fields {
            let row = self.fields.entry(name).or_default();
            for (sum, count) in row.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }

    fn row(&self) -> Row {
        let share = |part: u64, whole: u64, empty: f64| if whole == 0 { empty } else { part as f64 / whole as f64 };
        let precision = share(self.matched, self.matched + self.spurious, 0.0);
        let recall = share(self.matched, self.matched + self.missed, 0.0);
        let sum = precision + recall;
        Row {
            precision: round(precision),
            recall: round(recall),
            f1: round(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 }),
            matched: self.matched,
            spurious: self.spurious,
            missed: self.missed,
            fields: self
                .fields
                .iter()
                .map(|(&name, &[right, gold, predicted])| (name, round(share(2 * right, gold + predicted, 1.0))))
                .collect(),
        }
    }
}

/// Counts by kind of item, in the order in which the reference prints them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallies(Vec<(&'static str, Tally)>);

impl Tallies {
    /// The counts of `kind`, begun at its first mention.
    pub(crate) fn of(&mut self, kind: &'static str) -> &mut Tally {
        let at = self.0.iter().position(|&(name, _)| name == kind).unwrap_or_else(|| {
            self.0.push((kind, Tally::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Adds the counts of another document.
    pub(crate) fn add(&mut self, other: &Self) {
        for (kind, tally) in &other.0 {
            self.of(kind).add(tally);
        }
    }

    pub(crate) fn figures(&self) -> Figures {
        Figures { rows: self.0.iter().map(|(kind, tally)| (*kind, tally.row())).collect() }
    }
}

/// Rounds to four decimals as Python's `round` does: the exact binary value decides, half goes to even.
fn round(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

/// The figures of one kind of item, shares rounded to four decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Matched among all predicted that count.
    pub precision: f64,
    /// Matched among all core gold.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Core gold with a prediction.
    pub matched: u64,
    /// Predictions without gold.
    pub spurious: u64,
    /// Core gold without a prediction.
    pub missed: u64,
    /// F1 of the telling values of each field over matched core gold.
    pub fields: BTreeMap<&'static str, f64>,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("precision", &self.precision)?;
        map.serialize_entry("recall", &self.recall)?;
        map.serialize_entry("f1", &self.f1)?;
        map.serialize_entry("matched", &self.matched)?;
        map.serialize_entry("spurious", &self.spurious)?;
        map.serialize_entry("missed", &self.missed)?;
        for (name, value) in &self.fields {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Figures by kind of item: `events`, `events relaxed`, `events by type`, `claims`, `claims without source`,
/// `outlooks`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Each kind with its figures, in this order.
    pub rows: Vec<(&'static str, Row)>,
}

impl Figures {
    /// The figures of one kind.
    #[must_use]
    pub fn get(&self, kind: &str) -> Option<&Row> {
        self.rows.iter().find(|(name, _)| *name == kind).map(|(_, row)| row)
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.rows.iter().map(|(kind, row)| (kind, row)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_goes_half_to_even_on_the_binary_value() {
        // As `round(x, 4)` in Python: the first two are exact ties, the third lies below its decimal.
        assert_eq!(
            [round(0.03125), round(0.09375), round(0.00015), round(2.0 / 3.0)],
            [0.0312, 0.0938, 0.0001, 0.6667]
        );
    }

    #[test]
    fn core_counts_and_the_rest_leaves_the_count() {
        let mut tally = Tally::default();
        tally.count(&[true, false, true], 3, &BTreeMap::from([(0, 1), (1, 0)]));
        let row = tally.row();
        assert_eq!((row.matched, row.spurious, row.missed), (1, 1, 1));
        assert_eq!((row.precision, row.recall, row.f1), (0.5, 0.5, 0.5));
    }

    #[test]
    fn a_field_that_nobody_fills_is_right_and_an_empty_one_earns_nothing() {
        let mut tally = Tally::default();
        tally.field("time", true, false, false);
        tally.field("place", false, true, false);
        tally.field("mode", true, true, true);
        assert_eq!(tally.row().fields, BTreeMap::from([("mode", 1.0), ("place", 0.0), ("time", 1.0)]));
    }
}
