//! The brief as Markdown, which reads well as plain text too, and the wording that the other
//! renderers share with it: what a doubt says, where a headline comes from. It never lets
//! article text become markup.

use std::fmt::Write as _;

use super::html::is_web_address;
use super::types::{Brief, BriefSegment, Flag, FlagKind, ModelIdentity, Origin, Status};
use crate::document::Role;

/// The text under "To check" when there is nothing to check.
pub(super) const NO_DOUBTS: &str = "No check objects. This is a machine translation: \
    compare it with its source before you rely on it.";

/// How many characters of a sentence are quoted under "To check".
const EXCERPT: usize = 120;

/// How many pieces of evidence are listed for one sentence.
const EVIDENCE: usize = 8;

/// The brief as a Markdown page: headline, summary, what to check, the translation with its
/// source below each paragraph, and what made it.
pub fn markdown(brief: &Brief) -> String {
    let mut out = String::new();
    header(brief, &mut out);
    summary(brief, &mut out);
    to_check(brief, &mut out);
    translation(brief, &mut out);
    out.push_str("## About this brief\n\n");
    list(&about_lines(brief), &mut out);
    out
}

/// Text that shows as itself in Markdown, on one line: whatever could begin a heading, link,
/// image, list, table, quotation, code or HTML gets a backslash, white space becomes one
/// space, and control characters, those of writing direction among them, go.
pub fn escape_inline(text: &str) -> String {
    let text = clean(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (at, c) in text.char_indices() {
        let before = &text.as_bytes()[..at];
        let after = &text[at + c.len_utf8()..];
        let word_ends = after.is_empty() || after.starts_with(' ');
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '@' => true,
            '-' | '+' | '=' => at == 0,
            '.' | ')' if digits > 0 && at == digits && word_ends => true,
            // GitHub turns bare addresses into links.
            '.' => at >= 3 && before[at - 3..].eq_ignore_ascii_case(b"www"),
            ':' => after.starts_with("//"),
            '&' => after.starts_with(|n: char| n == '#' || n.is_ascii_alphanumeric()),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// One line without control characters and without space at its ends.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = !out.is_empty();
        } else if !is_hidden_control(c) {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(c);
        }
    }
    out
}

/// Controls, bidirectional controls, the byte-order mark, annotations and tags. Joiners stay:
/// Persian needs them.
fn is_hidden_control(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The headline, or a word that stands for it.
pub(super) fn headline_text(brief: &Brief) -> String {
    let text = clean(&brief.headline.text);
    if text.is_empty() {
        "Untitled".to_owned()
    } else {
        text
    }
}

/// The article's own headline, where it is not the one above the brief.
pub(super) fn own_title(brief: &Brief) -> Option<String> {
    let title = clean(brief.source.title.as_deref()?);
    (!title.is_empty() && title != headline_text(brief)).then_some(title)
}

/// The sentences of the summary that hold any text.
pub(super) fn summary_sentences(brief: &Brief) -> Vec<String> {
    brief
        .summary
        .sentences
        .iter()
        .map(|s| clean(s))
        .filter(|s| !s.is_empty())
        .collect()
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
    let groups = [
        ("Article", &brief.flags),
        ("Headline", &brief.headline.flags),
        ("Summary", &brief.summary.flags),
    ];
    let flags = groups
        .iter()
        .flat_map(|(about, flags)| flags.iter().map(move |f| (*about, f)));
    let doubts = flags.map(|(about, f)| format!("{about}: {}", explain(std::slice::from_ref(f))));
    let headline = (brief.headline.origin == Origin::Generated)
        .then(|| "Headline: a model wrote it; compare it with the translation.".to_owned());
    headline.into_iter().chain(doubts).collect()
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

/// Why a sentence was not translated, to stand inside brackets.
pub(super) fn reason(segment: &BriefSegment) -> String {
    let messages = |only_failures: bool| -> Vec<String> {
        let flags = segment.flags.iter();
        let flags = flags.filter(|f| !only_failures || f.kind == FlagKind::Failure);
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

/// The beginning of the sentence that stands in the brief.
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

/// Names the models and settings that made the brief, one sentence a line.
pub(super) fn about_lines(brief: &Brief) -> Vec<String> {
    let headline = match brief.headline.origin {
        Origin::Translated => "The headline is the article's own, translated.",
        Origin::Generated => "The headline was written by a model, out of the translation.",
        Origin::Extracted => "The headline is a sentence of the translation.",
        Origin::None => "There is no headline.",
    };
    let summary = match brief.summary.origin {
        Origin::Translated => "The summary is the article's own, translated.",
        Origin::Generated => "The summary was written by a summarization model.",
        Origin::Extracted => "The summary consists of sentences of the translation.",
        Origin::None => "There is no summary.",
    };
    let made = &brief.provenance;
    let mut lines = vec![headline.to_owned(), summary.to_owned()];
    lines.push(format!("Translator: {}.", model(&made.translator)));
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
    lines.push(format!(
        "Computed on {} in {} by mujaz {}.",
        made.device, made.precision, made.mujaz
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
    let format = format!("{:?}", source.format).to_lowercase();
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
    let t = &brief.timings;
    lines.push(format!(
        "Time: {:.2} s reading, {:.2} s translating, {:.2} s summarizing.",
        t.read, t.translate, t.summarize
    ));
    lines
}

fn model(identity: &ModelIdentity) -> String {
    let mut text = identity.name.clone();
    if let Some(revision) = &identity.revision {
        let _ = write!(text, ", revision {revision}");
    }
    let _ = write!(text, ", BLAKE3 {}", prefix(&identity.hash));
    match &identity.licence {
        Some(licence) => text + ", licence " + licence,
        None => text + ", licence unknown",
    }
}

fn prefix(hash: &str) -> String {
    hash.chars().take(12).collect()
}

fn header(brief: &Brief, out: &mut String) {
    let _ = writeln!(out, "# {}\n", escape_inline(&headline_text(brief)));
    if let Some(title) = own_title(brief) {
        let _ = writeln!(out, "{}\n", escape_inline(&title));
    }
    let mut facts = vec![escape_inline(&brief.source.path)];
    facts.extend(brief.source.date.as_deref().map(escape_inline));
    facts.extend(brief.source.url.as_deref().map(link));
    facts.retain(|fact| !fact.is_empty());
    if !facts.is_empty() {
        let _ = writeln!(out, "*{}*\n", facts.join(" · "));
    }
}

fn link(url: &str) -> String {
    let url = clean(url);
    if is_web_address(&url) {
        format!("<{url}>")
    } else {
        escape_inline(&url)
    }
}

fn summary(brief: &Brief, out: &mut String) {
    out.push_str("## Summary\n\n");
    match summary_sentences(brief).as_slice() {
        [] => out.push_str("There is no summary.\n\n"),
        [only] => {
            let _ = writeln!(out, "{}\n", escape_inline(only));
        }
        sentences => {
            list(sentences, out);
            out.push('\n');
        }
    }
}

fn list(lines: &[String], out: &mut String) {
    for line in lines {
        let _ = writeln!(out, "- {}", escape_inline(line));
    }
}

fn to_check(brief: &Brief, out: &mut String) {
    out.push_str("## To check\n\n");
    let general = general_doubts(brief);
    list(&general, out);
    let mut any = !general.is_empty();
    for (number, segment) in doubtful(brief) {
        any = true;
        let _ = write!(out, "- [{number}] {}", escape_inline(&why(segment)));
        let excerpt = excerpt(segment);
        if !excerpt.is_empty() {
            let _ = write!(out, " — “{}”", escape_inline(&excerpt));
        }
        out.push('\n');
    }
    if !any {
        let _ = writeln!(out, "{NO_DOUBTS}");
    }
    out.push('\n');
}

fn translation(brief: &Brief, out: &mut String) {
    out.push_str("## Translation\n\n");
    let mut number = 0;
    for paragraph in &brief.paragraphs {
        let mut english = String::new();
        let mut source = String::new();
        for segment in &paragraph.segments {
            number += 1;
            english.push_str(&sentence(number, segment));
            english.push_str(segment.separator());
            source.push_str(&escape_inline(&segment.source));
            source.push_str(segment.separator());
        }
        if english.is_empty() {
            continue;
        }
        let (lead, indent) = match paragraph.role {
            Role::Title | Role::Heading => ("### ", ""),
            Role::Item => ("- ", "  "),
            Role::Standfirst | Role::Byline | Role::Body => ("", ""),
        };
        let (english, source) = (english.trim_end(), source.trim_end());
        let _ = writeln!(out, "{lead}{english}\n\n{indent}> {source}\n");
    }
    if number == 0 {
        out.push_str("The article has no text.\n\n");
    }
}

fn sentence(number: usize, segment: &BriefSegment) -> String {
    let english = escape_inline(&segment.translation);
    let text = match segment.status {
        Status::Failed => {
            let (source, reason) = (escape_inline(&segment.source), reason(segment));
            format!("{source} (not translated: {})", escape_inline(&reason))
        }
        Status::Translated | Status::Flagged if english.is_empty() => {
            "(no English text)".to_owned()
        }
        Status::Translated | Status::Flagged => english,
    };
    if is_doubtful(segment) {
        format!("[{number}] ⚠ {text}")
    } else {
        text
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests;
