//! `mujaz report`: rebuilds the index of an output folder from its stored briefs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use super::input::read_text;
use crate::brief::Marks;
use crate::pipeline::{add_marks, rebuild_index};
use crate::store::OutputDir;
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  mujaz report briefs
  mujaz report briefs --marks marks.json    with the marks that readers exported from the digest

Reads the .json briefs under OUT/briefs; articles whose briefs were written without json are not
in the new index.";

/// Rebuild the digest, its feed and index.jsonl from stored briefs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReportArgs {
    /// Folder of an earlier run
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// Marks that a reader exported from the digest; several files are joined
    #[arg(long, value_name = "FILE", num_args = 1..)]
    marks: Vec<PathBuf>,
}

pub(super) fn run(args: &ReportArgs, err: &mut dyn Write) -> anyhow::Result<Exit> {
    if !args.output.join("briefs").is_dir() {
        return Err(UsageError(format!(
            "{}: there are no briefs here",
            args.output.display()
        ))
        .into());
    }
    let marks: Vec<Marks> = args
        .marks
        .iter()
        .map(|file| read_marks(file))
        .collect::<Result<_, _>>()?;
    let out = OutputDir::open(&args.output, "")?;
    for marks in marks {
        add_marks(&out, marks)?;
    }
    let (briefs, unreadable) = rebuild_index(&out)?;
    for (path, reason) in &unreadable {
        writeln!(
            err,
            "mujaz: {}: no brief can be read from it: {reason}",
            path.display()
        )?;
    }
    writeln!(
        err,
        "mujaz: {} in {}",
        counted(briefs, "brief"),
        args.output.join("index.html").display()
    )?;
    Ok(if unreadable.is_empty() {
        Exit::Success
    } else {
        Exit::Articles
    })
}

fn read_marks(file: &Path) -> anyhow::Result<Marks> {
    let marks = Marks::read(&read_text(file)?);
    Ok(marks.map_err(|reason| UsageError(format!("{}: {reason}", file.display())))?)
}
