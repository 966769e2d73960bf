//! The letters by which languages in Cyrillic script are told apart.

/// Letters of Russian and Belarusian that Ukrainian, Bulgarian and Serbian do not have.
pub(in crate::text) const RUSSIAN_LETTERS: &[char] = &['ы', 'э', 'ё'];
/// Letters of Ukrainian that Russian, Belarusian and Bulgarian do not have.
pub(in crate::text) const UKRAINIAN_LETTERS: &[char] = &['ї', 'є', 'ґ'];
/// A letter of Ukrainian and Belarusian that Russian does not have.
pub(in crate::text) const SHARED_I: char = 'і';
/// A letter of Belarusian only.
pub(in crate::text) const BELARUSIAN_U: char = 'ў';
