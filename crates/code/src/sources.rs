//! Of which kind a source is: what the rules say, what the network says and the words of its phrase, weighed together
//! (`models/sources.tsv`).

use crate::cast::{Cast, EntityKind, Referent};
use crate::cues::CueWord;
use crate::text::Text;
use crate::weights::{Case, Weights, step};
use depesche_knowledge::CuePos;
use depesche_record::{SourceKind, Upos};
use std::sync::LazyLock;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::new(include_str!("../../../models/sources.tsv")));

/// What a reported source may be, with its place in the network's answer; the author has no cue.
const KINDS: [(SourceKind, usize); 3] = [(SourceKind::Actor, 0), (SourceKind::Unnamed, 1), (SourceKind::Document, 3)];

/// A source whose kind is asked for.
pub(crate) struct Asked<'a, 't> {
    pub text: &'a Text<'t>,
    pub cast: &'a Cast,
    pub sentence: usize,
    pub cue: &'a CueWord,
    pub who: &'a [Referent],
    /// Head of its phrase.
    pub head: Option<usize>,
    /// What the rules say.
    pub rule: SourceKind,
}

impl Asked<'_, '_> {
    /// The kind with the greatest weight.
    pub fn decide(&self) -> SourceKind {
        let scored = self.rows().into_iter().map(|(kind, features)| (WEIGHTS.logit(&features), kind));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(self.rule, |(_, kind)| kind)
    }

    /// Every case, for training.
    pub fn cases(&self) -> Vec<Case> {
        let anchor = self.text.span(self.text.trees[self.sentence].token(self.cue.token).range);
        let rows = self.rows().into_iter();
        rows.map(|(kind, features)| Case { anchor, about: kind.as_str().to_owned(), features }).collect()
    }

    fn rows(&self) -> Vec<(SourceKind, Vec<String>)> {
        let around = self.around();
        let network = self.text.trees[self.sentence].sent.signals.get(self.cue.token).map(|g| g.source_kind);
        let row = |(kind, at): (SourceKind, usize)| {
            let (p, rule) = (step(network.map_or(0.0, |p| p[at])), self.rule.as_str());
            let mut features = vec![
                kind.as_str().to_owned(),
                format!("{kind} p={p}"),
                format!("{kind} rule={rule}"),
                format!("{kind} rule={rule} p={p}"),
            ];
            features.extend(around.iter().map(|f| format!("{kind} {f}")));
            features.extend(around.iter().map(|f| format!("{kind} rule={rule} {f}")));
            (kind, features)
        };
        KINDS.into_iter().map(row).collect()
    }

    /// What the source's phrase looks like.
    fn around(&self) -> Vec<String> {
        let &Self { text, cast, cue, who, head, .. } = self;
        let tree = &text.trees[self.sentence];
        let pos = match cue.pos {
            CuePos::Verb => "verb",
            CuePos::Noun => "noun",
            CuePos::Preposition => "preposition",
            CuePos::Adverb => "adverb",
            CuePos::Adjective => "adjective",
        };
        let mut out = vec![format!("cue={pos}"), format!("stance={}", cue.stance)];
        let Some(head) = head else {
            out.push(format!("nobody cue={pos}"));
            return out;
        };
        let token = tree.token(head);
        let name = tree.sent.names.iter().find(|n| (n.start..n.end).contains(&head));
        let entity = who.first().map(|r| &cast.entities[r.entity]);
        let determiner = tree.child(head, "det").map_or(String::new(), |d| tree.token(d).lemma.to_lowercase());
        let known = match entity.map(|e| e.kind) {
            None => "nobody",
            Some(EntityKind::State) => "state",
            Some(EntityKind::Organisation) => "organisation",
            Some(EntityKind::Person) => "person",
            Some(EntityKind::Group) => "group",
            Some(EntityKind::Media) => "media",
        };
        let stated = entity.is_some_and(|e| e.state.is_some());
        out.extend([
            format!("word={}", token.upos.as_str()),
            format!("entity={known} state={stated}"),
            format!("entity={known} word={}", token.upos.as_str()),
            format!("number={} determiner={determiner}", token.feats.get("Number")),
            format!("name={}", name.map_or("none", |n| n.kind.as_str())),
            format!("counted={}", tree.child(head, "nummod").is_some()),
            format!("referents={}", who.len().min(2)),
        ]);
        match token.upos {
            // Roles and papers are listed words; names never are.
            Upos::Noun => out.push(format!("lemma={}", token.lemma.to_lowercase())),
            Upos::Pron | Upos::Det => out.push(format!("pronoun={}", token.lemma.to_lowercase())),
            _ => {}
        }
        out
    }
}
