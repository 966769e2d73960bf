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
fn an_input_without_a_subcommand_is_a_run() {
    let work = Work::with_articles();
    work.run("in -o out --backend mock").ended(0, &[]);
    assert!(work.path("out/briefs/a.txt.md").is_file());
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
fn shards_lose_no_row_of_a_table_that_is_called_a_text() {
    let work = Work::new();
    let mut table = "title,text\n".to_owned();
    for number in 1..=9 {
        table +=
            &format!("خبر {number},وصل الوفد رقم {number} إلى المدينة أمس وعاد اليوم إلى بلده.\n");
    }
    work.write("in/a.txt", table);
    for shard in 1..=3 {
        let code = work.run(&format!("{MOCK} --shard {shard}/3")).code;
        assert!(code == Some(0) || code == Some(5), "{code:?}");
    }
    assert_eq!(work.read("out/index.jsonl").lines().count(), 9);
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
fn switches_in_the_environment_are_read_as_people_write_them() {
    let work = Work::with_articles();
    let ran = |value: &str| {
        let mut command = work.command(&format!("{MOCK} --dry-run"));
        Ran::of(command.env("MUJAZ_OFFLINE", value).output().unwrap())
    };
    for value in [
        "1", "yes", "On", "TRUE", "y", "t", "0", "no", "off", "false", "n", "",
    ] {
        ran(value).ended(0, &[]);
    }
    ran("perhaps").ended(
        2,
        &[
            "'perhaps' for '--offline'",
            "neither yes nor no: write 1 or 0",
        ],
    );
    let mut command = work.command(&format!("{MOCK} --dry-run"));
    let ran = Ran::of(command.env("MUJAZ_LOG_JSON", "2").output().unwrap());
    ran.ended(2, &["'2' for '--log-json'"]);
}

#[test]
fn what_cannot_be_read_or_written_is_said_in_words() {
    let work = Work::with_articles();
    work.write("file", "");
    work.run("run in -o file --backend mock").ended(
        6,
        &["a part of its path is a file, not a folder. Choose another folder\n"],
    );
    work.run("run in -o out --include *.png --exclude a,b --backend mock")
        .ended(
            5,
            &["no articles found among files that match *.png and do not match a,b. mujaz reads .txt"],
        );
    work.run("run in -o out --backend mock --metrics nowhere/m.prom")
        .ended(
            2,
            &["--metrics nowhere/m.prom: there is no such file or folder\n"],
        );
    for command in [
        "search nowhere dam",
        "export nowhere --to csv",
        "report nowhere",
    ] {
        work.run(command)
            .ended(2, &["mujaz: there is no folder nowhere\n"]);
    }
    for command in ["search file dam", "export file --to csv", "report file"] {
        work.run(command)
            .ended(2, &["mujaz: file is a file; name the folder"]);
    }
    work.run("search in dam")
        .ended(2, &["in: there is no index.jsonl here; a run writes it"]);
    work.run("report in")
        .ended(2, &["in: there are no briefs here"]);
    work.run("modles list").ended(
        2,
        &["no command, file or folder modles. Did you mean mujaz models?"],
    );
}

#[test]
fn briefs_are_never_taken_for_articles() {
    let work = Work::with_articles();
    work.run("run in/a.txt -o in/old --backend mock")
        .ended(0, &[]);
    let named = "in/old holds briefs that mujaz wrote; name the folder of the articles";
    work.run("run in/old -o out --backend mock")
        .ended(2, &[named]);
    work.write("only/old/.mujaz/state.sqlite", "");
    work.run("run only -o out --backend mock").ended(
        5,
        &["only/old holds briefs that mujaz wrote\nmujaz: no articles found\n"],
    );
    let passed_over = ["  not read: ", "in/old holds briefs that mujaz wrote\n"];
    work.run(MOCK).ended(0, &passed_over);
    assert_eq!(work.read("out/index.jsonl").lines().count(), 2);
    work.run(MOCK).ended(
        0,
        &["all 2 articles were done before", "in/old holds briefs"],
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
    for number in [
        "--beams 0",
        "--beams 257",
        "--replicas 0",
        "--replicas 1025",
    ] {
        let option = number.split(' ').next().unwrap();
        work.run(&format!("{MOCK} {number}")).ended(2, &[option]);
    }
    work.run(&format!("{MOCK} --beams four")).ended(
        2,
        &["'four' for '--beams <N>': write a whole number, as in 4"],
    );
    work.run(&format!("{MOCK} --include ["))
        .ended(2, &["--include or --exclude: error parsing glob '['"]);
    work.run(&format!("{MOCK} --to fr")).ended(2, &["English"]);
    work.run("models add nowhere")
        .ended(2, &["mujaz: there is no folder nowhere\n"]);
    work.run("models pull nowhere")
        .ended(3, &["mujaz: \"nowhere\" is not in the catalogue"]);
    work.run(&format!("{MOCK} --device gpu"))
        .ended(2, &["no device \"gpu\"; use auto, cpu, cuda"]);
    work.run(&format!("{MOCK} --precision fp16"))
        .ended(2, &["no precision \"fp16\"; use auto, f32"]);
    work.write("mujaz.toml", "beems = 3");
    work.run(MOCK).ended(2, &["mujaz.toml", "beems"]);
    assert!(
        !work.path("out").exists(),
        "nothing is written before the settings are sound"
    );
}

#[test]
fn a_named_file_that_is_not_there_is_told_once_with_what_to_do() {
    let work = Work::with_articles();
    fs::create_dir(work.path("out")).unwrap();
    fs::create_dir(work.path("out/briefs")).unwrap();
    work.write("lines", "a\n");
    let advice = "check its name, which counts from the folder that mujaz runs in";
    for (command, option) in [
        ("check --pairs gone", ""),
        ("check --source gone --translation lines", ""),
        ("eval --hypotheses gone --references lines", ""),
        ("eval --hypotheses lines --references gone", ""),
        ("memory import m.sqlite gone", ""),
        ("report out --marks gone", ""),
        ("bench --sentences gone", ""),
        (
            "run in -o new --backend mock --glossary gone",
            "--glossary: ",
        ),
    ] {
        let ran = work.run(command);
        assert_eq!(ran.code, Some(2), "{command}: {}", ran.err);
        let told =
            format!("mujaz: {option}gone: cannot be read: there is no such file; {advice}\n");
        assert_eq!(ran.err, told, "{command}");
    }
    let ran = work.run("run gone -o new --backend mock").ended(2, &[]);
    let told = format!("mujaz: there is no file or folder gone; {advice}\n");
    assert_eq!(ran.err, told);
    let ran = work.run("check --pairs in").ended(6, &[]);
    let told = "mujaz: in: cannot be read: it is a folder, and a file is needed here\n";
    assert_eq!(ran.err, told);
    // A part of this name is a file.
    work.run("check --pairs lines/gone")
        .ended(2, &["lines/gone: cannot be read: there is no such file"]);
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
    assert!(run(&["models", "add", hostile]).contains("mujaz: there is no folder a"));
    assert!(run(&["search", hostile, "x"]).contains("there is no folder a"));
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
