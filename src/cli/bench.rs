//! `mujaz bench`: measures the throughput of this machine. It parses and prints; the measuring
//! itself is in the module `bench`.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use tempfile::TempPath;

use super::Exit;
use super::exit::{ReadError, UsageError};
use super::load;
use super::placement::{
    DEFAULT_TRANSLATOR, Placement, SPLIT_AT, for_summaries, foreign_script, placement,
};
use super::quantity::whole;
use crate::bench::{BenchError, Measured, Workload, measure, peak_rss_bytes};
use crate::brief::json_line;
use crate::engine::{Devices, Precision, set_threads};
use crate::model::{ModelConfig, locate};
use crate::store::temporary_in;
use crate::text::{Language, counted};

const EXAMPLES: &str = "\
Examples:
  mujaz bench
  mujaz bench --translator opus-mt-tc-big-ar-en --sentences sentences.txt --beams 4
  mujaz bench --precision int8 --json
  mujaz bench --sentences sentences.txt --output translations.txt

Seconds run from the first sentence to the last translation; loading is counted apart.
--target-tokens 36 makes every output 36 tokens long, so that models can be compared whatever
they say.";

/// The sentences for a benchmark without a file, of a length usual in news.
const SAMPLE: &str = include_str!("../../samples/iran-minister-baghdad.txt");
const SAMPLE_ROUNDS: usize = 20;

/// Measure how fast a model is on this machine
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct BenchArgs {
    /// Translation model: a name from `mujaz models list`, or a folder
    #[arg(long, value_name = "NAME|DIR", default_value = DEFAULT_TRANSLATOR)]
    translator: String,
    /// Measure a summarization model instead, a name or a folder; nothing is split
    #[arg(long, value_name = "NAME|DIR", conflicts_with = "translator")]
    summarizer: Option<String>,
    /// Sentences to translate, one a line [default: those of a sample article, 20 times]
    #[arg(long, value_name = "FILE")]
    sentences: Option<PathBuf>,
    /// Language of the sentences
    #[arg(long, value_name = "LANG", default_value = "ar")]
    from: String,
    /// Beams of the search
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<usize>)]
    beams: usize,
    /// Number format: auto, f32, bf16, int8 or (on GPUs) f16
    #[arg(long, value_name = "PRECISION", default_value = "auto")]
    precision: String,
    /// Where to run: auto, cpu, cuda, cuda:N, or several GPUs as cuda:0,cuda:1
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    device: String,
    /// Make every output exactly this long
    #[arg(long, value_name = "N", conflicts_with = "max_tokens", value_parser = whole::<usize>)]
    target_tokens: Option<usize>,
    /// Make no output longer than this
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    max_tokens: Option<usize>,
    /// Model replicas, one thread each [default: one for each processor core, three on each GPU]
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    replicas: Option<usize>,
    /// Source tokens of a batch
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    batch_tokens: Option<usize>,
    /// Write the translations here, one a line
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    model: &'a str,
    device: String,
    precision: String,
    beams: usize,
    replicas: usize,
    batch_tokens: usize,
    load_seconds: f64,
    peak_rss_bytes: Option<u64>,
    /// Notices of the replicas, in words.
    notices: Vec<String>,
    #[serde(flatten)]
    measured: Measured,
}

/// Runs the subcommand.
pub(super) fn run(args: &BenchArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let positive = [Some(args.beams), args.target_tokens, args.max_tokens];
    if positive.contains(&Some(0)) {
        return Err(UsageError(
            "--beams, --target-tokens and --max-tokens must be at least 1".into(),
        )
        .into());
    }
    refuse_to_replace_sentences(args)?;
    let lines: Box<dyn Iterator<Item = std::io::Result<String>> + Send> = match &args.sentences {
        // Empty lines are kept, so that translations can be put beside their sources.
        Some(path) => Box::new(BufReader::new(open(path)?).lines()),
        None => {
            let lines = SAMPLE.lines().filter(|l| !l.trim().is_empty());
            let rounds = std::iter::repeat_n(lines, SAMPLE_ROUNDS);
            Box::new(rounds.flatten().map(|line| Ok(line.to_owned())))
        }
    };
    let devices = Devices::resolve(&args.device)?;
    let precision = Precision::resolve_for(&args.precision, &devices)?;
    let located = locate(args.summarizer.as_ref().unwrap_or(&args.translator))?;
    let family = ModelConfig::read(&located.dir)?.family;
    let named = args.precision != "auto";
    let precision = precision.for_family(family, devices.first(), named)?;
    let place = Placement {
        named,
        split_at: SPLIT_AT,
        foreign: foreign_script(&args.from),
        ..placement(
            devices.clone(),
            precision,
            args.beams,
            args.replicas,
            args.batch_tokens,
        )?
    };
    let place = match args.summarizer {
        Some(_) => for_summaries(place),
        None => place,
    };
    set_threads();
    let (replicas, batch_tokens) = (place.replicas, place.batch.tokens);
    let started = Instant::now();
    let running = if args.summarizer.is_some() {
        load::start_summarizer(&located, place, &|_| ())?
    } else {
        load::start(&located, place, &args.from, &|_| ())?
    };
    let load_seconds = started.elapsed().as_secs_f64();
    let workload = Workload {
        beams: args.beams,
        exactly: args.target_tokens,
        at_most: args.max_tokens,
    };
    let mut output = args.output.as_deref().map(Output::create).transpose()?;
    let write = |text: &str| output.as_mut().map_or(Ok(()), |output| output.line(text));
    let measured = measure(&running, lines, Language::of(&args.from), workload, write);
    let notices = running.stop();
    let notices = notices.iter().map(ToString::to_string).collect();
    let measured = measured.map_err(|error| in_file(error, args))?;
    if let (0, Some(path)) = (measured.segments, &args.sentences) {
        return Err(UsageError(format!("{} has no lines", path.display())).into());
    }
    if let Some(output) = output {
        output.finish()?;
    }
    let result = Report {
        model: &located.name,
        device: devices.to_string(),
        precision: precision.to_string(),
        beams: args.beams,
        replicas: replicas * devices.iter().count(),
        batch_tokens,
        load_seconds,
        peak_rss_bytes: peak_rss_bytes(),
        notices,
        measured,
    };
    if args.json {
        writeln!(out, "{}", json_line(&result)?)?;
    } else {
        print(&result, out)?;
    }
    Ok(Exit::Success)
}

/// Refuses an output that is the regular file of the sentences.
fn refuse_to_replace_sentences(args: &BenchArgs) -> Result<(), UsageError> {
    let (Some(sentences), Some(output)) = (&args.sentences, &args.output) else {
        return Ok(());
    };
    match (sentences.canonicalize(), output.canonicalize()) {
        (Ok(own), Ok(other)) if own == other && own.is_file() => Err(UsageError(format!(
            "--output {} is the file of the sentences; name another one",
            output.display()
        ))),
        _ => Ok(()),
    }
}

fn open(path: &Path) -> Result<File, ReadError> {
    File::open(path).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: std::io::Error) -> ReadError {
    let name = path.display().to_string();
    ReadError { name, error }
}

/// The file of translations. It appears complete or not at all, so that a benchmark that fails
/// destroys neither an earlier result nor the sentences. Anything but a regular file, such as a
/// pipe, is written to at once.
struct Output<'a> {
    path: &'a Path,
    file: BufWriter<File>,
    until_whole: Option<TempPath>,
}

impl<'a> Output<'a> {
    fn create(path: &'a Path) -> anyhow::Result<Self> {
        let made = if path.metadata().is_ok_and(|found| !found.is_file()) {
            let file = File::options().write(true).open(path);
            file.map(|file| (file, None))
        } else {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            let file = temporary_in(folder.unwrap_or(Path::new(".")));
            file.map(|file| {
                let (file, path) = file.into_parts();
                (file, Some(path))
            })
        };
        let (file, until_whole) =
            made.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self {
            path,
            file: BufWriter::new(file),
            until_whole,
        })
    }

    fn line(&mut self, text: &str) -> std::io::Result<()> {
        // A translation is one line, whatever the model writes.
        writeln!(self.file, "{}", text.replace(['\n', '\r'], " "))
    }

    fn finish(mut self) -> anyhow::Result<()> {
        let finished = self.file.flush().and_then(|()| match self.until_whole {
            Some(file) => Ok(file.persist(self.path)?),
            None => Ok(()),
        });
        finished.with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// The error with the file that it concerns.
fn in_file(error: BenchError, args: &BenchArgs) -> anyhow::Error {
    let name = |path: &Option<PathBuf>| {
        path.as_deref()
            .unwrap_or(Path::new(""))
            .display()
            .to_string()
    };
    match error {
        BenchError::Read(e) if e.kind() == std::io::ErrorKind::InvalidData => anyhow::Error::new(e)
            .context(format!(
                "cannot read {} as UTF-8 text",
                name(&args.sentences)
            )),
        BenchError::Read(e) => {
            unreadable(args.sentences.as_deref().unwrap_or(Path::new("")), e).into()
        }
        BenchError::Write(e) => {
            anyhow::Error::new(e).context(format!("cannot write {}", name(&args.output)))
        }
        BenchError::Engine(e) => e.into(),
    }
}

fn print(result: &Report<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let m = &result.measured;
    let Report {
        model,
        device,
        precision,
        beams,
        replicas,
        ..
    } = result;
    writeln!(
        out,
        "model            {model}, {precision} on {device}, {}, beams {beams}",
        counted(*replicas, "replica")
    )?;
    writeln!(
        out,
        "sentences        {} with {} source tokens",
        m.segments, m.source_tokens
    )?;
    writeln!(out, "target tokens    {}", m.target_tokens)?;
    writeln!(
        out,
        "time             {:.2} s, and {:.2} s to load",
        m.seconds, result.load_seconds
    )?;
    writeln!(
        out,
        "throughput       {:.0} target tokens/s, {:.1} sentences/s",
        m.target_tokens_per_second, m.segments_per_second
    )?;
    if let Some(bytes) = result.peak_rss_bytes {
        writeln!(out, "peak memory      {:.0} MB", bytes as f64 / 1e6)?;
    }
    for notice in &result.notices {
        writeln!(out, "note             {notice}")?;
    }
    let s = &m.stages;
    writeln!(
        out,
        "in the model     {:.0}% of the replicas' time",
        100.0 * m.model_share
    )?;
    writeln!(
        out,
        "thread seconds   tokenize {:.2}, encode {:.2}, decode {:.2}, search {:.2}, detokenize {:.2}",
        s.tokenize, s.encode, s.decode, s.search, s.detokenize
    )
}
