//! `mujaz report`: rebuilds the index of an output folder from its stored briefs.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use crate::pipeline::rebuild_index;
use crate::store::OutputDir;

const EXAMPLES: &str = "\
Examples:
  mujaz report briefs

Reads the .json briefs under OUT/briefs; articles whose briefs were written without json are not
in the new index.";

/// Rebuild index.html and index.jsonl from stored briefs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReportArgs {
    /// Folder of an earlier run
    #[arg(value_name = "OUT")]
    output: PathBuf,
}

pub(super) fn run(args: &ReportArgs, err: &mut dyn Write) -> anyhow::Result<Exit> {
    if !args.output.join("briefs").is_dir() {
        return Err(UsageError(format!(
            "{}: there are no briefs here",
            args.output.display()
        ))
        .into());
    }
    let out = OutputDir::open(&args.output, "")?;
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
        "mujaz: {briefs} briefs in {}",
        args.output.join("index.html").display()
    )?;
    Ok(if unreadable.is_empty() {
        Exit::Success
    } else {
        Exit::Articles
    })
}
