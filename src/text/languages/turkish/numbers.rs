//! Reading the numbers of a Turkish text. This file owns the description of its numbers; what each
//! word stands for is in `number_words`, and how they combine in `text::numbers`.

use std::sync::LazyLock;

use super::months::MONTHS;
use super::number_words::{ENDINGS, WORDS, folded};
use crate::text::languages::calendar_names::month_words;
use crate::text::numbers::lexicon::{Grammar, Order};
use crate::text::numbers::notation::Notation;
use crate::text::numbers::spoken::Reader;

static GRAMMAR: Grammar = Grammar {
    notation: Notation::COMMA,
    fold: folded,
    table: WORDS,
    months: || month_words(MONTHS, &[]),
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

/// The reader of the numbers.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&GRAMMAR));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;
    use crate::text::numbers::Key;

    #[test]
    fn digits_are_read_with_their_signs_and_magnitudes() {
        NumbersOf("tr").say(&[
            ("1.234,5 lira", "1234.5"),
            ("17.002 lira", "17002"),
            ("1,5 milyar lira", "1500000000"),
            ("%12,5", "12.5"),
            ("24 bin ton", "24000"),
            ("8,3 milyara", "8300000000"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("tr").permit(&[
            ("üç yüz elli bin", &[350_000]),
            ("üçyüzellibin", &[350_000]),
            ("bin dokuz yüz seksen dokuz", &[1_989]),
            ("on dokuzuncu", &[19]),
            ("ayın on beşinde", &[15]),
            ("ayın onunda", &[10]),
            ("kırkından sonra", &[40]),
            ("iki buçuk milyon", &[2_500_000]),
            ("yarım milyon", &[500_000]),
            ("iki üç milyon", &[2_000_000, 3_000_000]),
            ("yüzde yirmi beş", &[25]),
            ("İKİ", &[2]),
            ("19. yüzyıl, mayıs", &[5]),
            ("doksanlarda", &[90]),
        ]);
    }

    #[test]
    fn parts_of_a_number_and_other_words_permit_none() {
        NumbersOf("tr").do_not_permit(&[
            ("yüzde", &[100]),
            ("üç yüz elli bin", &[3]),
            ("üç yüz elli bin", &[350]),
            ("üç yüz elli bin", &[300]),
            ("iki binin altına düştü", &[2_006]),
            ("enkaz altından", &[6]),
        ]);
        NumbersOf("tr").permit(&[("iki binin altına düştü", &[2_000]), ("altısından", &[6])]);
    }

    #[test]
    fn hours_with_minutes_are_times() {
        assert!(READER.read("saat 14.30").keys.contains(&Key::Time(2, 30)));
        assert!(READER.read("14.30'da").keys.contains(&Key::Time(2, 30)));
    }
}
