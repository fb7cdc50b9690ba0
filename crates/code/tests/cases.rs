//! Sentences with the record that we expect, in Markdown: `tests/code/{de,en}/*.md`.
//!
//! A heading names the case, a quotation (`> …`) is the input, fenced blocks are the expectation: `event`, `claim`,
//! `outlook`, or `no-event`. Fields that a block leaves out are not compared. A block opening with `known-wrong`
//! records what the program says today although another answer would be right.

use depesche_code::Coder;
use depesche_knowledge::Knowledge;
use depesche_language::Engine;
use depesche_record::{Claim, Coding, Document, Event, Language, Metadata, Outlook, ProducedBy, Span};
use std::path::{Path, PathBuf};

/// Day of publication of every case, a Wednesday.
const PUBLISHED: &str = "2024-05-08";

struct Case {
    name: String,
    input: String,
    blocks: Vec<(String, Vec<(String, String)>)>,
}

#[test]
fn sentences_give_the_expected_record() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = Knowledge::embedded()?;
    let (engine, coder) = (Engine::embedded()?, Coder::new(knowledge));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/code");
    let (mut wrong, mut n_cases) = (Vec::new(), 0);
    for language in [Language::German, Language::English] {
        for file in markdown(&root.join(language.as_str()))? {
            for case in cases(&std::fs::read_to_string(&file)?) {
                n_cases += 1;
                let meta = Metadata { date: Some(PUBLISHED.into()), ..Metadata::default() };
                let analysis = engine.analyse(&case.input, language);
                let document = Document::new(b"", case.input.clone(), "text/plain".into(), language, meta);
                let versions =
                    ProducedBy { contract: 1, program: "test".into(), model: String::new(), knowledge: String::new() };
                let coding = coder.code(document, &analysis, versions);
                for (kind, fields) in &case.blocks {
                    if !holds(&coding, kind, fields) {
                        let place = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                        wrong.push(format!(
                            "{language}/{place}: {}\n  > {}\n  expected {kind}: {}\n{}",
                            case.name,
                            case.input,
                            fields.iter().map(|(k, v)| format!("{k} {v}")).collect::<Vec<_>>().join(", "),
                            told(&coding)
                        ));
                    }
                }
            }
        }
    }
    assert!(n_cases > 0, "no case found under {}", root.display());
    assert!(wrong.is_empty(), "{} expectations of {n_cases} cases failed:\n\n{}", wrong.len(), wrong.join("\n\n"));
    Ok(())
}

fn markdown(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    files.sort();
    Ok(files)
}

/// Cases of a file; sections without a quotation and a block are prose or tables of other tests.
fn cases(text: &str) -> Vec<Case> {
    let mut out = Vec::new();
    for section in text.split("\n## ").skip(1) {
        let mut lines = section.lines();
        let name = lines.next().unwrap_or_default().to_owned();
        let (mut input, mut blocks) = (Vec::new(), Vec::new());
        let mut open: Option<(String, Vec<(String, String)>)> = None;
        for line in lines {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(kind)) => open = Some((kind.trim().to_owned(), Vec::new())),
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some((_, fields)), None) => {
                    let (key, value) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
                    fields.push((key.to_owned(), value.trim().trim_matches('"').to_owned()));
                }
                (None, None) => input.extend(line.strip_prefix("> ").map(str::to_owned)),
            }
        }
        if !input.is_empty() && !blocks.is_empty() {
            out.push(Case { name, input: input.join("\n"), blocks });
        }
    }
    out
}

fn holds(coding: &Coding, kind: &str, fields: &[(String, String)]) -> bool {
    match kind.strip_prefix("known-wrong ").unwrap_or(kind) {
        "event" => coding.events.iter().any(|e| fields.iter().all(|(k, v)| event(coding, e, k, v))),
        "claim" => coding.claims.iter().any(|c| fields.iter().all(|(k, v)| claim(coding, c, k, v))),
        "outlook" => coding.outlooks.iter().any(|o| fields.iter().all(|(k, v)| outlook(coding, o, k, v))),
        "no-event" => !coding.events.iter().any(|e| fields.iter().all(|(k, v)| event(coding, e, k, v))),
        "no-outlook" => !coding.outlooks.iter().any(|o| fields.iter().all(|(k, v)| outlook(coding, o, k, v))),
        "no-claim" => !coding.claims.iter().any(|c| fields.iter().all(|(k, v)| claim(coding, c, k, v))),
        _ => false,
    }
}

fn piece(coding: &Coding, start: usize, end: usize) -> String {
    coding.document.text.chars().skip(start).take(end - start).collect()
}

/// States of actors in alphabetical order, `-` for none.
fn codes<'a>(coding: &Coding, ids: impl Iterator<Item = &'a str>) -> String {
    let mut states: Vec<&str> = ids.filter_map(|id| coding.actor(id)?.state.as_deref()).collect();
    states.sort_unstable();
    states.dedup();
    if states.is_empty() { "-".to_owned() } else { states.join(" ") }
}

fn words<T: std::fmt::Display>(list: &[T]) -> String {
    if list.is_empty() { "-".into() } else { list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ") }
}

fn event(coding: &Coding, e: &Event, key: &str, value: &str) -> bool {
    let time = e.time.as_ref().filter(|t| t.start.is_some());
    let told = match key {
        "type" => e.kind.to_string(),
        "anchor" => e.anchor.text.clone(),
        "class" => e.class.clone(),
        "mode" => words(&e.mode),
        "actor" => codes(coding, e.actor.iter().map(|r| r.id.as_str())),
        "recipient" => codes(coding, e.recipient.iter().map(|r| r.id.as_str())),
        "reciprocal" => e.reciprocal.to_string(),
        "auxiliary" => words(&e.auxiliary),
        "certainty" => e.certainty.to_string(),
        "standing" => e.standing.to_string(),
        "source" => e.sources.first().and_then(|id| coding.claim(id)).map_or("-".into(), |c| source(coding, c)),
        "from" => time.and_then(|t| t.from.clone()).unwrap_or("-".into()),
        "to" => time.and_then(|t| t.to.clone()).unwrap_or("-".into()),
        "place" => e.place.as_ref().map_or("-".into(), |p| p.name.clone()),
        "country" => e.place.as_ref().and_then(|p| p.country.clone()).unwrap_or("-".into()),
        "quantity" => e.quantities.first().map_or("-".into(), |q| {
            let end = |x: Option<f64>| x.map_or("-".into(), |x| x.to_string());
            format!("{} {} {}", end(q.low), end(q.high), q.unit)
        }),
        _ => return false,
    };
    told == value
}

fn source(coding: &Coding, claim: &Claim) -> String {
    match codes(coding, claim.source.actors.iter().map(String::as_str)).as_str() {
        "-" => claim.source.kind.to_string(),
        states => states.to_owned(),
    }
}

fn claim(coding: &Coding, c: &Claim, key: &str, value: &str) -> bool {
    let told = match key {
        "source" => source(coding, c),
        "source-text" => c.source.text.clone(),
        "addressee" => codes(coding, c.addressee.iter().map(String::as_str)),
        "cue" => c.cue.as_ref().map_or("-".into(), |q| q.text.clone()),
        "form" => c.form.to_string(),
        "stance" => c.stance.to_string(),
        "certainty" => c.certainty.to_string(),
        "polarity" => c.polarity.to_string(),
        "content" => return c.content.iter().any(|s| piece(coding, s.start, s.end) == value),
        _ => return false,
    };
    told == value
}

fn outlook(coding: &Coding, o: &Outlook, key: &str, value: &str) -> bool {
    let text = |s: Span| piece(coding, s.start, s.end);
    let told = match key {
        "kind" => o.kind.to_string(),
        "antecedent" => o.antecedent.map_or("-".into(), text),
        "consequent" => text(o.consequent),
        "certainty" => o.certainty.to_string(),
        _ => return false,
    };
    told == value
}

/// The record in the words of the blocks, to see what is wrong.
fn told(coding: &Coding) -> String {
    let mut out = Vec::new();
    for e in &coding.events {
        out.push(format!(
            "  told event: type {}, anchor {}, mode {}, actor {}, recipient {}, auxiliary {}, certainty {}, standing {}, by {}",
            e.kind,
            e.anchor.text,
            words(&e.mode),
            codes(coding, e.actor.iter().map(|r| r.id.as_str())),
            codes(coding, e.recipient.iter().map(|r| r.id.as_str())),
            words(&e.auxiliary),
            e.certainty,
            e.standing,
            e.evidence.by
        ));
    }
    for c in &coding.claims {
        let content: Vec<String> = c.content.iter().map(|s| piece(coding, s.start, s.end)).collect();
        out.push(format!(
            "  told claim: source {}, cue {}, stance {}, form {}, content {content:?}",
            source(coding, c),
            c.cue.as_ref().map_or("-", |q| q.text.as_str()),
            c.stance,
            c.form
        ));
    }
    for o in &coding.outlooks {
        let text = |s: Span| piece(coding, s.start, s.end);
        out.push(format!("  told outlook: {} if {:?} then {:?}", o.kind, o.antecedent.map(text), text(o.consequent)));
    }
    if out.is_empty() { "  told nothing".into() } else { out.join("\n") }
}
