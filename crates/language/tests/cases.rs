//! Runs the Markdown cases of `tests/language/{de,en}`.
//!
//! A heading names the case, a quotation is the text, and fenced blocks say what is expected of it:
//! `sentences` (one a line), `words` (of all sentences, separated by spaces), `deps` (`label(head, dependent)`, each must
//! be there), `lemmas` (`form → lemma`, the rejoined one of separated verbs), `feats` (`form Name=Value …`) and `names`
//! (`kind text`, all of them).  With `DEPESCHE_UPDATE` set, `sentences`, `words` and `names` are rewritten.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use depesche_language::Engine;
use depesche_record::{Analysis, Language, Token};
use std::fmt::Write;
use std::path::Path;

struct Case {
    heading: String,
    text: String,
    blocks: Vec<(String, Vec<String>)>,
}

fn cases(markdown: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut block: Option<(String, Vec<String>)> = None;
    for line in markdown.lines() {
        if let Some(open) = block.as_mut() {
            if line == "```" {
                let case = cases.last_mut().expect("a block under a heading");
                case.blocks.extend(block.take());
            } else {
                open.1.push(line.to_owned());
            }
        } else if let Some(heading) = line.strip_prefix("## ") {
            cases.push(Case { heading: heading.to_owned(), text: String::new(), blocks: Vec::new() });
        } else if let Some(kind) = line.strip_prefix("```") {
            block = Some((kind.to_owned(), Vec::new()));
        } else if let Some(quoted) = line.strip_prefix('>') {
            let text = &mut cases.last_mut().expect("a quotation under a heading").text;
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(quoted.strip_prefix(' ').unwrap_or(quoted));
        }
    }
    cases
}

fn tokens(analysis: &Analysis) -> impl Iterator<Item = &Token> {
    analysis.sentences.iter().flat_map(|s| &s.tokens)
}

/// What the analysis has, in the form of a block; for blocks that name single facts, those of the block that hold.
fn found(kind: &str, expected: &[String], text: &str, analysis: &Analysis) -> Vec<String> {
    let holds = |line: &&String| match kind {
        "deps" => dependencies(analysis).contains(line),
        "lemmas" => tokens(analysis).any(|t| format!("{} → {}", t.form, t.full_lemma) == **line),
        "nouns" => {
            let made =
                tokens(analysis).map(|t| format!("{} → {}, {}", t.form, or_dash(&t.compound_head), or_dash(&t.verb)));
            made.into_iter().any(|fact| fact == **line)
        }
        "feats" => {
            let mut words = line.split(' ');
            let form = words.next().unwrap_or_default();
            let pairs: Vec<(&str, &str)> = words.filter_map(|pair| pair.split_once('=')).collect();
            tokens(analysis).any(|t| t.form == form && pairs.iter().all(|(name, value)| t.feats.is(name, value)))
        }
        other => panic!("unknown block {other}"),
    };
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match kind {
        "sentences" => analysis.sentences.iter().map(|s| one_line(s.range.of(text))).collect(),
        "words" => vec![tokens(analysis).map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ")],
        "names" => {
            let names = analysis.sentences.iter().flat_map(|s| s.names.iter().map(move |n| (s, n)));
            let text_of = |(s, n): (&depesche_record::Sentence, &depesche_record::Name)| {
                let range = s.tokens[n.start].range.cover(s.tokens[n.end - 1].range);
                format!("{} {}", n.kind, one_line(range.of(text)))
            };
            names.map(text_of).collect()
        }
        _ => expected.iter().filter(holds).cloned().collect(),
    }
}

/// A word, or a dash where there is none.
fn or_dash(word: &str) -> &str {
    if word.is_empty() { "–" } else { word }
}

fn dependencies(analysis: &Analysis) -> Vec<String> {
    let arcs = analysis.sentences.iter().flat_map(|s| s.tokens.iter().map(move |t| (s, t)));
    arcs.map(|(s, t)| format!("{}({}, {})", t.deprel, t.head.map_or("ROOT", |h| &s.tokens[h].form), t.form)).collect()
}

#[test]
fn markdown_cases() {
    let engine = Engine::embedded().expect("models fit");
    let mut failures = String::new();
    let mut n_blocks = 0;
    let update = std::env::var_os("DEPESCHE_UPDATE").is_some();
    for (folder, language) in [("de", Language::German), ("en", Language::English)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/language").join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "md"));
        paths.sort();
        for path in paths {
            let mut markdown = std::fs::read_to_string(&path).unwrap();
            for case in cases(&markdown.clone()) {
                assert!(!case.text.is_empty() && !case.blocks.is_empty(), "{}: {}", path.display(), case.heading);
                let analysis = engine.analyse(&case.text, language);
                for (kind, expected) in &case.blocks {
                    n_blocks += 1;
                    let got = found(kind, expected, &case.text, &analysis);
                    if update && &got != expected && ["sentences", "words", "names"].contains(&kind.as_str()) {
                        let block = |lines: &[String]| format!("```{kind}\n{}\n```", lines.join("\n"));
                        markdown = markdown.replacen(&block(expected), &block(&got), 1);
                        std::fs::write(&path, &markdown).unwrap();
                        continue;
                    }
                    if &got != expected {
                        let file = path.file_name().unwrap_or_default().to_string_lossy();
                        let _ = writeln!(failures, "\n{language}/{file}, {} ({kind})", case.heading);
                        for line in expected.iter().filter(|line| !got.contains(line)) {
                            let _ = writeln!(failures, "  expected {line}");
                        }
                        for line in got.iter().filter(|line| !expected.contains(line)) {
                            let _ = writeln!(failures, "  found    {line}");
                        }
                        let _ = writeln!(failures, "  all      {}", dependencies(&analysis).join(" "));
                    }
                }
            }
        }
    }
    assert!(n_blocks > 0, "no cases found");
    assert!(failures.is_empty(), "{failures}");
}
