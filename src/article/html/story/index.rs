//! Pages that are no article: lists of other articles, and what a site shows in place of one. This
//! file owns how they are told from a story; it leaves nothing out.

use crate::document::Role;

use super::super::furniture::{Line, is_read_more, reason_of_line, tells_error};
use super::selection::{LABEL_WORDS, Selection};

/// Minimum number of teasers that make a page an index.
const TEASERS: usize = 3;
/// Mean number of words below which the texts under linked headlines are teasers.
const MEAN_TEASER_WORDS: usize = 60;
/// Maximum number of words of a page that says why it has no article.
const ERROR_WORDS: usize = 70;

/// The number of articles that a page lists, if it is an index: most of its prose stands under
/// linked headlines, or between links or before links to the rest, a few words each; or nearly all
/// its text is links.
pub(super) fn articles_listed(page: &Selection<'_>) -> Option<usize> {
    let (mut all, mut linked_words) = (0, 0);
    let (mut headlines, mut links) = (Teasers::new(), Teasers::new());
    let (mut headings, mut more) = (0, 0);
    for at in page.open() {
        let block = &page.blocks()[at];
        let tail = &block.text[block.first_link..];
        let is_more = is_read_more(tail, page.known.language);
        more += usize::from(is_more);
        if block.role == Role::Heading {
            headings += 1;
            headlines.next(page.heads_another(at));
        }
        if block.linked && !is_more {
            let line = Line {
                text: &block.text,
                links: true,
                before_link: "",
            };
            let is_line = reason_of_line(&line, page.known.language).is_some();
            if block.words() >= LABEL_WORDS && !is_line {
                links.next(true);
                linked_words += block.words();
            }
        }
        let weight = page.weights[at];
        all += weight;
        headlines.add(weight);
        links.add(weight);
    }
    let only_links = links.count >= TEASERS * 2 && linked_words > all * 3;
    // A story begins before its first link.
    let teasers = headlines.hold(all, TEASERS)
        || (links.hold(all, TEASERS + 1) && links.before * 10 <= all)
        || (more >= TEASERS
            && all <= more * MEAN_TEASER_WORDS
            && (headings >= more || links.before * 10 <= all));
    (teasers || only_links).then_some(headlines.count.max(links.count).max(more))
}

/// Whether a page says in a few words why it has no article.
pub(super) fn is_error(page: &Selection<'_>) -> bool {
    let words: usize = page.open().map(|at| page.blocks()[at].words()).sum();
    if words > ERROR_WORDS {
        return false;
    }
    let open = page.open().map(|at| page.blocks()[at].text.as_str());
    let texts: Vec<&str> = page.known.title.into_iter().chain(open).collect();
    tells_error(&texts.join("\n"), page.known.language)
}

/// The prose under the headlines or links of a page, as its blocks are read.
struct Teasers {
    /// The number of headlines or links.
    count: usize,
    /// The words before the first of them.
    before: usize,
    under: usize,
    open: bool,
}

impl Teasers {
    fn new() -> Self {
        Self {
            count: 0,
            before: 0,
            under: 0,
            open: false,
        }
    }

    fn next(&mut self, open: bool) {
        self.open = open;
        self.count += usize::from(open);
    }

    fn add(&mut self, words: usize) {
        if self.open {
            self.under += words;
        } else if self.count == 0 {
            self.before += words;
        }
    }

    /// Whether most of the page's words stand under at least so many of them, a few under each.
    fn hold(&self, all: usize, least: usize) -> bool {
        self.count >= least
            && self.under * 10 >= all * 7
            && self.under <= self.count * MEAN_TEASER_WORDS
            && self.under >= self.count
    }
}
