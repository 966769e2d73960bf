//! Tar archives, read from the beginning to the end.

use std::io;

use super::names::Names;
use super::{Input, Out, Refusal, member};
use crate::article::record::too_deep;

/// Hands over the records of the files in a tar archive; links are passed over.
pub(in crate::article) fn members(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if !out.may_open() {
        out.refuse(too_deep());
        return Ok(());
    }
    let mut archive = ::tar::Archive::new(input);
    let mut names = Names::default();
    for entry in archive.entries()? {
        if out.stopped() {
            break;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let reason = format!("the archive is damaged or cut off: {error}");
                out.refuse(Refusal::Failed(reason));
                break;
            }
        };
        let kind = entry.header().entry_type();
        if !kind.is_file() && !kind.is_contiguous() {
            continue;
        }
        if let Some(name) = names.path_of(&entry.path_bytes()) {
            member(&name, entry.size(), entry, out);
        }
    }
    Ok(())
}
