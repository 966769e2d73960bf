//! `mujaz completions` and `mujaz man`: what shells and `man` know of the command line, made from
//! the same definitions that parse it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap_complete::Shell;

use super::Exit;

const EXAMPLES: &str = "\
Examples:
  mujaz completions bash > ~/.local/share/bash-completion/completions/mujaz
  mujaz completions zsh > ~/.zfunc/_mujaz
  mujaz completions fish > ~/.config/fish/completions/mujaz.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  mujaz man ~/.local/share/man/man1        # then: man mujaz, man mujaz-run";

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Write man pages into a folder, one for each subcommand
#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(super) struct ManArgs {
    /// The folder; it is made if it is not there
    folder: PathBuf,
}

/// Runs `mujaz completions`.
pub(super) fn run(
    args: &CompletionsArgs,
    mut command: clap::Command,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "mujaz", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Success)
}

/// Runs `mujaz man`.
pub(super) fn man(args: &ManArgs, command: clap::Command) -> anyhow::Result<Exit> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .with_context(|| format!("cannot write man pages to {}", folder.display()))?;
    Ok(Exit::Success)
}
