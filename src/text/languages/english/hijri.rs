//! The months of the Hijri calendar in dates of an English text, which its source may have in digits. This file
//! owns their spellings.

use crate::text::numbers::Keys;
use crate::text::numbers::key::Key;
use crate::text::numbers::lexicon::Placed;

/// The characters before and behind the word of a month among which a number makes it a date: "27th of Dhu al-".
const NEAR: usize = 14;

/// Words by which a month is known, in lower case, with its number. Of two months with one name, the next word
/// tells which it is.
const MONTHS: [(&[&str], u32); 10] = [
    (&["muharram", "moharram"], 1),
    (&["safar"], 2),
    (&["rabi", "rabia", "rabee"], 3),
    (&["jumada", "jamada", "jumaada"], 5),
    (&["rajab"], 7),
    (&["shaban", "shaaban", "ban"], 8),
    (&["ramadan", "ramadhan", "ramazan"], 9),
    (&["shawwal", "shawal"], 10),
    (&["qadah", "qaadah", "qada", "qidah", "qi", "qa"], 11),
    (&["hijjah", "hijja", "hajj"], 12),
];

/// Words that make a month the second one of its name.
const SECOND: [&str; 6] = ["ii", "thani", "akhir", "akhira", "akhirah", "thaniyah"];

/// Adds the months of dates, which are numbers too.
pub(super) fn read(text: &[char], words: &[Placed], keys: &mut Keys) {
    for (at, (start, end, word)) in words.iter().enumerate() {
        let word = word.to_lowercase();
        let mut months = MONTHS.iter();
        let found = months.find(|(names, _)| names.contains(&word.as_str()));
        let Some((_, month)) = found.filter(|_| is_dated(text, *start, *end)) else {
            continue;
        };
        // Apostrophes divide words: "Sha'ban", "Dhu al-Qa'dah".
        let before = at.checked_sub(1).map(|at| words[at].2.to_lowercase());
        let needed = match word.as_str() {
            "ban" => "sha",
            "qa" | "qi" | "hajj" => "al",
            _ => "",
        };
        if !needed.is_empty() && before.as_deref() != Some(needed) {
            continue;
        }
        let behind = words[at + 1..].iter().take(2);
        let mut behind = behind.map(|(_, _, word)| word.to_lowercase());
        let is_second = matches!(month, 3 | 5) && behind.any(|word| SECOND.contains(&&*word));
        let month = month + u32::from(is_second);
        keys.insert(Key::Month(month), *start);
        keys.insert(Key::of(u64::from(month)), *start);
    }
}

/// Whether a number in digits stands near a word.
fn is_dated(text: &[char], start: usize, end: usize) -> bool {
    let before = text[..start].iter().rev().take(NEAR);
    let behind = text[end..].iter().take(NEAR);
    before.chain(behind).any(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;
    use crate::text::numbers::Key;

    #[test]
    fn months_of_hijri_dates_are_numbers() {
        for (text, month) in [
            ("on 3 Rajab 1441", 7),
            ("on 12 Rabi al-Awwal", 3),
            ("on 12 Rabi al-Thani 1445", 4),
            ("Jumada II 1445", 6),
            ("on 27 Sha'ban", 8),
            ("the 27th of Dhu al-Qa'dah", 11),
            ("9 Dhul-Hijjah", 12),
        ] {
            assert!(read(text).keys.contains(&Key::Month(month)), "{text}");
        }
        for (text, month) in [
            ("Mr Rajab said", 7),
            ("12 Rabi al-Thani 1445", 3),
            ("a ban of 5 days", 8),
            ("during Ramadan", 9),
        ] {
            assert!(!read(text).keys.contains(&Key::Month(month)), "{text}");
        }
    }
}
