use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::unbounded;

use super::*;
use crate::engine::MockCodec;
use crate::model::TextCodec;
use crate::pipeline::models::tests::running;
use crate::pipeline::settings::tests::recipe;
use crate::pipeline::state::TakenIn;
use crate::pipeline::state::tests::{job, shared, translating};
use crate::pipeline::translating::Translating;

/// A codec that panics this many times when it decodes.
struct Panicking(AtomicUsize);

impl TextCodec for Panicking {
    fn encode(&self, text: &str) -> Vec<u32> {
        MockCodec.encode(text)
    }

    fn decode(&self, ids: &[u32]) -> String {
        let one_less = |left: usize| left.checked_sub(1);
        let panics = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        assert!(panics.is_err(), "a defect");
        MockCodec.decode(ids)
    }

    fn encode_target(&self, text: &str) -> Option<Vec<u32>> {
        MockCodec.encode_target(text)
    }

    fn joining(&self) -> Vec<bool> {
        MockCodec.joining()
    }
}

/// How two articles of the same text end, by their paths, if so many answers make the program panic:
/// the reason of each that has no brief. The second waits for the answers to the first.
fn ended(panics: usize) -> Vec<(String, Option<String>)> {
    let running = running();
    let mut translating = translating(&running);
    translating.codec = Arc::new(Panicking(AtomicUsize::new(panics)));
    let translating = Arc::new(translating);
    let (recipe, stop) = (recipe(), AtomicBool::new(false));
    let shared = shared(&recipe, &stop);
    let (product_sender, products) = unbounded();
    let (want_sender, _wants) = unbounded();
    let mut collector = Collector::new(&shared, product_sender, want_sender);
    for number in 0..2 {
        let mut job = job(&translating);
        job.article.source.path = format!("{number}.txt");
        match shared.take_in(number, job) {
            TakenIn::Asks(asks) => shared.make(number, asks, Translating::submit),
            TakenIn::Complete(_) => panic!("nothing is known of its texts"),
        }
    }
    let answers = running.engine.outcomes();
    while !shared.jobs().is_empty() {
        let answer = answers.recv_timeout(Duration::from_secs(20)).unwrap();
        collector.translated(answer);
    }
    drop(collector);
    let ended = products.try_iter().map(|product| {
        let path = product.names().0.to_owned();
        let reason = match product {
            Product::Settled(settled) => Some(settled.reason),
            Product::Brief(..) | Product::Again(..) => None,
        };
        (path, reason)
    });
    let ended = ended.collect();
    running.stop();
    ended
}

#[test]
fn a_panic_about_an_answer_costs_the_article_that_asked_and_none_that_waits_for_it() {
    let defect = "checking it hit a defect in mujaz; please report it with the article";
    let [first, second] = ["0.txt", "1.txt"].map(str::to_owned);
    assert_eq!(ended(0), [(first.clone(), None), (second.clone(), None)]);
    let defect = Some(defect.to_owned());
    let one = [(first.clone(), defect.clone()), (second.clone(), None)];
    assert_eq!(ended(1), one);
    let both = [(first, defect.clone()), (second, defect)];
    assert_eq!(ended(usize::MAX), both);
}
