//! Pieces of lines: parties, times, places, numbers, sources.

use super::page::{ASSERTED, CLAIMED, FAINT, OPEN, STRONG, Text};
use crate::gloss;
use anstyle::Style;
use depesche_record::{Actor, CodePoints, Coding, Event, Place, Quantity, RoleFiller, Source, Span, Standing, Time};

/// A coding with its text at hand.
pub(crate) struct Sheet<'a> {
    pub coding: &'a Coding,
    pub points: CodePoints,
}

impl<'a> Sheet<'a> {
    pub fn new(coding: &'a Coding) -> Self {
        Self { coding, points: CodePoints::new(&coding.document.text) }
    }

    /// The text of a span.
    pub fn str(&self, span: Span) -> &'a str {
        self.coding.document.text.get(self.points.byte(span.start)..self.points.byte(span.end)).unwrap_or_default()
    }

    /// Where a sentence stands.
    pub fn sentence(&self, index: usize) -> Span {
        self.coding.document.sentences.get(index).copied().unwrap_or(Span { start: 0, end: 0 })
    }

    /// Actors by id, those that exist.
    pub fn actors<'b>(&self, ids: impl IntoIterator<Item = &'b String>) -> Vec<&'a Actor> {
        ids.into_iter().filter_map(|id| self.coding.actor(id)).collect()
    }

    fn fillers(&self, list: &[RoleFiller]) -> Vec<Text> {
        let party = |filler: &RoleFiller| {
            let actor = self.coding.actor(&filler.id)?;
            let carried = if filler.start.is_none() { " (from context)" } else { "" };
            Some(party(&actor.name, actor.role.as_deref(), &actor.code).and(FAINT, carried))
        };
        list.iter().filter_map(party).collect()
    }

    /// Who does it to whom.
    pub fn sides(&self, event: &Event) -> Text {
        sides(self.fillers(&event.actor), self.fillers(&event.recipient), event.reciprocal)
    }

    /// Who says it: names with codes, words of the text, or what kind of source it is.
    pub fn source(&self, source: &Source) -> Text {
        let named = parties(self.actors(&source.actors));
        if !named.is_empty() {
            return named;
        }
        match source.text.as_str() {
            "" => Text::styled(STRONG, gloss::source(source.kind)),
            text => Text::styled(STRONG, one_line(text)),
        }
    }

    /// On whose word something rests, innermost first; empty is the document's own voice.
    pub fn according_to(&self, claims: &[String]) -> Text {
        let voices = claims.iter().filter_map(|id| {
            let claim = self.coding.claim(id)?;
            Some(self.source(&claim.source).and(FAINT, format!(" ({id})")))
        });
        match Text::join(voices, ", as told by ") {
            voices if voices.is_empty() => Text::plain("told by the document"),
            voices => {
                let mut text = Text::plain("according to ");
                text.extend(voices);
                text
            }
        }
    }
}

/// Who does it to whom, each with its code; where both sides act, all who do.
pub(crate) fn sides(who: Vec<Text>, whom: Vec<Text>, reciprocal: bool) -> Text {
    let somebody = || Text::styled(FAINT, "somebody");
    match (reciprocal, who.len()) {
        (true, 1) => Text::join(who.into_iter().chain([somebody()]), " with "),
        (true, 2..) => Text::join(who, " with "),
        _ => {
            let who = if who.is_empty() { somebody() } else { Text::join(who, ", ") };
            Text::join([who, Text::join(whom, ", ")], " → ")
        }
    }
}

/// Actors with their codes, parted by commas.
pub(crate) fn parties<'a>(actors: impl IntoIterator<Item = &'a Actor>) -> Text {
    Text::join(actors.into_iter().map(|a| party(&a.name, a.role.as_deref(), &a.code)), ", ")
}

/// One actor: role, name, code.
pub(crate) fn party(name: &str, role: Option<&str>, code: &str) -> Text {
    let mut text = Text::default();
    // A role that is part of the name already would be said twice.
    if let Some(role) = role.filter(|role| !name.contains(role)) {
        text.push(Style::new(), format!("{} ", one_line(role)));
    }
    text.push(STRONG, name);
    if !code.is_empty() {
        text.push(FAINT, format!(" [{code}]"));
    }
    text
}

/// When, as words: days, the text's own words, what they were resolved from.
pub(crate) fn when(time: &Time) -> String {
    let mut said: Vec<String> = Vec::new();
    if !time.text.is_empty() {
        said.push(quoted(&time.text));
    }
    said.extend([gloss::basis(time.basis).to_owned()].into_iter().filter(|words| !words.is_empty()));
    let days = days(time.from.as_deref(), time.to.as_deref());
    match (days.is_empty(), said.is_empty()) {
        (true, _) => said.join(", "),
        (false, true) => days,
        (false, false) => format!("{days} ({})", said.join(", ")),
    }
}

/// Inclusive days; empty where both ends are open.
pub(crate) fn days(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_owned(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("by {to}"),
        (None, None) => String::new(),
    }
}

/// Where: the usual name with its state, and the text's own word where it differs.
pub(crate) fn place(place: &Place) -> String {
    let named = match &place.country {
        Some(country) => format!("{} ({country})", place.name),
        None => place.name.clone(),
    };
    if place.text == place.name { named } else { format!("{named}, {}", quoted(&place.text)) }
}

/// A number with what it counts.
pub(crate) fn quantity(quantity: &Quantity) -> String {
    let about = if quantity.approximate { "about " } else { "" };
    let count = match (quantity.low, quantity.high) {
        (Some(low), Some(high)) if low == high => format!("{about}{}", number(low)),
        (Some(low), Some(high)) => format!("{about}{} to {}", number(low), number(high)),
        (Some(low), None) => format!("at least {about}{}", number(low)),
        (None, Some(high)) => format!("at most {about}{}", number(high)),
        (None, None) => about.to_owned(),
    };
    format!("{} {} ({})", count.trim_end(), quantity.unit, quoted(&quantity.text))
}

/// A number with commas between thousands.
pub(crate) fn number(value: f64) -> String {
    let plain = value.to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// The standing in its colour.
pub(crate) fn standing(standing: Standing) -> Text {
    let style = match standing {
        Standing::Asserted => ASSERTED,
        Standing::Claimed => CLAIMED,
        Standing::Open => OPEN,
    };
    Text::styled(style, standing.as_str())
}

/// Words of the text in quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", one_line(text))
}

/// White space of any kind as single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A count with its noun: `1 event`, `3 entries`, `2 dispatches`.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("1 {noun}"),
        Some(stem) => format!("{n} {stem}ies"),
        None if noun.ends_with("ch") => format!("{n} {noun}es"),
        None => format!("{n} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(1500.0), "1,500");
        assert_eq!(number(-1234567.5), "-1,234,567.5");
        assert_eq!(number(12.0), "12");
    }
}
