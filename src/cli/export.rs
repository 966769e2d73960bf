//! `mujaz export`: stored briefs, all or a selection, as one file to pass on. It chooses and writes;
//! the formats are in `brief`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use super::input::is_stdin;
use super::plain::plain;
use crate::brief::{
    ExportError, ExportFormat, ExportSettings, IndexLine, Selection, source_languages,
};
use crate::pipeline::{each_line, stored_brief};
use crate::store::StoreError;
use crate::text::TARGET;

const EXAMPLES: &str = "\
Examples:
  mujaz export briefs -o briefs.xlsx
  mujaz export briefs -o morning.docx --where 'verdict!=unfit and date>=2026-11-27'
  mujaz export briefs --to csv > briefs.csv
  mujaz export briefs -o day.epub --where 'name=\"Abu Dhabi\" or headline~dam' --title 'Dams'
  mujaz export briefs -o doubtful.xlf --where 'language=ar and (number>0 or failed>0)'

A selection joins conditions by and, or, not and brackets. Fields are path, outcome, headline, summary,
title, language, date, url, verdict (fit, care, unfit), name, sentences, failed, doubts, and doubts by
kind (number, names, dates, negation, omission, meaning and others); = is, != is not, ~ contains, and
numbers and dates are compared by < <= > >= too. Letter case and spelling variants do not count.

Briefs are read from their .json files, in the order of their paths. The exit code is 5 if no article
is selected.";

/// Write stored briefs into one file to pass on
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExportArgs {
    /// Folder of an earlier run
    #[arg(value_name = "OUT")]
    folder: PathBuf,
    /// The format: csv, xlsx, docx, xliff, tmx, epub, parquet [default: by the name of the file]
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// The file to write; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Only articles that meet these conditions
    #[arg(long = "where", value_name = "CONDITIONS")]
    selection: Option<String>,
    /// The title of a document or book
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
}

/// Runs the subcommand.
pub(super) fn run(
    args: &ExportArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let format = format(args)?;
    let selection = args.selection.as_deref().map(Selection::parse).transpose();
    let selection = selection.map_err(|reason| UsageError(format!("--where: {reason}")))?;
    if is_stdin(&args.output) && io::stdout().is_terminal() {
        let what = "name the file to write with -o FILE, or send standard output to one";
        return Err(UsageError(what.to_owned()).into());
    }
    let chosen = chosen(&args.folder, selection.as_ref())?;
    if chosen.is_empty() {
        writeln!(err, "mujaz: no article is selected; nothing was written")?;
        return Ok(Exit::Nothing);
    }
    let language = one_language(format, &chosen)?;
    let folder = folder_of(&args.output)?;
    let settings = ExportSettings {
        title: &args.title,
        language,
        scratch: folder,
    };
    // Archives are written with seeks, and a file appears whole or not at all.
    let written = |e| StoreError::io(&args.output, "write this file")(e);
    let mut file = match folder {
        Some(folder) => crate::store::temporary_in(folder).map_err(written)?,
        None => tempfile::NamedTempFile::new().map_err(written)?,
    };
    let (missing, others) = write_briefs(args, format, settings, &chosen, file.as_file_mut())?;
    if is_stdin(&args.output) {
        file.as_file_mut().rewind().map_err(written)?;
        io::copy(file.as_file_mut(), out)?;
        out.flush()?;
    } else if folder.is_none() {
        file.as_file_mut().rewind().map_err(written)?;
        let mut device = File::options()
            .write(true)
            .truncate(true)
            .open(&args.output)
            .map_err(written)?;
        io::copy(file.as_file_mut(), &mut device).map_err(written)?;
    } else {
        file.as_file().sync_all().map_err(written)?;
        file.persist(&args.output).map_err(|e| written(e.error))?;
    }
    for path in &missing {
        writeln!(
            err,
            "mujaz: {}: its .json brief cannot be read, so it is not in the file",
            plain(path)
        )?;
    }
    if !others.is_empty() {
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        writeln!(
            err,
            "mujaz: paragraphs in another language ({}) are not in the file, which has one source language",
            plain(&others.join(", "))
        )?;
    }
    let count = chosen.len() - missing.len();
    let briefs = if count == 1 {
        "1 brief".to_owned()
    } else {
        format!("{count} briefs")
    };
    writeln!(err, "mujaz: {briefs} in {}", args.output.display())?;
    Ok(if missing.is_empty() {
        Exit::Success
    } else {
        Exit::Articles
    })
}

/// The folder of the file to write; none for standard output, and for devices, pipes and links,
/// which are written to and must not be replaced.
fn folder_of(output: &Path) -> Result<Option<&Path>, UsageError> {
    if is_stdin(output)
        || output
            .symlink_metadata()
            .is_ok_and(|found| !found.is_file())
    {
        return Ok(None);
    }
    let named = output
        .parent()
        .filter(|named| !named.as_os_str().is_empty());
    let folder = named.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let what = format!("{}: there is no such folder", folder.display());
        return Err(UsageError(what));
    }
    Ok(Some(folder))
}

/// The format that is asked for, by its name or by that of the file.
fn format(args: &ExportArgs) -> Result<ExportFormat, UsageError> {
    let by_name = args
        .output
        .extension()
        .and_then(|extension| extension.to_str());
    let Some(name) = args.to.as_deref().or(by_name) else {
        let all = ExportFormat::listed();
        return Err(UsageError(format!("name a format with --to: {all}")));
    };
    let format = ExportFormat::of_name(&name.to_ascii_lowercase()).ok_or_else(|| {
        let all = ExportFormat::listed();
        UsageError(format!(
            "there is no format {}; there are {all}",
            plain(name)
        ))
    })?;
    match format.missing() {
        Some(reason) => Err(UsageError(reason.to_owned())),
        None => Ok(format),
    }
}

/// The lines of the articles that are wanted.
fn chosen(folder: &Path, selection: Option<&Selection>) -> anyhow::Result<Vec<IndexLine>> {
    if !folder.join("index.jsonl").is_file() {
        let what =
            "there is no index.jsonl here; a run writes it, and mujaz report writes it again";
        return Err(UsageError(format!("{}: {what}", folder.display())).into());
    }
    let mut chosen = Vec::new();
    each_line(folder, &mut |line| {
        if selection.is_none_or(|selection| selection.wants(&line)) {
            chosen.push(line);
        }
    })?;
    Ok(chosen)
}

/// The language of all articles, if the format needs one.
fn one_language(format: ExportFormat, chosen: &[IndexLine]) -> Result<&str, UsageError> {
    let languages: BTreeSet<&str> = chosen.iter().map(|line| line.language.as_str()).collect();
    match languages.iter().copied().collect::<Vec<_>>().as_slice() {
        [only] => Ok(only),
        several if format.takes_one_language() => Err(UsageError(format!(
            "a file of {} has one source language, and these articles have {}; choose one, as in --where 'language={}'",
            format.name(),
            plain(&several.join(", ")),
            plain(
                several
                    .iter()
                    .find(|code| !["", TARGET.code].contains(code))
                    .unwrap_or(&"ar")
            ),
        ))),
        _ => Ok(""),
    }
}

/// Writes the briefs; returns the paths of the articles whose brief cannot be read, and the
/// languages of paragraphs that are not in the file.
fn write_briefs(
    args: &ExportArgs,
    format: ExportFormat,
    settings: ExportSettings<'_>,
    chosen: &[IndexLine],
    file: &mut File,
) -> anyhow::Result<(Vec<String>, BTreeSet<String>)> {
    let (mut missing, mut others) = (Vec::new(), BTreeSet::new());
    let write = || -> Result<(), ExportError> {
        let mut exporter = format.start(BufWriter::new(file), settings)?;
        for line in chosen {
            match stored_brief(&args.folder, line) {
                Some(brief) => {
                    if format.takes_one_language() {
                        let languages = source_languages(&brief).into_iter();
                        let left_out = languages.filter(|code| *code != settings.language);
                        others.extend(left_out.map(str::to_owned));
                    }
                    exporter.add(&brief)?;
                }
                None => missing.push(line.path.clone()),
            }
        }
        exporter.finish()
    };
    let written = write();
    if missing.len() == chosen.len() {
        let what = "none of the .json briefs can be read; a run with --formats json writes them";
        return Err(UsageError(format!("{}: {what}", args.folder.display())).into());
    }
    match written.map_err(ExportError::into_io) {
        Ok(()) => Ok((missing, others)),
        Err(Ok(error)) => Err(StoreError::io(&args.output, "write this file")(error).into()),
        Err(Err(error)) => Err(error.into()),
    }
}
