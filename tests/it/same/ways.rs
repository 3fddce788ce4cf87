//! Flags, an answers file, and `djdock.toml`.

use super::{FILE, FLAGS, trees};
use crate::harness::Project;

fn by_flags() -> Project {
    let project = Project::polls();
    project.djdock(&format!("init --yes {FLAGS}")).ok();
    project
}

#[test]
fn the_flags_are_not_the_defaults() {
    let defaults = Project::polls();
    defaults.djdock("init --yes").ok();
    let answers = |project: &Project| -> toml::Table {
        toml::from_str(&project.on("dev", "djdock.toml")).unwrap()
    };
    let (flags, defaults) = (answers(&by_flags()), answers(&defaults));
    let said: toml::Table = toml::from_str(FILE).unwrap();
    for (key, value) in &said {
        assert_eq!(flags.get(key), Some(value), "{key}");
        // Without a sqlite file there is nothing to import by default either.
        assert!(key == "import-data" || defaults[key] != *value, "{key}");
    }
}

#[test]
fn an_answers_file() {
    let project = Project::polls();
    project.write("../answers.toml", FILE);
    // No prompt is left to answer: --yes is not needed.
    project.djdock("init --answers ../answers.toml").ok();
    assert_eq!(trees(&project), trees(&by_flags()));
}

#[test]
fn a_flag_goes_before_an_answers_file() {
    let project = Project::polls();
    project.write("../answers.toml", &FILE.replace("8123", "9999"));
    project
        .djdock("init --answers ../answers.toml --dev-port 8123")
        .ok();
    assert_eq!(trees(&project), trees(&by_flags()));
}

#[test]
fn an_edited_djdock_toml_on_the_branches() {
    let project = Project::polls();
    project.djdock("init --yes").ok();
    let edited = by_flags().on("dev", "djdock.toml");
    project.git("switch --quiet dev");
    project.write("djdock.toml", &edited);
    project.commit("other_answers");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    project.git("switch --quiet main");
    project.djdock("init").ok();
    assert_eq!(trees(&project), trees(&by_flags()));
}

#[test]
fn in_the_single_layout_all_three() {
    let mut listings = Vec::new();
    for way in ["flags", "file", "djdock.toml", "edited djdock.toml"] {
        let project = Project::outside_git("examples/polls");
        match way {
            "flags" => project.djdock(&format!("init --yes {FLAGS}")).ok(),
            "file" => {
                project.write("../answers.toml", FILE);
                project.djdock("init --answers ../answers.toml").ok()
            }
            "djdock.toml" => {
                project.write("djdock.toml", FILE);
                project.djdock("init --yes").ok()
            }
            _ => {
                project.djdock("init --yes").ok();
                let edited = by_flags().on("dev", "djdock.toml");
                project.write("djdock.toml", &edited.replace("\"branches\"", "\"single\""));
                project.djdock("init").ok()
            }
        };
        listings.push(project.listing().without(&[".env", "djdock.toml"]));
    }
    for listing in &listings[1..] {
        listings[0].assert_same(listing);
    }
}
