//! The words of units of measure and of currencies in English.

use std::sync::LazyLock;

use super::number_words::is_number_word;
use crate::text::numbers::Numbers;
use crate::text::units::Unit::{
    Acre, Barrel, BasisPoint, Celsius, Cent, Centimetre, Century, Day, Decade, Degree, Dinar,
    Dirham, Dollar, Dunam, Euro, Fahrenheit, Foot, Franc, Gallon, Gigawatt, Gram, Hectare, Hour,
    Hryvnia, Inch, Kilogram, Kilometre, Kilowatt, Knot, Krone, Lira, Litre, Megawatt, Metre, Mile,
    Millimetre, Minute, Month, Mu, NauticalMile, Ounce, PerMille, Percent, Peso, Point, Pound,
    PoundWeight, Rand, Rial, Ruble, Rupee, Second, Shekel, ShortTon, Toman, Ton, Week, Won, Yard,
    Year, Yen, Yuan, Zloty,
};
use crate::text::units::{Parts, Reader, Units, Words};

static WORDS: Words = Words {
    names: &[
        ("percent, percents, per cent, pct, pc, p c", &[Percent]),
        // They may also be what another language has as percent: a lead of five percent.
        ("percentage point, percentage points", &[Percent, Point]),
        ("dollar, dollars, bucks, greenbacks", &[Dollar]),
        ("euro, euros", &[Euro]),
        ("pound, pounds", &[Pound, PoundWeight]),
        ("quid", &[Pound]),
        ("lira, liras, lire", &[Lira]),
        ("dinar, dinars", &[Dinar]),
        ("dirham, dirhams", &[Dirham]),
        ("rial, rials, riyal, riyals, reais", &[Rial]),
        ("toman, tomans", &[Toman]),
        ("shekel, shekels", &[Shekel]),
        ("rupee, rupees, rupiah, rupiahs", &[Rupee]),
        ("yuan, yuans, renminbi", &[Yuan]),
        ("yen", &[Yen]),
        ("ruble, rubles, rouble, roubles", &[Ruble]),
        ("hryvnia, hryvnias, hryvnya, hryvnyas", &[Hryvnia]),
        (
            "krone, kroner, krona, kronor, koruna, korunas, kronas",
            &[Krone],
        ),
        ("franc, francs", &[Franc]),
        ("peso, pesos", &[Peso]),
        ("rand, rands", &[Rand]),
        ("zloty, zlotys, zloties", &[Zloty]),
        ("seconds", &[Second]),
        ("minute, minutes, min, mins", &[Minute]),
        ("hour, hours, hr, hrs", &[Hour]),
        ("day, days", &[Day]),
        ("week, weeks", &[Week]),
        ("month, months", &[Month]),
        ("year, years", &[Year]),
        ("decades", &[Decade]),
        ("centuries", &[Century]),
        // An age, which the other language may say without any unit: it is no wrong one of days.
        // In months it can be a wrong one of years, though.
        (
            "year old, years old, years of age",
            &[Year, Month, Week, Day, Hour, Minute, Second],
        ),
        (
            "month old, months old, months of age",
            &[Month, Week, Day, Hour, Minute, Second],
        ),
        (
            "millimeter, millimeters, millimetre, millimetres, mm",
            &[Millimetre],
        ),
        (
            "centimeter, centimeters, centimetre, centimetres, cm",
            &[Centimetre],
        ),
        ("meter, meters, metre, metres", &[Metre]),
        (
            "kilometer, kilometers, kilometre, kilometres, km, kms, kph, kmh, kmph",
            &[Kilometre],
        ),
        ("mile, miles, mph", &[Mile]),
        ("nautical mile, nautical miles, nmi", &[NauticalMile]),
        ("yard, yards", &[Yard]),
        ("foot, feet, ft", &[Foot]),
        ("inch, inches", &[Inch]),
        ("knot, knots", &[Knot]),
        ("hectare, hectares", &[Hectare]),
        ("acre, acres, feddan, feddans", &[Acre]),
        ("dunam, dunams, dunum, dunums, donum, donums", &[Dunam]),
        ("mu", &[Mu]),
        ("gram, grams, gramme, grammes", &[Gram]),
        (
            "kilogram, kilograms, kilogramme, kilogrammes, kilo, kilos, kg, kgs",
            &[Kilogram],
        ),
        ("ton, tons, tonne, tonnes", &[Ton]),
        ("short ton, short tons, us ton, us tons", &[ShortTon]),
        ("lb, lbs", &[PoundWeight]),
        ("ounce, ounces, oz", &[Ounce]),
        ("liter, liters, litre, litres", &[Litre]),
        ("gallon, gallons", &[Gallon]),
        ("barrel, barrels, bbl, bpd", &[Barrel]),
        ("degree, degrees", &[Celsius, Degree, Fahrenheit]),
        (
            "degree celsius, degrees celsius, degree centigrade, degrees centigrade, degree c, degrees c, ° c",
            &[Celsius],
        ),
        (
            "degree fahrenheit, degrees fahrenheit, degree f, degrees f, ° f",
            &[Fahrenheit],
        ),
        ("kilowatt, kilowatts, kw, kwh", &[Kilowatt]),
        ("megawatt, megawatts, mw, mwh", &[Megawatt]),
        ("gigawatt, gigawatts, gw, gwh", &[Gigawatt]),
        (
            "cent, cents, centime, centimes, centavo, centavos, penny, pennies, pence, piastre, piastres, piaster, \
             piasters, halala, halalas, kopeck, kopecks, kopek, kopeks, kurus, agora, agorot",
            &[Cent],
        ),
        ("basis point, basis points, bps", &[BasisPoint]),
        ("per mille, per mil, per thousand", &[PerMille]),
    ],
    per_second: &[
        (
            "meter per second, meters per second, metre per second, metres per second, meters a second, \
             metres a second, m/s",
            &[Metre],
        ),
        (
            "kilometer per second, kilometers per second, kilometre per second, kilometres per second, km/s",
            &[Kilometre],
        ),
        ("mile per second, miles per second", &[Mile]),
        ("foot per second, feet per second, feet a second", &[Foot]),
    ],
    touching: &[
        ("c", &[Celsius, Cent]),
        ("f", &[Fahrenheit]),
        ("in", &[Inch]),
    ],
    before: &[
        ("le", &[Pound]),
        ("dh, dhs", &[Dirham]),
        ("sr", &[Rial]),
        ("rs", &[Rupee]),
    ],
    codes: &[
        ("usd", &[Dollar]),
        ("eur", &[Euro]),
        ("gbp, egp", &[Pound]),
        ("syp, lbp, ll", &[Lira, Pound]),
        ("iqd, kwd, jod, lyd, dzd, tnd, bhd", &[Dinar]),
        ("aed", &[Dirham]),
        ("sar, brl, irr, yer, omr, qar", &[Rial]),
        ("nis, ils", &[Shekel]),
        ("inr, pkr", &[Rupee]),
        ("rmb, cny", &[Yuan]),
        ("jpy", &[Yen]),
        ("rub", &[Ruble]),
        ("uah", &[Hryvnia]),
        ("chf", &[Franc]),
    ],
    implied: &[
        ("sar, sr", "saudi"),
        ("aed, dh, dhs", "emirati, uae"),
        ("iqd", "iraqi"),
        ("kwd", "kuwaiti"),
        ("jod", "jordanian"),
        ("bhd", "bahraini"),
        ("qar", "qatari"),
        ("omr", "omani"),
        ("yer", "yemeni"),
        ("irr", "iranian"),
        ("lyd", "libyan"),
        ("dzd", "algerian"),
        ("tnd", "tunisian"),
        ("lbp, ll", "lebanese"),
        ("syp", "syrian"),
        ("egp, le", "egyptian"),
        ("usd, $", "american, us"),
        ("gbp, £", "british, sterling"),
        ("nis, ils, ₪", "israeli"),
        ("₺", "turkish"),
        ("inr, ₹", "indian"),
        ("pkr", "pakistani"),
        ("rub, ₽", "russian"),
        ("uah, ₴", "ukrainian"),
        ("rmb, cny", "chinese"),
        ("jpy", "japanese"),
        ("chf", "swiss"),
        ("brl, r $", "brazilian"),
        ("bpd", "day, daily"),
        ("mph, kph, kmh, kmph", "hour"),
    ],
    loose: &[
        (
            "percentage, percentages, percentile, percentiles, share, proportion, chance, odds, split, turnout, majority",
            &[Percent],
        ),
        ("point, points", &[Percent, Point]),
        ("buck", &[Dollar]),
        ("sterling", &[Pound]),
        ("try, tl", &[Lira]),
        ("mad", &[Dirham]),
        ("real, reals", &[Rial]),
        ("idr, rp", &[Rupee]),
        ("crown, crowns, kr, nok, sek, dkk, czk", &[Krone]),
        ("won, krw", &[Won]),
        ("second, sec, secs, instant, moment, moments", &[Second]),
        (
            "foot soldier, foot soldiers, foot patrol, foot patrols",
            &[],
        ),
        ("quarter, quarters, half", &[Day, Hour, Minute, Month]),
        ("hourly, clock, o", &[Hour]),
        ("daily, night, nights, overnight, weekend, weekends", &[Day]),
        ("fortnight, fortnights, fortnightly, weekly", &[Week]),
        ("monthly", &[Month]),
        (
            "aged, age, anniversary, annual, annually, birthday, season, seasons, term, yearly",
            &[Year],
        ),
        ("decade, decades", &[Decade, Year]),
        (
            "century, centuries, millennium, millennia",
            &[Century, Year],
        ),
        ("klick, klicks, kilometric, k", &[Kilometre]),
        ("mileage", &[Mile]),
        ("b, mb", &[Barrel]),
        ("magnitude", &[Degree]),
        ("watt, watts", &[Gigawatt, Kilowatt, Megawatt]),
    ],
    perhaps: &[
        ("yr, yrs", &[Year]),
        ("decade", &[Decade]),
        ("century", &[Century]),
        ("m", &[Metre]),
        ("mi", &[Mile]),
        ("yd, yds", &[Yard]),
        ("ha", &[Hectare]),
        ("g, gm, gms", &[Gram]),
        ("t", &[Ton]),
        ("l", &[Litre]),
        ("gal", &[Gallon]),
        ("celsius, centigrade, c", &[Celsius]),
        ("fahrenheit, f", &[Fahrenheit]),
    ],
    shares: &[("in, in every, of every, out of, out of every", &[Percent])],
    between: "metric, long, short, us, u, s, american, canadian, australian, \
              consecutive, straight, full, whole, more, new, algerian, bahraini, brazilian, british, chinese, \
              czech, danish, egyptian, emirati, indian, indonesian, iranian, iraqi, israeli, japanese, jordanian, \
              kuwaiti, lebanese, libyan, mexican, moroccan, norwegian, omani, pakistani, qatari, russian, saudi, \
              serbian, singapore, sudanese, swedish, swiss, syrian, tunisian, turkish, ukrainian, yemeni",
    powers: &[("square, sq", 2), ("cubic, cu", 3)],
    degrees: &[Celsius, Degree, Fahrenheit],
    below_zero: "minus, below, subzero, sub, negative",
    parts: Some(Parts {
        one: &["a", "an"],
        half: "half",
        and: "and",
    }),
    is_number_word,
    ..Words::EMPTY
};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&WORDS));

/// Reads the units of a text with these numbers, whose shares may be percentages.
pub(super) fn read(text: &str, numbers: &Numbers) -> Units {
    let mut units = READER.read(text, numbers);
    if !numbers.shares.is_empty() {
        units.loose.insert(Percent);
    }
    units
}
