//! `mujaz models list`: shows the catalogue and the models on this machine.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{aligned, human, licence_in_words};
use crate::brief::json_pretty;
use crate::cli::Exit;
use crate::cli::codes::check_language;
use crate::cli::output::line_width;
use crate::model::{Catalogue, Entry, Kind, Located, ModelError, Places, Score};
use crate::text::language_name;

/// Whether a model is on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// It is in the user's folder.
    Installed,
    /// It lies beside the program.
    Ships,
    /// Some of its files are missing.
    Incomplete,
    /// It can be pulled.
    Pull,
    /// It is neither here nor on a hub.
    Absent,
}

/// One line of the list.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    kind: Option<Kind>,
    source: Vec<String>,
    target: Vec<String>,
    licence: Option<String>,
    needs_licence: bool,
    recommended: bool,
    /// Millions of parameters.
    parameters: Option<u32>,
    repository: Option<String>,
    revision: Option<String>,
    state: State,
    path: Option<PathBuf>,
    /// Size on disk, if it is here.
    bytes: Option<u64>,
    scores: Vec<Score>,
    note: Option<String>,
}

/// Lists the models, or with `from` only the translators that read that language.
pub(super) fn list(
    catalogue: &Catalogue,
    places: &Places,
    from: Option<&str>,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut rows = rows(catalogue, places);
    if let Some(from) = from {
        check_language(from)?;
        rows.retain(|row| {
            let translates = row.kind == Some(Kind::Translator);
            translates && row.source.iter().any(|language| language == from)
        });
    }
    if json {
        writeln!(out, "{}", json_pretty(&rows)?)?;
    } else if let (Some(from), true) = (from, rows.is_empty()) {
        writeln!(
            out,
            "No translator in the catalogue reads {}.",
            language_name(from)
        )?;
    } else {
        out.write_all(table(&rows, line_width()).as_bytes())?;
    }
    Ok(Exit::Success)
}

/// The catalogue in its own order, then other models on this machine by name.
fn rows(catalogue: &Catalogue, places: &Places) -> Vec<Row> {
    let known: BTreeSet<&str> = catalogue
        .entries()
        .iter()
        .map(|e| e.name.as_str())
        .collect();
    let others = places
        .names()
        .into_iter()
        .filter(|name| !known.contains(name.as_str()));
    let names = catalogue
        .entries()
        .iter()
        .map(|entry| entry.name.clone())
        .chain(others);
    names.map(|name| row(catalogue, places, name)).collect()
}

fn row(catalogue: &Catalogue, places: &Places, name: String) -> Row {
    let entry = catalogue.find(&name);
    let located = places.locate(catalogue, &name);
    let state = state(places, entry, &located);
    let located = located.ok();
    let licence = match &located {
        Some(located) => located.licence().map(str::to_string),
        None => entry.and_then(|entry| entry.licence.clone()),
    };
    let lock = located.as_ref().and_then(|located| located.lock.as_ref());
    Row {
        kind: entry.map(|entry| entry.kind),
        source: entry.map(|entry| entry.source.clone()).unwrap_or_default(),
        target: entry.map(|entry| entry.target.clone()).unwrap_or_default(),
        licence,
        needs_licence: entry.is_some_and(|entry| entry.needs_licence),
        recommended: entry.is_some_and(|entry| entry.recommended),
        parameters: entry.and_then(|entry| entry.parameters),
        repository: entry.and_then(|entry| entry.repository.clone()),
        revision: lock.map(|lock| lock.revision.clone()),
        state,
        bytes: located.as_ref().map(|located| size(&located.dir)),
        path: located.map(|located| located.dir),
        scores: entry.map(|entry| entry.scores.clone()).unwrap_or_default(),
        note: entry.map(|entry| entry.note.clone()),
        name,
    }
}

fn state(places: &Places, entry: Option<&Entry>, located: &Result<Located, ModelError>) -> State {
    let on_hub = entry.is_some_and(|entry| entry.repository.is_some());
    match located {
        Ok(located) => match places.user() {
            Ok(user) if located.dir.starts_with(user) => State::Installed,
            _ => State::Ships,
        },
        // Of what the disk hides, or this user may not enter, nothing is known.
        Err(ModelError::NotFound { .. } | ModelError::Io { .. }) if on_hub => State::Pull,
        Err(ModelError::NotFound { .. } | ModelError::Io { .. }) => State::Absent,
        Err(_) => State::Incomplete,
    }
}

/// The total size of the files directly in a folder, in bytes.
fn size(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else {
        return 0;
    };
    // `metadata` of the path, not of the entry, so that a link counts as the file it leads to.
    entries
        .flatten()
        .filter_map(|entry| fs::metadata(entry.path()).ok())
        .filter(fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}

/// The table of the list, with at most so many characters in a line where that is possible.
fn table(rows: &[Row], most: usize) -> String {
    let header = ["", "NAME", "KIND", "LANGUAGES", "LICENCE", "SIZE", "STATE"];
    let mut lines = vec![header.map(String::from)];
    for row in rows {
        lines.push([
            String::from(if row.recommended { "*" } else { "" }),
            row.name.clone(),
            row.kind
                .map_or_else(|| "-".to_string(), |kind| kind.to_string()),
            languages(row),
            licence_in_words(row.licence.as_deref(), ships(row)).to_owned(),
            match (row.bytes, row.parameters) {
                (Some(bytes), _) => human(bytes),
                (None, Some(millions)) => format!("{millions} M parameters"),
                (None, None) => "-".to_string(),
            },
            match row.state {
                State::Installed => "installed".to_string(),
                State::Ships => "ships with mujaz".to_string(),
                State::Incomplete => format!("incomplete; see mujaz models verify {}", row.name),
                State::Pull if row.needs_licence => {
                    format!("mujaz models pull {} --accept-license", row.name)
                }
                State::Pull => format!("mujaz models pull {}", row.name),
                State::Absent => "not here".to_string(),
            },
        ]);
    }
    let mut text = aligned(&lines, most);
    text.push_str("\n*  recommended\n");
    text
}

/// Whether it is a model of the catalogue that comes with mujaz.
fn ships(row: &Row) -> bool {
    row.kind.is_some() && row.repository.is_none()
}

fn languages(row: &Row) -> String {
    let join = |codes: &[String]| match codes.len() {
        0 => "-".to_string(),
        1..=3 => codes.join(","),
        many => format!("{many} languages"),
    };
    match row.kind {
        Some(Kind::Translator) => format!("{} to {}", join(&row.source), join(&row.target)),
        _ => join(&row.source),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn places(dir: &Path) -> Places {
        Places::new(
            Some(dir.join("user")),
            vec![dir.join("user"), dir.join("shipped")],
        )
    }

    fn model(dir: &Path) {
        fs::create_dir_all(dir).unwrap();
        for file in ["config.json", "tokenizer.json", "model.safetensors"] {
            fs::write(dir.join(file), "{}").unwrap();
        }
    }

    #[test]
    fn each_state_is_told() {
        let dir = tempfile::tempdir().unwrap();
        model(&dir.path().join("shipped/starter-ar-en"));
        model(&dir.path().join("user/opus-mt-fr-en"));
        model(&dir.path().join("user/mine"));
        fs::create_dir_all(dir.path().join("user/.opus-mt-de-en.partial")).unwrap();
        let rows = rows(&Catalogue::builtin(), &places(dir.path()));
        let state = |name: &str| rows.iter().find(|row| row.name == name).unwrap().state;
        assert_eq!(state("starter-ar-en"), State::Ships);
        assert_eq!(state("opus-mt-fr-en"), State::Installed);
        assert_eq!(state("opus-mt-de-en"), State::Incomplete);
        assert_eq!(state("opus-mt-ru-en"), State::Pull);
        assert_eq!(rows.last().unwrap().name, "mine");
        assert_eq!(rows.last().unwrap().bytes, Some(6));
    }

    #[test]
    fn the_table_is_aligned_and_marks_the_recommended_model() {
        let dir = tempfile::tempdir().unwrap();
        let text = table(
            &rows(&Catalogue::builtin(), &places(dir.path())),
            usize::MAX,
        );
        let lines: Vec<&str> = text.lines().collect();
        let column = lines[0].find("KIND").unwrap();
        let line = lines.iter().find(|line| line.contains("tc-big")).unwrap();
        assert!(line.starts_with("*  opus-mt-tc-big-ar-en  "), "{line}");
        assert_eq!(&line[column..column + 10], "translator");
        assert!(line.contains("  ar to en  "), "{line}");
        assert!(lines[1].contains("  for trying out  "), "{text}");
        assert!(text.contains("mujaz models pull nllb-200-distilled-600M --accept-license"));
        assert!(lines.iter().all(|line| !line.ends_with(' ')));
    }

    #[test]
    fn the_json_holds_every_model() {
        let dir = tempfile::tempdir().unwrap();
        let mut out = Vec::new();
        let catalogue = Catalogue::builtin();
        assert_eq!(
            list(&catalogue, &places(dir.path()), None, true, &mut out).unwrap(),
            Exit::Success
        );
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value.as_array().unwrap().len(), catalogue.entries().len());
        assert_eq!(value[0]["name"], "starter-ar-en");
        assert_eq!(value[0]["state"], "absent");
        assert_eq!(value[1]["state"], "pull");
    }

    #[test]
    fn the_translators_from_one_language_are_listed_alone() {
        let dir = tempfile::tempdir().unwrap();
        let listed = |from: &str| {
            let mut out = Vec::new();
            let places = places(dir.path());
            list(&Catalogue::builtin(), &places, Some(from), false, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let text = listed("he");
        for name in ["opus-mt-tc-big-he-en", "firefox-he-en", "m2m100_418M"] {
            assert!(text.contains(name), "{name}: {text}");
        }
        let others = text.contains("-ar-en") || text.contains("distilbart");
        assert!(!others, "{text}");
        let text = listed("cy");
        assert_eq!(text, "No translator in the catalogue reads Welsh.\n");
        let (catalogue, places) = (Catalogue::builtin(), places(dir.path()));
        let named = list(&catalogue, &places, Some("hebrew"), false, &mut Vec::new());
        let error = named.unwrap_err().to_string();
        assert!(error.ends_with("(ISO 639-1), here he"), "{error}");
    }
}
