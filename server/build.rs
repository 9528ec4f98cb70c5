//! Tells cargo what is taken into the binary beside the sources: the built client and the migrations.

fn main() {
    // Without the client the server still compiles, and says at its address how to build it.
    std::fs::create_dir_all("../client/dist").expect("the repository can be written to");
    // A debug build reads the client from its folder when it runs.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../client/dist");
    }
    println!("cargo::rerun-if-changed=../migrations");
}
