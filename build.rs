//! Tells the linker where libtorch is, for the binary and the tests.
fn main() {
    println!("cargo:rerun-if-env-changed=LIBTORCH");
    if let Ok(libtorch) = std::env::var("LIBTORCH") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,$ORIGIN/../lib");
        let lib = std::path::absolute(std::path::Path::new(&libtorch).join("lib")).expect("LIBTORCH is a path");
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", lib.display());
    }
}
