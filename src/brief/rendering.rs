//! The formats that briefs are written in. This file owns their names and extensions and renders
//! JSON; Markdown and HTML are rendered in files of their own.

use super::html::html;
use super::json_line::json_pretty;
use super::markdown::markdown;
use super::types::Brief;

/// The formats that briefs are written in. A new one is a variant here, with a file that renders
/// it; the rest of the program asks this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rendering {
    /// Markdown, for people and for editors.
    Markdown,
    /// JSON: the brief itself, from which the others can be made again.
    Json,
    /// A web page.
    Html,
}

impl Rendering {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Json, Self::Html];

    /// The extension of its files, which is also its name on the command line.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
            Self::Html => "text/html",
        }
    }

    /// The rendering with this extension.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|rendering| rendering.extension() == extension)
    }

    /// The extensions of all renderings, for people: "md, json, html".
    pub fn listed() -> String {
        Self::ALL.map(Self::extension).join(", ")
    }

    /// The content of a brief's file.
    pub fn render(self, brief: &Brief) -> String {
        match self {
            Self::Markdown => markdown(brief),
            Self::Json => json(brief),
            Self::Html => html(brief),
        }
    }
}

fn json(brief: &Brief) -> String {
    let mut text =
        json_pretty(brief).expect("a brief of strings and numbers that is not JSON is a bug");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rendering_is_found_by_its_extension() {
        for rendering in Rendering::ALL {
            assert_eq!(
                Rendering::of_extension(rendering.extension()),
                Some(rendering)
            );
        }
        assert_eq!(Rendering::of_extension("pdf"), None);
        assert_eq!(Rendering::listed(), "md, json, html");
    }
}
