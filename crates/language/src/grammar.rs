//! What a language's tables add to the network: segmentation, irregular lemmas, separable verbs, Konjunktiv.

use crate::engine::is_verb;
use crate::error::ModelError;
use crate::lemma::Script;
use crate::segment::{Segmenter, TextTable};
use depesche_record::{Feats, Language, Token, Upos};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The grammar of one language.
#[derive(Debug)]
pub(crate) struct Grammar {
    language: Language,
    segmenter: Segmenter,
    irregular: Irregular,
}

/// A language's `irregular.toml`, and the forms of `forms.tsv`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    /// Particles that a verb can lose: `vor`, `ein`, `zurück`.
    separable: Vec<String>,
    /// Forms that are Konjunktiv (or subjunctive) whatever their subject: `sei`, `könnte`.
    subjunctive: Vec<String>,
}

#[derive(Debug)]
struct Irregular {
    separable: Vec<String>,
    subjunctive: HashSet<String>,
    /// Form of a verb, adjective or noun → lemma.
    forms: HashMap<(Class, &'static str), &'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    Verb,
    Noun,
    Adjective,
}

impl Grammar {
    /// The tables of a language.
    pub(crate) fn load(language: Language) -> Result<Self, ModelError> {
        let (text, irregular, forms) = match language {
            Language::German => (
                ("de/text.toml", include_str!("../../../knowledge/de/text.toml")),
                ("de/irregular.toml", include_str!("../../../knowledge/de/irregular.toml")),
                ("de/forms.tsv", include_str!("../../../knowledge/de/forms.tsv")),
            ),
            Language::English => (
                ("en/text.toml", include_str!("../../../knowledge/en/text.toml")),
                ("en/irregular.toml", include_str!("../../../knowledge/en/irregular.toml")),
                ("en/forms.tsv", include_str!("../../../knowledge/en/forms.tsv")),
            ),
        };
        let table: Table = parse(irregular)?;
        let mut separable = table.separable;
        // Longest first: "zurück" before "zu".
        separable.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let irregular = Irregular {
            separable,
            subjunctive: table.subjunctive.into_iter().collect(),
            forms: read_forms(forms)?,
        };
        Ok(Self { language, segmenter: Segmenter::new(language, &parse::<TextTable>(text)?), irregular })
    }

    pub(crate) fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// The dictionary form: from the list of irregular forms, else by the network's script.
    pub(crate) fn lemma(&self, form: &str, upos: Upos, _feats: &Feats, script: &Script) -> String {
        let class = match upos {
            Upos::Verb | Upos::Aux => Some(Class::Verb),
            Upos::Noun => Some(Class::Noun),
            Upos::Adj => Some(Class::Adjective),
            _ => None,
        };
        if let Some(lemma) = class.and_then(|class| self.irregular.lemma(form, class)) {
            return lemma.to_owned();
        }
        let lemma = script.apply(form);
        let lemma = if lemma.is_empty() { form.to_owned() } else { lemma };
        if self.language == Language::German && is_verb(upos) { self.without_zu(form, lemma) } else { lemma }
    }

    /// "einzumarschieren" → "einmarschieren", where the script has left the "zu" inside.
    fn without_zu(&self, form: &str, lemma: String) -> String {
        if form.to_lowercase() != lemma || !lemma.ends_with('n') {
            return lemma;
        }
        let inner = self.irregular.separable.iter().find_map(|p| lemma.strip_prefix(p.as_str())?.strip_prefix("zu").map(|rest| (p, rest)));
        match inner {
            Some((particle, verb)) if verb.chars().count() > 3 => format!("{particle}{verb}"),
            _ => lemma,
        }
    }

    /// What needs the whole sentence: mood by unambiguous forms, and the lemmas of separated verbs.
    pub(crate) fn complete(&self, tokens: &mut [Token]) {
        let moods: Vec<bool> = (0..tokens.len()).map(|i| self.is_subjunctive(tokens, i)).collect();
        let full: Vec<String> = (0..tokens.len()).map(|i| self.full_lemma(tokens, i)).collect();
        for ((token, subjunctive), full_lemma) in tokens.iter_mut().zip(moods).zip(full) {
            token.full_lemma = full_lemma;
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
        if self.irregular.subjunctive.contains(&form) {
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
        let subject = own.or_else(|| main.and_then(|m| tokens.iter().find(|t| t.head == Some(m) && t.relation() == "nsubj")));
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

impl Irregular {
    fn lemma(&self, form: &str, class: Class) -> Option<&'static str> {
        if let Some(lemma) = self.forms.get(&(class, form)) {
            return Some(lemma);
        }
        let lower = form.to_lowercase();
        let norm = if class == Class::Noun { crate::lemma::capitalised(&lower) } else { lower };
        self.forms.get(&(class, norm.as_str())).copied()
    }
}

fn parse<T: serde::de::DeserializeOwned>((table, text): (&'static str, &str)) -> Result<T, ModelError> {
    toml::from_str(text).map_err(|e| ModelError::Table { table, reason: e.to_string() })
}

/// Lines of class letter, form and lemma, separated by tabs; `#` begins a comment line.
fn read_forms((table, text): (&'static str, &'static str)) -> Result<HashMap<(Class, &'static str), &'static str>, ModelError> {
    let mut forms = HashMap::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let class = match cells.next() {
            Some("v") => Class::Verb,
            Some("n") => Class::Noun,
            Some("a") => Class::Adjective,
            _ => return Err(ModelError::Table { table, reason: format!("line {}: no class v, n or a", i + 1) }),
        };
        let (Some(form), Some(lemma), None) = (cells.next(), cells.next(), cells.next()) else {
            return Err(ModelError::Table { table, reason: format!("line {}: not three cells", i + 1) });
        };
        forms.insert((class, form), lemma);
    }
    Ok(forms)
}
