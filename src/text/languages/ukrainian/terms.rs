//! The readings of a Ukrainian word: the nominatives that it may be a case of.

use crate::text::languages::east_slavic::Inflection;
use crate::text::languages::endings::{Ending, attribute, case, noun};
use crate::text::terms::TermForm;

/// Endings of nouns and adjectives, folded: first those that keep gender and number.
const ENDINGS: &[Ending] = &[
    case(&["а"], &["", "о", "е"]),
    case(&["у"], &["", "а", "о", "е"]),
    case(&["ові", "еві"], &["", "ь"]),
    case(&["єві"], &["й"]),
    case(&["ом"], &["", "о"]),
    case(&["ем"], &["", "ь", "е"]),
    case(&["єм"], &["й"]),
    case(&["ям"], &["я"]),
    case(&["і"], &["", "а", "я", "ь", "о", "е"]),
    // Consonants that change before it.
    case(&["ці"], &["ка", "к"]),
    case(&["зі"], &["га", "г"]),
    case(&["сі"], &["ха", "х"]),
    case(&["ї"], &["я", "й"]),
    case(&["и"], &["а"]),
    case(&["ою"], &["а"]),
    case(&["ею", "єю"], &["а", "я"]),
    case(&["ю"], &["й", "ь", "я", "е"]),
    case(&["я"], &["й", "ь", "е"]),
    // The vowel that the nominative alone has, or has in another way.
    case(&["ця", "цю", "цем", "ці", "цеві"], &["ець"]),
    case(&["ку", "ком", "кові"], &["ок"]),
    case(&["ова", "ову", "ові", "овом"], &["ів"]),
    case(&["єва", "єву", "єві", "євом"], &["їв"]),
    // Adjectives, and surnames that are inflected like them.
    case(
        &["ого", "ього", "ому", "ьому", "им", "ім"],
        &["ий", "ій", "е", "є"],
    ),
    case(&["ої", "ій", "у", "ою"], &["а"]),
    case(&["ів", "ам", "ами", "ах"], &["и"]),
    case(&["ів", "їв", "ям", "ями", "ях"], &["і", "ї"]),
    noun(&["и", "і"], &[""]),
    noun(&["ці", "ців", "цям", "цями", "цях"], &["ець"]),
    noun(&["ки", "ків", "кам", "ками", "ках"], &["ок"]),
    noun(&["ів"], &["", "ь"]),
    noun(&["їв"], &["й"]),
    noun(&["ей"], &["ь", ""]),
    noun(&["ій"], &["ія"]),
    noun(&["ам", "ами", "ах"], &["", "а", "о"]),
    noun(&["ям", "ями", "ях"], &["ь", "й", "я", "е"]),
    attribute(
        &[
            "ий", "ій", "а", "я", "е", "є", "і", "ї", "ого", "ього", "ому", "ьому", "им", "ім",
            "ої", "ьої", "у", "ю", "ою", "ьою", "их", "іх", "ими", "іми",
        ],
        &["ий", "ій", "а", "я", "е", "є", "і", "ї"],
    ),
];

/// The cases of the capital's name, whose nominative has another vowel and whose stem is too
/// short for an ending of the table.
const KYIV: [&str; 4] = ["києва", "києву", "києвом", "києві"];

const INFLECTION: Inflection = Inflection {
    endings: ENDINGS,
    instrumental: "им",
    surnames: &["ін", "їн", "ов", "ев", "єв"],
};

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    let mut forms = INFLECTION.forms(key, typed);
    if typed.starts_with(char::is_uppercase) && KYIV.contains(&key) {
        forms.push(TermForm::plain("київ"));
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
            "uk",
            &[
                ("Міністерство оборони", "у Міністерстві оборони"),
                ("міністр оборони", "зустріч з міністром оборони"),
                ("Верховна Рада", "у Верховній Раді"),
                ("Верховна Рада", "рішення Верховної Ради"),
                ("Світовий банк", "від Світового банку"),
                ("балістична ракета", "балістичних ракет"),
                ("санкція", "пакет санкцій"),
                ("ринок", "на ринку"),
                ("українець", "українців"),
                ("військо", "введення військ"),
                ("навчання", "під час навчань або навчанням"),
                ("область", "в області"),
            ],
        );
        assert_names(
            "uk",
            &[
                ("Київ", "у Києві"),
                ("Харків", "біля Харкова"),
                ("Україна", "в Україні"),
                ("Америка", "в Америці"),
                ("Прага", "у Празі"),
                ("Зеленський", "у Зеленського"),
                ("Путін", "з Путіним"),
                ("Росія", "з Росією"),
            ],
        );
    }

    #[test]
    fn other_words_are_no_cases() {
        assert_no_terms(
            "uk",
            &[
                ("банк", "банкір"),
                ("банк", "банківський сектор"),
                ("міністр", "міністерство"),
                ("суд", "суддя"),
                ("газ", "газета"),
                ("газ", "удар у Газі"),
                ("порт", "портрет"),
                ("мир", "мирний"),
                ("план", "планета"),
                ("військовий", "військова техніка"),
                ("тема", "тем"),
            ],
        );
        assert_no_names(
            "uk",
            &[
                ("Росія", "росіяни"),
                ("Ірак", "іракська армія"),
                ("Газа", "про газ і газу"),
                ("Крим", "кримський"),
            ],
        );
    }
}
