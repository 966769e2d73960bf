#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;

use super::*;
use crate::article::{Article, ReadSettings, read_bytes};
use crate::document::Role;
use crate::text::Language;

/// The articles of a file, or why there are none, with their paths.
fn read(document: &str, fields: &[&str]) -> Vec<(String, Result<Article, Refusal>)> {
    let fields: Vec<String> = fields.iter().map(|&entry| entry.to_owned()).collect();
    let fields = FieldMap::of(&fields).unwrap();
    let settings = ReadSettings {
        fields: &fields,
        ..ReadSettings::default()
    };
    let context = Context {
        language: Language::of("ar"),
        fields: &fields,
    };
    let mut found = Vec::new();
    read_bytes(
        "a.xml",
        Format::Xml,
        document.as_bytes(),
        settings,
        &mut |record| {
            let article = record.parse(&context);
            found.push((record.path, article));
            ControlFlow::Continue(())
        },
    );
    found
}

fn texts(article: &Result<Article, Refusal>) -> Vec<(Role, &str)> {
    let article = article.as_ref().unwrap();
    let paragraphs = article.paragraphs.iter();
    paragraphs
        .map(|paragraph| (paragraph.role, article.paragraph_text(paragraph)))
        .collect()
}

#[test]
fn a_dump_has_a_record_for_each_element_with_a_text() {
    let dump = "<articles><article id='1'><Title>عنوان أول</Title><author>ليلى</author><pubDate>2026-05-03</pubDate>\
                <body><![CDATA[<p>نص أول.</p><p>نص ثان.</p>]]></body></article>\
                <article><title>عنوان ثان</title><body><p>نص <b>ثالث</b>.</p></body></article></articles>";
    let found = read(dump, &[]);
    assert_eq!(found[0].0, "a.xml#1");
    assert_eq!(
        texts(&found[0].1),
        [
            (Role::Title, "عنوان أول"),
            (Role::Byline, "ليلى"),
            (Role::Body, "نص أول."),
            (Role::Body, "نص ثان."),
        ]
    );
    let source = &found[0].1.as_ref().unwrap().source;
    assert_eq!(source.date.as_deref(), Some("2026-05-03"));
    assert_eq!(found[1].0, "a.xml#2");
    assert_eq!(
        texts(&found[1].1),
        [(Role::Title, "عنوان ثان"), (Role::Body, "نص ثالث.")]
    );
}

#[test]
fn fields_may_be_named_by_an_attribute_or_by_the_user() {
    let dump = "<mysqldump><row><field name='id'>1</field><field name='title'>عنوان</field><field name='body'>نص أول.</field></row></mysqldump>";
    let expected = [(Role::Title, "عنوان"), (Role::Body, "نص أول.")];
    let found = read(dump, &[]);
    assert_eq!((found.len(), found[0].0.as_str()), (1, "a.xml"));
    assert_eq!(texts(&found[0].1), expected);
    let dump = "<ROOT><ROW><NewsTitle>عنوان</NewsTitle><NewsBody>نص أول.</NewsBody></ROW></ROOT>";
    let found = read(dump, &["title=NewsTitle", "text=NewsBody"]);
    assert_eq!(texts(&found[0].1), expected);
    assert_eq!(
        read(dump, &[])[0].1.as_ref().unwrap_err().to_string(),
        "it is no feed, no item of an agency, and no element of it is named as the text of articles: found newsbody, newstitle, root, row; name the one with the text by --field text=NAME"
    );
}

#[test]
fn notes_of_evernote_are_articles() {
    let notes = "<en-export><note><title>عنوان</title><content><![CDATA[<?xml version=\"1.0\"?><!DOCTYPE en-note SYSTEM \"x\">\
                 <en-note><div>نص أول.</div><div>نص ثان.</div></en-note>]]></content><created>20260503T080000Z</created></note></en-export>";
    let found = read(notes, &[]);
    assert_eq!(
        texts(&found[0].1),
        [
            (Role::Title, "عنوان"),
            (Role::Body, "نص أول."),
            (Role::Body, "نص ثان."),
        ]
    );
}

#[test]
fn feeds_and_pages_are_told_by_their_first_element() {
    let feed = "<?xml version='1.0'?><rss><channel><item><title>عنوان</title><description>نص أول.</description></item></channel></rss>";
    let found = read(feed, &[]);
    let source = &found[0].1.as_ref().unwrap().source;
    assert_eq!(
        (found[0].0.as_str(), source.format),
        ("a.xml#1", Format::Feed)
    );
    let page = "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html><head><title>عنوان</title></head><body><p>نص أول.</p><p>نص ثان.</p></body></html>";
    let found = read(page, &[]);
    let source = &found[0].1.as_ref().unwrap().source;
    assert_eq!(
        (found[0].0.as_str(), source.format),
        ("a.xml", Format::Html)
    );
    for (root, reason) in OTHER_KINDS {
        let document = format!("<{root}><body><text>نص أول.</text></body></{root}>");
        let found = read(&document, &[]);
        assert_eq!(found[0].1, Err(Refusal::Skipped(reason.to_owned())));
    }
}

#[test]
fn a_text_above_the_articles_is_not_taken_for_the_only_one() {
    let story = "وصل وفد إلى العاصمة اليوم لإجراء محادثات تستمر ثلاثة أيام.";
    let posts: String = ["الأول", "الثاني"]
        .map(|title| format!("<post><title>الخبر {title}</title><body>{story}</body></post>"))
        .concat();
    let found = read(
        &format!("<site><content>كل المقالات</content><posts>{posts}</posts></site>"),
        &[],
    );
    assert_eq!(found.len(), 2);
    for (_, article) in &found {
        assert!(texts(article).iter().any(|(_, text)| *text == story));
    }
}

const HEADLINE: &str = "سوق جديدة للسمك في المرفأ";
const FIRST: &str = "افتتح رئيس البلدية السوق صباح أمس بعد عامين من الأعمال.";
const SECOND: &str = "وقال إن السوق تضم أربعين متجرا ومختبرا يفحص الصيد.";

/// The paragraphs of the story that the documents below have.
fn story() -> Vec<(Role, &'static str)> {
    vec![
        (Role::Title, HEADLINE),
        (Role::Standfirst, "ملخص الخبر"),
        (Role::Byline, "ليلى حسن"),
        (Role::Body, FIRST),
        (Role::Heading, "أربعون متجرا"),
        (Role::Body, SECOND),
        (Role::Item, "معمل للثلج"),
    ]
}

#[test]
fn a_document_of_tei_has_what_its_header_says() {
    let document = format!(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='ar'><teiHeader><fileDesc><titleStmt><title type='sub'>س</title>\
         <title type='main'>{HEADLINE}</title><author>ليلى حسن</author></titleStmt><publicationStmt><p/></publicationStmt>\
         <sourceDesc><biblFull><publicationStmt><ptr type='URL' target='https://a.b/12'/><date>2024-03-05</date>\
         </publicationStmt><profileDesc><abstract><p>ملخص الخبر</p></abstract></profileDesc></biblFull></sourceDesc>\
         </fileDesc><profileDesc><creation><date type='download'>2025-01-02</date></creation></profileDesc></teiHeader>\
         <text><body><div type='entry'><p>{FIRST}</p><ab rend='h2' type='header'>أربعون متجرا</ab><p>{SECOND}</p>\
         <list rend='ul'><item>معمل للثلج</item></list></div><div type='comments'><p>تعليق من قارئ هنا.</p></div>\
         </body></text></TEI>"
    );
    let found = read(&document, &[]);
    assert_eq!((found.len(), found[0].0.as_str()), (1, "a.xml"));
    assert_eq!(texts(&found[0].1), story());
    let source = &found[0].1.as_ref().unwrap().source;
    assert_eq!(source.date.as_deref(), Some("2024-03-05"));
    assert_eq!(source.url.as_deref(), Some("https://a.b/12"));
    assert_eq!(source.left_out.kinds, [Reason::Comments]);
    // Without a source, the date is that of the publication; `head` is a heading, and a corpus has several documents.
    let document = |title: &str| {
        format!(
            "<TEI><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt>\
             <date when='2024-03-06'>أمس</date></publicationStmt></fileDesc></teiHeader><text><front><p>غلاف</p></front>\
             <body><p>{FIRST}</p><div><head>أربعون متجرا</head><p>{SECOND}<lb/>وهو <hi>كبير</hi>.</p></div></body></text></TEI>"
        )
    };
    let corpus = format!(
        "<teiCorpus>{}{}</teiCorpus>",
        document(HEADLINE),
        document("عنوان آخر")
    );
    let found = read(&corpus, &[]);
    assert_eq!(found.len(), 2);
    assert_eq!(
        texts(&found[0].1),
        [
            (Role::Title, HEADLINE),
            (Role::Body, FIRST),
            (Role::Heading, "أربعون متجرا"),
            (Role::Body, SECOND),
            (Role::Body, "وهو كبير."),
        ]
    );
    let source = &found[1].1.as_ref().unwrap().source;
    assert_eq!(source.title.as_deref(), Some("عنوان آخر"));
    assert_eq!(source.date.as_deref(), Some("2024-03-06"));
}

#[test]
fn a_page_that_trafilatura_wrote_has_what_its_attributes_say() {
    let document = format!(
        "<doc sitename='صحيفة الشاطئ' title='{HEADLINE}' author='ليلى حسن' date='2024-03-05' source='https://a.b/12'\
         hostname='a.b' excerpt='ملخص الخبر' language='ar'><main><p>{FIRST}</p><head rend='h2'>أربعون متجرا</head>\
         <p>{SECOND}</p><list rend='ul'><item>معمل للثلج</item></list></main>\
         <comments><p>تعليق من قارئ هنا.</p></comments></doc>"
    );
    let found = read(&document, &[]);
    assert_eq!((found.len(), found[0].0.as_str()), (1, "a.xml"));
    assert_eq!(texts(&found[0].1), story());
    let source = &found[0].1.as_ref().unwrap().source;
    assert_eq!(source.date.as_deref(), Some("2024-03-05"));
    assert_eq!(source.url.as_deref(), Some("https://a.b/12"));
    assert_eq!(source.left_out.kinds, [Reason::Comments]);
}
