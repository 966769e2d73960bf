//! XML as a sequence of tags and texts. This file owns entities, which are those of XML and HTML
//! alone: what a document defines or includes itself is never followed.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Maximum number of open elements.
const MAX_DEPTH: usize = 1000;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// A start tag; an empty element has an end as well.
    Open(Tag),
    /// An end tag.
    Close,
    /// Text with its entities resolved.
    Text(String),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The prefix of its name, empty if it has none.
    pub(crate) prefix: String,
    /// Its name without the prefix.
    pub(crate) name: String,
    /// Attributes by their names without prefixes.
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Its start tag in HTML under another name, with the attributes that say whether and where its
    /// text is shown.
    pub(crate) fn start_as(&self, html: &str) -> String {
        let mut start = format!("<{html}");
        for name in ["class", "hidden", "style"] {
            if let Some(value) = self.attribute(name) {
                let value = html_escape::encode_double_quoted_attribute(value);
                start.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        start.push('>');
        start
    }
}

/// Reads a document from its text.
pub(crate) struct Nodes<'t> {
    reader: Reader<&'t [u8]>,
    /// The names of the open elements.
    open: Vec<String>,
    /// Number of ends that are due before anything else is read.
    ends: usize,
    /// What is wrong with the document where reading ended.
    broken: Option<String>,
}

impl<'t> Nodes<'t> {
    /// A reader at the beginning of a text.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self {
            reader,
            open: Vec::new(),
            ends: 0,
            broken: None,
        }
    }

    /// Why reading ended before the end of the document, if it did.
    pub(crate) fn broken(self) -> Option<String> {
        let unclosed = (!self.open.is_empty()).then(|| "it ends in the middle".to_owned());
        self.broken.or(unclosed)
    }
}

impl Iterator for Nodes<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        if let Some(rest) = self.ends.checked_sub(1) {
            self.ends = rest;
            return Some(Node::Close);
        }
        if self.broken.is_some() {
            return None;
        }
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(_)) if self.open.len() == MAX_DEPTH => {
                    self.broken = Some("its elements are nested too deep".to_owned());
                    return None;
                }
                Ok(Event::Start(tag)) => {
                    self.open.push(tag.name().as_ref().to_owned());
                    return Some(Node::Open(tag_of(&tag)));
                }
                Ok(Event::Empty(tag)) => {
                    self.ends = 1;
                    return Some(Node::Open(tag_of(&tag)));
                }
                Ok(Event::End(tag)) => {
                    // An end closes what was left open inside its element; without a start it closes
                    // nothing.
                    let name = tag.name();
                    let start = self.open.iter().rposition(|open| open == name.as_ref());
                    if let Some(start) = start {
                        self.ends = self.open.len() - start - 1;
                        self.open.truncate(start);
                        return Some(Node::Close);
                    }
                }
                Ok(Event::Text(text)) => {
                    return Some(Node::Text(text.xml10_content().into_owned()));
                }
                Ok(Event::CData(text)) => {
                    return Some(Node::Text(text.xml10_content().into_owned()));
                }
                Ok(Event::GeneralRef(name)) => {
                    let entity = format!("&{};", &*name.xml10_content());
                    let text = html_escape::decode_html_entities(&entity).into_owned();
                    return Some(Node::Text(text));
                }
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Ok(Event::Eof) => return None,
                Err(error) => {
                    self.broken.get_or_insert_with(|| error.to_string());
                    return None;
                }
            }
        }
    }
}

fn tag_of(tag: &BytesStart<'_>) -> Tag {
    let split = |name: &str| match name.split_once(':') {
        Some((prefix, name)) => (prefix.to_owned(), name.to_owned()),
        None => (String::new(), name.to_owned()),
    };
    let (prefix, name) = split(tag.name().as_ref());
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = html_escape::decode_html_entities(&*attribute.value).into_owned();
        (split(attribute.key.as_ref()).1, value)
    });
    Tag {
        prefix,
        name,
        attributes: attributes.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> String {
        let nodes = Nodes::of(document);
        nodes
            .filter_map(|node| match node {
                Node::Text(text) => Some(text),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn entities_are_those_of_xml_and_html() {
        assert_eq!(
            texts("<a>x &amp; &#x627;&laquo; &b; & y<![CDATA[<z>]]></a>"),
            "x & ا« &b; & y<z>"
        );
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;&c;</a>";
        assert_eq!(texts(bomb), "&b;&c;");
    }

    #[test]
    fn elements_nest_only_so_deep() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        let mut nodes = Nodes::of(&deep);
        assert_eq!(nodes.by_ref().count(), MAX_DEPTH);
        assert!(nodes.broken().is_some());
    }

    #[test]
    fn broken_documents_give_what_comes_before() {
        let mut nodes = Nodes::of("<a><b v='1'>x</b><c");
        let read: Vec<Node> = nodes.by_ref().collect();
        assert!(matches!(&read[1], Node::Open(tag) if tag.attribute("v") == Some("1")));
        assert_eq!(read[2], Node::Text("x".to_owned()));
        assert!(nodes.broken().is_some());
    }

    #[test]
    fn an_end_closes_what_was_left_open_inside() {
        let mut nodes = Nodes::of("<a><b>x<br></b></x>y</a></b>");
        let depths: Vec<i32> = nodes
            .by_ref()
            .scan(0, |depth, node| {
                *depth += match node {
                    Node::Open(_) => 1,
                    Node::Close => -1,
                    Node::Text(_) => 0,
                };
                Some(*depth)
            })
            .collect();
        assert_eq!(depths, [1, 2, 2, 3, 2, 1, 1, 0]);
        assert_eq!(nodes.broken(), None);
    }
}
