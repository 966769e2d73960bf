//! Numbers below a hundred in two words, such as five and twenty. Their parts are no numbers of the text, unless
//! they may be two: "between five and twenty". This file owns which are sure to be one.

use super::number_words::{is_rank, may_be_dual};
use crate::text::numbers::Keys;
use crate::text::numbers::key::Key;

/// A word for less than ten that the next one may make more of.
pub(super) struct Ones {
    value: u64,
    place: usize,
    /// The whole number up to this word.
    whole: u64,
}

/// A number word: what is written together with it, itself, and its value.
pub(super) type NumberWord<'w> = (&'static str, &'w str, u64);

impl Ones {
    /// The ones that the number word at an index of the normalised words is. `whole` is the number so far. Behind
    /// the article ones may be a day or an hour, and behind "between" or a dual one of two numbers.
    pub(super) fn of(
        (prefix, stem, value): NumberWord<'_>,
        words: &[(usize, String)],
        at: usize,
        whole: u64,
    ) -> Option<Self> {
        let is_definite = ["ال", "لل"].iter().any(|article| prefix.ends_with(article));
        let before = words[..at].iter().rev().take(2);
        let mut before = before.map(|(_, word)| word.as_str());
        let are_two = before.any(|word| word.ends_with("بين") || may_be_dual(word));
        let is_sure = (1..10).contains(&value) && !is_definite && !is_rank(stem) && !are_two;
        is_sure.then_some(Self {
            value,
            place: words[at].0,
            whole,
        })
    }

    /// Takes back what both words would mean alone, if the next number word, at a place, makes one number of them.
    pub(super) fn join(
        self,
        (prefix, _, value): NumberWord<'_>,
        is_linked: bool,
        place: usize,
        keys: &mut Keys,
    ) {
        let is_teen = value == 10 && !is_linked && prefix.is_empty();
        let are_tens = (20..100).contains(&value) && is_linked;
        if is_teen || are_tens {
            keys.remove(&Key::of(self.value), self.place);
            keys.remove(&Key::of(self.whole), self.place);
            keys.remove(&Key::of(value), place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;
    use crate::text::numbers::Key;

    #[test]
    fn the_parts_of_a_compound_are_no_numbers_unless_they_may_be_two() {
        let cases: [(&str, &[u64], &[u64]); 8] = [
            ("قتل خمسة وعشرون شخصا", &[25], &[5, 20]),
            ("قتل مئة و خمسة و عشرون شخصا", &[100, 125], &[5, 20, 105]),
            ("قتل ثلاثة عشر شخصا", &[13], &[3, 10]),
            ("بين خمسة وعشرين شخصا", &[5, 20, 25], &[]),
            ("الدقيقتين الخامسة والعشرين", &[5, 20, 25], &[]),
            ("في الخامسة وعشرين دقيقة", &[5, 20, 25], &[]),
            ("خمسة أشخاص وعشرون رجلا", &[5, 20], &[25]),
            ("يوم الاثنين عشرة أشخاص", &[2, 10], &[]),
        ];
        for (text, said, not_said) in cases {
            let keys = read(text).keys;
            let has = |value: &u64| keys.contains(&Key::of(*value));
            assert!(said.iter().all(has), "{text}");
            assert!(!not_said.iter().any(has), "{text}");
        }
    }
}
