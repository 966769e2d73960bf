//! Stories: near-identical articles, such as one agency report in several papers. An article is
//! known by a sketch of its source text (the smallest hashes of its word 4-grams, after Broder 1997),
//! from which the overlap of two articles is estimated. Headlines take no part.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::index::day_of;
use super::types::Brief;
use crate::document::Role;
use crate::text::search_words;

/// How many words one hash is made of.
const GRAM: usize = 4;

/// How many hashes a sketch has. The error of an estimated share of 0.6 is 0.06.
const HASHES: usize = 64;

/// How many of its hashes a story is looked up by. A copy of a third of a story has ten of them.
const LOOKED_UP: usize = 32;

/// How many stories with one hash are compared, at most 255: text that more have is no story's own.
const STORIES_OF_A_HASH: usize = 64;

/// How many stories an article is compared with. A copy has more hashes in common with its story than
/// articles have that only use the same phrases.
const COMPARED: usize = 16;

/// The share of the shorter article's 4-grams that the longer one has, if they are one story.
const COPIED: f64 = 0.6;

/// Articles with fewer 4-grams are too short to be compared.
const SHORTEST: u32 = 20;

/// How much longer than the other one of two versions may be.
const LONGER: u32 = 4;

/// What the source text of an article is compared by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The number of different 4-grams.
    grams: u32,
    /// The smallest of their hashes, in order.
    smallest: Vec<u32>,
}

impl Sketch {
    /// The sketch of the story of a brief: its body, without headlines and bylines.
    pub fn of(brief: &Brief) -> Self {
        let told = |role| matches!(role, Role::Standfirst | Role::Body | Role::Item);
        let paragraphs = brief.paragraphs.iter().filter(|p| told(p.role));
        let segments = paragraphs.flat_map(|paragraph| &paragraph.segments);
        let words = segments.flat_map(|segment| search_words(&segment.source));
        let words: Vec<String> = words.map(|(_, word)| word).collect();
        let hashes: BTreeSet<u32> = words.windows(GRAM).map(hash).collect();
        Self {
            grams: u32::try_from(hashes.len()).unwrap_or(u32::MAX),
            smallest: hashes.into_iter().take(HASHES).collect(),
        }
    }

    /// The sketch in bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(&self.grams).chain(&self.smallest);
        numbers.flat_map(|number| number.to_le_bytes()).collect()
    }

    /// The sketch of these bytes; one that is like no other if they are none.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let numbers = bytes.chunks_exact(4);
        let mut numbers = numbers.map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        Self {
            grams: numbers.next().unwrap_or(0),
            smallest: numbers.collect(),
        }
    }

    /// Whether one of the two articles is, but for small changes, a copy or a part of the other.
    fn is_copy_of(&self, other: &Self) -> bool {
        let (short, long) = (self.grams.min(other.grams), self.grams.max(other.grams));
        if short < SHORTEST || long / short >= LONGER {
            return false;
        }
        // The smallest hashes of both together are a sample of the union.
        let (mut mine, mut theirs) = (self.smallest.as_slice(), other.smallest.as_slice());
        let (mut sampled, mut shared) = (0, 0);
        while let (Some(a), Some(b)) = (mine.first(), theirs.first())
            && sampled < HASHES
        {
            sampled += 1;
            shared += usize::from(a == b);
            let step = |hashes: &mut &[u32], goes: bool| {
                if goes {
                    *hashes = &hashes[1..];
                }
            };
            let order = a.cmp(b);
            step(&mut mine, order.is_le());
            step(&mut theirs, order.is_ge());
        }
        let rest = mine.len().max(theirs.len()).min(HASHES - sampled);
        let jaccard = shared as f64 / (sampled + rest) as f64;
        let common = jaccard * f64::from(short + long) / (1.0 + jaccard);
        common >= COPIED * f64::from(short)
    }
}

fn hash(words: &[String]) -> u32 {
    let hash = blake3::hash(words.join(" ").as_bytes());
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// An article that may be a version of a story.
#[derive(Debug, Clone)]
pub struct Version {
    /// The day of its publication, if that is known.
    pub day: Option<String>,
    /// Path of the article.
    pub path: String,
    /// The `id` of its brief.
    pub id: String,
    /// Its text.
    pub sketch: Sketch,
}

impl Version {
    /// The version of the article with this line in the index; `None` if the line is not that of a
    /// brief. The rest of the line is not read.
    pub fn of_line(path: &str, line: &str, sketch: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Line {
            id: String,
            date: Option<String>,
        }
        let Line { id, date } = serde_json::from_str(line).ok()?;
        Some(Self {
            day: date.as_deref().and_then(day_of),
            path: path.to_owned(),
            id,
            sketch: Sketch::from_bytes(sketch),
        })
    }

    /// The hashes that its story is looked up by.
    fn looked_up(&self) -> &[u32] {
        let hashes = self.sketch.smallest.as_slice();
        &hashes[..hashes.len().min(LOOKED_UP)]
    }
}

/// The stories that were found so far, by the hashes that they are looked up by.
struct ByHash {
    /// The hashes that more than one version is looked up by, in order. Nearly all others lead
    /// nowhere, and a million articles have too many of them to keep.
    hashes: Vec<u32>,
    /// Where the room of each hash in `stories` begins, and where that of the last one ends.
    starts: Vec<usize>,
    /// How many stories each hash has, at most [`STORIES_OF_A_HASH`].
    counts: Vec<u8>,
    /// Numbers of versions that stand for stories. Each hash has room for all that it may lead to.
    stories: Vec<u32>,
}

impl ByHash {
    /// One without stories, for these versions.
    fn of(versions: &[Version]) -> Self {
        let mut all: Vec<u32> = Vec::new();
        for version in versions {
            all.extend(version.looked_up());
        }
        all.sort_unstable();
        let (mut hashes, mut starts, mut end) = (Vec::new(), vec![0], 0);
        for same in all.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            hashes.push(same[0]);
            end += same.len().min(STORIES_OF_A_HASH);
            starts.push(end);
        }
        Self {
            counts: vec![0; hashes.len()],
            stories: vec![0; end],
            hashes,
            starts,
        }
    }

    /// The places of those hashes of a version that it may share with another one.
    fn places(&self, version: &Version) -> Vec<usize> {
        let hashes = version.looked_up().iter();
        hashes
            .filter_map(|hash| self.hashes.binary_search(hash).ok())
            .collect()
    }

    /// The stories with the hash at this place.
    fn stories(&self, place: usize) -> &[u32] {
        let start = self.starts[place];
        &self.stories[start..start + usize::from(self.counts[place])]
    }

    /// Adds a story to the hash at this place, if there is room for it.
    fn add(&mut self, place: usize, story: u32) {
        let free = self.starts[place] + usize::from(self.counts[place]);
        if free < self.starts[place + 1] {
            self.stories[free] = story;
            self.counts[place] += 1;
        }
    }
}

/// Finds stories: the `id`s of all articles that have copies among `versions`, each with the `id`
/// of the version that stands for the story. That is the oldest one, and among those of one day
/// the first by path. Every version was compared with the one that stands for it.
pub fn stories(mut versions: Vec<Version>) -> BTreeMap<String, String> {
    versions.sort_by(|a, b| {
        // An article without a day comes after those with one.
        let undated = a.day.is_none().cmp(&b.day.is_none());
        undated
            .then_with(|| a.day.cmp(&b.day))
            .then_with(|| a.path.cmp(&b.path))
    });
    let mut by_hash = ByHash::of(&versions);
    let mut found = BTreeMap::new();
    // How many hashes each version has in common with the present one: zero between two of them.
    let mut common = vec![0_u8; versions.len()];
    for (at, version) in (0_u32..).zip(&versions) {
        let places = by_hash.places(version);
        let mut candidates = Vec::new();
        for &story in places.iter().flat_map(|&place| by_hash.stories(place)) {
            let count = &mut common[story as usize];
            if *count == 0 {
                candidates.push(story);
            }
            *count += 1;
        }
        let mut candidates: Vec<(Reverse<u8>, u32)> = candidates
            .into_iter()
            .map(|story| (Reverse(std::mem::take(&mut common[story as usize])), story))
            .collect();
        // The one with the most hashes in common; of equals the oldest.
        if candidates.len() > COMPARED {
            candidates.select_nth_unstable(COMPARED);
            candidates.truncate(COMPARED);
        }
        candidates.sort_unstable();
        let story = candidates
            .into_iter()
            .map(|(_, story)| &versions[story as usize])
            .find(|story| version.sketch.is_copy_of(&story.sketch));
        if let Some(story) = story {
            found.insert(story.id.clone(), story.id.clone());
            found.insert(version.id.clone(), story.id.clone());
        } else {
            for place in places {
                by_hash.add(place, at);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::IndexLine;
    use crate::brief::markdown::tests::sample;

    /// A text of different words.
    fn text(name: &str, words: std::ops::Range<usize>) -> String {
        let words: Vec<String> = words.map(|n| format!("{name}{n}")).collect();
        words.join(" ")
    }

    fn version(id: &str, day: Option<&str>, text: &str) -> Version {
        let mut brief = sample();
        brief.paragraphs[1].segments.truncate(1);
        text.clone_into(&mut brief.paragraphs[1].segments[0].source);
        Version {
            day: day.map(str::to_owned),
            path: format!("{id}.txt"),
            id: id.to_owned(),
            sketch: Sketch::of(&brief),
        }
    }

    fn found(versions: &[Version]) -> Vec<(String, String)> {
        stories(versions.to_vec()).into_iter().collect()
    }

    #[test]
    fn copies_with_changes_and_parts_are_one_story_that_the_oldest_stands_for() {
        let whole = text("a", 0..300);
        let versions = [
            version(
                "late",
                Some("2026-02-03"),
                &format!("{} {whole}", text("intro", 0..20)),
            ),
            version("first", Some("2026-02-01"), &whole),
            version(
                "undated",
                None,
                &whole.replace("a50 ", "other ").replace("a150 ", ""),
            ),
            version("part", Some("2026-02-02"), &text("a", 0..120)),
            version("else", Some("2026-02-01"), &text("b", 0..300)),
        ];
        let expected =
            ["first", "late", "part", "undated"].map(|id| (id.to_owned(), "first".to_owned()));
        assert_eq!(found(&versions), expected);
    }

    #[test]
    fn a_shared_paragraph_and_a_shared_end_make_no_story() {
        let end = text("end", 0..45);
        let versions = [
            version("a", None, &format!("{} {end}", text("a", 0..150))),
            version("b", None, &format!("{} {end}", text("b", 0..150))),
            version("quote", None, &end),
            version("short", None, &text("a", 0..20)),
        ];
        assert_eq!(found(&versions), []);
    }

    #[test]
    fn spelling_variants_are_one_text_and_writing_without_spaces_has_words() {
        let arabic = "أعلنت وزارة الصحة إطلاق حملة تطعيم في الإقليم الشرقي تشمل خمسة وعشرين ألف طفل \
            خلال أحد عشر يوما وأكدت أن الفرق الطبية ستزور مئة وأربعين قرية";
        let plain = arabic.replace(['أ', 'إ'], "ا").replace('ة', "ه");
        let chinese = "卫生部宣布在东部地区开展疫苗接种运动涵盖两万五千名儿童为期十一天";
        let versions = [
            version("a", None, arabic),
            version("b", None, &plain),
            version("c", None, chinese),
            version("d", None, &format!("{chinese}。")),
        ];
        let pairs = [("a", "a"), ("b", "a"), ("c", "c"), ("d", "c")];
        assert_eq!(
            found(&versions),
            pairs.map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
    }

    #[test]
    fn a_version_is_that_of_its_line() {
        let line = IndexLine::of(&sample(), &BTreeMap::new());
        let sketch = version("a", None, &text("a", 0..300)).sketch;
        let read = Version::of_line("p", &line.to_json(), &sketch.to_bytes());
        let read = read.map(|read| (read.day, read.path, read.id, read.sketch));
        let expected = (line.day(), "p".to_owned(), line.id, sketch);
        assert_eq!(read, Some(expected));
        let without = r#"{"outcome":"skipped","path":"p","reason":"empty"}"#;
        assert!(Version::of_line("p", without, &[]).is_none());
    }

    #[test]
    fn a_sketch_is_stored_and_read_again() {
        let sketch = version("a", None, &text("a", 0..300)).sketch;
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), sketch);
        assert_eq!(Sketch::from_bytes(&[]), Sketch::default());
    }
}
