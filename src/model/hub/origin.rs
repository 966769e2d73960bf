//! A place that publishes models, as pulling and downloading see it.

use std::ops::Range;

use super::fault::Fault;
use crate::model::ModelError;
use crate::model::store::digest::Digests;

/// A place that publishes a model: a commit, a list of files, ranges of bytes.
pub(super) trait Origin {
    /// The model's name there.
    fn repository(&self) -> &str;

    /// The commit that a revision stands for now; `None` asks for the newest one.
    fn resolve(&self, revision: Option<&str>) -> Result<Resolved, ModelError>;

    /// The files of the commit that was resolved, sorted by name.
    fn list(&self, commit: &str) -> Result<Vec<HubFile>, ModelError>;

    /// Requests some bytes of a file as it is stored there, and hands them to `take` as they
    /// arrive, until it returns false.
    fn range(
        &self,
        commit: &str,
        file: &HubFile,
        range: Range<u64>,
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), Fault>;

    /// The error in words; `what` is the requested revision or file.
    fn explain(&self, fault: &Fault, what: &str) -> ModelError;
}

/// The commit that a branch or tag currently stands for.
pub(super) struct Resolved {
    pub(super) commit: String,
    pub(super) licence: Option<String>,
}

/// A file as its place lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HubFile {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) hash: HubHash,
    /// The number of bytes that are sent, if the file is stored there compressed with gzip.
    pub(super) packed: Option<u64>,
}

/// The hash that is stated for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HubHash {
    /// Git's hash of the file itself.
    Git(String),
    /// SHA-256 of the file.
    Sha256(String),
    /// Git's hash of the Git LFS pointer that stands for the file.
    Pointer(String),
}

impl HubFile {
    /// The number of bytes that are sent.
    pub(super) fn stored(&self) -> u64 {
        self.packed.unwrap_or(self.size)
    }

    /// Whether bytes with these hashes are this file.
    pub(super) fn is(&self, digests: &Digests) -> bool {
        self.size == digests.size && self.hash.text() == self.found(digests)
    }

    /// The hash of these bytes, of the kind that is stated.
    pub(super) fn found(&self, digests: &Digests) -> String {
        match self.hash {
            HubHash::Git(_) => digests.git.clone(),
            HubHash::Sha256(_) => digests.sha256.clone(),
            HubHash::Pointer(_) => digests.pointer(),
        }
    }
}

impl HubHash {
    pub(super) fn text(&self) -> &str {
        let (Self::Git(text) | Self::Sha256(text) | Self::Pointer(text)) = self;
        text
    }
}
