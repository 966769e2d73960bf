//! The words of a sentence as the finder of names reads them: with their spans, their shape and
//! what stands between them. This file owns where words begin and end.

use super::known::{self, Marks};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Lower,
    /// With a capital first, or behind an article: Baghdad, al-Sisi, d'Ivoire.
    Capital,
    /// Two capitals at least, and no small letter.
    Caps,
    /// One capital letter.
    Initial,
    /// A capital behind small letters, as in iPhone.
    Inner,
    Number,
}

/// A word.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    /// The word as written, without a possessive ending.
    pub(super) text: &'t str,
    /// The byte of the sentence that it begins at.
    pub(super) start: usize,
    /// Folded, as the tables are keyed.
    pub(super) key: String,
    pub(super) marks: Marks,
    pub(super) shape: Shape,
    /// What stands between the word before and this one.
    pub(super) gap: &'t str,
    pub(super) possessive: bool,
    /// Whether it begins a sentence, a quotation or an item, where a capital means nothing.
    pub(super) begins: bool,
}

impl Token<'_> {
    /// The byte behind the word.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether only spaces stand between the word before and this one.
    pub(super) fn follows(&self) -> bool {
        !self.gap.is_empty() && self.gap.trim().is_empty()
    }

    /// Whether it is written as a name may be.
    pub(super) fn is_capital(&self) -> bool {
        !matches!(self.shape, Shape::Lower | Shape::Number)
    }

    pub(super) fn is(&self, marks: Marks) -> bool {
        self.marks.any(marks)
    }
}

/// The words of a sentence.
pub(super) fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(sentence.len() / 6 + 1);
    let mut behind = 0;
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        if let Some(length) = entity(&sentence[at..]) {
            at += length;
            continue;
        }
        if !c.is_alphanumeric() {
            at += c.len_utf8();
            continue;
        }
        let end = at + word_length(&sentence[at..]);
        let (text, possessive) = without_possessive(&sentence[at..end]);
        for (start, end) in parts(text) {
            let word = &text[start..end];
            let gap = &sentence[behind..at + start];
            push(&mut tokens, word, at + start, gap);
            behind = at + end;
        }
        if possessive && let Some(last) = tokens.last_mut() {
            last.possessive = true;
            behind = end;
        }
        at = end;
    }
    tokens
}

fn push<'t>(tokens: &mut Vec<Token<'t>>, text: &'t str, start: usize, gap: &'t str) {
    let key = known::fold(text);
    let begins = begins(tokens.last(), gap);
    let marks = known::marks(&key);
    let shape = shape(text);
    tokens.push(Token {
        text,
        start,
        key,
        marks,
        shape,
        gap,
        possessive: false,
        begins,
    });
}

/// The length of an HTML entity that a translation left, which is no word.
fn entity(text: &str) -> Option<usize> {
    ["&apos;", "&quot;", "&amp;", "&#39;"]
        .iter()
        .find(|entity| text.starts_with(**entity))
        .map(|entity| entity.len())
}

/// The bytes of the word that a text begins with.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut capitals_only = true;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let inside = match c {
            _ if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') => {
                capitals_only &= c.is_uppercase();
                true
            }
            '\'' | '’' | '`' | 'ʼ' => next.is_some_and(char::is_alphabetic),
            '-' | '‐' | '‑' => next.is_some_and(char::is_alphanumeric),
            '&' => capitals_only && next.is_some_and(char::is_uppercase),
            // The dots of U.S. and of J.K. Rowling; the last one too.
            '.' => {
                let letters = text[..at].rsplit('.').next().unwrap_or("");
                let initials = capitals_only && letters.chars().count() == 1;
                let dots = text[..at].contains('.');
                if initials && (dots || next.is_some_and(char::is_uppercase)) {
                    true
                } else {
                    is_abbreviation(&text[..at])
                }
            }
            _ => false,
        };
        if !inside {
            return at;
        }
        if c == '.' && !next.is_some_and(char::is_uppercase) {
            return at + 1;
        }
    }
    text.len()
}

/// Whether a word is written with a dot behind it that ends no sentence.
fn is_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Prof"
            | "Eng"
            | "Gen"
            | "Lt"
            | "Col"
            | "Maj"
            | "Capt"
            | "Sgt"
            | "St"
            | "Mt"
            | "Rev"
            | "Brig"
            | "Gov"
            | "Sen"
            | "Rep"
    )
}

fn without_possessive(word: &str) -> (&str, bool) {
    for ending in ["'s", "’s", "`s", "ʼs", "'S", "’S"] {
        if let Some(rest) = word.strip_suffix(ending) {
            return (rest, true);
        }
    }
    (word, false)
}

/// The bytes of the longest word that is divided at its hyphens. Hostile text has words without end,
/// and each hyphen is a call within a call.
const LONGEST: usize = 200;

/// The parts of a word with hyphens that are words of their own, as in US-led and anti-Assad.
fn parts(word: &str) -> Vec<(usize, usize)> {
    let whole = vec![(0, word.len())];
    let hyphen = word.find('-').filter(|_| word.len() <= LONGEST);
    let Some(hyphen) = hyphen else {
        return whole;
    };
    let (first, rest) = (&word[..hyphen], &word[hyphen + 1..]);
    let key = known::fold(first);
    let behind = || -> Vec<_> {
        let moved = parts(rest).into_iter();
        moved
            .map(|(start, end)| (start + hyphen + 1, end + hyphen + 1))
            .collect()
    };
    if known::is_article(&key) {
        let mut behind = behind();
        behind[0].0 = 0;
        return behind;
    }
    if known::marks(&known::fold(word)).any(Marks::NAME) {
        return whole;
    }
    let last = rest.rsplit('-').next().unwrap_or(rest);
    let small = |part: &str| part.starts_with(char::is_lowercase);
    let known = |part: &str| {
        let marks = known::marks(&known::fold(part));
        marks.any(Marks::PLACE | Marks::NATIONALITY | Marks::CALENDAR)
    };
    let nationality = |part: &str| known::marks(&known::fold(part)).any(Marks::NATIONALITY);
    match (small(first), small(last)) {
        (false, true) if is_adjectival(last) || nationality(first) => {
            let end = word.len() - last.len();
            vec![(0, end - 1), (end, word.len())]
        }
        (true, false) => [vec![(0, hyphen)], behind()].concat(),
        (false, false) if known(first) && known(rest) => {
            vec![(0, hyphen), (hyphen + 1, word.len())]
        }
        _ => whole,
    }
}

/// Whether the small last part of a word with hyphens makes an adjective of a name.
fn is_adjectival(part: &str) -> bool {
    part.len() > 2 && (part.ends_with("ed") || part.ends_with("ing"))
        || matches!(
            part,
            "born"
                | "made"
                | "run"
                | "held"
                | "style"
                | "wide"
                | "era"
                | "like"
                | "bound"
                | "language"
                | "free"
                | "only"
                | "friendly"
                | "type"
                | "day"
                | "old"
                | "level"
        )
}

fn shape(text: &str) -> Shape {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let Some(first) = text.chars().next() else {
        return Shape::Lower;
    };
    if first.is_numeric() {
        return Shape::Number;
    }
    if first.is_uppercase() {
        if letters.clone().all(|c| !c.is_lowercase()) {
            return if letters.count() == 1 && !text.contains(|c: char| c.is_numeric()) {
                Shape::Initial
            } else {
                Shape::Caps
            };
        }
        return Shape::Capital;
    }
    let upper = letters.position(char::is_uppercase);
    match upper {
        Some(_) if text.contains(['-', '\'', '’']) => {
            let behind = text.find(['-', '\'', '’']).map_or("", |at| &text[at..]);
            let after = behind.trim_start_matches(['-', '\'', '’']);
            if after.starts_with(char::is_uppercase) {
                Shape::Capital
            } else {
                Shape::Lower
            }
        }
        // eBay and iPhone, not kWh and pH.
        Some(_) if text.chars().count() >= 4 && text.ends_with(char::is_lowercase) => Shape::Inner,
        _ => Shape::Lower,
    }
}

/// Whether a word behind this gap begins a sentence, a quotation or an item.
fn begins(before: Option<&Token<'_>>, gap: &str) -> bool {
    let Some(before) = before else {
        return true;
    };
    let trimmed = gap.trim();
    if trimmed.is_empty() {
        return false;
    }
    let ends = trimmed.contains(['!', '?', ':', ';', '•', '|', '…', '"', '“', '”', '«', '»'])
        || matches!(trimmed, "-" | "--" | "–" | "—") && gap.len() > trimmed.len()
        || trimmed.ends_with(['\'', '‘']);
    let dot = trimmed.contains('.') && before.shape != Shape::Initial;
    ends || dot
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sentence: &str) -> Vec<&str> {
        tokens(sentence).iter().map(|token| token.text).collect()
    }

    #[test]
    fn possessives_and_adjectives_are_parted_from_names() {
        assert_eq!(
            texts("Egypt’s US-led, anti-Assad al-Sisi-backed Iran-Iraq"),
            [
                "Egypt", "US", "led", "anti", "Assad", "al-Sisi", "backed", "Iran", "Iraq"
            ]
        );
    }

    #[test]
    fn words_without_end_are_not_divided() {
        for word in ["al-".repeat(200_000) + "Sisi", "a-".repeat(200_000) + "A"] {
            assert!(texts(&word) == [word.as_str()]);
        }
    }

    #[test]
    fn dots_of_initials_and_titles_belong_to_the_word() {
        assert_eq!(
            texts("Dr. J.K. Rowling left the U.S. Then St. Louis."),
            [
                "Dr.", "J.K.", "Rowling", "left", "the", "U.S.", "Then", "St.", "Louis"
            ]
        );
    }

    #[test]
    fn words_have_a_shape() {
        use Shape::{Capital, Caps, Initial, Inner, Lower, Number};
        let shapes: Vec<_> = tokens("Ali al-Sisi WHO J iPhone km 21st d'Ivoire kWh")
            .iter()
            .map(|token| token.shape)
            .collect();
        let expected = [
            Capital, Capital, Caps, Initial, Inner, Lower, Number, Capital, Lower,
        ];
        assert_eq!(shapes, expected);
    }

    #[test]
    fn sentences_and_quotations_begin_with_any_capital() {
        let begins: Vec<_> = tokens("He said: \"Stop. Now\" to Mr. Ali, Omar")
            .iter()
            .filter(|token| token.begins)
            .map(|token| token.text)
            .collect();
        assert_eq!(begins, ["He", "Stop", "Now", "to"]);
    }
}
