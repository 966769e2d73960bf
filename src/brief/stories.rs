//! Sketches, by which stories are found: near-identical articles, such as one agency report in several
//! papers. An article is known by a sketch of its source text (the smallest hashes of its word 4-grams,
//! after Broder 1997), from which the overlap of two articles is estimated. Headlines take no part.
//! `pipeline::stories` finds stories among all articles of a folder.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::dates::day_of;
use super::types::Brief;
use crate::document::Role;
use crate::text::search_words;

/// How many words one hash is made of.
const GRAM: usize = 4;

/// How many hashes a sketch has. The error of an estimated share of 0.6 is 0.06.
const HASHES: usize = 64;

/// How many of its hashes a story is looked up by. A copy of a third of a story has ten of them.
const LOOKED_UP: usize = 32;

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
    /// How many bytes a sketch has at most.
    pub const MOST_BYTES: usize = 4 * (1 + HASHES);

    /// The sketch of the story of a brief: its body, without headlines and bylines.
    pub fn of(brief: &Brief) -> Self {
        let told = |role| matches!(role, Role::Standfirst | Role::Body | Role::Item);
        let paragraphs = brief.paragraphs.iter().filter(|p| told(p.role));
        let segments = paragraphs.flat_map(|paragraph| &paragraph.segments);
        let words = segments.flat_map(|segment| search_words(&segment.source));
        let words: Vec<String> = words.map(|(_, word)| word).collect();
        Self::of_words(&words)
    }

    /// The sketch of a text of these words, which are folded as for searching.
    pub(crate) fn of_words(words: &[String]) -> Self {
        let hashes: BTreeSet<u32> = words.windows(GRAM).map(hash).collect();
        Self {
            grams: u32::try_from(hashes.len()).unwrap_or(u32::MAX),
            smallest: hashes.into_iter().take(HASHES).collect(),
        }
    }

    /// The sketch in bytes, at most [`Sketch::MOST_BYTES`].
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
            smallest: numbers.take(HASHES).collect(),
        }
    }

    /// The hashes that its story is looked up by, at most 32.
    pub fn looked_up(&self) -> &[u32] {
        &self.smallest[..self.smallest.len().min(LOOKED_UP)]
    }

    /// Whether one of the two articles is, but for small changes, a copy or a part of the other.
    pub fn is_copy_of(&self, other: &Self) -> bool {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The day of its publication, if that is known: 20261128 for 2026-11-28.
    pub day: Option<u32>,
    /// The `id` of its brief.
    pub id: String,
    /// Its text.
    pub sketch: Sketch,
}

impl Version {
    /// The version of the article with this line in the index; `None` if the line is not that of a
    /// brief. The rest of the line is not read.
    pub fn of_line(line: &str, sketch: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Line {
            id: String,
            date: Option<String>,
        }
        let Line { id, date } = serde_json::from_str(line).ok()?;
        Some(Self {
            day: date.as_deref().and_then(day_of).map(|day| number(&day)),
            id,
            sketch: Sketch::from_bytes(sketch),
        })
    }
}

/// The number that the digits of a day are, such as 20261128: days have the order of their numbers.
fn number(day: &str) -> u32 {
    let digits = day.bytes().filter(u8::is_ascii_digit);
    digits.fold(0, |number, digit| 10 * number + u32::from(digit - b'0'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::brief::IndexLine;
    use crate::brief::markdown::tests::sample;

    /// The sketch of so many different words.
    fn sketch(words: usize) -> Sketch {
        let words: Vec<String> = (0..words).map(|n| format!("a{n}")).collect();
        Sketch::of_words(&words)
    }

    #[test]
    fn a_version_is_that_of_its_line() {
        let line = IndexLine::of(&sample(), &BTreeMap::new());
        let sketch = sketch(300);
        let read = Version::of_line(&line.to_json(), &sketch.to_bytes()).unwrap();
        let day = Some(20_230_504);
        let id = line.id;
        assert_eq!(read, Version { day, id, sketch });
        let undated = r#"{"id":"i","date":"06/11/2023"}"#;
        assert_eq!(Version::of_line(undated, &[]).unwrap().day, None);
        let without = r#"{"outcome":"skipped","path":"p","reason":"empty"}"#;
        assert!(Version::of_line(without, &[]).is_none());
    }

    #[test]
    fn a_sketch_is_of_the_words_of_a_story() {
        let mut brief = sample();
        brief.paragraphs[1].segments.truncate(1);
        let words: Vec<String> = (0..30).map(|n| format!("a{n}")).collect();
        brief.paragraphs[1].segments[0].source = words.join(" ");
        assert_eq!(Sketch::of(&brief), sketch(30));
        assert_eq!(sketch(30).looked_up().len(), 27, "30 words have 27 4-grams");
        assert_eq!(sketch(300).looked_up().len(), LOOKED_UP);
    }

    #[test]
    fn a_sketch_is_stored_and_read_again() {
        let sketch = sketch(300);
        let bytes = sketch.to_bytes();
        assert_eq!(bytes.len(), Sketch::MOST_BYTES);
        assert_eq!(Sketch::from_bytes(&bytes), sketch);
        // A damaged journal may have more.
        assert_eq!(Sketch::from_bytes(&[bytes, vec![0; 40]].concat()), sketch);
        assert_eq!(Sketch::from_bytes(&[]), Sketch::default());
    }
}
