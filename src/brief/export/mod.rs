//! Stored briefs as one file that people pass on: a table, a spreadsheet, a document, a file for
//! translators' tools, a book. Each format takes the briefs one by one and never reads a folder or
//! a setting. Article text stays text: nothing in it becomes a formula, markup or a link, control
//! characters are dropped, and the same briefs give the same bytes.

mod archive;
mod csv;
mod docx;
mod epub;
mod epub_page;
mod format;
#[cfg(feature = "parquet")]
mod parquet;
mod row;
mod text;
mod tmx;
mod xliff;
mod xlsx;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod sample;

pub use self::csv::Delimiter;
pub use format::{ExportError, ExportFormat, ExportSettings, Exporter};
pub(super) use row::{to_check, translation};
pub(crate) use tmx::STATE as TMX_STATE;
pub use xliff::source_languages;
pub use xlsx::system_error as spreadsheet_error;
