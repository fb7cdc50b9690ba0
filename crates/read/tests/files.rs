//! Every file of `tests/read/files`, read as the command would read it; what comes out is kept beside it as a snapshot.
#![allow(clippy::unwrap_used, reason = "a test may stop where its material is not as it should be")]

use depesche_read::{Identified, Item, ReadError, Source, list, parse_day, read, read_bytes};
use depesche_record::{Language, Metadata, Notice};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/read")
}

/// A stand-in for the language engine: counts small words.
fn by_small_words(text: &str) -> Identified {
    let count = |words: &[&str]| text.split_whitespace().filter(|word| words.contains(word)).count();
    let german = count(&["der", "die", "das", "und", "Der", "Die"]);
    let english = count(&["the", "and", "of", "The"]);
    let french = count(&["le", "la", "et", "à", "Le"]);
    match [german, english, french].iter().max() {
        Some(0) | None => Identified::Unclear,
        Some(&most) if most == german => Identified::Supported(Language::German),
        Some(&most) if most == english => Identified::Supported(Language::English),
        Some(_) => Identified::Other("French".into()),
    }
}

fn show_notice(notice: &Notice) -> String {
    let span = notice.start.zip(notice.end).map(|(start, end)| format!(" ({start}-{end})"));
    format!("notice      {}{}\n", notice.message, span.unwrap_or_default())
}

/// What was read, for eyes; hashes are left out except that of the bytes, which shows what was hashed.
fn show(item: Result<Item, ReadError>) -> String {
    let reading = match item {
        Err(error) => return format!("error       {error}\nid of error {:?}\n", error.external_id),
        Ok(Item::Conllu(conllu)) => return format!("conllu      {:?}\n{}", conllu.meta.external_id, conllu.content),
        Ok(Item::Document(reading)) => reading,
    };
    let doc = reading.document;
    let mut shown = String::new();
    let date = doc.date.zip(doc.date_from).map(|(date, from)| format!("{date}, from {from}"));
    let fields = [
        ("external_id", doc.external_id),
        ("title", doc.title),
        ("date", date),
        ("outlet", doc.outlet),
        ("url", doc.url),
        ("author", doc.author),
        ("credits", Some(doc.credits.join(", ")).filter(|credits| !credits.is_empty())),
    ];
    writeln!(shown, "language    {} {}", doc.language, doc.text_from).unwrap();
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(shown, "{name:11} {value}").unwrap();
        }
    }
    shown.extend(reading.notices.iter().map(show_notice));
    writeln!(shown, "text        {:?}", doc.text).unwrap();
    shown
}

#[test]
fn files() {
    let mut paths: Vec<PathBuf> =
        folder().join("files").read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 15);
    std::env::set_current_dir(folder().join("files")).unwrap();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let source = Source::file(&name);
        let shown: Vec<String> = read(&source, &Metadata::default(), &by_small_words).map(show).collect();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown.join("\n"));
        });
    }
}

#[test]
fn a_folder_gives_known_endings_and_names_the_rest() {
    let listing = list(&[folder().join("files")]);
    let names: Vec<String> = listing.sources.iter().filter_map(Source::external_id).collect();
    assert!(names.is_sorted() && names.contains(&"page.html".to_owned()));
    assert_eq!(listing.skipped.iter().map(|path| path.file_name().unwrap()).collect::<Vec<_>>(), ["picture.png"]);
    assert!(listing.errors.is_empty());
}

#[test]
fn flags_go_before_the_head() {
    let flags = Metadata {
        title: Some("Flag".into()),
        date: Some("26.10.2024".into()),
        language: Some(Language::English),
        ..Metadata::default()
    };
    let file = "Title: Head\nDate: 2024-10-25\nOutlet: Bote\nLanguage: de\n\nText.";
    let source = Source::Stdin;
    let items: Vec<_> = read_bytes(file.as_bytes(), &source, &flags, &by_small_words).collect();
    assert_eq!(items.len(), 1);
    let Ok(Item::Document(reading)) = &items[0] else { unreachable!("{items:?}") };
    let doc = &reading.document;
    assert_eq!((doc.title.as_deref(), doc.outlet.as_deref()), (Some("Flag"), Some("Bote")));
    assert_eq!((doc.date.as_deref(), doc.date_from.as_deref()), (Some("2024-10-26"), Some("flag")));
    assert_eq!((doc.language, doc.external_id.as_deref()), (Language::English, None));
    let flags = Metadata { date: Some("2024-02-30".into()), ..flags };
    let error = read_bytes(file.as_bytes(), &source, &flags, &by_small_words).next().unwrap().unwrap_err();
    insta::assert_snapshot!(error, @r#"cannot read standard input: the date "2024-02-30" (flag) is impossible: there is no day 30 in 2024-02; write the day as 2024-10-25"#);
}

#[test]
fn what_is_too_large_is_refused_and_the_rest_read() {
    let flags = Metadata::default();
    let first_error = |bytes: &[u8], name: &str| {
        let source = Source::file(name);
        let error = read_bytes(bytes, &source, &flags, &by_small_words).find_map(Result::err);
        error.map(|error| error.to_string()).unwrap_or_default()
    };
    let line = "Der Minister und die Partei. ".repeat(50_000_000 / 29);
    insta::assert_snapshot!(first_error(line.as_bytes(), "line.txt"), @"cannot read line.txt: the file has 49.9 MB and the limit is 16.0 MB; split it, or give JSON Lines with a row for each article");
    insta::assert_snapshot!(first_error(&line.as_bytes()[..6_000_000], "line.txt"), @"cannot read line.txt: the text has 6.0 MB and the limit is 5.0 MB; split it, or give JSON Lines with a row for each article");
    let rows = format!("{{\"text\": \"{line}\"}}\n{{\"id\": \"b\", \"text\": \"Der Rat und die Partei.\"}}\n");
    insta::assert_snapshot!(first_error(rows.as_bytes(), "rows.jsonl"), @"cannot read rows.jsonl:1: the row has 49.9 MB and the limit is 16.0 MB; split it, or give JSON Lines with a row for each article");
    let source = Source::file("rows.jsonl");
    let last = read_bytes(rows.as_bytes(), &source, &flags, &by_small_words).last();
    assert!(matches!(last, Some(Ok(Item::Document(reading))) if reading.document.external_id.as_deref() == Some("b")));
    let nested = "<div>".repeat(100_000);
    insta::assert_snapshot!(first_error(nested.as_bytes(), "deep.html"), @"cannot read deep.html: the page nests its elements 100000 deep; save the article's text as a .txt file");
    let missing = read(&Source::file("none.txt"), &flags, &by_small_words).find_map(Result::err).unwrap().to_string();
    insta::assert_snapshot!(missing, @"cannot read none.txt: there is no such file; check the path");
}

/// The tables of `tests/read/dates.md`.
#[test]
fn dates() {
    let page = std::fs::read_to_string(folder().join("dates.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| text |"));
    let mut n_rows = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let read = parse_day(cells[0]).map_or_else(|fault| fault.to_string(), |day| day.to_string());
        assert_eq!(read, cells[1], "{row}");
        n_rows += 1;
    }
    assert!(n_rows > 25);
}
