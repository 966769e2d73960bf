#![allow(clippy::unwrap_used)]

use super::*;

fn origin(key: &str) -> Origin {
    Origin {
        key: key.into(),
        translator: format!("translator {key}"),
        from: "ar".into(),
        to: "en".into(),
    }
}

fn key(source: &str) -> TextKey {
    TextKey {
        source: source.into(),
        fragment: false,
        terms: String::new(),
    }
}

fn text(source: &str, translation: &str) -> Remembered {
    Remembered {
        text: key(source),
        translation: translation.into(),
        score: -0.5,
        cut: false,
    }
}

fn memory() -> (tempfile::TempDir, Memory) {
    let dir = tempfile::tempdir().unwrap();
    let memory = Memory::open(&dir.path().join("memory.sqlite")).unwrap();
    (dir, memory)
}

#[test]
fn a_text_is_known_to_its_origin_alone_and_in_its_kind() {
    let (dir, memory) = memory();
    let number = memory.number(&origin("a")).unwrap();
    memory
        .add(number, &[text("نص", "text"), text("نص آخر", "other")])
        .unwrap();
    let again = Memory::open(&dir.path().join("memory.sqlite")).unwrap();
    assert_eq!(again.number(&origin("a")).unwrap(), number);
    let found = again.find(number, &key("نص")).unwrap();
    assert_eq!(found, Some(text("نص", "text")));
    let mut fragment = key("نص");
    fragment.fragment = true;
    assert_eq!(again.find(number, &fragment).unwrap(), None);
    let mut with_term = key("نص");
    with_term.terms = "text".into();
    assert_eq!(again.find(number, &with_term).unwrap(), None);
    assert_eq!(again.find(number, &key("نصوص")).unwrap(), None);
    let other = again.number(&origin("b")).unwrap();
    assert_eq!(again.find(other, &key("نص")).unwrap(), None);
}

#[test]
fn pairs_are_counted_listed_and_forgotten() {
    let (_dir, memory) = memory();
    let number = memory.number(&origin("a")).unwrap();
    memory
        .add(number, &[text("نص", "text"), text("سر", "a secret")])
        .unwrap();
    let pair = Approved {
        source: "مرحبا".into(),
        translation: "hello".into(),
    };
    let pairs = [pair];
    memory.approve(("ar", "en"), &pairs).unwrap();
    assert_eq!(memory.approved(("ar", "en")).unwrap(), pairs);
    assert_eq!(memory.approved(("fa", "en")).unwrap(), []);
    let stats = memory.stats().unwrap();
    assert_eq!(stats.translators, [(origin("a"), 2)]);
    assert_eq!(stats.approved, [(("ar".to_owned(), "en".to_owned()), 1)]);
    let mut origins = Vec::new();
    let listed = memory.each(&mut |pair| {
        origins.push(pair.origin);
        Ok(())
    });
    listed.unwrap().unwrap();
    assert_eq!(origins[0], APPROVED);
    assert_eq!(origins.len(), 3);
    let containing = Forget::Containing("secret".into());
    assert_eq!(memory.forget(&containing).unwrap(), 1);
    assert_eq!(memory.forget(&Forget::Translated).unwrap(), 1);
    assert_eq!(memory.forget(&Forget::All).unwrap(), 1);
}

#[test]
fn texts_that_stay_while_another_process_uses_them_are_told() {
    let (dir, memory) = memory();
    let number = memory.number(&origin("a")).unwrap();
    memory.add(number, &[text("سر", "a secret")]).unwrap();
    let is_left = || {
        let files = std::fs::read_dir(dir.path()).unwrap();
        let mut contents = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        contents.any(|content| content.windows(8).any(|part| part == b"a secret"))
    };
    let reader = Memory::look_into(&memory.path).unwrap();
    let listed = reader.each(&mut |_| {
        memory.wait_at_most(Duration::from_millis(1)).unwrap();
        let error = memory.forget(&Forget::All).unwrap_err().to_string();
        assert!(error.contains("their texts stay in its log"), "{error}");
        assert!(is_left());
        Ok(())
    });
    listed.unwrap().unwrap();
    assert_eq!(memory.forget(&Forget::All).unwrap(), 0);
    assert!(!is_left());
}

#[test]
fn a_file_without_tables_is_read_as_an_empty_memory() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("m.sqlite");
    std::fs::write(&path, "").unwrap();
    let memory = Memory::look_into(&path).unwrap();
    assert_eq!(memory.approved(("ar", "en")).unwrap(), []);
    assert_eq!(memory.stats().unwrap().translators, []);
    assert_eq!(std::fs::read(&path).unwrap(), b"", "it is only read");
}

#[test]
fn a_file_that_is_no_memory_is_refused_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("m.sqlite");
    std::fs::write(
        &path,
        "no database, but long enough to be read as one".repeat(20),
    )
    .unwrap();
    let error = Memory::open(&path).err().unwrap().to_string();
    assert!(error.contains("m.sqlite"), "{error}");
    let other = dir.path().join("other.sqlite");
    let connection = Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE t (a)").unwrap();
    for opened in [Memory::open(&other), Memory::look_into(&other)] {
        let error = opened.err().unwrap().to_string();
        assert!(error.contains("something else"), "{error}");
    }
    let tables = "SELECT COUNT(*) FROM sqlite_master";
    let tables: i64 = connection.query_row(tables, [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1, "it is left as it is");
}

#[test]
fn what_people_approve_is_on_the_disk_when_it_is_said_to_be() {
    let (_dir, memory) = memory();
    let synchronous = || memory.ask("PRAGMA synchronous").unwrap();
    let (normal, full) = (1, 2);
    assert_eq!(synchronous(), normal);
    let pair = Approved {
        source: "نص".into(),
        translation: "text".into(),
    };
    memory.approve(("ar", "en"), &[pair]).unwrap();
    assert_eq!(synchronous(), full);
}
