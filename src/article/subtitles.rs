//! Subtitles (SubRip and WebVTT): the cues in their order as running text, in which a sentence may go
//! over several cues.

use std::collections::BTreeSet;

use super::decode::decode;
use super::escapes::without_entities;
use super::extracted::{Extracted, one_line};
use super::record::Context;
use super::{Refusal, plain};
use crate::document::Role;

/// Blocks of WebVTT that hold no cue.
const NO_CUES: [&str; 4] = ["WEBVTT", "NOTE", "STYLE", "REGION"];

/// Maximum number of characters of a tag.
const TAG_REACH: usize = 300;

/// A cue that begins this many seconds after the one before ends begins a paragraph.
const PAUSE: f64 = 4.0;

/// A cue that begins at most this many seconds after the one before ends may show its lines again.
const ROLL: f64 = 0.5;

/// Reads a file of subtitles.
pub(super) fn read(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let decoded = decode(bytes, None)?;
    let cues = cues_of(&decoded.text);
    if cues.is_empty() {
        let is_timed = decoded
            .text
            .lines()
            .any(|line| times_of(line.trim()).is_some());
        if is_timed || is_no_cue(decoded.text.trim_start()) {
            let reason = "there is no text in its cues";
            return Err(Refusal::Skipped(reason.to_owned()));
        }
        // A text without cues is read as text.
        return Ok(plain::of_text(decoded, context.language));
    }
    let mut extracted = Extracted {
        encoding: decoded.encoding,
        ..Extracted::default()
    };
    let mut paragraph = String::new();
    let mut shown: BTreeSet<String> = BTreeSet::new();
    let mut ended = 0.0;
    for cue in cues {
        let begins = cue.start - ended > PAUSE || cue.lines.iter().any(|line| is_spoken(line));
        if begins && plain::ends_sentence(paragraph.trim_end()) {
            extracted.push(Role::Body, &std::mem::take(&mut paragraph));
        }
        let is_at_once = cue.start - ended <= ROLL;
        for line in &cue.lines {
            // Captions that roll show a line again until the next one has come.
            if is_at_once && shown.contains(line) {
                continue;
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(without_dash(line));
        }
        shown = cue.lines.into_iter().collect();
        ended = cue.end;
    }
    extracted.push(Role::Body, &paragraph);
    Ok(extracted)
}

/// Whether a line begins the words of another speaker.
fn is_spoken(line: &str) -> bool {
    without_dash(line).len() < line.len()
}

/// A line without the dash of a speaker; before a number it is a sign.
fn without_dash(line: &str) -> &str {
    let rest = line.trim_start_matches(['-', '–', '—', ' ']);
    if rest.starts_with(char::is_numeric) {
        line
    } else {
        rest
    }
}

/// Text that is shown from one second to another.
#[derive(Debug, Clone, PartialEq)]
struct Cue {
    start: f64,
    end: f64,
    lines: Vec<String>,
}

fn cues_of(text: &str) -> Vec<Cue> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut cues: Vec<Cue> = Vec::new();
    let mut is_skipped = false;
    for (at, line) in lines.iter().enumerate() {
        if let Some((start, end)) = times_of(line) {
            cues.push(Cue {
                start,
                end,
                lines: Vec::new(),
            });
            is_skipped = false;
        } else if line.is_empty() {
            // Some programs leave blank lines inside a cue, so only these blocks end here.
            is_skipped = false;
        } else if (at == 0 || lines[at - 1].is_empty()) && is_no_cue(line) {
            is_skipped = true;
        } else if let Some(cue) = cues.last_mut().filter(|_| !is_skipped) {
            // The number or the name of a cue stands above its times; without a blank line before it, a
            // line there is the last one of the cue above.
            let is_alone =
                at == 0 || lines[at - 1].is_empty() || line.chars().all(char::is_numeric);
            let is_name = is_alone
                && lines
                    .get(at + 1)
                    .is_some_and(|next| times_of(next).is_some());
            let shown = shown(line);
            if !is_name && !shown.is_empty() {
                cue.lines.push(shown);
            }
        }
    }
    cues.retain(|cue| !cue.lines.is_empty());
    cues
}

fn is_no_cue(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    NO_CUES.contains(&first.trim_start_matches('\u{feff}'))
}

/// A line without tags and the positions that some programs write in braces.
fn shown(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        shown.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { '>' } else { '}' };
        let close = rest.char_indices().take(TAG_REACH).find(|(_, c)| *c == end);
        let length = match close {
            Some((close, _)) if is_tag(&rest[..close]) => close + 1,
            _ => {
                shown.push_str(&rest[..1]);
                1
            }
        };
        rest = &rest[length..];
    }
    shown.push_str(rest);
    one_line(&without_entities(&shown))
}

/// Whether a bracket begins a tag: of HTML, a voice, a class or a time; in braces a position, as `\an8`
/// and `y:i` are.
fn is_tag(tag: &str) -> bool {
    let inside = &tag[1..];
    if tag.starts_with('{') {
        return inside.starts_with('\\') || inside.get(1..2) == Some(":");
    }
    inside.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
}

/// The seconds of `00:01:02,500 --> 00:01:04,000`, with settings after them or not.
fn times_of(line: &str) -> Option<(f64, f64)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((seconds(start.trim())?, seconds(end)?))
}

/// Programs that move all cues ahead write times below zero.
fn seconds(time: &str) -> Option<f64> {
    let time = time.replace(',', ".");
    let (sign, time) = match time.strip_prefix('-') {
        Some(time) => (-1.0, time),
        None => (1.0, &time[..]),
    };
    let parts: Vec<&str> = time.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds = 0.0;
    for part in parts {
        seconds = seconds * 60.0 + number(part.trim())?;
    }
    seconds.is_finite().then_some(sign * seconds)
}

/// A number in digits, where `parse` alone also reads `inf`, `nan` and `1e9`.
fn number(part: &str) -> Option<f64> {
    let are_digits = part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    part.parse().ok().filter(|_| are_digits)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn paragraphs(file: &str) -> Vec<String> {
        let context = Context::of(Language::of("ar"));
        let read = read(file.as_bytes(), &context).unwrap();
        let spans = read.paragraphs.iter();
        spans
            .map(|paragraph| read.text[paragraph.span.clone()].to_owned())
            .collect()
    }

    #[test]
    fn cues_are_one_text() {
        let file = "1\n00:00:01,000 --> 00:00:02,000\n<i>قال الوزير</i> إن\n\n2\n00:00:02,100 --> 00:00:04,000\n{\\an8}الجسر افتتح\nاليوم.\n\n3\n00:00:30,000 --> 00:00:31,000\nوغادر بعدها.\n";
        assert_eq!(
            paragraphs(file),
            ["قال الوزير إن الجسر افتتح اليوم.", "وغادر بعدها."]
        );
    }

    #[test]
    fn captions_that_roll_are_read_once() {
        let file = "WEBVTT\nKind: captions\n\nNOTE هذا تعليق\nآخر\n\nSTYLE\n::cue{}\n\n00:01.000 --> 00:02.000 align:start\nسطر أول\n\n00:02.000 --> 00:03.000\nسطر أول\n<00:02.5><c>سطر</c> ثان\n\nاسم\n00:03.000 --> 00:04.000\nسطر ثان\nسطر ثالث.\n";
        assert_eq!(paragraphs(file), ["سطر أول سطر ثان سطر ثالث."]);
    }

    #[test]
    fn what_is_said_again_later_and_numbers_below_zero_are_kept() {
        let file = "1\n00:00:10,000 --> 00:00:11,000\n- نعم.\n\n2\n00:01:30,000 --> 00:01:31,000\n- نعم.\n\n3\n00:01:31,100 --> 00:01:33,000\n-5 درجات {فقط} a < b\n";
        assert_eq!(paragraphs(file), ["نعم.", "نعم. -5 درجات {فقط} a < b"]);
    }

    #[test]
    fn times_end_a_cue_also_without_a_blank_line() {
        let file = "WEBVTT\n\n00:01.000 --> 00:02.000\nسطر أول\n00:02.000 --> 00:03.000\nسطر ثان {2024 عام}\n3\n00:03.000 --> 00:04.000\nسطر ثالث.\n";
        assert_eq!(paragraphs(file), ["سطر أول سطر ثان {2024 عام} سطر ثالث."]);
    }

    #[test]
    fn times_are_written_in_digits() {
        assert_eq!(seconds("00:01:02,500"), Some(62.5));
        assert_eq!(seconds("-00:00:01.5"), Some(-1.5));
        let endless = format!("00:{}", "9".repeat(400));
        for time in [
            "00:inf", "nan:00", "00:1e9", "00:+1", "00:", "00:.", "1:-", &endless,
        ] {
            assert_eq!(seconds(time), None, "{time}");
        }
        let file = "WEBVTT\n\n00:01.000 --> 00:02.000\nقال إن\n00:inf --> 00:nan\nالجسر افتتح.\n";
        assert_eq!(paragraphs(file), ["قال إن 00:inf --> 00:nan الجسر افتتح."]);
    }

    #[test]
    fn a_text_without_cues_is_a_text() {
        assert_eq!(paragraphs("نص أول.\n\nنص ثان."), ["نص أول.", "نص ثان."]);
    }
}
