//! The lines of `index.jsonl`, which other programs read: one for each article. They state what a
//! brief says and never judge an article.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dates::day_of;
use super::json_line::json_line;
use super::types::{Brief, BriefSegment, Flag, FlagKind, NameKind, Status, Suitability};
use super::wording::{headline_text, summary_line};

/// The line of an article with a brief. Every key is on every such line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexLine {
    /// The `id` of the brief.
    pub id: String,
    /// BLAKE3 of the brief's sentences in both languages, in hex; empty on a line that an earlier
    /// version wrote without it.
    #[serde(default)]
    pub text_hash: String,
    /// Path of the article, relative to the input folder.
    pub path: String,
    /// How the article ended: `done`, `flagged` or `failed`.
    pub outcome: String,
    /// The English headline.
    pub headline: String,
    /// The English summary on one line.
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
    /// The flags of the brief, by kind. A doubt about a sentence counts once, also where the
    /// headline or the summary repeats it.
    pub flags: BTreeMap<FlagKind, usize>,
    /// The article's own headline.
    pub title: Option<String>,
    /// ISO 639-1 code of the article's language; empty if it is not known.
    #[serde(default)]
    pub language: String,
    /// Date of publication as the source states it.
    pub date: Option<String>,
    /// Address of the article.
    pub url: Option<String>,
    /// The names in the translation, the most frequent first.
    #[serde(default)]
    pub names: Vec<IndexName>,
    /// The `id` of the brief that stands for this article and its near-identical copies, if it has
    /// any: its own for that brief itself.
    #[serde(default)]
    pub story: Option<String>,
    /// The written briefs by extension, relative to the output folder, with `/` between parts.
    pub briefs: BTreeMap<String, String>,
}

/// A name on a line of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexName {
    /// The name in English.
    pub text: String,
    /// What it names.
    pub kind: NameKind,
    /// How often the translation has it.
    pub mentions: usize,
}

/// The line of an article without a brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutBrief {
    /// How the article ended: `skipped` or `failed`.
    pub outcome: String,
    /// Path of the article, relative to the input folder.
    pub path: String,
    /// The article's own headline, if it was read and has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why there is no brief.
    pub reason: String,
}

impl WithoutBrief {
    /// The line as one JSON object, without a line break.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl IndexLine {
    /// The line for a brief. `files` holds, by extension, the path of each file that the brief was
    /// written as, relative to the index. Stories are found later, among all articles.
    pub fn of(brief: &Brief, files: &BTreeMap<String, String>) -> Self {
        let mut flags = BTreeMap::new();
        for flag in own_flags(brief) {
            *flags.entry(flag.kind).or_insert(0) += 1;
        }
        let count = |status| segments(brief, status);
        Self {
            id: brief.id.clone(),
            text_hash: text_hash(brief),
            path: brief.source.path.clone(),
            outcome: outcome_of(brief).to_owned(),
            headline: headline_text(brief),
            summary: summary_line(brief),
            verdict: brief.verdict.as_ref().map(|verdict| verdict.suitability),
            translated: count(Status::Translated),
            flagged: count(Status::Flagged),
            failed: count(Status::Failed),
            flags,
            title: brief.source.title.clone(),
            language: brief.source.language.clone(),
            date: brief.source.date.clone(),
            url: brief.source.url.clone(),
            names: brief
                .names
                .iter()
                .map(|name| IndexName {
                    text: name.text.clone(),
                    kind: name.kind,
                    mentions: name.sentences.len(),
                })
                .collect(),
            story: None,
            briefs: files.clone(),
        }
    }

    /// Whether this is the line of a brief with the text of `brief`. A line without a hash of the
    /// text trusts its `id`, which a run with `--force` does not change.
    pub fn is_of(&self, brief: &Brief) -> bool {
        self.id == brief.id && (self.text_hash.is_empty() || self.text_hash == text_hash(brief))
    }

    /// How many doubts the brief states, apart from failed sentences.
    pub fn doubts(&self) -> usize {
        let doubts = self.flags.iter();
        doubts
            .filter(|(kind, _)| **kind != FlagKind::Failure)
            .map(|(_, count)| count)
            .sum()
    }

    /// The day of publication, as `2026-11-28`, if the date of the source can be read.
    pub fn day(&self) -> Option<String> {
        day_of(self.date.as_deref()?)
    }

    /// The line as one JSON object, without a line break.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

fn json(line: &impl Serialize) -> String {
    json_line(line).expect("a line of strings and counts that is not JSON is a bug")
}

/// BLAKE3 of a brief's sentences in their order, in hex: of each its source and its translation, each
/// behind its length in bytes as 64 bits, the low ones first.
fn text_hash(brief: &Brief) -> String {
    let mut hasher = blake3::Hasher::new();
    for sentence in sentences(brief) {
        for text in [&sentence.source, &sentence.translation] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// How an article with this brief ended: `done`, `flagged` or `failed`.
pub fn outcome_of(brief: &Brief) -> &'static str {
    let failed = segments(brief, Status::Failed) > 0;
    let has_english = segments(brief, Status::Translated) + segments(brief, Status::Flagged) > 0;
    match all_flags(brief).next() {
        None => "done",
        Some(_) if failed && !has_english => "failed",
        Some(_) => "flagged",
    }
}

/// Whether something of the brief failed that may work another time, so that the article is to be
/// done again.
pub fn is_unfinished(brief: &Brief) -> bool {
    all_flags(brief).any(|flag| flag.kind == FlagKind::Error)
}

fn segments(brief: &Brief, status: Status) -> usize {
    sentences(brief).filter(|s| s.status == status).count()
}

fn sentences(brief: &Brief) -> impl Iterator<Item = &BriefSegment> {
    brief.paragraphs.iter().flat_map(|p| p.segments.iter())
}

fn all_flags(brief: &Brief) -> impl Iterator<Item = &Flag> {
    let of_whole = brief
        .flags
        .iter()
        .chain(&brief.headline.flags)
        .chain(&brief.summary.flags);
    of_whole.chain(sentences(brief).flat_map(|s| s.flags.iter()))
}

/// All flags but those of the headline and the summary that only repeat a doubt about a sentence.
fn own_flags(brief: &Brief) -> impl Iterator<Item = &Flag> {
    let of_headline = brief.headline.flags.iter();
    let of_headline = of_headline.filter(move |flag| !brief.doubts_a_sentence(flag));
    let doubted = 1..=brief.summary.sentences.len();
    let of_summary = brief.summary.flags.iter().filter(move |flag| {
        let mut repeated = doubted.clone();
        !repeated.any(|doubted| **flag == Flag::of_summarized(flag.kind, doubted))
    });
    let of_whole = brief.flags.iter().chain(of_headline).chain(of_summary);
    of_whole.chain(sentences(brief).flat_map(|s| s.flags.iter()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::markdown::tests::sample;
    use super::*;
    use crate::brief::Name;

    #[test]
    fn a_line_of_the_index_is_one_json_object() {
        let mut brief = sample();
        brief.headline.text = "a\n\"b\"".to_owned();
        brief.source.url = None;
        brief.names = vec![Name {
            text: "Cairo".to_owned(),
            kind: NameKind::Place,
            sentences: vec![1, 3],
            spellings: vec!["القاهرة".to_owned()],
        }];
        let file = |extension: &str| format!("briefs/a #1/سد.txt.{extension}");
        let files = BTreeMap::from([
            ("html".to_owned(), file("html")),
            ("md".to_owned(), file("md")),
        ]);
        let line = IndexLine::of(&brief, &files).to_json();
        let expected = concat!(
            r#""path":"news/dam.txt","outcome":"flagged","headline":"a \"b\"","#,
            r#""summary":"The dam is full. Rain fell.","verdict":"read with care","translated":1,"flagged":1,"failed":1,"#,
            r#""flags":{"number":1,"failure":1},"title":"السد يمتلئ","language":"ar","date":"2023-05-04","#,
            r#""url":null,"names":[{"text":"Cairo","kind":"place","mentions":2}],"story":null,"#,
            r#""briefs":{"html":"briefs/a #1/سد.txt.html","md":"briefs/a #1/سد.txt.md"}}"#,
        );
        let hash = text_hash(&brief);
        assert_eq!(
            line,
            format!(r#"{{"id":"id1","text_hash":"{hash}",{expected}"#)
        );
        let read: IndexLine = serde_json::from_str(&line).unwrap();
        assert_eq!(read, IndexLine::of(&brief, &files));
    }

    #[test]
    fn the_sentences_of_a_summary_on_one_line_are_parted() {
        let summary = |sentences: &[&str]| {
            let mut brief = sample();
            brief.summary.sentences = sentences.iter().map(|&text| text.to_owned()).collect();
            IndexLine::of(&brief, &BTreeMap::new()).summary
        };
        assert_eq!(
            summary(&["Rain fell", "", "Why?", "So"]),
            "Rain fell. Why? So"
        );
        assert_eq!(
            summary(&[
                "Prices rose 5%",
                "He said \"no\"",
                "(It rained.)",
                "In brief:",
                "snow"
            ]),
            "Prices rose 5%. He said \"no\". (It rained.) In brief: snow"
        );
        assert_eq!(summary(&[]), "");
    }

    #[test]
    fn the_hash_of_a_text_is_of_its_sources_and_translations() {
        let mut brief = sample();
        brief.paragraphs.truncate(1);
        let bytes = |text: &str| {
            [
                (text.len() as u64).to_le_bytes().as_slice(),
                text.as_bytes(),
            ]
            .concat()
        };
        let expected = [bytes("السد يمتلئ"), bytes("The dam is full")].concat();
        let expected = blake3::hash(&expected).to_hex().to_string();
        assert_eq!(text_hash(&brief), expected);

        let line = IndexLine::of(&brief, &BTreeMap::new());
        brief.paragraphs[0].segments[0].estimate = Some(0.5);
        assert!(line.is_of(&brief), "its text is the same");
        brief.paragraphs[0].segments[0].translation = "The dam is empty".to_owned();
        assert!(!line.is_of(&brief));
        let mut earlier = line;
        earlier.text_hash.clear();
        assert!(earlier.is_of(&brief), "it does not say what its text is");
        brief.id = "id2".to_owned();
        assert!(!earlier.is_of(&brief));
    }

    #[test]
    fn a_doubt_about_a_sentence_counts_once() {
        let mut brief = sample();
        let number = brief.paragraphs[1].segments[0].flags[0].clone();
        let failure = brief.paragraphs[1].segments[1].flags[0].clone();
        let own = Flag::new(FlagKind::Length, "The model for headlines failed.");
        brief.headline.flags = vec![number.clone(), failure, own];
        brief.summary.flags = vec![
            Flag::of_summarized(FlagKind::Number, 2),
            Flag::new(FlagKind::Number, "108 is new.").with_evidence(["108".to_owned()]),
        ];
        // Another sentence with the same doubt is another doubt.
        let again = brief.paragraphs[1].segments[0].clone();
        brief.paragraphs[1].segments.push(again);
        let expected = [
            (FlagKind::Length, 1),
            (FlagKind::Number, 3),
            (FlagKind::Failure, 1),
        ];
        let flags = |brief: &Brief| IndexLine::of(brief, &BTreeMap::new()).flags;
        assert_eq!(flags(&brief), BTreeMap::from(expected));
        brief.paragraphs.clear();
        let expected = [
            (FlagKind::Length, 1),
            (FlagKind::Number, 2),
            (FlagKind::Failure, 1),
        ];
        assert_eq!(flags(&brief), BTreeMap::from(expected), "nothing to repeat");
    }

    #[test]
    fn the_flag_of_a_summary_counts_its_doubted_sentences() {
        let message = |doubted| Flag::of_summarized(FlagKind::Name, doubted).message;
        assert_eq!(
            message(1),
            "One sentence of the summary is doubted; see the translation."
        );
        assert_eq!(
            message(2),
            "2 sentences of the summary are doubted; see the translation."
        );
    }

    #[test]
    fn the_day_is_that_of_the_stated_date() {
        let day = |date: Option<&str>| {
            let mut brief = sample();
            brief.source.date = date.map(str::to_owned);
            IndexLine::of(&brief, &BTreeMap::new()).day()
        };
        let of_a_feed = day(Some("Mon, 06 Nov 2023 09:30:00 +0300"));
        assert_eq!(of_a_feed.as_deref(), Some("2023-11-06"));
        assert_eq!(day(Some("06/11/2023")), None);
        assert_eq!(day(None), None);
    }

    #[test]
    fn a_line_of_an_earlier_version_is_still_read() {
        let line = concat!(
            r#"{"id":"i","path":"p","outcome":"done","headline":"h","summary":"s","translated":1,"flagged":0,"failed":0,"#,
            r#""flags":{},"title":null,"date":null,"url":null,"briefs":{}}"#,
        );
        let read: IndexLine = serde_json::from_str(line).unwrap();
        assert_eq!((read.names, read.story), (vec![], None));
        assert_eq!((read.language.as_str(), read.text_hash.as_str()), ("", ""));
    }
}
