//! Reading the numbers of a Kurdish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS, &[]),
    endings: ENDINGS,
    compounds: true,
    links: &["و"],
    tails: &[
        "سال",
        "رۆژ",
        "مانگ",
        "کەس",
        "قۆڵ",
        "جار",
        "لایەن",
        "هێندە",
        "متر",
        "مەتر",
        "نهۆم",
    ],
    order: Order {
        and: true,
        ..Order::PLAIN
    },
    and: &["و"],
    hints: &[("ملیۆنێر", &[6, 9]), ("ملیاردێر", &[6, 9])],
    units: &["م", "کم", "مەتر"],
    hours: &["کاتژمێر", "کاژێر", "سەعات"],
    decades: &["ساڵانی", "کان", "ەکان", "ەکانی", "کانی"],
    noon: &["نیوەڕۆ", "نیوەڕۆی", "نیوەرۆ", "نیوەرۆی"],
    midnight: &["نیوەشەو", "نیوەشەوی", "نیوەشەودا", "نیوەی شەو"],
    ..Grammar::EMPTY
};

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("ku").say(&[
            ("١.٥ ملیار", "1500000000"),
            ("١٫٥ ملیار", "1500000000"),
            ("٢،٥ لەسەد", "2.5"),
            ("١٣٥ هەزار", "135000"),
            ("٢٠ی ئایار", "20"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("ku").permit(&[
            ("سێ سەد و پەنجا هەزار", &[350_000]),
            ("بیست و پێنج", &[25]),
            ("دوو ملیۆن و نیو", &[2_500_000]),
            ("نیو ملیۆن", &[500_000]),
            ("ملیۆنێک و دوو سەد هەزار", &[1_200_000]),
            ("سەدەی نۆزدەیەم", &[19]),
            ("بیست و سێیەمین", &[23]),
            ("سی ساڵە", &[30]),
            ("ئایاری ٢٠٢٤", &[5]),
            ("لە ١٠ی ئەیلوولەوە", &[9, 10]),
            ("یەک لەسەر سێی دەنگەکان", &[1, 3]),
            ("لە هەشتاکاندا", &[80]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("ku").do_not_permit(&[("دوور", &[2])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(
            READER
                .read("کاتژمێر ١٤:٣٠")
                .keys
                .contains(&Key::Time(2, 30))
        );
        assert!(
            READER
                .read("کاتژمێر ١٤ و ٣٠ خولەک")
                .keys
                .contains(&Key::Time(2, 30))
        );
    }
}
