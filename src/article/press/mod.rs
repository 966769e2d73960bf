//! Texts, documents and pages that were exported from a database of the press: one file with many articles. This file
//! owns that such a file is divided; the marks of each database are in a file of its own. A file without all of them
//! is an ordinary text, document or page.

mod cover;
mod divided;
mod documents;
mod factiva;
mod lexisnexis;
mod nexis;
mod nexis_uni;
mod page;
mod several;

use std::borrow::Cow;
use std::io;

use serde_json::{Value, json};

use super::decode::decode;
use super::escapes::with_newlines;
use super::extracted::{Extracted, one_line};
use super::input::Input;
use super::record::{Context, Out, Read, Record, bytes_of, only, whole};
use super::{Format, Refusal, content, json as records};

/// Reads a file of plain text: the articles of a database, or the one that the text is.
pub(super) fn text(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if !may_hold_articles(input.start()) {
        return whole(input, Format::Txt, content::text, out);
    }
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let decoded = decode(&bytes, None).ok();
    let found = decoded.and_then(|decoded| {
        let articles = articles_of(&with_newlines(&decoded.text))?;
        Some((articles, decoded.encoding))
    });
    match found {
        Some((articles, encoding)) => {
            drop(bytes);
            hand_over(articles, encoding, Format::Txt, out);
        }
        None => only(bytes, Format::Txt, content::text, out),
    }
    Ok(())
}

/// Reads a document or a page: the articles of a database, or the one that `read` takes it for.
pub(super) fn document(
    input: &mut Input<'_>,
    format: Format,
    read: Read,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let Some((articles, encoding)) = documents::articles(&bytes, format) else {
        only(bytes, format, read, out);
        return Ok(());
    };
    if let [Ok(article)] = articles.as_slice() {
        // A document with one article is that article, and has its own name.
        let parse = parser(article.clone().into_record(), encoding);
        let _ = out.send(Record::new(out.whole(), &bytes, format, parse));
        return Ok(());
    }
    drop(bytes);
    hand_over(articles, encoding, format, out);
    Ok(())
}

/// Hands over the articles of a file as numbered records.
fn hand_over(articles: Vec<Found>, encoding: &'static str, format: Format, out: &mut Out<'_>) {
    for (index, found) in articles.into_iter().enumerate() {
        let path = out.numbered(index + 1);
        let record = match found {
            Ok(article) => {
                let record = article.into_record();
                let compact = record.to_string();
                let parse = parser(record, encoding);
                Record::new(path, compact.as_bytes(), format, parse)
            }
            Err(Odd { text, refusal }) => {
                let parse = move |_: &Context<'_>| Err(refusal.clone());
                Record::new(path, text.as_bytes(), format, parse)
            }
        };
        if out.send(record).is_break() {
            return;
        }
    }
}

/// What reads an article from its record.
fn parser(
    record: Value,
    encoding: &'static str,
) -> impl Fn(&Context<'_>) -> Result<Extracted, Refusal> + Send + 'static {
    move |context: &Context<'_>| records::article(&record, encoding, context)
}

fn may_hold_articles(start: &[u8]) -> bool {
    // The marks are the same in all encodings but UTF-16.
    let start = if start.contains(&0) {
        decode(start, None).map_or_else(|_| String::new(), |decoded| decoded.text)
    } else {
        String::from_utf8_lossy(start).into_owned()
    };
    nexis::may_be(&start) || factiva::may_be(&start)
}

/// Whether a line of a text begins so, whatever ends its lines.
fn has_line(text: &str, begin: &str) -> bool {
    text.match_indices(begin).any(|(at, _)| {
        let before = &text[..at];
        before.is_empty() || before.ends_with(['\n', '\r', BYTE_ORDER_MARK])
    })
}

fn articles_of(text: &str) -> Option<Vec<Found>> {
    let text = without_marks(text);
    nexis::articles(&text).or_else(|| factiva::articles(&text))
}

/// A text without byte order marks, which stand at the start of each of several files that were put into one.
fn without_marks(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    if !text.contains(BYTE_ORDER_MARK) {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive('\n');
    Cow::Owned(
        lines
            .map(|line| line.trim_start_matches(BYTE_ORDER_MARK))
            .collect(),
    )
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// One of the articles of a file that has the marks of a database.
type Found = Result<Article, Odd>;

/// What lacks marks that articles have, or belongs to none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Odd {
    /// Its lines.
    text: String,
    refusal: Refusal,
}

/// An article as a database has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Article {
    title: String,
    /// The day as it is stated.
    date: String,
    /// Who wrote it, if that is known, and where it was published.
    authors: Vec<String>,
    /// What stands between the headline and the text.
    standfirst: String,
    /// Its lines, with an empty one between two paragraphs.
    text: String,
}

impl Article {
    fn into_record(self) -> Value {
        let authors: Vec<String> = self.authors.iter().map(|name| one_line(name)).collect();
        let mut record = json!({
            "title": one_line(&self.title), "date": one_line(&self.date), "author": authors,
            "text": self.text
        });
        if !self.standfirst.is_empty() {
            record["description"] = Value::String(self.standfirst);
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::{ReadSettings, read_bytes};
    use crate::text::Language;

    /// The paths, headlines, dates and texts of the articles of a file.
    fn read(text: &str) -> Vec<(String, Option<String>, Option<String>, String)> {
        let mut found = Vec::new();
        let settings = ReadSettings::default();
        read_bytes(
            "a.txt",
            Format::Txt,
            text.as_bytes(),
            settings,
            &mut |record: Record| {
                let article = record.parse(&Context::of(Language::of("ar")));
                let told = match article {
                    Ok(article) => (article.source.title, article.source.date, article.text),
                    Err(refusal) => (None, None, refusal.to_string()),
                };
                found.push((record.path, told.0, told.1, told.2));
                ControlFlow::Continue(())
            },
        );
        found
    }

    #[test]
    fn the_articles_of_a_database_are_read_one_by_one() {
        let text = "HD\tالسد ممتلئ\nWC\t20 words\nPD\t3 March 2026\nSN\tجريدة المرفأ\nLA\tArabic\n\
            LP\tأعلن الوزير أن السد امتلأ.\n\nTD\tوقال إن الري يبدأ غدا.\n\nAN\tDocument ALMARFA020260303em3300001\n\n\
            HD\tجسر جديد\nWC\t9 words\nPD\t4 March 2026\nSN\tجريدة المرفأ\nTD\tافتتح الجسر أمس.\n\n\
            AN\tDocument ALMARFA020260304em3400002\n";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            read(text),
            [
                (
                    "a.txt#1".to_owned(),
                    some("السد ممتلئ"),
                    some("3 March 2026"),
                    "السد ممتلئ\n\nجريدة المرفأ\n\nأعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.".to_owned()
                ),
                (
                    "a.txt#2".to_owned(),
                    some("جسر جديد"),
                    some("4 March 2026"),
                    "جسر جديد\n\nجريدة المرفأ\n\nافتتح الجسر أمس.".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn the_articles_of_a_file_in_utf_16_are_read_one_by_one() {
        let number = "AN   Document ALMARFA020260303em3300001\n";
        let item =
            format!("HD   سد\nWC   2 words\nPD   3 March 2026\nSN   ص\nTD   امتلأ.\n{number}");
        let text = format!("\u{feff}{item}{item}");
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut paths = Vec::new();
        let settings = ReadSettings::default();
        read_bytes("a.txt", Format::Txt, &bytes, settings, &mut |record| {
            paths.push(record.path);
            ControlFlow::Continue(())
        });
        assert_eq!(paths, ["a.txt#1", "a.txt#2"]);
    }

    #[test]
    fn files_that_were_put_into_one_may_each_have_a_byte_order_mark_and_any_line_ends() {
        let factiva = "\u{feff}HD   جسر جديد\nWC   2 words\nPD   3 March 2026\nSN   جريدة المرفأ\nTD   افتتح الجسر أمس.\n\
            AN   Document ALMARFA020260303em3300001\n\n";
        let lexis = "\u{feff}   1 of 1 DOCUMENTS\n\nجريدة المرفأ\n\nMarch 3, 2026\n\nجسر جديد\n\nLENGTH: 2 words\n\nافتتح الجسر أمس.\n\n\
            LOAD-DATE: March 4, 2026\n\n";
        let uni = "\u{feff}جسر جديد\nجريدة المرفأ\nMarch 3, 2026\nLength: 2 words\nBody\n\nافتتح الجسر أمس.\n\nEnd of Document\n\n";
        for one in [factiva, lexis, uni] {
            let files = one.repeat(3);
            // Lines of old Macs end with a carriage return alone.
            for end in ["\n", "\r\n", "\r"] {
                let found = read(&files.replace('\n', end));
                let texts = found
                    .iter()
                    .map(|(path, _, _, text)| (path.as_str(), text.as_str()));
                let texts: Vec<_> = texts.collect();
                let expected = "جسر جديد\n\nجريدة المرفأ\n\nافتتح الجسر أمس.";
                assert_eq!(
                    texts,
                    [
                        ("a.txt#1", expected),
                        ("a.txt#2", expected),
                        ("a.txt#3", expected)
                    ]
                );
            }
        }
    }

    #[test]
    fn a_text_that_quotes_lines_of_a_database_is_an_ordinary_article() {
        for quoted in [
            "Dow Jones Factiva\nHD\nWC\nPD\nSN\nAN   Document ALMARFA020260303em3300001",
            "3 of 5 DOCUMENTS\n\nLOAD-DATE: March 4, 2026\n\n4 of 5 DOCUMENTS\n\nLENGTH: طويل",
            "Length: 20 words\n\nEnd of Document\n\nBody\n\nEnd of Document",
            "Body\n\nClassification\n\nLength: 20 words\n\nLoad-Date: March 4, 2026",
        ] {
            let text = format!("خبر\n\nوصل الوفد إلى بغداد أمس.\n\n{quoted}\n\nوعاد اليوم.\n");
            let found = read(&text);
            assert_eq!(found.len(), 1, "{quoted}");
            assert_eq!((found[0].0.as_str(), &found[0].3), ("a.txt", &text));
        }
    }

    #[test]
    fn a_text_with_some_of_the_marks_is_an_ordinary_article() {
        let text = "خبر\n\nHD\nWC\nSN\nوصل الوفد إلى بغداد أمس.\n\nLENGTH: 3 of 5 DOCUMENTS\n\nوعاد اليوم.\n";
        let found = read(text);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.as_str(), found[0].3.as_str()), ("a.txt", text));
    }
}
