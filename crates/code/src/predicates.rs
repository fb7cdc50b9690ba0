//! Predicates with roles and factuality, for `depesche analyse --format json`.

use crate::arguments::PredicateKind;
use crate::cast::Cast;
use crate::events::holders;
use crate::factuality::reality;
use crate::modality::is_negated;
use crate::text::Text;
use crate::{claims, naming, reference};
use depesche_knowledge::Knowledge;
use depesche_record::{Analysis, Argument, Document, Polarity, Predicate};

/// Every verb, and every noun with arguments, of an analysed document.
#[must_use]
pub fn predicates(document: &Document, analysis: &Analysis, knowledge: &'static Knowledge) -> Vec<Predicate> {
    let text = Text::new(document, analysis, knowledge);
    let mut cast = Cast::default();
    naming::name_all(&text, &mut cast);
    reference::refer_all(&text, &mut cast);
    let claims = claims::claims(&text, &mut cast);
    let mut out = Vec::new();
    for (s, tree) in text.trees.iter().enumerate() {
        for frame in &text.frames[s] {
            if frame.kind == PredicateKind::Noun && frame.args.iter().all(|a| a.shared) {
                continue;
            }
            let token = tree.token(frame.token);
            let around: Vec<&claims::Claim> = holders(&claims, token.range).into_iter().map(|i| &claims[i]).collect();
            let real = reality(&text, &around, s, frame.token);
            let finite = tree.finite(frame.token).map(|f| tree.token(f));
            let modality = tree
                .with(frame.token, "aux")
                .find(|&a| tree.token(a).deprel == "aux")
                .map(|a| tree.token(a).lemma.clone());
            let embedding = tree
                .ancestors(frame.token)
                .filter(|&a| text.frame(s, a).is_some())
                .map(|a| tree.token(a).full_lemma.clone())
                .collect();
            let arguments = frame
                .args
                .iter()
                .map(|a| Argument {
                    slot: a.slot.clone(),
                    lemma: tree.token(a.head).lemma.clone(),
                    span: text.span(a.part.unwrap_or_else(|| tree.range(&tree.phrase(a.head)))),
                })
                .collect();
            out.push(Predicate {
                sentence: s,
                lemma: frame.lemma.clone(),
                pos: match frame.kind {
                    PredicateKind::Verb => "verb",
                    PredicateKind::Noun => "noun",
                    PredicateKind::Adjective => "adjective",
                }
                .to_owned(),
                span: text.span(token.range),
                arguments,
                tense: finite.map(|f| f.feats.get("Tense").to_owned()).unwrap_or_default(),
                mood: finite.map(|f| f.feats.get("Mood").to_owned()).unwrap_or_default(),
                modality,
                polarity: if is_negated(&text, s, frame.token).is_some() {
                    Polarity::Negative
                } else {
                    Polarity::Positive
                },
                embedding,
                factuality: real.factuality(),
                auxiliary: real.auxiliary.into_iter().collect(),
                certainty: real.certainty,
            });
        }
    }
    out
}
