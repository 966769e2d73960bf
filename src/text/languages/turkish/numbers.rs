//! Reading the numbers of a Turkish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::Numbers;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS),
    endings: ENDINGS,
    compounds: true,
    tails: &["yıl", "yaş", "gün", "kat", "kişi"],
    order: Order {
        ones_after_ten: true,
        ..Order::PLAIN
    },
    signs: &[("mn", 6), ("mln", 6), ("mlr", 9), ("mlyr", 9), ("trl", 12)],
    and: &["ve", "ile"],
    less: &["kala"],
    hints: &[("milyoner", &[6, 9]), ("milyarder", &[6, 9])],
    hours: &["saat"],
    decades: &[
        "lar",
        "ler",
        "lı",
        "li",
        "lu",
        "lü",
        "lara",
        "lere",
        "larda",
        "lerde",
        "lardan",
        "lerden",
        "ların",
        "lerin",
        "larının",
        "lerinin",
    ],
    roman: true,
    claims: true,
    // "A thousand and one" is very many.
    unclaimed: &["binbir"],
    noon: &["öğle", "öğlen", "öğleyin", "öğleden", "öğlene"],
    midnight: &[
        "geceyarısı",
        "gece yarısı",
        "gece yarısına",
        "gece yarısında",
        "gece yarısından",
        "gece yarısını",
    ],
    ..Grammar::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

/// Reads a Turkish text.
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
        assert_eq!(value_of("1.234,5 lira").as_deref(), Some("1234.5"));
        assert_eq!(value_of("17.002 lira").as_deref(), Some("17002"));
        assert_eq!(value_of("1,5 milyar lira").as_deref(), Some("1500000000"));
        assert_eq!(value_of("%12,5").as_deref(), Some("12.5"));
        assert_eq!(value_of("24 bin ton").as_deref(), Some("24000"));
        assert_eq!(value_of("8,3 milyara").as_deref(), Some("8300000000"));
    }

    #[test]
    fn numbers_in_words_are_understood() {
        assert!(permits("üç yüz elli bin", &[350_000]));
        assert!(permits("üçyüzellibin", &[350_000]));
        assert!(permits("bin dokuz yüz seksen dokuz", &[1_989]));
        assert!(permits("on dokuzuncu", &[19]));
        assert!(permits("ayın on beşinde", &[15]));
        assert!(permits("ayın onunda", &[10]));
        assert!(permits("kırkından sonra", &[40]));
        assert!(permits("iki buçuk milyon", &[2_500_000]));
        assert!(permits("yarım milyon", &[500_000]));
        assert!(permits("iki üç milyon", &[2_000_000, 3_000_000]));
        assert!(permits("yüzde yirmi beş", &[25]));
        assert!(permits("İKİ", &[2]));
        assert!(permits("19. yüzyıl, mayıs", &[5]));
        assert!(permits("doksanlarda", &[90]));
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        assert!(!permits("yüzde", &[100]));
        assert!(permits("iki binin altına düştü", &[2_000]));
        assert!(!permits("iki binin altına düştü", &[2_006]));
        assert!(!permits("enkaz altından", &[6]));
        assert!(permits("altısından", &[6]));
        assert!(!permits("üç yüz elli bin", &[3]));
        assert!(!permits("üç yüz elli bin", &[350]));
        assert!(!permits("üç yüz elli bin", &[300]));
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(read("saat 14.30").keys.contains(&Key::Time(2, 30)));
        assert!(read("14.30'da").keys.contains(&Key::Time(2, 30)));
    }
}
