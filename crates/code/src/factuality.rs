//! How real an act is: negation, modals, hedges, conditions, purposes, and what reports or embeds it.

use crate::claims::Claim;
use crate::modality::{condition, has_condition, is_negated, modals, opening, verb_first_condition};
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

    /// Negates; a second negation takes the first away.
    fn deny(&mut self, by: &str, word: usize) {
        if !self.auxiliary.remove(&Auxiliary::Negation) {
            self.add(Auxiliary::Negation, by, Some(word));
        }
    }

    fn apply(&mut self, modal: Modal, word: usize) {
        let by = format!("modality.{}", modal.row.lemma);
        for auxiliary in modal.row.auxiliary.iter().filter_map(|a| a.parse().ok()) {
            if auxiliary == Auxiliary::Negation {
                self.deny(&by, word);
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
    if is_asked(text, tree, token) {
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

/// Whether the sentence asks if the act happens; "why did they withdraw?" takes it for granted.
fn is_asked(text: &Text<'_>, tree: &Tree<'_>, token: usize) -> bool {
    let granted = |c: &usize| text.knowledge.presupposes(text.language, &tree.token(*c).form.to_lowercase());
    text.str(tree.sent.range).trim_end().ends_with('?') && !tree.children(tree.clause(token)).iter().any(granted)
}

/// Modal verbs, tense and hedges of the predicate's own clause.
fn own_modality(text: &Text<'_>, tree: &Tree<'_>, token: usize, real: &mut Reality) {
    let infinitive = tree.with(token, "mark").any(|m| tree.lemmas[m] == "to");
    for &c in tree.children(token) {
        match tree.token(c).relation() {
            "aux" if infinitive && tree.lemmas[c] == "be" && tree.token(c).feats.is("VerbForm", "Fin") => {
                text.knowledge.modals(text.language, "be to").iter().for_each(|&modal| real.apply(modal, c));
            }
            // "due to expel": a mark to some parsers.
            "mark" => modals(text, tree, c).filter(|m| m.kind == ModalKind::Modal).for_each(|m| real.apply(m, c)),
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
                let weakens = |m: &Modal| matches!(m.kind, ModalKind::Hedge | ModalKind::Past);
                for modal in modals(text, tree, c).chain(opening(text, tree, c).map(|o| o.modal)).filter(weakens) {
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
        let governed =
            governs(tree, above, below, relation) && (below == token || !matches!(relation, "obj" | "obl" | "nmod"));
        if relation == "advcl" && !governed {
            clause_over(text, tree, below, real);
        } else if matches!(relation, "obl" | "nmod") && below == token {
            phrase_over(text, tree, below, real);
        }
        if governed {
            let cue =
                claims.iter().find(|c| c.cue.as_ref().is_some_and(|w| w.sentence == s && w.words.contains(&above)));
            // What a cue makes of its content is said by the claim.
            if cue.is_none_or(|c| c.auxiliary.is_empty() && c.stance != Stance::Deny) {
                over(text, tree, above, real);
            }
        }
        if tree.is_verbal(above) && (governed && relation == "advcl" || matches!(relation, "xcomp" | "ccomp")) {
            own_modality(text, tree, above, real);
            if relation != "ccomp"
                && let Some(word) = is_negated(text, s, above)
            {
                real.deny("rule.negation-above", word);
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

/// Whether a word's complement stands below it: a clause, an infinitive, a noun, "refrain from sending".
fn governs(tree: &Tree<'_>, above: usize, below: usize, relation: &str) -> bool {
    match relation {
        "xcomp" | "ccomp" | "csubj" | "obj" | "obl" | "nmod" => true,
        "acl" => tree.token(below).deprel != "acl:relcl",
        "advcl" => {
            let gerund = tree.token(below).feats.is("Tense", "Pres") && !tree.token(below).feats.is("VerbForm", "Fin");
            let governed =
                |m: usize| matches!(tree.lemmas[m], "from" | "of" | "against" | "in" | "on" | "at" | "about");
            gerund && tree.with(below, "mark").any(governed) && tree.token(above).upos == Upos::Verb
        }
        _ => false,
    }
}

/// A verb or noun over a clause, infinitive or noun: planen, versuchen, verhindern, Forderung, Plan.
fn over(text: &Text<'_>, tree: &Tree<'_>, above: usize, real: &mut Reality) {
    // "likely to agree" is no mere hedge.
    let mut readings: Vec<Modal> =
        modals(text, tree, above).filter(|m| matches!(m.row.pos.as_str(), "verb" | "noun" | "adjective")).collect();
    readings.sort_by_key(|m| m.kind != ModalKind::Modal);
    if let Some(&modal) = readings.first() {
        real.apply(modal, above);
    }
}

/// An adverbial clause: a condition, a purpose, or plain.
fn clause_over(text: &Text<'_>, tree: &Tree<'_>, head: usize, real: &mut Reality) {
    if let Some(modal) = condition(text, tree, head) {
        unreal(real, &format!("modality.{}", modal.row.lemma), head);
    } else if verb_first_condition(tree, head) {
        unreal(real, "rule.verb-first-condition", head);
    } else if tree.token(head).feats.is("VerbForm", "Inf") && !is_sequel(text, tree, head) {
        unreal(real, "rule.purpose-infinitive", head);
    }
}

/// "only to attack again", "nur um …": what came next, no purpose.
fn is_sequel(text: &Text<'_>, tree: &Tree<'_>, head: usize) -> bool {
    let word = |w: &usize| text.knowledge.takes_denial_away(text.language, &tree.token(*w).form.to_lowercase());
    tree.with(head, "advmod").any(|w| w < head && word(&w))
}

/// A phrase that is a condition: "in the event of an attack".
fn phrase_over(text: &Text<'_>, tree: &Tree<'_>, head: usize, real: &mut Reality) {
    if let Some(opening) = opening(text, tree, head).filter(|o| o.modal.kind == ModalKind::Conditional) {
        unreal(real, &format!("modality.{}", opening.modal.row.lemma), head);
    }
}

/// What a condition or purpose makes of its act.
fn unreal(real: &mut Reality, by: &str, word: usize) {
    real.add(Auxiliary::Hypothetical, by, Some(word));
    real.lower(Certainty::Unknown, by, Some(word));
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
