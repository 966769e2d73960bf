//! `mujaz filter`: one line out for each line in.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Write};

use common::{Ran, Work, article, piped, with_input};
use serde_json::{Value, json};

fn line(id: &Value, sentences: usize) -> String {
    let text = format!("{}\n", article("السد", 1)).repeat(sentences);
    json!({ "id": id, "text": text }).to_string()
}

fn answers(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_line_is_answered_in_its_place() {
    let work = Work::new();
    let lines = [
        line(&json!("long"), 5),
        String::new(),
        line(&json!(2), 1),
        "{\"text\": ".to_owned(),
        json!({ "id": "en", "text": "This is English." }).to_string(),
        "[1]".to_owned(),
        json!({ "id": { "a": 1 }, "text": article("السد", 1) }).to_string(),
        json!({ "id": "none", "place": "x" }).to_string(),
    ];
    // The last line has no line feed.
    let input = lines.join("\n");
    let command = || work.command("filter --backend mock:1 --replicas 2 --batch-tokens 64");
    let ran =
        with_input(command(), input.as_str()).ended(0, &["8 lines: 3 done", "2 skipped, 3 failed"]);
    let answers = answers(&ran.out);
    let told: Vec<_> = answers
        .iter()
        .map(|a| {
            (
                a["source"]["path"].as_str().unwrap(),
                a["outcome"].as_str().unwrap(),
                a.get("input_id").cloned().unwrap_or_default(),
            )
        })
        .collect();
    let none = Value::Null;
    let expected = [
        ("stdin#1", "done", json!("long")),
        ("stdin#2", "skipped", none.clone()),
        ("stdin#3", "done", json!(2)),
        ("stdin#4", "failed", none.clone()),
        ("stdin#5", "skipped", json!("en")),
        ("stdin#6", "failed", none.clone()),
        ("stdin#7", "done", none),
        ("stdin#8", "failed", json!("none")),
    ];
    assert_eq!(told, expected);
    for answer in &answers {
        assert_eq!(answer["schema"], 1);
        let brief = answer["outcome"] == "done";
        assert_eq!(answer.get("paragraphs").is_some(), brief, "{answer}");
        assert_eq!(answer.get("reason").is_some(), !brief, "{answer}");
    }
    let mut strict = command();
    strict.args(["--fail-on", "failed"]);
    assert_eq!(
        with_input(strict, input.as_str())
            .ended(4, &[])
            .out
            .lines()
            .count(),
        8
    );
}

#[test]
fn a_line_becomes_the_brief_that_a_run_makes_of_it() {
    let work = Work::new();
    let input = line(&json!(1), 3) + "\n";
    work.write("in/a.jsonl", &input);
    work.run("run in -o out --backend mock").ended(0, &[]);
    let ran = with_input(work.command("filter --backend mock"), input.as_str()).ended(0, &[]);
    let (answer, brief) = (
        &answers(&ran.out)[0],
        work.json("out/briefs/a.jsonl/000001.json"),
    );
    for part in [
        "schema",
        "headline",
        "summary",
        "paragraphs",
        "flags",
        "provenance",
    ] {
        assert_eq!(answer[part], brief[part], "{part}");
    }
    assert_eq!(answer["source"]["blake3"], brief["source"]["blake3"]);
}

#[test]
fn what_looks_like_utf_16_costs_its_line_alone() {
    let input = [&b"\xff\xfe{}\n"[..], line(&json!(2), 1).as_bytes()].concat();
    let work = Work::new();
    work.write("in/lines", input);
    let mut command = work.command("filter --backend mock");
    command.stdin(std::fs::File::open(work.path("in/lines")).unwrap());
    let ran = Ran::of(command.output().unwrap()).ended(0, &["2 lines: 1 done"]);
    let answers = answers(&ran.out);
    assert_eq!(answers[0]["source"]["path"], "stdin#1");
    assert!(answers[0]["reason"].as_str().unwrap().contains("UTF-16"));
    assert_eq!(answers[1]["input_id"], 2);
}

#[test]
fn input_that_cannot_be_read_to_its_end_is_an_error() {
    let work = Work::new();
    let mut command = work.command("filter --backend mock");
    command.stdin(std::fs::File::open(work.path("in")).unwrap());
    let ran = Ran::of(command.output().unwrap()).ended(6, &["stdin", "cannot read"]);
    assert_eq!(ran.out, "");
    let cause = "it is a folder, not a file";
    assert_eq!(ran.err.matches(cause).count(), 1, "{}", ran.err);
}

#[test]
fn no_line_gives_no_line() {
    let ran = with_input(Work::new().command("filter --backend mock"), "");
    assert_eq!(ran.ended(0, &["0 lines"]).out, "");
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    let work = Work::new();
    let (mut child, mut stdin) = piped(work.command("filter --backend mock"));
    let mut out = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=2 {
        writeln!(stdin, "{}", line(&json!(number), 1)).unwrap();
        let mut answer = String::new();
        out.read_line(&mut answer).unwrap();
        assert_eq!(answers(&answer)[0]["input_id"], number);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn who_reads_no_further_ends_it_and_hears_that_answers_are_lost() {
    let work = Work::new();
    let (mut child, mut stdin) = piped(work.command("filter --backend mock"));
    // Writes until the program ends or reads no more; the input itself never ends.
    let feeder = std::thread::spawn(
        move || {
            while writeln!(stdin, "{}", line(&json!(1), 1)).is_ok() {}
        },
    );
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    drop(out);
    let ran = Ran::of(child.wait_with_output().unwrap()).ended(6, &[]);
    feeder.join().unwrap();
    let lost = "standard output was closed before every line was answered";
    assert_eq!(ran.err, format!("mujaz: ready\nmujaz: {lost}\n"));
}

#[test]
fn a_model_that_is_not_there_ends_it_before_a_line_is_read() {
    let work = Work::new();
    let command = work.command("filter --translator nowhere");
    // The input also has a blank line, which would be answered without a model.
    let ran = with_input(command, format!("\n{}", line(&json!(1), 1))).ended(3, &["nowhere"]);
    assert_eq!(ran.out, "");
}

#[test]
fn rows_have_the_same_keys_and_are_the_same_in_every_call() {
    let work = Work::new();
    let with_more = json!({ "custom_id": "b", "text": article("السد", 2), "desk": "مكتب", "n": 7 });
    let lines = [
        line(&json!("a"), 3),
        with_more.to_string(),
        "[1]".to_owned(),
    ];
    let flat = |input: &str| {
        let command = work.command("filter --backend mock --flat --pass desk --pass n");
        with_input(command, input).ended(0, &["ready"]).out
    };
    let out = flat(&lines.join("\n"));
    let rows = answers(&out);
    let keys = |row: &Value| -> Vec<String> { row.as_object().unwrap().keys().cloned().collect() };
    assert!(rows.iter().all(|row| keys(row) == keys(&rows[0])));
    let ids: Vec<&Value> = rows.iter().map(|row| &row["input_id"]).collect();
    assert_eq!(ids, [&json!("a"), &json!("b"), &Value::Null]);
    let passed: Vec<&Value> = rows.iter().map(|row| &row["input"]).collect();
    let own = json!({ "desk": "مكتب", "n": 7 });
    assert_eq!(passed, [&json!({}), &own, &json!({})]);
    // The stand-in writes other letters, and all signs and digits as they are.
    let translation = rows[1]["translation"].as_str().unwrap();
    let source = article("السد", 2);
    let signs = |text: &str| -> String {
        text.chars()
            .filter(|c| "0123456789.؟?".contains(*c))
            .collect()
    };
    assert_eq!(signs(translation), signs(&source).replace('؟', "?"));
    assert_eq!(translation.split("\n\n").count(), 3, "{translation}");
    // A line's answer depends neither on its place nor on when it is asked.
    let swapped = flat(&[lines[1].as_str(), &lines[0]].join("\n"));
    let swapped: Vec<&str> = swapped.lines().collect();
    let first: Vec<&str> = out.lines().take(2).collect();
    assert_eq!(swapped, [first[1], first[0]]);
}

#[test]
fn requests_of_a_batch_file_get_the_results_of_one() {
    let work = Work::new();
    let text = article("السد", 2);
    let request = |custom_id: &str, url: &str, content: Value| {
        let messages = json!([
            { "role": "system", "content": "Translate." },
            { "role": "user", "content": content },
        ]);
        let body = json!({ "model": "any", "messages": messages });
        json!({ "custom_id": custom_id, "method": "POST", "url": url, "body": body }).to_string()
    };
    let chat = "/v1/chat/completions";
    let mut lines = vec![
        request("a", chat, json!(text)),
        String::new(),
        request("b", "/v1/embeddings", json!(text)),
        request("c", chat, json!([{ "type": "text", "text": text }])),
        request("d", chat, json!("This is English.")),
        "{".to_owned(),
    ];
    let batch = |lines: &[String]| -> String {
        let command = work.command("filter --backend mock --batch-api");
        let ran = with_input(command, lines.join("\n"));
        ran.ended(0, &["5 lines: 2 done, 0 flagged, 1 skipped, 2 failed"])
            .out
    };
    let out = batch(&lines);
    let results = answers(&out);
    let told: Vec<_> = results
        .iter()
        .map(|result| {
            let status = result["response"]["status_code"].as_u64().unwrap();
            (
                result["custom_id"].as_str(),
                status,
                &result["error"]["code"],
            )
        })
        .collect();
    let (none, failed, skipped) = (Value::Null, json!("failed"), json!("skipped"));
    let expected = [
        (Some("a"), 200_u64, &none),
        (Some("b"), 400, &failed),
        (Some("c"), 200, &none),
        (Some("d"), 400, &skipped),
        (None, 400, &failed),
    ];
    assert_eq!(told, expected);
    let reason = results[1]["error"]["message"].as_str().unwrap();
    assert!(reason.contains("\"/v1/embeddings\""), "{reason}");
    // What a message says is what an article with this id gets.
    let content = |at: usize| {
        let message = &results[at]["response"]["body"]["choices"][0]["message"];
        message["content"].as_str().unwrap()
    };
    for (at, custom_id) in [(0, "a"), (2, "c")] {
        let line = json!({ "custom_id": custom_id, "text": text }).to_string();
        let rows = with_input(work.command("filter --backend mock --flat"), line);
        assert_eq!(format!("{}\n", content(at)), rows.ended(0, &["1 done"]).out);
    }
    // Memory may be there another time.
    let request = request("e", chat, json!("وصل الوفد ☠ أمس إلى المدينة."));
    let short = work.command("filter --backend mock:fault=☠ --batch-api");
    let ran = with_input(short, request).ended(4, &["1 unfinished"]);
    let result = &answers(&ran.out)[0];
    assert_eq!(result["response"]["status_code"], 500);
    let error = &result["response"]["body"]["error"];
    assert_eq!(
        (&error["type"], &error["code"]),
        (&json!("server_error"), &failed)
    );
    // A result does not depend on the place of its request.
    lines.reverse();
    let mut sorted: Vec<&str> = out.lines().collect();
    let again = batch(&lines);
    let mut others: Vec<&str> = again.lines().collect();
    sorted.sort_unstable();
    others.sort_unstable();
    assert_eq!(sorted, others);
    for other in ["--flat", "--pass desk", "--field text=body"] {
        let command = work.command(&format!("filter --backend mock --batch-api {other}"));
        with_input(command, "").ended(2, &["cannot be used with"]);
    }
}

#[test]
fn a_switch_that_is_set_to_no_conflicts_with_nothing() {
    let work = Work::new();
    for (value, code, said) in [
        ("true", 2, "cannot be used with"),
        ("1", 2, "cannot be used with"),
        ("yes", 2, "cannot be used with"),
        ("0", 0, ""),
        ("", 0, ""),
    ] {
        let mut command = work.command("filter --backend mock --flat");
        command.env("MUJAZ_BATCH_API", value);
        with_input(command, "").ended(code, &[said]);
    }
}

#[test]
fn the_id_of_a_brief_does_not_depend_on_the_place_of_its_line() {
    let work = Work::new();
    let ids = |lines: [&str; 3]| -> Vec<Value> {
        let ran = with_input(work.command("filter --backend mock"), lines.join("\n"));
        let answers = answers(&ran.ended(0, &["3 done"]).out);
        answers.iter().map(|answer| answer["id"].clone()).collect()
    };
    let (named, text) = (line(&json!("a"), 1), article("السد", 2));
    let plain = json!({ "text": text }).to_string();
    let first = ids([named.as_str(), &plain, &plain]);
    assert_ne!(first[0], first[1]);
    assert_eq!(first[1], first[2], "the same article");
    let again = ids([plain.as_str(), &plain, &named]);
    assert_eq!(again, [&first[1], &first[1], &first[0]].map(Value::clone));
}

#[test]
fn fields_are_handed_back_as_they_were_written() {
    let text = json!(article("السد", 1));
    let own = r#"{"n":123456789012345678901234,"x":0.12345678901234567890}"#;
    let line = format!(r#"{{"text": {text}, {}"#, &own[1..]);
    let work = Work::new();
    for options in ["--pass *", "--flat --pass x --pass n"] {
        let command = work.command(&format!("filter --backend mock {options}"));
        let out = with_input(command, line.as_str()).ended(0, &["1 done"]).out;
        assert!(out.contains(&format!(r#""input":{own}"#)), "{out}");
    }
}

#[test]
fn fields_that_no_number_and_no_text_can_hold_cost_no_line() {
    let text = json!(article("السد", 1));
    let own = r#"{"big":1e400,"half":"\udfff"}"#;
    let line = format!(r#"{{"text": {text}, {}"#, &own[1..]);
    let work = Work::new();
    let command = work.command("filter --backend mock --pass *");
    let out = with_input(command, line).ended(0, &["1 done"]).out;
    assert!(out.contains(&format!(r#""input":{own}"#)), "{out}");
}

#[test]
fn the_fingerprint_tells_models_and_settings_apart() {
    let work = Work::new();
    let fingerprints = |options: &str| -> Vec<Value> {
        let command = work.command(&format!("filter --backend mock {options}"));
        let ran = with_input(command, [line(&json!(1), 1), line(&json!(2), 2)].join("\n"));
        let answers = answers(&ran.ended(0, &[]).out);
        answers.iter().map(|a| a["fingerprint"].clone()).collect()
    };
    let own = fingerprints("");
    assert_eq!(own[0], own[1]);
    assert_eq!(own, fingerprints("--replicas 2 --flat"));
    for other in ["--beams 2", "--precision f32", "--summarizer none"] {
        assert_ne!(own, fingerprints(other), "{other}");
    }
}

/// Sends a signal to a process.
fn signal(child: &std::process::Child, name: &str) {
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args([name, &id])
        .status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_signal_has_the_lines_that_were_read_answered() {
    let work = Work::new();
    // The input stays open.
    let (mut child, mut stdin) = piped(work.command("filter --backend mock:5 --replicas 1"));
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut ready = String::new();
    err.read_line(&mut ready).unwrap();
    assert_eq!(ready, "mujaz: ready\n");
    for number in 1..=20 {
        writeln!(stdin, "{}", line(&json!(number), 2)).unwrap();
    }
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    out.read_line(&mut text).unwrap();
    signal(&child, "-TERM");
    std::io::Read::read_to_string(&mut out, &mut text).unwrap();
    std::io::Read::read_to_string(&mut err, &mut ready).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{ready}");
    assert!(ready.contains("stopped before the end"), "{ready}");
    let ids: Vec<Value> = answers(&text)
        .iter()
        .map(|a| a["input_id"].clone())
        .collect();
    let expected: Vec<Value> = (1..=ids.len()).map(|number| json!(number)).collect();
    assert_eq!(ids, expected);
    assert!(ready.contains(&format!("{} lines", ids.len())), "{ready}");
}

#[test]
fn lines_that_take_longer_than_the_grace_are_left() {
    let work = Work::new();
    let slow = "filter --backend mock:2000 --replicas 1 --grace 0.2";
    let (mut child, mut stdin) = piped(work.command(slow));
    for number in 1..=3 {
        writeln!(stdin, "{}", line(&json!(number), 1)).unwrap();
    }
    let mut err = BufReader::new(child.stderr.take().unwrap());
    err.read_line(&mut String::new()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    signal(&child, "-TERM");
    let mut told = String::new();
    std::io::Read::read_to_string(&mut err, &mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{told}");
    for words in [
        "no more lines are read",
        "stopped before all lines in progress",
    ] {
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn a_log_and_counters_are_there_for_programs() {
    let work = Work::new();
    let command = work.command("filter --backend mock --log-json --metrics counters.prom");
    let lines = [line(&json!(1), 2), "[1]".to_owned()].join("\n");
    let ran = with_input(command, lines).ended(0, &[]);
    let messages = answers(&ran.err);
    let events: Vec<&str> = messages
        .iter()
        .map(|m| m["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["ready", "failed", "summary"]);
    assert_eq!(messages[1]["path"], "stdin#2");
    assert_eq!(messages[2]["lines"]["done"], 1);
    let counters = work.read("counters.prom");
    for expected in [
        "mujaz_articles_total{outcome=\"done\"} 1\n",
        "mujaz_articles_total{outcome=\"flagged\"} 0\n",
        "mujaz_articles_total{outcome=\"failed\"} 1\n",
    ] {
        assert!(counters.contains(expected), "{expected} in {counters}");
    }
    let count = |name: &str| -> u64 {
        let mut lines = counters.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)).unwrap();
        value.trim().parse().unwrap()
    };
    assert!(count("mujaz_texts_total") > 2);
    assert_eq!(
        count("mujaz_texts_total"),
        count("mujaz_texts_translated_total")
    );
    let wrong = work.command("filter --backend mock --log-json --grace soon");
    let ran = with_input(wrong, "").ended(2, &["a number of seconds"]);
    let message = &answers(&ran.err)[0];
    assert_eq!(
        (&message["event"], &message["exit_code"]),
        (&json!("error"), &json!(2))
    );
    // So is an error that keeps the command line from being understood.
    for (line, in_environment) in [
        ("filter --log-json --nonsense", false),
        ("run in -o out --nonsense", true),
    ] {
        let mut wrong = work.command(line);
        if in_environment {
            wrong.env("MUJAZ_LOG_JSON", "1");
        }
        let messages = answers(&with_input(wrong, "").ended(2, &[]).err);
        assert_eq!(messages.len(), 1, "{messages:?}");
        let content = (&messages[0]["event"], &messages[0]["exit_code"]);
        assert_eq!(content, (&json!("error"), &json!(2)));
        let text = messages[0]["text"].as_str().unwrap();
        assert!(
            text.starts_with("unexpected argument '--nonsense'"),
            "{text}"
        );
    }
    let mut plain = work.command("search out x --nonsense");
    plain.env("MUJAZ_LOG_JSON", "true");
    with_input(plain, "").ended(2, &["mujaz: unexpected argument '--nonsense'"]);
    let device = work.command("filter --backend mock --metrics /dev/null");
    with_input(device, "").ended(2, &["--metrics", "not a file"]);
}
