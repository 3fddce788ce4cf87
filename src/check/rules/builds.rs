//! What must not get into an image: `.env`, and the sqlite file.

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::subject::{BuildFacts, EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::compose::{Copied, ENV_FILE};
use crate::tree::join;

pub(super) fn rules(subject: &Subject, _: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in &subject.environments {
        for build in &facts.builds {
            copied(facts, build, found);
            let files = left_in(build, subject);
            if !files.is_empty() {
                let copy = build
                    .dockerfile
                    .copied()
                    .into_iter()
                    .find(Copied::is_everything);
                let line = copy.map_or(0, |copy| copy.line);
                let what = What::NotIgnored {
                    files,
                    ignore: build.ignore_path.clone(),
                };
                found.push(Finding::new(what, facts.spot.at(&build.path, line)));
            }
        }
    }
}

fn copied(facts: &EnvironmentFacts, build: &BuildFacts, found: &mut Vec<Finding>) {
    for copy in build.dockerfile.copied() {
        if is_secret(copy.source.rsplit('/').next().unwrap_or_default()) {
            found.push(Finding::new(
                What::EnvFileCopied {
                    file: copy.source.clone(),
                },
                facts.spot.at(&build.path, copy.line),
            ));
        }
    }
}

/// Whether a file is `.env`, or one of its kind that is no sample.
fn is_secret(name: &str) -> bool {
    let Some(kind) = name.strip_prefix(ENV_FILE) else {
        return false;
    };
    let sample = ["sample", "example", "template", "dist", "*"]
        .iter()
        .any(|mark| kind.contains(mark));
    kind.is_empty() || kind.starts_with('.') && !sample
}

/// What a copy of the whole context takes along.
fn left_in(build: &BuildFacts, subject: &Subject) -> Vec<String> {
    let everything = build.dockerfile.copied().iter().any(Copied::is_everything);
    if !everything {
        return Vec::new();
    }
    let rows = subject.project.databases.get("default");
    let rows = rows.and_then(|database| database.name.clone());
    let files = [Some(subject.env.path.clone()), rows].into_iter().flatten();
    let inside = files.filter_map(|file| {
        let below = join(&build.context, "");
        file.strip_prefix(below.trim_start_matches('/'))
            .map(ToOwned::to_owned)
    });
    inside.filter(|file| !build.ignore.excludes(file)).collect()
}
