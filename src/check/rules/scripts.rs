//! Shell scripts: their line endings, and whether they may be executed.

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::subject::{EnvironmentFacts, Script, Subject};
use crate::check::what::What;

pub(super) fn rules(subject: &Subject, _: &dyn Machine, found: &mut Vec<Finding>) {
    for script in &subject.scripts {
        if script.carriage_returns && !is_told(script, subject) {
            let runs = subject
                .environments
                .iter()
                .any(|facts| script.is_of(facts) && runs(facts, script));
            let spot = script.spot.file(&script.path);
            found.push(Finding::new(What::CarriageReturns { runs }, spot).fixable(script.own));
        }
    }
    for facts in &subject.environments {
        executables(facts, subject, found);
    }
}

/// What a branch itself has is not told again of its work tree.
fn is_told(script: &Script, subject: &Subject) -> bool {
    let same = |other: &Script| {
        let committed = !other.spot.work_tree && other.carriage_returns;
        committed && other.path == script.path && other.spot.environment == script.spot.environment
    };
    script.spot.work_tree && subject.scripts.iter().any(same)
}

/// Whether a container runs a script, by itself or through a shell.
fn runs(facts: &EnvironmentFacts, script: &Script) -> bool {
    let name = script.path.rsplit('/').next();
    let started = facts.started().into_iter();
    started
        .flat_map(|(started, _)| started.words)
        .any(|word| word.rsplit('/').next() == name)
}

/// Scripts that a container starts by themselves, not by a shell.
fn executables(facts: &EnvironmentFacts, subject: &Subject, found: &mut Vec<Finding>) {
    let started = facts.started();
    let scripts = subject
        .scripts
        .iter()
        .filter(|script| script.is_of(facts) && !script.spot.work_tree);
    for script in scripts.filter(|script| !script.executable) {
        let mut starts = started.iter();
        let starts = starts.find(|(started, _)| {
            started
                .words
                .first()
                .is_some_and(|word| is(word, &script.path))
        });
        let name = script.path.rsplit('/').next().unwrap_or_default();
        let made = facts
            .builds
            .iter()
            .any(|build| build.dockerfile.makes_executable(name));
        if let Some((_, by)) = starts.filter(|_| !made) {
            let by = by.clone();
            found.push(Finding::new(
                What::NotExecutable { by },
                script.spot.file(&script.path),
            ));
        }
    }
}

/// Whether a program in a container is that file of the tree.
fn is(program: &str, path: &str) -> bool {
    let program = program.trim_start_matches("./").trim_start_matches('/');
    program == path || program.ends_with(&format!("/{path}"))
}
