//! Search keys, under which spellings of the same word are equal. They are never given to a model.

use unicode_normalization::UnicodeNormalization;

use super::language::Language;

/// The text in lower case. Unlike `str::to_lowercase`, it makes one letter of the dotted capital I
/// of Turkish, which has one in its alphabet.
pub fn lower_case(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            'İ' => 'i'.to_lowercase(),
            _ => c.to_lowercase(),
        })
        .collect()
}

/// A key under which spellings of the same word are equal: NFKC, lower case, without marks and
/// hamza, letter variants as one, ASCII digits, single spaces.
///
/// It is for searching and comparing only: to a model it would look like another language. The
/// profiles of all languages apply, since each lists only characters of its own script.
pub fn fold_for_search(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        if super::characters::is_invisible(c) || is_dropped(c) {
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(folded(c));
    }
    out
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
