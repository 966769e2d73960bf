//! The digest of an output folder for people: a page that lists, filters and opens the briefs, its
//! data in parts, the full texts for searching, a plain list for browsers without JavaScript, and a feed of what is new. It states
//! what the briefs say and never judges an article itself.

mod entry;
mod feed;
mod list;
mod page;
mod texts;

pub use entry::DigestEntry;
pub use feed::{FEED_FILE, Feed};
pub use list::PlainList;
pub use page::{ARTICLES_PER_PART, digest_html, part_js};
pub use texts::{ArticleText, TextGroup, texts_js};
