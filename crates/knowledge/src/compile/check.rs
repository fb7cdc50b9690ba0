//! Checks what a type cannot say: unique ids, references that resolve, words of closed lists.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use depesche_record::{Auxiliary, Certainty, Context, EventType, Polarity, Sector, Stance, modes_of};

use super::load::{Loaded, LoadedWords, Row, Rows};
use super::people;
use super::problem::Problem;
use crate::schema::{ActRow, ClassRow, Need, Slot};

/// Codes that stand for no state.
const NO_STATE: [&str; 7] = ["UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"];
/// Slots that are no prepositions.
const SLOTS: [&str; 7] = ["subj", "obj", "dat", "gen", "adj", "part", "comp"];
/// Categories found by names, not by words of `objects/`.
const NAME_CATEGORIES: [&str; 3] = ["person", "state", "organisation"];
const CUE_POS: [&str; 5] = ["verb", "noun", "adjective", "preposition", "adverb"];
const MODAL_POS: [&str; 9] =
    ["modal", "verb", "adverb", "adjective", "conjunction", "preposition", "noun", "determiner", "particle"];
const ROLE_KINDS: [&str; 3] = ["person", "group", "body"];
const REGION_PRECISIONS: [&str; 3] = ["point", "region", "area"];

/// Everything wrong with the tables, in the order of the files.
pub fn check(loaded: &Loaded) -> Vec<Problem> {
    let known = Known::of(loaded);
    let mut problems = Vec::new();
    unique(&loaded.classes, |row| &row.id, &mut problems);
    unique(&loaded.categories, |row| &row.id, &mut problems);
    unique(&loaded.states, |row| &row.entity, &mut problems);
    unique(&loaded.organisations, |row| &row.entity, &mut problems);
    unique(&loaded.media, |row| &row.entity, &mut problems);
    unique(&loaded.people, |row| &row.entity, &mut problems);
    unique(&loaded.regions, |row| &row.entity, &mut problems);
    for row in &loaded.classes {
        class(row, &known, &mut problems);
    }
    actors(loaded, &known, &mut problems);
    for words in [&loaded.german, &loaded.english] {
        acts(words, loaded, &known, &mut problems);
        speech(words, &known, &mut problems);
        modality(words, &mut problems);
        names_and_roles(words, &known, &mut problems);
    }
    problems
}

/// What rows may refer to.
struct Known<'l> {
    classes: BTreeSet<&'l str>,
    categories: BTreeSet<&'l str>,
    entities: BTreeSet<&'l str>,
    /// State codes and codes that stand for no state.
    codes: BTreeSet<&'l str>,
}

impl<'l> Known<'l> {
    fn of(loaded: &'l Loaded) -> Self {
        let categories = loaded.categories.iter().map(|row| row.row.id.as_str());
        let codes = loaded.states.iter().map(|row| row.row.code.as_str());
        Self {
            classes: loaded.classes.iter().map(|row| row.row.id.as_str()).collect(),
            categories: categories.chain(NAME_CATEGORIES).collect(),
            entities: loaded.states.iter().map(|row| row.row.entity.as_str()).collect(),
            codes: codes.chain(NO_STATE).collect(),
        }
    }
}

/// Notes a value that is not in a list.
pub(super) fn member<'a, T>(
    row: &Row<T>,
    what: &str,
    value: &str,
    list: impl IntoIterator<Item = &'a str>,
    problems: &mut Vec<Problem>,
) {
    let list: Vec<&str> = list.into_iter().collect();
    if !list.contains(&value) {
        let reason = format!("the row refers to a {what} that is not defined");
        problems.push(row.problem(value, format!("unknown {what} \"{value}\""), reason).suggest(value, list));
    }
}

/// Notes a word that is not in one of the contract's closed lists.
pub(super) fn closed<T, V: FromStr>(row: &Row<T>, what: &str, value: &str, list: &[&str], problems: &mut Vec<Problem>) {
    if V::from_str(value).is_err() {
        let reason = format!("the contract knows no such {what}");
        problems.push(row.problem(value, format!("unknown {what} \"{value}\""), reason).suggest(value, list.to_vec()));
    }
}

macro_rules! words_of {
    ($list:ty) => {
        &<$list>::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>()
    };
}

fn unique<T>(rows: &Rows<T>, id: impl Fn(&T) -> &String, problems: &mut Vec<Problem>) {
    let mut first = BTreeMap::new();
    for row in rows {
        let id = id(&row.row);
        if let Some(file) = first.insert(id, &row.source.file) {
            let reason = format!("an earlier row in {file} has the same id");
            problems.push(row.problem(id, format!("\"{id}\" is defined twice"), reason).hint("rename or join them"));
        }
    }
}

fn slots<T>(row: &Row<T>, lists: &[&[Slot]], problems: &mut Vec<Problem>) {
    for slot in lists.iter().copied().flatten() {
        // Anything else in lower case is a preposition, perhaps of several words.
        let is_slot = SLOTS.contains(&slot.as_str()) || slot.chars().all(|c| c.is_lowercase() || c == ' ');
        if !is_slot || slot.is_empty() {
            let reason = format!("a slot is one of {} or a preposition in lower case", SLOTS.join(" "));
            problems.push(row.problem(slot, format!("unknown slot \"{slot}\""), reason).suggest(slot, SLOTS));
        }
    }
}

fn needs<T>(row: &Row<T>, needs: &[Need], known: &Known, problems: &mut Vec<Problem>) {
    for need in needs {
        slots(row, &[std::slice::from_ref(&need.slot)], problems);
        for id in &need.category {
            member(row, "category", id, known.categories.iter().copied(), problems);
        }
        if need.lemma.is_empty() && need.category.is_empty() && need.slot.is_empty() {
            problems.push(row.problem("", "a need without condition", "it names no slot, lemma or category"));
        }
    }
}

fn class(row: &Row<ClassRow>, known: &Known, problems: &mut Vec<Problem>) {
    let ClassRow { kind, mode, context, cameo, actor, recipient, noun_actor, noun_recipient, object, planned, .. } =
        &row.row;
    closed::<_, EventType>(row, "type", kind, words_of!(EventType), problems);
    if let Ok(kind) = EventType::from_str(kind) {
        for mode in mode {
            member(row, &format!("mode of {kind}"), mode, modes_of(kind), problems);
        }
    }
    for context in context {
        closed::<_, Context>(row, "context", context, words_of!(Context), problems);
    }
    if context.len() > 3 {
        problems.push(row.problem(&context[3], "more than three contexts", "PLOVER's coders give three at most"));
    }
    if !(2..=4).contains(&cameo.len()) || !cameo.chars().all(|c| c.is_ascii_digit()) {
        let reason = "a code has two to four digits and keeps its leading zero";
        problems.push(row.problem(cameo, format!("\"{cameo}\" is no CAMEO code"), reason));
    }
    slots(row, &[actor, recipient, noun_actor, noun_recipient, object], problems);
    if !planned.is_empty() {
        member(row, "class", planned, known.classes.iter().copied(), problems);
    }
}

fn acts(words: &LoadedWords, loaded: &Loaded, known: &Known, problems: &mut Vec<Problem>) {
    for row in words.verbs.iter().chain(&words.nouns) {
        let ActRow { class, needs: conditions, actor, recipient, mode, sure, example, lemma, .. } = &row.row;
        if class != "none" {
            member(row, "class", class, known.classes.iter().copied(), problems);
        }
        let kind = loaded.classes.iter().find(|c| c.row.id == *class).and_then(|c| c.row.kind.parse().ok());
        if let Some(kind) = kind {
            for mode in mode {
                member(row, &format!("mode of {kind}"), mode, modes_of(kind), problems);
            }
        }
        slots(row, &[actor, recipient], problems);
        needs(row, conditions, known, problems);
        if !(0.0..=1.0).contains(sure) {
            problems.push(row.problem(lemma, format!("{sure} is no share"), "`sure` lies between 0 and 1"));
        }
        if example.is_empty() {
            problems.push(row.problem("", format!("\"{lemma}\" has no example"), "every row shows a sentence"));
        }
    }
}

fn speech(words: &LoadedWords, known: &Known, problems: &mut Vec<Problem>) {
    for row in &words.cues {
        let cue = &row.row;
        member(row, "part of speech", &cue.pos, CUE_POS, problems);
        closed::<_, Stance>(row, "stance", &cue.stance, words_of!(Stance), problems);
        closed::<_, Certainty>(row, "certainty", &cue.certainty, words_of!(Certainty), problems);
        closed::<_, Polarity>(row, "polarity", &cue.polarity, words_of!(Polarity), problems);
        for auxiliary in &cue.auxiliary {
            closed::<_, Auxiliary>(row, "auxiliary", auxiliary, words_of!(Auxiliary), problems);
        }
        if !cue.class.is_empty() {
            member(row, "class", &cue.class, known.classes.iter().copied(), problems);
        }
        slots(row, &[&cue.source, &cue.content, &cue.addressee], problems);
        needs(row, &cue.needs, known, problems);
    }
}

fn modality(words: &LoadedWords, problems: &mut Vec<Problem>) {
    let Some(row) = &words.modality else { return };
    let table = &row.row;
    let lists = [&table.modal, &table.hedge, &table.negation, &table.conditional, &table.purpose, &table.past];
    for modal in lists.into_iter().flatten() {
        member(row, "part of speech", &modal.pos, MODAL_POS, problems);
        if !modal.certainty.is_empty() {
            closed::<_, Certainty>(row, "certainty", &modal.certainty, words_of!(Certainty), problems);
        }
        for auxiliary in &modal.auxiliary {
            closed::<_, Auxiliary>(row, "auxiliary", auxiliary, words_of!(Auxiliary), problems);
        }
    }
}

fn actors(loaded: &Loaded, known: &Known, problems: &mut Vec<Problem>) {
    let code = |code: &str| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase());
    for row in &loaded.states {
        if !code(&row.row.code) {
            let reason = "a state has three capital letters, as in ISO 3166";
            problems.push(row.problem(&row.row.code, format!("\"{}\" is no state code", row.row.code), reason));
        }
        if !row.row.sector.is_empty() {
            closed::<_, Sector>(row, "sector", &row.row.sector, words_of!(Sector), problems);
        }
        days(row, &row.row.from, &row.row.until, problems);
        match (row.row.lat, row.row.lon) {
            (Some(lat), Some(lon)) => coordinates(row, lat, lon, problems),
            (None, None) => {}
            _ => problems.push(row.problem(&row.row.entity, "half a coordinate", "`lat` and `lon` go together")),
        }
    }
    for row in &loaded.organisations {
        if !row.row.state.is_empty() {
            member(row, "state code", &row.row.state, known.codes.iter().copied(), problems);
        }
        if !row.row.sector.is_empty() {
            closed::<_, Sector>(row, "sector", &row.row.sector, words_of!(Sector), problems);
        }
        if !row.row.code.starts_with(&row.row.state) {
            let reason = format!("it begins with the state, here \"{}\"", row.row.state);
            problems.push(row.problem(&row.row.code, format!("\"{}\" is no full code", row.row.code), reason));
        }
        if row.row.de.is_empty() && row.row.en.is_empty() {
            problems.push(row.problem(&row.row.entity, "an organisation without a name", "no text can name it"));
        }
        days(row, &row.row.from, &row.row.until, problems);
    }
    people::check(&loaded.people, &known.codes, problems);
    for row in &loaded.media {
        member(row, "state code", &row.row.state, known.codes.iter().copied(), problems);
    }
    for row in &loaded.regions {
        member(row, "precision", &row.row.precision, REGION_PRECISIONS, problems);
        if !row.row.country.is_empty() {
            member(row, "state code", &row.row.country, known.codes.iter().copied(), problems);
        }
        coordinates(row, row.row.lat, row.row.lon, problems);
    }
}

/// Notes degrees that are not on Earth.
fn coordinates<T>(row: &Row<T>, lat: f64, lon: f64, problems: &mut Vec<Problem>) {
    for (name, degrees, most) in [("latitude", lat, 90.0), ("longitude", lon, 180.0)] {
        if !(-most..=most).contains(&degrees) {
            let reason = format!("a {name} lies between -{most} and {most}");
            problems.push(row.problem("", format!("{degrees} is no {name}"), reason));
        }
    }
}

/// Notes days that are not written `1991-12-26`, and an end before the beginning.
fn days<T>(row: &Row<T>, from: &str, until: &str, problems: &mut Vec<Problem>) {
    let is_day = |day: &str| {
        day.len() == 10
            && day.chars().enumerate().all(|(i, c)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() })
    };
    for day in [from, until].into_iter().filter(|day| !day.is_empty() && !is_day(day)) {
        problems.push(row.problem(day, format!("\"{day}\" is no day"), "days are written 1991-12-26"));
    }
    if !until.is_empty() && until < from {
        problems.push(row.problem(until, "it ends before it begins", format!("it begins on {from}")));
    }
}

fn names_and_roles(words: &LoadedWords, known: &Known, problems: &mut Vec<Problem>) {
    for row in &words.states {
        let entity = if row.row.entity.is_empty() { format!("state:{}", row.row.code) } else { row.row.entity.clone() };
        if !known.entities.contains(entity.as_str()) {
            let reason = "actors/states.toml has no such row";
            let value = if row.row.entity.is_empty() { &row.row.code } else { &row.row.entity };
            let problem = row.problem(value, format!("unknown state \"{entity}\""), reason);
            problems.push(problem.suggest(&entity, known.entities.iter().copied()));
        }
        if row.row.names.is_empty() {
            problems.push(row.problem(&row.row.code, "a state without a name", "`names` is empty"));
        }
    }
    let mut seen = BTreeMap::new();
    for row in &words.control {
        for lemma in &row.row.lemma {
            if seen.insert(lemma.to_lowercase(), ()).is_some() {
                let problem = row.problem(lemma, format!("\"{lemma}\" has two rows"), "an earlier row has it too");
                problems.push(problem.hint("a verb has one row of control"));
            }
        }
    }
    let mut seen = BTreeMap::new();
    for row in &words.roles {
        closed::<_, Sector>(row, "sector", &row.row.sector, words_of!(Sector), problems);
        member(row, "kind of role", &row.row.kind, ROLE_KINDS, problems);
        for lemma in &row.row.lemma {
            if seen.insert(lemma.to_lowercase(), ()).is_some() {
                let problem = row.problem(lemma, format!("\"{lemma}\" is a role twice"), "an earlier row has it too");
                problems.push(problem.hint("a word has one role"));
            }
        }
    }
}
