//! A brief for eyes: sections, each entry with its sentence, outlet and standing.

use super::page::{ASSERTED, CLAIMED, CONTESTED, FAINT, MARKED, OPEN, Page, STRONG, Text};
use super::words::{counted, days, number, one_line, party, sides};
use crate::gloss;
use anstyle::Style;
use depesche_knowledge::Knowledge;
use depesche_ledger::{Act, Brief, Number, Openness, Party, Prospect, Says, Telling, Voice};
use depesche_record::{Certainty, Polarity};
use std::io;

/// Columns for days.
const MARGIN: usize = 12;

/// Digits of a key that are shown: enough to find it again.
const KEY_DIGITS: usize = 10;

/// Outlets that an entry names before it counts the rest.
const MAX_OUTLETS: usize = 4;

/// What a section holds, and in which colour.
struct Section {
    title: &'static str,
    says: &'static str,
    style: Style,
}

const HAPPENED: Section =
    Section { title: "What happened", says: "told by at least one outlet in its own voice", style: ASSERTED };
const IS_CLAIMED: Section =
    Section { title: "What is claimed", says: "it rests on somebody's word alone", style: CLAIMED };
const IS_CONTESTED: Section = Section { title: "What is contested", says: "somebody denies it", style: CONTESTED };
const IS_OPEN: Section = Section {
    title: "What is open",
    says: "demanded, threatened, announced, expected, supposed or said not to be",
    style: OPEN,
};
const DUE: Section = Section { title: "What is due", says: "outlooks with a day, the nearest first", style: OPEN };
const PENDING: Section = Section { title: "What hangs on a condition", says: "outlooks without a day", style: OPEN };

/// Draws at most `rows` entries of each section, those that most outlets tell; 0 draws all.
pub(crate) fn brief(page: &mut Page<'_>, knowledge: &Knowledge, brief: &Brief, rows: usize) -> io::Result<()> {
    let scope = [
        counted(brief.documents, "document"),
        days(brief.from.as_deref(), brief.to.as_deref()),
        brief.as_of.as_ref().map(|day| format!("as known on {day}")).unwrap_or_default(),
    ];
    page.text(0, &Text::join(scope.map(Text::plain), " · "))?;
    page.blank()?;
    let acts = [
        (HAPPENED, &brief.happened),
        (IS_CLAIMED, &brief.claimed),
        (IS_CONTESTED, &brief.contested),
        (IS_OPEN, &brief.open),
    ];
    let mut nameless = 0;
    for (section, acts) in acts {
        let (named, others): (Vec<&Act>, Vec<&Act>) =
            acts.iter().partition(|act| rows == 0 || !act.who.is_empty() || !act.whom.is_empty());
        nameless += others.len();
        let weight = |act: &&Act| {
            let n_sides = usize::from(!act.who.is_empty()) + usize::from(!act.whom.is_empty() || act.who.len() > 1);
            (act.outlets().len(), n_sides + usize::from(act.dated))
        };
        draw(page, &section, &named, rows, weight, |page, act| entry(page, knowledge, &section, act))?;
    }
    for (section, prospects) in [(DUE, &brief.due), (PENDING, &brief.pending)] {
        let prospects: Vec<&Prospect> = prospects.iter().collect();
        draw(page, &section, &prospects, rows, |p| (p.outlets().len(), 0), prospect)?;
    }
    let left_out = [
        (nameless, "act without a known party (--rows 0 prints them)"),
        (brief.left_out.historical, "report of the past, outside this brief"),
        (brief.left_out.undated, "document without a day of publication"),
    ];
    for (n, what) in left_out.into_iter().filter(|(n, _)| *n > 0) {
        page.text(0, &Text::styled(FAINT, format!("left out: {}", counted_first(n, what))))?;
    }
    Ok(())
}

/// The key of an entry worth explaining: the first claimed one, for it has more to tell, or any.
pub(crate) fn a_key(brief: &Brief) -> Option<&str> {
    let acts = brief.contested.iter().chain(&brief.claimed).chain(&brief.happened).chain(&brief.open);
    acts.flat_map(|act| &act.tellings).next().map(|telling| short_key(&telling.key))
}

/// Draws one section: its `rows` weightiest items (of equal ones the first), in the section's order.
fn draw<T>(
    page: &mut Page<'_>,
    section: &Section,
    items: &[&T],
    rows: usize,
    weight: impl Fn(&&T) -> (usize, usize),
    mut item: impl FnMut(&mut Page<'_>, &T) -> io::Result<()>,
) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let title = Text::styled(section.style.bold(), section.title)
        .and(FAINT, format!(" – {} – {}", section.says, counted(items.len(), "entry")));
    page.text(0, &title)?;
    page.blank()?;
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&i| items.get(i).map(|item| std::cmp::Reverse(weight(item))));
    order.truncate(if rows == 0 { items.len() } else { rows });
    order.sort_unstable();
    for one in order.iter().filter_map(|&i| items.get(i)) {
        item(page, one)?;
        page.blank()?;
    }
    let more = items.len() - order.len();
    if more > 0 {
        let left = format!("… and {more} more that fewer outlets tell or that say less (--rows 0 prints all)");
        page.text(MARGIN, &Text::styled(FAINT, left))?;
        page.blank()?;
    }
    Ok(())
}

fn entry(page: &mut Page<'_>, knowledge: &Knowledge, section: &Section, act: &Act) -> io::Result<()> {
    let day = act.day.as_deref().unwrap_or("day unknown");
    let (who, whom) = (parties(knowledge, &act.who), parties(knowledge, &act.whom));
    page.put(&Text::styled(section.style, day), MARGIN, &sides(who, whom, act.reciprocal))?;
    page.text(MARGIN, &what(knowledge, act))?;
    page.text(MARGIN, &standing(section, act))?;
    let Some(first) = act.tellings.first() else { return Ok(()) };
    page.text(MARGIN, &sentence(first, &act.anchor))?;
    page.text(MARGIN, &provenance(first, act.tellings.len(), &act.outlets()))
}

/// Type with modes, class in words, object, place, numbers, time.
fn what(knowledge: &Knowledge, act: &Act) -> Text {
    let mut kind = act.kind.as_str().to_owned();
    for mode in &act.mode {
        kind.push('/');
        kind.push_str(mode);
    }
    let gloss = knowledge.class(&act.class).map_or(gloss::act(act.kind), |class| class.gloss.as_str());
    let not = if act.negated { "not: " } else { "" };
    let object = act.object.as_deref().map(super::words::quoted).unwrap_or_default();
    let place = act.place.as_ref().map(|place| match &place.country {
        Some(country) => format!("{} ({country})", place.name),
        None => place.name.clone(),
    });
    // The day stands in the margin; a longer time is told.
    let time =
        if act.dated && act.from != act.to { days(act.from.as_deref(), act.to.as_deref()) } else { String::new() };
    let mut parts = vec![Text::styled(STRONG, kind), Text::plain(format!("{not}{gloss}")), Text::plain(object)];
    parts.extend([Text::plain(place.unwrap_or_default()), Text::plain(time)]);
    parts.extend(act.numbers.iter().map(|number| Text::plain(numbers(number, act.tellings.len()))));
    Text::join(parts, " · ")
}

/// A number, with the outlets that give it where several tell the act.
fn numbers(n: &Number, n_tellings: usize) -> String {
    let about = if n.approximate { "about " } else { "" };
    let count = match (n.low, n.high) {
        (Some(low), Some(high)) if low == high => format!("{about}{}", number(low)),
        (Some(low), Some(high)) => format!("{about}{} to {}", number(low), number(high)),
        (Some(low), None) => format!("at least {about}{}", number(low)),
        (None, Some(high)) => format!("at most {about}{}", number(high)),
        (None, None) => one_line(&n.text),
    };
    let counted = if matches!(n.unit.as_str(), "persons" | "items") && !n.of.is_empty() { &n.of } else { &n.unit };
    match n_tellings {
        0 | 1 => format!("{count} {counted}"),
        _ => format!("{count} {counted} ({})", n.outlets.join(", ")),
    }
}

/// Standing, certainty, who says so, who denies it.
fn standing(section: &Section, act: &Act) -> Text {
    let word = match (section.title, act.openness) {
        (_, Some(openness)) => gloss::openness(openness),
        (title, None) if title == HAPPENED.title => "asserted",
        (title, None) if title == IS_CLAIMED.title => "claimed",
        _ => "contested",
    };
    let affirmed = voices(&act.affirmed_by());
    let mut parts = vec![Text::styled(section.style, word)];
    if act.openness != Some(Openness::Negated) {
        parts.push(Text::plain(match act.certainty {
            Certainty::Unknown => "",
            known => gloss::certainty(known),
        }));
    }
    parts.push(match affirmed.as_str() {
        "" => Text::default(),
        voices => Text::plain(format!("according to {voices}")),
    });
    let denied = [voices(&act.denied_by()), denying_outlets(act)].into_iter().filter(|who| !who.is_empty());
    let denied = denied.collect::<Vec<_>>().join(", ");
    for (verb, who) in [("denied by", denied), ("not commented on by", voices(&act.declined_by()))] {
        if !who.is_empty() {
            parts.push(Text::styled(CONTESTED, format!("{verb} {who}")));
        }
    }
    Text::join(parts, " · ")
}

/// Outlets that deny an act in their own voice, where somebody affirms it.
fn denying_outlets(act: &Act) -> String {
    if act.openness.is_some() {
        return String::new();
    }
    let denials = act.tellings.iter().filter(|t| t.says == Says::Denies && t.voices.is_empty());
    let mut outlets: Vec<&str> = denials.filter_map(|t| t.outlet.as_deref().or(t.external_id.as_deref())).collect();
    outlets.dedup();
    outlets.join(", ")
}

fn voices(voices: &[&Voice]) -> String {
    let mut names: Vec<String> = Vec::new();
    for voice in voices {
        // Who has no words in the text is called by his kind.
        let is_kind = ["", "unnamed", voice.kind.as_str()].contains(&voice.name.as_str());
        let name = if is_kind { gloss::source(voice.kind).to_owned() } else { one_line(&voice.name) };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// Parties by name; a state, however a text calls it, by its English one.
fn parties(knowledge: &Knowledge, parties: &[Party]) -> Vec<Text> {
    let state = |p: &Party| knowledge.state(&p.code).filter(|_| p.role.is_none()).map(|state| state.english);
    parties.iter().map(|p| party(state(p).unwrap_or(&p.name), p.role.as_deref(), &p.code)).collect()
}

/// The sentence; its deciding word is marked where there can be no doubt which it is.
fn sentence(telling: &Telling, anchor: &str) -> Text {
    let sentence = telling.sentence.as_str();
    let mut found = sentence.match_indices(anchor).map(|(at, _)| at);
    match (found.next(), found.next()) {
        (Some(at), None) if !anchor.is_empty() => Text::styled(FAINT, "“")
            .and(FAINT, &sentence[..at])
            .and(MARKED, anchor)
            .and(FAINT, &sentence[at + anchor.len()..])
            .and(FAINT, "”"),
        _ => Text::styled(FAINT, format!("“{sentence}”")),
    }
}

/// Outlet, day of publication, other outlets, key.
fn provenance(first: &Telling, n_tellings: usize, outlets: &[&str]) -> Text {
    let outlet = first.outlet.as_deref().or(first.external_id.as_deref()).unwrap_or("outlet unknown");
    let published = first.published.as_deref().unwrap_or("day of publication unknown");
    let others: Vec<&str> = outlets.iter().copied().filter(|o| first.outlet.as_deref() != Some(*o)).collect();
    let also = match others.len() {
        0 if n_tellings > 1 => format!("told {n_tellings} times"),
        0 => String::new(),
        n if n > MAX_OUTLETS => format!("also {} and {} more", others[..MAX_OUTLETS].join(", "), n - MAX_OUTLETS),
        _ => format!("also {}", others.join(", ")),
    };
    let parts = [Text::plain(format!("{outlet}, {published}")), Text::plain(also)];
    let key = Text::styled(FAINT, short_key(&first.key));
    Text::join(parts.into_iter().chain([key]), " · ")
}

fn prospect(page: &mut Page<'_>, prospect: &Prospect) -> io::Result<()> {
    let due = prospect.due_to.as_deref().or(prospect.due_from.as_deref()).unwrap_or_default();
    let then = super::words::quoted(&prospect.consequent);
    let told = match &prospect.antecedent {
        Some(condition) => format!("if {}, then {then}", super::words::quoted(condition)),
        None => then,
    };
    let Some(first) = prospect.tellings.first() else { return Ok(()) };
    page.put(&Text::styled(OPEN, due), MARGIN, &Text::plain(told))?;
    let horizon = match (&prospect.due_from, &prospect.due_to) {
        (Some(from), Some(to)) if from == to => String::new(),
        (from, to) => days(from.as_deref(), to.as_deref()),
    };
    let negative = if prospect.polarity == Polarity::Negative { "will not be" } else { "" };
    let voices = voices(&first.voices.first().into_iter().collect::<Vec<_>>());
    let according = if voices.is_empty() { voices } else { format!("according to {voices}") };
    let notes = [
        Text::styled(OPEN, gloss::outlook(prospect.kind)),
        Text::plain(horizon),
        Text::plain(negative),
        Text::plain(gloss::certainty(prospect.certainty)),
        Text::plain(according),
    ];
    page.text(MARGIN, &Text::join(notes, " · "))?;
    page.text(MARGIN, &sentence(first, ""))?;
    page.text(MARGIN, &provenance(first, prospect.tellings.len(), &prospect.outlets()))
}

fn short_key(key: &str) -> &str {
    key.get(..KEY_DIGITS).unwrap_or(key)
}

/// A count before the first noun of a phrase: `2 documents without a day`.
fn counted_first(n: usize, phrase: &str) -> String {
    match phrase.split_once(' ') {
        Some((noun, rest)) => format!("{} {rest}", counted(n, noun)),
        None => counted(n, phrase),
    }
}
