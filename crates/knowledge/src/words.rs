//! Lookups by word: acts, categories of things, cues of speech, modals and roles.

use std::collections::HashMap;

use crate::fold::{fold, modifier_lemmas, splits};
use crate::phrases::PhraseIndex;
use crate::schema::{ActRow, CategoryRow, ClassRow, ControlRow, CueRow, ModalRow, RoleRow};
use crate::tables::Words;

/// Part of speech of a word that tells an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pos {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
}

/// A word's reading as an act, with its class resolved.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    /// The row.
    pub row: &'static ActRow,
    /// Its class; `None` for a reading that is no act and stops the others.
    pub class: Option<&'static ClassRow>,
}

/// Part of speech of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CuePos {
    /// `sagen`, `say`.
    Verb,
    /// `Vorwurf`, `claim`.
    Noun,
    /// `überzeugt`, `aware`.
    Adjective,
    /// `laut`, `nach Angaben`, `according to`.
    Preposition,
    /// `angeblich`, `reportedly`.
    Adverb,
}

impl CuePos {
    /// The part of speech as the tables write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adjective",
            Self::Preposition => "preposition",
            Self::Adverb => "adverb",
        }
    }
}

/// A word that reports speech, with the class of the act that the speech is.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// The row.
    pub row: &'static CueRow,
    /// Class of the act, if the saying is one.
    pub class: Option<&'static ClassRow>,
}

/// Which table of `modality.toml` a row stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModalKind {
    /// Modal verbs, and verbs over an infinitive or a clause.
    Modal,
    /// What weakens or reports.
    Hedge,
    /// What negates.
    Negation,
    /// What opens an antecedent.
    Conditional,
    /// What opens a purpose.
    Purpose,
    /// What moves a sentence into history.
    Past,
}

/// A word that changes certainty or reality.
#[derive(Debug, Clone, Copy)]
pub struct Modal {
    /// Its table.
    pub kind: ModalKind,
    /// The row.
    pub row: &'static ModalRow,
}

/// A role found in a text.
#[derive(Debug, Clone)]
pub struct RoleHit<'k> {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// The listed form that was met, the row's first lemma if it was another of them.
    pub lemma: &'k str,
    /// Parts before it in a compound, in order: `["US", "Verteidigungs"]` for "US-Verteidigungsminister".
    pub modifiers: Vec<String>,
    /// The row.
    pub row: &'k RoleRow,
}

/// The words of one language, by folded lemma.
#[derive(Debug, Default)]
pub(crate) struct WordIndex {
    verbs: HashMap<String, Vec<Act>>,
    nouns: HashMap<String, Vec<Act>>,
    categories: HashMap<String, Vec<&'static CategoryRow>>,
    cues: HashMap<String, Vec<Cue>>,
    cue_phrases: PhraseIndex<Cue>,
    modals: HashMap<String, Vec<Modal>>,
    modal_phrases: PhraseIndex<Modal>,
    roles: HashMap<String, &'static RoleRow>,
    control: HashMap<String, &'static ControlRow>,
    role_phrases: PhraseIndex<&'static RoleRow>,
}

/// Shortest tail that makes a compound, in letters; shorter ones meet too many other words (`Zug`, `Rat`).
const MIN_TAIL: usize = 4;
/// The same for categories, whose short words are things: `Gas`, `Öl`.
const MIN_CATEGORY_TAIL: usize = 3;

/// A phrase with its contractions as the tokenizer parts them: `im Fall` as `in dem Fall`.
fn spelled_out(words: &Words, phrase: &str) -> String {
    let contractions = &words.text.contraction;
    let parts = |word: &str| contractions.iter().find(|c| c.form == word).map(|c| c.parts.join(" "));
    let spelled: Vec<String> =
        phrase.split_whitespace().map(|word| parts(word).unwrap_or_else(|| word.to_owned())).collect();
    spelled.join(" ")
}

impl WordIndex {
    /// Indexes one language's tables; `listed` gives a category's words in it.
    pub(crate) fn new(
        words: &'static Words,
        categories: &'static [CategoryRow],
        listed: fn(&CategoryRow) -> &[String],
        class: &HashMap<&'static str, &'static ClassRow>,
    ) -> Self {
        let mut index = Self::default();
        let resolve = |id: &str| class.get(id).copied();
        for row in &words.verbs {
            index.verbs.entry(fold(&row.lemma)).or_default().push(Act { row, class: resolve(&row.class) });
        }
        for row in &words.nouns {
            index.nouns.entry(fold(&row.lemma)).or_default().push(Act { row, class: resolve(&row.class) });
        }
        for row in categories {
            for word in listed(row) {
                index.categories.entry(fold(word)).or_default().push(row);
            }
        }
        for row in &words.cues {
            let cue = Cue { row, class: resolve(&row.class) };
            index.cues.entry(fold(&row.lemma)).or_default().push(cue);
            index.cue_phrases.insert(&row.lemma, cue);
        }
        let modality = &words.modality;
        for (kind, rows) in [
            (ModalKind::Modal, &modality.modal),
            (ModalKind::Hedge, &modality.hedge),
            (ModalKind::Negation, &modality.negation),
            (ModalKind::Conditional, &modality.conditional),
            (ModalKind::Purpose, &modality.purpose),
            (ModalKind::Past, &modality.past),
        ] {
            for row in rows {
                index.modals.entry(fold(&row.lemma)).or_default().push(Modal { kind, row });
                index.modal_phrases.insert(&spelled_out(words, &row.lemma), Modal { kind, row });
            }
        }
        for row in &words.control {
            index.control.extend(row.lemma.iter().map(|lemma| (fold(lemma), row)));
        }
        for row in &words.roles {
            for lemma in &row.lemma {
                index.roles.insert(fold(lemma), row);
                index.role_phrases.insert(lemma, row);
            }
        }
        index
    }

    pub(crate) fn acts(&self, lemma: &str, pos: Pos) -> &[Act] {
        let index = match pos {
            Pos::Verb => &self.verbs,
            Pos::Noun => &self.nouns,
        };
        index.get(&fold(lemma)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn noun_head(&self, lemma: &str) -> Option<(String, &[Act])> {
        let (modifier, acts) = tail_of(lemma, MIN_TAIL, |tail| self.nouns.get(tail))?;
        Some((modifier, acts))
    }

    pub(crate) fn category(&self, lemma: &str) -> &[&'static CategoryRow] {
        let candidates = modifier_lemmas(&fold(lemma));
        let whole = candidates.iter().find_map(|lemma| self.categories.get(lemma));
        let found = whole.or_else(|| {
            candidates.iter().find_map(|lemma| {
                tail_of(lemma, MIN_CATEGORY_TAIL, |tail| self.categories.get(tail)).map(|(_, rows)| rows)
            })
        });
        found.map_or(&[], Vec::as_slice)
    }

    pub(crate) fn cues(&self, lemma: &str, pos: CuePos) -> impl Iterator<Item = Cue> {
        self.cues.get(&fold(lemma)).into_iter().flatten().copied().filter(move |cue| cue.row.pos == pos.as_str())
    }

    pub(crate) fn cue_phrases_at(&self, forms: &[&str], lemmas: &[&str], at: usize) -> Option<(usize, &[Cue])> {
        self.cue_phrases.longest_at(forms, lemmas, at)
    }

    pub(crate) fn modals(&self, lemma: &str) -> &[Modal] {
        self.modals.get(&fold(lemma)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn modal_phrases_at(&self, forms: &[&str], lemmas: &[&str], at: usize) -> Option<(usize, &[Modal])> {
        self.modal_phrases.longest_at(forms, lemmas, at)
    }

    pub(crate) fn role(&self, lemma: &str) -> Option<RoleHit<'static>> {
        let hit = |modifiers, row: &'static RoleRow, tail: &str| RoleHit {
            start: 0,
            end: 1,
            lemma: row.lemma.iter().find(|l| fold(l) == tail).or(row.lemma.first()).map_or("", String::as_str),
            modifiers,
            row,
        };
        let folded = fold(lemma);
        if let Some(row) = self.roles.get(&folded) {
            return Some(hit(Vec::new(), row, &folded));
        }
        let (modifier, (row, tail)) =
            tail_of(lemma, MIN_TAIL, |tail| self.roles.get(tail).map(|row| (*row, tail.to_owned())))?;
        let modifiers = modifier.split('-').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Some(hit(modifiers, row, &tail))
    }

    pub(crate) fn find_roles(&self, forms: &[&str], lemmas: &[&str]) -> Vec<RoleHit<'static>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < lemmas.len() {
            let phrase = self.role_phrases.longest_at(forms, lemmas, at).and_then(|(n, rows)| {
                let row = *rows.first()?;
                let lemma = row.lemma.iter().find(|l| l.split(' ').count() == n).or(row.lemma.first())?;
                Some(RoleHit { start: at, end: at + n, lemma, modifiers: Vec::new(), row })
            });
            let hit = phrase.or_else(|| self.role(lemmas[at]).map(|hit| RoleHit { start: at, end: at + 1, ..hit }));
            at = hit.as_ref().map_or(at + 1, |hit| hit.end);
            hits.extend(hit);
        }
        hits
    }

    pub(crate) fn control(&self, lemma: &str) -> Option<&'static ControlRow> {
        self.control.get(&fold(lemma)).copied()
    }

    /// Whether a folded lemma is a role, an act or a thing: then a name before it in one word is a compound's part.
    pub(crate) fn is_noun(&self, folded: &str) -> bool {
        self.roles.contains_key(folded) || self.nouns.contains_key(folded) || self.categories.contains_key(folded)
    }
}

/// The longest tail of a compound that `get` knows, with what stands before it as it is written.
fn tail_of<T>(lemma: &str, min_tail: usize, get: impl Fn(&str) -> Option<T>) -> Option<(String, T)> {
    let folded = fold(lemma);
    let (first, found) = splits(&folded, min_tail).find_map(|(first, tail)| Some((first, get(tail)?)))?;
    // Folding may lengthen a word (ß), so the modifier is cut by letters only where both spellings agree.
    let n_chars = first.chars().count();
    let written: String = lemma.chars().take(n_chars).collect();
    Some((if fold(&written) == first { written } else { first.to_owned() }, found))
}
