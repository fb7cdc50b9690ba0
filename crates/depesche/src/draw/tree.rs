//! A sentence's tree, drawn with lines.

use super::page::{FAINT, MARKED, Page, Text};
use anstyle::Style;
use depesche_record::{Sentence, Token};
use std::io;

/// Draws the tree, the words under a head in their order; `marked` words stand out.
pub(crate) fn draw(page: &mut Page<'_>, margin: usize, sentence: &Sentence, marked: &[usize]) -> io::Result<()> {
    let indent = " ".repeat(margin);
    // What is still to draw: a word, the lines before it, and its branch.
    let roots = sentence.tokens.iter().enumerate().filter(|(_, t)| t.head.is_none()).map(|(i, _)| i);
    let mut open: Vec<(usize, String, &str)> = roots.map(|i| (i, String::new(), "")).collect();
    open.reverse();
    while let Some((at, before, branch)) = open.pop() {
        let Some(token) = sentence.tokens.get(at) else { continue };
        let mut line = Text::plain(indent.as_str()).and(FAINT, format!("{before}{branch}"));
        line.push(if marked.contains(&at) { MARKED } else { Style::new() }, token.form.as_str());
        line.push(FAINT, format!("  {}", label(token)));
        page.line(&line)?;
        let under = match branch {
            "" => before,
            "├─ " => format!("{before}│  "),
            _ => format!("{before}   "),
        };
        let children = sentence.tokens.iter().enumerate().filter(|(_, t)| t.head == Some(at)).map(|(i, _)| i);
        for (n, child) in children.rev().enumerate() {
            open.push((child, under.clone(), if n == 0 { "└─ " } else { "├─ " }));
        }
    }
    Ok(())
}

/// Relation, part of speech, dictionary form where it differs, and the morphology that decides readings.
fn label(token: &Token) -> String {
    let mut label = format!("{} {}", token.deprel, token.upos);
    if token.full_lemma != token.form {
        label += &format!(" {}", token.full_lemma);
    }
    for name in ["Case", "Mood", "Tense", "VerbForm", "Voice", "Polarity"] {
        let value = token.feats.get(name);
        if !value.is_empty() {
            label += &format!(" {name}={value}");
        }
    }
    label
}
