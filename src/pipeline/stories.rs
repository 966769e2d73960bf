//! The stories among the articles of an output folder. What is known of articles lies on the disk where it
//! is more than memory should hold: of each, memory has five bytes, and up to twelve while hashes are
//! compared. `brief::stories` says what an article is compared by.

use std::cmp::Reverse;

use crate::brief::{Sketch, Version};
use crate::store::{Scratch, Sorted, Sorter, Spill, StoreError};

/// How many stories with one hash are compared: text that more have is no story's own.
const STORIES_OF_A_HASH: usize = 64;

/// How many stories an article is compared with. A copy has more hashes in common with its story than
/// articles have that only use the same phrases.
const COMPARED: usize = 16;

/// The bytes that are kept of a version: the length of its sketch, the sketch, and where its id begins in
/// `ids` and ends there.
const KEPT: usize = 4 + Sketch::MOST_BYTES + 8 + 8;

/// Bytes that the place of a room is counted in.
const UNIT: usize = 16;

/// Says that an article is of no story.
const NONE: u32 = u32::MAX;

/// The articles among which stories are found. They have numbers in the order of their paths, and those
/// with a brief have ranks in the order of their days.
pub(super) struct Versions {
    spill: Spill,
    kept: Kept,
    /// The days of all versions, in the upper half, and the numbers of their articles.
    days: Sorter<u64>,
    articles: u32,
    versions: u32,
}

impl Versions {
    /// No articles yet.
    pub(super) fn new(spill: Spill) -> Self {
        Self {
            kept: Kept::new(&spill),
            days: Sorter::new(spill.clone()),
            spill,
            articles: 0,
            versions: 0,
        }
    }

    /// Adds the next article, in the order of paths; `None` for one without a brief.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails, or if 32 bits do not count the articles.
    pub(super) fn add(&mut self, version: Option<Version>) -> Result<(), StoreError> {
        if let Some(version) = version {
            self.kept.write(self.articles, &version)?;
            // An article without a day comes after those with one.
            let day = version.day.unwrap_or(u32::MAX);
            self.days.add(pair(day, self.articles))?;
            self.versions += 1;
        }
        self.articles = self.articles.checked_add(1).ok_or_else(|| self.full())?;
        Ok(())
    }

    /// How many of the articles have a brief.
    pub(super) fn briefs(&self) -> usize {
        self.versions as usize
    }

    /// Finds the stories. The oldest version stands for a story, and among those of one day the first by
    /// path. Every version was compared with the one that stands for it.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(super) fn stories(mut self) -> Result<Stories, StoreError> {
        let mut by_rank = self.by_rank()?;
        let (mut places, mut rooms) = self.rooms(&mut by_rank)?;
        let mut places = Places::of(&mut places)?;
        let mut stories = vec![NONE; self.articles as usize];
        // How many hashes each version has in common with the present one: zero between two of them.
        let mut common = vec![0_u8; self.versions as usize];
        let (mut own, mut listed) = (Vec::new(), Vec::new());
        for rank in 0..self.versions {
            places.take(rank, &mut own)?;
            listed.clear();
            for place in &own {
                rooms.read(*place, &mut listed)?;
            }
            let candidates = most_alike(&listed, &mut common);
            match self.copied(rank, &candidates, &mut by_rank)? {
                Some([article, story]) => {
                    stories[article as usize] = story;
                    stories[story as usize] = story;
                }
                None => {
                    for place in &own {
                        rooms.add(*place, rank)?;
                    }
                }
            }
        }
        let kept = self.kept;
        Ok(Stories { kept, stories })
    }

    /// The numbers of the articles by their ranks.
    fn by_rank(&mut self) -> Result<Numbers, StoreError> {
        let mut by_rank = Numbers::new(&self.spill);
        for (rank, day) in (0..).zip(self.days.sorted()?) {
            by_rank.set(rank, halves(day?).1)?;
        }
        Ok(by_rank)
    }

    /// The rooms for the stories of each hash that several versions are looked up by, and which of them
    /// are those of each version: its rank in the upper half, and the place of a room.
    ///
    /// The rooms lie in the order of the first versions that have their hashes. So those of a story lie
    /// beside each other, and its copies, which are often of the same days, find them in memory.
    fn rooms(&mut self, by_rank: &mut Numbers) -> Result<(Sorter<u64>, Rooms), StoreError> {
        let mut hashes = Sorter::new(self.spill.clone());
        for rank in 0..self.versions {
            let sketch = self.kept.sketch(by_rank.get(rank)?)?;
            for hash in sketch.looked_up() {
                hashes.add(pair(*hash, rank))?;
            }
        }
        // How many units the rooms of each version take, and from which unit on they are then.
        let mut units = vec![0_u32; self.versions as usize];
        each_shared(&mut hashes, &mut |ranks| {
            units[ranks[0] as usize] += room(ranks.len());
            Ok(())
        })?;
        let mut end = 0_u32;
        for units in &mut units {
            let start = end;
            end = end.checked_add(*units).ok_or_else(|| self.full())?;
            *units = start;
        }
        let mut places = Sorter::new(self.spill.clone());
        each_shared(&mut hashes, &mut |ranks| {
            let place = units[ranks[0] as usize];
            units[ranks[0] as usize] += room(ranks.len());
            let mut ranks = ranks.iter();
            ranks.try_for_each(|rank| places.add(pair(*rank, place)))
        })?;
        Ok((places, Rooms(Scratch::new(self.spill.clone()))))
    }

    /// The article of this rank and the one that it is a copy of, if one of the candidates is that.
    fn copied(
        &mut self,
        rank: u32,
        candidates: &[u32],
        by_rank: &mut Numbers,
    ) -> Result<Option<[u32; 2]>, StoreError> {
        if candidates.is_empty() {
            return Ok(None);
        }
        let article = by_rank.get(rank)?;
        let sketch = self.kept.sketch(article)?;
        for candidate in candidates {
            let story = by_rank.get(*candidate)?;
            if sketch.is_copy_of(&self.kept.sketch(story)?) {
                return Ok(Some([article, story]));
            }
        }
        Ok(None)
    }

    fn full(&self) -> StoreError {
        let reason = "it has more articles than can be compared";
        self.spill.failed()(std::io::Error::other(reason))
    }
}

/// The stories that were found.
pub(super) struct Stories {
    kept: Kept,
    /// For each article the one that stands for its story, by their numbers.
    stories: Vec<u32>,
}

impl Stories {
    /// The `id` of the brief that stands for the story of the article of this number, if it has copies.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(super) fn of(&mut self, article: usize) -> Result<Option<String>, StoreError> {
        let story = self.stories.get(article).copied();
        let story = story.filter(|story| *story != NONE);
        story.map(|story| self.kept.id(story)).transpose()
    }
}

/// The sketches and ids of versions, by the numbers of their articles.
struct Kept {
    versions: Scratch,
    ids: Scratch,
    /// Where the last id ends.
    end: u64,
}

impl Kept {
    fn new(spill: &Spill) -> Self {
        Self {
            versions: Scratch::new(spill.clone()),
            ids: Scratch::new(spill.clone()),
            end: 0,
        }
    }

    fn write(&mut self, article: u32, version: &Version) -> Result<(), StoreError> {
        let start = self.end;
        self.ids.write(start, version.id.as_bytes())?;
        self.end += version.id.len() as u64;
        let sketch = version.sketch.to_bytes();
        let mut kept = (sketch.len() as u32).to_le_bytes().to_vec();
        kept.extend(sketch);
        kept.resize(KEPT - 16, 0);
        kept.extend(start.to_le_bytes());
        kept.extend(self.end.to_le_bytes());
        self.versions.write(place_of(article, KEPT), &kept)
    }

    fn sketch(&mut self, article: u32) -> Result<Sketch, StoreError> {
        let mut kept = [0; 4 + Sketch::MOST_BYTES];
        self.versions.read(place_of(article, KEPT), &mut kept)?;
        let (length, sketch) = kept.split_at(4);
        let length = numbers(length).next().unwrap_or(0) as usize;
        Ok(Sketch::from_bytes(&sketch[..length.min(sketch.len())]))
    }

    fn id(&mut self, article: u32) -> Result<String, StoreError> {
        let mut ends = [[0; 8]; 2];
        let mut place = place_of(article, KEPT) + KEPT as u64 - 16;
        for end in &mut ends {
            self.versions.read(place, end)?;
            place += 8;
        }
        let [start, end] = ends.map(u64::from_le_bytes);
        let mut id = vec![0; (end - start) as usize];
        self.ids.read(start, &mut id)?;
        Ok(String::from_utf8_lossy(&id).into_owned())
    }
}

/// A list of numbers.
struct Numbers(Scratch);

impl Numbers {
    fn new(spill: &Spill) -> Self {
        Self(Scratch::new(spill.clone()))
    }

    fn get(&mut self, at: u32) -> Result<u32, StoreError> {
        let mut number = [0; 4];
        self.0.read(place_of(at, 4), &mut number)?;
        Ok(u32::from_le_bytes(number))
    }

    fn set(&mut self, at: u32, number: u32) -> Result<(), StoreError> {
        self.0.write(place_of(at, 4), &number.to_le_bytes())
    }
}

/// Rooms for the stories of hashes. In each stands how many stories it has, and then their ranks.
struct Rooms(Scratch);

impl Rooms {
    fn count(&mut self, place: u32) -> Result<usize, StoreError> {
        let mut count = [0; 4];
        self.0.read(place_of(place, UNIT), &mut count)?;
        Ok(u32::from_le_bytes(count) as usize)
    }

    /// Adds the stories of the room at this place to those that are listed.
    fn read(&mut self, place: u32, listed: &mut Vec<u32>) -> Result<(), StoreError> {
        let mut stories = [0; 4 * STORIES_OF_A_HASH];
        let count = self.count(place)?.min(STORIES_OF_A_HASH);
        let stories = &mut stories[..4 * count];
        self.0.read(place_of(place, UNIT) + 4, stories)?;
        listed.extend(numbers(stories));
        Ok(())
    }

    /// Adds a story, if there is room for it.
    fn add(&mut self, place: u32, story: u32) -> Result<(), StoreError> {
        let count = self.count(place)?;
        if count >= STORIES_OF_A_HASH {
            return Ok(());
        }
        let start = place_of(place, UNIT);
        let free = start + 4 + 4 * count as u64;
        self.0.write(free, &story.to_le_bytes())?;
        self.0.write(start, &(count as u32 + 1).to_le_bytes())
    }
}

/// The rooms of the versions, in the order of their ranks.
struct Places<'a> {
    sorted: Sorted<'a, u64>,
    next: Option<u64>,
}

impl<'a> Places<'a> {
    fn of(places: &'a mut Sorter<u64>) -> Result<Self, StoreError> {
        let mut sorted = places.sorted()?;
        let next = sorted.next().transpose()?;
        Ok(Self { sorted, next })
    }

    /// Takes the places of the rooms of the version of this rank, which is the next one.
    fn take(&mut self, rank: u32, own: &mut Vec<u32>) -> Result<(), StoreError> {
        own.clear();
        while let Some((of, place)) = self.next.map(halves)
            && of == rank
        {
            own.push(place);
            self.next = self.sorted.next().transpose()?;
        }
        Ok(())
    }
}

/// Calls a function with the ranks of the versions that have the same hash, in their order, for each hash
/// that more than one has. Nearly all others lead nowhere.
fn each_shared(
    hashes: &mut Sorter<u64>,
    each: &mut dyn FnMut(&[u32]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (mut ranks, mut last) = (Vec::new(), 0);
    for next in hashes.sorted()? {
        let (hash, rank) = halves(next?);
        if hash != last {
            if ranks.len() > 1 {
                each(&ranks)?;
            }
            ranks.clear();
            last = hash;
        }
        ranks.push(rank);
    }
    if ranks.len() > 1 {
        each(&ranks)?;
    }
    Ok(())
}

/// How many units a room takes for the stories among so many versions.
fn room(versions: usize) -> u32 {
    let bytes = 4 + 4 * versions.min(STORIES_OF_A_HASH);
    bytes.div_ceil(UNIT) as u32
}

/// Chooses the stories with the most hashes in common, of equals the oldest, from those that are listed once
/// for each hash. They are at most [`COMPARED`]. `common` has a zero for each rank, before and after.
fn most_alike(listed: &[u32], common: &mut [u8]) -> Vec<u32> {
    let mut candidates = Vec::new();
    for story in listed {
        let count = &mut common[*story as usize];
        if *count == 0 {
            candidates.push(*story);
        }
        *count = count.saturating_add(1);
    }
    let mut candidates: Vec<(Reverse<u8>, u32)> = candidates
        .into_iter()
        .map(|story| (Reverse(std::mem::take(&mut common[story as usize])), story))
        .collect();
    if candidates.len() > COMPARED {
        candidates.select_nth_unstable(COMPARED);
        candidates.truncate(COMPARED);
    }
    candidates.sort_unstable();
    candidates.into_iter().map(|(_, story)| story).collect()
}

/// Two numbers as one, which is in the order of the first.
fn pair(first: u32, second: u32) -> u64 {
    (u64::from(first) << 32) | u64::from(second)
}

/// The numbers of a [`pair`].
fn halves(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// Where the part of this number begins, if all have so many bytes.
fn place_of(number: u32, bytes: usize) -> u64 {
    u64::from(number) * bytes as u64
}

/// The numbers that stand in these bytes.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let numbers = bytes.chunks_exact(4);
    numbers.map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
#[path = "stories_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
