//! `mujaz completions`: prints shell completions, made from the definitions that parse the command
//! line.

use std::io::Write;

use clap::Args;
use clap_complete::Shell;

use super::Exit;

const EXAMPLES: &str = "\
Examples:
  mujaz completions bash > ~/.local/share/bash-completion/completions/mujaz
  mujaz completions zsh > ~/.zfunc/_mujaz
  mujaz completions fish > ~/.config/fish/completions/mujaz.fish";

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the subcommand.
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
