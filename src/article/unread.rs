//! Kinds of files that may hold articles and that mujaz does not read. This file owns what is said of
//! them: each is skipped with what to do, and never counted in silence among pictures and programs.

use std::path::Path;

use super::Refusal;

/// Extensions in lower case, what such files are, and what to do.
const KINDS: [(&[&str], &str, &str); 12] = [
    (
        &["doc", "wps", "wpd"],
        "a document of an old Word or WordPerfect",
        "save it as .docx",
    ),
    (
        &["pages"],
        "a document of Apple's Pages",
        "export it as .docx",
    ),
    (
        &["fodt", "sxw"],
        "a document of LibreOffice in another form",
        "save it as .odt",
    ),
    (&["ppt", "pptx", "odp"], "a presentation", "save it as .pdf"),
    (
        &["numbers"],
        "a spreadsheet of Apple's Numbers",
        "export it as .xlsx",
    ),
    (
        &["webarchive", "maff"],
        "a page that a browser stored in a form of its own",
        "save it as .html",
    ),
    (
        &["wacz"],
        "an archive of stored pages with an index",
        "unpack it; the .warc.gz in it is read",
    ),
    (
        &["lz4", "br", "lzma", "7z", "rar"],
        "compressed in a way that mujaz does not unpack",
        "unpack it first",
    ),
    (
        &["mobi", "azw", "azw3", "fb2", "chm"],
        "a book in another format",
        "convert it to .epub",
    ),
    (
        &["djvu", "xps", "oxps"],
        "a document as it is printed in another format than PDF",
        "convert it to .pdf",
    ),
    (
        &["pst", "ost"],
        "a store of mails of Outlook",
        "export the mails as .eml or .msg",
    ),
    (
        &["ass", "ssa", "ttml"],
        "subtitles in another format",
        "convert them to .srt",
    ),
];

/// The refusal of a file with this name, if it is of such a kind.
pub(super) fn refusal(name: &str) -> Option<Refusal> {
    let extension = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    let mut kinds = KINDS.iter();
    let (_, kind, advice) =
        kinds.find(|(extensions, ..)| extensions.contains(&extension.as_str()))?;
    Some(Refusal::Skipped(format!("it is {kind}; {advice}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Format;

    #[test]
    fn what_is_not_read_is_said_with_what_to_do() {
        let said = |name: &str| refusal(name).map(|refusal| refusal.to_string());
        assert_eq!(
            said("a/b.DOC").as_deref(),
            Some("it is a document of an old Word or WordPerfect; save it as .docx")
        );
        assert_eq!(
            said("a.jsonl.lz4").as_deref(),
            Some("it is compressed in a way that mujaz does not unpack; unpack it first")
        );
        assert_eq!(said("a.txt.lzma"), said("a.jsonl.lz4"));
        for name in ["a.txt", "doc", "a.png", "a"] {
            assert_eq!(said(name), None, "{name}");
        }
    }

    #[test]
    fn no_kind_is_one_that_is_read() {
        for extension in KINDS.iter().flat_map(|(extensions, ..)| *extensions) {
            let path = format!("a.{extension}");
            assert!(Format::of_path(Path::new(&path)).is_err(), "{extension}");
        }
    }
}
