//! Even-handedness: whether the record stays the same when states have exchanged their names.

use super::chance::Chance;
use super::codings::{self, Row};
use super::scores::share;
use super::states::{self, Exchanged, State};
use super::{corpora, figures};
use anyhow::{Context, Result};
use depesche_record::{Actor, Claim, Coding, Event};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Articles of each language, before those are left out in which nothing can be exchanged.
const SAMPLE: usize = 200;
/// Seed of the sample and of the exchanges.
const SEED: u64 = 1;
/// Differences that are listed for each kind.
const EXAMPLES: usize = 3;

/// An article.
#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    date: Option<String>,
}

/// An article whose states have exchanged their names.
struct Exchange<'a> {
    article: &'a Article,
    text: Exchanged,
    /// Code of a state → that of the state whose name it got.
    codes: HashMap<&'a str, &'a str>,
}

/// Prints all figures.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    for language in ["de", "en"] {
        let text = corpora::read(&data.join(format!("articles/{language}_wikinews.jsonl.xz")))?;
        let articles: Vec<Article> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        measure(root, articles, language)?;
    }
    Ok(())
}

/// The tables of one language.
fn measure(root: &Path, mut articles: Vec<Article>, language: &str) -> Result<()> {
    let (states, mut chance) = (states::read(root, language)?, Chance::new(SEED));
    let codes = codes(root, &states, language)?;
    articles.retain(|a| !states::named(&a.text, &states, language).is_empty());
    chance.shuffle(&mut articles);
    articles.truncate(SAMPLE);
    let as_printed: Vec<_> = articles.iter().map(|a| (a, a.text.as_str())).collect();
    let old = code(root, &as_printed, &format!("swap-{language}-as-printed"), language)?;
    let mut exchanges = Vec::new();
    for article in &articles {
        let Some(coding) = old.get(&article.id) else { continue };
        let taken = states::draw(&states, &barred(coding, &states, &codes, language), &mut chance);
        let text = states::exchange(&article.text, &states, &taken, language);
        let codes = taken.iter().map(|(a, b)| (codes[*a].as_str(), codes[*b].as_str())).collect();
        if !text.words.is_empty() {
            exchanges.push(Exchange { article, text, codes });
        }
    }
    let exchanged: Vec<_> = exchanges.iter().map(|e| (e.article, e.text.text.as_str())).collect();
    let new = code(root, &exchanged, &format!("swap-{language}-exchanged"), language)?;
    let [mut events, mut claims] = [Differences::default(), Differences::default()];
    for exchange in &exchanges {
        let id = &exchange.article.id;
        let (Some(a), Some(b)) = (old.get(id), new.get(id)) else { continue };
        let before = View { coding: a, exchange: Some(exchange) };
        let after = View { coding: b, exchange: None };
        let touched = |coding: &Coding, sentence: usize| {
            let sentence = coding.document.sentences.get(sentence);
            sentence.is_some_and(|s| exchange.text.words.iter().any(|w| w.0 < s.end && s.start < w.1))
        };
        let of_events: Vec<bool> = a.events.iter().map(|e| touched(a, e.evidence.sentence)).collect();
        let of_claims: Vec<bool> = a.claims.iter().map(|c| touched(a, c.evidence.sentence)).collect();
        events.add(id, &before.events(), &after.events(), &of_events);
        claims.add(id, &before.claims(), &after.claims(), &of_claims);
    }
    figures::table(
        &format!("names of states exchanged, {language}, {} articles", exchanges.len()),
        &[
            ("events that stay the same", events.same(), Some(0.98)),
            ("– in sentences with an exchanged name", events.same_where_touched(), None),
            ("claims that stay the same", claims.same(), Some(0.98)),
            ("– in sentences with an exchanged name", claims.same_where_touched(), None),
        ],
    );
    figures::list(&format!("Differences in {} events:", events.all), &events.lines());
    figures::list(&format!("Differences in {} claims:", claims.all), &claims.lines());
    Ok(())
}

/// Codings of articles with these texts.
fn code(root: &Path, texts: &[(&Article, &str)], name: &str, language: &str) -> Result<BTreeMap<String, Coding>> {
    let rows: Vec<Row> =
        texts.iter().map(|(a, text)| Row { id: &a.id, text, date: a.date.as_deref(), language }).collect();
    codings::code(root, name, &rows)
}

/// The code of each state, learnt from a sentence of the program's coding.
fn codes(root: &Path, states: &[State], language: &str) -> Result<Vec<String>> {
    let sentence = |s: &State| match language {
        "de" => format!("{} warnte die NATO.", s.names[0]),
        _ => format!("{} warned NATO.", s.names[0]),
    };
    let texts: Vec<String> = states.iter().map(sentence).collect();
    let ids: Vec<String> = states.iter().map(|s| s.names[0].clone()).collect();
    let rows: Vec<Row> = ids.iter().zip(&texts).map(|(id, text)| Row { id, text, date: None, language }).collect();
    let codings = codings::code(root, &format!("swap-{language}-states"), &rows)?;
    let code = |id: &String| {
        let actors = &codings.get(id)?.actors;
        actors.iter().find(|a| a.mentions.iter().any(|m| m.start == 0))?.state.clone()
    };
    ids.iter().map(|id| code(id).with_context(|| format!("the program knows no state {id}"))).collect()
}

/// States whose names must stay in an article: those it also names by words that are not in the table (`Putin`,
/// `Kreml`, `Russen`, `Aleppo`), and those whose name belongs to the name of somebody else (`South Sudan`).
fn barred(coding: &Coding, states: &[State], codes: &[String], language: &str) -> BTreeSet<usize> {
    let named = coding.actors.iter().flat_map(|actor| {
        let mentions = actor.mentions.iter().filter(|m| m.by.starts_with("names."));
        mentions.map(|m| (actor.state.as_ref(), m.text.as_str()))
    });
    let places = coding.places.iter().map(|p| &p.place).map(|place| (place.country.as_ref(), place.text.as_str()));
    let mut out = BTreeSet::new();
    for (state, text) in named.chain(places) {
        let own = state.and_then(|state| codes.iter().position(|code| code == state));
        let named = states::named(text, states, language);
        out.extend(own.filter(|_| named.is_empty()));
        out.extend(named.into_iter().filter(|state| Some(*state) != own));
    }
    out
}

/// A coding, seen as it should be after an exchange.
struct View<'a> {
    coding: &'a Coding,
    exchange: Option<&'a Exchange<'a>>,
}

/// An event or claim: where its word stands, and what is compared, by name and in this order.
struct Record {
    at: usize,
    word: String,
    fields: Vec<(&'static str, String)>,
}

impl View<'_> {
    fn place(&self, start: usize) -> usize {
        self.exchange.map_or(start, |e| e.text.places[start])
    }

    fn code(&self, actor: &Actor) -> String {
        let new = self.exchange.and_then(|e| e.codes.get(actor.state.as_deref()?).copied());
        match (actor.state.as_deref().and_then(|state| actor.code.strip_prefix(state)), new) {
            (Some(rest), Some(new)) => format!("{new}{rest}"),
            _ => actor.code.clone(),
        }
    }

    fn codes<'a>(&self, ids: impl Iterator<Item = &'a String>) -> String {
        let mut codes: Vec<String> = ids.filter_map(|id| self.coding.actor(id)).map(|a| self.code(a)).collect();
        codes.sort();
        codes.join(" ")
    }

    fn events(&self) -> Vec<Record> {
        let record = |e: &Event| {
            let auxiliary: Vec<&str> = e.auxiliary.iter().map(|a| a.as_str()).collect();
            let stances: Vec<&str> =
                e.sources.iter().filter_map(|id| Some(self.coding.claim(id)?.stance.as_str())).collect();
            let fields = vec![
                ("type", e.kind.to_string()),
                ("mode", e.mode.join(" ")),
                ("auxiliary", auxiliary.join(" ")),
                ("number of actors", e.actor.len().to_string()),
                ("number of recipients", e.recipient.len().to_string()),
                ("codes of actors", self.codes(e.actor.iter().map(|f| &f.id))),
                ("codes of recipients", self.codes(e.recipient.iter().map(|f| &f.id))),
                ("stances of sources", stances.join(" ")),
            ];
            Record { at: self.place(e.anchor.start), word: e.anchor.text.clone(), fields }
        };
        self.coding.events.iter().map(record).collect()
    }

    fn claims(&self) -> Vec<Record> {
        let record = |c: &Claim| {
            let content = c.content.first().map_or(0, |span| span.start);
            let fields = vec![
                ("stance", c.stance.to_string()),
                ("form", c.form.to_string()),
                ("certainty", c.certainty.to_string()),
                ("polarity", c.polarity.to_string()),
                ("kind of source", c.source.kind.to_string()),
                ("number of sources", c.source.actors.len().to_string()),
                ("codes of sources", self.codes(c.source.actors.iter())),
            ];
            let at = self.place(c.cue.as_ref().map_or(content, |cue| cue.start));
            Record { at, word: c.cue.as_ref().map_or("no cue".to_owned(), |cue| cue.text.clone()), fields }
        };
        self.coding.claims.iter().map(record).collect()
    }
}

/// What differs, over all articles.
#[derive(Default)]
struct Differences {
    all: usize,
    same: usize,
    touched: usize,
    touched_same: usize,
    /// Kind of difference → examples.
    kinds: BTreeMap<&'static str, Vec<String>>,
}

impl Differences {
    /// Adds the records of an article before and after; `touched` says which stand beside an exchanged name.
    fn add(&mut self, id: &str, before: &[Record], after: &[Record], touched: &[bool]) {
        let mut left: Vec<&Record> = after.iter().collect();
        for (old, touched) in before.iter().zip(touched) {
            let twin = left.iter().position(|new| new.at == old.at && new.fields == old.fields);
            let new = twin.or_else(|| left.iter().position(|new| new.at == old.at)).map(|i| left.remove(i));
            let difference = new.map_or(Some(("missing", String::new())), |new| {
                let differs = |(a, b): &(&(&str, String), &(&str, String))| a.1 != b.1;
                let (a, b) = old.fields.iter().zip(&new.fields).find(differs)?;
                Some((a.0, format!(": {} became {}", shown(&a.1), shown(&b.1))))
            });
            self.all += 1;
            self.same += usize::from(difference.is_none());
            self.touched += usize::from(*touched);
            self.touched_same += usize::from(*touched && difference.is_none());
            if let Some((kind, how)) = difference {
                self.kinds.entry(kind).or_default().push(format!("{id}, {}{how}", old.word));
            }
        }
        for new in left {
            self.all += 1;
            self.kinds.entry("added").or_default().push(format!("{id}, {}", new.word));
        }
    }

    /// The share that stays the same, of all that are there before or after.
    fn same(&self) -> f64 {
        share(self.same, self.all)
    }

    /// The share that stays the same of those beside an exchanged name.
    fn same_where_touched(&self) -> f64 {
        share(self.touched_same, self.touched)
    }

    /// Kinds of difference, the commonest first, with examples.
    fn lines(&self) -> Vec<String> {
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(_, examples)| Reverse(examples.len()));
        let line = |(kind, examples): (&&str, &Vec<String>)| {
            let some: Vec<&str> = examples.iter().take(EXAMPLES).map(String::as_str).collect();
            format!("{kind}: {} ({})", examples.len(), some.join("; "))
        };
        kinds.into_iter().map(line).collect()
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}
