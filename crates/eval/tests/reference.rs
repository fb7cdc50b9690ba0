//! The figures, the JSON and the error lines are those of the reference scorer, on the same codings.
//!
//! The codings are gold turned into predictions and then spoilt by a seeded generator, so that every branch of
//! the scorer is taken: wrong types, states and sources, shifted spans, doubled and missing items, equal distances.
//! The gold and the reference are no part of this repository; without them the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test may stop where its material is not as it should be")]

use depesche_eval::{Gold, score};
use depesche_record::{
    Actor, Auxiliary, Basis, Certainty, Claim, ClaimForm, Coding, Document, Event, EventType, Evidence, Granularity,
    Language, Metadata, Outlook, OutlookKind, Place, Polarity, Precision, ProducedBy, Quantity, RoleFiller, Source,
    SourceKind, Span, Stance, Standing, TextSpan, Time, WhyEvent,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

const SEEDS: u64 = 2;

#[test]
fn figures_equal_the_reference() {
    let gold_root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let reference = gold_root.join("score.py");
    if !reference.exists() || Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: needs python3 and the reference ../shared/gold/score.py");
        return;
    }
    for language in ["de", "en"] {
        let folder = gold_root.join(format!("{language}-dev"));
        let gold = Gold::load(&folder).unwrap();
        for seed in 0..SEEDS {
            let codings: BTreeMap<String, Coding> = gold
                .documents()
                .iter()
                .enumerate()
                .map(|(i, doc)| {
                    let annotation = json_file(&folder.join(format!("{}.gold.json", doc.stem())));
                    let text = std::fs::read_to_string(doc.text_path()).unwrap();
                    let mut chance = Chance::new(seed * 1000 + i as u64);
                    (doc.stem().to_owned(), spoilt_coding(&annotation, &text, doc.language(), &mut chance))
                })
                .collect();
            let report = score(&gold, &codings, true).unwrap();
            let scratch = tempfile::tempdir().unwrap();
            for (stem, coding) in &codings {
                std::fs::write(scratch.path().join(format!("{stem}.json")), serde_json::to_vec(coding).unwrap())
                    .unwrap();
            }
            let expected = run_reference(&reference, &folder, scratch.path());
            let mut printed: String = report.errors().iter().map(|line| format!("{line}\n")).collect();
            printed += &report.to_json().unwrap();
            assert_eq!(printed + "\n", expected, "{language}, seed {seed}");
            let figures = report.figures();
            assert!(figures.get("events").is_some_and(|row| row.matched > 0 && row.missed > 0 && row.spurious > 0));
            assert!(figures.get("claims").is_some_and(|row| row.fields.len() == 5));
        }
    }
}

fn run_reference(reference: &Path, gold: &Path, codings: &Path) -> String {
    let output = Command::new("python3")
        .args([reference, gold, codings, &PathBuf::from("--json"), &PathBuf::from("--errors")])
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json_file(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A small generator (SplitMix64), so that the codings are the same on every machine.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// Builds one coding; the text may start later or earlier than the file's body, as a reader may trim it.
fn spoilt_coding(gold: &Value, file: &str, language: Language, chance: &mut Chance) -> Coding {
    let body = file.split_once("\n\n").unwrap().1;
    let text = match chance.below(3) {
        0 => body.to_owned(),
        1 => format!("{}\n", body.trim()),
        _ => format!("\n {body}"),
    };
    // The body starts with a letter; what the text has before it is as wide in bytes as in code points.
    let shift = text.find(body.trim()).unwrap() - body.find(body.trim()).unwrap();
    let mut spoiler = Spoiler { body: body.chars().collect(), shift, actors: Vec::new(), chance };
    let claims = spoiler.claims(gold);
    let events = spoiler.events(gold, &claims);
    let outlooks = spoiler.outlooks(gold);
    Coding {
        produced_by: ProducedBy { contract: 1, program: "test".into(), model: "none".into(), knowledge: "none".into() },
        document: Document::new(text.as_bytes(), text.clone(), "text/plain".into(), language, Metadata::default()),
        actors: spoiler.actors,
        events,
        times: Vec::new(),
        places: Vec::new(),
        claims,
        outlooks,
        relations: Vec::new(),
        notices: Vec::new(),
    }
}

struct Spoiler<'c> {
    body: Vec<char>,
    shift: usize,
    actors: Vec<Actor>,
    chance: &'c mut Chance,
}

impl Spoiler<'_> {
    fn span(&mut self, quote: &str, anchor: Option<&str>) -> Span {
        let text: String = self.body.iter().collect();
        let byte = text.find(quote).unwrap() + anchor.map_or(0, |anchor| quote.find(anchor).unwrap());
        let start = text[..byte].chars().count();
        let end = start + anchor.unwrap_or(quote).chars().count();
        let mut jitter = |percent| if self.chance.percent(percent) { self.chance.below(40) as i64 - 20 } else { 0 };
        let (from, to) = (jitter(40), jitter(40));
        let clamp = |offset: i64| usize::try_from(offset.max(0)).unwrap() + self.shift;
        let start = clamp(start as i64 + from);
        Span { start, end: clamp(end as i64 + to).max(start + 1) }
    }

    /// The id of an actor with this state; sometimes one without a state.
    fn actor(&mut self, state: &str) -> String {
        let state = if self.chance.percent(4) { None } else { Some(state.to_owned()) };
        if let Some(actor) = self.actors.iter().find(|actor| actor.state == state) {
            return actor.id.clone();
        }
        let id = format!("a{}", self.actors.len() + 1);
        self.actors.push(Actor {
            id: id.clone(),
            key: id.clone(),
            name: state.clone().unwrap_or_default(),
            code: state.clone().unwrap_or_default(),
            state,
            sector: None,
            sectors_other: Vec::new(),
            entity: None,
            role: None,
            mentions: Vec::new(),
        });
        id
    }

    fn states(&mut self, codes: &Value) -> Vec<String> {
        let mut codes = words(codes);
        if self.chance.percent(15) {
            codes.push("FRA".into());
        }
        if self.chance.percent(10) {
            codes.pop();
        }
        codes.iter().map(|code| self.actor(code)).collect()
    }

    fn roles(&mut self, codes: &Value) -> Vec<RoleFiller> {
        let role = |id| RoleFiller { id, start: None, end: None, by: "test".into() };
        self.states(codes).into_iter().map(role).collect()
    }

    fn certainty(&mut self, gold: &Value) -> Certainty {
        if self.chance.percent(20) { *self.chance.pick(Certainty::ALL) } else { value(gold) }
    }

    fn claims(&mut self, gold: &Value) -> Vec<Claim> {
        let mut claims = Vec::new();
        for item in items(gold, "claims") {
            let copies = *self.chance.pick(&[0, 1, 1, 1, 1, 2]);
            for copy in 0..copies {
                let kind = if self.chance.percent(10) {
                    *self.chance.pick(SourceKind::ALL)
                } else {
                    value(&item["source"]["kind"])
                };
                let gold_id = item["id"].as_str().unwrap();
                claims.push(Claim {
                    id: if copy == 0 { gold_id.to_owned() } else { format!("{gold_id}x") },
                    key: String::new(),
                    source: Source {
                        actors: self.states(&item["source"]["codes"]),
                        text: String::new(),
                        start: None,
                        end: None,
                        kind,
                        description: None,
                    },
                    addressee: Vec::new(),
                    cue: None,
                    form: ClaimForm::Indirect,
                    content: words(&item["content"]).iter().map(|quote| self.span(quote, None)).collect(),
                    stance: if self.chance.percent(30) {
                        *self.chance.pick(Stance::ALL)
                    } else {
                        value(&item["stance"])
                    },
                    certainty: self.certainty(&item["certainty"]),
                    polarity: if self.chance.percent(10) { Polarity::Negative } else { value(&item["polarity"]) },
                    medium: None,
                    time: None,
                    parent: if self.chance.percent(10) {
                        Some("c1".into())
                    } else {
                        item["parent"].as_str().map(str::to_owned)
                    },
                    events: Vec::new(),
                    evidence: evidence(),
                });
            }
        }
        claims
    }

    fn events(&mut self, gold: &Value, claims: &[Claim]) -> Vec<Event> {
        let mut events = Vec::new();
        for item in items(gold, "events") {
            for _ in 0..*self.chance.pick(&[0, 1, 1, 1, 1, 2, 3]) {
                let anchor = item["anchor"].as_str().unwrap();
                let span = self.span(item["quote"].as_str().unwrap(), Some(anchor));
                let mut kind: EventType = self.chance.pick(&words(&item["types"])).parse().unwrap();
                if self.chance.percent(10) {
                    kind = *self.chance.pick(EventType::ALL);
                }
                let reciprocal = item["reciprocal"] == Value::Bool(true);
                let (mut actor, mut recipient) = (self.roles(&item["actor"]), self.roles(&item["recipient"]));
                if reciprocal && self.chance.percent(50) {
                    recipient.extend(actor.pop());
                }
                let mut mode = words(&item["mode"]);
                if self.chance.percent(20) {
                    mode = vec!["other".into()];
                }
                events.push(Event {
                    id: format!("e{}", events.len() + 1),
                    key: String::new(),
                    kind,
                    mode,
                    context: Vec::new(),
                    class: String::new(),
                    cameo: String::new(),
                    quad: kind.quad(),
                    score: 0.0,
                    actor,
                    recipient,
                    group: String::new(),
                    standing: Standing::Asserted,
                    reciprocal,
                    anchor: TextSpan { text: anchor.to_owned(), start: span.start, end: span.end },
                    object: None,
                    quantities: self.quantities(&item["quantities"]),
                    time: self.time(&item["time"]),
                    place: self.place(&item["place"]),
                    auxiliary: self.auxiliary(&item["auxiliary"]),
                    certainty: self.certainty(&item["certainty"]),
                    factuality: 0,
                    sources: self.sources(&item["sources"], claims),
                    evidence: evidence(),
                    why: WhyEvent::default(),
                });
            }
        }
        events
    }

    fn sources(&mut self, gold: &Value, claims: &[Claim]) -> Vec<String> {
        if self.chance.percent(15) && !claims.is_empty() {
            return vec![self.chance.pick(claims).id.clone()];
        }
        words(gold).into_iter().filter(|id| claims.iter().any(|claim| claim.id == *id)).collect()
    }

    fn auxiliary(&mut self, gold: &Value) -> Vec<Auxiliary> {
        if self.chance.percent(15) {
            return vec![*self.chance.pick(Auxiliary::ALL)];
        }
        words(gold).iter().map(|word| word.parse().unwrap()).collect()
    }

    fn quantities(&mut self, gold: &Value) -> Vec<Quantity> {
        let mut quantities = Vec::new();
        for item in gold.as_array().unwrap() {
            let factor = if self.chance.percent(20) { 2.0 } else { 1.0 };
            quantities.push(Quantity {
                text: String::new(),
                start: 0,
                end: 1,
                low: item["low"].as_f64().map(|low| low * factor),
                high: item["high"].as_f64(),
                approximate: false,
                unit: item["unit"].as_str().unwrap().to_owned(),
                of: String::new(),
            });
        }
        quantities
    }

    fn time(&mut self, gold: &Value) -> Option<Time> {
        let day = |value: &Value| value.as_str().map(str::to_owned);
        let (mut from, mut to) = (day(&gold["from"]), day(&gold["to"]));
        match self.chance.below(10) {
            0 => from = None,
            1 => to = None,
            2 => from = Some("2005-07-01".into()),
            3 => to = from.clone(),
            _ => {}
        }
        let basis =
            *self.chance.pick(&[Basis::Explicit, Basis::Relative, Basis::Explicit, Basis::Tense, Basis::Document]);
        let told = gold.is_object() || self.chance.percent(15);
        told.then(|| Time {
            text: String::new(),
            start: None,
            end: None,
            from,
            to,
            granularity: Granularity::Day,
            basis,
        })
    }

    fn place(&mut self, gold: &Value) -> Option<Place> {
        let country =
            if self.chance.percent(20) { Some("TUR".to_owned()) } else { gold["country"].as_str().map(str::to_owned) };
        let told = gold.is_object() || self.chance.percent(15);
        told.then(|| Place {
            text: String::new(),
            start: 0,
            end: 1,
            name: String::new(),
            country,
            admin1: None,
            geonames: None,
            lat: None,
            lon: None,
            precision: Precision::Country,
        })
    }

    fn outlooks(&mut self, gold: &Value) -> Vec<Outlook> {
        let mut outlooks = Vec::new();
        for item in items(gold, "outlooks") {
            for _ in 0..*self.chance.pick(&[0, 1, 1, 2]) {
                let antecedent = item["antecedent"].as_str().filter(|_| !self.chance.percent(10));
                let antecedent = antecedent.map(str::to_owned).map(|quote| self.span(&quote, None));
                let consequent = self.span(item["consequent"].as_str().unwrap(), None);
                outlooks.push(Outlook {
                    id: format!("o{}", outlooks.len() + 1),
                    key: String::new(),
                    kind: OutlookKind::Conditional,
                    antecedent,
                    consequent,
                    antecedent_events: Vec::new(),
                    consequent_events: Vec::new(),
                    horizon: None,
                    sources: Vec::new(),
                    certainty: Certainty::Certain,
                    polarity: Polarity::Positive,
                    evidence: evidence(),
                });
            }
        }
        outlooks
    }
}

fn evidence() -> Evidence {
    Evidence { sentence: 0, start: 0, end: 1, by: "test".into(), score: 1.0 }
}

fn items<'v>(gold: &'v Value, kind: &str) -> &'v [Value] {
    gold[kind].as_array().unwrap()
}

fn words(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn value<T: FromStr<Err = String>>(word: &Value) -> T {
    word.as_str().unwrap().parse().unwrap()
}
