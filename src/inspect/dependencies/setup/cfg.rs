//! `setup.cfg`: sections, keys, and the indented lines below them.

use std::collections::HashMap;

use crate::python::{Setup, SetupText};

/// Adds what the file says; whether it names dependencies.
pub(super) fn read(path: &str, text: &str, setup: &mut Setup) -> bool {
    let mut section = "";
    let mut key = String::new();
    let mut names = false;
    let extras = setup.extras.iter().enumerate();
    let extras = extras.map(|(place, (name, _))| (name.clone(), place));
    let mut extras: HashMap<String, usize> = extras.collect();
    for (index, line) in text.lines().enumerate() {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with(['#', ';']) {
            continue;
        }
        let mut value = bare;
        if !line.starts_with([' ', '\t']) {
            if let Some(name) = bare
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                section = name;
                continue;
            }
            let (name, rest) = bare.split_once(['=', ':']).unwrap_or((bare, ""));
            name.trim().clone_into(&mut key);
            value = rest.trim();
        }
        if value.is_empty() {
            continue;
        }
        let at = format!("{path}:{}", index + 1);
        let text = SetupText {
            text: value.to_owned(),
            at,
        };
        match (section, key.as_str()) {
            ("options", "install_requires") => {
                names = true;
                match value.strip_prefix("file:") {
                    Some(files) => setup
                        .files
                        .extend(files.split(',').map(|file| file.trim().to_owned())),
                    None => setup.requires.push(text),
                }
            }
            ("options", "python_requires") => setup.python = Some(text),
            ("options.extras_require", extra) => {
                let place = *extras.entry(extra.to_owned()).or_insert_with(|| {
                    setup.extras.push((extra.to_owned(), Vec::new()));
                    setup.extras.len() - 1
                });
                setup.extras[place].1.push(text);
            }
            ("metadata", "classifiers" | "classifier") => setup.classifiers.push(text),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_below_their_keys() {
        let text = "[metadata]\nname = x\nclassifiers =\n    Programming Language :: Python :: 3.9\n\n[options]\npython_requires = >=3.8\ninstall_requires =\n  # why\n  Django>=4.2\n  celery\n\n[options.extras_require]\ndev =\n  ruff\n";
        let mut setup = Setup::default();
        assert!(read("setup.cfg", text, &mut setup));
        let requires: Vec<_> = setup
            .requires
            .iter()
            .map(|text| (text.text.as_str(), text.at.as_str()))
            .collect();
        assert_eq!(
            requires,
            [("Django>=4.2", "setup.cfg:10"), ("celery", "setup.cfg:11")]
        );
        assert_eq!(
            setup.python.map(|python| python.text).as_deref(),
            Some(">=3.8")
        );
        assert_eq!((setup.extras.len(), setup.classifiers.len()), (1, 1));
        assert!(!read(
            "setup.cfg",
            "[flake8]\nmax-line-length = 100\n",
            &mut Setup::default()
        ));
    }
}
