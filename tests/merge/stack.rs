//! A project with a stack, as files in memory; its commands are the pipeline's own.

use std::collections::BTreeMap;
use std::path::Path;

use djdock::answers::{Answers, Defaults, Layout, PartialAnswers, Situation, ask};
use djdock::catalog::Catalog;
use djdock::environment::Environment;
use djdock::inspect::{self, Hints};
use djdock::merge::OnConflict;
use djdock::pipeline::{Facts, Outcome, Pipeline};
use djdock::plan::Plan;
use djdock::tree::{MemoryTree, Tree as _, WorkTree};

/// Files by path.
pub(crate) type Files = BTreeMap<String, String>;

/// What the commands work with: the pack, and the choices of a stack without services.
pub(crate) struct Workshop {
    pub(crate) catalog: Catalog,
    pub(crate) answers: Answers,
    /// The project without a stack.
    pub(crate) project: Files,
}

impl Workshop {
    /// A project of `tests/fixtures`, or `examples/polls`.
    pub(crate) fn of(path: &str, layout: Layout) -> Self {
        let catalog = Catalog::embedded().unwrap();
        let project = files_of(path);
        let tree = tree(&project);
        let facts = inspect::inspect(&tree, &tree, &Hints::default(), &catalog.uses).unwrap();
        let given = PartialAnswers {
            layout: Some(layout),
            with: Some(vec!["none".to_owned()]),
            db: Some("mariadb".to_owned()),
            // Without one there is no certificate.
            domain: Some(vec!["example.org".to_owned()]),
            ..PartialAnswers::default()
        };
        let situation = Situation {
            repository: true,
            ..Situation::default()
        };
        let mut defaults = Defaults { yes: true };
        let answers = ask(given, &facts, &situation, &catalog, &mut defaults).unwrap();
        Self {
            catalog,
            answers,
            project,
        }
    }

    /// The choices with other services, and those that they need.
    pub(crate) fn with(&self, services: &[&str]) -> Answers {
        let mut with: Vec<String> = services.iter().map(|name| (*name).to_owned()).collect();
        let mut index = 0;
        while let Some(service) = with.get(index).and_then(|name| self.catalog.service(name)) {
            index += 1;
            for need in &service.manifest.needs {
                let there = |name: &String| {
                    let service = self.catalog.service(name);
                    service.is_some_and(|service| service.provides(need))
                };
                let database = self.catalog.service(&self.answers.db).unwrap();
                if !with.iter().any(there) && !database.provides(need) {
                    let usual = self.catalog.manifest.default_providers.get(need);
                    let first = self.catalog.providers(need).next();
                    let provider = usual.cloned().or(first.map(|it| it.name.clone()));
                    with.push(provider.expect("somebody provides it"));
                }
            }
        }
        Answers {
            with,
            ..self.answers.clone()
        }
    }

    /// What a command makes of a tree, and what it says.
    pub(crate) fn run(
        &self,
        files: &Files,
        answers: &Answers,
        environments: &[Environment],
        on_conflict: Option<OnConflict>,
    ) -> (Files, Outcome) {
        let tree = tree(files);
        let pipeline = Pipeline {
            answers,
            catalog: &self.catalog,
            evidence: &tree,
            facts: Facts::Recorded,
            restore: &djdock::pipeline::Restore::Nothing,
            on_conflict,
        };
        let outcome = pipeline.run(&tree, environments).unwrap();
        (applied(files, &outcome.plan), outcome)
    }

    /// The project with its stack.
    pub(crate) fn stack(&self, answers: &Answers, environments: &[Environment]) -> Files {
        self.run(&self.project, answers, environments, None).0
    }
}

fn applied(files: &Files, plan: &Plan) -> Files {
    let mut files = files.clone();
    for change in &plan.changes {
        match &change.after {
            Some(after) => files.insert(change.path.clone(), after.text.clone()),
            None => files.remove(&change.path),
        };
    }
    files
}

fn tree(files: &Files) -> MemoryTree {
    MemoryTree::new(
        files
            .iter()
            .map(|(path, text)| (path.clone(), text.clone())),
    )
}

fn files_of(path: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let tree = WorkTree::new(root);
    let mut files = Files::new();
    add(&tree, "", &mut files);
    files
}

fn add(tree: &WorkTree, folder: &str, files: &mut Files) {
    for entry in tree.list(folder).unwrap() {
        let path = djdock::tree::join(folder, &entry.name);
        match tree.read_text(&path) {
            _ if entry.name == "__pycache__" || entry.name.ends_with(".sqlite3") => {}
            Ok(Some(text)) => {
                files.insert(path, text);
            }
            _ => add(tree, &path, files),
        }
    }
}
