//! The contract: every line follows the schema, every span lies where it says, the same input gives the same bytes.

use crate::run::{ENGLISH, GERMAN, depesche, dispatch};
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema() -> Validator {
    let schema: Value = serde_json::from_str(&depesche(["schema"]).run().well().out).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// Texts that no newspaper prints, but somebody will hand in.
fn odd_rows() -> String {
    let endless = "and then the minister met the envoy ".repeat(60);
    let texts = [
        GERMAN.to_owned(),
        ENGLISH.to_owned(),
        "Nein.".to_owned(),
        "!!! ??? … — »«".to_owned(),
        "1962 1963 1964 3,5 % 12:30 (dpa)".to_owned(),
        "😀 Die 🇩🇪 Regierung 🤝 traf 🇫🇷 Präsident Müller‑Lüdenscheid \u{202e}am\u{202c} Montag.".to_owned(),
        "„Wer“, fragte er, „hat »das« gesagt?“ – «Ich», sagte sie. \"Nein' and so on".to_owned(),
        "Die\u{00a0}NATO\u{200b} e\u{0301}valuiert\r\n\r\n\tRusslands Angebot\u{2028}am Montag.".to_owned(),
        format!("{endless}."),
        "Seoul Seoul Seoul Seoul Moskau Moskau Washington Washington nicht nicht nicht".to_owned(),
        "Wenn wenn wenn, dass dass, ob ob: sagte sagte sagte, er er er habe habe habe.".to_owned(),
    ];
    let row = |(n, text): (usize, &String)| {
        let language = if n == 1 || n == 8 { "en" } else { "de" };
        json!({ "id": format!("odd {n}"), "text": text, "date": "2024-10-25", "language": language }).to_string() + "\n"
    };
    texts.iter().enumerate().map(row).collect::<String>() + "{\"id\": \"none\", \"text\": \"\"}\n"
}

#[test]
fn every_line_follows_the_schema_and_every_span_lies_where_it_says() {
    let schema = schema();
    let german = dispatch("1962-10-23-wiener");
    let english = dispatch("1962-10-28-potomac");
    let run = depesche(["code", german.to_str().unwrap(), english.to_str().unwrap(), "-", "--format", "json"])
        .input(odd_rows())
        .run();
    assert_eq!(run.code, 1, "{}", run.err);
    let mut lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 14);
    for line in &lines {
        let faults: Vec<String> = schema.iter_errors(line).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", line["document"]["external_id"]);
        check_spans(line);
    }
    assert!(lines[0]["events"].as_array().is_some_and(|events| !events.is_empty()));
    assert_eq!(lines[13]["external_id"], "none");

    // The schema can refuse: a field of another type, a word outside a closed list, a field too few.
    let event = &mut lines[0]["events"][0];
    let good = event.clone();
    for (field, bad) in [("type", json!("JUDGE")), ("score", json!("high")), ("standing", json!(null))] {
        let mut spoilt = lines[0].clone();
        spoilt["events"][0] = good.clone();
        spoilt["events"][0][field] = bad;
        assert!(!schema.is_valid(&spoilt), "{field}");
    }
    lines[0].as_object_mut().unwrap().remove("claims");
    assert!(!schema.is_valid(&lines[0]));
}

/// Every object with a text and a span holds the very words of the document; no span leaves it.
fn check_spans(line: &Value) {
    let Some(text) = line["document"]["text"].as_str() else { return };
    let text: Vec<char> = text.chars().collect();
    let mut open = vec![line];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                let span = |name| fields.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
                if let (Some(start), Some(end)) = (span("start"), span("end")) {
                    assert!(start < end && end <= text.len(), "{value}");
                    if let Some(words) = fields.get("text").and_then(Value::as_str) {
                        assert_eq!(words, text[start..end].iter().collect::<String>());
                    }
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_in_the_order_of_the_input() {
    let rows: String = (0..24)
        .map(|n| {
            let text = if n % 2 == 0 { GERMAN } else { ENGLISH };
            json!({ "id": n.to_string(), "text": text.repeat(n % 5 + 1), "date": "2024-10-25" }).to_string() + "\n"
        })
        .collect();
    let code = |threads| {
        depesche(["code", "-", "--format", "json"])
            .env("RAYON_NUM_THREADS", threads)
            .input(rows.clone())
            .run()
            .well()
            .out
    };
    let (one, many) = (code("1"), code("5"));
    assert!(one == many, "the bytes differ");
    let ids: Vec<String> = one
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["document"]["external_id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids, (0..24).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn analysis_keeps_every_word() {
    let run = depesche(["analyse", "-", "--format", "json"]).input(GERMAN).run().well();
    let line: Value = serde_json::from_str(&run.out).unwrap();
    let text = line["document"]["text"].as_str().unwrap();
    let (mut at, mut n_words) = (0, 0);
    for sentence in line["analysis"]["sentences"].as_array().unwrap() {
        let tokens = sentence["tokens"].as_array().unwrap();
        assert_eq!(tokens.iter().filter(|token| token["head"].is_null()).count(), 1);
        for token in tokens {
            let (start, end) = (token["range"]["start"].as_u64().unwrap(), token["range"]["end"].as_u64().unwrap());
            let (start, end) = (usize::try_from(start).unwrap(), usize::try_from(end).unwrap());
            assert!(start >= at || text[at..].trim().is_empty() || token["part"].is_u64(), "{token}");
            assert!(start <= at || text[at..start].trim().is_empty(), "words are lost before {token}");
            (at, n_words) = (end, n_words + 1);
        }
    }
    assert!(text[at..].trim().is_empty() && n_words > 20);
    assert!(
        line["predicates"].as_array().unwrap().iter().any(|p| p["lemma"] == "verurteilen"),
        "{}",
        line["predicates"]
    );
}
