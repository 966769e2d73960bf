//! Words within a name that the source does not give although it gives the words beside them: one
//! word of a name became another one. Mostly such words are right, so that the forest doubts them
//! less than it doubts whole names. Of these here the lexicon would know what they are in the source.

use super::acronyms::is_acronym;
use super::coverage::ONE_NAME;
use super::names::{MOST, Names, Suspect};
use super::suspects::CAPITAL;
use super::trees::Forest;

/// The least logarithm of the odds that such a word is wrong.
const ODDS: f64 = 1.5;

/// The probability of a source stem, given a name, from which the lexicon knows what the name is in
/// the source.
const KNOWN: f64 = 0.1;

/// How much some word of the source must speak for a name that is lost: the one that the wrong word
/// stands for.
const LOST: f64 = 0.05;

impl Names<'_> {
    /// Those of the suspects of the translation that are wrong within a name, as it spells them;
    /// three at most.
    pub(super) fn wrong_within(&self, suspects: &[Suspect], forest: &Forest) -> Vec<String> {
        if !self.source.iter().any(|signs| signs.evidence > LOST) {
            return Vec::new();
        }
        let wrong = suspects.iter().filter(|suspect| {
            self.is_odd_in_name(suspect.place) && forest.odds(&suspect.features) > ODDS
        });
        let words = wrong.map(|suspect| &self.coverage.target[suspect.place]);
        words.take(MOST).map(|word| word.spelling.clone()).collect()
    }

    /// Whether a word is a known name that nothing in the source is like, in a name of which the
    /// source gives a word beside it.
    fn is_odd_in_name(&self, place: usize) -> bool {
        let lexicon = self.coverage.lexicon;
        let (word, signs) = (&self.coverage.target[place], &self.target[place]);
        let is_known_name = lexicon
            .target(&word.stem)
            .is_some_and(|known| known.capital >= f64::from(CAPITAL) && known.backwards >= KNOWN);
        let is_given =
            |place: usize| self.coverage.target[place].capital && !self.target[place].open_name;
        is_known_name
            && signs.open_name
            && signs.consonants < ONE_NAME
            && !is_acronym(word)
            && !self.layout.starts.contains(&place)
            && (lexicon.target_forms.may_be_name)(&word.text)
            && self.layout.neighbours(place).any(is_given)
    }
}

#[cfg(test)]
mod tests {
    use crate::quality::{Judging, Lexicon, Pair, check};

    #[test]
    fn one_wrong_word_of_a_name_is_doubted() {
        let of = |source_palace: &str, palace: &str| -> Vec<String> {
            let source = format!(
                "التقى الوفد الأمير تشارلز في {source_palace} في لندن يوم الثلاثاء لبحث التعاون في \
                 التعليم."
            );
            let translation = format!(
                "The delegation met Prince Charles at {palace} in London on Tuesday to discuss \
                 cooperation in education."
            );
            let judging = Judging {
                lexicon: Lexicon::between("ar", "en"),
                calibrated: false,
            };
            let pair = Pair {
                judging,
                ..Pair::sentence(&source, &translation)
            };
            check(&pair).into_iter().map(|flag| flag.message).collect()
        };
        let none = Vec::<String>::new();
        let buckingham = "قصر باكنغهام";
        assert_eq!(of(buckingham, "Buckingham Palace"), none);
        assert_eq!(
            of(buckingham, "Zagreb Palace"),
            ["Nothing in the source is like the name Zagreb."]
        );
        // What parenthood is in Arabic the lexicon hardly knows.
        assert_eq!(of(buckingham, "Parenthood Palace"), none);
        // The source has no name that Zagreb could stand for.
        assert_eq!(of("القصر الملكي", "the royal Zagreb Palace"), none);
    }
}
