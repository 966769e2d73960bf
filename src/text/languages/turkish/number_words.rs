//! This file owns what each Turkish number word stands for, and how Turkish words are put in lower
//! case. How words combine into a number is decided in `text::numbers`.

use crate::text::numbers::lexicon::Row;
use crate::text::numbers::lexicon::Sense::{Add, Also, AndHalf, Half, Month, Quarter, Span, Times};

/// The endings of cases, ordinals and persons that number words take.
pub(super) const ENDINGS: &str = "- ı i u ü sı si su sü yı yi yu yü nı ni nu nü a e ya ye na ne \
    da de ta te dan den tan ten nda nde ndan nden ında inde ından inden sında sinde sında sından sinden ın in un ün nın \
    nin nun nün ünün inin ının sının sinin sına sine ünü ini ını sını sini üne ine ına ünde unda \
    ünden undan lar ler ları leri larda lerde lardan lerden lerin ların lık lik luk lük lı li lu lü lü ncı nci \
    ncu ncü ıncı inci uncu üncü ıncısı incisi uncusu üncüsü ncisi ncısı ıncılığı inciliği ıncılık \
    incilik uncu üncülük ünculuk ar er şar şer arlı erli inciydi";

const MAGNITUDE: &str = "- a u da dan un lar ları ların lara larda lardan larca luk lık ı ın \
    unu una unun unda undan uncu dur ını ına ının ında ından dır";

/// Number words in lower case.
pub(super) const WORDS: &[Row] = &[
    ("dörtte", "-", Also(&["0.25", "0.75", "25", "75"])),
    ("üçte", "-", Also(&["33", "66", "67"])),
    ("beşte", "-", Also(&["20", "40", "60", "80"])),
    ("her", "-", Also(&["1"])),
    ("sıfır hiç golsüz", "-", Also(&["0"])),
    ("bir", "", Add(1)),
    ("tek ilk yalnız", "- i inde", Also(&["1"])),
    ("iki", "", Add(2)),
    ("çift çifte her ikisi ikiz", "- i", Also(&["2"])),
    ("üç", "", Add(3)),
    ("dört dörd", "", Add(4)),
    ("beş", "", Add(5)),
    // "Altına", "altında" and "altından" are "under", and "altının" is gold's.
    (
        "altı",
        "- yı ya da dan ncı ncısı ncılık sı sını sının sına sında sından lı lık lar ları larda lardan şar",
        Add(6),
    ),
    ("yedi", "", Add(7)),
    ("sekiz", "", Add(8)),
    ("dokuz", "", Add(9)),
    ("on", "- uncu uncusu unculuk unda undan ar luk", Add(10)),
    ("onda onlarca onlarcası", "-", Also(&["10"])),
    ("yirmi", "", Add(20)),
    ("otuz", "", Add(30)),
    ("kırk", "", Add(40)),
    ("elli", "", Add(50)),
    ("altmış", "", Add(60)),
    ("yetmiş", "", Add(70)),
    ("seksen", "", Add(80)),
    ("doksan", "", Add(90)),
    ("düzine düzinelerce", "-", Times(12)),
    ("yüz", "- ler lerce lük üncü üncüsü er den", Times(100)),
    (
        "bin",
        "- e i den er ler lerce lik inci in lerin de lercesi ini ine inin inde inden dir",
        Times(1_000),
    ),
    ("milyon", MAGNITUDE, Times(1_000_000)),
    ("milyar", MAGNITUDE, Times(1_000_000_000)),
    ("trilyon", MAGNITUDE, Times(1_000_000_000_000)),
    ("katrilyon", MAGNITUDE, Times(1_000_000_000_000_000)),
    ("buçuk", "- u ta tan lu luk a un", AndHalf),
    ("yarım", "- ı", Half),
    (
        "yarı yarısı yarısını yarısının yarısına yarısından yarıya yarılan",
        "-",
        Also(&["0.5", "50"]),
    ),
    ("çeyrek çeyreğ", "- i e in inde te lik", Quarter),
    (
        "asır asrı yüzyıl yüzyıla yüzyılın yüzyılda yüzyıldan",
        "-",
        Also(&["100"]),
    ),
    ("onyıl", "- da lar", Span(10)),
    ("öğle öğlen öğleyin", "-", Also(&["12"])),
    ("geceyarısı", "- nda", Also(&["0", "12", "24"])),
    ("gece", "-", Also(&["12", "0"])),
    ("ocak", "- ta tan ı ın a", Month(1)),
    ("şubat", "- ta tan ı ın a", Month(2)),
    ("mart", "- ta tan ı ın a", Month(3)),
    ("nisan", "- da dan ı ın a", Month(4)),
    ("mayıs", "- ta tan ı ın a", Month(5)),
    ("haziran", "- da dan ı ın a", Month(6)),
    ("temmuz", "- da dan u un a", Month(7)),
    ("ağustos", "- ta tan u un a", Month(8)),
    ("eylül", "- de den ü ün e", Month(9)),
    ("ekim", "- de den i in e", Month(10)),
    ("kasım", "- da dan ı ın a", Month(11)),
    ("aralık", "- ta tan ı ın a", Month(12)),
];

/// A word in lower case, with the dotted and the dotless I of Turkish.
pub(super) fn folded(word: &str) -> String {
    word.chars()
        .flat_map(|c| match c {
            'I' => vec!['ı'],
            'İ' => vec!['i'],
            '\u{307}' => Vec::new(),
            other => other.to_lowercase().collect(),
        })
        .map(|c| match c {
            'â' => 'a',
            'î' => 'i',
            other => other,
        })
        .collect()
}
