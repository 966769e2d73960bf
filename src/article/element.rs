//! A document of XML as a tree of elements. This file owns how the content of an element becomes
//! plain text or HTML; what the elements of a format mean is known to the file that reads it.

use super::extracted::one_line;
use super::html::is_inline;
use super::xml::{Node, Nodes, Tag};

/// Elements that are the same in HTML, in NITF or in both.
const SAME: [&str; 34] = [
    "p",
    "br",
    "div",
    "span",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "u",
    "blockquote",
    "figure",
    "figcaption",
    "aside",
];

/// Elements of NITF and of DocBook, with what they are in HTML.
const OTHERS: [(&str, &str); 10] = [
    ("hl1", "h2"),
    ("hl2", "h2"),
    ("bq", "blockquote"),
    ("block", "div"),
    ("media", "figure"),
    ("media-caption", "figcaption"),
    ("para", "p"),
    ("section", "div"),
    ("body.content", "div"),
    ("tagline", "p"),
];

/// Elements of HTML that hold one paragraph, besides those that are a part of one.
const PARAGRAPHS: [&str; 14] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "caption",
    "figcaption",
];

/// Elements whose content is not shown, or not to readers.
const UNSEEN: [&str; 10] = [
    "head",
    "script",
    "style",
    "media-metadata",
    "media-reference",
    "media-object",
    "media-producer",
    "nitf-table-metadata",
    "body.head",
    "alt-code",
];

/// An element with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// Its start tag; the name is in lower case, because older documents are written in capitals.
    tag: Tag,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Text(String),
    Element(Element),
}

impl Element {
    /// The elements at the top of a document, usually one, and what is wrong with the document
    /// where reading ended. An element that breaks off holds what comes before that.
    pub(super) fn all_of(text: &str) -> (Vec<Self>, Option<String>) {
        let mut nodes = Nodes::of(text);
        let mut roots = Vec::new();
        let mut open: Vec<Self> = Vec::new();
        for node in nodes.by_ref() {
            match node {
                Node::Open(mut tag) => {
                    tag.name = tag.name.to_lowercase();
                    open.push(Self {
                        tag,
                        content: Vec::new(),
                    });
                }
                Node::Text(text) => {
                    if let Some(parent) = open.last_mut() {
                        parent.content.push(Content::Text(text));
                    }
                }
                Node::Close => close(&mut open, &mut roots),
            }
        }
        while !open.is_empty() {
            close(&mut open, &mut roots);
        }
        (roots, nodes.broken())
    }

    /// Its name in lower case, without a prefix.
    pub(super) fn name(&self) -> &str {
        &self.tag.name
    }

    /// The value of an attribute that says something.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.tag.attribute(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The elements in it, in their order.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|part| match part {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first element of this name that is directly in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name() == name)
    }

    /// The first element of this name at any depth in it, in the order of the document.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| {
            if element.name() == name {
                Some(element)
            } else {
                element.find(name)
            }
        })
    }

    /// Collects the elements of this name at any depth, but none within another of them.
    pub(super) fn collect<'e>(&'e self, name: &str, found: &mut Vec<&'e Self>) {
        for element in self.elements() {
            if element.name() == name {
                found.push(element);
            } else {
                element.collect(name, found);
            }
        }
    }

    /// Whether there is text directly in it.
    fn has_own_text(&self) -> bool {
        self.content
            .iter()
            .any(|part| matches!(part, Content::Text(text) if !text.trim().is_empty()))
    }

    /// Whether there is text in it, at any depth.
    fn has_text(&self) -> bool {
        self.has_own_text() || self.elements().any(Self::has_text)
    }

    /// Whether something directly in it is a part of a line in HTML, and says something.
    fn has_inline(&self) -> bool {
        let mut elements = self.elements();
        elements
            .any(|element| shown_as(&element.tag.name).is_some_and(is_inline) && element.has_text())
    }

    /// All text in it, as it stands.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text("", &mut text);
        text
    }

    /// All text in it on one line, with a space between the texts of two elements: the parts of a
    /// byline are elements.
    pub(super) fn line(&self) -> String {
        let mut text = String::new();
        self.push_text(" ", &mut text);
        one_line(&text)
    }

    fn push_text(&self, between: &str, out: &mut String) {
        for part in &self.content {
            match part {
                Content::Text(text) => out.push_str(text),
                Content::Element(element) => {
                    out.push_str(between);
                    element.push_text(between, out);
                    out.push_str(between);
                }
            }
        }
    }

    /// The element as it would be if it, and those in it, were written with the names and classes that `html_of`
    /// gives; where that gives none, an element stays as it is.
    pub(super) fn renamed(
        &self,
        html_of: fn(&Self) -> Option<(&'static str, &'static str)>,
    ) -> Self {
        let content = self.content.iter().map(|part| match part {
            Content::Text(text) => Content::Text(text.clone()),
            Content::Element(element) => Content::Element(element.renamed(html_of)),
        });
        let tag = html_of(self).map(|(name, class)| Tag::of(name, class));
        Self {
            tag: tag.unwrap_or_else(|| self.tag.clone()),
            content: content.collect(),
        }
    }

    /// The element as HTML that has its name, by [`Element::html`].
    pub(super) fn outer_html(&self) -> String {
        let name = self.name();
        format!("{}{}</{name}>", self.tag.start_as(name), self.html())
    }

    /// Its content as HTML. An element that HTML does not know is part of the line within a paragraph, and
    /// beside text or what is part of a line in HTML. Elsewhere it is a paragraph.
    pub(super) fn html(&self) -> String {
        let mut html = String::new();
        self.push_html(false, &mut html);
        html
    }

    /// Appends its content; `in_paragraph` says that it is within one.
    fn push_html(&self, in_paragraph: bool, out: &mut String) {
        let has_own_text = self.has_own_text();
        let is_line = in_paragraph || has_own_text || self.has_inline();
        let mut follows_element = false;
        for part in &self.content {
            let element = match part {
                Content::Text(text) => {
                    out.push_str(&html_escape::encode_text(text));
                    follows_element = false;
                    continue;
                }
                Content::Element(element) => element,
            };
            let name = element.name();
            if UNSEEN.contains(&name) {
                continue;
            }
            let follows = std::mem::replace(&mut follows_element, true);
            let Some(shown) = shown_as(name).or((!is_line).then_some("div")) else {
                // The parts of a name may have nothing between them.
                if follows && !has_own_text {
                    out.push(' ');
                }
                element.push_html(true, out);
                continue;
            };
            out.push_str(&element.tag.start_as(shown));
            element.push_html(is_inline(shown) || PARAGRAPHS.contains(&shown), out);
            // A line break has no end tag in HTML.
            if shown != "br" {
                out.push_str(&format!("</{shown}>"));
            }
        }
    }
}

/// Ends the innermost open element, which becomes part of the one around it.
fn close(open: &mut Vec<Element>, roots: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.content.push(Content::Element(element)),
            None => roots.push(element),
        }
    }
}

/// The element of HTML that one of this name is.
fn shown_as(name: &str) -> Option<&'static str> {
    let same = SAME.iter().find(|known| **known == name).copied();
    same.or_else(|| {
        let mut others = OTHERS.iter();
        others.find(|(own, _)| *own == name).map(|(_, html)| *html)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(document: &str) -> Element {
        let (mut roots, broken) = Element::all_of(document);
        assert_eq!((roots.len(), broken), (1, None));
        roots.remove(0)
    }

    #[test]
    fn elements_are_found_by_their_names_in_any_case() {
        let root = root("<A><x:B k=' v '>1</x:B><C><b>2</b><B><b>3</b></B></C></A>");
        assert_eq!(root.name(), "a");
        assert_eq!(root.child("b").and_then(|b| b.attribute("k")), Some("v"));
        assert_eq!(root.find("c").map(Element::text).as_deref(), Some("23"));
        let mut found = Vec::new();
        root.collect("b", &mut found);
        let found: Vec<String> = found.into_iter().map(Element::text).collect();
        assert_eq!(found, ["1", "2", "3"]);
        assert_eq!(root.child("d"), None);
    }

    #[test]
    fn content_becomes_html_and_text() {
        let body = root(
            "<body><hl2>أ</hl2><P hidden='x'>ب &lt; <org>ج</org>د<br/></P><media><media-reference>م</media-reference>\
             <media-caption>ه</media-caption></media><verse>و</verse></body>",
        );
        assert_eq!(
            body.html(),
            "<h2>أ</h2><p hidden=\"x\">ب &lt; جد<br></p><figure><figcaption>ه</figcaption></figure><div>و</div>"
        );
        let lines = root(
            "<body><p><person><name.given>علي</name.given><name.family>حسن</name.family></person> \
             <function>وزير</function></p><verse><em>أ</em> <org>ب</org></verse><a/><verse>ج</verse></body>",
        );
        assert_eq!(
            lines.html(),
            "<p>علي حسن وزير</p><div><em>أ</em> ب</div><a></a><div>ج</div>"
        );
        let byline = root("<byline>بقلم <person>ليلى</person><byttl>مراسلة</byttl></byline>");
        assert_eq!(byline.line(), "بقلم ليلى مراسلة");
        assert_eq!(byline.text(), "بقلم ليلىمراسلة");
    }

    #[test]
    fn a_document_that_breaks_off_keeps_what_comes_before() {
        let (roots, broken) = Element::all_of("<a><b>1</b><c>2");
        assert_eq!(broken.as_deref(), Some("it ends in the middle"));
        assert_eq!(roots.len(), 1);
        assert_eq!(roots[0].text(), "12");
    }
}
