use super::*;
use crate::article::press::Article;
use crate::article::press::divided::OTHER_LINES;

const NUMBERED: &str = "\n                    1 of 2 DOCUMENTS\n\n\n            جريدة المرفأ\n\n       March 3, 2026 Tuesday\n\n\
    السد ممتلئ وقرى\nالوادي تستعد للري\n\nBYLINE: سلمى\n\nLENGTH: 20 words\n\nأعلن الوزير أن السد امتلأ.\n\nوقال إن الري\nيبدأ غدا.\n\n\
    LOAD-DATE: March 4, 2026\n\nLANGUAGE: ARABIC\n\n       Copyright 2026 المرفأ\n\n                    2 of 2 DOCUMENTS\n\n\
    Copyright 2026 المرفأ\n\nجريدة المرفأ\n\nMarch 4, 2026\n\nجسر جديد\n\nSECTION: محليات\nLENGTH: 9 words\n\nافتتح الجسر.\n";

fn article(title: &str, date: &str, authors: &[&str], text: &str) -> Article {
    Article {
        title: title.to_owned(),
        date: date.to_owned(),
        authors: authors.iter().map(|name| (*name).to_owned()).collect(),
        text: text.to_owned(),
        ..Article::default()
    }
}

/// The articles of a text; `None` in place of what is refused.
fn told(text: &str) -> Option<Vec<Option<Article>>> {
    let found = articles(text)?;
    Some(found.into_iter().map(Result::ok).collect())
}

/// The first article of a text.
fn first(text: &str) -> Article {
    let found = told(text).unwrap_or_default();
    found[0].clone().expect("an article")
}

#[test]
fn articles_of_lexisnexis_begin_with_their_number() {
    assert!(may_be(NUMBERED));
    let expected = vec![
        article(
            "السد ممتلئ وقرى\nالوادي تستعد للري",
            "March 3, 2026 Tuesday",
            &["سلمى", "جريدة المرفأ"],
            "أعلن الوزير أن السد امتلأ.\n\nوقال إن الري\nيبدأ غدا.",
        ),
        article(
            "جسر جديد",
            "March 4, 2026",
            &["جريدة المرفأ"],
            "افتتح الجسر.",
        ),
    ];
    assert_eq!(
        told(NUMBERED),
        Some(expected.into_iter().map(Some).collect())
    );
    let text = NUMBERED.replace("LENGTH: 20 words", "LENGTH: 20");
    let found = told(&text).unwrap_or_default();
    assert_eq!((found.len(), found[1].is_some()), (2, true));
    assert_eq!(found[0], None);
    for (mark, other) in [
        ("LENGTH: 9 words", "LENGTH: 9"),
        ("SECTION: محليات\nLENGTH: 9 words\n", ""),
    ] {
        let found = told(&NUMBERED.replace(mark, other)).unwrap_or_default();
        assert_eq!((found.len(), found[0].is_some()), (2, true), "{mark}");
        assert_eq!(found[1], None, "{mark}");
    }
    let without = NUMBERED.replace("LENGTH:", "WORDS:");
    assert_eq!(told(&without), None);
}

#[test]
fn articles_of_nexis_uni_end_with_their_line() {
    let text = "السد ممتلئ\nجريدة المرفأ\nMarch 3, 2026 Tuesday\n\nCopyright 2026 المرفأ\nLength: 20 words\nByline: سلمى\nBody\n\n\
        أعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.\n\nClassification\n\nLanguage: ARABIC\n\nLoad-Date: March 4, 2026\n\n\
        End of Document\n\nجسر جديد\nجريدة المرفأ\nLength: 9 words\nBody\n\nافتتح الجسر.\n\nEnd of Document\n\n";
    assert!(may_be(text));
    let expected = vec![
        article(
            "السد ممتلئ",
            "March 3, 2026 Tuesday",
            &["سلمى", "جريدة المرفأ"],
            "أعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.",
        ),
        article("جسر جديد", "", &["جريدة المرفأ"], "افتتح الجسر."),
    ];
    assert_eq!(told(text), Some(expected.into_iter().map(Some).collect()));
    assert_eq!(told(&text.replace("Length:", "Words:")), None);
    let found = told(&text.replace("Length: 20 words\n", "")).unwrap_or_default();
    assert_eq!((found.len(), found[1].is_some()), (2, true));
    assert_eq!(found[0], None);
    for (mark, other) in [
        ("Body\n\nافتتح", "افتتح"),
        ("Length: 9 words\n", ""),
        ("افتتح الجسر.\n\nEnd of Document\n", "افتتح الجسر.\n"),
    ] {
        let found = told(&text.replace(mark, other)).unwrap_or_default();
        assert_eq!((found.len(), found[0].is_some()), (2, true), "{mark}");
        assert_eq!(found[1], None, "{mark}");
    }
}

#[test]
fn paragraphs_that_begin_as_fields_below_the_text_stay_in_it() {
    let text = NUMBERED.replace(
        "وقال إن الري\n",
        "URL: https://a.example\n\nNOTES: ملاحظة.\n\nوقال إن الري\n",
    );
    let expected = "أعلن الوزير أن السد امتلأ.\n\nURL: https://a.example\n\nNOTES: ملاحظة.\n\nوقال إن الري\nيبدأ غدا.";
    assert_eq!(first(&text).text, expected);
    // Captions in several paragraphs stand behind the day on which it was loaded.
    let text = text.replace(
        "LANGUAGE: ARABIC\n",
        "GRAPHIC: صورة\n\nوأخرى\n\nLANGUAGE: ARABIC\n",
    );
    assert_eq!(first(&text).text, expected);
}

#[test]
fn all_blocks_behind_the_day_are_the_headline_but_for_fields() {
    let text = NUMBERED.replace(
        "\nBYLINE: سلمى\n",
        "\nعنوان ثان\n\nCORRECTION: خطأ\n\nBYLINE: سلمى\nو عمر\n\nHIGHLIGHT: وصل\nالوفد\n",
    );
    let article = first(&text);
    assert_eq!(
        article.title,
        "السد ممتلئ وقرى\nالوادي تستعد للري\nعنوان ثان"
    );
    assert_eq!(article.authors, ["سلمى\nو عمر", "جريدة المرفأ"]);
    assert_eq!(article.standfirst, "وصل\nالوفد");
    assert_eq!(article.text, first(NUMBERED).text);
}

#[test]
fn the_headline_may_be_a_field_and_the_source_stand_below_the_rights() {
    let text = "1 of 1 DOCUMENTS\n\nCopyright 2026 المرفأ\nAll Rights Reserved\nجريدة المرفأ\n\nMarch 3, 2026 Tuesday\n\
        الطبعة الأولى\n\nSECTION: محليات\n\nLENGTH: 20 words\n\nHEADLINE: السد\nممتلئ\n\nBYLINE: سلمى\n\nBODY:\n\
        أعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.\n\nLOAD-DATE: March 4, 2026\n";
    let expected = article(
        "السد\nممتلئ",
        "March 3, 2026 Tuesday",
        &["سلمى", "جريدة المرفأ"],
        "أعلن الوزير أن السد امتلأ.\n\nوقال إن الري يبدأ غدا.",
    );
    assert_eq!(first(text), expected);
}

#[test]
fn what_stands_above_the_first_article_is_a_cover_or_refused() {
    let lines = "سطر\n".repeat(OTHER_LINES + 1);
    let text = format!("Time Of Request: x\n{lines}{NUMBERED}");
    assert_eq!(articles(&text), articles(NUMBERED));
    let both = told(NUMBERED).unwrap_or_default();
    let refused = [vec![None], both.clone()].concat();
    assert_eq!(told(&format!("{lines}{NUMBERED}")), Some(refused));
    // A longer text that quotes one article is an ordinary one.
    let quoted = NUMBERED
        .split("2 of 2 DOCUMENTS")
        .next()
        .unwrap_or_default();
    assert_eq!(told(&format!("{lines}{quoted}")), None);
    let found = articles(&format!("نص أول.\n{quoted}")).unwrap_or_default();
    assert_eq!(
        found[0].as_ref().map_err(|odd| odd.text.as_str()),
        Err("نص أول.")
    );
    assert_eq!(found[1].as_ref().ok(), both[0].as_ref());
}

#[test]
fn numbers_begin_again_where_another_file_does() {
    let text = format!("{NUMBERED}{NUMBERED}");
    let numbers = told(&text).unwrap_or_default();
    assert_eq!(numbers.len(), 4);
    assert!(numbers.iter().all(Option::is_some));
}

/// An article of Nexis Uni with these lines at its head and below its text.
fn uni(head: &str, below: &str) -> String {
    format!(
        "{head}\nCopyright 2026 المرفأ\nLength: 20 words\nHighlight: وصل الوفد\nBody\n\nنص أول.\n\n{below}\n\
         Load-Date: March 4, 2026\n\nEnd of Document\n"
    )
}

#[test]
fn the_headline_of_nexis_uni_stands_above_its_source() {
    let cover =
        "User Name: Salma\nJob Number: 1\nDocuments (1)\n1. السد\nClient/Matter: -None-\n\n\n";
    let day = "March 3, 2026 Tuesday\n";
    for (head, title) in [
        (format!("السد\nجريدة المرفأ\n{day}"), "السد"),
        (format!("{cover}السد\nجريدة المرفأ\n{day}"), "السد"),
        (format!("{cover}السد\n\nجريدة المرفأ\n\n{day}"), "السد"),
        (format!("السد\nوالري\nجريدة المرفأ\n{day}"), "السد\nوالري"),
        (format!("{cover}السد\nوالري\nجريدة المرفأ"), "السد\nوالري"),
    ] {
        let article = first(&uni(&head, ""));
        assert_eq!(article.title, title, "{head}");
        assert_eq!(article.authors, ["جريدة المرفأ"], "{head}");
        assert_eq!(article.standfirst, "وصل الوفد");
        let expected = if head.ends_with(day) { day.trim() } else { "" };
        assert_eq!(article.date, expected, "{head}");
    }
}

#[test]
fn lines_of_a_text_that_name_a_part_of_nexis_uni_stay_in_it() {
    let text = |below: &str| first(&uni("السد\nالمرفأ\n", below)).text;
    assert_eq!(text("Classification\n\nLanguage: ARABIC\n"), "نص أول.");
    assert_eq!(
        text("Graphic\n\nصورة\n\nClassification\n\nLanguage: ARABIC\n"),
        "نص أول."
    );
    assert_eq!(
        text(
            "Notes\n\nنص ثان.\n\nClassification\n\nنص ثالث.\n\nClassification\n\nLanguage: ARABIC\n"
        ),
        "نص أول.\n\nNotes\n\nنص ثان.\n\nClassification\n\nنص ثالث."
    );
    assert_eq!(
        text("Graphic\n\nنص ثان.\n\nنص ثالث.\n"),
        "نص أول.\n\nGraphic\n\nنص ثان.\n\nنص ثالث."
    );
    let lines = |count: usize| format!("Graphic\n{}", "نص.\n".repeat(count));
    assert_eq!(text(&lines(5)), "نص أول.");
    let more = lines(6);
    assert_eq!(text(&more), format!("نص أول.\n\n{}", more.trim()));
}
