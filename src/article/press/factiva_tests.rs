use std::time::{Duration, Instant};

use super::*;
use crate::article::press::divided::{OTHER_CHARACTERS, OTHER_LINES};

const FIRST: &str = "Dow Jones Factiva\n\nSE   محليات\nHD   السد\nممتلئ\nBY   سلمى\nWC   20 words\nPD   3 March 2026\n\
    SN   جريدة المرفأ\nSC   ALMARFA\nLA   Arabic\nCY   (c) 2026\n\nLP   \nأعلن الوزير.\n\nSN   في النص\n\nTD\n\nوقال:\nED\n\n\
    NS   x\nRE   y\nAN   Document ALMARFA020260303em3300001\n\n© 2026 Factiva, Inc.\n";

#[test]
fn fields_are_told_by_their_codes() {
    let second = "HD   جسر\nSN   جريدة المرفأ\nTD   افتتح الجسر.";
    let text = format!("{FIRST}\n{second}");
    assert!(may_be(&text));
    let expected = Article {
        title: "السد\nممتلئ".to_owned(),
        date: "3 March 2026".to_owned(),
        authors: vec!["سلمى".to_owned(), "جريدة المرفأ".to_owned()],
        text: "أعلن الوزير.\n\nSN   في النص\n\nوقال:\nED".to_owned(),
        ..Article::default()
    };
    let cut_off = Article {
        title: "جسر".to_owned(),
        authors: vec!["جريدة المرفأ".to_owned()],
        text: "افتتح الجسر.".to_owned(),
        ..Article::default()
    };
    assert_eq!(articles(&text), Some(vec![Ok(expected), Ok(cut_off)]));
}

#[test]
fn lines_of_the_text_that_look_like_fields_stay_in_it() {
    let text = FIRST.replace(
        "NS   x\n",
        "IN\n\nوأضاف.\n\nSN   x\nCO\nسطر.\n\nAN\nCO   c\nIN\ni1 : a | i2 : b\nNS   x\n",
    );
    let found = articles(&text).unwrap_or_default();
    let article = found[0].as_ref().expect("an article");
    let expected =
        "أعلن الوزير.\n\nSN   في النص\n\nوقال:\nED\n\nIN\n\nوأضاف.\n\nSN   x\nCO\nسطر.\n\nAN";
    assert_eq!(article.text, expected);
    assert_eq!(article.authors, ["سلمى", "جريدة المرفأ"]);
}

#[test]
fn paragraphs_in_fields_that_are_not_read_are_kept() {
    let read = |from: &str, to: &str| {
        let text = FIRST.replacen(from, to, 1);
        assert_ne!(text, FIRST);
        let [found]: [_; 1] = articles(&text)
            .unwrap_or_default()
            .try_into()
            .expect("one item");
        let article = found.expect("an article");
        (article.standfirst, article.text)
    };
    let text = "أعلن الوزير.\n\nSN   في النص\n\nوقال:\nED".to_owned();
    let none = (String::new(), text.clone());
    let long = "كلمة ".repeat(20);
    let long = long.trim();
    for paragraph in ["وصل الوفد.", long] {
        let above = format!("SE   محليات\n{paragraph}\n");
        let expected = (paragraph.to_owned(), text.clone());
        assert_eq!(read("SE   محليات\n", &above), expected);
        let below = format!("NS   x\n{paragraph}\n");
        let expected = (String::new(), format!("{text}\n\n{paragraph}"));
        assert_eq!(read("NS   x\n", &below), expected);
        let captions = format!("ART   صورة\n{paragraph}\nNS   x\n");
        assert_eq!(read("NS   x\n", &captions), none);
    }
    assert_eq!(read("SE   محليات\n", "SE   محليات\nأخبار\n"), none);
    let rights = "(c) 2026\nAll Rights Reserved.\n";
    assert_eq!(read("(c) 2026\n", rights), none);
    let codes = format!("NS   x\ny : {long} | z : a\n");
    assert_eq!(read("NS   x\n", &codes), none);
}

#[test]
fn an_odd_item_costs_only_itself() {
    let picture = "HD   صورة\nWC   5 words\nPD   3 March 2026\nSN   المرفأ\nAN   Document ALMARFA020260303em3300009\n";
    let lines = "سطر\n".repeat(FIELD_LINES);
    let references = FIRST.replace("NS   x\n", &format!("RF   سطر\n{lines}NS   x\n"));
    let text = format!("{FIRST}\n{picture}\n{references}\n{FIRST}");
    let found = articles(&text).unwrap_or_default();
    let told = found.iter().map(|found| match found {
        Ok(article) => article.title.clone(),
        Err(odd) => odd.refusal.to_string(),
    });
    let told: Vec<String> = told.collect();
    let expected = [
        "السد\nممتلئ",
        "it is an item of Factiva without a headline or a text, such as a picture",
        "its field RF has more than 10 lines, as no item of Factiva does; if it is an article, put it into a file of its own",
        "السد\nممتلئ",
    ];
    assert_eq!(told, expected);
    let odd = found[1].as_ref().expect_err("a picture");
    assert!(odd.text.starts_with(picture.trim()), "{}", odd.text);
    let found = articles(&format!("نص أول.\n\n{FIRST}")).unwrap_or_default();
    let above = found[0]
        .as_ref()
        .expect_err("a line above the first article");
    assert_eq!(
        above.refusal.to_string(),
        "it stands outside of the articles of a database: above the first of them or below one; if it is an article, put \
         it into a file of its own"
    );
}

#[test]
fn a_text_without_all_marks_is_none() {
    let lines = "سطر\n".repeat(OTHER_LINES);
    let more_lines = format!("{lines}سطر");
    for (mark, other) in [
        ("Document ALMARFA020260303em3300001", "Document 7"),
        ("WC   20 words\n", ""),
        ("HD   السد", "HD السد"),
        ("Dow Jones Factiva", more_lines.as_str()),
        ("© 2026 Factiva, Inc.", more_lines.as_str()),
    ] {
        let text = FIRST.replace(mark, other);
        assert_ne!(text, FIRST);
        assert_eq!(articles(&text), None, "{mark}");
    }
    // A long paragraph is a line as well.
    let paragraph = |length: usize| FIRST.replace("Dow Jones Factiva", &"س".repeat(length));
    assert!(articles(&paragraph(OTHER_CHARACTERS)).is_some());
    assert_eq!(articles(&paragraph(OTHER_CHARACTERS + 1)), None);
    let without_text = FIRST.replace("LP   \n", "").replace("TD\n", "");
    assert_eq!(articles(&without_text), None);
    assert!(!may_be("SHD WC\nSN"));
}

/// The headlines and texts of the articles, and what is refused.
fn told(text: &str) -> Vec<Result<(String, String), String>> {
    let found = articles(text).unwrap_or_default().into_iter();
    let told = found.map(|found| match found {
        Ok(article) => Ok((article.title, article.text)),
        Err(odd) => Err(odd.text),
    });
    told.collect()
}

const NUMBER: &str = "AN   Document ALMARFA020260303em3300001\n";
const HEAD: &str = "WC   5 words\nPD   3 March 2026\nSN   المرفأ\n";

fn item(title: &str, text: &str) -> String {
    format!("HD   {title}\n{HEAD}TD   {text}\n\n{NUMBER}\n")
}

fn read(title: &str, text: &str) -> Result<(String, String), String> {
    Ok((title.to_owned(), text.to_owned()))
}

#[test]
fn an_odd_first_item_leaves_the_file_divided() {
    let picture = format!("HD   صورة\n{HEAD}{NUMBER}");
    let text = format!("{picture}\n{}", item("سد", "امتلأ."));
    let found = told(&text);
    assert_eq!(found.len(), 2);
    assert!(found[0].is_err());
    assert_eq!(found[1], read("سد", "امتلأ."));
    let authors = format!("BY   سلمى\n{}{HEAD}", "عمر\n".repeat(12));
    let text = item("سد", "امتلأ.").replace(HEAD, &authors);
    assert_eq!(told(&text), [read("سد", "امتلأ.")]);
}

#[test]
fn text_outside_of_the_articles_is_refused() {
    let (first, second) = (item("سد", "امتلأ."), item("جسر", "افتتح."));
    let expected = |others: &str| {
        let others = Err(others.trim().to_owned());
        let [first, second] = [read("سد", "امتلأ."), read("جسر", "افتتح.")];
        [first, others, second]
    };
    let lines = "نص ثان.\n".repeat(OTHER_LINES + 1);
    for others in ["نص ثان.\n", "نص ثان.\nCO   c\n", lines.as_str()] {
        let text = format!("{first}{others}\n{second}");
        assert_eq!(told(&text), expected(others), "{others}");
    }
    let text = format!("نص أول.\n\n{first}");
    let above = Err("نص أول.".to_owned());
    assert_eq!(told(&text), [above, read("سد", "امتلأ.")]);
    // A document has a cover, and the terms of the search below its last article.
    let terms = "Search Summary\nText\nسد\nLanguage\nArabic\n";
    let text = format!("Factiva\nسد\nجسر\n{first}{second}{terms}نص ثالث.");
    let lines: Vec<&str> = text.lines().collect();
    let found = of_lines(&lines).unwrap_or_default();
    assert_eq!(found.len(), 3);
    let odd = found[2].as_ref().expect_err("lines below the last article");
    assert_eq!(odd.text, format!("{terms}نص ثالث."));
    let lines = &lines[..lines.len() - 1];
    assert_eq!(of_lines(lines).unwrap_or_default().len(), 2);
}

#[test]
fn a_headline_in_a_text_begins_no_article() {
    let second = item("جسر", "قال:\nHD\nهو الأوضح.\nIN\nHD   ثم\nSN   المرفأ");
    let text = format!("{}{second}{}", item("سد", "امتلأ."), item("ري", "يبدأ."));
    let expected = [
        read("سد", "امتلأ."),
        read("جسر", "قال:\nHD\nهو الأوضح.\nIN\nHD   ثم\nSN   المرفأ"),
        read("ري", "يبدأ."),
    ];
    assert_eq!(told(&text), expected);
    // The number of the first one was cut off.
    let text = text.replacen(NUMBER, "", 1);
    assert_eq!(told(&text), expected);
}

#[test]
fn many_fields_and_long_lines_take_no_time_without_end() {
    let start = Instant::now();
    // Fields above the text, each of which was looked at for each headline below it.
    let fields = "CO\n".repeat(100_000);
    let headlines = "CO\nHD\n".repeat(100_000);
    let text = format!("HD   x\nWC\nSN\n{fields}TD   y\n{headlines}");
    assert_eq!(articles(&text), None);
    // A line below a code, which was looked at for each line below it.
    let long = format!("AN   {}", " ".repeat(1 << 20));
    let text = format!("HD   x\nTD   y\n{long}\n{}", "x\n".repeat(100_000));
    assert_eq!(articles(&text), None);
    assert!(start.elapsed() < Duration::from_secs(20));
}
