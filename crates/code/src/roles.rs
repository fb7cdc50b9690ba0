//! Who acts and on whom: slots of the tree and the network's role links, weighed together.

use crate::acts::Act;
use crate::arguments::{Arg, PredicateKind};
use crate::cast::{Cast, EntityKind, Referent};
use crate::claims::Claim;
use crate::naming::known;
use crate::places::{FoundPlace, locative_top};
use crate::reference::{focus, referents};
use crate::text::Text;
use depesche_record::{EventType, NameKind, RoleLinks, Upos};

/// Share of the tree's slot in a role's score; the rest is the network's link.
const SLOT_WEIGHT: f32 = 0.5;
/// Least score of a role.
const THRESHOLD: f32 = 0.2;
/// Least probability that a word tells an act itself.
const TOLD: f32 = 0.4;
/// The rule by which people and places stand in the state of their surroundings.
const BY_CONTEXT: &str = "rule.state-in-context";
/// Least link of a phrase that is no argument of the anchor in the tree.
const LINK_ALONE: f32 = 0.6;

/// An actor in a role.
#[derive(Debug, Clone)]
pub(crate) struct Filler {
    pub referent: Referent,
    pub by: String,
}

/// The roles of one act.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    pub actor: Vec<Filler>,
    pub recipient: Vec<Filler>,
    pub reciprocal: bool,
}

/// A phrase that may fill a role.
struct Candidate {
    head: usize,
    referents: Vec<Referent>,
    slots: Vec<String>,
    /// Rule that gave its state, where its own words name none.
    state_by: Option<&'static str>,
    actor: f32,
    recipient: f32,
}

/// Fills the roles of an act; `claims` say who "I" and "we" are.
pub(crate) fn roles(text: &Text<'_>, cast: &mut Cast, claims: &[Claim], places: &[FoundPlace], act: &Act) -> Roles {
    let s = act.sentence;
    let links = text.trees[s].sent.links.iter().find(|l| l.anchor == act.token);
    let (actor_slots, recipient_slots) = slots(act);
    let mut candidates = candidates(text, cast, claims, places, act, links);
    let human = |c: &Candidate| is_human(text, s, c.head);
    for c in &mut candidates {
        c.actor = mix(slot_score(&c.slots, &actor_slots), link(text, s, c.head, links.map(|l| &l.actor)));
        c.recipient = mix(slot_score(&c.slots, &recipient_slots), link(text, s, c.head, links.map(|l| &l.recipient)));
    }
    for c in &mut candidates {
        if is_setting(text, s, c) {
            // "killed in an Israeli airstrike": whose act it is, never whom it strikes.
            (c.actor, c.recipient) = (c.actor.max(c.recipient), 0.0);
        } else if c.state_by == Some(BY_CONTEXT) && !human(c) {
            // "A drone strikes a market in Omdurman": where a thing is says nothing of who sent it.
            c.actor = 0.0;
        }
    }
    let reciprocal = is_reciprocal(act);
    let actor = choose(&candidates, |c| c.actor, |c| reciprocal || c.actor >= c.recipient, &[]);
    let taken: Vec<usize> = actor.iter().map(|f| f.referent.entity).collect();
    let mut recipient = choose(&candidates, |c| c.recipient, |c| c.recipient > c.actor || !taken_by(c, &taken), &taken);
    if recipient.is_empty() && !reciprocal {
        recipient = within_content(text, cast, act, &taken);
    }
    join(actor, recipient, reciprocal)
}

/// A phrase that names another act as what this one happened in or by: "in an airstrike", "bei einem Luftangriff".
fn is_setting(text: &Text<'_>, s: usize, c: &Candidate) -> bool {
    let setting = |slot: &String| matches!(slot.as_str(), "in" | "by" | "during" | "bei" | "durch" | "während");
    c.slots.first().is_some_and(setting)
        && text.trees[s].sent.signals.get(c.head).is_some_and(|w| w.trigger_total() >= TOLD)
}

/// Whom a promise, threat, demand or refusal is about, where it is said only in its content: "threatened to cut off
/// electricity to the republic".
fn within_content(text: &Text<'_>, cast: &mut Cast, act: &Act, taken: &[usize]) -> Vec<Filler> {
    let verbal = matches!(
        act.kind,
        EventType::Agree
            | EventType::Request
            | EventType::Accuse
            | EventType::Reject
            | EventType::Threaten
            | EventType::Concede
    );
    if !verbal {
        return Vec::new();
    }
    let s = act.sentence;
    let tree = &text.trees[s];
    let infinitives = tree.with(act.token, "advcl").filter(|&c| tree.token(c).feats.is("VerbForm", "Inf"));
    let clauses: Vec<usize> = act.frame.slot("comp").map(|a| a.head).chain(infinitives).collect();
    let of_actor: Vec<Option<String>> = taken.iter().map(|&e| cast.entities[e].state.clone()).collect();
    let mut best: Option<(usize, usize)> = None;
    for (i, m) in cast.mentions.iter().enumerate().filter(|(_, m)| m.sentence == s) {
        let entity = &cast.entities[m.entity];
        let Some(clause) = clauses.iter().find(|&&c| tree.is_inside(m.head, c)) else { continue };
        if entity.state.is_none() || entity.kind == EntityKind::Media || of_actor.contains(&entity.state) {
            continue;
        }
        let depth = tree.ancestors(m.head).take_while(|a| a != clause).count();
        if best.is_none_or(|(d, _)| depth < d) {
            best = Some((depth, i));
        }
    }
    let found = best.map(|(_, i)| Referent { entity: cast.mentions[i].entity, mention: Some(i) });
    found.map(|referent| Filler { referent, by: "rule.within-content".to_owned() }).into_iter().collect()
}

fn taken_by(c: &Candidate, taken: &[usize]) -> bool {
    c.referents.iter().all(|r| taken.contains(&r.entity))
}

/// Where both sides act all of them are actors.
fn join(mut actor: Vec<Filler>, recipient: Vec<Filler>, reciprocal: bool) -> Roles {
    if !reciprocal || actor.is_empty() && recipient.is_empty() {
        return Roles { actor, recipient, reciprocal: false };
    }
    for filler in recipient {
        if !actor.iter().any(|a| a.referent.entity == filler.referent.entity) {
            actor.push(filler);
        }
    }
    Roles { actor, recipient: Vec::new(), reciprocal: true }
}

fn is_reciprocal(act: &Act) -> bool {
    match act.class {
        Some(class) => class.reciprocal,
        None => act.kind == EventType::Consult,
    }
}

/// The slots of actor and recipient, best first.
fn slots(act: &Act) -> (Vec<String>, Vec<String>) {
    let own = |list: fn(&'static depesche_knowledge::schema::ActRow) -> &'static [String]| {
        act.row.map(list).filter(|l| !l.is_empty()).map(<[String]>::to_vec)
    };
    let of_class = |verb: &[String], noun: &[String]| match act.frame.kind {
        PredicateKind::Verb | PredicateKind::Adjective => verb.to_vec(),
        PredicateKind::Noun => noun.to_vec(),
    };
    let words = |list: &[&str]| list.iter().map(|&w| w.to_owned()).collect::<Vec<_>>();
    let (actor, recipient) = match act.class {
        Some(class) => (of_class(&class.actor, &class.noun_actor), of_class(&class.recipient, &class.noun_recipient)),
        None => match act.frame.kind {
            PredicateKind::Verb | PredicateKind::Adjective => {
                (words(&["subj"]), words(&["dat", "obj", "gegen", "against", "an", "to", "mit", "with", "auf", "on"]))
            }
            PredicateKind::Noun => (
                words(&["gen", "von", "durch", "by", "adj", "part", "subj"]),
                words(&["gegen", "against", "auf", "on", "an", "to", "mit", "with"]),
            ),
        },
    };
    let mut actor = own(|r| &r.actor).unwrap_or(actor);
    let mut recipient = own(|r| &r.recipient).unwrap_or(recipient);
    recipient.push("comp".to_owned());
    if act.frame.kind == PredicateKind::Noun && !actor.iter().any(|s| s == "subj") {
        // The subject of a support verb: "führte einen Angriff durch".
        actor.push("subj".to_owned());
    }
    (actor, recipient)
}

fn slot_score(have: &[String], wanted: &[String]) -> f32 {
    let best = have.iter().filter_map(|slot| wanted.iter().position(|w| w == slot)).min();
    best.map_or(0.0, |rank| 1.0 - 0.04 * rank.min(10) as f32)
}

fn mix(slot: f32, link: Option<f32>) -> f32 {
    match link {
        Some(link) => SLOT_WEIGHT * slot + (1.0 - SLOT_WEIGHT) * link,
        None => SLOT_WEIGHT * slot + 0.1,
    }
}

/// The strongest link of a phrase's own words.
fn link(text: &Text<'_>, s: usize, head: usize, links: Option<&Vec<f32>>) -> Option<f32> {
    let links = links?;
    let words = text.trees[s].phrase(head);
    let best = words.iter().filter_map(|&w| links.get(w)).copied().fold(0.0, f32::max);
    Some(best)
}

fn candidates(
    text: &Text<'_>,
    cast: &mut Cast,
    claims: &[Claim],
    places: &[FoundPlace],
    act: &Act,
    links: Option<&RoleLinks>,
) -> Vec<Candidate> {
    let s = act.sentence;
    let mut out: Vec<Candidate> = Vec::new();
    let mut args: Vec<Arg> = act.frame.args.iter().filter(|a| a.slot != "comp").cloned().collect();
    args.extend(asked(text, act));
    for arg in &args {
        if let Some(known) = out.iter_mut().find(|c| c.head == arg.head && arg.part.is_none()) {
            known.slots.push(arg.slot.clone());
            continue;
        }
        let named = match arg.part {
            Some(_) => cast
                .part(s, arg.head)
                .map(|m| vec![Referent { entity: cast.mentions[m].entity, mention: Some(m) }])
                .unwrap_or_default(),
            None => phrase_referents(text, cast, claims, s, arg.head),
        };
        let without_state = named.iter().all(|r| cast.entities[r.entity].state.is_none());
        let context =
            if without_state && arg.part.is_none() { by_context(text, cast, places, act, arg.head) } else { None };
        let state_by = context.map(|(_, by)| by);
        let found = context.map_or(named, |(referent, _)| vec![referent]);
        if !found.is_empty() {
            out.push(Candidate {
                head: arg.head,
                referents: found,
                slots: vec![arg.slot.clone()],
                state_by,
                actor: 0.0,
                recipient: 0.0,
            });
        }
    }
    let Some(links) = links else { return out };
    // Phrases that only the network links: read off the mentions of the sentence.
    let heads: Vec<usize> = cast.mentions.iter().filter(|m| m.sentence == s).map(|m| m.head).collect();
    for head in heads {
        let strong = |l: &[f32]| l.get(head).is_some_and(|&p| p >= LINK_ALONE);
        if (strong(&links.actor) || strong(&links.recipient))
            && !out.iter().any(|c| {
                text.trees[s].phrase(c.head).contains(&head) || text.trees[s].conjuncts(c.head).contains(&head)
            })
        {
            let found = phrase_referents(text, cast, claims, s, head);
            if !found.is_empty() {
                out.push(Candidate {
                    head,
                    referents: found,
                    slots: Vec::new(),
                    state_by: None,
                    actor: 0.0,
                    recipient: 0.0,
                });
            }
        }
    }
    out
}

/// Who is asked or accused without being named as an object: the subject of the clause ("demanded that Canada cut …").
fn asked(text: &Text<'_>, act: &Act) -> Vec<Arg> {
    if !matches!(act.kind, EventType::Request | EventType::Accuse) {
        return Vec::new();
    }
    let clauses = act.frame.slot("comp").filter_map(|c| text.frame(act.sentence, c.head));
    let subjects =
        clauses.flat_map(|f| f.args.iter().filter(|a| !a.shared && matches!(a.slot.as_str(), "subj" | "obj")));
    subjects.map(|a| Arg { slot: "comp".to_owned(), ..a.clone() }).collect()
}

/// The referents of a phrase; "we" is whoever speaks.
fn phrase_referents(text: &Text<'_>, cast: &mut Cast, claims: &[Claim], s: usize, head: usize) -> Vec<Referent> {
    let token = text.trees[s].token(head);
    if matches!(token.upos, Upos::Pron | Upos::Det) && is_first_person(&token.form) {
        let speaker = claims.iter().rev().find(|c| c.holds(token.range));
        return speaker.map_or_else(Vec::new, |c| {
            c.source.iter().map(|r| Referent { entity: r.entity, mention: None }).collect()
        });
    }
    let mut found = referents(text, cast, s, head);
    found.retain(|r| cast.entities[r.entity].kind != EntityKind::Media);
    found
}

/// People and places without a state of their own stand in one: that of a place name in or beside their phrase, or
/// the state that the text is about.
fn by_context(
    text: &Text<'_>,
    cast: &mut Cast,
    places: &[FoundPlace],
    act: &Act,
    head: usize,
) -> Option<(Referent, &'static str)> {
    let s = act.sentence;
    let tree = &text.trees[s];
    let token = tree.token(head);
    if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj)
        || cast.at(s, head).is_some_and(|m| cast.entity_of(m).kind == EntityKind::Media)
    {
        return None;
    }
    let within = places.iter().find(|p| p.sentence == s && p.country.is_some() && tree.is_inside(p.head, head));
    let beside =
        || places.iter().find(|p| p.sentence == s && p.country.is_some() && tree.clause(p.head) == tree.clause(head));
    let around = || {
        places
            .iter()
            .find(|p| p.sentence == s && p.country.is_some() && tree.preposition(locative_top(tree, p.head)) == "in")
    };
    let violent = matches!(act.kind, EventType::Assault | EventType::Coerce | EventType::Protest);
    let human = is_human(text, s, head);
    let (code, by) = match (within, beside().filter(|_| violent || human).or_else(|| around().filter(|_| violent))) {
        (Some(place), _) => (place.country.clone(), "rule.place-in-phrase"),
        (None, Some(place)) => (place.country.clone(), BY_CONTEXT),
        (None, None) if human => (focus(text, cast, s, head).and_then(|e| cast.entities[e].state.clone()), BY_CONTEXT),
        (None, None) => return None,
    };
    let entity = known(cast, text.knowledge.state(&code?)?, text.language);
    Some((Referent { entity, mention: None }, by))
}

/// A person's name or a word for people.
pub(crate) fn is_human(text: &Text<'_>, s: usize, head: usize) -> bool {
    let tree = &text.trees[s];
    let lemma = &tree.token(head).lemma;
    tree.sent.names.iter().any(|n| n.kind == NameKind::Person && (n.start..n.end).contains(&head))
        || text.knowledge.role(text.language, lemma).is_some()
        || text.knowledge.category(text.language, lemma).iter().any(|c| {
            matches!(c.id.as_str(), "civilians" | "prisoners" | "hostages" | "officials" | "leaders" | "troops")
        })
}

fn is_first_person(form: &str) -> bool {
    matches!(
        form.to_lowercase().as_str(),
        "ich"
            | "wir"
            | "uns"
            | "mich"
            | "mir"
            | "unser"
            | "unsere"
            | "unserer"
            | "unseren"
            | "unserem"
            | "i"
            | "we"
            | "us"
            | "me"
            | "our"
            | "my"
    )
}

/// The best candidate above the threshold, and others that the network links as strongly.
fn choose(
    candidates: &[Candidate],
    score: impl Fn(&Candidate) -> f32,
    allowed: impl Fn(&Candidate) -> bool,
    taken: &[usize],
) -> Vec<Filler> {
    let mut best: Option<&Candidate> = None;
    for c in candidates.iter().filter(|c| allowed(c) && score(c) >= THRESHOLD && !taken_by(c, taken)) {
        if best.is_none_or(|b| score(c) > score(b)) {
            best = Some(c);
        }
    }
    let Some(best) = best else { return Vec::new() };
    let by = match (best.state_by, best.slots.first()) {
        (Some(rule), _) => rule.to_owned(),
        (None, Some(slot)) => format!("slot.{slot}"),
        (None, None) => "model.role".to_owned(),
    };
    best.referents
        .iter()
        .filter(|r| !taken.contains(&r.entity))
        .map(|&referent| Filler { referent, by: by.clone() })
        .collect()
}
