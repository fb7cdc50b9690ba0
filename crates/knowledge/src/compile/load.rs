//! Reads the TOML files; every row keeps the place where it stands.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::problem::Problem;
use crate::schema::{
    ActRow, CategoryRow, ClassRow, ControlRow, CueRow, MediaRow, OrganisationRow, PersonRow, RegionRow, RoleRow,
    StateNameRow, StateRow,
};
use crate::schema_words::{ModalityTable, NumberTable, TextTable, TimeTable};
use crate::tables::{Tables, Words};

/// A file of the folder.
#[derive(Debug)]
pub struct Source {
    /// Path from the root of the tree.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// A row and where it stands.
#[derive(Debug)]
pub struct Row<T> {
    pub source: Rc<Source>,
    /// Byte at which the row's header begins.
    pub start: usize,
    pub row: T,
}

impl<T> Row<T> {
    /// A fault at a quoted value of this row, or at its header if the value is not there.
    pub fn problem(&self, value: &str, title: impl Into<String>, reason: impl Into<String>) -> Problem {
        let rest = &self.source.text[self.start..];
        let end = rest.get(2..).and_then(|r| r.find("\n[[")).map_or(rest.len(), |at| at + 2);
        let offset = rest[..end].find(&format!("\"{value}\"")).unwrap_or(0);
        Problem::at(&self.source.file, &self.source.text, self.start + offset, title, reason)
    }
}

/// All rows of a kind.
pub type Rows<T> = Vec<Row<T>>;

/// The tables of one language, with places.
#[derive(Debug, Default)]
pub struct LoadedWords {
    pub verbs: Rows<ActRow>,
    pub nouns: Rows<ActRow>,
    pub cues: Rows<CueRow>,
    pub states: Rows<StateNameRow>,
    pub roles: Rows<RoleRow>,
    pub control: Rows<ControlRow>,
    pub modality: Option<Row<ModalityTable>>,
    pub time: Option<Row<TimeTable>>,
    pub numbers: Option<Row<NumberTable>>,
    pub text: Option<Row<TextTable>>,
}

/// All tables, with places.
#[derive(Debug, Default)]
pub struct Loaded {
    pub classes: Rows<ClassRow>,
    pub categories: Rows<CategoryRow>,
    pub states: Rows<StateRow>,
    pub organisations: Rows<OrganisationRow>,
    pub media: Rows<MediaRow>,
    pub people: Rows<PersonRow>,
    pub regions: Rows<RegionRow>,
    pub german: LoadedWords,
    pub english: LoadedWords,
}

/// Declares what a file may hold: arrays of rows.
macro_rules! file_of_rows {
    ($name:ident { $($field:ident: $row:ty),+ }) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name { $(#[serde(default)] $field: Vec<Spanned<$row>>),+ }
    };
}
file_of_rows!(ClassFile { class: ClassRow });
file_of_rows!(CategoryFile { category: CategoryRow });
file_of_rows!(ActFile { verb: ActRow, noun: ActRow });
file_of_rows!(CueFile { cue: CueRow });
file_of_rows!(StateFile { state: StateRow });
file_of_rows!(StateNameFile { state: StateNameRow });
file_of_rows!(OrganisationFile { organisation: OrganisationRow });
file_of_rows!(MediaFile { outlet: MediaRow });
file_of_rows!(PersonFile { person: PersonRow });
file_of_rows!(RegionFile { region: RegionRow });
file_of_rows!(RoleFile { role: RoleRow });
file_of_rows!(ControlFile { control: ControlRow });

/// Reads every table below a folder, with what could not be read.
pub fn load(root: &Path) -> (Loaded, Vec<Problem>) {
    let mut reader = Reader { root, problems: Vec::new() };
    let mut loaded = Loaded::default();
    for name in reader.files_in("classes") {
        reader.read(&name, |f: ClassFile, s| loaded.classes.extend(rows(f.class, s)));
    }
    reader.read("objects/objects.toml", |f: CategoryFile, s| loaded.categories = rows(f.category, s));
    reader.read("actors/states.toml", |f: StateFile, s| loaded.states = rows(f.state, s));
    reader.read("actors/organisations.toml", |f: OrganisationFile, s| loaded.organisations = rows(f.organisation, s));
    reader.read("actors/media.toml", |f: MediaFile, s| loaded.media = rows(f.outlet, s));
    reader.read("actors/people.toml", |f: PersonFile, s| loaded.people = rows(f.person, s));
    reader.read("places/regions.toml", |f: RegionFile, s| loaded.regions = rows(f.region, s));
    loaded.german = reader.words("de");
    loaded.english = reader.words("en");
    (loaded, reader.problems)
}

fn rows<T>(spanned: Vec<Spanned<T>>, source: &Rc<Source>) -> Rows<T> {
    spanned
        .into_iter()
        .map(|row| Row { source: Rc::clone(source), start: row.span().start, row: row.into_inner() })
        .collect()
}

struct Reader<'r> {
    root: &'r Path,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn words(&mut self, language: &str) -> LoadedWords {
        let mut words = LoadedWords::default();
        for name in self.files_in(&format!("{language}/acts")) {
            self.read(&name, |f: ActFile, s| {
                words.verbs.extend(rows(f.verb, s));
                words.nouns.extend(rows(f.noun, s));
            });
        }
        self.read(&format!("{language}/speech.toml"), |f: CueFile, s| words.cues = rows(f.cue, s));
        self.read(&format!("{language}/states.toml"), |f: StateNameFile, s| words.states = rows(f.state, s));
        self.read(&format!("{language}/roles.toml"), |f: RoleFile, s| words.roles = rows(f.role, s));
        self.read(&format!("{language}/control.toml"), |f: ControlFile, s| words.control = rows(f.control, s));
        words.modality = self.table(&format!("{language}/modality.toml"));
        words.time = self.table(&format!("{language}/time.toml"));
        words.numbers = self.table(&format!("{language}/numbers.toml"));
        words.text = self.table(&format!("{language}/text.toml"));
        words
    }

    fn table<T: DeserializeOwned>(&mut self, name: &str) -> Option<Row<T>> {
        let mut table = None;
        self.read(name, |row: T, source| table = Some(Row { source: Rc::clone(source), start: 0, row }));
        table
    }

    /// The TOML files of a folder, sorted by name.
    fn files_in(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<PathBuf> = entries.map(|entry| PathBuf::from(entry.file_name())).collect();
        names.retain(|name| name.extension().is_some_and(|ext| ext == "toml"));
        names.sort();
        names.iter().map(|name| format!("{folder}/{}", name.display())).collect()
    }

    fn read<T: DeserializeOwned>(&mut self, name: &str, take: impl FnOnce(T, &Rc<Source>)) {
        let file = format!("knowledge/{name}");
        let text = match std::fs::read_to_string(self.root.join(name)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => {
                self.problems.push(Problem::at(&file, "", 0, "the table cannot be read", error.to_string()));
                return;
            }
        };
        match toml::from_str(&text) {
            Ok(table) => take(table, &Rc::new(Source { file, text })),
            Err(error) => {
                let byte = error.span().map_or(0, |span| span.start);
                let problem =
                    Problem::at(&file, &text, byte, "the table does not have its form", error.message().trim());
                self.problems.push(problem.hint("the fields of each table are in crates/knowledge/src/schema.rs"));
            }
        }
    }
}

impl Loaded {
    /// The rows alone.
    pub fn into_tables(self) -> Tables<'static> {
        Tables {
            classes: bare(self.classes),
            categories: bare(self.categories),
            states: bare(self.states),
            organisations: bare(self.organisations),
            media: bare(self.media),
            people: bare(self.people),
            regions: bare(self.regions),
            german: self.german.into_words(),
            english: self.english.into_words(),
            ..Tables::default()
        }
    }
}

impl LoadedWords {
    fn into_words(self) -> Words {
        Words {
            verbs: bare(self.verbs),
            nouns: bare(self.nouns),
            cues: bare(self.cues),
            states: bare(self.states),
            roles: bare(self.roles),
            control: bare(self.control),
            modality: self.modality.map(|table| table.row).unwrap_or_default(),
            time: self.time.map(|table| table.row).unwrap_or_default(),
            numbers: self.numbers.map(|table| table.row).unwrap_or_default(),
            text: self.text.map(|table| table.row).unwrap_or_default(),
        }
    }
}

fn bare<T>(rows: Rows<T>) -> Vec<T> {
    rows.into_iter().map(|row| row.row).collect()
}
