//! How a text was analysed: sentences, tokens, trees, names, and what the network saw of acts and claims.

use crate::codes::closed_list;
use crate::{ByteRange, Certainty, EventType, Language, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

closed_list! {
    /// Universal part-of-speech tags.
    Upos {
        /// Adjective.
        Adj = "ADJ", /// Adposition.
        Adp = "ADP", /// Adverb.
        Adv = "ADV", /// Auxiliary.
        Aux = "AUX", /// Coordinating conjunction.
        Cconj = "CCONJ", /// Determiner.
        Det = "DET", /// Interjection.
        Intj = "INTJ", /// Noun.
        Noun = "NOUN", /// Numeral.
        Num = "NUM", /// Particle.
        Part = "PART", /// Pronoun.
        Pron = "PRON", /// Proper noun.
        Propn = "PROPN", /// Punctuation.
        Punct = "PUNCT", /// Subordinating conjunction.
        Sconj = "SCONJ", /// Symbol.
        Sym = "SYM", /// Verb.
        Verb = "VERB", /// Other.
        X = "X",
    }
}

closed_list! {
    /// What a name names.
    NameKind { /// Person.
        Person = "person", /// Organisation.
        Organisation = "organisation", /// Place.
        Place = "place", /// Other.
        Other = "other" }
}

/// Morphological features of a word in UD's words: `Case` → `Gen`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Feats(pub BTreeMap<String, String>);

impl Feats {
    /// The value of a feature, or an empty string.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether the feature has this value.
    #[must_use]
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }
}

/// One syntactic word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Token {
    /// The word as UD writes it (`in` and `dem` of "im").
    pub form: String,
    /// Bytes in the document's text; both words of "im" have the range of "im".
    pub range: ByteRange,
    /// Whether white space follows.
    pub space_after: bool,
    /// Position within a multiword token, 0 for the first word; `None` for ordinary words.
    pub part: Option<u8>,
    /// Dictionary form as in UD.
    pub lemma: String,
    /// Lemma with the separated particle rejoined (`vorwerfen`), otherwise the lemma.
    pub full_lemma: String,
    /// Head of a compound noun: `Lieferung` of "Waffenlieferung"; empty where the word is none.
    pub compound_head: String,
    /// Verb of a noun that tells of an action or its doer: `liefern` of "Waffenlieferung"; empty for other words.
    pub verb: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphology.
    pub feats: Feats,
    /// Index of the head in the sentence, `None` for the root.
    pub head: Option<usize>,
    /// Dependency label with its subtype: `nsubj:pass`.
    pub deprel: String,
}

impl Token {
    /// The label without its subtype.
    #[must_use]
    pub fn relation(&self) -> &str {
        self.deprel.split(':').next().unwrap_or_default()
    }
}

/// A name found in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Name {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it names.
    pub kind: NameKind,
}

/// What the network's event heads say of one word; probabilities 0 … 1, rounded to three decimals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signals {
    /// Probability of each event type that this word is its anchor, above 0.02, best first.
    pub trigger: Vec<(EventType, f32)>,
    /// Best mode for the best type, with its probability; empty word: none.
    pub mode: (String, f32),
    /// Probabilities of future, hypothetical, negation, historical, should the word be an anchor.
    pub auxiliary: [f32; 4],
    /// Probabilities of certain, probable, possible, unknown, should the word be an anchor.
    pub certainty: [f32; 4],
    /// Probability of each stance that this word is the cue of such a claim, above 0.02, best first.
    pub cue: Vec<(Stance, f32)>,
    /// Best form of the claim, should the word be a cue (contract's word).
    pub form: String,
    /// Probability that the word stands in reported content.
    pub content: f32,
    /// Probabilities of actor, unnamed, author, document for the kind of the source, should the word be a cue.
    pub source_kind: [f32; 4],
    /// Probabilities of certain, probable, possible, unknown for the claim, should the word be a cue.
    pub claim_certainty: [f32; 4],
    /// Probability that the source holds the content to be false, should the word be a cue.
    pub negative: f32,
    /// Probability that the word tells of speech, thought or will in the wide sense of SpkAtt 2023.
    pub speech: f32,
    /// Probability of each stance that the word stands in such a judgement of the author, above 0.02, best first.
    pub author: Vec<(Stance, f32)>,
    /// Probability that what the word tells has happened, as readers of UDS-IH2 judged predicates.
    pub happened: f32,
}

impl Signals {
    /// Probability that the word anchors any event.
    #[must_use]
    pub fn trigger_total(&self) -> f32 {
        self.trigger.iter().map(|(_, p)| p).sum()
    }

    /// Probability that the word is any cue.
    #[must_use]
    pub fn cue_total(&self) -> f32 {
        self.cue.iter().map(|(_, p)| p).sum()
    }

    /// Probability that the word stands in the author's own judgement.
    #[must_use]
    pub fn author_total(&self) -> f32 {
        self.author.iter().map(|(_, p)| p).sum()
    }

    /// The likeliest certainty.
    #[must_use]
    pub fn best_certainty(&self) -> Certainty {
        let mut best = 0;
        for i in 1..4 {
            if self.certainty[i] > self.certainty[best] {
                best = i;
            }
        }
        Certainty::ALL[best]
    }
}

/// Role links of one anchor word to every word of its sentence; probabilities 0 … 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoleLinks {
    /// The trigger or cue.
    pub anchor: usize,
    /// For each word: probability that it belongs to the actor's mention.
    pub actor: Vec<f32>,
    /// … to the recipient's mention.
    pub recipient: Vec<f32>,
    /// … to the source's mention.
    pub source: Vec<f32>,
    /// … to the content.
    pub content: Vec<f32>,
    /// … to the addressee's mention.
    pub addressee: Vec<f32>,
    /// … to the mention of the medium.
    pub medium: Vec<f32>,
}

impl RoleLinks {
    /// The links of all roles.
    pub fn roles_mut(&mut self) -> [&mut Vec<f32>; 6] {
        let Self { anchor: _, actor, recipient, source, content, addressee, medium } = self;
        [actor, recipient, source, content, addressee, medium]
    }
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Bytes in the document's text, without surrounding white space.
    pub range: ByteRange,
    /// Words in order; a tree with exactly one root.
    pub tokens: Vec<Token>,
    /// Names, in order, not overlapping.
    pub names: Vec<Name>,
    /// The network's view of acts and claims, one for each token; empty where the heads did not run.
    pub signals: Vec<Signals>,
    /// Role links of the words that may be triggers or cues.
    pub links: Vec<RoleLinks>,
}

/// A text's analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// Language of the text.
    pub language: Language,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Name and version of the model.
    pub model: String,
}
