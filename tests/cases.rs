//! Inputs that must be read right, made after reports of faults in other tools. They lie beside the
//! project and are no part of it; without them, or without Python, there is nothing to test.

use std::path::Path;
use std::process::Command;

#[test]
fn every_case_is_read_right() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases");
    if !cases.join("cases.py").exists() {
        eprintln!("skipped: there are no cases beside the project");
        return;
    }
    let checked = Command::new("python3")
        .arg(cases.join("cases.py"))
        .arg(&cases)
        .arg(env!("CARGO_BIN_EXE_mujaz"))
        .output();
    let Ok(checked) = checked else {
        eprintln!("skipped: there is no python3");
        return;
    };
    let report = String::from_utf8_lossy(&checked.stdout);
    let failed: Vec<&str> = report
        .lines()
        .filter(|line| !line.starts_with("ok "))
        .collect();
    assert!(checked.status.success(), "{}", failed.join("\n"));
}
