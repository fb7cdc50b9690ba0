//! The engine: a text in, its analysis out.

use crate::conllu::GoldText;
use crate::decode::{Decoded, decode};
use crate::encoder::{Encoder, Sequence, Work};
use crate::error::ModelError;
use crate::grammar::Grammar;
use crate::heads::{Heads, Scores};
use crate::kernels::{Kernel, Matrix, sigmoid};
use crate::labels::{Config, Labels};
use crate::segment::Word;
use crate::vocabulary::{Piece, Vocabulary};
use crate::weights::Tensors;
use depesche_record::{Analysis, ByteRange, Language, Name, RoleLinks, Sentence, Token};
use std::collections::HashMap;

/// Version of docs/model-format.md that this crate reads.
const FORMAT_VERSION: u32 = 1;
/// Pieces that go through the network together: enough to fill the matrix products, few enough for the cache.
const BATCH_PIECES: usize = 320;
/// A sentence is cut behind a word that ends one with at least this probability.
const END: f32 = 0.2;
/// Longer sentences are read in parts.
const MAX_SEQUENCE: usize = 400;
/// Words whose pieces are remembered within a text.
const MAX_CACHED: usize = 50_000;

/// The language engine: models and grammars, ready to analyse texts from any number of threads.
#[derive(Debug)]
pub struct Engine {
    kernel: Kernel,
    vocabulary: Vocabulary,
    encoder: Encoder,
    heads: Heads,
    labels: Labels,
    german: Grammar,
    english: Grammar,
    model: String,
}

impl Engine {
    /// The engine with the models that ship inside the program.
    ///
    /// # Errors
    /// Where the shipped files do not fit each other or this program.
    pub fn embedded() -> Result<Self, ModelError> {
        let base = include_bytes!("../../../models/base.safetensors");
        let network = include_bytes!("../../../models/network.safetensors");
        Self::from_bytes(base, network)
    }

    /// An engine with models in the form of docs/model-format.md.
    ///
    /// # Errors
    /// Where a file is broken, of another version, or the two do not fit each other.
    pub fn from_bytes(base: &[u8], network: &[u8]) -> Result<Self, ModelError> {
        let base_hash = blake3::hash(base).to_hex();
        let (base, tensors) = (Tensors::open("base", base)?, Tensors::open("network", network)?);
        let metadata = |key: &'static str| {
            tensors.metadata(key).ok_or_else(|| ModelError::Metadata { key, reason: "it is missing".into() })
        };
        let config: Config = serde_json::from_str(metadata("config")?)
            .map_err(|e| ModelError::Metadata { key: "config", reason: e.to_string() })?;
        if config.version != FORMAT_VERSION {
            let reason = format!("format version {} where this program reads {FORMAT_VERSION}", config.version);
            return Err(ModelError::Metadata { key: "config", reason });
        }
        if config.base_hash != base_hash.as_str() {
            let short = |hash: &str| hash.chars().take(12).collect();
            return Err(ModelError::OtherBase { expected: short(&config.base_hash), found: short(&base_hash) });
        }
        let labels = Labels::read(metadata("labels")?)?;
        let vocabulary = Vocabulary::read(&base)?;
        let hash = blake3::hash(network).to_hex();
        Ok(Self {
            kernel: Kernel::best(),
            encoder: Encoder::read(&config, &vocabulary, &base, &tensors)?,
            heads: Heads::read(&config, &labels, &tensors)?,
            vocabulary,
            labels,
            german: Grammar::load(Language::German)?,
            english: Grammar::load(Language::English)?,
            model: format!("depesche-{FORMAT_VERSION}-{}", &hash.as_str()[..12]),
        })
    }

    /// The same engine with another kernel; results are the same, the speed is not.
    #[must_use]
    pub fn with_kernel(self, kernel: Kernel) -> Self {
        Self { kernel, ..self }
    }

    /// Name of the model: the format's version and a hash of the network.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Analyses a raw text.
    #[must_use]
    pub fn analyse(&self, text: &str, language: Language) -> Analysis {
        let sentences = self.sentences(text, language).collect();
        Analysis { language, sentences, model: self.model.clone() }
    }

    /// The analysed sentences of a raw text, one batch at a time: for texts too large to be held whole.
    pub fn sentences<'a>(&'a self, text: &'a str, language: Language) -> impl Iterator<Item = Sentence> + 'a {
        let sentences = self.grammar(language).segmenter().sentences(text);
        self.batches(sentences, language, true).flatten()
    }

    /// Analyses a text whose sentences and words are given.
    #[must_use]
    pub fn analyse_gold(&self, gold: &GoldText, language: Language) -> Analysis {
        let sentences = gold.sentences.iter().map(|s| s.words.clone());
        Analysis {
            language,
            sentences: self.batches(sentences, language, false).flatten().collect(),
            model: self.model.clone(),
        }
    }

    pub(crate) fn grammar(&self, language: Language) -> &Grammar {
        match language {
            Language::German => &self.german,
            Language::English => &self.english,
        }
    }

    fn batches<'a>(
        &'a self,
        mut sentences: impl Iterator<Item = Vec<Word>> + 'a,
        language: Language,
        cut: bool,
    ) -> impl Iterator<Item = Vec<Sentence>> + 'a {
        let mut run = Run::new(self, language);
        std::iter::from_fn(move || {
            let (mut batch, mut sequences, mut n_pieces) = (Vec::new(), Vec::new(), 0);
            while n_pieces < BATCH_PIECES
                && let Some(words) = sentences.next()
            {
                let parts = run.sequences(&words);
                n_pieces += parts.iter().map(|s| s.pieces.len()).sum::<usize>();
                batch.push((words, parts.len()));
                sequences.extend(parts);
            }
            if batch.is_empty() { None } else { Some(run.analyse(batch, &sequences, cut)) }
        })
    }

    /// States of the words of one sequence after its root row, and the pieces read: what golden tests compare.
    #[cfg(test)]
    pub(crate) fn states_of(&self, words: &[(String, bool)]) -> (Sequence, Matrix, Scores) {
        let mut sequence = Sequence::default();
        for (form, space) in words {
            sequence.push(&self.vocabulary.pieces(form, *space));
        }
        let (mut work, mut states, mut scores) = (Work::default(), Matrix::default(), Scores::default());
        self.encoder.states(self.kernel, std::slice::from_ref(&sequence), &mut work, &mut states);
        self.heads.scores(self.kernel, &states, &mut work, &mut scores);
        (sequence, states, scores)
    }

    #[cfg(test)]
    pub(crate) fn parts(&self) -> (Kernel, &Heads, &Labels) {
        (self.kernel, &self.heads, &self.labels)
    }
}

/// One pass over a text: buffers, and the pieces of the words met.
struct Run<'a> {
    engine: &'a Engine,
    grammar: &'a Grammar,
    /// Pieces of words behind white space, and of words glued to the one before.
    cache: [HashMap<String, Box<[Piece]>>; 2],
    work: Work,
    states: Matrix,
    scores: Scores,
}

impl<'a> Run<'a> {
    fn new(engine: &'a Engine, language: Language) -> Self {
        Self {
            engine,
            grammar: engine.grammar(language),
            cache: Default::default(),
            work: Work::default(),
            states: Matrix::default(),
            scores: Scores::default(),
        }
    }

    fn pieces(&mut self, word: &Word) -> &[Piece] {
        let cache = &mut self.cache[usize::from(word.space_before)];
        if cache.len() >= MAX_CACHED {
            cache.clear();
        }
        if !cache.contains_key(&word.form) {
            let pieces = self.engine.vocabulary.pieces(&word.form, word.space_before);
            cache.insert(word.form.clone(), pieces.into());
        }
        cache.get(&word.form).map_or(&[], |pieces| pieces)
    }

    /// A sentence as one sequence, or as several where it is too long; cut behind punctuation if there is some.
    fn sequences(&mut self, words: &[Word]) -> Vec<Sequence> {
        let limit = MAX_SEQUENCE.min(self.engine.encoder.max_pieces());
        let mut all = Vec::new();
        let mut current = Sequence::default();
        for word in words {
            let pieces = self.pieces(word);
            let n = pieces.len();
            if current.pieces.len() + n > limit && current.n_words() > 0 {
                all.push(std::mem::take(&mut current));
            }
            current.push(pieces);
            // From three quarters on, any pause will do.
            if current.pieces.len() > limit * 3 / 4 && matches!(word.form.as_str(), "," | ";" | ":" | "–" | ".") {
                all.push(std::mem::take(&mut current));
            }
        }
        if current.n_words() > 0 {
            all.push(current);
        }
        all
    }

    /// Analyses sentences given as words with their number of sequences.
    ///
    /// With `cut`, a sentence in which the network sees the end of another one is cut there and read again.
    fn analyse(&mut self, batch: Vec<(Vec<Word>, usize)>, sequences: &[Sequence], cut: bool) -> Vec<Sentence> {
        let engine = self.engine;
        engine.encoder.states(engine.kernel, sequences, &mut self.work, &mut self.states);
        engine.heads.scores(engine.kernel, &self.states, &mut self.work, &mut self.scores);
        if cut && let Some(shorter) = self.cut(&batch, sequences) {
            let (mut batch, mut sequences) = (Vec::new(), Vec::new());
            for words in shorter {
                let parts = self.sequences(&words);
                batch.push((words, parts.len()));
                sequences.extend(parts);
            }
            return self.analyse(batch, &sequences, false);
        }
        let mut row = 0;
        let mut decoded = sequences.iter().map(|sequence| {
            let start = row;
            row += sequence.n_words() + 1;
            decode(engine.kernel, &engine.heads, &engine.labels, &self.scores, sequence, start)
        });
        let sentences = batch.into_iter().map(|(words, n_parts)| {
            let parts: Vec<Decoded> = decoded.by_ref().take(n_parts).collect();
            assemble(self.grammar, &engine.labels, words, parts)
        });
        sentences.collect()
    }

    /// The sentences of a batch, cut where the network sees an end; none where it sees none.
    fn cut(&self, batch: &[(Vec<Word>, usize)], sequences: &[Sequence]) -> Option<Vec<Vec<Word>>> {
        let mut row = 0;
        let mut ends = Vec::new();
        for sequence in sequences {
            let words = row + 1..row + 1 + sequence.n_words();
            row = words.end;
            ends.extend(words.map(|r| sigmoid(self.scores.end.row(r)[0]) > END));
        }
        let mut cuts = Vec::new();
        let mut first = 0;
        for (words, _) in batch {
            // The parts of "im" and "don't" stay together.
            let inside =
                (1..words.len()).filter(|&i| ends[first + i - 1] && words[i].part.is_none_or(|part| part == 0));
            cuts.push(inside.collect::<Vec<_>>());
            first += words.len();
        }
        if cuts.iter().all(Vec::is_empty) {
            return None;
        }
        let mut out = Vec::new();
        for ((words, _), cuts) in batch.iter().zip(cuts) {
            let starts = [0].into_iter().chain(cuts.iter().copied());
            let stops = cuts.iter().copied().chain([words.len()]);
            out.extend(starts.zip(stops).map(|(a, b)| words[a..b].to_vec()));
        }
        Some(out)
    }
}

/// Words and what the network says of their parts, as a sentence.
fn assemble(grammar: &Grammar, labels: &Labels, words: Vec<Word>, parts: Vec<Decoded>) -> Sentence {
    let n = words.len();
    let start = words.first().map_or(0, |w| w.range.start);
    let range = ByteRange::new(start, words.iter().map(|w| w.range.end).max().unwrap_or(start));
    let mut sentence = Sentence { range, tokens: Vec::with_capacity(n), names: vec![], signals: vec![], links: vec![] };
    let mut words = words.into_iter();
    let mut first_root = None;
    for part in parts {
        let offset = sentence.tokens.len();
        let arcs = part.heads.iter().zip(part.deprels);
        for ((tags, (&head, deprel)), word) in part.words.into_iter().zip(arcs).zip(&mut words) {
            let (head, deprel) = match (head, first_root) {
                (0, None) => (None, deprel),
                // A further part of a long sentence hangs on the first one's root.
                (0, Some(root)) => (Some(root), "parataxis".to_owned()),
                (head, _) => (Some(offset + head - 1), deprel),
            };
            let lemma = grammar.lemma(&word.form, tags.upos, &labels.lemma[tags.script]);
            sentence.tokens.push(Token {
                range: word.range,
                space_after: word.space_after,
                part: word.part,
                full_lemma: String::new(),
                compound_head: String::new(),
                verb: String::new(),
                lemma,
                upos: tags.upos,
                feats: tags.feats,
                head,
                deprel,
                form: word.form,
            });
        }
        first_root = first_root.or_else(|| sentence.tokens.iter().position(|t| t.head.is_none()));
        shift_into(&mut sentence, part.names, part.links, offset);
        sentence.signals.extend(part.signals);
    }
    pad_links(&mut sentence.links, sentence.tokens.len());
    grammar.complete(&mut sentence.tokens);
    sentence
}

fn shift_into(sentence: &mut Sentence, names: Vec<Name>, links: Vec<RoleLinks>, offset: usize) {
    let names = names.into_iter();
    sentence.names.extend(names.map(|n| Name { start: n.start + offset, end: n.end + offset, ..n }));
    sentence.links.extend(links.into_iter().map(|mut link| {
        link.anchor += offset;
        for role in link.roles_mut() {
            role.splice(0..0, std::iter::repeat_n(0.0, offset));
        }
        link
    }));
}

/// Words of later parts have no links with anchors of earlier ones.
fn pad_links(links: &mut [RoleLinks], n: usize) {
    for link in links {
        for role in link.roles_mut() {
            role.resize(n, 0.0);
        }
    }
}
