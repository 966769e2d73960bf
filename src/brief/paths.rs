//! The path of a brief, as a function of its article's path. This file owns in which folder a brief
//! lies, and that two articles never share a file; it never touches a file system.

use std::path::PathBuf;

use super::file_name::{LONGEST, encode, fit};
use super::rendering::Rendering;
use crate::article::Format;

/// How many records a folder holds: those of a larger file are divided by their numbers.
const RECORDS_OF_A_FOLDER: u64 = 10_000;

/// The path of an article's brief, relative to the output folder; see [`brief_file`].
pub fn brief_path(relative: &str, rendering: Rendering) -> PathBuf {
    PathBuf::from(brief_file(relative, rendering))
}

/// The path of an article's brief, relative to the output folder, with `/` between parts:
/// `briefs/<relative>.<extension>`.
///
/// Record 12 of `dir/file.jsonl`, written `dir/file.jsonl#12`, goes to
/// `briefs/dir/file.jsonl/000012.<extension>`; record 2 of `file.json` to
/// `briefs/file.json.d/000002.<extension>`, because `file.json` may be the brief of `file`.
/// Record 12,345 goes to `briefs/dir/file.jsonl/01xxxx/012345.<extension>`, with all others of which
/// only the last four digits differ: a folder of a million files is slow to list and to copy. What is
/// attached to a record, as to a mail, goes to `briefs/dir/file.mbox#12/…`, and from record 10,000 on
/// to a folder beside the record, `briefs/dir/file.mbox/01xxxx/012345/…`.
/// Only files of formats that may hold several articles have records: `a#1` is a file.
///
/// The result has no `..`, no empty part, no control character, no control of the direction of
/// writing, `\` or `:`; these are written `%2E%2E` and so on, byte by byte, and `%` itself `%25`. A
/// part over 200 bytes is cut on a character boundary and ends with `-` and 8 hex digits of the
/// BLAKE3 of the whole. Different paths give different files (cut names: unless these 32 bits
/// collide), and no file has the name of a folder.
pub fn brief_file(relative: &str, rendering: Rendering) -> String {
    file_in(Division::Attachments, relative, rendering)
}

/// The paths at which earlier versions of mujaz wrote a brief, in the form of [`brief_file`], the
/// latest version first; not those that are the same. They had more in one folder.
pub fn earlier_brief_files(relative: &str, rendering: Rendering) -> Vec<String> {
    // Whatever is divided is named by a number.
    if !relative.contains('#') {
        return Vec::new();
    }
    let own = brief_file(relative, rendering);
    let earlier = [Division::Records, Division::Nothing];
    let mut files = Vec::from(earlier.map(|division| file_in(division, relative, rendering)));
    files.dedup();
    files.retain(|file| *file != own);
    files
}

/// What is divided among folders by the numbers of records, in the versions of mujaz.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Division {
    /// There are no folders by numbers.
    Nothing,
    /// The records of a file.
    Records,
    /// These, and what is attached to them.
    Attachments,
}

/// The path of a brief as the version of mujaz with this division has it.
fn file_in(division: Division, relative: &str, rendering: Rendering) -> String {
    let extension = rendering.extension();
    let (folders, name) = relative
        .rsplit_once('/')
        .map_or((None, relative), |(f, n)| (Some(f), n));
    let mut parts = vec!["briefs".to_owned()];
    for folder in folders.into_iter().flat_map(|f| f.split('/')) {
        let attached = record(folder).filter(|_| division == Division::Attachments);
        let group = attached.and_then(|(file, number)| Some((file, group_of(number)?, number)));
        if let Some((file, group, number)) = group {
            parts.extend([folder_of(file), group, format!("{number:06}")]);
        } else {
            let mark = if is_taken(folder) { "%" } else { "" };
            parts.push(fit(encode(folder) + mark, LONGEST));
        }
    }
    let stem = if let Some((file, number)) = record(name) {
        parts.push(folder_of(file));
        parts.extend(group_of(number).filter(|_| division != Division::Nothing));
        format!("{number:06}")
    } else {
        let longest = LONGEST.saturating_sub(extension.len() + 1);
        fit(encode(name), longest)
    };
    parts.push(format!("{stem}.{extension}"));
    parts.join("/")
}

/// The name of the folder for the records of a file.
fn folder_of(file: &str) -> String {
    let mark = if is_brief(file) { ".d" } else { "" };
    fit(encode(file) + mark, LONGEST)
}

/// The name of the folder for a record of this number, within that of its file: `01xxxx` for 10,000 to
/// 19,999. The records below have none. As no name of a brief ends so, it is never taken.
fn group_of(number: u64) -> Option<String> {
    let leading = number / RECORDS_OF_A_FOLDER;
    (leading > 0).then(|| format!("{leading:02}xxxx"))
}

/// The file and number of a record, if a name is one: `file.jsonl#12`, without leading zeros.
fn record(name: &str) -> Option<(&str, u64)> {
    let (file, digits) = name.rsplit_once('#')?;
    let number: u64 = digits.parse().ok()?;
    (holds_records(file) && number > 0 && number.to_string() == digits).then_some((file, number))
}

/// Whether a folder of the input may have the name of a written brief or of a folder of records;
/// it then gets a `%` after its name.
fn is_taken(folder: &str) -> bool {
    let of_records = folder
        .get(folder.len().saturating_sub(2)..)
        .filter(|end| end.eq_ignore_ascii_case(".d"))
        .map(|end| &folder[..folder.len() - end.len()]);
    is_brief(folder)
        || holds_records(folder)
        || of_records.is_some_and(|file| is_brief(file) && holds_records(file))
}

/// Whether a name ends as the names of briefs do.
fn is_brief(name: &str) -> bool {
    Rendering::ALL
        .iter()
        .any(|rendering| has_extension(name, rendering.extension()))
}

/// Whether a name is that of a file whose articles may be numbered.
fn holds_records(name: &str) -> bool {
    Format::numbers_those_of(name)
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, own)| own.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_tree_mirrors_the_input() {
        assert_eq!(brief_file("a.txt", Rendering::Markdown), "briefs/a.txt.md");
        assert_eq!(
            brief_file("أخبار/سد.html", Rendering::Json),
            "briefs/أخبار/سد.html.json"
        );
        assert_eq!(
            brief_path("x/y.txt", Rendering::Html),
            Path::new("briefs/x/y.txt.html")
        );
    }

    #[test]
    fn records_get_a_folder_of_their_file() {
        assert_eq!(
            brief_file("dir/file.jsonl#12", Rendering::Markdown),
            "briefs/dir/file.jsonl/000012.md"
        );
        assert_eq!(
            brief_file("F.JSONL#1234567", Rendering::Markdown),
            "briefs/F.JSONL/123xxxx/1234567.md"
        );
        assert_eq!(
            brief_file("dir/file.ndjson#3", Rendering::Markdown),
            "briefs/dir/file.ndjson/000003.md"
        );
        assert_eq!(
            brief_file("file.json#2", Rendering::Json),
            "briefs/file.json.d/000002.json"
        );
    }

    #[test]
    fn ten_thousand_records_lie_in_a_folder() {
        let file = |path: &str| brief_file(path, Rendering::Html);
        assert_eq!(file("a.mbox#9999"), "briefs/a.mbox/009999.html");
        assert_eq!(file("a.mbox#10000"), "briefs/a.mbox/01xxxx/010000.html");
        assert_eq!(file("a.mbox#19999"), "briefs/a.mbox/01xxxx/019999.html");
        assert_eq!(file("a.mbox#20000"), "briefs/a.mbox/02xxxx/020000.html");
        assert_eq!(
            file("b/a.json#12345"),
            "briefs/b/a.json.d/01xxxx/012345.html"
        );
        assert_eq!(file("a.csv#999999"), "briefs/a.csv/99xxxx/999999.html");
        assert_eq!(
            file("x.zip/a.jsonl.gz#1000000"),
            "briefs/x.zip/a.jsonl.gz/100xxxx/1000000.html"
        );
        let last = u64::MAX;
        assert_eq!(
            file(&format!("a.warc#{last}")),
            format!("briefs/a.warc/1844674407370955xxxx/{last}.html")
        );
        assert_eq!(file("a.txt#12345"), "briefs/a.txt#12345.html");
    }

    #[test]
    fn what_is_attached_to_late_records_lies_beside_them() {
        let file = |path: &str| brief_file(path, Rendering::Markdown);
        assert_eq!(file("m/a.mbox#9999/r.pdf"), "briefs/m/a.mbox#9999/r.pdf.md");
        assert_eq!(
            file("m/a.mbox#10000/r.pdf"),
            "briefs/m/a.mbox/01xxxx/010000/r.pdf.md"
        );
        assert_eq!(
            file("a.mbox.gz#1234567/x.zip/b.txt"),
            "briefs/a.mbox.gz/123xxxx/1234567/x.zip/b.txt.md"
        );
        assert_eq!(
            file("a.mbox#12345/list.csv#3"),
            "briefs/a.mbox/01xxxx/012345/list.csv/000003.md"
        );
        assert_eq!(
            file("a.mbox#12345/b.mbox#20000/c.csv#30000"),
            "briefs/a.mbox/01xxxx/012345/b.mbox/02xxxx/020000/c.csv/03xxxx/030000.md"
        );
        assert_eq!(file("a.txt#12345/b.txt"), "briefs/a.txt#12345/b.txt.md");
    }

    #[test]
    fn earlier_versions_had_more_in_one_folder() {
        let files = |path: &str| earlier_brief_files(path, Rendering::Json);
        assert_eq!(files("b/a.jsonl#10000"), ["briefs/b/a.jsonl/010000.json"]);
        assert_eq!(files("a.json#1234567"), ["briefs/a.json.d/1234567.json"]);
        assert_eq!(
            files("a.mbox#12345/b.txt"),
            ["briefs/a.mbox#12345/b.txt.json"]
        );
        assert_eq!(
            files("a.mbox#12345/c.csv#30000"),
            [
                "briefs/a.mbox#12345/c.csv/03xxxx/030000.json",
                "briefs/a.mbox#12345/c.csv/030000.json"
            ]
        );
        assert_eq!(
            files("a.mbox#12/c.csv#30000"),
            ["briefs/a.mbox#12/c.csv/030000.json"]
        );
        for path in [
            "a.jsonl#9999",
            "a.txt",
            "a.txt#12345",
            "a.jsonl",
            "a.mbox#9999/b.txt",
        ] {
            assert!(files(path).is_empty(), "{path}");
        }
    }

    #[test]
    fn only_numbers_of_record_files_are_records() {
        assert_eq!(brief_file("a#1", Rendering::Markdown), "briefs/a#1.md");
        assert_eq!(
            brief_file("a.txt#1", Rendering::Markdown),
            "briefs/a.txt#1.md"
        );
        assert_eq!(
            brief_file("a.jsonl#01", Rendering::Markdown),
            "briefs/a.jsonl#01.md"
        );
        assert_eq!(
            brief_file("a.jsonl#0", Rendering::Markdown),
            "briefs/a.jsonl#0.md"
        );
        assert_eq!(
            brief_file("a.jsonl#+1", Rendering::Markdown),
            "briefs/a.jsonl#+1.md"
        );
        assert_eq!(
            brief_file("a.jsonl#", Rendering::Markdown),
            "briefs/a.jsonl#.md"
        );
    }

    #[test]
    fn nothing_leaves_the_output_folder() {
        assert_eq!(
            brief_file("../../etc/passwd", Rendering::Markdown),
            "briefs/%2E%2E/%2E%2E/etc/passwd.md"
        );
        assert_eq!(
            brief_file("/etc/passwd", Rendering::Markdown),
            "briefs/%/etc/passwd.md"
        );
        assert_eq!(brief_file("./a", Rendering::Markdown), "briefs/%2E/a.md");
        assert_eq!(brief_file("..", Rendering::Markdown), "briefs/%2E%2E.md");
        assert_eq!(brief_file("", Rendering::Markdown), "briefs/%.md");
        assert_eq!(
            brief_file("C:\\a\0b\n", Rendering::Markdown),
            "briefs/C%3A%5Ca%00b%0A.md"
        );
        assert_eq!(
            brief_file("50%.txt", Rendering::Markdown),
            "briefs/50%25.txt.md"
        );
        assert_eq!(
            brief_file("a\u{9b}b\u{202e}\u{2028}\u{200f}", Rendering::Markdown),
            "briefs/a%C2%9Bb%E2%80%AE%E2%80%A8\u{200f}.md"
        );
    }

    #[test]
    fn folders_never_take_the_name_of_a_brief_or_of_a_record_folder() {
        assert_eq!(
            brief_file("f.jsonl/000012", Rendering::Markdown),
            "briefs/f.jsonl%/000012.md"
        );
        assert_eq!(
            brief_file("f.ndjson/000003", Rendering::Markdown),
            "briefs/f.ndjson%/000003.md"
        );
        assert_eq!(
            brief_file("a.txt.md/b.txt", Rendering::Markdown),
            "briefs/a.txt.md%/b.txt.md"
        );
        assert_eq!(
            brief_file("f.json.d/000002", Rendering::Markdown),
            "briefs/f.json.d%/000002.md"
        );
    }

    #[test]
    fn long_names_are_cut_on_a_character_and_told_apart_by_a_hash() {
        let long = "س".repeat(150);
        let hash = blake3::hash(long.as_bytes()).to_hex();
        // 200 bytes less ".md" less 9 for the hash leave 188: 94 letters of two bytes.
        let expected = format!("briefs/{}-{}.md", "س".repeat(94), &hash.as_str()[..8]);
        assert_eq!(brief_file(&long, Rendering::Markdown), expected);
        let folder = format!("{long}/a");
        let expected = format!("briefs/{}-{}/a.md", "س".repeat(95), &hash.as_str()[..8]);
        assert_eq!(brief_file(&folder, Rendering::Markdown), expected);
        for part in expected.split('/') {
            assert!(part.len() <= 200);
        }
        let longest_uncut = "a".repeat(197);
        assert_eq!(
            brief_file(&longest_uncut, Rendering::Markdown),
            format!("briefs/{longest_uncut}.md")
        );
    }

    #[test]
    fn a_name_that_imitates_a_cut_one_gets_another_file() {
        let long = "a".repeat(300);
        let cut = brief_file(&long, Rendering::Markdown);
        let imitation = cut
            .strip_prefix("briefs/")
            .unwrap()
            .strip_suffix(".md")
            .unwrap();
        assert_ne!(brief_file(imitation, Rendering::Markdown), cut);
    }

    #[test]
    fn different_paths_never_share_a_file() {
        let paths = [
            "a#1",
            "a",
            "a.jsonl#1",
            "a.jsonl/000001",
            "a.jsonl%/000001",
            "a.jsonl%25/000001",
            "a.json#1",
            "a.json/000001",
            "a.json.d/000001",
            "a.json",
            "a.jsonl",
            "a.jsonl#01",
            "a.ndjson#1",
            "a.ndjson/000001",
            "000012.md",
            "a.jsonl/000001.md",
            "..",
            "%2E%2E",
            "",
            "%",
            "%25",
            "/a",
            "a//b",
            "a/b",
            "a/./b",
            "a\\b",
            "a:b",
            "a%3Ab",
            "A.JSONL#1",
            "./a",
            "a.jsonl#10",
            "a.jsonl#10000",
            "a.jsonl#1000000",
            "a.jsonl/01xxxx/010000",
            "a.jsonl/010000",
            "a.jsonl#10000/a",
            "a.jsonl/01xxxx",
            "01xxxx",
            "a.mbox#10000",
            "a.mbox#10000/a",
            "a.mbox#10000/a.csv#1",
            "a.mbox#10000/a.csv/000001",
            "a.mbox/01xxxx/010000/a",
            "a.mbox/01xxxx/010000",
        ];
        for extension in Rendering::ALL {
            let files: BTreeSet<String> = paths.iter().map(|p| brief_file(p, extension)).collect();
            assert_eq!(files.len(), paths.len());
        }
    }

    #[test]
    fn no_brief_lies_where_another_needs_a_folder() {
        let paths = [
            "a.txt",
            "a.txt.json#1",
            "a.txt.md/b.txt",
            "a.txt.html/c.txt",
            "a",
            "a.json#3",
            "a.json#30000",
            "a.json.d/03xxxx",
            "a.json.d/03xxxx.md/b",
            "a.json#30000/b",
            "a.json#30001/b.md/c",
        ];
        let mut files = BTreeSet::new();
        for extension in Rendering::ALL {
            files.extend(paths.iter().map(|p| brief_file(p, extension)));
        }
        for file in &files {
            let inside = format!("{file}/");
            assert!(
                !files.iter().any(|other| other.starts_with(&inside)),
                "{file}"
            );
        }
    }
}
