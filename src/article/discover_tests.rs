#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

fn folder(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    dir
}

fn names(found: &Found) -> Vec<&str> {
    found
        .files
        .iter()
        .map(|file| file.relative.as_str())
        .collect()
}

#[test]
fn folders_are_read_recursively_and_sorted_bytewise() {
    let dir = folder(&[
        "b/2.TXT",
        "a.md",
        "b.html",
        "b/1.jsonl",
        "Z.json",
        ".hidden.txt",
    ]);
    fs::write(dir.path().join(".gitignore"), "*.md\n").unwrap();
    let found = discover(&[dir.path().to_path_buf()], None, &Selection::default()).unwrap();
    assert_eq!(
        names(&found),
        ["Z.json", "a.md", "b.html", "b/1.jsonl", "b/2.TXT"]
    );
    let formats: Vec<_> = found.files.iter().map(|file| file.format).collect();
    let expected = [
        Format::Json,
        Format::Md,
        Format::Html,
        Format::Jsonl,
        Format::Txt,
    ];
    assert_eq!(formats, expected);
}

#[test]
fn other_formats_in_a_folder_are_counted_but_not_read() {
    let dir = folder(&["a.txt", "photo.jpg", "noext"]);
    let root = dir.path().canonicalize().unwrap();
    let found = discover(&[dir.path().to_path_buf()], None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["a.txt"]);
    assert_eq!(found.other, [root.join("noext"), root.join("photo.jpg")]);
}

#[test]
fn a_named_file_with_an_unknown_extension_is_text() {
    let dir = folder(&["wire.dat"]);
    let found = discover(&[dir.path().join("wire.dat")], None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["wire.dat"]);
    assert_eq!(found.files[0].format, Format::Txt);
}

#[test]
fn equal_relative_paths_get_their_folder_in_front() {
    let dir = folder(&["p/in/x.txt", "q/in/x.txt", "r/in/x.txt"]);
    let inputs = ["p/in", "q/in", "r/in"].map(|part| dir.path().join(part));
    let found = discover(&inputs, None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["in-2/x.txt", "in/x.txt", "x.txt"]);
    let root = dir.path().canonicalize().unwrap();
    assert_eq!(found.files[0].absolute, root.join("r/in/x.txt"));
}

#[test]
fn a_file_reached_twice_is_listed_once() {
    let dir = folder(&["sub/x.txt"]);
    let inputs = [dir.path().to_path_buf(), dir.path().join("sub")];
    assert_eq!(
        names(&discover(&inputs, None, &Selection::default()).unwrap()),
        ["sub/x.txt"]
    );
}

#[test]
fn a_missing_input_is_named() {
    let error = discover(
        &[PathBuf::from("/nowhere/at-all")],
        None,
        &Selection::default(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no file or folder /nowhere/at-all; check its name"
    );
}

#[test]
fn output_and_input_may_not_hold_each_other() {
    let dir = folder(&["in/x.txt"]);
    let input = dir.path().join("in");
    let inside = discover(
        std::slice::from_ref(&input),
        Some(&input.join("new/out")),
        &Selection::default(),
    );
    assert!(matches!(
        inside,
        Err(DiscoverError::OutputInsideInput { .. })
    ));
    let same = discover(
        std::slice::from_ref(&input),
        Some(&input),
        &Selection::default(),
    );
    assert!(matches!(same, Err(DiscoverError::OutputInsideInput { .. })));
    let around = discover(
        std::slice::from_ref(&input),
        Some(dir.path()),
        &Selection::default(),
    );
    assert!(matches!(
        around,
        Err(DiscoverError::InputInsideOutput { .. })
    ));
    let sneaky = input.join("new/../../in/out");
    let sneaky = discover(
        std::slice::from_ref(&input),
        Some(&sneaky),
        &Selection::default(),
    );
    assert!(matches!(
        sneaky,
        Err(DiscoverError::OutputInsideInput { .. })
    ));
}

#[test]
fn siblings_with_a_common_prefix_are_fine() {
    let dir = folder(&["in/x.txt"]);
    let out = dir.path().join("in-briefs");
    assert_eq!(
        discover(&[dir.path().join("in")], Some(&out), &Selection::default())
            .unwrap()
            .files
            .len(),
        1
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_opened_may_be_an_article_and_is_named() {
    let dir = folder(&["in/x.txt", "in/picture"]);
    // It is a file, and reading its first page is an error.
    let link = dir.path().join("in/page");
    std::os::unix::fs::symlink("/proc/self/mem", &link).unwrap();
    let found = discover(&[dir.path().join("in")], None, &Selection::default()).unwrap();
    let unreadable: Vec<&Path> = found.unreadable.iter().map(|(path, _)| &**path).collect();
    assert_eq!(unreadable, [&*link]);
}

#[cfg(unix)]
#[test]
fn pipes_sockets_and_devices_are_listed_and_not_waited_for() {
    let dir = folder(&["in/x.txt", "in/photo.jpg"]);
    let input = dir.path().join("in");
    for name in ["a.jsonl", "news"] {
        let made = std::process::Command::new("mkfifo")
            .arg(input.join(name))
            .status();
        assert!(made.unwrap().success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(input.join("agent.sock")).unwrap();
    std::os::unix::fs::symlink("/dev/null", input.join("null.md")).unwrap();
    let (sender, found) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let found = discover(&[input], None, &Selection::default());
        let _ = sender.send(found.unwrap());
    });
    let wait = std::time::Duration::from_secs(10);
    let found = found.recv_timeout(wait).expect("an answer at once");
    let files = found.files.iter();
    let listed: Vec<_> = files
        .map(|file| (file.relative.as_str(), file.format, file.is_special))
        .collect();
    let expected = [
        ("a.jsonl", Format::Jsonl, true),
        ("agent.sock", Format::Txt, true),
        ("news", Format::Txt, true),
        ("null.md", Format::Md, true),
        ("x.txt", Format::Txt, false),
    ];
    assert_eq!(listed, expected);
    assert_eq!((found.other.len(), found.unreadable.len()), (1, 0));
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let dir = folder(&["in/x.txt"]);
    let link = dir.path().join("in/again");
    std::os::unix::fs::symlink(dir.path().join("in"), link).unwrap();
    let found = discover(&[dir.path().join("in")], None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["x.txt"]);
    assert_eq!(found.unreadable.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_into_the_output() {
    use std::os::unix::fs::symlink;
    let dir = folder(&["in/x.txt", "all/out/a.txt.md", "all/y.txt"]);
    let input = dir.path().join("in");
    let out = dir.path().join("all/out");
    symlink(&out, input.join("briefs")).unwrap();
    symlink(dir.path().join("all"), input.join("more")).unwrap();
    symlink(out.join("a.txt.md"), input.join("a.md")).unwrap();
    let found = discover(
        std::slice::from_ref(&input),
        Some(&out),
        &Selection::default(),
    )
    .unwrap();
    assert_eq!(names(&found), ["more/y.txt", "x.txt"]);
    let found = discover(&[input], None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["a.md", "more/y.txt", "x.txt"]);
}

#[cfg(unix)]
#[test]
fn a_file_reached_through_links_is_listed_once() {
    use std::os::unix::fs::symlink;
    let dir = folder(&["in/b/x.txt", "far/z.txt"]);
    let input = dir.path().join("in");
    symlink(input.join("b/x.txt"), input.join("a.txt")).unwrap();
    symlink(dir.path().join("far"), input.join("c")).unwrap();
    symlink(dir.path().join("far"), input.join("d")).unwrap();
    let found = discover(&[input], None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["a.txt", "c/z.txt"]);
}

#[test]
fn patterns_choose_among_the_files() {
    let dir = folder(&["a.html", "b.txt", "2024/c.html", "drafts/d.html"]);
    let selected = |include: &[&str], exclude: &[&str]| {
        let owned = |patterns: &[&str]| patterns.iter().map(|&one| one.to_owned()).collect();
        let selection = Selection {
            include: owned(include),
            exclude: owned(exclude),
        };
        let found = discover(&[dir.path().to_path_buf()], None, &selection).unwrap();
        assert!(found.other.is_empty());
        names(&found).join(" ")
    };
    assert_eq!(selected(&[], &[]), "2024/c.html a.html b.txt drafts/d.html");
    assert_eq!(
        selected(&["*.html"], &[]),
        "2024/c.html a.html drafts/d.html"
    );
    assert_eq!(selected(&["*.html"], &["drafts"]), "2024/c.html a.html");
    assert_eq!(selected(&["2024/**"], &[]), "2024/c.html");
    assert_eq!(
        selected(&[], &["/*.html"]),
        "2024/c.html b.txt drafts/d.html"
    );
    let file = dir.path().join("a.html");
    let selection = Selection {
        exclude: vec!["*.html".to_owned()],
        ..Selection::default()
    };
    assert!(names(&discover(&[file], None, &selection).unwrap()).is_empty());
    let selection = Selection {
        include: vec!["a{".to_owned()],
        ..Selection::default()
    };
    let error = discover(&[dir.path().to_path_buf()], None, &selection).unwrap_err();
    assert!(matches!(error, DiscoverError::Pattern(_)), "{error}");
}

#[test]
fn members_of_an_archive_and_files_of_a_folder_have_different_names() {
    let dir = folder(&["one/news.zip", "two/news.zip/a.txt", "two/b.txt"]);
    let inputs = |names: [&str; 2]| names.map(|name| dir.path().join(name));
    let found = discover(&inputs(["one", "two"]), None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["b.txt", "news.zip", "two/news.zip/a.txt"]);
    let found = discover(&inputs(["two", "one"]), None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["b.txt", "news.zip/a.txt", "one/news.zip"]);
}

/// The names of the files of two inputs after earlier looks, and what is known then.
fn names_again(inputs: &[PathBuf], known: &mut KnownNames) -> Vec<String> {
    let found = discover_again(inputs, None, &Selection::default(), known).unwrap();
    known.add(known.missing(&found.files));
    let files = found.files.into_iter();
    files.map(|file| file.relative).collect()
}

#[test]
fn a_file_keeps_its_name_while_the_files_of_another_input_are_away() {
    let dir = folder(&["p/in/x.txt", "q/in/x.txt"]);
    let [p, q] = ["p/in", "q/in"].map(|part| dir.path().join(part));
    let both = [p.clone(), q.clone()];
    let mut known = KnownNames::default();
    let mut names = |inputs: &[PathBuf]| names_again(inputs, &mut known);
    assert_eq!(names(&both), ["in/x.txt", "x.txt"]);
    // As a folder is in which nothing is mounted.
    let away = dir.path().join("away");
    fs::rename(&p, &away).unwrap();
    fs::create_dir(&p).unwrap();
    assert_eq!(names(&both), ["in/x.txt"]);
    assert_eq!(names(std::slice::from_ref(&q)), ["in/x.txt"]);
    fs::write(q.join("y.txt"), "x").unwrap();
    assert_eq!(names(&both), ["in/x.txt", "y.txt"]);
    fs::remove_dir(&p).unwrap();
    fs::rename(&away, &p).unwrap();
    fs::write(p.join("y.txt"), "x").unwrap();
    let all = ["in/x.txt", "in/y.txt", "x.txt", "y.txt"];
    assert_eq!(names(&both), all);
    assert_eq!(names(&[q, p]), all);
    let found = discover_again(&both, None, &Selection::default(), &known).unwrap();
    let root = dir.path().canonicalize().unwrap();
    let files: Vec<PathBuf> = found.files.into_iter().map(|file| file.absolute).collect();
    let expected = ["q/in/x.txt", "p/in/y.txt", "p/in/x.txt", "q/in/y.txt"];
    assert_eq!(files, expected.map(|file| root.join(file)));
}

#[test]
fn a_name_is_not_kept_for_a_file_of_a_folder_that_is_no_input_any_more() {
    let dir = folder(&["p/in/x.txt", "q/in/x.txt"]);
    let [p, q] = ["p/in", "q/in"].map(|part| dir.path().join(part));
    let mut known = KnownNames::default();
    names_again(std::slice::from_ref(&p), &mut known);
    assert_eq!(names_again(std::slice::from_ref(&q), &mut known), ["x.txt"]);
    assert_eq!(names_again(&[p, q], &mut known), ["in/x.txt", "x.txt"]);
}

#[test]
fn folders_of_briefs_are_passed_over_and_refused_as_inputs() {
    let dir = folder(&[
        "in/a.txt",
        "in/old/.mujaz/state.sqlite",
        "in/old/briefs/a.txt.md",
        "in/old/index.html",
        "in/.mujaz/memory.sqlite",
    ]);
    let root = dir.path().canonicalize().unwrap();
    let found = discover(&[dir.path().join("in")], None, &Selection::default()).unwrap();
    assert_eq!(names(&found), ["a.txt"]);
    assert_eq!(found.briefs, [root.join("in/old")]);
    let out = dir.path().join("out");
    let selection = Selection {
        exclude: vec!["old".to_owned()],
        ..Selection::default()
    };
    let found = discover(&[dir.path().join("in")], Some(&out), &selection).unwrap();
    assert_eq!((names(&found), found.briefs.len()), (vec!["a.txt"], 0));
    let named = discover(&[dir.path().join("in/old")], None, &Selection::default());
    let error = named.unwrap_err().to_string();
    assert!(
        error.ends_with("in/old holds briefs that mujaz wrote; name the folder of the articles"),
        "{error}"
    );
}
