use super::*;
use crate::text::Language;
use crate::text::random::random_texts;

fn texts(text: &str) -> Vec<&str> {
    segment(text, 0..text.len(), Role::Body, Language::of("ar"))
        .into_iter()
        .map(|segment| &text[segment.span])
        .collect()
}

fn kinds(text: &str, role: Role) -> Vec<SegmentKind> {
    segment(text, 0..text.len(), role, Language::of("ar"))
        .iter()
        .map(|s| s.kind)
        .collect()
}

/// Asserts that the text stays one segment.
fn whole(text: &str) {
    assert_eq!(texts(text), [text]);
}

#[test]
fn full_stops_question_and_exclamation_marks_end_sentences() {
    assert_eq!(
        texts("وصل الوزير إلى المدينة. هل يعود غدا؟ لا أحد يعرف! انتهى الأمر."),
        [
            "وصل الوزير إلى المدينة.",
            "هل يعود غدا؟",
            "لا أحد يعرف!",
            "انتهى الأمر."
        ]
    );
}

#[test]
fn a_full_stop_without_space_ends_a_sentence_before_a_word() {
    assert_eq!(
        texts("الاجتماع انتهى.وقال الوزير نعم."),
        ["الاجتماع انتهى.", "وقال الوزير نعم."]
    );
    assert_eq!(
        texts("ماذا حدث؟وقال الوزير نعم."),
        ["ماذا حدث؟", "وقال الوزير نعم."]
    );
    assert_eq!(
        texts("الاجتماع انتهى.\"نحن نعود إليه\" قال."),
        ["الاجتماع انتهى.", "\"نحن نعود إليه\" قال."]
    );
}

#[test]
fn a_year_or_a_time_may_end_a_sentence_with_its_abbreviation() {
    assert_eq!(
        texts("تأسست المدرسة الأولى سنة 1345 هـ. وتوسعت بعد ذلك. ثم انتقلت عام 1402 هـ. وبقيت."),
        [
            "تأسست المدرسة الأولى سنة 1345 هـ.",
            "وتوسعت بعد ذلك.",
            "ثم انتقلت عام 1402 هـ.",
            "وبقيت."
        ]
    );
    assert_eq!(
        texts("غادر القطار المحطة عند الساعة 10:15 ص. ووصل إلى الجنوب الساعة 4 م. ونزل الركاب."),
        [
            "غادر القطار المحطة عند الساعة 10:15 ص.",
            "ووصل إلى الجنوب الساعة 4 م.",
            "ونزل الركاب."
        ]
    );
    whole("في عام 1436 هـ. صدر الكتاب في ثلاثة أجزاء.");
    whole("وفي 10 رجب 1443 هـ. الموافق 11 فبراير 2022 أعيد طبعه.");
    whole("ولد الشاعر في بغداد سنة 945 هـ. الموافق 1538 م. في بيت علم.");
    whole("تقع القرية على ارتفاع 200 م. فوق سطح البحر.");
}

#[test]
fn the_number_of_a_clause_ends_none() {
    whole("راجع القاضي البند 2.1. من التقرير قبل الجلسة.");
    whole("عملا بالمادة ٢٫٢٫١. من الملحق.");
    assert_eq!(
        texts("ارتفع السعر إلى 3.5. من جهة أخرى هبط الذهب."),
        ["ارتفع السعر إلى 3.5.", "من جهة أخرى هبط الذهب."]
    );
}

#[test]
fn numbers_of_items_in_a_running_text_stay_with_their_items() {
    assert_eq!(
        texts(
            "وقدمت اللجنة توصيات: 1. زيادة الميزانية كل عام. 2. تحسين الطرق القديمة. 3. بناء مدرسة."
        ),
        [
            "وقدمت اللجنة توصيات: 1. زيادة الميزانية كل عام.",
            "2. تحسين الطرق القديمة.",
            "3. بناء مدرسة."
        ]
    );
    assert_eq!(
        texts("يبعد الموقع 12 كم. ويرتفع 300 م. ويمكن الوصول إليه بالسيارة."),
        [
            "يبعد الموقع 12 كم.",
            "ويرتفع 300 م.",
            "ويمكن الوصول إليه بالسيارة."
        ]
    );
}

#[test]
fn invisible_marks_emphasis_and_footnotes_behind_a_full_stop_hide_none() {
    for mark in [
        "\u{200F}",
        "\u{202C}",
        "**",
        "[1]",
        "[١٢]",
        "[3][4]",
        "[^1]",
        "¹",
        "(3)",
        "\u{200F}[1]",
        "_",
    ] {
        let text = format!("وصل الوفد صباح الثلاثاء.{mark} عقد الوزير مؤتمرا صحافيا.");
        let first = format!("وصل الوفد صباح الثلاثاء.{mark}");
        assert_eq!(texts(&text), [first.as_str(), "عقد الوزير مؤتمرا صحافيا."]);
    }
    assert_eq!(
        texts("وصل الوفد صباح الثلاثاء.\u{200B}عقد الوزير مؤتمرا صحافيا.").len(),
        2
    );
    assert_eq!(
        texts("وصل الوفد مساء. **عقد الوزير مؤتمرا.**"),
        ["وصل الوفد مساء.", "**عقد الوزير مؤتمرا.**"]
    );
}

#[test]
fn a_space_before_the_full_stop_instead_of_behind_it_hides_none() {
    assert_eq!(
        texts("وصل الوفد صباح الثلاثاء .عقد الوزير مؤتمرا في المطار .غادر الوفد ."),
        [
            "وصل الوفد صباح الثلاثاء .",
            "عقد الوزير مؤتمرا في المطار .",
            "غادر الوفد ."
        ]
    );
    whole("يعمل البرنامج على منصة .NET منذ سنوات.");
}

#[test]
fn initials_and_abbreviations_end_none() {
    whole("التقى د. محمد علي رئيس الوزراء.");
    whole("التقى الوزير ود. محمد علي هناك.");
    whole("ذكرت وكالة أ.ف.ب أن الوزير عاد.");
    whole("ذكرت وكالة أ. ف. ب. أن الوزير عاد.");
    whole("العنوان ص. ب 123 في المدينة.");
    whole("حضر أ.د. سالم ومعه م. خالد.");
    whole("عام 500 ق.م. بني المعبد.");
    whole("عام 1436 هـ. صدر الكتاب.");
    whole("قناة ان.بي.سي الأميركية قالت ذلك.");
    whole("التقى Mr. Smith في مقر U.S. Navy هناك.");
}

#[test]
fn numbers_and_addresses_are_not_cut() {
    whole("ارتفع بنسبة 3.5 في المئة إلى ٤.٢ نقطة.");
    whole("زوروا موقع www.example.com/عربي.نص اليوم.");
    whole("1. وصل الوزير إلى المدينة اليوم");
}

#[test]
fn a_number_at_the_end_of_a_sentence_ends_it() {
    assert_eq!(
        texts("كان ذلك في عام 2015. وعاد الوزير."),
        ["كان ذلك في عام 2015.", "وعاد الوزير."]
    );
}

#[test]
fn quotes_and_brackets_are_not_cut_inside() {
    whole("قال «نحن هنا. لن نذهب. هل يشك أحد؟».");
    whole("قال \"نعم. لا\" ثم غادر.");
    whole("وصل (هل يعقل؟) إلى المدينة.");
    whole("حملة «لماذا؟» في الرياض تبدأ اليوم.");
    whole("النص [...] يتبع ذلك كله.");
}

#[test]
fn a_closing_sign_stays_with_the_sentence_before_it() {
    assert_eq!(
        texts("قال «نحن هنا ولن نذهب أبدا.» وغادر الوزير المدينة."),
        ["قال «نحن هنا ولن نذهب أبدا.»", "وغادر الوزير المدينة."]
    );
    assert_eq!(
        texts("قال \"نحن هنا ولن نذهب أبدا.\" وغادر الوزير المدينة."),
        ["قال \"نحن هنا ولن نذهب أبدا.\"", "وغادر الوزير المدينة."]
    );
    assert_eq!(
        texts("قال «نحن هنا ولن نذهب أبدا. » وغادر الوزير المدينة."),
        ["قال «نحن هنا ولن نذهب أبدا. »", "وغادر الوزير المدينة."]
    );
}

#[test]
fn an_unclosed_quote_does_not_swallow_the_paragraph() {
    assert_eq!(
        texts("قال «نحن هنا ولن نذهب. وغادر الوزير المدينة."),
        ["قال «نحن هنا ولن نذهب.", "وغادر الوزير المدينة."]
    );
}

#[test]
fn an_ellipsis_ends_a_sentence_only_after_some_words_and_never_a_title() {
    assert_eq!(
        texts("لم يقل الوزير شيئا… وغادر المدينة مساء."),
        ["لم يقل الوزير شيئا…", "وغادر المدينة مساء."]
    );
    whole("بالصور.. هاتف ينفجر في وجه صاحبه.");
    let title = "لم يقل الوزير شيئا.. وغادر المدينة";
    assert_eq!(kinds(title, Role::Title), [SegmentKind::Fragment]);
}

#[test]
fn a_semicolon_or_a_line_break_ends_none() {
    whole("وصل الوزير؛ وغادر السفير المدينة.");
    whole("وصل الوزير إلى\nالمدينة مساء\r\nاليوم.");
}

#[test]
fn a_small_latin_letter_may_begin_a_sentence_behind_one_in_another_script() {
    assert_eq!(
        texts("وصل الوفد إلى المدينة. iPhone الجديد يباع اليوم. eBay تغلق مكتبها. 20 kg من الذهب."),
        [
            "وصل الوفد إلى المدينة.",
            "iPhone الجديد يباع اليوم.",
            "eBay تغلق مكتبها.",
            "20 kg من الذهب."
        ]
    );
    whole("قال إن العبارة approx. ten تعني عشرة.");
}

#[test]
fn items_of_a_list_inside_a_sentence_keep_their_numbers() {
    whole("وقدمت اللجنة توصيات: 1. زيادة الميزانية، 2. تحسين الطرق و3. بناء مدرسة.");
    whole("تشمل الخطة 1. زيادة الميزانية، 2. تحسين الطرق.");
}

#[test]
fn signs_without_words_join_a_neighbour() {
    assert_eq!(texts("وصل الوزير اليوم. ***"), ["وصل الوزير اليوم. ***"]);
    assert_eq!(texts("؟! وصل الوزير اليوم."), ["؟! وصل الوزير اليوم."]);
    assert_eq!(texts("***"), ["***"]);
    assert_eq!(texts(" \n "), Vec::<&str>::new());
}

#[test]
fn short_texts_without_a_full_stop_are_fragments() {
    assert_eq!(
        kinds("وصل الوزير اليوم", Role::Body),
        [SegmentKind::Fragment]
    );
    assert_eq!(
        kinds("وصل الوزير اليوم.", Role::Body),
        [SegmentKind::Sentence]
    );
    assert_eq!(
        kinds("وصل الوزير إلى المدينة", Role::Body),
        [SegmentKind::Sentence]
    );
    assert_eq!(
        kinds("وصل الوزير إلى المدينة", Role::Standfirst),
        [SegmentKind::Fragment]
    );
    assert_eq!(
        kinds("وصل الوزير إلى المدينة.", Role::Item),
        [SegmentKind::Sentence]
    );
    assert_eq!(
        kinds("كلمة ".repeat(12).trim(), Role::Title),
        [SegmentKind::Fragment]
    );
    assert_eq!(
        kinds("كلمة ".repeat(13).trim(), Role::Title),
        [SegmentKind::Sentence]
    );
}

#[test]
fn a_dateline_is_a_segment_of_the_story_without_its_dash() {
    let text = "بغداد (رويترز) - وصل الوزير إلى المدينة. وغادر.";
    assert_eq!(
        texts(text),
        ["بغداد (رويترز)", "وصل الوزير إلى المدينة.", "وغادر."]
    );
    assert_eq!(kinds(text, Role::Body)[0], SegmentKind::Dateline);
    assert_eq!(
        kinds("بغداد - وصل الوزير", Role::Title),
        [SegmentKind::Fragment]
    );
}

#[test]
fn spans_are_bytes_of_the_whole_text_and_hostile_ones_are_mended() {
    let text = "أول. ثان وثالث ورابع. خامس.";
    let from = text.find("ثان").expect("it is there");
    let language = Language::of("ar");
    let found = segment(text, from..text.len(), Role::Body, language);
    assert_eq!(
        found[0].span,
        from..text.find(" خامس").expect("it is there")
    );
    assert_eq!(found.len(), 2);
    // Spans that start inside a character, end beyond the text, or run backwards.
    assert_eq!(segment("أب", 1..9, Role::Body, language)[0].span, 0..4);
    let backwards = std::ops::Range { start: 3, end: 1 };
    assert!(segment("abc", backwards, Role::Body, language).is_empty());
}

/// Asserts that every character but white space is in exactly one segment, except dashes
/// between a dateline and the story.
fn covers(text: &str, span: Range<usize>, role: Role) {
    covers_in(text, span, role, Language::of("ar"));
}

fn covers_in(text: &str, span: Range<usize>, role: Role, language: &Language) {
    let segments = segment(text, span.clone(), role, language);
    let mut at = span.start;
    for (i, segment) in segments.iter().enumerate() {
        let inner = &text[segment.span.clone()];
        assert!(
            !inner.is_empty() && inner == inner.trim(),
            "{inner:?} of {text:?}"
        );
        assert!(segment.span.start >= at, "overlap in {text:?}");
        let gap = text[at..segment.span.start].trim();
        let dash = i == 1 && segments[0].kind == SegmentKind::Dateline;
        let lost = if dash {
            gap.trim_matches(|c: char| "-–—‐‑‒―−".contains(c))
        } else {
            gap
        };
        assert_eq!(lost, "", "lost in {text:?}");
        at = segment.span.end;
    }
    assert_eq!(text[at..span.end].trim(), "", "lost at the end of {text:?}");
}

#[test]
fn nothing_is_lost_in_random_unicode() {
    let pool = "ابود. . . ؟!…«»“”\"()[]-–:،؛ \n\t\u{A0}\u{200F}١2aB\u{64B}بغداد - é東😀\u{0}";
    for text in random_texts(pool, 1, 60).take(2000) {
        covers(&text, 0..text.len(), Role::Body);
        let dated = format!("بغداد - {text}");
        covers(&dated, 0..dated.len(), Role::Body);
    }
}

#[test]
fn nothing_is_lost_in_random_text_of_any_language() {
    let pool = "אבצה\"״' . .. ؟!…«»‘’()-–: \n1.2.שיבהگفتکنیدہے۔ ۔ایم دەبێتaB»\u{200C}،,تهران: ";
    let mut texts = random_texts(pool, 7, 60);
    for language in Language::all() {
        for text in texts.by_ref().take(300) {
            covers_in(&text, 0..text.len(), Role::Body, language);
        }
    }
}

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles");

#[test]
fn nothing_is_lost_in_the_shared_articles() {
    let Ok(folder) = std::fs::read_dir(format!("{SHARED}/saudi-2015")) else {
        eprintln!("skipped: {SHARED} is absent");
        return;
    };
    let mut sentences = 0;
    for entry in folder.flatten() {
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            covers(&text, at..at + line.len(), Role::Body);
            let language = Language::of("ar");
            sentences += segment(&text, at..at + line.len(), Role::Body, language).len();
            at += line.len();
        }
    }
    assert!(sentences > 1000, "{sentences}");
}

#[test]
fn the_reference_article_begins_with_a_dateline_and_one_sentence() {
    let Ok(text) = std::fs::read_to_string(format!("{SHARED}/iran-minister-baghdad.txt")) else {
        eprintln!("skipped: {SHARED} is absent");
        return;
    };
    let start = text.find("بغداد - ").expect("the story begins so");
    let end = start + text[start..].find('\n').expect("a paragraph ends");
    let found = segment(&text, start..end, Role::Body, Language::of("ar"));
    assert_eq!(
        found.iter().map(|s| s.kind).collect::<Vec<_>>(),
        [SegmentKind::Dateline, SegmentKind::Sentence]
    );
    assert_eq!(&text[found[0].span.clone()], "بغداد");
    assert!(text[found[1].span.clone()].starts_with("تتسابق طهران"));
    assert!(text[found[1].span.clone()].ends_with("للعام 2015."));
}
