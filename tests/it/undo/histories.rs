//! Random histories: whatever djdock and its user did, `undo` leaves the project as it is where the user alone did theirs.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::tree;
use crate::harness::{Project, laws};
use crate::merge::step::Step;

/// How many of each part, where every law is tried as often as it can be, and elsewhere.
const COUNTS: [u64; 2] = [8, 2];
const PARTS: u64 = 2;
const STEPS: u32 = 6;

/// Edits of the user's own files.
const EDITS: [Step; 7] = [
    Step::Code,
    Step::NewFile,
    Step::DeleteFile,
    Step::Setting,
    Step::InstalledApp,
    Step::Requirement,
    Step::IgnoreRule,
];

const COMMANDS: [&str; 10] = [
    "add redis",
    "add rabbitmq memcached",
    "remove redis",
    "remove rabbitmq",
    "add postgres",
    "add mariadb --import-data",
    "update",
    "init --yes --server uvicorn",
    "init --yes --dev-port 8123",
    "init --yes --domain example.org",
];

/// A project, and another one in which the same happened without djdock.
struct Twins {
    project: Project,
    plain: Project,
    random: StdRng,
    log: Vec<String>,
}

impl Twins {
    fn new(seed: u64) -> Self {
        let project = Project::polls();
        let plain = project.copied();
        project.djdock("init --yes --quiet --db mariadb").ok();
        Self {
            project,
            plain,
            random: StdRng::seed_from_u64(seed),
            log: vec![format!("seed {seed}")],
        }
    }

    /// One in so many.
    fn one_in(&mut self, many: u32) -> bool {
        self.random.random_range(0..many) == 0
    }

    fn go_on(&mut self, number: u32) {
        if self.one_in(2) {
            let command = *COMMANDS.choose(&mut self.random).expect("a command");
            // It may have nothing to do here, or be refused.
            let code = self.project.djdock(&format!("{command} --quiet")).code;
            self.log.push(format!("{command}: {code:?}"));
            return;
        }
        let step = *EDITS.choose(&mut self.random).expect("an edit");
        self.log.push(format!("{step:?}"));
        self.project.git("switch --quiet dev");
        for project in [&self.project, &self.plain] {
            let branch = if project.has("djdock.lock") {
                "dev"
            } else {
                "main"
            };
            step.edit(project, branch, number);
            if !project.git("status --porcelain").is_empty() {
                project.commit("mine");
            }
        }
    }

    /// Everything goes, wherever the user is; then it is tried once more.
    fn undo(&mut self) {
        self.project.git("switch --quiet prod");
        self.project.git("merge --quiet --no-edit dev");
        self.project.git("switch --quiet main");
        if self.one_in(2) {
            self.log.push("merged into main".to_owned());
            self.project.git("merge --quiet --no-edit dev");
        }
        let branch = *["main", "dev", "prod"]
            .choose(&mut self.random)
            .expect("a branch");
        self.project.git(&format!("switch --quiet {branch}"));
        self.log.push(format!("undo on {branch}"));
        self.assert_undone(branch);
        self.project.djdock("init --yes --quiet --db mariadb").ok();
        self.assert_undone(branch);
    }

    fn assert_undone(&self, branch: &str) {
        let (project, log) = (&self.project, self.log.join("\n"));
        let run = project.djdock("undo --quiet");
        assert_eq!(run.code, Some(0), "{log}\n{run}");
        assert!(!run.stderr.contains("warning"), "{log}\n{run}");
        let all = project.git("branch --format=%(refname:short)");
        for name in all
            .lines()
            .filter(|name| *name != "main" || branch == "main")
        {
            let differing = project.git(&format!("diff --name-only {name} main"));
            let has_all = tree(project, name) == tree(&self.plain, "main");
            let has_none = tree(project, name) == self.plain_start();
            assert!(has_all || has_none, "{name}\n{log}\n{differing}");
            assert!(has_all || name == "main", "{name} lost something\n{log}");
        }
        assert_eq!(project.git("status --porcelain"), "", "{log}");
        let text = project.read(".git/config");
        let is_left = project
            .git("for-each-ref --format=%(refname)")
            .lines()
            .any(|name| {
                let lock =
                    project.git_in(&project.root, &format!("cat-file -e {name}:djdock.lock"));
                lock.code == Some(0)
            });
        assert_eq!(text.contains("djdock"), is_left, "{log}\n{text}");
        let tips = project.git("for-each-ref");
        project.djdock("undo --quiet").ok();
        assert_eq!(project.git("for-each-ref"), tips, "{log}");
    }

    /// The project as it was before anybody did anything.
    fn plain_start(&self) -> String {
        let first = self.plain.git("rev-list --max-parents=0 main");
        tree(&self.plain, &first)
    }
}

fn histories(part: u64) {
    let [all, some] = COUNTS;
    let count = if laws::are_long() { all } else { some };
    for seed in (0..count).map(|index| index * PARTS + part) {
        let mut twins = Twins::new(seed);
        for number in 0..STEPS {
            twins.go_on(number);
        }
        twins.undo();
    }
}

// In parts, so that they run side by side.

#[test]
fn histories_0() {
    histories(0);
}

#[test]
fn histories_1() {
    histories(1);
}
