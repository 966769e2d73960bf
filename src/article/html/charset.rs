//! The encoding that a page declares for itself. This file owns finding the declaration; whether
//! to believe it is decided where the bytes are decoded.

/// How many bytes of a file are searched for a declaration.
const HEAD: usize = 4096;

/// The character encoding that an XML prolog or an HTML `meta` element names in the first 4096
/// bytes, in lower case; it may name no known encoding.
pub(in crate::article) fn declared_charset(head: &[u8]) -> Option<String> {
    let head = &head[..head.len().min(HEAD)];
    let head: String = head
        .iter()
        .map(|&byte| {
            if byte.is_ascii() {
                char::from(byte.to_ascii_lowercase())
            } else {
                ' '
            }
        })
        .collect();
    if let Some(prolog) = head.trim_start().strip_prefix("<?xml")
        && let Some(end) = prolog.find("?>")
        && let Some(name) = value_of(&prolog[..end], "encoding")
    {
        return Some(name);
    }
    let mut rest = head.as_str();
    while let Some(at) = rest.find("<meta") {
        rest = &rest[at + "<meta".len()..];
        let end = rest.find('>').unwrap_or(rest.len());
        if let Some(name) = value_of(&rest[..end], "charset") {
            return Some(name);
        }
        rest = &rest[end..];
    }
    None
}

/// The value after `key =`, quoted or not. All text is ASCII here.
fn value_of(text: &str, key: &str) -> Option<String> {
    let mut rest = text;
    while let Some(at) = rest.find(key) {
        rest = &rest[at + key.len()..];
        if let Some(value) = rest.trim_start().strip_prefix('=') {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let stop = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>');
            let name = &value[..value.find(stop).unwrap_or(value.len())];
            if !name.is_empty() {
                return Some(name.to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_declaration_are_read() {
        let of = |head: &str| declared_charset(head.as_bytes());
        assert_eq!(
            of("<meta charset=Windows-1256>"),
            Some("windows-1256".to_owned())
        );
        assert_eq!(of("<META charset = 'utf-8'/>"), Some("utf-8".to_owned()));
        let old = r#"<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-6">"#;
        assert_eq!(of(old), Some("iso-8859-6".to_owned()));
        let xml = r#"<?xml version="1.0" encoding="UTF-16"?><html><meta charset="utf-8">"#;
        assert_eq!(of(xml), Some("utf-16".to_owned()));
        assert_eq!(
            of("<meta name=x><meta charset=\"cp1256\">"),
            Some("cp1256".to_owned())
        );
    }

    #[test]
    fn no_declaration_is_no_charset() {
        assert_eq!(declared_charset(b"<p>charset=utf-8</p>"), None);
        assert_eq!(declared_charset(b"<meta charset="), None);
        assert_eq!(declared_charset(&[0xff; 9000]), None);
        let late = format!("{}<meta charset=utf-8>", " ".repeat(HEAD));
        assert_eq!(declared_charset(late.as_bytes()), None);
    }
}
