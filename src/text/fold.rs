//! Search keys, under which spellings of the same word are equal. They are never given to a model.

use std::char::ToLowercase;
use std::sync::LazyLock;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::characters::SMALL_ALPHABETS;
use super::language::Language;

/// The text in lower case. Unlike `str::to_lowercase`, it makes one letter of the dotted capital I
/// of Turkish, which has one in its alphabet.
pub(crate) fn lower_case(text: &str) -> String {
    text.chars().flat_map(lower_case_of).collect()
}

/// A character in lower case, as [`lower_case`] has it.
pub(crate) fn lower_case_of(c: char) -> ToLowercase {
    match c {
        'İ' => 'i'.to_lowercase(),
        _ => c.to_lowercase(),
    }
}

/// A key under which spellings of the same word are equal: NFKC, lower case, without marks and
/// hamza, letter variants as one, ASCII digits, single spaces.
///
/// It is for searching and comparing only: to a model it would look like another language. The
/// profiles of all languages apply, since each lists only characters of its own script.
pub(crate) fn fold_for_search(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        let Some(folded) = in_table(c).unwrap_or_else(|| of_profiles(c)) else {
            continue;
        };
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(folded);
    }
    out
}

/// What `fold_for_search` does beyond NFKC and lower case, as data, and the letters that may be
/// written in front of a word: for searching outside of this program, on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchRules {
    /// Characters that count as another one.
    pub from: String,
    /// Those others, in the same order.
    pub to: String,
    /// Characters that are left out.
    pub dropped: String,
    /// Folded letters that may stand in front of a word as a part of it, such as the article.
    #[serde(skip)]
    pub prefixes: Vec<&'static str>,
}

/// The rules of searching, for the characters of the Basic Multilingual Plane.
pub fn search_rules() -> SearchRules {
    let mut rules = SearchRules {
        from: String::new(),
        to: String::new(),
        dropped: String::new(),
        prefixes: Language::all()
            .flat_map(|language| language.spelling.search_prefixes)
            .copied()
            .collect(),
    };
    let settled = |c: &char| c.nfkc().flat_map(char::to_lowercase).eq([*c]);
    for c in ('\u{21}'..='\u{FFFD}').filter(settled) {
        if is_left_out(c) {
            rules.dropped.push(c);
        } else if folded(c) != c {
            rules.from.push(c);
            rules.to.push(folded(c));
        }
    }
    rules
}

/// Whether a character does not count in searching.
pub(super) fn is_left_out(c: char) -> bool {
    match in_table(c) {
        Some(folded) => folded.is_none(),
        None => super::characters::is_invisible(c) || is_dropped(c),
    }
}

/// What a character counts as, as by [`of_profiles`], if it is in the table. The profiles of all
/// languages are too many to be asked for each letter of an article.
fn in_table(c: char) -> Option<Option<char>> {
    static TABLE: LazyLock<Vec<Option<char>>> =
        LazyLock::new(|| ('\0'..SMALL_ALPHABETS).map(of_profiles).collect());
    TABLE.get(c as usize).copied()
}

/// What a character counts as by the profiles of all languages; `None` if it is left out.
fn of_profiles(c: char) -> Option<char> {
    let is_left_out = super::characters::is_invisible(c) || is_dropped(c);
    (!is_left_out).then(|| folded(c))
}

fn is_dropped(c: char) -> bool {
    Language::all()
        .any(|language| language.is_mark(c) || language.spelling.search_dropped.contains(&c))
}

fn folded(c: char) -> char {
    Language::all()
        .find_map(|language| {
            let base = language.fold(c);
            if base == c {
                language.ascii_digit(c)
            } else {
                Some(base)
            }
        })
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_variants_meet_under_one_key() {
        assert_eq!(fold_for_search("إيران"), "ايران");
        assert_eq!(fold_for_search("آسيا"), "اسيا");
        assert_eq!(fold_for_search("مستشفى"), "مستشفي");
        assert_eq!(fold_for_search("القاهرة"), "القاهره");
        assert_eq!(fold_for_search("مسؤول"), "مسوول");
        assert_eq!(fold_for_search("الوزراء"), "الوزرا");
        assert_eq!(fold_for_search("یک"), "يك");
    }

    /// [`fold_for_search`], as a page does it.
    fn by_the_rules(text: &str) -> String {
        let rules = search_rules();
        let folded = text.nfkc().flat_map(char::to_lowercase);
        let folded = folded.filter(|c| !c.is_control() && !rules.dropped.contains(*c));
        folded
            .map(|c| {
                let at = rules.from.chars().position(|from| from == c);
                at.and_then(|at| rules.to.chars().nth(at)).unwrap_or(c)
            })
            .collect()
    }

    #[test]
    fn the_rules_for_pages_fold_every_character_of_every_language_alike() {
        let scripts = [
            '\u{21}'..='\u{52F}',
            '\u{590}'..='\u{77F}',
            '\u{FB1D}'..='\u{FEFC}',
        ];
        for c in scripts.into_iter().flatten().filter(|c| !c.is_whitespace()) {
            let text = c.to_string();
            // A compatibility form may hold a space.
            let by_the_rules = by_the_rules(&text).trim().to_owned();
            assert_eq!(by_the_rules, fold_for_search(&text), "{:x}", u32::from(c));
        }
        let rules = search_rules();
        assert_eq!(rules.from.chars().count(), rules.to.chars().count());
        assert!(rules.prefixes.contains(&"ال"));
        for prefix in rules.prefixes {
            assert_eq!(fold_for_search(prefix), prefix);
        }
    }

    #[test]
    fn a_character_is_in_its_place_in_the_table() {
        for c in [
            '\0',
            'a',
            'ة',
            '\u{64E}',
            '٣',
            '\u{200F}',
            '\u{20FF}',
            SMALL_ALPHABETS,
            '卫',
            'ﷺ',
        ] {
            assert_eq!(is_left_out(c), of_profiles(c).is_none(), "{c:?}");
        }
        assert_eq!(in_table('ة'), Some(Some('ه')));
        assert_eq!(in_table('\u{64E}'), Some(None));
        assert!(in_table('\u{20FF}').is_some() && in_table(SMALL_ALPHABETS).is_none());
    }

    #[test]
    fn a_dotted_capital_i_becomes_one_letter() {
        assert_eq!(lower_case("İSTANBUL Straße"), "istanbul straße");
        assert_eq!(lower_case(""), "");
    }

    #[test]
    fn marks_case_digits_and_spaces_do_not_count() {
        assert_eq!(fold_for_search("  مُحَمَّــد\u{200F}  "), "محمد");
        assert_eq!(fold_for_search("ABC  ١٢٣"), "abc 123");
        assert_eq!(fold_for_search("\u{FEF7}مل"), "لامل");
        assert_eq!(fold_for_search(""), "");
    }
}
