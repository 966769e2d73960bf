//! The wording that all renderings share: what a doubt says, where a headline comes from, what
//! made the brief. It returns plain text on one line; each rendering escapes it.

use std::fmt::Write as _;

use super::models::{model, prefix, translator_lines};
use super::types::{Brief, BriefSegment, Flag, GlossaryHit, Name, NameKind, Origin, Status};
use crate::text::{counted, is_plain};

/// What is said of a translation when there is nothing to check.
pub(super) const NO_DOUBTS: &str = "No check objects. This is a machine translation: \
    compare it with its source before you rely on it.";

/// The same for an article that was not translated.
const NOT_TRANSLATED: &str =
    "No check objects. The article is in English, and nothing was translated.";

/// The sign before what is doubted, with a space after which no line ends.
pub(super) const DOUBTED: &str = "⚠\u{a0}";

/// The sign behind a sentence by the second translator.
pub(super) const BY_SECOND: char = '†';

/// How many characters of a sentence are quoted under "To check".
const EXCERPT: usize = 120;

/// How many pieces of evidence are listed for one sentence.
const EVIDENCE: usize = 8;

/// The text under "To check" when there is nothing to check.
pub(super) fn no_doubts(brief: &Brief) -> &'static str {
    if brief.is_untranslated() && brief.provenance.other_translators.is_empty() {
        NOT_TRANSLATED
    } else {
        NO_DOUBTS
    }
}

/// The heading above the article.
pub(super) fn heading(brief: &Brief) -> &'static str {
    if brief.is_untranslated() {
        "Article"
    } else {
        "Translation"
    }
}

/// One line without control characters and without space at its ends.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = !out.is_empty();
        } else if !is_hidden(c) {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(c);
        }
    }
    out
}

/// Whether a character that is no white space is left out: one that steers a display, a mark of direction,
/// or the byte-order mark. Joiners stay, because Persian needs them.
fn is_hidden(c: char) -> bool {
    !is_plain(c) || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
}

/// Whether a cleaned text is a web address that may become a link.
pub(super) fn is_web_address(url: &str) -> bool {
    let starts = |scheme: &str| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && url.len() > scheme.len()
    };
    (starts("http://") || starts("https://"))
        && !url.contains(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\')
        })
}

/// The headline of a brief that has none.
pub(super) const UNTITLED: &str = "Untitled";

/// The headline, or a placeholder.
pub(super) fn headline_text(brief: &Brief) -> String {
    let text = clean(&brief.headline.text);
    if text.is_empty() {
        UNTITLED.to_owned()
    } else {
        text
    }
}

/// The article's own headline, if it is not the one above the brief.
pub(super) fn own_title(brief: &Brief) -> Option<String> {
    let title = clean(brief.source.title.as_deref()?);
    (!title.is_empty() && title != headline_text(brief)).then_some(title)
}

/// The verdict, in two parts: what it is, with a capital, and why.
pub(super) fn verdict(brief: &Brief) -> Option<(String, String)> {
    let verdict = brief.verdict.as_ref()?;
    let words = verdict.suitability.words();
    let (first, rest) = words.split_at(1);
    let words = first.to_ascii_uppercase() + rest;
    Some((words, clean(&verdict.reason)))
}

/// The sentences of the summary that are not empty.
pub(super) fn summary_sentences(brief: &Brief) -> Vec<String> {
    brief
        .summary
        .sentences
        .iter()
        .map(|s| clean(s))
        .filter(|s| !s.is_empty())
        .collect()
}

/// The summary on one line. Two sentences without a sign between them, such as items of a list, are
/// parted by a full stop.
pub(super) fn summary_line(brief: &Brief) -> String {
    const CLOSING: [char; 8] = ['"', '\'', '”', '’', '»', ')', ']', '*'];
    const SIGNS: [char; 11] = ['.', '!', '?', '…', ':', ';', ',', '–', '—', '؟', '。'];
    let mut line = String::new();
    for sentence in summary_sentences(brief) {
        if !line.is_empty() {
            let is_parted = line.trim_end_matches(CLOSING).ends_with(SIGNS);
            line.push_str(if is_parted { " " } else { ". " });
        }
        line.push_str(&sentence);
    }
    line
}

/// Whether a reader should look at a sentence.
pub(super) fn is_doubtful(segment: &BriefSegment) -> bool {
    segment.status != Status::Translated || !segment.flags.is_empty()
}

/// The sentences that a reader should look at, with their numbers from 1 within the article.
pub(super) fn doubtful(brief: &Brief) -> impl Iterator<Item = (usize, &BriefSegment)> {
    let segments = brief.paragraphs.iter().flat_map(|p| p.segments.iter());
    segments
        .enumerate()
        .map(|(at, s)| (at + 1, s))
        .filter(|(_, s)| is_doubtful(s))
}

/// Doubts that belong to no single sentence, in words.
pub(super) fn general_doubts(brief: &Brief) -> Vec<String> {
    let (repeated, of_headline) = headline_flags(brief);
    let article: Vec<&Flag> = brief.flags.iter().collect();
    let summary: Vec<&Flag> = brief.summary.flags.iter().collect();
    let groups = [
        ("Article", article),
        ("Headline", of_headline),
        ("Summary", summary),
    ];
    let flags = groups
        .into_iter()
        .flat_map(|(about, flags)| flags.into_iter().map(move |flag| (about, flag)));
    let doubts = flags.map(|(about, f)| format!("{about}: {}", explain(std::slice::from_ref(f))));
    let headline = (brief.headline.origin == Origin::Generated)
        .then(|| "Headline: a model wrote it; compare it with the translation.".to_owned());
    // The article's own headline is itself the sentence.
    let doubted = (!repeated.is_empty() && brief.headline.origin != Origin::Translated)
        .then(|| "Headline: the sentence behind it is doubted; see the translation.".to_owned());
    headline.into_iter().chain(doubted).chain(doubts).collect()
}

/// The flags of the headline: those that only repeat a doubt about a sentence, which is told with it,
/// and the others.
fn headline_flags(brief: &Brief) -> (Vec<&Flag>, Vec<&Flag>) {
    let flags = brief.headline.flags.iter();
    flags.partition(|flag| brief.doubts_a_sentence(flag))
}

/// The names of a brief by what they name, in words; kinds without a name are left out.
pub(super) fn names_by_kind(brief: &Brief) -> Vec<(&'static str, Vec<&Name>)> {
    let kinds = [
        ("People", NameKind::Person),
        ("Places", NameKind::Place),
        ("Organisations", NameKind::Organisation),
    ];
    kinds
        .map(|(title, kind)| {
            let names = brief.names.iter().filter(|name| name.kind == kind);
            (title, names.collect::<Vec<_>>())
        })
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .collect()
}

/// The names of a brief, a line for each kind: every name with its spellings in the source. `english`
/// and `source` write a text of their language as the page needs it.
pub(super) fn name_lines(
    brief: &Brief,
    english: impl Fn(&str) -> String,
    source: impl Fn(&str) -> String,
) -> Vec<String> {
    let spelled = |name: &Name| {
        let text = english(&name.text);
        let spellings = name.spellings.iter();
        let spellings: Vec<String> = spellings.map(|spelling| source(spelling)).collect();
        match spellings.as_slice() {
            [] => text,
            spellings => format!("{text} ({})", spellings.join(", ")),
        }
    };
    let lines = names_by_kind(brief).into_iter().map(|(title, names)| {
        let names: Vec<String> = names.into_iter().map(spelled).collect();
        format!("{title}: {}", names.join(", "))
    });
    lines.collect()
}

/// What became of the terms of the glossary: a line each, the term and its English, then the
/// rest.
pub(super) fn glossary_lines(brief: &Brief) -> Vec<(String, String)> {
    let sentences = |count: usize| counted(count, "sentence");
    let line = |hit: &GlossaryHit| {
        let all = hit.used + hit.missing;
        let mut rest = match hit.missing {
            0 => format!("{}, in {}", clean(&hit.term), sentences(all)),
            missing => format!(
                "{}, missing in {missing} of {}",
                clean(&hit.term),
                sentences(all)
            ),
        };
        if let Some(note) = &hit.note {
            let _ = write!(rest, " ({})", clean(note));
        }
        (clean(&hit.source), rest)
    };
    brief.glossary_hits.iter().map(line).collect()
}

/// States the doubts about a sentence in words.
pub(super) fn why(segment: &BriefSegment) -> String {
    let text = explain(&segment.flags);
    match segment.status {
        _ if !text.is_empty() => text,
        Status::Failed => "This sentence was not translated.".to_owned(),
        Status::Flagged | Status::Translated => "A check objects to this sentence.".to_owned(),
    }
}

fn explain(flags: &[Flag]) -> String {
    let messages: Vec<String> = flags
        .iter()
        .map(|f| clean(&f.message))
        .filter(|m| !m.is_empty())
        .collect();
    let mut text = messages.join(" ");
    let mut words: Vec<String> = Vec::new();
    for word in flags
        .iter()
        .flat_map(|f| f.evidence.iter())
        .map(|w| clean(w))
    {
        if words.len() < EVIDENCE && !word.is_empty() && !text.contains(&word) {
            let quoted = format!("“{word}”");
            if !words.contains(&quoted) {
                words.push(quoted);
            }
        }
    }
    if !words.is_empty() {
        let space = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{space}(concerns {})", words.join(", "));
    }
    text
}

/// Why a sentence was not translated, to be put in brackets.
pub(super) fn reason(segment: &BriefSegment) -> String {
    let messages = |only_failures: bool| -> Vec<String> {
        let flags = segment.flags.iter();
        let flags = flags.filter(|f| !only_failures || f.kind.is_failure());
        let texts = flags.map(|f| {
            let message = clean(&f.message);
            let message = message.trim_start_matches("Not translated: ");
            message.trim_end_matches('.').to_owned()
        });
        texts.filter(|m| !m.is_empty()).collect()
    };
    let mut reasons = messages(true);
    if reasons.is_empty() {
        reasons = messages(false);
    }
    if reasons.is_empty() {
        "no reason was recorded".to_owned()
    } else {
        reasons.join("; ")
    }
}

/// The beginning of the sentence as it stands in the brief.
pub(super) fn excerpt(segment: &BriefSegment) -> String {
    let text = match segment.status {
        Status::Failed => clean(&segment.source),
        Status::Translated | Status::Flagged => clean(&segment.translation),
    };
    let end = text.char_indices().nth(EXCERPT).map(|(end, _)| end);
    match end {
        Some(end) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// Where the headline and the summary come from, a sentence each.
fn origins(brief: &Brief) -> [&'static str; 2] {
    let english = brief.is_untranslated();
    let headline = match brief.headline.origin {
        Origin::Translated if english => "The headline is the article's own.",
        Origin::Translated => "The headline is the article's own, translated.",
        Origin::Generated if english => "The headline was written by a model.",
        Origin::Generated => "The headline was written by a model, out of the translation.",
        Origin::Extracted if english => "The headline is a sentence of the article.",
        Origin::Extracted => "The headline is a sentence of the translation.",
        Origin::None => "There is no headline.",
    };
    let summary = match brief.summary.origin {
        Origin::Translated => "The summary is the article's own, translated.",
        Origin::Generated => "The summary was written by a summarization model.",
        Origin::Extracted if english => "The summary consists of sentences of the article.",
        Origin::Extracted => "The summary consists of sentences of the translation.",
        Origin::None => "There is no summary.",
    };
    [headline, summary]
}

/// The models and settings that made the brief, one sentence per line.
pub(super) fn about_lines(brief: &Brief) -> Vec<String> {
    let made = &brief.provenance;
    let mut lines: Vec<String> = origins(brief).map(str::to_owned).to_vec();
    lines.extend(translators(brief));
    lines.extend(
        made.summarizer
            .iter()
            .map(|m| format!("Summarizer: {}.", model(m))),
    );
    lines.extend(
        made.headliner
            .iter()
            .map(|m| format!("Headline model: {}.", model(m))),
    );
    let precision = match made.precision.as_str() {
        "" => String::new(),
        precision => format!(" in {precision}"),
    };
    lines.push(format!(
        "Computed on {}{precision} by mujaz {}.",
        made.device, made.mujaz
    ));
    if !made.settings.is_empty() {
        let settings: Vec<String> = made
            .settings
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        lines.push(format!("Settings: {}.", settings.join("; ")));
    }
    let source = &brief.source;
    let format = source.format.name();
    let language = if source.language.is_empty() {
        "unknown"
    } else {
        source.language.as_str()
    };
    lines.push(format!(
        "Source: {format}, {}, {} bytes, language {language}, BLAKE3 {}.",
        source.encoding,
        source.bytes,
        prefix(&source.blake3)
    ));
    let left_out = &source.left_out;
    if !left_out.is_empty() {
        lines.push(format!(
            "Left out of the page: {} in {} ({}).",
            counted(left_out.words, "word"),
            counted(left_out.blocks, "block"),
            left_out.in_words()
        ));
    }
    let segments = brief.paragraphs.iter().flat_map(|p| &p.segments);
    match segments.filter(|segment| segment.approved).count() {
        0 => {}
        1 => lines.push("The translation of 1 sentence was approved by people.".to_owned()),
        count => lines.push(format!(
            "The translations of {count} sentences were approved by people."
        )),
    }
    let t = &brief.timings;
    lines.push(format!(
        "Time: {:.2} s reading, {:.2} s translating, {:.2} s summarizing.",
        t.read, t.translate, t.summarize
    ));
    lines
}

/// The translators, a sentence each, and how many sentences are by a second one.
fn translators(brief: &Brief) -> Vec<String> {
    let mut lines = translator_lines(brief);
    let segments = brief.paragraphs.iter().flat_map(|p| &p.segments);
    match segments.filter(|segment| segment.second).count() {
        0 => {}
        1 => lines.push(format!(
            "1 sentence, marked {BY_SECOND}, is by the second translator."
        )),
        count => lines.push(format!(
            "{count} sentences, marked {BY_SECOND}, are by the second translator."
        )),
    }
    lines
}
