//! Reading the numbers of a Persian text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use super::solar;
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::scan::clean;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation {
        slash: true,
        ..Notation::OPEN
    },
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS, &[]),
    endings: ENDINGS,
    compounds: true,
    links: &["و"],
    tails: &[
        "سال",
        "روز",
        "نفر",
        "جانب",
        "ماه",
        "ساعت",
        "درصد",
        "مرحله",
        "طرفه",
        "برابر",
        "گانه",
        "متر",
        "کیلو",
        "تن",
        "بار",
        "هفته",
        "دقیق",
        "طبقه",
        "کشور",
    ],
    order: Order {
        and: true,
        ..Order::PLAIN
    },
    and: &["و"],
    to: &["به"],
    hints: &[("میلیونر", &[6, 9]), ("میلیاردر", &[6, 9])],
    units: &["م", "کیلومتر", "متر"],
    hours: &["ساعت"],
    decades: &["دهه*"],
    claims: true,
    unclaimed: &["سی"],
    noon: &["ظهر", "نیمروز"],
    midnight: &["نیمهشب", "نیمشب", "نیمه شب"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Persian text. Its dates may stand in the translation as those of the Gregorian calendar.
pub(super) fn read(text: &str) -> Numbers {
    let mut numbers = READER.read(text);
    let text = clean(text);
    for number in &mut numbers.in_digits {
        let readings = [
            solar::years(number),
            solar::short_years(&text, number),
            solar::days(&text, number),
            solar::decade(&text, number),
        ];
        number.readings.extend(readings.concat());
    }
    solar::take_back_days(&text, &mut numbers.claims);
    let years = [solar::decades(&text), solar::said_years(&numbers.claims)].concat();
    for (place, keys) in &years {
        for key in keys {
            numbers.also(*place, key);
        }
    }
    let days = [solar::months(&text), solar::said_days(&text, &numbers.keys)];
    for (place, keys) in years.into_iter().chain(days.concat()) {
        for key in keys {
            numbers.keys.insert(key, place);
        }
    }
    numbers.with_readings()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn dates_may_stand_in_the_gregorian_calendar() {
        let english = |text: &str| (crate::text::TARGET.numbers.expect("a reader").read)(text);
        for (persian, translation) in [
            ("روز سه‌شنبه ۱۵ آبان تصویب شد", "on Tuesday, November 5"),
            ("در زلزله ۵ دی ۱۳۸۲ بم", "the quake of December 26, 2003"),
            ("انتخابات ۱۴۰۰", "the 2021 vote"),
            (
                "از اسفند ۱۳۹۹ تا تیر ۱۴۰۱",
                "between March 2021 and July 2022",
            ),
            ("۲۴ آبان", "24 Aban"),
            ("از ۱۹ تا ۲۹ اردیبهشت", "from May 8 to 18"),
            ("اعتراضات آبان ۹۸", "the November 2019 protests"),
            (
                "در مهرماه",
                "in the month of Mehr (September 23-October 22)",
            ),
        ] {
            let (own, other) = (read(persian), english(translation));
            assert!(own.without(&other.keys).is_empty(), "{persian}");
            assert!(other.without(&own.keys).is_empty(), "{translation}");
            assert!(other.claims_without(&own.keys).is_empty(), "{translation}");
        }
        let (own, other) = (read("۱۵ آبان"), english("November 12"));
        assert!(!own.without(&other.keys).is_empty());
    }

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("fa").say(&[
            ("۱٫۵ میلیارد", "1500000000"),
            ("۱/۵ میلیارد", "1500000000"),
            ("۴۵/۳ درصد", "45.3"),
            ("۱٬۲۳۴٫۵۶ دلار", "1234.56"),
            ("۳ هزار میلیارد تومان", "3000000000000"),
            ("۵۸ هزار", "58000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("fa").permit(&[
            ("یک میلیون و پانصد هزار", &[1_500_000]),
            ("بیست و پنج", &[25]),
            ("بیست\u{200c}وپنج", &[25]),
            ("دو و نیم میلیون", &[2_500_000]),
            ("نیم میلیون", &[500_000]),
            ("سه هزار میلیارد", &[3_000_000_000_000]),
            ("قرن نوزدهم", &[19]),
            ("سی\u{200c}ساله", &[30]),
            ("میلیون\u{200c}ها", &[1_000_000]),
            ("ماه مه", &[5]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("fa").do_not_permit(&[("دولت", &[2]), ("سهم", &[3])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("ساعت ۱۴:۳۰").keys.contains(&Key::Time(2, 30)));
        assert!(read("ساعت ۱۴ و ۳۰ دقیقه").keys.contains(&Key::Time(2, 30)));
    }
}
