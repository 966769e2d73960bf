//! The marks of readers: joined, each sentence has one, and they are read as they were written.
#![no_main]

use mujaz::brief::Marks;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(marks) = Marks::read(text) else {
        return;
    };
    assert_eq!(Marks::read(&marks.to_json()).as_ref(), Ok(&marks));
    let mut joined = Marks::default();
    joined.join(marks.clone());
    let once = joined.clone();
    joined.join(marks);
    assert_eq!(joined, once);
    let place = |at: usize| {
        let mark = &joined.as_slice()[at];
        (&mark.brief, mark.sentence)
    };
    for at in 1..joined.as_slice().len() {
        assert!(place(at - 1) < place(at));
    }
    for mark in joined.as_slice() {
        if let Some((source, right)) = mark.approved() {
            assert!(!source.is_empty() && !right.is_empty());
        }
    }
});
