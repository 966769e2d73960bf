//! Starting and joining the stages of a run. This file owns the channels between them and their
//! sizes.

use std::panic::resume_unwind;
use std::thread::{Builder, Scope, ScopedJoinHandle};

use crossbeam_channel::{bounded, unbounded};

use super::error::RunError;
use super::kept::Kept;
use super::models::Worked;
use super::stages::{Collector, Inbox, Loader, Preparer, Reader, Sink, Source, Turns, Writer};
use super::state::{Shared, StopIfPanicking};

/// How many briefs may wait for the disk.
const PRODUCTS: usize = 64;
/// How many articles may wait for the preparer.
const ARTICLES: usize = 64;
/// How many messages may wait for the collector.
const EVENTS: usize = 256;

/// Runs the stages until everything from `source` is in `sink`, or the run is stopped.
pub(super) fn work(
    shared: &Shared<'_>,
    source: impl Source + Send,
    sink: impl Sink + Send,
    models: &Kept<'_>,
) -> Result<Worked, RunError> {
    models.begin();
    let (article_sender, articles) = bounded(ARTICLES);
    let (event_sender, events) = bounded(EVENTS);
    let (product_sender, products) = bounded(PRODUCTS);
    // These two hold a few messages for each model.
    let (want_sender, wants) = unbounded();
    let (loaded_sender, loaded) = unbounded();
    let reader = Reader {
        shared,
        source,
        articles: article_sender,
        events: event_sender.clone(),
    };
    let preparer = Preparer {
        shared,
        turns: Turns::new(articles, models.room()),
        numbers: models.numbers(),
        events: event_sender,
        wants: want_sender.clone(),
    };
    let loader = Loader::new(shared, models, wants, loaded_sender);
    let writer = Writer {
        shared,
        sink,
        products,
    };
    let worked = std::thread::scope(|scope| -> std::io::Result<_> {
        let reading = start(scope, shared, guarded(shared, || reader.run()))?;
        let preparing = start(scope, shared, guarded(shared, || preparer.run()))?;
        let loading = start(scope, shared, guarded(shared, || loader.run()))?;
        let writing = start(scope, shared, guarded(shared, || writer.run()))?;
        let _guard = StopIfPanicking(shared);
        let collected =
            Collector::new(shared, product_sender, want_sender).run(Inbox { events, loaded });
        let written = writing.join().unwrap_or_else(|panic| resume_unwind(panic));
        for stage in [reading, preparing, loading] {
            stage.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        Ok((collected, written))
    });
    let (collected, written) = worked.map_err(RunError::Thread)?;
    let worked = collected.models.worked();
    for notice in collected.models.notices() {
        shared.observer.notice(&notice.to_string());
    }
    written?;
    match collected.error {
        Some(error) => Err(error),
        None => Ok(worked),
    }
}

/// Starts a stage. If the system has no thread for it, the run is stopped: the stages that were
/// started end when the channels to the others are dropped.
fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    shared: &Shared<'_>,
    stage: impl FnOnce() -> T + Send + 'scope,
) -> std::io::Result<ScopedJoinHandle<'scope, T>> {
    let started = Builder::new().spawn_scoped(scope, stage);
    started.inspect_err(|_| shared.stop())
}

/// Wraps a stage so that it stops the run if it panics.
fn guarded<'a, T>(
    shared: &'a Shared<'a>,
    stage: impl FnOnce() -> T + 'a,
) -> impl FnOnce() -> T + 'a {
    move || {
        let _guard = StopIfPanicking(shared);
        stage()
    }
}
