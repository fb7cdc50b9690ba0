//! Makes small valid codings: a text, actors, and acts, claims and outlooks that stand on its words.

use depesche_record::{
    Actor, Auxiliary, Basis, Certainty, Claim, ClaimForm, Coding, Document, Event, EventType, Evidence, Granularity,
    Language, Metadata, Outlook, OutlookKind, Place, Polarity, Precision, ProducedBy, Quantity, Relation, RelationKind,
    RelationStatus, RoleFiller, Source, SourceKind, Span, Stance, Standing, TextSpan, Time, WhyEvent, stable_key,
};

/// A coding in the making.
#[derive(Clone)]
pub struct Dispatch {
    pub text: String,
    pub meta: Metadata,
    pub program: String,
    actors: Vec<Actor>,
    events: Vec<Event>,
    claims: Vec<Claim>,
    outlooks: Vec<Outlook>,
    relations: Vec<Relation>,
}

impl Dispatch {
    pub fn new(outlet: &str, date: &str, text: &str) -> Self {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let meta = Metadata {
            outlet: some(outlet),
            date: some(date),
            date_from: some(date).map(|_| "flag".to_owned()),
            title: Some("Dispatch".to_owned()),
            ..Metadata::default()
        };
        Self {
            text: text.to_owned(),
            meta,
            program: "0.1.0".to_owned(),
            actors: vec![],
            events: vec![],
            claims: vec![],
            outlooks: vec![],
            relations: vec![],
        }
    }

    /// The actor of a state, made when first named; its id.
    pub fn state(&mut self, name: &str, code: &str) -> String {
        if let Some(actor) = self.actors.iter().find(|a| a.name == name) {
            return actor.id.clone();
        }
        let id = format!("a{}", self.actors.len() + 1);
        let mentions = self.text.find(name).map(|_| {
            let at = self.span(name);
            depesche_record::Mention {
                start: at.start,
                end: at.end,
                text: name.to_owned(),
                kind: depesche_record::MentionKind::Name,
                by: "test".to_owned(),
            }
        });
        self.actors.push(Actor {
            id: id.clone(),
            key: String::new(),
            name: name.to_owned(),
            state: Some(code.to_owned()),
            sector: None,
            sectors_other: vec![],
            code: code.to_owned(),
            entity: Some(format!("state:{code}")),
            role: None,
            mentions: mentions.into_iter().collect(),
        });
        id
    }

    /// An asserted act between states, carried by `word`.
    pub fn act(&mut self, kind: EventType, who: &[&str], whom: &[&str], word: &str) -> &mut Event {
        let id = format!("e{}", self.events.len() + 1);
        let fillers = |ids: &[&str]| {
            let filler = |id: &&str| RoleFiller { id: (*id).to_owned(), start: None, end: None, by: "test".to_owned() };
            ids.iter().map(filler).collect()
        };
        let anchor = self.span(word);
        self.events.push(Event {
            group: format!("g{}", self.events.len() + 1),
            id,
            key: String::new(),
            kind,
            mode: vec![],
            context: vec![],
            class: String::new(),
            cameo: kind.cameo().to_owned(),
            quad: kind.quad(),
            score: kind.score(),
            actor: fillers(who),
            recipient: fillers(whom),
            standing: Standing::Asserted,
            reciprocal: false,
            anchor: TextSpan { text: word.to_owned(), start: anchor.start, end: anchor.end },
            object: None,
            quantities: vec![],
            time: None,
            place: None,
            auxiliary: vec![],
            certainty: Certainty::Certain,
            factuality: 3,
            sources: vec![],
            evidence: self.evidence(anchor),
            why: WhyEvent::default(),
        });
        self.events.last_mut().unwrap()
    }

    /// A claim with `cue`; its id.
    pub fn claim(&mut self, source: &[&str], stance: Stance, cue: &str) -> String {
        let id = format!("c{}", self.claims.len() + 1);
        let at = self.span(cue);
        self.claims.push(Claim {
            id: id.clone(),
            key: String::new(),
            source: Source {
                actors: source.iter().map(|s| (*s).to_owned()).collect(),
                text: String::new(),
                start: None,
                end: None,
                kind: SourceKind::Actor,
                description: None,
            },
            addressee: vec![],
            cue: Some(depesche_record::Cue {
                text: cue.to_owned(),
                start: at.start,
                end: at.end,
                class: cue.to_owned(),
            }),
            form: ClaimForm::Indirect,
            content: vec![],
            stance,
            certainty: Certainty::Certain,
            polarity: Polarity::Positive,
            medium: None,
            time: None,
            parent: None,
            events: vec![],
            evidence: self.evidence(at),
        });
        id
    }

    pub fn outlook(&mut self, kind: OutlookKind, consequent: &str, due: Option<Time>) -> &mut Outlook {
        let at = self.span(consequent);
        self.outlooks.push(Outlook {
            id: format!("o{}", self.outlooks.len() + 1),
            key: String::new(),
            kind,
            antecedent: None,
            consequent: at,
            antecedent_events: vec![],
            consequent_events: vec![],
            horizon: due,
            sources: vec![],
            certainty: Certainty::Probable,
            polarity: Polarity::Positive,
            evidence: self.evidence(at),
        });
        self.outlooks.last_mut().unwrap()
    }

    pub fn alliance(&mut self, between: &[&str], word: &str) {
        let at = self.span(word);
        self.relations.push(Relation {
            id: format!("r{}", self.relations.len() + 1),
            key: String::new(),
            kind: RelationKind::Alliance,
            between: between.iter().map(|s| (*s).to_owned()).collect(),
            name: None,
            status: RelationStatus::Holds,
            certainty: Certainty::Certain,
            begins: None,
            ends: None,
            terms: vec![],
            sources: vec![],
            evidence: self.evidence(at),
        });
    }

    pub fn build(&self) -> Coding {
        let mut document = Document::new(
            self.text.as_bytes(),
            self.text.clone(),
            "text/plain; charset=utf-8".to_owned(),
            self.meta.language.unwrap_or(Language::English),
            self.meta.clone(),
        );
        document.sentences = self.sentences();
        let key = |kind: &str, e: &Evidence| stable_key(&document.id, kind, Span { start: e.start, end: e.end });
        let mut coding = Coding {
            produced_by: ProducedBy {
                contract: 1,
                program: self.program.clone(),
                model: "test".to_owned(),
                knowledge: "test".to_owned(),
            },
            actors: self.actors.clone(),
            events: self.events.clone(),
            times: vec![],
            places: vec![],
            claims: self.claims.clone(),
            outlooks: self.outlooks.clone(),
            relations: self.relations.clone(),
            notices: vec![],
            document: document.clone(),
        };
        coding.actors.iter_mut().for_each(|a| a.key = stable_key(&document.id, &a.name, Span { start: 0, end: 0 }));
        coding.events.iter_mut().for_each(|e| e.key = key("event", &e.evidence));
        coding.claims.iter_mut().for_each(|c| c.key = key("claim", &c.evidence));
        coding.outlooks.iter_mut().for_each(|o| o.key = key("outlook", &o.evidence));
        coding.relations.iter_mut().for_each(|r| r.key = key("relation", &r.evidence));
        coding
    }

    fn span(&self, word: &str) -> Span {
        let byte = self.text.find(word).unwrap_or_else(|| panic!("\"{word}\" is not in the text"));
        let start = self.text[..byte].chars().count();
        Span { start, end: start + word.chars().count() }
    }

    fn evidence(&self, at: Span) -> Evidence {
        let sentence = self.sentences().iter().position(|s| at.start < s.end).unwrap();
        Evidence { sentence, start: at.start, end: at.end, by: "test".to_owned(), score: 0.9 }
    }

    /// Sentences end with a full stop.
    fn sentences(&self) -> Vec<Span> {
        let mut start = 0;
        let sentences = self.text.split_inclusive(". ").map(|sentence| {
            let n_chars = sentence.chars().count();
            let span = Span { start, end: start + sentence.trim_end().chars().count() };
            start += n_chars;
            span
        });
        sentences.collect()
    }
}

/// A day given in the text.
pub fn day(day: &str) -> Time {
    days(day, day, Granularity::Day)
}

pub fn days(from: &str, to: &str, granularity: Granularity) -> Time {
    Time {
        text: from.to_owned(),
        start: None,
        end: None,
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        granularity,
        basis: Basis::Explicit,
    }
}

pub fn city(name: &str, country: &str) -> Place {
    Place {
        text: name.to_owned(),
        start: 0,
        end: 0,
        name: name.to_owned(),
        country: Some(country.to_owned()),
        admin1: None,
        geonames: None,
        lat: None,
        lon: None,
        precision: Precision::City,
    }
}

pub fn dead(text: &str, n: f64) -> Quantity {
    Quantity {
        text: text.to_owned(),
        start: 0,
        end: 0,
        low: Some(n),
        high: Some(n),
        approximate: false,
        unit: "dead".to_owned(),
        of: "person".to_owned(),
    }
}

/// An act as its source puts it.
pub fn claimed(event: &mut Event, claim: &str) {
    event.standing = Standing::Claimed;
    event.sources = vec![claim.to_owned()];
}

/// An act that is said not to be so.
pub fn denied(event: &mut Event, claim: Option<&str>) {
    event.standing = Standing::Open;
    event.auxiliary = vec![Auxiliary::Negation];
    event.factuality = -3;
    event.sources = claim.map(str::to_owned).into_iter().collect();
}
