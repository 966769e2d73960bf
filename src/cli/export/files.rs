//! The files of an export: one for all briefs, or, where a file has one source language, one for
//! each. All of them are whole before the first takes its place, so an export that fails leaves
//! nothing new. Which briefs there are is not known here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::brief::{Brief, ExportError, ExportFormat, ExportSettings, Exporter, source_languages};
use crate::cli::exit::UsageError;
use crate::cli::input::is_stdin;
use crate::cli::plain::plain;
use crate::store::StoreError;
use crate::system_error::is_absent;

/// Where an export is written to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// Standard output.
    Stdout,
    /// A device, a pipe or a link, which is written to and must not be replaced.
    Device(&'a Path),
    /// A file in this folder.
    File(&'a Path, &'a Path),
}

impl<'a> Place<'a> {
    /// The place that an argument names.
    pub(super) fn of(output: &'a Path) -> Result<Self, UsageError> {
        if is_stdin(output) {
            return Ok(Self::Stdout);
        }
        if is_no_file(output) {
            return Ok(Self::Device(output));
        }
        let named = output
            .parent()
            .filter(|named| !named.as_os_str().is_empty());
        let folder = named.unwrap_or(Path::new("."));
        // Another error than that there is none comes again when the file is made.
        let is_none = match folder.metadata() {
            Ok(found) => !found.is_dir(),
            Err(error) => is_absent(&error),
        };
        if is_none {
            let what = format!("{}: there is no such folder", folder.display());
            return Err(UsageError(what));
        }
        Ok(Self::File(output, folder))
    }

    /// Whether what is written would lie in one of these folders, also by way of links.
    pub(super) fn is_in(self, folders: &[PathBuf]) -> bool {
        let place = match self {
            Self::Stdout => return false,
            Self::Device(path) => path.canonicalize(),
            Self::File(_, folder) => folder.canonicalize(),
        };
        place.is_ok_and(|place| {
            let around = |folder: &PathBuf| folder.canonicalize().ok();
            let mut folders = folders.iter().filter_map(around);
            folders.any(|folder| place.starts_with(folder))
        })
    }

    /// The folder that files appear in.
    pub(super) fn folder(self) -> Option<&'a Path> {
        match self {
            Self::Stdout | Self::Device(_) => None,
            Self::File(_, folder) => Some(folder),
        }
    }
}

/// Whether there is something other than a file.
fn is_no_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| !found.is_file())
}

/// A file that is being written.
struct Part {
    file: NamedTempFile,
    exporter: Box<dyn Exporter>,
    briefs: usize,
}

impl Part {
    fn begin(format: ExportFormat, settings: ExportSettings<'_>) -> Result<Self, ExportError> {
        let file = match settings.scratch {
            Some(folder) => crate::store::temporary_in(folder)?,
            None => NamedTempFile::new()?,
        };
        // Archives are written with seeks, so not even standard output gets them directly.
        let out = BufWriter::new(file.as_file().try_clone()?);
        Ok(Self {
            exporter: format.start(out, settings)?,
            file,
            briefs: 0,
        })
    }
}

/// The files that are being written, by their source language; that of all languages has none.
pub(super) struct Files<'a> {
    format: ExportFormat,
    settings: ExportSettings<'a>,
    parts: BTreeMap<String, Part>,
}

impl<'a> Files<'a> {
    /// No files yet. The language of the settings does not count.
    pub(super) fn new(format: ExportFormat, settings: ExportSettings<'a>) -> Self {
        Self {
            format,
            settings,
            parts: BTreeMap::new(),
        }
    }

    /// Adds a brief to the file, or to that of each language in it. Returns whether there is one.
    pub(super) fn add(&mut self, brief: &Brief) -> Result<bool, ExportError> {
        let languages: Vec<String> = if self.format.takes_one_language() {
            source_languages(brief).into_iter().collect()
        } else {
            vec![String::new()]
        };
        let is_written = !languages.is_empty();
        for language in languages {
            let settings = ExportSettings {
                language: &language,
                ..self.settings
            };
            let part = match self.parts.entry(language.clone()) {
                Entry::Occupied(part) => part.into_mut(),
                Entry::Vacant(place) => place.insert(Part::begin(self.format, settings)?),
            };
            part.exporter.add(brief)?;
            part.briefs += 1;
        }
        Ok(is_written)
    }

    /// Ends all files.
    ///
    /// # Errors
    /// [`ExportError::Empty`] if there is none.
    pub(super) fn finish(self) -> Result<Whole, ExportError> {
        if self.parts.is_empty() {
            return Err(ExportError::Empty);
        }
        let finish = |(language, part): (String, Part)| -> Result<WholeFile, ExportError> {
            part.exporter.finish()?;
            Ok(WholeFile {
                language,
                file: part.file,
                briefs: part.briefs,
            })
        };
        let files: Result<Vec<WholeFile>, ExportError> =
            self.parts.into_iter().map(finish).collect();
        Ok(Whole {
            format: self.format,
            files: files?,
        })
    }
}

struct WholeFile {
    language: String,
    file: NamedTempFile,
    briefs: usize,
}

/// Files that are whole and not yet in their places.
pub(super) struct Whole {
    format: ExportFormat,
    files: Vec<WholeFile>,
}

/// A file in its place.
pub(super) struct Written {
    /// Its path, `-` for standard output.
    pub(super) path: PathBuf,
    /// How many briefs it has text of.
    pub(super) briefs: usize,
}

impl Whole {
    /// Puts the files into their places, in the order of their languages.
    ///
    /// # Errors
    /// [`UsageError`] if there are several and the place takes one; then nothing is written.
    pub(super) fn put(self, place: Place<'_>, out: &mut dyn Write) -> anyhow::Result<Vec<Written>> {
        let (path, name) = match place {
            Place::File(path, _) => return self.put_files(path),
            Place::Device(path) => (path, plain(&path.display().to_string())),
            Place::Stdout => (Path::new("-"), "standard output".to_owned()),
        };
        let [
            WholeFile {
                mut file, briefs, ..
            },
        ] = <[WholeFile; 1]>::try_from(self.files)
            .map_err(|files| several(&name, self.format, &files))?;
        let failed = |e| StoreError::io(path, "write this file")(e);
        let file = file.as_file_mut();
        file.rewind().map_err(failed)?;
        match place {
            Place::Device(path) => {
                let mut options = File::options();
                let mut device = options
                    .write(true)
                    .truncate(true)
                    .open(path)
                    .map_err(failed)?;
                io::copy(file, &mut device).map_err(failed)?;
            }
            Place::Stdout | Place::File(..) => {
                io::copy(file, out)?;
                out.flush()?;
            }
        }
        Ok(vec![Written {
            path: path.to_owned(),
            briefs,
        }])
    }

    fn put_files(self, path: &Path) -> anyhow::Result<Vec<Written>> {
        let is_only = self.files.len() == 1;
        let place = |file: &WholeFile| match is_only {
            true => path.to_owned(),
            false => with_language(path, &file.language),
        };
        let paths: Vec<PathBuf> = self.files.iter().map(place).collect();
        for (file, path) in self.files.iter().zip(&paths) {
            if is_no_file(path) {
                let what = format!(
                    "{}: it is not a file, and would be replaced",
                    path.display()
                );
                return Err(UsageError(plain(&what)).into());
            }
            let synced = file.file.as_file().sync_all();
            synced.map_err(StoreError::io(path, "write this file"))?;
        }
        let mut written = Vec::new();
        for (file, path) in self.files.into_iter().zip(paths) {
            let put = file.file.persist(&path);
            put.map_err(|e| StoreError::io(&path, "write this file")(e.error))?;
            written.push(Written {
                path,
                briefs: file.briefs,
            });
        }
        Ok(written)
    }
}

/// The name of the file for one of several languages: `briefs.ar.xlf` for `briefs.xlf`.
fn with_language(path: &Path, language: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".");
    name.push(language);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// What is said where one file can be written and there are several.
fn several(place: &str, format: ExportFormat, files: &[WholeFile]) -> UsageError {
    let languages: Vec<&str> = files.iter().map(|file| file.language.as_str()).collect();
    let example = PathBuf::from("briefs").with_extension(format.extension());
    let named = languages
        .iter()
        .map(|language| with_language(&example, language).display().to_string());
    let named: Vec<String> = named.collect();
    UsageError(format!(
        "a file of {} has one source language, these articles have paragraphs in {}, and {place} takes \
         one file; -o {} writes {}",
        format.name(),
        languages.join(", "),
        example.display(),
        named.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_stands_before_the_extension() {
        for (path, expected) in [
            ("briefs.xlf", "briefs.ar.xlf"),
            ("a.b/day.one.xliff", "a.b/day.one.ar.xliff"),
            ("briefs", "briefs.ar"),
            ("a/.xlf", "a/.xlf.ar"),
        ] {
            assert_eq!(with_language(Path::new(path), "ar"), Path::new(expected));
        }
    }
}
