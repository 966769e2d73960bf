//! Reading what an output folder holds: the lines of its index, and the briefs that they name.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Component, Path};

use crate::brief::{Brief, IndexLine, Rendering};
use crate::store::StoreError;

use super::place::found_file;

/// Calls a function with the lines of all articles that have a brief.
///
/// # Errors
/// [`StoreError`] if `index.jsonl` cannot be read.
pub fn each_line(out: &Path, each: &mut dyn FnMut(IndexLine)) -> Result<(), StoreError> {
    let path = out.join("index.jsonl");
    let file = File::open(&path).map_err(StoreError::io(&path, "read this file"))?;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(StoreError::io(&path, "read this file"))?;
        if let Ok(line) = serde_json::from_str(&line) {
            each(line);
        }
    }
    Ok(())
}

/// The brief of a line, if it is stored as JSON and can be read.
pub fn stored_brief(out: &Path, line: &IndexLine) -> Option<Brief> {
    let named = line.briefs.get(Rendering::Json.extension())?;
    // A run that moves briefs of an earlier version writes the index when it ends.
    let moved = || brief_of(out, &found_file(out, &line.path, Rendering::Json)?);
    brief_of(out, named).or_else(moved)
}

/// The brief in a file of an output folder, as a line of the index names it, if it can be read.
pub(super) fn brief_of(out: &Path, file: &str) -> Option<Brief> {
    // The index may be anybody's, and must not lead out of the folder.
    let stays = |part| matches!(part, Component::Normal(_));
    if !Path::new(file).components().all(stays) {
        return None;
    }
    let text = fs::read(out.join(file)).ok()?;
    serde_json::from_slice(&text).ok()
}
