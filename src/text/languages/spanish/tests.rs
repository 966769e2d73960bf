use crate::text::languages::testing::{
    assert_datelines, assert_normalized, assert_sentences, parts, sentences,
};
use crate::text::{Language, fold_for_search, is_agencies, is_place_and_date};

#[test]
fn abbreviations_end_a_sentence_only_where_one_may_begin() {
    assert_sentences(
        "es",
        &[
            &["El Sr. Gil, la Dra. Paz y D. Manuel Ortega viven en la Av. de la Paz, n.º 7."],
            &[
                "Los EE. UU. y la ONU pagan.",
                "Lo sabe EE. UU.",
                "El presidente calla.",
            ],
            &[
                "Venden quesos, miel, etc.",
                "La entrada es gratuita.",
                "Las escuelas, etc. cierran.",
            ],
            &[
                "Roma cayó en 50 a. C. en manos de César.",
                "Murió en 44 a. C.",
                "La ciudad lloró.",
            ],
            &[
                "Cerró a las 4 a. m. del sábado.",
                "Abrió a las 9 p. m.",
                "Entonces llovió.",
            ],
            &[
                "El art. 12 y la pág. 14 no cambian.",
                "La M.ª Ángeles lo dijo.",
                "Carlos III.",
                "Después, nada.",
            ],
            &[
                "La dueña es Textiles S. A.",
                "El grupo tiene 12 tiendas.",
                "Dijo que no.",
                "Punto.",
            ],
        ],
    );
}

#[test]
fn reporting_clauses_continue_the_sentence_and_dialogues_begin_one() {
    assert_sentences(
        "es",
        &[
            &[
                "—¿Por qué no vino? —preguntó el juez.",
                "—No pude.",
                "Nadie habló.",
            ],
            &["«¡Basta!» gritó ella.", "¿Quién paga?", "¡Nadie!"],
            &[
                "«Nos prometieron muchos empleos.",
                "La fábrica nunca abrió».",
            ],
            &["Ella dijo: «Nunca».", "Él calló."],
            &[
                "Esperaba desde hacía… mucho tiempo.",
                "Es tarde.",
                "28 bomberos vinieron.",
                "eBay también.",
            ],
            &["Tres fases: 1. la limpieza, 2. La reforma y 3. la apertura."],
        ],
    );
    assert_eq!(
        sentences("es", "El partido terminó.La gente cantó."),
        ["El partido terminó.", "La gente cantó."]
    );
}

#[test]
fn datelines_are_found_in_capitals_and_with_a_stop_before_the_dash() {
    assert_datelines(
        "es",
        "El presidente recibió el lunes a los representantes sindicales.",
        &[
            ("Madrid, 5 may (EFE).", "- "),
            ("MADRID, 5 May. (EUROPA PRESS)", " - "),
            ("Bogotá (AP)", " — "),
            ("BOGOTA, 1 de mayo de 2024 (Reuters)", " - "),
            ("Ciudad de México", " – "),
        ],
    );
    let spanish = Language::of("es");
    assert!(is_agencies("EFE / Reuters", spanish));
    assert!(is_place_and_date("Lima, 3 de octubre de 2024", spanish));
}

#[test]
fn september_has_one_spelling() {
    assert_normalized(
        "es",
        &[
            ("el 11 de setiembre", "el 11 de setiembre"),
            ("11 setiembre", "11 septiembre"),
            ("setiembre 2001", "septiembre 2001"),
            ("junio/julio", "junio/julio"),
        ],
    );
    assert_eq!(fold_for_search("CÓRDOBA"), fold_for_search("cordoba"));
}

#[test]
fn long_sentences_are_divided_at_clauses() {
    assert_eq!(
        parts(
            "es",
            "Llegó tarde a su casa, porque el tren no salía, y durmió",
            8
        ),
        [
            "Llegó tarde a su casa,",
            "porque el tren no salía, y durmió"
        ]
    );
}
