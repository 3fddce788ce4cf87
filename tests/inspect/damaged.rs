//! Damage to settings is survived. That the facts of every fixture are as accepted, `tests/cases` shows.

use djdock::inspect::{Hints, inspect};
use djdock::tree::MemoryTree;
use proptest::prelude::*;

use crate::harness::laws;
use crate::{MANAGE, USES};

/// Settings with something of each kind.
const WHOLE: &str = "import os
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
    #![proptest_config(laws::tried(300))]

    /// Cut, doubled or overwritten anywhere, settings give facts or an error.
    #[test]
    fn damaged_settings(from in 0..WHOLE.len(), length in 0..80usize, insert in "[\\x00-\\x7f]{0,8}") {
        let to = (from + length).min(WHOLE.len());
        let damaged = format!("{}{insert}{}", &WHOLE[..from], &WHOLE[to..]);
        let tree = MemoryTree::new([
            ("manage.py", MANAGE.to_owned()),
            ("mysite/settings.py", damaged.clone()),
            ("requirements.txt", damaged.clone()),
            ("pyproject.toml", damaged.clone()),
            ("Pipfile", damaged),
        ]);
        let _ = inspect(&tree, &tree, &Hints::default(), &USES);
    }
}
