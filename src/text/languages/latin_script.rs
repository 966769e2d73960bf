//! Letters and words that tell languages in Latin script apart: Kurmanji, which whatlang does not know,
//! and any language of a text that is too short for whatlang. These tables only list them; `identify`
//! and `frequent_words` weigh them. Besides, the vowels, and the abbreviations that names in Latin letters
//! bring into texts in any language.

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
/// last five languages are there so that their sentences are not taken for those of the others.
pub(crate) const FREQUENT_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in is that it was for on are as with his they at be this have from or \
         had by but not what all were we when your can said there an each which she do how \
         their if will up other about out many then them these so some her would him into has \
         more no than been who its now people my over did only between under our you he i me \
         too could should before after never nothing why here off any very just where while \
         own same such us am does every against during because since two three says say went \
         must may might back down again those without within until new year years asked still \
         being going want get let himself themselves another",
    ),
    (
        "fr",
        "le la les de des du un une et est en que qui dans pour pas ne plus par sur avec il \
         elle ils nous vous je ce cette ces son sa ses au aux se ou mais sont été être a ont \
         dit n qu c d l avait était comme tout leur leurs très aussi même sans cet on avons \
         sommes suis mon ma ça va rien là depuis trop ni si y où donc dont entre après avant \
         nos notre votre étaient encore contre sous chez quand peut peuvent fait faut doit \
         deux trois jamais toujours personne aujourd hui jour ans vers pendant selon chaque \
         aucun aucune lui eux elles parce bien avaient ait autre autres fois moins dès celui \
         celle ceux afin ainsi alors cela toute tous toutes",
    ),
    (
        "es",
        "el la los las de del que y en un una por con para no se su sus al lo como más pero \
         es son fue ha han este esta estos estas era ser está están muy ya todo también sin \
         sobre entre cuando hasta desde donde quien porque le les nos mi ni hay si ella ellos \
         dijo tiene estamos hemos esto así todos antes nada estaban nadie aquí solo contra \
         fueron sea puede pueden vez años dos tres cada ante según mientras durante hoy ahora \
         nuestro nuestra nuestros nuestras eso ese esa esos esas tan mucho muchos nunca \
         siempre quién qué tras poco cómo haber había habían hace queremos otro otra otros \
         otras mismo misma parte",
    ),
    (
        "de",
        "der die das und ist in den von zu mit sich auf für nicht es ein eine einer einem \
         einen als auch an dem des im bei aus nach wie wir er sie ich war wird werden hat \
         haben sind so aber noch nur wenn kann man dass sein seine ihr ihre über vor durch um \
         am bis zum zur schon mehr sehr was wer hier uns kein keine dieser diese dieses ihnen \
         bin weil oder waren hätte seit alles nichts sagte sagt wurde wurden gegen unter vom \
         ohne viele jetzt immer wieder nun dort gibt geht müssen muss soll sollen will wollen \
         wollte konnte können jeder jeden jede unser unsere mein meine nie etwas ab zwei drei \
         heute gestern habe sei beim ihn ihm deren ganz kaum doch also denn ins fast damit \
         sowie rund davon dabei dazu beide zwischen seinen seinem seiner ihren ihrem ihrer \
         allen alle allem anderen schließlich bereits",
    ),
    (
        "tr",
        "bir ve bu da de için ile çok daha olarak gibi kadar ama ne olan oldu dedi var değil \
         ya o her en sonra önce mi ki ben biz siz onlar şey hiç yok kimse bunu benim bizim \
         ise veya hem artık böyle şöyle çünkü göre başka olmadığını söyledi idi bugün diye \
         tüm bütün nasıl neden eski iki üç dört yeni ilk yüzde etti eden edildi ediyor kişi \
         nedeniyle tarafından karşı üzere geçen itibaren olacak olduğu olduğunu aldı yaptı \
         kaldı mı mu mü bazı ancak ayrıca bile şimdi zaman yıl",
    ),
    (
        "it",
        "il lo la i gli le di del della dei delle e che in un una per con non si su al alla \
         da dal sono è ha hanno come più ma questo questa anche nel nella ci se era suo sua \
         loro ai alle dalla essere stato molto tutti così contro dopo due tre ogni durante \
         oggi nostro nostra nostri fatto quando dove molti altri altre prima ancora senza tra \
         fra quella quelle stati stata può deve poi ieri mai sempre",
    ),
    (
        "pt",
        "o a os as de do da dos das e que em um uma por com para não se seu sua ao à no na \
         nos nas mais mas como foi são está ele ela isso este esta também já muito pelo pela \
         tem há ser sobre até quando sem contra dois duas três cada durante hoje nosso nossa \
         nossos depois antes onde muitos outros outras ainda entre disse aos foram pode deve \
         nunca sempre mesmo mesma seus suas anos ninguém nada fez nós aqui porque",
    ),
    (
        "nl",
        "de het een en van in is dat op te met voor niet zijn aan er die ook als bij uit naar \
         om maar dan nog wel door over hij ze wij we was werd worden heeft hebben deze dit \
         wat geen meer kan zal twee drie tegen tijdens vandaag onze ons veel andere nooit \
         altijd na tussen zonder onder jaar gaat moet moeten kunnen toen hun haar",
    ),
    (
        "ca",
        "el la els les de del dels que i en un una per amb no es va van al als ha han és com \
         més o però seu seva seus aquest aquesta som són ens ni tot res què ser era nostra \
         nostre llei molt també quan",
    ),
    (
        "ro",
        "și la de a în nu se cu pe din că un o este care ce mai pentru sunt al au am fi ne \
         noi să ca dar fost lui ei el nimic nou nouă după când fără toate prin despre sau era",
    ),
];

/// Letters by which the words of a language are known.
pub(crate) struct TellingLetters {
    /// Code of the language.
    pub(crate) code: &'static str,
    /// Letters that none of the other languages of [`FREQUENT_WORDS`] has.
    pub(crate) own: &'static [char],
    /// Letters that some of them have, which tell it beside a word with one of its own.
    pub(crate) beside: &'static [char],
    /// Letters that it does not have, of languages that share its own.
    pub(crate) never: &'static [char],
}

/// The languages that have such letters. Turkish writes onto its words what others say with words of their
/// own, so few of its frequent words are in a sentence. Azerbaijani has ə besides its letters.
pub(crate) const TELLING_LETTERS: &[TellingLetters] = &[TellingLetters {
    code: "tr",
    own: &['ğ', 'ı'],
    beside: &['ç', 'ö', 'ş', 'ü'],
    never: &['ə'],
}];

/// The vowels.
pub(crate) const LATIN_VOWELS: &str = "aeiouyäöüáéíóúàèìòùâêîôûëïı";

/// The abbreviations of titles and companies that names in Latin letters bring into texts in other
/// scripts.
pub(crate) const LATIN_ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sen", "Rep", "Gen", "Gov", "Lt", "Col", "Maj", "Capt",
    "Sgt", "Cmdr", "Adm", "Rev", "Fr", "Hon", "Jr", "Sr", "Mt", "Ft", "No", "Nos", "vs", "Inc",
    "Co", "Corp", "Ltd", "Cie", "Bros", "LLC", "Pvt", "Pte", "Pty", "Dept", "Univ", "Inst", "Assn",
    "U.S", "U.K", "U.N", "E.U", "D.C", "Ph.D", "M.D", "B.A", "M.A", "e.g", "i.e", "etc", "al",
    "cf", "ca", "vol", "Vol", "pp", "ed", "eds", "Fig", "fig", "approx", "Ave", "Blvd", "Rd",
    "Str", "Nr", "S.A", "S.p.A", "A.Ş", "d.o.o", "feat", "ft",
];

/// The abbreviations of foreign companies and of their country, with which sentences end too.
pub(crate) const LATIN_COMPANIES: &[&str] = &["S.A", "Inc", "Ltd", "Co", "Corp", "U.S", "U.S.A"];
