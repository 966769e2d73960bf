//! Zip archives.

use std::io::{self, Read, Seek, SeekFrom};

use ::zip::read::read_zipfile_from_stream;
use ::zip::result::ZipError;
use ::zip::{ZipArchive, read::ZipFile};

use super::names::Names;
use super::{Input, Out, Refusal, member};
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
    let mut archive = match ZipArchive::new(&mut reader) {
        Ok(archive) => archive,
        Err(error) => {
            // Without the list at its end an archive can still be read from its start.
            reader.rewind()?;
            let read = from_the_start(&mut reader, &mut names, out);
            let reason = format!(
                "the archive is damaged or cut off ({error}); what could be read of it: {read} members"
            );
            out.refuse(Refusal::Failed(reason));
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
            refuse(
                &name,
                Refusal::Skipped("it is protected by a password".to_owned()),
                out,
            );
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

/// Hands over members one after the other until one cannot be read; returns how many could.
fn from_the_start(reader: &mut impl Read, names: &mut Names, out: &mut Out<'_>) -> usize {
    let mut count = 0;
    while let Ok(Some(file)) = read_zipfile_from_stream(reader) {
        if out.stopped() {
            break;
        }
        if !file.is_dir()
            && let Some(name) = names.path_of(file.name_raw())
        {
            let stored = ZipFile::compressed_size(&file);
            member(&name, stored, file, out);
            count += 1;
        }
    }
    count
}
