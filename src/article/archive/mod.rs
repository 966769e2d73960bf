//! Archives and compressed files: what is packed in a file becomes records under the file's path.
//! Nothing is unpacked to a disk, and names never lead out of the archive.

pub(super) mod compressed;
pub(super) mod members;
pub(super) mod names;
pub(super) mod package;
pub(super) mod tar;
pub(super) mod zip;
pub(super) mod zstandard;

use std::io::{self, Read};
use std::path::Path;

use super::input::Input;
use super::read::records;
use super::record::Out;
use super::unpacked::Unpacked;
use super::{Format, Refusal, unread};

/// Hands over the records of a member, of which `stored` bytes lie in the archive.
fn member(name: &str, stored: u64, reader: impl Read, out: &mut Out<'_>) {
    let path = out.member(name);
    out.within(path, |out| {
        let reader = Unpacked::new(reader, stored);
        let input = Input::of(out.budget().limit(reader, stored))?;
        read_as_named(name, input, out)
    });
}

/// Hands over the records of what has a name but is no file.
pub(super) fn read_as_named(name: &str, input: Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let by_name = Format::of_path(Path::new(name));
    let format = by_name.or_else(|extension| Format::of_start(input.start()).ok_or(extension));
    match format {
        Ok(format) => records(format, input, out),
        Err(extension) => {
            out.refuse(unread::refusal(name).unwrap_or_else(|| {
                let reason = format!("the extension {extension:?} is not an article format");
                Refusal::Skipped(reason)
            }));
            Ok(())
        }
    }
}
