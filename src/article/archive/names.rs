//! The names of members of archives: their encoding, and how they become paths.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::WINDOWS_1256;

/// The upper half of code page 720, in which DOS and Windows wrote Arabic names.
const CODE_PAGE_720: &str = "\u{80}\u{81}éâ\u{84}à\u{86}çêëèïî\u{8d}\u{8e}\u{8f}\u{90}\u{651}\u{652}ô¤ـûùءآأؤ£إئابةتثجحخدذرزسشص«»\
    ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ضطظعغفµقكلمنهوىي≡\
    \u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}≈°∙·√ⁿ²■\u{a0}";

/// The paths of an archive's members, each given once.
#[derive(Debug, Default)]
pub(in crate::article) struct Names {
    taken: BTreeSet<String>,
    /// The last number that each name was given.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    /// The path of a member with this name: parts that lead elsewhere are left out, and a second
    /// member of the same name gets a number. `None` if systems put it there and no person did.
    pub(in crate::article) fn path_of(&mut self, raw: &[u8]) -> Option<String> {
        let name = decoded(raw).replace('\\', "/");
        let parts: Vec<&str> = name
            .split('/')
            .filter(|part| !matches!(*part, "" | "." | "..") && !is_drive(part))
            .collect();
        if parts
            .iter()
            .any(|part| part.starts_with('.') || *part == "__MACOSX")
        {
            return None;
        }
        let path = parts.join("/");
        let (stem, extension) = match path.rsplit_once('.') {
            Some((stem, extension)) if !extension.contains('/') => (stem, format!(".{extension}")),
            _ => (path.as_str(), String::new()),
        };
        let mut unique = path.clone();
        while !self.taken.insert(unique.clone()) {
            let number = self.numbers.entry(path.clone()).or_insert(1);
            *number += 1;
            unique = format!("{stem}-{number}{extension}");
        }
        (!path.is_empty()).then_some(unique)
    }
}

fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// A name in UTF-8, or else in the Arabic code page in which it has more Arabic letters.
fn decoded(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    let upper: Vec<char> = CODE_PAGE_720.chars().collect();
    let dos: String = raw
        .iter()
        .map(|&byte| match byte.checked_sub(0x80) {
            Some(place) => upper[usize::from(place)],
            None => char::from(byte),
        })
        .collect();
    let windows = WINDOWS_1256.decode_without_bom_handling(raw).0.into_owned();
    let letters = |name: &str| name.chars().filter(|c| ('ء'..='ي').contains(c)).count();
    if letters(&dos) > letters(&windows) {
        dos
    } else {
        windows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_archive() {
        let mut names = Names::default();
        let mut path_of = |name: &str| names.path_of(name.as_bytes());
        assert_eq!(path_of("a/b.txt").as_deref(), Some("a/b.txt"));
        assert_eq!(path_of("../../etc/x.txt").as_deref(), Some("etc/x.txt"));
        assert_eq!(path_of("C:\\news\\x.txt").as_deref(), Some("news/x.txt"));
        assert_eq!(path_of("/x.txt").as_deref(), Some("x.txt"));
        assert_eq!(path_of("./x.txt").as_deref(), Some("x-2.txt"));
        for ignored in ["__MACOSX/a/._b.txt", "a/.DS_Store", "", "..", "/"] {
            assert_eq!(path_of(ignored), None, "{ignored}");
        }
    }

    #[test]
    fn arabic_code_pages_of_names_are_told_apart() {
        assert_eq!(CODE_PAGE_720.chars().count(), 128);
        // "خبر.txt" in both, by Python's codecs.
        assert_eq!(decoded(b"\xce\xc8\xd1.txt"), "خبر.txt");
        assert_eq!(decoded(b"\xa6\xa0\xa9.txt"), "خبر.txt");
    }
}
