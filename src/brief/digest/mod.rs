//! The digest of an output folder for people: a page that lists, filters and opens the briefs, its
//! data in parts, and a plain list for browsers without JavaScript. It states what the briefs say
//! and never judges an article itself.

mod entry;
mod list;
mod page;

pub use entry::DigestEntry;
pub use list::PlainList;
pub use page::{ARTICLES_PER_PART, digest_html, part_js};
