#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;

use super::may_be;
use crate::article::{Context, Format, ReadSettings, Record, read_bytes};
use crate::text::Language;

/// The path, the day and the text of an article, or why it is none.
type Told = (String, Option<String>, String);

fn records(format: Format, bytes: &[u8]) -> Vec<Record> {
    let mut found = Vec::new();
    let settings = ReadSettings::default();
    read_bytes("a", format, bytes, settings, &mut |record| {
        found.push(record);
        ControlFlow::Continue(())
    });
    found
}

fn read(format: Format, bytes: &[u8]) -> Vec<Told> {
    let told = records(format, bytes).into_iter().map(|record| {
        let article = record.parse(&Context::of(Language::of("ar")));
        let (date, text) = match article {
            Ok(article) => (article.source.date, article.text),
            Err(refusal) => (None, refusal.to_string()),
        };
        (record.path, date, text)
    });
    told.collect()
}

/// What is read of the two articles that all files here hold.
fn both(first_day: &str, second_day: &str) -> [Told; 2] {
    let first =
        "السد ممتلئ\n\nسلمى، جريدة المرفأ\n\nأعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.";
    let second = "جسر جديد\n\nجريدة المرفأ\n\nافتتح الجسر أمس.";
    [("a#1", first_day, first), ("a#2", second_day, second)]
        .map(|(path, day, text)| (path.to_owned(), Some(day.to_owned()), text.to_owned()))
}

/// Checks that both articles of a file are read, and that a file with the first one alone is that article.
fn check(format: Format, days: [&str; 2], file: impl Fn(usize) -> Vec<u8>) {
    let [mut first, second] = both(days[0], days[1]);
    assert_eq!(read(format, &file(2)), [first.clone(), second]);
    let alone = file(1);
    let found = records(format, &alone);
    assert_eq!(found.len(), 1);
    let hash = blake3::hash(&alone).to_hex().to_string();
    assert_eq!((found[0].path.as_str(), &found[0].blake3), ("a", &hash));
    // A page with the classes of Factiva may be that of a newspaper.
    if format != Format::Html || days != FACTIVA_DAYS {
        first.0 = "a".to_owned();
        assert_eq!(read(format, &alone), [first]);
    }
}

/// A document in Rich Text Format; tabs end cells of a table, and `\u{b}` its rows.
fn rtf(lines: &str) -> Vec<u8> {
    let letters = lines.chars().map(|c| match c {
        '\n' => "\\par ".to_owned(),
        '\t' => "\\cell ".to_owned(),
        '\u{b}' => "\\row ".to_owned(),
        c if c.is_ascii() => c.to_string(),
        c => format!("\\u{}?", u32::from(c)),
    });
    let letters: String = letters.collect();
    format!("{{\\rtf1\\ansi {letters}\\par}}").into_bytes()
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The main part of a document of Word.
fn main_part(lines: &str) -> String {
    let paragraphs = lines
        .split('\n')
        .map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"));
    let paragraphs: String = paragraphs.collect();
    format!("<w:document xmlns:w=\"w\"><w:body>{paragraphs}</w:body></w:document>")
}

fn docx(lines: &str) -> Vec<u8> {
    package(&[("word/document.xml", main_part(lines).as_str())])
}

fn odt(lines: &str) -> Vec<u8> {
    let paragraphs = lines
        .split('\n')
        .map(|line| format!("<text:p>{line}</text:p>"));
    let paragraphs: String = paragraphs.collect();
    let xml = format!("<o:content><o:body><o:text>{paragraphs}</o:text></o:body></o:content>");
    package(&[("content.xml", xml.as_str())])
}

fn html(body: &str) -> Vec<u8> {
    let head = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>x</title></head>";
    format!("{head}<body>{body}</body></html>").into_bytes()
}

/// Lines of a cover.
fn cover() -> String {
    let titles = (1..=12).map(|number| format!("{number}. عنوان\n"));
    ["Documents (12)\n".to_owned()]
        .into_iter()
        .chain(titles)
        .collect()
}

const FACTIVA_DAYS: [&str; 2] = ["3 March 2026", "4 March 2026"];

/// The fields of the articles of Factiva.
static FACTIVA: [&[(&str, &str)]; 2] = [
    &[
        ("SE", "محليات"),
        ("HD", "السد ممتلئ"),
        ("BY", "سلمى"),
        ("WC", "20 words"),
        ("PD", "3 March 2026"),
        ("SN", "جريدة المرفأ"),
        ("LP", "أعلن الوزير أن السد امتلأ."),
        ("TD", "وقال إن الري يبدأ غدا."),
        ("NS", "gwater : Water"),
        ("PUB", "المرفأ"),
        ("AN", "Document ALMARFA020260303em3300001"),
    ],
    &[
        ("HD", "جسر جديد"),
        ("WC", "9 words"),
        ("PD", "4 March 2026"),
        ("SN", "جريدة المرفأ"),
        ("TD", "افتتح الجسر أمس."),
        ("AN", "Document ALMARFA020260304em3400002"),
    ],
];

#[test]
fn rows_of_factiva_are_fields() {
    let lines = |count: usize, behind_code: &str, behind_value: &str| {
        let fields = FACTIVA[..count].concat().into_iter();
        let rows = fields.map(|(code, value)| format!("{code}{behind_code}{value}{behind_value}"));
        let rows: String = rows.collect();
        format!("{}{rows}Search Summary\n{}", cover(), cover())
    };
    check(Format::Rtf, FACTIVA_DAYS, |count| {
        rtf(&lines(count, "\t", "\t\u{b}"))
    });
    check(Format::Docx, FACTIVA_DAYS, |count| {
        docx(&lines(count, "\n", "\n"))
    });
    check(Format::Odt, FACTIVA_DAYS, |count| {
        odt(&lines(count, "\n", "\n\n"))
    });
    let row = |(code, value): &(&str, &str)| {
        let headline = if *code == "HD" { "enHeadline" } else { "x" };
        format!(
            "<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td><p class=\"{headline}\">{value}</p></td></tr>"
        )
    };
    check(Format::Html, FACTIVA_DAYS, |count| {
        let articles = FACTIVA[..count].iter().map(|rows| {
            let rows: String = rows.iter().map(row).collect();
            format!("<div class=\"article enArticle\"><table>{rows}</table></div>")
        });
        html(&articles.collect::<String>())
    });
}

/// An article of Factiva without its indexing.
fn without_indexing(fields: &[(&str, &str)]) -> String {
    let element = |(code, value): &(&str, &str)| match *code {
        "SE" | "WC" | "PD" => format!("<div>{value}</div>"),
        "HD" => format!("<div id=\"hd\"><span class=\"enHeadline\">{value}</span></div>"),
        "BY" => format!("<div class=\"author\">{value}</div>"),
        "SN" => {
            let below = "<div>ALMARFA</div><div>Arabic</div><div>(c) 2026</div>";
            format!("<div>14:05</div><div>{value}</div>{below}")
        }
        "LP" | "TD" => format!("<p class=\"articleParagraph enarticleParagraph\">{value}</p>"),
        "AN" => format!("<p>{value}</p>"),
        _ => String::new(),
    };
    let elements: String = fields.iter().map(element).collect();
    format!("<div class=\"article enArticle\">{elements}</div><br>")
}

#[test]
fn elements_of_a_page_of_factiva_say_what_its_lines_are() {
    check(Format::Html, FACTIVA_DAYS, |count| {
        let articles = FACTIVA[..count]
            .iter()
            .map(|fields| without_indexing(fields));
        html(&format!(
            "{}<p>Search Summary</p>",
            articles.collect::<String>()
        ))
    });
}

#[test]
fn a_paragraph_without_its_class_stands_below_the_headline() {
    let articles = FACTIVA.map(without_indexing).concat();
    let rights = "<div>(c) 2026</div>";
    let paragraph = format!("{rights}<p>اجتمع مجلس الوادي.</p>");
    let page = html(&articles.replacen(rights, &paragraph, 1));
    let [mut first, second] = both(FACTIVA_DAYS[0], FACTIVA_DAYS[1]);
    first.2 = first.2.replacen("\n\n", "\n\nاجتمع مجلس الوادي.\n\n", 1);
    assert_eq!(read(Format::Html, &page), [first, second]);
}

const NEXIS_DAYS: [&str; 2] = ["March 3, 2026 Tuesday", "March 4, 2026 Wednesday"];

#[test]
fn paragraphs_of_nexis_uni_are_its_lines() {
    let first = "السد ممتلئ\nجريدة المرفأ\nMarch 3, 2026 Tuesday\nCopyright 2026 المرفأ All Rights Reserved\n\
        Length:\u{a0}20 words\nByline:\u{a0}سلمى\nBody\nأعلن الوزير أن السد امتلأ.\nوقال إن الري يبدأ غدا.\n\
        Classification\nLanguage: ARABIC\nLoad-Date: March 4, 2026\nEnd of Document\n";
    let second = "جسر جديد\nجريدة المرفأ\nMarch 4, 2026 Wednesday\nLength:\u{a0}9 words\nBody\nافتتح الجسر أمس.\n\
        Load-Date: March 5, 2026\nEnd of Document\n";
    let lines = |count: usize| cover() + &[first, second][..count].concat();
    check(Format::Docx, NEXIS_DAYS, |count| docx(&lines(count)));
    check(Format::Odt, NEXIS_DAYS, |count| odt(&lines(count)));
    check(Format::Rtf, NEXIS_DAYS, |count| rtf(&lines(count)));
}

#[test]
fn documents_of_lexisnexis_have_a_cover_and_a_field_for_the_headline() {
    let first = "1 of 2 DOCUMENTS\n\nCopyright 2026 المرفأ\nAll Rights Reserved\nجريدة المرفأ\n\n\
        March 3, 2026 Tuesday\nالطبعة الأولى\n\nSECTION: محليات\n\nLENGTH: 20 words\n\nHEADLINE: السد ممتلئ\n\n\
        BYLINE: سلمى\n\nBODY:\nأعلن الوزير أن السد امتلأ.\nوقال إن الري يبدأ غدا.\n\nLOAD-DATE: March 4, 2026\n\n";
    let second = "2 of 2 DOCUMENTS\n\nجريدة المرفأ\n\nMarch 4, 2026 Wednesday\n\nLENGTH: 9 words\n\n\
        HEADLINE: جسر جديد\n\nBODY:\n\nافتتح الجسر أمس.\n\nLOAD-DATE: March 5, 2026\n";
    let lines = |count: usize| cover() + "\n" + &[first, second][..count].concat();
    check(Format::Rtf, NEXIS_DAYS, |count| rtf(&lines(count)));
    check(Format::Html, NEXIS_DAYS, |count| {
        let lines = lines(count);
        let blocks = lines.split("\n\n").map(|block| {
            let block = block.replace('\n', "<BR>");
            format!("<BR><DIV CLASS=\"c0\"><P CLASS=\"c1\"><SPAN>{block}</SPAN></P>\n</DIV>\n")
        });
        html(&blocks.collect::<String>())
    });
}

#[test]
fn a_style_of_word_is_no_mark() {
    assert!(!may_be(r"\lsdlocked0 Document Map;\lsdlocked0 HTML Top"));
    let item = "<w:t>HD</w:t><w:t>Document ALMARFA020260303em3300001</w:t>";
    assert!(may_be(&item.repeat(2)));
}

#[test]
fn a_document_with_text_beside_its_only_article_is_ordinary() {
    let article = "السد ممتلئ\nجريدة المرفأ\nMarch 3, 2026 Tuesday\nLength: 20 words\nBody\nأعلن الوزير أن السد امتلأ.\n\
        Load-Date: March 4, 2026\nEnd of Document\n";
    let quoted = format!("وصل الوفد إلى بغداد أمس.\n\n{article}");
    for (format, bytes) in [
        (Format::Docx, docx(&quoted)),
        (Format::Rtf, rtf(&(article.to_owned() + "وعاد اليوم."))),
    ] {
        let told = read(format, &bytes);
        assert_eq!((told.len(), told[0].0.as_str()), (1, "a"));
        assert!(told[0].2.contains("Load-Date: March 4, 2026"), "{told:?}");
    }
}

#[test]
fn pages_and_documents_with_a_mark_alone_are_ordinary() {
    let text = "خبر\nوصل الوفد إلى بغداد أمس.\nDocument ALMARFA020260303em3300001\nEnd of Document\n5 of 9 DOCUMENTS";
    assert!(!may_be(text));
    for (format, bytes) in [
        (Format::Docx, docx(text)),
        (Format::Odt, odt(text)),
        (Format::Rtf, rtf(text)),
        (Format::Html, html(&without_indexing(&FACTIVA[0][..5]))),
    ] {
        let found = records(format, &bytes);
        assert_eq!((found.len(), found[0].path.as_str()), (1, "a"));
    }
}

#[test]
fn a_document_with_one_whole_article_beside_another_is_ordinary() {
    let number = "AN\nDocument ALMARFA020260303em3300001\n";
    let whole = format!("HD\nسد\nWC\n2 words\nPD\n3 March 2026\nSN\nص\nTD\nامتلأ.\n{number}");
    // It has a headline, a text and a number, and lacks the rest.
    let other = format!("HD\nجسر\nTD\nافتتح.\n{number}");
    assert_eq!(
        records(Format::Docx, &docx(&(whole.clone() + &other))).len(),
        1
    );
    assert_eq!(
        records(Format::Docx, &docx(&(whole.repeat(2) + &other))).len(),
        3
    );
}

#[test]
fn notes_and_imported_files_of_a_divided_document_are_refused() {
    let number = "AN\nDocument ALMARFA020260303em3300001\n";
    let item = format!("HD\nسد\nWC\n2 words\nPD\n3 March 2026\nSN\nص\nTD\nامتلأ.\n{number}");
    let main = main_part(&item.repeat(2)).replace("</w:body>", "<w:altChunk r:id=\"a\"/></w:body>");
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote><w:p><w:r><w:t>حاشية.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let bytes = package(&[
        ("word/document.xml", main.as_str()),
        ("word/footnotes.xml", notes),
    ]);
    let told = read(Format::Docx, &bytes);
    let paths: Vec<&str> = told.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(paths, ["a#1", "a#2", "a#3", "a#4"]);
    assert!(
        told[..2]
            .iter()
            .all(|(.., text)| text == "سد\n\nص\n\nامتلأ.")
    );
    let reasons = [
        "it stands outside of the articles of a database: above the first of them or below one; if it is an article, put \
         it into a file of its own",
        "other files that Word imports when it opens the document are not read; save it once in Word",
    ];
    assert!(told[2..].iter().map(|(.., text)| text.as_str()).eq(reasons));
    let note = &records(Format::Docx, &bytes)[2];
    assert_eq!(note.bytes, "حاشية.".len() as u64);
}
