//! The lock file of the fuzz targets. It stands beside that of the program, and nothing that builds the
//! program notices when it does not fit any more.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// What makes the lock file of the fuzz targets of that of the program, with the same versions.
const MEND: &str = "cp Cargo.lock fuzz/Cargo.lock && cargo fetch --manifest-path fuzz/Cargo.toml";

/// The packages of a lock file.
fn packages(lock: &Table) -> impl Iterator<Item = &Table> {
    let packages = lock["package"].as_array().unwrap();
    packages.iter().map(|package| package.as_table().unwrap())
}

/// The versions of each package.
fn versions(lock: &Table) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages(lock) {
        let text = |key: &str| package[key].as_str().unwrap();
        let of_name = versions.entry(text("name")).or_default();
        of_name.insert(text("version"));
    }
    versions
}

/// The packages that mujaz depends on itself, as a lock file has them.
fn locked(lock: &Table) -> BTreeSet<&str> {
    let mut found = packages(lock).filter(|package| package["name"].as_str() == Some("mujaz"));
    let dependencies = found.next().unwrap()["dependencies"].as_array().unwrap();
    let names = dependencies.iter().map(|name| name.as_str().unwrap());
    // Of several versions, the one stands behind the name.
    names.map(|name| name.split(' ').next().unwrap()).collect()
}

/// The packages that mujaz depends on by its manifest, and whether only with a feature.
fn wanted(manifest: &Table) -> BTreeMap<&str, bool> {
    let mut wanted = BTreeMap::new();
    for kind in ["dependencies", "build-dependencies"] {
        for (name, dependency) in manifest[kind].as_table().unwrap() {
            let name = dependency
                .get("package")
                .and_then(Value::as_str)
                .unwrap_or(name);
            let optional = dependency.get("optional").and_then(Value::as_bool);
            wanted.insert(name, optional.unwrap_or(false));
        }
    }
    wanted
}

/// What does not fit in the lock file of the fuzz targets.
fn faults(manifest: &Table, lock: &Table, of_fuzz: &Table) -> Vec<String> {
    let (wanted, locked) = (wanted(manifest), locked(of_fuzz));
    let needed = wanted.iter().filter(|(_, is_optional)| !**is_optional);
    let missing = needed.filter(|(name, _)| !locked.contains(*name));
    let missing = missing.map(|(name, _)| format!("{name} is missing"));
    let unknown = locked.iter().filter(|name| !wanted.contains_key(*name));
    let unknown = unknown.map(|name| format!("{name} is not needed any more"));
    let (own, other) = (versions(lock), versions(of_fuzz));
    let mut faults: Vec<String> = missing.chain(unknown).collect();
    for (name, versions) in other {
        if let Some(own) = own.get(name) {
            let other = versions.difference(own);
            faults.extend(other.map(|version| format!("{name} {version} is not in Cargo.lock")));
        }
    }
    faults
}

fn read(file: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_lock_file_of_the_fuzz_targets_fits_that_of_the_program() {
    let manifest = read("Cargo.toml");
    let (lock, of_fuzz) = (read("Cargo.lock"), read("fuzz/Cargo.lock"));
    let faults = faults(&manifest, &lock, &of_fuzz).join(", ");
    assert!(
        faults.is_empty(),
        "fuzz/Cargo.lock: {faults}. To mend it: {MEND}"
    );
}

#[test]
fn packages_that_are_missing_needless_or_of_another_version_are_faults() {
    let manifest = "[dependencies]\na = '1'\nc = { package = 'd', version = '1' }\n\
        e = { version = '1', optional = true }\n[build-dependencies]\nb = '1'\n";
    let lock = "[[package]]\nname = 'a'\nversion = '1.1.0'\n\
        [[package]]\nname = 'a'\nversion = '2.0.0'\n";
    let of_fuzz = |dependencies: &str, version: &str| {
        let text = format!(
            "[[package]]\nname = 'mujaz'\nversion = '1.0.0'\ndependencies = {dependencies}\n\
             [[package]]\nname = 'a'\nversion = '{version}'\n\
             [[package]]\nname = 'only-here'\nversion = '3.0.0'\n"
        );
        let table = |text: &str| toml::from_str::<Table>(text).unwrap();
        faults(&table(manifest), &table(lock), &table(&text))
    };
    assert!(of_fuzz("['a 1.1.0', 'b', 'd']", "1.1.0").is_empty());
    assert!(of_fuzz("['a', 'b', 'd', 'e']", "2.0.0").is_empty());
    assert_eq!(
        of_fuzz("['a', 'b', 'f']", "1.0.0"),
        [
            "d is missing",
            "f is not needed any more",
            "a 1.0.0 is not in Cargo.lock"
        ]
    );
}
