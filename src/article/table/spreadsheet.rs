//! Spreadsheets of Excel and LibreOffice: the rows of all sheets.

use std::io::{self, Cursor};

use calamine::{Data, Reader, SheetType, Xls, Xlsx};

use super::{Columns, MAX_COLUMNS, opendocument, send};
use crate::article::archive::package::check_unpacked;
use crate::article::first_bytes::Sheets;
use crate::article::input::Input;
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, Refusal};
use crate::text::has_at_least;

/// The number of words from which a cell is prose.
const PROSE: usize = 10;

/// Maximum number of bytes in the cells of a row: many cells may name one stored text.
const MAX_ROW: usize = 64 << 20;

/// Hands over the rows of a spreadsheet.
pub(in crate::article) fn rows(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let mut rows = Rows {
        sheet: usize::MAX,
        columns: None,
        refused: None,
        lost: None,
        number: 0,
        out,
    };
    let read = match Sheets::of(&bytes) {
        Some(Sheets::OpenDocument) => {
            opendocument::each_row(&bytes, &mut |sheet, row| rows.row(sheet, row))
        }
        Some(Sheets::Excel) => of_excel(bytes, &mut rows),
        None => of_old_excel(bytes, &mut rows),
    };
    rows.finish(read);
    Ok(())
}

/// The rows of a spreadsheet on their way.
struct Rows<'o, 'a> {
    /// The number of the sheet that is being read, from 0.
    sheet: usize,
    /// The columns of that sheet; `None` before the row that names them.
    columns: Option<Columns>,
    /// Why the last row before the columns names none.
    refused: Option<Refusal>,
    /// Why the first sheet with prose is no table of articles.
    lost: Option<Refusal>,
    /// The number of the row, over all sheets.
    number: usize,
    out: &'o mut Out<'a>,
}

impl Rows<'_, '_> {
    /// Takes the next row of a sheet; returns whether more are wanted.
    fn row(&mut self, sheet: usize, row: &[String]) -> bool {
        if self.sheet != sheet {
            self.sheet = sheet;
            self.columns = None;
        }
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return true;
        }
        let Some(columns) = &self.columns else {
            match Columns::of(row, self.out.fields()) {
                Ok(columns) => self.columns = Some(columns),
                // A title may stand above the names of the columns.
                Err(refusal) => self.pass_over(row, refusal),
            }
            return true;
        };
        self.number += 1;
        if let (Some(object), left_out) = columns.article(row) {
            let kind = (Format::Xlsx, "UTF-8");
            let _ = send(object, left_out, self.number, kind, self.out);
        }
        !self.out.stopped()
    }

    fn pass_over(&mut self, row: &[String], refusal: Refusal) {
        let is_prose = |cell: &String| has_at_least(cell, PROSE);
        if row.iter().any(is_prose) {
            let (number, reason) = (self.sheet + 1, refusal.to_string());
            self.lost.get_or_insert_with(|| {
                Refusal::Failed(format!("sheet {number} was not read: {reason}"))
            });
        }
        self.refused.get_or_insert(refusal);
    }

    /// The number of named columns, or the maximum before they are known.
    fn width(&self) -> usize {
        self.columns.as_ref().map_or(MAX_COLUMNS, Columns::count)
    }

    fn finish(self, read: Result<(), Refusal>) {
        let refusal = match read {
            Err(refusal) => Some(refusal),
            Ok(()) if self.out.stopped() => None,
            // A sheet of a few notes beside one of articles is no fault.
            Ok(()) if self.number > 0 => self.lost,
            Ok(()) => Some(
                self.refused
                    .unwrap_or_else(|| Refusal::Skipped("the spreadsheet has no rows".to_owned())),
            ),
        };
        if let Some(refusal) = refusal {
            self.out.refuse(refusal);
        }
    }
}

/// Reads the sheets of a book cell by cell: two cells at opposite corners would make a range of
/// billions.
fn of_excel(bytes: Vec<u8>, out: &mut Rows<'_, '_>) -> Result<(), Refusal> {
    check_unpacked(&bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    for (sheet, name) in names(&book).iter().enumerate() {
        let mut cells = book
            .worksheet_cells_reader(name)
            .map_err(|error| unreadable(&error))?;
        let mut row: Vec<String> = Vec::new();
        let (mut current, mut length) = (0, 0);
        while let Some(cell) = cells.next_cell().map_err(|error| unreadable(&error))? {
            let (at, column) = cell.get_position();
            if at != current {
                if !out.row(sheet, &row) {
                    return Ok(());
                }
                row.clear();
                (current, length) = (at, 0);
            }
            let column = column as usize;
            let text = text_of(&Data::from(cell.get_value().clone()));
            if text.is_empty() || column >= MAX_COLUMNS {
                continue;
            }
            length += text.len();
            if length > MAX_ROW {
                return Err(Refusal::Failed(format!(
                    "row {} of sheet {} is longer than 64 MiB; it and the rows below were not read",
                    at + 1,
                    sheet + 1
                )));
            }
            // Cells beyond the columns have no place that counts.
            let width = out.width();
            let place = if column < width {
                column
            } else {
                row.len().max(width)
            };
            row.resize(row.len().max(place + 1), String::new());
            row[place] = text;
        }
        if !out.row(sheet, &row) {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads the sheets of a book of Excel before 2007, which have at most 65,536 rows of 256 cells.
fn of_old_excel(bytes: Vec<u8>, out: &mut Rows<'_, '_>) -> Result<(), Refusal> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    for (sheet, name) in names(&book).iter().enumerate() {
        let range = book
            .worksheet_range(name)
            .map_err(|error| unreadable(&error))?;
        for row in range.rows() {
            let row: Vec<String> = row.iter().map(text_of).collect();
            if !out.row(sheet, &row) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The names of the sheets that have cells; others are charts.
fn names<R: Reader<Cursor<Vec<u8>>>>(book: &R) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn unreadable(error: &dyn std::error::Error) -> Refusal {
    Refusal::Failed(format!("it cannot be read as a spreadsheet: {error}"))
}

/// A cell as text; a date as year, month and day, with the time if there is one.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        other => other.to_string(),
    }
}
