//! `mujaz export`: stored briefs, all or a selection, as one file to pass on. It chooses and writes;
//! the formats are in `brief`.

mod files;

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use super::input::is_stdin;
use super::output::raw_stdout;
use super::plain::plain;
use super::search::check_index;
use crate::brief::{Delimiter, ExportError, ExportFormat, ExportSettings, IndexLine, Selection};
use crate::pipeline::{each_line, stored_brief};
use crate::store::{StoreError, state_folder};
use crate::text::counted;
use files::{Files, Place, Whole};

const EXAMPLES: &str = "\
Examples:
  mujaz export briefs -o briefs.xlsx
  mujaz export briefs -o morning.docx --where 'verdict!=unfit and date>=2026-11-27'
  mujaz export briefs --to csv > briefs.csv
  mujaz export briefs -o briefs.csv --delimiter semicolon
  mujaz export briefs -o day.epub --where 'name=\"Abu Dhabi\" or headline~dam' --title 'Dams'
  mujaz export briefs -o doubtful.xlf --where 'number>0 or failed>0'

A file of XLIFF has one source language. Where the articles have paragraphs in several, each
language gets a file: briefs.ar.xlf, briefs.fa.xlf and so on for -o briefs.xlf.

A selection joins conditions by and, or, not and brackets. Fields are path, outcome, headline,
summary, title, language, date, url, verdict (fit, care, unfit), name, sentences, failed, doubts,
and doubts by kind (number, names, dates, negation, omission, meaning and others); = is, != is not,
~ contains, and numbers and dates are compared by < <= > >= too. A date may be a month or a year,
as in date=2026-11, which stands for all its days. Letter case and spelling variants do not count.

Briefs are read from their .json files, in the order of their paths. The exit code is 5 if no
article is selected, or if none has text for the file.";

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
    /// What stands between the fields of csv: comma, semicolon (for Excel where numbers have a decimal
    /// comma) or tab [default: comma]
    #[arg(long, value_name = "NAME", value_parser = delimiter)]
    delimiter: Option<Delimiter>,
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
    if is_stdin(&args.output) && raw_stdout().is_terminal() {
        let what = "name the file to write with -o FILE, or send standard output to one";
        return Err(UsageError(what.to_owned()).into());
    }
    let chosen = chosen(&args.folder, selection.as_ref())?;
    if chosen.is_empty() {
        writeln!(err, "mujaz: no article is selected; nothing was written")?;
        return Ok(Exit::Nothing);
    }
    let place = Place::of(&args.output)?;
    // A file of another name may be one of a brief: `a.json.json` is a table if --to says so.
    let [briefs, index] = ["briefs", "index"].map(|name| args.folder.join(name));
    if place.is_in(&[briefs, index, state_folder(&args.folder)]) {
        let name = plain(&args.output.display().to_string());
        let what = "the briefs and their index are kept in this folder; write to another one";
        return Err(UsageError(format!("{name}: {what}")).into());
    }
    let settings = ExportSettings {
        title: &args.title,
        delimiter: args.delimiter.unwrap_or_default(),
        scratch: place.folder(),
        ..ExportSettings::default()
    };
    let mut unwritten = Unwritten::default();
    let files = Files::new(format, settings);
    let whole = whole(&args.folder, &chosen, files, &mut unwritten);
    if unwritten.missing.len() == chosen.len() {
        let what = "none of the .json briefs can be read; a run with --formats json writes them";
        return Err(UsageError(format!("{}: {what}", args.folder.display())).into());
    }
    let written = match whole.map_err(ExportError::into_io) {
        Ok(whole) => whole.put(place, out)?,
        Err(Err(empty @ ExportError::Empty)) => {
            writeln!(err, "mujaz: {empty}; nothing was written")?;
            return Ok(Exit::Nothing);
        }
        Err(Ok(error)) => {
            return Err(StoreError::io(&args.output, "write this file")(error).into());
        }
        Err(Err(error)) => return Err(error.into()),
    };
    for path in &unwritten.missing {
        writeln!(
            err,
            "mujaz: {}: its .json brief cannot be read, so it is not in the file",
            plain(path)
        )?;
    }
    if unwritten.untranslated > 0 {
        writeln!(
            err,
            "mujaz: left out, because nothing in it was to be translated: {}",
            counted(unwritten.untranslated, "brief")
        )?;
    }
    for file in &written {
        let place = match file.path.to_str() {
            Some("-") => "on standard output".to_owned(),
            _ => format!("in {}", file.path.display()),
        };
        writeln!(err, "mujaz: {} {place}", counted(file.briefs, "brief"))?;
    }
    Ok(if unwritten.missing.is_empty() {
        Exit::Success
    } else {
        Exit::Articles
    })
}

/// The delimiter that is asked for.
fn delimiter(name: &str) -> Result<Delimiter, String> {
    Delimiter::of_name(name).ok_or_else(|| format!("there are {}", Delimiter::listed()))
}

/// The format that is asked for, by its name or by that of the file.
fn format(args: &ExportArgs) -> Result<ExportFormat, UsageError> {
    let by_name = args
        .output
        .extension()
        .and_then(|extension| extension.to_str());
    let Some(name) = args.to.as_deref().or(by_name) else {
        let all = ExportFormat::listed();
        let how = "name the file with -o, as in -o briefs.docx, or its format with --to";
        return Err(UsageError(format!("which format? {how}: {all}")));
    };
    let format = ExportFormat::of_name(&name.to_ascii_lowercase()).ok_or_else(|| {
        let all = ExportFormat::listed();
        UsageError(format!(
            "there is no format {}; there are {all}",
            plain(name)
        ))
    })?;
    if let Some(reason) = format.missing() {
        return Err(UsageError(reason.to_owned()));
    }
    if args.delimiter.is_some() && format != ExportFormat::Csv {
        let name = format.name();
        let what = format!("--delimiter is for csv, and a file of {name} has none");
        return Err(UsageError(what));
    }
    Ok(format)
}

/// The lines of the articles that are wanted.
fn chosen(folder: &Path, selection: Option<&Selection>) -> anyhow::Result<Vec<IndexLine>> {
    check_index(folder)?;
    let mut chosen = Vec::new();
    each_line(folder, &mut |line| {
        if selection.is_none_or(|selection| selection.wants(&line)) {
            chosen.push(line);
        }
    })?;
    Ok(chosen)
}

/// The articles that no file has text of.
#[derive(Default)]
struct Unwritten {
    /// The paths of those whose brief cannot be read.
    missing: Vec<String>,
    /// How many have nothing that was to be translated, where the format takes nothing else.
    untranslated: usize,
}

/// Writes the briefs to files that are not yet in their places.
fn whole(
    folder: &Path,
    chosen: &[IndexLine],
    mut files: Files<'_>,
    unwritten: &mut Unwritten,
) -> Result<Whole, ExportError> {
    for line in chosen {
        match stored_brief(folder, line) {
            Some(brief) => {
                if !files.add(&brief)? {
                    unwritten.untranslated += 1;
                }
            }
            None => unwritten.missing.push(line.path.clone()),
        }
    }
    files.finish()
}
