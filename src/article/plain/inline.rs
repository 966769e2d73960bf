//! The inline markup of Markdown. This file owns taking it off a paragraph, so that readers, models
//! and checks see its words only.

use std::borrow::Cow;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// A word before the text, so that no sign at its start makes a list or a heading of it.
const GUARD: &str = "x ";

/// The sign for a line break that a writer asked for: Unicode's line separator.
pub(super) const HARD_BREAK: char = '\u{2028}';

/// The address given to marks of footnotes, which no link has.
const FOOTNOTE: &str = "^";

/// The text without emphasis, addresses of links, tags, pictures, marks of tasks and footnotes and
/// backslashes, and with characters for entities.
pub(super) fn without_markup(text: &str) -> Cow<'_, str> {
    let signs = ['*', '_', '[', '<', '&', '`', '\\', '~'];
    if !text.contains(signs) {
        return Cow::Borrowed(text);
    }
    let guarded = format!("{GUARD}{text}");
    // The definitions of `[text][name]` stand elsewhere in the file.
    let mut elsewhere = |link: BrokenLink<'_>| {
        let is_footnote = link.reference.starts_with('^');
        let is_reference = link.link_type == LinkType::Reference;
        let target = if is_footnote { FOOTNOTE } else { "" };
        (is_footnote || is_reference).then(|| (CowStr::from(target), CowStr::from("")))
    };
    let options = Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_with_broken_link_callback(&guarded, options, Some(&mut elsewhere));
    let mut out = String::with_capacity(text.len());
    let mut in_footnote = false;
    for event in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => in_footnote = &*dest_url == FOOTNOTE,
            Event::End(TagEnd::Link) => in_footnote = false,
            _ if in_footnote => {}
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push(HARD_BREAK),
            _ => {}
        }
    }
    let plain = out
        .strip_prefix(GUARD.trim_end())
        .unwrap_or(&out)
        .trim_start();
    let plain = ["[x] ", "[X] ", "[ ] "]
        .iter()
        .find_map(|mark| plain.strip_prefix(mark))
        .unwrap_or(plain);
    let plain = plain.trim_matches(|c: char| c.is_whitespace() || c == '\\');
    // Markup without a word keeps its place.
    if plain.is_empty() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(plain.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_markup_is_taken_off_and_words_stay() {
        for (text, plain) in [
            ("**نص** *مهم* و__آخر__.", "نص مهم و__آخر__."),
            ("قال [الوزير](https://a.b/c \"x\") نعم.", "قال الوزير نعم."),
            ("قال [الوزير][1] نعم.[^2]", "قال الوزير نعم."),
            ("[الوزير](https://a.b)", "الوزير"),
            (
                "نص<span style=\"a\"> آخر</span> &laquo;أ&raquo; 5 < 7",
                "نص آخر «أ» 5 < 7",
            ),
            ("1990. كان العام 2*3 = 6", "1990. كان العام 2*3 = 6"),
            ("- نص `رمز` ~~قديم~~\\", "- نص رمز قديم"),
            ("# وسم و\\*نجمة\\*", "# وسم و*نجمة*"),
            ("نص [1] بين قوسين", "نص [1] بين قوسين"),
            (
                "شارع النهر  \nالمدخل\\\nالبوابة",
                "شارع النهر\u{2028}المدخل\u{2028}البوابة",
            ),
            ("[x] الإنارة", "الإنارة"),
            ("**", "**"),
        ] {
            assert_eq!(without_markup(text), plain, "{text}");
        }
    }
}
