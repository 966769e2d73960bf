//! `mujaz search`: full-text search over stored briefs, in English and in the language of the
//! sources at once. It prints; the search itself is in `pipeline`.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::exit::UsageError;
use super::folder_of_briefs;
use super::output::{raw_stderr, raw_stdout};
use super::plain::plain;
use super::quantity::whole;
use crate::brief::{IndexLine, clean, json_line};
use crate::pipeline::{Found, FoundText, Hit, SentenceHit, search};
use crate::store::{StoreError, file_is_there};
use crate::text::{Query, counted};

const EXAMPLES: &str = "\
Examples:
  mujaz search briefs dam minister          articles with both words, in any form
  mujaz search briefs العراق                 also والعراق, and whatever the spelling
  mujaz search briefs '\"prime minister\" -visit minist*'
  mujaz search briefs dam --json | jq .path

Words are found in headlines, summaries, translations and sources: in every spelling, in Arabic with
what is written in front of them, and in Arabic and English with their endings. The first search,
and the first one after a run, reads the briefs that are new; after that a search takes a moment.

The exit code is 5 if nothing is found.";

/// Search the briefs of a folder, in English and in the language of the sources
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SearchArgs {
    /// Folder of an earlier run
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// Words that must all be there, "a phrase", begin*; -word for articles without it
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Print at most this many articles
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = whole::<u32>)]
    limit: u32,
    /// Print the lines of index.jsonl, each with the sentence that was found
    #[arg(long)]
    pub(super) json: bool,
}

impl SearchArgs {
    /// The words of the query on one line.
    pub(super) fn query_line(&self) -> String {
        self.query.join(" ")
    }
}

/// A line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    line: &'a IndexLine,
    /// The sentence with most of the query, if the brief is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<Sentence<'a>>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    number: usize,
    source: &'a str,
    translation: &'a str,
}

/// Checks that a folder has an index.
///
/// # Errors
/// [`UsageError`] if there is none, and [`StoreError`] if the disk does not say.
pub(super) fn check_index(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join("index.jsonl");
    if file_is_there(&path).map_err(StoreError::io(&path, "look for this file"))? {
        return Ok(());
    }
    let what = "there is no index.jsonl here; a run writes it, and mujaz report writes it again";
    Err(folder_of_briefs::none(folder, what).into())
}

/// Runs the subcommand.
pub(super) fn run(
    args: &SearchArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let folder = &args.output;
    check_index(folder)?;
    let line = args.query_line();
    let query =
        Query::parse(&line).map_err(|reason| UsageError(format!("\"{line}\": {reason}")))?;
    let terminal = raw_stderr().is_terminal();
    let mut read = 0;
    let found = search(folder, &query, args.limit, &mut |done, all| {
        read = done;
        if terminal {
            let _ = write!(err, "\rmujaz: reading new briefs: {done} of {all}");
        }
    })?;
    if terminal && read > 0 {
        writeln!(err)?;
    }
    let coloured = raw_stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for hit in &found.hits {
        if args.json {
            let sentence = hit.sentence.as_ref().map(|hit| Sentence {
                number: hit.number,
                source: &hit.source.text,
                translation: &hit.translation.text,
            });
            let line = Line {
                line: &hit.line,
                sentence,
            };
            writeln!(out, "{}", json_line(&line)?)?;
        } else {
            show(hit, coloured, out)?;
        }
    }
    if found.without_text > 0 {
        writeln!(
            err,
            "mujaz: without a .json brief, so that only headlines and summaries were searched: {} of {}",
            found.without_text,
            counted(found.searched, "article")
        )?;
    }
    if !args.json {
        writeln!(err, "mujaz: {}", closing(found.hits.len(), &found))?;
    }
    Ok(if found.all == 0 {
        Exit::Nothing
    } else {
        Exit::Success
    })
}

/// How many articles were found, and whether all of them are shown.
fn closing(shown: usize, found: &Found) -> String {
    let of = format!("{} of {}", found.all, counted(found.searched, "article"));
    let which = match shown {
        _ if shown >= found.all as usize => return of,
        0 => "none is shown".to_owned(),
        1 => "the best one is shown".to_owned(),
        _ => format!("the best {shown} are shown"),
    };
    format!("{of}; {which}, --limit shows more")
}

/// Prints an article that was found: its headlines, where it is, and the sentence.
fn show(hit: &Hit, coloured: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let line = &hit.line;
    let bold = |text: &str| match coloured {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    };
    writeln!(out, "{}", bold(&clean(&line.headline)))?;
    if let Some(title) = line
        .title
        .as_deref()
        .filter(|title| *title != line.headline)
    {
        writeln!(out, "  {}", clean(title))?;
    }
    let mut facts = vec![clean(&line.path)];
    facts.extend(line.date.as_deref().map(clean));
    facts.extend(line.verdict.map(|verdict| verdict.words().to_owned()));
    writeln!(out, "  {}", facts.join(" · "))?;
    if let Some(SentenceHit {
        number,
        translation,
        source,
    }) = &hit.sentence
    {
        let (english, original) = (
            with_hits_coloured(translation, coloured),
            with_hits_coloured(source, coloured),
        );
        writeln!(out, "  [{number}] {english}")?;
        if original != english {
            writeln!(out, "      {original}")?;
        }
    }
    writeln!(out)
}

/// A text whose hits are in colour on a terminal.
fn with_hits_coloured(found: &FoundText, coloured: bool) -> String {
    let FoundText { text, hits } = found;
    if !coloured {
        return plain(text);
    }
    let mut out = String::new();
    let mut written = 0;
    for hit in hits {
        out.push_str(&plain(&text[written..hit.start]));
        out.push_str("\u{1b}[1;33m");
        out.push_str(&plain(&text[hit.clone()]));
        out.push_str("\u{1b}[0m");
        written = hit.end;
    }
    out + &plain(&text[written..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_tells_one_article_from_several() {
        let of = |shown, all| {
            let found = Found {
                hits: Vec::new(),
                all,
                searched: 9,
                without_text: 0,
            };
            closing(shown, &found)
        };
        assert_eq!(of(3, 3), "3 of 9 articles");
        assert_eq!(
            of(2, 3),
            "3 of 9 articles; the best 2 are shown, --limit shows more"
        );
        assert_eq!(
            of(1, 3),
            "3 of 9 articles; the best one is shown, --limit shows more"
        );
        assert_eq!(
            of(0, 3),
            "3 of 9 articles; none is shown, --limit shows more"
        );
    }
}
