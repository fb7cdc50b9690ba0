//! The states that may stand on the sides of an act, and what speaks for and against each: what rules, network and the
//! text around say of it. No feature names a state or a person: all states are weighed alike.

use crate::acts::category_of;
use crate::cast::{Cast, EntityKind, Mention};
use crate::claims::Claim;
use crate::events::Report;
use crate::places::{FoundPlace, locative_top};
use crate::roles::{Filler, is_human};
use crate::text::Text;
use crate::weights::Case;
use depesche_record::RoleLinks;
use std::collections::{BTreeMap, BTreeSet};

/// Sentences of a text in which there is nothing around an act.
const SHORT: usize = 2;

/// How many sentences back a state may have been named.
const REACH: usize = 3;
/// … unless it is one of these few that the text names most.
const OFTEN: usize = 2;
/// Sentences back that count alike.
const FAR: usize = 4;

/// Least strength of a link to a phrase.
const LINKED: f32 = 0.3;

/// Borders between the steps of a link's strength.
const LINK_STEPS: [f32; 6] = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9];

/// A side of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Actor,
    Recipient,
    /// All who take part, where an act is mutual.
    Both,
}

impl Side {
    /// As in the table of weights.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
            Self::Both => "both",
        }
    }
}

/// A state that may stand on a side of an act, and what speaks for and against it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub side: Side,
    pub state: String,
    pub features: Vec<String>,
    /// Where the act's sentence names the state best.
    pub mention: Option<usize>,
}

/// Everything that the features look at.
pub(crate) struct Scene<'a, 't> {
    pub text: &'a Text<'t>,
    pub cast: &'a Cast,
    pub claims: &'a [Claim],
    pub places: &'a [FoundPlace],
    pub reports: &'a [Report],
}

/// The states that the rules put on the sides of a report, with the rule.
struct Told {
    actor: BTreeMap<String, String>,
    recipient: BTreeMap<String, String>,
}

impl Told {
    fn side(&self, side: Side) -> &BTreeMap<String, String> {
        match side {
            Side::Actor | Side::Both => &self.actor,
            Side::Recipient => &self.recipient,
        }
    }

    fn other(&self, side: Side) -> &BTreeMap<String, String> {
        match side {
            Side::Actor | Side::Both => &self.recipient,
            Side::Recipient => &self.actor,
        }
    }
}

impl Scene<'_, '_> {
    /// Every case, for training.
    pub fn cases(&self) -> Vec<Case> {
        let rows = self.all();
        let case = |report: &Report, row: Row| Case {
            anchor: self.text.span(self.text.trees[report.act.sentence].token(report.act.token).range),
            about: format!("{} {} {}", report.kind, row.side.as_str(), row.state),
            features: row.features,
        };
        self.reports
            .iter()
            .zip(rows)
            .flat_map(|(report, rows)| rows.into_iter().map(move |r| case(report, r)))
            .collect()
    }

    /// The rows of every report.
    pub fn all(&self) -> Vec<Vec<Row>> {
        let told: Vec<Told> = self.reports.iter().map(|r| self.told(r)).collect();
        (0..self.reports.len()).map(|i| self.rows(&told, i)).collect()
    }

    fn state(&self, entity: usize) -> Option<&str> {
        let entity = &self.cast.entities[entity];
        entity.state.as_deref().filter(|s| !s.is_empty() && entity.kind != EntityKind::Media)
    }

    fn told(&self, report: &Report) -> Told {
        let side = |fillers: &[Filler]| {
            let named = fillers.iter().filter_map(|f| Some((self.state(f.referent.entity)?.to_owned(), f.by.clone())));
            named.collect()
        };
        Told { actor: side(&report.roles.actor), recipient: side(&report.roles.recipient) }
    }

    fn rows(&self, told: &[Told], i: usize) -> Vec<Row> {
        let report = &self.reports[i];
        let s = report.act.sentence;
        let mut states: BTreeSet<&str> =
            told[i].actor.keys().chain(told[i].recipient.keys()).map(String::as_str).collect();
        let near = self.cast.mentions.iter().filter(|m| m.sentence <= s && s - m.sentence <= REACH);
        states.extend(near.filter_map(|m| self.state(m.entity)));
        let located = self.cast.located.iter().filter(|p| p.sentence <= s && s - p.sentence <= REACH);
        states.extend(located.map(|p| p.state.as_str()));
        let counts = self.counts();
        let mut often: Vec<(&str, usize)> = counts.into_iter().collect();
        often.sort_by_key(|&(state, n)| (std::cmp::Reverse(n), state));
        states.extend(often.iter().take(OFTEN).map(|(state, _)| state));
        let sides: &[Side] = if report.roles.reciprocal { &[Side::Both] } else { &[Side::Actor, Side::Recipient] };
        let mut out = Vec::new();
        for &side in sides {
            for &state in &states {
                let mention = self.best_mention(report, side, state);
                let features = self.features(told, i, side, state, mention);
                out.push(Row { side, state: state.to_owned(), features, mention });
            }
        }
        out
    }

    fn links(&self, report: &Report) -> Option<&RoleLinks> {
        let sentence = self.text.trees[report.act.sentence].sent;
        sentence.links.iter().find(|l| l.anchor == report.act.token)
    }

    /// How strongly the network links a mention's own words to a side.
    fn link(&self, report: &Report, side: Side, mention: &Mention) -> Option<f32> {
        let links = self.links(report)?;
        let tree = &self.text.trees[mention.sentence];
        let strongest = |of: &[f32]| {
            let words = tree.phrase(mention.head);
            words.iter().filter_map(|&w| of.get(w)).copied().fold(0.0, f32::max)
        };
        Some(match side {
            Side::Actor => strongest(&links.actor),
            Side::Recipient => strongest(&links.recipient),
            Side::Both => strongest(&links.actor).max(strongest(&links.recipient)),
        })
    }

    /// Of a state's mentions in the act's sentence the one that the network links most strongly, else the nearest.
    fn best_mention(&self, report: &Report, side: Side, state: &str) -> Option<usize> {
        let (s, token) = (report.act.sentence, report.act.token);
        let mut best: Option<(f32, usize, usize)> = None;
        for (i, m) in self.cast.mentions.iter().enumerate() {
            if m.sentence != s || self.state(m.entity) != Some(state) {
                continue;
            }
            let (link, distance) = (self.link(report, side, m).unwrap_or(0.0), m.head.abs_diff(token));
            if best.is_none_or(|(l, d, _)| link > l + 0.05 || link > l - 0.05 && distance < d) {
                best = Some((link, distance, i));
            }
        }
        best.map(|(_, _, i)| i)
    }

    fn features(&self, told: &[Told], i: usize, side: Side, state: &str, mention: Option<usize>) -> Vec<String> {
        let report = &self.reports[i];
        let chosen = told[i].side(side).get(state);
        let status = match chosen {
            Some(_) => "chosen",
            None if told[i].side(side).is_empty() => "open",
            None => "filled",
        };
        let start = format!("{} {status}", side.as_str());
        let (kind, quad) = (report.kind.as_str(), report.kind.quad().as_str());
        let class = report.act.class.map_or("none", |c| c.id.as_str());
        let mut out = vec![start.clone(), format!("{start} {kind}"), format!("{start} class={class}")];
        let mut say = |feature: String| out.push(format!("{start} {feature}"));
        if let Some(by) = chosen {
            say(format!("by={by}"));
            say(format!("by={by} {quad}"));
        }
        match told[i].other(side).get(state) {
            Some(by) => {
                say("other".to_owned());
                say(format!("other={by}"));
                say(format!("other {kind}"));
                say(format!("other class={class}"));
            }
            None if told[i].other(side).is_empty() => say("other-open".to_owned()),
            None => say("other-filled".to_owned()),
        }
        match mention {
            Some(m) => self.in_sentence(report, side, &self.cast.mentions[m], chosen, &mut say),
            None => {
                say("absent".to_owned());
                say(format!("absent {kind}"));
            }
        }
        let on_other = told[i].other(side).contains_key(state);
        let standing = if on_other {
            "other"
        } else if mention.is_some() {
            "present"
        } else {
            "absent"
        };
        self.phrases(report, side, state, standing, &mut say);
        self.around(report, state, mention.is_some(), on_other, &mut say);
        self.spoken(report, state, &mut say);
        self.dealings(told, i, side, state, &mut say);
        if self.text.trees.len() <= SHORT {
            // Daumé 2007 (arXiv:0907.1815): weights for all texts, and weights of their own for some.
            out.extend(out.clone().into_iter().map(|f| format!("short {f}")));
        }
        out
    }

    /// Where a mention of the state stands, seen from the act.
    fn in_sentence(
        &self,
        report: &Report,
        side: Side,
        m: &Mention,
        chosen: Option<&String>,
        say: &mut impl FnMut(String),
    ) {
        let tree = &self.text.trees[m.sentence];
        let (token, quad) = (report.act.token, report.kind.quad().as_str());
        let reference = m.by.split("-of-").next().unwrap_or_default();
        let reference = if reference.starts_with("names.") { "names" } else { reference };
        say(format!("ref={reference}"));
        if let Some(by) = chosen {
            say(format!("by={by} ref={reference}"));
        }
        say(format!("mention={}", m.kind.as_str()));
        let turned = match side {
            Side::Actor => Side::Recipient,
            Side::Recipient => Side::Actor,
            Side::Both => Side::Both,
        };
        let steps = |link: f32| LINK_STEPS.iter().filter(|&&border| link >= border).count();
        let link = self.link(report, side, m).map(steps);
        let other = self.link(report, turned, m).filter(|_| turned != side).map(steps);
        match link {
            Some(link) => say(format!("link={link}")),
            None => say("unlinked".to_owned()),
        }
        if let Some(other) = other {
            say(format!("other-link={other}"));
        }
        for arg in &report.act.frame.args {
            let depth = if arg.head == m.head {
                "slot"
            } else if tree.conjuncts(arg.head).contains(&m.head) {
                "conj"
            } else if tree.is_inside(m.head, arg.head) {
                "within"
            } else {
                continue;
            };
            say(format!("{depth}={}", arg.slot));
            say(format!("{depth}={} {}", arg.slot, report.kind.as_str()));
            let sort = self.sort(m.sentence, arg.head);
            say(format!("{depth}={} is={sort}", arg.slot));
            if depth == "within" {
                let via = format!("{}:{}", tree.token(m.head).relation(), tree.preposition(m.head));
                say(format!("within via={via}"));
                say(format!("within via={via} is={sort}"));
                say(format!("within={} via={via}", arg.slot));
            }
        }
        let place = if tree.is_inside(m.head, token) {
            "below"
        } else if tree.is_inside(token, m.head) {
            "above"
        } else if tree.clause(m.head) == tree.clause(token) {
            "beside"
        } else if tree.is_inside(token, tree.clause(m.head)) {
            "outer"
        } else {
            "elsewhere"
        };
        let order = if m.head < token { "before" } else { "after" };
        say(format!("tree={place}"));
        say(format!("tree={place} {order}"));
        say(format!("tree={place} {quad}"));
        say(format!("relation={}", tree.token(m.head).relation()));
        say(format!("relation={} tree={place}", tree.token(m.head).relation()));
        let preposition = tree.preposition(m.head);
        if !preposition.is_empty() {
            say(format!("preposition={preposition}"));
            say(format!("preposition={preposition} {quad}"));
        }
        let states: BTreeSet<&str> = self
            .cast
            .mentions
            .iter()
            .filter(|o| o.sentence == m.sentence)
            .filter_map(|o| self.state(o.entity))
            .collect();
        say(format!("states={}", states.len().min(4)));
    }

    /// What a phrase is about: people, a kind of thing, something else.
    fn sort(&self, s: usize, head: usize) -> String {
        if is_human(self.text, s, head) {
            return "human".to_owned();
        }
        let category = category_of(self.text, &self.text.trees[s].token(head).lemma);
        if category.is_empty() { "-".to_owned() } else { category }
    }

    /// Whether a phrase names the state, another one, or none.
    fn names(&self, s: usize, head: usize, state: &str) -> &'static str {
        let tree = &self.text.trees[s];
        let inside = self.cast.mentions.iter().filter(|m| m.sentence == s && tree.is_inside(m.head, head));
        let mut found = "none";
        for named in inside.filter_map(|m| self.state(m.entity)) {
            if named == state {
                return "this";
            }
            found = "another";
        }
        found
    }

    /// The phrases around the act, and the one that the network links most strongly: who they are, whom they name.
    fn phrases(&self, report: &Report, side: Side, state: &str, standing: &str, say: &mut impl FnMut(String)) {
        let (s, tree) = (report.act.sentence, &self.text.trees[report.act.sentence]);
        for arg in report.act.frame.args.iter().filter(|a| a.part.is_none()) {
            let (sort, names) = (self.sort(s, arg.head), self.names(s, arg.head, state));
            say(format!("{standing} {}={names}", arg.slot));
            say(format!("{standing} {}={names} is={sort}", arg.slot));
        }
        let Some(links) = self.links(report) else { return };
        let of = match side {
            Side::Actor | Side::Both => &links.actor,
            Side::Recipient => &links.recipient,
        };
        let best = (0..of.len().min(tree.len())).max_by(|&a, &b| of[a].total_cmp(&of[b]));
        let Some(mut word) = best.filter(|&w| of[w] >= LINKED) else {
            say(format!("{standing} nobody linked"));
            return;
        };
        // Up to the head of its phrase.
        while let Some(head) = tree.token(word).head.filter(|&h| of[h] >= LINKED) {
            word = head;
        }
        let (sort, names) = (self.sort(s, word), self.names(s, word, state));
        say(format!("{standing} linked={names}"));
        say(format!("{standing} linked={names} is={sort}"));
        say(format!("{standing} linked={names} {}", report.kind.as_str()));
    }

    /// How often the text names each state.
    fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let located = self.cast.located.iter().map(|p| p.state.as_str());
        for state in self.cast.mentions.iter().filter_map(|m| self.state(m.entity)).chain(located) {
            *counts.entry(state).or_default() += 1;
        }
        counts
    }

    /// How much the text is about the state, and whether the act happens there.
    fn around(&self, report: &Report, state: &str, present: bool, on_other: bool, say: &mut impl FnMut(String)) {
        let s = report.act.sentence;
        let counts = self.counts();
        let before = self.cast.mentions.iter().filter(|m| m.sentence < s && self.state(m.entity) == Some(state));
        let last = before.map(|m| (m.sentence, self.text.trees[m.sentence].is(m.head, "nsubj"))).max();
        let mine = counts.get(state).copied().unwrap_or(0);
        let rank = counts.values().filter(|&&n| n > mine).count();
        say(format!("rank={} present={present}", rank.min(3)));
        say(format!("of={} rank={}", counts.len().min(4), rank.min(3)));
        if on_other {
            // How domestic the text is: what the state has of all that is named.
            let share = 4 * mine / counts.values().sum::<usize>().max(1);
            say(format!("other share={share}"));
            say(format!("other share={share} {}", report.kind.as_str()));
        }
        if let Some((sentence, subject)) = last.filter(|_| !present) {
            say(format!("last={}", (s - sentence).min(FAR)));
            if subject {
                say(format!("last-subject={}", (s - sentence).min(FAR)));
            }
        }
        let tree = &self.text.trees[s];
        let here = self.places.iter().filter(|p| p.sentence == s && p.country.as_deref() == Some(state));
        for place in here {
            let top = locative_top(tree, place.head);
            let clause = if tree.clause(top) == tree.clause(report.act.token) { "clause" } else { "sentence" };
            say(format!("place={clause} {}", tree.preposition(top)));
            say(format!("place={clause} {}", report.kind.as_str()));
        }
    }

    /// Whether the state speaks of the act, or is spoken to.
    fn spoken(&self, report: &Report, state: &str, say: &mut impl FnMut(String)) {
        let (kind, act) = (report.kind.as_str(), &report.act);
        let source = |c: &Claim| c.source.iter().any(|r| self.state(r.entity) == Some(state));
        if let Some(&i) = report.sources.first() {
            if source(&self.claims[i]) {
                say("speaker".to_owned());
                say(format!("speaker {kind}"));
            } else {
                say("spoken".to_owned());
            }
        }
        let own = |c: &&Claim| c.cue.as_ref().is_some_and(|cue| (cue.sentence, cue.token) == (act.sentence, act.token));
        if let Some(claim) = self.claims.iter().find(own) {
            if source(claim) {
                say("cue-source".to_owned());
                say(format!("cue-source {kind}"));
            }
            if claim.addressee.iter().any(|r| self.state(r.entity) == Some(state)) {
                say("cue-addressee".to_owned());
            }
        }
    }

    /// What the other reports say of the state, and of it beside the other side.
    fn dealings(&self, told: &[Told], i: usize, side: Side, state: &str, say: &mut impl FnMut(String)) {
        let kind = self.reports[i].kind;
        let against: BTreeSet<&String> = told[i].other(side).keys().collect();
        let (mut same, mut turned, mut pair, mut reversed) = (0, 0, 0, 0);
        for (j, other) in told.iter().enumerate().filter(|&(j, _)| j != i) {
            let alike = self.reports[j].kind.quad() == kind.quad();
            let mine = other.side(side).contains_key(state);
            let theirs = other.other(side).contains_key(state);
            same += usize::from(mine && alike);
            turned += usize::from(theirs && alike);
            pair += usize::from(mine && other.other(side).keys().any(|s| against.contains(s)));
            reversed += usize::from(theirs && other.side(side).keys().any(|s| against.contains(s)));
        }
        for (name, n) in [("same", same), ("turned", turned), ("pair", pair), ("reversed", reversed)] {
            say(format!("{name}={}", n.min(3)));
        }
        let before = (i > 0).then(|| &told[i - 1]);
        if let Some(before) = before.filter(|_| self.reports[i].act.sentence - self.reports[i - 1].act.sentence <= 1) {
            if before.side(side).contains_key(state) {
                say("just-same".to_owned());
            }
            if before.other(side).contains_key(state) {
                say("just-turned".to_owned());
            }
        }
    }
}
