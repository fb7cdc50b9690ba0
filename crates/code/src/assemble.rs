//! From what was found to the contract: ids, keys, code points, reasons.

use crate::acts::category_of;
use crate::attach::{
    SentenceNumber, SentenceTime, by_tense, horizon, is_historical, numbers_of, published, record_time, time_of,
};
use crate::cast::{Cast, EntityKind, Mention, Referent};
use crate::claims::Claim;
use crate::events::Report;
use crate::groups::group;
use crate::outlooks::FoundOutlook;
use crate::places::{FoundPlace, place_of};
use crate::roles::Filler;
use crate::text::Text;
use depesche_record::{
    Actor, Auxiliary, ByteRange, Coding, Cue, Event, Evidence, Object, Outlook, Place, PlaceMention, ProducedBy,
    Quantity, RoleFiller, Source, SourceKind, TextSpan, TimeMention, Why, WhyEvent, mode_score, modes_of, stable_key,
};
use std::collections::BTreeMap;

/// Everything that the steps before have found.
pub(crate) struct Parts {
    pub cast: Cast,
    pub claims: Vec<Claim>,
    pub reports: Vec<Report>,
    pub places: Vec<FoundPlace>,
    pub times: Vec<SentenceTime>,
    pub numbers: Vec<SentenceNumber>,
    pub outlooks: Vec<FoundOutlook>,
}

/// Ids of the contract for what the parts hold by index.
struct Ids {
    /// Entity → `a1` …
    actor: BTreeMap<usize, String>,
    /// Claim → `c1` …
    claim: Vec<String>,
}

impl Ids {
    fn actors(&self, referents: &[Referent]) -> Vec<String> {
        referents.iter().filter_map(|r| self.actor.get(&r.entity).cloned()).collect()
    }
}

pub(crate) fn assemble(text: &Text<'_>, parts: Parts, produced_by: ProducedBy) -> Coding {
    let order = actor_order(&parts);
    let ids = Ids {
        actor: order.iter().enumerate().map(|(n, &e)| (e, format!("a{}", n + 1))).collect(),
        claim: (0..parts.claims.len()).map(|i| format!("c{}", i + 1)).collect(),
    };
    let actors = order.iter().map(|&e| actor(text, &parts.cast, &ids, e)).collect();
    let mut events: Vec<Event> =
        parts.reports.iter().enumerate().map(|(n, r)| event(text, &parts, &ids, r, n + 1)).collect();
    group(&mut events);
    let claims = parts.claims.iter().enumerate().map(|(i, c)| claim(text, &ids, &events, c, i)).collect();
    let outlooks =
        parts.outlooks.iter().enumerate().map(|(n, o)| outlook(text, &parts, &ids, &events, o, n + 1)).collect();
    let places = parts
        .places
        .iter()
        .enumerate()
        .map(|(n, p)| PlaceMention {
            id: format!("p{}", n + 1),
            key: stable_key(&text.doc.id, "place", text.span(p.range)),
            place: place(text, p),
        })
        .collect();
    Coding {
        produced_by,
        document: text.doc.clone(),
        actors,
        events,
        times: times(text, &parts.times),
        places,
        claims,
        outlooks,
        relations: Vec::new(),
        notices: Vec::new(),
    }
}

/// Entities in the order of their first mention; outlets only where something is said by them.
fn actor_order(parts: &Parts) -> Vec<usize> {
    let said: Vec<usize> = parts.claims.iter().flat_map(|c| c.source.iter().map(|r| r.entity)).collect();
    let used =
        parts.reports.iter().flat_map(|r| r.roles.actor.iter().chain(&r.roles.recipient)).map(|f| f.referent.entity);
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for m in &parts.cast.mentions {
        let place = first.entry(m.entity).or_insert(usize::MAX);
        *place = (*place).min(m.range.start);
    }
    for entity in used.chain(said.iter().copied()) {
        first.entry(entity).or_insert(usize::MAX);
    }
    let mut order: Vec<(usize, usize)> = first
        .into_iter()
        .filter(|(e, _)| parts.cast.entities[*e].kind != EntityKind::Media || said.contains(e))
        .map(|(e, at)| (at, e))
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, e)| e).collect()
}

fn actor(text: &Text<'_>, cast: &Cast, ids: &Ids, entity: usize) -> Actor {
    let mut mentions: Vec<&Mention> = cast.mentions.iter().filter(|m| m.entity == entity).collect();
    mentions.sort_by_key(|m| (m.range.start, m.range.end));
    let e = &cast.entities[entity];
    // "Das Land" may stand before "die spanische Regierung"; the words that say whose it is name it better.
    let telling = mentions.iter().find(|m| m.by.contains("-of-names.")).filter(|_| e.kind == EntityKind::Group);
    let name = telling.map_or(e.name.as_str(), |m| text.str(m.range));
    let first = mentions.first().map_or(ByteRange::new(0, 0), |m| m.range);
    Actor {
        id: ids.actor.get(&entity).cloned().unwrap_or_default(),
        key: stable_key(&text.doc.id, &format!("actor {}", e.key), text.span(first)),
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        state: e.state.clone(),
        sector: e.sector,
        sectors_other: Vec::new(),
        code: e.code.clone(),
        entity: e.entity.clone(),
        role: e.role.clone(),
        mentions: mentions
            .into_iter()
            .map(|m| {
                let span = text.span(m.range);
                depesche_record::Mention {
                    start: span.start,
                    end: span.end,
                    text: text.str(m.range).to_owned(),
                    kind: m.kind,
                    by: m.by.clone(),
                }
            })
            .collect(),
    }
}

fn filler(text: &Text<'_>, cast: &Cast, ids: &Ids, f: &Filler) -> Option<RoleFiller> {
    let id = ids.actor.get(&f.referent.entity)?.clone();
    let span = f.referent.mention.map(|m| text.span(cast.mentions[m].range));
    Some(RoleFiller { id, start: span.map(|s| s.start), end: span.map(|s| s.end), by: f.by.clone() })
}

fn event(text: &Text<'_>, parts: &Parts, ids: &Ids, report: &Report, n: usize) -> Event {
    let act = &report.act;
    let tree = &text.trees[act.sentence];
    let anchor = tree.token(act.token).range;
    let span = text.span(anchor);
    let fillers = |list: &[Filler]| list.iter().filter_map(|f| filler(text, &parts.cast, ids, f)).collect::<Vec<_>>();
    let (mode, mode_by) = mode(text, report);
    let taken: Vec<usize> = report
        .roles
        .actor
        .iter()
        .chain(&report.roles.recipient)
        .filter_map(|f| f.referent.mention.map(|m| parts.cast.mentions[m].head))
        .collect();
    let anchors: Vec<(usize, usize)> = parts.reports.iter().map(|r| (r.act.sentence, r.act.token)).collect();
    let own_time = time_of(text, act, &anchors, &parts.times).map(|i| &parts.times[i]);
    let mut auxiliary = report.reality.auxiliary.clone();
    let past = own_time.is_some_and(|t| is_historical(t, published(text)));
    if past {
        auxiliary.insert(Auxiliary::Historical);
        auxiliary.remove(&Auxiliary::Future);
    }
    let fact = auxiliary.iter().all(|a| *a == Auxiliary::Historical);
    let time = own_time.map(|t| record_time(text, t)).or_else(|| by_tense(text).filter(|_| fact));
    let found_place = place_of(text, act, &parts.places, &taken).map(|i| place(text, &parts.places[i]));
    let why = |(by, word): &(String, Option<usize>)| {
        let at = word.map(|w| text.span(tree.token(w).range));
        Why { by: by.clone(), start: at.map(|s| s.start), end: at.map(|s| s.end) }
    };
    let at_anchor = |by: String| Why { by, start: Some(span.start), end: Some(span.end) };
    let class = act.class.filter(|_| report.kind_by.is_none());
    Event {
        id: format!("e{n}"),
        key: stable_key(&text.doc.id, &format!("event {}", report.kind), span),
        kind: report.kind,
        context: act.class.map(|c| c.context.iter().filter_map(|x| x.parse().ok()).collect()).unwrap_or_default(),
        class: act.class.map(|c| c.id.clone()).unwrap_or_default(),
        cameo: class.map_or_else(|| report.kind.cameo().to_owned(), |c| c.cameo.clone()),
        quad: report.kind.quad(),
        score: mode_score(report.kind, &mode),
        mode,
        actor: fillers(&report.roles.actor),
        recipient: fillers(&report.roles.recipient),
        group: String::new(),
        standing: report.standing,
        reciprocal: report.roles.reciprocal,
        anchor: TextSpan { text: text.str(anchor).to_owned(), start: span.start, end: span.end },
        object: object(text, report),
        quantities: quantities(text, parts, report),
        time,
        place: found_place,
        auxiliary: auxiliary.into_iter().collect(),
        certainty: report.reality.certainty,
        factuality: report.reality.factuality(),
        sources: report.sources.iter().map(|&i| ids.claim[i].clone()).collect(),
        evidence: Evidence {
            sentence: act.sentence,
            start: text.span(tree.sent.range).start,
            end: text.span(tree.sent.range).end,
            by: act.by.clone(),
            score: rounded(act.score),
        },
        why: WhyEvent {
            kind: Some(at_anchor(report.kind_by.map_or_else(|| act.by.clone(), str::to_owned))),
            mode: mode_by.map(at_anchor),
            auxiliary: match own_time.filter(|_| past) {
                Some(time) => {
                    let at = text.span(time.range);
                    Some(Why { by: "rule.long-past".to_owned(), start: Some(at.start), end: Some(at.end) })
                }
                None => report.reality.why_auxiliary.as_ref().map(why),
            },
            certainty: report.reality.why_certainty.as_ref().map(why),
            standing: Some(Why { by: report.standing_by.to_owned(), start: None, end: None }),
        },
    }
}

fn rounded(score: f32) -> f32 {
    (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// The act's modes: its row's, its class's, or the network's.
fn mode(text: &Text<'_>, report: &Report) -> (Vec<String>, Option<String>) {
    let act = &report.act;
    if report.kind_by.is_some() {
        return (Vec::new(), None);
    }
    if let Some(row) = act.row.filter(|r| !r.mode.is_empty()) {
        return (row.mode.clone(), Some(format!("row.{}", row.lemma)));
    }
    if let Some(class) = act.class.filter(|c| !c.mode.is_empty()) {
        return (class.mode.clone(), Some(format!("class.{}", class.id)));
    }
    let signals = text.trees[act.sentence].sent.signals.get(act.token);
    match signals.map(|g| &g.mode) {
        Some((mode, p)) if *p >= 0.5 && modes_of(report.kind).any(|m| m == mode) => {
            (vec![mode.clone()], Some("model.mode".to_owned()))
        }
        _ => (Vec::new(), None),
    }
}

/// The numbers of an act, in the order of the text.
fn quantities(text: &Text<'_>, parts: &Parts, report: &Report) -> Vec<Quantity> {
    let acts: Vec<_> = parts.reports.iter().map(|r| (r.act.sentence, r.act.token, r.act.kind)).collect();
    numbers_of(text, &report.act, &acts, &parts.numbers)
        .into_iter()
        .map(|(i, unit)| {
            let number = &parts.numbers[i];
            let span = text.span(number.range);
            Quantity {
                text: text.str(number.range).to_owned(),
                start: span.start,
                end: span.end,
                low: number.found.low,
                high: number.found.high,
                approximate: number.found.approximate,
                unit,
                of: text.trees[number.sentence].token(number.counted).lemma.clone(),
            }
        })
        .collect()
}

/// Every time expression in the contract's form.
fn times(text: &Text<'_>, times: &[SentenceTime]) -> Vec<TimeMention> {
    times
        .iter()
        .enumerate()
        .map(|(n, t)| TimeMention {
            id: format!("t{}", n + 1),
            key: stable_key(&text.doc.id, "time", text.span(t.range)),
            kind: t.found.kind.as_str().to_owned(),
            value: t.found.value.clone(),
            time: record_time(text, t),
        })
        .collect()
}

/// The thing acted on, where it is no actor.
fn object(text: &Text<'_>, report: &Report) -> Option<Object> {
    let act = &report.act;
    let tree = &text.trees[act.sentence];
    let obj = ["obj".to_owned()];
    let slots: &[String] = act.class.map_or(&obj, |c| c.object.as_slice());
    let arg = slots.iter().find_map(|slot| act.frame.slot(slot).find(|a| a.part.is_none() && a.head != act.token))?;
    if tree.token(arg.head).upos == depesche_record::Upos::Pron {
        return None;
    }
    let range = tree.range(&tree.phrase(arg.head));
    let span = text.span(range);
    Some(Object {
        text: text.str(range).to_owned(),
        start: span.start,
        end: span.end,
        category: category_of(text, &tree.token(arg.head).lemma),
    })
}

fn place(text: &Text<'_>, p: &FoundPlace) -> Place {
    let span = text.span(p.range);
    Place {
        text: text.str(p.range).to_owned(),
        start: span.start,
        end: span.end,
        name: p.name.clone(),
        country: p.country.clone(),
        admin1: p.admin1.clone(),
        geonames: p.geonames,
        lat: p.at.map(|a| a.0),
        lon: p.at.map(|a| a.1),
        precision: p.precision,
    }
}

fn claim(text: &Text<'_>, ids: &Ids, events: &[Event], claim: &Claim, i: usize) -> depesche_record::Claim {
    let tree = &text.trees[claim.sentence];
    let cue = claim.cue.as_ref().map(|cue| {
        let range = tree.range(&cue.words);
        let span = text.span(range);
        Cue {
            text: text.str(range).to_owned(),
            start: span.start,
            end: span.end,
            class: cue.row.map_or_else(|| "model".to_owned(), |r| r.lemma.clone()),
        }
    });
    let content: Vec<_> = claim.content.iter().map(|&r| text.span(r)).collect();
    let whole = claim.content.iter().copied().reduce(ByteRange::cover).unwrap_or(tree.sent.range);
    let at = claim.source_at.map(|(_, r)| text.span(r));
    let words = claim.source_at.map(|(_, r)| text.str(r).to_owned()).unwrap_or_default();
    depesche_record::Claim {
        id: ids.claim[i].clone(),
        key: stable_key(&text.doc.id, "claim", text.span(whole)),
        source: Source {
            actors: ids.actors(&claim.source),
            description: (claim.source_kind == SourceKind::Unnamed && !words.is_empty()).then(|| words.clone()),
            text: words,
            start: at.map(|s| s.start),
            end: at.map(|s| s.end),
            kind: claim.source_kind,
        },
        addressee: ids.actors(&claim.addressee),
        cue,
        form: claim.form,
        stance: claim.stance,
        certainty: claim.certainty,
        polarity: claim.polarity,
        medium: None,
        time: None,
        parent: claim.parent.map(|p| ids.claim[p].clone()),
        events: events
            .iter()
            .filter(|e| content.iter().any(|c| c.start <= e.anchor.start && e.anchor.end <= c.end))
            .map(|e| e.id.clone())
            .collect(),
        content,
        evidence: Evidence {
            sentence: claim.sentence,
            start: text.span(tree.sent.range).start,
            end: text.span(tree.sent.range).end,
            by: claim.by.clone(),
            score: rounded(claim.score),
        },
    }
}

fn outlook(text: &Text<'_>, parts: &Parts, ids: &Ids, events: &[Event], o: &FoundOutlook, n: usize) -> Outlook {
    let span = text.span(o.consequent);
    let inside = |range: Option<ByteRange>| {
        let Some(span) = range.map(|r| text.span(r)) else { return Vec::new() };
        events
            .iter()
            .filter(|e| span.start <= e.anchor.start && e.anchor.end <= span.end)
            .map(|e| e.id.clone())
            .collect()
    };
    let mut sources = Vec::new();
    let mut next = o.claim;
    while let Some(i) = next.filter(|i| !sources.contains(&ids.claim[*i])) {
        sources.push(ids.claim[i].clone());
        next = parts.claims[i].parent;
    }
    let sent = text.span(text.trees[o.sentence].sent.range);
    Outlook {
        id: format!("o{n}"),
        key: stable_key(&text.doc.id, "outlook", span),
        kind: o.kind,
        antecedent: o.antecedent.map(|r| text.span(r)),
        consequent: span,
        antecedent_events: inside(o.antecedent),
        consequent_events: inside(Some(o.consequent)),
        horizon: horizon(
            text,
            &[o.antecedent, Some(o.consequent)].into_iter().flatten().collect::<Vec<_>>(),
            &parts.times,
        ),
        sources,
        certainty: o.certainty,
        polarity: o.polarity,
        evidence: Evidence {
            sentence: o.sentence,
            start: sent.start,
            end: sent.end,
            by: o.by.clone(),
            score: rounded(o.score),
        },
    }
}
