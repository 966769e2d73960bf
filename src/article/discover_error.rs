//! The errors of inputs that cannot be used at all. This file owns their messages.

use std::io;
use std::path::PathBuf;

use crate::system_error::{check_name, in_words};

/// Why the inputs cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// An input is missing.
    #[error("there is no file or folder {}; {}", .0.display(), check_name(.0))]
    NotFound(PathBuf),
    /// An input or the output exists and cannot be looked at.
    #[error("cannot read {}: {}", .path.display(), in_words(.source))]
    Unreadable {
        /// The path that could not be read.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A pattern of files cannot be understood.
    #[error("--include or --exclude: {0}")]
    Pattern(ignore::Error),
    /// An input is a folder that an earlier run wrote its briefs to.
    #[error("{} holds briefs that mujaz wrote; name the folder of the articles", .0.display())]
    Briefs(PathBuf),
    /// The output folder lies in an input folder, or is that folder.
    #[error("the output {} lies inside the input {}; choose another output folder",
        .out.display(), .input.display())]
    OutputInsideInput {
        /// The output folder.
        out: PathBuf,
        /// The input.
        input: PathBuf,
    },
    /// An input lies in the output folder.
    #[error("the input {} lies inside the output {}; choose another output folder",
        .input.display(), .out.display())]
    InputInsideOutput {
        /// The input.
        input: PathBuf,
        /// The output folder.
        out: PathBuf,
    },
}
