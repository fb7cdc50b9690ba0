//! Names of states, organisations and media in a run of tokens.

mod matching;

use std::collections::HashMap;

use depesche_record::Language;

use crate::fold::{fold, light_fold, splits, stem};
use crate::tables::Tables;
use crate::words::WordIndex;
use matching::{Pattern, patterns};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    /// A state or territory.
    State,
    /// An organisation, body or armed group.
    Organisation,
    /// An outlet: a source of claims, not an actor of events.
    Media,
    /// A region or sea: a place, not an actor.
    Region,
}

/// A state, organisation, outlet or region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Stable id: `state:DEU`, `org:nato`, `media:reuters`.
    pub id: &'static str,
    /// What it is.
    pub kind: EntityKind,
    /// State code of the record (`DEU`, `UNO`, `IGO` …).
    pub state: &'static str,
    /// PLOVER sector, empty if none.
    pub sector: &'static str,
    /// Full code: `DEU`, `GEOPRE`, `IGONTO`.
    pub code: String,
    /// Usual German name.
    pub german: &'static str,
    /// Usual English name.
    pub english: &'static str,
    /// First day it existed, ISO, empty: always.
    pub from: &'static str,
    /// Last day it existed, ISO, empty: still.
    pub until: &'static str,
    /// An outlet that speaks for its state.
    pub of_state: bool,
}

impl Entity {
    /// Whether it existed on a day (ISO).
    #[must_use]
    pub fn existed_on(&self, day: &str) -> bool {
        self.from <= day && (self.until.is_empty() || day <= self.until)
    }

    /// Its usual name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &'static str {
        match language {
            Language::German => self.german,
            Language::English => self.english,
        }
    }
}

/// How a name names its entity; in this order where two kinds fit the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// `Nordkorea`.
    State,
    /// `NATO`, `Hamas`.
    Organisation,
    /// `Kreml`, `Weißes Haus`.
    Metonym,
    /// `Reuters`.
    Media,
    /// `Persischer Golf`: found so that "Persischer" is not; a place, never an actor.
    Region,
    /// `Pjöngjang`: a place, or the government that sits there.
    Capital,
    /// `nordkoreanisch`.
    Adjective,
    /// `Nordkoreaner`.
    Inhabitant,
}

/// A name found in a run of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameHit {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Code points within the token, where the name is only part of it: `US` in `US-Sanktionen`.
    pub part: Option<(usize, usize)>,
    /// How it names.
    pub kind: NameKind,
    /// What it stands for on the given day.
    pub entity: &'static Entity,
    /// What else it may stand for (`Moskau`: the Soviet Union).
    pub others: Vec<&'static Entity>,
}

/// All entities, in the order states, organisations, regions, media.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    all: Vec<Entity>,
    by_id: HashMap<&'static str, usize>,
    /// Entity of each state code that is not borrowed from another state.
    by_code: HashMap<&'static str, usize>,
}

impl Entities {
    pub(crate) fn new(tables: &'static Tables<'static>) -> Self {
        let mut out = Self::default();
        let first = |names: &'static [String]| names.first().map_or("", String::as_str);
        let state_name = |rows: &'static [crate::schema::StateNameRow], entity: &str, code: &str| {
            rows.iter().find(|row| row.is_of(entity, code)).map_or("", |row| first(&row.names))
        };
        for row in &tables.states {
            out.push(Entity {
                id: &row.entity,
                kind: EntityKind::State,
                state: &row.code,
                sector: &row.sector,
                code: format!("{}{}", row.code, row.sector),
                german: state_name(&tables.german.states, &row.entity, &row.code),
                english: state_name(&tables.english.states, &row.entity, &row.code),
                from: &row.from,
                until: &row.until,
                of_state: false,
            });
        }
        for row in &tables.organisations {
            out.push(Entity {
                id: &row.entity,
                kind: EntityKind::Organisation,
                state: &row.state,
                sector: &row.sector,
                code: row.code.clone(),
                german: row.de.first().map_or_else(|| first(&row.en), String::as_str),
                english: row.en.first().map_or_else(|| first(&row.de), String::as_str),
                from: &row.from,
                until: &row.until,
                of_state: false,
            });
        }
        for row in &tables.regions {
            out.push(Entity {
                id: &row.entity,
                kind: EntityKind::Region,
                state: &row.country,
                sector: "",
                code: row.country.clone(),
                german: first(&row.de),
                english: first(&row.en),
                from: "",
                until: "",
                of_state: false,
            });
        }
        for row in &tables.media {
            out.push(Entity {
                id: &row.entity,
                kind: EntityKind::Media,
                state: &row.state,
                sector: "JRN",
                code: format!("{}JRN", row.state),
                german: first(&row.names),
                english: first(&row.names),
                from: "",
                until: "",
                of_state: row.of_state,
            });
        }
        out
    }

    fn push(&mut self, entity: Entity) {
        let idx = self.all.len();
        self.by_id.insert(entity.id, idx);
        if entity.id.strip_prefix("state:") == Some(entity.state) {
            self.by_code.insert(entity.state, idx);
        }
        self.all.push(entity);
    }

    pub(crate) fn all(&self) -> &[Entity] {
        &self.all
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|idx| &self.all[*idx])
    }

    pub(crate) fn by_code(&self, code: &str) -> Option<&Entity> {
        self.by_code.get(code).map(|idx| &self.all[*idx])
    }
}

/// The names of one language.
#[derive(Debug)]
pub(crate) struct NameIndex {
    language: Language,
    patterns: Vec<Pattern>,
    /// Patterns by the stem of their first word, in the order of their making.
    by_stem: HashMap<String, Vec<usize>>,
    /// Patterns that may be the first part of a German compound, by folded spelling.
    prefixes: HashMap<String, usize>,
}

impl NameIndex {
    pub(crate) fn new(language: Language, tables: &'static Tables<'static>, entities: &Entities) -> Self {
        let patterns = patterns(language, tables, entities);
        let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
        let mut prefixes = HashMap::new();
        for (idx, pattern) in patterns.iter().enumerate() {
            by_stem.entry(stem(&fold(&pattern.words[0])).to_owned()).or_default().push(idx);
            if language == Language::German && pattern.is_compound_prefix() {
                prefixes.entry(fold(&pattern.words[0])).or_insert(idx);
            }
        }
        Self { language, patterns, by_stem, prefixes }
    }

    /// Names in a run of tokens, from left to right, the longest first where two overlap.
    pub(crate) fn find(
        &self,
        forms: &[&str],
        lemmas: &[&str],
        on: Option<&str>,
        entities: &'static Entities,
        words: &WordIndex,
    ) -> Vec<NameHit> {
        let n_tokens = forms.len().min(lemmas.len());
        let written: Vec<String> = forms.iter().map(|form| light_fold(form)).collect();
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < n_tokens {
            if let Some(pattern) = self.longest_at(&written, lemmas, at) {
                let end = at + pattern.words.len();
                hits.extend(pattern.hit(at, end, None, on, entities));
                at = end;
                continue;
            }
            if forms[at].contains('-') {
                hits.extend(self.in_hyphenated(forms[at], at, on, entities));
            } else if self.language == Language::German {
                hits.extend(self.in_compound(forms[at], lemmas[at], at, on, entities, words));
            }
            at += 1;
        }
        hits
    }

    fn longest_at(&self, written: &[String], lemmas: &[&str], at: usize) -> Option<&Pattern> {
        let folded = [written[at].to_lowercase(), fold(lemmas[at])];
        let stems = [stem(&folded[0]), stem(&folded[1])];
        let of_lemma = if stems[0] == stems[1] { None } else { self.by_stem.get(stems[1]) };
        self.by_stem
            .get(stems[0])
            .into_iter()
            .chain(of_lemma)
            .flatten()
            .map(|idx| &self.patterns[*idx])
            .filter_map(|pattern| {
                let quality = pattern.meets(written, lemmas, at, self.language)?;
                Some((pattern, (pattern.words.len(), quality, std::cmp::Reverse(pattern.kind))))
            })
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(pattern, _)| pattern)
    }

    /// Names between the hyphens of one token: `US-Sanktionen`, `deutsch-russisch`, `Weiße-Haus-Sprecher`.
    fn in_hyphenated(&self, form: &str, token: usize, on: Option<&str>, entities: &'static Entities) -> Vec<NameHit> {
        let parts: Vec<&str> = form.split('-').collect();
        let written: Vec<String> = parts.iter().map(|part| light_fold(part)).collect();
        let starts: Vec<usize> = parts
            .iter()
            .scan(0, |at, part| {
                let start = *at;
                *at += part.chars().count() + 1;
                Some(start)
            })
            .collect();
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < parts.len() {
            let Some(pattern) = self.longest_at(&written, &parts, at) else {
                at += 1;
                continue;
            };
            let end = at + pattern.words.len();
            let part = (starts[at], starts[end - 1] + parts[end - 1].chars().count());
            hits.extend(pattern.hit(token, token + 1, Some(part), on, entities));
            at = end;
        }
        hits
    }

    /// A name that opens a German compound whose rest is a listed noun: `Kremlsprecher`, `Sowjetführung`.
    fn in_compound(
        &self,
        form: &str,
        lemma: &str,
        token: usize,
        on: Option<&str>,
        entities: &'static Entities,
        words: &WordIndex,
    ) -> Option<NameHit> {
        if !form.starts_with(char::is_uppercase) {
            return None;
        }
        let folded = fold(lemma);
        if words.is_noun(&folded) {
            return None; // "Europaminister" is a role of its own.
        }
        // The longest name has the shortest tail, so the last split wins.
        let (first, idx) = splits(&folded, 4)
            .filter_map(|(first, tail)| {
                let name = first.strip_suffix('s').unwrap_or(first);
                let idx = self.prefixes.get(first).or_else(|| self.prefixes.get(name))?;
                words.is_noun(tail).then_some((first, *idx))
            })
            .last()?;
        let pattern = &self.patterns[idx];
        let n_chars = fold(&pattern.words[0]).chars().count().min(first.chars().count());
        pattern.hit(token, token + 1, Some((0, n_chars)), on, entities)
    }
}
