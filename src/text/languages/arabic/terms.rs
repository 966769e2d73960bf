//! The readings of an Arabic word: what may be written in front of it and behind it.

use super::LANGUAGE;
use crate::text::fold_for_search;
use crate::text::terms::TermForm;

const CONJUNCTIONS: [&str; 3] = ["", "و", "ف"];
const PREPOSITIONS: [&str; 4] = ["", "ب", "ك", "ل"];
const POSSESSIVES: [&str; 8] = ["هما", "كما", "ها", "هم", "هن", "نا", "كم", "ه"];

/// Stands before the letters of a function word, so that it is like no other word.
const FUNCTION_WORD: char = '=';
/// Function words that fold like names or nouns.
const ALONE: [&str; 8] = ["على", "إلى", "الى", "لدى", "حتى", "متى", "مني", "منا"];
/// Prepositions as they are written before a pronoun.
const BEFORE_PRONOUNS: [&str; 11] = [
    "علي", "إلي", "الي", "لدي", "من", "عن", "في", "مع", "بين", "ل", "ب",
];
const PRONOUNS: [&str; 9] = ["ه", "ها", "هم", "هما", "هن", "نا", "ك", "كم", "كما"];

/// Letters that must be left of a word after a conjunction or preposition, or before a possessive.
const LEFT: usize = 3;

/// Letters that may follow one of [`OWN_LETTER`].
const LONGEST_ENDING: usize = 3;

/// Beginnings of frequent words whose first letter is their own, folded.
const OWN_LETTER: [&str; 90] = [
    "بطاق",
    "وسام",
    "وجب",
    "وصل",
    "وصف",
    "وزير",
    "وزار",
    "وزرا",
    "وفد",
    "وفود",
    "وفاه",
    "وفيات",
    "ولد",
    "ولاد",
    "وكال",
    "وكيل",
    "وسط",
    "وسيل",
    "وسائل",
    "وسايل",
    "وثيق",
    "وثاي",
    "وطن",
    "واقع",
    "وجه",
    "وجود",
    "وقت",
    "وقف",
    "وقود",
    "وحد",
    "ورق",
    "وظيف",
    "وظاي",
    "وعد",
    "ولاي",
    "ولي",
    "وبا",
    "واشنطن",
    "فريق",
    "فرنس",
    "فرع",
    "فروع",
    "فتر",
    "فيلم",
    "فكر",
    "فوز",
    "فقر",
    "فتح",
    "فساد",
    "فلسطين",
    "فيروس",
    "فنان",
    "بلد",
    "بلاد",
    "بنك",
    "بنوك",
    "بيت",
    "بيان",
    "باب",
    "بحر",
    "بحث",
    "برنامج",
    "برامج",
    "برلمان",
    "بطول",
    "بطل",
    "بغداد",
    "بريطاني",
    "بترول",
    "بريد",
    "بيروت",
    "بصر",
    "لبنان",
    "لجن",
    "لجان",
    "لقا",
    "ليبي",
    "لغ",
    "لاعب",
    "لاجي",
    "لندن",
    "كتاب",
    "كتب",
    "كتل",
    "كلم",
    "كهرب",
    "كبير",
    "كنيس",
    "كرد",
    "كربلا",
];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    // Egypt writes a hamza before this letter on another seat.
    let seated = typed
        .contains("ئو")
        .then(|| fold_for_search(&typed.replace("ئو", "ؤو")));
    let key = seated.as_deref().unwrap_or(key);
    if is_function_word(typed) {
        // Its last letter tells it from a name, as with "on" and "Ali".
        return vec![TermForm::plain(format!("{FUNCTION_WORD}{typed}"))];
    }
    // Folding makes the first letter of the article and a hamza on it equal.
    let hamza = typed.starts_with(['أ', 'إ', 'آ']);
    let mut forms = vec![TermForm::plain(key)];
    for conjunction in CONJUNCTIONS {
        let Some(after) = without(key, conjunction) else {
            continue;
        };
        for preposition in PREPOSITIONS {
            let Some(bare) = without(after, preposition) else {
                continue;
            };
            let prefixed = bare.len() < key.len();
            let definite = |noun: &str| TermForm {
                definite: true,
                prefixed,
                ..TermForm::plain(noun)
            };
            // The article loses its first letter after the preposition for "to", and both letters
            // before another of the same.
            let article = if preposition == "ل" { "ل" } else { "ال" };
            if let Some(noun) = bare.strip_prefix(article).filter(|noun| letters(noun) > 1)
                && (prefixed || !hamza)
            {
                forms.push(definite(noun));
                if preposition == "ل" {
                    forms.push(definite(bare));
                }
            }
            let left = if preposition == "ك" { LEFT + 1 } else { LEFT };
            if prefixed && letters(bare) >= left {
                forms.push(TermForm {
                    prefixed,
                    ..TermForm::plain(bare)
                });
            }
        }
    }
    let possessed: Vec<TermForm> = forms
        .iter()
        .filter(|form| !form.definite)
        .flat_map(|form| without_possessive(form, typed))
        .collect();
    // The accusative.
    if let Some(noun) = key.strip_suffix('ا').filter(|noun| letters(noun) >= LEFT) {
        forms.push(TermForm::inflected(noun));
    }
    forms.extend(possessed);
    forms.dedup();
    forms
}

/// Whether a word as it stands is a preposition or a question, alone or with a pronoun.
fn is_function_word(typed: &str) -> bool {
    let word: String = typed.chars().filter(|&c| !LANGUAGE.is_mark(c)).collect();
    let bare = word
        .strip_prefix(['و', 'ف'])
        .filter(|rest| letters(rest) > 1);
    [Some(&*word), bare].into_iter().flatten().any(|word| {
        ALONE.contains(&word)
            || BEFORE_PRONOUNS.iter().any(|preposition| {
                let pronoun = word.strip_prefix(preposition);
                pronoun.is_some_and(|pronoun| PRONOUNS.contains(&pronoun))
            })
    })
}

/// A word without what is written in front of it, if that may be another word.
fn without<'a>(word: &'a str, prefix: &str) -> Option<&'a str> {
    let is_own = |own: &str| {
        let ending = word.strip_prefix(own);
        ending.is_some_and(|ending| letters(ending) <= LONGEST_ENDING)
    };
    if !prefix.is_empty() && OWN_LETTER.iter().any(|own| is_own(own)) {
        return None;
    }
    word.strip_prefix(prefix)
}

/// The readings of a word as one with a possessive.
fn without_possessive(form: &TermForm, typed: &str) -> Vec<TermForm> {
    // Folding makes the feminine ending and the possessive "his" equal.
    let his = typed.ends_with('ه');
    let suffixed = |bare: String| TermForm {
        prefixed: form.prefixed,
        inflected: true,
        ..TermForm::plain(bare)
    };
    let mut readings = Vec::new();
    for possessive in POSSESSIVES {
        let bare = form.bare.strip_suffix(possessive);
        let bare = bare.filter(|bare| letters(bare) >= LEFT && (possessive != "ه" || his));
        let Some(bare) = bare else {
            continue;
        };
        readings.push(suffixed(bare.to_owned()));
        // The feminine ending, the long a and a hamza at the end of a word are written in another
        // way before a possessive.
        if let Some(stem) = bare.strip_suffix('ت') {
            readings.push(suffixed(format!("{stem}ه")));
        }
        if let Some(stem) = bare.strip_suffix('ا') {
            readings.push(suffixed(format!("{stem}ي")));
        }
        if let Some(stem) = bare
            .strip_suffix(['ي', 'و'])
            .filter(|stem| stem.ends_with('ا'))
        {
            readings.push(suffixed(stem.to_owned()));
        }
    }
    readings
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::has_term;

    fn is_in(term: &str, text: &str, is_name: bool) -> bool {
        has_term("ar", term, text, is_name)
    }

    #[test]
    fn a_term_is_found_with_what_is_written_onto_it() {
        for (term, text) in [
            ("وزارة الصحة", "أعلنت وبوزارة الصحه اليوم"),
            ("البنك الدولي", "قال للبنك الدولي"),
            ("البنك الدولي", "فالبنك الدّولي"),
            ("المدير التنفيذي", "مدير تنفيذي جديد"),
            ("مدير تنفيذي", "المدير التنفيذي"),
            ("وزارة", "في وزارته"),
            ("جيش", "«جيشها»"),
            ("مستشفى", "إلى مستشفاها"),
            ("إيران", "وايران"),
            ("غزة", "بغزّة"),
            ("ألمانيا", "لألمانيا"),
            ("حادث خطير", "شهدت حادثا خطيرا"),
            ("هجوم انتحاري", "هجوماً انتحارياً"),
            ("جيش", "وبالجيش"),
            ("سياحة", "وكالسياحة"),
            ("اللغة العربية", "للغة العربية"),
            ("مسؤول", "مسئول كبير"),
            ("رئيس وزراء", "رئيس وزرائها"),
            ("برنامج نووي", "برنامجها النووي"),
        ] {
            assert!(is_in(term, text, false), "{term} in {text}");
        }
    }

    #[test]
    fn another_word_with_the_same_letters_is_not_the_term() {
        for (term, text) in [
            ("مكتب", "المكتبة الوطنية"),
            ("لد", "ولد في بلد"),
            ("زير", "وزير النفط"),
            ("بنان", "إلى لبنان"),
            ("العراق", "العراقية"),
            ("نفط", "النفطية"),
            ("غاز", "ألغاز"),
            ("ريم", "كريم"),
            ("مكتب", "مكتبة"),
            ("القاعدة", "قاعدة عسكرية"),
            ("البنك الدولي", "البنك المركزي الدولي"),
            ("وزير الدفاع", "الدفاع وزير"),
            ("وزير الدفاع", "وزير. الدفاع"),
        ] {
            assert!(!is_in(term, text, false), "{term} in {text}");
        }
    }

    #[test]
    fn a_name_takes_neither_the_article_nor_an_ending() {
        for (name, text) in [
            ("حماس", "الحماس في الملعب"),
            ("حماس", "حماسه كبيرا"),
            ("عمر", "عمره عشرون عاما"),
            ("سعيد", "كان سعيدا"),
            ("سوري", "سوريا"),
            ("القاعدة", "قاعدة"),
        ] {
            assert!(!is_in(name, text, true), "{name} in {text}");
        }
        for (name, text) in [
            ("حماس", "وحماس"),
            ("قطر", "بقطر"),
            ("القاعدة", "للقاعدة"),
            ("مصطفى الكاظمي", "لمصطفى الكاظمي"),
        ] {
            assert!(is_in(name, text, true), "{name} in {text}");
        }
    }

    #[test]
    fn a_function_word_is_no_name_that_is_spelled_alike() {
        for (name, text) in [
            ("علي", "هجوم على المدينة"),
            ("علي", "إن عليه أن يرحل"),
            ("علي", "وعليهم"),
            ("منى", "أخذوا مني"),
            ("فيه", "فيها"),
        ] {
            assert!(!is_in(name, text, true), "{name} in {text}");
        }
        assert!(is_in("علي", "قال علي", true) && is_in("علي", "وعلي", true));
        assert!(is_in("منى", "منى", true));
    }

    #[test]
    fn what_stands_between_the_words_of_a_term_stands_in_the_text() {
        for (term, text) in [
            ("د. محمد علي", "قال د. محمد علي"),
            ("أ.ش.أ", "وكالة أ.ش.أ"),
            ("3.5", "زاد 3.5 في المئة"),
            ("البنك/الدولي", "البنك/الدولي"),
        ] {
            assert!(is_in(term, text, false), "{term} in {text}");
        }
        assert!(!is_in("3.5", "زاد 3,5 في المئة", false));
    }
}
