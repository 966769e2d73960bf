//! How alike the consonants of a foreign name and of its transcription are. The classes of sounds
//! come from the languages' word forms; the costs here were fitted on pairs of names.

/// The number of consonants above which a word is no name, but an attempt to waste time.
const LONGEST: usize = 64;

/// The similarity of the consonants of a word in Latin letters and of one in Arabic letters, 0 to 1:
/// one less their edit distance, by the number of consonants.
pub(super) fn similarity(latin: &[u8], arabic: &[u8]) -> f64 {
    if latin.len().max(arabic.len()) > LONGEST {
        return 0.0;
    }
    let strong = |word: &[u8]| word.iter().filter(|c| !b"WYH".contains(c)).count() as f64;
    let mut consonants = strong(latin).max(strong(arabic));
    if consonants == 0.0 {
        consonants = latin.len().max(arabic.len()) as f64 * 0.4;
    }
    if consonants == 0.0 {
        return 0.0;
    }
    (1.0 - distance(latin, arabic) / consonants.max(1.5)).max(0.0)
}

fn distance(latin: &[u8], arabic: &[u8]) -> f64 {
    let mut row = vec![0.0];
    for &sound in arabic {
        row.push(row[row.len() - 1] + left_out(sound));
    }
    for &own in latin {
        let mut next = vec![row[0] + left_out(own)];
        for (at, &other) in arabic.iter().enumerate() {
            let replaced = row[at] + replaced(own, other);
            let dropped = row[at + 1] + left_out(own);
            let added = next[at] + left_out(other);
            next.push(replaced.min(dropped).min(added));
        }
        row = next;
    }
    row[row.len() - 1]
}

/// The cost of a sound that only one of the words has; half vowels come and go.
fn left_out(sound: u8) -> f64 {
    match sound {
        b'W' => 0.25,
        b'Y' => 0.2,
        b'H' => 0.4,
        b'G' => 0.8,
        _ => 1.0,
    }
}

/// The cost of one sound for another. The small letters are English ones with several sounds: `k`
/// is a c before e, i or y, `c` is ch, `g` is g.
fn replaced(latin: u8, arabic: u8) -> f64 {
    if latin == arabic {
        return 0.0;
    }
    match (latin, arabic) {
        (b'k', b'S')
        | (b'k', b'K')
        | (b'c', b'C')
        | (b'c', b'K')
        | (b'g', b'G')
        | (b'g', b'J')
        | (b'V', b'F') => 0.0,
        (b'V', b'W') | (b'Z', b'T') | (b'D', b'Q') | (b'Q', b'D') | (b'X', b'H') => 0.1,
        (b'c', b'X')
        | (b'g', b'K')
        | (b'J', b'X')
        | (b'Z', b'Q')
        | (b'Q', b'S')
        | (b'T', b'Z')
        | (b'X', b'K') => 0.2,
        (b'c', b'J')
        | (b'V', b'B')
        | (b'G', b'J')
        | (b'J', b'Y')
        | (b'J', b'C')
        | (b'Z', b'S')
        | (b'Z', b'D')
        | (b'S', b'C')
        | (b'S', b'Z')
        | (b'S', b'Q')
        | (b'H', b'X')
        | (b'W', b'F')
        | (b'C', b'S')
        | (b'C', b'J') => 0.3,
        (b'c', b'S')
        | (b'k', b'C')
        | (b'g', b'X')
        | (b'G', b'K')
        | (b'K', b'X')
        | (b'J', b'S')
        | (b'J', b'H')
        | (b'D', b'T')
        | (b'T', b'D')
        | (b'T', b'C')
        | (b'B', b'F')
        | (b'F', b'B')
        | (b'C', b'X') => 0.4,
        (b'K', b'J') | (b'D', b'S') | (b'M', b'N') | (b'N', b'M') | (b'X', b'C') => 0.5,
        (b'W', b'B') | (b'S', b'T') => 0.6,
        (b'L', b'R') => 0.7,
        _ => 1.2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_like_their_transcriptions_and_unlike_others() {
        assert_eq!(similarity(b"BGDD", b"BGDD"), 1.0);
        assert!(similarity(b"kRY", b"SWRY") > 0.65, "Syria");
        assert!(similarity(b"LNDN", b"BRLN") < 0.5, "London and Berlin");
        assert_eq!(similarity(b"", b""), 0.0);
    }
}
