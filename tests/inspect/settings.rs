//! What the settings say.

use djdock::environment::Environment;
use djdock::inspect::Source;
use djdock::tree::MemoryTree;

use super::{MANAGE, SETTINGS, facts, facts_of, with_settings};

#[test]
fn an_application_counts_where_its_module_exists() {
    let project =
        with_settings("WSGI_APPLICATION = 'gone.wsgi.application'\nASGI_APPLICATION = 'x.y'\n");
    assert_eq!(
        project.wsgi_application.as_deref(),
        Some("mysite.wsgi.application")
    );
    assert_eq!(project.asgi_application, None);
    let project = facts(&[("mysite/asgi.py", "")]);
    assert_eq!(
        project.asgi_application.as_deref(),
        Some("mysite.asgi.application")
    );
}

#[test]
fn split_settings() {
    let manage = MANAGE.replace("mysite.settings", "mysite.settings.dev");
    let tree = MemoryTree::new([
        ("manage.py", manage.as_str()),
        ("mysite/settings/__init__.py", ""),
        (
            "mysite/settings/base.py",
            &SETTINGS.replace("parent.parent", "parents[2]"),
        ),
        (
            "mysite/settings/dev.py",
            "from .base import *\nMEDIA_URL = 'media'\n",
        ),
        (
            "mysite/settings/production.py",
            "from .base import *\nSTORAGES = {'staticfiles': {'BACKEND': 'x.ManifestStaticFilesStorage'}}\n",
        ),
    ]);
    let project = facts_of(&tree);
    assert_eq!(
        project.settings.files,
        ["mysite/settings/dev.py", "mysite/settings/base.py"]
    );
    assert_eq!(
        project.settings.environments[&Environment::Prod],
        "mysite.settings.production"
    );
    assert!(
        project.guesses["settings.environments.prod"]
            .why
            .contains("production.py")
    );
    assert_eq!(project.media_url.as_deref(), Some("/media/"));
    assert_eq!(
        project.databases["default"].name.as_deref(),
        Some("db.sqlite3")
    );
    assert!(project.hashed_static);
    assert_eq!(
        project.evidence["hashed_static"],
        "mysite/settings/production.py:2"
    );
}

#[test]
fn the_servers_module_names_production() {
    let named = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.live')\n";
    let project = facts(&[("mysite/wsgi.py", named), ("mysite/live.py", SETTINGS)]);
    assert_eq!(
        project.settings.environments[&Environment::Dev],
        "mysite.settings"
    );
    assert_eq!(
        project.settings.environments[&Environment::Prod],
        "mysite.live"
    );
    assert_eq!(
        project.evidence["settings.environments.prod"],
        "mysite/wsgi.py:2"
    );
    assert!(project.guesses.is_empty());
}

#[test]
fn databases_by_how_they_are_set() {
    let cases = [
        (
            "DATABASES['default']['ENGINE'] = os.environ.get('E', 'django.db.backends.mysql')",
            Some("mysql"),
            Some(Source::Env),
        ),
        (
            "DATABASES = {'default': dj_database_url.config(default='postgis://h/n')}",
            Some("postgis"),
            Some(Source::Url),
        ),
        (
            "DATABASES['default'].update(dj_database_url.config())",
            Some("sqlite3"),
            Some(Source::Mixed),
        ),
        (
            "if 'DATABASE_URL' in os.environ:\n    DATABASES['default'] = dj_database_url.config()",
            Some("sqlite3"),
            Some(Source::Mixed),
        ),
        (
            "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql_psycopg2', 'USER': os.environ['U']}}",
            Some("postgresql"),
            Some(Source::Env),
        ),
        (
            "DATABASES = {'default': {'ENGINE': 'other.backend'}}",
            Some("other.backend"),
            Some(Source::Literal),
        ),
        ("DATABASES = unknown()", None, None),
    ];
    for (source, engine, from) in cases {
        let project = with_settings(&format!("import os, dj_database_url\n{source}\n"));
        let database = project
            .databases
            .get("default")
            .cloned()
            .unwrap_or_default();
        assert_eq!(database.engine.as_deref(), engine, "{source}");
        assert_eq!(database.from, from, "{source}");
    }
    let project = with_settings(
        "import os\nif os.getenv('DB') == 'p':\n    DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n",
    );
    assert_eq!(project.databases["default"].alternatives, ["postgresql"]);
}

#[test]
fn roots_of_static_and_media() {
    let project = with_settings(
        "import os\nSTATIC_ROOT = os.path.join(BASE_DIR, '..', 'public')\nMEDIA_ROOT = 'media/'\nMEDIA_URL = 'https://m.example/x'\n",
    );
    assert_eq!(project.static_root.as_deref(), Some("../public"));
    assert_eq!(project.media_root.as_deref(), Some("media"));
    assert_eq!(project.media_url.as_deref(), Some("https://m.example/x/"));
    let project = with_settings("STATIC_ROOT = '/var/www/static'\n");
    assert_eq!(project.static_root.as_deref(), Some("/var/www/static"));
}

#[test]
fn an_empty_secret_key_is_required() {
    let project =
        with_settings("import os\nSECRET_KEY = os.getenv('KEY')\nX = os.getenv('Y', 'z')\n");
    let shown: Vec<_> = project
        .environment
        .iter()
        .map(|variable| {
            (
                variable.name.as_str(),
                variable.required,
                variable.default.as_deref(),
            )
        })
        .collect();
    assert_eq!(shown, [("KEY", true, None), ("Y", false, Some("z"))]);
}

#[test]
fn uses_from_settings_and_packages() {
    let project = facts(&[
        (
            "mysite/settings.py",
            "INSTALLED_APPS = ['channels']\nMIDDLEWARE = ['whitenoise.middleware.WhiteNoiseMiddleware']\nCACHES = {'default': {'BACKEND': 'x.Cache', 'LOCATION': 'redis://localhost'}}\n",
        ),
        ("requirements.txt", "Celery>=5\n"),
    ]);
    assert_eq!(project.uses, ["celery", "channels", "redis", "whitenoise"]);
    assert_eq!(project.evidence["uses.celery"], "requirements.txt:1");
    assert_eq!(project.evidence["uses.redis"], "mysite/settings.py:3");
}

#[test]
fn folders_that_files_are_written_into() {
    let handler = |path: &str| {
        format!(
            "LOGGING = {{'handlers': {{'f': {{'class': 'logging.FileHandler', 'filename': {path}}}}}}}"
        )
    };
    let cache = |path: &str| {
        format!(
            "CACHES = {{'d': {{'BACKEND': 'django.core.cache.backends.filebased.FileBasedCache', 'LOCATION': {path}}}}}"
        )
    };
    let cases: [(String, &[&str]); 15] = [
        (handler("BASE_DIR / 'logs' / 'django.log'"), &["logs"]),
        (handler("'logs/a/django.log'"), &["logs/a"]),
        (handler("'/var/log/notes/django.log'"), &["/var/log/notes"]),
        (handler("'/var/log/django.log'"), &["/var/log"]),
        (handler("BASE_DIR.parent / 'logs' / 'x.log'"), &["../logs"]),
        // It is there, or no folder of a disk.
        (handler("BASE_DIR / 'django.log'"), &[]),
        (handler("BASE_DIR / 'mysite' / 'django.log'"), &[]),
        (handler("'/tmp/django.log'"), &[]),
        (handler("'/dev/stdout'"), &[]),
        (handler("os.environ['LOG']"), &[]),
        (handler("os.environ.get('LOG', '/var/log/x/y.log')"), &["/var/log/x"]),
        (
            "LOG = '/a/b/c.log'\nif os.environ.get('P'):\n    LOGGING = {'handlers': {'f': {'filename': LOG}}}".to_owned(),
            &["/a/b"],
        ),
        (cache("'/var/cache/notes'"), &["/var/cache/notes"]),
        // Django makes it.
        (cache("BASE_DIR / 'cache'"), &[]),
        ("EMAIL_FILE_PATH = '/var/mails'\nFILE_UPLOAD_TEMP_DIR = BASE_DIR / 'up'".to_owned(), &["/var/mails", "up"]),
    ];
    for (source, folders) in cases {
        let project = with_settings(&format!("import os\n{source}\n"));
        assert_eq!(project.written_folders, folders, "{source}");
        for index in 0..folders.len() {
            let at = &project.evidence[&format!("written_folders.{index}")];
            assert!(at.starts_with("mysite/settings.py:"), "{at}");
        }
    }
}
