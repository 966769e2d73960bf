//! Letters and words that tell languages in Latin script apart: Kurmanji, which whatlang does not know,
//! and any language of a text that is too short for whatlang. These tables only list them; `identify`
//! and `frequent_words` weigh them.

/// Letters that are frequent in Kurmanji and rare together elsewhere.
pub(crate) const KURMANJI_LETTERS: &[char] = &['ê', 'î', 'û'];

/// Frequent words of Kurmanji, in lower case, without those that French and Portuguese share.
pub(crate) const KURMANJI_WORDS: &[&str] = &[
    "û", "ji", "li", "bi", "di", "ku", "ya", "yê", "yên", "ên", "bo", "xwe", "jî", "ev", "ew",
    "wê", "wî", "tê", "dê", "ê", "lê", "ve", "hat", "hatin", "hatiye", "kir", "kirin", "kiriye",
    "dike", "dikin", "bû", "bûn", "bûye", "got", "her", "hemû", "gelek", "yek", "sê", "wan",
    "heye", "nîne", "navbera", "piştî", "berî", "îro", "gor", "gorî", "dema", "hîn", "jê", "aliyê",
    "nav", "ber",
];

/// Frequent words of languages, in lower case, as they stand between signs and spaces: (code, words). The
/// last three languages are there so that their sentences are not taken for those of the others.
pub(crate) const FREQUENT_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in is that it was for on are as with his they at be this have from or \
         had by but not what all were we when your can said there an each which she do how \
         their if will up other about out many then them these so some her would him into has \
         more no than been who its now people my over did only between under our you he i me \
         too could should before after never nothing why here off any very just where while \
         own same such us am does",
    ),
    (
        "fr",
        "le la les de des du un une et est en que qui dans pour pas ne plus par sur avec il \
         elle ils nous vous je ce cette ces son sa ses au aux se ou mais sont été être a ont \
         dit n qu c d l avait était comme tout leur leurs très aussi même sans cet on avons \
         sommes suis mon ma ça va rien là depuis trop ni si y où donc dont entre après avant",
    ),
    (
        "es",
        "el la los las de del que y en un una por con para no se su sus al lo como más pero \
         es son fue ha han este esta estos estas era ser está están muy ya todo también sin \
         sobre entre cuando hasta desde donde quien porque le les nos mi ni hay si ella ellos \
         dijo tiene estamos hemos esto así todos antes nada estaban",
    ),
    (
        "de",
        "der die das und ist in den von zu mit sich auf für nicht es ein eine einer einem \
         einen als auch an dem des im bei aus nach wie wir er sie ich war wird werden hat \
         haben sind so aber noch nur wenn kann man dass sein seine ihr ihre über vor durch um \
         am bis zum zur schon mehr sehr was wer hier uns kein keine dieser diese dieses ihnen \
         bin weil oder waren hätte seit alles nichts sagte sagt",
    ),
    (
        "tr",
        "bir ve bu da de için ile çok daha olarak gibi kadar ama ne olan oldu dedi var değil \
         ya o her en sonra önce mi ki ben biz siz onlar şey hiç yok kimse bunu benim bizim \
         ise veya hem artık böyle şöyle çünkü göre başka olmadığını söyledi idi bugün diye \
         tüm bütün nasıl neden eski",
    ),
    (
        "it",
        "il lo la i gli le di del della dei delle e che in un una per con non si su al alla \
         da dal sono è ha hanno come più ma questo questa anche nel nella ci se era suo sua \
         loro ai alle dalla essere stato molto tutti così",
    ),
    (
        "pt",
        "o a os as de do da dos das e que em um uma por com para não se seu sua ao à no na \
         nos nas mais mas como foi são está ele ela isso este esta também já muito pelo pela \
         tem há ser sobre até quando sem",
    ),
    (
        "nl",
        "de het een en van in is dat op te met voor niet zijn aan er die ook als bij uit naar \
         om maar dan nog wel door over hij ze wij we was werd worden heeft hebben deze dit \
         wat geen meer kan zal",
    ),
];

/// Letters of a language that none of the other languages of [`FREQUENT_WORDS`] has: (code, letters).
pub(crate) const UNIQUE_LETTERS: &[(&str, &[char])] = &[("tr", &['ğ', 'ı'])];
