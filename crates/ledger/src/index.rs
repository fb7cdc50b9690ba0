//! A coding with its references resolved.

use depesche_record::{Actor, Claim, CodePoints, Coding, Event, Evidence, RoleFiller, SourceKind, Span};
use std::collections::BTreeMap;

/// Finds actors, claims and pieces of text of one coding; every failure says which reference is broken.
pub(crate) struct Index<'a> {
    coding: &'a Coding,
    points: CodePoints,
    n_points: usize,
    actors: BTreeMap<&'a str, &'a Actor>,
    claims: BTreeMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(coding: &'a Coding) -> Self {
        let points = CodePoints::new(&coding.document.text);
        Self {
            coding,
            n_points: points.at(coding.document.text.len()),
            points,
            actors: coding.actors.iter().map(|a| (a.id.as_str(), a)).collect(),
            claims: coding.claims.iter().enumerate().map(|(i, c)| (c.id.as_str(), i)).collect(),
        }
    }

    pub(crate) fn actor(&self, id: &str) -> Result<&'a Actor, String> {
        self.actors.get(id).copied().ok_or_else(|| format!("it names an actor \"{id}\" that it does not have"))
    }

    pub(crate) fn actors(&self, ids: &[String]) -> Result<Vec<&'a Actor>, String> {
        ids.iter().map(|id| self.actor(id)).collect()
    }

    pub(crate) fn fillers(&self, fillers: &[RoleFiller]) -> Result<Vec<&'a Actor>, String> {
        fillers.iter().map(|f| self.actor(&f.id)).collect()
    }

    /// A claim with its position in the coding.
    pub(crate) fn claim(&self, id: &str) -> Result<(usize, &'a Claim), String> {
        let nr = self.claims.get(id).copied();
        nr.and_then(|nr| Some((nr, self.coding.claims.get(nr)?)))
            .ok_or_else(|| format!("it names a claim \"{id}\" that it does not have"))
    }

    pub(crate) fn claims(&self, ids: &[String]) -> Result<Vec<(usize, &'a Claim)>, String> {
        ids.iter().map(|id| self.claim(id)).collect()
    }

    /// The sentence that holds an item.
    pub(crate) fn sentence(&self, evidence: &Evidence) -> Result<&'a str, String> {
        self.sentence_at(evidence.sentence)
    }

    pub(crate) fn sentence_at(&self, sentence: usize) -> Result<&'a str, String> {
        let spans = &self.coding.document.sentences;
        let span = spans.get(sentence).ok_or_else(|| {
            format!("an item stands on sentence {sentence}, but the document has {} sentences", spans.len())
        })?;
        self.text(*span)
    }

    pub(crate) fn text(&self, span: Span) -> Result<&'a str, String> {
        let range = self.points.byte(span.start)..self.points.byte(span.end);
        let text = self.coding.document.text.get(range).filter(|_| span.end <= self.n_points);
        text.ok_or_else(|| {
            format!("the span {}–{} does not lie in the text of {} characters", span.start, span.end, self.n_points)
        })
    }

    /// Who stands behind a claim, in one line: names, or the words of the text, or what kind of source it is.
    pub(crate) fn voice(&self, claim: &Claim) -> Result<String, String> {
        let source = &claim.source;
        let names: Vec<&str> = self.actors(&source.actors)?.iter().map(|a| a.name.as_str()).collect();
        let kind = match source.kind {
            SourceKind::Actor | SourceKind::Unnamed => "unnamed",
            SourceKind::Author => "author",
            SourceKind::Document => "document",
        };
        let words = [&names.join(", "), source.description.as_deref().unwrap_or_default(), &source.text, kind];
        Ok(words.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned())
    }

    /// Everyone whose word an item rests on, innermost first.
    pub(crate) fn voices(&self, claim_ids: &[String]) -> Result<Option<String>, String> {
        let voices: Vec<String> =
            self.claims(claim_ids)?.iter().map(|(_, claim)| self.voice(claim)).collect::<Result<_, _>>()?;
        Ok(join(voices.iter().map(String::as_str)))
    }
}

/// Joins what is there; nothing becomes null.
pub(crate) fn join<'t>(parts: impl Iterator<Item = &'t str>) -> Option<String> {
    let parts: Vec<&str> = parts.filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The act that an event tells: its group, or itself where it has none.
pub(crate) fn act_of(event: &Event) -> &str {
    if event.group.is_empty() { &event.id } else { &event.group }
}
