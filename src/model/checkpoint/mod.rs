//! The files of a checkpoint: settings, tensors in four formats, lexical shortlists. Nothing here
//! knows what a network does with them.

pub(super) mod fields;
pub(super) mod firefox_files;
pub(super) mod generation;
pub(super) mod marian_file;
pub(super) mod pickle;
pub(super) mod safetensors_file;
pub(super) mod settings;
mod shape;
pub(super) mod shortlist;
pub(super) mod summary_task;
pub(super) mod tensors;
