//! The lists of labels that come with a network, parsed once.

use crate::error::ModelError;
use crate::lemma::Script;
use depesche_record::{EventType, NameKind, Stance, Upos};
use serde::Deserialize;

/// The network's sizes, as in its metadata.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    /// Version of the format.
    pub version: u32,
    /// blake3 of the base file, hex.
    pub base_hash: String,
    /// Width of a state.
    pub hidden: usize,
    /// Number of encoder layers.
    pub layers: usize,
    /// Attention heads.
    pub heads: usize,
    /// Inner width of the feed-forward part.
    pub ffn: usize,
    /// Longest sequence of pieces, with `<s>` and `</s>`.
    pub positions: usize,
    /// Layer norm's epsilon.
    pub eps: f32,
    /// Width of the tagging heads.
    pub tag: usize,
    /// Width of the arc scorer.
    pub arc: usize,
    /// Width of the label scorer.
    pub rel: usize,
    /// Width of the event heads.
    pub event: usize,
    /// Width of the role scorer.
    pub role: usize,
}

/// One morphological feature and the outputs that score its values.
#[derive(Debug, Clone)]
pub struct Feature {
    /// `Case`.
    pub name: String,
    /// First output.
    pub start: usize,
    /// `_` (none), then the values.
    pub values: Vec<String>,
}

/// What each output of a head stands for.
#[derive(Debug)]
pub struct Labels {
    /// Parts of speech.
    pub upos: Vec<Upos>,
    /// Dependency labels with their subtypes.
    pub deprel: Vec<String>,
    /// Features, in the order of the outputs.
    pub feats: Vec<Feature>,
    /// Lemma scripts.
    pub lemma: Vec<Script>,
    /// Names: kind, and whether the word begins the name; `None` outside.
    pub ner: Vec<Option<(NameKind, bool)>>,
    /// Event types; `None`: no trigger.
    pub trigger: Vec<Option<EventType>>,
    /// Modes with their types; `None`: no mode.
    pub mode: Vec<Option<(EventType, String)>>,
    /// For future, hypothetical, negation, historical: the output that scores it.
    pub auxiliary: [usize; 4],
    /// For certain, probable, possible, unknown: the output that scores it.
    pub certainty: [usize; 4],
    /// Stances; `None`: no cue.
    pub cue: Vec<Option<Stance>>,
    /// Forms of claims.
    pub form: Vec<String>,
    /// For actor, unnamed, author, document: the output that scores this kind of source.
    pub source_kind: [usize; 4],
    /// For certain, probable, possible, unknown: the output that scores it for a claim.
    pub claim_certainty: [usize; 4],
    /// Stances of the author's own claims; `None`: the word stands in none.
    pub author: Vec<Option<Stance>>,
    /// Number of outputs of the role scorer.
    pub n_roles: usize,
    /// For actor, recipient, source, content, addressee, medium: the output that scores it.
    pub role: [usize; 6],
}

/// The lists as they stand in the file.
#[derive(Deserialize)]
struct Lists {
    upos: Vec<String>,
    deprel: Vec<String>,
    feats: serde_json::Map<String, serde_json::Value>,
    lemma: Vec<String>,
    ner: Vec<String>,
    trigger: Vec<String>,
    mode: Vec<String>,
    auxiliary: Vec<String>,
    certainty: Vec<String>,
    cue: Vec<String>,
    form: Vec<String>,
    kind: Vec<String>,
    claim_certainty: Vec<String>,
    author: Vec<String>,
    role: Vec<String>,
}

/// The label of an output that says "none".
const NONE: &str = "-";
const CERTAINTY: [&str; 4] = ["certain", "probable", "possible", "unknown"];

impl Labels {
    /// Parses the metadata `labels`.
    ///
    /// # Errors
    /// [`ModelError::Metadata`] where a list is missing or holds an unknown label.
    pub fn read(json: &str) -> Result<Self, ModelError> {
        let bad = |reason: String| ModelError::Metadata { key: "labels", reason };
        let lists: Lists = serde_json::from_str(json).map_err(|e| bad(e.to_string()))?;
        let unknown = |word: String| bad(format!("unknown label \"{word}\""));
        let mut feats = Vec::new();
        let mut start = 0;
        for (name, values) in lists.feats {
            let values: Vec<String> = serde_json::from_value(values).map_err(|e| bad(e.to_string()))?;
            let n = values.len();
            feats.push(Feature { name, start, values });
            start += n;
        }
        Ok(Self {
            upos: parse(&lists.upos).map_err(unknown)?,
            deprel: lists.deprel,
            feats,
            lemma: lists.lemma.iter().map(|s| Script::parse(s)).collect(),
            ner: lists.ner.iter().map(|tag| name_tag(tag)).collect::<Result<_, _>>().map_err(unknown)?,
            trigger: parse_or_none(&lists.trigger).map_err(unknown)?,
            mode: lists.mode.iter().map(|m| mode(m)).collect::<Result<_, _>>().map_err(unknown)?,
            auxiliary: places(&lists.auxiliary, ["future", "hypothetical", "negation", "historical"])
                .map_err(unknown)?,
            certainty: places(&lists.certainty, CERTAINTY).map_err(unknown)?,
            cue: parse_or_none(&lists.cue).map_err(unknown)?,
            form: lists.form,
            source_kind: places(&lists.kind, ["actor", "unnamed", "author", "document"]).map_err(unknown)?,
            claim_certainty: places(&lists.claim_certainty, CERTAINTY).map_err(unknown)?,
            author: parse_or_none(&lists.author).map_err(unknown)?,
            n_roles: lists.role.len(),
            role: places(&lists.role, ["actor", "recipient", "source", "content", "addressee", "medium"])
                .map_err(unknown)?,
        })
    }

    /// Number of outputs of the feature head.
    #[must_use]
    pub fn n_feats(&self) -> usize {
        self.feats.last().map_or(0, |f| f.start + f.values.len())
    }
}

fn parse<T: std::str::FromStr<Err = String>>(words: &[String]) -> Result<Vec<T>, String> {
    words.iter().map(|w| w.parse()).collect()
}

fn parse_or_none<T: std::str::FromStr<Err = String>>(words: &[String]) -> Result<Vec<Option<T>>, String> {
    words.iter().map(|w| if w == NONE { Ok(None) } else { w.parse().map(Some) }).collect()
}

fn name_tag(tag: &str) -> Result<Option<(NameKind, bool)>, String> {
    let kind = match tag.get(2..) {
        _ if tag == "O" => return Ok(None),
        Some("PER") => NameKind::Person,
        Some("ORG") => NameKind::Organisation,
        Some("LOC") => NameKind::Place,
        Some("OTH") => NameKind::Other,
        _ => return Err(tag.to_owned()),
    };
    Ok(Some((kind, tag.starts_with('B'))))
}

fn mode(label: &str) -> Result<Option<(EventType, String)>, String> {
    match label.split_once(':') {
        _ if label == NONE => Ok(None),
        Some((kind, mode)) => Ok(Some((kind.parse()?, mode.to_owned()))),
        None => Err(label.to_owned()),
    }
}

/// Where each of our words stands in a list.
fn places<const N: usize>(list: &[String], ours: [&str; N]) -> Result<[usize; N], String> {
    let mut out = [0; N];
    for (place, word) in out.iter_mut().zip(ours) {
        *place = list.iter().position(|w| w == word).ok_or_else(|| word.to_owned())?;
    }
    Ok(out)
}
