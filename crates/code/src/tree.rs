//! A sentence's tree with the questions that every later step asks of it.

use depesche_record::{ByteRange, Sentence, Token, Upos};

/// A sentence whose words know their children.
pub(crate) struct Tree<'a> {
    /// The analysed sentence.
    pub sent: &'a Sentence,
    /// Its words as they stand in the text.
    pub forms: Vec<&'a str>,
    /// Their lemmas, particles joined.
    pub lemmas: Vec<&'a str>,
    children: Vec<Vec<usize>>,
    root: usize,
}

impl<'a> Tree<'a> {
    pub fn new(sent: &'a Sentence) -> Self {
        let mut children = vec![Vec::new(); sent.tokens.len()];
        let mut root = 0;
        for (i, token) in sent.tokens.iter().enumerate() {
            match token.head {
                Some(head) => children[head].push(i),
                None => root = i,
            }
        }
        let forms = sent.tokens.iter().map(|t| t.form.as_str()).collect();
        let lemmas = sent.tokens.iter().map(|t| t.full_lemma.as_str()).collect();
        Self { sent, forms, lemmas, children, root }
    }

    pub fn len(&self) -> usize {
        self.sent.tokens.len()
    }

    pub fn root(&self) -> usize {
        self.root
    }

    pub fn token(&self, i: usize) -> &'a Token {
        &self.sent.tokens[i]
    }

    pub fn is(&self, i: usize, relation: &str) -> bool {
        let deprel = self.token(i).deprel.as_str();
        deprel == relation || self.token(i).relation() == relation
    }

    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// Children whose label is `relation`, with or without a subtype.
    pub fn with<'s>(&'s self, i: usize, relation: &'s str) -> impl Iterator<Item = usize> + 's {
        self.children[i].iter().copied().filter(move |&c| self.is(c, relation))
    }

    pub fn child(&self, i: usize, relation: &str) -> Option<usize> {
        self.with(i, relation).next()
    }

    /// Heads from the word's own head up to the root.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.token(i).head, |&h| self.token(h).head)
    }

    pub fn is_inside(&self, i: usize, top: usize) -> bool {
        i == top || self.ancestors(i).any(|a| a == top)
    }

    /// All words under `top`, in order of the text, leaving out what hangs on a word for which `cut` holds.
    pub fn subtree(&self, top: usize, cut: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut out = vec![top];
        let mut next = 0;
        while let Some(&i) = out.get(next) {
            out.extend(self.children[i].iter().copied().filter(|&c| !cut(c)));
            next += 1;
        }
        out.sort_unstable();
        out
    }

    /// The noun phrase of a head: without relative clauses, clauses, asides and other conjuncts.
    pub fn phrase(&self, head: usize) -> Vec<usize> {
        let cut = |c: usize| {
            let rel = self.token(c).relation();
            matches!(
                rel,
                "acl"
                    | "advcl"
                    | "ccomp"
                    | "conj"
                    | "cc"
                    | "parataxis"
                    | "appos"
                    | "cop"
                    | "nsubj"
                    | "punct"
                    | "mark"
                    | "aux"
            ) || rel == "case" && self.token(c).head == Some(head)
                || rel == "advmod" && self.token(c).head == Some(head)
        };
        let mut words = self.subtree(head, cut);
        // What a cut left standing apart from the head does not belong to the mention.
        let at = words.iter().position(|&w| w == head).unwrap_or(0);
        let mut start = at;
        while start > 0 && self.joined(words[start - 1], words[start]) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < words.len() && self.joined(words[end - 1], words[end]) {
            end += 1;
        }
        words.drain(..start);
        words.truncate(end - start);
        words
    }

    /// Whether only punctuation that may stand inside a name or its quotation marks lies between two words.
    fn joined(&self, a: usize, b: usize) -> bool {
        (a + 1..b).all(|i| {
            let t = self.token(i);
            t.upos == Upos::Punct && !matches!(t.form.as_str(), "," | ";" | ":" | "(" | ")" | "–" | "—")
        })
    }

    /// The bytes from the first to the last of `words`.
    pub fn range(&self, words: &[usize]) -> ByteRange {
        let first = words.first().map_or(0, |&w| self.token(w).range.start);
        let last = words.iter().map(|&w| self.token(w).range.end).max().unwrap_or(first);
        ByteRange::new(first, last)
    }

    /// The preposition of a phrase in lower case, empty if it has none; fixed ones in full (`according to`).
    pub fn preposition(&self, head: usize) -> String {
        let Some(case) = self.with(head, "case").next() else { return String::new() };
        let mut words = vec![self.token(case).form.to_lowercase()];
        words.extend(self.with(case, "fixed").map(|f| self.token(f).form.to_lowercase()));
        words.join(" ")
    }

    /// Whether the word is or may head a clause.
    pub fn is_verbal(&self, i: usize) -> bool {
        // "according to" is a verb in form only.
        let function = matches!(self.token(i).relation(), "case" | "mark" | "fixed");
        matches!(self.token(i).upos, Upos::Verb | Upos::Aux) && !function || self.child(i, "cop").is_some()
    }

    /// The finite verb of the clause that `i` heads: an auxiliary child, the copula, or the word itself.
    pub fn finite(&self, i: usize) -> Option<usize> {
        // English modals have no mood in the treebanks.
        let finite = |w: &usize| {
            let feats = &self.token(*w).feats;
            !feats.get("Mood").is_empty() || feats.is("VerbForm", "Fin")
        };
        self.children[i]
            .iter()
            .copied()
            .filter(|&c| matches!(self.token(c).relation(), "aux" | "cop"))
            .find(finite)
            .or_else(|| Some(i).filter(finite))
    }

    /// The nearest verb (or word with a copula) above a word, or the word itself.
    pub fn clause(&self, i: usize) -> usize {
        if self.is_verbal(i) && self.token(i).relation() != "aux" && self.token(i).relation() != "cop" {
            return i;
        }
        self.ancestors(i).find(|&a| self.is_verbal(a)).unwrap_or(self.root)
    }

    /// All words of a conjunction: the head and its conjuncts.
    pub fn conjuncts(&self, head: usize) -> Vec<usize> {
        let mut out = vec![head];
        let mut next = 0;
        while let Some(&h) = out.get(next) {
            let more: Vec<usize> = self.with(h, "conj").collect();
            out.extend(more);
            next += 1;
        }
        out
    }
}
