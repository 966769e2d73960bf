//! Briefs as comma-separated values, a row for each article, as Excel and every other program of
//! tables reads them: UTF-8 with a byte-order mark, quoted where needed, lines ended by CR LF. It
//! writes each row when its brief comes and holds none.
//!
//! Where numbers have a decimal comma, Excel expects semicolons between the fields of a file that
//! it is asked to open, and puts a line with commas into one cell: [`Delimiter`].

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use super::format::{ExportError, Exporter};
use super::row::{COLUMNS, Cell, cells};
use crate::brief::Brief;

/// By this, Excel knows that a file is in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What stands between two fields of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delimiter {
    /// A comma, which most programs expect.
    #[default]
    Comma,
    /// A semicolon, which Excel expects where numbers have a decimal comma.
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// The delimiter with this name, or that this character is.
    pub fn of_name(name: &str) -> Option<Self> {
        let is_named = |delimiter: &Self| {
            delimiter.name() == name || name.as_bytes() == [delimiter.byte()].as_slice()
        };
        Self::ALL.into_iter().find(is_named)
    }

    /// The names of all, for people: "comma, semicolon, tab".
    pub fn listed() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// The character itself, which is one byte in UTF-8.
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// A table that is being written.
pub(super) struct Csv<W: Write>(Writer<W>);

impl<W: Write> Csv<W> {
    /// Begins the table with the names of its columns.
    pub(super) fn new(mut out: W, delimiter: Delimiter) -> Result<Self, ExportError> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut writer = WriterBuilder::new()
            .delimiter(delimiter.byte())
            .terminator(Terminator::CRLF)
            .from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self(writer))
    }
}

impl<W: Write> Exporter for Csv<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        let fields = cells(brief).map(|cell| match cell {
            Cell::Text(text) | Cell::Source(text) => inert(text),
            Cell::Count(count) => count.to_string(),
        });
        Ok(self.0.write_record(fields)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}

/// A field that no program takes for a formula: an apostrophe in front says that it is text. The
/// characters are those that OWASP names under "CSV Injection"; programs skip spaces before them.
fn inert(field: String) -> String {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_control = field.starts_with(['\t', '\r', '\n']);
    if is_control || field.trim_start().starts_with(FORMULA) {
        format!("'{field}")
    } else {
        field
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::{exported, hostile, sample};
    use super::*;
    use crate::brief::ExportFormat;

    fn rows(bytes: &[u8]) -> Vec<csv::StringRecord> {
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = csv::Reader::from_reader(text);
        reader.records().map(Result::unwrap).collect()
    }

    fn field<'a>(row: &'a csv::StringRecord, column: &str) -> &'a str {
        let at = COLUMNS.iter().position(|name| *name == column);
        row.get(at.unwrap()).unwrap()
    }

    #[test]
    fn an_article_is_a_row_with_its_doubts_in_words() {
        let bytes = exported(ExportFormat::Csv, &[sample()]);
        assert!(bytes.ends_with(b"\r\n"));
        let rows = rows(&bytes);
        assert_eq!(rows.len(), 1);
        let expected = [
            ("path", "news/dam.txt"),
            ("outcome", "flagged"),
            ("verdict", "read with care"),
            ("sentences", "4"),
            ("doubted", "2"),
            ("failed", "1"),
            ("headline", "The dam fills"),
            ("summary", "The dam is full."),
            (
                "to_check",
                "Article: Text was left out.\n[3] The number 108 is missing.\n\
                 [4] Not translated: too long.",
            ),
            ("title", "السد يمتلئ"),
            (
                "translation",
                "The dam fills\n\nCAIRO – It rained for 10 days.\n\n\
                 سقط مطر. (not translated: too long)",
            ),
            (
                "source",
                "السد يمتلئ\n\nالقاهرة – هطل المطر 108 أيام.\n\nسقط مطر.",
            ),
        ];
        for (column, value) in expected {
            assert_eq!(field(&rows[0], column), value, "{column}");
        }
    }

    #[test]
    fn fields_stand_between_the_delimiter_that_is_asked_for() {
        let mut brief = sample();
        brief.headline.text = "Dams; rain, \"snow\"".to_owned();
        let line = |delimiter: Delimiter| {
            let mut out = Vec::new();
            let mut table = Box::new(Csv::new(&mut out, delimiter).unwrap());
            table.add(&brief).unwrap();
            table.finish().unwrap();
            let text = String::from_utf8(out).unwrap();
            let lines: Vec<&str> = text.split("\r\n").collect();
            (lines[0].to_owned(), lines[1].to_owned())
        };
        let reason = "2 of 4 sentences are doubted";
        let (head, row) = line(Delimiter::Semicolon);
        assert!(head.starts_with("\u{feff}path;outcome;verdict;verdict_reason;"));
        let expected = format!(
            "news/dam.txt;flagged;read with care;{reason};4;2;1;\"Dams; rain, \"\"snow\"\"\";The dam is full.;"
        );
        assert!(row.starts_with(&expected), "{row}");
        let (head, row) = line(Delimiter::Tab);
        assert!(head.starts_with("\u{feff}path\toutcome\tverdict\tverdict_reason\t"));
        let expected = format!(
            "news/dam.txt\tflagged\tread with care\t{reason}\t4\t2\t1\t\"Dams; rain, \"\"snow\"\"\"\t"
        );
        assert!(row.starts_with(&expected), "{row}");
    }

    #[test]
    fn a_delimiter_is_named_by_a_word_or_by_itself() {
        let named = |name: &str| Delimiter::of_name(name);
        for (word, sign, delimiter) in [
            ("comma", ",", Delimiter::Comma),
            ("semicolon", ";", Delimiter::Semicolon),
            ("tab", "\t", Delimiter::Tab),
        ] {
            assert_eq!([named(word), named(sign)], [Some(delimiter); 2]);
        }
        for other in ["", "|", ",,", "Comma", "\"", "\n", "؛"] {
            assert_eq!(named(other), None, "{other}");
        }
        assert_eq!(Delimiter::listed(), "comma, semicolon, tab");
    }

    #[test]
    fn no_field_is_a_formula() {
        let rows = rows(&exported(ExportFormat::Csv, &[hostile()]));
        assert_eq!(
            field(&rows[0], "headline"),
            "'=HYPERLINK(\"http://x\",\"y\")"
        );
        for field in &rows[0] {
            assert!(
                !field.trim_start().starts_with(['=', '+', '-', '@']),
                "{field}"
            );
        }
        assert_eq!(inert("  \u{A0}=1".to_owned()), "'  \u{A0}=1");
        assert_eq!(inert("\r1".to_owned()), "'\r1");
        assert_eq!(inert("1 = 1".to_owned()), "1 = 1");
    }
}
