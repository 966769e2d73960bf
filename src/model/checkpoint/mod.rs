//! The files of a checkpoint: settings, tensors in three formats, lexical shortlists. Nothing here
//! knows what a network does with them.

pub(super) mod fields;
pub(super) mod generation;
mod pickle;
pub(super) mod shortlist;
pub(super) mod tensors;
