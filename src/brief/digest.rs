//! The contents of a whole output folder: the index page for people and the lines of the index for
//! programs. It counts what the briefs say and never judges an article itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::html::{escape, page, verdict_class};
use super::rendering::Rendering;
use super::types::{Brief, Flag, FlagKind, Status, Suitability};
use super::wording::{headline_text, summary_sentences};

/// One article of the index page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEntry {
    /// Path of the article, relative to the input folder.
    pub path: String,
    /// The English headline.
    pub headline: String,
    /// The summary; empty if there is none.
    pub summary: String,
    /// Whether the translation is fit to read, if that is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verdict: Option<Suitability>,
    /// How many doubts the brief states, apart from failed sentences.
    pub flags: usize,
    /// How many sentences could not be translated.
    pub failed: usize,
    /// Date of publication as the source states it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// Address of the HTML brief, relative to the index page and percent-encoded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub href_html: Option<String>,
    /// Address of the Markdown brief, in the same form.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub href_md: Option<String>,
    /// The article's own headline, if it differs from the English one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source_title: Option<String>,
}

/// One line of `index.jsonl`. Every key is on every line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexLine {
    /// The `id` of the brief.
    pub id: String,
    /// Path of the article, relative to the input folder.
    pub path: String,
    /// How the article ended: `done`, `flagged` or `failed`.
    pub outcome: String,
    /// The English headline.
    pub headline: String,
    /// The English summary, its sentences joined by spaces.
    pub summary: String,
    /// Whether the translation is fit to read; null where its sentences have no estimate.
    #[serde(default)]
    pub verdict: Option<Suitability>,
    /// How many sentences ended as translated.
    pub translated: usize,
    /// How many ended as flagged.
    pub flagged: usize,
    /// How many ended as failed.
    pub failed: usize,
    /// All flags of the brief, by kind.
    pub flags: BTreeMap<FlagKind, usize>,
    /// The article's own headline.
    pub title: Option<String>,
    /// Date of publication as the source states it.
    pub date: Option<String>,
    /// Address of the article.
    pub url: Option<String>,
    /// The written briefs by extension, relative to the output folder, with `/` between parts.
    pub briefs: BTreeMap<String, String>,
}

impl IndexLine {
    /// The article's entry on the index page.
    pub fn entry(&self) -> DigestEntry {
        let href = |rendering: Rendering| {
            let path = self.briefs.get(rendering.extension());
            path.map(|path| percent_encode(path))
        };
        // A failure is already counted with its sentence.
        let flags = self
            .flags
            .iter()
            .filter(|(kind, _)| **kind != FlagKind::Failure)
            .map(|(_, count)| count)
            .sum();
        DigestEntry {
            path: self.path.clone(),
            headline: self.headline.clone(),
            summary: self.summary.clone(),
            verdict: self.verdict,
            flags,
            failed: self.failed,
            date: self.date.clone(),
            href_html: href(Rendering::Html),
            href_md: href(Rendering::Markdown),
            source_title: self.title.clone().filter(|title| *title != self.headline),
        }
    }
}

/// The line of `index.jsonl` for a brief. `files` holds, by extension, the path of each file that
/// the brief was written as, relative to the index.
pub fn line_of(brief: &Brief, files: &BTreeMap<String, String>) -> IndexLine {
    let mut flags = BTreeMap::new();
    for flag in all_flags(brief) {
        *flags.entry(flag.kind).or_insert(0) += 1;
    }
    let count = |status| segments(brief, status);
    IndexLine {
        id: brief.id.clone(),
        path: brief.source.path.clone(),
        outcome: outcome_of(brief).to_owned(),
        headline: headline_text(brief),
        summary: summary_sentences(brief).join(" "),
        verdict: brief.verdict.as_ref().map(|verdict| verdict.suitability),
        translated: count(Status::Translated),
        flagged: count(Status::Flagged),
        failed: count(Status::Failed),
        flags,
        title: brief.source.title.clone(),
        date: brief.source.date.clone(),
        url: brief.source.url.clone(),
        briefs: files.clone(),
    }
}

/// How an article with this brief ended: `done`, `flagged` or `failed`.
pub fn outcome_of(brief: &Brief) -> &'static str {
    let failed = segments(brief, Status::Failed) > 0;
    let said = segments(brief, Status::Translated) + segments(brief, Status::Flagged) > 0;
    match all_flags(brief).next() {
        None => "done",
        Some(_) if failed && !said => "failed",
        Some(_) => "flagged",
    }
}

fn segments(brief: &Brief, status: Status) -> usize {
    let segments = brief.paragraphs.iter().flat_map(|p| p.segments.iter());
    segments.filter(|s| s.status == status).count()
}

/// The line as one JSON object, without a line break.
pub fn index_line(entry: &IndexLine) -> String {
    serde_json::to_string(entry).expect("a line of strings and counts that is not JSON is a bug")
}

/// The index page: articles in the order given, those with doubts listed first.
pub fn index_html(entries: &[DigestEntry], title: &str) -> String {
    let doubtful: Vec<&DigestEntry> = entries
        .iter()
        .filter(|e| e.flags > 0 || e.failed > 0)
        .collect();
    let mut body = String::new();
    let _ = writeln!(
        body,
        "<header>\n<h1>{}</h1>\n<p class=\"meta\">{}, {} with something to check{}. \
         Machine translations.</p>\n</header>",
        escape(title),
        counted(entries.len(), "article"),
        doubtful.len(),
        verdicts(entries)
    );
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
    for entry in entries {
        article(entry, &mut body);
    }
    page(title, &body)
}

/// How many articles have each verdict, as the end of a sentence.
fn verdicts(entries: &[DigestEntry]) -> String {
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
    if let Some(title) = &entry.source_title {
        let _ = writeln!(out, "<p class=\"own\" dir=\"auto\">{}</p>", escape(title));
    }
    if !entry.summary.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&entry.summary));
    }
    let _ = write!(out, "<p class=\"meta\"><bdi>{}</bdi>", escape(&entry.path));
    if let Some(date) = &entry.date {
        let _ = write!(out, " <bdi>{}</bdi>", escape(date));
    }
    if let Some(href) = relative(entry.href_md.as_deref()) {
        let _ = write!(out, " <a href=\"{}\">Markdown</a>", escape(href));
    }
    if let Some(verdict) = entry.verdict {
        let class = verdict_class(verdict);
        let _ = write!(out, " <span class=\"{class}\">{}</span>", verdict.words());
    }
    let class = if entry.flags + entry.failed > 0 {
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
    match relative(entry.href_html.as_deref().or(entry.href_md.as_deref())) {
        Some(href) => format!("<a href=\"{}{anchor}\">{headline}</a>", escape(href)),
        None => headline,
    }
}

/// The address, if it stays below the index page; entries may come from a file.
fn relative(href: Option<&str>) -> Option<&str> {
    href.filter(|h| !h.is_empty() && !h.starts_with('/') && !h.contains([':', '\\']))
}

fn doubts(entry: &DigestEntry) -> String {
    let flags = counted(entry.flags, "doubt");
    match (entry.flags, entry.failed) {
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

fn all_flags(brief: &Brief) -> impl Iterator<Item = &Flag> {
    let of_segments = brief.paragraphs.iter().flat_map(|p| p.segments.iter());
    let of_whole = brief
        .flags
        .iter()
        .chain(&brief.headline.flags)
        .chain(&brief.summary.flags);
    of_whole.chain(of_segments.flat_map(|s| s.flags.iter()))
}

/// A path as a relative address: all but unreserved characters and `/` are encoded.
fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::markdown::tests::{sample, sample_without_doubts};
    use super::*;

    fn files() -> BTreeMap<String, String> {
        let file = |extension: &str| format!("briefs/a #1/سد.txt.{extension}");
        BTreeMap::from([
            ("html".to_owned(), file("html")),
            ("md".to_owned(), file("md")),
        ])
    }

    #[test]
    fn an_entry_counts_doubts_and_failures_apart() {
        let mut brief = sample();
        brief.summary.flags = vec![Flag::new(FlagKind::Faithfulness, "A name is new.")];
        let href = "briefs/a%20%231/%D8%B3%D8%AF.txt";
        let expected = DigestEntry {
            path: "news/dam.txt".to_owned(),
            headline: "The dam is full".to_owned(),
            summary: "The dam is full. Rain fell.".to_owned(),
            verdict: Some(Suitability::Care),
            flags: 2,
            failed: 1,
            date: Some("2023-05-04".to_owned()),
            href_html: Some(format!("{href}.html")),
            href_md: Some(format!("{href}.md")),
            source_title: Some("السد يمتلئ".to_owned()),
        };
        assert_eq!(line_of(&brief, &files()).entry(), expected);
    }

    #[test]
    fn a_line_of_the_index_is_one_json_object() {
        let mut brief = sample();
        brief.headline.text = "a\n\"b\"".to_owned();
        brief.source.url = None;
        let line = index_line(&line_of(&brief, &files()));
        let expected = concat!(
            r#"{"id":"id1","path":"news/dam.txt","outcome":"flagged","headline":"a \"b\"","#,
            r#""summary":"The dam is full. Rain fell.","verdict":"read with care","translated":1,"flagged":1,"failed":1,"#,
            r#""flags":{"number":1,"failure":1},"title":"السد يمتلئ","date":"2023-05-04","#,
            r#""url":null,"briefs":{"html":"briefs/a #1/سد.txt.html","md":"briefs/a #1/سد.txt.md"}}"#,
        );
        assert_eq!(line, expected);
        let read: IndexLine = serde_json::from_str(&line).unwrap();
        assert_eq!(read, line_of(&brief, &files()));
    }

    #[test]
    fn the_index_page_lists_articles_in_order_and_doubts_first() {
        let files = BTreeMap::from([("html".to_owned(), "briefs/a.html".to_owned())]);
        let entries = [
            line_of(&sample_without_doubts(), &files).entry(),
            line_of(&sample(), &files).entry(),
        ];
        let page = index_html(&entries, "News & more");
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
            verdict: None,
            flags: 1,
            failed: 0,
            date: Some(attack.to_owned()),
            href_html: Some("javascript:alert(1)".to_owned()),
            href_md: Some(format!("a{attack}")),
            source_title: Some(attack.to_owned()),
        };
        let page = index_html(&[entry], attack);
        for forbidden in ["<script", "javascript:", "x</script"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("<a href=\"a&lt;script&gt;x&lt;/script&gt;&quot;\">Markdown</a>"));
    }

    #[test]
    fn counts_read_as_english() {
        let entry = |flags, failed| {
            let files = BTreeMap::new();
            DigestEntry {
                flags,
                failed,
                ..line_of(&sample(), &files).entry()
            }
        };
        assert_eq!(doubts(&entry(0, 0)), "no check objects");
        assert_eq!(doubts(&entry(2, 0)), "2 doubts");
        assert_eq!(doubts(&entry(0, 1)), "1 sentence not translated");
        assert_eq!(doubts(&entry(1, 3)), "1 doubt, 3 sentences not translated");
        assert_eq!(linked(&entry(0, 0), ""), "The dam is full");
    }
}
