//! Keeping the choice in `mujaz.toml`. This file owns what is written, and never changes a file that
//! is there.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;

use crate::cli::file_settings::FileSettings;
use crate::store::temporary_in;

const HEAD: &str = "\
# Written by `mujaz setup`. `mujaz models routes` shows which translator each language gets, and
# `mujaz run --help` lists what else can stand here.

[translators]
";

/// Writes the translators, by language, into a new file; of one that is there, says which lines it
/// lacks.
///
/// # Errors
/// Those of writing, and of reading a file that is there.
pub(super) fn keep(
    path: &Path,
    translators: &BTreeMap<String, String>,
    tell: &mut dyn Write,
) -> anyhow::Result<()> {
    let name = path.display();
    // A link that leads nowhere is there too.
    if path.symlink_metadata().is_err() {
        create(path, translators).with_context(|| format!("cannot write {name}"))?;
        writeln!(tell, "{name}: written")?;
        return Ok(());
    }
    let there = FileSettings::of(path)?.translators;
    let says = |code: &String| there.as_ref().and_then(|there| there.get(code));
    let mut lacking = translators.clone();
    lacking.retain(|code, model| says(code) != Some(&*model));
    if lacking.is_empty() {
        writeln!(tell, "{name}: says so already")?;
        return Ok(());
    }
    let (place, head) = match &there {
        // A key that stands there twice is an error.
        Some(there) if lacking.keys().any(|code| there.contains_key(code)) => (
            "under its [translators], in place of other lines for these languages",
            "",
        ),
        Some(_) => ("under its [translators]", ""),
        None => ("at its end", "[translators]\n"),
    };
    let lines = lines(&lacking);
    writeln!(
        tell,
        "{name}: is there and stays as it is. To keep the choice, write {place}:\n\n{head}{lines}"
    )?;
    Ok(())
}

/// The names have no character that would need to be escaped.
fn lines(translators: &BTreeMap<String, String>) -> String {
    let line = |(code, model): (&String, &String)| format!("{code} = \"{model}\"\n");
    translators.iter().map(line).collect()
}

fn create(path: &Path, translators: &BTreeMap<String, String>) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = temporary_in(folder)?;
    write!(file, "{HEAD}{}", lines(translators))?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn chosen() -> BTreeMap<String, String> {
        let pairs = [("ar", "firefox-ar-en"), ("fa", "firefox-fa-en")];
        pairs
            .map(|(code, model)| (code.to_owned(), model.to_owned()))
            .into()
    }

    fn kept(path: &Path) -> String {
        let mut told = Vec::new();
        keep(path, &chosen(), &mut told).unwrap();
        String::from_utf8(told).unwrap()
    }

    #[test]
    fn a_new_file_holds_the_choice_and_is_not_written_twice() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config/mujaz/mujaz.toml");
        assert!(kept(&path).ends_with("mujaz.toml: written\n"));
        let read = FileSettings::of(&path).unwrap();
        assert_eq!(read.translators, Some(chosen()));
        assert!(kept(&path).ends_with("says so already\n"));
    }

    #[test]
    fn a_file_that_is_there_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("mujaz.toml");
        for (text, lines) in [
            (
                "# mine\nbeams = 2\n",
                "at its end:\n\n[translators]\nar = \"firefox-ar-en\"\nfa = \"firefox-fa-en\"\n\n",
            ),
            (
                "[translators]\nar = 'firefox-ar-en' # mine\nfa = 'other'\n",
                "under its [translators], in place of other lines for these languages:\n\n\
                 fa = \"firefox-fa-en\"\n\n",
            ),
            (
                "[translators]\nar = 'firefox-ar-en'\n",
                "under its [translators]:\n\nfa = \"firefox-fa-en\"\n\n",
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let told = kept(&path);
            assert!(told.ends_with(lines), "{told}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        std::fs::write(&path, "beems = 2").unwrap();
        assert!(keep(&path, &chosen(), &mut Vec::new()).is_err());
    }
}
