//! The actors of one document and every mention of them.

use depesche_record::{ByteRange, MentionKind, NameKind, Sector};
use std::collections::BTreeMap;

/// What an entity is, as far as coding depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntityKind {
    State,
    Organisation,
    Person,
    /// People or bodies of a state without a name: "russische Truppen", "die Regierung in Seoul".
    Group,
    Media,
}

/// Somebody who acts, is acted on or speaks.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// One for each entity of the document: `state:RUS`, `state:RUS/MIL`, `person:austin`.
    pub key: String,
    pub kind: EntityKind,
    pub name: String,
    /// State code of the record.
    pub state: Option<String>,
    pub sector: Option<Sector>,
    pub code: String,
    /// Stable id in knowledge.
    pub entity: Option<String>,
    /// As the text puts it.
    pub role: Option<String>,
    /// Lemma of the role, to find "der Präsident" again.
    pub role_lemma: Option<String>,
}

impl Entity {
    /// A person of whom the text has told nothing yet but the name.
    pub fn person(key: String, name: String) -> Self {
        Self {
            key,
            kind: EntityKind::Person,
            name,
            state: None,
            sector: None,
            code: String::new(),
            entity: None,
            role: None,
            role_lemma: None,
        }
    }
}

/// Words that name an entity.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub sentence: usize,
    pub head: usize,
    pub range: ByteRange,
    pub kind: MentionKind,
    pub by: String,
    pub entity: usize,
}

/// An entity found for a phrase, with the mention that named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Referent {
    pub entity: usize,
    /// `None` where it is carried from context.
    pub mention: Option<usize>,
}

/// A place name, as far as it tells what a text is about.
#[derive(Debug, Clone)]
pub(crate) struct Located {
    pub sentence: usize,
    pub head: usize,
    /// The state that it lies in.
    pub state: String,
}

/// Entities and mentions of a document.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub entities: Vec<Entity>,
    pub mentions: Vec<Mention>,
    /// Towns and regions, which name no actor.
    pub located: Vec<Located>,
    by_key: BTreeMap<String, usize>,
    by_head: BTreeMap<(usize, usize), usize>,
    by_part: BTreeMap<(usize, usize), usize>,
    together: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Cast {
    /// The entity of this key, made by `make` the first time.
    pub fn entity(&mut self, key: &str, make: impl FnOnce() -> Entity) -> usize {
        if let Some(&i) = self.by_key.get(key) {
            return i;
        }
        self.entities.push(make());
        self.by_key.insert(key.to_owned(), self.entities.len() - 1);
        self.entities.len() - 1
    }

    pub fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// Adds a mention; a word heads at most one, the first one found.
    pub fn mention(&mut self, mention: Mention) -> usize {
        let place = (mention.sentence, mention.head);
        let map = if mention.kind == MentionKind::CompoundPart { &mut self.by_part } else { &mut self.by_head };
        if let Some(&known) = map.get(&place) {
            return known;
        }
        map.insert(place, self.mentions.len());
        self.mentions.push(mention);
        self.mentions.len() - 1
    }

    /// The mention that a word heads.
    pub fn at(&self, sentence: usize, head: usize) -> Option<usize> {
        self.by_head.get(&(sentence, head)).copied()
    }

    /// The mention inside a compound word: "US" in "US-Sanktionen".
    pub fn part(&self, sentence: usize, word: usize) -> Option<usize> {
        self.by_part.get(&(sentence, word)).copied()
    }

    /// Notes that one word stands for several entities: "beide Staaten".
    pub fn stands_for(&mut self, sentence: usize, head: usize, entities: Vec<usize>) {
        self.together.insert((sentence, head), entities);
    }

    pub fn several(&self, sentence: usize, head: usize) -> &[usize] {
        self.together.get(&(sentence, head)).map_or(&[], Vec::as_slice)
    }

    pub fn entity_of(&self, mention: usize) -> &Entity {
        &self.entities[self.mentions[mention].entity]
    }

    /// The state's people or bodies of a sector, as an entity beside the state itself.
    pub fn variant(&mut self, base: usize, sector: Option<Sector>, name: &str) -> usize {
        let entity = &self.entities[base];
        let plain = entity.kind == EntityKind::State && entity.state.as_deref().is_some_and(|s| s.len() == 3);
        let Some(sector) = sector.filter(|_| plain) else { return base };
        let key = format!("{}/{sector}", entity.key);
        let (state, knowledge) = (entity.state.clone(), entity.entity.clone());
        let code = format!("{}{sector}", state.clone().unwrap_or_default());
        self.entity(&key.clone(), || Entity {
            key,
            kind: EntityKind::Group,
            name: name.to_owned(),
            state,
            sector: Some(sector),
            code,
            entity: knowledge,
            role: None,
            role_lemma: None,
        })
    }
}

/// Whether a name finder's kind may be a person's name.
pub(crate) fn is_person(kind: NameKind) -> bool {
    kind == NameKind::Person
}
