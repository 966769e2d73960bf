//! The events that pulling a model reports. They carry facts only; the command line words them.

/// An event while a model is pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PullEvent {
    /// The model is here and complete; nothing was fetched.
    Present,
    /// The revision was resolved and the files are known.
    Resolved {
        /// Commit that all files are taken from.
        commit: String,
        /// SPDX name of the licence, where known.
        licence: Option<String>,
        /// Number of files.
        files: usize,
        /// Their size in bytes.
        bytes: u64,
    },
    /// A file from an earlier attempt has the right hash.
    Kept {
        /// Its name.
        file: String,
    },
    /// The download of a file starts, or continues an earlier attempt.
    Started {
        /// Its name.
        file: String,
        /// Its size in bytes.
        size: u64,
        /// Bytes that are here already.
        from: u64,
    },
    /// Bytes have arrived.
    Progress {
        /// Bytes of the file that are on disk.
        done: u64,
    },
    /// The connection broke and the same bytes are requested again.
    Retry {
        /// Name of the file.
        file: String,
        /// Which attempt this is, from 1.
        attempt: u32,
    },
    /// The file is complete and has the hash that the hub states.
    Checked {
        /// Its name.
        file: String,
    },
}
