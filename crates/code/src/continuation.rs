//! Speech that goes on without a cue: quotations, and German sentences in the Konjunktiv.

use crate::claims::Claim;
use crate::text::Text;
use depesche_record::{ByteRange, Certainty, ClaimForm, Language, Polarity, SourceKind, Stance};

/// How many sentences a source may be behind.
const REACH: usize = 3;

/// Claims of a sentence that no cue of its own reports; `before` are the claims so far, `here` the sentence's own.
pub(crate) fn without_cue(text: &Text<'_>, s: usize, before: &[Claim], here: &[Claim]) -> Vec<Claim> {
    let sent = text.trees[s].sent.range;
    let covered =
        |r: ByteRange| before.iter().chain(here).any(|c| c.content.iter().any(|x| x.start < r.end && r.start < x.end));
    let Some(last) = before.iter().rev().find(|c| c.source_kind != SourceKind::Author) else { return Vec::new() };
    if s - last.sentence > REACH {
        return Vec::new();
    }
    for quote in &text.quotes {
        let starts_here = quote.outer.start >= sent.start && quote.outer.start < sent.end;
        if starts_here && quote.inner.end - quote.inner.start > 40 && !covered(quote.outer) {
            return vec![carried(s, last, ClaimForm::Direct, quote.outer, "rule.quotation-goes-on")];
        }
    }
    if text.language == Language::German && here.is_empty() && !covered(sent) && is_reported_mood(text, s) {
        return vec![carried(s, last, ClaimForm::FreeIndirect, trimmed(text, sent), "rule.konjunktiv-goes-on")];
    }
    Vec::new()
}

/// The sentence without its full stop.
fn trimmed(text: &Text<'_>, sent: ByteRange) -> ByteRange {
    let kept = text.str(sent).trim_end_matches(['.', '!', '?', ' ']).len();
    ByteRange::new(sent.start, sent.start + kept)
}

/// The main verb stands in the Konjunktiv, and nothing makes it a condition or a wish.
fn is_reported_mood(text: &Text<'_>, s: usize) -> bool {
    let tree = &text.trees[s];
    let root = tree.root();
    let Some(finite) = tree.finite(root) else { return false };
    let token = tree.token(finite);
    let conditional = matches!(token.lemma.as_str(), "werden" | "mögen")
        || ["wäre", "hätte", "könnte", "sollte", "müsste", "dürfte", "würde"]
            .iter()
            .any(|f| token.form.to_lowercase().starts_with(f));
    let has_condition = tree.with(root, "advcl").next().is_some();
    let reported_would = token.form.to_lowercase().starts_with("werde") && token.feats.is("Mood", "Sub");
    token.feats.is("Mood", "Sub")
        && (!conditional || reported_would || token.lemma == "haben" && token.form == "hätten" && !has_condition)
}

fn carried(s: usize, from: &Claim, form: ClaimForm, range: ByteRange, by: &str) -> Claim {
    Claim {
        sentence: s,
        cue: None,
        source: from.source.iter().map(|r| crate::cast::Referent { entity: r.entity, mention: None }).collect(),
        source_at: None,
        source_kind: from.source_kind,
        addressee: Vec::new(),
        form,
        content: vec![range],
        stance: if from.stance == Stance::Accuse { Stance::Accuse } else { Stance::Assert },
        certainty: Certainty::Certain,
        polarity: Polarity::Positive,
        auxiliary: Vec::new(),
        factive: false,
        parent: from.parent,
        score: 0.5,
        by: by.to_owned(),
    }
}
