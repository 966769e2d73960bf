//! Reading the numbers of a Russian text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::{FORMS, MONTHS};
use super::number_words::{ENDINGS, WORDS, folded};
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
        "лет",
        "дневн",
        "этаж",
        "месячн",
        "часов",
        "кратн",
        "недельн",
        "минутн",
        "местн",
        "комнатн",
        "километр",
        "метр",
        "сторонн",
        "процентн",
        "тонн",
        "разов",
        "годичн",
        "годовал",
        "секундн",
        "очков",
        "тысячник",
        "балльн",
        "угольн",
        "томн",
        "серийн",
        "полосн",
    ],
    order: Order {
        half_to: true,
        ..Order::PLAIN
    },
    and: &["с", "со", "и"],
    to: &["без"],
    hints: &[
        ("миллионер", &[6, 9]),
        ("миллиардер", &[6, 9]),
        ("мультимилли", &[6, 9]),
        ("многомиллион", &[6]),
        ("многомиллиард", &[9]),
        ("многотысяч", &[3]),
    ],
    units: &["м", "км", "см", "мм"],
    hours: &["час", "ч"],
    decades: &["х", "е", "ми", "годы", "годах"],
    decade_endings: &["ых", "ые", "ыми"],
    finals: &["финал"],
    roman: true,
    claims: true,
    unclaimed: &["сорока"],
    noon: &["полдень", "полудня", "полудню"],
    midnight: &["полночь", "полночи", "полуночи"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Russian text.
pub(super) fn read(text: &str) -> Numbers {
    let text = clean(text);
    let mut numbers = READER.read_cleaned(&text);
    read_ages(&text, &mut numbers, ("году", "жизни"));
    read_half_more(
        &text,
        &mut numbers,
        &["полтора", "полутора"],
        &["раза", "раз"],
    );
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("ru").say(&[
            ("1 234,56 рубля", "1234.56"),
            ("1,5 трлн", "1500000000000"),
            ("750 тыс. евро", "750000"),
            ("144 миллиона", "144000000"),
            ("2 400 мест", "2400"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("ru").permit(&[
            ("триста пятьдесят тысяч", &[350_000]),
            ("двухсот тридцати шести", &[236]),
            ("тысяча девятьсот восемьдесят девятый", &[1_989]),
            ("два с половиной миллиона", &[2_500_000]),
            ("полтора миллиона", &[1_500_000]),
            ("полмиллиона", &[500_000]),
            ("двадцатипятилетний", &[25]),
            ("трехмиллионный город", &[3_000_000]),
            ("от двух до трёх миллионов", &[2_000_000, 3_000_000]),
            ("в XIX веке", &[19]),
            ("в ХХ веке", &[20]),
            ("в половине восьмого", &[7, 30]),
            ("в мае", &[5]),
            ("в конце восьмидесятых тысячи семей", &[80, 1_000]),
            ("вырос в полтора раза", &[50]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("ru").do_not_permit(&[
            ("триста пятьдесят тысяч", &[300]),
            ("триста пятьдесят тысяч", &[350]),
            ("триста пятьдесят тысяч", &[50]),
            ("сторона", &[100]),
            ("в конце восьмидесятых тысячи семей", &[80_000]),
            ("полтора года", &[50]),
        ]);
        NumbersOf("ru").permit(&[("двадцать тысяч", &[20_000])]);
    }

    #[test]
    fn the_years_of_a_life_are_counted_from_one() {
        NumbersOf("ru").permit(&[
            ("скончался на 88-м году жизни", &[87, 88]),
            ("на девяносто первом году жизни", &[90, 91]),
        ]);
        NumbersOf("ru").do_not_permit(&[("на 88-м году войны", &[87])]);
        let numbers = read("на 88-м году жизни");
        assert!(numbers.in_digits[0].readings.contains(&vec![Key::of(87)]));
        // So many ages take no endless time.
        let ages = "на сотом году жизни ".repeat(20_000);
        NumbersOf("ru").permit(&[(ages.as_str(), &[99])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("в 14.30").keys.contains(&Key::Time(2, 30)));
        assert!(read("в 14 часов 30 минут").keys.contains(&Key::Time(2, 30)));
    }
}
