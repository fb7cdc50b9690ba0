//! Place names: whether they are found, and where on Earth they are.

use super::codings::{self, Row};
use super::scores::{Count, overlap, pairs, share};
use super::{corpora, figures};
use anyhow::Result;
use depesche_record::{Coding, Place, Span};
use serde::Deserialize;
use std::path::Path;

/// How near is right: a hundred miles.
const NEAR_KM: f64 = 161.0;
/// Kinds of GeoWebNews that are no names of places at all.
const NO_NAMES: [&str; 3] = ["Literal_Expression", "Non_Lit_Expression", "Non_Toponym"];
/// Kinds of GeoWebNews that name a place and mean something else: a government, a people, a language.
const ASSOCIATED: [&str; 6] =
    ["Metonymic", "Non_Literal_Modifier", "Demonym", "Homonym", "Language", "Embedded_Non_Lit"];

/// An article with its place names.
#[derive(Deserialize)]
struct Article {
    id: String,
    date: Option<String>,
    text: String,
    toponyms: Vec<Toponym>,
}

/// A place name as annotated.
#[derive(Deserialize)]
struct Toponym {
    #[serde(flatten)]
    span: Span,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    kind: String,
}

/// Prints all figures.
pub fn report(root: &Path, data: &Path) -> Result<()> {
    let associated: Vec<&str> = NO_NAMES.into_iter().chain(ASSOCIATED).collect();
    let (gwn, lgl) = ("GeoWebNews, all place names", "LGL");
    for (file, title, left_out, goals) in [
        ("gwn", gwn, &NO_NAMES[..], [Some(0.80), Some(0.85)]),
        ("gwn", "GeoWebNews, where the place itself is meant", &associated, [None; 2]),
        ("lgl", lgl, &[], [None; 2]),
    ] {
        let text = corpora::read(&data.join(format!("places/{file}.jsonl.xz")))?;
        let articles: Vec<Article> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let rows: Vec<Row> = articles
            .iter()
            .map(|a| Row { id: &a.id, text: &a.text, date: a.date.as_deref(), language: "en" })
            .collect();
        let codings = codings::code(root, file, &rows)?;
        let mut figures = Figures::default();
        for article in &articles {
            figures.article(article, codings.get(&article.id), left_out);
        }
        figures.print(&format!("{title}, {} articles", articles.len()), goals);
    }
    Ok(())
}

/// What is counted over the articles of a corpus.
#[derive(Default)]
struct Figures {
    relaxed: Count,
    strict: Count,
    /// Found names that the annotators placed on Earth.
    found: usize,
    /// Those of them that the program placed, too.
    placed: usize,
    near: usize,
}

impl Figures {
    /// Adds an article. What stands where only left-out names stand is neither right nor wrong.
    fn article(&mut self, article: &Article, coding: Option<&Coding>, left_out: &[&str]) {
        let (no_names, gold): (Vec<_>, Vec<_>) =
            article.toponyms.iter().partition(|t| left_out.contains(&t.kind.as_str()));
        let counts = |place: &&Place| {
            let on = |toponyms: &[&Toponym]| toponyms.iter().any(|t| overlap(t.span, span(place)) > 0);
            on(&gold) || !on(&no_names)
        };
        let found: Vec<_> = coding.map_or(&[][..], |c| &c.places).iter().map(|p| &p.place).filter(counts).collect();
        let gold_spans: Vec<Span> = gold.iter().map(|t| t.span).collect();
        let found_spans: Vec<Span> = found.iter().map(|p| span(p)).collect();
        let paired = pairs(&gold_spans, &found_spans);
        self.relaxed.add(paired.len(), gold.len(), found.len());
        let exact = paired.iter().filter(|&&(i, j)| gold_spans[i] == found_spans[j]).count();
        self.strict.add(exact, gold.len(), found.len());
        for (i, j) in paired {
            let Some(right) = gold[i].lat.zip(gold[i].lon) else { continue };
            self.found += 1;
            if let Some(given) = found[j].lat.zip(found[j].lon) {
                self.placed += 1;
                self.near += usize::from(distance_km(right, given) <= NEAR_KM);
            }
        }
    }

    fn print(&self, title: &str, goals: [Option<f64>; 2]) {
        figures::table(
            title,
            &[
                ("spans, relaxed: F1", self.relaxed.f1(), goals[0]),
                ("– precision", self.relaxed.precision(), None),
                ("– recall", self.relaxed.recall(), None),
                ("spans, strict: F1", self.strict.f1(), None),
                ("within 161 km, of those found", share(self.near, self.found), goals[1]),
                ("– found ones that get coordinates", share(self.placed, self.found), None),
                ("– within 161 km, of those with coordinates", share(self.near, self.placed), None),
            ],
        );
    }
}

fn span(place: &Place) -> Span {
    Span { start: place.start, end: place.end }
}

/// Great-circle distance of two places (latitude, longitude), by the haversine formula.
fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let chord = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
}
