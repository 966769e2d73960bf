//! The reading stage: from records to articles. It asks the source first, which knows what earlier
//! runs did, and parses a record only if its article is to be translated.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::Sender;

use crate::article::{Article, Context, Record, Refusal};
use crate::brief::Brief;
use crate::pipeline::job::Readable;
use crate::pipeline::messages::{Event, RunError, Settled};
use crate::pipeline::settings::Recipe;
use crate::pipeline::state::Shared;
use crate::store::Outcome;
use crate::text::check;

/// A source of articles.
pub(in crate::pipeline) trait Source {
    /// Hands over the records that concern this run, in order, until there are no more or `take`
    /// says to stop.
    fn each(&self, take: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), RunError>;

    /// Looks up what earlier runs did with an article.
    fn known(&self, record: &Record, key: &str) -> Result<Known, RunError>;
}

/// The state of an article after earlier runs.
pub(in crate::pipeline) enum Known {
    /// The article is to be done.
    Nothing,
    /// The article is done, and all its files exist.
    Done { outcome: Outcome, reason: String },
    /// The article is done, but some of its files are missing: its brief.
    Brief(Box<Brief>),
}

pub(in crate::pipeline) struct Reader<'a, S> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) source: S,
    pub(in crate::pipeline) articles: Sender<Readable>,
    pub(in crate::pipeline) events: Sender<Event>,
}

impl<S: Source> Reader<'_, S> {
    /// Reads everything, or until the run is stopped.
    pub(in crate::pipeline) fn run(self) {
        let mut failure = None;
        let read = self.source.each(&mut |record| {
            let path = record.path.clone();
            // A panic costs one article, not the run.
            match catch_unwind(AssertUnwindSafe(|| self.take(record))) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
                Err(_) => self.tell(Event::Settled(Settled::defect(
                    path,
                    String::new(),
                    "reading",
                ))),
            }
            if self.shared.stopped() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        if let Some(error) = failure.or(read.err()) {
            self.tell(Event::Broken(error));
        }
    }

    fn tell(&self, event: Event) {
        // The collector stays until it has seen the end of this channel.
        let _ = self.events.send(event);
    }

    fn take(&self, record: Record) -> Result<(), RunError> {
        let Shared {
            recipe, observer, ..
        } = self.shared;
        let started = Instant::now();
        let key = recipe.key(&record.blake3);
        let (path, bytes) = (record.path.clone(), record.bytes);
        match self.source.known(&record, &key)? {
            Known::Nothing => {}
            Known::Done { outcome, reason } => {
                observer.read(bytes, 0);
                self.tell(Event::Unchanged {
                    path,
                    outcome,
                    reason,
                });
                return Ok(());
            }
            Known::Brief(brief) => {
                observer.read(bytes, 0);
                self.tell(Event::Again(brief, key));
                return Ok(());
            }
        }
        if !self.shared.take_place() {
            return Ok(());
        }
        match readable(record, recipe) {
            Ok(article) => {
                // The preparer is gone only while the run is being stopped.
                let _ = self.articles.send(Readable {
                    key,
                    article,
                    read_seconds: started.elapsed().as_secs_f64(),
                });
            }
            Err(refusal) => {
                observer.read(bytes, 0);
                self.tell(Event::Settled(Settled {
                    path,
                    key,
                    outcome: match refusal {
                        Refusal::Skipped(_) => Outcome::Skipped,
                        Refusal::Failed(_) => Outcome::Failed,
                    },
                    reason: refusal.to_string(),
                }));
            }
        }
        Ok(())
    }
}

/// The article of a record, if it is in the language of the run.
pub(in crate::pipeline) fn readable(record: Record, recipe: &Recipe) -> Result<Article, Refusal> {
    let language = recipe.language();
    let mut article = record.parse(&Context {
        language,
        fields: &recipe.fields,
    })?;
    let text: String = article
        .paragraphs
        .iter()
        .flat_map(|p| [article.paragraph_text(p), "\n"])
        .collect();
    check(&text, &recipe.from).map_err(Refusal::Skipped)?;
    recipe.from.clone_into(&mut article.source.language);
    Ok(article)
}
