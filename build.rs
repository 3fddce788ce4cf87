//! Reads what is data when djdock is built, so that it need not when it starts: the tables that stand beside the code, and
//! `templates/`, the pack that is built in. Their files are TOML, for those who write them.

#[path = "src/catalog/digest.rs"]
mod digest;
#[path = "src/catalog/like.rs"]
mod like;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use toml::{Table, Value};

/// Tables that become JSON.
const TABLES: [&str; 9] = [
    "src/check/images.toml",
    "src/inspect/apt/apt.toml",
    "src/inspect/hosts.toml",
    "src/inspect/servers.toml",
    "src/inspect/uses.toml",
    "src/inspect/versions/ends.toml",
    "src/inspect/versions/pins.toml",
    "src/inspect/versions/releases.toml",
    "src/python/packages/engines.toml",
];

/// Tables that become slices, a file for each table in them: large ones, of which a command needs few.
const ROWS: [&str; 1] = ["src/inspect/missing/modules.toml"];

/// What is here, next to this file.
const PACK: &str = "templates";

fn main() -> io::Result<()> {
    for path in ["src/catalog/digest.rs", "src/catalog/like.rs", PACK] {
        println!("cargo::rerun-if-changed={path}");
    }
    for path in TABLES {
        write(&format!("{path}.json"), &json(&read(path)?)?)?;
    }
    for path in ROWS {
        for (name, table) in read(path)? {
            write(&format!("{path}.{name}.rs"), &rows(path, &table)?)?;
        }
    }
    let mut files = BTreeMap::new();
    add(Path::new(PACK), "", &mut files)?;
    println!(
        "cargo::rustc-env=DJDOCK_PACK_DIGEST={}",
        digest::digest(&files)
    );
    write("pack.rs", &pack(&files))?;
    write("manifests.rs", &manifests(&files)?)
}

/// The table of a file beside the code.
fn read(path: &str) -> io::Result<Table> {
    println!("cargo::rerun-if-changed={path}");
    parse(path, &fs::read_to_string(path)?)
}

fn parse(path: &str, text: &str) -> io::Result<Table> {
    toml::from_str(text).map_err(|error| wrong(path, &error.to_string()))
}

fn wrong(path: &str, why: &str) -> io::Error {
    io::Error::other(format!("{path}: {why}"))
}

fn json(table: &Table) -> io::Result<String> {
    Ok(serde_json::to_string(table)?)
}

/// Writes a file for the code to include.
fn write(path: &str, text: &str) -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or_else(|| wrong(path, "no OUT_DIR"))?;
    let path = PathBuf::from(out).join(path);
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    fs::write(path, text)
}

/// A table of names and texts as a slice in the order of the names: each with its texts.
fn rows(path: &str, table: &Value) -> io::Result<String> {
    let odd = || wrong(path, "neither a text nor several");
    let mut rows = BTreeMap::new();
    for (name, value) in table.as_table().ok_or_else(odd)? {
        let values = match value {
            Value::Array(values) => values.iter().map(Value::as_str).collect(),
            value => value.as_str().map(|value| vec![value]),
        };
        rows.insert(name, values.ok_or_else(odd)?);
    }
    let mut text = "&[\n".to_owned();
    for (name, values) in rows {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "({name:?}, &{values:?}),");
    }
    Ok(text + "]\n")
}

/// The files of the built-in pack: their paths and texts.
fn pack(files: &BTreeMap<String, String>) -> String {
    let mut text = "&[\n".to_owned();
    for path in files.keys() {
        let file = format!("/{PACK}/{path}");
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "({path:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?}))),"
        );
    }
    text + "]\n"
}

/// Its manifests as JSON, each with what it has of the one that it is like.
fn manifests(files: &BTreeMap<String, String>) -> io::Result<String> {
    let mut tables = BTreeMap::new();
    for (path, text) in files
        .iter()
        .filter(|(path, _)| path.strip_suffix(".toml").is_some())
    {
        tables.insert(path.as_str(), parse(path, text)?);
    }
    let mut text = "&[\n".to_owned();
    for (path, own) in &tables {
        let other = |name: &str| {
            let path = like::path(name);
            let other = tables.get(path.as_str()).cloned();
            other.ok_or_else(|| wrong(&path, "no such file"))
        };
        let inside = path.strip_prefix(like::SERVICES);
        let whole = match inside.and_then(|path| path.split_once('/')) {
            Some((name, like::MANIFEST)) => like::whole(own.clone(), name, other)?,
            _ => own.clone(),
        };
        let _ = writeln!(text, "({path:?}, {:?}),", json(&whole)?);
    }
    Ok(text + "]\n")
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
