//! A history that goes on: what users and djdock do, one step at a time, and what a merge must keep.

use std::collections::BTreeMap;

use djdock::lock::Lock;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::step::{STEPS, Step};
use crate::harness::Project;

/// What `add` and `remove` are tried with; the last three are databases.
const SERVICES: [&str; 6] = [
    "redis",
    "memcached",
    "rabbitmq",
    "mariadb",
    "postgres",
    "sqlite",
];

const ANSWERS: [&str; 8] = [
    "--db mariadb",
    "--db mysql",
    "--db postgres",
    "--db sqlite",
    "--dev-port 8123",
    "--prod-port 8080",
    "--domain example.org",
    "--server uvicorn",
];

/// A project with its two branches, and what has happened to it.
pub(super) struct History {
    pub(super) project: Project,
    random: StdRng,
    number: u32,
    /// Whether dev was ever rewritten.
    rebased: bool,
    log: Vec<String>,
}

impl History {
    /// A project after its first `init`.
    pub(super) fn new(seed: u64) -> Self {
        let mut history = Self {
            project: Project::polls(),
            random: StdRng::seed_from_u64(seed),
            number: 0,
            rebased: false,
            log: vec![format!("seed {seed}")],
        };
        history.init();
        history
    }

    /// Something happens.
    pub(super) fn go_on(&mut self) {
        let step = *STEPS.choose(&mut self.random).expect("a step");
        self.log.push(format!("{step:?}"));
        self.number += 1;
        self.project
            .git(&format!("switch --quiet {}", step.branch()));
        match step {
            Step::Rebase => self.rebase(),
            Step::SquashMerge => self.squash(),
            Step::MergeMain => {
                self.project.git("merge --quiet --no-edit main");
            }
            Step::MergeProd => self.merge_back(),
            Step::Clone => self.clone_anew(),
            Step::Add => self.change("add"),
            Step::Remove => self.change("remove"),
            Step::Update => self.change("update"),
            Step::Answers => self.init(),
            edit => {
                edit.edit(&self.project, edit.branch(), self.number);
                if !self.project.git("status --porcelain").is_empty() {
                    self.project.commit(&format!("{step:?}"));
                }
            }
        }
    }

    /// The user rewrites dev. The commit that both branches go back to may hold no stack then: any command of djdock's
    /// heals that.
    fn rebase(&mut self) {
        self.rebased = true;
        let project = &self.project;
        let rebased = project.git_in(&project.root, "rebase --quiet main");
        if rebased.code != Some(0) {
            // What main changed meets what djdock patched: the user's own to settle, or not.
            project.git("rebase --abort");
        }
        self.change("update");
    }

    /// prod's hotfixes come to dev, with prod's stack: `update` restores dev's.
    fn merge_back(&mut self) {
        let project = &self.project;
        let before = stack(project, "dev");
        let merge = project.git_in(&project.root, "merge --quiet --no-edit prod");
        if merge.code != Some(0) {
            // Both sides edited what both have.
            project.git("merge --abort");
            return;
        }
        self.change("update");
        let after = stack(&self.project, "dev");
        for (path, text) in before.iter().filter(|(path, _)| *path != SHARED) {
            if path != "djdock.lock" {
                assert_eq!(
                    Some(text),
                    after.get(path),
                    "{path}\n{}",
                    self.log.join("\n")
                );
            }
        }
        assert_eq!(before.len(), after.len(), "{}", self.log.join("\n"));
    }

    /// The user goes on in a clone, in which djdock runs before anything is merged: it brings the merge driver back.
    fn clone_anew(&mut self) {
        let clone = Project::empty();
        clone.rewind_to(&self.project);
        let origin = self.project.root.display();
        clone.git(&format!("clone --quiet --branch main file://{origin} ."));
        for branch in ["dev", "prod"] {
            clone.git(&format!("branch --quiet --track {branch} origin/{branch}"));
        }
        clone.git("switch --quiet dev");
        self.project = clone;
        self.change("update");
        if self
            .project
            .git_in(&self.project.root, "config merge.djdock.driver")
            .code
            != Some(0)
        {
            // There was nothing to do, or it was refused.
            self.init();
        }
    }

    /// The user's work on a branch of its own, squashed onto dev.
    fn squash(&mut self) {
        let (project, number) = (&self.project, self.number);
        project.git(&format!("switch --quiet --create topic_{number}"));
        for part in 0..2 {
            project.write(&format!("topic_{number}_{part}.py"), "# topic\n");
            project.commit("topic");
        }
        project.git("switch --quiet dev");
        project.git(&format!("merge --quiet --squash topic_{number}"));
        project.commit("squashed");
    }

    /// djdock changes the stack, or refuses to: then nothing has changed. No commit of anybody's is ever lost.
    fn change(&mut self, verb: &str) {
        let service = *SERVICES.choose(&mut self.random).expect("a service");
        let line = match verb {
            "update" => "update --quiet".to_owned(),
            verb => format!("{verb} --quiet {service}"),
        };
        self.log.push(line.clone());
        let project = &self.project;
        let before = ["dev", "prod"].map(|branch| project.id(branch));
        let run = project.djdock(&line);
        let after = ["dev", "prod"].map(|branch| project.id(branch));
        assert_eq!(
            project.git("status --porcelain"),
            "",
            "{}",
            self.log.join("\n")
        );
        if run.code == Some(0) {
            for (before, after) in before.iter().zip(&after) {
                let kept = project.git_in(
                    &project.root,
                    &format!("merge-base --is-ancestor {before} {after}"),
                );
                assert_eq!(kept.code, Some(0), "{}", self.log.join("\n"));
            }
        } else {
            assert_eq!(run.code, Some(1), "{}\n{run}", self.log.join("\n"));
            assert_eq!(before, after, "{}", self.log.join("\n"));
            self.log.push("refused".to_owned());
        }
    }

    fn init(&mut self) {
        let answers = *ANSWERS.choose(&mut self.random).expect("an answer");
        let branch = if self.number == 0 {
            "main"
        } else {
            ["main", "dev", "prod"]
                .choose(&mut self.random)
                .expect("a branch")
        };
        self.log.push(format!("on {branch}: {answers}"));
        self.project.git(&format!("switch --quiet {branch}"));
        let run = self
            .project
            .djdock(&format!("init --yes --quiet {answers}"));
        assert_eq!(run.code, Some(0), "{}\n{run}", self.log.join("\n"));
        assert_eq!(
            self.project.git("status --porcelain"),
            "",
            "{}",
            self.log.join("\n")
        );
    }

    /// Merges dev into prod, and checks what that must keep.
    pub(super) fn merge(&mut self) {
        let project = &self.project;
        project.git("switch --quiet prod");
        let before = stack(project, "prod");
        let merge = project.git_in(&project.root, "merge --no-edit dev");
        if self.rebased && merge.code == Some(1) {
            self.settle(&before);
        } else {
            assert_eq!(merge.code, Some(0), "{}\n{merge}", self.log.join("\n"));
        }
        let after = stack(project, "prod");
        for (path, text) in &before {
            let merged = after.get(path).map(|text| without_edits(path, text));
            let text = without_edits(path, text);
            assert_eq!(Some(text), merged, "{path}\n{}", self.log.join("\n"));
        }
        assert_eq!(before.len(), after.len(), "{}", self.log.join("\n"));
        let dev = project.on("dev", SHARED);
        let arrived = |line: &str| after[SHARED].lines().any(|other| other == line);
        let lost = dev.lines().find(|line| is_edit(line) && !arrived(line));
        assert_eq!(lost, None, "{}", self.log.join("\n"));
        self.assert_code_arrived(&after);
        self.log.push("merge".to_owned());
    }

    /// Whoever rewrites commits that prod has already meets their own lines again: in their own files and edits, and nowhere else.
    fn settle(&self, stack: &BTreeMap<String, String>) {
        let project = &self.project;
        let conflicts = project.git("diff --name-only --diff-filter=U");
        for path in conflicts.lines() {
            let own = !stack.contains_key(path) || path == SHARED;
            assert!(own, "{path}\n{}", self.log.join("\n"));
            project.git(&format!("checkout --quiet --theirs {path}"));
        }
        project.commit("settled");
    }

    /// All that is not stack is the same on both branches, but for what was written on prod.
    fn assert_code_arrived(&self, stack: &BTreeMap<String, String>) {
        let differing = self.project.git("diff --name-only dev prod");
        let code = differing
            .lines()
            .filter(|path| !stack.contains_key(*path) && !path.starts_with("hotfix_"))
            // A file that the user edited stays on dev where djdock no longer has it.
            .filter(|path| !path.starts_with("docker/"));
        let code: Vec<_> = code.collect();
        assert!(code.is_empty(), "{code:?} differ\n{}", self.log.join("\n"));
    }

    /// A number below another, from the same seed.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.random.random_range(0..end)
    }
}

/// What both environments have alike: an edit of it on dev goes along.
const SHARED: &str = "docker/env.sh";

fn is_edit(line: &str) -> bool {
    line.starts_with("# mine")
}

/// A file of prod's stack, without what came along from dev.
fn without_edits(path: &str, text: &str) -> String {
    let is_kept = |line: &&str| path != SHARED || !is_edit(line);
    text.split_inclusive('\n').filter(is_kept).collect()
}

/// A branch's own stack: the lock, and the files that it says are owned.
fn stack(project: &Project, branch: &str) -> BTreeMap<String, String> {
    let text = project.on(branch, "djdock.lock");
    let lock = Lock::parse(&text).expect("a lock");
    let owned = lock.owned.keys();
    let mut files: BTreeMap<_, _> = owned
        .map(|path| (path.clone(), project.on(branch, path)))
        .collect();
    files.insert("djdock.lock".to_owned(), text);
    files
}
