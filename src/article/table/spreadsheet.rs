//! Spreadsheets of Excel and LibreOffice: the rows of all sheets.

use std::io::{self, Cursor};

use calamine::{Data, Reader, Xls, Xlsx};

use super::{Columns, opendocument, send};
use crate::article::archive::package::check_unpacked;
use crate::article::format::Sheets;
use crate::article::input::Input;
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, LeftOut, Refusal};

/// Hands over the rows of a spreadsheet.
pub(in crate::article) fn rows(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let mut book = Book {
        sheet: usize::MAX,
        columns: None,
        refused: None,
        number: 0,
        out,
    };
    let read = match Sheets::of(&bytes) {
        Some(Sheets::OpenDocument) => {
            opendocument::each_row(&bytes, &mut |sheet, row| book.row(sheet, row))
        }
        Some(Sheets::Excel) => of_excel(bytes, &mut book),
        _ => of_old_excel(bytes, &mut book),
    };
    book.finish(read);
    Ok(())
}

/// The state of reading a spreadsheet.
struct Book<'o, 'a> {
    /// The number of the sheet that is being read.
    sheet: usize,
    /// The columns of that sheet; `None` before the row that names them.
    columns: Option<Result<Columns, Refusal>>,
    /// Why the first sheet that is no table of articles is none.
    refused: Option<Refusal>,
    /// The number of the row, over all sheets.
    number: usize,
    out: &'o mut Out<'a>,
}

impl Book<'_, '_> {
    /// Takes the next row of a sheet; returns whether more are wanted.
    fn row(&mut self, sheet: usize, row: Vec<String>) -> bool {
        if self.sheet != sheet {
            self.sheet = sheet;
            self.columns = None;
        }
        match &self.columns {
            // Sheets may begin with blank rows.
            None if row.iter().all(|cell| cell.trim().is_empty()) => {}
            None => {
                let columns = Columns::of(&row, self.out.fields);
                if let Err(refusal) = &columns {
                    self.refused.get_or_insert_with(|| refusal.clone());
                }
                self.columns = Some(columns);
            }
            Some(Err(_)) => {}
            Some(Ok(columns)) => {
                self.number += 1;
                if let Some(object) = columns.object(&row) {
                    let kind = (Format::Xlsx, "UTF-8");
                    let _ = send(object, LeftOut::default(), self.number, kind, self.out);
                }
            }
        }
        !self.out.stopped()
    }

    /// The number of cells of a row that are of interest.
    fn width(&self) -> usize {
        match &self.columns {
            Some(Ok(columns)) => columns.count(),
            _ => usize::MAX,
        }
    }

    fn finish(self, read: Result<(), Refusal>) {
        let refusal = match read {
            Err(refusal) => Some(refusal),
            // A sheet of notes beside one of articles is no fault.
            Ok(()) if self.number > 0 || self.out.stopped() => None,
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
fn of_excel(bytes: Vec<u8>, out: &mut Book<'_, '_>) -> Result<(), Refusal> {
    check_unpacked(&bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    for (sheet, name) in names(&book).iter().enumerate() {
        let mut cells = book
            .worksheet_cells_reader(name)
            .map_err(|error| unreadable(&error))?;
        let mut row: Vec<String> = Vec::new();
        let mut current = 0;
        while let Some(cell) = cells.next_cell().map_err(|error| unreadable(&error))? {
            let (at, column) = cell.get_position();
            if at != current {
                if !row.is_empty() && !out.row(sheet, std::mem::take(&mut row)) {
                    return Ok(());
                }
                current = at;
            }
            let column = column as usize;
            let text = text_of(&Data::from(cell.get_value().clone()));
            if text.is_empty() || column >= out.width() {
                continue;
            }
            row.resize(row.len().max(column + 1), String::new());
            row[column] = text;
        }
        if !row.is_empty() && !out.row(sheet, row) {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads the sheets of a book of Excel before 2007, which have at most 65,536 rows of 256 cells.
fn of_old_excel(bytes: Vec<u8>, out: &mut Book<'_, '_>) -> Result<(), Refusal> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    for (sheet, name) in names(&book).iter().enumerate() {
        let range = book
            .worksheet_range(name)
            .map_err(|error| unreadable(&error))?;
        for row in range.rows() {
            if !out.row(sheet, row.iter().map(text_of).collect()) {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn names<R: Reader<Cursor<Vec<u8>>>>(book: &R) -> Vec<String> {
    book.sheet_names()
        .iter()
        .map(|name| name.to_string())
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
