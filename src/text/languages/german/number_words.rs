//! This file owns what each German number word stands for. How words combine into a number is
//! decided in `text::numbers`.

use crate::text::numbers::lexicon::Row;
use crate::text::numbers::lexicon::Sense::{
    Add, Also, AndHalf, Half, Hundredths, Quarter, Span, Third, Times,
};

/// The endings of cardinals and, from twenty, of ordinals.
pub(super) const ENDINGS: &str = "- e en er ern ste sten ster stes stem stens stel steln";

/// The endings of verbs for "multiply by", and of their nouns.
const MULTIPLIED: &str = "t te ten tes ter en ung";

const FIRST: &str = "- e en er es em";

/// Number words in lower case.
pub(super) const WORDS: &[Row] = &[
    ("jeder jede jedes jeden jedem", "-", Also(&["1"])),
    ("null", "-", Also(&["0"])),
    (
        "kein keine keinen keiner keinem torlos torlose torloses",
        "-",
        Also(&["0"]),
    ),
    (
        "ein eine einen einem einer eines eins einmal einzig einzige einziger",
        "-",
        Add(1),
    ),
    ("erst erstmals", FIRST, Add(1)),
    ("erstens", "-", Add(1)),
    ("zwei zween zwo zweit zweitens zweimal", FIRST, Add(2)),
    ("beide beider beiden beides", "-", Also(&["2"])),
    (
        "doppelt verdoppelt halbiert zwilling paar duo",
        "- e en er es em s",
        Also(&["2", "50"]),
    ),
    ("verdreifach", MULTIPLIED, Also(&["3"])),
    ("vervierfach", MULTIPLIED, Also(&["4"])),
    ("verfünffach", MULTIPLIED, Also(&["5"])),
    ("versechsfach", MULTIPLIED, Also(&["6"])),
    ("versiebenfach", MULTIPLIED, Also(&["7"])),
    ("verachtfach", MULTIPLIED, Also(&["8"])),
    ("verneunfach", MULTIPLIED, Also(&["9"])),
    ("verzehnfach", MULTIPLIED, Also(&["10"])),
    ("drei dritt drittens dreier dreimal", FIRST, Add(3)),
    ("vier viert viertens", FIRST, Add(4)),
    ("fünf fünft fünftens fuenf", FIRST, Add(5)),
    ("sechs sechst sechstens", FIRST, Add(6)),
    ("sieben siebt siebtens siebent sieb", FIRST, Add(7)),
    ("acht achtens", FIRST, Add(8)),
    ("neun neunt neuntens", FIRST, Add(9)),
    ("zehn zehnt zehntens", FIRST, Add(10)),
    ("elf elft", FIRST, Add(11)),
    ("zwölf zwölft zwoelf", FIRST, Add(12)),
    ("dreizehn dreizehnt", FIRST, Add(13)),
    ("vierzehn vierzehnt", FIRST, Add(14)),
    ("fünfzehn fünfzehnt", FIRST, Add(15)),
    ("sechzehn sechzehnt", FIRST, Add(16)),
    ("siebzehn siebzehnt", FIRST, Add(17)),
    ("achtzehn achtzehnt", FIRST, Add(18)),
    ("neunzehn neunzehnt", FIRST, Add(19)),
    ("zwanzig zwanziger", "", Add(20)),
    ("dreißig dreissig dreißiger", "", Add(30)),
    ("vierzig vierziger", "", Add(40)),
    ("fünfzig fünfziger", "", Add(50)),
    ("sechzig sechziger", "", Add(60)),
    ("siebzig siebziger", "", Add(70)),
    ("achtzig achtziger", "", Add(80)),
    ("neunzig neunziger", "", Add(90)),
    ("hundert", "", Times(100)),
    ("hunderter", "- n", Times(100)),
    ("tausend", "", Times(1_000)),
    (
        "million millionen million millionst",
        FIRST,
        Times(1_000_000),
    ),
    (
        "milliarde milliarden milliardst",
        FIRST,
        Times(1_000_000_000),
    ),
    (
        "billion billionen billionst",
        FIRST,
        Times(1_000_000_000_000),
    ),
    ("billiarde billiarden", "-", Times(1_000_000_000_000_000)),
    ("halb", "- e er es en em", Half),
    ("hälfte hälften halbzeit", "-", Also(&["0.5", "50"])),
    ("einhalb", "- e", AndHalf),
    ("anderthalb eineinhalb", "- e", Hundredths(150)),
    ("dreiviertel", "- s", Hundredths(75)),
    ("viertel", "- n s", Quarter),
    ("drittel dritteln", "- s", Third),
    ("fünftel", "- n s", Also(&["5", "20", "40", "60", "80"])),
    ("zehntel", "- n s", Also(&["10"])),
    ("quartal quartals", "-", Also(&["3"])),
    ("dutzend dutzende dutzenden", "-", Times(12)),
    ("achtelfinale achtelfinales", "-", Also(&["16"])),
    ("sechzehntelfinale sechzehntelfinales", "-", Also(&["32"])),
    ("nullerjahre", "- n", Also(&["2000"])),
    ("jahrzehnt", "- e en s", Span(10)),
    ("jahrhundert", "- e en s", Also(&["100"])),
    ("jahrtausend", "- e en s", Also(&["1000"])),
    ("mitternacht", "-", Also(&["0", "12", "24"])),
    ("mittag mittags", "-", Also(&["12"])),
];
