//! Spreadsheets of Excel and LibreOffice: the rows of all sheets.

use std::io::{self, Cursor};

use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};

use super::{Columns, send};
use crate::article::input::Input;
use crate::article::office::check_unpacked;
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, Refusal};

/// The cells of a row.
type Row = Vec<String>;

/// A spreadsheet in memory.
type Book = Sheets<Cursor<Vec<u8>>>;

/// Hands over the rows of a spreadsheet.
pub(in crate::article) fn rows(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let opened = check_unpacked(&bytes).and_then(|()| {
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
            Refusal::Failed(format!("it cannot be read as a spreadsheet: {error}"))
        })
    });
    let mut book = match opened {
        Ok(book) => book,
        Err(refusal) => {
            out.refuse(refusal);
            return Ok(());
        }
    };
    let mut number = 0;
    let mut refused = None;
    for name in book.sheet_names() {
        let mut columns: Option<Result<Columns, Refusal>> = None;
        let read = each_row(&mut book, &name, &mut |row| {
            match &columns {
                // Sheets may begin with blank rows.
                None if row.iter().all(|cell| cell.trim().is_empty()) => {}
                None => columns = Some(Columns::of(&row, out.fields)),
                Some(Err(_)) => {}
                Some(Ok(columns)) => {
                    number += 1;
                    if let Some(object) = columns.object(&row) {
                        let _ = send(object, number, (Format::Xlsx, "UTF-8"), out);
                    }
                }
            }
            !out.stopped()
        });
        if let Some(Err(refusal)) = columns {
            refused.get_or_insert(refusal);
        }
        if let Err(error) = read {
            let reason = format!("the sheet {name:?} cannot be read: {error}");
            out.refuse(Refusal::Failed(reason));
        }
        if out.stopped() {
            return Ok(());
        }
    }
    // A sheet of notes beside one of articles is no fault.
    if number == 0 {
        let empty = || Refusal::Skipped("the spreadsheet has no rows".to_owned());
        out.refuse(refused.unwrap_or_else(empty));
    }
    Ok(())
}

/// Hands over the rows of a sheet until `take` says that no more are wanted.
fn each_row(
    book: &mut Book,
    name: &str,
    take: &mut dyn FnMut(Row) -> bool,
) -> Result<(), calamine::Error> {
    let Sheets::Xlsx(book) = book else {
        // The sheets of these are small, or their repeated cells are not kept.
        for row in book.worksheet_range(name)?.rows() {
            if !take(row.iter().map(text_of).collect()) {
                break;
            }
        }
        return Ok(());
    };
    // One by one: two cells at opposite corners would make a range of billions.
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut row: Row = Vec::new();
    let mut current = 0;
    while let Some(cell) = cells.next_cell()? {
        let (at, column) = cell.get_position();
        let text = text_of(&Data::from(cell.get_value().clone()));
        if at != current {
            if !row.is_empty() && !take(std::mem::take(&mut row)) {
                return Ok(());
            }
            row.clear();
            current = at;
        }
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        row.resize(row.len().max(column + 1), String::new());
        row[column] = text;
    }
    if !row.is_empty() {
        take(row);
    }
    Ok(())
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
