//! Outlooks of several documents as rows.

use super::Prospect;
use std::collections::BTreeMap;

/// Outlooks with a horizon, the nearest first, and those without, the latest published first.
///
/// Two outlooks are one where they put the same words under the same horizon.
pub(super) fn fold(mut prospects: Vec<Prospect>) -> (Vec<Prospect>, Vec<Prospect>) {
    prospects.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut rows: BTreeMap<_, Prospect> = BTreeMap::new();
    for prospect in prospects {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let key = (
            prospect.due_from.clone(),
            prospect.due_to.clone(),
            prospect.antecedent.as_deref().map(words),
            words(&prospect.consequent),
        );
        match rows.get_mut(&key) {
            Some(row) => {
                row.certainty = row.certainty.min(prospect.certainty);
                // One document's second reading of the same words adds nothing.
                let known = |d: &str| row.tellings.iter().any(|t| t.document == d);
                let new: Vec<_> = prospect.tellings.into_iter().filter(|t| !known(&t.document)).collect();
                row.tellings.extend(new);
            }
            None => {
                rows.insert(key, prospect);
            }
        }
    }
    let (mut due, mut pending): (Vec<_>, Vec<_>) =
        rows.into_values().partition(|p| p.due_from.is_some() || p.due_to.is_some());
    let near = |p: &Prospect| p.due_to.clone().or_else(|| p.due_from.clone());
    due.sort_by(|a, b| near(a).cmp(&near(b)).then_with(|| order(a).cmp(&order(b))));
    let published = |p: &Prospect| p.tellings.first().and_then(|t| t.published.clone());
    pending.sort_by(|a, b| published(b).cmp(&published(a)).then_with(|| order(a).cmp(&order(b))));
    (due, pending)
}

/// Earliest published first, whatever the order of arrival.
fn order(prospect: &Prospect) -> impl Ord + '_ {
    let telling = prospect.tellings.first();
    telling.map(|t| (t.published.is_none(), &t.published, &t.outlet, &t.document, &t.key))
}
