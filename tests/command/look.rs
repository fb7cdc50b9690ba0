//! How the output looks: help, widths, colours, closed pipes.

use crate::run::{GERMAN, depesche};
use std::fmt::Write;

#[test]
fn help_says_what_a_newcomer_needs() {
    let mut help = depesche(["--help"]).run().well().out;
    let commands = ["demo", "read", "code", "analyse", "brief", "query", "explain", "eval", "schema", "licences"];
    for command in commands {
        let text = depesche([command, "--help"]).run().well().out;
        assert!(text.contains(&format!("  depesche {command}")), "{command} shows no example");
        write!(help, "\n――― {command}\n\n{text}").unwrap();
    }
    insta::assert_snapshot!("help", help);
}

#[test]
fn what_is_asked_wrongly_ends_with_2() {
    for args in [vec!["code", "--format", "xml"], vec!["brief", "--from", "1962-02-30"], vec!["query"], vec!["nothing"]]
    {
        let run = depesche(args.clone()).run();
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
    }
}

#[test]
fn the_table_keeps_to_its_width_and_marks_the_act() {
    for width in ["50", "80"] {
        let run =
            depesche(["code", "-", "--format", "table", "--date", "2024-10-25"]).env("COLUMNS", width).input(GERMAN);
        let table = run.run().well().out;
        let widest = table.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width.parse().unwrap(), "{widest} columns in\n{table}");
        let words = table.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["2024-10-21", "verurteilte]", "ACCUSE", "asserted", "told by the document"] {
            assert!(words.contains(part), "{part} is missing from\n{table}");
        }
    }
}

#[test]
fn colour_comes_only_where_it_is_wanted() {
    let table = |env: &[(&str, &str)]| {
        let call = depesche(["code", "-", "--format", "table", "--date", "2024-10-25"]).input(GERMAN);
        env.iter().fold(call, |call, (name, value)| call.env(name, value)).run().well().out
    };
    let (plain, coloured) = (table(&[]), table(&[("CLICOLOR_FORCE", "1")]));
    assert!(!plain.contains('\x1b') && coloured.contains('\x1b'));
    assert_eq!(table(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for args in [vec!["schema"], vec!["licences"], vec!["code", "-", "--format", "table"]] {
        let mut child = depesche(args.clone()).start();
        drop(child.stdout.take());
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), GERMAN.as_bytes()).unwrap_or_default();
        let done = child.wait_with_output().unwrap();
        assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn licences_name_what_is_inside() {
    let text = depesche(["licences"]).run().well().out;
    for part in ["MIT License", "Apache License", "CC BY-SA 4.0", "GeoNames", "multilingual-e5-small"] {
        assert!(text.contains(part), "{part} is missing");
    }
}
