//! The longest article. This file owns refusing one that would take memory out of all proportion: of
//! an article that is being translated, all sentences are held at once.

use crate::article::{Article, Refusal};
use crate::text::{Language, segment};

use super::languages::Languages;

/// Most bytes of an article's text; a long novel has 5 MB in Arabic.
const MOST_TEXT: usize = 32 << 20;

/// Most segments of an article, each of which takes some 3 KB until the brief is written; a long
/// novel has 40,000.
const MOST_SEGMENTS: usize = 100_000;

/// Refuses an article that is too long to be held.
pub(super) fn check_length(article: &Article, languages: &Languages) -> Result<(), Refusal> {
    within(article, languages, MOST_TEXT, MOST_SEGMENTS)
}

fn within(
    article: &Article,
    languages: &Languages,
    most_text: usize,
    most_segments: usize,
) -> Result<(), Refusal> {
    let too_long = |what: String| {
        let reason = format!("it is one article of more than {what}; divide it into several");
        Err(Refusal::Failed(reason))
    };
    let text = article.text.as_str();
    if text.len() > most_text {
        return too_long(format!("{} MiB of text", most_text >> 20));
    }
    // A segment has at least one byte, so that nearly all articles are divided only once.
    if text.len() <= most_segments {
        return Ok(());
    }
    let mut segments = 0;
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        let language = Language::of(languages.of(number));
        segments += segment(text, paragraph.span.clone(), paragraph.role, language).len();
        if segments > most_segments {
            return too_long(format!("{most_segments} sentences"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Format, LeftOut, Source};
    use crate::document::{Paragraph, Role};

    /// An article of one paragraph.
    fn article(text: &str) -> Article {
        Article {
            source: Source {
                path: "a.txt".into(),
                blake3: String::new(),
                bytes: text.len() as u64,
                encoding: "UTF-8".into(),
                format: Format::Txt,
                language: "ar".into(),
                title: None,
                date: None,
                url: None,
                left_out: LeftOut::default(),
            },
            text: text.into(),
            paragraphs: vec![Paragraph {
                role: Role::Body,
                span: 0..text.len(),
            }],
        }
    }

    fn refused(most_text: usize, most_segments: usize) -> Option<String> {
        let article = article("وصل الوزير أمس. قال إن السد امتلأ. ثم غادر المدينة مساء.");
        let languages = Languages::only("ar");
        let checked = within(&article, &languages, most_text, most_segments);
        checked.err().map(|refusal| refusal.to_string())
    }

    #[test]
    fn an_article_of_too_many_sentences_is_refused() {
        assert_eq!(refused(1 << 20, 3), None);
        let many = "it is one article of more than 2 sentences; divide it into several";
        assert_eq!(refused(1 << 20, 2).as_deref(), Some(many));
    }

    #[test]
    fn an_article_of_too_much_text_is_refused() {
        let article = article(&"a".repeat((1 << 20) + 1));
        let languages = Languages::only("ar");
        let checked = within(&article, &languages, 1 << 20, 1 << 21);
        let long = "it is one article of more than 1 MiB of text; divide it into several";
        assert_eq!(checked, Err(Refusal::Failed(long.into())));
        assert_eq!(within(&article, &languages, 2 << 20, 1 << 21), Ok(()));
    }
}
