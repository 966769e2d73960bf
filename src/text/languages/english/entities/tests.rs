//! What the finder does with articles: sentences of news in varied style, and of bad translations.

use super::EntityKind::{self, Organisation, Other, Person, Place};
use super::mentions;

/// The mentions of each sentence, read as an article of its own, in reading order.
fn found(sentence: &str) -> Vec<(&str, EntityKind)> {
    let (entities, mentions) = mentions(&[sentence], &|_| None);
    mentions
        .into_iter()
        .map(|mention| (&sentence[mention.span], entities[mention.entity].kind))
        .collect()
}

fn check(cases: &[(&str, &[(&str, EntityKind)])]) {
    for (sentence, expected) in cases {
        assert_eq!(found(sentence), *expected, "{sentence}");
    }
}

#[test]
fn titles_are_cut_off_persons() {
    check(&[
        (
            "The talks with President Barham Salih lasted an hour.",
            &[("Barham Salih", Person)],
        ),
        (
            "Prime Minister Najib Mikati chaired the session.",
            &[("Najib Mikati", Person)],
        ),
        (
            "He was received by Sheikh Tamim bin Hamad Al Thani.",
            &[("Tamim bin Hamad Al Thani", Person)],
        ),
        (
            "A speech by Dr. Layla Haddad closed the day.",
            &[("Layla Haddad", Person)],
        ),
        (
            "The body of Colonel Zrar Barwari was flown home.",
            &[("Zrar Barwari", Person)],
        ),
        (
            "Engineer Hatem Suwaidan explained the delay.",
            &[("Hatem Suwaidan", Person)],
        ),
        ("The medal went to King Abdullah.", &[("Abdullah", Person)]),
        (
            "The Minister of Health and Population Khaled Abdel Ghaffar toured the ward.",
            &[("Khaled Abdel Ghaffar", Person)],
        ),
        (
            "US Secretary of State Antony Blinken will fly home.",
            &[("US", Place), ("Antony Blinken", Person)],
        ),
        (
            "Apple CEO Tim Cook and Foreign Minister Badr Abdelatty shook hands.",
            &[
                ("Apple", Organisation),
                ("Tim Cook", Person),
                ("Badr Abdelatty", Person),
            ],
        ),
        (
            "It was opened by Egyptian President Abdel Fattah al-Sisi.",
            &[("Abdel Fattah al-Sisi", Person)],
        ),
        (
            "The President of Egypt Abdel Fattah al-Sisi sent a letter.",
            &[("Egypt", Place), ("Abdel Fattah al-Sisi", Person)],
        ),
    ]);
}

#[test]
fn titles_stay_in_names_of_places_and_organisations() {
    check(&[
        (
            "Students of King Abdulaziz University protested.",
            &[("King Abdulaziz University", Organisation)],
        ),
        (
            "The lorry turned over on Sheikh Zayed Road.",
            &[("Sheikh Zayed Road", Place)],
        ),
        (
            "The plane landed at Prince Sultan Base.",
            &[("Prince Sultan Base", Place)],
        ),
    ]);
}

#[test]
fn particles_and_joining_words_stay_inside_names() {
    check(&[
        (
            "A cousin of Abu Bakr bin Yahya spoke.",
            &[("Abu Bakr bin Yahya", Person)],
        ),
        (
            "A team from Trinidad and Tobago won.",
            &[("Trinidad and Tobago", Place)],
        ),
        (
            "The Ministry of Health and Population warned of floods.",
            &[("Ministry of Health and Population", Organisation)],
        ),
        (
            "The Ministry of Culture, Tourism and Antiquities closed the site.",
            &[("Ministry of Culture, Tourism and Antiquities", Organisation)],
        ),
        (
            "The Syrian Observatory for Human Rights counted nine dead.",
            &[("Syrian Observatory for Human Rights", Organisation)],
        ),
        (
            "Ludwig van der Meer wrote the score.",
            &[("Ludwig van der Meer", Person)],
        ),
        (
            "A clerk at the University of Mosul resigned.",
            &[("University of Mosul", Organisation)],
        ),
        (
            "Ships crossed the Gulf of Aden at night.",
            &[("Gulf of Aden", Place)],
        ),
        (
            "George W. Bush and J.K. Rowling met.",
            &[("George W. Bush", Person), ("J.K. Rowling", Person)],
        ),
        (
            "The Food and Drug Administration approved it.",
            &[("Food and Drug Administration", Organisation)],
        ),
    ]);
}

#[test]
fn joining_words_part_names_of_their_own() {
    check(&[
        (
            "He lived in Jordan and Qatar.",
            &[("Jordan", Place), ("Qatar", Place)],
        ),
        (
            "They met Ahmed Salim and Mona Zaki.",
            &[("Ahmed Salim", Person), ("Mona Zaki", Person)],
        ),
        (
            "The people of Iraq and of Syria agree.",
            &[("Iraq", Place), ("Syria", Place)],
        ),
        (
            "The Ministry of Health of Iraq denied it.",
            &[("Ministry of Health", Organisation), ("Iraq", Place)],
        ),
    ]);
}

#[test]
fn nationalities_are_names_only_in_names() {
    check(&[
        ("Saudi and Iraqi officials spoke Arabic to the Kurds.", &[]),
        (
            "The oil of Saudi Arabia is sold by Saudi Aramco.",
            &[("Saudi Arabia", Place), ("Saudi Aramco", Organisation)],
        ),
        (
            "The Egyptian Mohamed Salah scored.",
            &[("Mohamed Salah", Person)],
        ),
        (
            "The Iraqi Ministry of Oil signed.",
            &[("Ministry of Oil", Organisation)],
        ),
        (
            "A jet of Turkish Airlines turned back.",
            &[("Turkish Airlines", Organisation)],
        ),
    ]);
}

#[test]
fn days_months_and_words_of_the_beginning_are_no_names() {
    check(&[
        ("On Monday, in July, prices rose.", &[]),
        ("Construction of the road began last May.", &[]),
        ("Meanwhile, I heard nothing.", &[]),
        ("\"Nothing was done,\" said the mayor.", &[]),
        ("The Ministry said nothing.", &[]),
        ("The TV showed a CEO with a DNA test.", &[]),
        ("It costs 20 Riyals or 5 Dollars.", &[]),
        ("Several Tunisians were held.", &[]),
        ("Crime, they say, is rare.", &[]),
        ("The Minister and the President left.", &[]),
    ]);
}

#[test]
fn holidays_and_events_are_other_names() {
    check(&[
        ("Shops close for Eid al-Fitr.", &[("Eid al-Fitr", Other)]),
        (
            "Morocco reached the World Cup final.",
            &[("Morocco", Place), ("World Cup", Other)],
        ),
        (
            "He read the Quran in Ramadan.",
            &[("Quran", Other), ("Ramadan", Other)],
        ),
        (
            "They signed the Taif Agreement.",
            &[("Taif Agreement", Other)],
        ),
    ]);
}

#[test]
fn cues_tell_places() {
    check(&[
        (
            "The village of Deir Sharaf burned.",
            &[("Deir Sharaf", Place)],
        ),
        ("Rain fell near Zolfana.", &[("Zolfana", Place)]),
        (
            "Two bridges over the Khabur River fell.",
            &[("Khabur River", Place)],
        ),
        (
            "The Wasit Governorate asked for help.",
            &[("Wasit Governorate", Place)],
        ),
        ("Nests were seen on Mount Qarn.", &[("Mount Qarn", Place)]),
        (
            "Police searched homes in Jenin, Yabad, Silat and Araba.",
            &[
                ("Jenin", Place),
                ("Yabad", Place),
                ("Silat", Place),
                ("Araba", Place),
            ],
        ),
    ]);
}

#[test]
fn cues_tell_organisations() {
    check(&[
        ("The Zain company lost money.", &[("Zain", Organisation)]),
        (
            "The newspaper Al-Sharq said so.",
            &[("Al-Sharq", Organisation)],
        ),
        ("The NCSC sent a warning.", &[("NCSC", Organisation)]),
        (
            "A spokesman for the Rafidain Bank denied it.",
            &[("Rafidain Bank", Organisation)],
        ),
        (
            "The Arab League and the EU agreed.",
            &[("Arab League", Organisation), ("EU", Organisation)],
        ),
    ]);
}

#[test]
fn possessives_and_adjectives_leave_the_name() {
    check(&[
        (
            "Egypt’s central bank and Ali's shop closed.",
            &[("Egypt", Place), ("Ali", Person)],
        ),
        (
            "The US-led raid hit anti-Assad rebels.",
            &[("US", Place), ("Assad", Person)],
        ),
        ("The Beirut-based group left.", &[("Beirut", Place)]),
        ("The firm paid US$500.", &[]),
    ]);
}

#[test]
fn bad_translations_give_the_names_that_are_left() {
    check(&[
        (
            "The minister of the Interior of the minister in Baghdad after the the visit.",
            &[("Baghdad", Place)],
        ),
        (
            "Iraqi Prime Minister Mustafa al-Kadhimi meets the the responsibilities of Washington.",
            &[("Mustafa al-Kadhimi", Person), ("Washington", Place)],
        ),
        (
            "The winner &quot; s price of Riyadh&apos;s market is is rised.",
            &[("Riyadh", Place)],
        ),
        ("The Director of the Department has a Statement.", &[]),
        (
            "He added that the that Hamdan al-Zaabi the player scored goal.",
            &[("Hamdan al-Zaabi", Person)],
        ),
        ("And the the Kingdom and the State and People's.", &[]),
    ]);
}

#[test]
fn news_of_the_day_is_read() {
    check(&[
        (
            "The UN special envoy to Yemen, Hans Grundberg, flew to Sanaa.",
            &[
                ("UN", Organisation),
                ("Yemen", Place),
                ("Hans Grundberg", Person),
                ("Sanaa", Place),
            ],
        ),
        (
            "The army deployed in Bint Jbeil and Aita al-Shaab.",
            &[("Bint Jbeil", Place), ("Aita al-Shaab", Place)],
        ),
        (
            "The head of the Popular Mobilization Authority, Faleh al-Fayyad, went to Anbar.",
            &[
                ("Popular Mobilization Authority", Organisation),
                ("Faleh al-Fayyad", Person),
                ("Anbar", Place),
            ],
        ),
        (
            "Member of Parliament Alia Nassif called to host the Minister of Oil in the House.",
            &[("Alia Nassif", Person)],
        ),
        (
            "The State of Law Coalition and the Coordination Framework agreed.",
            &[
                ("State of Law Coalition", Organisation),
                ("Coordination Framework", Organisation),
            ],
        ),
        (
            "Al-Kadhimi: Iraq will not be an arena for conflict",
            &[("Al-Kadhimi", Person), ("Iraq", Place)],
        ),
        (
            "Al-Hilal beat Al-Nassr at King Fahd Stadium.",
            &[
                ("Al-Hilal", Organisation),
                ("Al-Nassr", Organisation),
                ("King Fahd Stadium", Place),
            ],
        ),
        (
            "The Kuwait Fund for Arab Economic Development lent money to Jordan.",
            &[
                ("Kuwait Fund for Arab Economic Development", Organisation),
                ("Jordan", Place),
            ],
        ),
        (
            "Moroccan King Mohammed VI and French President Emmanuel Macron met.",
            &[("Mohammed VI", Person), ("Emmanuel Macron", Person)],
        ),
    ]);
}

#[test]
fn spans_are_bytes_of_the_sentence() {
    let sentence = "À l'heure, Élodie Brûlé's café in Zürich opened.";
    assert_eq!(
        found(sentence),
        [("Élodie Brûlé", Person), ("Zürich", Place)]
    );
}

#[test]
fn nothing_in_breaks_the_finder() {
    for text in [
        "",
        " ",
        "'s",
        "-",
        "Al-",
        "al-",
        "’",
        "&apos;",
        "A. B. C.",
        "É",
        "...\u{300}",
        "بغداد Baghdad",
    ] {
        let (entities, mentions) = mentions(&[text, text], &|_| None);
        assert!(entities.len() <= mentions.len());
    }
}
