//! Plain text of which a mail program broke the lines at spaces (RFC 3676, `format=flowed`). This file owns
//! how these lines are joined again; it never guesses: other text is joined where paragraphs are found.

/// What stands on the line before a signature.
const SIGNATURE: &str = "-- ";

/// The text with the broken lines of each paragraph joined, quoted ones with each other; `deletes` says that
/// the space at a break was added (`DelSp=yes`).
pub(super) fn joined(text: &str, deletes: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    // The depth of quotation of the last line, if it goes on.
    let mut open = None;
    for line in text.lines() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        // A space is set before lines that begin with one; what is no quotation must not become one.
        let content = match content.strip_prefix(' ') {
            Some(stuffed) if depth > 0 || !stuffed.starts_with('>') => stuffed,
            _ => content,
        };
        let is_whole = content.is_empty() || content == SIGNATURE;
        let goes_on = content.ends_with(' ') && !is_whole;
        let own = if goes_on && deletes {
            &content[..content.len() - 1]
        } else {
            content
        };
        match lines.last_mut() {
            Some(last) if open == Some(depth) && !is_whole => last.push_str(own),
            _ if depth > 0 => lines.push(format!("{} {own}", ">".repeat(depth))),
            _ => lines.push(own.to_owned()),
        }
        open = goes_on.then_some(depth);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_end_in_a_space_go_on() {
        for (text, deletes, expected) in [
            (
                "قال \nالوزير.\n\nوأضاف \nنعم.",
                false,
                "قال الوزير.\n\nوأضاف نعم.",
            ),
            ("قال \n\nالوزير.", false, "قال \n\nالوزير."),
            ("سطر\nآخر", false, "سطر\nآخر"),
            ("北京 \n举行", true, "北京举行"),
            (" >لا اقتباس", false, " >لا اقتباس"),
            ("> قال \n> الوزير \nنعم", false, "> قال الوزير \nنعم"),
            ("نص \n-- \nليلى", false, "نص \n-- \nليلى"),
        ] {
            assert_eq!(joined(text, deletes), expected, "{text:?}");
        }
    }
}
