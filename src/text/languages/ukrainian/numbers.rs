//! Reading the numbers of a Ukrainian text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::{FORMS, MONTHS};
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
    months: || month_words(MONTHS, FORMS),
    endings: ENDINGS,
    compounds: true,
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
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("uk").say(&[
            ("1 234,56 гривні", "1234.56"),
            ("1,5 трлн", "1500000000000"),
            ("800 тис. тонн", "800000"),
            ("6,1 млрд", "6100000000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("uk").permit(&[
            ("триста п'ятдесят тисяч", &[350_000]),
            ("двісті п’ятдесят тисяч", &[250_000]),
            ("двохсот тридцяти шести", &[236]),
            ("півтора мільйона", &[1_500_000]),
            ("пів мільйона", &[500_000]),
            ("два з половиною мільйони", &[2_500_000]),
            ("двадцятип’ятирічний", &[25]),
            ("о пів на восьму", &[7, 30]),
            ("у травні", &[5]),
            ("тридцять другий", &[32]),
            ("у вісімдесятих тисячі родин", &[80, 1_000]),
            ("зріс у півтора раза", &[50]),
        ]);
        NumbersOf("uk").do_not_permit(&[("у вісімдесятих тисячі родин", &[80_000])]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("uk").do_not_permit(&[
            ("двісті п’ятдесят тисяч", &[200]),
            ("двісті п’ятдесят тисяч", &[250]),
        ]);
    }

    #[test]
    fn the_years_of_a_life_are_counted_from_one() {
        NumbersOf("uk").permit(&[
            ("помер на 80-му році життя", &[79, 80]),
            ("на тридцятому році життя", &[29]),
        ]);
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
