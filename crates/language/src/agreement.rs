//! Case, number and gender chosen together: a noun's article and adjectives have its own, and a subject is nominative.
//!
//! The tagger looks at one word at a time, and the forms of many are ambiguous ("die Lieferungen", "der Regierung");
//! the words of a noun phrase that agree are scored as one.

use crate::decode::DecodedWord;
use crate::heads::argmax;
use crate::kernels::{Matrix, softmax};
use crate::labels::Feature;

/// What agrees inside a noun phrase.
const AGREEING: [&str; 3] = ["Case", "Number", "Gender"];
/// What a function says of a noun's case, as an addition to its log-probability.
const FUNCTION_CASE: [(&str, &str, f32); 3] = [("nsubj", "Nom", 2.0), ("nsubj:pass", "Nom", 2.0), ("obj", "Acc", 1.0)];

/// The scores of a sentence's words, and which words form a noun phrase.
pub struct Phrases<'a> {
    /// The features, with their places in a row of scores.
    pub features: &'a [Feature],
    /// Scores of the features; the sentence's words begin in row `first`.
    pub scores: &'a Matrix,
    /// Row of the first word.
    pub first: usize,
    /// Head of each word, from 1; 0 is the root.
    pub heads: &'a [usize],
}

impl Phrases<'_> {
    /// Log-probabilities of a feature's values for a noun with its article and adjectives, summed; none where the noun
    /// lacks the feature.  Also gives the words of the phrase.
    fn totals(
        &self,
        feature: &Feature,
        noun: usize,
        deprels: &[&str],
        words: &[DecodedWord],
    ) -> Option<(Vec<f32>, Vec<usize>)> {
        let has = |word: &DecodedWord| word.feats.0.contains_key(&feature.name);
        if !has(&words[noun]) {
            return None;
        }
        let modifies = |&i: &usize| {
            self.heads[i] == noun + 1 && matches!(deprels[i], "det" | "det:poss" | "amod") && has(&words[i])
        };
        let mut phrase: Vec<usize> = (0..words.len()).filter(modifies).collect();
        phrase.push(noun);
        let n = feature.values.len();
        let mut totals = vec![0.0; n];
        for &i in &phrase {
            let mut p = self.scores.row(self.first + i)[feature.start..feature.start + n].to_vec();
            softmax(&mut p);
            for (sum, p) in totals.iter_mut().zip(&p) {
                *sum += p.max(1e-6).ln();
            }
        }
        Some((totals, phrase))
    }

    /// How much likelier than not a noun phrase has this case, as a log-ratio; 0 where it has none.
    pub fn case(&self, noun: usize, case: &str, deprels: &[&str], words: &[DecodedWord]) -> f32 {
        let feature = self.features.iter().find(|f| f.name == "Case");
        let value = feature.and_then(|f| f.values.iter().position(|v| v == case));
        let (Some(feature), Some(value)) = (feature, value) else { return 0.0 };
        let Some((totals, _)) = self.totals(feature, noun, deprels, words) else { return 0.0 };
        let others = totals.iter().enumerate().skip(1).filter(|(i, _)| *i != value);
        totals[value] - others.map(|(_, t)| *t).fold(f32::NEG_INFINITY, f32::max)
    }

    /// Corrects the features of `words`.
    pub fn agree(&self, deprels: &[&str], words: &mut [DecodedWord]) {
        for feature in self.features.iter().filter(|f| AGREEING.contains(&f.name.as_str())) {
            for noun in 0..words.len() {
                let Some((mut totals, phrase)) = self.totals(feature, noun, deprels, words) else { continue };
                let is_case = feature.name == "Case";
                let expected = FUNCTION_CASE.iter().find(|(function, ..)| is_case && deprels[noun] == *function);
                if phrase.len() == 1 && expected.is_none() {
                    continue;
                }
                if let Some((_, case, more)) = expected
                    && let Some(i) = feature.values.iter().position(|v| v == case)
                {
                    totals[i] += more;
                }
                // Every word of the phrase has a value: "none" is no choice.
                let value = &feature.values[1 + argmax(&totals[1..])];
                for &i in &phrase {
                    words[i].feats.0.insert(feature.name.clone(), value.clone());
                }
            }
        }
    }
}
