//! The check of magnitudes: millions must not become billions.

use crate::brief::{Flag, FlagKind};
use crate::text::numbers::Numbers;

/// A flag for each magnitude that only one side has, in words or in the digits of a number. `language`
/// is the name of the translation's.
pub(super) fn check((source, translation): &(Numbers, Numbers), language: &str) -> Vec<Flag> {
    let flag = |magnitude: u32, what: String| {
        let name = name(magnitude);
        Flag::new(FlagKind::Number, format!("{name} {what}.")).with_evidence([name.to_lowercase()])
    };
    let added = translation
        .magnitudes
        .iter()
        .filter(|&&m| is_added(m, source));
    // Small ones are written in digits or left to the reader, and half a billion are 500 million.
    let missing = source.magnitudes.iter().filter(|&&m| {
        let in_next = translation.magnitudes.contains(&(m + 3));
        m >= 6
            && !translation.magnitudes.contains(&m)
            && !translation.magnitudes_perhaps.contains(&m)
            && !translation.spans(m)
            && (!in_next || !translation.keys.reach_quarter_of(m + 3))
    });
    let missing = missing.map(|&m| flag(m, format!("are missing in {language}")));
    missing
        .chain(added.map(|&m| flag(m, "are not in the source".to_owned())))
        .collect()
}

fn is_added(magnitude: u32, source: &Numbers) -> bool {
    let has = |other: u32| source.magnitudes.contains(&other);
    // A hundred thousand is one word more than the source needs, or less; half a million is one for 500,000.
    let in_other_words = match magnitude {
        2 => has(3),
        3 => has(2) && has(6),
        _ => source.keys.reach_quarter_of(magnitude),
    };
    !(has(magnitude)
        || source.magnitudes_perhaps.contains(&magnitude)
        || source.spans(magnitude)
        || in_other_words)
}

fn name(magnitude: u32) -> &'static str {
    match magnitude {
        2 => "Hundreds",
        3 => "Thousands",
        6 => "Millions",
        9 => "Billions",
        _ => "Trillions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::{Pair, numbers};

    fn messages(source: &str, translation: &str) -> Vec<String> {
        let numbers = numbers::read(&Pair::sentence(source, translation)).unwrap();
        let flags = check(&numbers, "English");
        flags.into_iter().map(|flag| flag.message).collect()
    }

    #[test]
    fn another_magnitude_is_named_on_both_sides() {
        assert_eq!(
            messages("بقيمة خمسة ملايين دولار", "worth five billion dollars"),
            [
                "Millions are missing in English.",
                "Billions are not in the source."
            ]
        );
    }

    #[test]
    fn the_same_magnitude_in_other_words_is_no_doubt() {
        assert!(messages("5 ملايين", "5,000,000").is_empty());
        assert!(messages("مئتا ألف شخص", "two hundred thousand people").is_empty());
        assert!(messages("ثلاثة آلاف", "3,000").is_empty());
        assert!(messages("المليونير", "the millionaire").is_empty());
    }

    #[test]
    fn a_quarter_of_a_magnitude_and_more_may_be_said_in_it() {
        for (source, translation) in [
            ("500 ألف دولار", "half a million dollars"),
            ("250 ألف دولار", "$0.25 million"),
            ("250 ألف دولار", "a quarter of a million dollars"),
            ("خمسمئة ألف دولار", "half a million dollars"),
            ("750 مليون دولار", "$0.75 billion"),
            ("500 مليون دولار", "half a billion dollars"),
            ("نصف مليون دولار", "$500,000"),
        ] {
            let messages = messages(source, translation);
            assert!(messages.is_empty(), "{source}: {messages:?}");
        }
        for (source, translation) in [
            ("200 ألف دولار", "$0.2 million"),
            ("خمسة آلاف دولار", "five million dollars"),
        ] {
            let messages = messages(source, translation);
            assert_eq!(messages, ["Millions are not in the source."], "{source}");
        }
    }
}
