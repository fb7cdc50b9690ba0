//! Compares codings with gold, event by event, claim by claim, outlook by outlook.

use crate::gold::{Annotation, GoldClaim, GoldDocument, GoldEvent, GoldOutlook, GoldSource};
use crate::matching::best_pairs;
use crate::report::{Report, quoted_list};
use crate::tally::{Tallies, Tally};
use crate::text::{Offsets, trimmed};
use crate::{EvalError, Gold};
use depesche_record::{Auxiliary, Basis, Certainty, Claim, Coding, Event, Outlook, Polarity, SourceKind, Span, Stance};
use std::collections::{BTreeMap, BTreeSet};

/// Scores one coding for each article of the gold; `codings` maps the article's stem to its coding.
///
/// With `errors`, the report also holds a line for each core event missed and each event coded without gold.
///
/// # Errors
/// [`EvalError::Missing`] for an article without coding, [`EvalError::Text`] for a coding of another text,
/// [`EvalError::Claim`] for an event that rests on a claim which the coding lacks, [`EvalError::Day`] for a day
/// that is none.
pub fn score(gold: &Gold, codings: &BTreeMap<String, Coding>, errors: bool) -> Result<Report, EvalError> {
    let mut report = Report::default();
    for doc in gold.documents() {
        let coding = codings
            .get(doc.stem())
            .ok_or_else(|| EvalError::Missing { stem: doc.stem().to_owned(), text: doc.text_path().to_owned() })?;
        let case = Case::new(doc, coding)?;
        let mut tallies = Tallies::default();
        let lines = case.score_events(&mut tallies)?;
        case.score_claims(&mut tallies);
        case.score_outlooks(&mut tallies);
        report.add(doc, tallies, if errors { lines } else { Vec::new() });
    }
    Ok(report)
}

/// A set of states, the empty code left out.
type States<'a> = BTreeSet<&'a str>;

/// Whose voice an event stands in.
#[derive(PartialEq)]
enum Voice<'a> {
    /// The document's or its author's.
    Own,
    /// A source with states.
    States(States<'a>),
    /// A source without.
    Kind(SourceKind),
}

/// Whether a prediction in the sentence and of a type of a gold event matches it.
type Fits = fn(&GoldEvent, &PredictedEvent) -> bool;

/// What matching needs of a predicted event.
struct PredictedEvent<'a> {
    event: &'a Event,
    start: i64,
    sentence: usize,
    actor: States<'a>,
    recipient: States<'a>,
}

/// One article with gold and coding.
struct Case<'a> {
    doc: &'a GoldDocument,
    gold: &'a Annotation,
    coding: &'a Coding,
    /// Added to the coding's offsets gives offsets of the body.
    shift: i64,
    states: BTreeMap<&'a str, &'a str>,
}

impl<'a> Case<'a> {
    fn new(doc: &'a GoldDocument, coding: &'a Coding) -> Result<Self, EvalError> {
        let text: Vec<char> = coding.document.text.chars().collect();
        let (text, text_start) = trimmed(&text);
        let (body, body_start) = trimmed(&doc.body);
        if text != body {
            return Err(EvalError::Text { stem: doc.stem().to_owned() });
        }
        let states = coding.actors.iter().filter_map(|actor| Some((actor.id.as_str(), actor.state.as_deref()?)));
        Ok(Self {
            doc,
            gold: &doc.gold,
            coding,
            shift: body_start as i64 - text_start as i64,
            states: states.filter(|(_, state)| !state.is_empty()).collect(),
        })
    }

    fn states_of(&self, ids: impl IntoIterator<Item = &'a String>) -> States<'a> {
        ids.into_iter().filter_map(|id| self.states.get(id.as_str()).copied()).collect()
    }

    fn offsets(&self, spans: &[Span]) -> Offsets {
        let shifted = spans.iter().map(|span| (span.start as i64 + self.shift, span.end as i64 + self.shift));
        Offsets::of(&self.doc.body, shifted)
    }

    /// Counts the events; the lines name core gold that was missed and predictions without gold.
    fn score_events(&self, tallies: &mut Tallies) -> Result<Vec<String>, EvalError> {
        let gold = &self.gold.events;
        let predicted: Vec<PredictedEvent> = self.coding.events.iter().map(|event| self.predicted(event)).collect();
        let core: Vec<bool> = gold.iter().map(|event| event.core).collect();
        let ways: [(&'static str, Fits); 3] =
            [("events", strict), ("events relaxed", relaxed), ("events by type", |_, _| true)];
        let mut lines = Vec::new();
        for (kind, fits) in ways {
            let pairs = best_pairs(
                &core,
                predicted.len(),
                |g, p| self.same_sentence_and_type(&gold[g], &predicted[p]) && fits(&gold[g], &predicted[p]),
                |g, p| gold[g].anchor_start.abs_diff(predicted[p].start) as f64,
            );
            let tally = tallies.of(kind);
            tally.count(&core, predicted.len(), &pairs);
            if kind == "events" {
                for (&g, &p) in pairs.iter().filter(|(g, _)| core[**g]) {
                    self.score_event_fields(tally, &gold[g], predicted[p].event)?;
                }
                lines = self.error_lines(&predicted, &pairs);
            }
        }
        Ok(lines)
    }

    fn predicted(&self, event: &'a Event) -> PredictedEvent<'a> {
        let start = event.anchor.start as i64 + self.shift;
        PredictedEvent {
            event,
            start,
            sentence: self.doc.sentence(start),
            actor: self.states_of(event.actor.iter().map(|role| &role.id)),
            recipient: self.states_of(event.recipient.iter().map(|role| &role.id)),
        }
    }

    fn same_sentence_and_type(&self, gold: &GoldEvent, predicted: &PredictedEvent) -> bool {
        self.doc.sentence(gold.anchor_start) == predicted.sentence
            && gold.types.iter().any(|kind| kind == predicted.event.kind.as_str())
    }

    fn score_event_fields(&self, tally: &mut Tally, gold: &GoldEvent, event: &Event) -> Result<(), EvalError> {
        let modes_meet = gold.mode.iter().any(|mode| event.mode.contains(mode));
        tally.field("mode", modes_meet, !gold.mode.is_empty(), !event.mode.is_empty());

        let set = |list: &[Auxiliary]| list.iter().copied().collect::<BTreeSet<_>>();
        let accepted: Vec<_> = std::iter::once(&gold.auxiliary).chain(&gold.auxiliary_alt).map(|x| set(x)).collect();
        let right = accepted.contains(&set(&event.auxiliary));
        let told = !event.auxiliary.is_empty();
        tally.field("auxiliary", right, !accepted.contains(&BTreeSet::new()) || told && right, told);

        if !gold.auxiliary.contains(&Auxiliary::Hypothetical) {
            certainty_field(tally, gold.certainty, event.certainty);
        }

        let accepted = self.gold_voices(&gold.sources);
        let voice = self.predicted_voice(event)?;
        let right = accepted.contains(&voice);
        let told = voice != Voice::Own;
        tally.field("attribution", right, !accepted.contains(&Voice::Own) || told && right, told);

        if let Some(time) = &gold.time {
            let day_error = |document: &str, id: &str, day: &str| EvalError::Day {
                document: document.to_owned(),
                id: id.to_owned(),
                day: day.to_owned(),
            };
            let gold_days = match time {
                Some(time) => days(time.from.as_deref(), time.to.as_deref())
                    .map_err(|day| day_error(&self.gold.document, &gold.id, day))?,
                None => None,
            };
            let given = event.time.as_ref().filter(|time| !matches!(time.basis, Basis::Tense | Basis::Document));
            let event_days = match given {
                Some(time) => days(time.from.as_deref(), time.to.as_deref())
                    .map_err(|day| day_error(self.doc.stem(), &event.id, day))?,
                None => None,
            };
            tally.field("time", same_time(gold_days, event_days), gold_days.is_some(), event_days.is_some());
        }

        if let Some(place) = &gold.place {
            let gold_country = place.as_ref().and_then(|place| place.country.as_deref());
            let country = event.place.as_ref().and_then(|place| place.country.as_deref());
            tally.field("place", gold_country == country, gold_country.is_some(), country.is_some());
        }

        if let Some(quantities) = &gold.quantities {
            let key = |low: Option<f64>, high: Option<f64>| (low.map(number_key), high.map(number_key));
            let wanted: BTreeSet<_> = quantities.iter().map(|q| (key(q.low, q.high), q.unit.as_str())).collect();
            let told: BTreeSet<_> = event.quantities.iter().map(|q| (key(q.low, q.high), q.unit.as_str())).collect();
            tally.field("quantity", wanted == told, !wanted.is_empty(), !told.is_empty());
        }
        Ok(())
    }

    /// Acceptable voices for the innermost source; the author's voice is the document's own.
    fn gold_voices(&self, sources: &'a [String]) -> Vec<Voice<'a>> {
        let Some(claim) = sources.first().and_then(|id| self.gold.claim(id)) else { return vec![Voice::Own] };
        if claim.source.kind == SourceKind::Author {
            return vec![Voice::Own];
        }
        let voice = |codes: &'a Vec<String>| {
            if codes.is_empty() { Voice::Kind(claim.source.kind) } else { Voice::States(state_set(codes)) }
        };
        let mut accepted: Vec<_> = claim.source.accepted().map(voice).collect();
        if claim.stance == Stance::Assess {
            accepted.push(Voice::Own); // What is praised or condemned is taken for granted.
        }
        accepted
    }

    fn predicted_voice(&self, event: &Event) -> Result<Voice<'a>, EvalError> {
        let Some(id) = event.sources.first() else { return Ok(Voice::Own) };
        let claim = self.coding.claim(id).ok_or_else(|| EvalError::Claim {
            document: self.doc.stem().to_owned(),
            id: event.id.clone(),
            claim: id.clone(),
        })?;
        if claim.source.kind == SourceKind::Author {
            return Ok(Voice::Own);
        }
        let states = self.states_of(&claim.source.actors);
        Ok(if states.is_empty() { Voice::Kind(claim.source.kind) } else { Voice::States(states) })
    }

    fn error_lines(&self, predicted: &[PredictedEvent], pairs: &BTreeMap<usize, usize>) -> Vec<String> {
        let document = &self.gold.document;
        let missed = self.gold.events.iter().enumerate().filter(|(g, gold)| gold.core && !pairs.contains_key(g));
        let missed = missed.map(|(_, gold)| {
            let [types, actor, recipient] = [&gold.types, &gold.actor, &gold.recipient].map(quoted_list);
            format!("missed   {document} {} {types} {actor} {recipient} {}", gold.id, gold.quote)
        });
        let taken: BTreeSet<usize> = pairs.values().copied().collect();
        let spurious = predicted.iter().enumerate().filter(|(p, _)| !taken.contains(p));
        let spurious = spurious.map(|(_, predicted)| {
            let [actor, recipient] = [&predicted.actor, &predicted.recipient].map(quoted_list);
            let event = predicted.event;
            format!("spurious {document} {} {} {actor} {recipient} {}", event.id, event.kind, event.anchor.text)
        });
        missed.chain(spurious).collect()
    }

    fn score_claims(&self, tallies: &mut Tallies) {
        let (gold, predicted) = (&self.gold.claims, &self.coding.claims);
        let core: Vec<bool> = gold.iter().map(|claim| claim.core).collect();
        let contents: Vec<Offsets> = predicted.iter().map(|claim| self.offsets(&claim.content)).collect();
        let overlap = |g: usize, p: usize| gold[g].content_set.jaccard(&contents[p]);
        for (kind, by_source) in [("claims", true), ("claims without source", false)] {
            let fits = |g: usize, p: usize| {
                overlap(g, p) >= 0.5 && (!by_source || self.same_source(&gold[g].source, &predicted[p]))
            };
            let pairs = best_pairs(&core, predicted.len(), fits, |g, p| -overlap(g, p));
            let tally = tallies.of(kind);
            tally.count(&core, predicted.len(), &pairs);
            let partner: BTreeMap<&str, &str> =
                pairs.iter().map(|(&g, &p)| (gold[g].id.as_str(), predicted[p].id.as_str())).collect();
            for (&g, &p) in pairs.iter().filter(|(g, _)| core[**g]) {
                self.score_claim_fields(tally, &gold[g], &predicted[p], &partner);
            }
        }
    }

    fn score_claim_fields(&self, tally: &mut Tally, gold: &GoldClaim, claim: &Claim, partner: &BTreeMap<&str, &str>) {
        let (said, told) = (gold.stance, claim.stance);
        tally.field("stance", said == told, said != Stance::Assert, told != Stance::Assert);
        certainty_field(tally, gold.certainty, claim.certainty);
        let [negated, told_negated] = [gold.polarity, claim.polarity].map(|p| p == Polarity::Negative);
        tally.field("polarity", negated == told_negated, negated, told_negated);
        let gold_parent = gold.parent.as_deref();
        let parent = claim.parent.as_deref();
        let right = parent.is_some() && gold_parent.and_then(|id| partner.get(id).copied()) == parent;
        tally.field("parent", right, gold_parent.is_some(), parent.is_some());
        tally.field("source", self.same_source(&gold.source, claim), true, true);
    }

    /// Equal sets of states (or an accepted alternative); without codes, the same kind of source.
    fn same_source(&self, gold: &GoldSource, claim: &Claim) -> bool {
        let states = self.states_of(&claim.source.actors);
        gold.accepted().any(|codes| states == state_set(codes) && (!codes.is_empty() || claim.source.kind == gold.kind))
    }

    fn score_outlooks(&self, tallies: &mut Tallies) {
        let Some(gold) = &self.gold.outlooks else { return };
        let core: Vec<bool> = gold.iter().map(|outlook| outlook.core).collect();
        let sets = |outlook: &Outlook| {
            (outlook.antecedent.map(|span| self.offsets(&[span])), self.offsets(&[outlook.consequent]))
        };
        let predicted: Vec<(Option<Offsets>, Offsets)> = self.coding.outlooks.iter().map(sets).collect();
        let pairs = best_pairs(
            &core,
            predicted.len(),
            |g, p| same_outlook(&gold[g], &predicted[p].0, &predicted[p].1),
            |g, p| -(gold[g].consequent_set.common(&predicted[p].1) as f64),
        );
        tallies.of("outlooks").count(&core, predicted.len(), &pairs);
    }
}

/// Actor and recipient are those of gold or one of its alternatives; where both act, all in one set.
fn strict(gold: &GoldEvent, predicted: &PredictedEvent) -> bool {
    let accepted = |states: &States, list: &Vec<String>, others: &[Vec<String>]| {
        std::iter::once(list).chain(others).any(|codes| *states == state_set(codes))
    };
    if gold.reciprocal {
        return accepted(&(&predicted.actor | &predicted.recipient), &gold.actor, &gold.actor_alt);
    }
    accepted(&predicted.actor, &gold.actor, &gold.actor_alt)
        && accepted(&predicted.recipient, &gold.recipient, &gold.recipient_alt)
}

/// Some state on each side that gold fills.
fn relaxed(gold: &GoldEvent, predicted: &PredictedEvent) -> bool {
    let meets =
        |states: &States, codes: &[String]| codes.is_empty() || codes.iter().any(|code| states.contains(code.as_str()));
    if gold.reciprocal {
        return meets(&(&predicted.actor | &predicted.recipient), &gold.actor);
    }
    meets(&predicted.actor, &gold.actor) && meets(&predicted.recipient, &gold.recipient)
}

fn same_outlook(gold: &GoldOutlook, antecedent: &Option<Offsets>, consequent: &Offsets) -> bool {
    gold.consequent_set.jaccard(consequent) >= 0.5
        && match (&gold.antecedent_set, antecedent) {
            (None, None) => true,
            (Some(gold), Some(predicted)) => gold.jaccard(predicted) >= 0.5,
            _ => false,
        }
}

fn certainty_field(tally: &mut Tally, gold: Certainty, predicted: Certainty) {
    tally.field("certainty", gold == predicted, gold != Certainty::Certain, predicted != Certainty::Certain);
}

fn state_set(codes: &[String]) -> States<'_> {
    codes.iter().map(String::as_str).collect()
}

/// A number as a key of a set: equal numbers have equal keys, −0 is 0.
fn number_key(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

/// First and last day as numbers, an open end very far; none without any day. The error is the day that is none.
fn days<'t>(from: Option<&'t str>, to: Option<&'t str>) -> Result<Option<(i64, i64)>, &'t str> {
    let ordinal = |day: Option<&'t str>, open: i64| match day.filter(|day| !day.is_empty()) {
        None => Ok((open, false)),
        Some(day) => {
            let date: jiff::civil::Date = day.parse().map_err(|_| day)?;
            let since = date.duration_since(jiff::civil::date(1, 1, 1));
            Ok((since.as_hours() / 24 + 1, true))
        }
    };
    let ((low, has_from), (high, has_to)) = (ordinal(from, 0)?, ordinal(to, 1_000_000)?);
    Ok((has_from || has_to).then_some((low, high)))
}

/// Both none, or intervals that overlap and differ in length by at most a factor of three.
fn same_time(gold: Option<(i64, i64)>, predicted: Option<(i64, i64)>) -> bool {
    let (Some(a), Some(b)) = (gold, predicted) else { return gold == predicted };
    let (length_a, length_b) = (a.1 - a.0 + 1, b.1 - b.0 + 1);
    a.0 <= b.1 && b.0 <= a.1 && length_a.max(length_b) <= 3 * length_a.min(length_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_overlap_within_a_factor_of_three() {
        let day = days(Some("2024-10-21"), Some("2024-10-21"));
        let three = days(Some("2024-10-21"), Some("2024-10-23"));
        let four = days(Some("2024-10-20"), Some("2024-10-23"));
        let since = days(Some("2024-10-21"), None);
        let all = [day, three, four, since].map(Result::unwrap_or_default);
        assert_eq!(all[0], Some((739_180, 739_180)));
        assert!(same_time(all[0], all[1]));
        assert!(!same_time(all[0], all[2]));
        assert!(!same_time(all[0], all[3]));
        assert!(!same_time(all[0], None) && same_time(None, None));
        assert_eq!(days(None, Some("2024-02-30")), Err("2024-02-30"));
        assert_eq!(days(None, None), Ok(None));
    }
}
