//! Composing the brief of a translated article. This file owns the headline and the summary, and
//! asking the models for them, one after the other.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::Sender;

use crate::article::Article;
use crate::brief::{
    Brief, BriefParagraph, Flag, FlagKind, Origin, Provenance, SCHEMA, Summary, Timings,
};
use crate::engine::{DecodeParams, Outcome as Answer};
use crate::pipeline::job::Job;
use crate::pipeline::key::Key;
use crate::pipeline::messages::{Named, Product, Settled, Want};
use crate::pipeline::models::{Models, Role, Running};
use crate::pipeline::piece::Failure;
use crate::pipeline::precisions::Precisions;
use crate::pipeline::settings::Summarizing;
use crate::pipeline::state::Shared;
use crate::pipeline::summary;
use crate::quality;
use crate::summarize::{HEADLINE_BEAMS, HEADLINE_INPUT, HEADLINE_TOKENS, limits};
use crate::text::count_words;

/// Tokens below which an article is not summarized by a model.
const SHORTEST_INPUT: usize = 16;

/// An article that still needs its headline or summary.
struct Unfinished {
    /// The number of the article.
    number: u32,
    brief: Brief,
    /// The key of its job.
    key: String,
    started: Instant,
    /// The precisions of the models that took part so far.
    precisions: Precisions,
}

/// An article that is with the summarizer.
struct SummaryAsked {
    work: Unfinished,
    /// The limit of target tokens in the request.
    max_new: usize,
    /// How many of the article's sentences the request holds and how many there are, if not all.
    shortened: Option<(usize, usize)>,
}

/// Makes briefs of translated articles.
pub(super) struct Composer<'a> {
    shared: &'a Shared<'a>,
    products: Sender<Product>,
    /// The channel to the loader, until no further model is wanted.
    wants: Option<Sender<Want>>,
    /// Articles that wait for the headline model to be loaded.
    untitled: Vec<Unfinished>,
    /// Articles that are with the headline model, by number.
    headlines: BTreeMap<u32, Unfinished>,
    /// Articles that are with the summarizer, by number.
    summaries: BTreeMap<u32, SummaryAsked>,
    /// Whether the headline model was requested from the loader.
    headliner_wanted: bool,
}

/// Tokens of as many leading sentences as the model reads, at most `most`; with the number of
/// these sentences, and of all.
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

fn words_of(article: &Article) -> usize {
    let texts = article.paragraphs.iter();
    let words = texts.map(|paragraph| count_words(article.paragraph_text(paragraph)));
    words.sum()
}

impl<'a> Composer<'a> {
    pub(super) fn new(
        shared: &'a Shared<'a>,
        products: Sender<Product>,
        wants: Sender<Want>,
    ) -> Self {
        Self {
            shared,
            products,
            wants: Some(wants),
            untitled: Vec::new(),
            headlines: BTreeMap::new(),
            summaries: BTreeMap::new(),
            headliner_wanted: false,
        }
    }

    /// Whether articles wait for a model.
    pub(super) fn is_busy(&self) -> bool {
        !(self.untitled.is_empty() && self.headlines.is_empty() && self.summaries.is_empty())
    }

    /// Makes no further requests to the loader; articles that wait for it are left for the next
    /// run.
    pub(super) fn want_nothing_more(&mut self) {
        self.wants = None;
    }

    /// Begins the brief of a translated article.
    pub(super) fn begin(&mut self, number: u32, job: Job, models: &Models) {
        let article = Named::of(&job.article.source, &job.key);
        self.guarded(article, |composer| composer.assemble(number, job, models));
    }

    /// Continues with the articles that waited for the headline model.
    pub(super) fn headliner_is_there(&mut self, models: &Models) {
        for work in std::mem::take(&mut self.untitled) {
            self.guarded(work.article(), |composer| {
                composer.ask_for_headline(work, models);
            });
        }
    }

    /// Takes an answer of the headline model.
    pub(super) fn headlined(&mut self, answer: Answer, models: &Models) {
        if let Some(work) = self.headlines.remove(&Key::unpacked(answer.key).article) {
            self.guarded(work.article(), |composer| {
                composer.take_headline(work, answer, models)
            });
        }
    }

    /// Takes an answer of the summarizer.
    pub(super) fn summarized(&mut self, answer: Answer, models: &Models) {
        if let Some(asked) = self.summaries.remove(&Key::unpacked(answer.key).article) {
            self.guarded(asked.work.article(), |composer| {
                composer.take_summary(asked, answer, models)
            });
        }
    }

    /// Works on one article; a panic costs this article, not the run.
    fn guarded(&mut self, article: Named, work: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(&mut *self))).is_err() {
            self.hand_over(Product::Settled(Settled::defect(article, "checking")));
        }
    }

    fn hand_over(&self, product: Product) {
        // The writer is gone only after it failed, and then the run is being stopped.
        let _ = self.products.send(product);
    }

    /// Begins the brief of a translated article and asks the models for its headline and summary. One
    /// whose checks take long after a stop is left for the next run.
    fn assemble(&mut self, number: u32, job: Job, models: &Models) {
        let recipe = self.shared.recipe;
        let begun = Instant::now();
        let Some((paragraphs, links)) = job.paragraphs(&|| self.shared.gives_up(begun)) else {
            return;
        };
        let glossary_hits = job.glossary_hits();
        let headline = summary::headline(&paragraphs);
        let words = words_of(&job.article);
        let (provenance, precisions) = self.provenance(&job);
        let guessed = job
            .languages
            .guessed
            .then(|| quality::guessed(&job.languages.own));
        let source = job.article.source;
        let flags = quality::reading(&source.left_out, words).into_iter();
        let names = quality::names(&paragraphs, &links, &source.language, &glossary_hits);
        let brief = Brief {
            schema: SCHEMA,
            id: Brief::id_of(&source.path, &job.key),
            source,
            verdict: quality::verdict(&paragraphs),
            headline,
            summary: Summary {
                sentences: Vec::new(),
                origin: Origin::None,
                flags: Vec::new(),
            },
            paragraphs,
            names,
            glossary_hits,
            flags: guessed.into_iter().chain(flags).collect(),
            provenance,
            timings: Timings {
                read: job.read_seconds,
                translate: job.translate_seconds,
                summarize: 0.0,
            },
        };
        let work = Unfinished {
            number,
            brief,
            key: job.key,
            started: Instant::now(),
            precisions,
        };
        if work.brief.headline.origin == Origin::Extracted && recipe.headliner.is_some() {
            self.ask_for_headline(work, models);
        } else {
            self.summarize(work, models);
        }
    }

    /// The models and settings of a translated article, and the precisions of the models.
    fn provenance(&self, job: &Job) -> (Provenance, Precisions) {
        let recipe = self.shared.recipe;
        let used = job.translators();
        let seconds = job.second_translators();
        let (own, others): (Vec<_>, Vec<_>) = used
            .iter()
            .map(|translating| (translating.code.as_str(), &translating.translator))
            .partition(|(code, _)| *code == job.languages.own);
        let mut precisions = Precisions::default();
        for (code, translator) in own.iter().chain(&others) {
            let role = Role::Translator((*code).to_owned());
            precisions.add(&role, &translator.model);
            precisions.add_onward(code, translator);
        }
        for second in &seconds {
            let role = Role::SecondTranslator(second.code.clone());
            precisions.add(&role, &second.translator.model);
        }
        let onward = own.iter().chain(&others).filter_map(|(code, translator)| {
            let onward = translator.onward.as_ref()?;
            Some(((*code).to_owned(), onward.recorded()))
        });
        let onward_translators = onward.collect();
        let own = own.first().map(|(_, translator)| *translator);
        let provenance = Provenance {
            translator: own.map(|translator| translator.model.identity.clone()),
            other_translators: others
                .into_iter()
                .map(|(code, translator)| (code.to_owned(), translator.model.identity.clone()))
                .collect(),
            onward_translators,
            second_translators: seconds
                .iter()
                .map(|used| (used.code.clone(), used.translator.model.identity.clone()))
                .collect(),
            summarizer: None,
            headliner: None,
            device: recipe.device.clone(),
            precision: String::new(),
            settings: recipe.recorded(own),
            mujaz: env!("CARGO_PKG_VERSION").to_owned(),
        };
        (provenance, precisions)
    }

    fn summarize(&mut self, work: Unfinished, models: &Models) {
        match &self.shared.recipe.summarizing {
            Summarizing::Off => self.finish(work),
            Summarizing::Extractive => self.extract(work, None),
            Summarizing::Model(_) => self.ask_for_summary(work, models),
        }
    }

    /// Sends the beginning of the article to the headline model, once that is loaded. If there is
    /// nothing to send, the headline shortened from the first sentence stays.
    fn ask_for_headline(&mut self, work: Unfinished, models: &Models) {
        let Some(headliner) = models.get(&Role::Headliner) else {
            if !self.headliner_wanted {
                self.headliner_wanted = true;
                // The channel is gone only after a stop; the next run then does the article.
                let _ = self.wants.as_ref().map(|wants| wants.send(Want::Headliner));
            }
            self.untitled.push(work);
            return;
        };
        let (tokens, used, _) = beginning(headliner, &work.brief.paragraphs, HEADLINE_INPUT);
        if used == 0 || tokens.is_empty() {
            return self.summarize(work, models);
        }
        let params = DecodeParams {
            beams: HEADLINE_BEAMS,
            n_best: HEADLINE_BEAMS,
            min_new: HEADLINE_TOKENS.start,
            max_new: HEADLINE_TOKENS.end.min(headliner.budget.target),
            ..headliner.defaults.clone()
        };
        headliner.ask(Key::whole(work.number), tokens, params);
        self.headlines.insert(work.number, work);
    }

    fn take_headline(&mut self, mut work: Unfinished, answer: Answer, models: &Models) {
        let Some(headliner) = models.get(&Role::Headliner) else {
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
                    if let Some(model) = &self.shared.recipe.headliner {
                        brief.provenance.headliner = Some(model.identity.clone());
                        work.precisions.add(&Role::Headliner, model);
                    }
                }
            }
            Err(error) => {
                let failure = Failure::from(&error);
                let what = format!(
                    "The model for headlines failed ({}), so the headline is cut out of the first sentence.",
                    failure.reason
                );
                let flag = Flag::new(failure.kind, what);
                work.brief.headline.flags.push(flag);
            }
        }
        self.summarize(work, models);
    }

    /// Finishes with sentences of the translation as the summary; `why` says why no model wrote
    /// it.
    fn extract(&self, mut work: Unfinished, why: Option<Flag>) {
        work.brief.summary = summary::extract(&work.brief.paragraphs);
        work.brief.summary.flags.extend(why);
        self.finish(work);
    }

    /// Sends the article to the summarizer, unless there is nothing to summarize.
    fn ask_for_summary(&mut self, work: Unfinished, models: &Models) {
        let Some(running) = models.get(&Role::Summarizer) else {
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
        running.ask(Key::whole(work.number), tokens, params);
        let asked = SummaryAsked {
            max_new,
            shortened: (used < all).then_some((used, all)),
            work,
        };
        self.summaries.insert(asked.work.number, asked);
    }

    fn take_summary(&mut self, asked: SummaryAsked, answer: Answer, models: &Models) {
        let SummaryAsked {
            mut work,
            max_new,
            shortened,
        } = asked;
        let Some(summarizer) = models.get(&Role::Summarizer) else {
            return;
        };
        let hypotheses = match answer.result {
            Ok(hypotheses) => hypotheses,
            Err(error) => {
                let failure = Failure::from(&error);
                let what = format!(
                    "The summarizer failed ({}), so sentences of the translation stand in its place.",
                    failure.reason
                );
                return self.extract(work, Some(Flag::new(failure.kind, what)));
            }
        };
        let texts: Vec<String> = hypotheses
            .iter()
            .map(|hypothesis| {
                let text = summarizer.codec.decode(&hypothesis.tokens);
                if hypothesis.tokens.len() >= max_new {
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
                if let Some(model) = self.shared.recipe.summarizing.model() {
                    work.brief.provenance.summarizer = Some(model.identity.clone());
                    work.precisions.add(&Role::Summarizer, model);
                }
                if let Some((used, all)) = shortened {
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
            precisions,
            ..
        } = work;
        brief.provenance.precision = precisions.first();
        brief.provenance.settings.extend(precisions.settings());
        brief.timings.summarize = started.elapsed().as_secs_f64();
        self.hand_over(Product::Brief(Box::new(brief), key));
    }
}

impl Unfinished {
    /// What the article is recorded by if it gets no brief.
    fn article(&self) -> Named {
        Named::of(&self.brief.source, &self.key)
    }
}
