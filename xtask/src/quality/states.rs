//! The exchange of states' names: each for another one of the same grammatical form, everywhere in an article.
//!
//! The table and the rules of its forms are those of the training: `training/states.tsv`, `Swap` in `training/events.py`.

use super::chance::Chance;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Capitals of two words, of which the table holds one: an exchange would leave the other.
const HALVES: [&str; 2] = ["Addis", "Delhi"];
/// What may follow a German form.
const ENDINGS: [&str; 7] = ["", "e", "em", "en", "er", "es", "s"];

/// A state's names in one language.
#[derive(Debug)]
pub struct State {
    /// States of one group have names of the same form.
    pub group: String,
    /// Name, adjective and capital.
    pub names: [String; 3],
}

/// The states whose three names are all in the table.
pub fn read(root: &Path, language: &str) -> Result<Vec<State>> {
    let text = std::fs::read_to_string(root.join("training/states.tsv"))?;
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().context("training/states.tsv is empty")?;
    let column = |name: &str| head.iter().position(|h| *h == name).with_context(|| format!("no column {name}"));
    let group = column("group")?;
    let columns =
        [column(language)?, column(&format!("{language}_adjective"))?, column(&format!("{language}_capital"))?];
    let whole = |row: &Vec<&str>| columns.iter().all(|&c| row[c] != "-" && !HALVES.contains(&row[c]));
    let state = |row: Vec<&str>| State { group: row[group].to_owned(), names: columns.map(|c| row[c].to_owned()) };
    Ok(lines.filter(whole).map(state).collect())
}

/// Which state of a list takes the name of which, by their positions: inside each group every state that
/// is not barred takes another's.
pub fn draw(states: &[State], barred: &BTreeSet<usize>, chance: &mut Chance) -> BTreeMap<usize, usize> {
    let groups: BTreeSet<&str> = states.iter().map(|s| s.group.as_str()).collect();
    let mut out = BTreeMap::new();
    for group in groups {
        let free = |i: &usize| states[*i].group == group && !barred.contains(i);
        let mut members: Vec<usize> = (0..states.len()).filter(free).collect();
        chance.shuffle(&mut members);
        if members.len() < 2 {
            continue;
        }
        for (i, &state) in members.iter().enumerate() {
            out.insert(state, members[(i + 1) % members.len()]);
        }
    }
    out
}

/// A text with its states exchanged.
#[derive(Debug)]
pub struct Exchanged {
    /// The text.
    pub text: String,
    /// Where each code point of the old text, and its end, now stands; inside an exchanged word: where that begins.
    pub places: Vec<usize>,
    /// Pieces of the old text that were exchanged, in code points.
    pub words: Vec<(usize, usize)>,
}

/// Exchanges all names of states in a text.
pub fn exchange(text: &str, states: &[State], taken: &BTreeMap<usize, usize>, language: &str) -> Exchanged {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Exchanged { text: String::with_capacity(text.len()), places: Vec::new(), words: Vec::new() };
    let (mut n, mut i) = (0, 0);
    while i < chars.len() {
        let end = word_end(&chars, i, language);
        let word: String = chars[i..end].iter().collect();
        let new = form(&word, states, language).and_then(|f| Some(f.with(&states[*taken.get(&f.state)?])));
        if let Some(new) = new {
            out.places.extend(std::iter::repeat_n(n, end - i));
            out.words.push((i, end));
            n += new.chars().count();
            out.text.push_str(&new);
        } else {
            out.places.extend(n..n + end - i);
            n += end - i;
            out.text.push_str(&word);
        }
        i = end;
    }
    out.places.push(n);
    out
}

/// The states that a text names, as positions in the list.
pub fn named(text: &str, states: &[State], language: &str) -> BTreeSet<usize> {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut i) = (BTreeSet::new(), 0);
    while i < chars.len() {
        let end = word_end(&chars, i, language);
        let word: String = chars[i..end].iter().collect();
        out.extend(form(&word, states, language).map(|f| f.state));
        i = end;
    }
    out
}

/// The end of the word, or of the single other character, that begins at `start`.
/// A German compound with hyphens is one word, as in the tokens that training sees.
fn word_end(chars: &[char], start: usize, language: &str) -> usize {
    let mut end = start;
    while end < chars.len() {
        let inner = language == "de"
            && chars[end] == '-'
            && end > start
            && chars.get(end + 1).is_some_and(|c| c.is_alphabetic());
        if !chars[end].is_alphanumeric() && !inner {
            break;
        }
        end += 1;
    }
    end.max(start + 1)
}

/// A word seen as the form of a state's name.
#[derive(Debug)]
struct Form {
    state: usize,
    name: usize,
    capital: bool,
    tail: String,
}

impl Form {
    /// The same form of another state's name.
    fn with(&self, state: &State) -> String {
        let mut letters = state.names[self.name].chars();
        let first = letters.next().unwrap_or_default();
        let first = if self.capital { first.to_uppercase().to_string() } else { first.to_string() };
        format!("{first}{}{}", letters.as_str(), self.tail)
    }
}

/// Which form of which state's name a word is: `russischen` is one, `Russlands` too, `Moskauer` is none.
/// The longest name wins.
fn form(word: &str, states: &[State], language: &str) -> Option<Form> {
    let capital = word.chars().next()?.is_uppercase();
    let lower: String = word.chars().take(1).flat_map(char::to_lowercase).chain(word.chars().skip(1)).collect();
    for stem in [word, &lower] {
        let mut found: Option<(usize, usize, &str)> = None;
        for (state, row) in states.iter().enumerate() {
            for (name, written) in row.names.iter().enumerate() {
                let Some(tail) = stem.strip_prefix(written.as_str()) else { continue };
                let named = stem.chars().next().is_some_and(char::is_uppercase);
                if fits(tail, named, language) && found.is_none_or(|(_, _, old)| tail.len() < old.len()) {
                    found = Some((state, name, tail));
                }
            }
        }
        if let Some((state, name, tail)) = found {
            return Some(Form { state, name, capital, tail: tail.to_owned() });
        }
    }
    None
}

/// Whether a name may go on so: in German, adjectives take endings, names of states only `-s`, and both a hyphen.
fn fits(tail: &str, named: bool, language: &str) -> bool {
    if language != "de" {
        return tail.is_empty();
    }
    let ending = tail.split('-').next().unwrap_or_default();
    ENDINGS.contains(&ending) && (!named || matches!(ending, "" | "s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<State> {
        let state = |names: [&str; 3]| State { group: "bare".to_owned(), names: names.map(str::to_owned) };
        vec![state(["Russland", "russisch", "Moskau"]), state(["Polen", "polnisch", "Warschau"])]
    }

    #[test]
    fn forms_keep_their_endings_and_places_are_known() {
        let text = "Russlands Heer und die Russland-Politik: Polnische und russische Moskauer in Moskau.";
        let taken = BTreeMap::from([(0, 1), (1, 0)]);
        let new = exchange(text, &table(), &taken, "de");
        assert_eq!(new.text, "Polens Heer und die Polen-Politik: Russische und polnische Moskauer in Warschau.");
        assert_eq!(new.places[10], 7);
        assert_eq!(new.places[text.chars().count()], new.text.chars().count());
        assert_eq!(new.words.len(), 5);
    }

    #[test]
    fn every_state_takes_another_name() {
        let taken = draw(&table(), &BTreeSet::new(), &mut Chance::new(1));
        assert_eq!(taken, BTreeMap::from([(0, 1), (1, 0)]));
    }
}
