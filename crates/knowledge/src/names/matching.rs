//! One name as a pattern over tokens, and how strictly each kind of name is met.

use std::collections::HashMap;

use depesche_record::Language;

use super::{Entities, Entity, NameHit, NameKind};
use crate::fold::{fold, light_fold, stem};
use crate::schema::StateNameRow;
use crate::tables::Tables;

/// A name as the tables write it, token by token.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Its tokens, lightly folded; never empty.
    pub(super) words: Vec<String>,
    pub(super) kind: NameKind,
    /// Places in the list of entities, in the order of the tables.
    entities: Vec<usize>,
}

/// How well a pattern met its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    /// In another case or number.
    Inflected,
    /// Letter for letter.
    Exact,
}

/// Every name of a language, equal ones of one kind joined.
pub(super) fn patterns(language: Language, tables: &'static Tables<'static>, entities: &Entities) -> Vec<Pattern> {
    let mut made = Made::default();
    let position: HashMap<&str, usize> =
        entities.all().iter().enumerate().map(|(idx, entity)| (entity.id, idx)).collect();
    let names = match language {
        Language::German => &tables.german.states,
        Language::English => &tables.english.states,
    };
    for state in &tables.states {
        let Some(&idx) = position.get(state.entity.as_str()) else { continue };
        for row in names.iter().filter(|row| row.is_of(&state.entity, &state.code)) {
            made.add_all(NameKind::State, &row.names, idx);
            made.add_all(NameKind::Metonym, &row.metonyms, idx);
            made.add_all(NameKind::Capital, &row.capital, idx);
            made.add_all(NameKind::Adjective, &row.adjectives, idx);
            made.add_all(NameKind::Inhabitant, &row.inhabitants, idx);
            if language == Language::German {
                // "die Moskauer Regierung": the capital's adjective never declines.
                for capital in row.capital.iter().filter(|name| !name.contains(' ')) {
                    made.add(NameKind::Adjective, &format!("{}er", capital.trim_end_matches('e')), idx);
                }
            }
        }
    }
    for row in &tables.organisations {
        let Some(&idx) = position.get(row.entity.as_str()) else { continue };
        let (own, other) = match language {
            Language::German => (&row.de, &row.en),
            Language::English => (&row.en, &row.de),
        };
        made.add_all(NameKind::Organisation, if own.is_empty() { other } else { own }, idx);
        made.add_all(NameKind::Adjective, &row.adjectives, idx);
        made.add_all(NameKind::Capital, &row.seats, idx);
    }
    for row in &tables.regions {
        let Some(&idx) = position.get(row.entity.as_str()) else { continue };
        made.add_all(NameKind::Region, if language == Language::German { &row.de } else { &row.en }, idx);
    }
    for row in &tables.media {
        let Some(&idx) = position.get(row.entity.as_str()) else { continue };
        made.add_all(NameKind::Media, &row.names, idx);
    }
    made.patterns
}

/// Patterns under construction.
#[derive(Default)]
struct Made {
    patterns: Vec<Pattern>,
    known: HashMap<(NameKind, Vec<String>), usize>,
}

impl Made {
    fn add_all(&mut self, kind: NameKind, names: &[String], entity: usize) {
        for name in names {
            self.add(kind, name, entity);
        }
    }

    fn add(&mut self, kind: NameKind, name: &str, entity: usize) {
        for words in tokenisations(name) {
            if let Some(&known) = self.known.get(&(kind, words.clone())) {
                let entities = &mut self.patterns[known].entities;
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
                continue;
            }
            self.known.insert((kind, words.clone()), self.patterns.len());
            self.patterns.push(Pattern { words, kind, entities: vec![entity] });
        }
    }
}

/// The ways in which tokenizers cut a name: at blanks, and at hyphens and `'s` as well.
fn tokenisations(name: &str) -> Vec<Vec<String>> {
    let plain: Vec<String> = name.split_whitespace().map(light_fold).collect();
    let fine: Vec<String> = plain
        .iter()
        .flat_map(|word| {
            let clitic = ["'s", "'"].into_iter().find(|clitic| word.ends_with(clitic));
            let body = word.strip_suffix(clitic.unwrap_or("")).unwrap_or(word);
            let parts: Vec<&str> = body.split('-').collect();
            let hyphenated = parts.len() > 1 && parts.iter().all(|part| !part.is_empty());
            let mut tokens: Vec<String> = Vec::new();
            if hyphenated {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        tokens.push("-".into());
                    }
                    tokens.push((*part).into());
                }
            } else {
                tokens.push(body.into());
            }
            tokens.extend(clitic.map(Into::into));
            tokens
        })
        .collect();
    if plain.is_empty() {
        Vec::new()
    } else if fine == plain {
        vec![plain]
    } else {
        vec![plain, fine]
    }
}

impl Pattern {
    /// May open a compound written in one word: a name of one word and at least four letters.
    pub(super) fn is_compound_prefix(&self) -> bool {
        let [word] = self.words.as_slice() else { return false };
        word.chars().count() >= 4 && word.starts_with(char::is_uppercase) && self.kind != NameKind::Inhabitant
    }

    /// The pattern as a hit, with the entity that existed on the day; none for a seat of states that did not.
    pub(super) fn hit(
        &self,
        start: usize,
        end: usize,
        part: Option<(usize, usize)>,
        on: Option<&str>,
        entities: &'static Entities,
    ) -> Option<NameHit> {
        let all: Vec<&'static Entity> = self.entities.iter().map(|idx| &entities.all()[*idx]).collect();
        let fits = |entity: &&&Entity| match on {
            Some(day) => entity.existed_on(day),
            None => entity.until.is_empty(),
        };
        // A state of the past that existed on the day is meant before one that always did: "Ostdeutschland" in 1962.
        let past = all.iter().find(|entity| !entity.until.is_empty() && fits(entity));
        let found = past.or_else(|| all.iter().find(fits));
        let is_seat = matches!(self.kind, NameKind::Capital | NameKind::Metonym);
        let entity = *found.or_else(|| all.first().filter(|_| !is_seat))?;
        let others = all.iter().copied().filter(|other| other.id != entity.id).collect();
        Some(NameHit { start, end, part, kind: self.kind, entity, others })
    }

    /// Whether the tokens from `at` are this name.
    pub(super) fn meets(&self, forms: &[String], lemmas: &[&str], at: usize, language: Language) -> Option<Quality> {
        if at + self.words.len() > forms.len().min(lemmas.len()) {
            return None;
        }
        let last = self.words.len() - 1;
        let exact = self.words.iter().enumerate().all(|(i, word)| same_spelling(word, &forms[at + i]));
        if exact {
            return Some(Quality::Exact);
        }
        let met = self.words.iter().enumerate().all(|(i, word)| {
            let form = forms[at + i].as_str();
            same_spelling(word, form)
                || match language {
                    Language::German if last > 0 && i < last => declined_in_phrase(word, form, i == 0),
                    Language::German if last > 0 => declined_noun(word, form),
                    Language::German => self.declined_alone(word, form, lemmas[at]),
                    Language::English => i == last && self.plural_or_lemma(word, form, lemmas[at + i]),
                }
        });
        met.then_some(Quality::Inflected)
    }

    /// One German word in another case or number.
    fn declined_alone(&self, word: &str, form: &str, lemma: &str) -> bool {
        let ending = form.strip_prefix(word);
        match self.kind {
            // "US-amerikanisch" declines, "Moskauer" and "Sowjet" do not.
            NameKind::Adjective if word.rsplit('-').next().is_some_and(|end| end.starts_with(char::is_lowercase)) => {
                let (word, form) = (word.to_lowercase(), form.to_lowercase());
                fold(lemma) == word
                    || form.strip_prefix(&word).is_some_and(|end| ["", "e", "en", "em", "er", "es"].contains(&end))
            }
            NameKind::Adjective => false,
            NameKind::Inhabitant => {
                let nominal = word.strip_suffix('e').and_then(|stem| form.strip_prefix(stem));
                light_fold(lemma) == word
                    || ending.is_some_and(|end| ["n", "en", "s", "es", "nen"].contains(&end))
                    || nominal.is_some_and(|end| ["er", "em", "es"].contains(&end))
            }
            _ => {
                ending.is_some_and(|end| ["s", "es", "'"].contains(&end))
                    || (word.ends_with('e') && ending == Some("n"))
                    || (light_fold(lemma) == word && form.starts_with(char::is_uppercase) && same_stem(word, form))
            }
        }
    }

    /// The last word of an English name in the plural, with a glued genitive, or by its lemma.
    fn plural_or_lemma(&self, word: &str, form: &str, lemma: &str) -> bool {
        let ending = form.strip_prefix(word);
        match self.kind {
            NameKind::Inhabitant => {
                ending == Some("s") || ending == Some("'s") || (self.words.len() == 1 && light_fold(lemma) == word)
            }
            _ => ending == Some("'s") || ending == Some("'"),
        }
    }
}

/// Letter for letter, or all in capitals as in headlines.
fn same_spelling(word: &str, form: &str) -> bool {
    word == form
        || (word.len() >= 4
            && word.starts_with(char::is_uppercase)
            && form.chars().all(|c| !c.is_lowercase())
            && word.to_uppercase() == form)
}

/// A word within a German name in any case: "des Weißen Hauses".
///
/// Only an adjective at the beginning may lose its capital; an article may not ("Die Linke", "die linke Hand").
fn declined_in_phrase(word: &str, form: &str, is_first: bool) -> bool {
    let same_capital = word.starts_with(char::is_uppercase) == form.starts_with(char::is_uppercase);
    (same_capital || is_first && word.chars().count() > 3) && same_stem(word, form)
}

/// The last word of a German name, a noun: "Hauses", "Staaten"; "New Yorker" is no case of "New York".
fn declined_noun(word: &str, form: &str) -> bool {
    form.strip_prefix(word).is_some_and(|end| ["", "s", "es", "n", "en", "e"].contains(&end))
}

fn same_stem(word: &str, form: &str) -> bool {
    stem(&fold(word)) == stem(&fold(form))
}

impl StateNameRow {
    /// Whether the row names this entity.
    pub(crate) fn is_of(&self, entity: &str, code: &str) -> bool {
        if self.entity.is_empty() {
            entity.strip_prefix("state:") == Some(code) && self.code == code
        } else {
            self.entity == entity
        }
    }
}
