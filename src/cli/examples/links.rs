//! The links of the documentation lead to files and headings that are there.

use std::path::Path;

use super::page::{Page, is_markdown, pages, root};

/// Whether a link inside the repository leads to a file, and to a heading in it if it names one.
fn leads_somewhere(page: &Page, link: &str) -> bool {
    let (path, heading) = match link.split_once('#') {
        Some((path, heading)) => (path, Some(heading)),
        None => (link, None),
    };
    let folder = page.path.parent().unwrap_or(Path::new(""));
    let target = match path {
        "" => page.path.clone(),
        _ => folder.join(path),
    };
    let is_there = target.is_relative() && root().join(&target).exists();
    let has = |heading: &str| {
        is_markdown(&target) && Page::read(&target).anchors().iter().any(|a| a == heading)
    };
    is_there && heading.is_none_or(has)
}

#[test]
fn links_lead_somewhere() {
    let (mut links, mut broken) = (0, Vec::new());
    for page in pages() {
        for link in page.links.iter().filter(|link| !link.contains("://")) {
            links += 1;
            if !leads_somewhere(&page, link) {
                broken.push(format!("{}: {link}", page.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(links > 20, "only {links} links were found");
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page = Page::read(Path::new("docs/gpu.md"));
    for link in [
        "digest.md#marks",
        "../SECURITY.md",
        "#measured",
        "digest.png",
    ] {
        assert!(leads_somewhere(&page, link), "{link}");
    }
    for link in ["digest.md#mark", "SECURITY.md", "#", "digest.png#a", "/etc"] {
        assert!(!leads_somewhere(&page, link), "{link}");
    }
}
