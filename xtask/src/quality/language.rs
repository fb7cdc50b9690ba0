//! The table of the language engine.
#![expect(clippy::print_stdout, reason = "the figures are the output")]

use super::analyse;
use super::corpora::{self, Raw, Sentence};
use super::scores::{Count, Trees, name_spans};
use anyhow::{Context, Result, ensure};
use std::collections::HashSet;
use std::path::Path;

/// Treebanks that never train, with their language.
const TREEBANKS: [(&str, &str); 3] = [("de_gsd-ud-test", "de"), ("de_depesche-ud-dev", "de"), ("en_ewt-ud-test", "en")];
/// Sentences of GermEval's test part that may train; the rest measures.
const GERMEVAL_TRAINS: usize = 3000;
/// Wrong stress sentences that are listed.
const LISTED: usize = 100;

/// Prints all figures.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    println!("| trees, gold words | UPOS | UAS | LAS | lemma | Case | Mood=Sub F1 | sentences fully right |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, language) in TREEBANKS {
        let text = corpora::read(&data.join(format!("treebanks/{name}.conllu.xz")))?;
        trees(root, name, &text, language)?;
    }
    let stress = corpora::read(&root.join("tests/language/de/stress.conllu"))?;
    let wrong = trees(root, "stress (own)", &stress, "de")?.wrong;
    names(root, data)?;
    println!("\n| raw text | tokens F1 | sentences F1 |\n|---|---|---|");
    for (name, language) in [("de_gsd-ud-test", "de"), ("de_depesche-ud-dev", "de"), ("en_ewt-ud-test", "en")] {
        let text = corpora::read(&data.join(format!("treebanks/{name}.conllu.xz")))?;
        raw(root, name, &corpora::raw(&corpora::conllu(&text)), language)?;
    }
    let gum = corpora::conllu(&corpora::read(&data.join("treebanks/en_gum-ud-dev.conllu.xz"))?);
    let news = |s: &&Sentence| s.comments.get("sent_id").is_some_and(|id| id.starts_with("GUM_news"));
    raw(root, "en_gum-ud-dev, news", &corpora::raw(&gum.iter().filter(news).cloned().collect::<Vec<_>>()), "en")?;
    raw(root, "german-news-quotes dev", &corpora::quotations(data)?, "de")?;
    println!("\nStress sentences not fully right, and the first wrong word of each:\n");
    for line in wrong.iter().take(LISTED) {
        println!("- {line}");
    }
    Ok(())
}

/// A row for a treebank analysed with its own words.
fn trees(root: &Path, name: &str, text: &str, language: &str) -> Result<Trees> {
    let gold = corpora::conllu(text);
    let found = analyse(root, &format!("{}.conllu", name.replace(' ', "-")), text, language)?;
    ensure!(gold.len() == found.len(), "{name}: {} sentences, {} analysed", gold.len(), found.len());
    let t = Trees::compare(&gold, &found);
    let cell = |count: Count| format!("{:.4}", count.f1());
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} |",
        cell(t.upos),
        cell(t.uas),
        cell(t.las),
        cell(t.lemma),
        cell(t.case),
        cell(t.subjunctive),
        cell(t.whole)
    );
    Ok(t)
}

/// Rows for names, with gold words.
fn names(root: &Path, data: &Path) -> Result<()> {
    println!("\n| names F1 | all | PER | ORG | LOC | OTH |\n|---|---|---|---|---|---|");
    let germeval = corpora::names(&corpora::read(&data.join("names/NER-de-test.tsv.xz"))?, 1, 2);
    let germeval = corpora::spelled_out(germeval.into_iter().skip(GERMEVAL_TRAINS).collect())?;
    let uner = corpora::names(&corpora::read(&data.join("names/uner_en_ewt-ud-test.iob2.xz"))?, 1, 2);
    let types = ["PER", "ORG", "LOC", "OTH"];
    for (name, corpus, language, types) in
        [("GermEval test from 3,001", germeval, "de", &types[..]), ("UNER EWT test", uner, "en", &types[..3])]
    {
        let words: Vec<Vec<String>> = corpus.iter().map(|(words, _)| words.clone()).collect();
        let text = corpora::bare_conllu(&words);
        let found = analyse(root, &format!("names-{language}.conllu"), &text, language)?;
        ensure!(found.len() == corpus.len(), "{name}: {} sentences, {} analysed", corpus.len(), found.len());
        let (mut all, mut each) = (Count::default(), [Count::default(); 4]);
        for ((_, gold), sentence) in corpus.iter().zip(&found) {
            let tags: Vec<String> =
                (0..sentence.words.len()).map(|i| sentence.misc(i, "NER").unwrap_or("O").to_owned()).collect();
            let (gold, found) = (name_spans(gold, types), name_spans(&tags, types));
            all.sets(&gold, &found);
            for (count, kind) in each.iter_mut().zip(types) {
                let of = |set: &HashSet<(usize, usize, String)>| set.iter().filter(|x| x.2 == *kind).cloned().collect();
                count.sets::<(usize, usize, String)>(&of(&gold), &of(&found));
            }
        }
        let cells: Vec<String> = each.iter().map(|c| format!("{:.3}", c.f1())).collect();
        println!("| {name} | {:.3} | {} |", all.f1(), cells.join(" | "));
    }
    Ok(())
}

/// A row for a raw text.
fn raw(root: &Path, name: &str, gold: &Raw, language: &str) -> Result<()> {
    let found = analyse(root, &format!("{}.txt", name.replace([' ', ','], "-")), &gold.text, language)?;
    let (mut tokens, mut sentences) = (HashSet::new(), HashSet::new());
    for sentence in &found {
        let number = |i: usize, key| {
            sentence.misc(i, key).and_then(|v| v.parse::<usize>().ok()).context("a word without its place")
        };
        sentences.insert((number(0, "Start")?, number(sentence.words.len() - 1, "End")?));
        for token in &sentence.tokens {
            tokens.insert((number(token.words.0, "Start")?, number(token.words.1 - 1, "End")?));
        }
    }
    let f1 = |gold: &[(usize, usize)], found: &HashSet<(usize, usize)>| {
        let mut count = Count::default();
        count.sets(&gold.iter().copied().collect(), found);
        if gold.is_empty() { "–".to_owned() } else { format!("{:.4}", count.f1()) }
    };
    println!("| {name} | {} | {} |", f1(&gold.tokens, &tokens), f1(&gold.sentences, &sentences));
    Ok(())
}
