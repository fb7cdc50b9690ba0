//! Briefs: sections, folding, denials, windows.

use crate::dispatch::{Dispatch, city, claimed, day, days, dead, denied};
use crate::ledger_of;
use depesche_ledger::{Brief, BriefOptions, Openness, Party};
use depesche_record::{Auxiliary, EventType, Granularity, OutlookKind, Stance, Standing};

fn brief(dispatches: &[Dispatch]) -> Brief {
    brief_of(dispatches, &BriefOptions::default())
}

fn brief_of(dispatches: &[Dispatch], options: &BriefOptions) -> Brief {
    let codings: Vec<_> = dispatches.iter().map(Dispatch::build).collect();
    let (_folder, ledger) = ledger_of(&codings);
    ledger.brief(options).unwrap()
}

/// `(happened, claimed, contested, open)`
fn counts(brief: &Brief) -> (usize, usize, usize, usize) {
    (brief.happened.len(), brief.claimed.len(), brief.contested.len(), brief.open.len())
}

fn names(parties: &[Party]) -> Vec<&str> {
    parties.iter().map(|p| p.name.as_str()).collect()
}

/// Moscow attacks Kiev on 24 October.
fn attack(outlet: &str, published: &str, word: &str) -> Dispatch {
    let mut d = Dispatch::new(outlet, published, &format!("Moscow {word} Kiev."));
    let (rus, ukr) = (d.state("Moscow", "RUS"), d.state("Kiev", "UKR"));
    d.act(EventType::Assault, &[&rus], &[&ukr], word).time = Some(day("2024-10-24"));
    d
}

#[test]
fn one_act_in_two_outlets_is_one_row() {
    let brief = brief(&[attack("Tagblatt", "2024-10-25", "attacked"), attack("Courier", "2024-10-26", "shelled")]);
    assert_eq!(counts(&brief), (1, 0, 0, 0));
    let act = &brief.happened[0];
    assert_eq!((names(&act.who), names(&act.whom)), (vec!["Moscow"], vec!["Kiev"]));
    assert_eq!(act.outlets(), ["Tagblatt", "Courier"]);
    assert_eq!((act.day.as_deref(), act.dated), (Some("2024-10-24"), true));
    assert_eq!(act.tellings[1].sentence, "Moscow shelled Kiev.");
}

#[test]
fn other_days_parties_or_cities_are_other_acts() {
    let mut elsewhere = attack("Courier", "2024-10-25", "bombed");
    let mut here = attack("Tagblatt", "2024-10-25", "attacked");
    let mut third = attack("Bote", "2024-10-25", "hit");
    elsewhere.act(EventType::Assault, &["a1"], &["a2"], "bombed").time = Some(day("2024-10-23"));
    fn place(d: &mut Dispatch, name: &str) {
        let event = d.act(EventType::Assault, &["a1"], &["a2"], "Moscow");
        (event.time, event.place) = (Some(day("2024-10-22")), Some(city(name, "UKR")));
    }
    place(&mut here, "Odessa");
    place(&mut elsewhere, "Lwiw");
    place(&mut third, "Odessa");
    let brief = brief(&[here, elsewhere, third]);
    let days: Vec<_> = brief.happened.iter().map(|a| (a.day.as_deref().unwrap(), a.tellings.len())).collect();
    assert_eq!(days, [("2024-10-24", 3), ("2024-10-23", 1), ("2024-10-22", 2), ("2024-10-22", 1)], "{days:?}");
}

#[test]
fn without_a_time_the_day_of_publication_tells_acts_apart() {
    let accuse = |outlet: &str, published: &str| {
        let mut d = Dispatch::new(outlet, published, "Seoul accuses Moscow.");
        let (kor, rus) = (d.state("Seoul", "KOR"), d.state("Moscow", "RUS"));
        d.act(EventType::Accuse, &[&kor], &[&rus], "accuses");
        d
    };
    let brief =
        brief(&[accuse("Tagblatt", "2024-10-25"), accuse("Courier", "2024-10-25"), accuse("Bote", "2024-10-27")]);
    let rows: Vec<_> = brief.happened.iter().map(|a| (a.day.as_deref().unwrap(), a.tellings.len())).collect();
    assert_eq!(rows, [("2024-10-27", 1), ("2024-10-25", 2)]);
    assert!(!brief.happened[0].dated);
}

#[test]
fn tellings_of_one_act_in_a_document_are_one_row_and_the_fullest_leads() {
    let mut d =
        Dispatch::new("Tagblatt", "2024-10-25", "The attack was heavy. Moscow hit Kiev. Kiev counts five dead.");
    let (rus, ukr) = (d.state("Moscow", "RUS"), d.state("Kiev", "UKR"));
    for (word, who, whom) in [("attack", vec![], vec![]), ("hit", vec![&*rus], vec![&*ukr])] {
        d.act(EventType::Assault, &who, &whom, word).group = "g1".to_owned();
    }
    let dead_event = d.act(EventType::Assault, &[], &[&ukr], "dead");
    (dead_event.group, dead_event.quantities) = ("g1".to_owned(), vec![dead("five dead", 5.0)]);
    let brief = brief(&[d]);
    assert_eq!(counts(&brief), (1, 0, 0, 0));
    assert_eq!((names(&brief.happened[0].who), names(&brief.happened[0].whom)), (vec!["Moscow"], vec!["Kiev"]));
    assert_eq!(brief.happened[0].numbers[0].text, "five dead");
    assert_eq!(brief.happened[0].tellings.len(), 3);
}

#[test]
fn differing_numbers_stay_side_by_side_with_their_outlets() {
    let mut dispatches = [attack("Tagblatt", "2024-10-25", "attacked"), attack("Courier", "2024-10-25", "attacked")];
    for (d, n) in dispatches.iter_mut().zip([5.0, 7.0]) {
        d.act(EventType::Assault, &["a1"], &["a2"], "attacked").quantities = vec![dead("dead", n)];
    }
    let brief = brief(&dispatches);
    let numbers: Vec<_> =
        brief.happened.iter().flat_map(|a| &a.numbers).map(|n| (n.low, n.outlets.join(" "))).collect();
    assert_eq!(numbers, [(Some(7.0), "Courier".to_owned()), (Some(5.0), "Tagblatt".to_owned())]);
}

/// Seoul says that Moscow sent troops on 24 October.
fn accusation(standing: Standing) -> Dispatch {
    let mut d = Dispatch::new("Tagblatt", "2024-10-25", "Seoul says Moscow sent troops.");
    let (kor, rus) = (d.state("Seoul", "KOR"), d.state("Moscow", "RUS"));
    let claim = d.claim(&[&kor], Stance::Assert, "says");
    let event = d.act(EventType::Mobilize, &[&rus], &[], "sent");
    event.time = Some(day("2024-10-24"));
    if standing == Standing::Claimed {
        claimed(event, &claim);
    }
    d
}

fn denial(stance: Option<Stance>) -> Dispatch {
    let mut d = Dispatch::new("Courier", "2024-10-27", "Moscow denies that it sent troops.");
    let rus = d.state("Moscow", "RUS");
    let claim = stance.map(|stance| d.claim(&[&rus], stance, "denies"));
    denied(d.act(EventType::Mobilize, &[&rus], &[], "sent"), claim.as_deref());
    d
}

#[test]
fn a_source_alone_makes_a_claim_and_a_document_that_asserts_makes_it_happen() {
    let claim = brief(&[accusation(Standing::Claimed)]);
    assert_eq!(counts(&claim), (0, 1, 0, 0));
    assert_eq!(claim.claimed[0].affirmed_by()[0].name, "Seoul");
    let mut asserting = accusation(Standing::Asserted);
    asserting.meta.outlet = Some("Courier".to_owned());
    let both = brief(&[accusation(Standing::Claimed), asserting]);
    assert_eq!(counts(&both), (1, 0, 0, 0));
    assert_eq!(both.happened[0].outlets(), ["Courier", "Tagblatt"]);
}

#[test]
fn a_denial_makes_an_act_contested_and_both_voices_are_heard() {
    for standing in [Standing::Claimed, Standing::Asserted] {
        let brief = brief(&[accusation(standing), denial(Some(Stance::Deny))]);
        assert_eq!(counts(&brief), (0, 0, 1, 0));
        let act = &brief.contested[0];
        assert_eq!(act.denied_by()[0].name, "Moscow");
        assert_eq!(act.affirmed_by().len(), usize::from(standing == Standing::Claimed));
        assert_eq!(act.outlets(), ["Tagblatt", "Courier"]);
        assert!(!act.negated, "the row shows the act, not its denial");
    }
}

#[test]
fn a_denial_that_nobody_provoked_is_contested_too() {
    let brief = brief(&[denial(Some(Stance::Deny))]);
    assert_eq!(counts(&brief), (0, 0, 1, 0));
    assert!(brief.contested[0].affirmed_by().is_empty());
    assert_eq!(brief.contested[0].openness, None);
}

#[test]
fn who_declines_to_comment_denies_nothing() {
    let open = brief(&[denial(Some(Stance::Decline))]);
    assert_eq!(open.open[0].openness, Some(Openness::NotAdmitted));
    let claim = brief(&[accusation(Standing::Claimed), denial(Some(Stance::Decline))]);
    assert_eq!(counts(&claim), (0, 1, 0, 0));
    assert_eq!(claim.claimed[0].declined_by()[0].name, "Moscow");
}

#[test]
fn what_a_document_says_did_not_happen_is_open() {
    let brief = brief(&[denial(None)]);
    assert_eq!(counts(&brief), (0, 0, 0, 1));
    assert_eq!(brief.open[0].openness, Some(Openness::Negated));
}

#[test]
fn a_denial_of_another_act_leaves_the_act_alone() {
    let mut old = denial(Some(Stance::Deny));
    old.meta.date = Some("2024-12-01".to_owned());
    assert_eq!(counts(&brief(&[accusation(Standing::Claimed), old])), (0, 1, 1, 0), "weeks later");
    let mut other = Dispatch::new("Courier", "2024-10-26", "Minsk denies that it sent troops.");
    let blr = other.state("Minsk", "BLR");
    let claim = other.claim(&[&blr], Stance::Deny, "denies");
    denied(other.act(EventType::Mobilize, &[&blr], &[], "sent"), Some(&claim));
    assert_eq!(counts(&brief(&[accusation(Standing::Claimed), other])), (0, 1, 1, 0), "another actor");
}

#[test]
fn open_acts_say_why() {
    let mut d = Dispatch::new("Tagblatt", "2024-10-25", "Seoul demands warns vows expects asks may will.");
    let (kor, rus) = (d.state("Seoul", "KOR"), d.state("Moscow", "RUS"));
    for (word, stance) in [
        ("demands", Some(Stance::Demand)),
        ("warns", Some(Stance::Threaten)),
        ("vows", Some(Stance::Promise)),
        ("expects", Some(Stance::Predict)),
        ("asks", Some(Stance::Ask)),
        ("may", None),
        ("will", None),
    ] {
        let claim = stance.map(|stance| d.claim(&[&kor], stance, word));
        let event = d.act(EventType::Retreat, &[&rus], &[], word);
        event.standing = Standing::Open;
        event.auxiliary = vec![if word == "will" { Auxiliary::Future } else { Auxiliary::Hypothetical }];
        event.sources = claim.into_iter().collect();
    }
    let open: Vec<_> = brief(&[d]).open.iter().map(|a| a.openness.unwrap()).collect();
    use Openness as O;
    // "expects" and "will" are one act of one kind, told twice by one document.
    assert_eq!(open, [O::Demanded, O::Threatened, O::Announced, O::Expected, O::Supposed, O::Asked]);
}

#[test]
fn outlooks_are_due_or_pending_and_stand_only_there() {
    let text = "They will meet on Monday. Aid ends if he wins. They may meet later.";
    let dispatch = |outlet: &str| {
        let mut d = Dispatch::new(outlet, "2024-10-25", text);
        let kor = d.state("Seoul", "KOR");
        d.outlook(
            OutlookKind::Forecast,
            "They may meet later",
            Some(days("2024-11-01", "2024-11-30", Granularity::Month)),
        );
        d.outlook(OutlookKind::Announcement, "They will meet on Monday", Some(day("2024-10-28")));
        d.outlook(OutlookKind::Conditional, "Aid ends", None).consequent_events = vec!["e1".to_owned()];
        let event = d.act(EventType::Sanction, &[&kor], &[], "ends");
        (event.standing, event.auxiliary) = (Standing::Open, vec![Auxiliary::Hypothetical]);
        d
    };
    let brief = brief(&[dispatch("Tagblatt"), dispatch("Courier")]);
    let due: Vec<_> = brief.due.iter().map(|p| (p.consequent.as_str(), p.tellings.len())).collect();
    assert_eq!(due, [("They will meet on Monday", 2), ("They may meet later", 2)]);
    assert_eq!(brief.pending.len(), 1);
    assert_eq!(brief.pending[0].outlets(), ["Courier", "Tagblatt"]);
    assert_eq!(counts(&brief), (0, 0, 0, 0));
}

#[test]
fn a_window_is_about_days_and_a_day_of_knowledge_about_publication() {
    let dispatches = [
        attack("Tagblatt", "2024-10-25", "attacked"),
        attack("Courier", "2024-11-02", "attacked"),
        Dispatch::new("", "", "Undated."),
    ];
    let with = |from: Option<&str>, to: Option<&str>, as_of: Option<&str>| {
        let date = |d: Option<&str>| d.map(|d| d.parse().unwrap());
        let options = BriefOptions { from: date(from), to: date(to), as_of: date(as_of), language: None };
        brief_of(&dispatches, &options)
    };
    assert_eq!(with(Some("2024-10-24"), Some("2024-10-24"), None).happened[0].tellings.len(), 2);
    assert_eq!(counts(&with(Some("2024-10-25"), None, None)), (0, 0, 0, 0));
    let then = with(None, None, Some("2024-10-31"));
    assert_eq!((then.documents, then.happened[0].tellings.len(), then.left_out.undated), (1, 1, 1));
    assert_eq!(with(None, None, Some("2024-10-01")).documents, 0);
}

#[test]
fn history_is_left_out_and_counted() {
    let mut d = attack("Tagblatt", "2024-10-25", "attacked");
    d.act(EventType::Assault, &["a1"], &["a2"], "attacked").auxiliary = vec![Auxiliary::Historical];
    let brief = brief(&[d]);
    assert_eq!((brief.happened.len(), brief.left_out.historical), (1, 1));
}

#[test]
fn rows_without_parties_fold_only_where_the_words_are_the_same() {
    let explosion = |outlet: &str, text: &str, word: &str| {
        let mut d = Dispatch::new(outlet, "2024-10-25", text);
        d.act(EventType::Assault, &[], &[], word).time = Some(day("2024-10-24"));
        d
    };
    let brief = brief(&[
        explosion("Tagblatt", "A bomb exploded.", "exploded"),
        explosion("Courier", "A bomb exploded.", "exploded"),
        explosion("Bote", "Shots were fired.", "fired"),
    ]);
    assert_eq!(brief.happened.iter().map(|a| a.tellings.len()).collect::<Vec<_>>(), [2, 1]);
}
