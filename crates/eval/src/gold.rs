//! Articles annotated by hand, in the form of the gold guidelines.

use crate::EvalError;
use crate::text::{Offsets, body_of, find, sentence_starts};
use depesche_record::{Auxiliary, Certainty, Language, Polarity, SourceKind, Stance};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const GOLD_ENDING: &str = ".gold.json";

/// A folder of gold: articles with what a careful reader would code.
#[derive(Debug, Clone)]
pub struct Gold {
    documents: Vec<GoldDocument>,
}

impl Gold {
    /// Loads every `NAME.gold.json` of a folder with its `NAME.txt`, in the order of the names.
    ///
    /// # Errors
    /// [`EvalError::NoGold`] for a folder without gold, [`EvalError::Read`] and [`EvalError::Form`] for a file
    /// that cannot be read or is not gold, [`EvalError::Quote`] and [`EvalError::Claim`] for gold that does not
    /// fit its article or itself.
    pub fn load(folder: &Path) -> Result<Self, EvalError> {
        let unreadable = |source| EvalError::Read { path: folder.to_owned(), source };
        let mut stems = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
            stems.extend(name.strip_suffix(GOLD_ENDING).map(str::to_owned));
        }
        if stems.is_empty() {
            return Err(EvalError::NoGold { folder: folder.to_owned() });
        }
        stems.sort();
        let documents = stems.into_iter().map(|stem| GoldDocument::load(folder, stem)).collect::<Result<_, _>>()?;
        Ok(Self { documents })
    }

    /// The articles in the order of their names.
    #[must_use]
    pub fn documents(&self) -> &[GoldDocument] {
        &self.documents
    }
}

/// One annotated article.
#[derive(Debug, Clone)]
pub struct GoldDocument {
    stem: String,
    text_path: PathBuf,
    /// What was annotated.
    pub(crate) gold: Annotation,
    /// The text that is coded, in code points.
    pub(crate) body: Vec<char>,
    /// Where the scorer's sentences start.
    starts: Vec<usize>,
}

impl GoldDocument {
    /// The article's name without ending; codings are kept under it.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// The text file to code.
    #[must_use]
    pub fn text_path(&self) -> &Path {
        &self.text_path
    }

    /// The article's language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.gold.language
    }

    /// The number of the rough sentence that `offset` stands in.
    pub(crate) fn sentence(&self, offset: i64) -> usize {
        self.starts.partition_point(|&start| i64::try_from(start).is_ok_and(|start| start <= offset))
    }

    fn load(folder: &Path, stem: String) -> Result<Self, EvalError> {
        let path = folder.join(format!("{stem}{GOLD_ENDING}"));
        let mut gold: Annotation =
            serde_json::from_str(&read(&path)?).map_err(|source| EvalError::Form { path, source })?;
        let text_path = folder.join(&gold.document);
        let body = body_of(&read(&text_path)?);
        gold.locate(&body)?;
        gold.check_sources()?;
        Ok(Self { stem, text_path, starts: sentence_starts(&body), gold, body })
    }
}

fn read(path: &Path) -> Result<String, EvalError> {
    std::fs::read_to_string(path).map_err(|source| EvalError::Read { path: path.to_owned(), source })
}

/// A gold file.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Annotation {
    /// Name of the text file.
    pub(crate) document: String,
    pub(crate) language: Language,
    pub(crate) events: Vec<GoldEvent>,
    pub(crate) claims: Vec<GoldClaim>,
    /// `None` where outlooks were not annotated: then they are not scored.
    pub(crate) outlooks: Option<Vec<GoldOutlook>>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldEvent {
    pub(crate) id: String,
    pub(crate) quote: String,
    anchor: String,
    pub(crate) types: Vec<String>,
    pub(crate) mode: Vec<String>,
    pub(crate) actor: Vec<String>,
    pub(crate) recipient: Vec<String>,
    #[serde(default)]
    pub(crate) actor_alt: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) recipient_alt: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) reciprocal: bool,
    pub(crate) auxiliary: Vec<Auxiliary>,
    #[serde(default)]
    pub(crate) auxiliary_alt: Vec<Vec<Auxiliary>>,
    pub(crate) certainty: Certainty,
    pub(crate) sources: Vec<String>,
    /// The outer `None` means not annotated, the inner that the text says nothing; so for the next two.
    #[serde(default, deserialize_with = "annotated")]
    pub(crate) time: Option<Option<Interval>>,
    #[serde(default, deserialize_with = "annotated")]
    pub(crate) place: Option<Option<GoldPlace>>,
    pub(crate) quantities: Option<Vec<GoldQuantity>>,
    pub(crate) core: bool,
    /// Code point where the anchor starts; found when loading.
    #[serde(skip)]
    pub(crate) anchor_start: i64,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Interval {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldPlace {
    pub(crate) country: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldQuantity {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) unit: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldClaim {
    pub(crate) id: String,
    pub(crate) source: GoldSource,
    content: Vec<String>,
    pub(crate) stance: Stance,
    pub(crate) certainty: Certainty,
    pub(crate) polarity: Polarity,
    pub(crate) parent: Option<String>,
    pub(crate) core: bool,
    /// Visible characters of the content; found when loading.
    #[serde(skip)]
    pub(crate) content_set: Offsets,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldSource {
    pub(crate) codes: Vec<String>,
    #[serde(default)]
    pub(crate) codes_alt: Vec<Vec<String>>,
    pub(crate) kind: SourceKind,
}

impl GoldSource {
    /// The states and what may stand for them.
    pub(crate) fn accepted(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.codes).chain(&self.codes_alt)
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldOutlook {
    id: String,
    antecedent: Option<String>,
    consequent: String,
    pub(crate) core: bool,
    /// Visible characters of antecedent and consequent; found when loading.
    #[serde(skip)]
    pub(crate) antecedent_set: Option<Offsets>,
    #[serde(skip)]
    pub(crate) consequent_set: Offsets,
}

/// Tells a key that is there with `null` (`Some(None)`) from one that is not (`None`, by `default`).
fn annotated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Annotation {
    /// The claim with this id; gold that was loaded has every claim that its events name.
    pub(crate) fn claim(&self, id: &str) -> Option<&GoldClaim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// Turns every quote into offsets.
    fn locate(&mut self, body: &[char]) -> Result<(), EvalError> {
        let document = &self.document;
        let span = |id: &str, quote: &str, anchor: Option<&str>| {
            let missing = |quote: &str| EvalError::Quote {
                document: document.clone(),
                id: id.to_owned(),
                quote: quote.to_owned(),
            };
            let letters: Vec<char> = quote.chars().collect();
            let start = find(body, &letters).ok_or_else(|| missing(quote))?;
            let Some(anchor) = anchor else { return Ok((start as i64, (start + letters.len()) as i64)) };
            let word: Vec<char> = anchor.chars().collect();
            let start = start + find(&letters, &word).ok_or_else(|| missing(anchor))?;
            Ok::<(i64, i64), EvalError>((start as i64, (start + word.len()) as i64))
        };
        for event in &mut self.events {
            event.anchor_start = span(&event.id, &event.quote, Some(&event.anchor))?.0;
        }
        for claim in &mut self.claims {
            let spans =
                claim.content.iter().map(|quote| span(&claim.id, quote, None)).collect::<Result<Vec<_>, _>>()?;
            claim.content_set = Offsets::of(body, spans);
        }
        for outlook in self.outlooks.iter_mut().flatten() {
            outlook.consequent_set = Offsets::of(body, [span(&outlook.id, &outlook.consequent, None)?]);
            outlook.antecedent_set = match outlook.antecedent.as_deref().filter(|quote| !quote.is_empty()) {
                Some(quote) => Some(Offsets::of(body, [span(&outlook.id, quote, None)?])),
                None => None,
            };
        }
        Ok(())
    }

    /// Every claim that an event names is there.
    fn check_sources(&self) -> Result<(), EvalError> {
        let claims: BTreeMap<&str, &GoldClaim> = self.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
        for event in &self.events {
            if let Some(claim) = event.sources.iter().find(|id| !claims.contains_key(id.as_str())) {
                return Err(EvalError::Claim {
                    document: self.document.clone(),
                    id: event.id.clone(),
                    claim: claim.clone(),
                });
            }
        }
        Ok(())
    }
}
