//! The closing table of a run. This file owns its wording.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::plain::plain;
use crate::article::{Found, NotRead};
use crate::brief::Suitability;
use crate::pipeline::{Recalled, RunRecord, RunReport, SecondTranslations};
use crate::store::Totals;
use crate::text::counted;

/// How many reasons the closing table lists.
const REASONS_SHOWN: usize = 10;
/// Maximum number of extensions of files that are not read.
const KINDS_SHOWN: usize = 6;

/// The closing table as text.
pub(super) fn closing(report: &RunReport, found: &Found, out: &Path) -> String {
    let record = &report.record;
    let (now, before) = (record.articles, record.unchanged);
    if now.all() == 0 && before.all() > 0 && !record.interrupted {
        return done_before(record, out) + &not_read(record) + &briefs(found) + &unreadable(found);
    }
    let mut text = String::new();
    let _ = writeln!(
        text,
        "\n  done      {:>8}   briefs with nothing to check",
        now.done
    );
    let _ = writeln!(
        text,
        "  flagged   {:>8}   briefs with something to check",
        now.flagged
    );
    let _ = writeln!(text, "  skipped   {:>8}", now.skipped);
    let _ = writeln!(text, "  failed    {:>8}", now.failed);
    if before.all() > 0 {
        let (skipped, added) = (skipped_before(before), added_formats(record));
        let _ = writeln!(
            text,
            "  unchanged {:>8}   done before{skipped}{added}",
            before.all()
        );
    }
    for ((outcome, reason), (count, first)) in report.reasons.iter().take(REASONS_SHOWN) {
        let more = if *count > 1 {
            format!("{count} articles, first ")
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "  {outcome}: {} ({more}{})",
            plain(reason),
            plain(first)
        );
    }
    if report.reasons.len() > REASONS_SHOWN {
        let more = counted(report.reasons.len() - REASONS_SHOWN, "more reason");
        let _ = writeln!(text, "  and {more}; all are in index.jsonl");
    }
    text.push_str(&not_read(record));
    text.push_str(&briefs(found));
    text.push_str(&unreadable(found));
    let [translated, flagged, failed] = record.segments;
    let all = translated + flagged + failed;
    text.push_str(&verdicts(&record.verdicts, now.done + now.flagged));
    if all > 0 {
        let _ = writeln!(
            text,
            "\n  {}: {translated} translated, {flagged} flagged, {failed} failed; {:.1} segments/s, {:.0} s",
            counted(all, "segment"),
            all as f64 / record.seconds.max(0.001),
            record.seconds
        );
    }
    text.push_str(&spared(&record.memory));
    text.push_str(&second(&record.second_translations));
    if record.unfinished > 0 {
        let _ = writeln!(
            text,
            "  unfinished {:>7}   something failed that may work another time; the same command tries again",
            record.unfinished
        );
    }
    let _ = writeln!(text, "  results: {}", out.display());
    if record.interrupted {
        let _ = writeln!(
            text,
            "  stopped before the end; the same command goes on from here"
        );
    }
    text
}

/// How many briefs have which verdict; empty if none has one. The lines add up to all `briefs`.
fn verdicts(verdicts: &BTreeMap<Suitability, u64>, briefs: u64) -> String {
    if verdicts.is_empty() {
        return String::new();
    }
    let mut text = "\n".to_owned();
    let mut line = |what: &str, count: u64| {
        let _ = writeln!(text, "  {what:<16}{count:>8}");
    };
    for verdict in Suitability::ALL {
        line(
            verdict.words(),
            verdicts.get(&verdict).copied().unwrap_or(0),
        );
    }
    let without = briefs.saturating_sub(verdicts.values().sum());
    if without > 0 {
        line("no verdict", without);
    }
    text
}

/// The line of a run that had nothing to translate.
fn done_before(record: &RunRecord, out: &Path) -> String {
    let nothing = match record.formats_added {
        0 => "nothing to do: ",
        _ => "",
    };
    let all = match record.unchanged.all() {
        1 => "the only article was".to_owned(),
        all => format!("all {all} articles were"),
    };
    format!(
        "mujaz: {nothing}{all} done before{}{}. Results: {}\n",
        skipped_before(record.unchanged),
        added_formats(record),
        out.display()
    )
}

/// The number of articles that have no brief since an earlier run skipped them, as a part of a sentence.
fn skipped_before(before: Totals) -> String {
    match (before.skipped, before.all()) {
        (0, _) => String::new(),
        (_, 1) => ", and skipped".to_owned(),
        (skipped, _) => format!(", {skipped} of them skipped"),
    }
}

/// The number of articles that only got files in missing formats, as the end of a sentence.
fn added_formats(record: &RunRecord) -> String {
    match record.formats_added {
        0 => String::new(),
        _ if record.unchanged.all() == 1 => "; its missing formats were written".to_owned(),
        added => format!("; missing formats were written for {added} of them"),
    }
}

/// The texts that did not need the translator.
fn spared(memory: &Recalled) -> String {
    let mut text = String::new();
    if memory.known > 0 {
        let _ = writeln!(
            text,
            "  {} of {} {} not translated again",
            memory.known,
            counted(memory.texts, "text"),
            if memory.known == 1 { "was" } else { "were" }
        );
    }
    match memory.approved {
        0 => {}
        1 => text.push_str("  1 segment has an approved translation\n"),
        approved => {
            let _ = writeln!(text, "  {approved} segments have approved translations");
        }
    }
    text
}

/// The sentences of second translators.
fn second(second: &SecondTranslations) -> String {
    if second.is_empty() {
        return String::new();
    }
    format!(
        "  {} went to the second translator; its translation is kept of {}\n",
        counted(second.asked, "segment"),
        second.kept
    )
}

/// The number of files in the inputs that are not articles, with their commonest extensions, if there
/// are any.
pub(super) fn others(not_read: &NotRead) -> Option<String> {
    let all = match not_read.files {
        0 => return None,
        1 => "1 file of another kind".to_owned(),
        count => format!("{count} files of other kinds"),
    };
    let listed = not_read.commonest().into_iter().take(KINDS_SHOWN);
    let listed: Vec<String> = listed
        .map(|(kind, count)| format!("{count} .{}", plain(kind)))
        .collect();
    Some(match listed.len() {
        0 => all,
        _ => format!("{all}: {}", listed.join(", ")),
    })
}

/// The line about files that are not articles.
fn not_read(record: &RunRecord) -> String {
    let others = others(&record.not_read);
    others.map_or_else(String::new, |others| format!("  not read: {others}\n"))
}

/// Folders in the inputs that are passed over because they hold briefs, as a text for each.
pub(super) fn passed_over(found: &Found) -> impl Iterator<Item = String> {
    let folders = found.briefs.iter();
    folders.map(|folder| {
        format!(
            "not read: {} holds briefs that mujaz wrote",
            folder.display()
        )
    })
}

fn briefs(found: &Found) -> String {
    let lines = passed_over(found).take(REASONS_SHOWN);
    lines.map(|line| format!("  {}\n", plain(&line))).collect()
}

/// Inputs that the file system did not let mujaz read.
fn unreadable(found: &Found) -> String {
    let lines = found
        .unreadable
        .iter()
        .take(REASONS_SHOWN)
        .map(|(path, reason)| {
            format!(
                "  cannot be read: {} ({})\n",
                plain(&path.display().to_string()),
                plain(reason)
            )
        });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_add_up_to_the_briefs() {
        assert_eq!(verdicts(&BTreeMap::new(), 2), "");
        let two = BTreeMap::from([(Suitability::Fit, 1), (Suitability::Unfit, 12)]);
        let all = "\n  fit to read            1\n  read with care         0\n  not fit to read       12\n";
        assert_eq!(verdicts(&two, 13), all);
        let without = format!("{all}  no verdict             2\n");
        assert_eq!(verdicts(&two, 15), without);
    }

    #[test]
    fn what_was_skipped_before_is_not_said_to_be_done() {
        let before = |done, skipped| Totals {
            done,
            skipped,
            ..Totals::default()
        };
        assert_eq!(skipped_before(before(3, 0)), "");
        assert_eq!(skipped_before(before(22, 2)), ", 2 of them skipped");
        assert_eq!(skipped_before(before(0, 1)), ", and skipped");
    }
}
