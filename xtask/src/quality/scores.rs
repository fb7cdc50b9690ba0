//! Measures: shares of right words, F1 of spans and names.

use super::corpora::Sentence;
use depesche_record::Span;
use std::collections::HashSet;
use std::hash::Hash;

/// Right, expected and found.
#[derive(Debug, Default, Clone, Copy)]
pub struct Count {
    right: usize,
    gold: usize,
    found: usize,
}

impl Count {
    /// Adds the members of two sets.
    pub fn sets<T: Eq + Hash>(&mut self, gold: &HashSet<T>, found: &HashSet<T>) {
        self.right += gold.intersection(found).count();
        self.gold += gold.len();
        self.found += found.len();
    }

    /// Adds numbers.
    pub fn add(&mut self, right: usize, gold: usize, found: usize) {
        self.right += right;
        self.gold += gold;
        self.found += found;
    }

    /// Adds one item of which it is known whether it is right.
    fn item(&mut self, right: bool) {
        self.right += usize::from(right);
        self.gold += 1;
        self.found += 1;
    }

    /// Adds a yes-or-no judgement.
    fn label(&mut self, gold: bool, found: bool) {
        self.right += usize::from(gold && found);
        self.gold += usize::from(gold);
        self.found += usize::from(found);
    }

    /// F1, from 0 to 1; where every item is found once this is the share of right ones.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / ((self.gold + self.found) as f64).max(1.0)
    }

    /// Share of the expected ones that were found, from 0 to 1.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Share of the found ones that are right, from 0 to 1.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }
}

/// `part` of `all`, from 0 to 1; 0 of nothing.
pub fn share(part: usize, all: usize) -> f64 {
    part as f64 / (all as f64).max(1.0)
}

/// How many code points two pieces of a text share.
pub fn overlap(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Pairs of spans that overlap, as positions in the two lists: each span once, the longest overlaps first.
pub fn pairs(gold: &[Span], found: &[Span]) -> Vec<(usize, usize)> {
    let overlaps = |(i, g): (usize, &Span)| {
        let g = *g;
        found.iter().enumerate().map(move |(j, f)| (overlap(g, *f), i, j)).filter(|x| x.0 > 0)
    };
    let mut all: Vec<_> = gold.iter().enumerate().flat_map(overlaps).collect();
    all.sort_by_key(|&(overlap, i, j)| (std::cmp::Reverse(overlap), i, j));
    let (mut used_gold, mut used_found) = (HashSet::new(), HashSet::new());
    let mut out = Vec::new();
    for (_, i, j) in all {
        if !used_gold.contains(&i) && !used_found.contains(&j) {
            used_gold.insert(i);
            used_found.insert(j);
            out.push((i, j));
        }
    }
    out
}

/// Figures of one treebank.
#[derive(Debug, Default)]
pub struct Trees {
    /// Universal parts of speech.
    pub upos: Count,
    /// Lemmas.
    pub lemma: Count,
    /// Heads.
    pub uas: Count,
    /// Heads with universal labels.
    pub las: Count,
    /// Case, where the treebank has one.
    pub case: Count,
    /// Mood=Sub.
    pub subjunctive: Count,
    /// Sentences whose tags, heads and labels are all right.
    pub whole: Count,
    /// Names (`sent_id`) of those that are not, with the first wrong word of each.
    pub wrong: Vec<String>,
}

impl Trees {
    /// Compares sentences with the same words; sentences of other lengths count as wholly wrong.
    pub fn compare(gold: &[Sentence], found: &[Sentence]) -> Self {
        let mut out = Self::default();
        for (g, f) in gold.iter().zip(found) {
            let same = g.words.len() == f.words.len();
            let mut first = None;
            for (i, a) in g.words.iter().enumerate() {
                let Some(b) = f.words.get(i).filter(|_| same) else {
                    for count in [&mut out.upos, &mut out.lemma, &mut out.uas, &mut out.las] {
                        count.item(false);
                    }
                    continue;
                };
                let universal = |label: &str| label.split(':').next().unwrap_or_default().to_owned();
                let labelled = a[6] == b[6] && universal(&a[7]) == universal(&b[7]);
                out.upos.item(a[3] == b[3]);
                out.lemma.item(a[2] == b[2]);
                out.uas.item(a[6] == b[6]);
                out.las.item(labelled);
                if !g.feature(i, "Case").is_empty() {
                    out.case.item(g.feature(i, "Case") == f.feature(i, "Case"));
                }
                out.subjunctive.label(g.feature(i, "Mood") == "Sub", f.feature(i, "Mood") == "Sub");
                if first.is_none() && !(labelled && a[3] == b[3]) {
                    first = Some(format!(
                        "{} ({}, {} of {}; expected {}, {} of {})",
                        a[1], b[3], b[7], b[6], a[3], a[7], a[6]
                    ));
                }
            }
            out.whole.item(same && first.is_none());
            if let Some(first) = first {
                let id = g.comments.get("sent_id").cloned().unwrap_or_default();
                out.wrong.push(format!("{id}: {first}"));
            }
        }
        out
    }
}

/// Names of a sentence: first word, word behind the last, type; types not asked for are left out.
pub fn name_spans(tags: &[String], types: &[&str]) -> HashSet<(usize, usize, String)> {
    let mut out = HashSet::new();
    let mut open: Option<(usize, &str)> = None;
    for (i, tag) in tags.iter().map(String::as_str).chain(["O"]).enumerate() {
        let (begins, kind) = match tag.split_once('-') {
            Some((prefix, kind)) if types.contains(&kind) => {
                (prefix == "B" || open.is_none_or(|(_, k)| k != kind), Some(kind))
            }
            _ => (false, None),
        };
        if let Some((start, old)) = open
            && (begins || kind.is_none())
        {
            out.insert((start, i, old.to_owned()));
            open = None;
        }
        if let (true, Some(kind)) = (begins, kind) {
            open = Some((i, kind));
        }
    }
    out
}
