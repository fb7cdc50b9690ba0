//! What holds for every text: places, trees, and no panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use depesche_language::{Engine, conllu, identify};
use depesche_record::{Analysis, Language, Sentence};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().expect("models fit"));

fn analyse(text: &str, language: Language) -> Analysis {
    let analysis = ENGINE.analyse(text, language);
    check_places(text, &analysis);
    for sentence in &analysis.sentences {
        check_tree(sentence);
        check_lists(sentence);
    }
    analysis
}

/// Tokens lie in their sentences, in order, on character boundaries; between them there is nothing to read.
fn check_places(text: &str, analysis: &Analysis) {
    let mut at = 0;
    for sentence in &analysis.sentences {
        assert!(!sentence.tokens.is_empty());
        assert!(sentence.range.start >= at, "sentences overlap");
        for token in &sentence.tokens {
            assert!(sentence.range.contains(token.range));
            let surface = text.get(token.range.start..token.range.end).expect("a token on character boundaries");
            assert!(!surface.is_empty() && !surface.contains(char::is_whitespace), "{surface:?}");
            // The words of "im" share their place; all others begin where the last one ended or later.
            let shares = token.part.is_some_and(|p| p > 0);
            assert!(shares || token.range.start >= at);
            let gap = text.get(at..token.range.start).unwrap_or_default();
            assert!(!gap.contains(char::is_alphanumeric), "{gap:?} was skipped");
            at = token.range.end;
        }
    }
    assert!(!text[at..].contains(char::is_alphanumeric), "{:?} was skipped", &text[at..]);
}

/// One root, and every word reaches it.
fn check_tree(sentence: &Sentence) {
    let tokens = &sentence.tokens;
    assert_eq!(tokens.iter().filter(|t| t.head.is_none()).count(), 1);
    assert_eq!(tokens.iter().filter(|t| t.deprel == "root").count(), 1);
    for start in 0..tokens.len() {
        let mut steps = 0;
        let mut at = start;
        while let Some(head) = tokens[at].head {
            at = head;
            steps += 1;
            assert!(steps <= tokens.len(), "a cycle");
        }
    }
}

fn check_lists(sentence: &Sentence) {
    let n = sentence.tokens.len();
    assert_eq!(sentence.signals.len(), n);
    let mut end = 0;
    for name in &sentence.names {
        assert!(end <= name.start && name.start < name.end && name.end <= n);
        end = name.end;
    }
    for link in &sentence.links {
        assert!(link.anchor < n);
        for role in [&link.actor, &link.recipient, &link.source, &link.content] {
            assert_eq!(role.len(), n);
            assert!(role.iter().all(|p| (0.0..=1.0).contains(p)));
        }
    }
}

fn language() -> impl Strategy<Value = Language> {
    prop_oneof![Just(Language::German), Just(Language::English)]
}

/// Pieces of news, so that texts meet the rules and not only the fall-backs.
fn newsy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Am"),
        Just("11."),
        Just("August"),
        Just("z. B."),
        Just("„"),
        Just("“"),
        Just("im"),
        Just("1.500"),
        Just("Soldaten"),
        Just("don't"),
        Just("U.S."),
        Just("Nr. 5."),
        Just("»Nein!«"),
        Just("…"),
        Just("\n"),
        Just("\n\n- "),
        Just("zum"),
        Just("sagte er."),
        Just("Wirtschafts- und"),
        Just("can’t"),
        Just("a\u{301}"),
        Just("so\u{ad}zial"),
        Just("@user"),
        Just("https://example.org/a?b=c."),
        Just("(dpa)"),
        Just("👩‍👩‍👧"),
    ];
    prop::collection::vec((piece, prop_oneof![Just(" "), Just(""), Just("\u{a0}")]), 0..40)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_has_a_sound_analysis(text in "\\PC{0,120}", language in language()) {
        analyse(&text, language);
    }

    #[test]
    fn control_characters_and_all_planes_do_no_harm(text in prop::collection::vec(any::<char>(), 0..60), language in language()) {
        let text: String = text.into_iter().collect();
        // Symbols of every kind may be skipped or not; only panics and broken trees count here.
        for sentence in &ENGINE.analyse(&text, language).sentences {
            check_tree(sentence);
        }
        let _ = identify(&text);
    }

    #[test]
    fn news_like_texts_have_a_sound_analysis(text in newsy(), language in language()) {
        analyse(&text, language);
    }

    #[test]
    fn conllu_written_is_read_again(text in newsy(), language in language()) {
        let analysis = analyse(&text, language);
        let gold = conllu::read(&conllu::write(&analysis, &text, &[])).expect("our own CoNLL-U");
        prop_assert_eq!(gold.sentences.len(), analysis.sentences.len());
        let again = ENGINE.analyse_gold(&gold, language);
        for (a, b) in analysis.sentences.iter().zip(&again.sentences) {
            let forms = |s: &Sentence| s.tokens.iter().map(|t| (t.form.clone(), t.part)).collect::<Vec<_>>();
            prop_assert_eq!(forms(a), forms(b));
            check_tree(b);
        }
    }
}

#[test]
fn a_batch_does_not_show() {
    let text = "Seoul warnte. Der Minister sagte am Montag, er habe nichts gewusst. Das Parlament stimmte zu. Nein.";
    let whole = ENGINE.analyse(text, Language::German);
    for sentence in &whole.sentences {
        let alone = ENGINE.analyse(sentence.range.of(text), Language::German);
        let strip =
            |s: &Sentence| (s.tokens.iter().map(|t| (t.lemma.clone(), t.head)).collect::<Vec<_>>(), s.signals.clone());
        assert_eq!(strip(&alone.sentences[0]), strip(sentence));
    }
}

#[test]
fn very_long_sentences_and_words_are_cut_safely() {
    let list = "Deutschland, Frankreich und ".repeat(2000);
    let analysis = analyse(&list, Language::German);
    assert!(analysis.sentences.len() > 10);
    let word = "a".repeat(100_000);
    let analysis = analyse(&word, Language::English);
    let token = &analysis.sentences[0].tokens[0];
    assert_eq!((token.range.end, token.form.len()), (word.len(), 200));
    let marks = "!\"".repeat(5000);
    assert!(analyse(&marks, Language::English).sentences.iter().all(|s| s.tokens.len() <= 201));
    // Given sentences are never cut, however long.
    let mut gold = String::new();
    for i in 1..=1500 {
        gold.push_str(&format!("{i}\tFrankreich\t_\t_\t_\t_\t_\t_\t_\t_\n"));
    }
    let analysis = ENGINE.analyse_gold(&conllu::read(&gold).expect("well formed"), Language::German);
    assert_eq!((analysis.sentences.len(), analysis.sentences[0].tokens.len()), (1, 1500));
    check_tree(&analysis.sentences[0]);
    check_lists(&analysis.sentences[0]);
}

#[test]
fn an_empty_text_has_no_sentences() {
    for text in ["", " \n\t\u{a0}", "\u{feff}", "\u{0}"] {
        assert!(analyse(text, Language::German).sentences.is_empty(), "{text:?}");
    }
}
