//! Searching the briefs of an output folder. The search index is brought up to date with
//! `index.jsonl` first; the briefs themselves are read for what changed, and for the sentences that
//! are shown.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::stored::{each_line, stored_brief};
use crate::brief::{Brief, IndexLine, Rendering, clean};
use crate::store::{Indexed, SearchIndex, StoreError};
use crate::text::{Query, Term, search_stems, search_words};

/// How many articles are added to the index at once.
const AT_ONCE: usize = 500;

/// An article that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its line in the index.
    pub line: IndexLine,
    /// The sentence that has most of the query, if its brief is there.
    pub sentence: Option<SentenceHit>,
}

/// A sentence that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceHit {
    /// Its number in the article, from 1.
    pub number: usize,
    /// The translation, on one line.
    pub translation: FoundText,
    /// The source, on one line.
    pub source: FoundText,
}

/// A text that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundText {
    /// The text.
    pub text: String,
    /// The parts of it that the query asks for, as ranges of bytes in order.
    pub hits: Vec<Range<usize>>,
}

/// The result of a search.
#[derive(Debug, Clone)]
pub struct Found {
    /// The best articles, in order.
    pub hits: Vec<Hit>,
    /// Number of articles that fit the query.
    pub all: u32,
    /// Number of articles that were searched.
    pub searched: u32,
    /// Number of these that were searched without their text, because there is no `.json` brief.
    pub without_text: u32,
}

/// Searches the briefs of an output folder; returns at most `most` articles. `progress` is told how
/// many of how many articles were read into the index.
///
/// # Errors
/// [`StoreError`] if the index or `index.jsonl` cannot be read.
pub fn search(
    out: &Path,
    query: &Query,
    most: u32,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Found, StoreError> {
    let (mut lines, mut searched, mut without_text) = (BTreeMap::new(), 0, 0);
    each_line(out, &mut |line| {
        searched += 1;
        without_text += u32::from(!line.briefs.contains_key(Rendering::Json.extension()));
        lines.insert(line.path, line.id);
    })?;
    let index = up_to_date(out, &lines, progress)?;
    let (paths, all) = index.find(&expression(query), most)?;
    let mut found: BTreeMap<String, IndexLine> = BTreeMap::new();
    each_line(out, &mut |line| {
        if paths.contains(&line.path) {
            found.insert(line.path.clone(), line);
        }
    })?;
    let hits = paths.iter().filter_map(|path| found.remove(path));
    let hits = hits.map(|line| Hit {
        sentence: stored_brief(out, &line).and_then(|brief| best_sentence(&brief, query)),
        line,
    });
    Ok(Found {
        hits: hits.collect(),
        all,
        searched,
        without_text,
    })
}

/// The search index, with these articles, which are path and `id`, and no others.
fn up_to_date(
    out: &Path,
    wanted: &BTreeMap<String, String>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<SearchIndex, StoreError> {
    let state = out.join(".mujaz");
    let path = state.join("search.sqlite");
    // Where it cannot be made, the index is in memory.
    let _ = fs::create_dir_all(&state);
    let mut index = match SearchIndex::open(&path) {
        Ok(index) => index,
        // Somebody else's folder can be searched too.
        Err(_) if !is_writable(&state) => SearchIndex::in_memory()?,
        Err(error) => return Err(error),
    };
    let stamp = stamp(out);
    if stamp.is_some() && index.stamp()? == stamp {
        return Ok(index);
    }
    if index.is_read_only() {
        index = SearchIndex::in_memory()?;
    }
    let known = index.articles()?;
    let gone = known.keys().filter(|path| !wanted.contains_key(*path));
    let gone: Vec<String> = gone.cloned().collect();
    index.update(&gone, &[])?;
    // An article whose brief could not be read may have one by now.
    let is_new = |path: &String, id: &String| {
        let known = known.get(path);
        known.is_none_or(|(known, whole)| known != id || !whole)
    };
    let total = wanted.iter().filter(|(path, id)| is_new(path, id)).count();
    let (mut waiting, mut done) = (Vec::new(), 0);
    let mut failed = Ok(());
    each_line(out, &mut |line| {
        if failed.is_err() || !is_new(&line.path, &line.id) {
            return;
        }
        waiting.push(indexed(&line, stored_brief(out, &line).as_ref()));
        if waiting.len() == AT_ONCE {
            failed = index.update(&[], &waiting);
            done += waiting.len();
            waiting.clear();
            progress(done, total);
        }
    })?;
    failed?;
    index.update(&[], &waiting)?;
    if let Some(stamp) = stamp {
        index.set_stamp(&stamp)?;
    }
    Ok(index)
}

fn is_writable(folder: &Path) -> bool {
    tempfile::tempfile_in(folder).is_ok()
}

/// The size and the time of `index.jsonl`: as long as they are the same, so is the index.
fn stamp(out: &Path) -> Option<String> {
    let metadata = fs::metadata(out.join("index.jsonl")).ok()?;
    let modified = metadata.modified().ok()?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {}", metadata.len(), since.as_nanos()))
}

/// The entry of an article in the search index; without its brief, it holds the texts of its line.
fn indexed(line: &IndexLine, brief: Option<&Brief>) -> Indexed {
    let headline = format!("{} {}", line.headline, line.title.as_deref().unwrap_or(""));
    let mut text = vec![line.path.as_str(), line.summary.as_str()];
    let segments = brief.iter().flat_map(|brief| &brief.paragraphs);
    for segment in segments.flat_map(|paragraph| &paragraph.segments) {
        text.extend([segment.translation.as_str(), segment.source.as_str()]);
    }
    let text = text.join("\n");
    let words =
        |text: &str| -> Vec<String> { search_words(text).into_iter().map(|word| word.1).collect() };
    let (headline, text) = (words(&headline), words(&text));
    let all = headline.iter().chain(&text);
    let stems: Vec<String> = all.flat_map(|word| search_stems(word)).collect();
    Indexed {
        path: line.path.clone(),
        id: line.id.clone(),
        whole: brief.is_some(),
        headline: headline.join(" "),
        text: text.join(" "),
        stems: stems.join(" "),
    }
}

/// A query as an expression of FTS5, in which every word is quoted.
fn expression(query: &Query) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let term = |term: &Term| {
        let star = if term.is_prefix { "*" } else { "" };
        let words = quoted(&term.words.join(" "));
        let stems = term
            .stems
            .iter()
            .map(|stem| format!("stems : {}", quoted(stem)));
        let mut ways = vec![format!("{{headline text}} : {words}{star}")];
        ways.extend(stems);
        format!("({})", ways.join(" OR "))
    };
    let wanted: Vec<String> = query.wanted.iter().map(term).collect();
    let unwanted: Vec<String> = query.unwanted.iter().map(term).collect();
    let wanted = wanted.join(" AND ");
    if unwanted.is_empty() {
        wanted
    } else {
        format!("({wanted}) NOT ({})", unwanted.join(" OR "))
    }
}

/// The sentence with most terms of a query, and of equals the first.
fn best_sentence(brief: &Brief, query: &Query) -> Option<SentenceHit> {
    let segments = brief.paragraphs.iter().flat_map(|p| &p.segments);
    let mut best: Option<(usize, SentenceHit)> = None;
    for (number, segment) in (1..).zip(segments) {
        let (translation, source) = (clean(&segment.translation), clean(&segment.source));
        let (hits, in_translation) = query.hits(&translation);
        let (source_hits, in_source) = query.hits(&source);
        let terms = in_translation.max(in_source);
        if terms > best.as_ref().map_or(0, |(most, _)| *most) {
            let hit = SentenceHit {
                number,
                translation: FoundText {
                    text: translation,
                    hits,
                },
                source: FoundText {
                    text: source,
                    hits: source_hits,
                },
            };
            best = Some((terms, hit));
        }
    }
    best.map(|(_, hit)| hit)
}
