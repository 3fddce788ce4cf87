//! A history that goes on: what users and djdock do, one step at a time, and what a merge must keep.

use std::collections::BTreeMap;

use djdock::lock::Lock;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::harness::Project;

/// What happens between two merges.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Code,
    NewFile,
    DeleteFile,
    Setting,
    InstalledApp,
    Requirement,
    IgnoreRule,
    Hotfix,
    StackEdit,
    ComposeEdit,
    MainCommit,
    Rebase,
    SquashMerge,
    Add,
    Remove,
    Update,
    Answers,
}

const STEPS: [Step; 18] = [
    Step::Code,
    Step::NewFile,
    Step::DeleteFile,
    Step::Setting,
    Step::InstalledApp,
    Step::Requirement,
    Step::IgnoreRule,
    Step::Hotfix,
    Step::StackEdit,
    Step::ComposeEdit,
    Step::MainCommit,
    Step::Rebase,
    Step::SquashMerge,
    Step::Add,
    Step::Add,
    Step::Remove,
    Step::Update,
    Step::Answers,
];

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
    log: Vec<String>,
}

impl History {
    /// A project after its first `init`.
    pub(super) fn new(seed: u64) -> Self {
        let mut history = Self {
            project: Project::polls(),
            random: StdRng::seed_from_u64(seed),
            number: 0,
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
        let number = self.number;
        let branch = if matches!(step, Step::Hotfix) {
            "prod"
        } else {
            "dev"
        };
        self.project.git(&format!("switch --quiet {branch}"));
        let project = &self.project;
        match step {
            Step::Code => project.append("polls/views.py", &format!("# change {number}\n")),
            Step::NewFile => project.write(&format!("app_{number}/models.py"), "# new\n"),
            Step::DeleteFile => delete(project),
            Step::Setting => {
                project.append("mysite/settings.py", &format!("\nMINE_{number} = 1\n"));
            }
            Step::InstalledApp => replace(
                project,
                "INSTALLED_APPS = [\n",
                &format!("    'app_{number}',\n"),
            ),
            Step::Requirement => project.append("requirements.txt", &format!("package-{number}\n")),
            Step::IgnoreRule => project.append(".gitignore", &format!("*.{number}\n")),
            Step::Hotfix => project.write(&format!("hotfix_{number}.py"), "# prod\n"),
            Step::StackEdit => project.append("Dockerfile", &format!("# mine {number}\n")),
            Step::ComposeEdit => compose_edit(project, number),
            Step::MainCommit => {
                project.git("switch --quiet main");
                project.write(&format!("main_{number}.py"), "# main\n");
            }
            Step::Rebase => {
                let rebased = project.git_in(&project.root, "rebase --quiet main");
                if rebased.code != Some(0) {
                    // What main changed meets what djdock patched: the user's own to settle, or not.
                    project.git("rebase --abort");
                }
                // The commit that both branches go back to holds no stack now: any command of djdock's heals that.
                return self.change("update");
            }
            Step::SquashMerge => return self.squash(),
            Step::Add => return self.change("add"),
            Step::Remove => return self.change("remove"),
            Step::Update => return self.change("update"),
            Step::Answers => return self.init(),
        }
        if !project.git("status --porcelain").is_empty() {
            project.commit(&format!("{step:?}"));
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
        assert_eq!(merge.code, Some(0), "{}\n{merge}", self.log.join("\n"));
        let after = stack(project, "prod");
        for (path, text) in &before {
            assert_eq!(
                Some(text),
                after.get(path),
                "{path}\n{}",
                self.log.join("\n")
            );
        }
        assert_eq!(before.len(), after.len(), "{}", self.log.join("\n"));
        self.assert_code_arrived(&after);
        self.log.push("merge".to_owned());
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

/// A line of the user's in dev's compose file.
fn compose_edit(project: &Project, number: u32) {
    let text = project.read("docker-compose.yml");
    let line = format!("\n  mine-{number}:\n    image: mine:{number}\n\n  web:\n");
    project.write("docker-compose.yml", &text.replacen("\n  web:\n", &line, 1));
}

/// Deletes a file that an earlier step made.
fn delete(project: &Project) {
    let tracked = project.tracked("dev");
    if let Some(path) = tracked.iter().find(|path| path.starts_with("app_")) {
        project.git(&format!("rm --quiet {path}"));
    }
}

fn replace(project: &Project, behind: &str, line: &str) {
    let text = project.read("mysite/settings.py");
    assert!(text.contains(behind));
    let text = text.replacen(behind, &format!("{behind}{line}"), 1);
    project.write("mysite/settings.py", &text);
}
