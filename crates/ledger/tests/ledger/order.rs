//! Apart from ingestion times, results do not depend on the order in which documents arrive.

use crate::dispatch::{Dispatch, city, claimed, day, dead, denied};
use crate::{ask, at, new_ledger};
use depesche_ledger::{BriefOptions, Ledger};
use depesche_record::{Coding, EventType, OutlookKind, Stance};
use proptest::prelude::*;

/// What a random document is made of.
#[derive(Debug, Clone)]
struct Draft {
    text: usize,
    outlet: Option<usize>,
    date: Option<usize>,
    title: usize,
    version: usize,
}

const TEXTS: [&str; 4] = [
    "Moscow sent troops.",
    "Moscow denies that it sent troops.",
    "Seoul says Moscow sent troops. They meet on Monday.",
    "Moscow sent troops to Odessa with five dead.",
];

/// The coding of a draft: what it says depends on its text and version alone.
fn coding(draft: &Draft) -> Coding {
    let outlet = draft.outlet.map_or(String::new(), |o| format!("Outlet {o}"));
    let date = draft.date.map_or(String::new(), |d| format!("2024-10-{:02}", 20 + d));
    let mut d = Dispatch::new(&outlet, &date, TEXTS[draft.text]);
    d.meta.title = Some(format!("Title {}", draft.title));
    d.meta.external_id = Some(format!("{}.txt", draft.text));
    d.program = format!("0.{}.0", draft.version);
    let (rus, kor) = (d.state("Moscow", "RUS"), d.state("Seoul", "KOR"));
    let dated = (draft.version == 1).then(|| day("2024-10-19"));
    match draft.text {
        1 => {
            let claim = d.claim(&[&rus], Stance::Deny, "denies");
            denied(d.act(EventType::Mobilize, &[&rus], &[], "sent"), Some(&claim));
        }
        2 => {
            let claim = d.claim(&[&kor], Stance::Assert, "says");
            claimed(d.act(EventType::Mobilize, &[&rus], &[], "sent"), &claim);
            d.outlook(OutlookKind::Announcement, "They meet on Monday", Some(day("2024-10-28")));
        }
        3 => {
            let event = d.act(EventType::Mobilize, &[&rus], &[], "sent");
            (event.place, event.quantities) = (Some(city("Odessa", "UKR")), vec![dead("five dead", 5.0)]);
        }
        _ => {
            d.act(EventType::Mobilize, &[&rus], &[], "sent").time = dated;
        }
    }
    d.build()
}

/// Everything that a ledger answers, as text; without ingestion times and handles.
fn answers(ledger: &Ledger) -> Vec<String> {
    let as_of =
        BriefOptions { as_of: "2024-10-22".parse().ok(), from: "2024-10-19".parse().ok(), ..Default::default() };
    let mut answers = vec![
        serde_json::to_string_pretty(&ledger.brief(&BriefOptions::default()).unwrap()).unwrap(),
        serde_json::to_string_pretty(&ledger.brief(&as_of).unwrap()).unwrap(),
        format!("{:?}", ledger.search("troops", 100).unwrap()),
    ];
    for sql in [
        "SELECT id, metadata_hash, title FROM document ORDER BY 1, 2",
        "SELECT id, coding, title, date, outlet FROM current_document ORDER BY 1",
        "SELECT key FROM coding ORDER BY 1",
        "SELECT coding, nr, type, actor_codes, day, standing, title FROM current_report ORDER BY 1, 2",
        "SELECT coding, nr, stance FROM current_claim ORDER BY 1, 2",
        "SELECT coding, nr, due_from FROM current_outlook ORDER BY 1, 2",
        "SELECT * FROM report",
        "SELECT * FROM report_actor",
        "SELECT * FROM claim",
        "SELECT * FROM day_dyad",
        "SELECT * FROM program",
    ] {
        answers.extend(ask(ledger, sql));
    }
    answers
}

fn draft(n_titles: usize, n_versions: usize) -> impl Strategy<Value = Draft> {
    let outlet = prop::option::of(0..2usize);
    let date = prop::option::of(0..3usize);
    (0..TEXTS.len(), outlet, date, 0..n_titles, 0..n_versions).prop_map(|(text, outlet, date, title, version)| Draft {
        text,
        outlet,
        date,
        title,
        version,
    })
}

fn drafts_and_shuffled(draft: impl Strategy<Value = Draft>) -> impl Strategy<Value = (Vec<Draft>, Vec<Draft>)> {
    prop::collection::vec(draft, 1..9).prop_flat_map(|drafts| (Just(drafts.clone()), Just(drafts).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Corrections, re-codings, other titles: within one run, order does not matter.
    #[test]
    fn one_run_in_any_order((drafts, shuffled) in drafts_and_shuffled(draft(2, 2))) {
        let read = |drafts: &[Draft]| {
            let (folder, mut ledger) = new_ledger();
            drafts.iter().for_each(|draft| { ledger.add(&coding(draft), at(0)).unwrap(); });
            (folder, answers(&ledger))
        };
        prop_assert_eq!(read(&drafts).1, read(&shuffled).1);
    }

    /// Many runs: readings that know more or less about one text, without contradicting each other.
    #[test]
    fn many_runs_in_any_order((drafts, shuffled) in drafts_and_shuffled(draft(1, 1))) {
        let read = |drafts: &[Draft]| {
            let (folder, mut ledger) = new_ledger();
            for (i, draft) in drafts.iter().enumerate() {
                // A text has one date, known or not.
                let draft = Draft { date: draft.date.map(|_| draft.text.min(2)), ..draft.clone() };
                ledger.add(&coding(&draft), at(i)).unwrap();
            }
            (folder, answers(&ledger))
        };
        prop_assert_eq!(read(&drafts).1, read(&shuffled).1);
    }
}
