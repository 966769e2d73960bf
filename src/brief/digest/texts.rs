//! The full texts of the articles, which the page searches when it is asked to: which articles share
//! a file, what the file is called, and what it holds.

use serde::Serialize;

use crate::brief::index::IndexLine;
use crate::brief::types::Brief;
use crate::brief::wording::clean;

/// The version of what a file holds. It is part of the names, so that another one is a new file.
const VERSION: u8 = 1;

/// The mean number of articles of a group is 256: it ends after a path whose hash begins with this
/// byte. Unlike groups of a fixed size, the groups behind a new article stay as they are.
const LAST: u8 = 0;

/// How many articles a group has at most.
const MOST_ARTICLES: usize = 1024;

/// After how many sentences a group ends, so that a file of books is not too large for a browser.
const MOST_SENTENCES: usize = 20_000;

/// Articles whose texts share a file: neighbours in the order of paths.
#[derive(Debug, Default)]
pub struct TextGroup {
    hasher: blake3::Hasher,
    articles: usize,
    sentences: usize,
}

impl TextGroup {
    /// Adds the next article, and returns whether the group ends with it.
    pub fn add(&mut self, line: &IndexLine) -> bool {
        let sentences = line.translated + line.flagged + line.failed;
        self.articles += 1;
        self.sentences += sentences;
        // Where there is no hash of the text, the id stands for it.
        for text in [&line.id, &line.path, &line.text_hash] {
            self.hasher.update(&(text.len() as u64).to_le_bytes());
            self.hasher.update(text.as_bytes());
        }
        let path = blake3::hash(line.path.as_bytes());
        path.as_bytes()[0] == LAST
            || self.articles >= MOST_ARTICLES
            || self.sentences >= MOST_SENTENCES
    }

    /// The name of its file, in which only ASCII letters, digits and hyphens stand: a hash of what
    /// the lines say of the texts. A file of this name need not be written again.
    pub fn name(&self) -> String {
        let mut hasher = self.hasher.clone();
        hasher.update(&[VERSION]);
        hasher.finalize().to_hex().as_str()[..32].to_owned()
    }
}

/// The text of one article: its path, its translation and its source, with a line for each sentence
/// in both. A sentence that has no translation, or needs none, has an empty line there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleText(String, String, String);

impl ArticleText {
    /// The text of a brief.
    pub fn of(brief: &Brief) -> Self {
        let (mut translation, mut source) = (Vec::new(), Vec::new());
        let paragraphs = brief.paragraphs.iter();
        for segment in paragraphs.flat_map(|paragraph| &paragraph.segments) {
            let original = clean(&segment.source);
            let translated = clean(&segment.translation);
            let differs = translated != original;
            translation.push(if differs { translated } else { String::new() });
            source.push(original);
        }
        Self(
            brief.source.path.clone(),
            translation.join("\n"),
            source.join("\n"),
        )
    }
}

/// A file of texts: a script that calls `mujaz.texts` with the file's name and its texts.
pub fn texts_js(name: &str, texts: &[ArticleText]) -> String {
    let json = serde_json::to_string(&(name, texts));
    let json = json.expect("strings that are not JSON are a bug");
    // The two arguments, without the brackets of a list.
    format!("mujaz.texts({});\n", &json[1..json.len() - 1])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::brief::markdown::tests::sample;

    fn line(path: &str) -> IndexLine {
        let mut brief = sample();
        path.clone_into(&mut brief.source.path);
        IndexLine::of(&brief, &BTreeMap::new())
    }

    /// The groups of these lines: their names, and the number of their articles.
    fn groups(lines: &[IndexLine]) -> Vec<(String, usize)> {
        let (mut groups, mut group) = (Vec::new(), TextGroup::default());
        for line in lines {
            if group.add(line) {
                groups.push((group.name(), group.articles));
                group = TextGroup::default();
            }
        }
        if group.articles > 0 {
            groups.push((group.name(), group.articles));
        }
        groups
    }

    #[test]
    fn a_new_article_changes_no_group_but_its_own() {
        let lines: Vec<IndexLine> = (0..4000).map(|n| line(&format!("{n:05}"))).collect();
        let before = groups(&lines);
        assert_eq!(before.iter().map(|(_, count)| count).sum::<usize>(), 4000);
        assert!((6..=40).contains(&before.len()), "{}", before.len());
        assert!(before.iter().all(|(_, count)| *count <= MOST_ARTICLES));
        let mut more = lines;
        more.insert(1, line("00000-a"));
        let after = groups(&more);
        let new: Vec<_> = after
            .iter()
            .filter(|group| !before.contains(group))
            .collect();
        // It has a group more if the article itself ends one.
        assert!((1..=2).contains(&new.len()), "{new:?}");
        assert_eq!(after[after.len() - 3..], before[before.len() - 3..]);
    }

    #[test]
    fn a_group_has_another_name_if_a_brief_says_something_else() {
        let name = |line: &IndexLine| {
            let mut group = TextGroup::default();
            group.add(line);
            group.name()
        };
        let first = line("a");
        let named = name(&first);
        assert!(named.len() == 32 && named.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(name(&line("a")), named);
        assert_ne!(name(&line("b")), named);
        let mut copy = first.clone();
        copy.story = Some("another".to_owned());
        copy.failed += 1;
        assert_eq!(name(&copy), named, "its text is the same");
        copy.text_hash = "another".to_owned();
        assert_ne!(name(&copy), named);
        let mut other = first.clone();
        other.id = "id2".to_owned();
        assert_ne!(name(&other), named);
    }

    #[test]
    fn a_group_ends_where_it_is_large() {
        let mut book = line("a");
        book.translated = MOST_SENTENCES;
        let mut group = TextGroup::default();
        assert!(!group.add(&line("a")));
        assert!(group.add(&book));
        let mut group = TextGroup::default();
        let ends = (0..MOST_ARTICLES).map(|_| group.add(&line("a")));
        assert_eq!(ends.filter(|ends| *ends).count(), 1);
    }

    #[test]
    fn a_text_has_a_line_for_each_sentence_in_both_languages() {
        let mut brief = sample();
        brief.paragraphs[0].segments[0].source = "السد\n\u{202E}يمتلئ ".to_owned();
        let text = ArticleText::of(&brief);
        assert_eq!(text.0, "news/dam.txt");
        assert_eq!(text.1, "The dam is full\nThe dam was opened.\n");
        assert_eq!(text.2, "السد يمتلئ\nافتتح السد 108 مرات.\nنص.");
    }

    #[test]
    fn a_file_is_one_call_with_json() {
        let hostile = "</script> \u{2028} \"b\" \\".to_owned();
        let text = ArticleText(hostile.clone(), hostile.clone(), hostile);
        let file = texts_js("0a", std::slice::from_ref(&text));
        let json = file.strip_prefix("mujaz.texts(\"0a\",").unwrap();
        let json = json.strip_suffix(");\n").unwrap();
        let read: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(read, serde_json::to_value([text]).unwrap());
        assert_eq!(texts_js("0a", &[]), "mujaz.texts(\"0a\",[]);\n");
    }
}
