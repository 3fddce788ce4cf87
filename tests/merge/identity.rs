//! Add, then remove, is identity.

use std::ops::Range;
use std::sync::LazyLock;

use djdock::answers::{Answers, Layout};
use djdock::environment::Environment;
use djdock::merge::{Merge, merge};
use proptest::prelude::*;
use proptest::sample::Index;
use similar::{DiffTag, TextDiff};

use crate::edits::{Edit, edited, edits};
use crate::laws;
use crate::stack::{Files, Workshop};
use crate::texts::{FIXTURE, Pair, is_read, pairs, services};

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(pairs);

proptest! {
    #![proptest_config(laws::tried(1200))]

    /// Of one text: what comes with the service goes with it, and the user's lines stay as they are.
    #[test]
    fn of_a_text(pair in any::<Index>(), edits in edits()) {
        let Pair { path, without, with } = pair.get(&PAIRS);
        let mine = edited(without, &edits, "mine");
        if let Merge::Clean(added) = merge(path, without, &mine, with)
            && is_read(path, &mine)
            && spared(without, &mine, with)
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

impl Case {
    /// A file is edited, the stack becomes another one, and then the first one again.
    fn there_and_back(
        &self,
        answers: &Answers,
        file: Index,
        edits: &[Edit],
        is_fair: fn(&str, &str, &str) -> bool,
    ) -> Result<(), TestCaseError> {
        let path = *file.get::<&str>(&EDITED);
        let mut before = self.before.clone();
        // Of a TOML or a Python file, comments alone keep it one.
        let comments = |edit: &Edit| matches!(edit, Edit::Comment(_) | Edit::End);
        let strict = ["toml", "py"].iter().any(|end| path.ends_with(end));
        let edits = edits.iter().filter(|edit| !strict || comments(edit));
        let edits: Vec<_> = edits.cloned().collect();
        if let Some(text) = before.get_mut(path) {
            *text = edited(text, &edits, "mine");
        }
        let workshop = &self.workshop;
        // djdock.toml may say it otherwise now, which is no change of the stack.
        let (before, _) = workshop.run(&before, &workshop.answers, &self.environments, None);
        let (there, outcome) = workshop.run(&before, answers, &self.environments, None);
        let other = workshop.stack(answers, &self.environments);
        let text = |files: &Files| files.get(path).cloned().unwrap_or_default();
        let is_fair = is_fair(&text(&self.before), &text(&before), &text(&other))
            && before.iter().all(|(path, text)| is_read(path, text));
        if outcome.notes.conflicts.is_empty() && is_fair {
            let (back, _) = workshop.run(&there, &workshop.answers, &self.environments, None);
            for (path, text) in &before {
                prop_assert_eq!(Some(text), back.get(path), "{}", path);
            }
            prop_assert_eq!(before.len(), back.len());
        }
        Ok(())
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
    #![proptest_config(laws::tried(1000))]

    /// Of a whole tree: every file, the lock and `djdock.toml` among them, byte for byte.
    #[test]
    fn of_a_tree(
        case in any::<Index>(),
        service in any::<Index>(),
        file in any::<Index>(),
        edits in edits(),
    ) {
        let case = case.get(&CASES);
        let service: &String = service.get(&case.services);
        let answers = case.workshop.with(&[service.as_str()]);
        case.there_and_back(&answers, file, &edits, spared)?;
    }
}

/// The databases that may take the first one's place.
const OTHERS: [&str; 3] = ["postgres", "mysql", "sqlite"];

proptest! {
    #![proptest_config(laws::tried(300))]

    /// The same of a database that replaces the first one, which may be kept for its rows.
    #[test]
    fn of_a_database(
        case in any::<Index>(),
        other in any::<Index>(),
        kept in any::<bool>(),
        file in any::<Index>(),
        edits in edits(),
    ) {
        let case = case.get(&CASES);
        let first = &case.workshop.answers;
        let answers = Answers {
            db: (*other.get(&OTHERS)).to_owned(),
            previous_db: kept.then(|| first.db.clone()),
            ..first.clone()
        };
        // Lines inside of what goes have no place to come back to.
        case.there_and_back(&answers, file, &edits, apart)?;
    }
}

/// Whether two changes of a text leave a line between each other.
fn apart(text: &str, mine: &str, theirs: &str) -> bool {
    are_apart(&changed(text, mine), &changed(text, theirs))
}

/// Whether a change leaves a line between itself and what the other one takes away. A line of the user's above `ports:` is
/// as well one below it, once that has gone: nothing tells where it belongs when it comes back.
fn spared(text: &str, mine: &str, theirs: &str) -> bool {
    let mut gone = changed(text, theirs);
    gone.retain(|range| !range.is_empty());
    are_apart(&changed(text, mine), &gone)
}

/// The lines of a text that another one has otherwise; an empty range is an insertion.
fn changed(text: &str, other: &str) -> Vec<Range<usize>> {
    let diff = TextDiff::from_lines(text, other);
    let ops = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    ops.map(similar::DiffOp::old_range).collect()
}

fn are_apart(mine: &[Range<usize>], theirs: &[Range<usize>]) -> bool {
    let apart =
        |one: &Range<usize>, other: &Range<usize>| one.end < other.start || other.end < one.start;
    mine.iter()
        .all(|one| theirs.iter().all(|other| apart(one, other)))
}
