use crate::text::languages::testing::{assert_datelines, assert_sentences, parts};
use crate::text::{Language, fold_for_search, is_backwards, normalize};

/// Asserts that sentences that are joined by spaces are found again.
fn apart(sentences: &[&str]) {
    assert_sentences("he", &[sentences]);
}

fn normal(text: &str) -> String {
    normalize(text, Language::of("he")).text
}

#[test]
fn the_gershayim_of_an_acronym_open_no_quote() {
    apart(&[
        "רמטכ\"ל צה\"ל נפגש עם מזכ\"ל האו\"ם.",
        "בפגישה נכח רה\"מ.",
        "ח\"כים נעדרו.",
    ]);
    apart(&[
        "דו״ח האו״ם חמור.",
        "הרווח הוא 12.4 מיליון ש״ח.",
        "לפי ״ידיעות״, ההסכם ייחתם.",
    ]);
    apart(&[
        "החברה, גלים בע\"מ.",
        "המדינה, ארה\"ב.",
        "תפוחים, אגסים וכו'.",
        "המחירים עלו.",
    ]);
}

#[test]
fn a_quote_may_begin_behind_a_preposition() {
    apart(&[
        "ב\"הארץ\" נכתב כי דו\"ח המבקר חמור.",
        "ה\"ניו יורק טיימס\" פרסם תחקיר.",
    ]);
    apart(&[
        "כך כתבו ב\"אנחנו לא נשתוק יותר. די לנו.\"",
        "לאחר מכן נמחק הפוסט.",
    ]);
}

#[test]
fn initials_end_none_but_the_letters_of_classes_do() {
    apart(&[
        "הסופר א. ב. ירושלמי זכה.",
        "החשוד, מ.ק., נעצר.",
        "ג'ון פ. מילר הגיע לת.ד. 12.",
    ]);
    apart(&[
        "התלמידה לומדת בכיתה ב.",
        "הקבוצה ירדה לליגה א.",
        "המשחק ביום א'.",
    ]);
    apart(&[
        "ראו עמ. 12 ומס. 5 ברשימה.",
        "שילמנו מס.",
        "הוא בא.",
        "היא הלכה.",
    ]);
    apart(&["חברת Baltic Ltd. חתמה.", "ג'יי. די. ואנס הגיע."]);
}

#[test]
fn a_verb_behind_a_quote_that_names_the_speaker_belongs_to_it() {
    apart(&[
        "\"לא ניתן לזה לעבור בשתיקה!\" קרא ראש העיר.",
        "\"מי אישר את זה?\" שאלה תושבת.",
        "איש לא ענה.",
    ]);
    apart(&["\"אני לא יודע מה לומר...\" אמר המאמן.", "האוהדים חיכו."]);
    apart(&["\"אני חף מפשע. לא עשיתי דבר.\"", "כך טען הנאשם."]);
    apart(&["שאלתי אותו: \"למה?\"", "הוא לא ענה."]);
    apart(&[
        "המפגינים קראו \"די לכיבוש, די לשקרים!\" וחסמו את הכביש.",
        "המשטרה הגיעה.",
    ]);
    apart(&[
        "הסדרה \"מי מפחד מהזאב הרע?\" חוזרת.",
        "במשרד אמרו כי \"ההמלצות ייושמו במלואן.\"",
        "נחכה.",
    ]);
}

#[test]
fn a_dash_begins_the_next_turn_of_a_dialogue() {
    apart(&["– מה שלומך?", "– טוב.", "– ומה עם הילדים?"]);
    apart(&["– מה קרה? – שאל השוטר.", "– כלום."]);
    apart(&["האם – מי היה מאמין? – הוא יחזור."]);
}

#[test]
fn numbers_items_ellipses_and_brands() {
    apart(&[
        "הטקס ב-14.5 בשעה 19.30.",
        "14 מטפסים חולצו.",
        "המעצר עד 23.6.2024.",
    ]);
    apart(&[
        "התוכנית כוללת 1. כביש רחב, 2. בניית גשר ו-3. נטיעת עצים.",
        "העבודות בסתיו.",
    ]);
    apart(&[
        "הם חיכו לו שעה ארוכה... ואז הלכו.",
        "איש לא ידע מה יקרה...",
        "למחרת הכול התגלה.",
    ]);
    apart(&[
        "תוצאות התחקיר יועברו.",
        "iRobot סוגרת משרדים.",
        "eBay גם כן.",
    ]);
}

#[test]
fn signs_of_other_keyboards_and_points_become_the_usual_ones() {
    assert_eq!(
        normal("צה״ל, צה”ל, צה''ל, ג׳ורג’"),
        "צה\"ל, צה\"ל, צה\"ל, ג'ורג’"
    );
    assert_eq!(normal("תל־אביב 2010־2015"), "תל-אביב 2010-2015");
    assert_eq!(normal("שָׁלוֹם"), "שלום");
    assert_eq!(normal("\u{FB2A}לום"), "שלום");
    assert_eq!(normal("מרץ/מרס 2020 ו-5 במרס"), "מרץ 2020 ו-5 במרס");
    assert_eq!(fold_for_search("צה״ל שָׁלוֹם"), fold_for_search("צה\"ל שלום"));
    let text = "הוועדה החליטה לדחות את הדיון בגלל הימים הנוראים ללא תאריך אחרון ידוע.";
    let backwards: String = text.chars().rev().collect();
    assert!(is_backwards(&backwards, Language::of("he")));
    assert!(!is_backwards(text, Language::of("he")));
}

#[test]
fn datelines_have_a_place_or_an_agency() {
    let story = "שר החוץ הגיע לביקור.";
    let datelines = [
        ("ירושלים", " - "),
        ("וושינגטון (רויטרס)", " - "),
        ("תל אביב, 5 במאי", " – "),
        ("(איי.פי)", " - "),
    ];
    assert_datelines("he", story, &datelines);
}

#[test]
fn long_sentences_are_divided_before_conjunctions_but_not_before_nouns_that_look_like_them() {
    let text = "השר אמר אתמול שהתקציב אינו מספיק וועדת הכספים תדון בו והממשלה לא תשנה אותו";
    assert_eq!(
        parts("he", text, 10),
        [
            "השר אמר אתמול שהתקציב אינו מספיק וועדת הכספים תדון בו",
            "והממשלה לא תשנה אותו"
        ]
    );
}
