/// An event while a model is pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PullEvent {
    /// The model is here and whole; nothing was fetched.
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
    /// A file is here from an earlier attempt and has the right hash.
    Kept {
        /// Its name.
        file: String,
    },
    /// A file begins, or goes on where an earlier attempt stopped.
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
        /// Bytes of the file that are here.
        done: u64,
    },
    /// The connection broke and the same bytes are asked for again.
    Retry {
        /// Name of the file.
        file: String,
        /// Which attempt this is, from 1.
        attempt: u32,
    },
    /// The file is whole and has the hash that the hub states.
    Checked {
        /// Its name.
        file: String,
    },
}
