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

/// The kind of a source whose phrase has the head `head`; `rule` is what rules say.
pub(crate) fn decide(
    text: &Text<'_>,
    cast: &Cast,
    s: usize,
    cue: &CueWord,
    who: &[Referent],
    head: Option<usize>,
    rule: SourceKind,
) -> SourceKind {
    let rows = rows(text, cast, s, cue, who, head, rule);
    let scored = rows.into_iter().map(|(kind, features)| (WEIGHTS.logit(&features), kind));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(rule, |(_, kind)| kind)
}

/// The cases of one source, for training.
pub(crate) fn cases(
    text: &Text<'_>,
    cast: &Cast,
    s: usize,
    cue: &CueWord,
    who: &[Referent],
    head: Option<usize>,
    rule: SourceKind,
) -> Vec<Case> {
    let anchor = text.span(text.trees[s].token(cue.token).range);
    let case = |(kind, features): (SourceKind, Vec<String>)| Case { anchor, about: kind.as_str().to_owned(), features };
    rows(text, cast, s, cue, who, head, rule).into_iter().map(case).collect()
}

fn rows(
    text: &Text<'_>,
    cast: &Cast,
    s: usize,
    cue: &CueWord,
    who: &[Referent],
    head: Option<usize>,
    rule: SourceKind,
) -> Vec<(SourceKind, Vec<String>)> {
    let around = around(text, cast, s, cue, who, head);
    let network = text.trees[s].sent.signals.get(cue.token).map(|g| g.source_kind);
    let row = |(kind, at): (SourceKind, usize)| {
        let p = step(network.map_or(0.0, |p| p[at]));
        let mut features = vec![
            kind.as_str().to_owned(),
            format!("{} p={p}", kind.as_str()),
            format!("{} rule={}", kind.as_str(), rule.as_str()),
            format!("{} rule={} p={p}", kind.as_str(), rule.as_str()),
        ];
        features.extend(around.iter().map(|f| format!("{} {f}", kind.as_str())));
        features.extend(around.iter().map(|f| format!("{} rule={} {f}", kind.as_str(), rule.as_str())));
        (kind, features)
    };
    KINDS.into_iter().map(row).collect()
}

/// What the source's phrase looks like.
fn around(text: &Text<'_>, cast: &Cast, s: usize, cue: &CueWord, who: &[Referent], head: Option<usize>) -> Vec<String> {
    let tree = &text.trees[s];
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
