//! The times that a page shows: `time` elements, microdata and microformats. This file owns which of
//! them is the time of publication.

use super::events::Tag;
use super::furniture::says_updated;
use crate::article::extracted::one_line;
use crate::article::plain::is_byline;
use crate::text::Language;

/// How many words before a time may be its label; with more, it stands in a sentence.
const LABEL_WORDS: usize = 3;

/// A `time` element.
#[derive(Debug, Default)]
pub(super) struct Time {
    /// Its `datetime`, or its text.
    value: String,
    /// What it says that it is the time of, if it does.
    of: Option<Moment>,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Publication,
    Change,
}

/// Where a time stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) in_article: bool,
    /// Whether it stands in the frame of the site or beside the story.
    pub(super) in_frame: bool,
}

impl Time {
    /// The time that an element states, with the text before it on its line; `None` if it states none,
    /// or tells of one in the middle of a sentence.
    pub(super) fn of(
        tag: &Tag,
        text: &str,
        before: &str,
        place: Place,
        language: &Language,
    ) -> Option<Self> {
        let stated = ["datetime", "content", "title"];
        let stated = stated.into_iter().find_map(|key| tag.attribute(key));
        let value = stated
            .map(one_line)
            .filter(|value| !value.is_empty())
            .unwrap_or_else(|| text.to_owned());
        let label = last_words(before, LABEL_WORDS);
        let of = moment_of(tag).or_else(|| says_updated(label, language).then_some(Moment::Change));
        let in_sentence =
            of.is_none() && label.len() < before.trim().len() && !is_byline(before, language);
        let is_time = value.contains(char::is_numeric) && !in_sentence;
        is_time.then_some(Self { value, of, place })
    }

    /// The time of publication: one that says so before others, one in the article before others, the
    /// first of equals; never that of a change, or one in the frame of the site.
    pub(super) fn of_publication(times: &[Self]) -> Option<&str> {
        let rank = |time: &&Self| (time.of != Some(Moment::Publication), !time.place.in_article);
        times
            .iter()
            .filter(|time| time.of != Some(Moment::Change) && !time.place.in_frame)
            .min_by_key(rank)
            .map(|time| time.value.as_str())
    }
}

/// The end of a text from one of its last words on.
fn last_words(text: &str, count: usize) -> &str {
    let text = text.trim();
    let word = text.split_whitespace().rev().take(count).last();
    word.and_then(|word| text.rfind(word)).map_or(text, |at| {
        // The word may occur again later; the end from its first place is then shorter.
        &text[at..]
    })
}

/// Whether an element states a time: `time`, or microdata and microformats.
pub(super) fn is_time(tag: &Tag) -> bool {
    let of = |key: &str| tag.attribute(key).unwrap_or_default();
    tag.name == "time"
        || (tag.name != "meta" && of("itemprop") == "datePublished")
        || (tag.name == "abbr" && of("class").contains("published"))
}

fn moment_of(tag: &Tag) -> Option<Moment> {
    let said = [tag.attribute("itemprop"), tag.attribute("class")];
    let says = |words: &[&str]| {
        let said = said.iter().flatten().map(|value| value.to_lowercase());
        said.into_iter()
            .any(|value| words.iter().any(|word| value.contains(word)))
    };
    if tag.attribute("pubdate").is_some() || says(&["published", "pubdate", "datecreated"]) {
        Some(Moment::Publication)
    } else if says(&["modified", "updated"]) {
        Some(Moment::Change)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::dom::events;
    use super::super::page_meta::PageMeta;
    use crate::text::Language;

    fn date(html: &str) -> Option<String> {
        PageMeta::of(&events(html), Language::of("ar")).date()
    }

    #[test]
    fn the_time_of_publication_is_told_from_other_times() {
        for (html, expected) in [
            (
                "<header><time datetime=2026-01-01></header><article><time>5 مارس 2024</time>",
                "5 مارس 2024",
            ),
            (
                "<article><time itemprop=dateModified datetime=2024-04-01></time>\
                 <time itemprop=datePublished datetime=2024-03-05>",
                "2024-03-05",
            ),
            (
                "<time class='entry-date updated' datetime=2024-04-01></time><time datetime=2024-03-05>",
                "2024-03-05",
            ),
            (
                "<div class=related><time datetime=2020-01-01></time></div><p><time datetime=2024-03-05>",
                "2024-03-05",
            ),
        ] {
            assert_eq!(date(html).as_deref(), Some(expected), "{html}");
        }
        assert_eq!(
            date("<header><time datetime=2026-01-01></header><p>نص"),
            None
        );
        assert_eq!(date("<time>أمس</time>"), None);
        for html in [
            "<span itemprop=datePublished content=2024-03-05>أمس</span>",
            "<span itemprop=datePublished>2024-03-05</span>",
            "<abbr class=published title=2024-03-05>أمس</abbr>",
            "<aside><time class=published datetime=2020-01-01></time></aside>\
             <time datetime=2024-03-05></time>",
            "آخر تحديث: <time datetime=2024-04-04></time><br>نشر: <time datetime=2024-03-05></time>",
            "آخر تحديث: <time datetime=2024-04-04>أمس</time> نشر: <time datetime=2024-03-05></time>",
            "<p>ووقعت معركة قرب الموقع في <time datetime=1187-07-04></time></p>\
             <p>كتب محمد أحمد علي، <time datetime=2024-03-05></time></p>",
            "<p>حرر الجيش المدينة قبل ثمانية قرون يوم <time datetime=1187-07-04></time></p>\
             <time datetime=2024-03-05></time>",
        ] {
            assert_eq!(date(html).as_deref(), Some("2024-03-05"), "{html}");
        }
    }
}
