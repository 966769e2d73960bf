//! Reading a file as records, by its format. One bad record never hides the others, and a record
//! is parsed only when its article is asked for.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::archive::{compressed, tar, zip};
#[cfg(not(feature = "parquet"))]
use super::format::WITHOUT_PARQUET;
use super::input::{Input, SPECIAL};
use super::office::{docx, epub, odt, rtf};
use super::record::{Ended, Out, Record, Settings, whole};
#[cfg(feature = "parquet")]
use super::table::parquet;
use super::table::{delimited, spreadsheet};
use super::{
    Echo, Format, InputFile, Refusal, content, json, mail, pdf, press, subtitles, telegram, unread,
    warc, whatsapp, xml_files,
};

/// Reads a file and hands over its records in order, until it ends or `each` says to stop. Returns
/// what was read to its end.
///
/// This never fails as a whole: what cannot be read becomes a record that says so. JSON Lines,
/// tables of text, mailboxes, archives and stored pages are read piece by piece; other files at once
/// (at most 256 MiB).
pub fn read_file(
    file: &InputFile,
    settings: Settings<'_>,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> Ended {
    let mut out = Out::new(&file.relative, settings, each);
    out.guarded(|out| {
        if file.is_special {
            out.refuse(Refusal::Skipped(SPECIAL.to_owned()));
            return Ok(());
        }
        let input = Input::open(&file.absolute)?;
        out.set_size(input.file_size().unwrap_or_default());
        let too_large = |most: &u64| input.file_size().is_some_and(|size| size > *most);
        if let Some(most) = settings.max_file.filter(too_large) {
            let size = input.file_size().unwrap_or_default();
            let reason = format!("the file has {size} bytes, more than --max-file ({most})");
            out.refuse(Refusal::Skipped(reason));
            return Ok(());
        }
        // So begins a file that is being copied, or that was not on the disk when the power failed.
        if input.start().first().is_none_or(|&byte| byte == 0) {
            out.assume_hidden_records();
        }
        let is_unknown = || Format::of_start(input.start()).is_none();
        if let Some(refusal) = unread::refusal(&file.relative).filter(|_| is_unknown()) {
            out.refuse(refusal);
            return Ok(());
        }
        records(file.format, input, out)
    });
    out.ended()
}

/// Reads bytes as a file called `name` of this format, as [`read_file`] does.
pub fn read_bytes(
    name: &str,
    format: Format,
    bytes: &[u8],
    settings: Settings<'_>,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) {
    let mut out = Out::new(name, settings, each);
    out.set_size(bytes.len() as u64);
    out.guarded(|out| records(format, Input::of(bytes)?, out));
}

/// Reads JSON Lines that are not in a file and are called `name`. Every line becomes a record, even a
/// blank one (not between requests of a batch file), and carries the fields that `echo` asks for.
///
/// # Errors
/// The error that kept them from being read to their end.
pub fn read_json_lines(
    name: &str,
    echo: &Echo,
    reader: &mut impl BufRead,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut out = Out::new(name, Settings::default(), each);
    out.echo = Some(echo);
    json::lines_of(reader, &mut out)
}

/// Hands over the records of a file, or of what is packed in one, in order.
pub(super) fn records(format: Format, mut input: Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let format = format.as_found(input.start());
    let input = &mut input;
    match format {
        Format::Txt if whatsapp::is_export(input.start()) => whatsapp::messages(input, out),
        Format::Txt => press::text(input, out),
        Format::Md => whole(input, format, content::markdown, out),
        Format::Html if telegram::page::is_export(input.start()) => {
            telegram::page::messages(input, out)
        }
        Format::Html => press::document(input, format, content::page, out),
        Format::Pdf => whole(input, format, pdf::read, out),
        Format::Docx => press::document(input, format, docx::read, out),
        Format::Odt => press::document(input, format, odt::read, out),
        Format::Rtf => press::document(input, format, rtf::read, out),
        Format::Srt => whole(input, format, subtitles::read, out),
        Format::Json => json::document(input, out),
        Format::Jsonl => json::lines(input, out),
        Format::Epub => epub::chapters(input, out),
        Format::Eml => mail::message(input, out),
        Format::Msg => mail::outlook::message(input, out),
        Format::Mbox => mail::mailbox(input, out),
        Format::Feed | Format::Xml => xml_files::articles(input, out),
        Format::Warc => warc::pages(input, out),
        Format::Mhtml => whole(input, format, mail::mhtml::read, out),
        Format::Csv => delimited::rows(input, out),
        Format::Xlsx => spreadsheet::rows(input, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::rows(input, out),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => {
            out.refuse(Refusal::Failed(WITHOUT_PARQUET.to_owned()));
            Ok(())
        }
        Format::Zip => zip::members(input, out),
        Format::Tar => tar::members(input, out),
        Format::Gz | Format::Bz2 | Format::Xz | Format::Zst => {
            compressed::content(format, input, out)
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
