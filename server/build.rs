//! Tells cargo what goes into the binary besides the sources: the built client and the migrations.

fn main() {
    // Without the client the server still compiles, and its start page explains how to build it.
    std::fs::create_dir_all("../client/dist").expect("the repository is writable");
    // A debug build reads the client from its folder at run time.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../client/dist");
    }
    println!("cargo::rerun-if-changed=../migrations");
}
