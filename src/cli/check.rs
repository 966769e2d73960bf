//! `mujaz check`: the doubts about translations from anywhere. It reads pairs and prints; the
//! checks are in the module `quality`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Exit;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::input::{Lines, is_stdin, name, typed};
use super::languages::{LanguageArgs, Languages};
use super::resolve::{FailOn, fail_on};
use crate::article::{parse_json, raw_fields};
use crate::brief::{Flag, clean, json_line};
use crate::quality::{Judgement, rounded};
use crate::store::{Outcome, Totals};
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  mujaz check --pairs pairs.tsv                      source, tab, translation
  mujaz check --source a.ar --translation a.en       a line of one for a line of the other
  mujaz check --json < pairs.jsonl > doubts.jsonl    objects with `source` and `translation`

Each pair gets one line, in the same order, with three columns: how likely the translation is
materially wrong, 0 to 1; the doubts in words; and the words of the source that nothing in the
translation corresponds to. With --json the line is an object; its `id` and, as `score`, the mean
log-probability of a token by the model that translated may come with the pair. A line that is no
pair gets a line that says so. No model is needed.

The estimate and the checks of names, negations and missing parts need a lexicon of both languages.
There is one for Arabic and English; pairs of other languages get the other checks.

The exit code stays 0 whatever the doubts, unless --fail-on says otherwise. It is 6 if whoever reads
the answers stops before the last one.";

/// Say what to doubt about translations from anywhere
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    /// Pairs: lines of source, tab, translation; - is standard input, which is the default
    #[arg(long, value_name = "FILE", conflicts_with_all = ["source", "translation"])]
    pairs: Option<PathBuf>,
    /// Sources, one a line
    #[arg(long, value_name = "FILE", requires = "translation")]
    source: Option<PathBuf>,
    /// Their translations, one a line
    #[arg(long, value_name = "FILE", requires = "source")]
    translation: Option<PathBuf>,
    /// Answer in JSON Lines, and read pairs that are JSON objects as such
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    languages: LanguageArgs,
    /// Exit with 4 at the end when lines failed, or were flagged or failed
    #[arg(long, value_name = "failed|flagged", env = "MUJAZ_FAIL_ON")]
    fail_on: Option<String>,
}

/// A pair as it came.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Given {
    source: String,
    translation: String,
    score: Option<f32>,
    #[serde(skip)]
    id: Option<Id>,
}

/// The `id` of a pair, as it was written: `null` is one too, and no number is rounded.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
struct Id(Box<RawValue>);

impl Id {
    /// The `id` of a line that is an object, if it has one.
    fn of_line(line: &str) -> Option<Self> {
        raw_fields(line)?.remove("id").map(Self)
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// An answer in JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Answer {
    Judged {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Id>,
        outcome: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        estimate: Option<f64>,
        flags: Vec<Flag>,
        uncovered: Vec<String>,
    },
    Failed {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Id>,
        outcome: &'static str,
        reason: String,
    },
}

/// A line that is no pair: its `id`, where it has one, and the reason.
type NoPair = (Option<Id>, String);

/// Runs the subcommand.
pub(super) fn run(
    args: &CheckArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let file = FileSettings::read()?;
    let fail_on = fail_on(args.fail_on.as_ref(), file.fail_on.as_ref())?;
    let languages = args.languages.resolve(&file)?;
    languages.tell(err);
    let mut totals = Totals::default();
    let mut answer = |given: Result<Given, NoPair>| -> io::Result<()> {
        let answer = answered(&languages, given);
        totals.add(answer.outcome());
        if args.json {
            writeln!(out, "{}", json_line(&answer)?)
        } else {
            writeln!(out, "{answer}")
        }
    };
    match (&args.source, &args.translation) {
        (Some(source), Some(translation)) => {
            two_files(source, translation, &mut answer)?;
        }
        _ => {
            let path = args.pairs.as_deref().unwrap_or(Path::new("-"));
            let pairs = "pairs (source, tab, translation)";
            if let Some(text) = typed(pairs).filter(|_| is_stdin(path)) {
                let _ = writeln!(err, "mujaz: {text}. For a file: mujaz check --pairs FILE");
            }
            for line in Lines::open(path)? {
                let line = line?.map_err(|reason| (None, reason));
                answer(line.and_then(|line| parse(&line, args.json)))?;
            }
        }
    }
    out.flush()?;
    // Every line is answered, so a message that nobody reads is no error.
    let _ = writeln!(
        err,
        "mujaz: {}: {} without a doubt, {} flagged, {} failed",
        counted(totals.all(), "pair"),
        totals.done,
        totals.flagged,
        totals.failed
    );
    Ok(FailOn::exit(fail_on, totals.flagged, totals.failed))
}

/// Judges a pair, unless it is none.
fn answered(languages: &Languages, given: Result<Given, NoPair>) -> Answer {
    let given = match given {
        Ok(given) if given.source.trim().is_empty() => {
            Err((given.id, "there is no source".to_owned()))
        }
        given => given,
    };
    let given = match given {
        Ok(given) => given,
        Err((id, reason)) => {
            return Answer::Failed {
                id,
                outcome: Outcome::Failed.name(),
                reason,
            };
        }
    };
    let Judgement {
        flags,
        estimate,
        uncovered,
        links: _,
    } = languages.judge(&given.source, &given.translation, given.score);
    Answer::Judged {
        id: given.id,
        outcome: outcome(&flags).name(),
        estimate: estimate.map(rounded),
        flags,
        uncovered,
    }
}

fn outcome(flags: &[Flag]) -> Outcome {
    if flags.is_empty() {
        Outcome::Done
    } else {
        Outcome::Flagged
    }
}

impl Answer {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Judged { flags, .. } => outcome(flags),
            Self::Failed { .. } => Outcome::Failed,
        }
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed { reason, .. } => {
                write!(f, "-\tThis line failed: {}.\t", clean(reason))
            }
            Self::Judged {
                estimate,
                flags,
                uncovered,
                ..
            } => {
                match estimate {
                    Some(estimate) => write!(f, "{estimate:.3}\t")?,
                    None => write!(f, "-\t")?,
                }
                let messages: Vec<&str> = flags.iter().map(|flag| flag.message.as_str()).collect();
                if messages.is_empty() {
                    write!(f, "No check objects.")?;
                } else {
                    // A message may quote the translation, and that may hold anything.
                    write!(f, "{}", clean(&messages.join(" ")))?;
                }
                write!(f, "\t{}", clean(&uncovered.join(", ")))
            }
        }
    }
}

/// Reads the pair of a line.
fn parse(line: &str, json: bool) -> Result<Given, NoPair> {
    if json && line.trim_start().starts_with('{') {
        let no_pair = |error| format!("it is no pair: {error}");
        let value = parse_json(line).map_err(|error| (None, no_pair(error)))?;
        let id = Id::of_line(line);
        return match serde_json::from_value::<Given>(value) {
            Ok(given) => Ok(Given { id, ..given }),
            Err(error) => Err((id, no_pair(error))),
        };
    }
    let mut columns = line.split('\t');
    match (columns.next(), columns.next()) {
        (Some(source), Some(translation)) => Ok(Given {
            source: source.to_owned(),
            translation: translation.to_owned(),
            score: None,
            id: None,
        }),
        _ => Err((
            None,
            "it has no tab between a source and a translation".to_owned(),
        )),
    }
}

/// Answers the lines of two files that belong together.
fn two_files(
    source_path: &Path,
    translation_path: &Path,
    answer: &mut dyn FnMut(Result<Given, NoPair>) -> io::Result<()>,
) -> anyhow::Result<()> {
    if is_stdin(source_path) && is_stdin(translation_path) {
        let what = "only one of --source and --translation can come from standard input";
        return Err(UsageError(what.into()).into());
    }
    let mut sources = Lines::open(source_path)?;
    let mut translations = Lines::open(translation_path)?;
    for number in 1_u64.. {
        let (source, translation) = match (sources.next(), translations.next()) {
            (None, None) => break,
            (Some(source), Some(translation)) => (source?, translation?),
            (source, _) => {
                let (longer, shorter) = match source {
                    Some(_) => (source_path, translation_path),
                    None => (translation_path, source_path),
                };
                return Err(UsageError(format!(
                    "{} ends before line {number} of {}; each line of one belongs to a line of \
                     the other",
                    name(shorter),
                    name(longer)
                ))
                .into());
            }
        };
        let pair = source.and_then(|source| Ok((source, translation?)));
        let given = pair.map(|(source, translation)| Given {
            source,
            translation,
            score: None,
            id: None,
        });
        answer(given.map_err(|reason| (None, reason)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(source: &str, translation: &str) -> Given {
        Given {
            source: source.into(),
            translation: translation.into(),
            score: None,
            id: None,
        }
    }

    #[test]
    fn a_pair_is_two_columns_or_an_object() {
        assert_eq!(parse("a\tb\tnote", false), Ok(given("a", "b")));
        assert!(parse("a", false).unwrap_err().1.contains("no tab"));
        assert_eq!(parse("{\tb", false), Ok(given("{", "b")));
        let object = r#"{"source": "a", "translation": "b\tc", "id": 7, "score": -0.5, "x": 1}"#;
        let expected = Given {
            score: Some(-0.5),
            id: Id::of_line(object),
            ..given("a", "b\tc")
        };
        assert_eq!(expected.id.as_ref().expect("an id").0.get(), "7");
        assert_eq!(parse(object, true), Ok(expected));
        let object = r#"{"source": "a\ud800", "translation": "b", "score": NaN, "id": 1e400}"#;
        let read = parse(object, true).expect("a pair, as Python reads one");
        assert_eq!((&*read.source, read.score), ("a\u{fffd}", None));
        let (id, error) = parse(r#"{"source": "a", "id": 3}"#, true).unwrap_err();
        assert_eq!(id.expect("an id").0.get(), "3");
        assert!(error.contains("translation"), "{error}");
    }

    #[test]
    fn an_id_comes_back_as_it_was_written() {
        let languages = Languages::of("ar", "en").unwrap();
        let id_of_answer = |line: &str| {
            let answer = json_line(&answered(&languages, parse(line, true))).expect("JSON");
            Id::of_line(&answer).map(|id| id.0.get().to_owned())
        };
        for id in ["null", "123456789012345678901234", "{\"a\": [1.50]}"] {
            for translation in ["\"text\"", "7"] {
                let line =
                    format!("{{\"id\": {id}, \"source\": \"نص\", \"translation\": {translation}}}");
                assert_eq!(id_of_answer(&line).as_deref(), Some(id), "{line}");
            }
        }
        let without = "{\"source\": \"نص\", \"translation\": \"text\"}";
        assert_eq!(id_of_answer(without), None);
    }

    #[test]
    fn an_answer_is_one_line_of_three_columns() {
        let languages = Languages::of("ar", "en").unwrap();
        let of =
            |source, translation| answered(&languages, Ok(given(source, translation))).to_string();
        let good = of(
            "أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.",
            "The ministry announced yesterday the opening of 12 new schools.",
        );
        let columns: Vec<&str> = good.split('\t').collect();
        assert!(columns[0].parse::<f64>().unwrap() < 0.2, "{good}");
        assert_eq!(columns[1..], ["No check objects.", ""]);
        let hostile = of("أعلنت الوزارة أمس افتتاح مدرسة", "وزارة\tوزارة\nوزارة");
        assert_eq!(hostile.matches(['\t', '\n']).count(), 2, "{hostile}");
        let failed = answered(&languages, Err((None, "it is no pair".into()))).to_string();
        assert_eq!(failed, "-\tThis line failed: it is no pair.\t");
    }

    #[test]
    fn without_a_lexicon_there_is_no_estimate() {
        let languages = Languages::of("fr", "en").unwrap();
        let answer = answered(
            &languages,
            Ok(given("Il y a 12 écoles.", "There are 13 schools.")),
        );
        assert!(answer.to_string().starts_with("-\t"), "{answer}");
        assert!(Languages::of("ar", "fr").is_err());
    }
}
