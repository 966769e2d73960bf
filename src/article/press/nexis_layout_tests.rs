use super::*;
use crate::article::press::Article;

const TEXT: &str = "نص أول.\n\nنص ثان.";

/// The articles of a text, and the lines that are none.
fn told(text: &str) -> Vec<Result<Article, String>> {
    let found = articles(text).unwrap_or_default().into_iter();
    found.map(|found| found.map_err(|odd| odd.text)).collect()
}

/// The only article of a text.
fn only(text: &str) -> Article {
    let [article]: [_; 1] = told(text).try_into().expect("one article");
    article.expect("an article")
}

/// An article of LexisNexis with its number, what stands between its day and text, its text, and what stands below.
fn numbered(number: &str, head: &str, text: &str, below: &str) -> String {
    format!("{number} DOCUMENTS\n\nالمرفأ\n\nMarch 3, 2026 Tuesday\n{head}\n{text}\n\n{below}\n\n")
}

/// An article of Nexis Uni with these lines above its text, its text, and what stands below.
fn uni(head: &str, text: &str, below: &str) -> String {
    format!("{head}\nBody\n\n{text}\n\n{below}\n\nEnd of Document\n\n")
}

const HEAD: &str = "\nسد\n\nLENGTH: 5 words\n";
const UNI_HEAD: &str = "سد\nالمرفأ\nMarch 3, 2026 Tuesday\n\nLength: 5 words";
const LOADED: &str = "LOAD-DATE: March 4, 2026";
const UNI_LOADED: &str = "Load-Date: March 4, 2026";

#[test]
fn text_behind_the_day_of_loading_stays() {
    let article = |below: &str| only(&numbered("1 of 1", HEAD, TEXT, below)).text;
    let captions = format!("{LOADED}\n\nGRAPHIC: صورة\n\nوأخرى\n\nCopyright 2026 المرفأ");
    let cover = format!("{LOADED}\n\nTime Of Request: x\n\nSALMA");
    for below in [LOADED, captions.as_str(), cover.as_str()] {
        assert_eq!(article(below), TEXT, "{below}");
    }
    let pasted = format!("{LOADED}\n\nخبر\n\nنص ثالث.");
    let same_block = format!("{LOADED}\nنص ثالث.");
    for below in [pasted.as_str(), same_block.as_str()] {
        assert_eq!(article(below), format!("{TEXT}\n\n{below}"));
    }
    let behind = format!("{pasted}\n\nLANGUAGE: ARABIC");
    assert_eq!(article(&behind), format!("{TEXT}\n\n{pasted}"));

    let article = |below: &str| only(&uni(UNI_HEAD, TEXT, below)).text;
    for below in [
        UNI_LOADED,
        "Classification\n\nLanguage: ARABIC\n\nSubject: a;\nb\n\nLoad-Date: March 4, 2026",
        "Classification\nLanguage: ARABIC\n\nLoad-Date: March 4, 2026",
        "Classification\n\nJournal Code: x",
    ] {
        assert_eq!(article(below), TEXT, "{below}");
    }
    let pasted = format!("{UNI_LOADED}\n\nنص ثالث.");
    for below in [pasted.as_str(), "Classification\n\nنص ثالث."] {
        assert_eq!(article(below), format!("{TEXT}\n\n{below}"));
        let loaded = format!("{below}\n\n{UNI_LOADED}");
        assert_eq!(article(&loaded), format!("{TEXT}\n\n{below}"));
    }
}

#[test]
fn a_last_paragraph_that_begins_as_a_field_does_is_text() {
    let article = |below: &str| only(&numbered("1 of 1", HEAD, TEXT, below)).text;
    for name in ["NOTES", "STATE", "CITY", "PERSON", "SUBJECT"] {
        let paragraph = format!("{name}: نص ثالث.");
        let expected = format!("{TEXT}\n\n{paragraph}");
        assert_eq!(article(&paragraph), expected);
        let rights = format!("{paragraph}\n\nCopyright 2026 المرفأ");
        assert_eq!(article(&rights), expected);
        for field in [LOADED, "LANGUAGE: ARABIC", "JOURNAL-CODE: alm"] {
            assert_eq!(article(&format!("{paragraph}\n\n{field}")), TEXT);
            assert_eq!(article(&format!("{field}\n\n{paragraph}")), TEXT);
        }
    }
    assert_eq!(article("Copyright 2026 المرفأ"), TEXT);
}

#[test]
fn numbers_of_pages_and_rights_below_a_text_are_no_part_of_it() {
    let broken = "نص أول.\n\nPage 2 of 3\n\nنص ثان.";
    let rights = "© 2026 المرفأ";
    for article in [
        numbered("1 of 1", HEAD, broken, &format!("{rights}\n\n{LOADED}")),
        uni(UNI_HEAD, broken, &format!("{rights}\n\n{UNI_LOADED}")),
        uni(UNI_HEAD, broken, rights),
        uni(UNI_HEAD, broken, &format!("{rights}\n\nGraphic\n\nصورة")),
    ] {
        // The line leaves what stood around it.
        assert_eq!(only(&article).text.replace("\n\n\n", "\n\n"), TEXT);
    }
    let kept = format!("{TEXT}\n\nPage 4 of 3\n\n{rights}\n\nنص ثالث.");
    assert_eq!(only(&uni(UNI_HEAD, &kept, UNI_LOADED)).text, kept);
}

#[test]
fn a_paragraph_about_copyright_is_text() {
    let text = format!("{TEXT}\n\nCopyright law was amended.");
    let article = only(&numbered("1 of 1", HEAD, &text, "LANGUAGE: ARABIC"));
    assert_eq!(article.text, text);
}

#[test]
fn a_headline_may_begin_as_a_field_does() {
    let head = |head: &str| {
        let article = only(&numbered("1 of 1", head, TEXT, LOADED));
        assert_eq!(article.text, TEXT);
        (article.title, article.standfirst)
    };
    for (lines, title, standfirst) in [
        ("\nSYRIA: سد\n\nLENGTH: 5 words\n", "SYRIA: سد", ""),
        (
            "\nAFP: سد\n\nVIDEO: المؤتمر\n\nLENGTH: 5 words\n",
            "AFP: سد",
            "VIDEO: المؤتمر",
        ),
        ("\nCORRECTION: خطأ\n\nسد\n\nLENGTH: 5 words\n", "سد", ""),
        (
            "\nCORRECTION: خطأ\n\nLENGTH: 5 words\n",
            "CORRECTION: خطأ",
            "",
        ),
        ("سد\n\nLENGTH: 5 words\n", "سد", ""),
        ("\nسد\n\nHEADLINE: جسر\n\nLENGTH: 5 words\n", "جسر", "سد"),
    ] {
        assert_eq!(
            head(lines),
            (title.to_owned(), standfirst.to_owned()),
            "{lines}"
        );
    }
}

#[test]
fn a_text_may_begin_as_a_field_does() {
    let place = "بغداد وصل الوفد أمس إلى بغداد لإجراء محادثات مع الحكومة حول المياه والكهرباء والري في قرى الوادي.";
    let section = format!("SECTION: {place}");
    for (head, begin) in [
        (
            "\nسد\n\nLENGTH: 5 words\n\nDATELINE: بغداد\nوصل الوفد.\n".to_owned(),
            "وصل الوفد.",
        ),
        (
            "\nسد\n\nLENGTH: 5 words\nوصل الوفد.\n".to_owned(),
            "وصل الوفد.",
        ),
        (
            format!("\nسد\n\nLENGTH: 5 words\n\nDATELINE: {place}\n"),
            place,
        ),
        (
            format!("\nسد\n\nLENGTH: 5 words\n\n{section}\n"),
            section.as_str(),
        ),
        (
            "\nسد\n\nSECTION: أ\n\nLENGTH: 5 words\n\nSECTION: ب\n".to_owned(),
            "SECTION: ب",
        ),
    ] {
        let article = only(&numbered("1 of 1", &head, TEXT, LOADED));
        assert_eq!(article.title, "سد");
        assert_eq!(article.text, format!("{begin}\n\n{TEXT}"), "{head}");
    }
}

#[test]
fn fields_may_stand_in_other_orders() {
    let day = "March 3, 2026 Tuesday";
    let edition = "الطبعة الثالثة المسائية الأخيرة لمدينة بيروت وضواحيها الجنوبية والشمالية";
    let edition = format!("{edition}\n\nسد\n\nBYLINE: سلمى\n\nLENGTH: 5 words\n");
    for (head, standfirst) in [
        (
            "\nسد\n\nBYLINE: سلمى\n\nCORRECTION: خطأ\n\nLENGTH: 5 words\n",
            "",
        ),
        (
            "\nسد\n\nBYLINE: سلمى\n\nVIDEO: المؤتمر\n\nLENGTH: 5 words\n",
            "VIDEO: المؤتمر",
        ),
        (
            "\nLENGTH: 5 words\n\nHEADLINE: سد\n\nBYLINE: سلمى\n\nDATELINE: بغداد\n\nBODY:",
            "",
        ),
        (
            "\nHEADLINE: سد\n\nBYLINE: سلمى\n\nLENGTH: 5 words\n\nVIDEO: المؤتمر\n\nBODY:",
            "VIDEO: المؤتمر",
        ),
        (edition.as_str(), ""),
    ] {
        let article = only(&numbered("1 of 1", head, TEXT, LOADED));
        assert_eq!(
            (article.title.as_str(), article.date.as_str()),
            ("سد", day),
            "{head}"
        );
        assert_eq!(article.authors, ["سلمى", "المرفأ"], "{head}");
        assert_eq!(article.standfirst, standfirst, "{head}");
        assert_eq!(article.text, TEXT, "{head}");
    }
}

#[test]
fn the_source_stands_below_the_rights() {
    for rights in [
        "Copyright 2026 م\nAll Rights Reserved\nالمرفأ",
        "Copyright 2026 م\n\nAll Rights Reserved\n\nالمرفأ",
        "Copyright 2026 م\nالمرفأ",
    ] {
        let text = numbered("1 of 1", HEAD, TEXT, LOADED);
        let article = only(&text.replace("المرفأ", rights));
        assert_eq!(article.authors, ["المرفأ"], "{rights}");
        assert_eq!(article.title, "سد");
    }
}

#[test]
fn numbers_may_have_gaps_and_stand_in_a_text() {
    let item = |number: &str| numbered(number, HEAD, TEXT, LOADED);
    let picture = |number: &str| format!("{number} DOCUMENTS\n\nالمرفأ\n\nصورة\n\n");
    // What is read, in its order: articles with their text, and odd items.
    let kinds = |items: &[String]| {
        let told = told(&items.concat()).into_iter();
        let kinds = told.map(|found| found.map(|article| article.text == TEXT).ok());
        kinds.collect::<Vec<_>>()
    };
    let (read, odd) = (Some(true), None);
    for (items, expected) in [
        (
            vec![item("1 of 9"), item("2 of 9"), item("5 of 9")],
            vec![read; 3],
        ),
        (
            vec![item("1 of 2"), item("2 of 2"), item("1 of 1")],
            vec![read; 3],
        ),
        (vec![picture("1 of 2"), item("2 of 2")], vec![odd, read]),
        (vec![item("1 of 2"), picture("2 of 2")], vec![read, odd]),
        (
            vec![item("1 of 4"), picture("3 of 4"), item("4 of 4")],
            vec![read, odd, read],
        ),
        (
            vec![item("1 of 1"), picture("1 of 2"), item("2 of 2")],
            vec![read, odd, read],
        ),
    ] {
        assert_eq!(kinds(&items), expected, "{items:?}");
    }
    for quoted in ["3 of 5", "2 of 5", "1 of 5", "4 of 9"] {
        let text = format!("نص أول.\n\n{quoted} DOCUMENTS\n\nنص ثان.");
        let first = numbered("1 of 5", HEAD, &text, LOADED);
        let found = told(&(first + &item("2 of 5")));
        let texts = found.iter().flatten().map(|article| article.text.as_str());
        let texts: Vec<&str> = texts.collect();
        assert_eq!((found.len(), texts), (2, vec![text.as_str(), TEXT]));
    }
}

#[test]
fn an_odd_first_item_of_nexis_uni_leaves_the_file_divided() {
    let article = uni(UNI_HEAD, TEXT, UNI_LOADED);
    let picture = article.replace("Body\n", "");
    let found = told(&(picture + &article));
    assert_eq!(found.len(), 2);
    assert!(found[0].is_err());
    assert_eq!(found[1].as_ref().ok(), Some(&only(&article)));
}

#[test]
fn text_around_the_articles_of_nexis_uni_is_refused() {
    let article = uni(UNI_HEAD, TEXT, UNI_LOADED);
    let expected = Ok(only(&article));
    let above = Err("خبر\n\nنص ثالث.".to_owned());
    let below = Err("نص رابع.".to_owned());
    let text = format!("خبر\n\nنص ثالث.\n\n{article}نص رابع.");
    assert_eq!(told(&text), [above, expected.clone(), below]);
    let cover = "User Name: Salma\nDocuments (1)\n1. سد\nClient/Matter: -None-\n\n";
    assert_eq!(
        told(&format!("{article}{cover}{article}")),
        vec![expected; 2]
    );
}

#[test]
fn lines_between_the_fields_of_nexis_uni_are_read() {
    let head = "سد\n\nوالري\n\nالمرفأ\n\nMarch 3, 2026 Tuesday\nFinal Edition\n\nCopyright 2026 م\nAll Rights Reserved\n\
        Section: محليات\nLength: 5 words\nByline: سلمى\nعمر\nHighlight: وصل\nالوفد\n\nأمس";
    let article = only(&uni(head, TEXT, UNI_LOADED));
    assert_eq!(article.title, "سد\nوالري");
    assert_eq!(article.authors, ["سلمى", "عمر", "المرفأ"]);
    assert_eq!(article.standfirst, "وصل\nالوفد\nأمس");
    assert_eq!(article.text, TEXT);
    let article = only(&uni(
        "سد\nالمرفأ\n\nSection: محليات\nLength: 5 words",
        TEXT,
        "",
    ));
    assert_eq!((article.title.as_str(), article.date.as_str()), ("سد", ""));
    assert_eq!(article.authors, ["المرفأ"]);
}
