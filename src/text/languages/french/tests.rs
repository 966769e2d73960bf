use crate::text::languages::testing::{
    assert_datelines, assert_normalized, assert_sentences, parts, sentences,
};
use crate::text::{Language, fold_for_search, is_agencies, is_place_and_date};

#[test]
fn abbreviations_end_a_sentence_only_where_one_may_begin() {
    assert_sentences(
        "fr",
        &[
            &["M. Le Pen et MM. Vidal et Roche ont vu le Dr. Besson et J.-M. Le Clézio."],
            &[
                "L'art. 12 et l'article L. 121-3 du code ne changent pas.",
                "Le maire le sait.",
            ],
            &[
                "Il y a du miel, du savon, etc.",
                "Les visiteurs aiment.",
                "Les écoles, etc. sont fermées.",
            ],
            &[
                "La ville date de 52 av. J.-C. et César la prit.",
                "Elle existe depuis 500 av. J.-C.",
                "Elle a grandi.",
            ],
            &[
                "Le groupe dépend de Vidal S.A.",
                "Il emploie 12 personnes.",
                "C'est l'O.N.U. qui paie.",
            ],
            &[
                "On y va.",
                "Il fait 30 °C.",
                "Napoléon III.",
                "Puis la République.",
            ],
        ],
    );
}

#[test]
fn reporting_clauses_continue_the_sentence_and_dialogues_begin_one() {
    assert_sentences(
        "fr",
        &[
            &["« Qui peut y croire ? » a-t-elle dit.", "Personne."],
            &["– Vous étiez là ?", "– Non, je dormais.", "Il se tait."],
            &["— Rien du tout ! a-t-il répété."],
            &["« Nous avons attendu longtemps.", "Rien n'est venu. »"],
            &["Le ministre a dit : « Jamais. »", "Les députés ont ri."],
            &[
                "Il attendait depuis… longtemps.",
                "C'est fini.",
                "28 pompiers sont venus.",
                "iRobotix aussi.",
            ],
            &["Trois phases : 1. le dragage, 2. La rénovation et 3. l'ouverture."],
        ],
    );
    assert_eq!(
        sentences("fr", "Le match est terminé.La foule chante."),
        ["Le match est terminé.", "La foule chante."]
    );
}

#[test]
fn datelines_are_found_in_capitals_and_without_accents() {
    assert_datelines(
        "fr",
        "Le président a reçu lundi les représentants des syndicats.",
        &[
            ("PARIS (AFP)", " - "),
            ("Paris, le 1er mai 2024 (AFP)", " – "),
            ("GENEVE (ats)", " - "),
            ("BRUXELLES, 5 janv (Reuters)", " - "),
            ("ABIDJAN", " — "),
        ],
    );
    let french = Language::of("fr");
    assert!(is_agencies("AFP - Reuters", french));
    assert!(is_place_and_date("Montréal, 3 févr. 2024", french));
}

#[test]
fn months_stay_as_they_are() {
    assert_normalized(
        "fr",
        &[(
            "en juin/juillet, le 1er août",
            "en juin/juillet, le 1er août",
        )],
    );
    assert_eq!(fold_for_search("ÉTATS-UNIS"), fold_for_search("etats-unis"));
}

#[test]
fn long_sentences_are_divided_at_clauses() {
    assert_eq!(
        parts(
            "fr",
            "Il est rentré tard chez lui, parce que le train attendait, fatigué",
            8
        ),
        [
            "Il est rentré tard chez lui,",
            "parce que le train attendait, fatigué"
        ]
    );
}
