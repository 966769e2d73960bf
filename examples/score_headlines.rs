//! Compares a model's headlines with those that mujaz shortens from the first sentence.
//!
//!     cargo run --release --example score_headlines -- MODEL held-out.tsv [written.tsv]
//!
//! Each line of the table has the name of a set, an English article and its headline. As in a run,
//! a headline of the model must restate one sentence of its article and pass the gate for names
//! and numbers; otherwise the next hypothesis is tried, and in the end the headline shortened from
//! the lead is used. The output is ROUGE-L of the first sentence, of that shortened headline, of
//! the model's first hypothesis, and of the headlines after the gate.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use mujaz::document::Role;
use mujaz::engine::{
    Budget, DecodeParams, Device, Engine, OutputScope, Precision, Request, load, set_threads,
};
use mujaz::eval::{Metric, score};
use mujaz::model::{ModelConfig, Pair, TextCodec, Tokenizer};
use mujaz::summarize::{
    HEADLINE_BEAMS, HEADLINE_INPUT, HEADLINE_TOKENS, faithful_headline, lead_headline,
};
use mujaz::text::{TARGET, segment};

struct Article {
    sentences: Vec<String>,
    lead: String,
    headline: String,
}

fn articles(path: &Path) -> anyhow::Result<Vec<Article>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read {} as UTF-8 text", path.display()))?;
    let rows = text.lines().zip(1..).map(|(line, number)| {
        let &[_, text, headline] = &*line.split('\t').collect::<Vec<_>>() else {
            bail!("{}:{number}: not three columns", path.display());
        };
        let sentences: Vec<String> = segment(text, 0..text.len(), Role::Body, TARGET)
            .into_iter()
            .map(|s| text[s.span].to_owned())
            .collect();
        let lead = sentences.iter().find(|s| s.split_whitespace().count() > 3);
        Ok(Article {
            lead: lead.cloned().unwrap_or_default(),
            sentences,
            headline: headline.to_owned(),
        })
    });
    rows.collect()
}

/// The hypotheses for each article, best first.
fn written(model: &Path, articles: &[Article]) -> anyhow::Result<Vec<Vec<String>>> {
    set_threads();
    let config = ModelConfig::read(model)?;
    let pair = Pair {
        source: "en",
        target: "en",
    };
    let codec = Tokenizer::open(model, &config, pair)?;
    let loaded = load(
        model,
        &config,
        (Device::Cpu, Precision::F32),
        OutputScope::default(),
    )?;
    let budget = Budget {
        tokens: 4096,
        rows: 256,
    };
    let engine = Engine::start(vec![loaded.replica(), loaded.replica()], budget)?;
    let params = Arc::new(DecodeParams {
        beams: HEADLINE_BEAMS,
        n_best: HEADLINE_BEAMS,
        max_new: HEADLINE_TOKENS.end,
        min_new: HEADLINE_TOKENS.start,
        no_repeat_ngram: 3,
        ..DecodeParams::default()
    });
    for (key, article) in (0..).zip(articles) {
        let beginnings = (1..=article.sentences.len())
            .map(|count| codec.encode(&article.sentences[..count].join(" ")));
        let source = beginnings
            .take_while(|ids| ids.len() <= HEADLINE_INPUT)
            .last();
        // A first sentence that is too long is not read.
        let source = source.unwrap_or_else(|| codec.encode(""));
        engine.intake().submit(Request {
            key,
            source: source.into(),
            params: params.clone(),
        });
    }
    let mut texts = vec![Vec::new(); articles.len()];
    for outcome in engine.outcomes().iter().take(articles.len()) {
        let hypotheses = outcome.result?;
        let decoded = hypotheses.iter().map(|h| codec.decode(&h.tokens));
        texts[outcome.key as usize] = decoded.collect();
    }
    engine.stop();
    Ok(texts)
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (Some(model), Some(table)) = (arguments.first(), arguments.get(1)) else {
        bail!("usage: score_headlines MODEL held-out.tsv [written.tsv]");
    };
    let articles = articles(table)?;
    let hypotheses = written(model, &articles)?;
    let leads: Vec<String> = articles.iter().map(|a| a.lead.clone()).collect();
    let cut: Vec<String> = leads.iter().map(|lead| lead_headline(lead)).collect();
    let first: Vec<String> = hypotheses
        .iter()
        .map(|texts| texts.first().cloned().unwrap_or_default())
        .collect();
    let mut kept = 0;
    let mut gated = Vec::new();
    let mut listed = String::new();
    for ((article, texts), cut) in articles.iter().zip(&hypotheses).zip(&cut) {
        let sentences: Vec<&str> = article.sentences.iter().map(String::as_str).collect();
        let found = faithful_headline(texts, &sentences).map(|(text, _)| text);
        kept += usize::from(found.is_some());
        let first = texts.first().map_or("", String::as_str);
        let passed = found.as_deref().unwrap_or("");
        writeln!(listed, "{}\t{cut}\t{first}\t{passed}", article.headline)?;
        gated.push(found.unwrap_or_else(|| cut.clone()));
    }
    if let Some(path) = arguments.get(2) {
        std::fs::write(path, listed)?;
    }
    let references = [articles.iter().map(|a| a.headline.clone()).collect()];
    #[allow(clippy::disallowed_methods)] // There is no foreign text in it.
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} articles; {kept} headlines passed the gate",
        articles.len()
    )?;
    for (name, texts) in [
        ("first sentence", &leads),
        ("cut out of it", &cut),
        ("model", &first),
        ("model, gated", &gated),
    ] {
        let scores = score(texts, &references, &[Metric::Rouge])?;
        let rouge = scores.rouge.context("ROUGE was asked for: else a bug")?;
        writeln!(out, "{name:16} ROUGE-L {:.4}", rouge.rouge_l.fmeasure)?;
    }
    Ok(())
}
