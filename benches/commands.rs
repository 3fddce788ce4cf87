//! How long a person waits, whole processes: for `djdock init --yes --dry-run`, beside `git status` on the same tree, on
//! the example project and on a repository of 500 apps and 20,000 files; for `djdock inspect` on a project of 40 settings
//! files that read 200 variables; for `djdock add`, commits written, on the example project.

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

/// A project whose settings stand in so many files, each of which reads five variables in the forms that are usual.
fn settings(files: usize) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path().join("project");
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    };
    let main = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n\
        from django.core.management import execute_from_command_line\n";
    let helper = "import os\n\n\ndef flag(name, default=False):\n    value = os.environ.get(name)\n    \
        if value is None:\n        return default\n    return value.lower() in ('true', '1')\n";
    write("manage.py", main);
    write("requirements.txt", "Django==5.2.8\n");
    write("mysite/__init__.py", "");
    write("mysite/helper.py", helper);
    let mut all = vec!["import os\nSECRET_KEY = 'x'\nINSTALLED_APPS = []\n".to_owned()];
    for file in 0..files {
        write(&format!("mysite/part_{file}.py"), &part(file));
        all.push(format!("from .part_{file} import *\n"));
    }
    write("mysite/settings.py", &all.concat());
    git(&root, &["init", "--quiet"]);
    git(&root, &["add", "--all"]);
    git(&root, &["commit", "--quiet", "--message", "settings"]);
    folder
}

fn part(file: usize) -> String {
    let forms = [
        "A_N = os.environ.get('A_N', 'x')\n",
        "DEBUG = B_N = flag('B_N')\n",
        "C_N = {'default': {'NAME': os.environ['C_N'], 'PORT': 1}}\n",
        "D_N = os.getenv('D_N', '').split(',')\n",
        "if flag('E_N'):\n    E_N = [1]\nelse:\n    E_N = A_N\n",
    ];
    let forms = forms.concat().replace("_N", &format!("_{file}"));
    format!("import os\nfrom mysite.helper import flag\n{forms}")
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

fn measure(criterion: &mut Criterion, name: &str, folder: &TempDir, arguments: &[&str]) {
    let root = folder.path().join("project");
    let mut group = criterion.benchmark_group(name);
    group.sample_size(30);
    group.bench_function(format!("djdock {}", arguments.join(" ")), |bencher| {
        bencher.iter(|| djdock(&root, arguments));
    });
    group.bench_function("git status", |bencher| {
        bencher.iter(|| run(Command::new("git").current_dir(&root).arg("status")));
    });
    group.finish();
}

fn init(criterion: &mut Criterion) {
    let plan = ["init", "--yes", "--dry-run"];
    measure(criterion, "examples/polls", &repository(0, 0), &plan);
    let apps = repository(APPS, FILES);
    measure(criterion, "500 apps, 20,000 files", &apps, &plan);
}

fn inspect(criterion: &mut Criterion) {
    let name = "40 settings files, 200 variables";
    measure(criterion, name, &settings(40), &["inspect"]);
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

criterion_group!(benches, init, inspect, add);
criterion_main!(benches);
