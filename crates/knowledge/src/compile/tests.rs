//! What a person sees who made a slip in a table.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use super::compile;

const CLASS: &str = r#"[[class]]
id = "deliver-arms"
gloss = "delivers weapons"
type = "AID"
context = ["military"]
cameo = "072"
"#;

/// The messages for a folder that holds these files.
fn messages(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    compile(folder.path()).1.iter().map(ToString::to_string).collect()
}

#[test]
fn an_empty_folder_is_empty_tables() {
    let (tables, problems) = compile(Path::new("no such folder"));
    assert!(problems.is_empty());
    assert!(tables.classes.is_empty() && tables.cities.is_empty());
}

#[test]
fn an_unknown_class_is_shown_where_it_stands() {
    let act = "# a comment\n\n[[verb]]\nlemma = \"liefern\"\nclass = \"deliver-army\"\nexample = \"Er liefert.\"\n";
    let found = messages(&[("classes/aid.toml", CLASS), ("de/acts/aid.toml", act)]);
    let expected = "error: unknown class \"deliver-army\"
  --> knowledge/de/acts/aid.toml:5:9
reason: the row refers to a class that is not defined
hint: did you mean \"deliver-arms\"?";
    assert_eq!(found, [expected]);
}

#[test]
fn an_unknown_field_is_an_error() {
    let found = messages(&[("classes/aid.toml", &CLASS.replace("gloss", "glos"))]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("knowledge/classes/aid.toml:3:1"), "{}", found[0]);
    assert!(found[0].contains("unknown field `glos`"), "{}", found[0]);
}

#[test]
fn a_doubled_id_is_an_error() {
    let found = messages(&[("classes/aid.toml", CLASS), ("classes/assault.toml", CLASS)]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("error: \"deliver-arms\" is defined twice\n  --> knowledge/classes/assault.toml:2:6"));
}

#[test]
fn words_of_closed_lists_are_checked() {
    let slips = [
        ("type = \"AID\"", "type = \"AIDE\"", "unknown type \"AIDE\""),
        ("[\"military\"]", "[\"militery\"]", "unknown context \"militery\""),
        ("cameo = \"072\"", "cameo = \"72a\"", "\"72a\" is no CAMEO code"),
        ("cameo", "mode = [\"visit\"]\ncameo", "unknown mode of AID \"visit\""),
        ("cameo", "recipient = [\"Dat\"]\ncameo", "unknown slot \"Dat\""),
        ("cameo", "planned = \"promise-arms\"\ncameo", "unknown class \"promise-arms\""),
    ];
    for (right, wrong, title) in slips {
        let found = messages(&[("classes/aid.toml", &CLASS.replace(right, wrong))]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("error: {title}\n")), "{}", found[0]);
    }
}

#[test]
fn actors_need_known_codes() {
    let organisation = "[[organisation]]\nentity = \"org:x\"\nstate = \"XXX\"\ncode = \"XXX\"\nen = [\"X\"]\n";
    let role = "[[role]]\nlemma = [\"Koch\"]\nsector = \"COK\"\nkind = \"person\"\n";
    let found = messages(&[("actors/organisations.toml", organisation), ("de/roles.toml", role)]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("error: unknown state code \"XXX\""));
    assert!(found[1].starts_with("error: unknown sector \"COK\""));
}

#[test]
fn coordinates_are_whole_and_on_earth() {
    let row = "[[state]]\nentity = \"state:DEU\"\ncode = \"DEU\"\nlat = 51.00\nlon = 9.00\nsource = \"ISO 3166-1\"\n";
    assert!(messages(&[("actors/states.toml", row)]).is_empty());
    let slips = [
        ("lat = 51.00", "lat = -91", "-91 is no latitude"),
        ("lon = 9.00", "lon = 190.5", "190.5 is no longitude"),
        ("lon = 9.00\n", "", "half a coordinate"),
    ];
    for (right, wrong, title) in slips {
        let found = messages(&[("actors/states.toml", &row.replace(right, wrong))]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("error: {title}\n")), "{}", found[0]);
    }
    let neither = row.replace("lat = 51.00\nlon = 9.00\n", "");
    assert!(messages(&[("actors/states.toml", &neither)]).is_empty());
    let region = "[[region]]\nentity = \"region:x\"\nprecision = \"area\"\nde = []\nen = []\nlat = 99.0\nlon = 0.0\n";
    let found = messages(&[("places/regions.toml", region)]);
    assert!(found.len() == 1 && found[0].starts_with("error: 99 is no latitude"), "{found:?}");
}

#[test]
fn a_city_row_must_be_whole() {
    let states = "[[state]]\nentity = \"state:DEU\"\ncode = \"DEU\"\nsource = \"ISO 3166-1\"\n";
    let header = "name\tgerman\talternates\tcountry\tadmin1\tlat\tlon\tgeonames\tpopulation\n";
    let good = format!("{header}Cologne\tKöln\t\tDEU\t07\t50.93\t6.95\t2886242\t963395\n");
    assert!(messages(&[("actors/states.toml", states), ("places/cities.tsv", &good)]).is_empty());
    let short = format!("{header}Cologne\tKöln\tDEU\n");
    let found = messages(&[("actors/states.toml", states), ("places/cities.tsv", &short)]);
    assert!(found[0].contains("cities.tsv:2:1\nreason: the row has 3 columns, not 9"), "{found:?}");
}
