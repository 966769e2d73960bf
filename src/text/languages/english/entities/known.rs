//! What is known of a word or phrase before any context is read: the tables as sets of marks. This
//! file owns how words are folded and looked up.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::BitOr;
use std::sync::LazyLock;

use super::{cues, tables};

/// The most words that a phrase of the tables has.
const LONGEST_PHRASE: usize = 6;

/// A map by words, with a hash that is fast on short ones.
pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// FNV-1a. The words are those of one article, so nobody can choose them to collide for long.
#[derive(Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

/// The tables that a word stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks(u32);

impl Marks {
    pub(super) const PLACE: Self = Self(1);
    pub(super) const GIVEN: Self = Self(1 << 1);
    pub(super) const ORGANISATION: Self = Self(1 << 2);
    pub(super) const OTHER: Self = Self(1 << 3);
    pub(super) const NATIONALITY: Self = Self(1 << 4);
    pub(super) const CALENDAR: Self = Self(1 << 5);
    pub(super) const TITLE: Self = Self(1 << 6);
    pub(super) const HONOURED: Self = Self(1 << 7);
    pub(super) const ORGANISATION_HEAD: Self = Self(1 << 8);
    pub(super) const PLACE_HEAD: Self = Self(1 << 9);
    pub(super) const EVENT_HEAD: Self = Self(1 << 10);
    pub(super) const OF_HEAD: Self = Self(1 << 11);
    pub(super) const FIELD: Self = Self(1 << 12);
    pub(super) const PARTICLE: Self = Self(1 << 13);
    pub(super) const SAYING: Self = Self(1 << 14);
    pub(super) const PLACE_NOUN: Self = Self(1 << 15);
    pub(super) const ORGANISATION_NOUN: Self = Self(1 << 16);
    pub(super) const PERSON_NOUN: Self = Self(1 << 17);
    pub(super) const NO_ACRONYM: Self = Self(1 << 18);
    pub(super) const COMMON: Self = Self(1 << 19);
    pub(super) const STOP: Self = Self(1 << 20);
    /// A phrase of several words begins with this one.
    pub(super) const BEGINS_PHRASE: Self = Self(1 << 21);

    /// The heads of names of every kind.
    pub(super) const HEAD: Self =
        Self(Self::ORGANISATION_HEAD.0 | Self::PLACE_HEAD.0 | Self::EVENT_HEAD.0);
    /// What is a name wherever it has a capital.
    pub(super) const NAME: Self =
        Self(Self::PLACE.0 | Self::GIVEN.0 | Self::ORGANISATION.0 | Self::OTHER.0);

    /// Whether a word has one of these marks.
    pub(super) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// The marks that are among some.
    pub(super) const fn only(self, of: Self) -> Self {
        Self(self.0 & of.0)
    }

    /// These marks without some.
    pub(super) const fn without(self, marks: Self) -> Self {
        Self(self.0 & !marks.0)
    }
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

static MARKS: LazyLock<WordMap<String, Marks>> = LazyLock::new(|| {
    let mut marks: WordMap<String, Marks> = WordMap::default();
    let mut mark = |key: String, with: Marks| {
        let of = marks.entry(key).or_default();
        *of = *of | with;
    };
    for (table, with) in TABLES {
        let entries = table.split([',', '\n']).map(str::trim);
        for entry in entries.filter(|entry| !entry.is_empty()) {
            let key = fold(entry);
            if let Some((first, _)) = key.split_once(' ') {
                mark(first.to_owned(), Marks::BEGINS_PHRASE);
            }
            mark(key, with);
        }
    }
    marks
});

const TABLES: [(&str, Marks); 24] = [
    (tables::COUNTRIES, Marks::PLACE),
    (tables::CITIES, Marks::PLACE),
    (tables::ARAB_PLACES, Marks::PLACE),
    (tables::REGIONS, Marks::PLACE),
    (tables::GIVEN, Marks::GIVEN),
    (tables::ORGANISATIONS, Marks::ORGANISATION),
    (tables::OTHERS, Marks::OTHER),
    (cues::NATIONALITIES, Marks::NATIONALITY),
    (cues::CALENDAR, Marks::CALENDAR),
    (cues::TITLES, Marks::TITLE),
    (cues::HONOURED, Marks::HONOURED),
    (cues::ORGANISATION_HEADS, Marks::ORGANISATION_HEAD),
    (cues::PLACE_HEADS, Marks::PLACE_HEAD),
    (cues::EVENT_HEADS, Marks::EVENT_HEAD),
    (cues::OF_HEADS, Marks::OF_HEAD),
    (cues::FIELDS, Marks::FIELD),
    (cues::PARTICLES, Marks::PARTICLE),
    (cues::SAYING, Marks::SAYING),
    (cues::PLACE_NOUNS, Marks::PLACE_NOUN),
    (cues::ORGANISATION_NOUNS, Marks::ORGANISATION_NOUN),
    (cues::PERSON_NOUNS, Marks::PERSON_NOUN),
    (cues::NO_ACRONYMS, Marks::NO_ACRONYM),
    (cues::COMMON, Marks::COMMON),
    (cues::STOP, Marks::STOP),
];

/// The marks of a folded word or phrase, with or without an Arabic article.
pub(super) fn marks(key: &str) -> Marks {
    let exact = MARKS.get(key).copied().unwrap_or_else(|| plural(key));
    let plain = without_article(key);
    if plain.len() == key.len() {
        return exact;
    }
    let names = Marks::PLACE | Marks::GIVEN | Marks::ORGANISATION;
    let of_plain = MARKS.get(plain).copied().unwrap_or_default();
    of_plain.only(names) | exact
}

/// The marks of a people or a currency in the plural, as in Iraqis.
fn plural(key: &str) -> Marks {
    let singular = key.strip_suffix('s').and_then(|key| MARKS.get(key));
    singular.map_or_else(Marks::default, |marks| {
        marks.only(Marks::NATIONALITY | Marks::CALENDAR)
    })
}

/// The longest phrase of the tables that the folded words begin with: its words and its marks.
pub(super) fn phrase<'k>(words: impl Iterator<Item = &'k str>) -> Option<(usize, Marks)> {
    let mut key = String::new();
    let mut longest = None;
    for (at, word) in words.take(LONGEST_PHRASE).enumerate() {
        if at > 0 {
            key.push(' ');
        }
        key.push_str(word);
        if at > 0
            && let Some(&found) = MARKS.get(key.as_str())
        {
            longest = Some((at + 1, found));
        }
    }
    longest
}

/// A word in lower case, with plain apostrophes and without accents, as the tables are keyed.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        key.push(match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
            'ğ' => 'g',
            'ł' => 'l',
            'ñ' | 'ń' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' => 's',
            'ù' | 'ú' | 'û' | 'ü' | 'ū' => 'u',
            'ý' => 'y',
            'ž' | 'ź' | 'ż' => 'z',
            '’' | '‘' | 'ʼ' | '`' => '\'',
            '‐' | '‑' => '-',
            '\u{300}'..='\u{36f}' => continue,
            other => other,
        });
    }
    key
}

/// A folded word without an Arabic article that a hyphen or a space joins to it.
pub(super) fn without_article(key: &str) -> &str {
    let Some(at) = key.find(['-', ' ']) else {
        return key;
    };
    if is_article(&key[..at]) {
        &key[at + 1..]
    } else {
        key
    }
}

/// Whether a folded word is the Arabic article, in one of its assimilated spellings.
pub(super) fn is_article(key: &str) -> bool {
    matches!(
        key,
        "al" | "el" | "an" | "ar" | "as" | "ash" | "at" | "ath" | "ad" | "adh" | "az" | "ul" | "ez"
    )
}

/// Whether a word has the ending of an English common noun, adjective, adverb or participle.
pub(super) fn has_common_ending(key: &str) -> bool {
    const ENDINGS: [&str; 25] = [
        "ing", "ed", "ly", "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ists",
        "ers", "ors", "ies", "ous", "ful", "less", "able", "ible", "ity", "ance", "ence", "ical",
        "ism", "ship",
    ];
    key.len() > 4 && ENDINGS.iter().any(|ending| key.ends_with(ending))
}

/// Whether a word has an ending of peoples, languages and adjectives made of names.
pub(super) fn is_of_people(key: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "ian", "ians", "ean", "eans", "ish", "ese", "ites", "esque", "ic", "nese",
    ];
    key.len() > 5 && ENDINGS.iter().any(|ending| key.ends_with(ending))
}

/// Whether a word has an ending that names hardly ever have.
pub(super) fn is_abstract(key: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "tion", "tions", "sion", "sions", "ments", "ness", "ism", "ists", "ities", "ology",
    ];
    key.len() > 6 && ENDINGS.iter().any(|ending| key.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_accents_and_case_do_not_hide_a_word() {
        assert!(marks(&fold("Bogotá")).any(Marks::PLACE));
        assert!(marks(&fold("al-Basrah")).any(Marks::PLACE));
        assert!(!marks(&fold("al-Kadhimi")).any(Marks::NAME));
        assert_eq!(fold("Sana’a"), "sana'a");
    }

    #[test]
    fn the_longest_phrase_is_found() {
        let words = ["new", "york", "city", "hall"];
        let (length, marks) = phrase(words.into_iter()).unwrap();
        assert_eq!((length, marks.any(Marks::PLACE)), (3, true));
        assert_eq!(phrase(["saudi", "officials"].into_iter()), None);
    }

    #[test]
    fn common_endings_need_a_stem() {
        assert!(has_common_ending("construction"));
        assert!(!has_common_ending("ted"));
    }
}
