//! Ledgers that older versions wrote must still open and say the same.

use crate::adding::rich;
use crate::dispatch::{Dispatch, claimed, denied};
use crate::ledger_of;
use depesche_ledger::{BriefOptions, Ledger};
use depesche_record::{EventType, Language, Stance};
use std::fs;
use std::path::PathBuf;

/// `tests/ledger/v1.db.zst`: a ledger that schema version 1 wrote.
fn golden(version: u32) -> PathBuf {
    PathBuf::from(format!("{}/../../tests/ledger/v{version}.db.zst", env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn the_ledger_of_version_1_opens_and_gives_its_brief() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v1.db");
    fs::write(&path, zstd::decode_all(fs::File::open(golden(1)).unwrap()).unwrap()).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    let brief = ledger.brief(&BriefOptions::default()).unwrap();
    insta::assert_snapshot!("v1_brief", serde_json::to_string_pretty(&brief).unwrap());
    assert_eq!(ledger.search("Soldaten", 5).unwrap().len(), 1);
    assert_eq!(ledger.explain(&brief.contested[0].tellings[0].key).unwrap().len(), 1);
}

/// Run once for each new schema version: `cargo test -p depesche-ledger write_golden -- --ignored`.
#[test]
#[ignore = "writes a file of the tree"]
fn write_golden() {
    let path = golden(depesche_ledger::SCHEMA_VERSION);
    assert!(!path.exists(), "{} exists and is never written anew", path.display());
    let mut denial = Dispatch::new("Bote", "2024-10-26", "Moskau bestreitet, Soldaten entsandt zu haben.");
    denial.meta.language = Some(Language::German);
    let rus = denial.state("Moskau", "RUS");
    let claim = denial.claim(&[&rus], Stance::Deny, "bestreitet");
    denied(denial.act(EventType::Mobilize, &[&rus], &[], "entsandt"), Some(&claim));
    let mut second = Dispatch::new("Courier", "2024-10-26", "Washington says Moscow attacked Kiev.");
    let (usa, rus, ukr) =
        (second.state("Washington", "USA"), second.state("Moscow", "RUS"), second.state("Kiev", "UKR"));
    let claim = second.claim(&[&usa], Stance::Assert, "says");
    claimed(second.act(EventType::Assault, &[&rus], &[&ukr], "attacked"), &claim);
    let (folder, ledger) = ledger_of(&[rich().build(), denial.build(), second.build()]);
    drop(ledger);
    let bytes = fs::read(folder.path().join("test.db")).unwrap();
    fs::write(path, zstd::encode_all(bytes.as_slice(), 19).unwrap()).unwrap();
}
