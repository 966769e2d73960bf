//! Files to articles: this module owns finding the files, decoding their bytes, and extracting
//! text and structure from plain text, Markdown, web pages, JSON and JSON Lines. It never knows
//! of models or translation, never writes a file, and never changes the words it reads.

mod blocks;
mod charset;
mod cues;
mod decode;
mod discover;
mod dom;
mod extracted;
mod flat;
mod html;
mod json;
mod lines;
mod markdown;
mod nesting;
mod page_meta;
mod read;
mod structure;
mod tags;
mod types;

pub use charset::declared_charset;
pub use decode::{Decoded, decode};
pub use discover::{DiscoverError, Found, InputFile, discover};
pub use extracted::Extracted;
pub use html::extract_html;
pub use json::article_of_object;
pub use markdown::{FrontMatter, front_matter};
pub use read::{Record, read_file, read_json_lines};
pub use structure::paragraphs_of;
pub use types::*;
