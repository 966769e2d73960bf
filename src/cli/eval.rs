//! `mujaz eval`: scores translations against references, and measures the estimates of wrong ones. It
//! reads the files and prints; the scores are computed in the module `eval`, the estimates in `quality`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::input::{is_stdin, name, read_bytes};
use super::languages::{LanguageArgs, Languages};
use crate::brief::json_pretty;
use crate::eval::{
    Estimates, JudgedSentence, Metric, Scores, estimates, score, sentence_chrf, trim_end,
};
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  mujaz eval --hypotheses ours.en --references human.en
  mujaz eval --hypotheses ours.en --references one.en --references two.en --metrics bleu
  cut -f2 pairs.tsv | mujaz eval --hypotheses - --references human.en --json
  mujaz eval --sources a.ar --hypotheses ours.en --references human.en --estimates

Files are UTF-8 with one segment a line; only line feeds end lines. BLEU, chrF2 and chrF2++ equal
those of sacrebleu 2.6 with its defaults, ROUGE equals rouge-score 0.1.2 without stemming; the
signatures say how. Of several references, BLEU and chrF take what sacrebleu takes, ROUGE the one
with the best F. ROUGE-Lsum differs from ROUGE-L only for segments of several lines, which files
of one segment a line do not have.

--estimates measures what `mujaz check` says about the hypotheses. A sentence counts as wrong if its
chrF2 is under --wrong-below, even where it is right in other words. AUC is how probably a wrong
sentence has a higher estimate than a right one; the flagged sentences are those with a doubt of any
kind. No score of a model takes part, as files have none; in a run with the starter translator one
does, and the estimates are better. There are estimates for Arabic into English.";

/// How many hypotheses must end in a separate full stop before mujaz warns that they look
/// tokenized, as sacrebleu does.
const TOKENIZED: usize = 100;

/// Score translations against references: BLEU, chrF, ROUGE
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct EvalArgs {
    /// Translations to score; - is standard input
    #[arg(long, required = true, value_name = "FILE")]
    hypotheses: PathBuf,
    /// Human translations; once for each set of references
    #[arg(long, required = true, value_name = "FILE")]
    references: Vec<PathBuf>,
    /// Scores to compute, of bleu, chrf, chrf++, rouge
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "bleu,chrf"
    )]
    metrics: Vec<Metric>,
    /// Measure by the references how good the estimates and doubts of `mujaz check` are
    #[arg(long, requires = "sources")]
    estimates: bool,
    /// The sentences that were translated, for --estimates
    #[arg(long, value_name = "FILE", requires = "estimates")]
    sources: Option<PathBuf>,
    /// Sentence chrF2 under which a translation counts as wrong, 0 to 100
    #[arg(
        long,
        value_name = "CHRF",
        default_value = "40",
        value_parser = chrf,
        requires = "estimates"
    )]
    wrong_below: f64,
    #[command(flatten)]
    languages: LanguageArgs,
    /// Print JSON, with all digits
    #[arg(long)]
    json: bool,
}

/// What is printed as JSON.
#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    scores: Scores,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimates: Option<Estimates>,
}

/// Runs the subcommand.
pub(super) fn run(
    args: &EvalArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut others = args.references.iter().chain(&args.sources);
    if others.any(|path| is_stdin(path)) {
        return Err(UsageError("only hypotheses can come from standard input".into()).into());
    }
    let hypotheses = read(&args.hypotheses)?;
    let references = args
        .references
        .iter()
        .map(|path| read(path))
        .collect::<Result<Vec<_>, _>>()?;
    for (path, references) in args.references.iter().zip(&references) {
        same_length(
            (&args.hypotheses, hypotheses.len()),
            (path, references.len()),
        )?;
    }
    let tokenized = hypotheses.iter().filter(|line| line.ends_with(" ."));
    if tokenized.take(TOKENIZED).count() == TOKENIZED {
        writeln!(
            err,
            "mujaz: {TOKENIZED} hypotheses or more end in \" .\"; BLEU is meant for text that is \
             not tokenized"
        )?;
    }
    let estimates = match args.sources.as_deref().filter(|_| args.estimates) {
        Some(sources) => Some(measure(args, sources, (&hypotheses, &references), err)?),
        None => None,
    };
    let report = Report {
        scores: score(&hypotheses, &references, &args.metrics)?,
        estimates,
    };
    print(&report, args.json, out)?;
    Ok(Exit::Success)
}

fn print(report: &Report, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        writeln!(out, "{}", json_pretty(report)?)?;
        return Ok(());
    }
    write!(out, "{}", report.scores)?;
    if let Some(estimates) = &report.estimates {
        write!(out, "\n{estimates}")?;
    }
    Ok(())
}

/// Judges the hypotheses and compares what is said of them with the references.
fn measure(
    args: &EvalArgs,
    sources: &Path,
    (hypotheses, references): (&[String], &[Vec<String>]),
    err: &mut dyn Write,
) -> anyhow::Result<Estimates> {
    let languages = args.languages.resolve(&FileSettings::read()?)?;
    let texts = read(sources)?;
    same_length((&args.hypotheses, hypotheses.len()), (sources, texts.len()))?;
    languages.tell(err);
    let lines = texts.iter().zip(hypotheses).enumerate();
    let sentences = lines.filter_map(|(line, (source, hypothesis))| {
        let references: Vec<&str> = references.iter().map(|set| set[line].as_str()).collect();
        judged(&languages, (source, hypothesis), &references)
    });
    let sentences: Vec<JudgedSentence> = sentences.collect();
    let left_out = hypotheses.len() - sentences.len();
    if left_out > 0 {
        writeln!(
            err,
            "mujaz: left out of the estimates, for want of a source or a reference: {left_out} of {}",
            counted(hypotheses.len(), "line")
        )?;
    }
    Ok(estimates(&sentences, args.wrong_below))
}

/// Judges a source with its hypothesis; `None` where nothing can be compared.
fn judged(
    languages: &Languages,
    (source, hypothesis): (&str, &str),
    references: &[&str],
) -> Option<JudgedSentence> {
    let is_blank = |text: &str| text.trim().is_empty();
    if is_blank(source) || references.iter().all(|reference| is_blank(reference)) {
        return None;
    }
    let judgement = languages.judge(source, hypothesis, None);
    Some(JudgedSentence {
        chrf: sentence_chrf(hypothesis, references),
        estimate: judgement.estimate,
        flagged: !judgement.flags.is_empty(),
    })
}

/// Reads a chrF2 score.
fn chrf(text: &str) -> Result<f64, String> {
    let score = text.trim().parse::<f64>().ok();
    let score = score.filter(|score| (0.0..=100.0).contains(score));
    score.ok_or_else(|| "write a number from 0 to 100, as in 40".to_owned())
}

fn same_length(hypotheses: (&Path, usize), references: (&Path, usize)) -> Result<(), UsageError> {
    if hypotheses.1 == references.1 {
        return Ok(());
    }
    Err(UsageError(format!(
        "{} has {} and {} has {}; each line of one belongs to a line of the other",
        name(hypotheses.0),
        counted(hypotheses.1, "line"),
        name(references.0),
        references.1
    )))
}

fn read(path: &Path) -> anyhow::Result<Vec<String>> {
    let bytes = read_bytes(path)?;
    lines(&bytes).map_err(|reason| UsageError(format!("{}: {reason}", name(path))).into())
}

/// Lines as sacrebleu reads them: only `\n` ends a line, and white space at its end is dropped.
fn lines(bytes: &[u8]) -> Result<Vec<String>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line} is not UTF-8")
    })?;
    if text.is_empty() {
        return Err("the file is empty".into());
    }
    Ok(text
        .split_inclusive('\n')
        .map(|line| trim_end(line).to_owned())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_feeds_end_lines() {
        let text = "a\rb\u{2028}c\u{85}d\r\n\n e \n";
        assert_eq!(
            lines(text.as_bytes()).unwrap(),
            ["a\rb\u{2028}c\u{85}d", "", " e"]
        );
        assert_eq!(lines(b"\n").unwrap(), [""]);
        assert_eq!(lines(b"a\nb").unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_limit_is_a_number_from_0_to_100() {
        assert_eq!(chrf("37.5"), Ok(37.5));
        for text in ["-1", "100.1", "nan", "forty", ""] {
            assert!(chrf(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        assert_eq!(lines(b"a\nb\xff\n").unwrap_err(), "line 2 is not UTF-8");
        assert_eq!(lines(b"").unwrap_err(), "the file is empty");
    }
}
