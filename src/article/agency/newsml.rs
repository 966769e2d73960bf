//! NewsML 1 of the IPTC: the texts in the components of an item, each under the lines of news that
//! belong to it.

use super::{Story, extended, headline_of, inline, line_in, line_of, skipped};
use crate::article::Refusal;
use crate::article::element::Element;

/// Kinds of content that are no text.
const NO_TEXT: [&str; 5] = ["animation", "audio", "graphic", "photo", "video"];

/// The stories of an item; `sent` is the date of the envelope around it.
pub(super) fn stories(item: &Element, sent: Option<&str>) -> Vec<Result<Story, Refusal>> {
    let mut found = Found::default();
    for component in item
        .elements()
        .filter(|part| part.name() == "newscomponent")
    {
        found.component(component, None);
    }
    let management = item.child("newsmanagement");
    let stated = ["firstcreated", "thisrevisioncreated"]
        .into_iter()
        .find_map(|name| line_in(management?, name));
    let date = stated.as_deref().or(sent).map(extended);
    let language = item
        .find("language")
        .and_then(|language| language.attribute("FormalName"))
        .or_else(|| item.attribute("lang"));
    if found.stories.is_empty() {
        return vec![Err(skipped("the item has no text"))];
    }
    let stories = found.stories.into_iter().map(|story| {
        Ok(Story {
            date: date.clone().or(story.date),
            language: language.map(str::to_owned).or(story.language),
            ..story
        })
    });
    stories.collect()
}

/// The stories that were found in the components of an item.
#[derive(Debug, Default)]
struct Found<'e> {
    stories: Vec<Story>,
    /// The lines of the last story.
    lines: Option<&'e Element>,
    /// The paragraphs of all stories.
    texts: usize,
}

impl<'e> Found<'e> {
    /// Takes the texts of a component; `above` are the lines of the component around it.
    fn component(&mut self, component: &'e Element, above: Option<&'e Element>) {
        let own = component.child("newslines");
        let lines = own
            .filter(|lines| line_in(lines, "headline").is_some())
            .or(above);
        // Equivalents say the same, in other formats or languages.
        let only_first = component
            .attribute("EquivalentsList")
            .is_some_and(|value| value.eq_ignore_ascii_case("yes"));
        let role = component.child("role");
        let role = role.and_then(|role| role.attribute("FormalName"));
        let is_caption = role.is_some_and(|role| role.to_ascii_lowercase().contains("caption"));
        let before = self.texts;
        for part in component.elements() {
            match part.name() {
                "newscomponent" => self.component(part, lines),
                "contentitem" => {
                    if let Some(story) = content_of(part) {
                        self.add(story, lines, is_caption);
                    }
                }
                _ => {}
            }
            if only_first && self.texts > before {
                break;
            }
        }
    }

    /// Adds a text: to the last story if it is under the same lines or a caption.
    fn add(&mut self, story: Story, lines: Option<&'e Element>, is_caption: bool) {
        self.texts += story.text.len();
        let is_same = match (self.lines, lines) {
            (Some(last), Some(own)) => std::ptr::eq(last, own),
            (None, None) => true,
            _ => false,
        };
        if let Some(last) = self.stories.last_mut()
            && (is_same || is_caption)
        {
            last.text.extend(story.text);
            return;
        }
        self.lines = lines;
        self.stories.push(match lines {
            Some(lines) => under(lines, story),
            None => story,
        });
    }
}

/// The text of a piece of content, if it is one.
fn content_of(item: &Element) -> Option<Story> {
    let kind = item.child("mediatype");
    let kind = kind.and_then(|kind| kind.attribute("FormalName"));
    if kind.is_some_and(|kind| NO_TEXT.iter().any(|none| kind.eq_ignore_ascii_case(none))) {
        return None;
    }
    inline(item.child("datacontent")?)
}

/// A story under its lines of news.
fn under(lines: &Element, story: Story) -> Story {
    let said = |names: &[&str]| -> Vec<String> {
        let lines = lines.elements();
        let lines = lines.filter(|line| names.contains(&line.name()));
        lines.filter_map(line_of).collect()
    };
    let or = |own: Vec<String>, other: Vec<String>| if own.is_empty() { other } else { own };
    Story {
        title: lines
            .child("headline")
            .and_then(headline_of)
            .or(story.title),
        standfirst: or(said(&["subheadline"]), story.standfirst),
        byline: or(said(&["byline", "dateline"]), story.byline),
        ..story
    }
}
