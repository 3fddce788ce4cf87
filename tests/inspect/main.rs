//! Facts of projects, from their files.
#![cfg(test)]

mod addresses;
mod damaged;
mod defaults;
mod dependencies;
mod front_ends;
mod growth;
#[path = "../shared/mod.rs"]
mod harness;
mod place;
mod project;
mod rich;
mod schema;
mod settings;
mod spelling;
mod uploads;
mod writable;

use std::sync::LazyLock;

use djdock::catalog::{self, Pack};
use djdock::inspect::{Hints, Project, Uses, inspect};
use djdock::tree::MemoryTree;

pub(crate) const MANAGE: &str =
    "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n";
pub(crate) const SETTINGS: &str = "from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
INSTALLED_APPS = ['django.contrib.admin']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}
STATIC_URL = 'static/'
";

/// What the built-in pack knows the signs of.
pub(crate) static USES: LazyLock<Uses> = LazyLock::new(|| {
    let pack = Pack::embedded();
    catalog::uses(&pack).expect("its services")
});

pub(crate) fn tree(files: &[(&str, &str)]) -> MemoryTree {
    let base = [
        ("manage.py", MANAGE),
        ("mysite/settings.py", SETTINGS),
        ("mysite/wsgi.py", ""),
    ];
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for (path, text) in base.iter().chain(files) {
        all.retain(|(known, _)| known != path);
        all.push(((*path).to_owned(), text.as_bytes().to_vec()));
    }
    MemoryTree::new(all)
}

pub(crate) fn facts_of(tree: &MemoryTree) -> Project {
    inspect(tree, tree, &Hints::default(), &USES).expect("a project")
}

pub(crate) fn facts(files: &[(&str, &str)]) -> Project {
    facts_of(&tree(files))
}

/// The facts of settings with more lines.
pub(crate) fn with_settings(more: &str) -> Project {
    facts(&[("mysite/settings.py", &format!("{SETTINGS}{more}"))])
}
