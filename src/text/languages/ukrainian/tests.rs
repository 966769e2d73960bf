use crate::text::languages::testing::{
    assert_datelines, assert_normalized, assert_sentences, parts, sentences,
};
use crate::text::{Language, fold_for_search, is_agencies, is_place_and_date};

#[test]
fn a_year_ends_a_sentence_and_not_a_phrase_that_opens_one() {
    assert_sentences(
        "uk",
        &[
            &[
                "Бібліотеку збудували у 1962 р.",
                "Відтоді її не ремонтували.",
            ],
            &[
                "У 2021 р. Олена Ткач поїхала.",
                "У 2022 р. вона повернулася.",
            ],
            &["Місто засноване у XVI ст.", "Тут жили козаки."],
            &[
                "За ч. 2 ст. 194 він винен.",
                "Він мешкає у м. Полтава на вул. Шевченка.",
            ],
        ],
    );
}

#[test]
fn abbreviations_end_a_sentence_only_where_one_may_begin() {
    assert_sentences(
        "uk",
        &[
            &["Збитки сягнули 45 млн грн.", "Найбільше постраждали сади."],
            &[
                "Привезли ліки, ковдри і т. д. для шпиталю.",
                "Були горіхи та ін.",
                "Ціни впали.",
            ],
            &[
                "Акад. Б. Є. Лисенко та Дж. Байден зустрілися.",
                "Затримано Івана П.",
                "Він мовчить.",
            ],
            &["(Площа перевищила 2 тис. кв. м.)", "Причину шукають."],
        ],
    );
}

#[test]
fn reporting_clauses_continue_the_sentence_and_dialogues_begin_one() {
    assert_sentences(
        "uk",
        &[
            &["«Ми повернемося!» — сказала вона.", "Зал підвівся."],
            &["— Чому ви тут?", "— Я чекаю.", "Він пішов."],
            &[
                "Очевидці чули... ні, відчували гул.",
                "Рибалки бачили загибель риби...",
                "Екологи їдуть.",
            ],
            &["Це все.", "8 травня свято.", "monobank зростає."],
            &["Треба: 1. полагодити дах; 2. Замінити труби; 3. навчити людей."],
        ],
    );
    assert_eq!(
        sentences("uk", "Матч завершено.Після гри був салют."),
        ["Матч завершено.", "Після гри був салют."]
    );
}

#[test]
fn datelines_of_agencies_end_with_a_stop_or_a_dash() {
    assert_datelines(
        "uk",
        "Президент підписав указ про призначення нового міністра.",
        &[
            ("КИЇВ. 5 травня. УНН.", " "),
            ("Київ, 5 травня (Укрінформ)", " – "),
            ("ЛЬВІВ (Ройтерз)", " - "),
            ("Івано-Франківськ", " — "),
        ],
    );
    let ukrainian = Language::of("uk");
    assert!(is_agencies("Укрінформ, УНІАН", ukrainian));
    assert!(is_place_and_date("Київ, 3 жовтня 2024 р.", ukrainian));
}

#[test]
fn apostrophes_and_latin_lookalikes_become_the_usual_signs() {
    assert_normalized(
        "uk",
        &[
            ("п’ять, п\u{2BC}ять, п`ять", "п'ять, п'ять, п'ять"),
            ("Kиїв i мiсто", "Київ i місто"),
            ("у січні/лютому, 5 січня", "у січні/лютому, 5 січня"),
        ],
    );
    assert_eq!(fold_for_search("Ґанок"), fold_for_search("ганок"));
}

#[test]
fn long_sentences_are_divided_at_clauses() {
    assert_eq!(
        parts(
            "uk",
            "Він прийшов додому пізно, бо поїзд стояв, і ліг спати",
            7
        ),
        ["Він прийшов додому пізно,", "бо поїзд стояв, і ліг спати"]
    );
}
