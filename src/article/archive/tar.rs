//! Tar archives, read from the beginning to the end.

use std::cell::Cell;
use std::io::{self, Read};

use super::names::Names;
use super::{Input, Out, Refusal, member};
use crate::article::record::too_deep;
use crate::article::unpacked::DAMAGED;

/// Maximum number of bytes that an archive says about one member, such as its name and its extended attributes, in
/// front of it. They are kept in memory.
const MAX_ABOUT: u64 = 1 << 20;

/// Length limit of a member's name, in bytes, and how much is shown of a longer one.
const MAX_NAME: usize = 64 << 10;
const SHOWN_NAME: usize = 100;

/// Hands over the records of the files in a tar archive; links are passed over.
pub(in crate::article) fn members(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if !out.may_open() {
        out.refuse(too_deep());
        return Ok(());
    }
    out.begin_members();
    let ran_out = Cell::new(false);
    let left = Cell::new(MAX_ABOUT);
    let mut archive = ::tar::Archive::new(Noting {
        inner: input,
        ran_out: &ran_out,
        left: &left,
    });
    let mut names = Names::default();
    for entry in archive.entries()? {
        if out.stopped() {
            break;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                out.refuse(Refusal::Failed(reason_of(&error)));
                break;
            }
        };
        let kind = entry.header().entry_type();
        // The size of a file with holes is not how much of it is in the archive.
        let stored = if kind.is_gnu_sparse() {
            entry.header().entry_size()?
        } else {
            entry.size()
        };
        left.set(stored.saturating_add(MAX_ABOUT));
        if !kind.is_file() && !kind.is_contiguous() {
            continue;
        }
        let path = entry.path_bytes().into_owned();
        if path.len() > MAX_NAME {
            if let Some(name) = names.path_of(&path[..SHOWN_NAME]) {
                let path = out.member(&name);
                out.within(path, |out| {
                    let reason = "its name is longer than 64 KiB; this is its beginning";
                    out.refuse(Refusal::Failed(reason.to_owned()));
                    Ok(())
                });
            }
            continue;
        }
        if let Some(name) = names.path_of(&path) {
            let left = entry.size();
            let content = Content { inner: entry, left };
            member(&name, stored, content, out);
        }
    }
    // Zeros stand behind the last member: without them the archive may be cut off between two.
    if ran_out.get() {
        out.assume_hidden_records();
    }
    Ok(())
}

/// Why what follows is not read.
fn reason_of(error: &io::Error) -> String {
    let said = error.to_string();
    if error.kind() == io::ErrorKind::QuotaExceeded || said == DAMAGED {
        return said;
    }
    format!("the archive is damaged or cut off: {said}")
}

/// A reader that notes that it has nothing more to give.
struct Noting<'a, R> {
    inner: R,
    ran_out: &'a Cell<bool>,
    /// How many bytes may be read until the next member begins; whoever reads the members sets it.
    left: &'a Cell<u64>,
}

impl<R: Read> Read for Noting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            self.ran_out.set(true);
        }
        let left = self.left.get().checked_sub(count as u64).ok_or_else(|| {
            let reason = "what stands in front of a member is larger than 1 MiB, and the rest was not read; pack it \
                          again without extended attributes";
            io::Error::new(io::ErrorKind::QuotaExceeded, reason)
        })?;
        self.left.set(left);
        Ok(count)
    }
}

/// The content of a member. If the archive ends within it, that is an error: the library takes it for
/// the end of the member.
struct Content<R> {
    inner: R,
    /// How many bytes must follow.
    left: u64,
}

impl<R: Read> Read for Content<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && self.left > 0 && !buffer.is_empty() {
            let reason = "the archive ends within it";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::{Context, Format, ReadSettings, read_bytes};
    use crate::text::Language;

    /// The paths of what is read of an archive, with the reason where there is no article.
    fn read(archive: &[u8]) -> Vec<(String, Option<String>)> {
        let mut found = Vec::new();
        let settings = ReadSettings::default();
        read_bytes("a.tar", Format::Tar, archive, settings, &mut |record| {
            let read = record.parse(&Context::of(Language::of("ar")));
            let reason = read.err().map(|refusal| refusal.to_string());
            found.push((record.path, reason));
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn a_name_without_end_is_not_read() {
        let text = "خبر\n\nوصل الوفد إلى بغداد أمس.\n".repeat(1500);
        let mut archive = ::tar::Builder::new(Vec::new());
        let [long, longer, endless] =
            [60_000, 70_000, 1_100_000].map(|length| "a".repeat(length) + ".txt");
        for name in ["b.txt", &long, &longer, "c.txt", &endless, "d.txt"] {
            let mut header = ::tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            let added = archive.append_data(&mut header, name, text.as_bytes());
            added.unwrap();
        }
        let told = read(&archive.into_inner().unwrap());
        let reason = "what stands in front of a member is larger than 1 MiB, and the rest was not read; pack it again \
                      without extended attributes";
        let expected = [
            ("a.tar/b.txt".to_owned(), None),
            (format!("a.tar/{long}"), None),
            (
                format!("a.tar/{}", &longer[..100]),
                Some("its name is longer than 64 KiB; this is its beginning".to_owned()),
            ),
            ("a.tar/c.txt".to_owned(), None),
            ("a.tar".to_owned(), Some(reason.to_owned())),
        ];
        assert!(told == expected, "{} records", told.len());
    }

    #[test]
    fn a_fault_of_what_the_archive_is_packed_in_is_said_once() {
        let invalid = |reason: &str| io::Error::new(io::ErrorKind::InvalidData, reason);
        assert_eq!(reason_of(&invalid(DAMAGED)), DAMAGED);
        let other = reason_of(&invalid("archive header checksum mismatch"));
        let start = "the archive is damaged or cut off: ";
        assert_eq!(other, format!("{start}archive header checksum mismatch"));
    }

    #[test]
    fn extended_attributes_keep_no_member_unread() {
        let mut archive = ::tar::Builder::new(Vec::new());
        let value = "x".repeat(70_000);
        // The number of bytes in front counts itself.
        let attribute = format!(" SCHILY.xattr.user.x={value}\n");
        let attribute = format!("{}{attribute}", attribute.len() + 5);
        assert_eq!(attribute.len(), 70_027);
        let text = "خبر\n\nوصل الوفد إلى بغداد أمس.\n";
        for name in ["b.txt", "c.txt"] {
            let mut header = ::tar::Header::new_ustar();
            header.set_entry_type(::tar::EntryType::XHeader);
            header.set_size(attribute.len() as u64);
            let added = archive.append_data(&mut header, "about", attribute.as_bytes());
            added.unwrap();
            let mut header = ::tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            let added = archive.append_data(&mut header, name, text.as_bytes());
            added.unwrap();
        }
        let told = read(&archive.into_inner().unwrap());
        let expected = ["b.txt", "c.txt"].map(|name| (format!("a.tar/{name}"), None));
        assert_eq!(told, expected);
    }

    #[test]
    fn a_member_that_is_cut_off_is_not_taken_for_a_shorter_one() {
        let text = "خبر\n\nوصل الوفد إلى بغداد أمس. عاد الوفد اليوم إلى دمشق.\n";
        let mut archive = ::tar::Builder::new(Vec::new());
        for name in ["b.txt", "c.txt"] {
            let mut header = ::tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            let added = archive.append_data(&mut header, name, text.as_bytes());
            added.unwrap();
        }
        let archive = archive.into_inner().unwrap();
        let [b, c] = ["a.tar/b.txt", "a.tar/c.txt"].map(str::to_owned);
        assert_eq!(read(&archive), [(b.clone(), None), (c.clone(), None)]);
        // A member has a block of 512 bytes for its header and, here, one for its content.
        let reason = Some("cannot read the file: the archive ends within it".to_owned());
        for length in [0, 60] {
            let cut = read(&archive[..3 * 512 + length]);
            assert_eq!(cut[..2], [(b.clone(), None), (c.clone(), reason.clone())]);
            let told = cut[2].1.as_deref().unwrap();
            let start = "the archive is damaged or cut off: ";
            assert!(told.starts_with(start), "{told}");
            assert_eq!((cut[2].0.as_str(), cut.len()), ("a.tar", 3));
        }
    }
}
