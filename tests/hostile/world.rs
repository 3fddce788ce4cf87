//! What is rendered for a project in memory, with every service that can stand beside the others.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use djdock::answers::{Answers, Defaults, Layout, PartialAnswers, Situation, ask};
use djdock::catalog::{Catalog, FormatError};
use djdock::environment::Environment;
use djdock::inspect::{self, Hints};
use djdock::pipeline::{Facts, Pipeline, PipelineError, Restore};
use djdock::stack::StackError;
use djdock::tree::MemoryTree;

use super::places::Place;

/// Files by path.
pub(crate) type Files = BTreeMap<String, String>;

/// Services that read much of a project.
const WITH: [&str; 6] = [
    "redis",
    "celery",
    "celery-beat",
    "flower",
    "backup",
    "minio",
];

/// The pack.
pub(crate) struct World {
    catalog: Catalog,
    /// The files of a project with a plain word at a place, by the place's name.
    plain: RefCell<BTreeMap<&'static str, Rc<Files>>>,
}

thread_local! {
    static WORLD: &'static World = Box::leak(Box::new(World { catalog: Catalog::embedded().unwrap(), plain: RefCell::default() }));
}

impl World {
    /// The one of this thread.
    pub(crate) fn get() -> &'static Self {
        WORLD.with(|world| *world)
    }

    /// The files of a project with a plain word at a place, which is taken.
    pub(crate) fn plain(&self, place: Place) -> Rc<Files> {
        let mut plain = self.plain.borrow_mut();
        let plain = plain.entry(place.name).or_insert_with(|| {
            let files = self.files(&place.project("word"));
            Rc::new(files.unwrap_or_else(|error| panic!("{}: {error}", place.name)))
        });
        Rc::clone(plain)
    }

    /// The files of both environments, each under its environment's name; an error where djdock refuses, which says
    /// that it is the project's text.
    pub(crate) fn files(&self, project: &Files) -> Result<Files, String> {
        let tree = MemoryTree::new(
            project
                .iter()
                .map(|(path, text)| (path.clone(), text.clone())),
        );
        let facts = inspect::inspect(&tree, &tree, &Hints::default(), &self.catalog.uses);
        let facts = facts.map_err(|error| error.to_string())?;
        let mut defaults = Defaults { yes: true };
        let answers = ask(given(), &facts, &situation(), &self.catalog, &mut defaults);
        let answers = answers.map_err(|error| error.to_string())?;
        let mut files = Files::new();
        for environment in Environment::ALL {
            files.extend(self.of(&tree, &answers, environment)?);
        }
        Ok(files)
    }

    fn of(
        &self,
        tree: &MemoryTree,
        answers: &Answers,
        environment: Environment,
    ) -> Result<Files, String> {
        let pipeline = Pipeline {
            answers,
            catalog: &self.catalog,
            evidence: tree,
            facts: Facts::Inspected,
            restore: &Restore::Nothing,
            on_conflict: None,
        };
        let outcome = match pipeline.run(tree, &[environment]) {
            Ok(outcome) => outcome,
            Err(
                PipelineError::Template(error) | PipelineError::Stack(StackError::Template(error)),
            ) => {
                let found = FormatError::of(&error);
                return Err(found.unwrap_or_else(|| panic!("{error}")).to_string());
            }
            Err(error) => return Err(error.to_string()),
        };
        let changes = outcome.plan.changes.into_iter();
        let files = changes.filter_map(|change| {
            let path = format!("{environment}/{}", change.path);
            Some((path, change.after?.text))
        });
        Ok(files.collect())
    }
}

fn given() -> PartialAnswers {
    PartialAnswers {
        layout: Some(Layout::Branches),
        with: Some(WITH.map(str::to_owned).to_vec()),
        domain: Some(vec!["example.org".to_owned()]),
        ..PartialAnswers::default()
    }
}

fn situation() -> Situation {
    Situation {
        repository: true,
        ..Situation::default()
    }
}
