//! The forward pass against the outputs of the plain Python implementation (`training/golden.py`).
//!
//! Pieces, trees and best labels must be equal (labels are left out there where two are too near to call).
//! Numbers of most sentences must be equal to the file's tolerance, which is that of f32.  Another order of summation
//! moves an activation over a rounding border now and then; one such step is 1/63 of a row's largest value and shows
//! in all that follows, so that a sentence where it happened is only held to the `step` that the file measured.

use crate::decode::decode;
use crate::engine::Engine;
use crate::heads::argmax;
use crate::kernels::{Kernel, Matrix};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Golden {
    tolerance: BTreeMap<String, f32>,
    /// How far a rounding step may lead.
    step: BTreeMap<String, f32>,
    sentences: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    words: Vec<GoldWord>,
    pieces: Vec<Vec<u32>>,
    states: Vec<Vec<f32>>,
    labels: BTreeMap<String, Vec<Option<String>>>,
    logits: BTreeMap<String, Vec<Vec<f32>>>,
    lemmas: Vec<Option<String>>,
    feats: BTreeMap<String, Vec<Option<String>>>,
    arc_scores: Vec<Vec<f32>>,
    heads: Vec<usize>,
    deprel: Vec<Option<String>>,
    roles: Roles,
}

#[derive(Deserialize)]
struct GoldWord {
    form: String,
    space_before: bool,
}

#[derive(Deserialize)]
struct Roles {
    anchor: usize,
    logits: Vec<Vec<f32>>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../../../models/golden.json")).expect("golden.json is as golden.py writes it")
}

/// The largest difference between rows of numbers, in tolerances.
fn distance(ours: impl Iterator<Item = Vec<f32>>, theirs: &[Vec<f32>], tolerance: f32) -> f32 {
    let rows = ours.zip(theirs);
    let pairs = rows.flat_map(|(ours, theirs)| ours.into_iter().zip(theirs.clone()));
    pairs.map(|(a, b)| (a - b).abs() / tolerance).fold(0.0, f32::max)
}

#[test]
fn every_kernel_agrees_with_the_training_side() {
    let golden = golden();
    assert!(!golden.sentences.is_empty());
    for kernel in Kernel::available() {
        let engine = Engine::embedded().expect("models fit").with_kernel(kernel);
        let distances: Vec<f32> = golden.sentences.iter().map(|case| check(&engine, case, &golden.tolerance)).collect();
        let exact = distances.iter().filter(|&&d| d <= 1.0).count();
        assert!(exact * 2 > distances.len(), "{}: distances {distances:?}", kernel.name());
        // The rest crosses a border of rounding; `step` is how far shaken embeddings went on the training side.
        let steps: Vec<f32> = golden.sentences.iter().map(|case| check(&engine, case, &golden.step)).collect();
        assert!(steps.iter().all(|&d| d <= 1.0), "{}: distances in steps {steps:?}", kernel.name());
    }
}

/// Asserts what must be equal; gives the largest distance of what may differ.
fn check(engine: &Engine, case: &Case, tolerance: &BTreeMap<String, f32>) -> f32 {
    let text = case.text.as_str();
    let words: Vec<(String, bool)> = case.words.iter().map(|w| (w.form.clone(), w.space_before)).collect();
    let (sequence, states, scores) = engine.states_of(&words);
    let (kernel, heads, labels) = engine.parts();

    assert_eq!(sequence.pieces, case.pieces.concat(), "pieces of \"{text}\"");
    let rows = |m: &Matrix| (0..words.len()).map(|w| m.row(w + 1).to_vec()).collect::<Vec<_>>().into_iter();
    let mut distances =
        vec![distance((0..=words.len()).map(|w| states.row(w).to_vec()), &case.states, tolerance["states"])];
    for (head, matrix) in [
        ("upos", &scores.upos),
        ("trigger", &scores.trigger),
        ("cue", &scores.cue),
        ("auxiliary", &scores.auxiliary),
        ("content", &scores.content),
    ] {
        distances.push(distance(rows(matrix), &case.logits[head], tolerance["logits"]));
    }
    let arcs = heads.arcs(kernel, &scores, 0, words.len() + 1);
    let arcs = arcs.chunks_exact(words.len() + 1).skip(1).map(<[f32]>::to_vec);
    distances.push(distance(arcs, &case.arc_scores, tolerance["arc"]));
    let mut roles = Vec::new();
    let pairs: Vec<(usize, usize)> = (0..words.len()).map(|w| (w + 1, case.roles.anchor + 1)).collect();
    heads.roles(kernel, &scores, &pairs, |values| roles.push(values.to_vec()));
    distances.push(distance(roles.into_iter(), &case.roles.logits, tolerance["logits"]));

    let decoded = decode(kernel, heads, labels, &scores, &sequence, 0);
    assert_eq!(decoded.heads, case.heads, "tree of \"{text}\"");
    for (w, word) in decoded.words.iter().enumerate() {
        let expect = |what: &str, ours: &str, theirs: &Option<String>| {
            if let Some(theirs) = theirs {
                assert_eq!(ours, theirs, "{what} of word {w} of \"{text}\"");
            }
        };
        expect("upos", word.upos.as_str(), &case.labels["upos"][w]);
        expect("deprel", &decoded.deprels[w], &case.deprel[w]);
        expect("lemma", &labels.lemma[word.script].apply(&words[w].0), &case.lemmas[w]);
        let form = argmax(&scores.form.row(w + 1)[..labels.form.len()]);
        expect("form", &labels.form[form], &case.labels["form"][w]);
        for (name, values) in &case.feats {
            let value = word.feats.0.get(name).map_or("_", String::as_str);
            expect(name, value, &values[w]);
        }
    }
    distances.into_iter().fold(0.0, f32::max)
}
