//! Words and phrases of modality where they stand in a tree: what they negate, and which clauses are conditions.

use crate::arguments::PredicateKind;
use crate::text::Text;
use crate::tree::Tree;
use depesche_knowledge::{Modal, ModalKind};
use depesche_record::Upos;
use std::ops::Range;

/// The readings of a word.
pub(crate) fn modals<'t>(text: &'t Text<'_>, tree: &Tree<'_>, w: usize) -> impl Iterator<Item = Modal> + 't {
    let token = tree.token(w);
    let by_lemma = text.knowledge.modals(text.language, &token.full_lemma);
    let by_form = if by_lemma.is_empty() { text.knowledge.modals(text.language, &token.form) } else { &[] };
    let mood = token.feats.get("Mood").to_owned();
    by_lemma.iter().chain(by_form).copied().filter(move |m| m.row.mood.is_empty() || m.row.mood == mood)
}

/// Words that open a phrase or clause, with their reading: `in the event of`, `provided that`, `während des Kalten
/// Krieges`.
pub(crate) struct Opening {
    pub modal: Modal,
    pub words: Range<usize>,
}

/// How many words before its clause an opening may begin: parsers hang `provided` and `long` elsewhere.
const BEFORE: usize = 3;

/// What opens the phrase or clause of a head.
pub(crate) fn opening(text: &Text<'_>, tree: &Tree<'_>, head: usize) -> Option<Opening> {
    let words = tree.subtree(head, |_| false);
    let first = *words.iter().find(|&&w| tree.token(w).upos != Upos::Punct)?;
    (first.saturating_sub(BEFORE)..=first).find_map(|start| {
        let (n, readings) = text.knowledge.modal_phrases_at(text.language, &tree.forms, &tree.lemmas, start)?;
        let reaches = start + n > first && (first..start + n).all(|w| words.contains(&w));
        reaches.then(|| readings.first().map(|&modal| Opening { modal, words: start..start + n })).flatten()
    })
}

/// The negating word at a predicate, if any.
pub(crate) fn is_negated(text: &Text<'_>, s: usize, token: usize) -> Option<usize> {
    let tree = &text.trees[s];
    // "not only drones": what follows is added, nothing is denied.
    let only = |w: usize| {
        let next = (w + 1 < tree.len()).then(|| tree.token(w + 1).form.to_lowercase());
        next.is_some_and(|next| text.knowledge.takes_denial_away(text.language, &next))
    };
    let denies = |m: &Modal| {
        m.kind == ModalKind::Negation
            && matches!(m.row.pos.as_str(), "adverb" | "determiner" | "conjunction" | "preposition" | "particle")
    };
    let negates = |w: &usize| !only(*w) && modals(text, tree, *w).any(|m| denies(&m));
    let direct = tree
        .children(token)
        .iter()
        .copied()
        .filter(|&c| matches!(tree.token(c).relation(), "advmod" | "det" | "cc" | "case" | "mark"));
    if let Some(word) = direct.clone().find(negates) {
        return Some(word);
    }
    if let Some(opening) = opening(text, tree, token).filter(|o| denies(&o.modal)) {
        return Some(opening.words.start);
    }
    // "keine Soldaten geschickt", "no troops were sent", "weder Moskau noch Pjöngjang hat …".
    let frame = text.frame(s, token).filter(|f| f.kind == PredicateKind::Verb)?;
    frame.args.iter().filter(|a| !a.shared && matches!(a.slot.as_str(), "subj" | "obj" | "dat")).find_map(|a| {
        tree.children(a.head)
            .iter()
            .copied()
            .filter(|&c| matches!(tree.token(c).relation(), "det" | "cc" | "advmod"))
            .find(negates)
            .or_else(|| Some(a.head).filter(|h| tree.token(*h).upos == Upos::Pron && negates(h)))
    })
}

/// What makes a clause a condition or a purpose: its conjunction, the words that open it, or its own participle
/// (`assuming`, `vorausgesetzt`).
pub(crate) fn condition(text: &Text<'_>, tree: &Tree<'_>, head: usize) -> Option<Modal> {
    let unreal = |m: &Modal| matches!(m.kind, ModalKind::Conditional | ModalKind::Purpose) && m.row.pos != "modal";
    let marks = tree.with(head, "mark").chain(tree.with(head, "advmod"));
    marks
        .flat_map(|w| modals(text, tree, w))
        .find(unreal)
        .or_else(|| opening(text, tree, head).map(|o| o.modal).filter(unreal))
        .or_else(|| {
            let itself = text.knowledge.modals(text.language, &tree.token(head).form);
            itself.iter().copied().find(|m| unreal(m) && m.row.pos == "conjunction")
        })
}

/// "Sollte X gewinnen, …", "Should X win, …": the finite verb opens the clause.
pub(crate) fn verb_first_condition(tree: &Tree<'_>, head: usize) -> bool {
    let words = tree.subtree(head, |c| tree.is(c, "punct"));
    let Some(&first) = words.first() else { return false };
    let finite = tree.finite(head);
    finite == Some(first)
        && tree.child(head, "mark").is_none()
        && (tree.is(first, "aux") || tree.token(first).upos == Upos::Verb || tree.is(first, "cop"))
        && tree.child(head, "nsubj").is_some_and(|n| n > first)
}

/// The clause or phrase under a predicate that is its condition.
pub(crate) fn has_condition(text: &Text<'_>, tree: &Tree<'_>, token: usize) -> Option<usize> {
    let clause = tree.clause(token);
    let conditional = |m: Modal| m.kind == ModalKind::Conditional;
    // "as long as …": the clause hangs on its adverb.
    let below = tree.children(clause).iter().flat_map(|&c| std::iter::once(c).chain(tree.with(c, "advcl")));
    let conditions = below.filter(|&c| match tree.token(c).relation() {
        "advcl" => verb_first_condition(tree, c) || condition(text, tree, c).is_some_and(conditional),
        "obl" => opening(text, tree, c).is_some_and(|o| conditional(o.modal)),
        _ => false,
    });
    conditions.max_by_key(|&c| tree.subtree(c, |_| false).len())
}
