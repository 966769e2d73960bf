use std::ops::ControlFlow;

use super::*;
use crate::article::{Article, Context, Format, ReadSettings, read_bytes};
use crate::pipeline::job::Readable;
use crate::pipeline::languages::{Languages, Way};
use crate::pipeline::models::Running;
use crate::pipeline::models::tests::running;
use crate::pipeline::observe::Silent;
use crate::pipeline::settings::tests::{model, recipe};
use crate::pipeline::translators::Translator;
use crate::text::Language;

/// An article of a headline and two sentences.
fn article() -> Article {
    let text = "خبر\n\nوصل الوفد إلى بغداد أمس. عاد الوفد اليوم إلى دمشق.\n";
    let mut article = None;
    let settings = ReadSettings::default();
    read_bytes(
        "a.txt",
        Format::Txt,
        text.as_bytes(),
        settings,
        &mut |record| {
            article = record.parse(&Context::of(Language::of("ar"))).ok();
            ControlFlow::Break(())
        },
    );
    article.unwrap()
}

/// A translator of Arabic that copies its source, without a memory.
pub(in crate::pipeline) fn translating(running: &Running) -> Translating {
    let origin = Origin {
        key: String::new(),
        translator: String::new(),
        from: "ar".to_owned(),
        to: "en".to_owned(),
    };
    let recall = Recall::open(None, &origin, false).unwrap();
    let translator = Translator {
        model: model("t"),
        onward: None,
        glossary: None,
        approved: None,
        second: None,
    };
    Translating::new(running, "ar", translator, 1, recall)
}

/// The state of a run that nobody hears, without a memory.
pub(in crate::pipeline) fn shared<'a>(recipe: &'a Recipe, stop: &'a AtomicBool) -> Shared<'a> {
    let control = Control {
        observer: &Silent,
        stop,
    };
    let memory = MemoryUse {
        path: None,
        anew: false,
    };
    Shared::new(recipe, control, memory)
}

/// The article as one in this language.
pub(in crate::pipeline) fn readable(language: &str) -> Readable {
    Readable {
        key: String::new(),
        article: article(),
        languages: Languages::only(language),
        read_seconds: 0.0,
    }
}

/// The article as a job for this translator.
pub(in crate::pipeline) fn job(translating: &Arc<Translating>) -> Box<Job> {
    let way = |_: &Languages, _: usize| Way::Translated(translating.clone(), None);
    Box::new(Job::new(readable("ar"), &way))
}

#[test]
fn requests_that_panic_leave_no_article_in_progress_and_none_that_waits_for_it() {
    let running = running();
    let translating = Arc::new(translating(&running));
    let (recipe, stop) = (recipe(), AtomicBool::new(false));
    let shared = shared(&recipe, &stop);
    let asks = |number| match shared.take_in(number, job(&translating)) {
        TakenIn::Asks(asks) => asks,
        TakenIn::Complete(_) => panic!("nothing is known of its texts"),
    };

    let own = asks(0);
    let pieces: Vec<u32> = own.iter().map(|(key, ..)| key.piece).collect();
    assert!(pieces.len() > 1);
    assert!(asks(1).is_empty(), "it waits for the answers to the first");
    let made = catch_unwind(AssertUnwindSafe(|| {
        shared.make(0, own, |translating, key, ask| {
            assert_eq!(key.piece, pieces[0], "a defect");
            translating.submit(key, ask)
        });
    }));
    assert!(made.is_err());
    let in_progress: Vec<u32> = shared.jobs().keys().copied().collect();
    assert_eq!(in_progress, [1]);

    // The first request of the article was made, and then all of the other one.
    let answers = running.engine.outcomes();
    let patience = Duration::from_secs(20);
    let answered = (0..=pieces.len()).map(|_| answers.recv_timeout(patience).unwrap().key);
    let mut answered: Vec<u64> = answered.collect();
    answered.sort_unstable();
    let packed = |article, piece| Key { article, piece }.packed();
    let others = pieces.iter().map(|&piece| packed(1, piece));
    let expected: Vec<u64> = std::iter::once(packed(0, pieces[0]))
        .chain(others)
        .collect();
    assert_eq!(answered, expected);
    running.stop();
}
