//! Dependency labels chosen together: a verb has one subject and one direct object, and its subject agrees with it.
//!
//! The label scorer looks at one arc at a time; where it finds two subjects, the sum of the scores decides which stays
//! (the constraints of Universal Dependencies; compare Martins & Almeida 2014, arXiv:1404.0064).

use crate::agreement::Phrases;
use crate::decode::DecodedWord;
use crate::heads::argmax;
use depesche_record::Upos;

/// What a second subject or object of one verb costs, in logits: more than scorers differ by, less than certainty.
const SECOND: f32 = 6.0;
/// What a subject costs whose number is not that of the finite verb.
const DISAGREES: f32 = 4.0;
/// Weight of the case of a noun phrase against the label scorer.
const CASE: f32 = 0.3;
/// Labels of a dependent that are weighed.
const CANDIDATES: usize = 4;

/// A function that a verb has once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Subject,
    Object,
    Other,
}

impl Function {
    fn of(label: &str) -> Self {
        match label.split(':').next() {
            Some("nsubj" | "csubj") => Self::Subject,
            Some("obj") => Self::Object,
            _ => Self::Other,
        }
    }
}

/// The label of each word: `scores[word]` over `labels`.
pub fn best_labels(labels: &[String], scores: &[Vec<f32>], phrases: &Phrases<'_>, words: &[DecodedWord]) -> Vec<usize> {
    let heads = phrases.heads;
    let functions: Vec<Function> = labels.iter().map(|label| Function::of(label)).collect();
    let mut best: Vec<usize> = scores.iter().map(|row| argmax(row)).collect();
    for head in 1..=words.len() {
        let argument = |&i: &usize| heads[i] == head && functions[best[i]] != Function::Other;
        let arguments: Vec<usize> = (0..words.len()).filter(argument).collect();
        if arguments.is_empty() {
            continue;
        }
        let names: Vec<&str> = best.iter().map(|&label| labels[label].as_str()).collect();
        let number = verb_number(&names, heads, words, head - 1);
        let cost = |i: usize, function: Function| match function {
            Function::Subject => {
                let agrees = number.is_none_or(|n| can_agree(&names, heads, words, i, n));
                CASE * phrases.case(i, "Nom", &names, words).min(0.0) - if agrees { 0.0 } else { DISAGREES }
            }
            Function::Object => CASE * phrases.case(i, "Acc", &names, words).min(0.0),
            Function::Other => 0.0,
        };
        for (i, label) in choose(&arguments, scores, &functions, cost) {
            best[i] = label;
        }
    }
    best
}

/// The best labels of the arguments of one verb, taken together.
fn choose(
    arguments: &[usize],
    scores: &[Vec<f32>],
    functions: &[Function],
    cost: impl Fn(usize, Function) -> f32,
) -> Vec<(usize, usize)> {
    // For each state (has a subject, has an object) the best total so far and its labels.
    let mut states: [Option<(f32, Vec<usize>)>; 4] = [Some((0.0, Vec::new())), None, None, None];
    for &i in arguments {
        let mut order: Vec<usize> = (0..scores[i].len()).collect();
        order.sort_by(|&a, &b| scores[i][b].total_cmp(&scores[i][a]));
        order.truncate(CANDIDATES);
        let options: Vec<(usize, usize, f32)> = order
            .into_iter()
            .map(|label| {
                let bit = match functions[label] {
                    Function::Subject => 1,
                    Function::Object => 2,
                    Function::Other => 0,
                };
                (label, bit, scores[i][label] + cost(i, functions[label]))
            })
            .collect();
        let mut next: [Option<(f32, Vec<usize>)>; 4] = Default::default();
        for (state, entry) in states.iter().enumerate() {
            let Some((total, chosen)) = entry else { continue };
            for &(label, bit, own) in &options {
                let score = total + own - if state & bit == 0 { 0.0 } else { SECOND };
                let slot = &mut next[state | bit];
                if slot.as_ref().is_none_or(|(best, _)| score > *best) {
                    *slot = Some((score, [chosen.as_slice(), &[label]].concat()));
                }
            }
        }
        states = next;
    }
    let best = states.into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or_else(Vec::new, |(_, labels)| arguments.iter().copied().zip(labels).collect())
}

/// `Number` of the finite verb: the word's own, or that of an auxiliary or copula which hangs on it.
fn verb_number<'a>(labels: &[&str], heads: &[usize], words: &'a [DecodedWord], verb: usize) -> Option<&'a str> {
    let finite = |i: usize| {
        let word = &words[i];
        let verbal = matches!(word.upos, Upos::Verb | Upos::Aux) && word.feats.is("VerbForm", "Fin");
        Some(word.feats.get("Number")).filter(|number| verbal && !number.is_empty())
    };
    let helps = |i: &usize| heads[*i] == verb + 1 && matches!(labels[*i], "aux" | "aux:pass" | "cop");
    finite(verb).or_else(|| (0..words.len()).filter(helps).find_map(finite))
}

/// Whether a word can be the subject of a verb of this number: only common nouns that stand alone are bound to theirs.
fn can_agree(labels: &[&str], heads: &[usize], words: &[DecodedWord], i: usize, number: &str) -> bool {
    let word = &words[i];
    if word.upos != Upos::Noun {
        return true;
    }
    let several = |j: usize| heads[j] == i + 1 && matches!(labels[j], "conj" | "nummod" | "appos");
    let own = word.feats.get("Number");
    own.is_empty() || own == number || (0..words.len()).any(several)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::Matrix;
    use depesche_record::Feats;

    fn word(upos: Upos, number: &str) -> DecodedWord {
        let mut feats = Feats::default();
        feats.0.insert("Number".into(), number.into());
        if upos == Upos::Verb {
            feats.0.insert("VerbForm".into(), "Fin".into());
        }
        DecodedWord { upos, feats, script: 0 }
    }

    /// Labels of "Lieferungen stellten Problem" with these scores of nsubj, obj, obl for both nouns.
    fn labels(first: [f32; 3], last: [f32; 3], numbers: [&str; 2]) -> [&'static str; 2] {
        let names = ["nsubj", "obj", "obl", "root"];
        let list: Vec<String> = names.iter().map(|l| (*l).to_owned()).collect();
        let row = |s: [f32; 3]| vec![s[0], s[1], s[2], -9.0];
        let scores = [row(first), vec![-9.0, -9.0, -9.0, 9.0], row(last)];
        let words = [word(Upos::Noun, numbers[0]), word(Upos::Verb, "Plur"), word(Upos::Noun, numbers[1])];
        let phrases = Phrases { features: &[], scores: &Matrix::default(), first: 0, heads: &[2, 0, 2] };
        let best = best_labels(&list, &scores, &phrases, &words);
        [names[best[0]], names[best[2]]]
    }

    #[test]
    fn a_verb_has_one_subject() {
        assert_eq!(labels([4.0, 1.0, 0.0], [3.0, 2.5, 0.0], ["Plur", "Plur"]), ["nsubj", "obj"]);
        assert_eq!(labels([1.0, 4.0, 0.0], [0.0, 4.0, -4.0], ["Plur", "Plur"]), ["nsubj", "obj"]);
    }

    #[test]
    fn the_subject_has_the_number_of_the_verb() {
        assert_eq!(labels([2.0, 3.0, 0.0], [3.0, 2.0, 0.0], ["Plur", "Sing"]), ["nsubj", "obj"]);
    }

    #[test]
    fn clear_scores_stay() {
        assert_eq!(labels([9.0, 0.0, 0.0], [0.0, 0.0, 9.0], ["Plur", "Sing"]), ["nsubj", "obl"]);
    }
}
