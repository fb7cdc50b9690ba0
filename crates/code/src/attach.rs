//! Times and numbers of the text, and which event, claim or outlook each belongs to.

use crate::acts::Act;
use crate::arguments::PredicateKind;
use crate::numbers::{FoundNumber, NumberFinder};
use crate::text::Text;
use crate::times::{Direction, FoundTime, TimeContext, TimeFinder};
use depesche_record::{Basis, ByteRange, EventType, Granularity, Time};
use jiff::civil::Date;

/// A time expression with its place in the document.
#[derive(Debug, Clone)]
pub(crate) struct SentenceTime {
    pub sentence: usize,
    /// First word of the expression.
    pub word: usize,
    /// Bytes in the document.
    pub range: ByteRange,
    pub found: FoundTime,
}

/// A quantity with its place in the document.
#[derive(Debug, Clone)]
pub(crate) struct SentenceNumber {
    pub sentence: usize,
    /// Word of what is counted, or of the number.
    pub counted: usize,
    pub range: ByteRange,
    pub found: FoundNumber,
}

/// Day of publication.
pub(crate) fn published(text: &Text<'_>) -> Option<Date> {
    text.doc.date.as_deref().and_then(|d| d.parse().ok())
}

/// All times and numbers, sentence by sentence; a resolved day is the anchor of what follows.
pub(crate) fn times_and_numbers(
    text: &Text<'_>,
    times: &TimeFinder,
    numbers: &NumberFinder,
) -> (Vec<SentenceTime>, Vec<SentenceNumber>) {
    let (mut all_times, mut all_numbers) = (Vec::new(), Vec::new());
    let mut anchor: Option<Date> = None;
    for s in 0..text.trees.len() {
        let sent = text.trees[s].sent.range;
        let direction = |range: ByteRange| direction(text, s, range);
        let context = TimeContext { published: published(text), anchor, direction: &direction };
        let found = times.find(text.str(sent), &context);
        let taken: Vec<ByteRange> = found.iter().map(|t| t.range).collect();
        for time in found {
            if let (Some(from), Granularity::Day) = (time.from, time.granularity) {
                anchor = Some(from);
            }
            let range = ByteRange::new(time.range.start + sent.start, time.range.end + sent.start);
            all_times.push(SentenceTime { sentence: s, word: word_at(text, s, range), range, found: time });
        }
        for number in numbers.find(text.str(sent), &taken) {
            let range = ByteRange::new(number.range.start + sent.start, number.range.end + sent.start);
            let of = number.of.map(|r| ByteRange::new(r.start + sent.start, r.end + sent.start));
            let counted = of.map_or_else(|| word_at(text, s, range), |r| word_at(text, s, r));
            all_numbers.push(SentenceNumber { sentence: s, counted, range, found: number });
        }
    }
    (all_times, all_numbers)
}

/// The first word of a range, the one nearest to the root if there are several.
fn word_at(text: &Text<'_>, s: usize, range: ByteRange) -> usize {
    let tree = &text.trees[s];
    let inside = |w: &usize| {
        let r = tree.token(*w).range;
        r.start < range.end && range.start < r.end
    };
    let words: Vec<usize> = (0..tree.len()).filter(inside).collect();
    let top = words.iter().copied().min_by_key(|&w| tree.ancestors(w).count());
    top.unwrap_or_else(|| tree.root())
}

/// Whether what stands at these bytes of the sentence is told as past or as coming.
fn direction(text: &Text<'_>, s: usize, range: ByteRange) -> Direction {
    let tree = &text.trees[s];
    let sent = tree.sent.range;
    let clause = tree.clause(word_at(text, s, ByteRange::new(range.start + sent.start, range.end + sent.start)));
    let Some(finite) = tree.finite(clause) else { return Direction::Unknown };
    let token = tree.token(finite);
    let lemma = token.lemma.as_str();
    let future = matches!(lemma, "will" | "shall" | "would")
        || lemma == "werden" && tree.is(finite, "aux") && tree.token(clause).feats.is("VerbForm", "Inf");
    let perfect = matches!(lemma, "haben" | "have");
    let modal = matches!(lemma, "sollen" | "wollen" | "können" | "müssen" | "dürfen" | "may" | "can" | "must");
    if token.feats.is("Tense", "Past") && !modal || perfect && tree.is(finite, "aux") {
        Direction::Back
    } else if future || modal {
        Direction::Forward
    } else {
        Direction::Unknown
    }
}

/// Which of a sentence's times belongs to the act at a word.
///
/// A time belongs to the nearest act above it in the tree, or to the act that is an argument of the verb it stands at.
pub(crate) fn time_of(text: &Text<'_>, act: &Act, acts: &[(usize, usize)], times: &[SentenceTime]) -> Option<usize> {
    let s = act.sentence;
    let tree = &text.trees[s];
    let mut best: Option<(usize, usize)> = None;
    for (i, time) in times.iter().enumerate().filter(|(_, t)| t.sentence == s) {
        if time.found.from.is_none() && time.found.to.is_none() {
            continue;
        }
        let up: Vec<usize> = std::iter::once(time.word).chain(tree.ancestors(time.word)).collect();
        let Some(first_act) = up.iter().position(|w| acts.contains(&(s, *w))) else {
            // No act above: the clause's verb carries an act as its argument.
            let verb = tree.clause(time.word);
            let rank = if tree.token(act.token).head == Some(verb) {
                5
            } else if tree.is_inside(act.token, verb) && tree.clause(act.token) == verb {
                6
            } else {
                continue;
            };
            if best.is_none_or(|(r, _)| rank < r) {
                best = Some((rank, i));
            }
            continue;
        };
        let nearest = up[first_act];
        let rank = if nearest == act.token {
            first_act.min(4)
        } else if tree.is(act.token, "conj") && tree.token(act.token).head == Some(nearest) && time.word < nearest {
            // "Am Montag griff X an und nahm Y ein": the time before the first verb holds for both.
            6
        } else if tree.token(act.token).head == Some(nearest)
            && matches!(tree.token(act.token).relation(), "obj" | "nsubj")
        {
            8
        } else {
            continue;
        };
        if best.is_none_or(|(r, _)| rank < r) {
            best = Some((rank, i));
        }
    }
    best.map(|(_, i)| i)
}

/// A found time in the contract's form.
pub(crate) fn record_time(text: &Text<'_>, time: &SentenceTime) -> Time {
    let span = text.span(time.range);
    Time {
        text: text.str(time.range).to_owned(),
        start: Some(span.start),
        end: Some(span.end),
        from: time.found.from.map(|d| d.to_string()),
        to: time.found.to.map(|d| d.to_string()),
        granularity: time.found.granularity,
        basis: time.found.basis,
    }
}

/// What the tense alone says of an act that is told as a fact: it happened by the day of publication.
pub(crate) fn by_tense(text: &Text<'_>) -> Option<Time> {
    let to = published(text)?.to_string();
    Some(Time {
        text: String::new(),
        start: None,
        end: None,
        from: None,
        to: Some(to),
        granularity: Granularity::Vague,
        basis: Basis::Tense,
    })
}

/// Whether a time lies about a year or more before publication.
pub(crate) fn is_historical(time: &SentenceTime, published: Option<Date>) -> bool {
    let (Some(to), Some(published)) = (time.found.to, published) else { return false };
    days_between(to, published) > 365
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Categories of things that acts have in numbers.
const THINGS: [&str; 13] = [
    "weapons",
    "ammunition",
    "missiles",
    "aircraft",
    "ships",
    "vehicles",
    "fuel",
    "food",
    "medicine",
    "aid-goods",
    "building",
    "infrastructure",
    "embassy",
];

/// The numbers that belong to the act at a word, with the unit that the act gives them.
pub(crate) fn numbers_of(
    text: &Text<'_>,
    act: &Act,
    acts: &[(usize, usize, EventType)],
    numbers: &[SentenceNumber],
) -> Vec<(usize, String)> {
    let s = act.sentence;
    let tree = &text.trees[s];
    let mut out = Vec::new();
    for (i, number) in numbers.iter().enumerate().filter(|(_, n)| n.sentence == s) {
        let unit = number.found.unit.as_str();
        if unit.is_empty() && number.found.of.is_none() || unit == "percent" {
            continue;
        }
        let fate = fate(text, s, number.counted);
        let unit = match fate {
            Some((fate, _)) if matches!(unit, "persons" | "") => fate,
            _ => unit,
        };
        if let Some((unit, word)) = fate.filter(|(fate, _)| *fate != "detained" && act.kind == EventType::Assault) {
            if attack_of(text, s, word, acts) == Some(act.token) {
                out.push((i, unit.to_owned()));
            }
            continue;
        }
        let casualties = matches!(unit, "dead" | "wounded" | "missing");
        let up: Vec<usize> = std::iter::once(number.counted).chain(tree.ancestors(number.counted)).collect();
        let nearest = up.iter().position(|w| acts.iter().any(|(t, a, _)| *t == s && a == w));
        let argument = act.frame.args.iter().any(|a| a.slot != "comp" && up.iter().take(3).any(|w| *w == a.head));
        let own = argument
            && nearest.is_none_or(|n| {
                up[n] == act.token || acts.iter().filter(|(t, a, _)| *t == s && up[n] == *a).count() == 0
            })
            || nearest.is_some_and(|n| n <= 2 && up[n] == act.token);
        let first_attack = acts.iter().find(|(t, _, k)| *t == s && *k == EventType::Assault).map(|(_, a, _)| *a);
        let from_attack = casualties
            && act.kind == EventType::Assault
            && first_attack == Some(act.token)
            && !nearest.is_some_and(|n| up[n] != act.token && n <= 1);
        let detained_elsewhere = unit == "detained" && act.kind == EventType::Assault;
        if !own && !from_attack || detained_elsewhere {
            continue;
        }
        // "six Gulf states signed", "13 demands": whoever acts and what is said is no quantity of the act.
        let lemma = &tree.token(number.counted).lemma;
        let is_thing = || text.knowledge.category(text.language, lemma).iter().any(|c| THINGS.contains(&c.id.as_str()));
        if unit.is_empty() && !is_thing() {
            continue;
        }
        out.push((i, if unit.is_empty() { "items" } else { unit }.to_owned()));
    }
    out
}

/// What becomes of the people that a word counts, and the verb or noun that tells it: `dead` in "killed 29 people".
fn fate<'t>(text: &'t Text<'_>, s: usize, counted: usize) -> Option<(&'t str, usize)> {
    let tree = &text.trees[s];
    let rows = &text.knowledge.words(text.language).numbers.casualty;
    text.frames[s].iter().find_map(|frame| {
        let filled = |slots: &[String]| {
            let stands = |head: usize| tree.conjuncts(head).contains(&counted);
            frame.args.iter().any(|a| slots.contains(&a.slot) && stands(a.head))
        };
        let beside = |lemma: &String| lemma.is_empty() || frame.args.iter().any(|a| tree.token(a.head).lemma == *lemma);
        let row = rows.iter().find(|row| {
            let words = if frame.kind == PredicateKind::Noun { &row.noun } else { &row.verb };
            words.contains(&frame.lemma) && beside(&row.with) && filled(&row.slot)
        })?;
        Some((row.unit.as_str(), frame.token))
    })
}

/// The attack in which a verb of killing tells its victims: its own, the one beside or above it, else the first.
fn attack_of(text: &Text<'_>, s: usize, word: usize, acts: &[(usize, usize, EventType)]) -> Option<usize> {
    let tree = &text.trees[s];
    let attacks: Vec<usize> =
        acts.iter().filter(|(t, _, k)| *t == s && *k == EventType::Assault).map(|(_, a, _)| *a).collect();
    let own = || attacks.iter().copied().find(|a| *a == word);
    let beside = || {
        let args = text.frame(s, word).map(|f| f.args.iter().map(|a| a.head).collect::<Vec<_>>()).unwrap_or_default();
        attacks.iter().copied().find(|a| args.contains(a))
    };
    let above = || tree.ancestors(word).find(|w| attacks.contains(w));
    own().or_else(beside).or_else(above).or_else(|| attacks.first().copied())
}

/// The first coming time within a range of the text.
pub(crate) fn horizon(text: &Text<'_>, ranges: &[ByteRange], times: &[SentenceTime]) -> Option<Time> {
    let published = published(text)?;
    let time = times.iter().find(|t| {
        ranges.iter().any(|r| r.contains(t.range)) && t.found.to.or(t.found.from).is_some_and(|d| d > published)
    })?;
    Some(record_time(text, time))
}
