//! Zip archives.

use std::io::{self, Read, Seek, SeekFrom};

use ::zip::ZipArchive;
use ::zip::result::ZipError;
use flate2::read::DeflateDecoder;

use super::names::Names;
use super::{Input, Out, Refusal, member};
use crate::article::input::MAX_WHOLE;
use crate::article::record::{too_deep, too_large};

/// Hands over the records of the members of a zip archive.
pub(in crate::article) fn members(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if !out.may_open() {
        out.refuse(too_deep());
        return Ok(());
    }
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
            let read = from_the_start(reader, &mut names, out)?;
            if let Some(error) = error {
                let reason = format!(
                    "the archive is damaged or cut off ({error}); what could be read of it: {read} members"
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
    let mut bytes = Vec::new();
    if reader.take(MAX_WHOLE + 1).read_to_end(&mut bytes)? as u64 > MAX_WHOLE {
        out.refuse(too_large());
        return Ok(0);
    }
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
        let Some(less) = left.checked_sub(found.unpacked.len()) else {
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
        let stated = u32::from_le_bytes([header[18], header[19], header[20], header[21]]);
        let content = bytes.get(start..)?;
        let (flags, method) = (short(6), short(8));
        let stated = (flags & 8 == 0 && stated != u32::MAX).then_some(stated as usize);
        let mut unpacked = Vec::new();
        let (length, is_whole) = if method == DEFLATED && flags & 1 == 0 {
            let mut decoder = DeflateDecoder::new(content);
            let read = decoder.by_ref().take(MAX_WHOLE).read_to_end(&mut unpacked);
            // What is damaged may run on into the next members.
            let is_whole = read.is_ok_and(|read| (read as u64) < MAX_WHOLE);
            let packed = decoder.total_in() as usize;
            (
                if is_whole {
                    packed
                } else {
                    next_signature(content)
                },
                is_whole,
            )
        } else {
            let length = stated.unwrap_or_else(|| next_signature(content));
            (length.min(content.len()), length <= content.len())
        };
        Some(Self {
            name,
            is_encrypted: flags & 1 != 0,
            method,
            content: &content[..length],
            unpacked,
            is_whole,
            length: start + length,
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
