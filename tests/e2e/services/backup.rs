//! Backups, on prod: what was there before every volume went is there again; the schedule keeps time and throws away.

use std::fs;

use djdock::environment::Environment;

use super::probe::{Door, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "backup",
    flags: &["--set", "backup.keep=2", "--set", "backup.weeks=0"],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Prod],
        used,
    },
    doors: &[Door::back("backup", &[])],
};

const WRITE: &str = "
from notes.models import Note
Note.objects.bulk_create(Note(kind='kept', text='C\u{f4}t\u{e9} %d' % i) for i in range(50))
";

/// Where uploads go to a bucket, backups have none of them, as is said when both stand in a stack.
const WRITE_UPLOAD: &str = "
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save('kept/\u{e9}t\u{e9}.txt', ContentFile(b'seen'))
";

/// Rows and an upload as one line each.
const READ: &str = "
import hashlib
from notes.models import Note
rows = list(Note.objects.filter(kind='kept').order_by('id').values_list())
print(len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
";
const READ_UPLOAD: &str = "
from django.core.files.storage import default_storage
print(default_storage.open('kept/\u{e9}t\u{e9}.txt').read())
";

fn used(trial: &Trial<'_>) {
    let parts: &[_] = if trial.has("minio") {
        &[(WRITE, READ)]
    } else {
        &[(WRITE, READ), (WRITE_UPLOAD, READ_UPLOAD)]
    };
    for (write, _) in parts {
        trial.python(write);
    }
    let read = || -> Vec<String> { parts.iter().map(|(_, read)| trial.python(read)).collect() };
    let before = read();
    trial.stack.make(["backup"]).ok();
    let newest = newest(trial);
    trial.stack.compose(["down", "--volumes"]).ok();
    let file = format!("FILE=data/backups/{newest}");
    let restored = trial.stack.make(["restore", "YES=1", &file]).ok();
    assert_eq!(read(), before);
    trial.figure("seconds of a restore", format!("{:.1}", restored.seconds));
    schedule(trial);
}

const SQLITE: &str = "/srv/sqlite/db.sqlite3";
const AWAY: &str = "/srv/sqlite/away.sqlite3";

/// Every two seconds instead of hours.
fn schedule(trial: &Trial<'_>) {
    let file = trial.stack.folder.join("docker/backup.sh");
    let usual = fs::read_to_string(&file).expect("it is rendered");
    let started = |text: &str| {
        fs::write(&file, text).expect("it is written");
        trial.stack.compose(["build"]).ok();
        let up = ["up", "-d", "--no-build", "--no-deps", "backup"];
        trial.stack.compose(up).ok();
    };
    started(&usual.replace("* 3600))\n", "* 0 + 2))\n"));
    let script = if trial.has("sqlite") {
        "/app/docker/backup.sh"
    } else {
        "/backup.sh"
    };
    let first = newest(trial);
    trial.until("the schedule makes backups, and keeps two", || {
        let there = all(trial);
        (there.len() == 2 && !there.contains(&first)).then_some(())
    });
    let is_healthy = || trial.succeeds("backup", &["sh", script, "health"]);
    assert!(is_healthy());
    let database = |there: bool| {
        if trial.has("sqlite") {
            let (from, to) = if there {
                (AWAY, SQLITE)
            } else {
                (SQLITE, AWAY)
            };
            trial.inside("web", &["mv", from, to]);
        } else {
            let verb = if there { "start" } else { "stop" };
            trial.stack.compose([verb, "db"]).ok();
        }
    };
    database(false);
    // The name of a server that is stopped is looked for elsewhere, in vain, and that takes time.
    trial.until("a failure is seen", || (!is_healthy()).then_some(()));
    let whole = all(trial).iter().all(|name| {
        let dump = trial.stack.folder.join("data/backups").join(name);
        dump.join("uploads").is_dir()
    });
    assert!(whole, "half a backup has a good name");
    database(true);
    trial.until("it recovers", || is_healthy().then_some(()));
    started(&usual);
}

/// The backups that the schedule counts.
fn all(trial: &Trial<'_>) -> Vec<String> {
    let entries = fs::read_dir(trial.stack.folder.join("data/backups")).expect("the folder");
    let names = entries.filter_map(|it| it.ok()?.file_name().into_string().ok());
    let mut names: Vec<_> = names
        .filter(|name| name.starts_with('2') && !name.ends_with("-replaced"))
        .collect();
    names.sort();
    names
}

fn newest(trial: &Trial<'_>) -> String {
    all(trial).pop().expect("a backup")
}
