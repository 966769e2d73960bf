//! The times that a page shows: `time` elements, microdata and microformats, and dates that only a class
//! names. This file owns which of them is the time of publication.

use super::elements::{Kind, is_inline, kind_of};
use super::events::{Event, Tag};
use super::furniture::says_updated;
use crate::article::extracted::one_line;
use crate::article::plain::is_byline;
use crate::text::{Language, count_words};

/// How many words before a time may be its label; with more, it stands in a sentence.
const LABEL_WORDS: usize = 3;

/// Maximum number of words of a date that only a class names, with its label and the time.
const SHOWN_WORDS: usize = 14;

/// Maximum number of elements and texts in such a date.
const SHOWN_EVENTS: usize = 24;

/// How many digits a year has, and how many a date without signs between.
const YEAR_DIGITS: usize = 4;
const DATE_DIGITS: usize = 8;

/// A time that a page shows.
#[derive(Debug, Default)]
pub(super) struct Time {
    /// Its `datetime`, or its text.
    value: String,
    /// Whether only the class of its element says that it is a date.
    shown: bool,
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
        is_time.then_some(Self {
            value,
            shown: false,
            of,
            place,
        })
    }

    /// The date that an element shows whose class says that it is one, without a label before a colon;
    /// `None` if its text has no year or more words than a date.
    pub(super) fn shown(text: &str, place: Place, language: &Language) -> Option<Self> {
        let digits = text.split(|c: char| !c.is_numeric());
        let has_year = digits
            .map(|run| run.chars().count())
            .any(|count| matches!(count, YEAR_DIGITS | DATE_DIGITS));
        if !has_year || count_words(text) > SHOWN_WORDS {
            return None;
        }
        let label = text.split(char::is_numeric).next().unwrap_or_default();
        let value = match label.rfind([':', '：']) {
            Some(at) => text[at..].trim_start_matches([':', '：', ' ']),
            // The name of the author is no part of a date.
            None if is_byline(label, language) => return None,
            None => text,
        };
        Some(Self {
            value: value.trim().to_owned(),
            shown: true,
            of: says_updated(label, language).then_some(Moment::Change),
            place,
        })
    }

    /// The time of publication: one that says so before others, an element for times before a class,
    /// one in the article before others, the first of equals; never that of a change, or one in the
    /// frame of the site.
    pub(super) fn of_publication(times: &[Self]) -> Option<&str> {
        let rank = |time: &&Self| {
            let is_stated = time.of == Some(Moment::Publication);
            (!is_stated, time.shown, !time.place.in_article)
        };
        times
            .iter()
            .filter(|time| time.of != Some(Moment::Change) && !time.place.in_frame)
            .min_by_key(rank)
            .map(|time| time.value.as_str())
    }
}

/// The text of a small element without blocks in it or a time of its own, from the events behind its
/// start tag.
pub(super) fn short_text(inside: &[Event]) -> Option<String> {
    let (mut depth, mut text) = (0_usize, String::new());
    // How deep the element is of which nothing is seen, such as an icon.
    let mut hidden = None;
    for event in inside.iter().take(SHOWN_EVENTS) {
        match event {
            Event::Open(tag) => {
                depth += 1;
                if hidden.is_none() && kind_of(&tag.name) == Kind::Hidden {
                    hidden = Some(depth);
                }
                if hidden.is_none() && (!is_inline(&tag.name) || is_time(tag)) {
                    return None;
                }
            }
            Event::Text(part) if hidden.is_none() => text.push_str(part),
            Event::Text(_) => {}
            Event::Close if depth == 0 => return Some(one_line(&text)),
            Event::Close => {
                hidden = hidden.filter(|at| *at != depth);
                depth -= 1;
            }
        }
    }
    None
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

    #[test]
    fn a_date_that_only_a_class_names_is_read_above_the_story() {
        let own = "<h1>عنوان الخبر الأول</h1>";
        for (shown, expected) in [
            (
                "<div class='post-date'>الثلاثاء 5 مارس 2024 - 10:30</div>",
                Some("الثلاثاء 5 مارس 2024 - 10:30"),
            ),
            (
                "<span class=date><svg><path/></svg>تاريخ النشر: <b>24 شعبان 1445 هـ</b></span>",
                Some("24 شعبان 1445 هـ"),
            ),
            ("<li id=publishDate>٥ مارس ٢٠٢٤</li>", Some("٥ مارس ٢٠٢٤")),
            // A `time` is more than a class.
            (
                "<div class=date>6 مارس 2024 <time datetime=2024-03-05></time></div>",
                Some("2024-03-05"),
            ),
            ("<div class=date>آخر تحديث: 6 مارس 2024</div>", None),
            ("<div class=updated-date>6 مارس 2024</div>", None),
            ("<div class=eventDate>6 مارس 2024</div>", None),
            ("<div class=post-date>بقلم ليلى حسن 6 مارس 2024</div>", None),
            ("<div class=date>أمس في 10:30</div>", None),
            (
                "<div class=related><span class=date>6 مارس 2024</span></div>",
                None,
            ),
        ] {
            let html = format!("{own}{shown}<p>نص</p>");
            assert_eq!(date(&html).as_deref(), expected, "{html}");
        }
        // The day on which the page is seen, and the date of another article.
        let shown = "<div class=date>6 مارس 2024</div>";
        assert_eq!(date(&format!("{shown}{own}<p>نص</p>")), None);
        let name = "<h1><a href=/>صحيفة المرفأ اليوم</a></h1>";
        assert_eq!(date(&format!("{name}{shown}{own}<p>نص</p>")), None);
        let name = "<h1>صحيفة المرفأ</h1>";
        assert_eq!(date(&format!("{name}{shown}{own}<p>نص</p>")), None);
        let story = "كلمة ".repeat(25);
        assert_eq!(date(&format!("{own}<p>{story}</p>{shown}")), None);
    }
}
