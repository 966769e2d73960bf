//! Searching the briefs of an output folder. The search index is brought up to date with
//! `index.jsonl` first; the briefs themselves are read for what changed, and for the sentences that
//! are shown.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::stored::{IndexFile, look_for_brief, stored_brief};
use crate::brief::{Brief, IndexLine, Rendering, clean};
use crate::store::{Indexed, SearchIndex, StoreError, state_folder};
use crate::text::{Finder, Query, Term, search_stems, search_words};

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
    let mut file = IndexFile::open(out)?;
    let stamp = file.stamp();
    let mut index = opened(out)?;
    let is_current = stamp.is_some() && index.stamp()? == stamp;
    if !is_current && index.is_read_only() {
        index = SearchIndex::in_memory()?;
    }
    let known = match is_current {
        true => None,
        false => Some(index.articles()?),
    };
    let (mut places, mut new) = (BTreeMap::new(), Vec::new());
    let (mut searched, mut without_text) = (0, 0);
    file.each(&mut |place, line| {
        searched += 1;
        without_text += u32::from(!line.briefs.contains_key(Rendering::Json.extension()));
        if known.as_ref().is_some_and(|known| is_new(known, &line)) {
            new.push(place);
        }
        places.insert(line.path, place);
    })?;
    if let Some(known) = known {
        let gone = known.into_keys().filter(|path| !places.contains_key(path));
        index.update(&gone.collect::<Vec<_>>(), &[])?;
        let is_whole = add(&mut index, out, &mut file, &new, progress)?;
        // A brief that the disk hides for a moment is read by the next search.
        if let Some(stamp) = stamp.filter(|_| is_whole) {
            index.set_stamp(&stamp)?;
        }
    }
    let (paths, all) = index.find(&expression(query), most)?;
    let finder = query.finder();
    let mut hits = Vec::with_capacity(paths.len());
    for path in &paths {
        let Some(place) = places.get(path) else {
            continue;
        };
        if let Some(line) = file.line_at(*place)? {
            let brief = stored_brief(out, &line);
            let sentence = brief.and_then(|brief| best_sentence(&brief, &finder));
            hits.push(Hit { line, sentence });
        }
    }
    Ok(Found {
        hits,
        all,
        searched,
        without_text,
    })
}

/// The search index of an output folder as the last search left it.
fn opened(out: &Path) -> Result<SearchIndex, StoreError> {
    let state = state_folder(out);
    // Where it cannot be made, the index is in memory.
    let _ = fs::create_dir_all(&state);
    match SearchIndex::open(&state.join("search.sqlite")) {
        // Somebody else's folder can be searched too.
        Err(_) if !is_writable(&state) => SearchIndex::in_memory(),
        index => index,
    }
}

fn is_writable(folder: &Path) -> bool {
    tempfile::tempfile_in(folder).is_ok()
}

/// Whether the article of a line is to be read into the index, which has these articles. One whose
/// brief could not be read may have one by now.
fn is_new(known: &BTreeMap<String, (String, bool)>, line: &IndexLine) -> bool {
    let known = known.get(&line.path);
    known.is_none_or(|(known, whole)| *known != text_id(line) || !whole)
}

/// What the text of an article is known by in the index.
fn text_id(line: &IndexLine) -> String {
    format!("{} {}", line.id, line.text_hash)
}

/// Reads the articles of the lines at these places into the index. Returns whether the disk gave back all
/// their briefs.
fn add(
    index: &mut SearchIndex,
    out: &Path,
    file: &mut IndexFile,
    places: &[u64],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<bool, StoreError> {
    let (mut done, mut is_whole) = (0, true);
    for some in places.chunks(AT_ONCE) {
        let mut articles = Vec::with_capacity(some.len());
        for place in some {
            if let Some(line) = file.line_at(*place)? {
                let brief = look_for_brief(out, &line);
                is_whole &= brief.is_ok();
                articles.push(indexed(&line, brief.ok().flatten().as_ref()));
            }
        }
        index.update(&[], &articles)?;
        done += some.len();
        // A few are over before anybody reads how many they are.
        if places.len() >= AT_ONCE {
            progress(done, places.len());
        }
    }
    Ok(is_whole)
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
        text_id: text_id(line),
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
fn best_sentence(brief: &Brief, finder: &Finder<'_>) -> Option<SentenceHit> {
    let segments = brief.paragraphs.iter().flat_map(|p| &p.segments);
    let mut best: Option<(usize, SentenceHit)> = None;
    for (number, segment) in (1..).zip(segments) {
        let (translation, source) = (clean(&segment.translation), clean(&segment.source));
        let (hits, in_translation) = finder.hits(&translation);
        let (source_hits, in_source) = finder.hits(&source);
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Writes an `index.jsonl` of articles without stored briefs: their paths and headlines.
    fn write_index(out: &Path, articles: &[(String, &str)]) {
        let line = |(path, headline): &(String, &str)| {
            let rest = r#""outcome":"done","summary":"","translated":1,"flagged":0,"failed":0,"flags":{},"title":null,"date":null,"url":null,"briefs":{}"#;
            format!("{{\"id\":\"i\",\"path\":\"{path}\",\"headline\":\"{headline}\",{rest}}}\n")
        };
        let lines: String = articles.iter().map(line).collect();
        fs::write(out.join("index.jsonl"), lines).unwrap();
    }

    /// The paths that a search finds, best first; `progress` as in [`search`].
    fn found(out: &Path, query: &str, progress: &mut dyn FnMut(usize, usize)) -> Vec<String> {
        let query = Query::parse(query).unwrap();
        let found = search(out, &query, 9, progress).unwrap();
        found.hits.into_iter().map(|hit| hit.line.path).collect()
    }

    #[test]
    fn the_index_is_opened_once_and_may_be_replaced_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        let mut articles: Vec<(String, &str)> =
            (0..AT_ONCE).map(|n| (format!("{n:04}"), "Rain")).collect();
        articles[7].1 = "Flood";
        write_index(out, &articles);
        let mut told = Vec::new();
        let paths = found(out, "flood", &mut |done, all| {
            told.push((done, all));
            fs::remove_file(out.join("index.jsonl")).unwrap();
        });
        assert_eq!(paths, ["0007"]);
        assert_eq!(told, [(AT_ONCE, AT_ONCE)]);

        // The next search reads what has changed: articles are gone, and one is new.
        articles.truncate(3);
        articles.insert(0, ("000".to_owned(), "A flood of rain"));
        write_index(out, &articles);
        let silent: &mut dyn FnMut(usize, usize) = &mut |_, _| panic!("a few are read at once");
        assert_eq!(found(out, "flood", silent), ["000"]);
        assert_eq!(found(out, "flood", silent), ["000"], "nothing is new");
    }
}
