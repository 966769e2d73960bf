#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;

use super::*;
use crate::article::{Context, ReadSettings, read_bytes};
use crate::text::Language;

fn page(messages: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n <head>\n  <meta charset=\"utf-8\"/>\n<title>Exported Data</title>\n\
         <script src=\"js/script.js\" type=\"text/javascript\">\n\n  </script>\n </head>\n\
         <body onload=\"CheckLocation();\">\n <div class=\"page_wrap\">\n  <div class=\"page_header\">\n\
         <div class=\"content\">\n <div class=\"text bold\">\nقناة الميناء \n </div>\n </div>\n </div>\n\
         <div class=\"page_body chat_page\">\n <div class=\"history\">\n{messages}\n </div>\n </div>\n\
         </div>\n </body>\n</html>\n"
    )
}

/// A message as exports have it, with more classes and what is in it below its time.
fn message(number: u32, more: &str, inside: &str) -> String {
    format!(
        "<div class=\"message default clearfix{more}\" id=\"message{number}\">\n <div class=\"body\">\n\
         <div class=\"pull_right date details\" title=\"02.03.2026 10:0{number}:00 UTC+03:00\">\n10:0{number} \n\
         </div>\n{inside}\n </div>\n </div>\n"
    )
}

const SENDER: &str = "<div class=\"from_name\">\nقناة الميناء \n </div>";

#[test]
fn the_text_of_a_poll_is_its_question_with_the_answers() {
    let poll = "<div class=\"media_wrap clearfix\">\n<div class=\"media_poll\">\n\
                <div class=\"question bold\">\nهل فتح الميناء؟ \n</div>\n\
                <div class=\"details\">\nAnonymous poll\n</div>\n\
                <div class=\"answer\">\n- نعم &amp; - لا <span class=\"details\">2 votes, chosen vote</span>\n</div>\n\
                <div class=\"answer\">\n- بعد \n</div>\n\
                <div class=\"total details\">\n3 votes\n</div>\n</div>\n</div>";
    let (messages, broken) = messages_in(&page(&message(1, "", &format!("{SENDER}{poll}"))));
    assert_eq!(broken, None);
    let told = messages[0].as_ref().unwrap();
    assert_eq!(told["text"], "هل فتح الميناء؟\nنعم & - لا\nبعد");
    assert_eq!(told["author"], json!(["قناة الميناء"]));
}

#[test]
fn messages_have_their_text_time_and_sender() {
    let messages = [
        "<div class=\"message service\" id=\"message-1\"><div class=\"body details\">\n2 March 2026\n</div></div>"
            .to_owned(),
        "<div class=\"message service\" id=\"message1\"><div class=\"body details\">\nقناة created\n</div></div>"
            .to_owned(),
        message(
            2,
            "",
            &format!(
                "{SENDER}\n<div class=\"reply_to details\">In reply to <a href=\"#x\">this message</a></div>\
                 <div class=\"media_wrap clearfix\"><div class=\"title bold\">ملف</div></div>\
                 <div class=\"text\">\nافتتح الميناء <strong>أمس<br>صباحا</strong>.<br><br>ووصلت &laquo;السفينة&raquo; &amp; \
                 <a href=\"https://a.example\">غيرها</a>.<blockquote>قول</blockquote>آخر \n</div>\
                 <div class=\"signature details\">\nسلمى\n</div><span class=\"reactions\">5</span>"
            ),
        ),
        message(3, " joined", "<div class=\"text\">\nوعادت. \n</div>"),
        message(
            4,
            "",
            &format!(
                "{SENDER}<div class=\"forwarded body\"><div class=\"from_name\">\nقناة البحر \
                 <span class=\"date details\" title=\"01.03.2026 09:00:00 UTC+03:00\"> 01.03.2026</span>\n</div>\
                 <div class=\"text\">\nهبت الريح.\n</div></div>"
            ),
        ),
        message(5, " joined", "<a class=\"photo_wrap\" href=\"photos/1.jpg\"><img class=\"photo\"/></a>"),
    ];
    let (found, broken) = messages_in(&page(&messages.concat()));
    assert_eq!(broken, None);
    let date = |number: u32| format!("2026-03-02T10:0{number}:00+03:00");
    assert_eq!(
        found,
        [
            None,
            Some(json!({
                "text": "افتتح الميناء أمس\nصباحا.\n\nووصلت «السفينة» & غيرها.\nقول\nآخر",
                "date": date(2), "author": ["قناة الميناء", "سلمى"]
            })),
            Some(json!({"text": "وعادت.", "date": date(3), "author": ["قناة الميناء"]})),
            Some(json!({"text": "هبت الريح.", "date": date(4), "author": ["قناة البحر"]})),
            Some(json!({"text": "", "date": date(5), "author": ["قناة الميناء"]})),
        ]
    );
}

#[test]
fn a_page_that_breaks_off_keeps_the_messages_before() {
    let one = message(
        1,
        "",
        &format!("{SENDER}<div class=\"text\">\nوصل الوفد.\n</div>"),
    );
    let two = message(2, " joined", "<div class=\"text\">\nعاد الوفد.\n</div>");
    let whole = page(&format!("{one}{two}"));
    assert!(is_export(whole.as_bytes()));
    let read = |html: &str| {
        let mut found = Vec::new();
        let settings = ReadSettings::default();
        let name = "messages.html";
        read_bytes(
            name,
            Format::Html,
            html.as_bytes(),
            settings,
            &mut |record: Record| {
                let article = record.parse(&Context::of(Language::of("ar")));
                let text = article.map(|article| article.text);
                found.push((record.path, text.map_err(|refusal| refusal.to_string())));
                ControlFlow::Continue(())
            },
        );
        found
    };
    let of = |number: u32, text: &str| {
        let told: Result<String, String> = Ok(format!("قناة الميناء\n\n{text}"));
        (format!("messages.html#{number}"), told)
    };
    let (first, second) = (of(1, "وصل الوفد."), of(2, "عاد الوفد."));
    assert_eq!(read(&whole), [first.clone(), second]);
    let cut = read(&whole[..whole.find("عاد").unwrap()]);
    let reason = "the page is damaged after 1 message: it ends in the middle".to_owned();
    assert_eq!(cut, [first, ("messages.html".to_owned(), Err(reason))]);
}

#[test]
fn other_pages_are_no_exports() {
    for html in [
        "<html><body><div class=\"history\"><p>نص</p></div>".to_owned(),
        "<html><body><div class=\"page_body chat_page\"><p>نص</p></div>".to_owned(),
        format!("<html>{}{}", " ".repeat(HEAD), page("")),
        String::new(),
    ] {
        assert!(!is_export(html.as_bytes()), "{html}");
    }
}

#[test]
fn times_are_written_in_the_form_of_iso_8601() {
    for (stated, date) in [
        ("02.03.2026 10:00:00 UTC+03:00", "2026-03-02T10:00:00+03:00"),
        ("02.03.2026 10:00:00", "2026-03-02T10:00:00"),
        ("2 March 2026", "2 March 2026"),
        ("2.3.26 10:00:00", "2.3.26 10:00:00"),
        ("", ""),
    ] {
        assert_eq!(with_iso_date(stated), date);
    }
}
