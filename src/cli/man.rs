//! `mujaz man`: writes man pages, made from the definitions that parse the command line.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::Exit;

const EXAMPLES: &str = "\
Examples:
  mujaz man ~/.local/share/man/man1        # then: man mujaz, man mujaz-run";

/// Write man pages into a folder, one for each subcommand
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ManArgs {
    /// The folder; it is made if it is not there
    folder: PathBuf,
}

/// Runs the subcommand.
pub(super) fn run(args: &ManArgs, command: clap::Command) -> anyhow::Result<Exit> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .with_context(|| format!("cannot write man pages to {}", folder.display()))?;
    Ok(Exit::Success)
}
