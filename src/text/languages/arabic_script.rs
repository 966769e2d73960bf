//! What languages in Arabic script share, and letters and words that tell them apart. These tables only
//! list the latter; `identify` weighs them.

/// Signs of honour, tatweel, tashkeel, superscript alef, Quranic marks, as inclusive ranges.
pub(crate) const MARKS: &[(char, char)] = &[
    ('\u{610}', '\u{61A}'),
    ('\u{640}', '\u{640}'),
    ('\u{64B}', '\u{65F}'),
    ('\u{670}', '\u{670}'),
    ('\u{6D6}', '\u{6DC}'),
    ('\u{6DF}', '\u{6E4}'),
    ('\u{6E7}', '\u{6E8}'),
    ('\u{6EA}', '\u{6ED}'),
];

/// A word of a table of numbers or of a text: without vowel marks and tatweel, and with each letter in
/// the form that `of` gives it.
pub(crate) fn spelled(word: &str, of: fn(char) -> char) -> String {
    word.chars()
        .filter(|c| !matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}'))
        .map(of)
        .collect()
}

/// Letters that a language writes and Arabic, with its dialects, does not: (code, letters). The
/// order matters, because later languages share letters with earlier ones.
pub(crate) const LETTERS_OF_RIVALS: &[(&str, &[char])] = &[
    ("ug", &['ۇ', 'ۈ', 'ۋ', 'ڭ']),
    ("ku", &['ڕ', 'ێ', 'ۆ', 'ڵ', 'ە']),
    (
        "sd",
        &[
            'ڪ', 'ڻ', 'ٿ', 'ٺ', 'ڳ', 'ڄ', 'ڃ', 'ٻ', 'ڀ', 'ڏ', 'ڊ', 'ڌ', 'ڍ', 'ڦ', 'ڇ', 'ڱ',
        ],
    ),
    ("ps", &['ټ', 'ډ', 'ړ', 'ږ', 'ښ', 'ګ', 'ڼ', 'ۍ', 'ځ', 'څ']),
    ("ur", &['ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ہ']),
];

/// Letters of Persian. Gulf, Iraqi and Egyptian Arabic use some of them for foreign sounds, and
/// some Arabic keyboards produce the last two, so without words they prove nothing.
pub(crate) const PERSIAN_LETTERS: &[char] = &['پ', 'چ', 'ژ', 'گ', 'ک', 'ی'];

/// Frequent words of Persian that are not words of Arabic, with the Arabic forms of ya and kaf.
pub(crate) const PERSIAN_WORDS: &[&str] = &[
    "كه", "در", "از", "را", "اين", "است", "براي", "هاي", "شد", "كرد", "شده", "آن", "با", "بود",
    "يك", "خود", "تا", "مي", "ها", "كند", "گفت", "شود", "دارد",
];

/// The article of Arabic, which is written together with its noun.
pub(crate) const ARABIC_ARTICLE: &str = "ال";

/// Frequent words of Arabic and its dialects that are not words of Persian.
pub(crate) const ARABIC_WORDS: &[&str] = &[
    "في",
    "على",
    "إلى",
    "الى",
    "عن",
    "أن",
    "ان",
    "إن",
    "هذا",
    "هذه",
    "لم",
    "لن",
    "قد",
    "كما",
    "مع",
    "وقد",
    "كان",
    "كانت",
    "بعد",
    "قال",
    "اللي",
    "مش",
    "ده",
    "دي",
    "ليش",
    "شو",
    "شنو",
    "احنا",
    "انا",
    "عشان",
    "علشان",
    "لا",
    "بس",
    "هو",
    "هي",
    "ما",
    "يا",
    "ايش",
    "وش",
];

/// Letters that count as equal in searching, in all languages of this script, because keyboards and
/// old fonts confuse them: (variant, base). The bases are those of Arabic.
pub(crate) const FOLDS: &[(char, char)] = &[
    ('أ', 'ا'),
    ('إ', 'ا'),
    ('آ', 'ا'),
    ('ٱ', 'ا'),
    ('ى', 'ي'),
    ('ئ', 'ي'),
    ('ی', 'ي'),
    ('ؤ', 'و'),
    ('ة', 'ه'),
    ('ۃ', 'ه'),
    ('ہ', 'ه'),
    ('ھ', 'ه'),
    ('ە', 'ه'),
    ('ۀ', 'ه'),
    ('ۂ', 'ه'),
    ('ک', 'ك'),
];
