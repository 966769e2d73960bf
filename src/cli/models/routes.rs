//! `mujaz models routes`: shows which translator each language gets.

use super::licence_in_words;
use crate::cli::codes::check_language;
use crate::cli::named::Named;
use crate::cli::routes::{Route, Routes};
use crate::model::{Catalogue, Located, ModelError, Places};
use crate::text::{TARGET, language_name};

/// The lines of a table with the translator of each of these languages, or of all if none is named.
pub(super) fn routes(
    catalogue: &Catalogue,
    places: &Places,
    named: &Named,
    languages: &[String],
) -> anyhow::Result<Vec<[String; 5]>> {
    let routes = Routes::new(named, places, catalogue)?;
    let codes: Vec<&str> = if languages.is_empty() {
        routes.languages().into_iter().collect()
    } else {
        languages.iter().map(String::as_str).collect()
    };
    let mut lines = vec![["", "LANGUAGE", "MODEL", "LICENCE", ""].map(String::from)];
    for code in codes {
        check_language(code)?;
        lines.push(line(code, routes.of(code, false)));
    }
    Ok(lines)
}

/// A language with the models that it gets, or the one to pull. The licence of two models is that of the
/// one which allows less.
fn line(code: &str, route: Result<Route<'_>, ModelError>) -> [String; 5] {
    let none = || "-".to_owned();
    let (name, licence, state) = match &route {
        Ok(Route::Named(located)) => {
            let name = located.name.clone();
            (name, licence(located), "named".to_owned())
        }
        Ok(Route::Pivot(legs)) => {
            let state = format!("named, by way of {}", language_name(&legs.through));
            (legs.name(), licence(legs.most_restricted()), state)
        }
        Ok(Route::Best(located)) => (located.name.clone(), licence(located), String::new()),
        Ok(Route::Missing(Some(entry))) => {
            let pull = format!("mujaz models pull {}", entry.name);
            let licence = licence_in_words(entry.licence.as_deref(), false);
            (none(), licence, pull)
        }
        Ok(Route::Missing(None)) if code == TARGET.code => {
            (none(), "-", "needs no translator".to_owned())
        }
        Ok(Route::Missing(None)) => (none(), "-", "not in the catalogue".to_owned()),
        Err(error) => {
            let told = error.to_string();
            let first = told.lines().next().unwrap_or_default();
            (none(), "-", first.to_owned())
        }
    };
    [
        code.to_owned(),
        language_name(code).to_owned(),
        name,
        licence.to_owned(),
        state,
    ]
}

/// The licence of a model on this machine, in words.
fn licence(located: &Located) -> &str {
    let entry = located.entry.as_ref();
    let ships = entry.is_some_and(|entry| entry.ships());
    licence_in_words(located.licence(), ships)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::aligned;
    use super::*;
    use crate::cli::file_settings::FileSettings;

    #[test]
    fn a_language_is_shown_with_its_model_or_the_command_that_brings_one() {
        let dir = tempfile::tempdir().unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/firefox");
        let model = dir.path().join("firefox-ar-en");
        fs::create_dir(&model).unwrap();
        for entry in fs::read_dir(fixtures).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, model.join(path.file_name().unwrap())).unwrap();
        }
        let places = Places::new(None, vec![dir.path().to_owned()]);
        let catalogue = Catalogue::builtin();
        let shown_with = |named: &Named, languages: &[&str]| {
            let languages: Vec<String> = languages.iter().map(|&code| code.to_owned()).collect();
            let lines = routes(&catalogue, &places, named, &languages).unwrap();
            aligned(&lines, usize::MAX)
        };
        let shown = |languages: &[&str]| shown_with(&Named::default(), languages);
        let text = shown(&["ar", "he", "xx"]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("ar  Arabic"), "{text}");
        assert!(lines[1].contains("firefox-ar-en  MPL-2.0"), "{text}");
        assert!(
            lines[2].ends_with("mujaz models pull opus-mt-tc-big-he-en"),
            "{text}"
        );
        assert!(lines[3].contains("not in the catalogue"), "{text}");
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let shipped = Places::new(None, vec![models]);
        let starter = shipped.locate(&catalogue, "starter-ar-en").unwrap();
        assert_eq!(licence(&starter), "for trying out");
        assert!(shown(&[]).lines().count() > 30);
        // A way through another language, whose first model has a licence that nobody knows.
        let many = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/m2m100");
        let way = format!("fa={}>ar>firefox-ar-en", many.display());
        let named = Named::read(&[way], &FileSettings::default()).unwrap();
        let text = shown_with(&named, &["fa", "ar"]);
        let line = "fa  Persian   m2m100>ar>firefox-ar-en  see model card  named, by way of Arabic";
        assert_eq!(text.lines().nth(1), Some(line));
        let line = text.lines().nth(2).unwrap();
        assert!(line.starts_with("ar  Arabic    firefox-ar-en "), "{line}");
    }
}
