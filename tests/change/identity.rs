//! Add, then remove, is identity.

use std::sync::LazyLock;

use djdock::answers::Layout;
use djdock::environment::Environment;
use djdock::merge::{Merge, merge};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::edits::{edited, edits};
use crate::stack::{Files, Workshop};
use crate::texts::{FIXTURE, Pair, is_read, pairs, services};

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(pairs);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1200))]

    /// Of one text: what comes with the service goes with it, and the user's lines stay as they are.
    #[test]
    fn of_a_text(pair in any::<Index>(), edits in edits()) {
        let Pair { path, without, with } = pair.get(&PAIRS);
        let mine = edited(without, &edits, "mine");
        if let Merge::Clean(added) = merge(path, without, &mine, with)
            && is_read(path, &mine)
        {
            let removed = merge(path, with, &added, without);
            prop_assert_eq!(removed, Merge::Clean(mine), "added:\n{}", added);
        }
    }
}

/// A stack without services, and what there is to add.
struct Case {
    workshop: Workshop,
    environments: Vec<Environment>,
    before: Files,
    services: Vec<String>,
}

impl Case {
    fn new(path: &str, layout: Layout, environments: &[Environment]) -> Self {
        let workshop = Workshop::of(path, layout);
        Self {
            before: workshop.stack(&workshop.answers, environments),
            services: services(&workshop),
            environments: environments.to_vec(),
            workshop,
        }
    }
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    vec![
        Case::new(FIXTURE, Layout::Branches, &[Environment::Dev]),
        Case::new(FIXTURE, Layout::Branches, &[Environment::Prod]),
        Case::new(FIXTURE, Layout::Single, &Environment::ALL),
    ]
});

/// Files whose lines users edit, djdock's own and patched ones.
const EDITED: [&str; 8] = [
    "docker-compose.yml",
    "docker-compose.prod.yml",
    "Dockerfile",
    "Makefile",
    ".env.sample",
    ".gitignore",
    "djdock.toml",
    "mysite/urls.py",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Of a whole tree: every file, the lock and `djdock.toml` among them, byte for byte.
    #[test]
    fn of_a_tree(
        case in any::<Index>(),
        service in any::<Index>(),
        file in any::<Index>(),
        edits in edits(),
    ) {
        let case = case.get(&CASES);
        let mut before = case.before.clone();
        let path = file.get(&EDITED);
        // Of a TOML or a Python file, comments alone keep it one.
        let comments = |edit: &crate::edits::Edit| {
            matches!(edit, crate::edits::Edit::Comment(_) | crate::edits::Edit::End)
        };
        let strict = ["toml", "py"].iter().any(|end| path.ends_with(end));
        let edits: Vec<_> = edits.into_iter().filter(|edit| !strict || comments(edit)).collect();
        if let Some(text) = before.get_mut(*path) {
            *text = edited(text, &edits, "mine");
        }
        let workshop = &case.workshop;
        // djdock.toml may say it otherwise now, which is no change of the stack.
        let (before, _) = workshop.run(&before, &workshop.answers, &case.environments, None);
        let service: &String = service.get(&case.services);
        let answers = workshop.with(&[service.as_str()]);
        let (added, outcome) = workshop.run(&before, &answers, &case.environments, None);
        if outcome.conflicts.is_empty() && before.iter().all(|(path, text)| is_read(path, text)) {
            let (removed, _) = workshop.run(&added, &workshop.answers, &case.environments, None);
            for (path, text) in &before {
                prop_assert_eq!(Some(text), removed.get(path), "{}", path);
            }
            prop_assert_eq!(before.len(), removed.len());
        }
    }
}
