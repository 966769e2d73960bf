//! The program as its user sees it: the files it writes, its messages and its exit codes.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Ran, Work, article, tiny_model};

const MOCK: &str = "run in -o out --backend mock";

#[test]
fn a_folder_becomes_briefs_that_mirror_it() {
    let work = Work::with_articles();
    let ran = work
        .run(&format!("{MOCK} --formats md,json,html"))
        .ended(0, &["done", "results: out"]);
    assert_eq!(ran.out, "", "data goes to files, messages to stderr");
    // The name of a file of full texts is a hash.
    let names = work.results("out").into_keys();
    let names: Vec<String> = names
        .map(|name| match name.strip_prefix("index/texts-") {
            Some(rest) => format!(
                "index/texts-{}",
                rest.trim_start_matches(|c: char| c != '.')
            ),
            None => name,
        })
        .collect();
    assert_eq!(
        names,
        [
            "briefs/a.txt.html",
            "briefs/a.txt.json",
            "briefs/a.txt.md",
            "briefs/news/b.txt.html",
            "briefs/news/b.txt.json",
            "briefs/news/b.txt.md",
            "feed.xml",
            "index.html",
            "index.jsonl",
            "index/articles-0001.js",
            "index/texts-.js",
            "list.html",
        ]
    );
    let brief = work.json("out/briefs/a.txt.json");
    assert_eq!(brief["schema"], 1);
    assert_eq!(brief["headline"]["origin"], "translated");
    assert_eq!(brief["source"]["title"], "خبر 1 عن السد");
    assert_eq!(brief["source"]["encoding"], "UTF-8");
    let segments: usize = brief["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["segments"].as_array().unwrap().len())
        .sum();
    assert_eq!(
        segments,
        1 + 3 + 2,
        "title, dateline and two sentences, two sentences"
    );
    let record = work.json("out/run.json");
    assert_eq!(record["articles"]["done"], 2);
    assert_eq!(record["segments"], serde_json::json!([12, 0, 0]));
}

#[test]
fn files_of_another_format_never_stay_behind_a_changed_article() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --formats json"));
    work.write("in/a.txt", article("الميناء", 7));
    work.run(&format!("{MOCK} --formats md"));
    let brief = work.json("out/briefs/a.txt.json");
    assert_eq!(brief["source"]["title"], "خبر 7 عن الميناء");
    // The index names all that is there, so that search and export still find the text.
    for line in work.read("out/index.jsonl").lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let formats: Vec<&String> = line["briefs"].as_object().unwrap().keys().collect();
        assert!(formats.contains(&&"json".to_owned()), "{line}");
    }
    // A file that the journal does not know is of an earlier version: it is written again.
    work.write("out/briefs/a.txt.html", "of an earlier version");
    work.run(&format!("{MOCK} --formats html"));
    assert!(work.read("out/briefs/a.txt.html").contains("الميناء"));
}

#[test]
fn a_sentence_that_memory_was_missing_for_is_translated_by_the_next_run() {
    let work = Work::with_articles();
    work.write("in/c.txt", "خبر\n\nوصل الوفد ☠ أمس. عاد الوفد اليوم.\n");
    // Another sentence of the article is translated, so the article as a whole has not failed.
    let ran = work.run("run in -o out --backend mock:fault=☠ --formats json");
    ran.ended(4, &["unfinished       1", "the same command tries again"]);
    let brief = work.json("out/briefs/c.txt.json");
    let segments = brief["paragraphs"][1]["segments"].as_array().unwrap();
    assert_eq!(segments[0]["status"], "failed");
    assert_eq!(segments[0]["flags"][0]["kind"], "error");
    assert_eq!(segments[1]["status"], "translated");
    assert!(work.read("out/index.jsonl").contains("\"error\":1"));
    assert_eq!(work.json("out/run.json")["unfinished"], 1);

    let ran = work.run("run in -o out --backend mock --formats json");
    ran.ended(0, &["unchanged        2"]);
    work.run("run in -o calm --backend mock --formats json");
    assert_eq!(
        work.json("out/briefs/c.txt.json")["paragraphs"],
        work.json("calm/briefs/c.txt.json")["paragraphs"]
    );
}

#[test]
fn an_input_without_a_subcommand_is_a_run() {
    let work = Work::with_articles();
    work.run("in -o out --backend mock").ended(0, &[]);
    assert!(work.path("out/briefs/a.txt.md").is_file());
}

#[test]
fn the_second_run_does_nothing_and_says_so() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let before = fs::metadata(work.path("out/briefs/a.txt.json"))
        .unwrap()
        .modified()
        .unwrap();
    work.run(MOCK)
        .ended(0, &["nothing to do: all 2 articles were done before"]);
    assert_eq!(
        fs::metadata(work.path("out/briefs/a.txt.json"))
            .unwrap()
            .modified()
            .unwrap(),
        before
    );
}

#[test]
fn the_record_of_a_run_stays_until_another_one_does_something() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let first = work.read("out/run.json");
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.read("out/run.json"), first);
    fs::remove_file(work.path("out/run.json")).unwrap();
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.json("out/run.json")["unchanged"]["done"], 2);
}

#[test]
fn only_what_changed_is_done_again() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.write("in/a.txt", article("النهر", 7));
    work.write("in/c.txt", article("الميناء", 8));
    work.run(MOCK).ended(0, &["unchanged        1"]);
    assert_eq!(work.json("out/run.json")["articles"]["done"], 2);
    assert_eq!(
        work.json("out/briefs/a.txt.json")["source"]["title"],
        "خبر 7 عن النهر"
    );
    assert_eq!(work.read("out/index.jsonl").lines().count(), 3);
}

#[test]
fn other_settings_a_lost_brief_or_force_make_it_work_again() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.run(&format!("{MOCK} --beams 2"))
        .ended(0, &["done             2"]);
    for lost in ["md", "json"] {
        fs::remove_file(work.path(&format!("out/briefs/a.txt.{lost}"))).unwrap();
    }
    work.run(&format!("{MOCK} --beams 2"))
        .ended(0, &["done             1"]);
    work.run(&format!("{MOCK} --beams 2 --force"))
        .ended(0, &["done             2"]);
}

#[test]
fn the_result_does_not_depend_on_batches_or_replicas() {
    let work = Work::new();
    for number in 0..12 {
        work.write(&format!("in/{number}.txt"), article("السوق", number * 7));
    }
    let model = tiny_model();
    let run = |out: &str, more: &str| {
        work.run(&format!(
            "run in -o {out} --translator {model} --precision f32 {more}"
        ))
        .ended(0, &[]);
        work.results(out)
    };
    let one = run("one", "--replicas 1 --batch-tokens 1");
    assert_eq!(one, run("two", "--replicas 2 --batch-tokens 300"));
    assert_eq!(one, run("three", "--replicas 1 --batch-tokens 100000"));
}

#[test]
fn shards_share_the_work_and_a_folder() {
    let work = Work::new();
    for number in 0..9 {
        work.write(&format!("in/{number}.txt"), article("السوق", number));
    }
    for shard in 1..=3 {
        let code = work.run(&format!("{MOCK} --shard {shard}/3")).code;
        assert!(code == Some(0) || code == Some(5), "{code:?}");
    }
    assert_eq!(fs::read_dir(work.path("out/briefs")).unwrap().count(), 27);
    assert_eq!(
        work.read("out/index.jsonl").lines().count(),
        9,
        "the index has the articles of all shards"
    );
    work.run(MOCK).ended(0, &["nothing to do: all 9 articles"]);
}

#[test]
fn flags_stand_above_environment_above_the_nearer_file() {
    let work = Work::with_articles();
    let beams = |more: &str, environment: Option<&str>| {
        let mut command = work.command(&format!("{MOCK} --force {more}"));
        if let Some(value) = environment {
            command.env("MUJAZ_BEAMS", value);
        }
        assert!(command.output().unwrap().status.success());
        work.json("out/run.json")["settings"]["beams"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    work.write("config/mujaz/mujaz.toml", "beams = 2");
    assert_eq!(beams("", None), "2");
    work.write("mujaz.toml", "beams = 3");
    assert_eq!(beams("", None), "3");
    assert_eq!(beams("", Some("4")), "4");
    assert_eq!(beams("--beams 5", Some("4")), "5");
}

#[test]
fn a_single_article_is_told_of_as_one() {
    let work = Work::new();
    work.write("in/a.txt", article("السد", 1));
    work.run(&format!("{MOCK} --formats json")).ended(0, &[]);
    let added = "mujaz: the only article was done before; its missing formats were written. ";
    work.run(&format!("{MOCK} --formats json,md"))
        .ended(0, &[added]);
    let done = "mujaz: nothing to do: the only article was done before. ";
    work.run(&format!("{MOCK} --formats json,md"))
        .ended(0, &[done]);
}

#[test]
fn switches_in_the_environment_are_read_as_people_write_them() {
    let work = Work::with_articles();
    let ran = |value: &str| {
        let mut command = work.command(&format!("{MOCK} --dry-run"));
        Ran::of(command.env("MUJAZ_OFFLINE", value).output().unwrap())
    };
    for value in ["1", "yes", "On", "true", "0", "no", "off", "false"] {
        ran(value).ended(0, &[]);
    }
    ran("perhaps").ended(2, &["'perhaps' for '--offline'"]);
}

#[test]
fn what_cannot_be_read_or_written_is_said_in_words() {
    let work = Work::with_articles();
    work.write("file", "");
    work.run("run in -o file --backend mock")
        .ended(6, &["A part of this path is a file: choose another folder"]);
    work.run("run in -o out --include *.png --exclude a,b --backend mock")
        .ended(
            5,
            &["no articles found among files that match *.png and do not match a,b. mujaz reads .txt"],
        );
    work.run("modles list").ended(
        2,
        &["no command, file or folder modles. Did you mean mujaz models?"],
    );
}

#[test]
fn wrong_use_ends_with_2_and_says_what_to_do() {
    let work = Work::with_articles();
    work.run("run in").ended(2, &["-o OUT"]);
    work.run("run in -o out --no-such-flag")
        .ended(2, &["--no-such-flag"]);
    work.run("run in -o in/out --backend mock")
        .ended(2, &["in/out"]);
    work.run("run missing -o out --backend mock")
        .ended(2, &["missing"]);
    work.run(&format!("{MOCK} --shard 5/3"))
        .ended(2, &["--shard"]);
    work.run(&format!("{MOCK} --formats pdf"))
        .ended(2, &["pdf"]);
    work.run(&format!("{MOCK} --beams 0"))
        .ended(2, &["--beams"]);
    work.run(&format!("{MOCK} --to fr")).ended(2, &["English"]);
    work.write("mujaz.toml", "beems = 3");
    work.run(MOCK).ended(2, &["mujaz.toml", "beems"]);
    assert!(
        !work.path("out").exists(),
        "nothing is written before the settings are sound"
    );
}

#[test]
fn a_missing_model_or_device_ends_with_3_and_the_command_that_helps() {
    let work = Work::with_articles();
    work.run("run in -o out --translator opus-mt-ar-en")
        .ended(3, &["mujaz models pull opus-mt-ar-en"]);
    work.run("run in -o out --translator opus-mt-ar-em")
        .ended(3, &["opus-mt-ar-en"]);
    work.run(&format!("{MOCK} --device cuda"))
        .ended(3, &["cuda", "--device cpu"]);
}

#[test]
fn a_damaged_model_ends_with_3_and_names_the_file() {
    let work = Work::with_articles();
    let source = std::path::PathBuf::from(tiny_model());
    for name in [
        "config.json",
        "generation_config.json",
        "source.spm",
        "target.spm",
        "vocab.json",
        "model.safetensors",
    ] {
        work.write(
            &format!("model/{name}"),
            fs::read(source.join(name)).unwrap(),
        );
    }
    let run = "run in -o out --translator ./model";
    work.run(run).ended(0, &[]);
    let weights = fs::read(source.join("model.safetensors")).unwrap();
    work.write("model/model.safetensors", &weights[..weights.len() / 2]);
    work.run(run).ended(3, &["model.safetensors"]);
    work.write("model/model.safetensors", &weights);
    let config = fs::read_to_string(source.join("config.json")).unwrap();
    work.write(
        "model/config.json",
        config.replace("\"d_model\": 32", "\"d_model\": 64"),
    );
    work.run(run).ended(3, &["shape"]);
    work.write("model/config.json", "{");
    work.run(run).ended(3, &["config.json"]);
    assert_eq!(
        work.results("out").len(),
        12,
        "what was done before is untouched"
    );
}

#[test]
fn a_place_that_cannot_be_written_ends_with_6() {
    let work = Work::with_articles();
    work.write("file", "not a folder");
    work.run("run in -o file/out --backend mock")
        .ended(6, &["file/out"]);
}

#[test]
fn foreign_names_never_steer_a_terminal() {
    let work = Work::with_articles();
    let hostile = "a\u{1b}]0;x\u{7}\u{1b}[31m\u{9b}1m\u{202e}";
    work.write(&format!("in/{hostile}.txt"), "x");
    work.write("in/b.json", format!(r#"{{"\u202e{}": 1}}"#, "q"));
    let run = |arguments: &[&str]| {
        let output = work.command("").args(arguments).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!err.contains(steers), "{err:?}");
        err
    };
    let out = format!("out{hostile}");
    let ran = run(&["run", "in", "-o", &out, "--backend", "mock"]);
    assert!(ran.contains("results: outa\u{fffd}]0;x"), "{ran}");
    work.write(&format!("{out}/briefs/{hostile}.json"), "{");
    assert!(run(&["report", &out]).contains("no brief can be read"));
    assert!(run(&["run", hostile, "-o", "out"]).contains("there is no file"));
    assert!(run(&["models", "add", hostile]).contains("cannot open"));
    assert!(run(&["search", hostile, "x"]).contains("there is no index.jsonl"));
    // A shell makes options of names of files.
    let option = format!("--{hostile}");
    assert!(run(&["run", "in", &option]).contains("unexpected argument"));
    let logged = run(&["run", "in", "-o", &out, "--backend", "mock", "--log-json"]);
    assert!(logged.contains("\\u202e"), "{logged}");
}

#[test]
fn two_runs_never_write_to_one_folder() {
    let work = Work::with_articles();
    let mut first = work
        .command("run in -o out --backend mock:100")
        .spawn()
        .unwrap();
    while !work.path("out/.mujaz/state.sqlite").exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    work.run(MOCK).ended(2, &["another run of mujaz"]);
    first.kill().unwrap();
    first.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn an_export_never_takes_the_place_of_a_device() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    std::os::unix::fs::symlink("/dev/null", work.path("null.csv")).unwrap();
    work.run("export out -o null.csv").ended(0, &["2 briefs"]);
    let link = fs::symlink_metadata(work.path("null.csv")).unwrap();
    assert!(link.is_symlink(), "the device is written to");
}

#[test]
fn flagged_articles_count_as_failure_where_that_is_asked() {
    let work = Work::with_articles();
    let run = format!("run in -o out --translator {}", tiny_model());
    work.run(&run).ended(0, &["flagged          2"]);
    work.run(&format!("{run} --fail-on flagged")).ended(4, &[]);
}

#[test]
fn the_index_can_be_made_again_from_the_briefs() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --formats md,json,html"))
        .ended(0, &[]);
    let before = work.results("out");
    fs::remove_file(work.path("out/index.html")).unwrap();
    fs::remove_file(work.path("out/index.jsonl")).unwrap();
    fs::remove_dir_all(work.path("out/.mujaz")).unwrap();
    work.run("report out").ended(0, &["2 briefs"]);
    assert_eq!(work.results("out"), before);
    work.run("report in").ended(2, &["no briefs"]);
}

#[test]
fn an_index_that_is_made_again_keeps_the_articles_without_briefs() {
    let work = Work::with_articles();
    work.write("in/empty.txt", "");
    work.run(&format!("{MOCK} --formats md,json,html"))
        .ended(0, &["skipped          1"]);
    let before = work.results("out");
    work.run("report out").ended(0, &["2 briefs"]);
    assert_eq!(work.results("out"), before);
}

#[test]
fn a_dry_run_knows_what_is_done() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    fs::remove_file(work.path("out/briefs/a.txt.md")).unwrap();
    let ran = work.run(&format!("{MOCK} --dry-run")).ended(0, &[]);
    assert!(ran.out.contains("b.txt\t-\tdone before\n"), "{}", ran.out);
    assert!(
        ran.out
            .contains("a.txt\t-\tdone before; some of its files are missing\n"),
        "{}",
        ran.out
    );
}

#[test]
fn help_of_every_subcommand_has_examples() {
    let work = Work::new();
    for words in [
        "--help",
        "run --help",
        "models --help",
        "models pull --help",
        "report --help",
        "doctor --help",
        "setup --help",
        "schema --help",
        "completions --help",
        "man --help",
    ] {
        let ran = work.run(words).ended(0, &[]);
        assert!(ran.out.contains("Examples:"), "{words}");
    }
    assert!(
        work.run("--version")
            .ended(0, &[])
            .out
            .starts_with("mujaz ")
    );
}

#[test]
fn shells_and_man_learn_every_subcommand() {
    let work = Work::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = work.run(&format!("completions {shell}")).ended(0, &[]).out;
        for word in ["doctor", "batch-tokens"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    work.run("man pages/man1").ended(0, &[]);
    assert!(work.read("pages/man1/mujaz.1").contains("mujaz"));
    assert!(work.read("pages/man1/mujaz-run.1").contains("replicas"));
    work.run("completions tcsh").ended(2, &["tcsh"]);
    work.write("file", "");
    work.run("man file/man1").ended(6, &["file/man1"]);
}

#[test]
fn the_doctor_names_what_is_there() {
    let work = Work::new();
    let ran = work.run("doctor");
    for word in ["libtorch", "cpu", "precision", "model", "disk"] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    assert!(!ran.out.contains("missing config.json"), "{}", ran.out);
}

#[test]
fn a_bart_checkpoint_summarizes_or_the_brief_says_why_not() {
    let work = Work::with_articles();
    let bart = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bart");
    let translator = tiny_model();
    work.run(&format!(
        "run in -o out --translator {translator} --summarizer {}",
        bart.display()
    ))
    .ended(0, &[]);
    for path in ["out/briefs/a.txt.json", "out/briefs/news/b.txt.json"] {
        let brief = work.json(path);
        let summary = &brief["summary"];
        let by = &brief["provenance"]["summarizer"];
        match summary["origin"].as_str().unwrap() {
            "generated" => {
                assert!(!summary["sentences"].as_array().unwrap().is_empty());
                assert_eq!(by["name"], "bart");
            }
            // With random weights the model names things that no article has.
            "extracted" => {
                assert!(
                    !summary["flags"].as_array().unwrap().is_empty(),
                    "{summary}"
                );
                assert!(by.is_null(), "{by}");
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_summarizer_that_was_not_asked_is_in_the_record_of_the_run_alone() {
    let work = Work::new();
    // A model is not asked to summarize so few words.
    work.write("in/a.txt", "خبر\n\nوصل أمس.\n");
    let bart = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bart");
    let arguments = format!("{MOCK} --from ar --summarizer {}", bart.display());
    work.run(&arguments).ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    assert_ne!(brief["summary"]["origin"], "generated");
    assert!(brief["provenance"].get("summarizer").is_none());
    assert_eq!(work.json("out/run.json")["summarizer"]["name"], "bart");
}

#[test]
fn a_summary_can_be_left_out() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --summarizer none")).ended(0, &[]);
    assert_eq!(
        work.json("out/briefs/a.txt.json")["summary"]["origin"],
        "none"
    );
}

#[test]
fn a_further_format_is_rendered_without_translating_again() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --formats json")).ended(0, &[]);
    let made = "all 2 articles were done before; missing formats were written for 2 of them";
    let all = format!("{MOCK} --formats md,json,html");
    let ran = work.run(&all).ended(0, &[made]);
    assert!(!ran.err.contains("nothing to do"), "{}", ran.err);
    assert_eq!(work.json("out/run.json")["formats_added"], 2);
    assert!(work.path("out/briefs/a.txt.html").is_file());
    assert!(work.read("out/index.jsonl").contains("a.txt.html"));
    assert!(work.path("out/index.html").is_file());
    work.run(&all).ended(0, &["nothing to do: all 2 articles"]);
    // Beside an article that is new.
    fs::remove_file(work.path("out/briefs/a.txt.html")).unwrap();
    work.write("in/c.txt", article("الميناء", 8));
    let unchanged = "unchanged        2   done before; missing formats were written for 1 of them";
    work.run(&all).ended(0, &[unchanged]);
    assert_eq!(work.json("out/run.json")["formats_added"], 1);
}

#[test]
fn an_index_that_a_kill_left_behind_is_made_up_for() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let whole = work.read("out/index.jsonl");
    work.write("in/c.txt", article("الميناء", 8));
    work.run(MOCK).ended(0, &[]);
    // The state after a run that was killed between its last article and the index.
    work.write("out/index.jsonl", whole);
    let state = rusqlite::Connection::open(work.path("out/.mujaz/state.sqlite")).unwrap();
    state
        .execute("UPDATE mark SET index_is_old = 1", [])
        .unwrap();
    drop(state);
    work.run(MOCK).ended(0, &["nothing to do: all 3 articles"]);
    assert_eq!(work.read("out/index.jsonl").lines().count(), 3);
}

#[cfg(unix)]
#[test]
fn results_are_readable_for_whom_the_umask_allows() {
    use std::os::unix::fs::PermissionsExt as _;
    let work = Work::with_articles();
    let command = format!("umask 077; exec {} {MOCK}", env!("CARGO_BIN_EXE_mujaz"));
    let status = std::process::Command::new("sh")
        .args(["-c", &command])
        .current_dir(work.path(""))
        .status()
        .unwrap();
    assert!(status.success());
    let mode = fs::metadata(work.path("out/briefs/a.txt.md"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
