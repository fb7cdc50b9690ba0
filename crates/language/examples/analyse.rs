//! Analyses a file and prints CoNLL-U: `analyse analyse FILE --format conllu --language de`.
//!
//! It takes the arguments of `depesche analyse`, so that the scorers of treebanks run against the engine alone.
//! `DEPESCHE_KERNEL` names the kernel, `--time` prints words a second instead of the analysis.

use depesche_language::{Engine, Kernel, conllu};
use depesche_record::Language;
use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let value = |flag: &str| args.iter().position(|a| a == flag).and_then(|i| args.get(i + 1)).cloned();
    let path = args.iter().skip(1).find(|a| a.contains('.')).ok_or("a file to analyse is missing")?;
    let language: Language = value("--language").ok_or("--language is missing")?.parse()?;
    let started = Instant::now();
    let mut engine = Engine::embedded()?;
    if let Ok(name) = std::env::var("DEPESCHE_KERNEL") {
        let kernel = Kernel::available().into_iter().find(|k| k.name() == name).ok_or("no such kernel here")?;
        engine = engine.with_kernel(kernel);
    }
    let opened = started.elapsed();
    let text = std::fs::read_to_string(path)?;
    let started = Instant::now();
    let out = if path.ends_with(".conllu") {
        let gold = conllu::read(&text)?;
        let analysis = engine.analyse_gold(&gold, language);
        let ids: Vec<&str> = gold.sentences.iter().map(|s| s.id.as_str()).collect();
        (analysis.sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), conllu::write(&analysis, &gold.text, &ids))
    } else {
        let analysis = engine.analyse(&text, language);
        (analysis.sentences.iter().map(|s| s.tokens.len()).sum(), conllu::write(&analysis, &text, &[]))
    };
    let seconds = started.elapsed().as_secs_f64();
    if args.iter().any(|a| a == "--time") {
        writeln!(std::io::stdout(), "{} words, {:.0} words/s, opened in {opened:?}", out.0, out.0 as f64 / seconds)?;
    } else {
        std::io::stdout().write_all(out.1.as_bytes())?;
    }
    Ok(())
}
