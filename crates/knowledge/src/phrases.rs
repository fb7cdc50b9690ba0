//! Entries of several words (`nach Angaben`, `secretary of state`), found token by token.

use std::collections::HashMap;

use crate::fold::fold;

/// Entries of two and more words, by the folded first of them.
#[derive(Debug)]
pub(crate) struct PhraseIndex<T> {
    by_first: HashMap<String, Vec<Phrase<T>>>,
}

/// The folded words of a phrase and its entries.
type Phrase<T> = (Vec<String>, Vec<T>);

impl<T> Default for PhraseIndex<T> {
    fn default() -> Self {
        Self { by_first: HashMap::new() }
    }
}

impl<T> PhraseIndex<T> {
    /// Adds an entry; one of a single word is left out, since a plain lookup finds it.
    pub(crate) fn insert(&mut self, phrase: &str, entry: T) {
        let words: Vec<String> = phrase.split_whitespace().map(fold).collect();
        if words.len() < 2 {
            return;
        }
        let phrases = self.by_first.entry(words[0].clone()).or_default();
        match phrases.iter_mut().find(|(known, _)| *known == words) {
            Some((_, entries)) => entries.push(entry),
            None => phrases.push((words, vec![entry])),
        }
    }

    /// The longest phrase that begins at a token, with its number of tokens; each word is met by form or lemma.
    pub(crate) fn longest_at(&self, forms: &[&str], lemmas: &[&str], at: usize) -> Option<(usize, &[T])> {
        let n_tokens = forms.len().min(lemmas.len());
        if at >= n_tokens {
            return None;
        }
        let meets = |word: &String, idx: usize| fold(forms[idx]) == *word || fold(lemmas[idx]) == *word;
        [forms[at], lemmas[at]]
            .iter()
            .filter_map(|word| self.by_first.get(&fold(word)))
            .flatten()
            .filter(|(words, _)| {
                at + words.len() <= n_tokens && words.iter().enumerate().all(|(i, word)| meets(word, at + i))
            })
            .max_by_key(|(words, _)| words.len())
            .map(|(words, entries)| (words.len(), entries.as_slice()))
    }
}
