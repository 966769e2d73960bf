//! Articles that are gathered in any order, and listed in the order of their paths. They lie on the disk, as
//! far as they are more than memory should hold.

use std::ffi::OsStr;
use std::io::{self, Read, Write};

use crate::store::{Record, Sorter, Spill, StoreError};

use super::listed::Listing;

/// Articles by their paths.
pub(super) struct Gathered(Sorter<Placed>);

impl Gathered {
    /// No articles yet.
    pub(super) fn new(spill: Spill) -> Self {
        Self(Sorter::new(spill))
    }

    /// Adds an article. Of those with the same path only the one is listed whose file comes last; one
    /// without a file comes before all others.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(super) fn add(&mut self, article: Listing, file: &OsStr) -> Result<(), StoreError> {
        self.0.add(Placed {
            path: article.path,
            file: file.as_encoded_bytes().to_vec(),
            line: article.line,
            sketch: article.sketch,
            made: article.made,
        })
    }

    /// Calls a function with the articles, in the order of their paths. It can be called again.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(super) fn each(&mut self, take: &mut dyn FnMut(Listing)) -> Result<(), StoreError> {
        let mut last: Option<Placed> = None;
        for next in self.0.sorted()? {
            let next = next?;
            if let Some(article) = last.take_if(|last| last.path != next.path) {
                take(article.into());
            }
            last = Some(next);
        }
        if let Some(article) = last {
            take(article.into());
        }
        Ok(())
    }
}

/// An article and where it comes: by its path, and then by its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    path: String,
    file: Vec<u8>,
    line: String,
    sketch: Vec<u8>,
    made: Option<i64>,
}

impl From<Placed> for Listing {
    fn from(placed: Placed) -> Self {
        Self {
            path: placed.path,
            line: placed.line,
            sketch: placed.sketch,
            made: placed.made,
        }
    }
}

impl Record for Placed {
    fn size(&self) -> usize {
        let parts = self.path.len() + self.file.len() + self.line.len() + self.sketch.len();
        size_of::<Self>() + parts
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (path, line) = (self.path.as_bytes(), self.line.as_bytes());
        for part in [path, &self.file, line, &self.sketch] {
            out.write_all(&(part.len() as u64).to_le_bytes())?;
            out.write_all(part)?;
        }
        out.write_all(&[u8::from(self.made.is_some())])?;
        out.write_all(&self.made.unwrap_or(0).to_le_bytes())
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        Ok(Self {
            path: read_text(from)?,
            file: read_part(from)?,
            line: read_text(from)?,
            sketch: read_part(from)?,
            made: read_made(from)?,
        })
    }
}

fn read_part(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let mut part = vec![0; u64::from_le_bytes(length) as usize];
    from.read_exact(&mut part)?;
    Ok(part)
}

fn read_text(from: &mut impl Read) -> io::Result<String> {
    String::from_utf8(read_part(from)?).map_err(io::Error::other)
}

fn read_made(from: &mut impl Read) -> io::Result<Option<i64>> {
    let (mut is_known, mut made) = ([0], [0; 8]);
    from.read_exact(&mut is_known)?;
    from.read_exact(&mut made)?;
    Ok((is_known == [1]).then(|| i64::from_le_bytes(made)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn listing(path: &str, line: &str, made: Option<i64>) -> Listing {
        Listing {
            path: path.to_owned(),
            line: line.to_owned(),
            sketch: line.as_bytes().to_vec(),
            made,
        }
    }

    fn all(gathered: &mut Gathered) -> Vec<Listing> {
        let mut all = Vec::new();
        gathered.each(&mut |article| all.push(article)).unwrap();
        all
    }

    #[test]
    fn of_two_articles_with_a_path_the_one_of_the_later_file_is_listed() {
        let dir = tempfile::tempdir().unwrap();
        let old = ("a.jsonl#12345", "briefs/a.jsonl/012345.json");
        let own = ("a.jsonl#12345", "briefs/a.jsonl/01xxxx/012345.json");
        let without = ("a.jsonl#12345", "");
        for order in [
            [old, own, without],
            [own, without, old],
            [without, old, own],
        ] {
            let mut gathered = Gathered::new(Spill::new(dir.path(), 1));
            for (path, file) in order {
                let article = listing(path, file, None);
                gathered.add(article, OsStr::new(file)).unwrap();
            }
            assert_eq!(all(&mut gathered), [listing(own.0, own.1, None)]);
        }
    }

    #[test]
    fn articles_are_listed_as_they_were_added_whether_or_not_memory_holds_them() {
        let dir = tempfile::tempdir().unwrap();
        let articles: Vec<Listing> = (0..500)
            .map(|number: i64| {
                let line = "ن\n\0".repeat(number as usize % 7);
                let made = (number % 3 > 0).then_some(number - 250);
                listing(&format!("{number:03}.txt"), &line, made)
            })
            .collect();
        for bytes in [1 << 20, 4000, 1] {
            let mut gathered = Gathered::new(Spill::new(dir.path(), bytes));
            for number in 0..articles.len() {
                let article = articles[number * 313 % articles.len()].clone();
                gathered.add(article, OsStr::new("file")).unwrap();
            }
            for _ in 0..2 {
                assert!(all(&mut gathered) == articles, "{bytes}");
            }
            let is_on_disk = std::fs::read_dir(dir.path()).unwrap().count() > 0;
            assert_eq!(is_on_disk, bytes < 1 << 20);
        }
    }
}
