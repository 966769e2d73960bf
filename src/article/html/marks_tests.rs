use super::*;

fn by_class(class: &str) -> Option<Reason> {
    let marks = Marks {
        name: "div",
        class,
        ..Marks::default()
    };
    marks.reason()
}

#[test]
fn names_mark_parts_word_by_word() {
    assert_eq!(by_class("post-comments"), Some(Reason::Comments));
    assert_eq!(by_class("x relatedPosts"), Some(Reason::Related));
    assert_eq!(by_class("box cookie_bar"), Some(Reason::Notices));
    assert_eq!(by_class("read-also-box"), Some(Reason::Related));
    assert_eq!(by_class("label visually-hidden"), Some(Reason::Hidden));
    for class in [
        "article-body",
        "download",
        "header-image",
        "unrelated2x",
        "has-sidebar",
        "not-sr-only",
        "hidden",
        "readability",
        "byline",
        "dateline",
        "tgme_widget_message_text",
        "",
    ] {
        assert_eq!(by_class(class), None, "{class}");
    }
}

#[test]
fn names_are_vague_if_a_paragraph_of_a_story_may_have_them() {
    let is_vague = |class, role, id| {
        let marks = Marks {
            name: "div",
            class,
            role,
            id,
            ..Marks::default()
        };
        marks.is_vague()
    };
    for class in ["share-text", "text adBelow", "promo social"] {
        assert!(is_vague(class, "", ""), "{class}");
    }
    for (class, role, id) in [
        ("text", "", ""),
        ("newsletter-promo", "", ""),
        ("ad cookie", "", ""),
        ("ad", "", "comments"),
        ("modal", "dialog", ""),
        ("social sr-only", "", ""),
    ] {
        assert!(!is_vague(class, role, id), "{class}");
    }
}

#[test]
fn styles_and_attributes_hide() {
    let styled = |style| Marks {
        name: "p",
        style,
        ..Marks::default()
    };
    for style in [
        "display:none",
        "color:red; DISPLAY : none !important",
        "visibility:hidden;",
    ] {
        assert_eq!(styled(style).reason(), Some(Reason::Hidden), "{style}");
    }
    assert_eq!(styled("display:block").reason(), None);
}

#[test]
fn numbers_of_notes_and_of_printed_pages_are_not_read() {
    let in_role = |role| Marks {
        name: "span",
        role,
        ..Marks::default()
    };
    for role in ["noteref", "doc-noteref", "pagebreak", "doc-pagebreak"] {
        assert_eq!(in_role(role).reason(), Some(Reason::Hidden), "{role}");
    }
    assert_eq!(in_role("note").reason(), None);
}
