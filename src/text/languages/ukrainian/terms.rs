//! The readings of a Ukrainian word: the nominatives that it may be a case of.

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

/// The cases of the capital's name, whose nominative has another vowel in a stem that is too short for
/// [`LEFT`].
const KYIV: [&str; 4] = ["києва", "києву", "києвом", "києві"];

/// The endings of surnames before the instrumental.
const SURNAMES: &[&str] = &["ін", "їн", "ов", "ев", "єв"];

/// The readings of a word, from its folded form and its letters as they stand. A small letter begins no
/// name, so such a word is no case of one.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    let names = typed.starts_with(char::is_uppercase);
    let mut forms = readings(key, key, ENDINGS, LEFT, names);
    let surname = key.strip_suffix("им").filter(|stem| {
        SURNAMES.iter().any(|ending| stem.ends_with(ending)) && stem.chars().count() > LEFT
    });
    forms.extend(surname.filter(|_| names).map(TermForm::plain));
    if names && KYIV.contains(&key) {
        forms.push(TermForm::plain("київ"));
    }
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
