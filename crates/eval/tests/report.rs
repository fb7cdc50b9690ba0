//! The table, the error lines and the messages, on one small article of our own.
#![allow(clippy::unwrap_used, reason = "a test may stop where its material is not as it should be")]

use depesche_eval::{EvalError, Gold, score};
use depesche_record::Coding;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold")
}

/// A coding with one right event that lacks its place, one of the wrong type, a claim and an outlook.
fn coding() -> Coding {
    let text = std::fs::read_to_string(folder().join("hafen.txt")).unwrap().split_once("\n\n").unwrap().1.to_owned();
    let at = |part: &str| {
        let start = text[..text.find(part).unwrap()].chars().count();
        json!({ "text": part, "start": start, "end": start + part.chars().count() })
    };
    let evidence = json!({ "sentence": 0, "start": 0, "end": 1, "by": "test", "score": 1.0 });
    let role = |id: &str| json!([{ "id": id, "start": null, "end": null, "by": "test" }]);
    let actor = |id: &str, state: &str| {
        json!({ "id": id, "key": id, "name": state, "state": state, "sector": null, "sectors_other": [], "code": state,
            "entity": null, "role": null, "mentions": [] })
    };
    let event = |id: &str, anchor: &str, kind: &str, actor: &str, sources: &[&str]| {
        json!({ "id": id, "key": id, "type": kind, "mode": [], "context": [], "class": "", "cameo": "",
            "quad": "material-conflict", "score": 0.0, "actor": role(actor),
            "recipient": role(if actor == "a1" { "a2" } else { "a1" }), "group": id, "standing": "asserted",
            "reciprocal": false, "anchor": at(anchor), "object": null, "quantities": [],
            "time": { "text": "am Freitag", "start": 17, "end": 27, "from": "2024-10-25", "to": "2024-10-25",
                "granularity": "day", "basis": "relative" },
            "place": null, "auxiliary": [], "certainty": "certain", "factuality": 3, "sources": sources,
            "evidence": evidence, "why": {} })
    };
    serde_json::from_value(json!({
        "produced_by": { "contract": 1, "program": "test", "model": "none", "knowledge": "none" },
        "document": { "content_hash": "", "bytes_hash": "", "id": "", "external_id": null, "language": "de",
            "title": null, "date": null, "date_from": null, "outlet": null, "credits": [], "url": null,
            "author": null, "text": text, "text_from": "text/plain", "sentences": [] },
        "actors": [actor("a1", "SWE"), actor("a2", "DNK")],
        "events": [
            event("e1", "sperrte", "SANCTION", "a1", &[]),
            event("e2", "protestierte", "PROTEST", "a2", &[]),
            event("e3", "festgenommen", "COERCE", "a1", &["c1"]),
        ],
        "times": [], "places": [],
        "claims": [{
            "id": "c1", "key": "c1",
            "source": { "actors": ["a2"], "text": "Dänemark", "start": null, "end": null, "kind": "actor", "description": null },
            "addressee": [], "cue": null, "form": "indirect", "content": [at("zwei Fischer festgenommen")],
            "stance": "assert", "certainty": "certain", "polarity": "positive", "medium": null, "time": null,
            "parent": null, "events": ["e3"], "evidence": evidence,
        }],
        "outlooks": [{
            "id": "o1", "key": "o1", "kind": "conditional", "antecedent": at("Sollte der Hafen gesperrt bleiben"),
            "consequent": at("werde man klagen."), "antecedent_events": [], "consequent_events": [], "horizon": null,
            "sources": [], "certainty": "certain", "polarity": "positive", "evidence": evidence,
        }],
        "relations": [], "notices": [],
    }))
    .unwrap()
}

fn codings(coding: Coding) -> BTreeMap<String, Coding> {
    BTreeMap::from([("hafen".to_owned(), coding)])
}

#[test]
fn a_report_as_table_and_json() {
    let gold = Gold::load(&folder()).unwrap();
    let report = score(&gold, &codings(coding()), true).unwrap();
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        report.to_table(),
        report.to_document_table(),
        report.errors().join("\n")
    ));
    assert_eq!(report.figures(), report.by_language().next().unwrap().1);
    assert_eq!(report.figures(), report.by_document().next().unwrap().1);
    let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(json["events"]["matched"], json!(2));
    assert_eq!(json["events"]["f1"], json!(0.6667));
}

#[test]
fn what_is_not_annotated_is_not_scored() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::copy(folder().join("hafen.txt"), dir.path().join("hafen.txt")).unwrap();
    let mut gold: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder().join("hafen.gold.json")).unwrap()).unwrap();
    gold.as_object_mut().unwrap().remove("outlooks");
    for event in gold["events"].as_array_mut().unwrap() {
        for field in ["time", "place", "quantities"] {
            event.as_object_mut().unwrap().remove(field);
        }
    }
    std::fs::write(dir.path().join("hafen.gold.json"), gold.to_string()).unwrap();
    let figures = score(&Gold::load(dir.path()).unwrap(), &codings(coding()), false).unwrap().figures();
    assert!(figures.get("outlooks").is_none());
    let fields: Vec<&str> = figures.get("events").unwrap().fields.keys().copied().collect();
    assert_eq!(fields, ["attribution", "auxiliary", "certainty", "mode"]);
}

#[test]
fn messages_say_what_to_do() {
    let gold = Gold::load(&folder()).unwrap();
    let refused = |coding: Coding| score(&gold, &codings(coding), false).unwrap_err().to_string();
    let mut other_text = coding();
    other_text.document.text.push('!');
    let mut no_claim = coding();
    no_claim.events[0].sources = vec!["c9".into()];
    let mut no_day = coding();
    no_day.events[0].time.as_mut().unwrap().from = Some("2024-02-30".into());
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.gold.json"), r#"{"document": "a.txt", "language": "fr"}"#).unwrap();
    let hide = |error: EvalError| error.to_string().replace(&dir.path().display().to_string(), "DIR");
    let bad_form = hide(Gold::load(dir.path()).unwrap_err());
    let article = folder().join("hafen.gold.json");
    let annotation = std::fs::read_to_string(article).unwrap().replace("Schweden sperrte", "Schweden schloss");
    std::fs::write(dir.path().join("a.gold.json"), annotation).unwrap();
    std::fs::copy(folder().join("hafen.txt"), dir.path().join("hafen.txt")).unwrap();
    let bad_quote = hide(Gold::load(dir.path()).unwrap_err());
    let empty = tempfile::tempdir().unwrap();
    let no_gold = Gold::load(empty.path()).unwrap_err().to_string().replace(&empty.path().display().to_string(), "DIR");
    let missing = score(&gold, &BTreeMap::new(), false).unwrap_err().to_string();
    let missing = missing.replace(&folder().display().to_string(), "DIR");
    let all = [refused(other_text), refused(no_claim), refused(no_day), bad_form, bad_quote, no_gold, missing];
    insta::assert_snapshot!(all.join("\n"));
}
