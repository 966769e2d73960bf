use crate::text::languages::testing::{assert_datelines, assert_sentences, parts, sentences};
use crate::text::{Language, fold_for_search, normalize};

fn texts(text: &str) -> Vec<&str> {
    sentences("fa", text)
}

/// Asserts that sentences that are joined by spaces are found again.
fn apart(sentences: &[&str]) {
    assert_sentences("fa", &[sentences]);
}

fn normal(text: &str) -> String {
    normalize(text, Language::of("fa")).text
}

#[test]
fn initials_end_none_whether_letters_or_names_of_letters() {
    apart(&["دکتر ع. ر. موسوی رئیس بیمارستان شد.", "او جراح است."]);
    apart(&[
        "جان اف. کندی کشته شد.",
        "جی. دی. ونس و ک. اچ. برگمان آمدند.",
    ]);
    apart(&["خبرنگار بی.بی.سی گزارش داد.", "شبکهٔ سی.ان.ان تأیید کرد."]);
    // The same words as pronouns and at the end of a word that is spelled by letters.
    apart(&[
        "مدیر گفت همکاری با وی ادامه دارد با او.",
        "سند دست سی آی ای است یا ام آی اف.",
        "پایان.",
    ]);
    apart(&["یک تیم در گروه ب.", "دیگری در گروه الف است."]);
}

#[test]
fn an_abbreviation_ends_a_sentence_only_behind_its_verb() {
    apart(&[
        "این بنا در سال ۱۳۲۰ ه.ش. ساخته شد.",
        "معمار آن در ۱۳۵۷ ه\u{200D}.ش. رفت.",
    ]);
    apart(&[
        "کتیبه از سدهٔ پنجم ق.م. است.",
        "مردم می‌گویند از سال ۳۲۰ ق. م. است.",
    ]);
    apart(&[
        "این کاخ متعلق است به سدهٔ پنجم ق.م.",
        "باستان‌شناسان آن را یافتند.",
    ]);
    apart(&[
        "شرکت Orient Steel Co. اعلام کرد که با شرکت Baltic Ltd. قرارداد دارد.",
        "پایان.",
    ]);
}

#[test]
fn a_clause_that_names_the_speaker_belongs_to_the_quote() {
    apart(&[
        "«ما هرگز تسلیم فشار نمی‌شویم!» سخنگوی دولت گفت.",
        "کسی نپرسید.",
    ]);
    apart(&["رئیس پلیس پرسید: «چرا؟»", "کسی پاسخ نداد."]);
    apart(&[
        "او گفت: «درهای گفت‌وگو بسته نیست.»",
        "طرف مقابل واکنشی نشان نداد.",
    ]);
    apart(&[
        "فیلم «چه کسی از مرگ پدر می‌ترسد؟» برندهٔ جایزه شد.",
        "منتقدان آن را ستودند.",
    ]);
}

#[test]
fn an_ellipsis_ends_a_sentence_behind_a_verb_and_before_no_conjunction() {
    apart(&[
        "شاهدان می‌گویند نخست صدایی آمد... و سپس همه‌جا تاریک شد.",
        "پایان.",
    ]);
    apart(&["همه چیز در شهر آرام بود...", "هیچ‌کس گمان نمی‌کرد زلزله شود."]);
    apart(&["این کار برای ما بسیار... دشوار است."]);
}

#[test]
fn items_numbers_addresses_and_brands() {
    apart(&[
        "این طرح سه هدف دارد: ۱. کاهش هزینه، ۲. افزایش تولید و ۳. ایجاد شغل.",
        "مجلس رأی می‌گیرد.",
    ]);
    apart(&[
        "دولت قول داد: الف. مالیات را کم کند؛ ب. یارانه بدهد.",
        "مردم منتظرند.",
    ]);
    apart(&[
        "رقم ۳.۸ درصد بود.",
        "۱۲ خبرنگار آمدند.",
        "مهلت ۱۴۰۳.۰۶.۱۵ است.",
    ]);
    apart(&[
        "به azmoon.ir یا info@azmoon.ir بنویسید.",
        "فایل rahnama.v2.pdf آنجاست.",
    ]);
    apart(&[
        "توفان از شنبه آغاز می‌شود.",
        "iPhone تازه به فروش نمی‌رسد.",
        "eBay هم.",
    ]);
    assert_eq!(
        texts("وزیر گفت یارانه‌ها حذف نمی‌شود.وی افزود بودجه کافی است."),
        ["وزیر گفت یارانه‌ها حذف نمی‌شود.", "وی افزود بودجه کافی است."]
    );
}

#[test]
fn letters_of_other_keyboards_joiners_and_marks_become_the_usual_ones() {
    assert_eq!(normal("ي ك ى كتابي"), "ی ک ی کتابی");
    assert_eq!(normal("خانهٔ ما و خانۀ شما، مثلاً"), "خانه ما و خانه شما، مثلا");
    assert_eq!(
        normal("می\u{200C}\u{200C}شود ، می\u{200C} رود"),
        "می\u{200C}شود ، می رود"
    );
    assert_eq!(normal("می¬شود ¬ 5¬"), "می\u{200C}شود ¬ 5¬");
    assert_eq!(normal("۱٬۲۳۴٫۵ و ٥٠٪"), "1,234.5 و 50%");
    assert_eq!(fold_for_search("خانۀ كتاب"), fold_for_search("خانه کتاب"));
}

#[test]
fn afghan_month_names_become_iranian_ones_beside_a_number() {
    assert_eq!(normal("۵ اگست ۲۰۲۱"), "5 اوت 2021");
    assert_eq!(normal("جولای ۲۰۲۰ و ۱۲ سپتمبر"), "ژوئیه 2020 و 12 سپتامبر");
    assert_eq!(normal("ژوئن/جون ۲۰۱۹"), "ژوئن 2019");
    assert_eq!(normal("۵ خرداد ۱۴۰۰ و ۵ می شود"), "5 خرداد 1400 و 5 می شود");
}

#[test]
fn datelines_have_a_place_or_an_agency() {
    let story = "وزیر خارجه به این کشور رفت.";
    let datelines = [
        ("تهران", " - "),
        ("تهران (ایسنا)", " - "),
        ("تهران- ایرنا", "- "),
        ("شیراز، ۵ خرداد", " - "),
        ("بی‌بی‌سی فارسی، لندن", " – "),
        ("کابل، ۱۲ مرداد (طلوع‌نیوز)", " - "),
    ];
    assert_datelines("fa", story, &datelines);
    assert_eq!(texts("وزیر - که در تهران بود - رفت.").len(), 1);
}

#[test]
fn long_sentences_are_divided_before_conjunctions() {
    let text = "وزیر کشور گفت بودجهٔ امسال کافی نیست، اما دولت آن را تغییر نمی‌دهد";
    assert_eq!(
        parts("fa", text, 8),
        [
            "وزیر کشور گفت بودجهٔ امسال کافی نیست،",
            "اما دولت آن را تغییر نمی‌دهد"
        ]
    );
}
