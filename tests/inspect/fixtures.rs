//! Every project of `tests/fixtures` is inspected because its folder exists; damage to its settings is survived.

use std::path::{Path, PathBuf};

use djdock::inspect::{Hints, inspect};
use djdock::tree::{MemoryTree, WorkTree};
use proptest::prelude::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn fixtures() -> Vec<PathBuf> {
    let Ok(folders) = std::fs::read_dir(root().join("tests/fixtures")) else {
        return Vec::new();
    };
    let paths = folders.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    paths.sort();
    paths
}

/// How snapshots are kept.
pub(crate) fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn facts_of_fixtures() {
    let _guard = snapshots().bind_to_scope();
    for path in fixtures() {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let tree = WorkTree::new(&path);
        let facts = match inspect(&tree, &tree, &Hints::default()) {
            Ok(project) => serde_json::to_string_pretty(&project).expect("JSON"),
            Err(error) => format!("error: {error}"),
        };
        insta::assert_snapshot!(format!("inspect@{name}"), facts);
    }
}

const SETTINGS: &str = "import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ.get('SECRET_KEY', 'x')
DEBUG = True
INSTALLED_APPS = [
    'django.contrib.admin',
]
if DEBUG:
    INSTALLED_APPS += ['debug_toolbar']
try:
    from .local import *
except ImportError:
    pass
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.sqlite3',
        'NAME': BASE_DIR / 'db.sqlite3',
    }
}
DATABASES['default'].update({'USER': os.environ['USER']})
STATIC_URL = f'{\"static\"}/'
";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Cut, doubled or overwritten anywhere, settings give facts or an error.
    #[test]
    fn damaged_settings(from in 0..SETTINGS.len(), length in 0..80usize, insert in "[\\x00-\\x7f]{0,8}") {
        let to = (from + length).min(SETTINGS.len());
        let damaged = format!("{}{insert}{}", &SETTINGS[..from], &SETTINGS[to..]);
        let tree = MemoryTree::new([
            ("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n".to_owned()),
            ("mysite/settings.py", damaged.clone()),
            ("requirements.txt", damaged.clone()),
            ("pyproject.toml", damaged.clone()),
            ("Pipfile", damaged),
        ]);
        let _ = inspect(&tree, &tree, &Hints::default());
    }
}
