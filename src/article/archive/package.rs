//! The zip archive that a document is, whose parts are read by their names.

use std::io::{self, Cursor, Read};

use ::zip::ZipArchive;

use crate::article::Refusal;
use crate::article::input::MAX_WHOLE;
use crate::article::unpacked::{Budget, Unpacked};

/// The parts of a document.
pub(in crate::article) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    /// Opens a document.
    ///
    /// # Errors
    /// Failed if the bytes are no zip archive.
    pub(in crate::article) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => Ok(Self { archive }),
            Err(error) => Err(Refusal::Failed(format!(
                "the document is damaged or cut off: {error}"
            ))),
        }
    }

    /// The bytes of a part; `None` if the document has no part of this name.
    ///
    /// # Errors
    /// Failed if it cannot be unpacked.
    pub(in crate::article) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let failed = |error: &dyn std::fmt::Display| {
            Refusal::Failed(format!(
                "the part {name} of the document cannot be read: {error}"
            ))
        };
        let part = self
            .archive
            .by_index(index)
            .map_err(|error| failed(&error))?;
        let stored = part.compressed_size();
        let mut bytes = Vec::new();
        Unpacked::new(part, stored)
            .take(MAX_WHOLE)
            .read_to_end(&mut bytes)
            .map_err(|error| failed(&error))?;
        Ok(Some(bytes))
    }

    /// Checks that the parts of an OpenDocument file are not locked.
    ///
    /// # Errors
    /// Failed if they are.
    pub(in crate::article) fn check_unlocked(&mut self) -> Result<(), Refusal> {
        let manifest = self.xml("META-INF/manifest.xml")?;
        if manifest.is_some_and(|parts| parts.contains("encryption-data")) {
            let reason = "it is protected by a password; store it without one";
            return Err(Refusal::Failed(reason.to_owned()));
        }
        Ok(())
    }

    /// The text of a part of XML.
    ///
    /// # Errors
    /// Failed if it cannot be unpacked.
    pub(in crate::article) fn xml(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let bytes = self.bytes(name)?;
        Ok(bytes.map(|bytes| text_of(&bytes)))
    }
}

/// Unpacks all parts of a document once, for readers that set no limits of their own.
///
/// # Errors
/// Failed if a part, or all together, unpack to more than a text can. What is no zip archive is left to the reader.
pub(in crate::article) fn check_unpacked(bytes: &[u8]) -> Result<(), Refusal> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };
    let mut left = bytes.len() as u64;
    let budget = Budget::of(left);
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else {
            continue;
        };
        let stored = part.compressed_size().min(left);
        left -= stored;
        let mut unpacked = budget.limit(Unpacked::new(part, stored), stored);
        io::copy(&mut unpacked, &mut io::sink()).map_err(|error| {
            Refusal::Failed(format!("the document cannot be unpacked: {error}"))
        })?;
    }
    Ok(())
}

/// XML as text: UTF-8, or UTF-16 with its mark.
fn text_of(bytes: &[u8]) -> String {
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use ::zip::ZipWriter;
    use ::zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn the_parts_of_a_document_share_how_far_they_may_unpack() {
        let document = |parts: usize| {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            for part in 0..parts {
                let options = SimpleFileOptions::default();
                archive.start_file(part.to_string(), options).unwrap();
                archive.write_all(&b" ".repeat(1_500_000)).unwrap();
            }
            archive.finish().unwrap().into_inner()
        };
        assert_eq!(check_unpacked(&document(2)), Ok(()));
        let many = document(3);
        assert!(many.len() < 20_000, "{} bytes may be 4 MiB", many.len());
        let Err(Refusal::Failed(reason)) = check_unpacked(&many) else {
            panic!("4.5 MB are more");
        };
        assert!(reason.ends_with("200 times its size, as no text does"));
    }
}
