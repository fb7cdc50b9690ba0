//! What can be typed: commands, flags and their help.

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use depesche_record::{Language, Metadata};
use jiff::civil::Date;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Reads political news in German and English and keeps a sourced record of it:
/// who did what to whom, when, where, according to whom and how surely.
#[derive(Parser)]
#[command(name = "depesche", bin_name = "depesche", version, about, arg_required_else_help = true, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Exit codes: 0 all done; 1 something was skipped (see stderr); 2 asked wrongly; 3 ledger unusable.
New here? `depesche demo` shows everything on shipped dispatches.";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read the shipped dispatches of October 1962 into a new ledger and print the situation picture.
    #[command(after_help = "Example:\n  depesche demo")]
    Demo(DemoOptions),
    /// Read documents into the ledger; known ones are skipped, an interrupted run goes on where it stopped.
    #[command(after_help = READ_EXAMPLES)]
    Read(ReadOptions),
    /// Print the record of documents without keeping it.
    #[command(after_help = CODE_EXAMPLES)]
    Code(CodeOptions),
    /// Print the language layer alone: sentences, words, morphology, trees, names.
    #[command(after_help = ANALYSE_EXAMPLES)]
    Analyse(AnalyseOptions),
    /// Print what happened, what is claimed, contested, open and due, from the ledger.
    #[command(after_help = BRIEF_EXAMPLES)]
    Brief(BriefOptions),
    /// Ask the ledger in SQL; it can only be read.
    #[command(after_help = QUERY_EXAMPLES)]
    Query(QueryOptions),
    /// Say why something is in the record: sentence, tree, row or model decision, actors.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainOptions),
    /// Score codings against articles annotated by hand.
    #[command(after_help = "Example:\n  depesche eval --gold ../shared/gold/de-dev --errors")]
    Eval(EvalOptions),
    /// Print the JSON Schema of one line of `code --format json`.
    #[command(after_help = "Example:\n  depesche schema > depesche.schema.json")]
    Schema,
    /// Print the licences of the program, its model and its tables.
    #[command(after_help = "Example:\n  depesche licences | less")]
    Licences,
}

const READ_EXAMPLES: &str = "\
Examples:
  depesche read article.txt --date 2024-10-25 --outlet \"Neue Zeitung\"
  depesche read archive/ --ledger archive.db
A text file may open with Title:, Date:, Outlet: and URL: lines and an empty line.
JSON Lines have \"text\" and any of id, title, date, outlet, url, author, language.";

const CODE_EXAMPLES: &str = "\
Examples:
  depesche code article.txt --date 2024-10-25
  depesche code news.jsonl --format json > record.jsonl
  echo \"Die NATO warnte Russland am Montag vor einem Angriff.\" | depesche code --date 2024-10-25
`depesche schema` describes the JSON.
A row that cannot be coded gives {\"external_id\", \"error\"} in its place.";

const ANALYSE_EXAMPLES: &str = "\
Examples:
  depesche analyse article.txt > article.conllu
  echo \"Seoul warf Moskau Waffenhilfe vor.\" | depesche analyse --format table
A CoNLL-U file is analysed with the sentences and words that it gives.";

const BRIEF_EXAMPLES: &str = "\
Examples:
  depesche brief
  depesche brief --from 2024-10-21 --to 2024-10-27
  depesche brief --as-of 2024-10-25 --language de --rows 0
The code at the end of an entry is its key: `depesche explain KEY` says why it is there.";

const QUERY_EXAMPLES: &str = "\
Examples:
  depesche query \"SELECT type, count(*) AS n FROM current_report GROUP BY type ORDER BY n DESC\"
  depesche query \"SELECT type, actor_names, sentence FROM current_report\" --format csv
  depesche query \"SELECT name, sql FROM sqlite_schema WHERE type = 'view'\"
Tables: document, coding, report (events), report_actor, claim, outlook, relation_report and others.
Views: those with current_ before them (what counts of each document), and day_dyad.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  depesche explain 3f2a91c07d                   by its key, from the ledger
  depesche explain e3 c2 --in article.txt       by its id, within a document
  depesche explain all --in article.txt         everything that the document says";

/// Where documents come from and what is known about them.
#[derive(Args)]
pub(crate) struct Input {
    /// Files or folders (txt, html, json, jsonl, conllu); `-` or none: standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pub known: Known,
}

/// What is known about documents; goes before what they state themselves.
#[derive(Args)]
pub(crate) struct Known {
    /// Day of publication, 2024-10-25; without it, "on Monday" stays unresolved.
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    /// Newspaper, agency or site.
    #[arg(long)]
    pub outlet: Option<String>,
    /// Headline.
    #[arg(long)]
    pub title: Option<String>,
    /// Address.
    #[arg(long)]
    pub url: Option<String>,
    /// Byline.
    #[arg(long)]
    pub author: Option<String>,
    /// Language, `de` or `en`; otherwise it is recognised.
    #[arg(long, value_name = "de|en", value_parser = language)]
    pub language: Option<Language>,
}

impl Input {
    /// What to read; ends the program where nothing is named and nothing is piped in.
    pub fn paths(&self) -> Vec<PathBuf> {
        if !self.paths.is_empty() {
            return self.paths.clone();
        }
        if std::io::stdin().is_terminal() {
            let what = "name files or folders, or pipe a text in";
            Options::command().error(ErrorKind::MissingRequiredArgument, what).exit();
        }
        vec![PathBuf::from("-")]
    }
}

impl Known {
    pub fn flags(&self) -> Metadata {
        Metadata {
            title: self.title.clone(),
            date: self.date.clone(),
            outlet: self.outlet.clone(),
            url: self.url.clone(),
            author: self.author.clone(),
            language: self.language,
            ..Metadata::default()
        }
    }
}

fn language(word: &str) -> Result<Language, &'static str> {
    word.parse().map_err(|_| "known are de and en")
}

fn day(word: &str) -> Result<Date, String> {
    depesche_read::parse_day(word).map_err(|fault| format!("it {fault}; write the day as 2024-10-25"))
}

#[derive(Args)]
pub(crate) struct LedgerFile {
    /// The ledger's file.
    #[arg(long, value_name = "FILE", default_value = "depesche.db")]
    pub ledger: PathBuf,
}

#[derive(Args)]
pub(crate) struct DemoOptions {
    /// Where the demo's ledger goes; what an earlier demo left there is used again [default: depesche-demo.db].
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// Rows of each section; 0 prints all.
    #[arg(long, default_value_t = 10)]
    pub rows: usize,
}

#[derive(Args)]
pub(crate) struct ReadOptions {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub file: LedgerFile,
}

#[derive(Args)]
pub(crate) struct CodeOptions {
    #[command(flatten)]
    pub input: Input,
    /// `json`: one line a document; `table`: for eyes; `auto`: a table on a terminal, JSON elsewhere.
    #[arg(long, value_enum, default_value_t = CodeFormat::Auto, hide_possible_values = true)]
    pub format: CodeFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeFormat {
    Auto,
    Json,
    Table,
}

#[derive(Args)]
pub(crate) struct AnalyseOptions {
    #[command(flatten)]
    pub input: Input,
    /// `conllu`, `json` (with predicates, one line a document) or `table` (for eyes).
    #[arg(long, value_enum, default_value_t = AnalyseFormat::Conllu, hide_possible_values = true)]
    pub format: AnalyseFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalyseFormat {
    Conllu,
    Json,
    Table,
}

#[derive(Args)]
pub(crate) struct BriefOptions {
    #[command(flatten)]
    pub file: LedgerFile,
    /// First day of what is told.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<Date>,
    /// Last day of what is told.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<Date>,
    /// Read only what had been published by the end of this day.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub as_of: Option<Date>,
    /// Only documents in this language.
    #[arg(long, value_name = "de|en", value_parser = language)]
    pub language: Option<Language>,
    /// Rows of each section; 0 prints all.
    #[arg(long, default_value_t = 12)]
    pub rows: usize,
    /// The whole brief as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub(crate) struct QueryOptions {
    /// One SELECT.
    pub sql: String,
    #[command(flatten)]
    pub file: LedgerFile,
    /// `table` for eyes, `csv`, or `json` (one object a row and line).
    #[arg(long, value_enum, default_value_t = QueryFormat::Table, hide_possible_values = true)]
    pub format: QueryFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QueryFormat {
    Table,
    Csv,
    Json,
}

#[derive(Args)]
pub(crate) struct ExplainOptions {
    /// Keys as the brief prints them, or ids (`e3`, `c2`, `o1`, `all`) together with `--in`.
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Explain within this document instead of the ledger.
    #[arg(long = "in", value_name = "PATH")]
    pub document: Option<PathBuf>,
    #[command(flatten)]
    pub known: Known,
    #[command(flatten)]
    pub file: LedgerFile,
}

#[derive(Args)]
pub(crate) struct EvalOptions {
    /// Folder with NAME.txt and NAME.gold.json pairs.
    #[arg(long, value_name = "DIR")]
    pub gold: PathBuf,
    /// Figures as JSON, in the form of the reference scorer.
    #[arg(long)]
    pub json: bool,
    /// List what was missed and what is spurious.
    #[arg(long)]
    pub errors: bool,
    /// Also print a table by document.
    #[arg(long)]
    pub documents: bool,
    /// Write each coding to this folder as NAME.json.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
}
