//! Letters and words that tell Kurmanji, which whatlang does not know, from other languages in Latin
//! script. These tables only list them; `identify` weighs them.

/// Letters that are frequent in Kurmanji and rare together elsewhere.
pub(crate) const KURMANJI_LETTERS: &[char] = &['ê', 'î', 'û'];

/// Frequent words of Kurmanji, in lower case, without those that French and Portuguese share.
pub(crate) const KURMANJI_WORDS: &[&str] = &[
    "û", "ji", "li", "bi", "di", "ku", "ya", "yê", "yên", "ên", "bo", "xwe", "jî", "ev", "ew",
    "wê", "wî", "tê", "dê", "ê", "lê", "ve", "hat", "hatin", "hatiye", "kir", "kirin", "kiriye",
    "dike", "dikin", "bû", "bûn", "bûye", "got", "her", "hemû", "gelek", "yek", "sê", "wan",
    "heye", "nîne", "navbera", "piştî", "berî", "îro", "gor", "gorî", "dema", "hîn", "jê", "aliyê",
    "nav", "ber",
];
