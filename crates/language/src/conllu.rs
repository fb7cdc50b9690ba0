//! CoNLL-U in and out.
//!
//! Source: <https://universaldependencies.org/format.html>.

use crate::error::ConlluError;
use crate::segment::Word;
use depesche_record::{Analysis, ByteRange, CodePoints, Feats, NameKind, Sentence, Token};
use std::fmt::Write;

/// A text whose sentences and words are given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldText {
    /// The text as the words and their spaces make it, one sentence a line.
    pub text: String,
    /// Sentences in order.
    pub sentences: Vec<GoldSentence>,
}

/// One given sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldSentence {
    /// Its `sent_id`, or an empty word.
    pub id: String,
    pub(crate) words: Vec<Word>,
}

/// A multiword token that is being read.
struct Open {
    last: usize,
    surface: String,
    space_after: bool,
    parts: Vec<String>,
    start: usize,
}

/// Reads sentences and words; tags and trees are ignored.
///
/// `SpaceAfter=No` is honoured, the parts of a multiword token share its place or have each their own where they
/// spell it out ("do" "n't"), and empty nodes are left out.
///
/// # Errors
/// Where a line is neither a comment nor ten cells with an id.
pub fn read(conllu: &str) -> Result<GoldText, ConlluError> {
    let mut gold = GoldText::default();
    let mut sentence = GoldSentence::default();
    let mut open: Option<Open> = None;
    for (i, line) in conllu.lines().chain([""]).enumerate() {
        let bad = |reason: &str| ConlluError { line: i + 1, reason: reason.to_owned() };
        if line.trim().is_empty() {
            if !sentence.words.is_empty() {
                gold.sentences.push(std::mem::take(&mut sentence));
                gold.text.push('\n');
            }
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            if let Some((key, id)) = comment.split_once('=')
                && key.trim() == "sent_id"
            {
                id.trim().clone_into(&mut sentence.id);
            }
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let &[id, form, .., misc] = cells.as_slice() else { return Err(bad("not ten cells separated by tabs")) };
        if cells.len() != 10 {
            return Err(bad("not ten cells separated by tabs"));
        }
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            let last = last.parse().map_err(|_| bad("the id is no range of words"))?;
            let start = gold.text.len();
            open = Some(Open { last, surface: form.to_owned(), space_after, parts: Vec::new(), start });
        } else if !id.contains('.') {
            let id: usize = id.parse().map_err(|_| bad("the id is no number"))?;
            match open.as_mut() {
                Some(token) => {
                    token.parts.push(form.to_owned());
                    if id >= token.last
                        && let Some(token) = open.take()
                    {
                        close(&mut gold.text, &mut sentence.words, token);
                    }
                }
                None => push(&mut gold.text, &mut sentence.words, form, space_after),
            }
        }
    }
    Ok(gold)
}

/// Whether the encoder sees the next word of a sentence as the start of a word.
fn space_before(words: &[Word]) -> bool {
    words.last().is_none_or(|word| word.space_after)
}

fn push(text: &mut String, words: &mut Vec<Word>, form: &str, space_after: bool) {
    let start = text.len();
    text.push_str(form);
    let range = ByteRange::new(start, text.len());
    words.push(Word { form: form.to_owned(), range, space_before: space_before(words), space_after, part: None });
    if space_after {
        text.push(' ');
    }
}

fn close(text: &mut String, words: &mut Vec<Word>, token: Open) {
    let Open { surface, space_after, parts, start, .. } = token;
    text.push_str(&surface);
    let spelled = parts.concat() == surface;
    let (whole, before) = (ByteRange::new(start, text.len()), space_before(words));
    let (mut at, last) = (start, parts.len().saturating_sub(1));
    for (i, form) in parts.into_iter().enumerate() {
        let range = if spelled { ByteRange::new(at, at + form.len()) } else { whole };
        at += form.len();
        words.push(Word {
            range,
            space_before: if i == 0 { before } else { !spelled },
            // What "follows" a part of "im" is what follows "im".
            space_after: space_after && (!spelled || i == last),
            part: Some(i as u8),
            form,
        });
    }
    if space_after {
        text.push(' ');
    }
}

/// Writes an analysis of `text`; `ids` are the sentences' ids, numbers where there are none.
#[must_use]
pub fn write(analysis: &Analysis, text: &str, ids: &[&str]) -> String {
    let points = CodePoints::new(text);
    let mut out = String::new();
    for (i, sentence) in analysis.sentences.iter().enumerate() {
        let id = ids.get(i).filter(|id| !id.is_empty()).map_or_else(|| (i + 1).to_string(), |id| (*id).to_owned());
        let line = sentence.range.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        // Writing to a string cannot fail.
        let _ = writeln!(out, "# sent_id = {id}\n# language = {}\n# text = {line}", analysis.language);
        write_sentence(&mut out, sentence, text, &points);
        out.push('\n');
    }
    out
}

fn write_sentence(out: &mut String, sentence: &Sentence, text: &str, points: &CodePoints) {
    let tokens = &sentence.tokens;
    for (i, token) in tokens.iter().enumerate() {
        if token.part == Some(0) {
            let n = 1 + tokens[i + 1..].iter().take_while(|t| t.part.is_some_and(|p| p > 0)).count();
            let range = token.range.cover(tokens[i + n - 1].range);
            let misc = if tokens[i + n - 1].space_after { "_" } else { "SpaceAfter=No" };
            let _ = writeln!(out, "{}-{}\t{}{}\t{misc}", i + 1, i + n, range.of(text), "\t_".repeat(7));
        }
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{}",
            i + 1,
            token.form,
            token.lemma,
            token.upos,
            feats(&token.feats),
            token.head.map_or(0, |h| h + 1),
            token.deprel,
            misc(sentence, i, token, points),
        );
    }
}

fn feats(feats: &Feats) -> String {
    if feats.0.is_empty() {
        return "_".into();
    }
    let mut pairs: Vec<String> = feats.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
    // UD sorts names without regard to case.
    pairs.sort_by_key(|pair| pair.to_lowercase());
    pairs.join("|")
}

fn misc(sentence: &Sentence, i: usize, token: &Token, points: &CodePoints) -> String {
    let span = points.span(token.range);
    let mut out = format!("End={}", span.end);
    if !token.compound_head.is_empty() {
        let _ = write!(out, "|Head={}", token.compound_head);
    }
    if token.full_lemma != token.lemma {
        let _ = write!(out, "|Lemma={}", token.full_lemma);
    }
    if let Some(name) = sentence.names.iter().find(|n| n.start <= i && i < n.end) {
        let kind = match name.kind {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Place => "LOC",
            NameKind::Other => "OTH",
        };
        let _ = write!(out, "|NER={}-{kind}", if name.start == i { 'B' } else { 'I' });
    }
    if token.part.is_none() && !token.space_after {
        out.push_str("|SpaceAfter=No");
    }
    let _ = write!(out, "|Start={}", span.start);
    if !token.verb.is_empty() {
        let _ = write!(out, "|Verb={}", token.verb);
    }
    out
}
