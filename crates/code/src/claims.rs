//! According to whom: every cue with its source and content, and speech that goes on without a cue.

use crate::cast::{Cast, EntityKind, Referent};
use crate::content::content;
use crate::cues::{CueWord, cues};
use crate::modality::is_negated;
use crate::reference::referents;
use crate::sources::Asked;
use crate::text::Text;
use crate::weights::Case;
use depesche_knowledge::CuePos;
use depesche_record::{Auxiliary, ByteRange, Certainty, ClaimForm, Polarity, SourceKind, Stance, Upos};

/// What somebody is said to have said, known, thought or felt.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub sentence: usize,
    pub cue: Option<CueWord>,
    pub source: Vec<Referent>,
    /// Head word and bytes of the source's phrase in this sentence.
    pub source_at: Option<(usize, ByteRange)>,
    pub source_kind: SourceKind,
    pub addressee: Vec<Referent>,
    pub form: ClaimForm,
    pub content: Vec<ByteRange>,
    pub stance: Stance,
    pub certainty: Certainty,
    pub polarity: Polarity,
    /// What the cue makes of acts in its content.
    pub auxiliary: Vec<Auxiliary>,
    /// The content is taken for granted: "verurteilte den Angriff".
    pub factive: bool,
    /// Index of the claim that reports this one.
    pub parent: Option<usize>,
    pub score: f32,
    pub by: String,
}

impl Claim {
    /// Whether a range stands in the content.
    pub fn holds(&self, range: ByteRange) -> bool {
        self.content.iter().any(|c| c.contains(range))
    }

    /// Bytes of content.
    pub fn size(&self) -> usize {
        self.content.iter().map(|c| c.end - c.start).sum()
    }
}

/// Finds the claims of a text, in its order, with their parents.
pub(crate) fn claims(text: &Text<'_>, cast: &mut Cast) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    let mut answers = crate::interviews::answers(text, cast).into_iter().peekable();
    for s in 0..text.trees.len() {
        out.extend(std::iter::from_fn(|| answers.next_if(|a| a.sentence == s)));
        let mut here: Vec<Claim> =
            cues(text, cast, s).into_iter().filter_map(|cue| with_cue(text, cast, s, cue)).collect();
        drop_twins(&mut here);
        here.sort_by_key(|c| c.cue.as_ref().map_or(0, |w| w.token));
        let continued = crate::continuation::without_cue(text, s, &out, &here);
        out.extend(here);
        out.extend(continued);
        let judged = crate::judgements::judgements(text, s, &out);
        out.extend(judged);
    }
    parents(text, &mut out);
    out
}

/// Of two cues with nearly the same content the surer one stays, unless one lies in the other's content.
fn drop_twins(claims: &mut Vec<Claim>) {
    claims.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Claim> = Vec::new();
    for claim in claims.drain(..) {
        let twin = kept.iter().any(|k| {
            let overlap = overlap(&k.content, &claim.content);
            overlap * 10 > k.size().max(claim.size()) * 8
        });
        if !twin {
            kept.push(claim);
        }
    }
    *claims = kept;
}

fn overlap(a: &[ByteRange], b: &[ByteRange]) -> usize {
    a.iter().flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))).sum()
}

/// The cases of the kinds of a text's sources, for training.
pub(crate) fn source_cases(text: &Text<'_>, cast: &mut Cast) -> Vec<Case> {
    let mut out = Vec::new();
    for s in 0..text.trees.len() {
        for cue in cues(text, cast, s) {
            let (head, _) = source_head(text, cast, s, &cue);
            let FoundSource { who, at, kind } = source(text, cast, s, &cue, head);
            let head = at.map(|(head, _)| head);
            out.extend(Asked { text, cast, sentence: s, cue: &cue, who: &who, head, rule: kind }.cases());
        }
    }
    out
}

/// A source before its kind is decided.
struct FoundSource {
    who: Vec<Referent>,
    /// Head word and bytes of its phrase.
    at: Option<(usize, ByteRange)>,
    kind: SourceKind,
}

fn with_cue(text: &Text<'_>, cast: &mut Cast, s: usize, cue: CueWord) -> Option<Claim> {
    let (source_head, by_link) = source_head(text, cast, s, &cue);
    let (content, direct) = content(text, s, &cue, source_head);
    if content.is_empty() {
        return None;
    }
    let FoundSource { who: mut source, at: source_at, kind } = source(text, cast, s, &cue, source_head);
    let source_kind =
        Asked { text, cast, sentence: s, cue: &cue, who: &source, head: source_at.map(|(head, _)| head), rule: kind }
            .decide();
    match source_kind {
        SourceKind::Document => source.clear(),
        // "officials said": of what state they are is said, not guessed.
        SourceKind::Unnamed => source.retain(|r| r.mention.is_some_and(|m| cast.mentions[m].by.contains("names."))),
        SourceKind::Actor | SourceKind::Author => {}
    }
    let stance = negated_stance(text, s, &cue);
    let row = cue.row;
    let form = match (direct, cue.pos) {
        (true, _) => ClaimForm::Direct,
        (false, CuePos::Noun) => ClaimForm::Nominal,
        (false, CuePos::Preposition | CuePos::Adverb) => ClaimForm::Indirect,
        (false, CuePos::Verb | CuePos::Adjective) => {
            let clause = text.frame(s, cue.token).is_some_and(|f| f.slot("comp").next().is_some());
            if clause || text.trees[s].is(cue.token, "parataxis") { ClaimForm::Indirect } else { ClaimForm::Reported }
        }
    };
    let mut polarity = row.map_or(Polarity::Positive, |r| r.polarity.parse().unwrap_or(Polarity::Positive));
    if stance == cue.stance && is_negated(text, s, cue.token).is_some() && cue.pos == CuePos::Verb {
        polarity = if polarity == Polarity::Positive { Polarity::Negative } else { Polarity::Positive };
    }
    let addressee = addressee(text, cast, s, &cue);
    let certainty = match stance {
        Stance::Decline | Stance::Ask => Certainty::Unknown,
        _ => row.map_or(Certainty::Certain, |r| r.certainty.parse().unwrap_or(Certainty::Certain)),
    };
    let by = if by_link { format!("{}+model.source", cue.by) } else { cue.by.clone() };
    Some(Claim {
        sentence: s,
        source,
        source_at,
        source_kind,
        addressee,
        form,
        content,
        stance,
        certainty,
        polarity,
        auxiliary: auxiliary(row.map(|r| r.auxiliary.as_slice()), stance),
        factive: row.is_some_and(|r| r.factive),
        parent: None,
        score: cue.score,
        by,
        cue: Some(cue),
    })
}

/// What a stance makes of the acts in its content, where the row does not say.
fn auxiliary(row: Option<&[String]>, stance: Stance) -> Vec<Auxiliary> {
    let of_row: Vec<Auxiliary> = row.into_iter().flatten().filter_map(|a| a.parse().ok()).collect();
    if !of_row.is_empty() {
        return of_row;
    }
    match stance {
        Stance::Demand | Stance::Ask | Stance::Threaten => vec![Auxiliary::Hypothetical],
        Stance::Promise => vec![Auxiliary::Future],
        Stance::Predict => vec![Auxiliary::Hypothetical],
        Stance::Deny => vec![Auxiliary::Negation],
        _ => Vec::new(),
    }
}

/// Not confirming and not admitting is declining.
fn negated_stance(text: &Text<'_>, s: usize, cue: &CueWord) -> Stance {
    let admits = matches!(cue.row.map_or("", |r| r.class.as_str()), "admit");
    let negated = cue.pos == CuePos::Verb && is_negated(text, s, cue.token).is_some();
    match cue.stance {
        Stance::Confirm | Stance::Deny if negated => Stance::Decline,
        _ if negated && admits => Stance::Decline,
        stance => stance,
    }
}

/// The head of the source's phrase, by the tree or by the network's link.
fn source_head(text: &Text<'_>, cast: &Cast, s: usize, cue: &CueWord) -> (Option<usize>, bool) {
    let tree = &text.trees[s];
    if matches!(cue.pos, CuePos::Adverb) {
        return (None, false);
    }
    if cue.pos == CuePos::Preposition {
        return (object_of_preposition(text, s, cue), false);
    }
    let default = ["subj".to_owned()];
    let noun = [
        "gen".to_owned(),
        "von".to_owned(),
        "of".to_owned(),
        "by".to_owned(),
        "adj".to_owned(),
        "part".to_owned(),
        "aus".to_owned(),
        "from".to_owned(),
        "subj".to_owned(),
    ];
    let slots: &[String] = match (cue.row.map(|r| r.source.as_slice()).filter(|l| !l.is_empty()), cue.pos) {
        (Some(slots), _) => slots,
        (None, CuePos::Noun) => &noun,
        (None, _) => &default,
    };
    let by_tree = text
        .frame(s, cue.token)
        .and_then(|frame| slots.iter().find_map(|slot| frame.slot(slot).next().map(|a| a.head)));
    // "it was reported" names nobody.
    let by_tree = by_tree.filter(|&h| tree.token(h).relation() != "expl");
    if let Some(head) = by_tree.filter(|&h| h != cue.token || cast.part(s, h).is_some()) {
        return (Some(head), false);
    }
    let Some(links) = tree.sent.links.iter().find(|l| l.anchor == cue.token) else { return (None, false) };
    let mut best: Option<(f32, usize)> = None;
    for (w, &p) in links.source.iter().enumerate() {
        let nominal = matches!(tree.token(w).upos, Upos::Noun | Upos::Propn | Upos::Pron);
        if nominal && p >= 0.5 && best.is_none_or(|(b, _)| p > b) {
            best = Some((p, w));
        }
    }
    let head = best.map(|(_, w)| tree.ancestors(w).take_while(|&a| links.source[a] >= 0.5).last().unwrap_or(w));
    (head, head.is_some())
}

/// "laut Polizei", "nach Angaben des Ministers", "dem Bericht zufolge".
fn object_of_preposition(text: &Text<'_>, s: usize, cue: &CueWord) -> Option<usize> {
    let tree = &text.trees[s];
    let first = *cue.words.first()?;
    // "nach Angaben": the noun's genitive or von-phrase; a plain preposition: what it is the case of.
    for &w in cue.words.iter().rev() {
        if matches!(tree.token(w).upos, Upos::Noun | Upos::Propn) {
            let inner = tree.with(w, "nmod").find(|c| !cue.words.contains(c));
            let adjective = tree.with(w, "amod").find(|c| !cue.words.contains(c));
            return inner.or(tree.with(w, "det").find(|&c| tree.token(c).deprel == "det:poss")).or(adjective);
        }
    }
    let head = tree.token(first).head?;
    if matches!(tree.token(head).upos, Upos::Noun | Upos::Propn | Upos::Pron) && !cue.words.contains(&head) {
        return Some(head);
    }
    // "so der Minister": the noun that follows.
    let next = (cue.words.last()? + 1..tree.len())
        .take(8)
        .find(|&w| matches!(tree.token(w).upos, Upos::Noun | Upos::Propn | Upos::Pron))?;
    Some(next)
}

/// Referents and place of a source, and the kind that rules give it.
fn source(text: &Text<'_>, cast: &mut Cast, s: usize, cue: &CueWord, head: Option<usize>) -> FoundSource {
    let tree = &text.trees[s];
    let Some(head) = head else { return FoundSource { who: Vec::new(), at: None, kind: SourceKind::Unnamed } };
    // "nach eigenen Angaben", "by its own account": who does what is told.
    let head = if is_own(text, s, head) { subject_above(text, s, cue.token).unwrap_or(head) } else { head };
    let part = if head == cue.token { cast.part(s, head) } else { None };
    let who = match part {
        Some(m) => vec![Referent { entity: cast.mentions[m].entity, mention: Some(m) }],
        None => referents(text, cast, s, head),
    };
    let range = match part {
        Some(m) => cast.mentions[m].range,
        None => tree.range(&with_conjuncts(text, s, head)),
    };
    let kind = match who.first().map(|r| &cast.entities[r.entity]) {
        _ if is_document(text, s, head) => SourceKind::Document,
        Some(e) if e.kind == EntityKind::Media && e.state.is_none() => SourceKind::Document,
        Some(e) if e.state.is_some() || e.kind == EntityKind::Person || e.kind == EntityKind::Organisation => {
            SourceKind::Actor
        }
        _ => SourceKind::Unnamed,
    };
    FoundSource { who, at: Some((head, range)), kind }
}

/// "eigen", "own".
fn is_own(text: &Text<'_>, s: usize, word: usize) -> bool {
    matches!(text.trees[s].token(word).lemma.to_lowercase().as_str(), "eigen" | "own")
}

/// The subject of the nearest predicate above a word.
fn subject_above(text: &Text<'_>, s: usize, word: usize) -> Option<usize> {
    let tree = &text.trees[s];
    tree.ancestors(word).find_map(|above| tree.with(above, "nsubj").find(|&subject| subject != word))
}

/// Papers, polls, laws and the press say things themselves; a state's own media speak for it.
fn is_document(text: &Text<'_>, s: usize, head: usize) -> bool {
    let tree = &text.trees[s];
    let lemma = tree.token(head).lemma.to_lowercase();
    if tree.token(head).upos != Upos::Noun {
        return false;
    }
    let of_state = |word: &str| word.starts_with("staat") || word.starts_with("state");
    let categories = text.knowledge.category(text.language, &lemma);
    let is = |id: &str| categories.iter().any(|c| c.id == id);
    let owned = tree.children(head).iter().any(|&c| of_state(&tree.token(c).lemma.to_lowercase()));
    is("documents") || is("media") && !of_state(&lemma) && !owned
}

fn with_conjuncts(text: &Text<'_>, s: usize, head: usize) -> Vec<usize> {
    let tree = &text.trees[s];
    let mut words: Vec<usize> = tree.conjuncts(head).into_iter().flat_map(|h| tree.phrase(h)).collect();
    words.sort_unstable();
    words
}

fn addressee(text: &Text<'_>, cast: &mut Cast, s: usize, cue: &CueWord) -> Vec<Referent> {
    let (Some(row), Some(frame)) = (cue.row, text.frame(s, cue.token)) else { return Vec::new() };
    let heads: Vec<usize> = row.addressee.iter().flat_map(|slot| frame.slot(slot).map(|a| a.head)).collect();
    heads.into_iter().flat_map(|head| referents(text, cast, s, head)).collect()
}

/// A claim whose cue stands in another's content is reported by it; the smallest content is the nearest.
fn parents(text: &Text<'_>, claims: &mut [Claim]) {
    for i in 0..claims.len() {
        let place = match &claims[i].cue {
            Some(cue) => text.trees[claims[i].sentence].token(cue.token).range,
            None => continue,
        };
        let mut best: Option<usize> = None;
        for j in 0..claims.len() {
            let nearer = best.is_none_or(|b| claims[j].size() < claims[b].size());
            let reports = claims[j].source_kind != SourceKind::Author;
            if j != i && reports && claims[j].holds(place) && nearer && claims[j].size() >= claims[i].size() / 2 {
                best = Some(j);
            }
        }
        claims[i].parent = best;
    }
}
