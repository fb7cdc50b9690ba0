//! A coding for eyes: what each sentence tells, then the sentence with the deciding words marked.

use super::page::{FAINT, MARKED, OPEN, Page, STRONG, Text};
use super::words::{Sheet, counted, one_line, parties, place, quantity, quoted, standing, when};
use crate::gloss;
use anstyle::Style;
use depesche_knowledge::Knowledge;
use depesche_record::{Claim, Coding, Event, Outlook, Polarity, Relation, Span};
use std::io;

/// Columns for ids.
const MARGIN: usize = 5;

/// Longest run of words that is marked as one reporting word; of "warf … vor" the first word is.
const MAX_CUE_WORDS: usize = 3;

/// Draws a whole coding.
pub(crate) fn coding(page: &mut Page<'_>, knowledge: &Knowledge, coding: &Coding) -> io::Result<()> {
    let sheet = Sheet::new(coding);
    head(page, coding)?;
    for sentence in 0..coding.document.sentences.len() {
        let events: Vec<&Event> = coding.events.iter().filter(|e| e.evidence.sentence == sentence).collect();
        let claims: Vec<&Claim> = coding.claims.iter().filter(|c| c.evidence.sentence == sentence).collect();
        let outlooks: Vec<&Outlook> = coding.outlooks.iter().filter(|o| o.evidence.sentence == sentence).collect();
        let relations: Vec<&Relation> = coding.relations.iter().filter(|r| r.evidence.sentence == sentence).collect();
        if events.is_empty() && claims.is_empty() && outlooks.is_empty() && relations.is_empty() {
            continue;
        }
        page.blank()?;
        events.iter().try_for_each(|e| event(page, knowledge, &sheet, e))?;
        claims.iter().try_for_each(|c| claim(page, &sheet, c))?;
        outlooks.iter().try_for_each(|o| outlook(page, &sheet, o))?;
        relations.iter().try_for_each(|r| relation(page, &sheet, r))?;
        let anchors = events.iter().map(|e| (e.anchor.span(), e.id.as_str()));
        let cues = claims.iter().filter_map(|c| Some((cue_span(&sheet, c)?, c.id.as_str())));
        page.put(
            &Text::styled(FAINT, "   │"),
            MARGIN,
            &marked(&sheet, sheet.sentence(sentence), anchors.chain(cues).collect()),
        )?;
    }
    for notice in &coding.notices {
        page.blank()?;
        page.put(&Text::plain("note"), MARGIN, &Text::plain(notice.message.as_str()))?;
    }
    Ok(())
}

/// What the words of the table mean; stands once under all documents.
pub(crate) fn legend(page: &mut Page<'_>) -> io::Result<()> {
    use depesche_record::Standing;
    page.blank()?;
    for known in Standing::ALL {
        page.put(&standing(*known), 10, &Text::styled(FAINT, gloss::standing(*known)))?;
    }
    Ok(())
}

/// Title, then what is known about the document and what it holds.
pub(crate) fn head(page: &mut Page<'_>, coding: &Coding) -> io::Result<()> {
    let document = &coding.document;
    let title = document.title.as_deref().or(document.external_id.as_deref()).unwrap_or("standard input");
    page.text(0, &Text::styled(STRONG, title))?;
    let external_id = document.external_id.as_deref().filter(|id| *id != title);
    let date = document.date.as_deref().unwrap_or("day of publication unknown");
    let counts = [
        counted(coding.events.len(), "event"),
        counted(coding.claims.len(), "claim"),
        counted(coding.outlooks.len(), "outlook"),
    ];
    let known = [document.outlet.as_deref(), Some(date), Some(document.language.as_str()), external_id];
    let parts = known.into_iter().flatten().map(str::to_owned).chain(counts);
    page.text(0, &Text::join(parts.map(|part| Text::styled(FAINT, part)), " · "))
}

/// What an event is: type with modes, its class in words, what it is done with.
pub(crate) fn what(knowledge: &Knowledge, event: &Event) -> Text {
    let mut kind = event.kind.as_str().to_owned();
    for mode in &event.mode {
        kind.push('/');
        kind.push_str(mode);
    }
    let gloss = knowledge.class(&event.class).map_or(gloss::act(event.kind), |class| class.gloss.as_str());
    let object = event.object.as_ref().map(|o| quoted(&o.text)).unwrap_or_default();
    Text::join([Text::styled(STRONG, kind), Text::plain(gloss), Text::plain(object)], " · ")
}

fn event(page: &mut Page<'_>, knowledge: &Knowledge, sheet: &Sheet<'_>, event: &Event) -> io::Result<()> {
    page.put(&Text::styled(STRONG, &event.id), MARGIN, &sheet.sides(event))?;
    page.text(MARGIN, &what(knowledge, event))?;
    let circumstances = [
        event.time.as_ref().map(when).unwrap_or_default(),
        event.place.as_ref().map(place).unwrap_or_default(),
        event.quantities.iter().map(quantity).collect::<Vec<_>>().join(", "),
    ];
    page.text(MARGIN, &Text::join(circumstances.map(Text::plain), " · "))?;
    page.text(MARGIN, &surety(sheet, event))
}

/// How an event stands: standing, what keeps it open, certainty, according to whom, score.
fn surety(sheet: &Sheet<'_>, event: &Event) -> Text {
    let auxiliary: Vec<&str> = event.auxiliary.iter().map(|a| gloss::auxiliary(*a)).collect();
    Text::join(
        [
            standing(event.standing),
            Text::styled(OPEN, auxiliary.join(", ")),
            Text::plain(gloss::certainty(event.certainty)),
            sheet.according_to(&event.sources),
            Text::styled(FAINT, format!("score {:.2}", event.evidence.score)),
        ],
        " · ",
    )
}

fn claim(page: &mut Page<'_>, sheet: &Sheet<'_>, claim: &Claim) -> io::Result<()> {
    let mut text = sheet.source(&claim.source);
    text.push(Style::new(), format!(" {}", gloss::stance(claim.stance)));
    let addressee = parties(sheet.actors(&claim.addressee));
    if !addressee.is_empty() {
        text.push(Style::new(), ", to ");
        text.extend(addressee);
    }
    let content: Vec<String> = claim.content.iter().map(|span| one_line(sheet.str(*span))).collect();
    text.push(Style::new(), format!(": “{}”", content.join(" … ")));
    page.put(&Text::styled(STRONG, &claim.id), MARGIN, &text)?;
    let negative = if claim.polarity == Polarity::Negative { "denied or doubted" } else { "" };
    let parent = claim.parent.as_ref().map(|id| format!("within {id}")).unwrap_or_default();
    let notes = [gloss::certainty(claim.certainty).to_owned(), negative.to_owned(), parent];
    page.text(MARGIN, &Text::join(notes.map(|note| Text::styled(FAINT, note)), " · "))
}

fn outlook(page: &mut Page<'_>, sheet: &Sheet<'_>, outlook: &Outlook) -> io::Result<()> {
    page.put(&Text::styled(STRONG, &outlook.id), MARGIN, &prospect(sheet, outlook))?;
    let horizon = outlook.horizon.as_ref().map(when).unwrap_or_default();
    let negative = if outlook.polarity == Polarity::Negative { "will not be" } else { "" };
    let mut notes = vec![Text::plain(horizon), Text::plain(negative), Text::plain(gloss::certainty(outlook.certainty))];
    notes.push(sheet.according_to(&outlook.sources));
    page.text(MARGIN, &Text::join(notes, " · "))
}

/// If, and what then.
pub(crate) fn prospect(sheet: &Sheet<'_>, outlook: &Outlook) -> Text {
    let text = Text::styled(OPEN, gloss::outlook(outlook.kind)).and(Style::new(), ": ");
    let then = quoted(sheet.str(outlook.consequent));
    match outlook.antecedent {
        Some(condition) => text.and(Style::new(), format!("if {}, then {then}", quoted(sheet.str(condition)))),
        None => text.and(Style::new(), then),
    }
}

fn relation(page: &mut Page<'_>, sheet: &Sheet<'_>, relation: &Relation) -> io::Result<()> {
    let kind = relation.name.as_deref().map_or_else(|| gloss::relation(relation.kind).to_owned(), quoted);
    let mut text = Text::plain(format!("{kind} {}: ", gloss::status(relation.status)));
    text.extend(parties(sheet.actors(&relation.between)));
    page.put(&Text::styled(STRONG, &relation.id), MARGIN, &text)
}

/// The words that report, short enough to be marked.
fn cue_span(sheet: &Sheet<'_>, claim: &Claim) -> Option<Span> {
    let cue = claim.cue.as_ref()?;
    let span = Span { start: cue.start, end: cue.end };
    let words = sheet.str(span);
    if words.split_whitespace().count() <= MAX_CUE_WORDS {
        return Some(span);
    }
    let first = words.split_whitespace().next()?;
    Some(Span { start: cue.start, end: cue.start + first.chars().count() })
}

/// A sentence in which each deciding word stands in brackets with its ids before it: `[e1 c1 wirft]`.
fn marked(sheet: &Sheet<'_>, sentence: Span, mut marks: Vec<(Span, &str)>) -> Text {
    marks.retain(|(span, _)| sentence.start <= span.start && span.end <= sentence.end);
    marks.sort_by_key(|(span, _)| (span.start, span.end));
    let mut text = Text::default();
    let mut at = sentence.start;
    let mut marks = marks.into_iter().peekable();
    while let Some((span, id)) = marks.next() {
        let (mut ids, mut end) = (id.to_owned(), span.end);
        while let Some((next, id)) = marks.next_if(|(next, _)| next.start < end) {
            ids = format!("{ids} {id}");
            end = end.max(next.end);
        }
        text.push(FAINT, sheet.str(Span { start: at, end: span.start }));
        text.push(FAINT, format!("[{ids} "));
        text.push(MARKED, sheet.str(Span { start: span.start, end }));
        text.push(FAINT, "]");
        at = end;
    }
    text.push(FAINT, sheet.str(Span { start: at, end: sentence.end }));
    text
}
