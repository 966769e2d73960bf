//! `mujaz memory`: looks into a translation memory, and moves pairs in and out. It reads and
//! prints; the memory itself is in `store`, the formats in `translate`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::Exit;
use super::codes::check_foreign;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::input::read_text;
use crate::brief::Marks;
use crate::store::{Approved, Forget, Memory, StoreError, file_is_there, state_folder};
use crate::text::{Language, TARGET, counted, normalize};
use crate::translate::{ApprovedPairs, ExchangePair, PairFormat, ReadPairs};

const EXAMPLES: &str = "\
Examples:
  mujaz memory stats briefs                         what the memory of a folder of briefs holds
  mujaz memory export briefs --format tmx > a.tmx   all pairs, for other programs
  mujaz memory import briefs approved.tsv           pairs that override the translator's
  mujaz memory import briefs marks.json             what readers checked and corrected in the digest
  mujaz memory forget briefs --containing TEXT      pairs with a text in either language
  mujaz run articles -o briefs --memory all.sqlite  one memory for several folders

A run keeps what its translator wrote in OUT/.mujaz/memory.sqlite, or in the file that --memory
names. The same text is translated once, as long as the translator, its settings and the glossary
are the same. Imported pairs are approved: where a whole sentence is the same, their translation
stands in the brief, marked as approved. The next run does all articles again then, with what is in
the memory.";

/// Look into a translation memory, and move pairs in and out
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct MemoryCommandArgs {
    #[command(subcommand)]
    command: MemoryCommand,
}

#[derive(Debug, Subcommand)]
enum MemoryCommand {
    /// Say how many pairs it holds, by translator
    Stats {
        /// A folder of briefs, or a memory's file
        #[arg(value_name = "OUT|FILE")]
        memory: PathBuf,
    },
    /// Print all pairs, the approved ones first
    Export {
        /// A folder of briefs, or a memory's file
        #[arg(value_name = "OUT|FILE")]
        memory: PathBuf,
        /// The format
        #[arg(long, value_enum, default_value = "tsv")]
        format: Format,
    },
    /// Approve the pairs of a .tsv or .tmx file, or what readers marked in the digest (.json)
    Import {
        /// A folder of briefs, or a memory's file, which may be new
        #[arg(value_name = "OUT|FILE")]
        memory: PathBuf,
        /// The pairs: lines of source, tab, translation; or TMX; or exported marks, of which the
        /// corrections and the sentences that were checked count
        #[arg(value_name = "PAIRS")]
        pairs: PathBuf,
        /// Language of the sources
        #[arg(long, value_name = "LANG", env = "MUJAZ_FROM", default_value = "ar")]
        from: String,
    },
    /// Forget pairs
    #[command(group = clap::ArgGroup::new("which").required(true))]
    Forget {
        /// A folder of briefs, or a memory's file
        #[arg(value_name = "OUT|FILE")]
        memory: PathBuf,
        /// All of them
        #[arg(long, group = "which")]
        all: bool,
        /// The approved ones
        #[arg(long, group = "which")]
        approved: bool,
        /// Those of translators
        #[arg(long, group = "which")]
        translated: bool,
        /// Those whose source or translation contains this text
        #[arg(long, group = "which", value_name = "TEXT")]
        containing: Option<String>,
    },
}

/// A format of pairs, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Tsv,
    Tmx,
}

impl From<Format> for PairFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Tsv => Self::Tsv,
            Format::Tmx => Self::Tmx,
        }
    }
}

/// The translation memory of a run.
#[derive(Debug, Args)]
pub(super) struct MemoryArgs {
    /// Translation memory: the same text is translated once, in all runs with this file
    #[arg(long, value_name = "FILE", env = "MUJAZ_MEMORY")]
    memory: Option<PathBuf>,
    /// Keep no translation memory
    #[arg(long)]
    no_memory: bool,
}

impl MemoryArgs {
    /// The file of the memory, if there is to be one: the named one, or else `usual`.
    pub(super) fn file(&self, file: &FileSettings, usual: Option<PathBuf>) -> Option<PathBuf> {
        if self.no_memory {
            return None;
        }
        let named = self.memory.as_deref().or(file.memory.as_deref());
        named.and_then(file_named).or(usual)
    }
}

/// The file of a memory that settings name; an empty path names none.
fn file_named(path: &Path) -> Option<PathBuf> {
    (!path.as_os_str().is_empty()).then(|| file_of(path))
}

/// The approved pairs of a memory from a language, if there is a memory and it has some.
pub(super) fn approved(memory: Option<&Path>, from: &str) -> anyhow::Result<Option<ApprovedPairs>> {
    let Some(memory) = memory else {
        return Ok(None);
    };
    if !is_there(memory)? {
        return Ok(None);
    }
    let pairs = Memory::look_into(memory)?.approved((from, TARGET.code))?;
    let pairs = pairs
        .into_iter()
        .map(|pair| (pair.source, pair.translation));
    Ok(ApprovedPairs::of(pairs))
}

/// The memory of a folder of briefs.
pub(super) fn memory_of(out: &Path) -> PathBuf {
    state_folder(out).join("memory.sqlite")
}

/// The memory that a path stands for: that of a folder of briefs, or the file itself. A path
/// without an extension that does not exist is a folder that is yet to be made.
fn file_of(path: &Path) -> PathBuf {
    if path.is_dir() || (!path.exists() && path.extension().is_none()) {
        memory_of(path)
    } else {
        path.to_path_buf()
    }
}

/// Runs the subcommand.
pub(super) fn run(
    args: &MemoryCommandArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match &args.command {
        MemoryCommand::Stats { memory } => {
            stats(&Memory::look_into(&existing(memory)?)?, out)?;
        }
        MemoryCommand::Export { memory, format } => {
            export(&Memory::look_into(&existing(memory)?)?, *format, out)?;
        }
        MemoryCommand::Import {
            memory,
            pairs,
            from,
        } => import(memory, pairs, from, err)?,
        MemoryCommand::Forget {
            memory,
            all,
            approved,
            translated,
            containing,
        } => {
            if containing
                .as_ref()
                .is_some_and(|text| text.trim().is_empty())
            {
                return Err(UsageError("--containing needs a text".into()).into());
            }
            let memory = Memory::open(&existing(memory)?)?;
            let which: Vec<Forget> = match containing {
                Some(text) => forms(text, &memory)?
                    .into_iter()
                    .map(Forget::Containing)
                    .collect(),
                None if *all => vec![Forget::All],
                None if *approved => vec![Forget::Approved],
                None => {
                    debug_assert!(translated, "clap asks for one of them");
                    vec![Forget::Translated]
                }
            };
            let mut count = 0;
            for which in &which {
                count += memory.forget(which)?;
            }
            writeln!(err, "mujaz: {} forgotten", pairs(count))?;
        }
    }
    Ok(Exit::Success)
}

/// A text as it stands, and as the memory has it in sources of its languages: they are kept as the translator
/// reads them.
fn forms(text: &str, memory: &Memory) -> Result<BTreeSet<String>, StoreError> {
    let stats = memory.stats()?;
    let approved = stats.approved.iter().map(|((from, _), _)| from);
    let translated = stats.translators.iter().map(|(origin, _)| &origin.from);
    let languages: BTreeSet<&String> = approved.chain(translated).collect();
    let sources = languages
        .into_iter()
        .map(|from| normalize(text, Language::of(from)).text);
    let sources = sources.filter(|source| !source.is_empty());
    Ok(sources.chain([text.to_owned()]).collect())
}

/// The file of a memory that exists.
fn existing(memory: &Path) -> anyhow::Result<PathBuf> {
    let path = file_of(memory);
    if is_there(&path)? {
        return Ok(path);
    }
    let reason =
        "there is no translation memory here; name the folder of a run, or the memory's file";
    Err(UsageError(format!("{}: {reason}", memory.display())).into())
}

/// Whether there is a memory's file. One that the disk hides would be missing from a run, with what people
/// approved.
fn is_there(path: &Path) -> Result<bool, StoreError> {
    file_is_there(path).map_err(StoreError::io(path, "look for this file"))
}

fn stats(memory: &Memory, out: &mut dyn Write) -> anyhow::Result<()> {
    let stats = memory.stats()?;
    for ((from, to), count) in &stats.approved {
        writeln!(out, "{count:>10}  {from} to {to}, approved")?;
    }
    for (origin, count) in &stats.translators {
        writeln!(
            out,
            "{count:>10}  {} to {}, {} ({})",
            origin.from,
            origin.to,
            origin.translator,
            origin.key.get(..12).unwrap_or_default()
        )?;
    }
    if stats.approved.is_empty() && stats.translators.is_empty() {
        writeln!(out, "the memory is empty")?;
    }
    Ok(())
}

fn export(memory: &Memory, format: Format, out: &mut dyn Write) -> anyhow::Result<()> {
    let format = PairFormat::from(format);
    let mut out = io::BufWriter::new(out);
    out.write_all(format.head().as_bytes())?;
    memory.each(&mut |pair| {
        let pair = ExchangePair {
            languages: (&pair.from, &pair.to),
            source: &pair.source,
            translation: &pair.translation,
            origin: &pair.origin,
        };
        out.write_all(format.pair(&pair).as_bytes())
    })??;
    out.write_all(format.tail().as_bytes())?;
    out.flush()?;
    Ok(())
}

fn import(memory: &Path, file: &Path, from: &str, err: &mut dyn Write) -> anyhow::Result<()> {
    let text = read_text(file)?;
    let wrong = |reason: String| UsageError(format!("{}: {reason}", file.display()));
    check_foreign(from).map_err(|UsageError(why)| UsageError(format!("--from {why}")))?;
    let languages = (from, TARGET.code);
    let extension = file.extension().map(OsStr::to_ascii_lowercase);
    let read = match extension.as_deref().and_then(OsStr::to_str) {
        Some("json") => Marks::read(&text).map(|marks| marked(&marks, from)),
        Some("tmx") => PairFormat::Tmx.read(&text, languages),
        _ => PairFormat::Tsv.read(&text, languages),
    };
    let read = read.map_err(wrong)?;
    let language = Language::of(from);
    let normalised = |(source, translation): (String, String)| {
        let source = normalize(&source, language).text;
        (!source.is_empty()).then_some((source, translation))
    };
    // Of several translations of a source, the last one stands.
    let approved: BTreeMap<_, _> = read.pairs.into_iter().filter_map(normalised).collect();
    let approved: Vec<Approved> = approved
        .into_iter()
        .map(|(source, translation)| Approved {
            source,
            translation,
        })
        .collect();
    if approved.is_empty() {
        let mut reason = format!("there is no pair from {from} to {} in it", TARGET.code);
        if read.translated > 0 {
            reason.push_str("; those that a translator wrote are not approved");
        }
        return Err(wrong(reason).into());
    }
    let path = file_of(memory);
    // The name of a folder of briefs may be misspelt.
    let place = match is_there(&path)? {
        true => String::new(),
        false => format!(", in a new memory: {}", path.display()),
    };
    Memory::open(&path)?.approve((from, TARGET.code), &approved)?;
    writeln!(
        err,
        "mujaz: {} approved from {from} to {}{place}",
        pairs(approved.len()),
        TARGET.code
    )?;
    for (count, what) in [
        (read.other_languages, "of other languages"),
        (read.translated, "that a translator wrote"),
    ] {
        if count > 0 {
            writeln!(err, "mujaz: left out: {} {what}", counted(count, "pair"))?;
        }
    }
    let named = std::env::var_os("MUJAZ_MEMORY").map(PathBuf::from);
    let named = named.or(FileSettings::read()?.memory);
    if let Some(named) = named.as_deref().and_then(file_named)
        && named != path
    {
        let named = named.display();
        writeln!(
            err,
            "mujaz: runs use another memory, {named}, by your settings"
        )?;
    }
    Ok(())
}

/// The pairs that readers stand for with their marks.
fn marked(marks: &Marks, from: &str) -> ReadPairs {
    let mut read = ReadPairs::default();
    for mark in marks.as_slice() {
        let Some((source, translation)) = mark.approved() else {
            continue;
        };
        if mark.language.is_empty() || mark.language == from {
            read.pairs.push((source.to_owned(), translation.to_owned()));
        } else {
            read.other_languages += 1;
        }
    }
    read
}

/// A number of pairs, as the subject of a sentence.
fn pairs(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, "pair"))
}
