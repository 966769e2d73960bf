//! The plain list of the briefs: a page without script, for browsers that run none.

use std::fmt::Write as _;

use super::entry::DigestEntry;
use crate::brief::html::{Page, escape, escape_english, verdict_class};
use crate::brief::types::Suitability;
use crate::text::counted;

/// How many articles the plain list has at most; a page of more is too large for a browser.
const LISTED_AT_MOST: usize = 10_000;

/// The articles of a plain list: all are counted, and the first are listed.
#[derive(Debug, Default)]
pub struct PlainList {
    entries: Vec<DigestEntry>,
    articles: usize,
    briefs: usize,
    doubtful: usize,
    verdicts: [usize; Suitability::ALL.len()],
}

impl PlainList {
    /// Adds an article.
    pub fn add(&mut self, entry: &DigestEntry) {
        self.articles += 1;
        self.briefs += usize::from(entry.reason.is_empty());
        self.doubtful += usize::from(is_doubtful(entry));
        for (count, verdict) in self.verdicts.iter_mut().zip(Suitability::ALL) {
            *count += usize::from(entry.verdict == Some(verdict));
        }
        if self.entries.len() < LISTED_AT_MOST {
            self.entries.push(entry.clone());
        }
    }

    /// How many articles were added.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The page: articles in the order in which they were added, those with doubts listed first.
    pub fn html(&self, title: &str) -> String {
        let entries = &self.entries;
        let doubtful: Vec<&DigestEntry> =
            entries.iter().filter(|entry| is_doubtful(entry)).collect();
        let (briefs, without): (Vec<&DigestEntry>, Vec<&DigestEntry>) =
            entries.iter().partition(|entry| entry.reason.is_empty());
        let mut body = String::new();
        let _ = writeln!(
            body,
            "<header>\n<h1>{}</h1>\n<p class=\"meta\">{}, {} with something to check{}. \
         Machine translations.</p>\n</header>",
            escape(title),
            counted(self.briefs, "article"),
            self.doubtful,
            verdicts(self)
        );
        if self.articles > entries.len() {
            let _ = writeln!(
                body,
                "<p>This list has the first {} of {} articles; index.jsonl has all.</p>",
                entries.len(),
                self.articles
            );
        }
        folded(&doubtful, "to check", &mut body, |entry| {
            format!("{}: {}", linked(entry, "#to-check"), doubts(entry))
        });
        folded(&without, "without a brief", &mut body, |entry| {
            let title = entry.title.as_deref().map(escape);
            let title = title.filter(|title| !title.is_empty());
            let title = title.map_or_else(String::new, |title| format!("<bdi>{title}</bdi>, "));
            format!(
                "{title}<bdi>{}</bdi>: {}",
                escape(&entry.path),
                escape_english(&entry.reason)
            )
        });
        for entry in briefs {
            article(entry, &mut body);
        }
        Page::new(title, &format!("<main>\n{body}</main>\n")).html()
    }
}

/// Articles that are told of in a line each, below a line that tells how many they are.
fn folded(
    entries: &[&DigestEntry],
    what: &str,
    out: &mut String,
    line: impl Fn(&DigestEntry) -> String,
) {
    if entries.is_empty() {
        return;
    }
    let count = counted(entries.len(), "article");
    let _ = writeln!(out, "<details>\n<summary>{count} {what}</summary>\n<ul>");
    for entry in entries {
        let _ = writeln!(out, "<li>{}</li>", line(entry));
    }
    out.push_str("</ul>\n</details>\n");
}

fn is_doubtful(entry: &DigestEntry) -> bool {
    entry.doubts() > 0 || entry.failed > 0
}

/// How many articles have each verdict, as the end of a sentence.
fn verdicts(list: &PlainList) -> String {
    let counts = Suitability::ALL.into_iter().zip(list.verdicts);
    let counts = counts.filter(|(_, count)| *count > 0);
    counts
        .map(|(verdict, count)| format!(", {count} {}", verdict.words()))
        .collect()
}

fn article(entry: &DigestEntry, out: &mut String) {
    let _ = writeln!(out, "<article>\n<h2>{}</h2>", linked(entry, ""));
    if let Some(title) = &entry.title {
        let _ = writeln!(out, "<p class=\"own\" dir=\"auto\">{}</p>", escape(title));
    }
    if !entry.summary.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&entry.summary));
    }
    let _ = write!(out, "<p class=\"meta\"><bdi>{}</bdi>", escape(&entry.path));
    if let Some(date) = &entry.date {
        let _ = write!(out, " <bdi>{}</bdi>", escape(date));
    }
    if let Some(href) = relative(entry.md.as_deref()) {
        let _ = write!(out, " <a href=\"{}\">Markdown</a>", escape(href));
    }
    if let Some(verdict) = entry.verdict {
        let class = verdict_class(verdict);
        let _ = write!(out, " <span class=\"{class}\">{}</span>", verdict.words());
    }
    let class = if entry.doubts() + entry.failed > 0 {
        "why"
    } else {
        "fine"
    };
    let _ = writeln!(
        out,
        " <span class=\"{class}\">{}</span></p>\n</article>",
        doubts(entry)
    );
}

/// The headline, linked to the brief if there is one for people.
fn linked(entry: &DigestEntry, anchor: &str) -> String {
    let headline = escape(&entry.headline);
    match relative(entry.html.as_deref().or(entry.md.as_deref())) {
        Some(href) => format!("<a href=\"{}{anchor}\">{headline}</a>", escape(href)),
        None => headline,
    }
}

/// The address, if it stays below the list; entries may come from a file.
fn relative(href: Option<&str>) -> Option<&str> {
    href.filter(|h| !h.is_empty() && !h.starts_with('/') && !h.contains([':', '\\']))
}

fn doubts(entry: &DigestEntry) -> String {
    let flags = counted(entry.doubts(), "doubt");
    match (entry.doubts(), entry.failed) {
        (0, 0) => "no check objects".to_owned(),
        (_, 0) => flags,
        (0, failed) => format!("{} not translated", counted(failed, "sentence")),
        (_, failed) => format!("{flags}, {} not translated", counted(failed, "sentence")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::brief::markdown::tests::{sample, sample_without_doubts};
    use crate::brief::types::{Brief, FlagKind};
    use crate::brief::{IndexLine, WithoutBrief};

    fn page(entries: &[DigestEntry], title: &str) -> String {
        let mut list = PlainList::default();
        entries.iter().for_each(|entry| list.add(entry));
        list.html(title)
    }

    #[test]
    fn a_list_that_is_cut_counts_all_articles() {
        let entry = entry(&sample(), &BTreeMap::new());
        let mut list = PlainList::default();
        for _ in 0..LISTED_AT_MOST + 2 {
            list.add(&entry);
        }
        let page = list.html("News");
        assert!(
            page.contains("10002 articles, 10002 with something to check, 10002 read with care")
        );
        assert!(page.contains("This list has the first 10000 of 10002 articles"));
        assert_eq!(page.matches("<article>").count(), LISTED_AT_MOST);
    }

    fn entry(brief: &Brief, files: &BTreeMap<String, String>) -> DigestEntry {
        IndexLine::of(brief, files).into()
    }

    #[test]
    fn the_list_has_articles_in_order_and_doubts_first() {
        let files = BTreeMap::from([("html".to_owned(), "briefs/a.html".to_owned())]);
        let entries = [
            entry(&sample_without_doubts(), &files),
            entry(&sample(), &files),
        ];
        let page = page(&entries, "News & more");
        let expected = r##"<header>
<h1>News &amp; more</h1>
<p class="meta">2 articles, 1 with something to check, 1 fit to read, 1 read with care. Machine translations.</p>
</header>
<details>
<summary>1 article to check</summary>
<ul>
<li><a href="briefs/a.html#to-check">The dam is full</a>: 1 doubt, 1 sentence not translated</li>
</ul>
</details>
<article>
<h2><a href="briefs/a.html">The dam is full</a></h2>
<p class="own" dir="auto">السد يمتلئ</p>
<p>The dam is full. Rain fell.</p>
<p class="meta"><bdi>news/dam.txt</bdi> <bdi>2023-05-04</bdi> <span class="verdict fit">fit to read</span> <span class="fine">no check objects</span></p>
</article>
<article>
<h2><a href="briefs/a.html">The dam is full</a></h2>
<p class="own" dir="auto">السد يمتلئ</p>
<p>The dam is full. Rain fell.</p>
<p class="meta"><bdi>news/dam.txt</bdi> <bdi>2023-05-04</bdi> <span class="verdict care">read with care</span> <span class="why">1 doubt, 1 sentence not translated</span></p>
</article>
</main>
</body>
</html>
"##;
        assert_eq!(page.split_once("<main>\n").unwrap().1, expected);
    }

    #[test]
    fn text_and_addresses_of_entries_never_become_markup() {
        let attack = "<script>x</script>\"";
        let entry = DigestEntry {
            path: attack.to_owned(),
            headline: attack.to_owned(),
            summary: attack.to_owned(),
            date: Some(attack.to_owned()),
            html: Some("javascript:alert(1)".to_owned()),
            md: Some(format!("a{attack}")),
            title: Some(attack.to_owned()),
            ..entry(&sample(), &BTreeMap::new())
        };
        let without = DigestEntry::from(WithoutBrief {
            outcome: attack.to_owned(),
            path: attack.to_owned(),
            title: Some(attack.to_owned()),
            reason: attack.to_owned(),
        });
        let table = DigestEntry::from(WithoutBrief {
            outcome: "skipped".to_owned(),
            path: "a.csv".to_owned(),
            title: Some("خبر <b>".to_owned()),
            reason: "it has the columns النص, الكاتب".to_owned(),
        });
        let page = page(&[entry, without, table], attack);
        let line = "<li><bdi>خبر &lt;b&gt;</bdi>, <bdi>a.csv</bdi>: it has the columns \
                    <bdi>النص</bdi>, <bdi>الكاتب</bdi></li>";
        assert!(page.contains(line), "{page}");
        for forbidden in ["<script", "javascript:", "x</script"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("<a href=\"a&lt;script&gt;x&lt;/script&gt;&quot;\">Markdown</a>"));
    }

    #[test]
    fn counts_read_as_english() {
        let entry = |flags, failed| DigestEntry {
            flags: BTreeMap::from([(FlagKind::Number, flags)]),
            failed,
            ..entry(&sample(), &BTreeMap::new())
        };
        assert_eq!(doubts(&entry(0, 0)), "no check objects");
        assert_eq!(doubts(&entry(2, 0)), "2 doubts");
        assert_eq!(doubts(&entry(0, 1)), "1 sentence not translated");
        assert_eq!(doubts(&entry(1, 3)), "1 doubt, 3 sentences not translated");
        assert_eq!(linked(&entry(0, 0), ""), "The dam is full");
    }
}
