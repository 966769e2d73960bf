//! Stored briefs as files to pass on, through the program. Most briefs are written here, as a run
//! would store them, so that every text in them is known.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Ran, Work};
use serde_json::{Value, json};

const MOCK: &str = "run in -o out --backend mock --device cpu --formats md,json,html";

/// Stores the brief of an article in this language. A paragraph is one sentence: its language, if
/// that is another one, its source and its translation.
fn store(work: &Work, path: &str, language: &str, paragraphs: &[[&str; 3]]) {
    let paragraph = |[language, source, english]: &[&str; 3]| {
        let mut paragraph = json!({
            "role": "body",
            "segments": [{
                "source": source, "span": {"start": 0, "end": 1}, "translation": english,
                "status": "translated", "flags": [],
            }],
        });
        if !language.is_empty() {
            paragraph["language"] = json!(language);
        }
        paragraph
    };
    let paragraphs: Vec<Value> = paragraphs.iter().map(paragraph).collect();
    let brief = json!({
        "schema": 1, "id": path,
        "source": {
            "path": path, "blake3": "ab", "bytes": 9, "encoding": "UTF-8", "format": "txt",
            "language": language,
        },
        "headline": {"text": "Dams", "origin": "extracted", "flags": []},
        "summary": {"sentences": [], "origin": "none", "flags": []},
        "paragraphs": paragraphs,
        "provenance": {
            "translator": {"name": "small", "hash": "ff"}, "device": "cpu", "precision": "f32",
            "settings": {}, "mujaz": "0.1.0",
        },
        "timings": {"read": 0.0, "translate": 0.0, "summarize": 0.0},
    });
    let file = format!("briefs/{path}.json");
    let line = json!({
        "id": path, "path": path, "outcome": "done", "headline": "Dams", "summary": "",
        "translated": brief["paragraphs"].as_array().unwrap().len(), "flagged": 0, "failed": 0,
        "flags": {}, "title": null, "language": language, "date": null, "url": null,
        "briefs": {"json": &file},
    });
    work.write(&format!("out/{file}"), brief.to_string());
    let lines = fs::read_to_string(work.path("out/index.jsonl")).unwrap_or_default();
    work.write("out/index.jsonl", format!("{lines}{line}\n"));
}

/// Three articles: in Arabic with a paragraph in French and one in English, in Persian, in English.
fn with_languages() -> Work {
    let work = Work::new();
    let arabic = [
        ["", "سد.", "A dam."],
        ["fr", "Un lac.", "A lake."],
        ["en", "A road.", "A road."],
    ];
    store(&work, "a.txt", "ar", &arabic);
    store(&work, "b.txt", "fa", &[["", "رود.", "A river."]]);
    store(&work, "c.txt", "en", &[["", "A town.", "A town."]]);
    work
}

/// An XLIFF document with one paragraph of an article.
fn document(
    language: &str,
    [path, direction]: [&str; 2],
    number: usize,
    [source, target]: [&str; 2],
) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="{language}" trgLang="en">
<file id="f1" original="{path}" srcDir="{direction}" trgDir="ltr" xml:space="preserve">
<notes>
<note category="brief">{path}</note>
<note category="headline">Dams</note>
</notes>
<unit id="p{number}" type="mujaz:body">
<segment id="s{number}" state="translated"><source>{source}</source><target>{target}</target></segment>
</unit>
</file>
</xliff>
"#
    )
}

/// The names of what lies in the folder of the work.
fn names(work: &Work) -> Vec<String> {
    let entries = fs::read_dir(work.path("")).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort_unstable();
    names
}

#[test]
fn each_source_language_gets_an_xliff_document_of_its_own() {
    let work = with_languages();
    let ran = work.run("export out -o day.xlf").ended(0, &[]);
    assert_eq!(
        ran.err,
        "mujaz: left out, because nothing in it was to be translated: 1 brief\n\
         mujaz: 1 brief in day.ar.xlf\n\
         mujaz: 1 brief in day.fa.xlf\n\
         mujaz: 1 brief in day.fr.xlf\n"
    );
    assert_eq!(
        names(&work),
        ["day.ar.xlf", "day.fa.xlf", "day.fr.xlf", "in", "out"]
    );
    let persian = document("fa", ["b.txt", "rtl"], 1, ["رود.", "A river."]);
    assert_eq!(
        work.read("day.ar.xlf"),
        document("ar", ["a.txt", "rtl"], 1, ["سد.", "A dam."])
    );
    assert_eq!(work.read("day.fa.xlf"), persian);
    assert_eq!(
        work.read("day.fr.xlf"),
        document("fr", ["a.txt", "ltr"], 2, ["Un lac.", "A lake."])
    );
    work.run("export out -o one.xlf --where language=fa")
        .ended(0, &["1 brief in one.xlf"]);
    assert_eq!(work.read("one.xlf"), persian);
    let ran = work.run("export out --to xliff --where language=fa");
    assert_eq!(ran.ended(0, &["1 brief on standard output"]).out, persian);
}

#[test]
fn documents_in_several_languages_need_a_name_and_appear_together_or_not_at_all() {
    let work = with_languages();
    let ran = work
        .run("export out --to xliff")
        .ended(2, &["ar, fa, fr", "standard output takes one file"]);
    assert_eq!(ran.out, "");
    assert!(
        ran.err
            .contains("-o briefs.xlf writes briefs.ar.xlf, briefs.fa.xlf, briefs.fr.xlf"),
        "{}",
        ran.err
    );
    fs::create_dir(work.path("day.fr.xlf")).unwrap();
    work.write("day.ar.xlf", "earlier");
    let before = names(&work);
    work.run("export out -o day.xlf")
        .ended(2, &["day.fr.xlf", "not a file"]);
    assert_eq!(names(&work), before);
    assert_eq!(work.read("day.ar.xlf"), "earlier");
}

#[cfg(unix)]
#[test]
fn a_device_takes_a_document_in_one_language_only() {
    let work = with_languages();
    std::os::unix::fs::symlink("/dev/null", work.path("null.xlf")).unwrap();
    work.run("export out -o null.xlf")
        .ended(2, &["null.xlf takes one file", "ar, fa, fr"]);
    work.run("export out -o null.xlf --where language=fa")
        .ended(0, &["1 brief"]);
}

#[test]
fn an_export_never_takes_the_place_of_a_brief() {
    let work = with_languages();
    for folder in ["out/index", "out/.mujaz"] {
        fs::create_dir(work.path(folder)).unwrap();
    }
    let before = work.results("out");
    for file in [
        "out/briefs/b.txt.json",
        "out/briefs/../briefs/b.csv",
        "out/index/a.csv",
        "out/.mujaz/a.csv",
    ] {
        work.run(&format!("export out -o {file} --to csv"))
            .ended(2, &[file, "write to another one"]);
    }
    #[cfg(unix)]
    {
        let brief = work.path("out/briefs/b.txt.json");
        std::os::unix::fs::symlink(brief, work.path("link.csv")).unwrap();
        work.run("export out -o link.csv")
            .ended(2, &["link.csv", "write to another one"]);
    }
    assert_eq!(work.results("out"), before);
    work.run("export out -o out/a.csv").ended(0, &["3 briefs"]);
}

#[test]
fn articles_without_text_for_the_format_give_no_file() {
    let work = with_languages();
    for file in ["c.xlf", "c.tmx"] {
        work.run(&format!("export out -o {file} --where language=en"))
            .ended(
                5,
                &["no brief has text for this file", "nothing was written"],
            );
        assert!(!work.path(file).exists(), "{file}");
    }
}

#[test]
fn a_memory_holds_all_languages_and_says_which() {
    let work = with_languages();
    let memory = work.run("export out --to tmx").ended(0, &["3 briefs"]).out;
    let languages = memory.lines().filter_map(|line| {
        let (_, rest) = line.split_once("<tuv xml:lang=\"")?;
        rest.split_once('"').map(|(language, _)| language)
    });
    assert_eq!(
        languages.collect::<Vec<_>>(),
        ["ar", "en", "fr", "en", "fa", "en"]
    );
    assert!(memory.contains("srclang=\"*all*\""), "{memory}");
}

#[test]
fn a_table_has_the_delimiter_that_is_asked_for() {
    let work = with_languages();
    let table = |delimiter: &str| {
        let how = format!("export out --to csv --where language=fa --delimiter {delimiter}");
        work.run(&how).ended(0, &["1 brief"]).out
    };
    let rows = [
        "\u{feff}path;outcome;verdict;verdict_reason;sentences;doubted;failed;headline;summary;\
         to_check;title;language;date;url;translator;id;blake3;translation;source\r\n",
        "b.txt;done;;;1;0;0;Dams;;;;fa;;;small;b.txt;ab;A river.;رود.\r\n",
    ];
    let expected = rows.concat();
    assert_eq!(table(";"), expected);
    assert_eq!(table("semicolon"), expected);
    assert_eq!(table("tab"), expected.replace(';', "\t"));
    assert_eq!(table("comma"), expected.replace(';', ","));
    let usual = work.run("export out --to csv --where language=fa");
    assert_eq!(usual.ended(0, &[]).out, expected.replace(';', ","));
    work.run("export out --to csv --delimiter pipe")
        .ended(2, &["--delimiter", "comma, semicolon, tab"]);
    work.run("export out -o a.xlsx --delimiter tab")
        .ended(2, &["--delimiter is for csv"]);
    assert!(!work.path("a.xlsx").exists());
}

#[test]
fn a_selection_of_briefs_is_written_in_every_format() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let mut files = vec![
        ("a.csv", "\u{feff}path,".as_bytes()),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.docx", b"PK\x03\x04"),
        ("a.epub", b"PK\x03\x04"),
        ("a.xlf", b"<?xml"),
    ];
    if cfg!(feature = "parquet") {
        files.push(("a.parquet", b"PAR1"));
    }
    for (file, beginning) in files {
        work.run(&format!("export out -o {file}"))
            .ended(0, &["2 briefs in"]);
        let bytes = fs::read(work.path(file)).unwrap();
        assert!(bytes.starts_with(beginning), "{file}");
        let format = file.strip_prefix("a.").unwrap();
        let piped = work
            .command(&format!("export out --to {format}"))
            .output()
            .unwrap();
        assert_eq!(piped.stdout, bytes, "{file} by standard output");
    }
    let ran = work
        .run("export out --to csv --where path~news/")
        .ended(0, &["1 brief"]);
    assert!(
        ran.out.contains("news/b.txt") && !ran.out.contains("a.txt,"),
        "{}",
        ran.out
    );
}

#[test]
fn an_export_that_cannot_be_made_leaves_nothing_and_says_why() {
    let work = Work::with_articles();
    work.write(
        "in/english.txt",
        "A dam\n\nThe dam was opened by the minister on Monday in the old town.\n",
    );
    work.run(MOCK).ended(0, &[]);
    work.run("export out -o a.csv --where failed=many")
        .ended(2, &["--where", "a number"]);
    work.run("export out -o a.pdf")
        .ended(2, &["no format pdf", "xlsx"]);
    work.run("export out").ended(2, &["--to"]);
    work.run("export nothing -o a.csv")
        .ended(2, &["there is no folder nothing"]);
    work.run("export out -o a.csv --where language=fa")
        .ended(5, &["no article"]);
    for file in ["a.csv", "a.pdf"] {
        assert!(!work.path(file).exists(), "{file}");
    }
    fs::remove_file(work.path("out/briefs/a.txt.json")).unwrap();
    work.run("export out -o a.csv")
        .ended(4, &["a.txt", "2 briefs"]);
    assert!(work.path("a.csv").is_file());
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_has_a_row_for_each_article_as_its_brief_says() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.run("export out -o a.parquet").ended(0, &["2 briefs"]);
    let file = fs::File::open(work.path("a.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    let paths = ["a.txt", "news/b.txt"];
    assert_eq!(rows.len(), paths.len());
    for (path, row) in paths.iter().zip(&rows) {
        let brief = work.json(&format!("out/briefs/{path}.json"));
        let field = |name: &str| {
            let mut columns = row.get_column_iter();
            columns.find(|(column, _)| *column == name).unwrap().1
        };
        let text = |value: &Value| Field::Str(value.as_str().unwrap().to_owned());
        assert_eq!(*field("path"), Field::Str((*path).to_owned()));
        assert_eq!(*field("id"), text(&brief["id"]));
        assert_eq!(*field("headline"), text(&brief["headline"]["text"]));
        assert_eq!(*field("language"), text(&brief["source"]["language"]));
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_build_it() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    for how in ["-o a.parquet", "--to parquet -o a.parquet"] {
        work.run(&format!("export out {how}"))
            .ended(2, &["--features parquet"]);
    }
    assert!(!work.path("a.parquet").exists());
}

#[cfg(unix)]
#[test]
fn a_spreadsheet_that_finds_no_room_leaves_nothing_and_says_so() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let mut limited = work.shell("ulimit -f 1; exec mujaz export out -o a.xlsx");
    let ran = Ran::of(limited.output().unwrap());
    let ran = ran.ended(6, &["a.xlsx: cannot write this file"]);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert!(!work.path("a.xlsx").exists());
}
