//! Zip archives whose bytes depend on nothing but their content: every member has the same time
//! and the same rights.

use std::io::{self, Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::format::ExportError;

/// An archive that is being written.
pub(super) struct Archive<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Archive<W> {
    pub(super) fn new(out: W) -> Self {
        Self(ZipWriter::new(out))
    }

    /// Adds a member that is not compressed.
    pub(super) fn add_stored(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.begin(name, CompressionMethod::Stored)?;
        Ok(self.0.write_all(text.as_bytes())?)
    }

    /// Adds a member.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.begin(name, CompressionMethod::Deflated)?;
        Ok(self.0.write_all(text.as_bytes())?)
    }

    /// Adds a member whose middle is read from elsewhere.
    pub(super) fn add_around(
        &mut self,
        name: &str,
        head: &str,
        mut middle: impl Read,
        tail: &str,
    ) -> Result<(), ExportError> {
        self.begin(name, CompressionMethod::Deflated)?;
        self.0.write_all(head.as_bytes())?;
        io::copy(&mut middle, &mut self.0)?;
        Ok(self.0.write_all(tail.as_bytes())?)
    }

    /// Writes the archive's end.
    pub(super) fn finish(self) -> Result<(), ExportError> {
        Ok(self.0.finish()?.flush()?)
    }

    fn begin(&mut self, name: &str, method: CompressionMethod) -> Result<(), ExportError> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        Ok(self.0.start_file(name, options)?)
    }
}
