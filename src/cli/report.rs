//! `mujaz report`: rebuilds the index of an output folder from its stored briefs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::exit::{ReadError, UsageError};
use super::folder_of_briefs;
use super::input::read_text;
use crate::brief::Marks;
use crate::pipeline::{add_marks, rebuild_index};
use crate::store::OutputDir;
use crate::system_error::is_absent;
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
    check_briefs(&args.output)?;
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

/// Checks that a folder has briefs.
fn check_briefs(output: &Path) -> anyhow::Result<()> {
    let briefs = output.join("briefs");
    match std::fs::metadata(&briefs) {
        Ok(found) if found.is_dir() => Ok(()),
        Err(error) if !is_absent(&error) => {
            let name = briefs.display().to_string();
            Err(ReadError { name, error }.into())
        }
        _ => Err(folder_of_briefs::none(
            output,
            "there are no briefs here; name the folder that a run wrote to",
        )
        .into()),
    }
}

fn read_marks(file: &Path) -> anyhow::Result<Marks> {
    let marks = Marks::read(&read_text(file)?);
    Ok(marks.map_err(|reason| UsageError(format!("{}: {reason}", file.display())))?)
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::exit::of_error;
    use super::*;

    #[test]
    fn briefs_that_the_disk_hides_are_not_wrong_use() {
        let dir = tempfile::tempdir().unwrap();
        let ended = || of_error(&check_briefs(dir.path()).unwrap_err());
        assert_eq!(ended(), Exit::Usage);
        let briefs = dir.path().join("briefs");
        // A link to itself cannot be looked behind.
        std::os::unix::fs::symlink(&briefs, &briefs).unwrap();
        assert_eq!(ended(), Exit::Io);
        std::fs::remove_file(&briefs).unwrap();
        std::fs::create_dir(&briefs).unwrap();
        assert!(check_briefs(dir.path()).is_ok());
    }
}
