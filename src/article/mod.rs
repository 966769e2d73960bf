//! Reading files as articles. This module owns finding the files, decoding their bytes, and
//! extracting text and structure, one folder for each group of formats. It never knows of models
//! or translation, never writes a file, and never changes the words it reads.

mod agency;
mod allowance;
mod archive;
mod arrivals;
mod canonical;
mod content;
mod decode;
mod discover;
mod discover_error;
mod element;
mod escapes;
mod extracted;
mod feed;
mod first_bytes;
mod format;
mod html;
mod input;
mod json;
mod known_names;
mod mail;
mod markup;
mod misread;
mod not_read;
mod office;
mod parts;
mod pdf;
mod plain;
mod press;
mod read;
mod reason;
mod record;
mod single_byte;
mod subject;
mod subtitles;
mod table;
mod tei;
mod telegram;
mod types;
mod unpacked;
mod unread;
mod warc;
mod whatsapp;
pub(crate) mod xml;
mod xml_files;

pub use arrivals::Arrivals;
pub use discover::{Found, InputFile, Selection, discover, discover_again};
pub use discover_error::DiscoverError;
pub use format::Format;
#[cfg(not(feature = "parquet"))]
pub(crate) use format::WITHOUT_PARQUET;
pub use json::{Echo, Echoed, FieldMap, RawFields};
pub(crate) use json::{parse_json, raw_fields};
pub use known_names::KnownNames;
pub use not_read::NotRead;
pub use read::{read_bytes, read_file, read_json_lines};
pub use reason::Reason;
pub use record::{Context, Ended, Record, Settings as ReadSettings};
pub use types::{Article, LeftOut, Refusal, Source};
