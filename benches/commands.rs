//! What whole processes take of the processor, beside `git status` on the same tree: `djdock init --yes --dry-run` on the
//! example project and on a repository of 500 apps and 20,000 files; `djdock inspect` and `init` on a project of 40
//! settings files that read 200 variables; `add`, `remove` and `update` on the example project with a stack. It is the
//! time of the processor and not of the clock, so that other work on the machine counts little.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, criterion_group, criterion_main};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use tempfile::TempDir;

const APPS: usize = 500;
const FILES: usize = 20_000;

/// The processor's time of the processes that were started, and have ended: their own and the kernel's.
struct Processor;

impl Processor {
    fn used() -> Duration {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the children's usage");
        let spent = usage.user_time() + usage.system_time();
        Duration::from_micros(spent.num_microseconds().unsigned_abs())
    }
}

impl Measurement for Processor {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        Self::used()
    }

    fn end(&self, start: Duration) -> Duration {
        Self::used().saturating_sub(start)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

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

/// What `init` needs of settings, beside what is measured.
const HEAD: &str = "import os
SECRET_KEY = 'x'
ALLOWED_HOSTS = []
INSTALLED_APPS = []
WSGI_APPLICATION = 'mysite.wsgi.application'
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}
";

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
    write("mysite/wsgi.py", "application = None\n");
    let mut all = vec![HEAD.to_owned()];
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

/// Measures commands that write nothing, beside `git status`.
fn measure(criterion: &mut Criterion<Processor>, name: &str, root: &Path, commands: &[&str]) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(30);
    for command in commands {
        group.bench_function(format!("djdock {command}"), |bencher| {
            bencher.iter(|| djdock(root, command));
        });
    }
    group.bench_function("git status", |bencher| {
        bencher.iter(|| run(Command::new("git").current_dir(root).arg("status")));
    });
    group.finish();
}

const PLAN: &str = "init --yes --dry-run";

fn init(criterion: &mut Criterion<Processor>) {
    let root = |folder: &TempDir| folder.path().join("project");
    let polls = repository(0, 0);
    measure(
        criterion,
        "examples/polls",
        &root(&polls),
        &[PLAN, "inspect"],
    );
    let apps = repository(APPS, FILES);
    let name = "500 apps, 20,000 files";
    measure(criterion, name, &root(&apps), &[PLAN, "inspect"]);
    let settings = settings(40);
    let name = "40 settings files, 200 variables";
    measure(criterion, name, &root(&settings), &[PLAN, "inspect"]);
}

/// A stack that stands: one with Redis beside it, which can be taken out.
fn change(criterion: &mut Criterion<Processor>) {
    let folder = repository(0, 0);
    let root = folder.path().join("project");
    djdock(&root, "init --yes --quiet --with redis");
    let commands = [
        "add rabbitmq --yes --dry-run",
        "remove redis --yes --dry-run",
        "update --yes --dry-run",
    ];
    measure(criterion, "examples/polls, with a stack", &root, &commands);
}

fn djdock(root: &Path, command: &str) {
    let mut djdock = Command::new(env!("CARGO_BIN_EXE_djdock"));
    run(djdock.current_dir(root).args(command.split(' ')));
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(Processor);
    targets = init, change
}
criterion_main!(benches);
