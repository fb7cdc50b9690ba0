//! An item of the record, explained: the sentence with marks, its tree, who decided what.

use super::marks::{self, Mark};
use super::page::{ASSERTED, CLAIMED, FAINT, MARKED, OPEN, Page, STRONG, Text};
use super::record::{head, prospect, what};
use super::tree;
use super::words::{Sheet, one_line, party, place, quantity, quoted, standing, when};
use crate::desk::Desk;
use crate::gloss;
use anstyle::{AnsiColor, Style};
use depesche_knowledge::Pos;
use depesche_record::{
    Analysis, Claim, Coding, Event, Evidence, Outlook, Relation, RoleFiller, Sentence, Span, Upos, Why,
};
use std::io;

const MARGIN: usize = 2;
/// Columns for the names of fields.
const FIELD: usize = 14;
/// Mentions of an actor that are shown.
const MAX_MENTIONS: usize = 6;
/// Readings that the model weighed that are shown.
const MAX_READINGS: usize = 3;

const ACTOR: Style = AnsiColor::Blue.on_default();
const RECIPIENT: Style = AnsiColor::Magenta.on_default();

/// A document with everything that explains it.
pub(crate) struct Explained<'a> {
    desk: &'a Desk,
    sheet: Sheet<'a>,
    analysis: Analysis,
}

impl<'a> Explained<'a> {
    /// Analyses the document again: the record keeps decisions, the analysis shows what they were made on.
    pub fn new(desk: &'a Desk, coding: &'a Coding) -> Self {
        Self { desk, sheet: Sheet::new(coding), analysis: desk.analyse(&coding.document) }
    }

    /// Ids of everything that can be explained, in the order of the record.
    pub fn ids(&self) -> Vec<String> {
        let coding = self.sheet.coding;
        let events = coding.events.iter().map(|e| &e.id);
        let claims = coding.claims.iter().map(|c| &c.id);
        let outlooks = coding.outlooks.iter().map(|o| &o.id);
        events.chain(claims).chain(outlooks).chain(coding.relations.iter().map(|r| &r.id)).cloned().collect()
    }

    /// Explains one item; an id that the document does not have draws nothing.
    pub fn draw(&self, page: &mut Page<'_>, id: &str) -> io::Result<()> {
        let coding = self.sheet.coding;
        if let Some(event) = coding.events.iter().find(|e| e.id == id) {
            self.event(page, event)
        } else if let Some(claim) = coding.claim(id) {
            self.claim(page, claim)
        } else if let Some(outlook) = coding.outlooks.iter().find(|o| o.id == id) {
            self.outlook(page, outlook)
        } else if let Some(relation) = coding.relations.iter().find(|r| r.id == id) {
            self.relation(page, relation)
        } else {
            Ok(())
        }
    }

    fn event(&self, page: &mut Page<'_>, event: &Event) -> io::Result<()> {
        self.title(page, &event.id, &event.key, &what(self.desk.knowledge, event))?;
        let mut marks = vec![mark(event.anchor.span(), "act", MARKED)];
        marks.extend(self.filler_marks(&event.actor, "actor", ACTOR));
        marks.extend(self.filler_marks(&event.recipient, "recipient", RECIPIENT));
        marks.extend(event.object.as_ref().map(|o| mark(Span { start: o.start, end: o.end }, "object", OPEN)));
        let time = event.time.as_ref().and_then(|t| Some(Span { start: t.start?, end: t.end? }));
        marks.extend(time.map(|span| mark(span, "time", CLAIMED)));
        marks.extend(event.place.as_ref().map(|p| mark(Span { start: p.start, end: p.end }, "place", ASSERTED)));
        marks.extend(event.quantities.iter().map(|q| mark(Span { start: q.start, end: q.end }, "number", OPEN)));
        for (label, why) in [("reality", &event.why.auxiliary), ("certainty", &event.why.certainty)] {
            let span = why.as_ref().and_then(|w| Some(Span { start: w.start?, end: w.end? }));
            marks.extend(span.map(|span| mark(span, label, FAINT)));
        }
        self.sentence(page, &event.evidence, &marks)?;

        self.fillers(page, "actor", &event.actor)?;
        self.fillers(page, "recipient", &event.recipient)?;
        if event.reciprocal {
            field(page, "both sides", &Text::plain("all who take part stand as actors"))?;
        }
        self.kind(page, event)?;
        self.why(page, "mode", &event.mode.join(", "), event.why.mode.as_ref())?;
        if let Some(time) = &event.time {
            field(page, "time", &Text::plain(when(time)).and(FAINT, pad(gloss::granularity(time.granularity))))?;
        }
        if let Some(at) = &event.place {
            let geonames = at.geonames.map(|id| format!(" GeoNames {id}")).unwrap_or_default();
            field(page, "place", &Text::plain(place(at)).and(FAINT, format!(" {}{geonames}", at.precision)))?;
        }
        for number in &event.quantities {
            let of = if number.of.is_empty() { String::new() } else { format!(" of \"{}\"", number.of) };
            field(page, "number", &Text::plain(quantity(number)).and(FAINT, of))?;
        }
        let reality: Vec<&str> = event.auxiliary.iter().map(|a| gloss::auxiliary(*a)).collect();
        self.why(page, "reality", &reality.join(", "), event.why.auxiliary.as_ref())?;
        self.why(page, "certainty", gloss::certainty(event.certainty), event.why.certainty.as_ref())?;
        let because = event.why.standing.as_ref().map(|why| format!(": {}", gloss::decided(&why.by)));
        let stands = standing(event.standing).and(Style::new(), because.unwrap_or_default());
        field(page, "standing", &stands.and(FAINT, format!(" ({})", gloss::standing(event.standing))))?;
        self.chain(page, &event.sources)?;
        self.tree(page, &event.evidence, event.anchor.span())
    }

    fn claim(&self, page: &mut Page<'_>, claim: &Claim) -> io::Result<()> {
        let source = self.sheet.source(&claim.source);
        let title = Text::join([source, Text::plain(gloss::stance(claim.stance))], " ");
        self.title(page, &claim.id, &claim.key, &title)?;
        let mut marks = Vec::new();
        let cue = claim.cue.as_ref().map(|cue| Span { start: cue.start, end: cue.end });
        marks.extend(cue.map(|span| mark(span, "cue", MARKED)));
        if let (Some(start), Some(end)) = (claim.source.start, claim.source.end) {
            marks.push(mark(Span { start, end }, "source", ACTOR));
        }
        marks.extend(claim.content.iter().map(|span| mark(*span, "content", CLAIMED)));
        self.sentence(page, &claim.evidence, &marks)?;

        let said =
            if claim.source.text.is_empty() { "no words of the text".to_owned() } else { quoted(&claim.source.text) };
        field(page, "source", &Text::plain(said).and(FAINT, format!(" {}", claim.source.kind)))?;
        self.actors(page, &claim.source.actors)?;
        let addressees = self.sheet.actors(&claim.addressee);
        if !addressees.is_empty() {
            field(page, "addressee", &super::words::parties(addressees))?;
        }
        let by = Text::plain(gloss::decided(&claim.evidence.by)).and(FAINT, scored(&claim.evidence));
        field(page, "decided by", &by)?;
        if let Some(cue) = &claim.cue {
            field(page, "cue", &Text::plain(format!("{}, {}", quoted(&cue.text), gloss::form(claim.form))))?;
            self.cue_row(page, claim, &cue.class)?;
        } else {
            field(page, "form", &Text::plain(gloss::form(claim.form)))?;
        }
        self.model(page, &claim.evidence, cue, false)?;
        let stands = format!("{}, {}, {}", claim.stance, claim.polarity, gloss::certainty(claim.certainty));
        field(page, "stance", &Text::plain(stands))?;
        if !claim.events.is_empty() {
            field(page, "holds", &Text::plain(claim.events.join(", ")))?;
        }
        self.chain(page, claim.parent.as_slice())?;
        self.tree(page, &claim.evidence, cue.unwrap_or_else(|| self.sheet.sentence(claim.evidence.sentence)))
    }

    fn outlook(&self, page: &mut Page<'_>, outlook: &Outlook) -> io::Result<()> {
        self.title(page, &outlook.id, &outlook.key, &prospect(&self.sheet, outlook))?;
        let mut marks: Vec<Mark> = outlook.antecedent.iter().map(|span| mark(*span, "if", CLAIMED)).collect();
        marks.push(mark(outlook.consequent, "then", OPEN));
        self.sentence(page, &outlook.evidence, &marks)?;
        let by = Text::plain(gloss::decided(&outlook.evidence.by)).and(FAINT, scored(&outlook.evidence));
        field(page, "decided by", &by)?;
        if let Some(horizon) = &outlook.horizon {
            field(page, "horizon", &Text::plain(when(horizon)))?;
        }
        let stands = format!("{}, {}", gloss::certainty(outlook.certainty), outlook.polarity);
        field(page, "certainty", &Text::plain(stands))?;
        for (name, events) in [("if holds", &outlook.antecedent_events), ("then holds", &outlook.consequent_events)] {
            if !events.is_empty() {
                field(page, name, &Text::plain(events.join(", ")))?;
            }
        }
        self.chain(page, &outlook.sources)?;
        self.tree(page, &outlook.evidence, outlook.consequent)
    }

    fn relation(&self, page: &mut Page<'_>, relation: &Relation) -> io::Result<()> {
        let name = relation.name.as_deref().map(quoted).unwrap_or_default();
        let stands = format!("{} {}", gloss::relation(relation.kind), gloss::status(relation.status));
        self.title(page, &relation.id, &relation.key, &Text::join([stands, name].map(Text::plain), " "))?;
        self.sentence(page, &relation.evidence, &[])?;
        self.actors(page, &relation.between)?;
        let by = Text::plain(gloss::decided(&relation.evidence.by)).and(FAINT, scored(&relation.evidence));
        field(page, "decided by", &by)?;
        self.chain(page, &relation.sources)?;
        self.tree(page, &relation.evidence, self.sheet.sentence(relation.evidence.sentence))
    }

    fn title(&self, page: &mut Page<'_>, id: &str, key: &str, what: &Text) -> io::Result<()> {
        head(page, self.sheet.coding)?;
        page.blank()?;
        page.put(&Text::styled(STRONG, id), 5, &what.clone().and(FAINT, format!(" · key {key}")))
    }

    /// The sentence with its marks, and below it the marks that lie elsewhere.
    fn sentence(&self, page: &mut Page<'_>, evidence: &Evidence, marks: &[Mark]) -> io::Result<()> {
        let sentence = self.sheet.sentence(evidence.sentence);
        page.blank()?;
        marks::draw(page, MARGIN, self.sheet.str(sentence), sentence.start, marks)?;
        for mark in marks.iter().filter(|m| m.span.end <= sentence.start || sentence.end <= m.span.start) {
            let elsewhere = format!("{}, elsewhere in the text: {}", mark.label, quoted(self.sheet.str(mark.span)));
            page.text(MARGIN, &Text::styled(mark.style, elsewhere))?;
        }
        page.blank()
    }

    fn filler_marks(&self, fillers: &[RoleFiller], label: &str, style: Style) -> Vec<Mark> {
        let spans = fillers.iter().filter_map(|f| Some((Span { start: f.start?, end: f.end? }, &f.id)));
        spans.map(|(span, id)| Mark { span, label: format!("{label} {id}"), style }).collect()
    }

    /// Who fills a role, through which words, and how the words were taken for this actor.
    fn fillers(&self, page: &mut Page<'_>, role: &str, fillers: &[RoleFiller]) -> io::Result<()> {
        for filler in fillers {
            let Some(actor) = self.sheet.coding.actor(&filler.id) else { continue };
            let mut text = party(&actor.name, actor.role.as_deref(), &actor.code);
            let words = filler.start.zip(filler.end).map(|(start, end)| quoted(self.sheet.str(Span { start, end })));
            let through = words.map_or_else(|| "carried from context".to_owned(), |words| format!("through {words}"));
            text.push(Style::new(), format!(", {through}: {}", gloss::decided(&filler.by)));
            field(page, &format!("{role} {}", filler.id), &text)?;
            self.mentions(page, &filler.id, filler.start)?;
        }
        Ok(())
    }

    fn actors(&self, page: &mut Page<'_>, ids: &[String]) -> io::Result<()> {
        for actor in self.sheet.actors(ids) {
            field(page, &actor.id, &party(&actor.name, actor.role.as_deref(), &actor.code))?;
            self.mentions(page, &actor.id, None)?;
        }
        Ok(())
    }

    /// How mentions were taken for an actor; the one that fills the role first.
    fn mentions(&self, page: &mut Page<'_>, id: &str, first: Option<usize>) -> io::Result<()> {
        let Some(actor) = self.sheet.coding.actor(id) else { return Ok(()) };
        let mut mentions: Vec<_> = actor.mentions.iter().collect();
        mentions.sort_by_key(|m| (Some(m.start) != first, m.start));
        for mention in mentions.iter().take(MAX_MENTIONS) {
            let said = format!("{} is a {}: ", quoted(&mention.text), gloss::mention(mention.kind));
            let text = Text::styled(FAINT, said).and(FAINT, gloss::decided(&mention.by));
            page.text(FIELD + 2 * MARGIN, &text)?;
        }
        if mentions.len() > MAX_MENTIONS {
            let more = format!("and {} more mentions", mentions.len() - MAX_MENTIONS);
            page.text(FIELD + 2 * MARGIN, &Text::styled(FAINT, more))?;
        }
        Ok(())
    }

    /// The type, the class, the row that fired and what the model saw.
    fn kind(&self, page: &mut Page<'_>, event: &Event) -> io::Result<()> {
        let by = event.why.kind.as_ref().map_or(event.evidence.by.as_str(), |why| why.by.as_str());
        let decided = Text::styled(STRONG, event.kind.as_str()).and(Style::new(), format!(": {}", gloss::decided(by)));
        field(page, "type", &decided.and(FAINT, scored(&event.evidence)))?;
        if let Some(class) = self.desk.knowledge.class(&event.class) {
            field(page, "class", &Text::plain(format!("{}: {}", class.id, class.gloss)))?;
            self.act_row(page, event)?;
        }
        field(page, "CAMEO", &Text::plain(format!("{} · {} · PLOVER score {}", event.cameo, event.quad, event.score)))?;
        self.model(page, &event.evidence, Some(event.anchor.span()), true)
    }

    /// The row of the tables for the anchor's word and the event's class.
    fn act_row(&self, page: &mut Page<'_>, event: &Event) -> io::Result<()> {
        let Some((sentence, at)) = self.token(&event.evidence, event.anchor.span()) else { return Ok(()) };
        let Some(token) = sentence.tokens.get(at) else { return Ok(()) };
        let pos = if matches!(token.upos, Upos::Noun | Upos::Propn) { Pos::Noun } else { Pos::Verb };
        let (knowledge, language) = (self.desk.knowledge, self.analysis.language);
        let rows = match knowledge.acts(language, &token.full_lemma, pos) {
            [] => knowledge.noun_head(language, &token.full_lemma).map(|(_, rows)| rows).unwrap_or_default(),
            rows => rows,
        };
        match rows.iter().find(|row| row.class.is_some_and(|class| class.id == event.class)) {
            Some(act) => {
                let text = format!("\"{}\", right in {:.0} of 100 uses", act.row.lemma, act.row.sure * 100.0);
                let example = format!(", as in {}", quoted(&act.row.example));
                field(page, "row", &Text::plain(text).and(FAINT, example))
            }
            None => Ok(()),
        }
    }

    /// The row of the tables for a reporting word.
    fn cue_row(&self, page: &mut Page<'_>, claim: &Claim, lemma: &str) -> io::Result<()> {
        use depesche_knowledge::CuePos as P;
        let (knowledge, language) = (self.desk.knowledge, self.analysis.language);
        let every = [P::Verb, P::Noun, P::Adjective, P::Preposition, P::Adverb];
        let mut rows = every.into_iter().flat_map(|pos| knowledge.cues(language, lemma, pos));
        match rows.find(|cue| cue.row.stance == claim.stance.as_str()) {
            Some(cue) => {
                let example = format!(", as in {}", quoted(&cue.row.example));
                field(page, "row", &Text::plain(format!("\"{}\" ({})", cue.row.lemma, cue.row.pos)).and(FAINT, example))
            }
            None => Ok(()),
        }
    }

    /// What the model's heads say of the deciding word.
    fn model(&self, page: &mut Page<'_>, evidence: &Evidence, at: Option<Span>, is_act: bool) -> io::Result<()> {
        let Some((sentence, token)) = at.and_then(|span| self.token(evidence, span)) else { return Ok(()) };
        let Some(signals) = sentence.signals.get(token) else { return Ok(()) };
        let acts = signals.trigger.iter().map(|(kind, p)| format!("{kind} {p:.2}"));
        let cues = signals.cue.iter().map(|(stance, p)| format!("{stance} {p:.2}"));
        let readings: Vec<String> =
            if is_act { acts.take(MAX_READINGS).collect() } else { cues.take(MAX_READINGS).collect() };
        let seen = if readings.is_empty() { "nothing of the kind".to_owned() } else { readings.join(", ") };
        let word = quoted(sentence.tokens.get(token).map_or("", |t| t.form.as_str()));
        field(page, "model", &Text::plain(format!("sees in {word}: {seen}")))
    }

    fn why(&self, page: &mut Page<'_>, name: &str, value: &str, why: Option<&Why>) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let Some(why) = why else { return field(page, name, &Text::plain(value)) };
        let words = why.start.zip(why.end).map(|(start, end)| quoted(self.sheet.str(Span { start, end })));
        let at = words.map(|words| format!(", at {words}")).unwrap_or_default();
        field(page, name, &Text::plain(format!("{value}: {}{at}", gloss::decided(&why.by))))
    }

    /// Who says so, innermost first.
    fn chain(&self, page: &mut Page<'_>, claims: &[String]) -> io::Result<()> {
        for (n, id) in claims.iter().enumerate() {
            let Some(claim) = self.sheet.coding.claim(id) else { continue };
            let mut text = self.sheet.source(&claim.source);
            let cue = claim.cue.as_ref().map(|cue| format!(", {}", quoted(&cue.text))).unwrap_or_default();
            text.push(Style::new(), format!(" {}{cue}", gloss::stance(claim.stance)));
            text.push(FAINT, format!(" ({id}: {})", gloss::decided(&claim.evidence.by)));
            field(page, if n == 0 { "according to" } else { "as told by" }, &text)?;
        }
        Ok(())
    }

    fn tree(&self, page: &mut Page<'_>, evidence: &Evidence, marked: Span) -> io::Result<()> {
        let Some(sentence) = self.analysed(evidence) else {
            let why =
                "the tree is not drawn: this version splits the text into other sentences than the one that coded it";
            return page.text(MARGIN, &Text::styled(FAINT, why));
        };
        page.blank()?;
        let (from, to) = (self.sheet.points.byte(marked.start), self.sheet.points.byte(marked.end));
        let inside = |t: &depesche_record::Token| from <= t.range.start && t.range.end <= to;
        let words: Vec<usize> =
            (0..sentence.tokens.len()).filter(|i| sentence.tokens.get(*i).is_some_and(inside)).collect();
        tree::draw(page, MARGIN, sentence, if words.len() == sentence.tokens.len() { &[] } else { &words })?;
        page.blank()?;
        let by = &self.sheet.coding.produced_by;
        let versions = format!("coded by depesche {}, model {}, tables {}", by.program, by.model, by.knowledge);
        page.text(MARGIN, &Text::styled(FAINT, versions))?;
        if by.model != self.analysis.model {
            let other = format!("the tree and the model's view are those of {}", self.analysis.model);
            page.text(MARGIN, &Text::styled(FAINT, other))?;
        }
        Ok(())
    }

    /// The analysed sentence that evidence names, if it lies where the record says.
    fn analysed(&self, evidence: &Evidence) -> Option<&Sentence> {
        let sentence = self.analysis.sentences.get(evidence.sentence)?;
        (self.sheet.points.span(sentence.range) == self.sheet.sentence(evidence.sentence)).then_some(sentence)
    }

    /// The first word of a span.
    fn token(&self, evidence: &Evidence, span: Span) -> Option<(&Sentence, usize)> {
        let sentence = self.analysed(evidence)?;
        let byte = self.sheet.points.byte(span.start);
        Some((sentence, sentence.tokens.iter().position(|t| t.range.start == byte)?))
    }
}

fn field(page: &mut Page<'_>, name: &str, text: &Text) -> io::Result<()> {
    page.put(&Text::styled(STRONG, format!("{}{name}", " ".repeat(MARGIN))), FIELD + MARGIN, text)
}

fn mark(span: Span, label: &str, style: Style) -> Mark {
    Mark { span, label: label.to_owned(), style }
}

fn scored(evidence: &Evidence) -> String {
    format!(" (score {:.2})", evidence.score)
}

fn pad(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(", {}", one_line(words)) }
}
