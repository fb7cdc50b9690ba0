//! Runs the program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The same run, if it ended well and said nothing on stderr.
    #[track_caller]
    pub fn well(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self
    }
}

/// A call of the program that is being put together.
pub struct Call {
    command: Command,
    input: Vec<u8>,
}

/// The program with arguments; nothing of the caller's terminal reaches it.
pub fn depesche<'a>(args: impl IntoIterator<Item = &'a str>) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
    command.args(args).env("COLUMNS", "100");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    Call { command, input: Vec::new() }
}

impl Call {
    /// In this folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// With this in the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With this on standard input.
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    pub fn run(mut self) -> Run {
        let mut child = self.start();
        let mut stdin = child.stdin.take().unwrap();
        let input = std::mem::take(&mut self.input);
        // The program may end before it has read everything: that is for it to decide.
        let feeder = thread::spawn(move || drop(stdin.write_all(&input)));
        let done = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Run {
            code: done.status.code().expect("the program was not killed"),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    /// Starts it and hands over its pipes.
    pub fn start(&mut self) -> Child {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

/// The workspace's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A dispatch of the demo by the beginning of its name.
pub fn dispatch(beginning: &str) -> PathBuf {
    let folder = root().join("corpus/october-1962");
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let fits = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(beginning);
    names.into_iter().find(fits).unwrap_or_else(|| panic!("no dispatch begins with {beginning}"))
}

/// A short text of each language in which something happens.
pub const GERMAN: &str = "Die Bundesregierung verurteilte am Montag den Angriff Russlands auf die Ukraine. \
    Außenminister Johann Meier warf Moskau vor, 1.500 Soldaten an die Grenze verlegt zu haben.\n";
pub const ENGLISH: &str = "France condemned the attack on Monday. \
    President Jane Miller said that Iran had delivered missiles to Syria.\n";
