//! Whether a document is whole. The end of a file is often missing, as after a download that broke
//! off. What reads documents takes the pages that are there, and the others would be missing without
//! notice.

/// What the end of a document begins with, and its last mark, which a crude program leaves out.
const END: [&[u8]; 2] = [b"startxref", b"%%EOF"];

/// The number of bytes at the beginning of a file that say how long it is, if anything says so.
const HEAD: usize = 1024;

/// Whether the end of a document is missing.
pub(super) fn is_cut_off(bytes: &[u8]) -> bool {
    let has_end = (0..bytes.len())
        .rev()
        .any(|at| END.iter().any(|end| bytes[at..].starts_with(end)));
    // One that is arranged for the web has such a mark behind its first page, too.
    let length = stated_length(&bytes[..bytes.len().min(HEAD)]);
    !has_end || length.is_some_and(|length| length > bytes.len())
}

/// The length of a document that is arranged for the web (linearized), in bytes. Source: ISO 32000-2, F.3.
fn stated_length(head: &[u8]) -> Option<usize> {
    let head = String::from_utf8_lossy(head);
    let (_, parameters) = head.split_once("/Linearized")?;
    let (parameters, _) = parameters.split_once(">>")?;
    // Other keys have letters behind the first one.
    let mut values = parameters.split("/L").skip(1).map(str::trim_start);
    values.find_map(|value| {
        let end = value.find(|c: char| !c.is_ascii_digit());
        value[..end.unwrap_or(value.len())].parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_without_its_end_is_cut_off() {
        assert!(!is_cut_off(b"%PDF-1.4\n1 0 obj\nstartxref\n9\n%%EOF\n"));
        assert!(!is_cut_off(
            b"%PDF-1.4\nstartxref\n9\n%%EOF\r\n<!-- sent by a server -->"
        ));
        assert!(!is_cut_off(b"%PDF-1.4\n1 0 obj\nstartxref\n9\n"));
        assert!(is_cut_off(
            b"%PDF-1.4\n1 0 obj\nxref\n0 6\ntrailer\n<< /Size 6 >>\nstart"
        ));
        assert!(is_cut_off(b"%PDF"));
        assert!(is_cut_off(b""));
    }

    #[test]
    fn a_document_for_the_web_states_its_length() {
        let page = |length: &str| {
            let head =
                format!("%PDF-1.5\n4 0 obj\n<</Linearized 1/L {length}/O 6/E 60/N 2/T 80>>\n");
            head + "%%EOF\nsecond page\n%%EOF\n"
        };
        let whole = page("100");
        assert_eq!(whole.len(), 83);
        assert!(is_cut_off(whole.as_bytes()));
        assert!(!is_cut_off(page("083").as_bytes()));
        // A later version is appended.
        assert!(!is_cut_off(page("080").as_bytes()));
        assert_eq!(
            stated_length(b"<< /Length 12 /Linearized 1 /Lang (ar) /L 345 >>"),
            Some(345)
        );
        assert_eq!(stated_length(b"<< /Linearized 1 >> << /L 345 >>"), None);
        assert_eq!(stated_length(b"<< /L 345 >>"), None);
    }
}
