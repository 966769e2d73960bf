//! Names of files and folders, made of parts of the paths of articles. This file owns which
//! characters a name has, how long it is, and that different parts have different names.

use crate::text::steers_display;

/// Length limit of a file name in bytes, its extension included.
pub(super) const LONGEST: usize = 200;

/// A part that is safe as a name. A single `%` stands for an empty part; elsewhere a `%` is
/// followed by two digits, or ends the name of a folder whose own name was taken.
pub(super) fn encode(part: &str) -> String {
    match part {
        "" => return "%".to_owned(),
        "." => return "%2E".to_owned(),
        ".." => return "%2E%2E".to_owned(),
        _ => {}
    }
    let mut out = String::with_capacity(part.len());
    for c in part.chars() {
        if c.is_control() || matches!(c, '%' | '\\' | ':') || steers_display(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// A name of at most `longest` bytes. A name that only looks as if it had been cut is cut too, so
/// that it never takes the name of one that was.
pub(super) fn fit(name: String, longest: usize) -> String {
    if name.len() <= longest && !(name.len() + 3 >= longest && looks_cut(&name)) {
        return name;
    }
    let mut end = longest.saturating_sub(9).min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let hash = blake3::hash(name.as_bytes()).to_hex();
    format!("{}-{}", &name[..end], &hash.as_str()[..8])
}

/// Whether a name ends as those do that were cut: with `-` and 8 hex digits.
fn looks_cut(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() >= 9
        && bytes[bytes.len() - 9] == b'-'
        && bytes[bytes.len() - 8..]
            .iter()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
