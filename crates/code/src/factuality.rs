//! How real an act is: negation, modals, hedges, conditions, purposes, and what reports or embeds it.

use crate::claims::Claim;
use crate::text::Text;
use crate::tree::Tree;
use depesche_knowledge::{Modal, ModalKind};
use depesche_record::{Auxiliary, Certainty, Polarity, Stance, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// A reason: rule or row, and the word that decided.
pub(crate) type Reason = (String, Option<usize>);

/// The reality of an act or predicate.
#[derive(Debug, Clone)]
pub(crate) struct Reality {
    pub auxiliary: BTreeSet<Auxiliary>,
    pub certainty: Certainty,
    pub why_auxiliary: Option<Reason>,
    pub why_certainty: Option<Reason>,
    /// Which rule gave each auxiliary.
    reasons: BTreeMap<Auxiliary, String>,
}

impl Reality {
    fn plain() -> Self {
        Self {
            auxiliary: BTreeSet::new(),
            certainty: Certainty::Certain,
            why_auxiliary: None,
            why_certainty: None,
            reasons: BTreeMap::new(),
        }
    }

    /// The rule that gave an auxiliary.
    pub fn reason(&self, auxiliary: Auxiliary) -> Option<&str> {
        self.reasons.get(&auxiliary).filter(|_| self.auxiliary.contains(&auxiliary)).map(String::as_str)
    }

    /// Adds an auxiliary, with the rule and the word that gave it.
    pub fn add(&mut self, auxiliary: Auxiliary, by: &str, word: Option<usize>) {
        self.reasons.entry(auxiliary).or_insert_with(|| by.to_owned());
        if self.auxiliary.insert(auxiliary) && self.why_auxiliary.is_none() {
            self.why_auxiliary = Some((by.to_owned(), word));
        }
    }

    /// Lowers the certainty; it never rises again on the way up.
    fn lower(&mut self, certainty: Certainty, by: &str, word: Option<usize>) {
        if certainty > self.certainty {
            self.certainty = certainty;
            self.why_certainty = Some((by.to_owned(), word));
        }
    }

    fn apply(&mut self, modal: Modal, word: usize) {
        let by = format!("modality.{}", modal.row.lemma);
        for auxiliary in modal.row.auxiliary.iter().filter_map(|a| a.parse().ok()) {
            if auxiliary == Auxiliary::Negation && self.auxiliary.contains(&Auxiliary::Negation) {
                self.auxiliary.remove(&Auxiliary::Negation);
            } else {
                self.add(auxiliary, &by, Some(word));
            }
        }
        if let Ok(certainty) = modal.row.certainty.parse() {
            self.lower(certainty, &by, Some(word));
        }
    }

    /// FactBank's scale, −3 … 3.
    pub fn factuality(&self) -> i8 {
        if self.auxiliary.contains(&Auxiliary::Hypothetical) && self.certainty == Certainty::Unknown {
            return 0;
        }
        let size = match self.certainty {
            Certainty::Certain => 3,
            Certainty::Probable => 2,
            Certainty::Possible => 1,
            Certainty::Unknown => 0,
        };
        if self.auxiliary.contains(&Auxiliary::Negation) { -size } else { size }
    }
}

/// The reality of the predicate at a word; `claims` are those whose content holds it, innermost first.
pub(crate) fn reality(text: &Text<'_>, claims: &[&Claim], s: usize, token: usize) -> Reality {
    let mut real = Reality::plain();
    let tree = &text.trees[s];
    if let Some(word) = is_negated(text, s, token) {
        real.add(Auxiliary::Negation, "rule.negation", Some(word));
    }
    own_modality(text, tree, token, &mut real);
    embedding(text, claims, s, token, &mut real);
    if text.str(tree.sent.range).trim_end().ends_with('?') {
        real.add(Auxiliary::Hypothetical, "rule.question", None);
        real.lower(Certainty::Unknown, "rule.question", None);
    }
    for claim in claims {
        apply_claim(claim, s, &mut real);
    }
    if real.auxiliary.contains(&Auxiliary::Hypothetical) {
        real.auxiliary.remove(&Auxiliary::Future);
    }
    real
}

/// The negating word at a predicate, if any.
pub(crate) fn is_negated(text: &Text<'_>, s: usize, token: usize) -> Option<usize> {
    let tree = &text.trees[s];
    // "not only drones": what follows is added, nothing is denied.
    let only = |w: usize| {
        let next = (w + 1 < tree.len()).then(|| tree.token(w + 1).form.to_lowercase());
        next.is_some_and(|next| matches!(next.as_str(), "nur" | "bloß" | "only" | "just" | "merely"))
    };
    let negates = |w: &usize| {
        !only(*w)
            && modals(text, tree, *w).any(|m| {
                m.kind == ModalKind::Negation
                    && matches!(
                        m.row.pos.as_str(),
                        "adverb" | "determiner" | "conjunction" | "preposition" | "particle"
                    )
            })
    };
    let direct = tree
        .children(token)
        .iter()
        .copied()
        .filter(|&c| matches!(tree.token(c).relation(), "advmod" | "det" | "cc" | "case" | "mark"));
    if let Some(word) = direct.clone().find(negates) {
        return Some(word);
    }
    // "keine Soldaten geschickt", "no troops were sent", "weder Moskau noch Pjöngjang hat …".
    let frame = text.frame(s, token).filter(|f| f.kind == crate::arguments::PredicateKind::Verb)?;
    frame.args.iter().filter(|a| !a.shared && matches!(a.slot.as_str(), "subj" | "obj" | "dat")).find_map(|a| {
        tree.children(a.head)
            .iter()
            .copied()
            .filter(|&c| matches!(tree.token(c).relation(), "det" | "cc" | "advmod"))
            .find(negates)
            .or_else(|| Some(a.head).filter(|h| tree.token(*h).upos == Upos::Pron && negates(h)))
    })
}

fn modals<'t>(text: &'t Text<'_>, tree: &Tree<'_>, w: usize) -> impl Iterator<Item = Modal> + 't {
    let token = tree.token(w);
    let by_lemma = text.knowledge.modals(text.language, &token.full_lemma);
    let by_form = if by_lemma.is_empty() { text.knowledge.modals(text.language, &token.form) } else { &[] };
    let mood = token.feats.get("Mood").to_owned();
    by_lemma.iter().chain(by_form).copied().filter(move |m| m.row.mood.is_empty() || m.row.mood == mood)
}

/// Modal verbs, tense and hedges of the predicate's own clause.
fn own_modality(text: &Text<'_>, tree: &Tree<'_>, token: usize, real: &mut Reality) {
    for &c in tree.children(token) {
        match tree.token(c).relation() {
            "aux" => {
                if let Some(modal) = modals(text, tree, c).find(|m| m.row.pos == "modal") {
                    // "wird angreifen" is future whatever the label says.
                    let passive = tree.token(c).deprel == "aux:pass" && !tree.token(token).feats.is("VerbForm", "Inf");
                    if !passive && !is_perfect(tree, token, c) {
                        real.apply(modal, c);
                    }
                }
            }
            "advmod" | "amod" | "obl" | "nmod" => {
                for modal in modals(text, tree, c).filter(|m| matches!(m.kind, ModalKind::Hedge | ModalKind::Past)) {
                    real.apply(modal, c);
                }
            }
            _ => {}
        }
    }
}

/// "will have sent", "soll geschickt haben": hearsay or perfect, handled as a claim.
fn is_perfect(tree: &Tree<'_>, token: usize, modal: usize) -> bool {
    let hearsay = matches!(tree.token(modal).lemma.as_str(), "sollen" | "wollen");
    hearsay
        && tree.with(token, "aux").any(|a| {
            matches!(tree.token(a).lemma.as_str(), "haben" | "sein") && tree.token(a).feats.is("VerbForm", "Inf")
        })
}

/// What stands above the predicate: planned, tried, threatened, conditional, for a purpose, asked for.
fn embedding(text: &Text<'_>, claims: &[&Claim], s: usize, token: usize, real: &mut Reality) {
    let tree = &text.trees[s];
    if has_condition(text, tree, token).is_some()
        && real.certainty == Certainty::Certain
        && is_modal_or_future(text, tree, token)
    {
        real.add(Auxiliary::Hypothetical, "rule.consequent", None);
    }
    let mut below = token;
    for above in tree.ancestors(token) {
        let relation = tree.token(below).relation();
        match relation {
            "advcl" => clause_over(text, tree, below, real),
            "xcomp" | "ccomp" | "obj" | "obl" | "nmod" | "acl" | "csubj" | "nsubj" => {
                let is_cue =
                    claims.iter().any(|c| c.cue.as_ref().is_some_and(|w| w.sentence == s && w.words.contains(&above)));
                let governs = matches!(relation, "xcomp" | "ccomp" | "acl" | "csubj")
                    || matches!(relation, "obj" | "obl" | "nmod") && below == token;
                if !is_cue && governs && !(relation == "acl" && tree.token(below).deprel == "acl:relcl") {
                    over(text, tree, above, real);
                }
            }
            "conj" | "parataxis" | "root" => {}
            _ => {}
        }
        if tree.is_verbal(above) && matches!(relation, "xcomp" | "ccomp") {
            own_modality(text, tree, above, real);
            if is_negated(text, s, above).is_some() && relation == "xcomp" {
                real.add(Auxiliary::Negation, "rule.negation-above", Some(above));
            }
        }
        if relation == "acl" && tree.token(below).deprel == "acl:relcl" {
            break;
        }
        if relation == "conj" && tree.child(below, "aux").is_none() && tree.is_verbal(above) {
            own_modality(text, tree, above, real);
        }
        below = above;
    }
}

/// A verb or noun over a clause, infinitive or noun: planen, versuchen, verhindern, Forderung, Plan.
fn over(text: &Text<'_>, tree: &Tree<'_>, above: usize, real: &mut Reality) {
    if let Some(modal) = modals(text, tree, above).find(|m| matches!(m.row.pos.as_str(), "verb" | "noun" | "adjective"))
    {
        real.apply(modal, above);
    }
}

/// An adverbial clause: a condition, a purpose, or plain.
fn clause_over(text: &Text<'_>, tree: &Tree<'_>, head: usize, real: &mut Reality) {
    for mark in tree.with(head, "mark").chain(tree.with(head, "advmod")) {
        if let Some(modal) =
            modals(text, tree, mark).find(|m| matches!(m.kind, ModalKind::Conditional | ModalKind::Purpose))
        {
            real.apply(modal, mark);
            real.add(Auxiliary::Hypothetical, &format!("modality.{}", modal.row.lemma), Some(mark));
            real.lower(Certainty::Unknown, &format!("modality.{}", modal.row.lemma), Some(mark));
            return;
        }
    }
    if verb_first_condition(tree, head) {
        real.add(Auxiliary::Hypothetical, "rule.verb-first-condition", Some(head));
        real.lower(Certainty::Unknown, "rule.verb-first-condition", Some(head));
    } else if tree.token(head).feats.is("VerbForm", "Inf") {
        real.add(Auxiliary::Hypothetical, "rule.purpose-infinitive", Some(head));
        real.lower(Certainty::Unknown, "rule.purpose-infinitive", Some(head));
    }
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

/// The conditional clause under a predicate.
pub(crate) fn has_condition(text: &Text<'_>, tree: &Tree<'_>, token: usize) -> Option<usize> {
    let clause = tree.clause(token);
    tree.with(clause, "advcl").find(|&c| {
        verb_first_condition(tree, c)
            || tree.with(c, "mark").any(|m| modals(text, tree, m).any(|m| m.kind == ModalKind::Conditional))
    })
}

fn is_modal_or_future(text: &Text<'_>, tree: &Tree<'_>, token: usize) -> bool {
    let clause = tree.clause(token);
    tree.with(clause, "aux").any(|a| modals(text, tree, a).any(|m| m.row.pos == "modal"))
        || tree.finite(clause).is_some_and(|f| tree.token(f).feats.is("Tense", "Pres"))
}

/// What a claim makes of an act in its content.
fn apply_claim(claim: &Claim, s: usize, real: &mut Reality) {
    if claim.factive {
        return;
    }
    let by = format!("stance.{}", claim.stance);
    // A quotation may run on for sentences behind its cue; words are named in their own sentence only.
    let word = claim.cue.as_ref().filter(|c| c.sentence == s).map(|c| c.token);
    for &auxiliary in &claim.auxiliary {
        real.add(auxiliary, &by, word);
    }
    if claim.polarity == Polarity::Negative && matches!(claim.stance, Stance::Deny | Stance::Promise) {
        real.add(Auxiliary::Negation, &by, word);
    }
    match claim.stance {
        Stance::Demand | Stance::Ask => real.lower(Certainty::Unknown, &by, word),
        _ => real.lower(claim.certainty, &by, word),
    }
}
