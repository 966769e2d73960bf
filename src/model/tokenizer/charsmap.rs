//! The character map of a SentencePiece file: what is replaced in a text before it is divided. It is
//! a trie in the double array of Darts-clone, and the replacements. The `tokenizers` crate follows
//! the array without comparing its numbers with its length, so that a damaged map would end every
//! article; this file owns refusing such a map when the model is opened.

use sentencepiece_model::SentencePieceModel;
use tokenizers::normalizers::precompiled::Precompiled;

/// Number of units in a block. Every byte of a text leads from a node to a unit of one block.
const BLOCK: usize = 256;
/// Marks a unit that holds a value, which no byte leads to.
const VALUE: u32 = 1 << 31;
/// Marks a unit with a value.
const HAS_VALUE: u32 = 1 << 8;
/// The longest replacement in bytes; those of NFKC have at most 33.
pub(super) const LONGEST: usize = 256;
/// What is said of a map that is not sound.
pub(super) const DAMAGED: &str = "its character map is damaged";

/// Reads the map of a file; `None` if it has none.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn of(model: &SentencePieceModel) -> Result<Option<Precompiled>, String> {
    match model.normalizer() {
        Some(normalizer) => read(normalizer.precompiled_charsmap()),
        None => Ok(None),
    }
}

/// Reads a map; `None` if it is empty.
fn read(map: &[u8]) -> Result<Option<Precompiled>, String> {
    if map.is_empty() {
        return Ok(None);
    }
    if !is_sound(map) {
        return Err(DAMAGED.to_owned());
    }
    let map = Precompiled::from(map).map_err(|e| e.to_string())?;
    Ok(Some(map))
}

/// Whether all numbers of a map lead to something in it: the length of the array in bytes, the array,
/// and the replacements, each with a zero behind it.
pub(super) fn is_sound(map: &[u8]) -> bool {
    let Some((length, rest)) = map.split_first_chunk::<4>() else {
        return false;
    };
    let length = u32::from_le_bytes(*length) as usize;
    let Some((array, replacements)) = rest.split_at_checked(length) else {
        return false;
    };
    let Ok(replacements) = std::str::from_utf8(replacements) else {
        return false;
    };
    let (units, cut) = array.as_chunks::<4>();
    let units: Vec<u32> = units.iter().map(|u| u32::from_le_bytes(*u)).collect();
    let leads_somewhere = |(at, &unit): (usize, &u32)| {
        if at > 0 && unit & VALUE != 0 {
            return true;
        }
        let node = at ^ offset(unit);
        let value = || units.get(node).map(|value| (value & !VALUE) as usize);
        (node | (BLOCK - 1)) < units.len()
            && (unit & HAS_VALUE == 0 || value().is_some_and(|at| is_replacement(replacements, at)))
    };
    cut.is_empty() && !units.is_empty() && units.iter().enumerate().all(leads_somewhere)
}

/// How far the node that a unit leads to lies from it, in the numbers of units.
fn offset(unit: u32) -> usize {
    (unit as usize >> 10) << ((unit & (1 << 9)) >> 6)
}

/// Whether a replacement of a usual length begins at this byte.
fn is_replacement(replacements: &str, at: usize) -> bool {
    let Some(rest) = replacements.get(at..) else {
        return false;
    };
    let mut bytes = rest.bytes().take(LONGEST + 1);
    bytes.position(|byte| byte == 0).unwrap_or(rest.len()) <= LONGEST
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use tokenizers::tokenizer::{NormalizedString, Normalizer as _};

    use super::*;

    const A: usize = b'a' as usize;

    /// A map of one block that replaces `a` by what begins at byte `value` of the replacements.
    /// `change` makes it another one.
    fn map(value: u32, replacements: &[u8], change: impl Fn(&mut Vec<u32>)) -> Vec<u8> {
        let mut units = vec![0; BLOCK];
        // From the node 0 of the root, `a` leads to the node 1, whose value is in the unit 1.
        units[A] = ((A as u32 ^ 1) << 10) | HAS_VALUE | A as u32;
        units[1] = VALUE | value;
        change(&mut units);
        let array: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let length = (array.len() as u32).to_le_bytes();
        [&length[..], &array, replacements].concat()
    }

    fn replaced(map: &[u8], text: &str) -> String {
        let map = read(map).unwrap().unwrap();
        let mut text = NormalizedString::from(text);
        map.normalize(&mut text).unwrap();
        text.get().to_owned()
    }

    #[test]
    fn a_sound_map_replaces() {
        assert_eq!(replaced(&map(0, b"bc\0", |_| ()), "xay"), "xbcy");
        assert_eq!(replaced(&map(1, b"bc\0", |_| ()), "a"), "c");
        // The last one needs no zero.
        assert_eq!(replaced(&map(3, b"bc\0d", |_| ()), "a"), "d");
        assert!(read(b"").unwrap().is_none());
    }

    #[test]
    fn a_map_whose_numbers_lead_nowhere_is_refused() {
        let good = map(0, b"b\0", |_| ());
        let claims = |bytes: u32| [&bytes.to_le_bytes()[..], &good[4..]].concat();
        let long = "b".repeat(LONGEST + 1);
        let wrong = [
            // An array of no units, of many more than there are, and cut within a unit.
            claims(0),
            claims(u32::MAX - 3),
            claims(1023),
            vec![0, 0, 0],
            // A block that ends early.
            map(0, b"b\0", |units| units.truncate(BLOCK - 1)),
            // Nodes and a value behind the array.
            map(0, b"b\0", |units| units[0] = 256 << 10),
            map(0, b"b\0", |units| units[A] |= 1 << 30),
            map(0, b"b\0", |units| units[A] |= 1 << 9),
            // Replacements behind the last one, within a letter, and of any length.
            map(3, b"b\0", |_| ()),
            map(1, "é\0".as_bytes(), |_| ()),
            map(0, long.as_bytes(), |_| ()),
            map(0, b"\xff\0", |_| ()),
        ];
        for (number, map) in wrong.iter().enumerate() {
            let error = read(map).err();
            assert_eq!(
                error.as_deref(),
                Some("its character map is damaged"),
                "{number}"
            );
        }
    }
}
