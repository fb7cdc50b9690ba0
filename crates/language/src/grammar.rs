//! What a language's tables add to the network: segmentation, irregular lemmas, separable verbs, Konjunktiv.

use crate::error::ModelError;
use crate::forms::{Class, Forms};
use crate::lemma::{Script, capitalised};
use crate::nouns::Nouns;
use crate::segment::{Segmenter, TextTable};
use depesche_record::{Language, Token, Upos};
use serde::Deserialize;

/// Shortest end of a compound that is looked up, in characters; as in `training/forms.py`.
const LEAST_TAIL: usize = 4;

/// The grammar of one language.
#[derive(Debug)]
pub(crate) struct Grammar {
    language: Language,
    segmenter: Segmenter,
    forms: Forms,
    nouns: Nouns,
    /// Particles that a verb can lose, longest first: "zurück" before "zu".
    separable: Vec<String>,
}

/// German's `irregular.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Irregular {
    /// Particles that a verb can lose: `vor`, `ein`, `zurück`.
    separable: Vec<String>,
}

impl Grammar {
    /// The tables of a language.
    pub(crate) fn load(language: Language) -> Result<Self, ModelError> {
        let (text, forms, nouns, mut separable) = match language {
            Language::German => (
                ("de/text.toml", include_str!("../../../knowledge/de/text.toml")),
                include_str!("../../../knowledge/de/forms.tsv"),
                (
                    include_str!("../../../knowledge/de/nominalisations.tsv"),
                    include_str!("../../../knowledge/de/nouns.txt"),
                ),
                parse::<Irregular>("de/irregular.toml", include_str!("../../../knowledge/de/irregular.toml"))?
                    .separable,
            ),
            Language::English => (
                ("en/text.toml", include_str!("../../../knowledge/en/text.toml")),
                include_str!("../../../knowledge/en/forms.tsv"),
                (include_str!("../../../knowledge/en/nominalisations.tsv"), ""),
                Vec::new(),
            ),
        };
        separable.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let segmenter = Segmenter::new(language, &parse::<TextTable>(text.0, text.1)?);
        let forms = Forms::new(forms);
        let nouns = Nouns::new(language, nouns, forms, &separable);
        Ok(Self { language, segmenter, forms, nouns, separable })
    }

    pub(crate) fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// The dictionary form: a listed one, the one that the network prefers where there are several; else the network's.
    pub(crate) fn lemma(&self, form: &str, upos: Upos, script: &Script) -> String {
        let guess = script.apply(form);
        let guess = if guess.is_empty() { form.to_owned() } else { guess };
        let listed = match upos {
            Upos::Verb | Upos::Aux => self.verb(&form.to_lowercase(), Class::Verb),
            Upos::Noun => self.noun(form),
            Upos::Adj => self.forms.get(Class::Adjective, &form.to_lowercase()).map(str::to_owned),
            _ => None,
        };
        let Some(listed) = listed else { return guess };
        let mut candidates = listed.split('|');
        if candidates.clone().any(|c| c == guess) {
            return guess;
        }
        candidates.next().unwrap_or(form).to_owned()
    }

    /// The lemmas of a verb's form, also of "auf|gefordert" and "ein|zu|marschieren".
    fn verb(&self, form: &str, class: Class) -> Option<String> {
        if let Some(lemmas) = self.forms.get(class, form) {
            return Some(lemmas.to_owned());
        }
        self.separable.iter().find_map(|particle| {
            let rest = form.strip_prefix(particle.as_str())?;
            let inner = || self.forms.get(class, rest.strip_prefix("zu")?);
            let lemmas = self.forms.get(class, rest).or_else(inner)?;
            Some(lemmas.split('|').map(|lemma| format!("{particle}{lemma}")).collect::<Vec<_>>().join("|"))
        })
    }

    /// The lemmas of a noun's form; a compound follows its longest listed end: "Polizei|angaben".
    fn noun(&self, form: &str) -> Option<String> {
        let shouted = form.chars().count() > 3 && form.chars().all(char::is_uppercase);
        let normal = if shouted { capitalised(&form.to_lowercase()) } else { form.to_owned() };
        if let Some(lemmas) = self.forms.get(Class::Noun, &normal) {
            return Some(lemmas.to_owned());
        }
        if self.language == Language::English {
            return self.forms.get(Class::Noun, &normal.to_lowercase()).map(str::to_owned);
        }
        let starts: Vec<usize> = normal.char_indices().map(|(i, _)| i).skip(1).collect();
        let n = (starts.len() + 1).checked_sub(LEAST_TAIL)?;
        starts.iter().take(n).find_map(|&at| {
            let (first, end) = normal.split_at(at);
            let lemmas = self.forms.get(Class::Noun, &capitalised(&end.to_lowercase()))?;
            let join = |lemma: &str| {
                if first.ends_with('-') {
                    format!("{first}{lemma}")
                } else {
                    format!("{first}{}", lemma.to_lowercase())
                }
            };
            Some(lemmas.split('|').map(join).collect::<Vec<_>>().join("|"))
        })
    }

    /// What needs the whole sentence: mood by unambiguous forms, and the lemmas of separated verbs.
    pub(crate) fn complete(&self, tokens: &mut [Token]) {
        let moods: Vec<bool> = (0..tokens.len()).map(|i| self.is_subjunctive(tokens, i)).collect();
        let full: Vec<String> = (0..tokens.len()).map(|i| self.full_lemma(tokens, i)).collect();
        for ((token, subjunctive), full_lemma) in tokens.iter_mut().zip(moods).zip(full) {
            token.full_lemma = full_lemma;
            if token.upos == Upos::Noun {
                let made = self.nouns.made(&token.lemma);
                token.compound_head = made.head;
                token.verb = made.verb;
            }
            if subjunctive {
                token.feats.0.insert("Mood".into(), "Sub".into());
                token.feats.0.insert("VerbForm".into(), "Fin".into());
            }
        }
    }

    /// German forms that cannot be indicative: listed ones, and a third person singular in -e ("er komme").
    fn is_subjunctive(&self, tokens: &[Token], i: usize) -> bool {
        let token = &tokens[i];
        if self.language != Language::German || !is_verb(token.upos) {
            return false;
        }
        let form = token.form.to_lowercase();
        if self.verb(&form, Class::Subjunctive).is_some() {
            return true;
        }
        // A weak preterite ends in -te; "wurde" is the only strong one in -e.
        if !form.ends_with('e') || form.ends_with("te") || form == "wurde" || token.feats.is("VerbForm", "Inf") {
            return false;
        }
        let children = tokens.iter().filter(|t| t.head == Some(i));
        // A subject of the verb, or of the main verb whose auxiliary this is.
        let own = children.clone().find(|t| t.relation() == "nsubj");
        let main = token.head.filter(|_| matches!(token.relation(), "aux" | "cop"));
        let subject =
            own.or_else(|| main.and_then(|m| tokens.iter().find(|t| t.head == Some(m) && t.relation() == "nsubj")));
        let joined = |s: usize| tokens.iter().any(|t| t.head == Some(s) && t.deprel == "conj");
        subject.is_some_and(|s| {
            let at = tokens.iter().position(|t| std::ptr::eq(t, s)).unwrap_or_default();
            let third = !s.form.eq_ignore_ascii_case("ich") && !s.form.eq_ignore_ascii_case("wir");
            third && s.feats.is("Number", "Sing") && !s.feats.is("Person", "1") && !joined(at)
        })
    }

    /// The lemma with the particle that stands apart: "warf … vor" → "vorwerfen", "called … off" → "call off".
    fn full_lemma(&self, tokens: &[Token], i: usize) -> String {
        let token = &tokens[i];
        if token.upos == Upos::Adj && matches!(token.deprel.as_str(), "amod" | "acl") {
            // "die gelieferten Waffen": an attributive participle tells what its verb tells.
            let verbs = self.verb(&token.lemma, Class::Verb).unwrap_or_default();
            let verb = verbs.split('|').next().filter(|verb| verb.ends_with('n'));
            return verb.unwrap_or(&token.lemma).to_owned();
        }
        if !is_verb(token.upos) {
            return token.lemma.clone();
        }
        let mut particles = tokens.iter().filter(|t| t.head == Some(i) && t.deprel == "compound:prt");
        let Some(particle) = particles.next() else { return token.lemma.clone() };
        let particle = particle.form.to_lowercase();
        match self.language {
            Language::German if token.lemma.starts_with(&particle) => token.lemma.clone(),
            Language::German => format!("{particle}{}", token.lemma),
            Language::English => format!("{} {particle}", token.lemma),
        }
    }
}

fn is_verb(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Aux)
}

fn parse<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, ModelError> {
    toml::from_str(text).map_err(|e| ModelError::Table { table, reason: e.to_string() })
}
