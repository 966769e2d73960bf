//! The `mujaz` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    mujaz::cli::main()
}
