//! The numbers, months and weekdays of each language, on translations that are right and on some with
//! one wrong number.

use std::fs;
use std::path::Path;

use crate::brief::FlagKind;
use crate::quality::{Pair, check};
use crate::text::Language;

/// The least share of wrong numbers that are noticed.
const NOTICED: f64 = 0.95;

#[test]
fn wrong_numbers_are_noticed_and_right_ones_are_not_doubted_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/languages/numbers");
    let mut wrong = Vec::new();
    for code in [
        "de", "es", "fa", "fr", "he", "ku", "ru", "tr", "uk", "ur", "zh",
    ] {
        let text = fs::read_to_string(folder.join(format!("{code}.tsv")));
        let text = text.unwrap_or_else(|error| panic!("{code}: {error}"));
        let (mut alarms, mut right, mut noticed, mut planted) = (0.0, 0.0, 0.0, 0.0);
        for line in text.lines() {
            let mut fields = line.split('\t');
            let (kind, _) = (fields.next(), fields.next());
            let source = fields.next().unwrap_or_default();
            let translation = fields.next().unwrap_or_default();
            let flags = check(&Pair {
                from: Language::of(code),
                ..Pair::sentence(source, translation)
            });
            let doubt = flags.iter().find(|flag| flag.kind == FlagKind::Number);
            let dated = flags.iter().find(|flag| flag.kind == FlagKind::Date);
            if let (Some("right"), Some(doubt)) = (kind, dated) {
                alarms += 1.0;
                eprintln!("{code} false: {}: {source} | {translation}", doubt.message);
            }
            match (kind, doubt) {
                (Some("right"), doubt) => {
                    right += 1.0;
                    if let Some(doubt) = doubt {
                        alarms += 1.0;
                        eprintln!("{code} false: {}: {source} | {translation}", doubt.message);
                    }
                }
                (_, Some(_)) => (planted, noticed) = (planted + 1.0, noticed + 1.0),
                (_, None) => {
                    planted += 1.0;
                    eprintln!("{code} missed: {source} | {translation}");
                }
            }
        }
        eprintln!("{code}: {alarms} false of {right}, {noticed} of {planted} noticed");
        if alarms > 0.0 || noticed < NOTICED * planted {
            wrong.push(code);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Numbers that English says in another way: a source, a right translation and a wrong one.
const SAID_OTHERWISE: &[(&str, &str, &str, &str)] = &[
    (
        "de",
        "Die Ausgaben haben sich in zehn Jahren vervierfacht.",
        "Spending has quadrupled in ten years.",
        "Spending has increased fivefold in ten years.",
    ),
    (
        "de",
        "Er saß ein halbes Jahr in Haft.",
        "He spent six months in custody.",
        "He spent eight months in custody.",
    ),
    (
        "de",
        "Der Umbau dauerte anderthalb Jahre.",
        "The conversion took 18 months.",
        "The conversion took 14 months.",
    ),
    (
        "de",
        "In den Nullerjahren boomte der Markt.",
        "The market boomed in the 2000s.",
        "The market boomed in the 1990s.",
    ),
    (
        "fr",
        "Les ventes ont quintuplé en trois ans.",
        "Sales increased fivefold in three years.",
        "Sales increased sixfold in three years.",
    ),
    (
        "fr",
        "La ville a fêté son bicentenaire.",
        "The city celebrated its 200th anniversary.",
        "The city celebrated its 300th anniversary.",
    ),
    (
        "fr",
        "Elle a été élue pour un an et demi.",
        "She was elected for 18 months.",
        "She was elected for 16 months.",
    ),
    (
        "es",
        "El contrato asciende a mil 500 millones de pesos.",
        "The contract is worth 1.5 billion pesos.",
        "The contract is worth 2.5 billion pesos.",
    ),
    (
        "es",
        "El consumo se cuadruplicó en año y medio.",
        "Consumption quadrupled in 18 months.",
        "Consumption quadrupled in 8 months.",
    ),
    (
        "es",
        "Cumplió su sexenio.",
        "He completed his six-year term.",
        "He completed his five-year term.",
    ),
    (
        "fa",
        "در دهه ۶۰ جنگ بود.",
        "There was a war in the 1980s.",
        "There was a war in the 1970s.",
    ),
    (
        "fa",
        "دهه شصت سخت بود.",
        "The 1980s were hard.",
        "The 1990s were hard.",
    ),
    (
        "he",
        "הוא ריצה חצי שנה בכלא.",
        "He served six months in prison.",
        "He served seven months in prison.",
    ),
    (
        "he",
        "השיפוץ נמשך שנה וחצי.",
        "The renovation lasted 18 months.",
        "The renovation lasted 14 months.",
    ),
    (
        "ku",
        "لە سەدی بیست کەس نەهاتن.",
        "Twenty percent of people did not come.",
        "Thirty percent of people did not come.",
    ),
    (
        "ru",
        "В нулевых здесь был завод.",
        "There was a factory here in the 2000s.",
        "There was a factory here in the 1990s.",
    ),
    (
        "ru",
        "Число заявок выросло вдесятеро за полтора года.",
        "The number of applications grew tenfold in 18 months.",
        "The number of applications grew ninefold in 18 months.",
    ),
    (
        "ru",
        "Пришло два десятка человек.",
        "Some twenty people came.",
        "Some thirty people came.",
    ),
    (
        "tr",
        "Nüfusun 3 milyonunu göçmenler oluşturuyor.",
        "Migrants make up 3 million of the population.",
        "Migrants make up 3 thousand of the population.",
    ),
    (
        "tr",
        "Gelirin onda biri vergiye gidiyor.",
        "A tenth of the income goes to taxes.",
        "A fifth of the income goes to taxes.",
    ),
    (
        "uk",
        "Зібралося два десятки людей.",
        "About twenty people gathered.",
        "About thirty people gathered.",
    ),
    (
        "ur",
        "اجلاس ڈیڑھ گھنٹہ جاری رہا۔",
        "The meeting lasted 90 minutes.",
        "The meeting lasted 70 minutes.",
    ),
    (
        "zh",
        "产量翻了两番，出口增长了四倍。",
        "Output quadrupled and exports rose fivefold.",
        "Output quadrupled and exports rose sixfold.",
    ),
    (
        "zh",
        "一位八旬老人工作了一年半。",
        "An 80-year-old man worked for 18 months.",
        "A 70-year-old man worked for 18 months.",
    ),
];

#[test]
fn numbers_that_english_says_in_another_way_are_no_doubt_and_wrong_ones_are() {
    let mut failures = Vec::new();
    for (code, source, right, wrong) in SAID_OTHERWISE {
        for (translation, is_wrong) in [(right, false), (wrong, true)] {
            let flags = check(&Pair {
                from: Language::of(code),
                ..Pair::sentence(source, translation)
            });
            let doubt = flags.iter().find(|flag| flag.kind == FlagKind::Number);
            if doubt.is_some() != is_wrong {
                let message = doubt.map_or("no doubt", |flag| flag.message.as_str());
                failures.push(format!("{code}: {source} | {translation}: {message}"));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
