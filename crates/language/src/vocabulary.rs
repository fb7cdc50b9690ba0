//! Words to pieces of words: the unigram model of the encoder.
//!
//! Each word is segmented on its own into the pieces with the highest sum of log-probabilities (Viterbi), after the
//! encoder's normalisation of characters; `▁` stands in front where white space precedes the word.
//!
//! Source: Kudo (2018), arXiv:1804.10959; the twin in Python is `training/unigram.py`.

use crate::error::ModelError;
use crate::weights::Tensors;
use std::collections::HashMap;

/// Marks the start of a word.
const META: char = '\u{2581}';
/// Longer words are looked at no further: nothing that long is a word of German or English.
const MAX_CHARS: usize = 100;
/// How much worse than the rarest piece an unknown character is.
const UNKNOWN_PENALTY: f64 = 10.0;

/// Index of a piece.
pub type Piece = u32;

/// The pieces, their scores and the normalisation of characters.
#[derive(Debug)]
pub struct Vocabulary {
    index: HashMap<Box<str>, Piece>,
    scores: Vec<f64>,
    unknown_score: f64,
    longest: usize,
    /// Sorted by character.
    normal: Vec<(char, Box<str>)>,
    /// `<s>`.
    pub start: Piece,
    /// `</s>`.
    pub end: Piece,
    unknown: Piece,
}

impl Vocabulary {
    /// Reads the `tok.*` tensors of the base file.
    ///
    /// # Errors
    /// Where a tensor is missing or does not fit the others.
    pub fn read(base: &Tensors) -> Result<Self, ModelError> {
        let blob = base.bytes("tok.blob")?;
        let offsets = base.u32s("tok.offs")?;
        let scores: Vec<f64> = base.f32s("tok.scores")?.into_iter().map(f64::from).collect();
        let special = base.u32s("tok.special")?;
        let &[start, end, pad, unknown] = special.as_slice() else {
            return Err(base.bad("tok.special", "the ids of <s> </s> <pad> <unk>"));
        };
        if offsets.len() != scores.len() + 1 || special.iter().any(|&id| id as usize >= scores.len()) {
            return Err(base.bad("tok.offs", "one more offset than there are scores, and special ids among them"));
        }
        let mut index = HashMap::with_capacity(scores.len());
        let mut longest = 0;
        for (id, range) in offsets.windows(2).enumerate() {
            let piece = blob.get(range[0] as usize..range[1] as usize);
            let piece = piece.ok_or_else(|| base.bad("tok.offs", "offsets within tok.blob"))?;
            // Pieces that are no UTF-8 (bytes of the original vocabulary) can never be met.
            let Ok(piece) = std::str::from_utf8(piece) else { continue };
            if ![start, end, pad, unknown].contains(&(id as Piece)) && !piece.is_empty() {
                longest = longest.max(piece.chars().count());
                index.insert(piece.into(), id as Piece);
            }
        }
        let lowest = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let normal = read_normalisation(base)?;
        Ok(Self { index, unknown_score: lowest - UNKNOWN_PENALTY, scores, longest, normal, start, end, unknown })
    }

    /// Number of pieces.
    #[must_use]
    pub fn n_pieces(&self) -> usize {
        self.scores.len()
    }

    /// The pieces of one word, at least one; `space_before` also at the start of a text.
    #[must_use]
    pub fn pieces(&self, form: &str, space_before: bool) -> Vec<Piece> {
        let mut text = String::with_capacity(form.len() + META.len_utf8());
        if space_before {
            text.push(META);
        }
        text.push_str(&self.normalise(form));
        let pieces = self.viterbi(&text);
        if pieces.is_empty() { vec![self.unknown] } else { pieces }
    }

    /// The encoder's form of a word, white space inside it as `▁`.
    fn normalise(&self, form: &str) -> String {
        let mut out = String::with_capacity(form.len());
        for c in form.chars().take(MAX_CHARS) {
            match self.normal.binary_search_by_key(&c, |(from, _)| *from) {
                Ok(i) => out.push_str(&self.normal[i].1),
                Err(_) => out.push(c),
            }
        }
        if out.contains(char::is_whitespace) {
            let words: Vec<&str> = out.split_whitespace().collect();
            return words.join(&META.to_string());
        }
        out
    }

    fn viterbi(&self, text: &str) -> Vec<Piece> {
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let n = bounds.len() - 1;
        let mut best = vec![f64::NEG_INFINITY; n + 1];
        let mut back = vec![(0, self.unknown); n + 1];
        best[0] = 0.0;
        for i in 0..n {
            for e in i + 1..=n.min(i + self.longest) {
                if let Some(&piece) = self.index.get(&text[bounds[i]..bounds[e]]) {
                    let score = best[i] + self.scores[piece as usize];
                    if score > best[e] {
                        (best[e], back[e]) = (score, (i, piece));
                    }
                }
            }
            let score = best[i] + self.unknown_score;
            if score > best[i + 1] {
                (best[i + 1], back[i + 1]) = (score, (i, self.unknown));
            }
        }
        let mut pieces = Vec::new();
        let mut e = n;
        while e > 0 {
            let (from, piece) = back[e];
            pieces.push(piece);
            e = from;
        }
        pieces.reverse();
        pieces
    }
}

/// The map from characters to what the encoder reads for them.
fn read_normalisation(base: &Tensors) -> Result<Vec<(char, Box<str>)>, ModelError> {
    let (from, offsets, to) = (base.u32s("tok.norm_cp")?, base.u32s("tok.norm_off")?, base.u32s("tok.norm_out")?);
    if offsets.len() != from.len() + 1 {
        return Err(base.bad("tok.norm_off", "one more offset than there are code points"));
    }
    let mut normal = Vec::with_capacity(from.len());
    for (code, range) in from.iter().zip(offsets.windows(2)) {
        let out = to.get(range[0] as usize..range[1] as usize);
        let out = out.ok_or_else(|| base.bad("tok.norm_off", "offsets within tok.norm_out"))?;
        if let Some(c) = char::from_u32(*code) {
            let out: String = out.iter().filter_map(|&code| char::from_u32(code)).collect();
            normal.push((c, out.into()));
        }
    }
    normal.sort_unstable_by_key(|(c, _)| *c);
    Ok(normal)
}
