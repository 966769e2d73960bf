#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;

use super::*;
use crate::article::{Article, Context, Format, ReadSettings, read_bytes};
use crate::document::Role;
use crate::text::Language;

const FIRST: &str = "أقر مجلس النواب أمس الموازنة بعد جلسة استمرت ست ساعات.";
const SECOND: &str = "وقالت النائبة سعاد الجبوري إن المخصصات لا تكفي.";

/// The articles of a file, or why there are none, with their paths.
fn read(bytes: &[u8]) -> Vec<(String, Result<Article, Refusal>)> {
    let mut found = Vec::new();
    read_bytes(
        "a.xml",
        Format::Xml,
        bytes,
        ReadSettings::default(),
        &mut |record| {
            let article = record.parse(&Context::of(Language::of("ar")));
            found.push((record.path, article));
            ControlFlow::Continue(())
        },
    );
    found
}

fn only(document: &str) -> Article {
    let mut found = read(document.as_bytes());
    assert_eq!(found.len(), 1);
    let (path, article) = found.remove(0);
    assert_eq!(path, "a.xml");
    article.unwrap()
}

fn marked(article: &Article) -> Vec<(Role, &str)> {
    let paragraphs = article.paragraphs.iter();
    paragraphs
        .map(|paragraph| (paragraph.role, article.paragraph_text(paragraph)))
        .collect()
}

fn refusal(document: &str) -> String {
    let mut found = read(document.as_bytes());
    assert_eq!(found.len(), 1);
    found.remove(0).1.unwrap_err().to_string()
}

#[test]
fn a_document_of_nitf_is_an_article() {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE nitf SYSTEM \"nitf-3-4.dtd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n\
         <nitf><head><title>BUDGET</title><docdata><date.issue norm=\"20260503T092000+0300\"/>\
         <key-list><keyword key=\"برلمان\"/></key-list></docdata></head>\
         <body xml:lang=\"ar-IQ\"><body.head><hedline><hl1>البرلمان <em>يقر</em> الموازنة</hl1><hl2>جدل سبق التصويت</hl2></hedline>\
         <note><body.content><p>ملاحظة للمحررين.</p></body.content></note>\
         <rights><rights.owner>وكالة</rights.owner></rights>\
         <byline>بقلم <person>ليلى حسن</person></byline>\
         <dateline><location>بغداد</location><story.date norm=\"20260502\">2 أيار</story.date></dateline></body.head>\
         <body.content><block><p>{FIRST}</p><hl2>تفاصيل الجلسة</hl2><p>{SECOND} &lt;<org>الأمم المتحدة</org>&gt; &x;</p>\
         <media><media-reference source=\"a.jpg\"/><media-caption>النواب في القاعة.</media-caption></media></block></body.content>\
         <body.end><tagline>وشارك سعد علي في إعداد هذا التقرير.</tagline></body.end></body></nitf>"
    );
    let article = only(&document);
    let second = format!("{SECOND} <الأمم المتحدة> &x;");
    assert_eq!(
        marked(&article),
        [
            (Role::Title, "البرلمان يقر الموازنة"),
            (Role::Standfirst, "جدل سبق التصويت"),
            (Role::Byline, "بقلم ليلى حسن، بغداد 2 أيار"),
            (Role::Body, FIRST),
            (Role::Heading, "تفاصيل الجلسة"),
            (Role::Body, second.as_str()),
            (Role::Body, "النواب في القاعة."),
            (Role::Body, "وشارك سعد علي في إعداد هذا التقرير."),
        ]
    );
    let source = &article.source;
    assert_eq!(source.date.as_deref(), Some("2026-05-03T09:20:00+03:00"));
    assert_eq!(
        (source.format, source.language.as_str()),
        (Format::Xml, "ar")
    );
}

#[test]
fn nothing_in_the_headline_and_at_the_end_of_nitf_is_lost() {
    let document = format!(
        "<nitf><body><body.head><hedline><hl1/><hl1>البرلمان يقر الموازنة</hl1><hl1>والمعارضة تنسحب من الجلسة</hl1>\
         <hl2>جدل سبق التصويت</hl2></hedline></body.head><body.content><p>{FIRST}</p></body.content>\
         <body.end><p>{SECOND}</p><tagline>وشارك <person>سعد علي</person> في إعداد هذا التقرير.</tagline>\
         <bibliography>اللجنة المالية، تقرير الموازنة، بغداد 2025.</bibliography></body.end></body></nitf>"
    );
    let article = only(&document);
    assert_eq!(
        marked(&article),
        [
            (Role::Title, "البرلمان يقر الموازنة"),
            (Role::Standfirst, "والمعارضة تنسحب من الجلسة"),
            (Role::Standfirst, "جدل سبق التصويت"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
            (Role::Body, "وشارك سعد علي في إعداد هذا التقرير."),
            (Role::Body, "اللجنة المالية، تقرير الموازنة، بغداد 2025."),
        ]
    );
    let without_first = document.replace("hl1>", "hl3>").replace("<hl1/>", "");
    let title = only(&without_first).source.title;
    assert_eq!(title.as_deref(), Some("جدل سبق التصويت"));
}

#[test]
fn nitf_in_capitals_and_in_windows_1256_is_read() {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1256\"?><NITF><BODY><BODY.HEAD><HEDLINE><HL1>البرلمان يقر الموازنة</HL1></HEDLINE></BODY.HEAD>\
         <BODY.CONTENT><P>{FIRST}</P><P>{SECOND}</P></BODY.CONTENT></BODY></NITF>"
    );
    let (bytes, _, unmapped) = encoding_rs::WINDOWS_1256.encode(&document);
    assert!(!unmapped);
    let found = read(&bytes);
    let article = found[0].1.as_ref().unwrap();
    assert_eq!(
        marked(article),
        [
            (Role::Title, "البرلمان يقر الموازنة"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
        ]
    );
    assert_eq!(article.source.encoding, "windows-1256");
}

fn item(headline: &str, content: &str) -> String {
    format!(
        "<newsItem xml:lang=\"ar\"><itemMeta><itemClass qcode=\"ninat:text\"/><versionCreated>2026-05-03T09:20:00+03:00</versionCreated>\
         </itemMeta><contentMeta><by>ليلى حسن</by><language tag=\"ar\"/><headline xml:lang=\"en\">Budget</headline>\
         <headline xml:lang=\"ar\">{headline}</headline><description role=\"drol:caption\">صورة</description></contentMeta><contentSet>{content}</contentSet></newsItem>"
    )
}

#[test]
fn an_item_of_newsml_g2_is_an_article() {
    let page = format!(
        "<inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head>\
         <body><h1>البرلمان يقر الموازنة</h1><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML>\
         <inlineData contenttype=\"text/plain\">{FIRST}</inlineData>"
    );
    let article = only(&item("البرلمان يقر الموازنة", &page));
    assert_eq!(
        marked(&article),
        [
            (Role::Title, "البرلمان يقر الموازنة"),
            (Role::Byline, "ليلى حسن"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
        ]
    );
    let date = article.source.date.as_deref();
    assert_eq!(date, Some("2026-05-03T09:20:00+03:00"));
}

#[test]
fn every_item_of_a_message_is_an_article_of_its_own() {
    let nitf = format!(
        "<inlineXML><nitf><body><body.content><p>{FIRST}</p></body.content></body></nitf></inlineXML>"
    );
    let plain = format!("<inlineData>{FIRST}\n\n{SECOND}</inlineData>");
    let message = format!(
        "<newsMessage><itemSet>{}{}{}<packageItem/></itemSet></newsMessage>",
        item("البرلمان يقر الموازنة", &nitf),
        item("السيول تغلق الطريق", &plain),
        item("صورة", "<remoteContent href=\"a.jpg\"/>").replace(":text", ":picture"),
    );
    let found = read(message.as_bytes());
    let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["a.xml#1", "a.xml#2", "a.xml#3"]);
    let second = found[1].1.as_ref().unwrap();
    assert_eq!(
        marked(second),
        [
            (Role::Title, "السيول تغلق الطريق"),
            (Role::Byline, "ليلى حسن"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
        ]
    );
    assert_eq!(
        found[2].1,
        Err(skipped(
            "the item is of the class picture and has no text of its own"
        ))
    );
    assert_eq!(
        refusal("<packageItem><groupSet/></packageItem>"),
        "it is a package that names other items; mujaz reads the items, each in its own file"
    );
}

fn component(headline: &str, content: &str) -> String {
    format!(
        "<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine><SubHeadLine>جدل سبق التصويت</SubHeadLine>\
         <DateLine>بغداد 3-5 (وكالة)</DateLine><CopyrightLine>حقوق</CopyrightLine></NewsLines>\
         <ContentItem><MediaType FormalName=\"Text\"/><DataContent>{content}</DataContent></ContentItem>\
         <NewsComponent><Role FormalName=\"Caption\"/><ContentItem><DataContent><p>النواب في القاعة.</p></DataContent></ContentItem></NewsComponent>\
         </NewsComponent>"
    )
}

#[test]
fn an_item_of_newsml_1_is_an_article_for_each_headline() {
    let first = format!(
        "<nitf><body><body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body></nitf>"
    );
    let second = format!("<![CDATA[<p>{FIRST}</p>]]>");
    let document = |components: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE NewsML SYSTEM \"NewsML_1.2.dtd\"><NewsML><NewsEnvelope><DateAndTime>20260503T100000Z</DateAndTime></NewsEnvelope>\
             <NewsItem><NewsManagement><FirstCreated>20260503T092000+0300</FirstCreated></NewsManagement>{components}</NewsItem></NewsML>"
        )
    };
    let one = document(&component("البرلمان يقر الموازنة", &first));
    let article = only(&one);
    assert_eq!(
        marked(&article),
        [
            (Role::Title, "البرلمان يقر الموازنة"),
            (Role::Standfirst, "جدل سبق التصويت"),
            (Role::Byline, "بغداد 3-5 (وكالة)"),
            (Role::Body, FIRST),
            (Role::Body, SECOND),
            (Role::Body, "النواب في القاعة."),
        ]
    );
    let date = article.source.date.as_deref();
    assert_eq!(date, Some("2026-05-03T09:20:00+03:00"));

    let inner =
        component("البرلمان يقر الموازنة", &first) + &component("السيول تغلق الطريق", &second);
    let all = document(&format!("<NewsComponent>{inner}</NewsComponent>"));
    let found = read(all.as_bytes());
    let titles: Vec<_> = found
        .iter()
        .map(|(path, article)| {
            (
                path.as_str(),
                article.as_ref().unwrap().source.title.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        titles,
        [
            ("a.xml#1", Some("البرلمان يقر الموازنة")),
            ("a.xml#2", Some("السيول تغلق الطريق")),
        ]
    );
    let same = document(&format!(
        "<NewsComponent EquivalentsList=\"yes\">{inner}</NewsComponent>"
    ));
    assert_eq!(
        only(&same).source.title.as_deref(),
        Some("البرلمان يقر الموازنة")
    );
    assert_eq!(
        refusal(&document("<NewsComponent/>")),
        "the item has no text"
    );
}

#[test]
fn what_breaks_off_is_read_and_says_so() {
    let document = format!(
        "<nitf><body><body.head><hedline><hl1>البرلمان يقر الموازنة</hl1></hedline></body.head><body.content><p>{FIRST}</p><p>وقالت"
    );
    let article = only(&document);
    assert_eq!(article.paragraphs.len(), 3);
    assert!(
        article
            .source
            .left_out
            .kinds
            .contains(&crate::article::Reason::Damaged)
    );
}

#[test]
fn dates_of_the_basic_form_are_written_in_the_extended_one() {
    for (stated, written) in [
        ("20260503T092000+0300", "2026-05-03T09:20:00+03:00"),
        ("20260503T092000Z", "2026-05-03T09:20:00Z"),
        ("20260503", "2026-05-03"),
        ("20260503Tx", "2026-05-03Tx"),
        ("2026-05-03T09:20:00+03:00", "2026-05-03T09:20:00+03:00"),
        ("3 أيار", "3 أيار"),
    ] {
        assert_eq!(extended(stated), written);
    }
}
