//! Times rust-bert's own generator on token ids, for the comparison in `scripts/bench-peers`. It
//! reads a checkpoint made by `benches/peers/models.py` and prints one JSON object.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, bail};
use rust_bert::bart::BartGenerator;
use rust_bert::marian::MarianGenerator;
use rust_bert::pipelines::common::{ModelResource, ModelType};
use rust_bert::pipelines::generation_utils::{GenerateConfig, LanguageGenerator};
use tch::{Device, Tensor};

struct Options {
    family: String,
    model: PathBuf,
    ids: PathBuf,
    beams: i64,
    batch: usize,
    target_tokens: i64,
    threads: i32,
    device: Device,
}

fn options() -> anyhow::Result<Options> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| -> anyhow::Result<&String> {
        arguments
            .iter()
            .position(|argument| argument == name)
            .and_then(|at| arguments.get(at + 1))
            .with_context(|| format!("{name} is missing; scripts/bench-peers runs this program"))
    };
    Ok(Options {
        family: value("--family")?.clone(),
        model: value("--model")?.into(),
        ids: value("--ids")?.into(),
        beams: value("--beams")?.parse()?,
        batch: value("--batch")?.parse()?,
        target_tokens: value("--target-tokens")?.parse()?,
        threads: value("--threads")?.parse()?,
        device: match value("--device")?.as_str() {
            "cpu" => Device::Cpu,
            other => bail!("the device {other:?} is not supported here, only cpu"),
        },
    })
}

fn config(options: &Options) -> GenerateConfig {
    let file = |name: &str| options.model.join(name);
    let marian = options.family == "marian";
    GenerateConfig {
        model_type: if marian {
            ModelType::Marian
        } else {
            ModelType::Bart
        },
        model_resource: ModelResource::Torch(file("model.safetensors").into()),
        config_resource: file("config.json").into(),
        vocab_resource: file("vocab.json").into(),
        merges_resource: Some(file(if marian { "source.spm" } else { "merges.txt" }).into()),
        // Both count the decoder's first input.
        min_length: options.target_tokens,
        max_length: Some(options.target_tokens + 1),
        do_sample: false,
        early_stopping: false,
        num_beams: options.beams,
        temperature: 1.0,
        top_k: 0,
        top_p: 1.0,
        repetition_penalty: 1.0,
        length_penalty: 1.0,
        no_repeat_ngram_size: 0,
        num_return_sequences: 1,
        num_beam_groups: None,
        diversity_penalty: None,
        device: options.device,
        kind: None,
    }
}

/// The sources as one padded tensor, and its mask.
fn batch(sources: &[Vec<i64>], pad: i64) -> (Tensor, Tensor) {
    let longest = sources.iter().map(Vec::len).max().unwrap_or(0);
    let mut ids = Vec::with_capacity(sources.len() * longest);
    let mut mask = Vec::with_capacity(ids.capacity());
    for source in sources {
        let padding = longest - source.len();
        ids.extend_from_slice(source);
        ids.extend(std::iter::repeat_n(pad, padding));
        mask.extend(std::iter::repeat_n(1i64, source.len()));
        mask.extend(std::iter::repeat_n(0i64, padding));
    }
    let shape = [sources.len() as i64, longest as i64];
    (
        Tensor::from_slice(&ids).view(shape),
        Tensor::from_slice(&mask).view(shape),
    )
}

/// Translates one batch; returns the number of tokens after the decoder's first input.
fn produced(
    generator: &impl LanguageGenerator,
    sources: &[Vec<i64>],
    pad: i64,
) -> anyhow::Result<usize> {
    let (ids, mask) = batch(sources, pad);
    let outputs = generator.generate_from_ids_and_past(ids, Some(mask), None)?;
    // All rows have the forced length, so none is padded.
    Ok(outputs.iter().map(|output| output.indices.len() - 1).sum())
}

fn measure(
    generator: &impl LanguageGenerator,
    options: &Options,
    started: Instant,
) -> anyhow::Result<()> {
    let load_seconds = started.elapsed().as_secs_f64();
    let sources: Vec<Vec<i64>> = serde_json::from_slice(&std::fs::read(&options.ids)?)?;
    let settings: serde_json::Value =
        serde_json::from_slice(&std::fs::read(options.model.join("config.json"))?)?;
    let pad = settings["pad_token_id"]
        .as_i64()
        .context("config.json names no pad_token_id")?;
    // A short warm-up, as for the other systems.
    produced(generator, &sources[..sources.len().min(2)], pad)?;
    let start = Instant::now();
    let mut tokens = 0;
    for part in sources.chunks(options.batch.max(1)) {
        tokens += produced(generator, part, pad)?;
    }
    let result = serde_json::json!({
        "segments": sources.len(),
        "target_tokens": tokens,
        "seconds": start.elapsed().as_secs_f64(),
        "load_seconds": load_seconds,
    });
    #[allow(clippy::disallowed_methods)] // There is no foreign text in it.
    let mut out = std::io::stdout();
    writeln!(out, "{result}")?;
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let options = options()?;
    tch::set_num_threads(options.threads);
    let started = Instant::now();
    match options.family.as_str() {
        "marian" => measure(&MarianGenerator::new(config(&options))?, &options, started),
        "bart" => measure(&BartGenerator::new(config(&options))?, &options, started),
        other => bail!("the family {other:?} is not known, only marian and bart"),
    }
}
