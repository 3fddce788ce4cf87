//! How long a person waits, whole processes: for `djdock init --yes --dry-run`, beside `git status` on the same tree, on
//! the example project and on a repository of 500 apps and 20,000 files; for `djdock add`, commits written, on the
//! example project.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tempfile::TempDir;

const APPS: usize = 500;
const FILES: usize = 20_000;

/// A copy of the example project as a git repository, with so many apps and files beside its own.
fn repository(apps: usize, files: usize) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/example");
    let copy = root.join("project");
    run(Command::new("sh").arg(example).arg(&copy));
    for app in 0..apps {
        grow(&copy.join(format!("app_{app}")), files / apps);
    }
    let settings = copy.join("mysite/settings.py");
    let text = fs::read_to_string(&settings).expect("settings");
    let names: Vec<_> = (0..apps).map(|app| format!("    'app_{app}',\n")).collect();
    let text = text.replacen(
        "INSTALLED_APPS = [\n",
        &format!("INSTALLED_APPS = [\n{}", names.concat()),
        1,
    );
    fs::write(&settings, text).expect("settings");
    git(&copy, &["add", "--all"]);
    git(
        &copy,
        &["commit", "--quiet", "--allow-empty", "--message", "apps"],
    );
    folder
}

/// One app: modules, migrations and templates, as real ones have them.
fn grow(app: &Path, files: usize) {
    let module = "from django.db import models\n\n\nclass Thing(models.Model):\n    name = models.CharField(max_length=9)\n";
    for number in 0..files {
        let folder = app.join(["", "migrations", "templates", "tests"][number % 4]);
        fs::create_dir_all(&folder).expect("folders");
        fs::write(
            folder.join(format!("module_{number}.py")),
            format!("{module}# {number}\n"),
        )
        .expect("a file");
    }
}

fn git(root: &Path, arguments: &[&str]) {
    let who = [
        "-c",
        "user.name=example",
        "-c",
        "user.email=example@localhost",
    ];
    run(Command::new("git")
        .current_dir(root)
        .args(who)
        .args(arguments));
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("a program");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn measure(criterion: &mut Criterion, name: &str, folder: &TempDir) {
    let root = folder.path().join("project");
    let mut group = criterion.benchmark_group(name);
    group.sample_size(30);
    group.bench_function("djdock init --yes --dry-run", |bencher| {
        bencher.iter(|| djdock(&root, &["init", "--yes", "--dry-run"]));
    });
    group.bench_function("git status", |bencher| {
        bencher.iter(|| run(Command::new("git").current_dir(&root).arg("status")));
    });
    group.finish();
}

fn init(criterion: &mut Criterion) {
    measure(criterion, "examples/polls", &repository(0, 0));
    measure(
        criterion,
        "500 apps, 20,000 files",
        &repository(APPS, FILES),
    );
}

/// Each run in a stack of its own, which is not counted.
fn add(criterion: &mut Criterion) {
    let folder = repository(0, 0);
    let root = folder.path().join("project");
    djdock(&root, &["init", "--yes", "--quiet"]);
    let mut group = criterion.benchmark_group("examples/polls, with a stack");
    group.sample_size(30);
    group.bench_function("djdock add", |bencher| {
        bencher.iter_batched_ref(
            || copy(&root),
            |copy| djdock(copy.path(), &["add", "--yes", "redis"]),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn copy(root: &Path) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let mut copy = Command::new("cp");
    run(copy.arg("-a").arg(root.join(".")).arg(folder.path()));
    folder
}

fn djdock(root: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_djdock"));
    run(command.current_dir(root).args(arguments));
}

criterion_group!(benches, init, add);
criterion_main!(benches);
