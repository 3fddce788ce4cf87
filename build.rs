//! Makes cargo see a new file in `templates/`, which `include_dir!` alone does not.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
