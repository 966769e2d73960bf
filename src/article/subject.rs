//! What mail programs write before the subject of an answer or of a mail that is passed on. This file
//! owns the table, for all languages: a program writes the words of its own language, not of the mail's.

/// The prefixes without the colon after them.
const PREFIXES: [&str; 31] = [
    "re",
    "fw",
    "fwd",
    // Arabic.
    "رد",
    "إعادة توجيه",
    "اعادة توجيه",
    // Persian.
    "پاسخ",
    // Hebrew.
    "השב",
    "תגובה",
    "הועבר",
    // Turkish.
    "ynt",
    "ilt",
    "İLT",
    // Russian.
    "Отв",
    "отв",
    "Пересл",
    // German, French, Spanish, Portuguese.
    "aw",
    "wg",
    "antw",
    "tr",
    "rv",
    "res",
    "enc",
    // The Scandinavian languages.
    "sv",
    "vs",
    "vb",
    // Chinese.
    "回复",
    "答复",
    "回覆",
    "转发",
    "轉寄",
];

/// The subject of a mail without such prefixes, as the end of what was given.
pub(super) fn without_prefixes(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    while let Some(behind) = PREFIXES.iter().find_map(|prefix| behind(rest, prefix)) {
        rest = behind;
    }
    rest
}

fn behind<'s>(subject: &'s str, prefix: &str) -> Option<&'s str> {
    let begin = subject.trim_start_matches(is_direction);
    let (own, rest) = begin.split_at_checked(prefix.len())?;
    if !own.eq_ignore_ascii_case(prefix) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = counted(rest).unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix([':', '：'])?;
    Some(rest.trim_start_matches(|c: char| c.is_whitespace() || is_direction(c)))
}

/// What stands behind the number of answers: `[2]`.
fn counted(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['[', '('])?;
    let rest = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix([']', ')'])
}

/// Whether a character only sets the direction of writing.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_answers_and_of_what_is_passed_on_are_no_part_of_a_subject() {
        for subject in [
            "رد: السد ممتلئ",
            "Re: السد ممتلئ",
            "RE: FW: السد ممتلئ",
            "Fwd : السد ممتلئ",
            "Re[2]: السد ممتلئ",
            "Re (3): السد ممتلئ",
            "\u{200f}رد: \u{200f}إعادة توجيه: السد ممتلئ",
            "TR: السد ممتلئ",
            "AW: WG: السد ممتلئ",
            "İLT: السد ممتلئ",
            "回复：转发: السد ممتلئ",
            " السد ممتلئ",
        ] {
            assert_eq!(without_prefixes(subject), "السد ممتلئ", "{subject}");
        }
        for subject in [
            "رد فعل: السد ممتلئ",
            "ردود: السد ممتلئ",
            "Reuters: السد ممتلئ",
            "Red: السد",
            "السد: رد: ممتلئ",
            "[News] Re: السد",
            "Re السد ممتلئ",
        ] {
            assert_eq!(without_prefixes(subject), subject);
        }
        assert_eq!(without_prefixes("Re:"), "");
    }
}
