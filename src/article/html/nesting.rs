//! How deeply a page would nest, found without parsing it. This file owns which pages are too
//! costly for a tree: parsing by the HTML standard takes time quadratic in the depth.

use super::tags::{OpenTag, Token, Tokens};

/// The limit on open elements, on unclosed formatting elements and on attributes of a tag. No page
/// that a browser shows as written reaches it: Chromium nests no deeper than this.
const LIMIT: usize = 512;

/// Whether parsing a page or a fragment could take more than time linear in its length.
pub(super) fn is_costly(html: &str) -> bool {
    let mut tokens = Tokens::of(html);
    let mut open = Open::default();
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) => {
                if open.start(&tag) && tokens.until_close(&tag.name).is_none() {
                    return false;
                }
                let most = open.stack.len().max(open.formatting).max(open.roots);
                if most.max(tag.attributes) > LIMIT {
                    return true;
                }
            }
            Token::Close(name) => open.end(&name),
            Token::Text(_) => {}
        }
    }
    false
}

/// The role of an element for the tags inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// End tags of other elements outside do not reach through it; end tags of blocks do.
    Special,
    Paragraph,
    /// Stays in force after a block around it ends.
    Formatting,
    /// End tags outside do not reach through it.
    Scope,
    /// `svg` and `math`, inside which other rules apply.
    Foreign,
    /// Elements inside `svg` and `math` that hold HTML again.
    Integration,
    Select,
    Other,
}

fn class_of(name: &str) -> Class {
    match name {
        "p" => Class::Paragraph,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" => Class::Formatting,
        "applet" | "marquee" | "object" | "table" | "template" => Class::Scope,
        "svg" | "math" => Class::Foreign,
        "select" => Class::Select,
        "address" | "article" | "aside" | "blockquote" | "button" | "center" | "dd" | "details"
        | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "h1" | "header" | "hgroup" | "li" | "listing" | "main" | "menu" | "nav"
        | "noscript" | "ol" | "pre" | "search" | "section" | "summary" | "ul" => Class::Special,
        _ => Class::Other,
    }
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "image"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes"
    )
}

fn is_integration(name: &str) -> bool {
    matches!(
        name,
        "foreignobject" | "desc" | "title" | "annotation-xml" | "mi" | "mo" | "mn" | "ms" | "mtext"
    )
}

/// Whether a start tag inside `svg` or `math` ends it.
fn breaks_out(name: &str) -> bool {
    match class_of(name) {
        Class::Formatting => name != "a",
        Class::Special | Class::Paragraph => true,
        Class::Scope => name == "table",
        Class::Foreign | Class::Integration | Class::Select => false,
        Class::Other => matches!(
            name,
            "body"
                | "br"
                | "embed"
                | "head"
                | "hr"
                | "img"
                | "meta"
                | "ruby"
                | "span"
                | "sub"
                | "sup"
                | "var"
        ),
    }
}

/// Counts all headings as one, because the end tag of any heading closes the open one.
fn common(name: &str) -> &str {
    match name {
        "h2" | "h3" | "h4" | "h5" | "h6" => "h1",
        name => name,
    }
}

/// The open elements, as in the standard's stack. Where the standard's rules are finer than these,
/// this counts more elements.
#[derive(Debug, Default)]
struct Open {
    stack: Vec<(String, Class)>,
    /// How many elements of the stack are of each class.
    counts: [usize; 8],
    /// Formatting elements that no end tag has closed.
    formatting: usize,
    /// Tags of the page itself, each of which may add attributes to it.
    roots: usize,
}

impl Open {
    /// Takes a start tag; returns whether raw text follows.
    fn start(&mut self, tag: &OpenTag<'_>) -> bool {
        let name = common(&tag.name);
        if self.in_foreign() {
            if breaks_out(name) {
                while self.in_foreign() {
                    self.pop();
                }
            } else {
                if !tag.self_closing {
                    let class = if is_integration(name) {
                        Class::Integration
                    } else if matches!(name, "svg" | "math") {
                        Class::Foreign
                    } else {
                        Class::Other
                    };
                    self.push(name, class);
                }
                return false;
            }
        }
        let foreign = self.count(Class::Foreign) + self.count(Class::Select) > 0;
        if is_raw(name) && !foreign {
            return true;
        }
        let class = class_of(name);
        match name {
            "html" | "head" | "body" | "frameset" => {
                self.roots += 1;
                return false;
            }
            "td" | "th" | "tr" => {
                self.cell();
                return false;
            }
            "caption" | "colgroup" | "tbody" | "tfoot" | "thead" => return false,
            "a" | "nobr" => self.end_formatting(name),
            "li" => self.item(&["li"]),
            "dd" | "dt" => self.item(&["dd", "dt"]),
            "option" | "optgroup"
                if self.stack.last().is_some_and(|(last, _)| last == "option") =>
            {
                self.pop();
            }
            _ => {}
        }
        if is_void(name) || (class == Class::Foreign && tag.self_closing) {
            return false;
        }
        let closes = matches!(class, Class::Special | Class::Paragraph) || name == "table";
        if closes && !matches!(name, "button" | "noscript") {
            self.end_block("p", &["button"]);
        }
        if class == Class::Formatting {
            self.formatting += 1;
        }
        self.push(name, class);
        false
    }

    fn end(&mut self, name: &str) {
        let name = common(name);
        match class_of(name) {
            Class::Formatting => self.end_formatting(name),
            Class::Special if name == "form" => {
                // Blocks opened inside a form stay open.
                if let Some(at) = self.find(name, &[]) {
                    self.remove(at);
                }
            }
            Class::Special if name == "li" => self.end_block(name, &["ul", "ol"]),
            Class::Paragraph => self.end_block(name, &["button"]),
            Class::Special => self.end_block(name, &[]),
            Class::Scope if matches!(name, "table" | "template") => {
                let at = self
                    .stack
                    .iter()
                    .rposition(|(found, _)| found == name || found == "template");
                if let Some(at) = at
                    && self.stack[at].0 == name
                {
                    self.truncate(at);
                }
            }
            Class::Scope | Class::Select => self.end_block(name, &[]),
            Class::Foreign | Class::Integration | Class::Other => {
                let at = self.stack.iter().rposition(|(found, class)| {
                    let passable = matches!(
                        class,
                        Class::Other | Class::Formatting | Class::Foreign | Class::Integration
                    );
                    found == name || !passable
                });
                if let Some(at) = at
                    && self.stack[at].0 == name
                {
                    self.truncate(at);
                }
            }
        }
    }

    fn in_foreign(&self) -> bool {
        self.count(Class::Foreign) > 0 && self.count(Class::Integration) == 0
    }

    fn count(&self, class: Class) -> usize {
        self.counts[class as usize]
    }

    fn push(&mut self, name: &str, class: Class) {
        self.counts[class as usize] += 1;
        self.stack.push((name.to_owned(), class));
    }

    fn pop(&mut self) {
        if let Some((_, class)) = self.stack.pop() {
            self.counts[class as usize] -= 1;
        }
    }

    fn truncate(&mut self, length: usize) {
        while self.stack.len() > length {
            self.pop();
        }
    }

    fn remove(&mut self, at: usize) {
        let (_, class) = self.stack.remove(at);
        self.counts[class as usize] -= 1;
    }

    /// The innermost element of this name that no scope or other `barrier` hides.
    fn find(&self, name: &str, barrier: &[&str]) -> Option<usize> {
        let at = self.stack.iter().rposition(|(found, class)| {
            found == name
                || matches!(class, Class::Scope | Class::Foreign | Class::Integration)
                || barrier.contains(&found.as_str())
        })?;
        (self.stack[at].0 == name).then_some(at)
    }

    fn end_block(&mut self, name: &str, barrier: &[&str]) {
        if name == "p" && self.count(Class::Paragraph) == 0 {
            return;
        }
        if let Some(at) = self.find(name, barrier) {
            self.truncate(at);
        }
    }

    /// Removes an element and leaves its contents open.
    fn end_formatting(&mut self, name: &str) {
        let Some(at) = self.find(name, &[]) else {
            if self.count(Class::Scope) == 0 && name != "a" && name != "nobr" {
                self.formatting = self.formatting.saturating_sub(1);
            }
            return;
        };
        let blocks = self.stack[at..]
            .iter()
            .filter(|(_, class)| matches!(class, Class::Special | Class::Paragraph))
            .count();
        // Beyond this many blocks the standard does not close it for good.
        if blocks < 8 && self.stack[at].1 == Class::Formatting {
            self.formatting = self.formatting.saturating_sub(1);
        }
        if blocks == 0 {
            self.truncate(at);
        } else {
            self.remove(at);
        }
    }

    /// Closes an open list item before the next one.
    fn item(&mut self, names: &[&str]) {
        let at = self.stack.iter().rposition(|(found, class)| {
            let special = !matches!(class, Class::Other | Class::Formatting | Class::Paragraph);
            let passable = matches!(found.as_str(), "address" | "div");
            names.contains(&found.as_str()) || (special && !passable)
        });
        if let Some(at) = at
            && names.contains(&self.stack[at].0.as_str())
        {
            self.truncate(at);
        }
    }

    /// Opens a row or cell: everything open in its table is closed.
    fn cell(&mut self) {
        let at = self
            .stack
            .iter()
            .rposition(|(found, _)| found == "table" || found == "template");
        if let Some(at) = at
            && self.stack[at].0 == "table"
        {
            self.truncate(at + 1);
        }
    }
}

#[cfg(test)]
#[path = "nesting_tests.rs"]
mod tests;
