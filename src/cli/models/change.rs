//! `mujaz models add` and `mujaz models remove`. They only change the user's folder of models,
//! never the ones that ship with mujaz.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::AddArgs;
use crate::cli::Exit;
use crate::cli::exit::UsageError;
use crate::model::{Catalogue, Lock, ModelError, Places, check_name, missing_files, verify};
use crate::store::sync_folder;
use crate::system_error::is_absent;

pub(super) fn add(
    catalogue: &Catalogue,
    places: &Places,
    args: &AddArgs,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let source = match fs::canonicalize(&args.dir) {
        Err(error) if is_absent(&error) => {
            let missing = format!("there is no folder {}", args.dir.display());
            return Err(UsageError(missing).into());
        }
        found => found.map_err(io_error(&args.dir, "open"))?,
    };
    let name = match &args.name {
        Some(name) => name.clone(),
        None => source
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    };
    check_name(&name)?;
    if ships(catalogue, &name) {
        let reason = format!(
            "{name} is the name of a model that ships with mujaz, which this one would hide; choose \
             another name: mujaz models add DIR --name NAME"
        );
        let path = source;
        return Err(ModelError::Occupied { path, reason }.into());
    }
    let missing = missing_files(&source)?;
    if !missing.is_empty() {
        return Err(ModelError::Missing {
            path: source,
            names: missing,
        }
        .into());
    }
    let problems: Vec<String> = verify(&source).iter().map(ToString::to_string).collect();
    if !problems.is_empty() {
        let advice = "Copy its files anew from where they came from".to_string();
        return Err(ModelError::Damaged {
            path: source,
            problems,
            advice,
        }
        .into());
    }
    let root = places.user()?;
    let target = root.join(&name);
    if fs::symlink_metadata(&target).is_ok() {
        let reason = format!("there is a model of this name; run: mujaz models remove {name}");
        return Err(ModelError::Occupied {
            path: target,
            reason,
        }
        .into());
    }
    fs::create_dir_all(root).map_err(io_error(root, "create"))?;
    if args.copy || !link(&source, &target)? {
        copy(&source, root, &target)?;
    }
    writeln!(err, "{name}: {}", target.display())?;
    // What was pulled elsewhere is what the catalogue means.
    if catalogue.find(&name).is_some() && Lock::read(&source)?.is_none() {
        writeln!(
            err,
            "note: it is now taken for the {name} of the catalogue, with its languages and licence. If it \
             is another model, run: mujaz models remove {name}; and add it with --name NAME"
        )?;
    }
    Ok(Exit::Success)
}

/// Whether a model of this name ships with mujaz.
fn ships(catalogue: &Catalogue, name: &str) -> bool {
    let entry = catalogue.find(name);
    entry.is_some_and(|entry| entry.ships())
}

/// Whether a model of this name lies in another folder than the user's too.
fn lies_elsewhere(places: &Places, target: &Path, name: &str) -> bool {
    let own = fs::canonicalize(target).ok();
    let found = places.roots().iter().map(|root| root.join(name));
    let mut found = found.filter_map(|dir| fs::canonicalize(dir).ok());
    let is_whole = |dir: &Path| missing_files(dir).is_ok_and(|missing| missing.is_empty());
    found.any(|dir| Some(&dir) != own.as_ref() && is_whole(&dir))
}

pub(super) fn remove(
    catalogue: &Catalogue,
    places: &Places,
    names: &[String],
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let root = places.user()?;
    for name in names {
        check_name(name)?;
        let target = root.join(name);
        let link = fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_symlink());
        // The user's folder can be the one in which mujaz ships its models. Otherwise what lies there
        // hides the model that ships; earlier versions added such a one.
        if ships(catalogue, name) && !link && !lies_elsewhere(places, &target, name) {
            return Err(kept(target));
        }
        let leftovers = [
            root.join(format!(".{name}.partial")),
            root.join(format!(".{name}.lock")),
        ];
        let mut found = delete(&target)?;
        for path in &leftovers {
            found |= delete(path)?;
        }
        if !found {
            // Either it lies where mujaz was installed, or `locate` reports that it is nowhere.
            let located = places.locate(catalogue, name)?;
            return Err(kept(located.dir));
        }
        writeln!(err, "{name}: removed")?;
    }
    Ok(Exit::Success)
}

fn kept(path: PathBuf) -> anyhow::Error {
    let reason = "this model was installed with mujaz and is not removed".to_string();
    ModelError::Occupied { path, reason }.into()
}

/// Deletes a folder, file or link, never the target of a link; false if there is nothing.
fn delete(path: &Path) -> Result<bool, ModelError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if is_absent(&error) => return Ok(false),
        Err(error) => return Err(io_error(path, "look at")(error)),
    };
    let deleted = if metadata.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    deleted.map_err(io_error(path, "delete"))?;
    Ok(true)
}

/// Makes a link; false if the system has no links to folders that every user may make.
#[cfg(unix)]
fn link(source: &Path, target: &Path) -> Result<bool, ModelError> {
    std::os::unix::fs::symlink(source, target).map_err(io_error(target, "create"))?;
    Ok(true)
}

#[cfg(not(unix))]
fn link(_source: &Path, _target: &Path) -> Result<bool, ModelError> {
    Ok(false)
}

/// Copies the files of a folder into a temporary one that is then renamed.
fn copy(source: &Path, root: &Path, target: &Path) -> Result<(), ModelError> {
    let staging = tempfile::Builder::new()
        .prefix(".adding-")
        .tempdir_in(root)
        .map_err(io_error(root, "write into"))?;
    for entry in fs::read_dir(source).map_err(io_error(source, "read"))? {
        let entry = entry.map_err(io_error(source, "read"))?;
        let from = entry.path();
        if from.is_file() {
            let to = staging.path().join(entry.file_name());
            copy_file(&from, &to)?;
        }
    }
    sync_folder(staging.path()).map_err(io_error(staging.path(), "sync"))?;
    // From here on the folder is no longer temporary.
    fs::rename(staging.path(), target).map_err(io_error(target, "create"))?;
    let _ = staging.keep();
    sync_folder(root).map_err(io_error(root, "sync"))
}

/// Copies a file and waits until the copy is on the disk: a folder with the name of a model must be
/// whole after a power cut.
fn copy_file(from: &Path, to: &Path) -> Result<(), ModelError> {
    let mut input = File::open(from).map_err(io_error(from, "read"))?;
    let mut output = File::create(to).map_err(io_error(to, "create"))?;
    io::copy(&mut input, &mut output).map_err(io_error(to, "write"))?;
    output.sync_all().map_err(io_error(to, "write"))
}

fn io_error(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> ModelError {
    let path = path.to_path_buf();
    move |source| ModelError::Io {
        path,
        action,
        source,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    struct Bench {
        dir: tempfile::TempDir,
        places: Places,
    }

    fn bench() -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let roots = vec![dir.path().join("user"), dir.path().join("shipped")];
        Bench {
            places: Places::new(Some(dir.path().join("user")), roots),
            dir,
        }
    }

    fn model(dir: &Path) {
        fs::create_dir_all(dir).unwrap();
        for file in ["config.json", "tokenizer.json", "pytorch_model.bin"] {
            fs::write(dir.join(file), "{}").unwrap();
        }
    }

    fn add_args(dir: PathBuf, name: Option<&str>, copy: bool) -> AddArgs {
        AddArgs {
            dir,
            name: name.map(str::to_string),
            copy,
        }
    }

    fn added(bench: &Bench, args: &AddArgs) -> anyhow::Result<Exit> {
        add(&Catalogue::builtin(), &bench.places, args, &mut Vec::new())
    }

    fn removed(bench: &Bench, name: &str) -> anyhow::Result<Exit> {
        remove(
            &Catalogue::builtin(),
            &bench.places,
            &[name.to_string()],
            &mut Vec::new(),
        )
    }

    #[test]
    fn an_added_folder_is_found_and_forgotten_without_being_touched() {
        let bench = bench();
        let source = bench.dir.path().join("theirs");
        model(&source);
        for copy in [false, true] {
            let args = add_args(source.clone(), Some("mine"), copy);
            assert_eq!(added(&bench, &args).unwrap(), Exit::Success);
            let located = bench.places.locate(&Catalogue::builtin(), "mine").unwrap();
            assert_eq!(
                fs::read_to_string(located.dir.join("config.json")).unwrap(),
                "{}"
            );
            assert!(added(&bench, &args).is_err());
            assert_eq!(removed(&bench, "mine").unwrap(), Exit::Success);
            assert!(source.join("config.json").is_file());
            assert!(removed(&bench, "mine").is_err());
        }
        assert_eq!(
            fs::read_dir(bench.dir.path().join("user")).unwrap().count(),
            0
        );
    }

    #[test]
    fn a_folder_that_is_no_model_is_refused() {
        let bench = bench();
        let source = bench.dir.path().join("theirs");
        model(&source);
        fs::remove_file(source.join("pytorch_model.bin")).unwrap();
        let args = add_args(source, None, false);
        let error = added(&bench, &args).unwrap_err();
        assert!(
            matches!(error.downcast_ref(), Some(ModelError::Missing { .. })),
            "{error}"
        );
    }

    #[test]
    fn a_shipped_model_is_never_removed() {
        let bench = bench();
        model(&bench.dir.path().join("shipped/opus-mt-ar-en"));
        model(&bench.dir.path().join("user/starter-ar-en"));
        model(&bench.dir.path().join("shipped/starter-headline-en"));
        for name in ["opus-mt-ar-en", "starter-ar-en", "starter-headline-en"] {
            let error = removed(&bench, name).unwrap_err();
            assert!(
                matches!(error.downcast_ref(), Some(ModelError::Occupied { .. })),
                "{error}"
            );
            let located = bench.places.locate(&Catalogue::builtin(), name).unwrap();
            let place = located.dir.display().to_string();
            assert!(error.to_string().starts_with(&place), "{error}");
        }
    }

    #[test]
    fn a_model_that_ships_is_never_hidden() {
        let bench = bench();
        let source = bench.dir.path().join("starter-ar-en");
        model(&source);
        let user = bench.dir.path().join("user");
        // The folder's own name counts too.
        for name in [Some("starter-headline-en"), None] {
            let error = added(&bench, &add_args(source.clone(), name, false)).unwrap_err();
            assert!(error.to_string().contains("--name NAME"), "{error}");
            assert!(!user.exists());
        }
        // One that an earlier version added, as a link or a copy, is removed.
        let shipped = bench.dir.path().join("shipped/starter-ar-en");
        model(&shipped);
        fs::create_dir(&user).unwrap();
        let hiding = user.join("starter-ar-en");
        model(&hiding);
        assert_eq!(removed(&bench, "starter-ar-en").unwrap(), Exit::Success);
        assert!(!hiding.exists());
        link(&source, &hiding).unwrap();
        assert_eq!(removed(&bench, "starter-ar-en").unwrap(), Exit::Success);
        assert!(removed(&bench, "starter-ar-en").is_err());
        assert!(source.is_dir() && shipped.is_dir());
    }

    #[test]
    fn a_name_of_the_catalogue_is_told_unless_the_model_was_pulled() {
        let bench = bench();
        let source = bench.dir.path().join("opus-mt-ar-en");
        model(&source);
        let told = |name: Option<&str>| {
            let mut told = Vec::new();
            let args = add_args(source.clone(), name, false);
            let exit = add(&Catalogue::builtin(), &bench.places, &args, &mut told).unwrap();
            assert_eq!(exit, Exit::Success);
            String::from_utf8(told).unwrap()
        };
        let note = "note: it is now taken for the opus-mt-ar-en of the catalogue";
        assert!(told(None).contains(note));
        assert!(!told(Some("mine")).contains("note"));
    }

    #[test]
    fn a_name_cannot_leave_the_folder() {
        let bench = bench();
        assert!(removed(&bench, "..").is_err());
        assert!(removed(&bench, "a/b").is_err());
    }
}
