//! Compiles the one C++ file and tells the linker where libtorch is.

use std::path::{Path, absolute};

fn main() {
    println!("cargo:rerun-if-changed=src/engine/torch/operators.cc");
    println!("cargo:rerun-if-env-changed=LIBTORCH");
    let Ok(libtorch) = std::env::var("LIBTORCH") else {
        panic!("LIBTORCH names no libtorch 2.11 folder: run scripts/setup first");
    };
    let libtorch = absolute(Path::new(&libtorch)).expect("LIBTORCH is a path");
    assert!(
        libtorch.join("include").is_dir(),
        "{} holds no libtorch: run scripts/setup first",
        libtorch.display()
    );
    cc::Build::new()
        .cpp(true)
        .std("c++20")
        .include(libtorch.join("include"))
        .flag_if_supported("-Wno-unused-parameter")
        .flag_if_supported("-Wno-missing-field-initializers")
        // GCC 12 sees an uninitialised SymInt in an empty std::optional.
        .flag_if_supported("-Wno-maybe-uninitialized")
        .file("src/engine/torch/operators.cc")
        .compile("mujaz_operators");
    // First the folder beside an installed program, then the one of the build.
    println!("cargo:rustc-link-arg=-Wl,-rpath,$ORIGIN/../lib");
    println!(
        "cargo:rustc-link-arg=-Wl,-rpath,{}",
        libtorch.join("lib").display()
    );
}
