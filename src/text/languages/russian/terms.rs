//! The readings of a Russian word: the nominatives that it may be a case of.

use crate::text::languages::endings::{Ending, attribute, case, noun, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 3;

/// Letters of a word that may be a plural without an ending: shorter ones are mostly other words.
const BARE: usize = 4;

/// Consonants, which end the genitive of many plurals.
const CONSONANTS: &[char] = &[
    'б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ф', 'х', 'ц', 'ч', 'ш',
    'щ',
];

/// Endings of nouns and adjectives, folded: first those that keep gender and number.
const ENDINGS: &[Ending] = &[
    case(&["а"], &["", "о", "е"]),
    case(&["у"], &["", "а", "о", "е"]),
    case(&["ом"], &["", "о"]),
    case(&["ем"], &["", "й", "ь", "е"]),
    case(&["е"], &["", "а", "я", "й", "ь", "о"]),
    case(&["ы"], &["а"]),
    case(&["и"], &["а", "я", "ь", "й", "е"]),
    case(&["ой"], &["а", "ая"]),
    case(&["ей"], &["а", "я", "ая", "яя"]),
    case(&["ю"], &["й", "ь", "я", "е"]),
    case(&["ью"], &["ь"]),
    case(&["я"], &["й", "ь", "е"]),
    // The vowel that the nominative alone has.
    case(&["ца", "цу", "цем", "цом", "це"], &["ец"]),
    case(&["ка", "ку", "ком", "ке"], &["ок"]),
    // Adjectives, and surnames that are inflected like them.
    case(
        &["ого", "его", "ому", "ему", "ом", "ем", "ым", "им"],
        &["ый", "ий", "ой", "ое", "ее"],
    ),
    case(&["ую"], &["ая"]),
    case(&["юю"], &["яя"]),
    case(&["ов", "ам", "ами", "ах"], &["ы", "и"]),
    case(&["ев", "ей", "ям", "ями", "ях"], &["и"]),
    noun(&["ы"], &[""]),
    noun(&["и"], &[""]),
    noun(&["цы", "цев", "цов", "цам", "цами", "цах"], &["ец"]),
    noun(&["ки", "ков", "кам", "ками", "ках"], &["ок"]),
    noun(&["ов"], &[""]),
    noun(&["ев"], &["", "й"]),
    noun(&["ей"], &["ь", ""]),
    noun(&["ий"], &["ия", "ие"]),
    noun(&["ам", "ами", "ах"], &["", "а", "о"]),
    noun(&["ям", "ями", "ях"], &["ь", "й", "я", "е"]),
    attribute(
        &[
            "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ом",
            "ем", "ым", "им", "ей", "ую", "юю", "ых", "их", "ыми", "ими",
        ],
        &["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"],
    ),
];

/// The endings of surnames before the instrumental.
const SURNAMES: &[&str] = &["ин", "ын", "ов", "ев"];

/// The readings of a word, from its folded form and its letters as they stand. A small letter begins no
/// name, so such a word is no case of one.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    let names = typed.starts_with(char::is_uppercase);
    let mut forms = readings(key, key, ENDINGS, LEFT, names);
    let surname = key.strip_suffix("ым").filter(|stem| {
        SURNAMES.iter().any(|ending| stem.ends_with(ending)) && stem.chars().count() > LEFT
    });
    forms.extend(surname.filter(|_| names).map(TermForm::plain));
    if key.ends_with(CONSONANTS) && key.chars().count() >= BARE {
        for own in ["а", "о"] {
            forms.push(TermForm {
                inflected: true,
                ..TermForm::plain(format!("{key}{own}"))
            });
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{
        assert_names, assert_no_names, assert_no_terms, assert_terms,
    };

    #[test]
    fn cases_of_terms_are_found() {
        assert_terms(
            "ru",
            &[
                ("Министерство обороны", "в Министерстве обороны"),
                ("министр обороны", "встреча с министром обороны"),
                ("Всемирный банк", "от Всемирного банка"),
                ("Соединённые Штаты", "из Соединенных Штатов"),
                ("баллистическая ракета", "запуск баллистических ракет"),
                ("баллистическая ракета", "баллистическими ракетами"),
                ("санкция", "пакет санкций"),
                ("рынок", "на рынке"),
                ("палестинец", "палестинцы"),
                ("Верховный суд", "Верховному суду"),
                ("учение", "в учениях"),
                ("область", "в области"),
                ("войско", "ввод войск"),
                ("план", "Планы изменились"),
            ],
        );
        assert_names(
            "ru",
            &[
                ("Москва", "в Москве"),
                ("Ирак", "из Ирака"),
                ("Россия", "в России"),
                ("Путин", "с Путиным"),
                ("Зеленский", "у Зеленского"),
                ("Захарова", "Захаровой"),
                ("Нидерланды", "в Нидерландах"),
            ],
        );
    }

    #[test]
    fn other_words_are_no_cases() {
        assert_no_terms(
            "ru",
            &[
                ("банк", "банкир"),
                ("банк", "банковский сектор"),
                ("министр", "министерство"),
                ("суд", "судья"),
                ("суд", "судно"),
                ("газ", "газета"),
                ("газ", "удар в Газе"),
                ("порт", "портрет"),
                ("мир", "мирный"),
                ("план", "планета"),
                ("нефть", "нефтяной"),
                ("военный", "военная техника"),
                ("тема", "тем"),
                ("Всемирный банк", "Всемирный день банка"),
            ],
        );
        assert_no_names(
            "ru",
            &[
                ("Ирак", "иракская армия"),
                ("Газа", "о газе"),
                ("Россия", "россияне"),
                ("Крым", "крымский"),
                ("Лев", "много львов"),
            ],
        );
    }
}
