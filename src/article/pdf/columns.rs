//! The columns of a page in reading order, found by the white strips between them (recursive X-Y cuts;
//! Nagy and Seth 1984). This file owns where a page is cut.

use super::lines::NEAR;
use super::words::Word;
use crate::text::lacks_spaces;

/// The smallest width of a strip between columns, and of a column, in sizes of the page's letters.
const STRIP: f64 = 0.7;
const COLUMN: f64 = 6.0;

/// The smallest number of lines in a column.
const LINES: usize = 3;

/// In columns of text this share of the lines is longer than this share of the column; cells of tables
/// are shorter.
const FULL_LINES: f64 = 0.5;
const FULL: f64 = 0.7;

/// The smallest number of words in two lines of a column. Where each line has one, the strip is a gap
/// between the words of justified lines.
const WORDS_IN_TWO: usize = 3;

/// Letters whose sizes differ by less than this share are of one size.
const SAME_SIZE: f64 = 0.05;

/// By how many lines a column may begin above the one beside it.
const MAX_AHEAD: usize = 8;

/// Maximum number of cuts within each other.
const MAX_DEPTH: usize = 8;

/// Maximum number of bands of a page that are looked at; a page of a newspaper has about 200.
const MAX_BANDS: usize = 500;

/// Maximum number of bands that are taken from the end of a run.
const MAX_BACK: usize = 64;

/// Words between two lines of white across a region.
struct Band {
    words: Vec<Word>,
    bottom: f64,
}

/// The columns of a page; each has its words.
pub(super) fn columns(words: Vec<Word>, right_to_left: bool) -> Vec<Vec<Word>> {
    let mut sizes: Vec<f64> = words.iter().map(|word| word.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(1.0);
    let mut cutter = Cutter {
        size,
        right_to_left,
        columns: Vec::new(),
    };
    cutter.cut(words, 0);
    cutter.columns
}

struct Cutter {
    size: f64,
    right_to_left: bool,
    columns: Vec<Vec<Word>>,
}

impl Cutter {
    fn cut(&mut self, words: Vec<Word>, depth: usize) {
        let bands = bands(words);
        let run = if depth < MAX_DEPTH && bands.len() <= MAX_BANDS {
            self.longest_run(&bands)
        } else {
            None
        };
        let Some((from, to, at)) = run else {
            let words: Vec<Word> = bands.into_iter().flat_map(|band| band.words).collect();
            if !words.is_empty() {
                self.columns.push(words);
            }
            return;
        };
        let mut above = bands;
        let mut block = above.split_off(from);
        let below = block.split_off(to + 1 - from);
        let words = |bands: Vec<Band>| bands.into_iter().flat_map(|band| band.words);
        self.cut(words(above).collect(), depth + 1);
        let (left, right): (Vec<Word>, Vec<Word>) = words(block).partition(|word| word.left < at);
        let sides = if self.right_to_left {
            [right, left]
        } else {
            [left, right]
        };
        for side in sides {
            self.cut(side, depth + 1);
        }
        self.cut(words(below).collect(), depth + 1);
    }

    /// The run of bands with columns that has the most words, and where its widest strip is.
    fn longest_run(&self, bands: &[Band]) -> Option<(usize, usize, f64)> {
        let mut longest = None;
        let mut most = 0;
        for from in 0..bands.len() {
            let mut spans: Vec<(f64, f64)> = Vec::new();
            let mut to = from;
            let mut has_strips = false;
            while let Some(band) = bands.get(to) {
                let words = band.words.iter().map(|word| (word.left, word.reach));
                spans = merged(spans.into_iter().chain(words).collect());
                let is_parted = !self.strips(&spans).is_empty();
                if !is_parted && (has_strips || to - from >= MAX_AHEAD) {
                    break;
                }
                has_strips |= is_parted;
                to += 1;
            }
            if !has_strips {
                continue;
            }
            // The end of a run may be no text any more.
            let mut back = 1;
            while from + back <= to && back <= MAX_BACK {
                let run = &bands[from..=to - back];
                if run.iter().map(|band| band.words.len()).sum::<usize>() <= most {
                    break;
                }
                if let Some(at) = self.strip_of(run) {
                    most = run.iter().map(|band| band.words.len()).sum();
                    longest = Some((from, to - back, at));
                    break;
                }
                back *= 2;
            }
        }
        longest
    }

    /// Where the widest strip between columns of text in a run of bands is.
    fn strip_of(&self, run: &[Band]) -> Option<f64> {
        let words: Vec<&Word> = run.iter().flat_map(|band| &band.words).collect();
        let spans = merged(words.iter().map(|word| (word.left, word.reach)).collect());
        let mut strips = self.strips(&spans).into_iter();
        strips.find(|at| self.begins(run, *at) && self.parts(&words, *at))
    }

    /// Whether columns may begin where a run does: its first band has words on both sides of the
    /// strip, or those above are the first lines of the column that is read last. Anything else above
    /// one column, such as a heading, is above both.
    fn begins(&self, run: &[Band], at: f64) -> bool {
        let Some(first) = run.iter().position(|band| has_both(&band.words, at)) else {
            return false;
        };
        let is_last = |word: &&Word| (word.left < at) == self.right_to_left;
        run[..first].iter().zip(&run[1..]).all(|(above, below)| {
            let above = above.words.iter().filter(is_last);
            let below = below.words.iter().filter(is_last);
            let lowest = above.max_by(|a, b| a.y.total_cmp(&b.y));
            let highest = below.min_by(|a, b| a.y.total_cmp(&b.y));
            lowest
                .zip(highest)
                .is_some_and(|(line, next)| is_next(line, next))
        })
    }

    /// The middles of the white strips between spans, the widest first.
    fn strips(&self, spans: &[(f64, f64)]) -> Vec<f64> {
        let gaps = spans
            .windows(2)
            .map(|pair| (pair[1].0 - pair[0].1, pair[0].1));
        let mut strips: Vec<(f64, f64)> = gaps
            .filter(|(width, _)| *width >= STRIP * self.size)
            .collect();
        strips.sort_by(|a, b| b.0.total_cmp(&a.0));
        strips
            .into_iter()
            .map(|(width, end)| end + width / 2.0)
            .collect()
    }

    /// Whether there is a column of text on both sides of a strip.
    fn parts(&self, words: &[&Word], at: f64) -> bool {
        let (left, right): (Vec<&Word>, Vec<&Word>) =
            words.iter().copied().partition(|word| word.left < at);
        self.is_text(&left) && self.is_text(&right)
    }

    fn is_text(&self, words: &[&Word]) -> bool {
        let count: usize = words.iter().map(|word| words_in(word)).sum();
        let mut lines: Vec<(f64, f64, f64)> = Vec::new();
        let mut words = words.to_vec();
        words.sort_by(|a, b| a.y.total_cmp(&b.y));
        for word in words {
            match lines.last_mut() {
                Some((y, left, right)) if word.y - *y < 0.4 * word.size => {
                    *left = left.min(word.left);
                    *right = right.max(word.right);
                }
                _ => lines.push((word.y, word.left, word.right)),
            }
        }
        let left = lines
            .iter()
            .map(|line| line.1)
            .fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.2).fold(left, f64::max);
        let full = lines
            .iter()
            .filter(|line| line.2 - line.1 >= FULL * (right - left))
            .count();
        #[allow(clippy::cast_precision_loss)] // Counts of lines are small.
        let share = full as f64 / lines.len().max(1) as f64;
        lines.len() >= LINES
            && count * 2 >= lines.len() * WORDS_IN_TWO
            && right - left >= COLUMN * self.size
            && share >= FULL_LINES
    }
}

/// Whether a word stands in the line after that of another one, in letters of the same size.
fn is_next(line: &Word, next: &Word) -> bool {
    (next.size / line.size - 1.0).abs() < SAME_SIZE && next.y - line.y <= NEAR * line.size
}

/// How many words a text is that was drawn without a gap. Two characters of a script without spaces
/// count as one.
fn words_in(word: &Word) -> usize {
    let (mut spaces, mut unspaced) = (0, 0);
    for c in word.atoms.iter().flat_map(|atom| atom.text.chars()) {
        spaces += usize::from(c.is_whitespace());
        unspaced += usize::from(lacks_spaces(c));
    }
    1 + spaces + unspaced / 2
}

/// Spans that overlap as one, from left to right.
fn merged(mut spans: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for (left, right) in spans {
        match merged.last_mut() {
            Some(last) if left <= last.1 => last.1 = last.1.max(right),
            _ => merged.push((left, right)),
        }
    }
    merged
}

/// Whether there are words on both sides of a place. A heading above one column is above both.
fn has_both(words: &[Word], at: f64) -> bool {
    words.iter().any(|word| word.left < at) && words.iter().any(|word| word.left >= at)
}

/// The words of a region by the lines of white across it.
fn bands(mut words: Vec<Word>) -> Vec<Band> {
    words.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let mut bands: Vec<Band> = Vec::new();
    for word in words {
        match bands.last_mut() {
            Some(band) if word.top() < band.bottom => {
                band.bottom = band.bottom.max(word.bottom());
                band.words.push(word);
            }
            _ => bands.push(Band {
                bottom: word.bottom(),
                words: vec![word],
            }),
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::super::testing::drawn;
    use super::super::words;
    use super::*;

    /// The columns of a page that is read from the left, line by line.
    fn read(lines: &[(f64, f64, &str)]) -> Vec<String> {
        let atoms = lines
            .iter()
            .flat_map(|line| drawn(line.0, line.1, 10.0, line.2));
        let columns = columns(words::words(atoms.collect()), false);
        let text = |word: &Word| -> String {
            let atoms = word.atoms.iter().map(|atom| atom.text.as_str());
            atoms.collect()
        };
        let columns = columns.iter().map(|words| {
            let texts: Vec<String> = words.iter().map(text).collect();
            texts.join(" ")
        });
        columns.collect()
    }

    #[test]
    fn a_column_may_begin_above_the_one_before_it() {
        let left = [
            "the bridge over the",
            "river was opened on",
            "sunday by a minister",
        ];
        let right = [
            "who had come from a",
            "town that lies near",
            "it and has no other",
            "way to the hospital",
        ];
        let mut lines: Vec<(f64, f64, &str)> = Vec::new();
        for (y, text) in [130.0, 145.0, 160.0].into_iter().zip(left) {
            lines.push((50.0, y, text));
        }
        for (y, text) in [115.0, 130.0, 145.0, 160.0].into_iter().zip(right) {
            lines.push((200.0, y, text));
        }
        let columns = [left.join(" "), right.join(" ")];
        assert_eq!(read(&lines), columns);
        // A line that stands far above the second column is above both.
        lines.push((200.0, 80.0, "4 march 2025"));
        let with_head = [
            "4 march 2025".to_owned(),
            columns[0].clone(),
            columns[1].clone(),
        ];
        assert_eq!(read(&lines), with_head);
    }

    #[test]
    fn gaps_between_justified_words_are_no_columns() {
        let lines = [
            (50.0, 100.0, "environmental   organisations"),
            (50.0, 115.0, "nevertheless       criticised"),
            (50.0, 130.0, "administration  documentation"),
            (50.0, 145.0, "consequences"),
        ];
        assert_eq!(read(&lines).len(), 1);
    }
}
