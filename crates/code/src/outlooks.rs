//! What may come: conditions with their consequences, announcements, threats, forecasts.

use crate::acts::category_of;
use crate::claims::Claim;
use crate::content::segments;
use crate::factuality::reality;
use crate::modality::{has_condition, opening};
use crate::text::Text;
use depesche_record::{ByteRange, Certainty, ClaimForm, OutlookKind, Polarity, Stance};

/// An outlook before it gets its ids.
#[derive(Debug, Clone)]
pub(crate) struct FoundOutlook {
    pub sentence: usize,
    pub kind: OutlookKind,
    pub antecedent: Option<ByteRange>,
    pub consequent: ByteRange,
    /// Index of the claim that it stands in.
    pub claim: Option<usize>,
    pub certainty: Certainty,
    pub polarity: Polarity,
    pub by: String,
    pub score: f32,
}

/// Finds the outlooks of a text, in its order.
pub(crate) fn outlooks(text: &Text<'_>, claims: &[Claim]) -> Vec<FoundOutlook> {
    let mut out = Vec::new();
    for s in 0..text.trees.len() {
        conditionals(text, claims, s, &mut out);
    }
    for (i, claim) in claims.iter().enumerate() {
        let kind = match claim.stance {
            Stance::Threaten => OutlookKind::Threat,
            Stance::Predict => OutlookKind::Forecast,
            Stance::Promise if claim.form != ClaimForm::Nominal => OutlookKind::Announcement,
            _ => continue,
        };
        let Some(consequent) = claim.content.iter().copied().reduce(ByteRange::cover) else { continue };
        let nested =
            out.iter().any(|o: &FoundOutlook| consequent.contains(o.consequent) || o.consequent.contains(consequent));
        if !nested && consequent.end - consequent.start > 20 {
            out.push(FoundOutlook {
                sentence: claim.sentence,
                kind,
                antecedent: None,
                consequent,
                claim: Some(i),
                certainty: claim.certainty,
                polarity: claim.polarity,
                by: format!("stance.{}", claim.stance),
                score: claim.score,
            });
        }
    }
    out.sort_by_key(|o| (o.consequent.start, o.consequent.end));
    out
}

/// Every verb with a conditional clause about what may come.
fn conditionals(text: &Text<'_>, claims: &[Claim], s: usize, out: &mut Vec<FoundOutlook>) {
    let tree = &text.trees[s];
    for main in 0..tree.len() {
        if !tree.is_verbal(main) || tree.clause(main) != main {
            continue;
        }
        let Some(condition) = has_condition(text, tree, main) else { continue };
        if tree
            .finite(main)
            .is_some_and(|f| tree.token(f).feats.is("Tense", "Past") && !tree.token(f).feats.is("Mood", "Sub"))
        {
            continue;
        }
        // "Prices are likely to rise if …": the consequent is what is likely.
        let head = |w: &usize| tree.token(*w).head.filter(|&h| tree.is(*w, "xcomp") && tree.child(h, "cop").is_some());
        let main = head(&main).unwrap_or(main);
        let mut own = tree.subtree(condition, |_| false);
        own.extend(opening(text, tree, condition).into_iter().flat_map(|o| o.words));
        own.sort_unstable();
        own.dedup();
        let cue_words: Vec<usize> = claims
            .iter()
            .filter(|c| c.sentence == s)
            .filter_map(|c| c.cue.as_ref())
            .flat_map(|c| c.words.iter().copied())
            .collect();
        let words: Vec<usize> = tree
            .subtree(main, |c| c == condition || tree.is(c, "parataxis") || cue_words.contains(&c))
            .into_iter()
            .filter(|w| !own.contains(w) && !cue_words.contains(w))
            .collect();
        let antecedent = segments(text, s, &own).into_iter().reduce(ByteRange::cover);
        let Some(consequent) = segments(text, s, &words).into_iter().max_by_key(|r| r.end - r.start) else { continue };
        let place = tree.token(main).range;
        let claim = innermost(claims, place);
        let real = reality(text, &[], s, main);
        let negative = real.auxiliary.contains(&depesche_record::Auxiliary::Negation);
        out.push(FoundOutlook {
            sentence: s,
            kind: kind_of(text, claims, s, main, claim),
            antecedent,
            consequent,
            claim,
            certainty: if real.certainty == Certainty::Unknown { Certainty::Certain } else { real.certainty },
            polarity: if negative { Polarity::Negative } else { Polarity::Positive },
            by: "rule.condition".to_owned(),
            score: 0.7,
        });
    }
}

/// What a conditional is: a threat if it is told as one, a standing clause where a treaty says it, else plain.
fn kind_of(text: &Text<'_>, claims: &[Claim], s: usize, main: usize, claim: Option<usize>) -> OutlookKind {
    let tree = &text.trees[s];
    let is_treaty = |w: usize| category_of(text, &tree.token(w).lemma) == "treaty";
    let told = claim.map(|i| &claims[i]);
    if told.is_some_and(|c| c.stance == Stance::Threaten) {
        return OutlookKind::Threat;
    }
    let cue = told.and_then(|c| c.cue.as_ref()).filter(|c| c.sentence == s);
    let speaker = cue.and_then(|c| text.frame(s, c.token)).and_then(|f| f.args.iter().find(|a| a.slot == "subj"));
    // "Under Article 5 of the treaty, …", "Nach dem Vertrag …".
    let under = |w: usize| {
        matches!(tree.preposition(w).as_str(), "under" | "by" | "according to" | "nach" | "laut" | "gemäß")
            && tree.subtree(w, |c| !matches!(tree.token(c).relation(), "nmod" | "case")).into_iter().any(is_treaty)
    };
    if speaker.is_some_and(|a| is_treaty(a.head)) || tree.with(main, "obl").any(under) {
        return OutlookKind::Clause;
    }
    OutlookKind::Conditional
}

/// The smallest claim whose content holds a place.
pub(crate) fn innermost(claims: &[Claim], place: ByteRange) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (i, claim) in claims.iter().enumerate() {
        if claim.holds(place) && best.is_none_or(|b| claim.size() < claims[b].size()) {
            best = Some(i);
        }
    }
    best
}
