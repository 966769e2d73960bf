//! The brief: the result type for one article, the pages that show it, and where they are stored.
//! Renderers are pure functions from a [`Brief`] to text; article text is escaped here and nowhere
//! else. Nothing here reads or writes files or knows of models.

mod dates;
mod digest;
mod direction;
mod export;
mod file_name;
mod flat;
mod html;
mod index;
mod intermediate;
mod json_line;
mod language;
mod markdown;
mod marks;
mod models;
mod paths;
mod rendering;
mod sections;
mod selection;
mod stories;
mod types;
mod uuid;
mod wording;
mod xml;

pub use digest::{
    ARTICLES_PER_PART, ArticleText, DigestEntry, FEED_FILE, Feed, PlainList, TextGroup,
    digest_html, part_js, texts_js,
};
pub(crate) use export::TMX_STATE;
pub use export::{
    Delimiter, ExportError, ExportFormat, ExportSettings, Exporter, source_languages,
    spreadsheet_error,
};
pub use flat::FlatBrief;
pub use index::{IndexLine, IndexName, WithoutBrief, is_unfinished, outcome_of};
pub use json_line::{json_line, json_pretty};
pub use marks::{Judgement, Mark, Marks};
pub use models::WAY_SIGN;
pub use paths::{brief_file, brief_path, earlier_brief_files};
pub use rendering::Rendering;
pub use selection::Selection;
pub use stories::{Sketch, Version};
pub use types::*;
pub use uuid::uuid;
pub(crate) use wording::clean;
