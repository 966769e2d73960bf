//! The columns of a page in reading order, found by the white strips between them (recursive X-Y cuts;
//! Nagy and Seth 1984). This file owns where a page is cut.

use super::words::Word;

/// The smallest width of a strip between columns, and of a column, in sizes of the page's letters.
const STRIP: f64 = 0.7;
const COLUMN: f64 = 6.0;

/// The smallest number of lines in a column.
const LINES: usize = 3;

/// In columns of text this share of the lines is longer than this share of the column; cells of tables
/// are shorter.
const FULL_LINES: f64 = 0.5;
const FULL: f64 = 0.7;

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
            while let Some(band) = bands.get(to) {
                let words = band.words.iter().map(|word| (word.left, word.reach));
                spans = merged(spans.into_iter().chain(words).collect());
                if self.strips(&spans).is_empty() {
                    break;
                }
                to += 1;
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
        strips.find(|at| has_both(&run[0].words, *at) && self.parts(&words, *at))
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
        lines.len() >= LINES && right - left >= COLUMN * self.size && share >= FULL_LINES
    }
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
