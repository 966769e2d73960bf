//! The plain list of the briefs: a page without script, for browsers that run none.

use std::fmt::Write as _;

use super::entry::DigestEntry;
use crate::brief::html::{Page, escape, verdict_class};
use crate::brief::types::Suitability;

/// How many articles the plain list has at most; a page of more is too large for a browser.
pub const LISTED_AT_MOST: usize = 10_000;

/// The plain list: articles in the order given, those with doubts listed first.
pub fn list_html(entries: &[DigestEntry], title: &str) -> String {
    let (entries, more) = entries.split_at(entries.len().min(LISTED_AT_MOST));
    let doubtful: Vec<&DigestEntry> = entries
        .iter()
        .filter(|e| e.doubts() > 0 || e.failed > 0)
        .collect();
    let (briefs, without): (Vec<&DigestEntry>, Vec<&DigestEntry>) =
        entries.iter().partition(|entry| entry.reason.is_empty());
    let mut body = String::new();
    let _ = writeln!(
        body,
        "<header>\n<h1>{}</h1>\n<p class=\"meta\">{}, {} with something to check{}. \
         Machine translations.</p>\n</header>",
        escape(title),
        counted(briefs.len(), "article"),
        doubtful.len(),
        verdicts(&briefs)
    );
    if !more.is_empty() {
        let _ = writeln!(
            body,
            "<p>This list has the first {LISTED_AT_MOST} articles; index.jsonl has all.</p>"
        );
    }
    if !doubtful.is_empty() {
        let _ = writeln!(
            body,
            "<details>\n<summary>{} to check</summary>\n<ul>",
            counted(doubtful.len(), "article")
        );
        for entry in doubtful {
            let headline = linked(entry, "#to-check");
            let _ = writeln!(body, "<li>{headline}: {}</li>", doubts(entry));
        }
        body.push_str("</ul>\n</details>\n");
    }
    if !without.is_empty() {
        let _ = writeln!(
            body,
            "<details>\n<summary>{} without a brief</summary>\n<ul>",
            counted(without.len(), "article")
        );
        for entry in without {
            let (path, reason) = (escape(&entry.path), escape(&entry.reason));
            let _ = writeln!(body, "<li><bdi>{path}</bdi>: {reason}</li>");
        }
        body.push_str("</ul>\n</details>\n");
    }
    for entry in briefs {
        article(entry, &mut body);
    }
    Page::new(title, &format!("<main>\n{body}</main>\n")).html()
}

/// How many articles have each verdict, as the end of a sentence.
fn verdicts(entries: &[&DigestEntry]) -> String {
    let counted = Suitability::ALL.into_iter().filter_map(|verdict| {
        let with = entries
            .iter()
            .filter(|entry| entry.verdict == Some(verdict));
        match with.count() {
            0 => None,
            count => Some(format!(", {count} {}", verdict.words())),
        }
    });
    counted.collect()
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

fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
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
        let page = list_html(&entries, "News & more");
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
            reason: attack.to_owned(),
        });
        let page = list_html(&[entry, without], attack);
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
