//! The font Symbol, whose characters have codes of their own.

/// The font of mathematical and Greek letters, whose characters have codes of their own.
pub(super) const SYMBOL: &str = "Symbol";

/// Characters of that font by the last byte of their codes; Greek letters follow in a row.
const SYMBOLS: [(u32, char); 12] = [
    (0x25, '%'),
    (0x2b, '+'),
    (0x2d, '−'),
    (0x3d, '='),
    (0xa3, '≤'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xbb, '≈'),
];

/// Characters whose codes are the usual ones.
const SAME: &str = " !#&()*,./:;<>?[]_{|}";

/// The letters of that font from `A` and from `a`.
const GREEK: (&str, &str) = ("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ");

/// The character of the font Symbol with this code.
pub(super) fn of_symbol(code: u32) -> Option<char> {
    let letter = |letters: &str, first: u32| letters.chars().nth((code - first) as usize);
    match code {
        0x30..=0x39 => char::from_u32(code),
        0x41..=0x5a => letter(GREEK.0, 0x41),
        0x61..=0x7a => letter(GREEK.1, 0x61),
        _ => {
            let own = SYMBOLS.iter().find(|(own, _)| *own == code);
            let own = own.map(|(_, sign)| *sign);
            own.or_else(|| char::from_u32(code).filter(|sign| SAME.contains(*sign)))
        }
    }
}
