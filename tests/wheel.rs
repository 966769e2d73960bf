//! The Python package: its launcher finds PyTorch's libraries, hands over to the program, and says
//! what is wrong if it cannot. `scripts/wheel-check` tries a whole package.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use common::{Ran, Work};
use mujaz::engine::torch_version;

/// Ends with 4 after the paths of libraries, the signals that are ignored, and the arguments.
const SCRIPT: &str = r#"printf '%s\n' "$LD_LIBRARY_PATH" "$MUJAZ_LIBTORCH_CUDA"
while read -r name value; do [ "$name" != SigIgn: ] || echo "$value"; done < /proc/$$/status
printf '%s\n' "$#" "$@"
exit 4"#;

/// The package in the folder `site`, with a shell in the place of the program.
fn package() -> Work {
    let work = Work::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["__init__.py", "__main__.py"] {
        let source = fs::read(root.join("python/mujaz").join(name)).unwrap();
        work.write(&format!("site/mujaz/{name}"), source);
    }
    fs::create_dir(work.path("site/mujaz/bin")).unwrap();
    symlink("/bin/sh", work.path("site/mujaz/bin/mujaz")).unwrap();
    work
}

/// A PyTorch that ends whatever imports it.
fn torch(work: &Work, version: &str) {
    work.write("site/torch/__init__.py", "raise SystemExit('imported')");
    let version =
        format!("from typing import Optional\n\n__version__ = '{version}'\ndebug = False\n");
    work.write("site/torch/version.py", version);
    work.write("site/torch/lib/libtorch_cpu.so", "");
}

/// Python itself; `python3` may be a script that needs its folder.
fn python() -> String {
    let asked = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output();
    Ran::of(asked.unwrap()).out.trim_end().to_owned()
}

/// The launcher, in a Python that sees only the folders `site` and `other`.
fn launcher(work: &Work) -> Command {
    let mut command = Command::new(python());
    let folders = [work.path("site"), work.path("other")];
    command
        .args(["-S", "-B", "-m", "mujaz"])
        .env("PYTHONPATH", std::env::join_paths(folders).unwrap())
        .env_remove("MUJAZ_LIBTORCH_CUDA")
        .env_remove("LD_LIBRARY_PATH")
        .current_dir(work.path("in"));
    command
}

/// What the shell prints in the place of the program.
fn printed(mut command: Command) -> Vec<String> {
    let output = command
        .args(["-c", SCRIPT, "mujaz", "a b", "", "*"])
        .output();
    let ran = Ran::of(output.unwrap());
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn the_program_gets_the_arguments_and_the_libraries_of_pytorch() {
    let work = package();
    torch(&work, "2.11.0+cu130");
    let lib = work.path("site/torch/lib").display().to_string();
    let lines = printed(launcher(&work));
    assert_eq!(lines[..2], [lib.as_str(), ""], "no CUDA");
    assert_eq!(lines[3..], ["3", "a b", "", "*"]);
    // SIGPIPE is 13, SIGXFSZ 25: Python ignores both.
    let ignored = u64::from_str_radix(&lines[2], 16).unwrap();
    assert_eq!(ignored & ((1 << 12) | (1 << 24)), 0, "{ignored:x}");

    work.write("site/torch/lib/libtorch_cuda.so", "");
    work.write("site/nvidia/cudnn/lib/libcudnn.so.9", "");
    work.write("site/nvidia/none/__init__.py", "");
    work.write("other/nvidia/cu13/lib/libcudart.so.13", "");
    let mut command = launcher(&work);
    command.env("LD_LIBRARY_PATH", "/before");
    let folders = [
        lib.clone(),
        work.path("site/nvidia/cudnn/lib").display().to_string(),
        work.path("other/nvidia/cu13/lib").display().to_string(),
        "/before".to_owned(),
    ];
    assert_eq!(printed(command)[..2], [folders.join(":"), lib]);

    // Whoever sets the variable decides, also that there is none.
    for chosen in ["/chosen", ""] {
        let mut command = launcher(&work);
        command.env("MUJAZ_LIBTORCH_CUDA", chosen);
        assert_eq!(printed(command)[1], chosen);
    }
}

#[test]
fn a_pytorch_that_does_not_fit_is_named_with_what_to_install() {
    let work = package();
    let trouble = |words: &[&str]| {
        let output = launcher(&work).arg("--version").output().unwrap();
        Ran::of(output).ended(3, words);
    };
    let install = "-m pip install 'torch==2.11.*'";
    trouble(&["this Python has no PyTorch", install]);
    for version in ["2.12.0", "2.1.1", "2.110.0", "3.11.0+cu130"] {
        torch(&work, version);
        trouble(&["needs PyTorch 2.11", "site/torch holds", version, install]);
    }
    torch(&work, "2.11.1");
    fs::remove_file(work.path("site/torch/lib/libtorch_cpu.so")).unwrap();
    trouble(&["site/torch holds no lib/libtorch_cpu.so", install]);
    fs::remove_file(work.path("site/torch/version.py")).unwrap();
    trouble(&["site/torch holds no PyTorch", install]);
}

#[test]
fn a_program_that_is_gone_and_a_folder_that_is_gone_are_named() {
    let work = package();
    torch(&work, "2.11.0");
    fs::remove_file(work.path("site/mujaz/bin/mujaz")).unwrap();
    let output = launcher(&work).output().unwrap();
    Ran::of(output).ended(
        3,
        &[
            "site/mujaz/bin/mujaz cannot be started",
            "install mujaz again",
        ],
    );

    let folder = work.path("gone");
    fs::create_dir(&folder).unwrap();
    let script = "rmdir \"$PWD\" && exec \"$0\" -S -B -m mujaz";
    let output = Command::new("sh")
        .args(["-c", script, &python()])
        .env("PYTHONPATH", work.path("site"))
        .current_dir(&folder)
        .output();
    Ran::of(output.unwrap()).ended(2, &["the current folder was deleted"]);
}

#[test]
fn one_version_of_pytorch_is_built_with_and_asked_for() {
    let version = torch_version();
    for (file, line) in [
        ("scripts/libtorch.txt", format!("torch=={version}.0 --hash")),
        ("pyproject.toml", format!("[\"torch=={version}.*\"]")),
        ("python/mujaz/__init__.py", format!("TORCH = \"{version}\"")),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(&line), "{file} lacks {line}");
    }
}
