//! The brief: what happened, what is claimed, contested, open and due, each line with its sentence.

mod acts;
mod fold;
mod prospects;
mod tell;

use crate::{Ledger, LedgerError};
use depesche_record::{Certainty, EventType, Granularity, Language, OutlookKind, Polarity, SourceKind, Stance};
use jiff::civil::Date;
use serde::Serialize;

/// What a brief is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BriefOptions {
    /// First day of what is told; open if null.
    pub from: Option<Date>,
    /// Last day of what is told; open if null.
    pub to: Option<Date>,
    /// Only what had been published by the end of this day.
    pub as_of: Option<Date>,
    /// Only documents in this language.
    pub language: Option<Language>,
}

/// A situation picture.
///
/// In every section but `due` the newest day stands first. Each act stands in one section and one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// First day, ISO.
    pub from: Option<String>,
    /// Last day, ISO.
    pub to: Option<String>,
    /// Day of knowledge, ISO.
    pub as_of: Option<String>,
    /// Documents that count: published by then, in the language.
    pub documents: usize,
    /// Told by a document in its own voice.
    pub happened: Vec<Act>,
    /// Resting on somebody's word alone.
    pub claimed: Vec<Act>,
    /// Denied by somebody, whether or not somebody else asserts it.
    pub contested: Vec<Act>,
    /// Demanded, threatened, announced, expected, supposed, asked or said not to be.
    pub open: Vec<Act>,
    /// Outlooks with a time, the nearest first.
    pub due: Vec<Prospect>,
    /// Outlooks without a time: conditions, clauses, threats.
    pub pending: Vec<Prospect>,
    /// What the brief does not show.
    pub left_out: LeftOut,
}

/// Counts of what a brief does not show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Reports told as past history whose time lies outside the brief or is not known.
    pub historical: usize,
    /// Documents without a date, which a day of knowledge excludes.
    pub undated: usize,
}

/// One act, however many documents tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act {
    /// The last day on which it can have happened as far as the documents know, ISO.
    pub day: Option<String>,
    /// First day of its time; null is open.
    pub from: Option<String>,
    /// Last day of its time; null is open.
    pub to: Option<String>,
    /// Whether the text says when; otherwise the day is that of publication.
    pub dated: bool,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER modes.
    pub mode: Vec<String>,
    /// Meaning class, empty where there is none.
    pub class: String,
    /// The word that carries the act in the first telling.
    pub anchor: String,
    /// What is delivered, signed, exploded.
    pub object: Option<String>,
    /// Both sides act; then all are in `who`.
    pub reciprocal: bool,
    /// It is said not to be so.
    pub negated: bool,
    /// Why it is open; null in the other sections.
    pub openness: Option<Openness>,
    /// Who acts.
    pub who: Vec<Party>,
    /// Whom it is directed at.
    pub whom: Vec<Party>,
    /// Where.
    pub place: Option<RowPlace>,
    /// Numbers, each once, with those who give it.
    pub numbers: Vec<Number>,
    /// The surest of the tellings that affirm it.
    pub certainty: Certainty,
    /// Factuality of the first telling, −3 … 3.
    pub factuality: i8,
    /// The tellings, the best first.
    pub tellings: Vec<Telling>,
}

impl Act {
    /// Those on whose word it rests, each once; empty where documents tell it in their own voice only.
    #[must_use]
    pub fn affirmed_by(&self) -> Vec<&Voice> {
        self.voices(Says::Affirms)
    }

    /// Those who deny it, each once.
    #[must_use]
    pub fn denied_by(&self) -> Vec<&Voice> {
        self.voices(Says::Denies)
    }

    /// Those who neither confirm nor deny it, each once.
    #[must_use]
    pub fn declined_by(&self) -> Vec<&Voice> {
        self.voices(Says::Declines)
    }

    /// Outlets that tell it, each once, in the order of the tellings.
    #[must_use]
    pub fn outlets(&self) -> Vec<&str> {
        outlets(&self.tellings)
    }

    fn voices(&self, says: Says) -> Vec<&Voice> {
        let mut voices: Vec<&Voice> = Vec::new();
        for voice in self.tellings.iter().filter(|t| t.says == says).filter_map(|t| t.voices.first()) {
            if !voices.iter().any(|v| v.name == voice.name) {
                voices.push(voice);
            }
        }
        voices
    }
}

fn outlets(tellings: &[Telling]) -> Vec<&str> {
    let mut outlets: Vec<&str> = Vec::new();
    for outlet in tellings.iter().filter_map(|t| t.outlet.as_deref()) {
        if !outlets.contains(&outlet) {
            outlets.push(outlet);
        }
    }
    outlets
}

/// Why an act is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Openness {
    /// Somebody wants it.
    Demanded,
    /// Somebody threatens it.
    Threatened,
    /// Somebody says that he will do it.
    Announced,
    /// It is expected, predicted or feared.
    Expected,
    /// It is a condition, a possibility or a suspicion.
    Supposed,
    /// It is asked.
    Asked,
    /// Those concerned have not admitted it.
    NotAdmitted,
    /// It did not happen.
    Negated,
}

/// An actor of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Best name in the first telling.
    pub name: String,
    /// Role in words of the text.
    pub role: Option<String>,
    /// Three letters, null where unknown.
    pub state: Option<String>,
    /// State and sector, or organisation.
    pub code: String,
}

/// A place of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowPlace {
    /// Usual name.
    pub name: String,
    /// State, null where unknown or none.
    pub country: Option<String>,
}

/// A number of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Number {
    /// In words of the text.
    pub text: String,
    /// Least, null if unknown.
    pub low: Option<f64>,
    /// Most, null if open.
    pub high: Option<f64>,
    /// "About".
    pub approximate: bool,
    /// Unit.
    pub unit: String,
    /// What is counted.
    pub of: String,
    /// Outlets that give it.
    pub outlets: Vec<String>,
}

/// What a telling does with its act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Says {
    /// Tells it, claims it, wants it, expects it.
    Affirms,
    /// Says that it is not so.
    Denies,
    /// Neither confirms nor denies it.
    Declines,
}

/// One document's sentence about an act or outlook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Telling {
    /// Key for [`Ledger::explain`].
    pub key: String,
    /// Document id.
    pub document: String,
    /// The file's name or the row's `id`.
    pub external_id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Day of publication, ISO.
    pub published: Option<String>,
    /// Language.
    pub language: Language,
    /// The sentence.
    pub sentence: String,
    /// What it does with the act.
    pub says: Says,
    /// How sure the innermost voice is.
    pub certainty: Certainty,
    /// On whose word it rests, innermost first; empty is the document's own voice.
    pub voices: Vec<Voice>,
}

/// Somebody on whose word a telling rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Voice {
    /// Names, or words of the text.
    pub name: String,
    /// States of those named.
    pub states: Vec<String>,
    /// Kind of source.
    pub kind: SourceKind,
    /// What the source does.
    pub stance: Stance,
}

/// One outlook, however many documents tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prospect {
    /// Kind.
    pub kind: OutlookKind,
    /// First day of its horizon.
    pub due_from: Option<String>,
    /// Last day of its horizon.
    pub due_to: Option<String>,
    /// How fine the horizon is.
    pub granularity: Option<Granularity>,
    /// The condition, in words of the text.
    pub antecedent: Option<String>,
    /// What then, in words of the text.
    pub consequent: String,
    /// Will or will not.
    pub polarity: Polarity,
    /// The surest of the tellings.
    pub certainty: Certainty,
    /// The tellings, the earliest published first.
    pub tellings: Vec<Telling>,
}

impl Prospect {
    /// Outlets that tell it, each once.
    #[must_use]
    pub fn outlets(&self) -> Vec<&str> {
        outlets(&self.tellings)
    }
}

/// Codings that have something to say within the window, those that count only.
const CANDIDATES: &str = "
    SELECT c.coding, c.json FROM current_coding c
    WHERE (?3 IS NULL OR c.published <= ?3) AND (?4 IS NULL OR c.language = ?4)
      AND (?1 IS NULL AND ?2 IS NULL
        OR c.published BETWEEN coalesce(?1, '') AND coalesce(?2, '9')
        OR EXISTS (SELECT 1 FROM report r
                   WHERE r.coding = c.coding AND r.day BETWEEN coalesce(?1, '') AND coalesce(?2, '9'))
        OR EXISTS (SELECT 1 FROM outlook o
                   WHERE o.coding = c.coding AND coalesce(o.due_from, o.due_to) <= coalesce(?2, '9')
                     AND coalesce(o.due_to, '9') >= coalesce(?1, '')))
    ORDER BY c.coding";

/// Documents that count, and those without a date.
const COUNTS: &str = "
    SELECT count(*) FILTER (WHERE ?1 IS NULL OR published <= ?1), count(*) FILTER (WHERE published IS NULL)
    FROM current_coding WHERE ?2 IS NULL OR language = ?2";

impl Ledger {
    /// What the documents say about a time.
    ///
    /// An act belongs to the day on which it happened or, where its time is longer, to the last day of it that had
    /// come when the document was published; without a time, to the day of publication.
    /// Tellings of one act in one document are one row, and so are acts of one type between the same parties on
    /// the same day in several documents. An act that somebody denies is *contested* and stands only there.
    ///
    /// # Errors
    /// Any failure of the file.
    pub fn brief(&self, options: &BriefOptions) -> Result<Brief, LedgerError> {
        let window = Window {
            from: options.from.map(|d| d.to_string()),
            to: options.to.map(|d| d.to_string()),
            as_of: options.as_of.map(|d| d.to_string()),
        };
        let language = options.language.map(Language::as_str);
        let sql = |err: rusqlite::Error| self.error(&err);
        let counts = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        let (documents, undated) = self.conn.query_row(COUNTS, (&window.as_of, language), counts).map_err(sql)?;
        let count = |n: i64| usize::try_from(n).unwrap_or_default();
        let mut left_out = LeftOut::default();
        if window.as_of.is_some() {
            left_out.undated = count(undated);
        }
        let mut reports = Vec::new();
        let mut prospects = Vec::new();
        let mut select = self.conn.prepare_cached(CANDIDATES).map_err(sql)?;
        let mut rows = select.query((&window.from, &window.to, &window.as_of, language)).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let key: String = row.get(0).map_err(sql)?;
            let json: Vec<u8> = row.get(1).map_err(sql)?;
            let coding = self.unpack(&key, &json)?;
            let told = tell::tell(&coding, &window).map_err(|detail| self.corrupt(&key, &detail))?;
            left_out.historical += told.n_historical;
            reports.extend(told.reports);
            prospects.extend(told.prospects);
        }
        let sections = acts::sections(reports);
        let (due, pending) = prospects::fold(prospects);
        let Window { from, to, as_of } = window;
        Ok(Brief {
            from,
            to,
            as_of,
            documents: count(documents),
            happened: sections.happened,
            claimed: sections.claimed,
            contested: sections.contested,
            open: sections.open,
            due,
            pending,
            left_out,
        })
    }
}

/// The days of a brief, ISO.
struct Window {
    from: Option<String>,
    to: Option<String>,
    as_of: Option<String>,
}

impl Window {
    /// Whether a day lies within; an unknown day only where the window is open on both sides.
    fn holds(&self, day: Option<&str>) -> bool {
        match day {
            Some(day) => {
                self.from.as_deref().is_none_or(|from| from <= day) && self.to.as_deref().is_none_or(|to| day <= to)
            }
            None => self.from.is_none() && self.to.is_none(),
        }
    }
}
