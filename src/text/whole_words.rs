//! Whether a run of characters is a word where words have no spaces between them: the end of one word
//! and the beginning of the next may have the characters of a third, as 中国会议 ("Chinese meeting")
//! has those of 国会 ("parliament"). The dictionary is that of the ICU project.

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use super::script::lacks_spaces;

/// How many characters on either side of a place have a part in how it is divided.
const REACH: usize = 6;

/// The most characters of a word of the dictionary that is looked for.
const LONGEST: usize = 6;

/// Whether the characters at a place of a text, given by its bytes, may be a word of their own: what
/// stands around it cannot be divided into fewer words without it. Names that the dictionary lacks
/// pass, because they count as one word here and as several elsewhere.
pub(crate) fn is_whole(text: &str, span: Range<usize>) -> bool {
    let before: Vec<char> = text[..span.start]
        .chars()
        .rev()
        .take(REACH)
        .take_while(|&c| lacks_spaces(c))
        .collect();
    let inner = text[span.clone()].chars();
    let after = text[span.end..].chars();
    let after = after.take(REACH).take_while(|&c| lacks_spaces(c));
    let start = before.len();
    let mut around: Vec<char> = before.into_iter().rev().chain(inner).collect();
    let end = around.len();
    around.extend(after);
    let apart = fewest_words(&around[..start]) + 1 + fewest_words(&around[end..]);
    apart <= fewest_words(&around)
}

/// The smallest number of words of the dictionary, or single characters, that a text consists of.
fn fewest_words(text: &[char]) -> usize {
    let mut fewest = vec![0_usize];
    for end in 1..=text.len() {
        let begins = (end.saturating_sub(LONGEST)..end).rev();
        let counts = begins.filter_map(|start| {
            let is_one = end - start == 1 || is_in_dictionary(&text[start..end]);
            is_one.then(|| fewest[start] + 1)
        });
        let least = counts.min().unwrap_or(end);
        fewest.push(least);
    }
    fewest[text.len()]
}

fn is_in_dictionary(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
    segmenter.segment_str(&word).nth(1) == Some(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in(word: &str, text: &str) -> bool {
        let found = text.match_indices(word);
        let mut places = found.map(|(at, _)| at..at + word.len());
        places.any(|span| is_whole(text, span))
    }

    #[test]
    fn the_end_of_a_word_and_the_beginning_of_the_next_are_no_word() {
        for (word, text) in [
            ("国会", "中国会议"),
            ("市长", "城市长期发展"),
            ("日本", "今日本报记者"),
            ("北大", "东北大学"),
            ("民主", "农民主要"),
            ("上海", "海上海军"),
        ] {
            assert!(!is_in(word, text), "{word} in {text}");
        }
    }

    #[test]
    fn words_and_names_are_found_beside_others() {
        for (word, text) in [
            ("国会", "美国国会通过法案"),
            ("市长", "该市市长表示"),
            ("日本", "在日本首相"),
            ("中国", "从中国"),
            ("部门", "教育部门要求"),
            ("世界银行", "世界银行行长"),
            ("拜登", "拜登上任"),
            ("国会", "国会"),
            ("国会", "(国会)"),
        ] {
            assert!(is_in(word, text), "{word} in {text}");
        }
    }
}
