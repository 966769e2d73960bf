//! Reading the numbers of a Ukrainian text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded, with_letters};
use crate::text::languages::calendar_names::month_words;
use crate::text::languages::east_slavic::{read_ages, read_half_more};
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::scan::clean;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS),
    endings: ENDINGS,
    compounds: true,
    links: &[],
    tails: &[
        "річн",
        "річч",
        "літ",
        "денн",
        "поверх",
        "місячн",
        "годинн",
        "кратн",
        "тижнев",
        "хвилинн",
        "місн",
        "кімнатн",
        "кілометр",
        "метр",
        "сторонн",
        "відсотк",
        "тонн",
        "разов",
        "секундн",
        "бальн",
        "томн",
        "серійн",
        "смугов",
        "очков",
    ],
    order: Order {
        half_to: true,
        ..Order::PLAIN
    },
    and: &["з", "із", "і", "й", "та", "на"],
    to: &["без", "за"],
    hints: &[
        ("мільйонер", &[6, 9]),
        ("мільярдер", &[6, 9]),
        ("мультимільйо", &[6, 9]),
        ("багатомільйон", &[6]),
        ("багатомільярд", &[9]),
        ("багатотисяч", &[3]),
    ],
    units: &["м", "км", "см", "мм"],
    hours: &["годин", "год"],
    decades: &["х", "ті", "ми", "роки", "роках"],
    decade_endings: &["их", "ті", "ві", "ими"],
    finals: &["фінал"],
    roman: true,
    claims: true,
    unclaimed: &["сорока"],
    noon: &["опівдні", "полудень", "полудня", "ополудні"],
    midnight: &["опівночі", "після півночі", "близько півночі"],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Ukrainian text.
pub(super) fn read(text: &str) -> Numbers {
    let text = with_letters(&clean(text));
    let mut numbers = READER.read_cleaned(&text);
    read_ages(&text, &mut numbers, ("році", "життя"));
    read_half_more(&text, &mut numbers, &["півтора"], &["раза", "рази", "разу"]);
    numbers
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let word: String = with_letters(&word).into_iter().collect();
    READER.is_number_word(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbers::Key;

    fn permits(text: &str, values: &[u64]) -> bool {
        let keys = read(text).keys;
        values.iter().all(|value| keys.contains(&Key::of(*value)))
    }

    fn value_of(text: &str) -> Option<String> {
        read(text).in_digits[0].value().map(str::to_owned)
    }

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        assert_eq!(value_of("1 234,56 гривні").as_deref(), Some("1234.56"));
        assert_eq!(value_of("1,5 трлн").as_deref(), Some("1500000000000"));
        assert_eq!(value_of("800 тис. тонн").as_deref(), Some("800000"));
        assert_eq!(value_of("6,1 млрд").as_deref(), Some("6100000000"));
    }

    #[test]
    fn numbers_in_words_are_understood() {
        assert!(permits("триста п'ятдесят тисяч", &[350_000]));
        assert!(permits("двісті п’ятдесят тисяч", &[250_000]));
        assert!(permits("двохсот тридцяти шести", &[236]));
        assert!(permits("півтора мільйона", &[1_500_000]));
        assert!(permits("пів мільйона", &[500_000]));
        assert!(permits("два з половиною мільйони", &[2_500_000]));
        assert!(permits("двадцятип’ятирічний", &[25]));
        assert!(permits("о пів на восьму", &[7, 30]));
        assert!(permits("у травні", &[5]));
        assert!(permits("у вісімдесятих тисячі родин", &[80, 1_000]));
        assert!(!permits("у вісімдесятих тисячі родин", &[80_000]));
        assert!(permits("зріс у півтора раза", &[50]));
        assert!(permits("тридцять другий", &[32]));
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        assert!(!permits("двісті п’ятдесят тисяч", &[200]));
        assert!(!permits("двісті п’ятдесят тисяч", &[250]));
    }

    #[test]
    fn the_years_of_a_life_are_counted_from_one() {
        assert!(permits("помер на 80-му році життя", &[79, 80]));
        assert!(permits("на тридцятому році життя", &[29]));
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("о 14.30").keys.contains(&Key::Time(2, 30)));
        assert!(
            read("о 14 годині 30 хвилин")
                .keys
                .contains(&Key::Time(2, 30))
        );
    }
}
