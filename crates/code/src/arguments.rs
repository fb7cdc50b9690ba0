//! Predicates and their arguments: the tree brought to slots that are the same for active and passive, main and
//! relative clause, verb and noun, German and English.

use crate::tree::Tree;
use depesche_knowledge::Knowledge;
use depesche_knowledge::schema::ControlRow;
use depesche_record::{ByteRange, Language, Upos};

/// What kind of word tells the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PredicateKind {
    Verb,
    Noun,
    /// With a copula: "ist überzeugt, dass …".
    Adjective,
}

/// An argument of a predicate.
#[derive(Debug, Clone)]
pub(crate) struct Arg {
    /// `subj obj dat gen adj part comp` or a preposition in lower case.
    pub slot: String,
    /// Head word; the predicate's own word for a compound's first part.
    pub head: usize,
    /// Bytes of a compound's first part.
    pub part: Option<ByteRange>,
    /// Taken over from a governing or coordinated verb, a relative clause's antecedent or a support verb.
    pub shared: bool,
}

/// A word with its arguments.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub token: usize,
    pub kind: PredicateKind,
    /// Dictionary form, particle joined, as knowledge lists it.
    pub lemma: String,
    pub args: Vec<Arg>,
    pub passive: bool,
    pub reflexive: bool,
}

impl Frame {
    pub fn slot<'s>(&'s self, slot: &'s str) -> impl Iterator<Item = &'s Arg> + 's {
        self.args.iter().filter(move |a| a.slot == slot)
    }
}

/// The frames of a sentence, one for each content verb and noun, in the order of the text.
pub(crate) fn frames(tree: &Tree<'_>, knowledge: &Knowledge, language: Language) -> Vec<Frame> {
    let mut frames: Vec<Option<Frame>> = vec![None; tree.len()];
    // Heads first, so that conjuncts and infinitives can take over their governor's arguments.
    for i in tree.subtree_order() {
        let token = tree.token(i);
        let frame = match token.upos {
            Upos::Verb => verb(tree, i, &frames, knowledge, language),
            Upos::Aux if !matches!(token.relation(), "aux" | "cop") => verb(tree, i, &frames, knowledge, language),
            Upos::Adj if is_participle(tree, i) => participle(tree, i, language),
            Upos::Adj if tree.child(i, "cop").is_some() => {
                Frame { kind: PredicateKind::Adjective, ..verb(tree, i, &frames, knowledge, language) }
            }
            Upos::Noun | Upos::Propn => noun(tree, i, &frames),
            _ => continue,
        };
        frames[i] = Some(frame);
    }
    frames.into_iter().flatten().collect()
}

impl Tree<'_> {
    /// Every word, heads before their dependents.
    fn subtree_order(&self) -> Vec<usize> {
        let mut out = vec![self.root()];
        let mut next = 0;
        while let Some(&i) = out.get(next) {
            out.extend_from_slice(self.children(i));
            next += 1;
        }
        out
    }
}

fn is_participle(tree: &Tree<'_>, i: usize) -> bool {
    let token = tree.token(i);
    tree.is(i, "amod") && (token.feats.is("VerbForm", "Part") || token.full_lemma != token.lemma) || tree.is(i, "acl")
}

fn is_passive(tree: &Tree<'_>, i: usize, language: Language) -> bool {
    if tree.child(i, "aux:pass").is_some() || tree.child(i, "nsubj:pass").is_some() {
        return true;
    }
    match language {
        Language::German => tree.with(i, "aux").any(|a| tree.token(a).lemma == "werden" && is_past_participle(tree, i)),
        Language::English => {
            tree.is(i, "acl") && is_past_participle(tree, i) && tree.child(i, "nsubj").is_none()
                || tree
                    .with(i, "aux")
                    .any(|a| matches!(tree.token(a).lemma.as_str(), "be" | "get") && is_past_participle(tree, i))
        }
    }
}

fn is_past_participle(tree: &Tree<'_>, i: usize) -> bool {
    let feats = &tree.token(i).feats;
    feats.is("VerbForm", "Part") && !feats.is("Tense", "Pres")
}

/// A verb's frame.
fn verb(tree: &Tree<'_>, i: usize, done: &[Option<Frame>], knowledge: &Knowledge, language: Language) -> Frame {
    let mut passive = is_passive(tree, i, language);
    let governor = tree.token(i).head.and_then(|h| done[h].as_ref().map(|f| (h, f)));
    if tree.is(i, "conj") && tree.child(i, "aux").is_none() && tree.child(i, "nsubj").is_none() {
        // "wurden beschossen und zerstört": the second participle has no auxiliary of its own.
        passive |= governor.as_ref().is_some_and(|(_, f)| f.passive && is_past_participle(tree, i));
    }
    let mut frame = Frame {
        token: i,
        kind: PredicateKind::Verb,
        lemma: tree.token(i).full_lemma.clone(),
        args: Vec::new(),
        passive,
        reflexive: false,
    };
    for &c in tree.children(i) {
        // "accused Russia of shelling": what stands before the clause's mark is the upper verb's object.
        if let Some(object) = raised_object(tree, c) {
            push(tree, &mut frame, "obj".to_owned(), object, false);
        }
        if raised_object(tree, i) != Some(c) {
            direct_argument(tree, i, c, &mut frame);
        }
    }
    if let Some(subject) = raised_object(tree, i) {
        push(tree, &mut frame, if passive { "obj" } else { "subj" }.to_owned(), subject, true);
    }
    let control = governor.as_ref().and_then(|(_, above)| knowledge.control(language, &above.lemma));
    take_over(tree, i, governor, control, &mut frame);
    let support: Vec<Arg> = frame.slot("obj").flat_map(|o| prepositional(tree, o.head)).collect();
    for mut arg in support {
        arg.shared = true;
        frame.args.push(arg);
    }
    frame
}

/// Adds the argument that child `c` is, if it is one.
fn direct_argument(tree: &Tree<'_>, verb: usize, c: usize, frame: &mut Frame) {
    let token = tree.token(c);
    let slot = match token.deprel.as_str() {
        "nsubj:pass" | "csubj:pass" => "obj".to_owned(),
        "obl:agent" => "subj".to_owned(),
        "expl:pv" => {
            frame.reflexive = true;
            return;
        }
        _ => match token.relation() {
            "nsubj" if frame.passive => "obj".to_owned(),
            "nsubj" => "subj".to_owned(),
            "obj" if is_reflexive(tree, c) => {
                frame.reflexive = true;
                return;
            }
            "obj" => "obj".to_owned(),
            "iobj" => "dat".to_owned(),
            "ccomp" | "xcomp" | "csubj" => "comp".to_owned(),
            "obl" | "advmod" if pronominal(&token.form).is_some() => {
                pronominal(&token.form).unwrap_or_default().to_owned()
            }
            "obl" | "nmod" => match oblique(tree, c, frame.passive) {
                Some(slot) => slot,
                None => return,
            },
            "parataxis" if tree.is_verbal(c) && c < verb => "comp".to_owned(),
            _ => return,
        },
    };
    push(tree, frame, slot, c, false);
}

/// The object that the tree hangs on an infinitive although it stands before its mark.
pub(crate) fn raised_object(tree: &Tree<'_>, clause: usize) -> Option<usize> {
    if !matches!(tree.token(clause).relation(), "xcomp" | "ccomp" | "advcl") {
        return None;
    }
    let (above, mark) = (tree.token(clause).head?, tree.child(clause, "mark")?);
    tree.with(clause, "obj").find(|&o| above < o && o < mark)
}

fn is_reflexive(tree: &Tree<'_>, c: usize) -> bool {
    let t = tree.token(c);
    t.feats.is("Reflex", "Yes") || matches!(t.form.as_str(), "sich" | "itself" | "himself" | "herself" | "themselves")
}

/// The preposition in an adverb that stands for a phrase: "davon", "worauf", "hiergegen".
fn pronominal(adverb: &str) -> Option<&'static str> {
    const AFTER_VOWEL: [&str; 12] =
        ["für", "gegen", "mit", "nach", "von", "vor", "zu", "bei", "durch", "zwischen", "hinter", "neben"];
    const AFTER_R: [&str; 7] = ["an", "auf", "aus", "in", "über", "um", "unter"];
    let word = adverb.to_lowercase();
    let rest = |starts: &[&str]| starts.iter().find_map(|s| word.strip_prefix(s)).unwrap_or_default().to_owned();
    let (long, short) = (rest(&["dar", "wor", "hier"]), rest(&["da", "wo", "hier"]));
    AFTER_R.into_iter().find(|p| *p == long).or_else(|| AFTER_VOWEL.into_iter().find(|p| *p == short))
}

fn oblique(tree: &Tree<'_>, c: usize, passive: bool) -> Option<String> {
    let prep = tree.preposition(c);
    if prep.is_empty() {
        let token = tree.token(c);
        if token.feats.is("Case", "Gen") && token.deprel == "obl:arg" {
            return Some("gen".to_owned());
        }
        return (token.feats.is("Case", "Dat") || token.deprel == "obl:arg").then(|| "dat".to_owned());
    }
    Some(match prep.as_str() {
        "by" | "durch" | "von" if passive => "subj".to_owned(),
        _ => prep,
    })
}

/// Adds an argument with all of its conjuncts; a relative pronoun stands for its antecedent.
fn push(tree: &Tree<'_>, frame: &mut Frame, slot: String, head: usize, shared: bool) {
    let (head, shared) = match antecedent(tree, head) {
        Some(noun) => (noun, true),
        None => (head, shared),
    };
    if head != frame.token && !frame.args.iter().any(|a| a.slot == slot && a.head == head) {
        frame.args.push(Arg { slot, head, part: None, shared });
    }
}

/// The noun that a relative pronoun stands for.
pub(crate) fn antecedent(tree: &Tree<'_>, pronoun: usize) -> Option<usize> {
    let token = tree.token(pronoun);
    let relative = token.feats.is("PronType", "Rel")
        || matches!(
            token.form.to_lowercase().as_str(),
            "who" | "which" | "that" | "whom" | "der" | "die" | "das" | "den" | "dem" | "denen" | "welche" | "welcher"
        );
    if !relative || token.upos != Upos::Pron {
        return None;
    }
    let clause = tree.ancestors(pronoun).find(|&a| tree.is(a, "acl"))?;
    let noun = tree.token(clause).head?;
    (tree.ancestors(pronoun).take_while(|&a| a != clause).count() <= 2).then_some(noun)
}

/// Arguments shared with the verb above: subjects of conjuncts and infinitives, objects under control.
fn take_over(
    tree: &Tree<'_>,
    i: usize,
    governor: Option<(usize, &Frame)>,
    control: Option<&ControlRow>,
    frame: &mut Frame,
) {
    let Some((_, above)) = governor else { return attribute(tree, i, frame) };
    let has_subject = frame.slot(if frame.passive { "obj" } else { "subj" }).next().is_some();
    if has_subject || tree.finite(i).is_some() && !tree.is(i, "conj") {
        return attribute(tree, i, frame);
    }
    let subject: Vec<usize> = match tree.token(i).relation() {
        "conj" => surface_subject(above),
        relation @ ("xcomp" | "ccomp" | "advcl") if above.kind == PredicateKind::Verb && control.is_some() => {
            let before = |a: &&Arg| relation != "advcl" || a.head < i && is_governed(tree, i);
            let slots = control.map_or(&[][..], |c| c.subject.as_slice());
            let filled = |slot: &String| above.slot(slot).filter(before).map(|a| a.head).collect::<Vec<_>>();
            slots.iter().map(filled).find(|heads| !heads.is_empty()).unwrap_or_else(|| surface_subject(above))
        }
        "xcomp" | "ccomp" | "advcl" if above.kind == PredicateKind::Verb => surface_subject(above),
        "acl" if tree.token(i).feats.is("VerbForm", "Inf") => {
            above.args.iter().filter(|a| matches!(a.slot.as_str(), "gen" | "adj" | "part")).map(|a| a.head).collect()
        }
        _ => return attribute(tree, i, frame),
    };
    let slot = if frame.passive { "obj" } else { "subj" };
    for head in subject {
        push(tree, frame, slot.to_owned(), head, true);
    }
    if tree.is(i, "conj") && frame.slot("obj").next().is_none() && !frame.passive {
        // "beschossen und zerstörten die Stadt": the object stands with the last verb or the first.
        let object: Vec<usize> = above.slot("obj").filter(|a| a.head > i).map(|a| a.head).collect();
        for head in object {
            push(tree, frame, "obj".to_owned(), head, true);
        }
    }
}

/// Is a clause under a preposition that its verb governs: "accused Kenya of arming"?
fn is_governed(tree: &Tree<'_>, clause: usize) -> bool {
    tree.children(clause).iter().any(|&c| {
        matches!(tree.token(c).relation(), "mark" | "case")
            && matches!(tree.token(c).lemma.as_str(), "of" | "from" | "for" | "into" | "against")
    })
}

/// The words in subject position on the surface.
fn surface_subject(frame: &Frame) -> Vec<usize> {
    frame.slot(if frame.passive { "obj" } else { "subj" }).map(|a| a.head).collect()
}

/// A participle or infinitive on a noun has that noun as an argument.
fn attribute(tree: &Tree<'_>, i: usize, frame: &mut Frame) {
    if tree.token(i).deprel != "acl" {
        return;
    }
    let Some(noun) = tree.token(i).head else { return };
    let slot = if frame.passive || is_past_participle(tree, i) { "obj" } else { "subj" };
    if frame.slot(slot).next().is_none() && !tree.token(i).feats.is("VerbForm", "Inf") {
        push(tree, frame, slot.to_owned(), noun, true);
    }
}

/// "die von Russland gelieferten Waffen": the noun is the participle's object, or its subject in the present.
fn participle(tree: &Tree<'_>, i: usize, language: Language) -> Frame {
    let present = tree.token(i).feats.is("Tense", "Pres")
        || language == Language::German && tree.token(i).lemma.trim_end_matches("e").ends_with("end");
    let mut frame = Frame {
        token: i,
        kind: PredicateKind::Verb,
        lemma: tree.token(i).full_lemma.clone(),
        args: Vec::new(),
        passive: !present,
        reflexive: false,
    };
    for &c in tree.children(i) {
        direct_argument(tree, i, c, &mut frame);
    }
    if let Some(noun) = tree.token(i).head {
        push(tree, &mut frame, if present { "subj" } else { "obj" }.to_owned(), noun, true);
    }
    frame
}

/// A noun's frame: genitives, prepositional attributes, adjectives, first parts of compounds, and the subject of
/// the verb that only supports it ("führte einen Angriff durch").
fn noun(tree: &Tree<'_>, i: usize, done: &[Option<Frame>]) -> Frame {
    let mut frame = Frame {
        token: i,
        kind: PredicateKind::Noun,
        lemma: tree.token(i).lemma.clone(),
        args: Vec::new(),
        passive: false,
        reflexive: false,
    };
    for &c in tree.children(i) {
        let token = tree.token(c);
        let slot = match token.relation() {
            "amod" | "nmod" if token.upos == Upos::Adj => "adj",
            "compound" | "flat" if token.deprel != "compound:prt" => "part",
            "det" if token.deprel == "det:poss" => "gen",
            "nmod" if token.deprel == "nmod:poss" => "gen",
            "nmod" if tree.preposition(c).is_empty() => "gen",
            "acl" | "ccomp" | "xcomp" => "comp",
            _ => continue,
        };
        push(tree, &mut frame, slot.to_owned(), c, false);
    }
    frame.args.extend(prepositional(tree, i));
    if let Some(part) = compound_part(tree, i) {
        frame.args.push(Arg { slot: "part".to_owned(), head: i, part: Some(part), shared: false });
    }
    let support = tree.token(i).head.and_then(|h| done[h].as_ref()).filter(|f| f.kind == PredicateKind::Verb);
    if let Some(verb) = support.filter(|f| f.slot("obj").any(|a| a.head == i)) {
        let above: Vec<Arg> = verb.args.iter().filter(|a| a.head != i && a.slot != "obj").cloned().collect();
        for mut arg in above {
            arg.shared = true;
            if !frame.args.iter().any(|a| a.slot == arg.slot && a.head == arg.head) {
                frame.args.push(arg);
            }
        }
    }
    frame
}

/// Prepositional attributes of a noun; *von* and *of* count as genitives too.
fn prepositional(tree: &Tree<'_>, i: usize) -> Vec<Arg> {
    let mut out = Vec::new();
    // "Die Hilfe Frankreichs für Mali": the last phrase often hangs on the genitive and means the noun.
    let genitives =
        tree.with(i, "nmod").filter(|&c| tree.preposition(c).is_empty() && tree.token(c).upos == Upos::Propn);
    let below: Vec<usize> = genitives.flat_map(|c| tree.children(c).iter().copied()).collect();
    for &c in tree.children(i).iter().chain(&below) {
        if !matches!(tree.token(c).relation(), "nmod" | "obl") {
            continue;
        }
        let prep = tree.preposition(c);
        if prep.is_empty() {
            continue;
        }
        if matches!(prep.as_str(), "von" | "of") {
            out.push(Arg { slot: "gen".to_owned(), head: c, part: None, shared: false });
        }
        out.push(Arg { slot: prep, head: c, part: None, shared: false });
    }
    out
}

/// The first part of a hyphenated German compound: "US" in "US-Sanktionen".
fn compound_part(tree: &Tree<'_>, i: usize) -> Option<ByteRange> {
    let token = tree.token(i);
    let cut = token.form.rfind('-').filter(|&c| c > 0 && c + 1 < token.form.len())?;
    Some(ByteRange::new(token.range.start, token.range.start + cut))
}
