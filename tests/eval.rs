//! `mujaz eval` as its user sees it.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write as _;
use std::process::Stdio;

use common::{Ran, Work};
use serde_json::Value;

const BOTH: &str = "eval --hypotheses h --references r";

fn texts(hypotheses: &str, references: &str) -> Work {
    let work = Work::new();
    work.write("h", hypotheses);
    work.write("r", references);
    work
}

#[test]
fn scores_are_printed_with_their_signatures() {
    let work = texts(
        "The boy ran home.\nIt is cold.\n",
        "The boy ran home.\nIt is very cold.\n",
    );
    let ran = work.run(BOTH).ended(0, &[]);
    let version = concat!("mujaz:", env!("CARGO_PKG_VERSION"));
    // The output of sacrebleu 2.6.0, apart from the version.
    let expected = format!(
        "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|{version} = 68.47 \
         100.0/85.7/60.0/66.7 (BP = 0.895 ratio = 0.900 hyp_len = 9 ref_len = 10)\n\
         chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|{version} = 72.06\n"
    );
    assert_eq!(ran.out, expected);
    assert_eq!(ran.err, "");
}

#[test]
fn metrics_are_chosen_and_come_in_one_order() {
    let work = texts("a b c\n", "a b d\n");
    let ran = work
        .run(&format!("{BOTH} --metrics rouge,chrf++,rouge"))
        .ended(0, &[]);
    let names: Vec<_> = ran
        .out
        .lines()
        .map(|line| line.split('|').next().unwrap())
        .collect();
    assert_eq!(
        names,
        ["chrF2++", "rouge1", "rouge2", "rougeL", "rougeLsum"]
    );
    work.run(&format!("{BOTH} --metrics bleu,meteor"))
        .ended(2, &["meteor", "there are bleu, chrf, chrf++ and rouge"]);
}

#[test]
fn json_has_all_digits() {
    let work = texts("a b c\n", "a b d\n");
    let ran = work
        .run(&format!("{BOTH} --metrics bleu,chrf,chrf++,rouge --json"))
        .ended(0, &[]);
    let scores: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(scores["segments"], 1);
    assert_eq!(scores["references"], 1);
    assert_eq!(scores["bleu"]["counts"], serde_json::json!([2, 1, 0, 0]));
    assert_eq!(scores["rouge"]["rouge1"]["fmeasure"], 2.0 / 3.0);
    assert!(scores["chrf"]["score"].is_f64() && scores["chrf++"]["score"].is_f64());
}

#[test]
fn hypotheses_may_come_from_standard_input() {
    let work = texts("", "a b c d e\n");
    let mut child = work
        .command("eval --hypotheses - --references r --metrics bleu")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The last line counts even without a line feed at its end.
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"a b c d e\r")
        .unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap()).ended(0, &[]);
    assert!(ran.out.contains(" = 100.00 "), "{}", ran.out);
    work.run("eval --hypotheses h --references -")
        .ended(2, &["only hypotheses"]);
}

#[test]
fn several_references_count_together() {
    let work = texts("a b c d e\n", "x y\n");
    work.write("r2", "a b c d e\n");
    let ran = work.run(&format!("{BOTH} --references r2")).ended(0, &[]);
    assert!(ran.out.contains("nrefs:2|"), "{}", ran.out);
    assert_eq!(ran.out.matches(" = 100.00").count(), 2, "{}", ran.out);
}

#[test]
fn files_that_do_not_fit_together_are_named_with_their_counts() {
    let work = texts("a\nb\nc\n", "a\nb\nc\n");
    work.write("r2", "a\nb\n\u{2028}\u{85}\r\n\n");
    work.run(&format!("{BOTH} --references r2"))
        .ended(2, &["h has 3 lines and r2 has 4"]);
}

#[test]
fn files_that_are_no_text_are_refused() {
    let work = texts("a\n", "");
    work.run(BOTH).ended(2, &["mujaz: r: the file is empty"]);
    work.write("r", b"a\n\xff\n");
    work.run(BOTH).ended(2, &["mujaz: r: line 2 is not UTF-8"]);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let work = texts("a\n", "a\n");
    work.run("eval --hypotheses h --references gone")
        .ended(2, &["mujaz: gone: cannot be read"]);
    work.run("eval --hypotheses h --references in")
        .ended(6, &["mujaz: in: cannot be read"]);
    work.run("eval --hypotheses h").ended(2, &["--references"]);
}

const SOURCES: &str = "\
أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.
قال رئيس الوزراء إن حكومته ستدفع رواتب الموظفين قبل نهاية الشهر.
وصل الرئيس إلى العاصمة مساء أمس.
أغلقت السلطات الطريق إلى المطار بسبب الأمطار.
قتل ثلاثة جنود في انفجار قرب الحدود.

";

const REFERENCES: &str = "\
The ministry announced yesterday the opening of 12 new schools.
The prime minister said that his government would pay the salaries of employees before the end of the month.
The president arrived in the capital yesterday evening.
The authorities closed the road to the airport because of rain.
Three soldiers were killed in an explosion near the border.
A line without a source.
";

/// An omission, another sentence, a good translation, another sentence, and one that is right in other
/// words; their chrF2 by sacrebleu is 57, 15, 68, 15 and 13.
const HYPOTHESES: &str = "\
The ministry announced yesterday.
Many children like to play football in the garden with friends.
The president arrived in the capital last night.
The weather and the dog of a man.
A blast at the frontier left 3 troops dead.
A line without a source.
";

const ESTIMATES: &str = "eval --hypotheses h --references r --sources s --estimates --metrics chrf";

fn estimates() -> Work {
    let work = texts(HYPOTHESES, REFERENCES);
    work.write("s", SOURCES);
    work
}

#[test]
fn estimates_are_measured_by_the_references() {
    let work = estimates();
    let ran = work
        .run(&format!("{ESTIMATES} --json"))
        .ended(0, &["for want of a source or a reference: 1 of 6 lines"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["segments"], 6);
    assert!(json["chrf"]["score"].is_f64() && json["bleu"].is_null());
    let estimates = &json["estimates"];
    let share = |count: u32, of: u32| {
        serde_json::json!({
            "count": count,
            "of": of,
            "share": f64::from(count) / f64::from(of),
        })
    };
    assert_eq!(estimates["wrong"], share(3, 5));
    assert_eq!(estimates["wrong_flagged"], share(2, 3));
    assert_eq!(estimates["right_flagged"], share(1, 2));
    assert_eq!(estimates["estimated"], share(5, 5));
    let quality = &estimates["estimate"];
    // The omission has a higher estimate than the last sentence; the other five pairs are the right way
    // round.
    assert_eq!(quality["auc"], 5.0 / 6.0);
    assert_eq!(quality["bins"].as_array().unwrap().len(), 5);
    assert!(quality["pearson"].as_f64().unwrap() < -0.5, "{quality}");
}

#[test]
fn estimates_are_printed_below_the_scores() {
    let work = estimates();
    let ran = work.run(ESTIMATES).ended(0, &[]);
    let (scores, estimates) = ran.out.split_once("\n\n").unwrap();
    assert!(scores.starts_with("chrF2|"), "{scores}");
    for line in [
        "sentences                       5\n",
        "wrong (chrF2 under 40)          60.0% (3 of 5)\n",
        "AUC of the estimate             0.833\n",
    ] {
        assert!(estimates.contains(line), "{estimates}");
    }
    let ran = work.run(&format!("{ESTIMATES} --wrong-below 10"));
    let ran = ran.ended(0, &[]);
    assert!(ran.out.contains("no sentence is wrong"), "{}", ran.out);
    let ran = work.run(&format!("{ESTIMATES} --from fr"));
    let ran = ran.ended(0, &["no lexicon"]);
    assert!(ran.out.contains("there is no AUC"), "{}", ran.out);
}

#[test]
fn estimates_need_sources_that_fit() {
    let work = estimates();
    work.run(&format!("{BOTH} --estimates"))
        .ended(2, &["--sources"]);
    work.run(&format!("{BOTH} --sources s"))
        .ended(2, &["--estimates"]);
    work.run(&format!("{BOTH} --wrong-below 30"))
        .ended(2, &["--estimates"]);
    work.run(&format!("{ESTIMATES} --wrong-below 101"))
        .ended(2, &["0 to 100"]);
    work.run(&format!("{ESTIMATES} --to fr"))
        .ended(2, &["English only"]);
    work.write("s", "one line\n");
    work.run(ESTIMATES).ended(2, &["h has 6 lines and s has 1"]);
    work.run(&ESTIMATES.replace("--sources s", "--sources -"))
        .ended(2, &["only hypotheses"]);
}

#[test]
fn text_that_looks_tokenized_is_told() {
    let work = texts(&"it is so .\n".repeat(100), &"it is so.\n".repeat(100));
    work.run(BOTH).ended(0, &["not tokenized"]);
}
