//! The check of what reading left out. It compares amounts: whether a text belongs to a story is decided
//! where pages are read.

use crate::article::LeftOut;
use crate::brief::{Flag, FlagKind};
use crate::text::language_name;

/// Minimum number of words left out that a reader should know of.
const WORDS: usize = 40;

/// The smallest share of the article's words, in percent, for the same.
const SHARE: usize = 20;

/// Reports parts of the article that could not be read, and prose of the page that is not in the article
/// and may belong to it, if it is much; `words` is the number of words of the article.
pub fn reading(left_out: &LeftOut, words: usize) -> Option<Flag> {
    let lost = left_out.kinds.iter().filter(|kind| kind.is_loss());
    let lost: Vec<&str> = lost.map(|kind| kind.words()).collect();
    if !lost.is_empty() {
        let message = format!("Not all of the article could be read: {}.", lost.join(", "));
        return Some(Flag::new(FlagKind::Reading, message));
    }
    let much = left_out.prose >= WORDS && left_out.prose * 100 >= words * SHARE;
    much.then(|| {
        let kinds = left_out.in_words();
        Flag::new(
            FlagKind::Reading,
            format!(
                "About {} words of sentences were left out ({kinds}); see whether they belong to \
                 the article.",
                left_out.prose
            ),
        )
    })
}

/// Says that the language of an article, by its ISO 639-1 code, is a guess.
pub fn guessed(language: &str) -> Flag {
    let name = language_name(language);
    Flag::new(
        FlagKind::Language,
        format!("Its language is not sure: it was read as {name}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Reason;

    #[test]
    fn much_prose_beside_the_story_is_said() {
        let left_out = |prose| LeftOut {
            words: prose + 10,
            blocks: 3,
            prose,
            kinds: vec![Reason::Comments, Reason::Elsewhere],
        };
        let flag = reading(&left_out(60), 200);
        let message = flag.map(|flag| flag.message).unwrap_or_default();
        assert!(message.starts_with("About 60 words"), "{message}");
        assert!(
            message.contains("(comments, other parts of the page)"),
            "{message}"
        );
        let lost = LeftOut {
            blocks: 1,
            kinds: vec![Reason::Picture],
            ..LeftOut::default()
        };
        assert_eq!(
            reading(&lost, 1000).map(|flag| flag.message).as_deref(),
            Some("Not all of the article could be read: pages that are pictures.")
        );
        assert_eq!(reading(&left_out(60), 1000), None);
        assert_eq!(reading(&left_out(20), 30), None);
        assert_eq!(reading(&LeftOut::default(), 0), None);
    }
}
