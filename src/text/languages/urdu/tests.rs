use crate::text::languages::testing::{assert_datelines, assert_sentences, parts, sentences};
use crate::text::{Language, normalize};

fn texts(text: &str) -> Vec<&str> {
    sentences("ur", text)
}

/// Asserts that sentences that are joined by spaces are found again.
fn apart(sentences: &[&str]) {
    assert_sentences("ur", &[sentences]);
}

fn normal(text: &str) -> String {
    normalize(text, Language::of("ur")).text
}

#[test]
fn the_full_stop_of_urdu_is_also_that_of_initials() {
    apart(&[
        "ڈاکٹر اے۔ کیو۔ رحمانی نے خطاب کیا۔",
        "جسٹس ایم۔ اے۔ شاہد نہیں آئے۔",
    ]);
    apart(&[
        "شاعر ن۔ م۔ راشد کی برسی ہوئی۔",
        "وہ ایم۔اے۔ اردو پڑھاتے تھے۔",
        "جارج ڈبلیو۔ بش آئے۔",
    ]);
    apart(&[
        "یہ مجسمہ تیسری صدی ق۔م۔ کا ہے۔",
        "کتاب کے ص۔ ۴۵ پر تصویر ہے۔",
    ]);
}

#[test]
fn words_spelled_by_letters_end_sentences() {
    apart(&[
        "الزام لگا کہ اس کے پیچھے ہے ایم کیو ایم۔",
        "لیگ کا نام ہوگا پی ایس ایل۔",
        "میچ کل ہے۔",
    ]);
    apart(&["بھارت گروپ سی۔", "وہ کل آئی۔", "چائے اس نے پی۔", "ختم۔"]);
}

#[test]
fn single_quotes_are_quotes_and_keep_the_clause_of_the_speaker() {
    apart(&[
        "’ہمیں اس ملک میں انصاف چاہیے!‘ مقتول کے بھائی نے چیخ کر کہا۔",
        "پولیس آ گئی۔",
    ]);
    apart(&[
        "’آپ لوگ کہاں تھے؟‘ ایک خاتون نے پولیس سے پوچھا۔",
        "جواب نہیں ملا۔",
    ]);
    apart(&[
        "وزیر نے کہا: ”ہم دباؤ میں نہیں آئیں گے۔“",
        "ترجمان نے کہا: ’’نہیں۔‘‘",
        "سب چلے گئے۔",
    ]);
    apart(&[
        "فیصلے پر نعرہ لگا: ”زندہ باد!“",
        "جج نے پوچھا، ”کیا یہ جلسہ گاہ ہے؟“",
        "عدالت خالی ہو گئی۔",
    ]);
}

#[test]
fn numbers_items_and_ellipses() {
    apart(&[
        "شرح 12.4 سے 9۔6 فیصد رہ گئی ہے۔",
        "15 ماہرین نے یہی کہا تھا۔",
    ]);
    apart(&[
        "تین مقاصد ہیں: 1۔ کمی، 2۔ اضافہ اور 3۔ روزگار۔",
        "کابینہ غور کرے گی۔",
    ]);
    apart(&["پہلے ایک دھماکہ ہوا... پھر اندھیرا چھا گیا۔", "وہ چپ رہا۔"]);
    apart(&["کسی کو معلوم نہ تھا کہ کیا ہو گا۔۔۔", "صبح گاؤں خالی تھا۔"]);
    assert_eq!(
        texts("مہنگائی بڑھ گئی ہے۔حکومت نے نوٹس لیا۔اس نے کہا۔"),
        ["مہنگائی بڑھ گئی ہے۔", "حکومت نے نوٹس لیا۔", "اس نے کہا۔"]
    );
}

#[test]
fn letters_of_other_keyboards_become_urdu_ones_and_needed_marks_stay() {
    assert_eq!(normal("كيا وه آۓ هيں"), "کیا وہ آئے ہیں");
    assert_eq!(normal("اعلیٰ اور فوراً"), "اعلیٰ اور فوراً");
    assert_eq!(normal("وزیرِ اعظم محمدؐ"), "وزیر اعظم محمد");
    assert_eq!(normal("1۔5 ارب، ۱۲٫۵ فیصد۔"), "1.5 ارب، 12.5 فیصد۔");
    assert_eq!(normal("5 جولای/جولائی"), "5 جولائی");
}

#[test]
fn datelines_need_no_dash() {
    let story = "وزیر اعظم نے اجلاس سے خطاب کیا۔";
    let datelines = [
        ("اسلام آباد (نمائندہ خصوصی)", " "),
        ("لاہور(اسٹاف رپورٹر)", " "),
        ("کراچی:", " "),
        ("لاہور: (دنیا نیوز)", " "),
        ("پشاور", " - "),
        ("ملتان، 12 مارچ 2021ء", " - "),
        ("نئی دہلی، 5 مئی (پی ٹی آئی)", " – "),
    ];
    assert_datelines("ur", story, &datelines);
    assert_eq!(texts("کراچی (جنوبی) میں بارش ہوئی۔").len(), 1);
    assert_eq!(texts("سوال: کیا ہوا؟").len(), 1);
}

#[test]
fn long_sentences_are_divided_before_conjunctions() {
    let text = "وزیر خزانہ نے کہا بجٹ کافی نہیں ہے لیکن حکومت اسے تبدیل نہیں کرے گی";
    assert_eq!(
        parts("ur", text, 9),
        [
            "وزیر خزانہ نے کہا بجٹ کافی نہیں ہے",
            "لیکن حکومت اسے تبدیل نہیں کرے گی"
        ]
    );
}
