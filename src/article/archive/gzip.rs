//! Files compressed by gzip: what is in one is read under the file's own path.

use std::io::{self, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::{Input, Out, Refusal};
use crate::article::Format;
use crate::article::format::unpacked_name;
use crate::article::input::Unpacked;
use crate::article::read::records;

/// Hands over the records of what is compressed in a file, whose name without `.gz` says its
/// format.
pub(in crate::article) fn content(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let path = out.whole();
    let by_name = match path.rsplit_once('.') {
        Some((_, extension)) if extension.eq_ignore_ascii_case("tgz") => Some(Format::Tar),
        _ => Format::of_path(Path::new(unpacked_name(&path))).ok(),
    };
    let stored = input.file_size();
    let decoder = MultiGzDecoder::new(input);
    let is_stream = matches!(
        by_name,
        Some(Format::Jsonl | Format::Csv | Format::Mbox | Format::Warc)
    );
    // What is read piece by piece needs no limit. Tar is not: its names may be of any length.
    let reader: Box<dyn Read + '_> = match stored {
        Some(stored) if !is_stream => Box::new(Unpacked::new(decoder, stored)),
        _ => Box::new(decoder),
    };
    let inner = Input::of(reader)?;
    let by_name = by_name.filter(|format| *format != Format::Gz);
    let format = by_name.or_else(|| Format::of_start(inner.start()));
    let format = format.unwrap_or(Format::Txt);
    if format.as_found(inner.start()) == Format::Gz {
        let reason = "it is compressed twice; unpack it once";
        out.refuse(Refusal::Skipped(reason.to_owned()));
        return Ok(());
    }
    records(format, inner, out)
}
