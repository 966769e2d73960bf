//! The shipped models give, in 32-bit floats, the same texts as Hugging Face transformers with
//! their weights (written by `scripts/fixtures/starter.py` and `scripts/fixtures/headline.py`).

#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;

/// The output of a shipped model in 32-bit floats, one line for each of `sources`.
fn written((kind, model): (&str, &str), sources: &str, [beams, most]: [&str; 2]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let ours = out.path().join("ours");
    Command::cargo_bin("mujaz")
        .unwrap()
        .args(["bench", kind])
        .arg(root.join("models").join(model))
        .arg("--sentences")
        .arg(root.join("tests/fixtures").join(sources))
        .args(["--precision", "f32", "--device", "cpu"])
        .args(["--max-tokens", most, "--beams", beams, "--output"])
        .arg(&ours)
        .assert()
        .success();
    std::fs::read_to_string(ours).unwrap()
}

fn fixture(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join("tests/fixtures").join(name)).unwrap()
}

#[test]
fn ten_sentences_become_the_texts_of_transformers() {
    let model = ("--translator", "starter-ar-en");
    for beams in ["1", "4"] {
        assert_eq!(
            written(model, "starter/sentences.txt", [beams, "60"]),
            fixture(&format!("starter/beams-{beams}.txt"))
        );
    }
}

#[test]
fn six_articles_get_the_headlines_of_transformers() {
    let model = ("--summarizer", "starter-headline-en");
    assert_eq!(
        written(model, "headline/articles.txt", ["4", "48"]),
        fixture("headline/beams-4.txt")
    );
}

const UNTITLED: &str = "أعلنت ألمانيا عن خطة جديدة لمكافحة الفيروس في المدارس والمستشفيات، \
    وقال الوزير إن الخطة تبدأ في الشهر القادم.";

/// Runs the shipped models on an article without a title; returns its brief and the run's record.
fn untitled(text: &str, arguments: &[&str]) -> [serde_json::Value; 2] {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    let out = folder.path().with_extension("briefs");
    Command::cargo_bin("mujaz")
        .unwrap()
        .arg("run")
        .arg(folder.path())
        .arg("-o")
        .arg(&out)
        .args(["--precision", "f32", "--device", "cpu"])
        .args(arguments)
        .assert()
        .success();
    let read = |name: &str| {
        let text = std::fs::read_to_string(out.join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let found = [read("briefs/a.txt.json"), read("run.json")];
    std::fs::remove_dir_all(&out).unwrap();
    found
}

#[test]
fn an_article_without_a_title_gets_a_headline_that_its_translation_bears_out() {
    let [brief, run] = untitled(UNTITLED, &[]);
    assert_eq!(run["headliner"]["name"], "starter-headline-en");
    assert_eq!(brief["headline"]["origin"], "generated");
    assert_eq!(
        brief["provenance"]["headliner"]["name"],
        "starter-headline-en"
    );
    let translation = brief["paragraphs"][0]["segments"][0]["translation"].as_str();
    let headline = brief["headline"]["text"].as_str().unwrap();
    assert_eq!(
        mujaz::summarize::restated(headline, &[translation.unwrap()]),
        Some(0)
    );

    let [brief, run] = untitled(UNTITLED, &["--headliner", "extractive"]);
    assert!(run["headliner"].is_null());
    assert_eq!(brief["headline"]["origin"], "extracted");
    assert!(brief["provenance"]["headliner"].is_null());
}

#[test]
fn a_headline_of_random_weights_gives_way_to_the_first_sentence() {
    let bart = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bart");
    let [brief, run] = untitled(UNTITLED, &["--headliner", bart.to_str().unwrap()]);
    assert_eq!(run["headliner"]["name"], "bart");
    assert_eq!(brief["headline"]["origin"], "extracted");
    assert_eq!(brief["headline"]["flags"].as_array().unwrap().len(), 0);
}

/// Runs a benchmark of a tiny model on `sentences` in a folder, with its translations in `output`.
fn benchmark(folder: &Path, sentences: &str, output: &str) -> assert_cmd::assert::Assert {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::cargo_bin("mujaz")
        .unwrap()
        .current_dir(folder)
        .args(["bench", "--device", "cpu", "--target-tokens", "7"])
        .arg("--translator")
        .arg(root.join("tests/fixtures/marian"))
        .args(["--sentences", sentences, "--output", output])
        .assert()
}

#[test]
fn a_benchmark_that_fails_leaves_an_earlier_output_alone() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    write("sentences", "نعم.\n\nلا.\n".as_bytes());
    write("broken", b"one\n\xff\xfe\n");
    write("empty", b"");
    benchmark(folder.path(), "sentences", "output").success();
    let first = read("output");
    assert_eq!(first.lines().count(), 3);
    let error = benchmark(folder.path(), "broken", "output").failure();
    let error = String::from_utf8_lossy(&error.get_output().stderr).into_owned();
    assert!(
        error.contains("cannot read broken as UTF-8 text"),
        "{error}"
    );
    benchmark(folder.path(), "empty", "output").code(2);
    assert_eq!(read("output"), first);
    let sentences = read("sentences");
    for same in ["sentences", "./sentences"] {
        let refused = benchmark(folder.path(), "sentences", same).code(2);
        let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        let says = format!("--output {same} is the file of the sentences; name another one");
        assert!(error.contains(&says), "{error}");
    }
    assert_eq!(read("sentences"), sentences);
    let left: Vec<_> = folder.path().read_dir().unwrap().collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_benchmark_says_that_it_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    // More output than fits in the buffer.
    std::fs::write(folder.path().join("sentences"), "نعم.\n".repeat(2000)).unwrap();
    let error = benchmark(folder.path(), "sentences", "/dev/full").failure();
    let error = String::from_utf8_lossy(&error.get_output().stderr).into_owned();
    assert!(error.contains("cannot write /dev/full"), "{error}");
}

#[test]
fn a_benchmark_is_one_json_object_with_what_programs_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::cargo_bin("mujaz")
        .unwrap()
        .arg("bench")
        .arg("--translator")
        .arg(root.join("tests/fixtures/marian"))
        .arg("--sentences")
        .arg(root.join("tests/fixtures/starter/sentences.txt"))
        .args(["--device", "cpu", "--target-tokens", "7", "--json"])
        .assert()
        .success();
    let report: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(report["segments"], 10);
    assert_eq!(report["target_tokens"], 70);
    for key in [
        "model",
        "device",
        "precision",
        "beams",
        "seconds",
        "target_tokens_per_second",
        "segments_per_second",
        "load_seconds",
        "peak_rss_bytes",
        "model_share",
    ] {
        assert!(!report[key].is_null(), "{key}");
    }
    for stage in ["tokenize", "encode", "decode", "search", "detokenize"] {
        assert!(report["stages"][stage].is_f64(), "{stage}");
    }
}
