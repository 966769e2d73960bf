use std::collections::BTreeMap;

use super::super::wording::NO_DOUBTS;
use super::*;
use crate::article::{Format, LeftOut, Source};
use crate::brief::{BriefParagraph, Headline, Provenance, SCHEMA, Summary, Timings};
use crate::brief::{Flag, FlagKind, ModelIdentity, Name, NameKind, Origin};
use crate::brief::{Suitability, Verdict};

/// A brief of three sentences: one without doubts, one flagged, one failed.
pub(crate) fn sample() -> Brief {
    let mut flagged = BriefSegment::translated("افتتح السد 108 مرات.", "The dam was opened.");
    flagged.status = Status::Flagged;
    flagged.flags = vec![
        Flag::new(FlagKind::Number, "The number 108 is missing in English.")
            .with_evidence(["108".to_owned()]),
    ];
    let mut failed = BriefSegment::translated("نص.", "نص.");
    failed.status = Status::Failed;
    failed.flags = vec![Flag::new(FlagKind::Failure, "The model gave no text.")];
    Brief {
        schema: SCHEMA,
        id: "id1".to_owned(),
        source: Source {
            path: "news/dam.txt".to_owned(),
            blake3: "0123456789abcdef".to_owned(),
            bytes: 321,
            encoding: "windows-1256".to_owned(),
            format: Format::Txt,
            language: "ar".to_owned(),
            title: Some("السد يمتلئ".to_owned()),
            date: Some("2023-05-04".to_owned()),
            url: Some("https://example.org/a_b".to_owned()),
            left_out: LeftOut::default(),
        },
        verdict: Some(Verdict {
            suitability: Suitability::Care,
            reason: "1 of 3 sentences is not translated".to_owned(),
            estimate: 0.21,
        }),
        headline: Headline {
            text: "The dam is full".to_owned(),
            origin: Origin::Translated,
            flags: Vec::new(),
        },
        summary: Summary {
            sentences: vec!["The dam is full.".to_owned(), "Rain fell.".to_owned()],
            origin: Origin::Extracted,
            flags: Vec::new(),
        },
        paragraphs: vec![
            BriefParagraph {
                role: Role::Title,
                language: None,
                segments: vec![BriefSegment::translated("السد يمتلئ", "The dam is full")],
            },
            BriefParagraph {
                role: Role::Body,
                language: None,
                segments: vec![flagged, failed],
            },
        ],
        names: Vec::new(),
        glossary_hits: Vec::new(),
        flags: Vec::new(),
        provenance: Provenance {
            translator: Some(ModelIdentity {
                name: "opus-ar-en".to_owned(),
                revision: Some("r1".to_owned()),
                hash: "fedcba9876543210".to_owned(),
                licence: Some("Apache-2.0".to_owned()),
            }),
            other_translators: BTreeMap::new(),
            onward_translators: BTreeMap::new(),
            second_translators: BTreeMap::new(),
            headliner: None,
            summarizer: None,
            device: "cpu".to_owned(),
            precision: "f32".to_owned(),
            settings: BTreeMap::from([("beams".to_owned(), "4".to_owned())]),
            mujaz: "0.1.0".to_owned(),
        },
        timings: Timings {
            read: 0.01,
            translate: 1.5,
            summarize: 0.0,
        },
    }
}

/// The sample without its doubtful paragraph.
pub(crate) fn sample_without_doubts() -> Brief {
    let mut brief = sample();
    brief.paragraphs.truncate(1);
    brief.verdict = Some(Verdict {
        suitability: Suitability::Fit,
        reason: "no check objects".to_owned(),
        estimate: 0.03,
    });
    brief
}

/// A person and two places, of which the source has one in two spellings and the other in none.
pub(crate) fn names() -> Vec<Name> {
    vec![
        name("Baghdad", NameKind::Place, &["بغداد", "بغدادَ"]),
        name("Ahmed <b>", NameKind::Person, &["أحمد <b>"]),
        name("Basra", NameKind::Place, &[]),
    ]
}

/// A name in the second sentence.
pub(crate) fn name(text: &str, kind: NameKind, spellings: &[&str]) -> Name {
    Name {
        text: text.to_owned(),
        kind,
        sentences: vec![2],
        spellings: spellings.iter().map(|word| (*word).to_owned()).collect(),
    }
}

#[test]
fn a_dateline_is_parted_from_its_story_by_a_dash() {
    let mut brief = sample_without_doubts();
    let mut place = brief.paragraphs[0].segments[0].clone();
    place.translation = "Baghdad".to_owned();
    place.source = "بغداد".to_owned();
    place.dateline = true;
    brief.paragraphs[0].segments.insert(0, place);
    assert!(markdown(&brief).contains("Baghdad – "));
    assert!(markdown(&brief).contains("> بغداد – "));
    assert!(crate::brief::html::html(&brief).contains("Baghdad</span> – "));
}

#[test]
fn a_brief_becomes_this_page() {
    let expected = "\
# The dam is full

السد يمتلئ

*news/dam.txt · 2023-05-04 · <https://example.org/a_b>*

**Read with care**: 1 of 3 sentences is not translated.

## Summary

- The dam is full.
- Rain fell.

## To check

- [2] The number 108 is missing in English. — “The dam was opened.”
- [3] The model gave no text. — “\u{2068}نص.\u{2069}”

## Translation

### The dam is full

> السد يمتلئ

[2] ⚠\u{a0}The dam was opened. [3] ⚠\u{a0}\u{2068}نص.\u{2069} (not translated: The model gave no text)

> افتتح السد 108 مرات. نص.

## About this brief

- The headline is the article's own, translated.
- The summary consists of sentences of the translation.
- Translator: opus-ar-en, revision r1, BLAKE3 fedcba987654, licence Apache-2.0.
- Computed on cpu in f32 by mujaz 0.1.0.
- Settings: beams = 4.
- Source: txt, windows-1256, 321 bytes, language ar, BLAKE3 0123456789ab.
- Time: 0.01 s reading, 1.50 s translating, 0.00 s summarizing.
";
    assert_eq!(markdown(&sample()), expected);
}

#[test]
fn an_english_article_stands_once_and_names_no_translator() {
    let mut brief = sample_without_doubts();
    brief.source.language = "en".to_owned();
    brief.provenance.translator = None;
    let page = markdown(&brief);
    assert!(
        page.contains("\n## Article\n\n### The dam is full\n\n## About"),
        "{page}"
    );
    assert!(
        !page.contains("> ") && !page.contains("ranslator"),
        "{page}"
    );
    let mut mixed = sample();
    mixed.paragraphs[1].language = Some("fr".to_owned());
    let french = ModelIdentity {
        name: "french".to_owned(),
        revision: None,
        hash: "00112233445566".to_owned(),
        licence: None,
    };
    mixed
        .provenance
        .other_translators
        .insert("fr".to_owned(), french);
    let line = "- Translator of paragraphs in French: french, BLAKE3 001122334455, licence: see its model card.";
    assert!(markdown(&mixed).contains(line), "{}", markdown(&mixed));
}

#[test]
fn a_sentence_by_the_second_translator_is_marked_and_counted() {
    let mut brief = sample_without_doubts();
    assert!(!markdown(&brief).contains('†'));
    let segment = &mut brief.paragraphs[0].segments[0];
    segment.second = true;
    let marked = format!("{}†", segment.translation);
    let second = ModelIdentity {
        name: "second".to_owned(),
        revision: None,
        hash: "00112233445566".to_owned(),
        licence: None,
    };
    let language = brief.source.language.clone();
    let seconds = &mut brief.provenance.second_translators;
    seconds.insert(language, second);
    let page = markdown(&brief);
    for line in [
        &marked,
        "- Second translator: second, BLAKE3 001122334455, licence: see its model card.",
        "- 1 sentence, marked †, is by the second translator.",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
}

#[test]
fn without_doubts_the_page_says_so_and_reminds_of_the_machine() {
    let page = markdown(&sample_without_doubts());
    assert!(
        page.contains(&format!("## To check\n\n{NO_DOUBTS}\n\n## Translation\n")),
        "{page}"
    );
}

#[test]
fn doubts_about_the_whole_come_before_those_about_sentences() {
    let mut brief = sample();
    brief.flags = vec![Flag::new(FlagKind::Length, "Half of the text is missing.")];
    brief.summary.flags = vec![
        Flag::new(FlagKind::Faithfulness, "A name is not in the article.")
            .with_evidence(["Basra".to_owned(), "Basra".to_owned()]),
    ];
    let expected = "## To check\n\n\
        - Article: Half of the text is missing.\n\
        - Summary: A name is not in the article. (concerns “Basra”)\n\
        - [2] The number 108 is missing in English. — “The dam was opened.”\n";
    let page = markdown(&brief);
    assert!(page.contains(expected), "{page}");
}

#[test]
fn items_of_a_list_keep_their_source_inside_the_item() {
    let mut brief = sample_without_doubts();
    brief.paragraphs[0].role = Role::Item;
    let page = markdown(&brief);
    assert!(
        page.contains("\n- The dam is full\n\n  > السد يمتلئ\n\n## About"),
        "{page}"
    );
}

#[test]
fn an_empty_brief_still_is_a_page() {
    let mut brief = sample_without_doubts();
    brief.headline.text = " \u{202E}\n".to_owned();
    brief.source.title = None;
    brief.summary.sentences.clear();
    brief.paragraphs.clear();
    let page = markdown(&brief);
    assert!(page.starts_with("# Untitled\n\n*news/dam.txt"), "{page}");
    assert!(
        page.contains("## Summary\n\nThere is no summary.\n\n"),
        "{page}"
    );
    assert!(
        page.contains("## Translation\n\nThe article has no text.\n\n"),
        "{page}"
    );
}

#[test]
fn article_text_never_becomes_markup() {
    let cases = [
        ("# x", "\\# x"),
        ("<script>", "\\<script\\>"),
        ("[a](javascript:b)", "\\[a\\](javascript:b)"),
        ("![x](y)", "!\\[x\\](y)"),
        ("`code` ```", "\\`code\\` \\`\\`\\`"),
        ("a | b", "a \\| b"),
        ("- a - b", "\\- a - b"),
        ("+ a", "\\+ a"),
        ("=== a", "\\=== a"),
        ("1. a 2. b", "1\\. a 2. b"),
        ("12) a", "12\\) a"),
        ("3.5 million", "3.5 million"),
        ("2022.", "2022\\."),
        ("> quoted", "\\> quoted"),
        ("***", "\\*\\*\\*"),
        ("~~a~~ _b_", "\\~\\~a\\~\\~ \\_b\\_"),
        ("&lt; &#60; A & B", "\\&lt; \\&\\#60; A & B"),
        ("    a\r\n\r\n# b\u{2028}c", "a \\# b c"),
        ("a\\", "a\\\\"),
        (
            "http://x.y WWW.x.y a@b.c @b a_@c",
            "http\\://x.y WWW\\.x.y a\u{2060}\\@b.c \\@b a\\_\u{2060}\\@c",
        ),
        ("$a$", "\\$a\\$"),
        ("10:30", "10:30"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(escape_inline(text), expected, "{text}");
    }
}

#[test]
fn controls_of_writing_direction_are_taken_out() {
    assert_eq!(
        escape_inline("a\u{202E}b\u{2066}c\u{200F}\u{0}\u{FEFF}d"),
        "abcd"
    );
    let mut brief = sample();
    brief.paragraphs[1].segments[0].translation = "The \u{202E}dam\u{2069}.".to_owned();
    brief.source.path = "a\u{202E}txt.md".to_owned();
    let page = markdown(&brief);
    assert!(page.contains("[2] ⚠\u{a0}The dam. "), "{page}");
    assert!(!page.contains('\u{202E}'), "{page}");
    assert_eq!(page.matches('\u{2068}').count(), 2, "{page}");
    assert_eq!(page.matches('\u{2069}').count(), 2, "{page}");
}

#[test]
fn words_of_the_source_in_a_doubt_are_isolated_one_by_one() {
    let mut brief = sample();
    let flag = &mut brief.paragraphs[1].segments[0].flags[0];
    flag.message = "Nothing in English corresponds to: الكاظمي, رئيس [الوزراء].".to_owned();
    flag.evidence.clear();
    brief.source.path = "أخبار/سد.txt".to_owned();
    let page = markdown(&brief);
    let item = "- [2] Nothing in English corresponds to: \u{2068}الكاظمي\u{2069}, \
        \u{2068}رئيس \\[الوزراء\u{2069}\\]. — “The dam was opened.”\n";
    assert!(page.contains(item), "{page}");
    assert!(
        page.contains("\n*\u{2068}أخبار/سد.txt\u{2069} · 2023-05-04 · <"),
        "{page}"
    );
    let source = "\n> افتتح السد 108 مرات. نص.\n";
    assert!(page.contains(source), "a source alone in its line: {page}");
}

#[test]
fn only_web_addresses_become_links() {
    assert_eq!(link(" https://example.org/a "), "<https://example.org/a>");
    assert_eq!(link("HTTP://example.org"), "<HTTP://example.org>");
    assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
    assert_eq!(link("https://a> <b>"), "https\\://a\\> \\<b\\>");
    assert_eq!(link("https://"), "https\\://");
    assert_eq!(link("ééééééé"), "ééééééé");
}

#[test]
fn long_sentences_are_quoted_by_their_beginning() {
    assert_eq!(
        excerpt(&BriefSegment::translated("س", &"é".repeat(120))),
        "é".repeat(120)
    );
    assert_eq!(
        excerpt(&BriefSegment::translated("س", &"é".repeat(121))),
        format!("{}…", "é".repeat(120))
    );
}

#[test]
fn a_failed_sentence_without_a_reason_says_so() {
    let mut failed = BriefSegment::translated("نص", "نص");
    failed.status = Status::Failed;
    assert_eq!(
        sentence(7, &failed),
        "[7] ⚠\u{a0}\u{2068}نص\u{2069} (not translated: no reason was recorded)"
    );
    assert_eq!(why(&failed), "This sentence was not translated.");
}

#[test]
fn a_headline_by_a_model_is_to_be_compared() {
    let mut brief = sample_without_doubts();
    assert!(general_doubts(&brief).is_empty());
    brief.headline.origin = Origin::Generated;
    assert_eq!(
        general_doubts(&brief),
        ["Headline: a model wrote it; compare it with the translation."]
    );
}

#[test]
fn a_doubt_that_the_headline_shares_with_a_sentence_is_told_once() {
    let mut brief = sample();
    let doubt = Flag::new(FlagKind::Name, "The name Hasan is missing.");
    let own = Flag::new(FlagKind::Length, "The model for headlines failed.");
    let title = &mut brief.paragraphs[0].segments[0];
    title.status = Status::Flagged;
    title.flags = vec![doubt.clone()];
    brief.headline.flags = vec![doubt, own];
    let of_headline = "Headline: The model for headlines failed.";
    assert_eq!(general_doubts(&brief), [of_headline]);
    let page = markdown(&brief);
    assert_eq!(page.matches("The name Hasan is missing.").count(), 1);
    assert!(page.contains("- [1] The name Hasan is missing. — “The dam is full”"));
    // A headline out of another sentence is not the sentence itself.
    brief.headline.origin = Origin::Extracted;
    let behind = "Headline: the sentence behind it is doubted; see the translation.";
    assert_eq!(general_doubts(&brief), [behind, of_headline]);
}
