//! Texts in both directions: an English sentence that quotes a source from right to left, and the
//! reverse. What runs in the other direction is told apart, so that a page can isolate it; without
//! that, a list of such words is shown from its end, and the signs around it in a wrong place.

use crate::text::{Direction, Script};

/// Signs that part what is quoted: after them, the sentence goes on in its own direction.
const PARTING: [char; 4] = [',', ';', '“', '”'];

/// The parts of a text that run in one direction, and whether this is from right to left, as `base`
/// says of the text. Letters tell it; what stands between two letters of the other direction than
/// the text's runs with them, unless the signs of the text part them. Digits run with letters from
/// left to right before them, and with letters from right to left that they are joined to.
pub(super) fn parts(text: &str, base: bool) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut begun, mut other) = (0, None::<(usize, usize)>);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let strong = Script::of(c).and_then(|script| match script.direction() {
            Direction::RightToLeft => Some(true),
            Direction::LeftToRight => Some(false),
            Direction::Auto => None,
        });
        let is_parted = |last: usize| !base && text[last..at].contains(PARTING);
        match (strong, &mut other) {
            (Some(direction), Some((_, last))) if direction != base && !is_parted(*last) => {
                *last = end;
            }
            (Some(direction), None) if direction != base => other = Some((at, end)),
            (Some(direction), Some((start, last))) => {
                parts.push((&text[begun..*start], base));
                parts.push((&text[*start..*last], !base));
                begun = *last;
                other = (direction != base).then_some((at, end));
            }
            (None, Some((_, last))) if runs_with(c, &text[*last..at], base) => *last = end,
            _ => {}
        }
    }
    if let Some((start, last)) = other {
        parts.push((&text[begun..start], base));
        parts.push((&text[start..last], !base));
        begun = last;
    }
    parts.push((&text[begun..], base));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// An English sentence that may quote its source, as HTML: each part is escaped by `escape`, and
/// what runs from right to left is isolated, so that a list of it is read in its order. `attributes`
/// are those of the isolated parts, each with a space before it.
pub(super) fn isolated_html(
    text: &str,
    attributes: &str,
    escape: impl Fn(&str) -> String,
) -> String {
    let html = parts(text, false).into_iter().map(|(part, is_foreign)| {
        let part = escape(part);
        if is_foreign {
            format!("<bdi{attributes}>{part}</bdi>")
        } else {
            part
        }
    });
    html.collect()
}

/// Whether a digit belongs to letters of the other direction than the text's, which stand before it
/// and before what is `between`.
fn runs_with(c: char, between: &str, base: bool) -> bool {
    if base {
        c.is_ascii_digit()
    } else {
        let ends = |c: char| c.is_whitespace() || PARTING.contains(&c);
        c.is_numeric() && !between.contains(ends)
    }
}

/// Whether a text has letters that are written from right to left.
pub(super) fn has_right_to_left(text: &str) -> bool {
    let scripts = text.chars().filter_map(Script::of);
    scripts
        .map(Script::direction)
        .any(|direction| direction == Direction::RightToLeft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_both_directions_is_divided() {
        assert_eq!(
            parts("قال Al Jazeera 24 في 10 مدن", true),
            [
                ("قال ", true),
                ("Al Jazeera 24", false),
                (" في 10 مدن", true)
            ]
        );
        assert_eq!(
            parts("Lost: رئيس الوزراء (12)", false),
            [("Lost: ", false), ("رئيس الوزراء", true), (" (12)", false)]
        );
        assert_eq!(parts("abc", false), [("abc", false)]);
        assert_eq!(parts("", false), []);
    }

    #[test]
    fn words_of_a_list_are_parts_of_their_own() {
        assert_eq!(
            parts("Nothing: سد, وادي النيل.", false),
            [
                ("Nothing: ", false),
                ("سد", true),
                (", ", false),
                ("وادي النيل", true),
                (".", false)
            ]
        );
        assert_eq!(
            parts("“سد”, “نهر”", false),
            [
                ("“", false),
                ("سد", true),
                ("”, “", false),
                ("نهر", true),
                ("”", false)
            ]
        );
        // In a text from right to left, a comma belongs to what is quoted.
        assert_eq!(
            parts("زار Paris, Texas أمس", true),
            [("زار ", true), ("Paris, Texas", false), (" أمس", true)]
        );
    }

    #[test]
    fn digits_run_with_the_word_that_they_are_joined_to() {
        assert_eq!(
            parts("of كوفيد-19 only", false),
            [("of ", false), ("كوفيد-19", true), (" only", false)]
        );
        assert_eq!(parts("سد, 12 3", false), [("سد", true), (", 12 3", false)]);
    }

    #[test]
    fn letters_tell_whether_something_runs_from_right_to_left() {
        assert!(has_right_to_left("a סכר"));
        assert!(!has_right_to_left("été 12, плотина"));
    }
}
