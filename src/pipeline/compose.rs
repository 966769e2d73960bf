//! From a translated article to its brief: the headline and the summary, and the models that are
//! asked for them, one after the other.

use std::time::Instant;

use crate::brief::{
    Brief, BriefParagraph, Flag, FlagKind, Origin, Provenance, SCHEMA, Summary, Timings,
};
use crate::engine::{DecodeParams, Outcome as Answer, Request};
use crate::summarize::{HEADLINE_BEAMS, HEADLINE_INPUT, HEADLINE_TOKENS, limits};

use super::collect::Collector;
use super::job::Job;
use super::run::RunError;
use super::settings::{Deferred, Running, Summarizing};
use super::summary;
use super::write::Write;

/// Tokens below which an article is its own summary.
const SHORTEST_INPUT: usize = 16;

/// An article whose headline or summary is to come.
pub(super) struct Unfinished {
    brief: Brief,
    key: String,
    /// How many of its sentences the summarizer reads, where not all.
    shortened: Option<(usize, usize)>,
    started: Instant,
}

impl Unfinished {
    /// The article's path and the key of its job.
    fn names(&self) -> (String, String) {
        (self.brief.source.path.clone(), self.key.clone())
    }
}

/// Tokens of the leading sentences that the model takes, `most` at most; how many sentences they
/// are, and how many there are.
fn beginning(
    running: &Running,
    paragraphs: &[BriefParagraph],
    most: usize,
) -> (Vec<u32>, usize, usize) {
    let most = most.min(running.budget.source);
    let fits = |text: &str| running.codec.encode(text).len() <= most;
    let (text, used, all) = summary::input(paragraphs, &fits);
    (running.codec.encode(&text), used, all)
}

fn ask(running: &Running, key: u64, tokens: Vec<u32>, params: DecodeParams) {
    // Refused only by a closed engine: the article stays undone, and the next run takes it up.
    running.engine.intake().submit_again(Request {
        key,
        source: tokens.into(),
        params: params.into(),
    });
}

impl Collector<'_> {
    /// Begins the brief of a translated article and asks the models for what they are to write.
    pub(super) fn assemble(&mut self, job: Job) {
        let settings = self.shared.settings;
        let paragraphs = job.paragraphs();
        let headline = summary::headline(&paragraphs);
        let summarizer = match &settings.summarizing {
            Summarizing::Model(identity) => Some(identity.clone()),
            _ => None,
        };
        let source = job.article.source;
        let brief = Brief {
            schema: SCHEMA,
            id: blake3::hash(format!("{}\0{}", source.path, job.key).as_bytes())
                .to_hex()
                .to_string(),
            source,
            headline,
            summary: Summary {
                sentences: Vec::new(),
                origin: Origin::None,
                flags: Vec::new(),
            },
            paragraphs,
            flags: Vec::new(),
            provenance: Provenance {
                translator: settings.translator.clone(),
                summarizer,
                headliner: None,
                device: settings.device.clone(),
                precision: settings.precision.clone(),
                settings: settings.recorded(),
                mujaz: env!("CARGO_PKG_VERSION").to_owned(),
            },
            timings: Timings {
                read: job.read_seconds,
                translate: job.translate_seconds,
                summarize: 0.0,
            },
        };
        let work = Unfinished {
            brief,
            key: job.key,
            shortened: None,
            started: Instant::now(),
        };
        if work.brief.headline.origin == Origin::Extracted && settings.headliner.is_some() {
            self.ask_for_headline(work);
        } else {
            self.summarize(work);
        }
    }

    fn summarize(&mut self, work: Unfinished) {
        match &self.shared.settings.summarizing {
            Summarizing::Off => self.finish(work),
            Summarizing::Extractive => self.extract(work, None),
            Summarizing::Model(_) => self.ask_for_summary(work),
        }
    }

    /// Hands the beginning of the article to the model for headlines. Where there is nothing to
    /// hand over, the headline stays what was cut out of the first sentence.
    fn ask_for_headline(&mut self, work: Unfinished) {
        let headliner = self.models.as_mut().and_then(|m| m.headliner.as_mut());
        let Some(headliner) = headliner else {
            return self.summarize(work);
        };
        if self.shared.stopped() && matches!(headliner, Deferred::Waiting(_)) {
            // Too late to load it: the next run takes the article up.
            return;
        }
        let running = match headliner.get() {
            Ok(running) => running,
            Err(reason) => {
                // The next run takes the article up.
                let what = format!(
                    "the model for headlines: {reason}. Mend it, or do without it: --headliner extractive"
                );
                self.broken = Some(RunError::Models(what));
                self.shared.stop();
                return;
            }
        };
        let (tokens, used, _) = beginning(running, &work.brief.paragraphs, HEADLINE_INPUT);
        if used == 0 || tokens.is_empty() {
            return self.summarize(work);
        }
        let params = DecodeParams {
            beams: HEADLINE_BEAMS,
            n_best: HEADLINE_BEAMS,
            min_new: HEADLINE_TOKENS.start,
            max_new: HEADLINE_TOKENS.end.min(running.budget.target),
            ..running.defaults.clone()
        };
        ask(running, self.next_key, tokens, params);
        self.headlines.insert(self.next_key, work);
        self.next_key += 1;
    }

    pub(super) fn headlined(&mut self, answer: Answer) {
        if let Some(work) = self.headlines.remove(&answer.key) {
            let (path, key) = work.names();
            self.guarded(path, key, |c| c.take_headline(work, answer));
        }
    }

    fn take_headline(&mut self, mut work: Unfinished, answer: Answer) {
        let headliner = self.models.as_ref().and_then(|m| m.headliner.as_ref());
        let Some(headliner) = headliner.and_then(|h| h.running()) else {
            return;
        };
        match answer.result {
            Ok(hypotheses) => {
                let texts: Vec<String> = hypotheses
                    .iter()
                    .map(|h| headliner.codec.decode(&h.tokens))
                    .collect();
                let brief = &mut work.brief;
                if let Some(headline) = summary::generated_headline(&texts, &brief.paragraphs) {
                    brief.headline = headline;
                    brief.provenance.headliner = self.shared.settings.headliner.clone();
                }
            }
            Err(error) => {
                let what = format!(
                    "The model for headlines failed ({error}), so the headline is cut out of the first sentence."
                );
                let flag = Flag::new(FlagKind::Failure, what);
                work.brief.headline.flags.push(flag);
            }
        }
        self.summarize(work);
    }

    /// Ends with sentences of the translation as the summary, and says why if a model was asked for.
    fn extract(&self, mut work: Unfinished, why: Option<Flag>) {
        work.brief.summary = summary::extract(&work.brief.paragraphs);
        work.brief.summary.flags.extend(why);
        self.finish(work);
    }

    /// Hands the article to the summarizer, unless there is nothing to summarize.
    fn ask_for_summary(&mut self, mut work: Unfinished) {
        let summarizer = self.models.as_ref().and_then(|m| m.summarizer.as_ref());
        let Some(running) = summarizer else {
            return self.extract(work, None);
        };
        let (tokens, used, all) = beginning(running, &work.brief.paragraphs, usize::MAX);
        if used == 0 && all > 0 {
            let what = "The first sentence alone is longer than the summarizer reads, so sentences of the translation stand in its place.";
            return self.extract(work, Some(Flag::new(FlagKind::Length, what)));
        }
        if tokens.len() < SHORTEST_INPUT {
            return self.extract(work, None);
        }
        let (min_new, max_new) = limits(tokens.len());
        let beams = running.defaults.beams.max(2);
        let max_new = max_new.min(running.budget.target);
        let params = DecodeParams {
            beams,
            n_best: beams,
            min_new,
            max_new,
            ..running.defaults.clone()
        };
        ask(running, self.next_key, tokens, params);
        work.shortened = (used < all).then_some((used, all));
        self.summaries.insert(self.next_key, (work, max_new));
        self.next_key += 1;
    }

    pub(super) fn summarized(&mut self, answer: Answer) {
        if let Some((work, max_new)) = self.summaries.remove(&answer.key) {
            let (path, key) = work.names();
            self.guarded(path, key, |c| c.take_summary((work, max_new), answer));
        }
    }

    fn take_summary(&mut self, (mut work, max_new): (Unfinished, usize), answer: Answer) {
        let Some(summarizer) = self.models.as_ref().and_then(|m| m.summarizer.as_ref()) else {
            return;
        };
        let hypotheses = match answer.result {
            Ok(hypotheses) => hypotheses,
            Err(error) => {
                let what = format!(
                    "The summarizer failed ({error}), so sentences of the translation stand in its place."
                );
                return self.extract(work, Some(Flag::new(FlagKind::Failure, what)));
            }
        };
        let texts: Vec<String> = hypotheses
            .iter()
            .map(|h| {
                (
                    summarizer.codec.decode(&h.tokens),
                    h.tokens.len() >= max_new,
                )
            })
            .map(|(text, cut)| {
                if cut {
                    summary::whole_sentences(&text)
                } else {
                    text
                }
            })
            .collect();
        match summary::faithful(&texts, &work.brief.paragraphs) {
            Ok(sentences) => {
                work.brief.summary = Summary {
                    sentences,
                    origin: Origin::Generated,
                    flags: Vec::new(),
                };
                if let Some((used, all)) = work.shortened {
                    let what = format!(
                        "The summary was made from the first {used} of {all} sentences: the article is longer than the summarizer reads."
                    );
                    work.brief
                        .summary
                        .flags
                        .push(Flag::new(FlagKind::Length, what));
                }
                self.finish(work);
            }
            Err(invented) => self.extract(work, Some(summary::rejected(&invented))),
        }
    }

    fn finish(&self, work: Unfinished) {
        let Unfinished {
            mut brief,
            key,
            started,
            ..
        } = work;
        brief.timings.summarize = started.elapsed().as_secs_f64();
        // The writer is gone only when it failed, and then the run is being stopped.
        let _ = self.writer.send(Write::Brief(Box::new(brief), key));
    }
}
