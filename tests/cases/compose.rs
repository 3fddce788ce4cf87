//! Compose files as tutorials and projects have them, each extended by a service.

use std::fs;

use libtest_mimic::Trial;

use crate::harness::{accepted, source};
use crate::test;

#[path = "../patch/compose/support.rs"]
#[allow(dead_code, reason = "the laws of patches use all of it")]
mod support;

pub(crate) fn tests() -> Vec<Trial> {
    let files = fs::read_dir(source("tests/patch/compose/files")).expect("compose files");
    let names = files.map(|file| file.expect("an entry").file_name());
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    names.sort();
    let count = names.len();
    let each = names.into_iter();
    let each = each.map(|name| test(format!("compose::{name}"), move || is_extended(&name)));
    let enough = test("compose::there_are_some", move || {
        assert!(count >= 15, "{count}");
    });
    each.chain([enough]).collect()
}

fn is_extended(name: &str) {
    let path = source("tests/patch/compose/files").join(name);
    let text = fs::read_to_string(path).expect("a text");
    let patched = support::patched(&text, None);
    let mut said = patched.text.replace('\r', "␍");
    for step in &patched.steps {
        said.extend([format!("--- {step:?}\n")]);
    }
    let name = name.trim_end_matches(".yml");
    accepted(&format!("compose/{name}"), &said);
}
