//! An invented language, for tests only. It shows that one folder of tables is all that a new
//! language needs.

use crate::text::Script;
use crate::text::language::{
    Dates, Language, LengthRatio, Month, News, NumberReader, Sentences, Spelling,
};
use crate::text::numbers::scan::{clean, scan};
use crate::text::numbers::{Keys, Numbers};

/// The profile of Zunese, which is written in Greek letters and marks words with a koppa.
pub(crate) static LANGUAGE: Language = Language {
    code: "zz",
    name: "Zunese",
    script: Some(Script::Greek),
    spelling: Spelling {
        marks: &[('\u{3DE}', '\u{3DF}')],
        ..Spelling::UNKNOWN
    },
    dates: Dates {
        months: &[
            Month::new("α", &[]),
            Month::new("β", &[]),
            Month::new("γ", &[]),
            Month::new("δ", &[]),
            Month::new("ε", &[]),
            Month::new("ζ", &[]),
            Month::new("η", &[]),
            Month::new("θ", &[]),
            Month::new("ι", &[]),
            Month::new("κ", &[]),
            Month::new("λ", &[]),
            Month::new("μ", &[]),
        ],
        ..Dates::UNKNOWN
    },
    sentences: Sentences {
        abbreviations: &["Κζ"],
        ..Sentences::UNKNOWN
    },
    furniture: Language::UNKNOWN.furniture,
    news: News {
        places: &["Ζουν"],
        agencies: &["ΖΝΑ"],
        credit_labels: &["Πηγ"],
        ..News::UNKNOWN
    },
    numbers: Some(NumberReader {
        read,
        is_number_word: |word| word == "δυο",
    }),
    units: None,
    words: None,
    term_forms: None,
    calendar: None,
    length: Some(LengthRatio {
        from: 10,
        sentence: (0.9, 1.1),
        fragment: (0.5, 2.0),
        short: (4, 20),
    }),
    stop_words: &[],
};

fn read(text: &str) -> Numbers {
    Numbers::new(scan(&clean(text)), Keys::default(), Vec::new())
}

mod tests {
    use super::*;
    use crate::article::{Context, Echo, Record, read_json_lines};
    use crate::brief::FlagKind;
    use crate::document::Role;
    use crate::quality::{Pair, check};
    use crate::text::{SegmentKind, TARGET, identify, is_translatable, normalize, segment};

    fn record(line: &str) -> Record {
        let mut found = None;
        let each = &mut |record| {
            found = Some(record);
            std::ops::ControlFlow::Break(())
        };
        read_json_lines("lines", &Echo::default(), &mut line.as_bytes(), each).expect("a line");
        found.expect("a record")
    }

    #[test]
    fn one_folder_of_tables_is_enough_for_reading_segmenting_and_checking() {
        let zunese = Language::of("zz");
        assert_eq!(zunese.name, "Zunese");
        let text =
            "Κακα μακα\\n\\nΠηγ: Λαλα\\n\\nΖουν (ΖΝΑ) - Μακα Κζ. Λαλα 12 νανα. Τατα δυο ϞΤατα πα.";
        let article = record(&format!("{{\"text\": \"{text}\"}}"))
            .parse(&Context::of(zunese))
            .expect("an article");
        let parts: Vec<(Role, Vec<(SegmentKind, &str)>)> = article
            .paragraphs
            .iter()
            .map(|paragraph| {
                let found = segment(
                    &article.text,
                    paragraph.span.clone(),
                    paragraph.role,
                    zunese,
                );
                let found = found.into_iter().map(|s| (s.kind, &article.text[s.span]));
                (paragraph.role, found.collect())
            })
            .collect();
        assert_eq!(
            parts,
            [
                (Role::Title, vec![(SegmentKind::Fragment, "Κακα μακα")]),
                (Role::Byline, vec![(SegmentKind::Fragment, "Πηγ: Λαλα")]),
                (
                    Role::Body,
                    vec![
                        (SegmentKind::Dateline, "Ζουν (ΖΝΑ)"),
                        (SegmentKind::Sentence, "Μακα Κζ. Λαλα 12 νανα."),
                        (SegmentKind::Sentence, "Τατα δυο ϞΤατα πα."),
                    ]
                ),
            ]
        );
        assert_eq!(normalize("ϞΤατα", zunese).text, "Τατα");
        assert!(is_translatable("Τατα", zunese) && !is_translatable("Tata", zunese));
    }

    #[test]
    fn checks_use_its_numbers_and_lengths_and_say_nothing_without_them() {
        let kinds = |from, translation| {
            let pair = Pair {
                source: "Μακα λαλα 12 νανα τατα",
                from,
                translation,
                to: TARGET,
                fragment: false,
                score: None,
                judging: crate::quality::Judging::default(),
            };
            let kinds: Vec<FlagKind> = check(&pair).iter().map(|flag| flag.kind).collect();
            kinds
        };
        let zunese = Language::of("zz");
        assert_eq!(kinds(zunese, "Maka lala 12 nana tata"), []);
        assert_eq!(
            kinds(zunese, "Maka lala 13 nana tata"),
            [FlagKind::Number, FlagKind::Number]
        );
        assert_eq!(kinds(zunese, "Maka 12"), [FlagKind::Length]);
        assert_eq!(kinds(zunese, "Μακα lala 12 nana tata"), [FlagKind::Residue]);
        assert_eq!(kinds(Language::of(""), "Maka 13"), []);
    }

    #[test]
    fn other_languages_are_not_disturbed_by_it() {
        assert_eq!(identify("Ζουν").code, "");
        assert_eq!(Language::of("el").code, "");
    }
}
