//! What is said: the clause, object or quotation that belongs to a cue.

use crate::arguments::raised_object;
use crate::cues::CueWord;
use crate::quotes::Quote;
use crate::text::Text;
use depesche_knowledge::CuePos;
use depesche_record::{ByteRange, Upos};

/// Least length of a quotation, in bytes, that is speech and not a quoted word.
const SPEECH: usize = 25;

/// The content of a cue, as ranges without cue and source, and whether it is a direct quotation.
pub(crate) fn content(text: &Text<'_>, s: usize, cue: &CueWord, source: Option<usize>) -> (Vec<ByteRange>, bool) {
    let tree = &text.trees[s];
    let by_tree = match cue.pos {
        CuePos::Preposition | CuePos::Adverb => around(text, s, cue, source),
        CuePos::Verb | CuePos::Noun | CuePos::Adjective => arguments(text, s, cue, source),
    };
    if cue.pos == CuePos::Verb || cue.pos == CuePos::Preposition {
        let quoted = speech(text, s, cue);
        let held: usize = quoted.iter().map(|q| q.end - q.start).sum();
        let clause: usize =
            by_tree.iter().filter(|r| !quoted.iter().any(|q| q.contains(**r))).map(|r| r.end - r.start).sum();
        if held > 0 && held * 2 >= clause {
            return (quoted, true);
        }
    }
    if !by_tree.is_empty() {
        return (by_tree, false);
    }
    let Some(links) = tree.sent.links.iter().find(|l| l.anchor == cue.token) else { return (Vec::new(), false) };
    let words: Vec<usize> = (0..tree.len()).filter(|&w| links.content[w] >= 0.5 && !cue.words.contains(&w)).collect();
    let ranges: Vec<ByteRange> = segments(text, s, &words).into_iter().filter(|r| r.end - r.start > 8).collect();
    (ranges, false)
}

/// Clause, infinitive or object of a verb or noun; the sentence around a verb that follows its quotation.
fn arguments(text: &Text<'_>, s: usize, cue: &CueWord, source: Option<usize>) -> Vec<ByteRange> {
    let tree = &text.trees[s];
    let Some(frame) = text.frame(s, cue.token) else { return Vec::new() };
    if tree.is(cue.token, "parataxis")
        && frame.slot("comp").next().is_none()
        && let Some(above) = tree.token(cue.token).head
    {
        let own = tree.subtree(cue.token, |_| false);
        let words: Vec<usize> = tree.subtree(above, |_| false).into_iter().filter(|w| !own.contains(w)).collect();
        return segments(text, s, &words);
    }
    let comps: Vec<usize> = frame.slot("comp").map(|a| a.head).collect();
    if !comps.is_empty() {
        let raised: Vec<usize> = comps.iter().filter_map(|&c| raised_object(tree, c)).collect();
        let cut = |w: usize| w == cue.token || raised.contains(&w);
        let words: Vec<usize> = comps.iter().flat_map(|&c| tree.subtree(c, cut)).collect();
        return segments(text, s, &words);
    }
    let slots: Vec<String> = match cue.row {
        Some(row) => row.content.clone(),
        None => vec!["obj".to_owned()],
    };
    for slot in slots.iter().filter(|slot| *slot != "comp") {
        if let Some(arg) = frame.slot(slot).find(|a| a.head != cue.token) {
            let mut words = tree.subtree(arg.head, |w| w == cue.token);
            words.extend(linked(text, s, cue, source, arg.head));
            return segments(text, s, &words);
        }
    }
    Vec::new()
}

/// What else of the cue's phrase the network links as content: "sagten | für die kommenden Tage | Regen voraus".
fn linked(text: &Text<'_>, s: usize, cue: &CueWord, source: Option<usize>, object: usize) -> Vec<usize> {
    let tree = &text.trees[s];
    let Some(links) = tree.sent.links.iter().find(|l| l.anchor == cue.token) else { return Vec::new() };
    let mut out = Vec::new();
    for &child in tree.children(cue.token) {
        let adds = matches!(tree.token(child).relation(), "obl" | "obj" | "xcomp" | "advmod" | "advcl" | "nmod");
        if !adds || child == object || cue.words.contains(&child) || Some(child) == source {
            continue;
        }
        let words = tree.subtree(child, |w| w == cue.token);
        let total: f32 = words.iter().map(|&w| links.content[w]).sum();
        if total >= 0.5 * words.len() as f32 {
            out.extend(words);
        }
    }
    out
}

/// The clause that a prepositional or adverbial cue stands in, without it.
fn around(text: &Text<'_>, s: usize, cue: &CueWord, source: Option<usize>) -> Vec<ByteRange> {
    let tree = &text.trees[s];
    let first = cue.words.first().copied().unwrap_or(cue.token);
    let clause = tree.clause(first);
    let mut own: Vec<usize> = cue.words.clone();
    if let Some(head) = source {
        own.extend(tree.subtree(head, |_| false));
    }
    for &w in &cue.words {
        if !tree.is_verbal(w) {
            own.extend(tree.subtree(w, |c| tree.is_verbal(c)));
        }
    }
    let words: Vec<usize> = tree.subtree(clause, |_| false).into_iter().filter(|w| !own.contains(w)).collect();
    segments(text, s, &words)
}

/// Quotations of some length in the cue's sentence, or right behind its colon; each to its end, however many
/// sentences it runs.
fn speech(text: &Text<'_>, s: usize, cue: &CueWord) -> Vec<ByteRange> {
    let sent = text.trees[s].sent.range;
    let place = text.trees[s].token(cue.token).range;
    let near = |q: &&Quote| {
        q.inner.end - q.inner.start >= SPEECH
            && !q.outer.contains(place)
            && q.outer.start < sent.end + 3
            && q.outer.end > sent.start
            && (q.outer.start < sent.end || text.str(sent).trim_end().ends_with(':'))
    };
    let found: Vec<&Quote> = text.quotes.iter().filter(near).collect();
    // Further cues in the sentence have quotations of their own: this one takes those on its own side.
    found.into_iter().filter(|q| nearest_cue(text, s, q, cue)).map(|q| q.outer).collect()
}

/// Whether no other verb of the sentence outside the quotation stands nearer to it.
fn nearest_cue(text: &Text<'_>, s: usize, quote: &Quote, cue: &CueWord) -> bool {
    let tree = &text.trees[s];
    let distance = |w: usize| {
        let r = tree.token(w).range;
        if r.end <= quote.outer.start { quote.outer.start - r.end } else { r.start.saturating_sub(quote.outer.end) }
    };
    let own = distance(cue.token);
    (0..tree.len()).all(|w| {
        w == cue.token
            || quote.outer.contains(tree.token(w).range)
            || tree.sent.signals.get(w).is_none_or(|g| g.cue_total() < 0.5)
            || distance(w) >= own
    })
}

/// Words as contiguous ranges, without punctuation and conjunctions at the edges; single stray words are dropped.
pub(crate) fn segments(text: &Text<'_>, s: usize, words: &[usize]) -> Vec<ByteRange> {
    let tree = &text.trees[s];
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for w in words {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|&l| (l + 1..w).all(|i| tree.token(i).upos == Upos::Punct)) => {
                run.push(w);
            }
            _ => runs.push(vec![w]),
        }
    }
    let trim = |w: &usize| {
        let t = tree.token(*w);
        t.upos == Upos::Punct && !matches!(t.form.as_str(), "„" | "“" | "”" | "»" | "«" | "\"")
    };
    let mut out = Vec::new();
    for run in runs {
        let start = run.iter().position(|w| !trim(w)).unwrap_or(run.len());
        let end = run.iter().rposition(|w| !trim(w)).map_or(start, |e| e + 1);
        if run.get(start..end).is_some_and(|r| r.iter().any(|&w| tree.token(w).upos != Upos::Punct)) {
            out.push(tree.range(&run[start..end]));
        }
    }
    out
}
