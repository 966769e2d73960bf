//! The letters by which languages in Cyrillic script are told apart, and the words that tell them where
//! no letter does. Besides, the vowels.

/// Letters of Russian and Belarusian that Ukrainian, Bulgarian and Serbian do not have.
pub(in crate::text) const RUSSIAN_LETTERS: &[char] = &['ы', 'э', 'ё'];
/// Letters of Ukrainian that Russian, Belarusian and Bulgarian do not have.
pub(in crate::text) const UKRAINIAN_LETTERS: &[char] = &['ї', 'є', 'ґ'];
/// A letter of Ukrainian and Belarusian that Russian does not have.
pub(in crate::text) const SHARED_I: char = 'і';
/// A letter of Belarusian only.
pub(in crate::text) const BELARUSIAN_U: char = 'ў';

/// Frequent words of Russian without its own letters, in lower case. Ukrainian, Belarusian, Bulgarian,
/// Serbian and Macedonian spell them otherwise or do not have them.
pub(in crate::text) const RUSSIAN_WORDS: &[&str] = &[
    "что",
    "если",
    "когда",
    "только",
    "также",
    "будет",
    "нет",
    "кто",
    "никто",
    "тогда",
    "всегда",
    "никогда",
    "ничего",
    "больше",
    "здесь",
    "сейчас",
    "очень",
    "теперь",
    "потому",
    "несколько",
    "каждое",
    "каждого",
    "каждой",
    "каждому",
    "своим",
    "своих",
    "его",
    "сказал",
    "сказала",
    "сообщил",
    "человек",
    "рублей",
];
/// Frequent words of Ukrainian without its own letters, in lower case, likewise.
pub(in crate::text) const UKRAINIAN_WORDS: &[&str] = &[
    "щоб",
    "якщо",
    "вже",
    "також",
    "це",
    "цей",
    "цього",
    "цьому",
    "його",
    "йому",
    "вона",
    "вони",
    "чи",
    "жодне",
    "жодного",
    "жодної",
];

/// The vowels.
pub(in crate::text) const CYRILLIC_VOWELS: &str = "аеиоуыэюяёіїє";
