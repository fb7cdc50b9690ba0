//! One document on its way through the coder: trees, frames, quotations and offsets, made once.

use crate::arguments::{Frame, frames};
use crate::quotes::{Quote, quotes};
use crate::tree::Tree;
use depesche_knowledge::Knowledge;
use depesche_record::{Analysis, ByteRange, CodePoints, Document, Language, Span};

pub(crate) struct Text<'a> {
    pub doc: &'a Document,
    pub knowledge: &'static Knowledge,
    pub language: Language,
    pub trees: Vec<Tree<'a>>,
    /// Frames of each sentence, by word.
    pub frames: Vec<Vec<Frame>>,
    pub quotes: Vec<Quote>,
    pub points: CodePoints,
}

impl<'a> Text<'a> {
    pub fn new(doc: &'a Document, analysis: &'a Analysis, knowledge: &'static Knowledge) -> Self {
        let trees: Vec<Tree<'a>> = analysis.sentences.iter().map(Tree::new).collect();
        let frames = trees.iter().map(|t| frames(t, knowledge, analysis.language)).collect();
        Self {
            doc,
            knowledge,
            language: analysis.language,
            trees,
            frames,
            quotes: quotes(&doc.text),
            points: CodePoints::new(&doc.text),
        }
    }

    pub fn span(&self, range: ByteRange) -> Span {
        self.points.span(range)
    }

    pub fn str(&self, range: ByteRange) -> &'a str {
        range.of(&self.doc.text)
    }

    /// The frame of a word, if it tells something.
    pub fn frame(&self, sentence: usize, token: usize) -> Option<&Frame> {
        self.frames[sentence].iter().find(|f| f.token == token)
    }
}
