//! Reading a file as records, by its format. One bad record never hides the others, and a record
//! is parsed only when its article is asked for.

use std::fs::File;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::record::{DEFECT, Out, Record, whole};
use super::{Format, InputFile, Refusal, content, json};

/// Reads a file and hands over its records in order, until it ends or `each` says to stop.
///
/// This never fails as a whole: what cannot be read becomes a record that says so. JSON Lines are
/// read line by line (at most 64 MiB each); other files are read at once (at most 256 MiB).
pub fn read_file(file: &InputFile, each: &mut dyn FnMut(Record) -> ControlFlow<()>) {
    let mut out = Out {
        name: &file.relative,
        every_line: false,
        each,
    };
    match &file.format {
        Ok(format) => {
            // A defect in a parser must cost one file, not the run.
            let read = catch_unwind(AssertUnwindSafe(|| {
                records(*format, &file.absolute, &mut out)
            }));
            match read {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    out.refuse(Refusal::Failed(format!("cannot read the file: {error}")));
                }
                Err(_) => out.refuse(Refusal::Failed(DEFECT.to_owned())),
            }
        }
        Err(extension) => {
            let reason = format!("the extension {extension:?} is not an article format");
            out.refuse(Refusal::Skipped(reason));
        }
    }
}

/// Reads JSON Lines that are not in a file and are called `name`. Every line becomes a record,
/// even a blank one.
///
/// # Errors
/// The error that kept them from being read to their end.
pub fn read_json_lines(
    name: &str,
    reader: &mut impl BufRead,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut out = Out {
        name,
        every_line: true,
        each,
    };
    json::lines_of(reader, &mut out)
}

/// Hands over the records of a file in order.
fn records(format: Format, file: &Path, out: &mut Out<'_>) -> io::Result<()> {
    let mut opened = File::open(file)?;
    match format {
        Format::Txt => whole(&mut opened, format, content::text, out),
        Format::Md => whole(&mut opened, format, content::markdown, out),
        Format::Html => whole(&mut opened, format, content::page, out),
        Format::Json => json::document(&mut opened, out),
        Format::Jsonl => json::lines(&mut opened, out),
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
