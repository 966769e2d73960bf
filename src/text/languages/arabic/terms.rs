//! The readings of an Arabic word: what may be written in front of it and behind it.

use crate::text::fold_for_search;
use crate::text::terms::TermForm;

const CONJUNCTIONS: [&str; 3] = ["", "و", "ف"];
const PREPOSITIONS: [&str; 4] = ["", "ب", "ك", "ل"];
const POSSESSIVES: [&str; 8] = ["هما", "كما", "ها", "هم", "هن", "نا", "كم", "ه"];

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
    // The accusative; only an adjective has it after this letter, as "Syria" shows.
    if let Some(noun) = key.strip_suffix('ا').filter(|noun| letters(noun) >= LEFT) {
        forms.push(TermForm {
            following: noun.ends_with('ي'),
            ..TermForm::plain(noun)
        });
    }
    forms.extend(possessed);
    forms.dedup();
    forms
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
    use crate::text::Language;
    use crate::text::terms::{begins_with_term, term_words};

    fn is_in(term: &str, text: &str) -> bool {
        let arabic = Language::of("ar");
        let (term, words) = (term_words(term, arabic), term_words(text, arabic));
        (0..words.len()).any(|at| begins_with_term(text, &words[at..], &term))
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
            assert!(is_in(term, text), "{term} in {text}");
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
            ("سوري", "سوريا"),
            ("غاز", "ألغاز"),
            ("ريم", "كريم"),
            ("مكتب", "مكتبة"),
            ("القاعدة", "قاعدة عسكرية"),
            ("البنك الدولي", "البنك المركزي الدولي"),
            ("وزير الدفاع", "الدفاع وزير"),
            ("وزير الدفاع", "وزير. الدفاع"),
        ] {
            assert!(!is_in(term, text), "{term} in {text}");
        }
    }
}
