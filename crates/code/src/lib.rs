//! Codes one analysed document: who did what to whom, when, where, with what numbers, according to whom, how surely.
//!
//! In go a [`Document`] and its [`Analysis`], out comes a [`Coding`] in which every item stands on its words and
//! names the row, rule or model decision that gave it. Lexicon rows of `knowledge/` and the network's event heads
//! are weighed together; neither is asked alone.
//!
//! The crate knows no file, network, clock or database; the same input gives the same bytes.
//!
//! Modules in reading order: `tree`, `arguments` (slots), `cast`, `naming`, `reference` (actors), `acts`, `cues`,
//! `claims`, `content`, `continuation`, `interviews`, `judgements` (speech), `factuality`, `auxiliaries`, `roles`, `events`, `carried`, `sides`, `places`, `times`, `numbers`,
//! `attach`, `outlooks`, `groups`, `assemble` (the contract).
#![forbid(unsafe_code)]

mod acts;
mod arguments;
mod assemble;
mod attach;
mod auxiliaries;
mod carried;
mod cast;
mod claims;
mod content;
mod continuation;
mod cues;
mod events;
mod factuality;
mod groups;
mod interviews;
mod judgements;
mod modality;
mod naming;
pub mod numbers;
mod outlooks;
mod places;
mod predicates;
mod quotes;
mod reference;
mod roles;
mod scene;
mod sides;
mod sources;
mod text;
pub mod times;
mod tree;
mod weights;

pub use predicates::predicates;
pub use weights::{Case, Decision};

use cast::Cast;
use depesche_knowledge::Knowledge;
use depesche_record::{Analysis, CodePoints, Coding, Document, Language, ProducedBy};
use numbers::NumberFinder;
use text::Text;
use times::TimeFinder;

/// The coder: tables and finders of both languages, made once and used from any number of threads.
#[derive(Debug)]
pub struct Coder {
    knowledge: &'static Knowledge,
    german: Finders,
    english: Finders,
}

/// Finders of one language.
#[derive(Debug)]
struct Finders {
    times: TimeFinder,
    numbers: NumberFinder,
}

impl Coder {
    /// Takes the words of times and numbers from knowledge.
    #[must_use]
    pub fn new(knowledge: &'static Knowledge) -> Self {
        let finders = |language| Finders {
            times: TimeFinder::new(knowledge, language),
            numbers: NumberFinder::new(knowledge, language),
        };
        Self { knowledge, german: finders(Language::German), english: finders(Language::English) }
    }

    /// Codes a document.
    ///
    /// `analysis` must be of `document.text`; its sentences are entered into the document. The result is complete:
    /// a field that the text does not fill is empty or null.
    #[must_use]
    pub fn code(&self, mut document: Document, analysis: &Analysis, produced_by: ProducedBy) -> Coding {
        let points = CodePoints::new(&document.text);
        document.sentences = analysis.sentences.iter().map(|s| points.span(s.range)).collect();
        let text = Text::new(&document, analysis, self.knowledge);
        let found = Found::new(&text);
        let finders = match analysis.language {
            Language::German => &self.german,
            Language::English => &self.english,
        };
        let Found { cast, claims, places, mut reports } = found;
        sides::weigh(&text, &cast, &claims, &places, &mut reports);
        let (times, numbers) = attach::times_and_numbers(&text, &finders.times, &finders.numbers);
        let outlooks = outlooks::outlooks(&text, &claims);
        let parts = assemble::Parts { cast, claims, reports, places, times, numbers, outlooks };
        let coding = assemble::assemble(&text, parts, produced_by);
        Coding { document, ..coding }
    }
    /// The cases of a learnt decision in a document, as its weights see them: to learn the weights.
    #[must_use]
    pub fn cases(&self, document: &Document, analysis: &Analysis, decision: Decision) -> Vec<Case> {
        let text = Text::new(document, analysis, self.knowledge);
        if decision == Decision::Sides {
            let Found { cast, claims, places, reports } = Found::new(&text);
            return scene::Scene { text: &text, cast: &cast, claims: &claims, places: &places, reports: &reports }
                .cases();
        }
        let mut cast = named(&text);
        match decision {
            Decision::Acts => acts::cases(&text, &cast),
            Decision::Cues => (0..text.trees.len()).flat_map(|s| cues::cases(&text, &cast, s)).collect(),
            Decision::Sources => claims::source_cases(&text, &mut cast),
            Decision::Auxiliaries | Decision::Sides => {
                let acts = acts::acts(&text, &cast);
                let claims = claims::claims(&text, &mut cast);
                acts.iter().flat_map(|act| events::auxiliary_cases(&text, &claims, act)).collect()
            }
        }
    }
}

/// The actors of a text and their mentions.
fn named(text: &Text<'_>) -> Cast {
    let mut cast = Cast::default();
    naming::name_all(text, &mut cast);
    reference::refer_all(text, &mut cast);
    cast
}

/// Actors, claims, places and acts of a text, with the sides that the rules give.
struct Found {
    cast: Cast,
    claims: Vec<claims::Claim>,
    places: Vec<places::FoundPlace>,
    reports: Vec<events::Report>,
}

impl Found {
    fn new(text: &Text<'_>) -> Self {
        let mut cast = named(text);
        let acts = acts::acts(text, &cast);
        let claims = claims::claims(text, &mut cast);
        let places = places::places(text, &cast);
        let reports = events::reports(text, &mut cast, &claims, &places, acts);
        Self { cast, claims, places, reports }
    }
}
