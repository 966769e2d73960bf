use crate::text::languages::testing::{assert_datelines, assert_sentences, parts};
use crate::text::{Direction, Language, check, is_translatable, normalize};

/// Asserts that sentences that are joined by spaces are found again.
fn apart(sentences: &[&str]) {
    assert_sentences("ku", &[sentences]);
}

fn normal(text: &str) -> String {
    normalize(text, Language::of("ku")).text
}

#[test]
fn titles_parties_and_initials_end_none() {
    apart(&[
        "د. ئازاد قادر و پ.د. کەمال سەعید هاتن.",
        "کتێبی م. ع. ڕەنجدەر چاپ کرا.",
    ]);
    apart(&[
        "گفتوگۆ لەگەڵ پ.ک.ک. وەستاوە.",
        "لە ل. ٩٧ی کتێبەکەدا هەیە.",
        "جۆرج دەبلیو. بوش هات.",
    ]);
    apart(&[
        "تیمێک لە گرووپی أ و تیمێک لە گرووپی ب.",
        "یاری یەکەم شەممەیە.",
    ]);
}

#[test]
fn an_abbreviation_ends_a_sentence_only_behind_its_verb() {
    apart(&[
        "قەڵاکە لە ساڵی ٣٠٠ پ.ز. دروستکراوە.",
        "شاعیر لە ١٨٩٢ ز. لەدایک بووە.",
    ]);
    apart(&[
        "لە بازاڕدا میوە، سەوزە و هتد. دەفرۆشرێن.",
        "ئەوان قاپ، چا و هتد. دەهێنن.",
    ]);
    apart(&["کێشەکان زۆرن، وەک ئاو، کارەبا، هتد.", "حکومەت بێدەنگە."]);
    apart(&["کێشەکان ئەمانەن: ئاو، کارەبا، هتد.", "حکومەت بێدەنگە."]);
}

#[test]
fn a_clause_that_names_the_speaker_belongs_to_the_quote() {
    apart(&[
        "«ناڕۆین!» یەکێک لە کرێکاران بە هاوار گوتی.",
        "پاسەوانەکە پرسی: «بۆ کوێ دەچی؟»",
        "دەرگاکە داخرا.",
    ]);
    apart(&[
        "«کێ بەرپرسی ئەم کارەساتە گەورەیەیە؟» ژنێکی پیر پرسی.",
        "پۆلیس بێدەنگ بوو.",
    ]);
    apart(&[
        "بە دروشمی «ئاو مافی هەموو ئێمەیە!» کۆبوونەوە.",
        "پاشان ڕۆیشتن.",
    ]);
}

#[test]
fn numbers_items_and_ellipses() {
    apart(&[
        "ڕێژەکە ٣.٨ لەسەد بوو.",
        "١٥ وڵات لەو دۆخەدان.",
        "وادەکە ١٥.٦.٢٠٢٤ دەبێت.",
    ]);
    apart(&[
        "سێ ئامانجی هەیە: ١. کەمکردنەوە، ٢. بەرهەم و ٣. کار.",
        "پەرلەمان دەنگ دەدات.",
    ]);
    apart(&[
        "سەرەتا دەنگێکی زۆر هات... پاشان هەموو شوێنێک تاریک بوو.",
        "iPhone نافرۆشرێت.",
    ]);
    apart(&["هەموو شتێک لە شار ئارام بوو...", "خەڵک لە خەودا بوون."]);
}

#[test]
fn letters_of_old_keyboards_become_kurdish_ones() {
    assert_eq!(normal("ده\u{200C}وڵه\u{200C}تي كوردي"), "دەوڵەتی کوردی");
    assert_eq!(
        normal("ئه\u{200C}مه بووه، شاه و گوناه"),
        "ئەمە بووە، شاه و گوناه"
    );
    assert_eq!(normal("ھەولێر، بؤ، ڕؤژ"), "هەولێر، بۆ، ڕۆژ");
    assert_eq!(normal("ل\u{65A} و\u{65A} ي\u{65A} ر\u{650}"), "ڵ ۆ ێ ڕ");
    assert_eq!(normal("١٤٤٥ هـ و ٢٠٪"), "1445 ه و 20%");
    assert_eq!(normal(".وەفدەکە گەیشت"), "وەفدەکە گەیشت.");
}

#[test]
fn month_names_of_other_countries_become_those_of_the_region() {
    assert_eq!(
        normal("١٢ی دیسەمبەر و ٥ ئۆگەست ٢٠٢١"),
        "12ی کانوونی یەکەم و 5 ئاب 2021"
    );
    assert_eq!(normal("ئازار/مارس"), "ئازار");
    assert_eq!(normal("تشرینی یەکەم (ئۆکتۆبەر) ٢٠٢٠"), "تشرینی یەکەم 2020");
    assert_eq!(normal("٥ی ئایاری ٢٠٢٣"), "5ی ئایاری 2023");
}

#[test]
fn kurmanji_in_latin_letters_is_kurdish_too() {
    let kurmanji = "Wezîrê derve roja duşemê li Hewlêrê bi serokê herêmê re civiya û got ku \
                    danûstandin baş in.";
    assert_eq!(check(kurmanji, "ku"), Ok(()));
    assert!(is_translatable(kurmanji, Language::of("ku")));
    assert!(is_translatable("هەولێر", Language::of("ku")));
    assert_eq!(normal(kurmanji), kurmanji);
    assert_eq!(Language::of("ku").direction(), Direction::Auto);
}

#[test]
fn datelines_have_a_place_or_an_agency() {
    let story = "وەزیری دەرەوە سەردانی کرد.";
    let datelines = [
        ("هەولێر", " - "),
        ("هەولێر (کوردستان24)", " - "),
        ("سلێمانی – ڕووداو", " – "),
        ("بەغدا، ١٢ ئایار", " - "),
    ];
    assert_datelines("ku", story, &datelines);
}

#[test]
fn long_sentences_are_divided_before_conjunctions() {
    let text = "وەزیر گوتی بودجەی ئەمساڵ بەس نییە بەڵام حکومەت هیچی لێ ناگۆڕێت";
    assert_eq!(
        parts("ku", text, 7),
        [
            "وەزیر گوتی بودجەی ئەمساڵ بەس نییە",
            "بەڵام حکومەت هیچی لێ ناگۆڕێت"
        ]
    );
}
