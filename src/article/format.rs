//! The file formats that mujaz reads. This file owns their names and extensions; each format is
//! read in a file of its own.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// The file formats that mujaz reads. A new one is a variant here and an arm in `read`, which
/// names the file that reads it; the rest of the program asks this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// A web page.
    Html,
    /// One article, or an array of articles, as JSON objects.
    Json,
    /// One JSON object on each line.
    Jsonl,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Txt, Self::Md, Self::Html, Self::Json, Self::Jsonl];

    /// The extensions of its files in lower case, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Txt => &["txt", "text"],
            Self::Md => &["md", "markdown"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Json => &["json"],
            Self::Jsonl => &["jsonl", "ndjson"],
        }
    }

    /// Whether one file may hold several articles.
    pub fn holds_several(self) -> bool {
        match self {
            Self::Txt | Self::Md | Self::Html => false,
            Self::Json | Self::Jsonl => true,
        }
    }

    /// The format that a file's extension stands for, in any case.
    ///
    /// # Errors
    /// The extension in lower case, if no format has it.
    pub fn of_path(path: &Path) -> Result<Self, String> {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|format| format.extensions().contains(&extension.as_str()))
            .ok_or(extension)
    }

    /// The extensions of all formats, for people: ".txt, .text, .md".
    pub fn listed() -> String {
        let extensions = Self::ALL.iter().flat_map(|format| format.extensions());
        let dotted: Vec<String> = extensions
            .map(|extension| format!(".{extension}"))
            .collect();
        dotted.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_stand_for_one_format_each_in_any_case() {
        let mut seen = std::collections::BTreeSet::new();
        for format in Format::ALL {
            for extension in format.extensions() {
                assert!(seen.insert(*extension), "{extension}");
                let path = format!("a.b.{}", extension.to_uppercase());
                assert_eq!(Format::of_path(Path::new(&path)), Ok(format));
            }
        }
        assert_eq!(Format::of_path(Path::new("a.DOCX")), Err("docx".to_owned()));
        assert_eq!(Format::of_path(Path::new("txt")), Err(String::new()));
    }

    #[test]
    fn the_readme_names_every_format() {
        let readme = include_str!("../../README.md");
        for format in Format::ALL {
            let usual = format.extensions()[0];
            assert!(readme.contains(&format!("`.{usual}`")), "{usual}");
        }
    }
}
