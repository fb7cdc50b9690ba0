//! Finds who is named: states, capitals, organisations, people with their roles, groups with a state.

use crate::cast::{Cast, Entity, EntityKind, Mention, is_person};
use crate::text::Text;
use depesche_knowledge::{Entity as Known, EntityKind as KnownKind, NameHit, NameKind as HitKind, RoleHit};
use depesche_knowledge::{PersonHit, Tenure};
use depesche_record::{ByteRange, Language, MentionKind, Name, NameKind, Sector, Token, Upos};

/// Puts every named state, organisation, outlet and person of the text into the cast.
pub(crate) fn name_all(text: &Text<'_>, cast: &mut Cast) {
    let hits: Vec<Vec<NameHit>> = (0..text.trees.len()).map(|s| hits(text, s)).collect();
    for is_state in [true, false] {
        for (s, hits) in hits.iter().enumerate() {
            let these = hits.iter().filter(|hit| (hit.entity.kind == KnownKind::State) == is_state);
            these.for_each(|hit| enter(text, cast, s, hit));
        }
    }
    // People twice: a role may stand at a later mention only ("Austin … Verteidigungsminister Lloyd Austin").
    for s in 0..text.trees.len() {
        for name in &text.trees[s].sent.names {
            if is_person(name.kind) {
                person(text, cast, s, name);
            }
        }
    }
    office_holders(text, cast);
    for s in 0..text.trees.len() {
        untagged_holders(text, cast, s);
        for name in &text.trees[s].sent.names {
            match name.kind {
                NameKind::Person => person_mention(text, cast, s, name),
                NameKind::Organisation => organisation_mention(text, cast, s, name),
                NameKind::Place | NameKind::Other => {}
            }
        }
    }
}

/// The names of states, organisations and media in a sentence.
fn hits(text: &Text<'_>, s: usize) -> Vec<NameHit> {
    let tokens = &text.trees[s].sent.tokens;
    let forms: Vec<&str> = tokens.iter().map(|t| t.form.as_str()).collect();
    let lemmas: Vec<&str> = tokens.iter().map(|t| t.lemma.as_str()).collect();
    let mut hits = text.knowledge.find_names(text.language, &forms, &lemmas, text.doc.date.as_deref());
    hits.retain(|hit| {
        hit.entity.kind != KnownKind::Region && !inside_person(text, s, hit) && !is_currency(tokens, hit)
    });
    hits
}

/// Enters a name as a mention; bodies come after all states, because those tell bodies of one name apart.
fn enter(text: &Text<'_>, cast: &mut Cast, s: usize, hit: &NameHit) {
    let tokens = &text.trees[s].sent.tokens;
    let words: Vec<usize> = (hit.start..hit.end).collect();
    let head = head_of(text, s, &words);
    if hit.part.is_none() && is_of_another_state(text, cast, s, head, hit.entity) {
        return;
    }
    let entity = known(cast, hit.entity, text.language);
    let (range, kind) = match hit.part {
        Some((from, to)) => (part_range(&tokens[hit.start], from, to), MentionKind::CompoundPart),
        None => (text.trees[s].range(&words), mention_kind(hit.kind)),
    };
    let by = format!("names.{}", hit.entity.id);
    cast.mention(Mention { sentence: s, head, range, kind, by, entity });
}

/// "die Demokratische Partei Serbiens" are not the Democrats, and "the Senate" of a text that names other states than
/// the United States is not theirs.
fn is_of_another_state(text: &Text<'_>, cast: &Cast, s: usize, head: usize, body: &Known) -> bool {
    let domestic = matches!(body.sector, "PTY" | "LEG" | "JUD" | "GOV" | "MIL" | "COP" | "SPY");
    if body.kind != KnownKind::Organisation || body.state.len() != 3 || is_generic(body.state) || !domestic {
        return false;
    }
    if let Some(owner) = owner_mention(text, cast, s, head) {
        let entity = cast.entity_of(owner);
        return entity.kind == EntityKind::State && entity.state.as_deref() != Some(body.state);
    }
    let is_common = text.knowledge.role(text.language, &text.trees[s].token(head).lemma).is_some();
    let mut states = cast.entities.iter().filter(|e| e.kind == EntityKind::State).filter_map(|e| e.state.as_deref());
    is_common && states.clone().next().is_some() && !states.any(|state| state == body.state)
}

fn mention_kind(kind: HitKind) -> MentionKind {
    match kind {
        HitKind::State | HitKind::Organisation | HitKind::Media | HitKind::Region => MentionKind::Name,
        HitKind::Metonym | HitKind::Capital => MentionKind::Metonym,
        HitKind::Adjective => MentionKind::Adjective,
        HitKind::Inhabitant => MentionKind::Nominal,
    }
}

/// Whether the name is part of a person's ("Paris Hilton", "George Washington").
fn inside_person(text: &Text<'_>, s: usize, hit: &NameHit) -> bool {
    hit.kind != HitKind::Adjective
        && text.trees[s].sent.names.iter().any(|n| {
            is_person(n.kind) && n.start <= hit.start && hit.end <= n.end && n.end - n.start > hit.end - hit.start
        })
}

/// "US$", "A$": money, no state.
fn is_currency(tokens: &[Token], hit: &NameHit) -> bool {
    let end = tokens[hit.end - 1].range.end;
    tokens.get(hit.end).is_some_and(|t| t.range.start == end && t.form.starts_with('$'))
}

fn part_range(token: &Token, from: usize, to: usize) -> ByteRange {
    let byte = |n: usize| token.form.char_indices().nth(n).map_or(token.form.len(), |(i, _)| i);
    ByteRange::new(token.range.start + byte(from), token.range.start + byte(to))
}

/// The word of a run whose head lies outside it.
pub(crate) fn head_of(text: &Text<'_>, s: usize, words: &[usize]) -> usize {
    let outside = |w: &usize| text.trees[s].token(*w).head.is_none_or(|h| !words.contains(&h));
    words.iter().copied().find(outside).or(words.last().copied()).unwrap_or_default()
}

/// The cast's entity for one that knowledge lists.
pub(crate) fn known(cast: &mut Cast, entity: &Known, language: Language) -> usize {
    cast.entity(entity.id, || Entity {
        key: entity.id.to_owned(),
        kind: match entity.kind {
            KnownKind::State => EntityKind::State,
            KnownKind::Organisation => EntityKind::Organisation,
            KnownKind::Media | KnownKind::Region => EntityKind::Media,
        },
        name: entity.name(language).to_owned(),
        state: (!entity.state.is_empty() && (entity.kind != KnownKind::Media || entity.of_state))
            .then(|| entity.state.to_owned()),
        sector: entity.sector.parse().ok(),
        code: entity.code.clone(),
        entity: Some(entity.id.to_owned()),
        role: None,
        role_lemma: None,
    })
}

/// A person's key: the last word of the name, without a genitive s.
fn surname(text: &Text<'_>, s: usize, name: &Name) -> Option<String> {
    let token = text.trees[s].token(name.end.checked_sub(1)?);
    let form = token.form.trim_end_matches(['\'', '’']);
    let genitive = text.language == Language::German && form.len() > 3 && token.feats.is("Case", "Gen");
    let stem = if genitive { form.strip_suffix('s').unwrap_or(form) } else { form };
    Some(format!("person:{}", stem.to_lowercase()))
}

/// People to whom the text gives no state: what the table of office holders says of the name on that day.
fn office_holders(text: &Text<'_>, cast: &mut Cast) {
    for person in cast.entities.iter_mut().filter(|e| e.kind == EntityKind::Person && e.state.is_none()) {
        if let Some(hit) = text.knowledge.person(text.language, &person.name, text.doc.date.as_deref()) {
            take_office(text, person, &hit);
        }
    }
}

fn take_office(text: &Text<'_>, person: &mut Entity, hit: &PersonHit) {
    let office = hit.office;
    person.sector = hit.sector().and_then(|s| s.parse().ok()).or(person.sector);
    person.code = match (office.code.as_str(), person.sector) {
        ("", Some(sector)) if office.state.len() == 3 && !is_generic(&office.state) => {
            format!("{}{sector}", office.state)
        }
        ("", _) => office.state.clone(),
        (code, _) => code.to_owned(),
    };
    person.state = Some(office.state.clone());
    person.entity = Some(hit.person.entity.clone());
    if person.role_lemma.is_none() && hit.tenure == Tenure::Holds {
        let role = if text.language == Language::German { &office.role_de } else { &office.role_en };
        person.role_lemma = Some(role.to_lowercase());
    }
}

/// Names of office holders that the name finder passed over.
fn untagged_holders(text: &Text<'_>, cast: &mut Cast, s: usize) {
    let tree = &text.trees[s];
    for w in 0..tree.len() {
        let token = tree.token(w);
        let tagged = tree.sent.names.iter().any(|n| is_person(n.kind) && (n.start..n.end).contains(&w));
        if token.upos != Upos::Propn || tagged || cast.at(s, w).is_some() || tree.is(w, "compound") {
            continue;
        }
        let name = Name { start: w, end: w + 1, kind: NameKind::Person };
        let Some(key) = surname(text, s, &name) else { continue };
        let shown = key.trim_start_matches("person:");
        if cast.find(&key).is_none() {
            let Some(hit) = text.knowledge.person(text.language, shown, text.doc.date.as_deref()) else { continue };
            if hit.tenure != Tenure::Holds {
                continue;
            }
            let mut person = Entity::person(key.clone(), token.form.clone());
            take_office(text, &mut person, &hit);
            cast.entity(&key, || person);
        }
        person_mention(text, cast, s, &name);
    }
}

/// A role with whose it is.
struct Role {
    text: String,
    lemma: String,
    sector: Option<Sector>,
    /// Entity of the state or organisation it belongs to.
    of: Option<usize>,
}

/// Enters a person; a mention with a role makes the person that office's holder for the whole document.
fn person(text: &Text<'_>, cast: &mut Cast, s: usize, name: &Name) {
    let Some(key) = surname(text, s, name) else { return };
    let words: Vec<usize> = (name.start..name.end).collect();
    let full = text.str(text.trees[s].range(&words)).to_owned();
    let entity = cast.entity(&key.clone(), || Entity::person(key, full.clone()));
    if full.chars().count() > cast.entities[entity].name.chars().count() {
        cast.entities[entity].name = full;
    }
    let Some(role) = role_of(text, cast, s, name) else { return };
    let (state, code_base) = match role.of {
        Some(of) => (cast.entities[of].state.clone(), cast.entities[of].code.clone()),
        None => (None, String::new()),
    };
    let person = &mut cast.entities[entity];
    if person.role.is_none() || person.state.is_none() && state.is_some() {
        let sector = role.sector;
        person.role = Some(role.text);
        person.role_lemma = Some(role.lemma);
        person.sector = sector.or(person.sector);
        if let Some(state) = state {
            person.code = match sector {
                Some(sector) if code_base == state && code_base.len() == 3 && !is_generic(&state) => {
                    format!("{state}{sector}")
                }
                _ => code_base,
            };
            person.state = Some(state);
        }
    }
}

/// Codes that are no state and take no sector.
pub(crate) fn is_generic(code: &str) -> bool {
    matches!(code, "UNO" | "EUR" | "IGO" | "NGO" | "ISM" | "IMG" | "MNC")
}

/// The role that stands at a person's name: before it, or in apposition on either side.
fn role_of(text: &Text<'_>, cast: &Cast, s: usize, name: &Name) -> Option<Role> {
    let tree = &text.trees[s];
    let words: Vec<usize> = (name.start..name.end).collect();
    let head = head_of(text, s, &words);
    let hits = roles_in(text, s);
    let before = hits.iter().find(|h| h.end == name.start || h.end + 1 == name.start && tree.token(h.end).form == ".");
    let apposed = || {
        let children = tree.with(head, "appos").chain(tree.with(head, "nmod:desc")).chain(tree.with(head, "flat"));
        let above = tree.token(head).head.filter(|_| tree.is(head, "appos") || tree.is(head, "flat"));
        let words: Vec<usize> = children.chain(above).collect();
        hits.iter().find(|h| words.iter().any(|w| (h.start..h.end).contains(w)))
    };
    let hit = before.or_else(apposed)?;
    let role_words: Vec<usize> = (hit.start..hit.end).collect();
    let role_head = head_of(text, s, &role_words);
    let of = owner(text, cast, s, role_head).or_else(|| owner(text, cast, s, head)).or_else(|| {
        // What the tree attached elsewhere still stands right before the role: "US Secretary of State".
        let left = hit.start.checked_sub(1)?;
        let mention = cast.at(s, left)?;
        Some(cast.mentions[mention].entity)
    });
    let range = tree.range(&role_words);
    Some(Role {
        text: text.str(range).to_owned(),
        lemma: hit.lemma.to_lowercase(),
        sector: hit.row.sector.parse().ok(),
        of,
    })
}

/// Roles of a sentence, by words.
pub(crate) fn roles_in(text: &Text<'_>, s: usize) -> Vec<RoleHit<'static>> {
    let tokens = &text.trees[s].sent.tokens;
    let forms: Vec<&str> = tokens.iter().map(|t| t.form.as_str()).collect();
    let lemmas: Vec<&str> = tokens.iter().map(|t| t.lemma.as_str()).collect();
    let mut hits = text.knowledge.find_roles(text.language, &forms, &lemmas);
    hits.retain(|h| (h.start..h.end).any(|i| matches!(tokens[i].upos, Upos::Noun | Upos::Propn)));
    hits
}

/// The state or organisation that a noun belongs to by genitive, adjective or first part of a compound.
pub(crate) fn owner(text: &Text<'_>, cast: &Cast, s: usize, head: usize) -> Option<usize> {
    owner_mention(text, cast, s, head).map(|m| cast.mentions[m].entity)
}

/// The mention by which [`owner`] decides.
pub(crate) fn owner_mention(text: &Text<'_>, cast: &Cast, s: usize, head: usize) -> Option<usize> {
    let tree = &text.trees[s];
    let carries = |m: usize| {
        let entity = cast.entity_of(m);
        entity.state.is_some() && entity.kind != EntityKind::Media
    };
    if let Some(part) = cast.part(s, head).filter(|&m| carries(m)) {
        return Some(part);
    }
    let mut by_preference: Vec<(u8, usize)> = Vec::new();
    for &c in tree.children(head) {
        let Some(mention) = cast.at(s, c).filter(|&m| carries(m)) else { continue };
        let prep = tree.preposition(c);
        let rank = match tree.token(c).relation() {
            // "his Greek counterpart": whose is said by the adjective, not by the pronoun.
            _ if tree.token(c).upos == Upos::Pron => 3,
            "amod" => 1,
            "compound" | "flat" => 2,
            "det" => 3,
            "nmod" if prep.is_empty() || matches!(prep.as_str(), "von" | "of" | "'s") => 0,
            "nmod" if matches!(prep.as_str(), "aus" | "from" | "in" | "bei" | "for" | "at") => 4,
            _ => continue,
        };
        by_preference.push((rank, mention));
    }
    by_preference.sort_unstable();
    by_preference.first().map(|&(_, m)| m)
}

fn person_mention(text: &Text<'_>, cast: &mut Cast, s: usize, name: &Name) {
    let Some(entity) = surname(text, s, name).and_then(|key| cast.find(&key)) else { return };
    let words: Vec<usize> = (name.start..name.end).collect();
    let head = head_of(text, s, &words);
    let range = text.trees[s].range(&words);
    cast.mention(Mention { sentence: s, head, range, kind: MentionKind::Name, by: "names.person".to_owned(), entity });
    // "Präsident Irfaan Ali": the role heads the phrase and stands for the same person.
    let tree = &text.trees[s];
    if let Some(above) = tree.token(head).head.filter(|_| tree.is(head, "appos") || tree.is(head, "flat"))
        && tree.token(above).upos == Upos::Noun
        && text.knowledge.role(text.language, &tree.token(above).lemma).is_some_and(|r| r.row.kind == "person")
    {
        let words = tree.phrase(above);
        let range = tree.range(&words);
        cast.mention(Mention {
            sentence: s,
            head: above,
            range,
            kind: MentionKind::Nominal,
            by: "rule.role-before-name".to_owned(),
            entity,
        });
    }
}

/// An organisation that only the name finder saw: known from the text alone, its state by its attributes.
fn organisation_mention(text: &Text<'_>, cast: &mut Cast, s: usize, name: &Name) {
    let words: Vec<usize> = (name.start..name.end).collect();
    if words.iter().any(|&w| cast.at(s, w).is_some() || cast.part(s, w).is_some()) {
        return;
    }
    let head = head_of(text, s, &words);
    let range = text.trees[s].range(&words);
    let full = text.str(range).to_owned();
    let owner = owner(text, cast, s, head);
    let (state, code) = match owner {
        Some(of) => (cast.entities[of].state.clone(), cast.entities[of].code.clone()),
        None => (None, String::new()),
    };
    let sector = sector_of_name(text, s, head, name);
    let code = match sector {
        Some(sector) if code.len() == 3 && !is_generic(&code) => format!("{code}{sector}"),
        _ => code,
    };
    let key = format!("name:{}", full.to_lowercase());
    let entity = cast.entity(&key.clone(), || Entity {
        key,
        kind: EntityKind::Organisation,
        name: full,
        state,
        sector,
        code,
        entity: None,
        role: None,
        role_lemma: None,
    });
    cast.mention(Mention {
        sentence: s,
        head,
        range,
        kind: MentionKind::Name,
        by: "names.organisation".to_owned(),
        entity,
    });
}

/// The sector that a body's name tells by its head or its last word: "Kabul Police", "Oberster Gerichtshof".
fn sector_of_name(text: &Text<'_>, s: usize, head: usize, name: &Name) -> Option<Sector> {
    let body = |w: usize| {
        let role = text.knowledge.role(text.language, &text.trees[s].token(w).lemma)?;
        role.row.sector.parse().ok().filter(|_| role.row.kind != "person")
    };
    body(head).or_else(|| body(name.end.checked_sub(1)?))
}
