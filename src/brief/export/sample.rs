//! Briefs for the tests of exports.

use std::io::{Cursor, Read as _};

use super::{ExportFormat, ExportSettings};
use crate::brief::markdown::tests::{name, names};
use crate::brief::{Brief, NameKind};

/// A brief with a translated title, a dateline, a doubted sentence and one that was not translated.
pub(super) fn sample() -> Brief {
    let segment = |source: &str, english: &str, status: &str, flags: &str| {
        format!(
            r#"{{"source":"{source}","span":{{"start":0,"end":1}},"translation":"{english}",
            "estimate":0.25,"status":"{status}","flags":[{flags}]}}"#
        )
    };
    let title = segment("السد يمتلئ", "The dam fills", "translated", "");
    let place = segment("القاهرة", "CAIRO", "translated", "")
        .replace("\"status\"", "\"dateline\":true,\"status\"");
    let number = r#"{"kind":"number","message":"The number 108 is missing.","evidence":["108"]}"#;
    let doubted = segment(
        "هطل المطر 108 أيام.",
        "It rained for 10 days.",
        "flagged",
        number,
    );
    let failure = r#"{"kind":"failure","message":"Not translated: too long."}"#;
    let failed = segment("سقط مطر.", "سقط مطر.", "failed", failure);
    let json = format!(
        r#"{{"schema":1,"id":"id1","source":{{"path":"news/dam.txt","blake3":"ab12","bytes":9,
        "encoding":"UTF-8","format":"txt","language":"ar","title":"السد يمتلئ",
        "date":"2023-05-04T09:00:00Z","url":"https://example.org/a?b=1&c=2"}},
        "verdict":{{"verdict":"read with care","reason":"2 of 4 sentences are doubted","estimate":0.3}},
        "headline":{{"text":"The dam fills","origin":"translated","flags":[]}},
        "summary":{{"sentences":["The dam is full."],"origin":"extracted","flags":[]}},
        "paragraphs":[{{"role":"title","segments":[{title}]}},
        {{"role":"body","segments":[{place},{doubted}]}},{{"role":"item","segments":[{failed}]}}],
        "glossary_hits":[{{"source":"سد","term":"dam","used":1,"missing":0}}],
        "flags":[{{"kind":"reading","message":"Text was left out."}}],
        "provenance":{{"translator":{{"name":"small","hash":"ff"}},"device":"cpu","precision":"f32",
        "settings":{{}},"mujaz":"0.1.0"}},"timings":{{"read":0,"translate":0,"summarize":0}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// The sample with names of two kinds.
pub(super) fn named() -> Brief {
    let mut brief = sample();
    brief.names = names();
    brief
}

/// A brief whose every text would be a formula, markup or a control character elsewhere, with a
/// paragraph in French and one in English.
pub(super) fn hostile() -> Brief {
    let mut brief = sample();
    let markup =
        "</w:t></source><script>alert(1)</script>]]> & \"q\" '\u{0}\u{8}\u{202E}\u{FFFF}_x0041_";
    brief.id = "id\"<2>".to_owned();
    brief.source.path = "+a/<b> & \"c\".txt".to_owned();
    brief.source.title = Some(markup.to_owned());
    brief.source.date = Some("@yesterday".to_owned());
    brief.source.url = Some("javascript:alert(1)".to_owned());
    brief.headline.text = "=HYPERLINK(\"http://x\",\"y\")".to_owned();
    brief.summary.sentences = vec![" \t-1+1".to_owned(), markup.to_owned()];
    for paragraph in &mut brief.paragraphs {
        for segment in &mut paragraph.segments {
            segment.source = format!("=1 {markup} سد");
            segment.translation = format!("@SUM(1) {markup}");
            for flag in &mut segment.flags {
                flag.message = format!("=2 {markup}");
                flag.evidence = vec![markup.to_owned()];
            }
        }
    }
    brief.names = vec![name(markup, NameKind::Place, &[markup])];
    brief.paragraphs[0].language = Some("fr".to_owned());
    brief.paragraphs[2].language = Some("en".to_owned());
    brief
}

/// The file of an export; of XLIFF, that of Arabic.
pub(super) fn exported(format: ExportFormat, briefs: &[Brief]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let settings = ExportSettings {
        language: "ar",
        ..ExportSettings::default()
    };
    let mut exporter = format.start(&mut out, settings).unwrap();
    for brief in briefs {
        exporter.add(brief).unwrap();
    }
    exporter.finish().unwrap();
    out.into_inner()
}

/// A member of an archive.
pub(super) fn member(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

/// Whether a text is whole XML, without characters that XML cannot hold.
pub(super) fn is_xml(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let held = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    };
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return text.chars().all(held),
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}
