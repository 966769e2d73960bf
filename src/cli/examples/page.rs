//! Pages of the documentation, as far as they can go out of date: commands, code, links, headings.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Pages that lie beside what is no documentation.
const SINGLE: [&str; 8] = [
    "CONTRIBUTING.md",
    "Dockerfile",
    "README.md",
    "SECURITY.md",
    "fuzz/README.md",
    "scripts/mujaz-watch.service",
    "tests/fixtures/README.md",
    "tests/formats/README.md",
];

/// Folders whose Markdown is documentation.
const FOLDERS: [&str; 5] = ["benches", "docs", "examples", "models", "scripts"];

#[derive(Default)]
pub(super) struct Page {
    /// Its path from the root of the repository.
    pub(super) path: PathBuf,
    /// The lines in blocks of code, each with the lines that it goes on over. Of sessions, which show
    /// what commands write, these are the commands.
    pub(super) lines: Vec<String>,
    /// The code in sentences.
    pub(super) spans: Vec<String>,
    /// The addresses of links and pictures.
    pub(super) links: Vec<String>,
    headings: Vec<String>,
}

impl Page {
    pub(super) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(root().join(path));
        let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let page = match is_markdown(path) {
            true => Self::of_markdown(&text),
            false => Self::of_comments(&text),
        };
        Self {
            path: path.to_owned(),
            ..page
        }
    }

    pub(super) fn of_markdown(text: &str) -> Self {
        let mut page = Self::default();
        let (mut block, mut heading, mut is_session) = (None, None, false);
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    is_session = matches!(kind, CodeBlockKind::Fenced(name) if &*name == "console");
                    block = Some(String::new());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Text(text) => {
                    if let Some(open) = block.as_mut().or(heading.as_mut()) {
                        open.push_str(&text);
                    }
                }
                Event::Code(code) => {
                    if let Some(open) = heading.as_mut() {
                        open.push_str(&code);
                    }
                    page.spans.push(code.into_string());
                }
                Event::End(TagEnd::CodeBlock) => {
                    let text = block.take().unwrap_or_default();
                    let lines = text.lines();
                    let lines = lines.filter(|line| !is_session || line.starts_with("$ "));
                    let lines: Vec<&str> = lines.collect();
                    page.lines.extend(whole_lines(&lines.join("\n")));
                }
                Event::End(TagEnd::Heading(_)) => page.headings.extend(heading.take()),
                _ => {}
            }
        }
        page
    }

    /// Reads the comments of a file for another program, and the command of a unit of systemd. A
    /// command may stand behind a colon.
    fn of_comments(text: &str) -> Self {
        let comment = |line: &str| {
            let text = line.strip_prefix('#');
            text.or_else(|| line.strip_prefix("ExecStart="))
                .map(str::to_owned)
        };
        let comments: Vec<String> = text.lines().filter_map(comment).collect();
        let lines = whole_lines(&comments.join("\n"));
        let parts = lines.iter().flat_map(|line| line.split(": "));
        Self {
            lines: parts.map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// What may stand behind `#` in a link to this page, as GitHub derives it from the headings.
    pub(super) fn anchors(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut anchors = Vec::new();
        for heading in &self.headings {
            let kept = heading.to_lowercase().replace(' ', "-");
            let is_kept = |c: &char| c.is_alphanumeric() || "-_".contains(*c);
            let word: String = kept.chars().filter(is_kept).collect();
            let earlier = words.iter().filter(|other| **other == word).count();
            anchors.push(match earlier {
                0 => word.clone(),
                _ => format!("{word}-{earlier}"),
            });
            words.push(word);
        }
        anchors
    }
}

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(super) fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// All pages of the documentation, in the order of their paths.
pub(super) fn pages() -> Vec<Page> {
    let mut paths: Vec<PathBuf> = SINGLE.iter().map(PathBuf::from).collect();
    for folder in FOLDERS {
        markdown_below(Path::new(folder), &mut paths);
    }
    paths.sort();
    paths.iter().map(|path| Page::read(path)).collect()
}

fn markdown_below(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root().join(folder)).expect("a folder") {
        let path = folder.join(entry.expect("an entry").file_name());
        if root().join(&path).is_dir() {
            markdown_below(&path, paths);
        } else if is_markdown(&path) {
            paths.push(path);
        }
    }
}

/// Lines, each with those that it goes on over, without the sign of a shell that waits.
fn whole_lines(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let lines = text.lines().map(str::trim_start);
    lines
        .map(|line| line.strip_prefix("$ ").unwrap_or(line).to_owned())
        .collect()
}

#[test]
fn a_page_is_read_part_by_part() {
    let text = "# Run `mujaz`, twice\n\nSay `mujaz\nrun`, see [there](a.md#b) ![it](c.png).\n\n\
        | a |\n|---|\n| `x\\|y` |\n\n# Again\n# Again\n\n```\n$ mujaz a \\\n    -o b\nout\n```\n";
    let page = Page::of_markdown(text);
    assert_eq!(page.lines, ["mujaz a      -o b", "out"]);
    assert_eq!(page.spans, ["mujaz", "mujaz run", "x|y"]);
    assert_eq!(page.links, ["a.md#b", "c.png"]);
    assert_eq!(page.anchors(), ["run-mujaz-twice", "again", "again-1"]);
}

#[test]
fn of_a_session_only_its_commands_are_read() {
    let text = "```console\n$ mujaz a\nmujaz b's\n$ mujaz c\n```\n\n```\nd\n```\n";
    assert_eq!(Page::of_markdown(text).lines, ["mujaz a", "mujaz c", "d"]);
}

#[test]
fn comments_have_commands() {
    let text = "# First:\n#   a \\\n#     b\nFROM c\n# Where: d e\nExecStart=f\n";
    let lines = Page::of_comments(text).lines;
    assert_eq!(lines, ["First:", "a       b", "Where", "d e", "f"]);
}
