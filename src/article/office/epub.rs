//! Electronic books (EPUB 3.3, Open Container Format). The documents that a book is read in are its
//! articles; its table of contents is none.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use percent_encoding::percent_decode_str;

use crate::article::archive::package::Package;
use crate::article::extracted::{Extracted, language_of, one_line};
use crate::article::input::{Input, MAX_WHOLE};
use crate::article::markup::line_of;
use crate::article::record::{Context, Out, Record, bytes_of};
use crate::article::xml::{Node, Nodes};
use crate::article::{Format, LeftOut, Reason, Refusal, html};
use crate::document::Role;
use crate::text::count_words;

/// The part that names the book's list of parts.
const CONTAINER: &str = "META-INF/container.xml";

/// The type of documents in the books before EPUB.
const OLD_PAGES: &str = "text/x-oeb1-document";

/// Maximum number of words of a page that is the title of a part.
const TITLE_WORDS: usize = 20;

/// What a book says about itself, and its documents in reading order.
#[derive(Debug, Default)]
struct Book {
    title: Option<String>,
    date: Option<String>,
    language: Option<String>,
    documents: Vec<String>,
}

/// Hands over the documents of a book.
pub(in crate::article) fn chapters(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let opened = Package::open(&bytes).and_then(|mut package| {
        let book = book_of(&mut package)?;
        Ok((package, book))
    });
    let (mut package, book) = match opened {
        Ok(opened) => opened,
        Err(refusal) => {
            out.refuse(refusal);
            return Ok(());
        }
    };
    if out.whole_books() {
        let _ = out.send(whole(&bytes, book, out.whole()));
        return Ok(());
    }
    // A list may name one document any number of times.
    let mut seen = BTreeSet::new();
    for (index, document) in book.documents.iter().enumerate() {
        if !seen.insert(document) {
            continue;
        }
        let path = out.numbered(index + 1);
        let record = match package.bytes(document) {
            Ok(Some(page)) => {
                let (date, language) = (book.date.clone(), book.language.clone());
                let own = page.clone();
                Record::new(path, &page, Format::Epub, move |context: &Context<'_>| {
                    let chapter = html::read(&own, context)?;
                    Ok(Extracted {
                        date: chapter.date.clone().or_else(|| date.clone()),
                        language: chapter.language.clone().or_else(|| language.clone()),
                        ..chapter
                    })
                })
            }
            Ok(None) => {
                let refusal = Refusal::Failed(format!("the book has no part {document}"));
                Record::refused(path, (0, String::new()), refusal)
            }
            Err(refusal) => Record::refused(path, (0, String::new()), refusal),
        };
        if out.send(record).is_break() {
            break;
        }
    }
    Ok(())
}

/// A book as one article: its title is the headline, and those of chapters are headings.
fn whole(bytes: &[u8], book: Book, path: String) -> Record {
    let own = bytes.to_vec();
    Record::new(path, bytes, Format::Epub, move |context: &Context<'_>| {
        let mut package = Package::open(&own)?;
        let mut whole = Extracted {
            title: book.title.clone(),
            date: book.date.clone(),
            language: book.language.clone(),
            encoding: "UTF-8",
            ..Extracted::default()
        };
        if let Some(title) = &book.title {
            whole.push(Role::Title, title);
        }
        // A list may name one document any number of times.
        let mut seen = BTreeSet::new();
        let mut left = MAX_WHOLE as usize;
        for document in book
            .documents
            .iter()
            .filter(|document| seen.insert(*document))
        {
            let page = package.bytes(document).ok().flatten();
            let page = page.filter(|page| page.len() <= left);
            let Some(page) = page else {
                whole.left_out.add(damaged());
                continue;
            };
            left -= page.len();
            add_chapter(&page, &mut whole, context);
        }
        Ok(whole)
    })
}

fn add_chapter(page: &[u8], whole: &mut Extracted, context: &Context<'_>) {
    if let Ok(mut chapter) = html::read(page, context) {
        for paragraph in &mut chapter.paragraphs {
            if paragraph.role == Role::Title {
                paragraph.role = Role::Heading;
            }
        }
        whole.append(&chapter.text, &chapter.paragraphs);
        whole.left_out.add(chapter.left_out);
        return;
    }
    // The page of a cover or of a part's title, or one that is no chapter.
    let line = line_of(&String::from_utf8_lossy(page), context.language);
    match count_words(&line) {
        0 => {}
        words if words <= TITLE_WORDS => whole.push(Role::Heading, &line),
        words => whole.left_out.add(LeftOut {
            words,
            blocks: 1,
            prose: words,
            kinds: vec![Reason::Elsewhere],
        }),
    }
}

fn damaged() -> LeftOut {
    LeftOut {
        blocks: 1,
        kinds: vec![Reason::Damaged],
        ..LeftOut::default()
    }
}

fn book_of(package: &mut Package<'_>) -> Result<Book, Refusal> {
    let missing = |part: &str| Refusal::Failed(format!("the book has no part {part}"));
    let container = package.xml(CONTAINER)?.ok_or_else(|| missing(CONTAINER))?;
    let root = Nodes::of(&container).find_map(|node| match node {
        Node::Open(tag) if tag.name == "rootfile" => tag.attribute("full-path").map(str::to_owned),
        _ => None,
    });
    let root = root.ok_or_else(|| missing("that lists its documents"))?;
    let list = package.xml(&root)?.ok_or_else(|| missing(&root))?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(listed(&list, folder))
}

fn listed(list: &str, folder: &str) -> Book {
    let mut book = Book::default();
    let mut parts = BTreeMap::new();
    let mut field = String::new();
    for node in Nodes::of(list) {
        match node {
            Node::Open(tag) => {
                match tag.name.as_str() {
                    "item" => {
                        let is_contents = tag.attribute("properties").unwrap_or_default();
                        let is_contents = is_contents.split_whitespace().any(|word| word == "nav");
                        let page = tag
                            .attribute("media-type")
                            .is_some_and(|kind| kind.contains("html") || kind == OLD_PAGES);
                        let named = tag.attribute("id").zip(tag.attribute("href"));
                        if let (true, false, Some((id, href))) = (page, is_contents, named) {
                            parts.insert(id.to_owned(), path_of(folder, href));
                        }
                    }
                    "itemref" => {
                        let path = tag.attribute("idref").and_then(|id| parts.get(id));
                        book.documents.extend(path.cloned());
                    }
                    _ => {}
                }
                // The date of a later version is not that of publication.
                let is_later = tag.attribute("event") == Some("modification");
                field = if is_later { String::new() } else { tag.name };
            }
            Node::Close => field.clear(),
            Node::Text(text) => {
                let text = text.trim();
                match field.as_str() {
                    "date" if !text.is_empty() => {
                        book.date.get_or_insert_with(|| text.to_owned());
                    }
                    "title" if !text.is_empty() => {
                        book.title.get_or_insert_with(|| one_line(text));
                    }
                    "language" => book.language = language_of(text),
                    _ => {}
                }
            }
        }
    }
    book
}

/// The path of a part that is named from a folder.
fn path_of(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let href = percent_decode_str(href).decode_utf8_lossy();
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}
