//! `mujaz eval`: scores translations against references. It reads the files and prints; the scores
//! are computed in the module `eval`.

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::exit::{ReadError, UsageError};
use super::input::{is_stdin, name};
use crate::eval::{Metric, Scores, score, trim_end};

const EXAMPLES: &str = "\
Examples:
  mujaz eval --hypotheses ours.en --references human.en
  mujaz eval --hypotheses ours.en --references one.en --references two.en --metrics bleu
  cut -f2 pairs.tsv | mujaz eval --hypotheses - --references human.en --json

Files are UTF-8 with one segment a line; only line feeds end lines. BLEU, chrF2 and chrF2++ equal
those of sacrebleu 2.6 with its defaults, ROUGE equals rouge-score 0.1.2 without stemming; the
signatures say how. Of several references, BLEU and chrF take what sacrebleu takes, ROUGE the one
with the best F. ROUGE-Lsum differs from ROUGE-L only for segments of several lines, which files
of one segment a line do not have.";

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
    /// Print JSON, with all digits
    #[arg(long)]
    json: bool,
}

/// Runs the subcommand.
pub(super) fn run(
    args: &EvalArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    if args.references.iter().any(|path| is_stdin(path)) {
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
    let scores = score(&hypotheses, &references, &args.metrics)?;
    print(&scores, args.json, out)?;
    Ok(Exit::Success)
}

fn print(scores: &Scores, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(scores)?)?;
    } else {
        write!(out, "{scores}")?;
    }
    Ok(())
}

fn same_length(hypotheses: (&Path, usize), references: (&Path, usize)) -> Result<(), UsageError> {
    if hypotheses.1 == references.1 {
        return Ok(());
    }
    Err(UsageError(format!(
        "{} has {} lines and {} has {}; each line of one belongs to a line of the other",
        name(hypotheses.0),
        hypotheses.1,
        name(references.0),
        references.1
    )))
}

fn read(path: &Path) -> anyhow::Result<Vec<String>> {
    let mut bytes = Vec::new();
    let read = if is_stdin(path) {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|content| bytes = content)
    };
    read.map_err(|source| ReadError {
        name: name(path),
        source,
    })?;
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
    fn what_is_no_text_is_refused_with_its_place() {
        assert_eq!(lines(b"a\nb\xff\n").unwrap_err(), "line 2 is not UTF-8");
        assert_eq!(lines(b"").unwrap_err(), "the file is empty");
    }
}
