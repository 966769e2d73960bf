//! The readings of a Hebrew word: the conjunction, prepositions and the article that may be written in
//! front of it. Plurals and construct forms are other words.

use crate::text::terms::TermForm;

const CONJUNCTIONS: [&str; 2] = ["", "ו"];
const RELATIVES: [&str; 3] = ["", "ש", "כש"];
const PREPOSITIONS: [&str; 5] = ["", "ב", "ל", "מ", "כ"];

/// Letters that are left of a word without a prefix, and of one without its article or of an
/// abbreviation.
const LEFT: (usize, usize) = (3, 2);

/// Letters that may follow one of [`OWN_LETTER`].
const LONGEST_ENDING: usize = 3;

/// Beginnings of frequent words whose first letter is their own, folded.
const OWN_LETTER: &[&str] = &[
    "בית",
    "בתי",
    "בנק",
    "בניינ",
    "בנימינ",
    "בסיס",
    "ביטח",
    "בטח",
    "בחיר",
    "בריא",
    "ברית",
    "בריט",
    "בקש",
    "ביקור",
    "בעיה",
    "בעיו",
    "בגצ",
    "בינלאומי",
    "בכיר",
    "ברלינ",
    "בגדד",
    "ביירות",
    "הסכמ",
    "הסבר",
    "הפגנ",
    "הפסק",
    "הצבע",
    "הצעה",
    "הצעת",
    "הצהר",
    "הודע",
    "הודו",
    "הולנד",
    "הונגרי",
    "הוראות",
    "הוראה",
    "הגנה",
    "הגנת",
    "הנהל",
    "הנחי",
    "החלט",
    "השקע",
    "התקפ",
    "הרוג",
    "המלצ",
    "הערכ",
    "הסת",
    "הליכ",
    "ועדה",
    "ועדת",
    "ועדות",
    "ועיד",
    "וילה",
    "וטו",
    "ותק",
    "ושינגטונ",
    "ורשה",
    "כוח",
    "כלכל",
    "כנסת",
    "כספ",
    "כלי",
    "כבוד",
    "כביש",
    "כורד",
    "כיכר",
    "כתב",
    "כתובת",
    "כניס",
    "כמות",
    "כתבי",
    "לבנונ",
    "לחמ",
    "לחצ",
    "לימוד",
    "לקוח",
    "לשכה",
    "לשכת",
    "לשונ",
    "לונדונ",
    "לוב",
    "לביא",
    "מבצע",
    "מבקר",
    "מגבל",
    "מדינ",
    "מדיני",
    "מהלכ",
    "מוסד",
    "מועצ",
    "מורה",
    "מורי",
    "מזרח",
    "מחבל",
    "מחיר",
    "מחלק",
    "מחל",
    "מחקר",
    "מחנה",
    "מטוס",
    "מטה",
    "מימונ",
    "מלחמ",
    "ממשל",
    "מנהל",
    "מנהיג",
    "מסגר",
    "מסמכ",
    "מספר",
    "מסחר",
    "מעצר",
    "מערכ",
    "מערב",
    "מפלג",
    "מפקד",
    "מפעל",
    "מצב",
    "מצרי",
    "מקור",
    "מרכז",
    "משבר",
    "משטר",
    "משלח",
    "משפח",
    "משפט",
    "משרד",
    "מתקפ",
    "מתקנ",
    "מתנחל",
    "מכתב",
    "מכירות",
    "מכס",
    "מכוני",
    "מדע",
    "מחאה",
    "מחאת",
    "מוסקבה",
    "מרוקו",
    "שביתה",
    "שבית",
    "שבת",
    "שגריר",
    "שוטר",
    "שופט",
    "שוק",
    "שטח",
    "שירות",
    "שלומ",
    "שלטונ",
    "שליט",
    "שמאל",
    "שמונ",
    "שנה",
    "שנת",
    "שער",
    "שריפ",
    "שרפ",
    "שבוע",
    "שבוי",
    "שיחה",
    "שיחת",
    "שיחות",
    "שידור",
    "שכר",
    "שכונ",
    "שלב",
    "שליח",
    "שותפ",
    "שחרור",
    "שינוי",
    "שוויצ",
    "שוודי",
    "שולח",
];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, _typed: &str) -> Vec<TermForm> {
    let mut forms = vec![TermForm::plain(key)];
    for conjunction in CONJUNCTIONS {
        let Some(after) = without(key, conjunction) else {
            continue;
        };
        for relative in RELATIVES {
            let Some(after) = without(after, relative) else {
                continue;
            };
            for preposition in PREPOSITIONS {
                let Some(bare) = without(after, preposition) else {
                    continue;
                };
                add(key, bare, preposition, &mut forms);
            }
        }
    }
    forms
}

/// Adds the readings of what is left of a word without prefixes, the last of which is given.
fn add(key: &str, bare: &str, preposition: &str, forms: &mut Vec<TermForm>) {
    let prefixed = bare.len() < key.len();
    let mut push = |noun: &str, definite: bool| {
        let form = TermForm {
            definite,
            prefixed,
            ..TermForm::plain(noun)
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    };
    // Behind these prepositions the article is not written: only its vowel is left.
    let hides_article = matches!(preposition, "ב" | "ל" | "כ");
    if !hides_article && let Some(noun) = without(bare, "ה").filter(|noun| letters(noun) >= LEFT.1)
    {
        push(noun, true);
    }
    let left = if bare.contains(['"', '\'']) {
        LEFT.1
    } else {
        LEFT.0
    };
    if prefixed && letters(bare) >= left {
        push(bare, false);
        if hides_article {
            push(bare, true);
        }
    }
}

/// A word without what is written in front of it, if that may be another word.
fn without<'a>(word: &'a str, prefix: &str) -> Option<&'a str> {
    let is_own = |own: &&str| {
        let ending = word.strip_prefix(*own);
        ending.is_some_and(|ending| letters(ending) <= LONGEST_ENDING)
    };
    if !prefix.is_empty() && OWN_LETTER.iter().any(is_own) {
        return None;
    }
    word.strip_prefix(prefix)
}

fn letters(word: &str) -> usize {
    word.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{
        assert_names, assert_no_names, assert_no_terms, assert_terms,
    };

    #[test]
    fn a_term_is_found_with_what_is_written_in_front_of_it() {
        assert_terms(
            "he",
            &[
                ("משרד הביטחון", "ובמשרד הביטחון נמסר"),
                ("הבנק העולמי", "נציג בבנק העולמי"),
                ("בנק ישראל", "שבבנק ישראל"),
                ("מנהל כללי", "המנהל הכללי"),
                ("כנסת", "כשהכנסת התפזרה"),
                ("צה\"ל", "חיילים בצה״ל"),
                ("או\"ם", "מהאו\"ם נמסר"),
                ("שר", "השר אמר"),
                ("ראש הממשלה", "לראש הממשלה"),
                ("ממשלה", "והממשלה"),
            ],
        );
        assert_names(
            "he",
            &[
                ("איראן", "ומאיראן"),
                ("ג'נין", "בג'נין"),
                ("לבנון", "מלבנון"),
                ("עזה", "שבעזה"),
                ("חמאס", "כשחמאס"),
            ],
        );
    }

    #[test]
    fn another_word_with_the_same_letters_is_not_the_term() {
        assert_no_terms(
            "he",
            &[
                ("חירות", "בחירות"),
                ("כתב", "מכתב"),
                ("חבל", "מחבל"),
                ("עדה", "ועדה"),
                ("דינה", "מדינה"),
                ("בקר", "מבקר"),
                ("נסת", "כנסת"),
                ("ירות", "שירות"),
                ("סכם", "הסכם"),
                ("בנון", "לבנון"),
                ("הבנק העולמי", "בנק אחד"),
                ("בנק", "בנקאי"),
                ("טחון", "ביטחון"),
                ("שר", "ושרפה"),
            ],
        );
        assert_no_names("he", &[("איראן", "האיראן"), ("עזה", "עזיבה")]);
    }
}
