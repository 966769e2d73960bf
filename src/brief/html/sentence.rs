//! A sentence in the columns of a brief: its translation with its doubts, and its source. Both have
//! its number, by which the page's script finds one from the other.

use super::page::{escape, escape_clean, escape_doubt};
use crate::brief::types::{BriefSegment, Status};
use crate::brief::wording::{DOUBTED, clean, is_doubtful, reason, why};

/// The class of a sentence's mark, if it has one.
fn class_of(segment: &BriefSegment) -> Option<&'static str> {
    match segment.status {
        Status::Failed => Some("failed"),
        Status::Translated | Status::Flagged => is_doubtful(segment).then_some("flagged"),
    }
}

/// The translation of a sentence, with its doubts behind it; the source, whose attributes are
/// `source`, if there is none.
pub(super) fn english(number: usize, segment: &BriefSegment, source: &str) -> String {
    let text = match segment.status {
        Status::Failed => format!("<bdi {source}>{}</bdi>", escape(&segment.source)),
        Status::Translated | Status::Flagged => {
            match with_evidence(&segment.translation, segment) {
                text if text.is_empty() => {
                    "<span class=\"none\">(no English text)</span>".to_owned()
                }
                text => text,
            }
        }
    };
    let text = if segment.second {
        // It is no part of the text, so that it is not copied with it.
        format!("{text}<span class=\"second\" title=\"by the second translator\"></span>")
    } else {
        text
    };
    let Some(class) = class_of(segment) else {
        return numbered(number, &text);
    };
    let why = match segment.status {
        Status::Failed => format!(
            "(not translated: {})",
            escape_doubt(&reason(segment), source)
        ),
        Status::Translated | Status::Flagged => escape_doubt(&why(segment), source),
    };
    let marked = format!(
        "<mark class=\"{class}\" id=\"s{number}\"><a class=\"number\" href=\"#c{number}\">\
         [{number}]</a> {text}</mark>"
    );
    format!(
        "{} <span class=\"why\">{DOUBTED}{why}</span>",
        numbered(number, &marked)
    )
}

/// The source of a sentence.
pub(super) fn original(number: usize, segment: &BriefSegment) -> String {
    let text = with_evidence(&segment.source, segment);
    match class_of(segment) {
        Some(class) => numbered(number, &format!("<mark class=\"{class}\">{text}</mark>")),
        None => numbered(number, &text),
    }
}

fn numbered(number: usize, html: &str) -> String {
    format!("<span class=\"sentence\" data-sentence=\"{number}\">{html}</span>")
}

/// A text of a sentence, in which the words that its doubts are about are marked.
fn with_evidence(text: &str, segment: &BriefSegment) -> String {
    let text = clean(text);
    let mut words: Vec<String> = segment
        .flags
        .iter()
        .flat_map(|flag| flag.evidence.iter().map(|word| clean(word)))
        .filter(|word| !word.is_empty())
        .collect();
    // Of two that begin alike, the longer one is marked.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut out = String::new();
    let mut written = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let found = words.iter().find(|word| stands_at(&text, at, word));
        if let Some(word) = found {
            out.push_str(&escape_clean(&text[written..at]));
            out.push_str("<em class=\"evidence\">");
            out.push_str(&escape_clean(word));
            out.push_str("</em>");
            at += word.len();
            written = at;
        } else {
            at += c.len_utf8();
        }
    }
    out + &escape_clean(&text[written..])
}

/// Whether a word stands at this place of a text, and not inside of a longer one.
fn stands_at(text: &str, at: usize, word: &str) -> bool {
    let is_inside = |a: Option<char>, b: Option<char>| {
        a.zip(b)
            .is_some_and(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric())
    };
    text[at..].starts_with(word)
        && !is_inside(text[..at].chars().next_back(), word.chars().next())
        && !is_inside(
            word.chars().next_back(),
            text[at + word.len()..].chars().next(),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{Flag, FlagKind};

    fn segment(source: &str, translation: &str, evidence: &[&str]) -> BriefSegment {
        let words = evidence.iter().map(|word| (*word).to_owned());
        BriefSegment {
            status: Status::Flagged,
            flags: vec![Flag::new(FlagKind::Number, "It differs.").with_evidence(words)],
            ..BriefSegment::translated(source, translation)
        }
    }

    #[test]
    fn the_words_of_a_doubt_are_marked_on_both_sides() {
        let segment = segment(
            "في 10 مدن، لا 108 مدن",
            "In 108 or 10 & 1080 towns",
            &["10", "108"],
        );
        assert_eq!(
            original(4, &segment),
            "<span class=\"sentence\" data-sentence=\"4\"><mark class=\"flagged\">في \
             <em class=\"evidence\">10</em> مدن، لا <em class=\"evidence\">108</em> مدن</mark></span>"
        );
        assert_eq!(
            with_evidence(&segment.translation, &segment),
            "In <em class=\"evidence\">108</em> or <em class=\"evidence\">10</em> &amp; 1080 towns"
        );
    }

    #[test]
    fn a_sentence_by_the_second_translator_has_a_sign_that_is_not_its_text() {
        let mut segment = segment("ب", "b", &[]);
        assert!(!english(1, &segment, "").contains("second"));
        segment.second = true;
        segment.flags.clear();
        segment.status = Status::Translated;
        assert_eq!(
            english(1, &segment, ""),
            "<span class=\"sentence\" data-sentence=\"1\">b<span class=\"second\" \
             title=\"by the second translator\"></span></span>"
        );
    }

    #[test]
    fn words_of_the_source_in_a_doubt_are_isolated_one_by_one() {
        let mut segment = segment("س", "s", &["الكاظمي", "a<b"]);
        segment.flags[0].message = "Lost: ماكغورك, رئيس & الوزراء.".to_owned();
        let why = "⚠\u{a0}Lost: <bdi>ماكغورك</bdi>, <bdi>رئيس &amp; الوزراء</bdi>. \
            (concerns “<bdi>الكاظمي</bdi>”, “a&lt;b”)</span>";
        let shown = english(1, &segment, "");
        assert!(shown.ends_with(why), "{shown}");
        assert_eq!(english(1, &segment, "lang=\"fr\" dir=\"ltr\""), shown);
        let shown = english(1, &segment, "lang=\"ar\" dir=\"rtl\"");
        let spoken = why.replace("<bdi>", "<bdi lang=\"ar\" dir=\"rtl\">");
        assert!(shown.ends_with(&spoken), "{shown}");
        segment.status = Status::Failed;
        let why = "⚠\u{a0}(not translated: Lost: <bdi>ماكغورك</bdi>, <bdi>رئيس &amp; الوزراء</bdi>)</span>";
        let shown = english(1, &segment, "");
        assert!(shown.ends_with(why), "{shown}");
    }

    #[test]
    fn evidence_is_never_markup() {
        let segment = segment("<b> x", "a <b> c", &["<b>"]);
        assert_eq!(
            with_evidence("a <b> c", &segment),
            "a <em class=\"evidence\">&lt;b&gt;</em> c"
        );
    }
}
