//! Zip archives.

use std::io::{self, Read, Seek, SeekFrom};

use ::zip::ZipArchive;
use ::zip::result::ZipError;
use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::names::Names;
use super::{Input, Out, Refusal, member};
use crate::article::input::{MAX_WHOLE, at_most};
use crate::article::record::{too_deep, too_large};
use crate::text::counted;

/// Hands over the records of the members of a zip archive.
pub(in crate::article) fn members(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if !out.may_open() {
        out.refuse(too_deep());
        return Ok(());
    }
    out.begin_members();
    let Some(mut reader) = input.seekable()? else {
        out.refuse(too_large());
        return Ok(());
    };
    let mut left = reader.seek(SeekFrom::End(0))?;
    let mut names = Names::default();
    let stated = stated_members(&mut reader, left)?;
    let mut archive = match ZipArchive::new(&mut reader) {
        // The library keeps the last of several members of one name.
        Ok(archive) if stated.is_none_or(|stated| archive.len() >= stated) => archive,
        opened => {
            let error = opened.err();
            // Members that the list at the end has and the library does not may be damaged.
            out.assume_hidden_records();
            let read = from_the_start(reader, &mut names, out)?;
            if let Some(error) = error {
                let read = counted(read, "member");
                let reason = format!(
                    "the archive is damaged or cut off ({error}); what could be read of it: {read}"
                );
                out.refuse(Refusal::Failed(reason));
            }
            return Ok(());
        }
    };
    for index in 0..archive.len() {
        if out.stopped() {
            break;
        }
        let (raw, stored, encrypted) = match archive.by_index_raw(index) {
            Ok(file) if file.is_dir() => continue,
            Ok(file) => (
                file.name_raw().to_vec(),
                file.compressed_size(),
                file.encrypted(),
            ),
            Err(error) => {
                let reason = format!(
                    "member {} of the archive cannot be read: {error}",
                    index + 1
                );
                out.refuse(Refusal::Failed(reason));
                continue;
            }
        };
        let Some(name) = names.path_of(&raw) else {
            continue;
        };
        // Members that lie over each other would unpack without end.
        let Some(rest) = left.checked_sub(stored) else {
            let reason = "its members take more room than the archive has; the rest was not read";
            out.refuse(Refusal::Failed(reason.to_owned()));
            break;
        };
        left = rest;
        if encrypted {
            refuse(&name, locked(), out);
            continue;
        }
        match archive.by_index(index) {
            Ok(file) => member(&name, stored, file, out),
            Err(error) => refuse(&name, Refusal::Failed(reason_of(&error)), out),
        }
    }
    Ok(())
}

fn refuse(name: &str, refusal: Refusal, out: &mut Out<'_>) {
    let path = out.member(name);
    out.within(path, |out| {
        out.refuse(refusal);
        Ok(())
    });
}

fn reason_of(error: &ZipError) -> String {
    format!("it cannot be unpacked: {error}")
}

/// The number of members by the record at the end of the archive (APPNOTE.TXT, 4.3.16); `None` if there
/// is no record, or there are more members than it can say.
fn stated_members(reader: &mut (impl Read + Seek), size: u64) -> io::Result<Option<usize>> {
    const RECORD: usize = 22;
    const LONGEST_COMMENT: u64 = 0xffff;
    reader.seek(SeekFrom::Start(
        size.saturating_sub(RECORD as u64 + LONGEST_COMMENT),
    ))?;
    let mut end = Vec::new();
    reader.read_to_end(&mut end)?;
    let mut records = end.windows(RECORD);
    let record = records.rfind(|record| record.starts_with(b"PK\x05\x06"));
    let stated = record.map(|record| u16::from_le_bytes([record[10], record[11]]));
    Ok(stated.filter(|stated| *stated != u16::MAX).map(usize::from))
}

/// Hands over all members that can be found from the start of the archive on, without the list at its
/// end; returns how many could be read.
fn from_the_start(
    mut reader: impl Read + Seek,
    names: &mut Names,
    out: &mut Out<'_>,
) -> io::Result<usize> {
    reader.rewind()?;
    let Some(bytes) = at_most(MAX_WHOLE, reader)? else {
        out.refuse(too_large());
        return Ok(0);
    };
    let mut rest = bytes.as_slice();
    let mut left = MAX_UNPACKED;
    let mut count = 0;
    while let Some(at) = rest.windows(LOCAL.len()).position(|window| window == LOCAL) {
        rest = &rest[at..];
        let Some(found) = Local::of(rest) else {
            rest = &rest[LOCAL.len()..];
            continue;
        };
        if out.stopped() {
            break;
        }
        // Headers in each other would be unpacked without end.
        let Some(less) = left.checked_sub(found.work) else {
            let reason = "its members unpack to more than a gigabyte; the rest was not read";
            out.refuse(Refusal::Failed(reason.to_owned()));
            break;
        };
        left = less;
        if !found.name.ends_with(b"/")
            && let Some(name) = names.path_of(found.name)
        {
            count += found.hand_over(&name, out);
        }
        rest = &rest[found.length..];
    }
    Ok(count)
}

/// Maximum number of bytes that the members found like this may unpack to, all together.
const MAX_UNPACKED: usize = 1 << 30;

/// The signature before a member.
const LOCAL: &[u8] = b"PK\x03\x04";

/// A member as it stands in the archive (APPNOTE.TXT, 4.3.7).
struct Local<'b> {
    name: &'b [u8],
    is_encrypted: bool,
    method: u16,
    /// The packed content.
    content: &'b [u8],
    /// The content unpacked as far as it can be, if it is packed in the usual way.
    unpacked: Vec<u8>,
    /// Whether the content is whole.
    is_whole: bool,
    /// Number of bytes of the member with its header.
    length: usize,
    /// Number of bytes that were read and written to unpack it.
    work: usize,
}

impl<'b> Local<'b> {
    /// The member that bytes begin with.
    fn of(bytes: &'b [u8]) -> Option<Self> {
        const HEADER: usize = 30;
        let header = bytes.get(..HEADER)?;
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let name_end = HEADER + usize::from(short(26));
        let start = name_end + usize::from(short(28));
        let name = bytes.get(HEADER..name_end)?;
        let long = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let content = bytes.get(start..)?;
        let (flags, method) = (short(6), short(8));
        // Otherwise its length and checksum stand behind it.
        let is_stated = flags & 8 == 0;
        let stated = Some(long(18)).filter(|length| is_stated && *length != u32::MAX);
        let mut unpacked = Vec::new();
        let mut work = 0;
        let (length, is_whole) = if method == DEFLATED && flags & 1 == 0 {
            let mut decoder = DeflateDecoder::new(content);
            let read = decoder.by_ref().take(MAX_WHOLE).read_to_end(&mut unpacked);
            let packed = decoder.total_in() as usize;
            work = packed + unpacked.len();
            let ends = if is_stated {
                sum_of(&unpacked) == long(14)
            } else {
                // Something always follows.
                packed < content.len()
            };
            if ends && read.is_ok_and(|read| (read as u64) < MAX_WHOLE) {
                (packed, true)
            } else {
                // What is damaged may run on into the next members.
                (next_signature(content), false)
            }
        } else {
            let length = stated.map_or_else(|| next_signature(content), |length| length as usize);
            let stored = &content[..length.min(content.len())];
            let is_right =
                method != STORED || !is_stated || flags & 1 != 0 || sum_of(stored) == long(14);
            (stored.len(), length == stored.len() && is_right)
        };
        Some(Self {
            name,
            is_encrypted: flags & 1 != 0,
            method,
            content: &content[..length],
            unpacked,
            is_whole,
            length: start + length,
            work,
        })
    }

    /// Hands the member over; returns 1 if it is whole.
    fn hand_over(&self, name: &str, out: &mut Out<'_>) -> usize {
        let content = match self.method {
            _ if self.is_encrypted => {
                refuse(name, locked(), out);
                return 0;
            }
            STORED => self.content,
            DEFLATED => &self.unpacked,
            method => {
                let reason = format!("it cannot be unpacked: its method {method} is not known");
                refuse(name, Refusal::Failed(reason), out);
                return 0;
            }
        };
        if !self.is_whole {
            let reason = "it is damaged or cut off in the archive";
            refuse(name, Refusal::Failed(reason.to_owned()), out);
            return 0;
        }
        member(name, self.content.len() as u64, content, out);
        1
    }
}

fn sum_of(bytes: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// Methods of packing.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The length of a content whose length is not stated before it: up to the next member, or the list.
fn next_signature(content: &[u8]) -> usize {
    let mut windows = content.windows(LOCAL.len());
    windows
        .position(|window| [LOCAL, b"PK\x07\x08", b"PK\x01\x02"].contains(&window))
        .unwrap_or(content.len())
}

fn locked() -> Refusal {
    Refusal::Skipped("it is protected by a password".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use ::zip::ZipWriter;
    use ::zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_member_that_is_cut_off_is_not_whole() {
        let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
        archive
            .start_file("a.txt", SimpleFileOptions::default())
            .unwrap();
        archive
            .write_all("نص الخبر ".repeat(100).as_bytes())
            .unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        let whole = Local::of(&bytes).unwrap();
        assert!(whole.is_whole);
        let cut = Local::of(&bytes[..whole.length - 3]).unwrap();
        assert!(!cut.is_whole);
        // The same with its length and checksum behind it.
        let mut later = bytes.clone();
        later[6] |= 8;
        assert!(Local::of(&later).unwrap().is_whole);
        assert!(!Local::of(&later[..whole.length - 3]).unwrap().is_whole);
    }
}
