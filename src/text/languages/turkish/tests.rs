use crate::text::languages::testing::{
    assert_datelines, assert_normalized, assert_sentences, parts, sentences,
};
use crate::text::{Language, fold_for_search, is_agencies, is_place_and_date, lower_case};

#[test]
fn ordinals_end_no_sentence_and_years_do() {
    assert_sentences(
        "tr",
        &[
            &["Yapı 19. yüzyılda, II. Abdülhamid ve V. Mehmed döneminde yapıldı."],
            &["Anayasa'nın 5. maddesi ve 4. Asliye Ceza Mahkemesi kararı açık."],
            &[
                "Türkiye'nin 12. Cumhurbaşkanı konuştu.",
                "Skor 3.",
                "Bu iyi.",
            ],
            &[
                "Savaş bitti, yıl 1945.",
                "Halk sevindi.",
                "Toplantı 14.30'da 23.06.2024 günü başladı.",
            ],
        ],
    );
}

#[test]
fn abbreviations_end_a_sentence_only_where_one_may_begin() {
    assert_sentences(
        "tr",
        &[
            &["Prof. Dr. Ayşe Kara, Av. M. Can ve Alb. Kemal Duru, Çınar Cad. No. 14'te buluştu."],
            &[
                "Denizli Tekstil San. ve Tic. A.Ş. kapandı.",
                "Örnek Holding A.Ş. Genel Müdürü Ali Can sustu.",
            ],
            &[
                "İhaleyi kazanan Marmara İnşaat A.Ş.",
                "Şirket sevinçli.",
                "T.C. Sağlık Bakanlığı açıkladı.",
            ],
            &[
                "Çadır, gıda vb. malzeme var.",
                "Çadır, gıda vb.",
                "Konvoy geldi.",
            ],
        ],
    );
}

#[test]
fn reporting_clauses_continue_the_sentence() {
    assert_sentences(
        "tr",
        &[
            &[
                "\"Bizi kimse uyarmadı!\" diye bağırdı.",
                "\"Bilmiyorum...\" dedi hoca.",
                "Sustu... sonra güldü.",
            ],
            &[
                "“Artık dönecek bir evimiz yok.”",
                "71 yaşındaki kadın böyle dedi.",
                "Evi yıkıldı.",
            ],
            &[
                "Başvurular dün sona erdi.",
                "iyzico sorun yaşadı.",
                "e-Devlet çalıştı.",
            ],
            &[
                "Plan 1. yolun onarımını, 2. köprünün yapımını kapsıyor.",
                "(Yazar yurt dışında yaşıyor.)",
                "Ödül alındı.",
            ],
        ],
    );
    assert_eq!(
        sentences("tr", "Maç bitti.Taraftar sevindi."),
        ["Maç bitti.", "Taraftar sevindi."]
    );
}

#[test]
fn datelines_are_found_with_both_kinds_of_i() {
    assert_datelines(
        "tr",
        "Cumhurbaşkanı pazartesi günü bakanlarla bir araya geldi.",
        &[
            ("ANKARA (AA)", " - "),
            ("DİYARBAKIR (DHA)", " - "),
            ("Diyarbakır, 5 Mayıs (Reuters)", " – "),
            ("İSTANBUL/LONDRA (AA)", " - "),
            ("(AA)", " - "),
        ],
    );
    let turkish = Language::of("tr");
    assert!(is_agencies("AA, DHA, İHA", turkish));
    assert!(is_place_and_date("İzmir, 3 Ekim 2024 Perşembe", turkish));
}

#[test]
fn letters_stay_and_search_forgets_the_dots() {
    assert_normalized(
        "tr",
        &[(
            "ISPARTA'da İlkay ılık çay içti",
            "ISPARTA'da İlkay ılık çay içti",
        )],
    );
    assert_eq!(fold_for_search("İSTANBUL"), "istanbul");
    assert_eq!(fold_for_search("DIYARBAKIR"), fold_for_search("Diyarbakır"));
    assert_eq!(lower_case("İlgili"), "ilgili");
}

#[test]
fn long_sentences_are_divided_at_clauses() {
    assert_eq!(
        parts(
            "tr",
            "Bakan kente geç saatte geldi, çünkü uçak kalkmadı, toplantı bitti",
            6
        ),
        [
            "Bakan kente geç saatte geldi,",
            "çünkü uçak kalkmadı, toplantı bitti"
        ]
    );
}
