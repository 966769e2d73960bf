//! Briefs as a spreadsheet of Excel: a sheet of articles, and a sheet of their sentences with their
//! doubts. Texts are written as strings, so that none is a formula or a link. Rows go to temporary
//! files as they come (the constant-memory mode of `rust_xlsxwriter`), and none is held.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

use super::format::{ExportError, ExportSettings, Exporter, Output};
use super::row::{COLUMNS, Cell, WIDTH, cells};
use super::text::{Language, plain};
use crate::brief::types::{Brief, BriefSegment, Status};
use crate::brief::wording::{is_doubtful, why};

/// Excel's limits: rows of a sheet, and UTF-16 units of a cell.
const ROWS: u32 = 1_048_576;
const UNITS: usize = 32_767;

/// What stands at the end of a text that is longer than a cell.
const CUT: &str = " … [cut: the cell is full]";

/// Height of an article's row, in points: Excel would make it as high as a page.
const HEIGHT: f64 = 60.0;

/// Names of the sheets of articles and of sentences.
const ARTICLES: &str = "Articles";
const SENTENCES: &str = "Sentences";

/// Columns of the sheet of sentences.
const SENTENCE_COLUMNS: [&str; 7] = [
    "path",
    "number",
    "source",
    "translation",
    "status",
    "estimate",
    "doubts",
];

/// Widths of the columns, in characters.
const ARTICLE_WIDTHS: [u16; WIDTH] = [
    28, 10, 15, 28, 10, 10, 10, 40, 50, 50, 40, 10, 12, 24, 18, 16, 16, 60, 60,
];
const SENTENCE_WIDTHS: [u16; 7] = [28, 9, 60, 60, 12, 10, 60];

/// A spreadsheet that is being written.
pub(super) struct Xlsx<W> {
    out: W,
    workbook: Workbook,
    styles: Styles,
    articles: Table<WIDTH>,
    sentences: Table<7>,
}

impl<W: Output> Xlsx<W> {
    /// Begins the sheets.
    pub(super) fn new(out: W, settings: ExportSettings<'_>) -> Result<Self, ExportError> {
        written(|| Self::with_rows(out, settings, ROWS))
    }

    /// [`Self::new`] with another limit of rows.
    fn with_rows(out: W, settings: ExportSettings<'_>, rows: u32) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        if let Some(folder) = settings.scratch {
            workbook.set_tempdir(folder)?;
        }
        // Otherwise the time of making is stored.
        let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new()
            .set_title(plain(settings.title))
            .set_author("mujaz")
            .set_creation_datetime(&fixed);
        workbook.set_properties(&properties);
        let styles = Styles::new();
        let articles = Table::new(ARTICLES, COLUMNS, ARTICLE_WIDTHS, rows);
        let sentences = Table::new(SENTENCES, SENTENCE_COLUMNS, SENTENCE_WIDTHS, rows);
        let mut xlsx = Self {
            out,
            workbook,
            styles,
            articles,
            sentences,
        };
        xlsx.articles.begin(&mut xlsx.workbook, &xlsx.styles)?;
        xlsx.sentences.begin(&mut xlsx.workbook, &xlsx.styles)?;
        Ok(xlsx)
    }

    /// Adds the rows of a brief to both tables.
    fn add_rows(&mut self, brief: &Brief) -> Result<(), ExportError> {
        let styles = &self.styles;
        let (sheet, row) = self.articles.next_row(&mut self.workbook, styles)?;
        sheet.set_row_height(row, HEIGHT)?;
        let language = Language::of(&brief.source.language);
        for (column, cell) in (0..).zip(cells(brief)) {
            match cell {
                Cell::Text(text) => {
                    sheet.write_string_with_format(row, column, cut(text), &styles.text)?
                }
                Cell::Source(text) => {
                    let format = styles.source(language, &text);
                    sheet.write_string_with_format(row, column, cut(text), format)?
                }
                Cell::Count(number) => {
                    sheet.write_number_with_format(row, column, count(number), &styles.count)?
                }
            };
        }
        let mut number = 0;
        for paragraph in &brief.paragraphs {
            let language = Language::of(brief.language_of(paragraph));
            for segment in &paragraph.segments {
                number += 1;
                self.add_sentence(&brief.source.path, number, segment, language)?;
            }
        }
        Ok(())
    }

    /// Writes the file.
    fn end(mut self) -> Result<(), ExportError> {
        for sheet in self
            .articles
            .finish()?
            .into_iter()
            .chain(self.sentences.finish()?)
        {
            self.workbook.push_worksheet(sheet);
        }
        self.workbook.save_to_writer(&mut self.out)?;
        Ok(self.out.flush()?)
    }

    fn add_sentence(
        &mut self,
        path: &str,
        number: usize,
        segment: &BriefSegment,
        language: Language<'_>,
    ) -> Result<(), ExportError> {
        let styles = &self.styles;
        let (sheet, row) = self.sentences.next_row(&mut self.workbook, styles)?;
        let source = plain(&segment.source);
        let side = styles.source(language, &source);
        sheet.write_string_with_format(row, 0, cut(plain(path)), &styles.text)?;
        sheet.write_number_with_format(row, 1, count(number), &styles.count)?;
        sheet.write_string_with_format(row, 2, cut(source), side)?;
        // The source stands in the place of a translation that failed.
        if segment.status != Status::Failed {
            let english = cut(plain(&segment.translation));
            sheet.write_string_with_format(row, 3, english, &styles.text)?;
        }
        sheet.write_string_with_format(row, 4, status(segment.status), &styles.text)?;
        if let Some(estimate) = segment.estimate.filter(|estimate| estimate.is_finite()) {
            sheet.write_number_with_format(row, 5, estimate, &styles.estimate)?;
        }
        if is_doubtful(segment) {
            let doubts = cut(plain(&why(segment)));
            sheet.write_string_with_format(row, 6, doubts, &styles.text)?;
        }
        Ok(())
    }
}

impl<W: Output> Exporter for Xlsx<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        written(|| self.add_rows(brief))
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        written(|| self.end())
    }
}

/// Has `rust_xlsxwriter` do something. It panics where a temporary file cannot be written, as on a full
/// disk; that is an error like others here.
fn written<T>(work: impl FnOnce() -> Result<T, ExportError>) -> Result<T, ExportError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| match system_error(&*panic) {
        Some(error) => Err(error.into()),
        None => resume_unwind(panic),
    })
}

/// The system's error that a panic of `rust_xlsxwriter` tells of, if it is due to one: then the export
/// ends with that error.
pub fn system_error(panic: &(dyn Any + Send)) -> Option<io::Error> {
    let text = panic.downcast_ref::<String>()?;
    let (_, code) = text.split_once("Os { code: ")?;
    let (code, _) = code.split_once(',')?;
    Some(io::Error::from_raw_os_error(code.parse().ok()?))
}

/// Rows below a header, on as many sheets as they need.
struct Table<const N: usize> {
    name: &'static str,
    columns: [&'static str; N],
    widths: [u16; N],
    /// The largest number of rows of a sheet, with the header.
    rows: u32,
    sheets: Vec<Worksheet>,
    /// The row of the last sheet that is to be written next.
    next: u32,
}

impl<const N: usize> Table<N> {
    fn new(name: &'static str, columns: [&'static str; N], widths: [u16; N], rows: u32) -> Self {
        Self {
            name,
            columns,
            widths,
            rows,
            sheets: Vec::new(),
            next: 0,
        }
    }

    /// The sheet and the row to write next.
    fn next_row(
        &mut self,
        workbook: &mut Workbook,
        styles: &Styles,
    ) -> Result<(&mut Worksheet, u32), ExportError> {
        if self.next == self.rows {
            self.filter()?;
            self.begin(workbook, styles)?;
        }
        let row = self.next;
        self.next += 1;
        let sheet = self.sheets.last_mut();
        Ok((sheet.expect("a table without a sheet is a bug"), row))
    }

    /// Begins a sheet.
    fn begin(&mut self, workbook: &mut Workbook, styles: &Styles) -> Result<(), ExportError> {
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        match self.sheets.len() {
            0 => sheet.set_name(self.name)?,
            before => sheet.set_name(format!("{} {}", self.name, before + 1))?,
        };
        sheet.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0..).zip(self.columns.into_iter().zip(self.widths)) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, name, &styles.header)?;
        }
        self.sheets.push(sheet);
        self.next = 1;
        Ok(())
    }

    /// Puts a filter on the rows of the last sheet.
    fn filter(&mut self) -> Result<(), ExportError> {
        let last = u16::try_from(N - 1).expect("a table of 65,536 columns is a bug");
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.autofilter(0, 0, self.next - 1, last)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<Worksheet>, ExportError> {
        self.filter()?;
        Ok(std::mem::take(&mut self.sheets))
    }
}

/// The formats of cells.
struct Styles {
    header: Format,
    text: Format,
    right_to_left: Format,
    count: Format,
    estimate: Format,
}

impl Styles {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let text = top.clone().set_text_wrap().set_num_format("@");
        Self {
            header: top.clone().set_bold(),
            text: text.clone().set_reading_direction(1),
            right_to_left: text.set_reading_direction(2).set_align(FormatAlign::Right),
            count: top.clone().set_num_format("0"),
            estimate: top.set_num_format("0.00"),
        }
    }

    /// The format of a text in this language.
    fn source(&self, language: Language<'_>, text: &str) -> &Format {
        if language.runs_right_to_left(text) {
            &self.right_to_left
        } else {
            &self.text
        }
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Translated => "translated",
        Status::Flagged => "flagged",
        Status::Failed => "failed",
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A text that a cell can hold; one that was longer says so at its end.
fn cut(mut text: String) -> String {
    if text.encode_utf16().count() <= UNITS {
        return text;
    }
    let kept = UNITS - CUT.encode_utf16().count();
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > kept
    });
    text.truncate(end.map_or(text.len(), |(end, _)| end));
    text + CUT
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use super::super::sample::{exported, hostile, is_xml, member, sample};
    use super::*;
    use crate::brief::ExportFormat;

    const SHEETS: [&str; 2] = ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"];

    #[test]
    fn articles_and_sentences_have_a_sheet_each() {
        let bytes = exported(ExportFormat::Xlsx, &[sample()]);
        let [articles, sentences] = SHEETS.map(|name| member(&bytes, name));
        for text in [
            "news/dam.txt",
            "read with care",
            "The dam is full.",
            "السد يمتلئ",
        ] {
            assert!(articles.contains(text), "{text}");
        }
        for text in [
            "هطل المطر 108 أيام.",
            "It rained for 10 days.",
            "flagged",
            "<v>0.25</v>",
        ] {
            assert!(sentences.contains(text), "{text}");
        }
        assert!(
            sentences.contains("<autoFilter ref=\"A1:G5\"/>"),
            "{sentences}"
        );
        assert!(sentences.contains("state=\"frozen\""));
        assert_eq!(sentences.matches("سقط مطر.").count(), 1);
    }

    #[test]
    fn no_cell_is_a_formula_or_a_link() {
        let bytes = exported(ExportFormat::Xlsx, &[hostile()]);
        for sheet in SHEETS.map(|name| member(&bytes, name)) {
            assert!(is_xml(&sheet));
            assert!(!sheet.contains("<f>") && !sheet.contains("hyperlink "));
            assert!(sheet.contains("_x005F_x0041_"), "{sheet}");
        }
    }

    #[test]
    fn a_panic_about_the_disk_is_an_error_and_others_are_not_caught() {
        let full = || -> io::Result<()> { Err(io::Error::from_raw_os_error(28)) };
        let unwrapped = written(|| {
            full().unwrap();
            Ok(())
        });
        let expected = written(|| {
            full().expect("no file");
            Ok(())
        });
        for ended in [unwrapped, expected] {
            let error = ended.unwrap_err().into_io().unwrap();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        }
        assert!(catch_unwind(|| written::<()>(|| panic!("a bug"))).is_err());
    }

    #[test]
    fn rows_beyond_the_limit_go_on_in_a_further_sheet() {
        let mut out = Cursor::new(Vec::new());
        let mut xlsx = Box::new(Xlsx::with_rows(&mut out, ExportSettings::default(), 4).unwrap());
        xlsx.add(&sample()).unwrap();
        xlsx.add(&sample()).unwrap();
        xlsx.finish().unwrap();
        let bytes = out.into_inner();
        let workbook = member(&bytes, "xl/workbook.xml");
        for name in ["Articles", "Sentences", "Sentences 2", "Sentences 3"] {
            assert!(
                workbook.contains(&format!("<sheet name=\"{name}\"")),
                "{workbook}"
            );
        }
        assert!(member(&bytes, "xl/worksheets/sheet4.xml").contains("A1:G3"));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_visibly() {
        assert_eq!(cut("a".repeat(UNITS)).len(), UNITS);
        let text = cut("😀".repeat(UNITS));
        assert!(text.ends_with(CUT));
        assert!(text.encode_utf16().count() <= UNITS);
        let mut brief = sample();
        brief.paragraphs[1].segments[1].source = "مطر ".repeat(20_000);
        exported(ExportFormat::Xlsx, &[brief]);
    }
}
