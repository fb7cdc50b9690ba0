//! Name tags to names: the best sequence of tags in which every name that goes on has begun (Viterbi).

use depesche_record::{Name, NameKind};

/// What a tag stands for: the kind of name, and whether the word begins it; `None` outside.
type Tag = Option<(NameKind, bool)>;

/// The names of a sentence from the scores of the tags, one row a word.
pub(crate) fn names<'a>(tags: &[Tag], rows: impl Iterator<Item = &'a [f32]>) -> Vec<Name> {
    join(best_path(tags, rows).into_iter().map(|i| tags[i]))
}

/// Whether a tag may stand behind another: what goes on must have begun.
fn follows(before: Tag, tag: Tag) -> bool {
    match tag {
        Some((kind, false)) => before.is_some_and(|(k, _)| k == kind),
        _ => true,
    }
}

/// The sequence of tags with the highest total; the first of equals.
fn best_path<'a>(tags: &[Tag], rows: impl Iterator<Item = &'a [f32]>) -> Vec<usize> {
    let mut totals: Vec<f32> = Vec::new();
    // For each word and tag, the best tag of the word before.
    let mut back: Vec<Vec<usize>> = Vec::new();
    for row in rows {
        let step = |(i, &tag): (usize, &Tag)| {
            let mut best: Option<(f32, usize)> = None;
            for (j, &before) in tags.iter().enumerate() {
                let first = totals.is_empty();
                if !follows(if first { None } else { before }, tag) {
                    continue;
                }
                let total = if first { 0.0 } else { totals[j] };
                if best.is_none_or(|(b, _)| total > b) {
                    best = Some((total, j));
                }
            }
            best.map_or((f32::NEG_INFINITY, 0), |(total, j)| (total + row[i], j))
        };
        let next: Vec<(f32, usize)> = tags.iter().enumerate().map(step).collect();
        totals = next.iter().map(|n| n.0).collect();
        back.push(next.into_iter().map(|n| n.1).collect());
    }
    if totals.is_empty() {
        return Vec::new();
    }
    let mut at = crate::heads::argmax(&totals);
    let mut path = vec![at];
    for row in back.iter().skip(1).rev() {
        at = row[at];
        path.push(at);
    }
    path.reverse();
    path
}

/// Joins tags to names.
fn join(tags: impl Iterator<Item = Tag>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for (i, tag) in tags.enumerate() {
        let Some((kind, begins)) = tag else { continue };
        match out.last_mut() {
            Some(last) if !begins && last.end == i && last.kind == kind => last.end = i + 1,
            _ => out.push(Name { start: i, end: i + 1, kind }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_goes_on_has_begun() {
        let tags =
            [None, Some((NameKind::Person, true)), Some((NameKind::Person, false)), Some((NameKind::Place, false))];
        // The second word alone would be a place that goes on; with the first it is the rest of a person's name.
        let rows: [&[f32]; 3] = [&[0.0, 2.0, 0.0, 0.0], &[0.0, 0.0, 2.0, 2.5], &[3.0, 0.0, 0.0, 0.0]];
        let found = names(&tags, rows.into_iter());
        assert_eq!(found, [Name { start: 0, end: 2, kind: NameKind::Person }]);
        assert_eq!(names(&tags, std::iter::empty()), []);
    }
}
