//! The tokenizer "13a" of the WMT evaluations, as sacrebleu implements it.

/// The text with spaces inserted where 13a separates tokens; a token is then what lies between
/// white space.
pub(super) fn tokenize_13a(text: &str) -> String {
    let text = text
        .replace("<skipped>", "")
        .replace("-\n", "")
        .replace('\n', " ");
    let text = if text.contains('&') {
        // One after the other, so that &amp;lt; becomes <, as in sacrebleu.
        text.replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
    } else {
        text
    };
    // Every rule tests for ASCII or for "not a digit" and puts spaces beside ASCII, so bytes
    // suffice.
    let line = symbols(format!(" {text} ").as_bytes());
    // ([^0-9])([\.,]) becomes "\1 \2 "
    let line = pairs(&line, |a, b| !a.is_ascii_digit() && is_point(b), after);
    // ([\.,])([^0-9]) becomes " \1 \2"
    let line = pairs(&line, |a, b| is_point(a) && !b.is_ascii_digit(), before);
    // ([0-9])(-) becomes "\1 \2 "
    let line = pairs(&line, |a, b| a.is_ascii_digit() && b == b'-', after);
    String::from_utf8(line).expect("splitting a character is a bug")
}

/// Puts spaces around all ASCII punctuation but apostrophe, comma, dash and full stop.
fn symbols(line: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len() * 2);
    for &byte in line {
        if byte.is_ascii_punctuation() && !matches!(byte, b'\'' | b',' | b'-' | b'.') {
            out.extend([b' ', byte, b' ']);
        } else {
            out.push(byte);
        }
    }
    out
}

/// Replaces pairs as a regular expression does: from the left, without overlap.
fn pairs(
    line: &[u8],
    matched: impl Fn(u8, u8) -> bool,
    replacement: impl Fn(u8, u8) -> [u8; 4],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len() * 2);
    let mut rest = line;
    while let [first, tail @ ..] = rest {
        match tail {
            [second, tail @ ..] if matched(*first, *second) => {
                out.extend(replacement(*first, *second));
                rest = tail;
            }
            _ => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

fn is_point(byte: u8) -> bool {
    matches!(byte, b'.' | b',')
}

fn after(a: u8, b: u8) -> [u8; 4] {
    [a, b' ', b, b' ']
}

fn before(a: u8, b: u8) -> [u8; 4] {
    [b' ', a, b' ', b]
}

#[cfg(test)]
mod tests {
    use super::super::python::words;
    use super::*;

    fn tokens(text: &str) -> String {
        words(&tokenize_13a(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_stay_whole_and_sentences_end() {
        assert_eq!(tokens("It cost 1,000.5."), "It cost 1,000.5 .");
        assert_eq!(tokens("in 2019, not 2020-21"), "in 2019 , not 2020 - 21");
        assert_eq!(tokens("U.S.-based (don't)"), "U . S . -based ( don't )");
    }

    #[test]
    fn only_ascii_is_parted() {
        assert_eq!(tokens("«café»… 5٫5€."), "«café»… 5٫5€ .");
    }

    #[test]
    fn entities_and_skipped_text_are_resolved_in_order() {
        assert_eq!(tokens("&quot;a&quot; &amp;lt; b"), "\" a \" < b");
        assert_eq!(tokens("&amp;quot;"), "& quot ;");
        assert_eq!(
            tokens("a<skipped>b re-\nturn two\nlines"),
            "ab return two lines"
        );
    }
}
