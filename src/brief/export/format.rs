//! The formats of exports and what they have in common. A new format is a variant here, with a file
//! that writes it; the rest of the program asks these types.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;

#[cfg(feature = "parquet")]
use ::parquet::errors::ParquetError;
use rust_xlsxwriter::XlsxError;

use super::csv::{Csv, Delimiter};
#[cfg(feature = "parquet")]
use super::parquet::Parquet;
use super::{docx::Docx, epub::Epub, tmx::Tmx, xliff::Xliff, xlsx::Xlsx};
#[cfg(not(feature = "parquet"))]
use crate::article::WITHOUT_PARQUET;
use crate::brief::Brief;

/// A file that an export is written to. Archives are written with seeks, so standard output needs a
/// file between.
pub trait Output: Write + Seek + Send {}

impl<T: Write + Seek + Send> Output for T {}

/// An export that briefs are added to, in the order in which they are to stand.
pub trait Exporter {
    /// Adds a brief.
    ///
    /// # Errors
    /// If the file cannot be written.
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError>;

    /// Writes what stands behind the last brief, and flushes the output.
    ///
    /// # Errors
    /// If the file cannot be written, or if the format has no file without content.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file, or a temporary file, cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The table cannot be written.
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    /// The spreadsheet cannot be written.
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
    /// The archive cannot be written.
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    /// The Parquet file cannot be written.
    #[cfg(feature = "parquet")]
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    /// This program was built without the format: [`ExportFormat::missing`].
    #[error("{0}")]
    Missing(&'static str),
    /// The format has no file without content, and no brief had any.
    #[error("no brief has text for this file")]
    Empty,
}

impl ExportError {
    /// The error of the file system, if that is what it is, whichever writer met it.
    ///
    /// # Errors
    /// The error itself, if it is another one.
    pub fn into_io(self) -> Result<io::Error, Self> {
        match self {
            Self::Io(error)
            | Self::Zip(zip::result::ZipError::Io(error))
            | Self::Xlsx(
                XlsxError::IoError(error)
                | XlsxError::TempFileError(_, error)
                | XlsxError::ZipError(zip::result::ZipError::Io(error)),
            ) => Ok(error),
            Self::Csv(error) if error.is_io_error() => match error.into_kind() {
                ::csv::ErrorKind::Io(error) => Ok(error),
                _ => Err(Self::Empty),
            },
            #[cfg(feature = "parquet")]
            Self::Parquet(ParquetError::External(error)) => error
                .downcast::<io::Error>()
                .map(|error| *error)
                .map_err(|other| Self::Parquet(ParquetError::External(other))),
            other => Err(other),
        }
    }
}

/// What an exporter must know besides the briefs.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportSettings<'a> {
    /// The title of a document or book; if it is empty, one is made of the briefs.
    pub title: &'a str,
    /// The tag of the source language of an XLIFF document, which has only one, as
    /// [`source_languages`](super::source_languages) gives it. Other formats take all languages.
    pub language: &'a str,
    /// What stands between the fields of comma-separated values.
    pub delimiter: Delimiter,
    /// The folder for temporary files, which have no name; otherwise the system's.
    pub scratch: Option<&'a Path>,
}

impl ExportSettings<'_> {
    /// A temporary file without a name.
    pub(super) fn temporary(self) -> io::Result<File> {
        self.scratch
            .map_or_else(tempfile::tempfile, tempfile::tempfile_in)
    }
}

/// The formats that stored briefs are exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportFormat {
    /// Comma-separated values, a row for each article.
    Csv,
    /// A spreadsheet of Excel: a sheet of articles and a sheet of sentences.
    Xlsx,
    /// A document of Word, with the doubts as comments.
    Docx,
    /// XLIFF 2.0, for translators' tools.
    Xliff,
    /// TMX 1.4b, for translation memories.
    Tmx,
    /// A book, for readers on the way.
    Epub,
    /// Apache Parquet, a row for each article, for programs that work with data sets.
    Parquet,
}

impl ExportFormat {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Csv,
        Self::Xlsx,
        Self::Docx,
        Self::Xliff,
        Self::Tmx,
        Self::Epub,
        Self::Parquet,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Xliff => "xliff",
            Self::Tmx => "tmx",
            Self::Epub => "epub",
            Self::Parquet => "parquet",
        }
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xliff => "xlf",
            other => other.name(),
        }
    }

    /// The format with this name or extension.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name || format.extension() == name)
    }

    /// The names of all formats, for people: "csv, xlsx, docx, xliff, tmx, epub, parquet".
    pub fn listed() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// Whether a file holds text in one language only; see [`ExportSettings::language`].
    pub fn takes_one_language(self) -> bool {
        self == Self::Xliff
    }

    /// Why this program cannot write the format, if it was built without it.
    pub fn missing(self) -> Option<&'static str> {
        #[cfg(not(feature = "parquet"))]
        if self == Self::Parquet {
            return Some(WITHOUT_PARQUET);
        }
        None
    }

    /// Begins a file.
    ///
    /// # Errors
    /// If the file, or a temporary file, cannot be written, or if the format is
    /// [missing](Self::missing).
    pub fn start<'a>(
        self,
        out: impl Output + 'a,
        settings: ExportSettings<'_>,
    ) -> Result<Box<dyn Exporter + 'a>, ExportError> {
        Ok(match self {
            Self::Csv => Box::new(Csv::new(out, settings.delimiter)?),
            Self::Xlsx => Box::new(Xlsx::new(out, settings)?),
            Self::Docx => Box::new(Docx::new(out, settings)?),
            Self::Xliff => Box::new(Xliff::new(out, settings.language)?),
            Self::Tmx => Box::new(Tmx::new(out)?),
            Self::Epub => Box::new(Epub::new(out, settings.title)?),
            #[cfg(feature = "parquet")]
            Self::Parquet => Box::new(Parquet::new(out)?),
            #[cfg(not(feature = "parquet"))]
            Self::Parquet => return Err(ExportError::Missing(WITHOUT_PARQUET)),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use zip::{DateTime, ZipArchive};

    use super::super::sample::{exported, hostile, member, sample};
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name_and_its_extension() {
        for format in ExportFormat::ALL {
            assert_eq!(ExportFormat::of_name(format.name()), Some(format));
            assert_eq!(ExportFormat::of_name(format.extension()), Some(format));
        }
        assert_eq!(ExportFormat::of_name("pdf"), None);
        assert_eq!(
            ExportFormat::listed(),
            "csv, xlsx, docx, xliff, tmx, epub, parquet"
        );
    }

    #[test]
    fn the_page_of_formats_has_a_row_for_each() {
        let page = include_str!("../../../docs/formats.md");
        for format in ExportFormat::ALL {
            let row = format!("\n| `{}` | ", format.name());
            assert!(page.contains(&row), "docs/formats.md lacks:{row}");
        }
    }

    #[test]
    fn the_same_briefs_give_the_same_bytes_at_any_time() {
        let briefs = [sample(), hostile()];
        let written = |format: &ExportFormat| format.missing().is_none();
        for format in ExportFormat::ALL.into_iter().filter(written) {
            let bytes = exported(format, &briefs);
            assert_eq!(bytes, exported(format, &briefs), "{}", format.name());
            let Ok(mut archive) = ZipArchive::new(Cursor::new(&bytes)) else {
                continue;
            };
            for at in 0..archive.len() {
                let member = archive.by_index(at).unwrap();
                let made = member.last_modified().unwrap();
                assert_eq!(made, DateTime::default());
            }
        }
        let bytes = exported(ExportFormat::Xlsx, &briefs);
        let properties = member(&bytes, "docProps/core.xml");
        assert_eq!(properties.matches(">2000-01-01T00:00:00Z<").count(), 2);
    }
}
