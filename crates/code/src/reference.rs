//! Whom a phrase stands for: named actors, nouns with a state, roles without one, pronouns.

use crate::cast::{Cast, Entity, EntityKind, Mention, Referent};
use crate::naming::{head_of, known, owner_mention, roles_in};
use crate::places::{Around, around, country_of, located_in, locative_top};
use crate::text::Text;
use depesche_knowledge::RoleHit;
use depesche_record::{MentionKind, NameKind, Sector, Upos};
use std::collections::BTreeMap;

/// How many sentences back a pronoun or a bare role may reach.
const REACH: usize = 2;

/// Weight of a mention in front of a word in its own sentence, where one in the sentence before has 0.6.
const SAME_SENTENCE: f32 = 2.5;

/// Resolves nouns with roles and pronouns in reading order, so that each sees what stands before it.
pub(crate) fn refer_all(text: &Text<'_>, cast: &mut Cast) {
    let around = around(text, cast);
    cast.located = located_in(text, &around, cast);
    for s in 0..text.trees.len() {
        let roles = roles_in(text, s);
        for i in 0..text.trees[s].len() {
            if cast.at(s, i).is_some() || !cast.several(s, i).is_empty() {
                continue;
            }
            let token = text.trees[s].token(i);
            match token.upos {
                Upos::Noun | Upos::Propn => {
                    if pair(text, cast, s, i) {
                        continue;
                    }
                    if let Some(role) = roles.iter().find(|r| r.end == i + 1) {
                        role_noun(text, &around, cast, s, i, role);
                    }
                }
                Upos::Pron | Upos::Det if !pair(text, cast, s, i) => pronoun(text, cast, s, i),
                _ => {}
            }
        }
    }
}

/// The actors that a phrase stands for, with its conjuncts; empty where it names none.
pub(crate) fn referents(text: &Text<'_>, cast: &mut Cast, s: usize, head: usize) -> Vec<Referent> {
    let mut out: Vec<Referent> = Vec::new();
    for word in text.trees[s].conjuncts(head) {
        for referent in single(text, cast, s, word) {
            if !out.iter().any(|r| r.entity == referent.entity) {
                out.push(referent);
            }
        }
    }
    out
}

/// The noun that a relative pronoun stands for: the head of its clause.
fn antecedent(text: &Text<'_>, s: usize, pronoun: usize) -> Option<usize> {
    let tree = &text.trees[s];
    let token = tree.token(pronoun);
    let relative = token.upos == Upos::Pron
        && (token.feats.is("PronType", "Rel") || matches!(token.form.to_lowercase().as_str(), "who" | "which"));
    let clause = tree.ancestors(pronoun).find(|&a| tree.token(a).relation() == "acl").filter(|_| relative)?;
    tree.token(clause).head
}

fn single(text: &Text<'_>, cast: &mut Cast, s: usize, head: usize) -> Vec<Referent> {
    let head = antecedent(text, s, head).unwrap_or(head);
    let several = cast.several(s, head).to_vec();
    if !several.is_empty() {
        return several.into_iter().map(|entity| Referent { entity, mention: None }).collect();
    }
    if let Some(m) = cast.at(s, head) {
        return vec![Referent { entity: cast.mentions[m].entity, mention: Some(m) }];
    }
    if !matches!(text.trees[s].token(head).upos, Upos::Noun | Upos::Propn) {
        return Vec::new();
    }
    let owners = owners(text, cast, s, head);
    let sector = sector_of_thing(text, s, head);
    let mut out = Vec::new();
    for owner in owners {
        let words = text.trees[s].phrase(head);
        let range = text.trees[s].range(&words);
        let base = cast.mentions[owner].entity;
        let entity = cast.variant(base, sector, text.str(range));
        let by = format!("rule.noun-of-{}", cast.mentions[owner].by);
        let kind = MentionKind::Nominal;
        let mention = cast.mention(Mention { sentence: s, head, range, kind, by, entity });
        // A second owner ("Vertreter der USA und Russlands") shares the phrase; its own word is the mention.
        let mention = if cast.mentions[mention].entity == entity { mention } else { owner };
        out.push(Referent { entity, mention: Some(mention) });
    }
    out
}

/// The owner of a noun and, where it is coordinated, all of them.
fn owners(text: &Text<'_>, cast: &Cast, s: usize, head: usize) -> Vec<usize> {
    let Some(first) = owner_mention(text, cast, s, head) else { return Vec::new() };
    let mut out = vec![first];
    // "French and Egyptian warships": several adjectives, however the tree joins them.
    let tree = &text.trees[s];
    if tree.is(cast.mentions[first].head, "amod") {
        let others = tree.with(head, "amod").filter_map(|c| cast.at(s, c));
        out.extend(others.filter(|&m| m != first && cast.entity_of(m).state.is_some()));
    }
    for word in text.trees[s].conjuncts(cast.mentions[first].head).into_iter().skip(1) {
        let carries = |m: &usize| cast.entity_of(*m).state.is_some();
        out.extend(cast.at(s, word).filter(carries).filter(|m| !out.contains(m)));
    }
    out
}

/// Soldiers and arms act for a state's armed forces.
fn sector_of_thing(text: &Text<'_>, s: usize, head: usize) -> Option<Sector> {
    let lemma = &text.trees[s].token(head).lemma;
    if let Some(role) = text.knowledge.role(text.language, lemma) {
        return role.row.sector.parse().ok();
    }
    let military = ["troops", "aircraft", "ships", "missiles"];
    let categories = text.knowledge.category(text.language, lemma);
    categories.iter().any(|c| military.contains(&c.id.as_str())).then_some(Sector::Mil)
}

/// "der russische Präsident", "die Regierung", "Demonstranten".
fn role_noun(text: &Text<'_>, around: &Around, cast: &mut Cast, s: usize, i: usize, role: &RoleHit<'_>) {
    let owners = owners(text, cast, s, i);
    let sector: Option<Sector> = role.row.sector.parse().ok();
    let lemma = role.lemma.to_lowercase();
    let words = text.trees[s].phrase(i);
    let range = text.trees[s].range(&words);
    let name = text.str(range).to_owned();
    let (entity, by) = match owners.first() {
        Some(&owner) if owners.len() == 1 => {
            let base = cast.mentions[owner].entity;
            let by = format!("rule.role-of-{}", cast.mentions[owner].by);
            (of_state(cast, base, role, &lemma, sector, &name), by)
        }
        Some(_) => return,
        None => {
            if let Some(entity) = same_role(cast, &lemma, None, s) {
                (entity, "rule.same-role".to_owned())
            } else {
                // "a hospital" may stand anywhere; "the army" is that of the state the text is about.
                let tree = &text.trees[s];
                let indefinite = tree
                    .with(i, "det")
                    .any(|d| matches!(tree.token(d).lemma.to_lowercase().as_str(), "a" | "an" | "ein" | "eine"))
                    || role.row.kind != "person" && tree.child(i, "nummod").is_some();
                let elsewhere =
                    matches!(sector, Some(Sector::Med | Sector::Edu | Sector::Rel | Sector::Bus | Sector::Jrn));
                let body = role.row.kind != "person";
                let specific = (role.row.stands_for_state || body) && !indefinite && !elsewhere;
                let domestic = matches!(sector, Some(Sector::Cop | Sector::Jud | Sector::Opp | Sector::Cvl));
                let state = |code: String| text.knowledge.state(&code);
                let (base, by) =
                    if let Some(state) = located(text, around, cast, s, i, specific && domestic).and_then(state) {
                        (known(cast, state, text.language), "rule.role-in-place")
                    } else if !specific {
                        return;
                    } else if let Some(state) = same_body(text, cast, &lemma, s).filter(|_| body).and_then(state) {
                        (known(cast, state, text.language), "rule.same-body")
                    } else if let Some(base) = focus(text, cast, s, i) {
                        (base, "rule.role-in-focus")
                    } else {
                        return;
                    };
                (of_state(cast, base, role, &lemma, sector, &name), by.to_owned())
            }
        }
    };
    cast.mention(Mention { sentence: s, head: i, range, kind: MentionKind::Nominal, by, entity });
}

/// The state whose body of this name was last named in full: "die sudanesische Armee" before "die Armee".
fn same_body(text: &Text<'_>, cast: &Cast, lemma: &str, s: usize) -> Option<String> {
    let told = |m: &&Mention| {
        m.sentence <= s
            && m.by != "rule.role-in-focus"
            && cast.entities[m.entity].kind != EntityKind::Media
            && text.trees[m.sentence].token(m.head).lemma.to_lowercase() == lemma
    };
    cast.mentions.iter().rev().filter(told).find_map(|m| cast.entities[m.entity].state.clone())
}

/// The state of a place that a noun's own phrase names, or, with `clause`, the clause around it: "the parliament in
/// Ankara", "in Hongkong hat die Polizei".
fn located(text: &Text<'_>, around: &Around, cast: &Cast, s: usize, i: usize, clause: bool) -> Option<String> {
    let tree = &text.trees[s];
    let mut found = None;
    for name in tree.sent.names.iter().filter(|n| n.kind == NameKind::Place) {
        let words: Vec<usize> = (name.start..name.end).collect();
        let head = head_of(text, s, &words);
        // "the mayor of Mostar"
        let direct = tree.is(head, "nmod") && tree.token(head).head == Some(i);
        let top = if direct { head } else { locative_top(tree, head) };
        let prep = tree.preposition(top);
        let fits = matches!(prep.as_str(), "in" | "bei" | "nahe" | "at" | "near" | "aus" | "within")
            || direct && matches!(prep.as_str(), "" | "of" | "von" | "from");
        if !fits {
            continue;
        }
        let own = tree.token(top).head == Some(i);
        if own || clause && found.is_none() && tree.clause(top) == tree.clause(i) {
            let state = country_of(text, around, cast, s, head, tree.range(&words));
            if own && state.is_some() {
                return state;
            }
            found = found.or(state);
        }
    }
    found
}

/// The holder of a role in a state if the document names one, else the state's people of that sector.
fn of_state(
    cast: &mut Cast,
    base: usize,
    role: &RoleHit<'_>,
    lemma: &str,
    sector: Option<Sector>,
    name: &str,
) -> usize {
    let state = cast.entities[base].state.clone();
    if role.row.kind != "person" {
        return cast.variant(base, sector, name);
    }
    if let Some(holder) = same_role(cast, lemma, state.as_deref(), usize::MAX) {
        return holder;
    }
    let key = format!("role:{}/{lemma}", cast.entities[base].key);
    let (entity, code) = (cast.entities[base].entity.clone(), cast.entities[base].code.clone());
    let code = match (sector, cast.entities[base].kind) {
        (Some(sector), EntityKind::State) => format!("{code}{sector}"),
        _ => code,
    };
    cast.entity(&key.clone(), || Entity {
        key,
        kind: EntityKind::Person,
        name: name.to_owned(),
        state,
        sector,
        code,
        entity,
        role: Some(name.to_owned()),
        role_lemma: Some(lemma.to_owned()),
    })
}

/// A person or group mentioned before sentence `s` (or anywhere) with this role.
fn same_role(cast: &Cast, lemma: &str, state: Option<&str>, s: usize) -> Option<usize> {
    let fits = |e: &Entity| {
        e.role_lemma.as_deref() == Some(lemma)
            && e.kind == EntityKind::Person
            && (state.is_none() || e.state.as_deref() == state)
    };
    if state.is_some() {
        return cast.entities.iter().position(fits);
    }
    let mentions = cast.mentions.iter().rev();
    mentions.filter(|m| m.sentence <= s).map(|m| m.entity).find(|&e| fits(&cast.entities[e]))
}

/// The state that the text is about just here: what stands before the word in its own sentence tells most; mentions
/// weigh less with distance, subjects more.
pub(crate) fn focus(text: &Text<'_>, cast: &mut Cast, s: usize, before: usize) -> Option<usize> {
    let mut weight: BTreeMap<String, f32> = BTreeMap::new();
    for m in &cast.mentions {
        if m.sentence > s || m.sentence == s && m.head >= before || s - m.sentence > REACH + 1 {
            continue;
        }
        let entity = &cast.entities[m.entity];
        let Some(state) = entity.state.as_deref().filter(|c| !crate::naming::is_generic(c)) else { continue };
        if entity.kind == EntityKind::Media {
            continue;
        }
        let near = match s - m.sentence {
            0 => SAME_SENTENCE,
            distance => 0.6_f32.powi(i32::try_from(distance).unwrap_or(9)),
        };
        let subject = if is_subject(text, m) { 1.5 } else { 1.0 };
        *weight.entry(state.to_owned()).or_default() += near * subject;
    }
    for place in &cast.located {
        let before = place.sentence < s || place.sentence == s && place.head < before;
        if before && s - place.sentence <= REACH + 1 {
            let near = 0.6_f32.powi(i32::try_from(s - place.sentence).unwrap_or(9));
            *weight.entry(place.state.clone()).or_default() += near;
        }
    }
    let mut best: Option<(&String, f32)> = None;
    for (state, &w) in &weight {
        if best.is_none_or(|(_, b)| w > b) {
            best = Some((state, w));
        }
    }
    let state = best?.0.clone();
    Some(known(cast, text.knowledge.state(&state)?, text.language))
}

fn is_subject(text: &Text<'_>, m: &Mention) -> bool {
    let tree = &text.trees[m.sentence];
    tree.is(m.head, "nsubj") || tree.is(m.head, "conj") && tree.token(m.head).head.is_some_and(|h| tree.is(h, "nsubj"))
}

/// What a third-person pronoun may stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Referring {
    /// he, she: a person.
    Person,
    /// er, sein, ihm: a person, or a thing of that gender.
    PersonOrThing,
    /// they, sie (plural).
    Plural,
    /// it, es: a state, body or organisation.
    Thing,
}

fn referring(form: &str, plural: bool) -> Option<Referring> {
    Some(match form {
        "he" | "him" | "his" | "she" | "her" | "hers" => Referring::Person,
        "it" | "its" => Referring::Thing,
        "they" | "them" | "their" | "theirs" | "ihnen" => Referring::Plural,
        "sie" | "ihr" | "ihre" | "ihrer" | "ihren" | "ihrem" | "ihres" if plural => Referring::Plural,
        "er" | "ihn" | "ihm" | "sein" | "seine" | "seinen" | "seiner" | "seinem" | "seines" | "sie" | "ihr"
        | "ihre" | "ihrer" | "ihren" | "ihrem" | "ihres" => Referring::PersonOrThing,
        _ => return None,
    })
}

fn pronoun(text: &Text<'_>, cast: &mut Cast, s: usize, i: usize) {
    let tree = &text.trees[s];
    let token = tree.token(i);
    if token.feats.is("PronType", "Rel") || token.feats.is("PronType", "Art") {
        return;
    }
    // "Sie" inside a quotation may be an address; outside, the verb's number decides.
    let verb_plural = tree.token(i).head.and_then(|h| tree.finite(h)).map(|v| tree.token(v).feats.is("Number", "Plur"));
    let plural = if tree.is(i, "nsubj") { verb_plural.unwrap_or(false) } else { token.feats.is("Number", "Plur") };
    let possessive = token.upos == Upos::Det;
    let Some(referring) = referring(&token.form.to_lowercase(), plural && !possessive) else { return };
    let mut best: Option<(f32, usize)> = None;
    for m in cast.mentions.iter().rev() {
        if m.sentence > s || m.sentence == s && m.head >= i || s - m.sentence > REACH {
            continue;
        }
        let Some(fit) = fits(text, cast, m, referring, &token.feats) else { continue };
        let mut score = fit - 2.0 * (s - m.sentence) as f32;
        if is_subject(text, m) {
            score += 1.5;
        }
        if m.kind == MentionKind::Adjective || m.kind == MentionKind::CompoundPart {
            score -= 2.0;
        }
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, m.entity));
        }
    }
    let Some((score, entity)) = best else { return };
    if score < -3.0 {
        return;
    }
    let range = token.range;
    let by = "rule.pronoun".to_owned();
    cast.mention(Mention { sentence: s, head: i, range, kind: MentionKind::Pronoun, by, entity });
}

/// How well a mention suits a pronoun, `None` if not at all.
fn fits(
    text: &Text<'_>,
    cast: &Cast,
    m: &Mention,
    referring: Referring,
    feats: &depesche_record::Feats,
) -> Option<f32> {
    let entity = &cast.entities[m.entity];
    let head = text.trees[m.sentence].token(m.head);
    if entity.kind == EntityKind::Media {
        return None;
    }
    let person = entity.kind == EntityKind::Person;
    let plural = head.feats.is("Number", "Plur") || text.trees[m.sentence].child(m.head, "conj").is_some();
    match referring {
        Referring::Person => person.then_some(1.0),
        Referring::PersonOrThing if person => Some(1.0),
        Referring::PersonOrThing => {
            let gender = (feats.get("Gender"), head.feats.get("Gender"));
            (!plural && !gender.0.is_empty() && gender.0 == gender.1).then_some(0.0)
        }
        Referring::Plural => Some(if plural {
            1.0
        } else if person {
            return None;
        } else {
            -0.5
        }),
        Referring::Thing => (!person && !plural).then_some(0.5),
    }
}

/// "beide Staaten", "the two sides", "both": the last two states that were mentioned.
fn pair(text: &Text<'_>, cast: &mut Cast, s: usize, i: usize) -> bool {
    let tree = &text.trees[s];
    let is_both = |w: usize| matches!(tree.token(w).lemma.to_lowercase().as_str(), "beide" | "beid" | "both");
    let is_two = |w: usize| matches!(tree.token(w).lemma.to_lowercase().as_str(), "zwei" | "two");
    let token = tree.token(i);
    let noun = token.upos == Upos::Noun
        && text
            .knowledge
            .role(text.language, &token.lemma)
            .is_some_and(|r| matches!(r.row.kind.as_str(), "state" | "side") || r.row.stands_for_state)
        && tree.children(i).iter().any(|&c| is_both(c) || is_two(c) && tree.with(i, "det").next().is_some());
    let alone = token.upos == Upos::Pron && is_both(i);
    if !noun && !alone || owner_mention(text, cast, s, i).is_some() {
        return false;
    }
    let mut states: Vec<String> = Vec::new();
    for m in cast.mentions.iter().rev() {
        if m.sentence > s || m.sentence == s && m.head >= i || s - m.sentence > REACH + 1 {
            continue;
        }
        let state = cast.entities[m.entity].state.clone().filter(|c| !crate::naming::is_generic(c));
        if let Some(state) = state.filter(|c| !states.contains(c)) {
            states.push(state);
        }
    }
    states.truncate(2);
    if states.len() < 2 {
        return false;
    }
    let entities =
        states.iter().filter_map(|c| text.knowledge.state(c)).map(|e| known(cast, e, text.language)).collect();
    cast.stands_for(s, i, entities);
    true
}
