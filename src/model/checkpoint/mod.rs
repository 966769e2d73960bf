//! The files of a checkpoint: settings, tensors in three formats, lexical shortlists.

pub(super) mod fields;
pub(super) mod generation;
mod pickle;
pub(super) mod shortlist;
pub(super) mod tensors;
