//! The test corpora, read as they lie in `../shared/data`.

use anyhow::{Context, Result};
use depesche_knowledge::Knowledge;
use depesche_record::{Language, Span};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// A sentence of CoNLL-U: its comments and the rows of its words (ten columns), ranges of multiword tokens left out.
#[derive(Debug, Default, Clone)]
pub struct Sentence {
    /// `text` → the sentence's text.
    pub comments: HashMap<String, String>,
    /// The words.
    pub words: Vec<Vec<String>>,
    /// The tokens: what the raw text is made of.
    pub tokens: Vec<Surface>,
}

/// A token as it stands in the text.
#[derive(Debug, Clone)]
pub struct Surface {
    /// Its form.
    pub form: String,
    /// Whether white space follows.
    pub space: bool,
    /// Positions of its words, the one behind the last excluded.
    pub words: (usize, usize),
}

impl Sentence {
    /// A key of the MISC column.
    pub fn misc(&self, word: usize, key: &str) -> Option<&str> {
        let misc = self.words.get(word)?.get(9)?;
        misc.split('|').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
    }

    /// A feature of a word; empty where it has none.
    pub fn feature(&self, word: usize, key: &str) -> &str {
        let feats = self.words[word][5].split('|');
        feats.filter_map(|pair| pair.split_once('=')).find(|(k, _)| *k == key).map_or("", |(_, v)| v)
    }
}

/// The text of an `.xz` file, or of a plain one.
pub fn read(path: &Path) -> Result<String> {
    let name = || path.display().to_string();
    let bytes = std::fs::read(path).with_context(name)?;
    if path.extension().is_none_or(|e| e != "xz") {
        return String::from_utf8(bytes).with_context(name);
    }
    let mut out = Vec::new();
    lzma_rs::xz_decompress(&mut bytes.as_slice(), &mut out).map_err(|e| anyhow::anyhow!("{}: {e:?}", name()))?;
    String::from_utf8(out).with_context(name)
}

/// The sentences of a CoNLL-U text.
pub fn conllu(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut current = Sentence::default();
    let mut covered = 0;
    for line in text.lines().chain([""]) {
        if let Some(comment) = line.strip_prefix("# ") {
            let (key, value) = comment.split_once(" = ").unwrap_or((comment, ""));
            current.comments.insert(key.trim().to_owned(), value.to_owned());
        } else if line.trim().is_empty() {
            if !current.words.is_empty() {
                out.push(std::mem::take(&mut current));
            }
            covered = 0;
        } else if !line.starts_with('#') {
            let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
            let space = !row.last().is_some_and(|misc| misc.split('|').any(|x| x == "SpaceAfter=No"));
            let n = current.words.len();
            let token = |last: usize| Surface { form: row[1].clone(), space, words: (n, last) };
            if let Some((_, last)) = row[0].split_once('-') {
                covered = last.parse().unwrap_or(0);
                current.tokens.push(token(covered));
            } else if let Ok(id) = row[0].parse::<usize>() {
                if id > covered {
                    current.tokens.push(token(id));
                }
                current.words.push(row);
            }
        }
    }
    out
}

/// Whether a sentence begins a document or a paragraph.
fn begins(sentence: &Sentence) -> bool {
    sentence.comments.keys().any(|key| key.starts_with("newdoc") || key.starts_with("newpar"))
}

/// A raw text with what is known of it, in characters.
#[derive(Debug, Default)]
pub struct Raw {
    /// The text.
    pub text: String,
    /// Where tokens stand.
    pub tokens: Vec<(usize, usize)>,
    /// Where sentences stand.
    pub sentences: Vec<(usize, usize)>,
}

/// The raw text of treebank sentences: documents and paragraphs apart, white space as the treebank gives it.
pub fn raw(sentences: &[Sentence]) -> Raw {
    let mut out = Raw::default();
    // Characters so far, and those up to the end of the last token.
    let (mut n, mut end) = (0, 0);
    for sentence in sentences {
        if begins(sentence) && !out.text.is_empty() {
            out.text.push_str("\n\n");
            n += 2;
        }
        let start = n;
        for token in &sentence.tokens {
            out.text.push_str(&token.form);
            end = n + token.form.chars().count();
            out.tokens.push((n, end));
            n = end;
            if token.space {
                out.text.push(' ');
                n += 1;
            }
        }
        out.sentences.push((start, end));
    }
    out
}

/// The texts of the German quotation corpus with their sentences; its tokens follow other rules and are not compared.
pub fn quotations(data: &Path) -> Result<Raw> {
    #[derive(serde::Deserialize)]
    struct Article {
        text: String,
        tokens: Vec<(usize, usize)>,
        sentences: Vec<(usize, usize)>,
    }
    let (mut out, mut start) = (Raw::default(), 0);
    for line in read(&data.join("attribution/german-news-quotes/dev.jsonl.xz"))?.lines() {
        let article: Article = serde_json::from_str(line)?;
        for (first, last) in article.sentences {
            out.sentences.push((start + article.tokens[first].0, start + article.tokens[last - 1].1));
        }
        out.text.push_str(&article.text);
        out.text.push_str("\n\n");
        start += article.text.chars().count() + 2;
    }
    Ok(out)
}

/// Sentences with their name tags.
pub type Named = Vec<(Vec<String>, Vec<String>)>;

/// Sentences of a corpus in columns: `form` and `tag` are the columns of the word and its name tag.
pub fn names(text: &str, form: usize, tag: usize) -> Named {
    let mut out: Named = Vec::new();
    let mut current = (Vec::new(), Vec::new());
    for line in text.lines().chain([""]) {
        if line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if line.trim().is_empty() {
            if !current.0.is_empty() {
                out.push(std::mem::take(&mut current));
            }
        } else {
            let word = cells.get(form).map_or(String::new(), |w| w.replace('\u{ad}', ""));
            current.0.push(if word.is_empty() { "-".to_owned() } else { word });
            current.1.push((*cells.get(tag).unwrap_or(&"O")).to_owned());
        }
    }
    out
}

/// A corpus with contractions outside names as two words (`im` as `in`, `dem`), as trees and the program have them.
pub fn spelled_out(corpus: Named) -> Result<Named> {
    let knowledge = Knowledge::embedded()?;
    let contractions = &knowledge.words(Language::German).text.contraction;
    let spell = |(words, tags): (Vec<String>, Vec<String>)| {
        let (mut new_words, mut new_tags) = (Vec::new(), Vec::new());
        for (word, tag) in words.into_iter().zip(tags) {
            let row = contractions.iter().find(|c| c.form == word.to_lowercase()).filter(|_| tag == "O");
            let parts = row.map_or_else(|| vec![word.clone()], |c| c.parts.clone());
            new_tags.extend(parts.iter().map(|_| tag.clone()));
            new_words.extend(parts);
        }
        (new_words, new_tags)
    };
    Ok(corpus.into_iter().map(spell).collect())
}

/// Words alone as CoNLL-U, for `depesche analyse`.
pub fn bare_conllu(sentences: &[Vec<String>]) -> String {
    let mut out = String::new();
    for words in sentences {
        let spaces = spaces(words);
        for (i, word) in words.iter().enumerate() {
            let misc = if spaces.get(i + 1).copied().unwrap_or(true) { "_" } else { "SpaceAfter=No" };
            let _ = writeln!(out, "{}\t{word}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1);
        }
        out.push('\n');
    }
    out
}

/// White space before each word of a text that lost it, by the usual rules of punctuation.
fn spaces(words: &[String]) -> Vec<bool> {
    let (mut out, mut open, mut glued) = (Vec::with_capacity(words.len()), false, false);
    for word in words {
        let mut space = !glued;
        glued = false;
        match word.as_str() {
            "." | "," | ";" | ":" | "%" | "!" | "?" | ")" | "]" | "…" | "“" | "«" | "’" => space = false,
            "(" | "[" | "„" | "»" | "‚" => glued = true,
            "\"" | "'" | "``" | "''" => {
                if open {
                    space = false;
                } else {
                    glued = true;
                }
                open = !open;
            }
            _ => {}
        }
        out.push(space);
    }
    out
}

/// A running text made of words, and where in it each stands.
pub fn running(words: &[String]) -> (String, Vec<Span>) {
    let (mut text, mut places, mut n) = (String::new(), Vec::with_capacity(words.len()), 0);
    for (word, space) in words.iter().zip(spaces(words)) {
        if space && n > 0 {
            text.push(' ');
            n += 1;
        }
        text.push_str(word);
        places.push(Span { start: n, end: n + word.chars().count() });
        n += word.chars().count();
    }
    (text, places)
}
