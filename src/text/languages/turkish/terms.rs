//! The readings of a Turkish word: what it is without the endings of plurals, possessives and cases,
//! by the rules of vowel harmony. Behind an apostrophe the endings of names are words of their own.

use std::sync::LazyLock;

use crate::text::fold_for_search;
use crate::text::terms::TermForm;

/// Letters that are left of a word without its endings.
const LEFT: usize = 3;

/// The most letters of a word that has readings; longer ones are none of the language.
const LONGEST: usize = 40;

/// Endings of cases behind a consonant, behind a vowel, and behind a possessive. A stands for a and e,
/// I for ı, i, u and ü, D for d and t.
const CASES: [&[&str]; 3] = [
    &["In", "A", "I", "DA", "DAn", "DAki", "lA"],
    &["nIn", "yA", "yI", "DA", "DAn", "DAki", "ylA"],
    &["nIn", "nA", "nI", "ndA", "ndAn", "ndAki", "ylA"],
];

/// Words that end like these and mean something else, or hardly anything.
const OTHERS: &[&str] = &[
    "askeri",
    "tarihi",
    "dini",
    "edebi",
    "hatta",
    "özellikle",
    "genellikle",
    "öncelikle",
    "kesinlikle",
    "böylelikle",
    "sıradan",
    "yeniden",
    "birden",
    "aniden",
    "sonradan",
    "tarafından",
    "hakkında",
    "sırasında",
    "arasında",
    "üzerinde",
    "içinde",
    "boyunca",
    "dolayısıyla",
    "itibarıyla",
    "amacıyla",
    "yoluyla",
    "karşında",
    "halinde",
    "sayesinde",
    "sonunda",
];

/// The chains of endings behind a consonant, and behind a vowel.
static CHAINS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    let chains = |own: &[&str], possessive: &str| {
        let mut chains: Vec<String> = own.iter().map(|&case| case.to_owned()).collect();
        for (before, cases) in [
            ("lAr", CASES[0]),
            ("lArI", CASES[2]),
            (possessive, CASES[2]),
        ] {
            chains.push(before.to_owned());
            chains.extend(cases.iter().map(|case| format!("{before}{case}")));
        }
        chains
    };
    [chains(CASES[0], "I"), chains(CASES[1], "sI")]
});

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    let mut forms = vec![TermForm::plain(key)];
    let word: Vec<char> = typed.chars().flat_map(small).collect();
    let whole: String = word.iter().collect();
    if word.len() > LONGEST || OTHERS.contains(&whole.as_str()) {
        return forms;
    }
    for left in LEFT..word.len() {
        let (stem, ending) = word.split_at(left);
        if !is_inflected(stem, ending) {
            continue;
        }
        push(stem, &mut forms);
        // The last consonant is voiced before a vowel.
        if ending.first().is_some_and(|&c| is_vowel(c))
            && let Some((&last, rest)) = stem.split_last()
            && let Some(hard) = hardened(last)
        {
            push(&[rest, &[hard][..]].concat(), &mut forms);
        }
    }
    forms
}

fn push(stem: &[char], forms: &mut Vec<TermForm>) {
    let stem: String = stem.iter().collect();
    forms.push(TermForm::inflected(fold_for_search(&stem)));
}

/// Whether a stem may have an ending.
fn is_inflected(stem: &[char], ending: &[char]) -> bool {
    let vowels = stem.iter().filter(|c| is_vowel(**c)).count();
    let Some(&last) = stem.last().filter(|_| vowels > 0) else {
        return false;
    };
    let own = &CHAINS[usize::from(is_vowel(last))];
    // The last word of a compound has a possessive already.
    let possessed: &[&str] = if is_close(last) { CASES[2] } else { &[] };
    let mut chains = own
        .iter()
        .map(String::as_str)
        .chain(possessed.iter().copied());
    chains.any(|chain| {
        // Short words with short endings are mostly other words: "bank" and "banka".
        let long = vowels > 1 || chain.starts_with("lAr") || chain.starts_with('D');
        long && agrees(stem, ending, chain)
    })
}

/// Whether an ending is a chain in the letters that it has behind a stem.
fn agrees(stem: &[char], ending: &[char], chain: &str) -> bool {
    if chain.chars().count() != ending.len() {
        return false;
    }
    let mut vowel = stem.iter().rev().copied().find(|c| is_vowel(*c));
    let mut before = stem.last().copied();
    // Loan words in which these letters are soft have the other vowels: "petrolü", "saati".
    let soft = stem.ends_with(&['l']) || stem.ends_with(&['a', 't']);
    let mut may_be_soft = soft;
    for (sign, &c) in chain.chars().zip(ending) {
        let fits = match sign {
            'A' => open(vowel) == c || (may_be_soft && c == 'e'),
            'I' => {
                let other = if matches!(vowel, Some('o' | 'u')) {
                    'ü'
                } else {
                    'i'
                };
                close(vowel) == c || (may_be_soft && c == other)
            }
            'D' => {
                c == if before.is_some_and(is_voiceless) {
                    't'
                } else {
                    'd'
                }
            }
            plain => c == plain,
        };
        if !fits {
            return false;
        }
        if is_vowel(c) {
            vowel = Some(c);
            may_be_soft = false;
        }
        before = Some(c);
    }
    true
}

/// The vowel of endings with a and e behind another one.
fn open(vowel: Option<char>) -> char {
    if matches!(vowel, Some('a' | 'ı' | 'o' | 'u' | 'â' | 'û')) {
        'a'
    } else {
        'e'
    }
}

/// The vowel of endings with ı, i, u and ü behind another one.
fn close(vowel: Option<char>) -> char {
    match vowel {
        Some('a' | 'ı' | 'â') => 'ı',
        Some('o' | 'u' | 'û') => 'u',
        Some('ö' | 'ü') => 'ü',
        _ => 'i',
    }
}

fn is_vowel(c: char) -> bool {
    "aeıioöuüâîû".contains(c)
}

fn is_close(c: char) -> bool {
    "ıiuü".contains(c)
}

fn is_voiceless(c: char) -> bool {
    "fstkçşhp".contains(c)
}

fn hardened(c: char) -> Option<char> {
    match c {
        'b' => Some('p'),
        'c' => Some('ç'),
        'd' => Some('t'),
        'ğ' | 'g' => Some('k'),
        _ => None,
    }
}

/// The small letters of a letter in Turkish.
fn small(c: char) -> impl Iterator<Item = char> {
    let letter = match c {
        'I' => 'ı',
        'İ' => 'i',
        c => c,
    };
    letter.to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{
        assert_names, assert_no_names, assert_no_terms, assert_terms,
    };

    #[test]
    fn terms_are_found_with_their_endings() {
        assert_terms(
            "tr",
            &[
                ("hastane", "hastanede"),
                ("hastane", "hastanelerinden"),
                ("bakanlık", "bakanlığı açıkladı"),
                ("Dünya Bankası", "Dünya Bankasının raporu"),
                ("Dünya Bankası", "Dünya Bankası'na göre"),
                ("Dışişleri Bakanlığı", "Dışişleri Bakanlığından yapılan"),
                ("kitap", "kitabın"),
                ("füze", "füzelerle"),
                ("halk", "halktan"),
                ("ordu", "ordusuyla"),
                ("petrol", "petrolün"),
                ("enflasyon", "enflasyondaki artış"),
                ("cumhurbaşkanı", "cumhurbaşkanına"),
                ("anlaşma", "ANLAŞMAYI"),
            ],
        );
        assert_names(
            "tr",
            &[
                ("Ankara", "Ankara'da"),
                ("Türkiye", "Türkiye’nin"),
                ("İran", "İran'a"),
            ],
        );
    }

    #[test]
    fn other_words_with_the_same_letters_are_not_the_term() {
        assert_no_terms(
            "tr",
            &[
                ("bank", "banka"),
                ("alt", "altın"),
                ("kış", "kışla"),
                ("hat", "hatta"),
                ("asker", "askeri üs"),
                ("tarih", "tarihi bina"),
                ("özellik", "özellikle"),
                ("bakan", "bakanlık"),
                ("Türk", "Türkiye"),
                ("kan", "kanun"),
                ("haber", "haberci"),
                ("başkan", "başkent"),
                ("seçim", "seçmen"),
                ("taraf", "tarafından"),
                ("yasa", "yasak"),
                ("insan", "insani"),
            ],
        );
        assert_no_names(
            "tr",
            &[
                ("Deniz", "denizde"),
                ("Barış", "barışın"),
                ("Kara", "karadan"),
            ],
        );
    }
}
