//! Finding the files to read. This file owns which files of the given inputs are articles, how
//! they are named in results and in which order they come; it opens only files whose extension says
//! nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::canonical::{CanonicalFolder, canonical_or_same, resolve};
use super::discover_error::DiscoverError;
use super::input::Input;
use super::known_names::{KnownNames, candidates, folders_of, is_candidate};
use super::{Format, unread};
use crate::store::is_output;
use crate::system_error::{in_words, of_walk};

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The path to read it from.
    pub absolute: PathBuf,
    /// Its name in results: relative to its input folder, with `/` between parts; for an
    /// input that is a file, the file's name. Unique within one [`Found`].
    pub relative: String,
    /// The format to read it in.
    pub format: Format,
    /// Whether it is a pipe, a socket or a device in a folder: it is skipped and never opened, because
    /// opening a pipe waits for whoever writes into it.
    pub is_special: bool,
}

impl InputFile {
    /// Whether it holds at most one article, which then has the file's name.
    pub fn is_one_article(&self) -> bool {
        !self.format.holds_several()
    }
}

/// The contents of the inputs. All lists are sorted bytewise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The files to read, and the pipes, sockets and devices in folders, by relative path.
    pub files: Vec<InputFile>,
    /// Files in folders that are not in an article format.
    pub other: Vec<PathBuf>,
    /// Folders and links that could not be followed, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Folders in the inputs that an earlier run wrote its briefs to, which are no articles.
    pub briefs: Vec<PathBuf>,
}

/// Which files of the inputs are wanted, by patterns as in `.gitignore` of paths below an input:
/// `*.html`, `2024/**`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only files that match one of these are read, if there are any.
    pub include: Vec<String>,
    /// Files and folders that match one of these are not.
    pub exclude: Vec<String>,
}

impl Selection {
    /// What is chosen, as the end of a sentence; empty if everything is.
    pub fn in_words(&self) -> String {
        let said = [("match", &self.include), ("do not match", &self.exclude)];
        let said = said
            .into_iter()
            .filter(|(_, patterns)| !patterns.is_empty());
        let said = said.map(|(verb, patterns)| format!("{verb} {}", patterns.join(", ")));
        match said.collect::<Vec<_>>().as_slice() {
            [] => String::new(),
            said => format!(" among files that {}", said.join(" and ")),
        }
    }

    fn below(&self, root: &Path) -> Result<Override, DiscoverError> {
        let mut patterns = OverrideBuilder::new(root);
        let exclude = self.exclude.iter().map(|pattern| format!("!{pattern}"));
        for pattern in self.include.iter().cloned().chain(exclude) {
            patterns.add(&pattern).map_err(DiscoverError::Pattern)?;
        }
        patterns.build().map_err(DiscoverError::Pattern)
    }
}

/// Finds the files of all inputs, folders with everything below them.
///
/// Hidden files are left out, ignore files are not obeyed, and symbolic links are followed, but not
/// into the output. Folders of briefs are passed over: their files would be articles, too. A file
/// that is reached twice is listed once, under its first name. If two inputs hold the same relative
/// path, the later one gets its folder's name in front (with `-2`, `-3` … if needed). Pipes,
/// sockets and devices in folders are listed whatever their names, so that none is passed over in
/// silence.
///
/// # Errors
/// A missing input, one that is a folder of briefs, or an output (which need not exist yet) that overlaps
/// an input.
pub fn discover(
    inputs: &[PathBuf],
    out: Option<&Path>,
    selection: &Selection,
) -> Result<Found, DiscoverError> {
    discover_again(inputs, out, selection, &KnownNames::default())
}

/// As [`discover`], after runs in which files got names: a file keeps the name that it had, and gets none
/// that a file of these inputs had which is not there now.
///
/// # Errors
/// Those of [`discover`].
pub fn discover_again(
    inputs: &[PathBuf],
    out: Option<&Path>,
    selection: &Selection,
    known: &KnownNames,
) -> Result<Found, DiscoverError> {
    let mut roots = Vec::with_capacity(inputs.len());
    for input in inputs {
        roots.push(canonical(input)?);
    }
    let mut output = None;
    if let Some(out) = out {
        let resolved = resolve(out).map_err(|source| DiscoverError::Unreadable {
            path: out.to_path_buf(),
            source,
        })?;
        for (input, root) in inputs.iter().zip(&roots) {
            if resolved.starts_with(root) {
                return Err(DiscoverError::OutputInsideInput {
                    out: out.to_path_buf(),
                    input: input.clone(),
                });
            }
            if root.starts_with(&resolved) {
                return Err(DiscoverError::InputInsideOutput {
                    input: input.clone(),
                    out: out.to_path_buf(),
                });
            }
        }
        output = Some(resolved);
    }
    if let Some((input, _)) = inputs.iter().zip(&roots).find(|(_, root)| is_output(root)) {
        return Err(DiscoverError::Briefs(input.clone()));
    }
    let mut gathered = Gathered {
        known,
        inputs: roots.iter().map(PathBuf::as_path).collect(),
        files: BTreeMap::new(),
        seen: HashSet::new(),
        canonical: CanonicalFolder::default(),
        other: BTreeSet::new(),
        unreadable: BTreeMap::new(),
        briefs: BTreeSet::new(),
    };
    for (input, root) in inputs.iter().zip(&roots) {
        let found = root
            .metadata()
            .map_err(|source| DiscoverError::Unreadable {
                path: input.clone(),
                source,
            })?;
        if found.is_dir() {
            gathered.folder(root, output.as_deref(), selection.below(root)?);
        } else if !selection
            .below(root.parent().unwrap_or(root))?
            .matched(root, false)
            .is_ignore()
        {
            gathered.file(input, root);
        }
    }
    Ok(gathered.finish())
}

struct Gathered<'a> {
    /// The names that files had before.
    known: &'a KnownNames,
    /// The canonical paths of the inputs.
    inputs: Vec<&'a Path>,
    /// Keyed by relative path, so that names are unique and sorted bytewise.
    files: BTreeMap<String, InputFile>,
    /// Canonical paths of the files. They are only looked up, so their order does not matter.
    seen: HashSet<PathBuf>,
    canonical: CanonicalFolder,
    other: BTreeSet<PathBuf>,
    unreadable: BTreeMap<PathBuf, String>,
    briefs: BTreeSet<PathBuf>,
}

impl Gathered<'_> {
    fn folder(&mut self, root: &Path, out: Option<&Path>, selected: Override) {
        let mut builder = WalkBuilder::new(root);
        builder
            .standard_filters(false)
            .hidden(true)
            .follow_links(true)
            .overrides(selected)
            .sort_by_file_name(|a, b| a.cmp(b));
        let out = out.map(Path::to_path_buf);
        let (sender, briefs) = mpsc::channel();
        builder.filter_entry(move |entry| is_wanted(entry, out.as_deref(), &sender));
        let mut found = Vec::new();
        for entry in builder.build() {
            match entry {
                Ok(entry) => {
                    // Links are followed, so that what is no folder and no file is special.
                    let kind = entry.file_type().filter(|kind| !kind.is_dir());
                    if let Some(kind) = kind {
                        let is_link = entry.path_is_symlink();
                        found.push((entry.into_path(), is_link, !kind.is_file()));
                    }
                }
                Err(error) => {
                    let path = path_of(&error).unwrap_or_else(|| root.to_path_buf());
                    self.unreadable.insert(path, of_walk(&error));
                }
            }
        }
        drop(builder);
        self.briefs.extend(briefs);
        found.sort();
        let prefix = folder_name(root);
        let is_first = self.files.is_empty() && self.known.is_empty();
        for (path, is_link, is_special) in found {
            let format = if is_special {
                Ok(Some(Format::of_path(&path).unwrap_or(Format::Txt)))
            } else {
                format_in_folder(&path)
            };
            match format {
                Ok(Some(format)) => {
                    let canonical = if is_link {
                        canonical_or_same(&path)
                    } else {
                        self.canonical.of_file(&path)
                    };
                    if !self.seen.insert(canonical) {
                        continue;
                    }
                    let relative = slashed(path.strip_prefix(root).unwrap_or(&path));
                    // The names in one folder differ, unless they had to be changed.
                    let is_free = is_first && !relative.contains(char::REPLACEMENT_CHARACTER);
                    let relative = if is_free {
                        relative
                    } else {
                        self.name(&path, &relative, &prefix)
                    };
                    self.add(InputFile {
                        absolute: path,
                        relative,
                        format,
                        is_special,
                    });
                }
                Ok(None) => {
                    self.other.insert(path);
                }
                Err(error) => {
                    self.unreadable.insert(path, in_words(&error));
                }
            }
        }
    }

    fn file(&mut self, given: &Path, root: &Path) {
        // The name as given counts, even if it is a link to another file.
        let name = given.file_name().or_else(|| root.file_name());
        let relative = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let format = Format::of_path(Path::new(&relative)).ok();
        // What cannot be opened ends with its reason when it is to be read.
        let format = format.or_else(|| format_of(root).ok().flatten());
        let format = format.unwrap_or(Format::Txt);
        let prefix = root.parent().map_or_else(String::new, folder_name);
        if self.seen.insert(canonical_or_same(root)) {
            self.add(InputFile {
                absolute: root.to_path_buf(),
                relative: self.name(root, &relative, &prefix),
                format,
                is_special: false,
            });
        }
    }

    /// The name of a file: one that it had before, or else the first that no file has, and that is kept for
    /// none.
    fn name(&self, file: &Path, relative: &str, prefix: &str) -> String {
        let is_free =
            |name: &str| !self.is_taken(name) && !self.known.keep(name, file, &self.inputs);
        let mut before = self.known.names_of(file.to_str().unwrap_or_default());
        let before =
            before.find(|name| is_candidate(name, relative, prefix) && !self.is_taken(name));
        before.map(str::to_owned).unwrap_or_else(|| {
            let mut free = candidates(relative, prefix).filter(|name| is_free(name));
            free.next().expect("numbers do not run out: else a bug")
        })
    }

    fn add(&mut self, file: InputFile) {
        self.files.insert(file.relative.clone(), file);
    }

    /// Whether a name is that of a file or of a member of one: what is in `news.zip` has names that
    /// a folder `news.zip` of another input would give too.
    fn is_taken(&self, name: &str) -> bool {
        let is_file = |name: &str| self.files.contains_key(name);
        let inside = format!("{name}/");
        let next = self.files.range(inside.clone()..).next();
        is_file(name)
            || folders_of(name).any(is_file)
            || next.is_some_and(|(path, _)| path.starts_with(&inside))
    }

    fn finish(mut self) -> Found {
        let seen = &self.seen;
        self.other
            .retain(|path| !seen.contains(&canonical_or_same(path)));
        Found {
            files: self.files.into_values().collect(),
            other: self.other.into_iter().collect(),
            unreadable: self.unreadable.into_iter().collect(),
            briefs: self.briefs.into_iter().collect(),
        }
    }
}

/// The format of a file in a folder; `None` if it is no article.
fn format_in_folder(path: &Path) -> io::Result<Option<Format>> {
    match Format::of_path(path) {
        Ok(format) => Ok(Some(format)),
        // One with an extension of its own is hardly an article. What may be one in a format that is not
        // read is listed, to be skipped with the reason.
        Err(extension) if !extension.is_empty() => {
            let unread = unread::refusal(&path.to_string_lossy()).map(|_| Format::Txt);
            Ok(format_of(path).unwrap_or(None).or(unread))
        }
        Err(_) => format_of(path),
    }
}

/// The format of a file whose extension says nothing, by its first bytes; `None` if it is no article,
/// or is gone meanwhile.
fn format_of(path: &Path) -> io::Result<Option<Format>> {
    match Input::open(path) {
        Ok(input) => Ok(Format::of_start(input.start())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().map_or_else(
        || "root".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn slashed(path: &Path) -> String {
    let mut slashed = String::new();
    for component in path.components() {
        if !slashed.is_empty() {
            slashed.push('/');
        }
        slashed.push_str(&component.as_os_str().to_string_lossy());
    }
    slashed
}

/// Whether an entry is one of the inputs: not the output, where a link may lead too, and no folder of briefs, which
/// is told.
fn is_wanted(entry: &DirEntry, out: Option<&Path>, briefs: &mpsc::Sender<PathBuf>) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    if !is_folder && !entry.path_is_symlink() {
        return true;
    }
    if out.is_some_and(|out| canonical_or_same(entry.path()).starts_with(out)) {
        return false;
    }
    let has_briefs = is_output(entry.path());
    if has_briefs {
        // They are received behind the walk.
        let _ = briefs.send(entry.path().to_path_buf());
    }
    !has_briefs
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        _ => None,
    }
}

fn canonical(input: &Path) -> Result<PathBuf, DiscoverError> {
    input.canonicalize().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            DiscoverError::NotFound(input.to_path_buf())
        }
        _ => DiscoverError::Unreadable {
            path: input.to_path_buf(),
            source,
        },
    })
}

#[cfg(test)]
#[path = "discover_tests.rs"]
mod tests;
