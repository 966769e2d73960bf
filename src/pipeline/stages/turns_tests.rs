use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::unbounded;

use super::*;
use crate::pipeline::models::Role;
use crate::pipeline::room::Footprint;
use crate::pipeline::state::tests::readable;

/// The room for this many of the translators of Arabic, Persian and French (weights 0, 1 and 2).
fn room(translators: Option<u64>) -> Mutex<Room> {
    let languages = ["ar", "fa", "fr"].into_iter().enumerate();
    let footprints = languages.map(|(weights, code)| {
        let role = Role::Translator(code.to_owned());
        (role, Footprint { weights, bytes: 1 })
    });
    Mutex::new(Room::new(&footprints.collect(), translators))
}

/// Articles in these languages, after which none come.
fn articles(languages: &[&str]) -> Receiver<Readable> {
    let (sender, articles) = unbounded();
    for language in languages {
        sender.send(readable(language)).unwrap();
    }
    articles
}

/// The turns of articles in these languages, of which each is finished before the next one begins: the
/// language, and the weights that leave for it.
fn order(translators: Option<u64>, languages: &[&str]) -> Vec<(String, Vec<usize>)> {
    let room = room(translators);
    let mut turns = Turns::new(articles(languages), &room);
    let mut order = Vec::new();
    while let Some(turn) = turns.take(&|| false) {
        for &weights in &turn.leaving {
            turns.room().take_away(weights);
        }
        order.push((turn.readable.languages.own, turn.leaving));
    }
    order
}

#[test]
fn what_the_loaded_translators_can_do_goes_first_and_then_what_came_first() {
    let languages = ["ar", "fa", "ar", "fr", "fa", "ar", "en"];
    let told = |order: &[(&str, &[usize])]| -> Vec<(String, Vec<usize>)> {
        let turns = order.iter();
        turns
            .map(|(code, leaving)| ((*code).to_owned(), leaving.to_vec()))
            .collect()
    };
    let one: [(&str, &[usize]); 7] = [
        ("ar", &[]),
        ("ar", &[]),
        ("ar", &[]),
        ("en", &[]),
        ("fa", &[0]),
        ("fa", &[]),
        ("fr", &[1]),
    ];
    assert_eq!(order(Some(1), &languages), told(&one));
    let two: [(&str, &[usize]); 7] = [
        ("ar", &[]),
        ("fa", &[]),
        ("ar", &[]),
        ("fa", &[]),
        ("ar", &[]),
        ("en", &[]),
        ("fr", &[1]),
    ];
    assert_eq!(order(Some(2), &languages), told(&two));
    let all = languages.map(|code| (code.to_owned(), Vec::<usize>::new()));
    assert_eq!(order(Some(3), &languages), all);
    assert_eq!(order(None, &languages), all);
}

#[test]
fn an_article_waits_for_those_that_use_what_is_to_leave() {
    let room = room(Some(1));
    let mut turns = Turns::new(articles(&["ar", "fa"]), &room);
    let arabic = turns.take(&|| false).unwrap();
    assert_eq!(arabic.readable.languages.own, "ar");
    let looks = Cell::new(0);
    let stopped = turns.take(&|| {
        looks.set(looks.get() + 1);
        looks.get() > 3
    });
    assert!(stopped.is_none());
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(2 * TICK);
            is_done.store(true, Ordering::SeqCst);
            drop(arabic);
        });
        let persian = turns.take(&|| false).unwrap();
        assert!(is_done.load(Ordering::SeqCst));
        assert_eq!(persian.readable.languages.own, "fa");
        assert_eq!(persian.leaving, [0]);
    });
}
