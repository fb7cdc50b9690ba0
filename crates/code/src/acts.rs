//! Which words tell an act, and which act: the classes of `knowledge/` and the network's event heads, weighed together.

use crate::arguments::{Arg, Frame, PredicateKind};
use crate::cast::{Cast, EntityKind};
use crate::text::Text;
use depesche_knowledge::fold::modifier_lemmas;
use depesche_knowledge::schema::{ActRow, ClassRow, Need};
use depesche_knowledge::{Act as Reading, Pos};
use depesche_record::{EventType, Language, NameKind, Signals, Upos};

/// Weight of a lexicon row's `sure` in the decision; the rest is the network's probability of the same type.
const RULE_WEIGHT: f32 = 0.45;
/// What each need that a row meets adds to that weight, for two needs at most.
const SPECIFIC_WEIGHT: f32 = 0.08;
/// Least score of an act.
const THRESHOLD: f32 = 0.3;

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

/// Finds the acts of a text, in its order.
pub(crate) fn acts(text: &Text<'_>, cast: &Cast) -> Vec<Act> {
    let mut out: Vec<Act> = Vec::new();
    for (s, tree) in text.trees.iter().enumerate() {
        for token in 0..tree.len() {
            let silent = Signals::default();
            let signals = tree.sent.signals.get(token).unwrap_or(&silent);
            let frame = text.frame(s, token);
            let reading = frame.and_then(|f| reading(text, cast, s, f));
            out.extend(decide(text, s, token, frame, reading, signals));
        }
    }
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

/// Weighs row and network; the best type wins if its score suffices.
fn decide(
    text: &Text<'_>,
    s: usize,
    token: usize,
    frame: Option<&Frame>,
    reading: Option<(Reading, usize)>,
    signals: &Signals,
) -> Option<Act> {
    // A row whose needs are met knows more than one that any use of the word meets.
    let weight = RULE_WEIGHT + SPECIFIC_WEIGHT * reading.map_or(0.0, |(_, specific)| specific.min(2) as f32);
    let reading = reading.map(|(reading, _)| reading);
    let row_kind = reading.and_then(|r| r.class).and_then(|c| c.kind.parse::<EventType>().ok());
    let vetoed = reading.is_some_and(|r| r.class.is_none());
    let sure = reading.map_or(0.0, |r| r.row.sure);
    let of_model = |kind| signals.trigger.iter().find(|(k, _)| *k == kind).map_or(0.0, |(_, p)| *p);
    let mut best: Option<(f32, EventType)> = None;
    for kind in row_kind.into_iter().chain(signals.trigger.iter().map(|(k, _)| *k)) {
        let rule = if row_kind == Some(kind) { sure } else { 0.0 };
        let mut score = weight * rule + (1.0 - weight) * of_model(kind);
        if vetoed {
            score -= weight * sure;
        }
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, kind));
        }
    }
    let (score, kind) = best.filter(|(score, _)| *score >= THRESHOLD)?;
    let by_row = row_kind == Some(kind);
    let reading = reading.filter(|_| by_row);
    let class = reading.and_then(|r| r.class);
    let by = match (class, of_model(kind) >= 0.1) {
        (Some(class), true) => format!("class.{}+model.trigger", class.id),
        (Some(class), false) => format!("class.{}", class.id),
        (None, _) => "model.trigger".to_owned(),
    };
    let frame = frame.cloned().unwrap_or_else(|| bare_frame(text, s, token));
    Some(Act { sentence: s, token, frame, kind, class, row: reading.map(|r| r.row), score, by })
}

/// A frame without arguments, for anchors that are neither verb nor noun.
fn bare_frame(text: &Text<'_>, s: usize, token: usize) -> Frame {
    let lemma = text.trees[s].token(token).full_lemma.clone();
    Frame { token, kind: PredicateKind::Noun, lemma, args: Vec::new(), passive: false, reflexive: false }
}

/// The row that suits a frame best: its needs hold, and of these the most specific.
fn reading(text: &Text<'_>, cast: &Cast, s: usize, frame: &Frame) -> Option<(Reading, usize)> {
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
    let mut best: Option<(usize, f32, Reading)> = None;
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
    best.map(|(specific, _, row)| (row, specific))
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
