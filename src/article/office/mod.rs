//! Documents and books, most of them zip archives of XML. What a part of one is, each format's own file
//! says.

pub(super) mod docx;
pub(super) mod epub;
mod flow;
pub(super) mod odt;
pub(super) mod rtf;
mod styles;
mod symbols;
