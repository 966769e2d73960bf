//! Shared by the integration tests: a temporary folder, and the program run in it.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};

use serde_json::Value;

/// A temporary folder with `in` and, later, `out`; the program sees no settings of this machine.
pub struct Work {
    dir: tempfile::TempDir,
}

impl Work {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        Self { dir }
    }

    /// A folder with two small articles.
    pub fn with_articles() -> Self {
        let work = Self::new();
        work.write("in/a.txt", article("السد", 1));
        work.write("in/news/b.txt", article("الحصاد", 2));
        work
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap()
    }

    pub fn json(&self, relative: &str) -> Value {
        serde_json::from_str(&self.read(relative)).unwrap()
    }

    /// The program with these arguments, in the folder, with a home folder of its own.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = self.at_home(env!("CARGO_BIN_EXE_mujaz"));
        command.args(arguments.split_whitespace());
        command
    }

    /// A command line of a shell, in the same place, where `mujaz` is the program.
    pub fn shell(&self, line: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_mujaz"));
        let mut folders = vec![program.parent().unwrap().to_owned()];
        let others = std::env::var_os("PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&others));
        let mut command = self.at_home("sh");
        command
            .env("PATH", std::env::join_paths(folders).unwrap())
            .args(["-c", line]);
        command
    }

    fn at_home(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MUJAZ_")) {
            command.env_remove(name);
        }
        command
            .current_dir(self.dir.path())
            .env("HOME", self.dir.path())
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("XDG_CONFIG_HOME", self.path("config"));
        command
    }

    pub fn run(&self, arguments: &str) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// All files below a folder with their contents, without mujaz's own state, without values
    /// that depend on the clock, and without scores, whose last digit depends on the batch.
    pub fn results(&self, folder: &str) -> BTreeMap<String, String> {
        let root = self.path(folder);
        let mut files = BTreeMap::new();
        if !root.exists() {
            return files;
        }
        collect(&root, &root, &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if name == ".mujaz" || name.starts_with("run") {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = if name.ends_with(".json") {
            let mut brief: Value = serde_json::from_str(&text).unwrap();
            brief.as_object_mut().unwrap().remove("timings");
            for paragraph in brief["paragraphs"].as_array_mut().unwrap() {
                for segment in paragraph["segments"].as_array_mut().unwrap() {
                    segment.as_object_mut().unwrap().remove("score");
                    segment.as_object_mut().unwrap().remove("estimate");
                }
            }
            brief.to_string()
        } else if name.ends_with(".md") || name.ends_with(".html") {
            text.lines()
                .filter(|line| !line.contains("Time: "))
                .collect::<Vec<_>>()
                .join("\n")
        } else if name == "feed.xml" {
            // Entries are in the order of their times.
            let mut lines: Vec<&str> = text
                .lines()
                .filter(|line| !line.starts_with("<id>") && !line.starts_with("<updated>"))
                .collect();
            lines.sort_unstable();
            lines.join("\n")
        } else {
            text
        };
        files.insert(name, text);
    }
}

/// The result of a run of the program.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Asserts the exit code and that stderr has each of these words.
    #[track_caller]
    pub fn ended(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout: {}\nstderr: {}",
            self.out,
            self.err
        );
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in: {}", self.err);
        }
        self
    }
}

/// Starts the program and returns it with its input.
pub fn piped(mut command: Command) -> (Child, ChildStdin) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}

/// Runs the program to its end with this standard input.
pub fn with_input(command: Command, input: impl Into<Vec<u8>>) -> Ran {
    let (child, mut stdin) = piped(command);
    let input = input.into();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let ran = Ran::of(child.wait_with_output().unwrap());
    // Writing may fail, because a program that ends early need not read everything.
    drop(feeder.join().unwrap());
    ran
}

/// An article of four sentences about `subject`.
pub fn article(subject: &str, number: usize) -> String {
    format!(
        "خبر {number} عن {subject}\n\n\
         بغداد - قال الوزير أمس إن {subject} في المدينة بلغ {}% هذا العام. \
         وأضاف أن العمل مستمر منذ عام 2019 رغم الصعوبات.\n\n\
         وأكد أن 35 عاملا شاركوا في المشروع الجديد. هل ينتهي العمل قريبا؟\n",
        20 + number
    )
}

/// A file or folder of the fixtures.
pub fn fixture(name: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fixtures.join(name)
}

/// Puts a tiny model into `models` that reads a language by its name and those of its files.
pub fn add_model(work: &Work, language: &str) {
    let folder = format!("models/firefox-{language}-en");
    for entry in fs::read_dir(fixture("firefox")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let name = name.replace("aren", &format!("{language}en"));
        work.write(&format!("{folder}/{name}"), fs::read(&path).unwrap());
    }
}

/// The folder of the tiny Marian fixture.
pub fn tiny_model() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/marian")
        .display()
        .to_string()
}
