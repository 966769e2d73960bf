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
    /// A start tag with this name, and with a class unless that is empty.
    pub(crate) fn of(name: &str, class: &str) -> Self {
        let class = Some(class).filter(|class| !class.is_empty());
        let attributes = class.map(|class| ("class".to_owned(), class.to_owned()));
        Self {
            prefix: String::new(),
            name: name.to_owned(),
            attributes: attributes.into_iter().collect(),
        }
    }

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

    /// The next event, with a start among the open elements; `None` where the document is broken.
    fn event(&mut self) -> Option<Event<'t>> {
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                self.broken.get_or_insert_with(|| error.to_string());
                return None;
            }
        };
        if let Event::Start(tag) = &event {
            if self.open.len() == MAX_DEPTH {
                self.broken = Some("its elements are nested too deep".to_owned());
                return None;
            }
            self.open.push(tag.name().as_ref().to_owned());
        }
        Some(event)
    }

    /// Closes the element that an end belongs to, with what was left open inside it, and returns how many that are.
    /// An end without a start closes nothing.
    fn close(&mut self, name: &str) -> Option<usize> {
        let start = self.open.iter().rposition(|open| open == name)?;
        let inside = self.open.len() - start - 1;
        self.open.truncate(start);
        Some(inside)
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
            match self.event()? {
                Event::Start(tag) => return Some(Node::Open(tag_of(&tag))),
                Event::Empty(tag) => {
                    self.ends = 1;
                    return Some(Node::Open(tag_of(&tag)));
                }
                Event::End(tag) => {
                    if let Some(inside) = self.close(tag.name().as_ref()) {
                        self.ends = inside;
                        return Some(Node::Close);
                    }
                }
                Event::Text(text) => {
                    return Some(Node::Text(text.xml10_content().into_owned()));
                }
                Event::CData(text) => {
                    return Some(Node::Text(text.xml10_content().into_owned()));
                }
                Event::GeneralRef(name) => {
                    let entity = format!("&{};", &*name.xml10_content());
                    let text = html_escape::decode_html_entities(&entity).into_owned();
                    return Some(Node::Text(text));
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => return None,
            }
        }
    }
}

/// The start tags of a document that have one of these names, in any namespace. Tags with other names, which are
/// most of a list of styles, are passed over without a copy.
pub(crate) fn start_tags(text: &str, names: &[&str]) -> impl Iterator<Item = Tag> {
    let mut nodes = Nodes::of(text);
    std::iter::from_fn(move || {
        loop {
            match nodes.event()? {
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name();
                    let name: &str = name.as_ref();
                    let own = name.split_once(':').map_or(name, |(_, own)| own);
                    if names.contains(&own) {
                        return Some(tag_of(&tag));
                    }
                }
                Event::End(tag) => {
                    nodes.close(tag.name().as_ref());
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    })
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
    fn the_start_tags_of_names_are_those_among_all_nodes() {
        let document = "<w:a v='1'><b/><x:b v='&amp;2'>t</x:b></c><b:a/><a v='3'></w:a><b";
        let names = ["a", "b"];
        let all = Nodes::of(document).filter_map(|node| match node {
            Node::Open(tag) if names.contains(&tag.name.as_str()) => Some(tag),
            _ => None,
        });
        let all: Vec<Tag> = all.collect();
        assert_eq!(start_tags(document, &names).collect::<Vec<_>>(), all);
        let values: Vec<Option<&str>> = all.iter().map(|tag| tag.attribute("v")).collect();
        assert_eq!(values, [Some("1"), None, Some("&2"), None, Some("3")]);
        let only: Vec<Tag> = start_tags(document, &["b"]).collect();
        assert_eq!(only, all[1..3]);
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        assert_eq!(start_tags(&deep, &names).count(), MAX_DEPTH);
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
