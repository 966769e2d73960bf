use crate::text::languages::testing::{
    assert_datelines, assert_normalized, assert_sentences, parts,
};
use crate::text::{Language, is_agencies, is_place_and_date};

#[test]
fn ordinals_end_no_sentence_and_years_do() {
    assert_sentences(
        "de",
        &[
            &["Am 5. Mai traf er im 19. Jahrhundert den 2. Vorsitzenden des 1. FC Köln."],
            &["Es war 1945.", "Kritiker schwiegen."],
            &["Sie landete auf Platz 15.", "Der Trainer war zufrieden."],
            &["Er ist 45.", "Müller ist 50."],
            &["Unter Wilhelm II. begann der I. Weltkrieg."],
            &["Gekrönt wurde Karl III.", "Großbritannien feierte."],
            &[
                "Das Treffen ist am 5. 6. 2024 in Wien.",
                "Am 16./17. Juni folgt das nächste.",
            ],
            &["Die Frist endet am 30.", "Danach wird gezahlt."],
        ],
    );
}

#[test]
fn abbreviations_end_a_sentence_only_where_one_may_begin() {
    assert_sentences(
        "de",
        &[
            &["Dr. med. Anna Behr und Prof. Dr. K. H. Seidel wohnen z. B. in der Goethestr. 12."],
            &["Es gibt Mehl, Öl usw.", "Händler sind froh."],
            &["Rund 30 Mio. Euro kostet u. a. Beton."],
            &["Der Umsatz lag bei 5 Mrd.", "Der Gewinn stieg."],
            &[
                "Das geschah 44 v. Chr. in Rom.",
                "Rom wuchs seit 500 v. Chr.",
                "Die Stadt blühte.",
            ],
            &["Angeklagt ist Thomas K.", "Der Richter zögert."],
            &["Es waren 30 °C.", "Experten warnen."],
            &["Nach Art. 5 Abs. 2 Nr. 4 ist das verboten."],
            &[
                "Der Hptschr. Maier und die SPD.",
                "Experten warnen nach 5 km.",
                "Das ist viel.",
            ],
        ],
    );
}

#[test]
fn speech_is_cut_only_if_nothing_reports_it() {
    assert_sentences(
        "de",
        &[
            &["„Wann kommt die Hilfe?“ fragte er.", "Niemand antwortete."],
            &["„Wir haben lange hier gelebt.", "Nun gehen wir fort.“"],
            &[
                "»Das war kein Zufall«, sagte sie.",
                "»Wir haben lange geübt.«",
                "Am Abend fuhr sie.",
            ],
            &["Er rief: „Nein!“", "Die Menge schwieg."],
            &["Die Sendung „Was nun?“ Extra läuft heute."],
            &[
                "Er wartete … und ging.",
                "(Das war gestern.)",
                "Dann kam sie.",
            ],
        ],
    );
}

#[test]
fn digits_and_small_letters_begin_sentences() {
    assert_sentences(
        "de",
        &[
            &[
                "Das Feuer ist aus.",
                "28 Helfer sind verletzt.",
                "iPhones halfen.",
                "adidas spendete.",
            ],
            &["Forderungen: 1. Mehr Geld, 2. Neue Lehrer und 3. Weniger Lärm."],
            &[
                "Das Ende ist da.",
                "Bericht.2024.pdf liegt auf www.amt.example bereit.",
            ],
        ],
    );
    assert_eq!(
        super::super::testing::sentences("de", "Das war es.Der Rest folgt."),
        ["Das war es.", "Der Rest folgt."]
    );
}

#[test]
fn datelines_are_found_in_capitals_too() {
    assert_datelines(
        "de",
        "Die Bundesregierung hat am Montag einen Entwurf vorgelegt.",
        &[
            ("Berlin (dpa)", " - "),
            ("BERLIN", " – "),
            ("Frankfurt/Main (dpa-AFX)", " - "),
            ("Wien, 5. Mai (APA)", " – "),
            ("Bad Sulzen (dpa/lby)", " - "),
            ("WASHINGTON/MOSKAU (AFP)", " — "),
        ],
    );
    let german = Language::of("de");
    assert!(is_agencies("dpa/AFP/Reuters", german));
    assert!(is_place_and_date("München, 3. Okt. 2024", german));
    assert!(!is_agencies("Bericht", german));
}

#[test]
fn austrian_months_become_the_usual_ones() {
    assert_normalized(
        "de",
        &[
            ("am 6. Jänner", "am 6. Januar"),
            ("6 Jänner 2024", "6 Januar 2024"),
            ("Jänner 2024", "Januar 2024"),
            ("im Jänner", "im Jänner"),
            ("Juni/Juli", "Juni/Juli"),
            ("Stra\u{AD}ße", "Straße"),
        ],
    );
}

#[test]
fn long_sentences_are_divided_at_clauses() {
    assert_eq!(
        parts(
            "de",
            "Er kam spät nach Hause, weil der Zug stand, und aß",
            7
        ),
        ["Er kam spät nach Hause,", "weil der Zug stand, und aß"]
    );
}
