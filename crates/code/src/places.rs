//! Place names of the text, and the place where an act happened.

use crate::acts::Act;
use crate::cast::{Cast, Entity, EntityKind};
use crate::naming::{head_of, is_generic};
use crate::text::Text;
use crate::tree::Tree;
use depesche_record::{ByteRange, MentionKind, NameKind, Precision};

/// A place name with what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct FoundPlace {
    pub sentence: usize,
    pub head: usize,
    pub range: ByteRange,
    pub name: String,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub geonames: Option<u64>,
    /// Degrees north and east, of a state or region its middle.
    pub at: Option<(f64, f64)>,
    pub precision: Precision,
}

/// Prepositions of place, those of a destination last.
const LOCATIVE: &[&str] = &[
    "in",
    "bei",
    "nahe",
    "vor",
    "an",
    "auf",
    "über",
    "unweit",
    "außerhalb",
    "innerhalb",
    "nördlich",
    "südlich",
    "östlich",
    "westlich",
    "um",
    "entlang",
    "at",
    "near",
    "on",
    "off",
    "around",
    "outside",
    "inside",
    "within",
    "across",
    "over",
    "along",
    "throughout",
    "nach",
    "into",
    "to",
    "onto",
];

/// Acts whose destination is their place.
const SENDING: &[depesche_record::EventType] =
    &[depesche_record::EventType::Mobilize, depesche_record::EventType::Aid, depesche_record::EventType::Consult];

/// All place names, in the order of the text.
pub(crate) fn places(text: &Text<'_>, cast: &Cast) -> Vec<FoundPlace> {
    let mut out = Vec::new();
    for (s, tree) in text.trees.iter().enumerate() {
        let mut here: Vec<FoundPlace> = Vec::new();
        for m in cast.mentions.iter().filter(|m| m.sentence == s) {
            let entity = &cast.entities[m.entity];
            let named = matches!(m.kind, MentionKind::Name | MentionKind::Metonym) && entity.kind == EntityKind::State;
            let tagged =
                tree.sent.names.iter().any(|n| n.kind == NameKind::Place && (n.start..n.end).contains(&m.head));
            let capital = m.kind == MentionKind::Metonym;
            if !named || capital && !tagged {
                continue;
            }
            here.push(state_or_capital(text, s, m.head, m.range, capital, entity));
        }
        for name in tree.sent.names.iter().filter(|n| n.kind == NameKind::Place) {
            let words: Vec<usize> = (name.start..name.end).collect();
            let range = tree.range(&words);
            let known = here.iter().any(|p| p.range.start < range.end && range.start < p.range.end);
            if !known {
                here.push(lookup(text, s, head_of(text, s, &words), range));
            }
        }
        here.sort_by_key(|p| p.range.start);
        out.append(&mut here);
    }
    agree(&mut out, text);
    out
}

fn state_or_capital(
    text: &Text<'_>,
    s: usize,
    head: usize,
    range: ByteRange,
    capital: bool,
    entity: &Entity,
) -> FoundPlace {
    if capital {
        let mut found = lookup(text, s, head, range);
        if let Some(state) = &entity.state {
            found.country = Some(state.clone());
        }
        return found;
    }
    FoundPlace {
        sentence: s,
        head,
        range,
        name: entity.name.clone(),
        country: entity.state.clone().filter(|c| !is_generic(c)),
        admin1: None,
        geonames: None,
        at: entity.entity.as_deref().and_then(|id| text.knowledge.middle(id)),
        precision: Precision::Country,
    }
}

/// A region, a city, or just words.
fn lookup(text: &Text<'_>, s: usize, head: usize, range: ByteRange) -> FoundPlace {
    let words = text.str(range).replace('\n', " ");
    let lemma = text.trees[s].token(head).lemma.as_str();
    let mut found = FoundPlace {
        sentence: s,
        head,
        range,
        name: words.clone(),
        country: None,
        admin1: None,
        geonames: None,
        at: None,
        precision: Precision::Area,
    };
    if let Some(region) =
        text.knowledge.region(text.language, &words).or_else(|| text.knowledge.region(text.language, lemma))
    {
        found.country = (!region.country.is_empty()).then(|| region.country.clone());
        found.at = Some((region.lat, region.lon));
        found.precision = region.precision.parse().unwrap_or(Precision::Region);
        return found;
    }
    let cities = text.knowledge.cities(text.language, &words);
    let cities = if cities.is_empty() { text.knowledge.cities(text.language, lemma) } else { cities };
    if let Some(city) = cities.first() {
        found.name = city.name_in(text.language).to_owned();
        found.country = Some(city.country.clone().into_owned());
        found.admin1 = (!city.admin1.is_empty()).then(|| city.admin1.clone().into_owned());
        found.geonames = Some(u64::from(city.geonames));
        found.at = Some((city.lat, city.lon));
        found.precision = Precision::City;
    }
    found
}

/// Where a city's name stands for several, one in a state that the text names is preferred.
fn agree(places: &mut [FoundPlace], text: &Text<'_>) {
    let named: Vec<String> = places
        .iter()
        .filter(|p| p.precision == Precision::Country || p.geonames.is_some_and(|_| p.country.is_some()))
        .filter_map(|p| p.country.clone())
        .collect();
    for place in places.iter_mut().filter(|p| p.precision == Precision::City) {
        let states: Vec<&String> = named.iter().filter(|c| Some(*c) != place.country.as_ref()).collect();
        let alone = named.iter().filter(|c| Some(*c) == place.country.as_ref()).count() < 2;
        if !alone {
            continue;
        }
        let cities = text.knowledge.cities(text.language, text.str(place.range));
        if let Some(city) = cities.iter().skip(1).find(|c| states.iter().any(|s| **s == c.country)) {
            place.name = city.name_in(text.language).to_owned();
            place.country = Some(city.country.clone().into_owned());
            place.admin1 = (!city.admin1.is_empty()).then(|| city.admin1.clone().into_owned());
            place.geonames = Some(u64::from(city.geonames));
            place.at = Some((city.lat, city.lon));
        }
    }
}

/// The place of an act: a locative phrase at its word, its object or its support verb.
pub(crate) fn place_of(text: &Text<'_>, act: &Act, places: &[FoundPlace], taken: &[usize]) -> Option<usize> {
    let s = act.sentence;
    let tree = &text.trees[s];
    let here: Vec<usize> = (0..places.len()).filter(|&i| places[i].sentence == s).collect();
    if here.is_empty() {
        return None;
    }
    let mut anchors = vec![act.token];
    anchors.extend(act.frame.slot("obj").map(|a| a.head));
    if let Some(verb) = tree
        .token(act.token)
        .head
        .filter(|_| matches!(tree.token(act.token).relation(), "obj" | "nsubj" | "conj" | "obl" | "xcomp"))
    {
        anchors.push(verb);
    }
    let mut best: Option<(usize, usize)> = None;
    for &i in &here {
        let head = places[i].head;
        if taken.contains(&head) {
            continue;
        }
        let Some(rank) = locative_rank(text, act, &anchors, head) else { continue };
        if best.is_none_or(|(r, _)| rank < r) {
            best = Some((rank, i));
        }
    }
    best.map(|(_, i)| i)
}

/// How well a place name's phrase stands as the place of one of `anchors`, lower is better.
fn locative_rank(text: &Text<'_>, act: &Act, anchors: &[usize], head: usize) -> Option<usize> {
    let tree = &text.trees[act.sentence];
    let top = locative_top(tree, head);
    let prep = tree.preposition(top);
    let position = LOCATIVE.iter().position(|p| *p == prep || prep.split(' ').next() == Some(p))?;
    let destination = matches!(prep.as_str(), "nach" | "into" | "to" | "onto");
    if destination && !SENDING.contains(&act.kind) {
        return None;
    }
    let above = tree.token(top).head?;
    let order = anchors.iter().position(|&a| a == above)?;
    Some(order * 100 + position)
}

/// The head of the phrase that a place name stands in: "in der Stadt Goma", "in the village of X".
pub(crate) fn locative_top(tree: &Tree<'_>, head: usize) -> usize {
    let mut top = head;
    for _ in 0..3 {
        let prep = tree.preposition(top);
        let inner = matches!(tree.token(top).relation(), "appos" | "flat" | "compound" | "conj")
            || tree.token(top).relation() == "nmod" && (prep.is_empty() || matches!(prep.as_str(), "of" | "von"));
        match tree.token(top).head.filter(|_| inner) {
            Some(above) => top = above,
            None => break,
        }
    }
    top
}

/// The state that a place name lies in.
pub(crate) fn country_of(text: &Text<'_>, cast: &Cast, s: usize, head: usize, range: ByteRange) -> Option<String> {
    let named = cast.at(s, head).and_then(|m| cast.entity_of(m).state.clone());
    named.or_else(|| lookup(text, s, head, range).country).filter(|state| !is_generic(state))
}
