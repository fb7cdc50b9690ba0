//! Place names of the text, and the place where an act happened.

use crate::acts::Act;
use crate::cast::{Cast, Entity, EntityKind, Located, Mention};
use crate::naming::{head_of, is_generic};
use crate::text::Text;
use crate::tree::Tree;
use depesche_knowledge::City;
use depesche_record::{ByteRange, MentionKind, NameKind, Precision};
use std::collections::BTreeSet;

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

/// Words behind a town's name for what is named after it.
const KINDS: [&str; 9] =
    ["County", "District", "City", "Province", "Governorate", "Township", "Municipality", "Airport", "Prefecture"];

/// What it counts that a city's state is named in the sentence, in powers of ten of inhabitants: the village of a
/// state that is named there before another state's town.
const IN_SENTENCE: f64 = 1.5;
/// … and that it is named anywhere in the text.
const IN_TEXT: f64 = 1.0;

/// … and that it lies near another place of the text: "Paris" beside "Texas".
const NEARBY: f64 = 1.5;
/// How near that is.
const NEARBY_KM: f64 = 400.0;

/// Acts whose destination is their place.
const SENDING: &[depesche_record::EventType] =
    &[depesche_record::EventType::Mobilize, depesche_record::EventType::Aid, depesche_record::EventType::Consult];

/// All place names, in the order of the text.
pub(crate) fn places(text: &Text<'_>, cast: &Cast) -> Vec<FoundPlace> {
    let around = around(text, cast);
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
            here.push(state_or_capital(text, &around, s, m, capital, entity));
        }
        for name in tree.sent.names.iter().filter(|n| n.kind == NameKind::Place) {
            let words: Vec<usize> = (name.start..name.end).collect();
            let range = tree.range(&words);
            let known = here.iter().any(|p| p.range.start < range.end && range.start < p.range.end);
            if !known {
                here.push(lookup(text, &around, s, head_of(text, s, &words), range));
            }
        }
        here.sort_by_key(|p| p.range.start);
        place_unknown(text, cast, &mut here);
        out.append(&mut here);
    }
    out
}

/// Places that no table lists lie in the state that their word names ("an American base") or where the place right
/// behind them lies: "Kyankwanzi District, Uganda", "the stadium in Beirut".
fn place_unknown(text: &Text<'_>, cast: &Cast, here: &mut [FoundPlace]) {
    for i in (0..here.len()).rev() {
        if here[i].at.is_some() {
            continue;
        }
        let FoundPlace { sentence, head, range, .. } = here[i];
        let state = cast.at(sentence, head).map(|m| cast.entity_of(m)).filter(|e| e.kind == EntityKind::State);
        if let Some(entity) = state {
            here[i].at = entity.entity.as_deref().and_then(|id| text.knowledge.middle(id));
            here[i].country = here[i].country.take().or_else(|| entity.state.clone());
            continue;
        }
        let Some(next) = here.get(i + 1).filter(|next| next.range.start >= range.end) else { continue };
        let between = text.str(ByteRange::new(range.end, next.range.start)).trim();
        if matches!(between, "," | "in" | "in the" | "near" | ", in" | "bei" | "im" | "in der") && next.at.is_some() {
            (here[i].at, here[i].country) = (next.at, next.country.clone());
        }
    }
}

/// The states that a text is about, which tell cities of one name apart.
pub(crate) struct Around {
    /// State and sentence of every mention, however it is named.
    named: BTreeSet<(String, usize)>,
    /// States in which places lie whose name no other place has.
    certain: BTreeSet<String>,
    /// Degrees of regions and of places whose name no other place has.
    points: Vec<(f64, f64)>,
}

impl Around {
    /// How far the text around speaks for a city: a power of ten in inhabitants each.
    fn speaks_for(&self, s: usize, city: &City<'_>) -> f64 {
        let named = |at: usize| self.named.contains(&(city.country.to_string(), at));
        let anywhere =
            self.named.range((city.country.to_string(), 0)..).next().is_some_and(|(c, _)| *c == city.country);
        let sentence = if named(s) { IN_SENTENCE } else { 0.0 };
        let text = if anywhere || self.certain.contains(&*city.country) { IN_TEXT } else { 0.0 };
        let near = self.points.iter().any(|&point| distance_km(point, (city.lat, city.lon)) <= NEARBY_KM);
        let nearby = if near { NEARBY } else { 0.0 };
        sentence + text + nearby + f64::from(city.population.max(1)).log10()
    }
}

/// Kilometres between two places that lie near each other, as on a plane.
fn distance_km((north, east): (f64, f64), other: (f64, f64)) -> f64 {
    const DEGREE_KM: f64 = 111.2;
    let x = (other.1 - east) * ((north + other.0) / 2.0).to_radians().cos();
    (other.0 - north).hypot(x) * DEGREE_KM
}

/// What the states and the unmistakable places of a text say.
pub(crate) fn around(text: &Text<'_>, cast: &Cast) -> Around {
    let state = |m: &Mention| {
        let entity = &cast.entities[m.entity];
        Some((entity.state.clone().filter(|_| entity.kind == EntityKind::State)?, m.sentence))
    };
    let mut named: BTreeSet<(String, usize)> = cast.mentions.iter().filter_map(state).collect();
    let mut certain = BTreeSet::new();
    let mut points = Vec::new();
    for (s, tree) in text.trees.iter().enumerate() {
        for name in tree.sent.names.iter().filter(|n| n.kind == NameKind::Place) {
            let words: Vec<usize> = (name.start..name.end).collect();
            let words = text.str(tree.range(&words));
            if let Some(region) = text.knowledge.region(text.language, words).filter(|r| !r.country.is_empty()) {
                named.insert((region.country.clone(), s));
                points.push((region.lat, region.lon));
            } else if let [city] = text.knowledge.cities(text.language, words)[..] {
                certain.insert(city.country.clone().into_owned());
                points.push((city.lat, city.lon));
            }
        }
    }
    Around { named, certain, points }
}

fn state_or_capital(
    text: &Text<'_>,
    around: &Around,
    s: usize,
    m: &Mention,
    capital: bool,
    entity: &Entity,
) -> FoundPlace {
    let Mention { head, range, .. } = *m;
    if capital {
        let mut found = lookup(text, around, s, head, range);
        if let Some(state) = &entity.state {
            found.country = Some(state.clone());
        }
        return found;
    }
    let region = text.knowledge.region(text.language, text.str(range));
    let middle = || entity.entity.as_deref().and_then(|id| text.knowledge.middle(id));
    FoundPlace {
        sentence: s,
        head,
        range,
        name: entity.name.clone(),
        country: entity.state.clone().filter(|c| !is_generic(c)),
        admin1: None,
        geonames: None,
        // "Scotland" names a state, but not all of it.
        at: region.map(|r| (r.lat, r.lon)).or_else(middle),
        precision: Precision::Country,
    }
}

/// A region, a city, or just words.
fn lookup(text: &Text<'_>, around: &Around, s: usize, head: usize, range: ByteRange) -> FoundPlace {
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
    // "Chester County", "Hualien City": the seat stands for what is named after it.
    let seat = words.rsplit_once(' ').filter(|(_, kind)| KINDS.contains(kind)).map(|(seat, _)| seat);
    let cities = match seat {
        Some(seat) if cities.is_empty() => text.knowledge.cities(text.language, seat),
        _ => cities,
    };
    let likelihood = |c: &&City<'_>| around.speaks_for(s, c);
    if let Some(city) = cities.into_iter().max_by(|a, b| likelihood(a).total_cmp(&likelihood(b))) {
        found.name = city.name_in(text.language).to_owned();
        found.country = Some(city.country.clone().into_owned());
        found.admin1 = (!city.admin1.is_empty()).then(|| city.admin1.clone().into_owned());
        found.geonames = Some(u64::from(city.geonames));
        found.at = Some((city.lat, city.lon));
        found.precision = Precision::City;
    }
    found
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
        let Some(rank) = locative_rank(text, act, &anchors, head).or_else(|| beside(tree, act, head)) else { continue };
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
    let order = anchors.iter().position(|&a| a == above).or_else(|| {
        // "blew himself up near a mosque in Kabul": a phrase inside a phrase of the act.
        let nested = matches!(tree.token(above).relation(), "obl" | "nmod" | "obj" | "nsubj");
        let outer = tree.token(above).head.filter(|_| nested && !destination)?;
        (outer == act.token).then_some(anchors.len())
    })?;
    Some(order * 100 + position)
}

/// Acts that are done somewhere, and so where the sentence is set.
const BODILY: &[depesche_record::EventType] = &[
    depesche_record::EventType::Assault,
    depesche_record::EventType::Protest,
    depesche_record::EventType::Coerce,
    depesche_record::EventType::Consult,
];

/// How well a place stands for an act of the same sentence that it is not joined to: "tried to storm the consulate
/// in Karachi, leading to clashes".
fn beside(tree: &Tree<'_>, act: &Act, head: usize) -> Option<usize> {
    let top = locative_top(tree, head);
    let still = matches!(tree.preposition(top).as_str(), "in" | "bei" | "nahe" | "near" | "at" | "outside");
    let joint = tree.ancestors(top).take(4).position(|a| a == act.token || tree.is_inside(act.token, a))?;
    (still && BODILY.contains(&act.kind)).then_some(2000 + joint)
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

/// Towns and regions of a text, with their states.
pub(crate) fn located_in(text: &Text<'_>, around: &Around, cast: &Cast) -> Vec<Located> {
    let mut out = Vec::new();
    for (sentence, tree) in text.trees.iter().enumerate() {
        for name in tree.sent.names.iter().filter(|n| n.kind == NameKind::Place) {
            let words: Vec<usize> = (name.start..name.end).collect();
            if words.iter().any(|&w| cast.at(sentence, w).is_some()) {
                continue;
            }
            let head = head_of(text, sentence, &words);
            let state = lookup(text, around, sentence, head, tree.range(&words)).country.filter(|c| !is_generic(c));
            out.extend(state.map(|state| Located { sentence, head, state }));
        }
    }
    out
}

/// The state that a place name lies in.
pub(crate) fn country_of(
    text: &Text<'_>,
    around: &Around,
    cast: &Cast,
    s: usize,
    head: usize,
    range: ByteRange,
) -> Option<String> {
    let named = cast.at(s, head).and_then(|m| cast.entity_of(m).state.clone());
    named.or_else(|| lookup(text, around, s, head, range).country).filter(|state| !is_generic(state))
}
