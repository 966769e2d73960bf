//! Lexical shortlists: the target tokens that a source sentence can produce, so that the output
//! layer need not score all tokens. This file reads two formats beside a Marian checkpoint: the
//! vocabulary map of CTranslate2 (`vmap.txt`) and the lexical table of Marian (`lex.s2t`,
//! `lex.s2t.gz`); and Marian's binary table (`lex.*.bin`) beside a Firefox model.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::firefox_files;
use crate::model::{Family, ModelConfig, ModelError, Tokenizer, regular_file};

/// Names of the files beside a Marian checkpoint, in the order in which they are tried.
pub(in crate::model) const FILES: [&str; 3] = ["vmap.txt", "lex.s2t.gz", "lex.s2t"];
/// Size of a lexical table, with Marian's defaults: the first tokens of the vocabulary, which
/// every sentence gets, and the most target tokens of a source token.
const FIRST: u32 = 100;
const BEST: usize = 100;
/// The mark at the start of a binary table.
const BINARY_MARK: u64 = 0xF11A_48D5_0134_17F5;
/// Size limits of a map or table in bytes, unpacked, and of one of its lines.
const LARGEST: u64 = 1 << 30;
const LONGEST_LINE: u64 = 4 << 20;
/// No vocabulary has more tokens.
const MOST_FIRST: u64 = 1 << 24;

/// The target tokens that are possible for each source token.
#[derive(Debug, Default, PartialEq)]
pub struct Shortlist {
    /// Tokens for every sentence.
    always: Vec<u32>,
    /// Target tokens of each source n-gram.
    of: HashMap<Box<[u32]>, Vec<u32>>,
    /// Length of the longest n-gram in tokens.
    longest: usize,
    /// Whether source and target share their tokens, so that a source token can be copied.
    copies: bool,
}

impl Shortlist {
    /// The file of the shortlist in the folder of a checkpoint of this family, if there is one.
    ///
    /// # Errors
    /// [`ModelError`] if a Firefox model has several, or its folder cannot be read.
    pub fn file(dir: &Path, family: Family) -> Result<Option<PathBuf>, ModelError> {
        if family == Family::Firefox {
            return firefox_files::shortlist(dir);
        }
        for path in FILES.iter().map(|name| dir.join(name)) {
            if regular_file::is_there(&path)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Reads the shortlist in a checkpoint's folder, if there is one.
    ///
    /// # Errors
    /// [`ModelError`] naming the file that cannot be read or does not fit the model's vocabulary.
    pub fn open(
        dir: &Path,
        config: &ModelConfig,
        tokenizer: &Tokenizer,
    ) -> Result<Option<Self>, ModelError> {
        let Some(path) = Self::file(dir, config.family)? else {
            return Ok(None);
        };
        let network = config.network.bart_like();
        let listed = [Family::Marian, Family::Firefox].contains(&config.family);
        let Some(network) = network.filter(|_| listed) else {
            return Err(ModelError::Unsupported {
                path,
                what: "a shortlist for a model that is not of the Marian family".into(),
            });
        };
        let unreadable = |reason: String| ModelError::unreadable(&path, reason);
        let mut list = if path.extension().is_some_and(|e| e == "bin") {
            let bytes = regular_file::read(&path, LARGEST);
            let bytes = bytes.map_err(ModelError::io(&path, "read"))?;
            let sizes = (network.shape.vocab_size, network.target_vocabulary);
            Self::binary(&bytes, sizes).map_err(unreadable)?
        } else {
            Self::text(&path, tokenizer).map_err(unreadable)?
        };
        let size = network.target_vocabulary as u32;
        list.always.retain(|&token| token < size);
        // Order does not matter, because each list is filtered by itself.
        #[allow(clippy::iter_over_hash_type)]
        list.of
            .values_mut()
            .for_each(|t| t.retain(|&token| token < size));
        list.of.retain(|_, targets| !targets.is_empty());
        if list.of.is_empty() {
            return Err(ModelError::BadConfig {
                path,
                reason: "nothing in it is a source piece and a target piece of this model's \
                         vocabulary; without the file the model runs as well, and scores every \
                         token"
                    .into(),
            });
        }
        list.copies = network.shared_vocabulary;
        list.always
            .extend([config.generation.eos, config.generation.start]);
        list.settle();
        Ok(Some(list))
    }

    /// Reads a map or a table.
    fn text(path: &Path, tokenizer: &Tokenizer) -> Result<Self, String> {
        let file = regular_file::open(path).map_err(|e| e.to_string())?;
        let compressed = path.extension().is_some_and(|e| e == "gz");
        let reader: Box<dyn Read> = if compressed {
            Box::new(MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        let lines = lines(reader);
        let target = tokenizer.output_tokens();
        let ids = Ids {
            source: &|piece| tokenizer.source_token(piece),
            target: &|piece| target.get(piece).copied(),
        };
        if path.extension().is_some_and(|e| e == "txt") {
            Self::map(lines, &ids)
        } else {
            Self::table(lines, &ids)
        }
    }

    /// Reads Marian's binary table: a header of six numbers (a mark, a checksum, how many first
    /// tokens every sentence gets, the most target tokens of a source token, the lengths of the two
    /// lists that follow), where the targets of each source token begin, and the targets. The
    /// numbers have 64 bits, the targets 32. Tokens that the vocabularies, of these sizes, do not have
    /// are left out.
    pub(in crate::model) fn binary(
        bytes: &[u8],
        (source, target): (i64, i64),
    ) -> Result<Self, String> {
        let wrong = || "it is no lexical table of Marian, or was cut off".to_owned();
        let (header, rest) = bytes.split_first_chunk::<48>().ok_or_else(wrong)?;
        let numbers = |bytes: &[u8]| -> Vec<u64> {
            let (numbers, _) = bytes.as_chunks::<8>();
            numbers.iter().map(|n| u64::from_le_bytes(*n)).collect()
        };
        let &[mark, _, first, _, starts, targets] = &*numbers(header) else {
            unreachable!("48 bytes are six numbers")
        };
        let starts = usize::try_from(starts).ok().and_then(|n| n.checked_mul(8));
        let (starts, rest) = starts
            .and_then(|length| rest.split_at_checked(length))
            .ok_or_else(wrong)?;
        let (rest, _) = rest.as_chunks::<4>();
        if mark != BINARY_MARK || rest.len() as u64 != targets || first > MOST_FIRST {
            return Err(wrong());
        }
        let starts = numbers(starts);
        let mut of = HashMap::new();
        let exists = |token: &u32| i64::from(*token) < target;
        for (token, ends) in (0u32..).zip(starts.windows(2)) {
            let range = ends[0] as usize..ends[1] as usize;
            let targets = rest.get(range).ok_or_else(wrong)?;
            let targets = targets.iter().map(|t| u32::from_le_bytes(*t));
            let targets: Vec<u32> = targets.filter(exists).collect();
            if i64::from(token) < source && !targets.is_empty() {
                of.insert(Box::from([token]), targets);
            }
        }
        Ok(Self {
            always: (0..first as u32).take_while(exists).collect(),
            of,
            longest: 1,
            copies: false,
        })
    }

    /// Reads lines `source n-gram<TAB>target pieces`; a line without a source applies to every
    /// sentence.
    fn map(
        lines: impl Iterator<Item = std::io::Result<String>>,
        ids: &Ids<'_>,
    ) -> Result<Self, String> {
        let mut list = Self::default();
        for (line, number) in lines.zip(1..) {
            let line = line.map_err(|e| e.to_string())?;
            let (source, targets) = line
                .split_once('\t')
                .ok_or_else(|| format!("line {number} has no tab between source and targets"))?;
            let targets = targets.split(' ').filter_map(ids.target);
            let source: Option<Box<[u32]>> = source
                .split(' ')
                .filter(|piece| !piece.is_empty())
                .map(ids.source)
                .collect();
            match source {
                Some(source) if source.is_empty() => list.always.extend(targets),
                Some(source) => {
                    list.longest = list.longest.max(source.len());
                    list.of.entry(source).or_default().extend(targets);
                }
                None => {}
            }
        }
        Ok(list)
    }

    /// Reads lines `target piece, source piece, probability` and keeps the best of each source
    /// piece.
    fn table(
        lines: impl Iterator<Item = std::io::Result<String>>,
        ids: &Ids<'_>,
    ) -> Result<Self, String> {
        let mut all: HashMap<Box<[u32]>, Vec<(f32, u32)>> = HashMap::new();
        for (line, number) in lines.zip(1..) {
            let line = line.map_err(|e| e.to_string())?;
            let fields: Vec<&str> = line.split_ascii_whitespace().collect();
            let wrong = || format!("line {number} is not `target source probability`");
            let &[target, source, probability] = &*fields else {
                return Err(wrong());
            };
            let probability: f32 = probability.parse().map_err(|_| wrong())?;
            if !probability.is_finite() {
                return Err(wrong());
            }
            if let (Some(source), Some(target)) = ((ids.source)(source), (ids.target)(target)) {
                let source = Box::new([source]) as Box<[u32]>;
                all.entry(source).or_default().push((probability, target));
            }
        }
        let best = |mut targets: Vec<(f32, u32)>| {
            targets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            targets.into_iter().take(BEST).map(|t| t.1).collect()
        };
        Ok(Self {
            always: (0..FIRST).collect(),
            // Order does not matter, because the result is a map too.
            #[allow(clippy::iter_over_hash_type)]
            of: all.into_iter().map(|(s, t)| (s, best(t))).collect(),
            longest: 1,
            copies: false,
        })
    }

    fn settle(&mut self) {
        self.always.sort_unstable();
        self.always.dedup();
    }

    /// The target tokens that a source, end token included, can produce, in rising order.
    pub fn tokens(&self, source: &[u32]) -> Vec<u32> {
        let mut tokens = self.always.clone();
        for start in 0..source.len() {
            for end in start + 1..=source.len().min(start + self.longest) {
                if let Some(targets) = self.of.get(&source[start..end]) {
                    tokens.extend(targets);
                }
            }
        }
        if self.copies {
            tokens.extend(source);
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }
}

/// The lines of a text that must not be longer than such a file, nor hold longer lines.
fn lines(reader: impl Read) -> impl Iterator<Item = std::io::Result<String>> {
    let mut reader = BufReader::new(reader.take(LARGEST));
    std::iter::from_fn(move || {
        let mut line = String::new();
        let read = reader.by_ref().take(LONGEST_LINE).read_line(&mut line);
        let long = match read {
            Err(error) => return Some(Err(error)),
            Ok(count) if count as u64 == LONGEST_LINE && !line.ends_with('\n') => {
                "a line of it is longer than a list of pieces"
            }
            Ok(_) if reader.get_ref().limit() == 0 => "it unpacks to more than 1 GiB",
            Ok(0) => return None,
            Ok(_) => {
                let text = line.strip_suffix('\n').unwrap_or(&line);
                let text = text.strip_suffix('\r').unwrap_or(text);
                return Some(Ok(text.to_owned()));
            }
        };
        let kind = std::io::ErrorKind::InvalidData;
        Some(Err(std::io::Error::new(kind, long)))
    })
}

/// The ids of pieces.
struct Ids<'a> {
    source: &'a dyn Fn(&str) -> Option<u32>,
    target: &'a dyn Fn(&str) -> Option<u32>,
}

#[cfg(test)]
#[path = "shortlist_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
