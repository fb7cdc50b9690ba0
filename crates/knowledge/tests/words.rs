//! Lookups by word in both languages, and what every row must keep.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use depesche_knowledge::{CuePos, Knowledge, Pos};
use depesche_record::Language::{self, English, German};

fn knowledge() -> &'static Knowledge {
    Knowledge::embedded().expect("the tables open")
}

/// PLOVER types of a word's readings.
fn types(language: Language, lemma: &str, pos: Pos) -> Vec<&'static str> {
    knowledge().acts(language, lemma, pos).iter().filter_map(|act| Some(act.class?.kind.as_str())).collect()
}

#[test]
fn acts_by_lemma() {
    for (language, lemma, pos, kind) in [
        (German, "liefern", Pos::Verb, "AID"),
        (German, "verurteilen", Pos::Verb, "ACCUSE"),
        (German, "einmarschieren", Pos::Verb, "ASSAULT"),
        (German, "Abzug", Pos::Noun, "RETREAT"),
        (German, "Drohung", Pos::Noun, "THREATEN"),
        (English, "condemn", Pos::Verb, "ACCUSE"),
        (English, "invade", Pos::Verb, "ASSAULT"),
        (English, "withdrawal", Pos::Noun, "RETREAT"),
        (English, "visit", Pos::Noun, "CONSULT"),
    ] {
        let found = types(language, lemma, pos);
        assert!(found.contains(&kind), "{lemma}: {found:?}");
    }
    assert!(types(German, "Suppe", Pos::Noun).is_empty());
    assert!(types(English, "liefern", Pos::Verb).is_empty());
}

#[test]
fn compounds_are_found_by_their_heads() {
    for (lemma, modifier, kind) in [
        ("Truppenabzug", "Truppen", "RETREAT"),
        ("US-Sanktion", "US", "SANCTION"),
        ("Friedensverhandlung", "Friedens", "CONSULT"),
    ] {
        let (found, acts) = knowledge().noun_head(German, lemma).expect(lemma);
        assert_eq!(found, modifier, "{lemma}");
        assert!(acts.iter().any(|act| act.class.is_some_and(|class| class.kind == kind)), "{lemma}");
    }
    assert!(knowledge().noun_head(German, "Abzug").is_none(), "a word is no compound of itself");
}

#[test]
fn categories_of_things() {
    for (language, word, category) in [
        (German, "Panzer", "weapons"),
        (German, "Kampfpanzer", "weapons"),
        (German, "Waffen", "weapons"),
        (German, "Artilleriegranate", "ammunition"),
        (English, "missile", "missiles"),
        (English, "shell", "ammunition"),
    ] {
        let ids: Vec<&str> = knowledge().category(language, word).iter().map(|row| row.id.as_str()).collect();
        assert!(ids.contains(&category), "{word}: {ids:?}");
    }
    assert!(knowledge().category(German, "Luftwaffe").iter().all(|row| row.id != "weapons"), "the longer word decides");
}

#[test]
fn cues_and_modals() {
    let stances = |language, lemma, pos| -> Vec<&'static str> {
        knowledge().cues(language, lemma, pos).map(|cue| cue.row.stance.as_str()).collect()
    };
    assert!(stances(German, "vorwerfen", CuePos::Verb).contains(&"accuse"));
    assert!(stances(German, "Forderung", CuePos::Noun).contains(&"demand"));
    assert!(stances(English, "deny", CuePos::Verb).contains(&"deny"));
    assert!(stances(English, "deny", CuePos::Noun).is_empty(), "the part of speech counts");
    let tokens = ["Das", "ist", "nach", "Angaben", "der", "Polizei", "so"];
    let (n_tokens, cues) = knowledge().cue_phrases_at(German, &tokens, &tokens, 2).expect("nach Angaben");
    assert!(n_tokens >= 2 && !cues.is_empty());
    assert!(!knowledge().modals(German, "sollen").is_empty());
    assert!(!knowledge().modals(English, "might").is_empty());
}

#[test]
fn roles_by_noun_and_compound() {
    for (language, lemma, tail, modifiers, sector) in [
        (German, "Verteidigungsminister", "Verteidigungsminister", &[][..], "MIL"),
        (German, "US-Außenminister", "Außenminister", &["US"][..], "GOV"),
        (German, "Digitalminister", "Minister", &["Digital"][..], "GOV"),
        (German, "Präsidentin", "Präsidentin", &[][..], "GOV"),
        (German, "UN-Digitalminister", "Minister", &["UN", "Digital"][..], "GOV"),
        (English, "president", "president", &[][..], "GOV"),
        (English, "rebel", "rebel", &[][..], "REB"),
    ] {
        let hit = knowledge().role(language, lemma).expect(lemma);
        assert_eq!((hit.lemma, hit.row.sector.as_str()), (tail, sector), "{lemma}");
        assert_eq!(hit.modifiers, modifiers, "{lemma}");
    }
    assert!(knowledge().role(German, "Vorrat").is_none(), "no council");
}

#[test]
fn roles_of_several_words() {
    let forms = ["the", "US", "secretary", "of", "state", "met", "the", "defence", "minister"];
    let hits = knowledge().find_roles(English, &forms, &forms);
    let found: Vec<_> = hits.iter().map(|hit| (hit.start, hit.end, hit.lemma)).collect();
    assert_eq!(found, [(2, 5, "secretary of state"), (7, 9, "defence minister")]);
}

#[test]
fn cities_and_regions() {
    let first = |language, name: &str| knowledge().cities(language, name).first().map(|city| city.country.as_ref());
    for (name, country) in
        [("Moskau", "RUS"), ("Kiew", "UKR"), ("Peking", "CHN"), ("Charkiw", "UKR"), ("Wien", "AUT"), ("Bachmut", "UKR")]
    {
        assert_eq!(first(German, name), Some(country), "{name}");
    }
    for (name, country) in [("Moscow", "RUS"), ("Kiev", "UKR"), ("Kharkiv", "UKR"), ("Rafah", "PSE"), ("Paris", "FRA")]
    {
        assert_eq!(first(English, name), Some(country), "{name}");
    }
    assert_eq!(first(English, "Wien"), None, "an exonym belongs to its language");
    let populations: Vec<u32> = knowledge().cities(English, "London").iter().map(|city| city.population).collect();
    assert!(populations.len() > 1 && populations.is_sorted_by(|a, b| a >= b), "most populous first: {populations:?}");
    assert_eq!(knowledge().region(German, "Rotes Meer").map(|row| row.precision.as_str()), Some("area"));
    assert_eq!(knowledge().region(English, "Crimea").map(|row| row.country.as_str()), Some("UKR"));
}

#[test]
fn office_holders_by_name_and_year() {
    let person = |name, on| knowledge().person(German, name, Some(on));
    let who = |name, on| person(name, on).map(|hit| (hit.office.state.as_str(), hit.sector().unwrap_or_default()));
    assert_eq!(who("Putin", "2024-10-25"), Some(("RUS", "GOV")));
    assert_eq!(who("Putins", "2024-10-25"), Some(("RUS", "GOV")), "genitive");
    assert_eq!(who("Putin", "1962-10-25"), None, "not yet in office");
    assert_eq!(who("Nikita Chruschtschow", "1962-10-25"), Some(("SUN", "GOV")));
    assert_eq!(who("Castro", "1962-10-25"), Some(("CUB", "GOV")));
    assert_eq!(who("Kennedy", "2024-10-25"), None, "another Kennedy");
    assert_eq!(who("Erika Mustermann", "2024-10-25"), None);
    let office = |name, on| person(name, on).map(|hit| hit.person.entity.as_str());
    assert_eq!(office("Bush", "1990-08-02"), Some("person:bush-george-h-w"));
    assert_eq!(office("Bush", "2003-03-20"), Some("person:bush-george-w"));
    assert_eq!(office("Mark Rutte", "2024-11-01"), office("Mark Rutte", "2015-01-01"));
}

#[test]
fn states_have_names_in_both_languages() {
    let nameless: Vec<&str> = knowledge()
        .tables()
        .states
        .iter()
        .filter_map(|row| knowledge().entity(&row.entity))
        .filter(|entity| entity.german.is_empty() || entity.english.is_empty())
        .map(|entity| entity.id)
        .collect();
    assert!(nameless.is_empty(), "{nameless:?}");
    assert_eq!(knowledge().state("DEU").map(|state| (state.german, state.english)), Some(("Deutschland", "Germany")));
    assert!(knowledge().state("XXX").is_none());
}

/// Separable prefixes of German verbs that may stand apart from them.
const PREFIXES: [&str; 42] = [
    "zusammen",
    "entgegen",
    "gegenüber",
    "auseinander",
    "gefangen",
    "nieder",
    "zurück",
    "wieder",
    "weiter",
    "herunter",
    "heraus",
    "herein",
    "hinaus",
    "voraus",
    "vorbei",
    "hervor",
    "statt",
    "durch",
    "unter",
    "über",
    "hinweg",
    "empor",
    "fest",
    "frei",
    "fort",
    "bloß",
    "nach",
    "aus",
    "auf",
    "ein",
    "vor",
    "bei",
    "mit",
    "weg",
    "hin",
    "her",
    "um",
    "ab",
    "an",
    "zu",
    "los",
    "nahe",
];

/// Whether some word of an example may be a form of the lexeme: they begin with the same consonants, or vowel.
///
/// Strong verbs change all that follows (`werfen`, `warf`), so this finds wrong examples, not wrong forms.
fn shows(example: &str, lemma: &str) -> bool {
    let example = example.to_lowercase();
    let words: Vec<&str> = example.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let onset = |word: &str| -> String {
        let n_consonants = word.chars().take_while(|c| !"aeiouäöüy".contains(*c)).count();
        word.chars().take(n_consonants.clamp(1, 2)).collect()
    };
    let form_of = |stem: &str| {
        let stem = if stem == "go" && words.contains(&"went") { "went" } else { stem };
        words.iter().any(|word| {
            let bare = word.strip_prefix("ge").unwrap_or(word);
            word.starts_with(&onset(stem)) || bare.starts_with(&onset(stem)) || word.contains(stem)
        })
    };
    let whole = |stem: &str| words.iter().any(|word| word.contains(&stem.chars().take(4).collect::<String>()));
    lemma.to_lowercase().split([' ', '-']).all(|part| {
        let apart = PREFIXES.iter().find_map(|prefix| Some((*prefix, part.strip_prefix(prefix)?)));
        let separated = apart.is_some_and(|(prefix, stem)| {
            !stem.is_empty()
                && words.iter().any(|word| word.starts_with(prefix) || word.ends_with(prefix))
                && form_of(stem)
        });
        whole(part) || separated || form_of(part)
    })
}

#[test]
fn examples_show_their_lexemes() {
    let (mut n_rows, mut wrong) = (0, Vec::new());
    for language in [German, English] {
        let words = knowledge().words(language);
        for act in words.verbs.iter().chain(&words.nouns) {
            n_rows += 1;
            if !shows(&act.example, &act.lemma) {
                wrong.push(format!("{}: {}", act.lemma, act.example));
            }
        }
        for cue in &words.cues {
            n_rows += 1;
            if !shows(&cue.example, &cue.lemma) {
                wrong.push(format!("{}: {}", cue.lemma, cue.example));
            }
        }
    }
    assert!(n_rows > 1000, "only {n_rows} rows");
    assert!(wrong.is_empty(), "{} of {n_rows} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_check_of_examples_can_fail() {
    assert!(shows("Seoul warf Pjöngjang vor, zu lügen.", "vorwerfen"));
    assert!(shows("Die Truppen sind einmarschiert.", "einmarschieren"));
    assert!(!shows("Die Regierung schweigt.", "liefern"));
    assert!(!shows("He said nothing.", "call off"));
}
