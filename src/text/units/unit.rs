//! The units that are told apart. Units that one word of some language may name are one here, if news
//! seldom have both: the dinars of all countries, the riyal and the rial.

/// A unit of measure or a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Percent; where a language has one word for both, also percentage points.
    Percent,
    /// A percentage point.
    Point,
    /// A tenth of a percent.
    PerMille,
    /// A hundredth of a percent.
    BasisPoint,
    /// The dollar of any country.
    Dollar,
    /// The euro.
    Euro,
    /// The pound as money, of any country.
    Pound,
    /// The lira of any country.
    Lira,
    /// The dinar of any country.
    Dinar,
    /// The dirham of any country.
    Dirham,
    /// The riyal, the rial and the real.
    Rial,
    /// The toman.
    Toman,
    /// The shekel.
    Shekel,
    /// The rupee and the rupiah.
    Rupee,
    /// The yuan.
    Yuan,
    /// The yen.
    Yen,
    /// The rouble.
    Ruble,
    /// The hryvnia.
    Hryvnia,
    /// The crown of any country.
    Krone,
    /// The franc of any country.
    Franc,
    /// The peso of any country.
    Peso,
    /// The won.
    Won,
    /// The rand.
    Rand,
    /// The zloty.
    Zloty,
    /// The hundredth of any currency: cents, piastres, kopecks.
    Cent,
    /// The second.
    Second,
    /// The minute.
    Minute,
    /// The hour.
    Hour,
    /// The day.
    Day,
    /// The week.
    Week,
    /// The month.
    Month,
    /// The year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// The millimetre, like all units of length also squared, cubed, per hour and per second.
    Millimetre,
    /// The centimetre.
    Centimetre,
    /// The metre.
    Metre,
    /// The kilometre.
    Kilometre,
    /// The mile on land.
    Mile,
    /// The mile at sea, for which most languages have the same word.
    NauticalMile,
    /// The yard.
    Yard,
    /// The foot.
    Foot,
    /// The inch.
    Inch,
    /// The knot.
    Knot,
    /// The hectare.
    Hectare,
    /// The acre and the feddan, which is about as large.
    Acre,
    /// The dunam.
    Dunam,
    /// The mu of China.
    Mu,
    /// The gram.
    Gram,
    /// The kilogram.
    Kilogram,
    /// The ton, metric or not.
    Ton,
    /// The ton of the United States, where a text names it.
    ShortTon,
    /// The pound as a weight.
    PoundWeight,
    /// The ounce.
    Ounce,
    /// The litre.
    Litre,
    /// The gallon.
    Gallon,
    /// The barrel.
    Barrel,
    /// The degree Celsius.
    Celsius,
    /// The degree Fahrenheit.
    Fahrenheit,
    /// Any other degree.
    Degree,
    /// The kilowatt, like the other units of power also times an hour.
    Kilowatt,
    /// The megawatt.
    Megawatt,
    /// The gigawatt.
    Gigawatt,
}
