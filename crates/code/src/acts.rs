//! Which words tell an act, and which act: the classes of `knowledge/` and the network's event heads, weighed together.

use crate::arguments::{Arg, Frame, PredicateKind};
use crate::cast::{Cast, EntityKind};
use crate::text::Text;
use crate::weights::{Case, Weights, probability, step};
use depesche_knowledge::fold::modifier_lemmas;
use depesche_knowledge::schema::{ActRow, ClassRow, Need};
use depesche_knowledge::{Act as Known, Pos};
use depesche_record::{EventType, Language, NameKind, Signals, Upos};
use std::sync::LazyLock;

/// What decides: learnt from annotated articles (`training/weights.py`).
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::new(include_str!("../../../models/acts.tsv")));

/// Least probability in the network at which a type is asked about without a row.
const ASKED: f32 = 0.03;

/// A word that tells an act.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub sentence: usize,
    pub token: usize,
    pub frame: Frame,
    pub kind: EventType,
    pub class: Option<&'static ClassRow>,
    pub row: Option<&'static ActRow>,
    /// 0 … 1.
    pub score: f32,
    /// `class.deliver-arms+model`, `class.deliver-arms` or `model.trigger`.
    pub by: String,
}

/// A type that a word may tell, and what speaks for and against it.
#[derive(Debug, Clone)]
struct Reading<'t> {
    sentence: usize,
    token: usize,
    kind: EventType,
    features: Vec<String>,
    frame: Option<&'t Frame>,
    row: Option<Row>,
    /// The network's probability of the type.
    of_model: f32,
}

/// A word with all that its readings are made of.
struct Word<'t> {
    sentence: usize,
    token: usize,
    frame: Option<&'t Frame>,
    row: Option<Row>,
    signals: &'t Signals,
}

/// Every reading of every word of a text, in its order.
fn readings<'t>(text: &'t Text<'_>, cast: &Cast) -> Vec<Reading<'t>> {
    let mut out = Vec::new();
    for (sentence, tree) in text.trees.iter().enumerate() {
        for (token, signals) in tree.sent.signals.iter().enumerate() {
            let frame = text.frame(sentence, token);
            let row = frame.and_then(|f| row(text, cast, sentence, f));
            readings_of(text, &Word { sentence, token, frame, row, signals }, &mut out);
        }
    }
    out
}

/// Every case, for training.
pub(crate) fn cases(text: &Text<'_>, cast: &Cast) -> Vec<Case> {
    let case = |r: Reading<'_>| Case {
        anchor: text.span(text.trees[r.sentence].token(r.token).range),
        about: r.kind.as_str().to_owned(),
        features: r.features,
    };
    readings(text, cast).into_iter().map(case).collect()
}

/// Finds the acts of a text, in its order: the best reading of each word, if its weight suffices.
pub(crate) fn acts(text: &Text<'_>, cast: &Cast) -> Vec<Act> {
    let mut best: Vec<(f32, Reading<'_>)> = Vec::new();
    for reading in readings(text, cast) {
        let logit = WEIGHTS.logit(&reading.features);
        match best.last_mut().filter(|(_, b)| (b.sentence, b.token) == (reading.sentence, reading.token)) {
            Some(known) if known.0 < logit => *known = (logit, reading),
            Some(_) => {}
            None => best.push((logit, reading)),
        }
    }
    let told = best.into_iter().filter(|(logit, _)| *logit > 0.0);
    let mut out: Vec<Act> = told.map(|(logit, reading)| act(text, logit, reading)).collect();
    let supported: Vec<(usize, usize)> = out.iter().flat_map(|a| support(text, a)).collect();
    out.retain(|a| !supported.contains(&(a.sentence, a.token)));
    out
}

/// The nouns that a light verb's row needs: "übte Kritik" is one act, told by the verb.
fn support(text: &Text<'_>, act: &Act) -> Vec<(usize, usize)> {
    let needs = act.row.map_or(&[][..], |r| r.needs.as_slice());
    let named = |head: usize| {
        let lemma = text.trees[act.sentence].token(head).lemma.to_lowercase();
        needs.iter().any(|n| !n.not && n.lemma.iter().any(|l| lemma.ends_with(&l.to_lowercase())))
    };
    let verb = act.frame.kind == PredicateKind::Verb;
    let args = act.frame.args.iter().filter(|a| verb && a.part.is_none() && !a.shared && named(a.head));
    args.map(|a| (act.sentence, a.head)).collect()
}

/// Readings of one word: the type of its row, and those that the network finds likely.
fn readings_of<'t>(text: &Text<'_>, word: &Word<'t>, out: &mut Vec<Reading<'t>>) {
    let &Word { sentence, token, frame, row, signals } = word;
    let row_kind = row.and_then(|r| r.kind());
    let likely = signals.trigger.iter().filter(|(k, p)| *p >= ASKED && Some(*k) != row_kind).map(|(k, _)| *k);
    for kind in row_kind.into_iter().chain(likely) {
        let of_model = signals.trigger.iter().find(|(k, _)| *k == kind).map_or(0.0, |(_, p)| *p);
        let features = features(text, word, kind, of_model);
        let row = row.filter(|_| row_kind == Some(kind));
        out.push(Reading { sentence, token, kind, features, frame, row, of_model });
    }
}

/// What the weights see of a reading.
fn features(text: &Text<'_>, word: &Word<'_>, kind: EventType, of_model: f32) -> Vec<String> {
    let other = word.signals.trigger.iter().filter(|(k, _)| *k != kind).map(|(_, p)| *p).fold(0.0, f32::max);
    let (p, rough) = (step(of_model), step(of_model) / 3);
    let pos = match word.frame.map(|f| f.kind) {
        Some(PredicateKind::Verb) => "verb",
        Some(PredicateKind::Noun) => "noun",
        Some(PredicateKind::Adjective) => "adjective",
        None => "no-frame",
    };
    let said = match word.row.map(|r| (r.known.class.is_some(), r.kind() == Some(kind))) {
        None => "no-row",
        Some((false, _)) => "veto",
        Some((true, true)) => "row",
        Some((true, false)) => "row-other",
    };
    let relation = text.trees[word.sentence].token(word.token).relation();
    let mut out = vec![
        "act".to_owned(),
        format!("{pos} {said}"),
        format!("{kind} {said}"),
        format!("{kind} {pos}"),
        format!("other={} {said}", step(other)),
        format!("cue={} {kind}", step(word.signals.cue_total()) / 3),
        format!("relation={relation} {pos}"),
    ];
    out.extend((1..=p).flat_map(|p| [format!("{said} p>{p}"), format!("{kind} p>{p}")]));
    if let Some(row) = word.row {
        let class = row.known.class.map_or("none", |c| c.id.as_str());
        let specific = row.specific.min(3);
        out.extend([
            format!("{said} sure={}", (row.known.row.sure * 10.0).round()),
            format!("{said} specific={specific}"),
            format!("{said} specific={specific} p={rough}"),
            format!("{said} class={class}"),
            format!("{said} class={class} p={rough}"),
            format!("{said} lemma={} class={class}", row.known.row.lemma),
        ]);
    }
    out
}

/// The act that a reading tells; `logit` becomes its score.
fn act(text: &Text<'_>, logit: f32, reading: Reading<'_>) -> Act {
    let Reading { sentence, token, kind, frame, row, of_model, .. } = reading;
    let class = row.and_then(|r| r.known.class);
    let by = match (class, of_model >= 0.1) {
        (Some(class), true) => format!("class.{}+model.trigger", class.id),
        (Some(class), false) => format!("class.{}", class.id),
        (None, _) => "model.trigger".to_owned(),
    };
    let frame = frame.cloned().unwrap_or_else(|| bare_frame(text, sentence, token));
    Act { sentence, token, frame, kind, class, row: row.map(|r| r.known.row), score: probability(logit), by }
}

/// A row of knowledge whose needs a frame meets.
#[derive(Debug, Clone, Copy)]
struct Row {
    known: Known,
    /// How many needs it meets.
    specific: usize,
}

impl Row {
    fn kind(&self) -> Option<EventType> {
        self.known.class.and_then(|c| c.kind.parse().ok())
    }
}

/// A frame without arguments, for anchors that are neither verb nor noun.
fn bare_frame(text: &Text<'_>, s: usize, token: usize) -> Frame {
    let lemma = text.trees[s].token(token).full_lemma.clone();
    Frame { token, kind: PredicateKind::Noun, lemma, args: Vec::new(), passive: false, reflexive: false }
}

/// The row that suits a frame best: its needs hold, and of these the most specific.
fn row(text: &Text<'_>, cast: &Cast, s: usize, frame: &Frame) -> Option<Row> {
    let language = text.language;
    let (rows, modifier) = match frame.kind {
        PredicateKind::Verb | PredicateKind::Adjective => {
            (text.knowledge.acts(language, &frame.lemma, Pos::Verb), None)
        }
        PredicateKind::Noun => {
            if text.trees[s].token(frame.token).upos == Upos::Propn && cast.at(s, frame.token).is_some() {
                return None;
            }
            match text.knowledge.acts(language, &frame.lemma, Pos::Noun) {
                // English writes compounds apart: a listed word inside another ("Patriot") means nothing there.
                [] if language == Language::English && !frame.lemma.contains('-') => return None,
                [] => match text.knowledge.noun_head(language, &frame.lemma) {
                    Some((modifier, rows)) => (rows, Some(modifier)),
                    None => return None,
                },
                rows => (rows, None),
            }
        }
    };
    let mut best: Option<(usize, f32, Known)> = None;
    for &row in rows {
        if row.row.reflexive && !frame.reflexive {
            continue;
        }
        let Some(specific) = specificity(text, cast, s, frame, &row.row.needs, modifier.as_deref()) else { continue };
        let specific = specific + usize::from(row.row.reflexive);
        if best.as_ref().is_none_or(|(b, sure, _)| (specific, row.row.sure) > (*b, *sure)) {
            best = Some((specific, row.row.sure, row));
        }
    }
    best.map(|(specific, _, known)| Row { known, specific })
}

/// Slots that a tree may exchange: both objects of a verb, and what stands before a noun.
fn same_slot(have: &str, wanted: &str) -> bool {
    have == wanted || matches!((have, wanted), ("dat", "obj") | ("obj", "dat") | ("part", "adj") | ("adj", "part"))
}

/// How many needs a frame meets, `None` if it misses one; needs on single words count double.
pub(crate) fn specificity(
    text: &Text<'_>,
    cast: &Cast,
    s: usize,
    frame: &Frame,
    needs: &[Need],
    modifier: Option<&str>,
) -> Option<usize> {
    let mut specific = 0;
    for need in needs {
        let met = need.slot == "comp" && predicative(text, s, frame, need)
            || frame.args.iter().any(|arg| same_slot(&arg.slot, &need.slot) && meets(text, cast, s, arg, need))
            || need.slot == "part" && modifier.is_some_and(|m| word_meets(text, m, need));
        if met == need.not {
            return None;
        }
        specific += match (need.not, need.lemma.is_empty()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
    }
    Some(specific)
}

/// "macht verantwortlich", "found guilty": an adjective that completes the verb, however the tree labels it.
fn predicative(text: &Text<'_>, s: usize, frame: &Frame, need: &Need) -> bool {
    let tree = &text.trees[s];
    !need.lemma.is_empty()
        && tree.children(frame.token).iter().any(|&c| {
            matches!(tree.token(c).relation(), "advmod" | "obl" | "xcomp" | "compound")
                && need.lemma.iter().any(|l| *l == tree.token(c).lemma || *l == tree.token(c).form)
        })
}

fn meets(text: &Text<'_>, cast: &Cast, s: usize, arg: &Arg, need: &Need) -> bool {
    if need.lemma.is_empty() && need.category.is_empty() {
        return true;
    }
    if let Some(part) = arg.part {
        return word_meets(text, text.str(part), need) || cast.part(s, arg.head).is_some_and(|m| named(cast, m, need));
    }
    text.trees[s].conjuncts(arg.head).into_iter().any(|head| {
        let token = text.trees[s].token(head);
        word_meets(text, &token.lemma, need)
            || cast.at(s, head).is_some_and(|m| named(cast, m, need))
            || need.category.iter().any(|c| c == "person") && is_person(text, s, head)
    })
}

fn word_meets(text: &Text<'_>, lemma: &str, need: &Need) -> bool {
    if need.lemma.is_empty() && need.category.is_empty() {
        return true;
    }
    let folded = lemma.to_lowercase();
    let without_link = modifier_lemmas(&folded);
    let compounds = text.language == Language::German;
    need.lemma.iter().any(|l| {
        let wanted = l.to_lowercase();
        folded == wanted
            || without_link.contains(&wanted)
            || compounds && folded.len() > wanted.len() + 2 && folded.ends_with(&wanted)
    }) || text.knowledge.category(text.language, lemma).iter().any(|c| need.category.contains(&c.id))
}

fn named(cast: &Cast, mention: usize, need: &Need) -> bool {
    let category = match cast.entity_of(mention).kind {
        EntityKind::State => "state",
        EntityKind::Organisation | EntityKind::Media => "organisation",
        EntityKind::Person => "person",
        EntityKind::Group => "body",
    };
    need.category.iter().any(|c| c == category)
}

fn is_person(text: &Text<'_>, s: usize, head: usize) -> bool {
    let named = text.trees[s].sent.names.iter().any(|n| n.kind == NameKind::Person && (n.start..n.end).contains(&head));
    let role = text.knowledge.role(text.language, &text.trees[s].token(head).lemma);
    named || role.is_some_and(|r| matches!(r.row.kind.as_str(), "person" | "group"))
}

/// The category of a word in `knowledge/objects`, the first one listed.
pub(crate) fn category_of(text: &Text<'_>, lemma: &str) -> String {
    text.knowledge.category(text.language, lemma).first().map(|c| c.id.clone()).unwrap_or_default()
}
