//! Digests `templates/`, the pack that is built in, and makes cargo see a new file there, which `include_dir!` alone does
//! not.

#[path = "src/catalog/digest.rs"]
mod digest;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=src/catalog/digest.rs");
    let mut files = BTreeMap::new();
    add(Path::new("templates"), "", &mut files)?;
    println!(
        "cargo::rustc-env=DJDOCK_PACK_DIGEST={}",
        digest::digest(&files)
    );
    Ok(())
}

/// Reads the files of a folder of the pack; `above` is its path there, empty or with a slash at its end.
fn add(folder: &Path, above: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{above}{name}");
        if !entry.file_type()?.is_dir() {
            files.insert(path, fs::read_to_string(entry.path())?);
        } else if !digest::is_left_out(&name) {
            add(&entry.path(), &format!("{path}/"), files)?;
        }
    }
    Ok(())
}
