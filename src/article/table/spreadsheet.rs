//! Spreadsheets of Excel and LibreOffice: the rows of all sheets.

use std::io::{self, Cursor};

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::{Columns, send};
use crate::article::input::Input;
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, Refusal};

/// Hands over the rows of a spreadsheet.
pub(in crate::article) fn rows(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let mut book = match open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => {
            let reason = format!("it cannot be read as a spreadsheet: {error}");
            out.refuse(Refusal::Failed(reason));
            return Ok(());
        }
    };
    let mut number = 0;
    let mut refused = None;
    for name in book.sheet_names() {
        let sheet = match book.worksheet_range(&name) {
            Ok(sheet) => sheet,
            Err(error) => {
                let reason = format!("the sheet {name:?} cannot be read: {error}");
                out.refuse(Refusal::Failed(reason));
                continue;
            }
        };
        let mut rows = sheet
            .rows()
            .map(|row| row.iter().map(text_of).collect::<Vec<_>>());
        // Sheets may begin with blank rows.
        let Some(head) = rows.find(|row| row.iter().any(|cell| !cell.trim().is_empty())) else {
            continue;
        };
        let columns = match Columns::of(&head, out.fields) {
            Ok(columns) => columns,
            Err(refusal) => {
                refused.get_or_insert(refusal);
                continue;
            }
        };
        for row in rows {
            number += 1;
            if let Some(object) = columns.object(&row)
                && send(object, number, (Format::Xlsx, "UTF-8"), out).is_break()
            {
                return Ok(());
            }
        }
    }
    // A sheet of notes beside one of articles is no fault.
    if number == 0 {
        let empty = || Refusal::Skipped("the spreadsheet has no rows".to_owned());
        out.refuse(refused.unwrap_or_else(empty));
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
