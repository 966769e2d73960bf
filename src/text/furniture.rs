//! The words of the lines around articles, one table for each language. This file owns the type, and that
//! those of English count in every language; reading decides what they mean on a page.

use super::{Language, TARGET};

/// The words of the lines that stand around articles, on pages and in saved mails. A line of such
/// words is no text of the story. Capitals do not matter.
#[derive(Debug)]
pub struct Furniture {
    /// The front page, as the path of sections above a headline begins: "home".
    pub home: &'static [&'static str],
    /// How a line begins that leads to another article: "read also".
    pub read_also: &'static [&'static str],
    /// Headings of lists beside a story: "most read", "about us".
    pub lists: &'static [&'static str],
    /// The link at the end of a teaser: "read more".
    pub read_more: &'static [&'static str],
    /// How a line begins that asks readers to follow or share: "follow us on".
    pub follow: &'static [&'static str],
    /// Lines that are controls, counters or labels of the page: "print".
    pub labels: &'static [&'static str],
    /// The same before a colon and a value: "tags".
    pub fields: &'static [&'static str],
    /// The heading of readers' comments.
    pub comments: &'static [&'static str],
    /// Subjects of a site's notices: "cookies".
    pub notices: &'static [&'static str],
    /// Words with which such a notice speaks to the reader: "we use".
    pub addresses: &'static [&'static str],
    /// How a line of rights begins or ends: "all rights reserved".
    pub rights: &'static [&'static str],
    /// How a line of links to a text and its site begins and goes on, which programs put below the texts
    /// of feeds: "The post … appeared first on …".
    pub origin: &'static [(&'static str, &'static str)],
    /// What pages say in place of an article: "page not found".
    pub errors: &'static [&'static str],
    /// How pages with an error speak to the reader: "sorry".
    pub apologies: &'static [&'static str],
    /// Before the time of a change: "updated".
    pub updated: &'static [&'static str],
    /// Lines of a few words above a headline: "breaking".
    pub openings: &'static [&'static str],
    /// The subject of a mail, before a colon.
    pub subject: &'static [&'static str],
    /// The date of a mail, before a colon.
    pub mail_date: &'static [&'static str],
    /// Other fields of a mail's header, before a colon: "from".
    pub mail_fields: &'static [&'static str],
    /// How the line above a quoted mail begins: "On".
    pub quote_begins: &'static [&'static str],
    /// What it says that somebody did: "wrote".
    pub quote_verbs: &'static [&'static str],
}

/// The words of one table for pages in a language: its own, then those of English, each once.
pub(crate) fn page_words(
    language: &Language,
    table: fn(&Furniture) -> &'static [&'static str],
) -> impl Iterator<Item = &'static &'static str> + use<> {
    let (own, english) = (table(&language.furniture), table(&TARGET.furniture));
    // English, and a language without a profile, have no others.
    let own: &'static [&'static str] = if own == english { &[] } else { own };
    own.iter().chain(english)
}
