//! The reasons for which text is left out of an article, as briefs name them.

use serde::{Deserialize, Serialize};

/// Why a text of a page, a mail, a table or a document is no part of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum Reason {
    /// Readers of the page do not see it.
    Hidden,
    /// Menus, paths, the frame of the site.
    Navigation,
    /// Columns beside the story.
    Side,
    /// Comments of readers.
    Comments,
    /// Notices about cookies, subscriptions, rights; advertisements.
    Notices,
    /// Other articles.
    Related,
    /// Calls to share and follow.
    Sharing,
    /// Texts that are nothing but links.
    Links,
    /// A few words beside the story: buttons, counters.
    Labels,
    /// The story, or its beginning, once more.
    Repeated,
    /// Text that a news service keeps back, or a crawler did not store.
    Cut,
    /// Mail that an answer quotes, and signatures.
    Quoted,
    /// Cells of a table in no column.
    Unnamed,
    /// What is printed around the text of every page.
    Running,
    /// Summaries of a few words.
    Summary,
    /// Other files that a document shows as part of it.
    Imported,
    /// Pages that are pictures.
    Picture,
    /// Parts that cannot be decoded.
    Damaged,
    /// Text elsewhere on the page.
    Elsewhere,
}

impl Reason {
    /// All of them.
    const ALL: [Self; 19] = [
        Self::Hidden,
        Self::Navigation,
        Self::Side,
        Self::Comments,
        Self::Notices,
        Self::Related,
        Self::Sharing,
        Self::Links,
        Self::Labels,
        Self::Repeated,
        Self::Cut,
        Self::Quoted,
        Self::Unnamed,
        Self::Running,
        Self::Summary,
        Self::Imported,
        Self::Picture,
        Self::Damaged,
        Self::Elsewhere,
    ];

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Hidden => "hidden text",
            Self::Navigation => "navigation",
            Self::Side => "side columns",
            Self::Comments => "comments",
            Self::Notices => "notices",
            Self::Related => "other articles",
            Self::Sharing => "sharing",
            Self::Links => "links",
            Self::Labels => "labels",
            Self::Repeated => "repetition",
            Self::Cut => "text that was cut off",
            Self::Quoted => "quoted mail and signatures",
            Self::Unnamed => "cells without a column",
            Self::Summary => "summaries",
            Self::Imported => "imported files",
            Self::Picture => "pages that are pictures",
            Self::Damaged => "damaged parts",
            Self::Running => "running heads and page numbers",
            Self::Elsewhere => "other parts of the page",
        }
    }

    /// Whether it is a part of the article that could not be read, however long.
    pub fn is_loss(self) -> bool {
        matches!(self, Self::Imported | Self::Picture | Self::Damaged)
    }

    /// Whether readers of the page see such a text beside the story, so that it counts as left out.
    pub(super) fn counts(self) -> bool {
        !matches!(self, Self::Hidden | Self::Navigation | Self::Repeated)
    }

    /// The share of the page's text, in percent, from which an element is no such part after all.
    /// Comments are often longer than their story.
    pub(super) fn limit(self) -> usize {
        match self {
            Self::Comments | Self::Notices => 80,
            // An answer is often much shorter than what it quotes; what is passed on is all.
            Self::Quoted => 95,
            _ => 50,
        }
    }
}

impl From<Reason> for &'static str {
    fn from(reason: Reason) -> Self {
        reason.words()
    }
}

impl TryFrom<String> for Reason {
    type Error = String;

    fn try_from(words: String) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        all.find(|reason| reason.words() == words)
            .ok_or_else(|| format!("{words:?} is no reason to leave text out"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_stored_in_words() {
        for reason in Reason::ALL {
            let stored = serde_json::to_string(&reason).expect("JSON");
            assert_eq!(stored, format!("{:?}", reason.words()));
            assert_eq!(serde_json::from_str::<Reason>(&stored).ok(), Some(reason));
        }
        assert!(serde_json::from_str::<Reason>("\"x\"").is_err());
    }
}
