//! What holds for all bytes and texts.
#![allow(clippy::unwrap_used, reason = "a test may stop where its material is not as it should be")]

use depesche_read::{Identified, Item, Source, parse_day, read_bytes};
use depesche_record::{Document, Language, Metadata};
use proptest::prelude::*;

fn german(_: &str) -> Identified {
    Identified::Supported(Language::German)
}

const NAMES: [&str; 6] = ["a.txt", "a.html", "a.jsonl", "a.json", "a.conllu", "a"];

/// Reads everything; gives the documents.
fn documents(bytes: &[u8], name: &str) -> Vec<Document> {
    let (source, flags) = (Source::file(name), Metadata::default());
    let items: Vec<_> = read_bytes(bytes, &source, &flags, &german).collect();
    assert!(!items.is_empty(), "a source gives a document or an error");
    let document = |item: Item| match item {
        Item::Document(reading) => Some(reading.document),
        Item::Conllu(_) => None,
    };
    items.into_iter().filter_map(Result::ok).filter_map(document).collect()
}

/// Pieces that readers have to be careful with.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 21] = [
        b"<",
        b"<p>",
        b"</div><div>",
        b"<script>",
        b"<!--",
        b"<meta charset=utf-16>",
        b"<time datetime=''>",
        b"{\"text\": \"a\"}",
        b"[{",
        b"\"date\": \"2024-02-30\"",
        b"\n",
        b"\r",
        b"\n\n",
        b"Title: ",
        b"(dpa",
        b")",
        b"\xc3\x9f\xe2\x80\x9e",
        b"\xff\xfe",
        b"\xc3",
        b"\0",
        b"Wort ",
    ];
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in 0..NAMES.len()) {
        documents(&bytes, NAMES[name]);
    }

    #[test]
    fn awkward_pieces_never_panic(bytes in pieces(), name in 0..NAMES.len()) {
        documents(&bytes, NAMES[name]);
    }

    #[test]
    fn text_after_a_head_is_kept_letter_for_letter(text in "[a-zäöü„“(). \n]{0,80}[a-zäöü]") {
        let file = format!("Title: a\n\n{text}");
        let docs = documents(file.as_bytes(), "a.txt");
        prop_assert_eq!(&docs[0].text, &text);
        let crlf = file.replace('\n', "\r\n");
        prop_assert_eq!(&documents(crlf.as_bytes(), "a.txt")[0].text, &text);
    }

    #[test]
    fn a_row_is_kept_letter_for_letter(text in "\\PC{0,60}[a-z]", id in "[a-z0-9]{1,8}") {
        let row = serde_json::json!({ "text": text, "id": id }).to_string();
        let docs = documents(format!("{row}\n{row}").as_bytes(), "a.jsonl");
        prop_assert_eq!(docs.len(), 2);
        prop_assert_eq!((&docs[0].text, docs[0].external_id.as_deref()), (&text, Some(id.as_str())));
        prop_assert_eq!(&docs[0], &docs[1]);
    }

    #[test]
    fn every_encoding_gives_the_same_text(text in "[A-Za-zäöüßÄÖÜ ]{20,80}") {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [vec![0xff, 0xfe], utf16].concat();
        for bytes in [text.as_bytes(), &marked] {
            let docs = documents(bytes, "a.txt");
            prop_assert_eq!(docs.len(), usize::from(!text.trim().is_empty()));
            prop_assert!(docs.iter().all(|doc| doc.text == text));
        }
    }

    #[test]
    fn days_read_back(year in 1000_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
        let date = jiff::civil::date(year, month, day);
        for text in [date.to_string(), format!("{day}.{month}.{year}"), date.strftime("%B %-d, %Y").to_string()] {
            prop_assert_eq!(parse_day(&text).unwrap(), date);
        }
    }

    #[test]
    fn any_date_never_panics(text in "\\PC{0,40}") {
        let _ = parse_day(&text);
    }
}
