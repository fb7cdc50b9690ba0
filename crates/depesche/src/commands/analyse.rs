//! `depesche analyse`: the language layer alone.

use crate::desk::{Desk, identify, passed_over};
use crate::draw::page::{FAINT, Page, Text};
use crate::draw::{rows, words};
use crate::options::{AnalyseFormat, AnalyseOptions};
use crate::say;
use anyhow::{Context, Result};
use depesche_language::conllu;
use depesche_read::{Conllu, Item};
use depesche_record::{Analysis, Document, Language, Sentence};
use serde_json::json;
use std::io::Write;

/// Returns whether everything was analysed.
pub(crate) fn run(options: &AnalyseOptions) -> Result<bool> {
    let paths = options.input.paths();
    let desk = Desk::open()?;
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    let listing = depesche_read::list(&paths);
    passed_over(&listing.skipped);
    let flags = options.input.known.flags();
    let mut complete = listing.errors.is_empty();
    listing.errors.into_iter().for_each(|error| say::skipped(&error.into()));
    for source in &listing.sources {
        for item in depesche_read::read(source, &flags, &identify) {
            match item {
                Ok(Item::Document(reading)) => {
                    let analysis = desk.analyse(&reading.document);
                    print(&mut out, options.format, &desk, &reading.document, &analysis, &[])?;
                }
                Ok(Item::Conllu(file)) => given(&mut out, options.format, &desk, file)?,
                Err(error) => {
                    complete = false;
                    say::skipped(&error.into());
                }
            }
            out.flush()?;
        }
    }
    Ok(complete)
}

/// Analyses sentences and words that are given.
fn given(out: &mut impl Write, format: AnalyseFormat, desk: &Desk, file: Conllu) -> Result<()> {
    let name = file.meta.external_id.clone().unwrap_or_else(|| "standard input".to_owned());
    let gold = conllu::read(&file.content).with_context(|| format!("cannot read {name}"))?;
    let told = || depesche_language::identify(&gold.text).language;
    let language = file.meta.language.or_else(told).unwrap_or(Language::English);
    let analysis = desk.engine.analyse_gold(&gold, language);
    let ids: Vec<&str> = gold.sentences.iter().map(|s| s.id.as_str()).collect();
    let text_from = "text/x-conllu".to_owned();
    let document = Document::new(file.content.as_bytes(), gold.text.clone(), text_from, language, file.meta);
    print(out, format, desk, &document, &analysis, &ids)
}

fn print(
    out: &mut impl Write,
    format: AnalyseFormat,
    desk: &Desk,
    document: &Document,
    analysis: &Analysis,
    ids: &[&str],
) -> Result<()> {
    match format {
        AnalyseFormat::Conllu => write!(out, "{}", conllu::write(analysis, &document.text, ids))?,
        AnalyseFormat::Json => {
            let predicates = depesche_code::predicates(document, analysis, desk.knowledge);
            let line = json!({ "document": document, "analysis": analysis, "predicates": predicates });
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        }
        AnalyseFormat::Table => {
            let mut page = Page::new(out);
            analysis.sentences.iter().try_for_each(|sentence| table(&mut page, document, sentence))?;
        }
    }
    Ok(())
}

/// The sentence, then a line for each word.
fn table(page: &mut Page<'_>, document: &Document, sentence: &Sentence) -> Result<()> {
    page.text(0, &Text::plain(sentence.range.of(&document.text)))?;
    let cells: Vec<Vec<String>> = sentence
        .tokens
        .iter()
        .enumerate()
        .map(|(i, token)| {
            let name = sentence.names.iter().find(|name| (name.start..name.end).contains(&i));
            let feats: Vec<String> = token.feats.0.iter().map(|(key, value)| format!("{key}={value}")).collect();
            vec![
                (i + 1).to_string(),
                token.form.clone(),
                token.full_lemma.clone(),
                token.upos.to_string(),
                token.head.map_or(0, |head| head + 1).to_string(),
                token.deprel.clone(),
                name.map(|name| name.kind.to_string()).unwrap_or_default(),
                feats.join(" "),
            ]
        })
        .collect();
    rows::columns(page, &["", "word", "lemma", "class", "head", "relation", "name", "features"], &cells)?;
    page.text(0, &Text::styled(FAINT, words::counted(cells.len(), "word")))?;
    page.blank()?;
    Ok(())
}
