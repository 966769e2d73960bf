//! Reading the numbers of a Kurdish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS),
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

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Kurdish text.
pub(super) fn read(text: &str) -> Numbers {
    READER.read(text)
}

/// Whether a word, or each part of a hyphenated one, is a number word.
pub(super) fn is_number_word(word: &str) -> bool {
    READER.is_number_word(word)
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
        assert_eq!(value_of("١.٥ ملیار").as_deref(), Some("1500000000"));
        assert_eq!(value_of("١٫٥ ملیار").as_deref(), Some("1500000000"));
        assert_eq!(value_of("٢،٥ لەسەد").as_deref(), Some("2.5"));
        assert_eq!(value_of("١٣٥ هەزار").as_deref(), Some("135000"));
        assert_eq!(value_of("٢٠ی ئایار").as_deref(), Some("20"));
    }

    #[test]
    fn numbers_in_words_are_understood() {
        assert!(permits("سێ سەد و پەنجا هەزار", &[350_000]));
        assert!(permits("بیست و پێنج", &[25]));
        assert!(permits("دوو ملیۆن و نیو", &[2_500_000]));
        assert!(permits("نیو ملیۆن", &[500_000]));
        assert!(permits("ملیۆنێک و دوو سەد هەزار", &[1_200_000]));
        assert!(permits("سەدەی نۆزدەیەم", &[19]));
        assert!(permits("بیست و سێیەمین", &[23]));
        assert!(permits("سی ساڵە", &[30]));
        assert!(permits("ئایاری ٢٠٢٤", &[5]));
        assert!(permits("لە ١٠ی ئەیلوولەوە", &[9, 10]));
        assert!(permits("یەک لەسەر سێی دەنگەکان", &[1, 3]));
        assert!(permits("لە هەشتاکاندا", &[80]));
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        assert!(!permits("دوور", &[2]));
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("کاتژمێر ١٤:٣٠").keys.contains(&Key::Time(2, 30)));
        assert!(
            read("کاتژمێر ١٤ و ٣٠ خولەک")
                .keys
                .contains(&Key::Time(2, 30))
        );
    }
}
