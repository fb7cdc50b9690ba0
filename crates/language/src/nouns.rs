//! What a noun is made of: the head of a compound, and the verb of an action or its doer.

use crate::forms::{Class, Forms};
use crate::lemma::capitalised;
use depesche_record::Language;
use std::collections::{HashMap, HashSet};

/// Shortest parts of a compound, in characters.
const LEAST_FIRST: usize = 3;
const LEAST_HEAD: usize = 4;
/// What may stand between the parts of a German compound.
const LINKS: [&str; 8] = ["", "s", "n", "en", "es", "er", "e", "ns"];
/// Listed nouns that end other nouns as suffixes: "Gesellschaft" is no compound of a shaft.
const SUFFIXES: [&str; 4] = ["Schaft", "Ling", "Lein", "Land"];

/// The nouns of one language.
#[derive(Debug)]
pub(crate) struct Nouns {
    language: Language,
    forms: Forms,
    /// Nouns of action and of doers, with their verbs.
    verbs: HashMap<&'static str, &'static str>,
    /// Nouns that German compounds are made of; none for English.
    known: HashSet<&'static str>,
    /// Particles of separable verbs, which begin no compound: "Ausgang".
    particles: HashSet<String>,
}

/// What is known of a noun.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// Head of the compound: `Lieferung` of "Waffenlieferung"; empty where the noun is none.
    pub head: String,
    /// Verb of the action: `liefern`; empty where it tells of none.
    pub verb: String,
}

impl Nouns {
    /// `verbs` has lines of noun, verb and kind, separated by tabs, `parts` a noun a line.
    pub(crate) fn new(
        language: Language,
        (verbs, parts): (&'static str, &'static str),
        forms: Forms,
        separable: &[String],
    ) -> Self {
        let rows = verbs.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?))
        });
        let known = parts.lines().filter(|line| !line.starts_with('#')).collect();
        Self { language, forms, verbs: rows.collect(), known, particles: separable.iter().cloned().collect() }
    }

    /// Head and verb of a noun's dictionary form.
    pub(crate) fn made(&self, lemma: &str) -> Made {
        let head = self.head(lemma).unwrap_or_default();
        let verb = self.verb(lemma).or_else(|| self.verb(&head)).unwrap_or_default();
        Made { head, verb }
    }

    /// The longest end of a German noun that is a noun, behind something that can begin a compound.
    fn head(&self, lemma: &str) -> Option<String> {
        if self.language == Language::English {
            return None;
        }
        let starts: Vec<usize> = lemma.char_indices().map(|(at, _)| at).collect();
        let last = starts.len().checked_sub(LEAST_HEAD)?;
        starts.get(LEAST_FIRST..=last)?.iter().find_map(|&at| {
            let (first, end) = lemma.split_at(at);
            let head = capitalised(end);
            let is_noun = self.known.contains(head.as_str()) && !SUFFIXES.contains(&head.as_str());
            (is_noun && self.begins_compound(first)).then_some(head)
        })
    }

    /// Whether a word can stand in front: after a hyphen, or a noun or a verb's stem, perhaps with a linking sound.
    fn begins_compound(&self, first: &str) -> bool {
        if first.ends_with('-') {
            return true;
        }
        if self.particles.contains(&first.to_lowercase()) {
            return false;
        }
        let noun = LINKS.iter().any(|link| {
            let stem = first.strip_suffix(link).filter(|stem| stem.chars().count() >= LEAST_FIRST);
            stem.is_some_and(|stem| self.known.contains(stem) || link.is_empty() && self.head(stem).is_some())
        });
        // "Zielländer" has no link, "Sprachraum" lost the e of its first noun.
        noun || self.known.contains(format!("{first}e").as_str())
            || self.forms.get(Class::Verb, &format!("{}en", first.to_lowercase())).is_some()
    }

    /// The verb of a listed noun, of a German one in -ung, of an English one in -ing.
    fn verb(&self, noun: &str) -> Option<String> {
        if let Some(verb) = self.verbs.get(noun).or_else(|| self.verbs.get(noun.to_lowercase().as_str())) {
            return Some((*verb).to_owned());
        }
        match self.language {
            Language::German => {
                let stem = noun.strip_suffix("ung")?.to_lowercase();
                let verbs = [format!("{stem}en"), format!("{stem}n")];
                verbs.into_iter().find(|verb| self.is_infinitive(verb))
            }
            Language::English => {
                let lemmas = self.forms.get(Class::Verb, noun.ends_with("ing").then_some(noun)?)?;
                lemmas.split('|').next().map(str::to_owned)
            }
        }
    }

    /// Whether a German word is the infinitive of a listed verb, perhaps behind a particle.
    fn is_infinitive(&self, word: &str) -> bool {
        let listed = |verb: &str| self.forms.get(Class::Verb, verb).is_some_and(|l| l.split('|').any(|x| x == verb));
        listed(word) || self.particles.iter().any(|p| word.strip_prefix(p.as_str()).is_some_and(listed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_show_their_head_and_actions_their_verb() {
        let tables = ("# noun\tverb\tkind\nAngriff\tangreifen\tact", "# nouns\nGang\nLieferung\nMunition\nRiff");
        let separable = ["aus".to_owned()];
        let nouns = Nouns::new(Language::German, tables, Forms::new("v\tliefern\tliefern"), &separable);
        for (noun, head, verb) in [
            ("Munitionslieferung", "Lieferung", "liefern"),
            ("Gas-Lieferung", "Lieferung", "liefern"),
            ("Lieferung", "", "liefern"),
            ("Angriff", "", "angreifen"),
            ("Auslieferung", "", "ausliefern"),
            ("Ausgang", "", ""),
            ("Tor", "", ""),
        ] {
            assert_eq!(nouns.made(noun), Made { head: head.into(), verb: verb.into() }, "{noun}");
        }
    }
}
