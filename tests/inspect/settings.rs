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

/// The settings of each environment, where `manage.py` says so much before it starts Django, and `mysite/wsgi.py` names
/// a module of its own.
fn environments_of(manage: &str, files: &[(&str, &str)]) -> djdock::inspect::Project {
    let manage: Vec<String> = manage.lines().map(|line| format!("    {line}\n")).collect();
    let manage = format!(
        "import os, sys, site, socket, platform\nfrom pathlib import Path\n\n\ndef main():\n{}{}",
        manage.concat(),
        "    from django.core.management import execute_from_command_line\n    execute_from_command_line(sys.argv)\n\n\nif __name__ == '__main__':\n    main()\n",
    );
    let mut all = vec![
        ("manage.py", manage.as_str()),
        ("mysite/__init__.py", ""),
        ("mysite/settings.py", SETTINGS),
        ("requirements.txt", "Django==5.2\n"),
    ];
    all.extend_from_slice(files);
    facts_of(&MemoryTree::new(all))
}

const NAMED: &str = "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')";

#[test]
fn what_entry_points_put_on_the_path() {
    let files = [
        ("apps/notes/__init__.py", ""),
        ("libs/tool.py", ""),
        ("mysite/paths.py", "import sys\nsys.path.append('apps')\n"),
    ];
    let cases: &[(&str, &[&str])] = &[
        (
            "sys.path.insert(0, str(Path(__file__).resolve().parent / 'apps'))",
            &["apps"],
        ),
        (
            "here = os.path.dirname(os.path.abspath(__file__))\nsys.path.append(os.path.join(here, 'apps'))",
            &["apps"],
        ),
        ("sys.path.extend(('apps', 'libs'))", &["apps", "libs"]),
        ("sys.path[0:0] = ['apps', 'libs']", &["apps", "libs"]),
        ("sys.path[1:1] = [os.getcwd() + '/apps']", &["apps"]),
        ("sys.path += ['libs', 'apps']", &["libs", "apps"]),
        ("sys.path = ['apps', *sys.path]", &["apps"]),
        ("from sys import path\npath.insert(0, 'apps')", &["apps"]),
        ("site.addsitedir('apps')", &["apps"]),
        ("from mysite import paths", &["apps"]),
        (
            "for name in 'apps', 'a', 'b', 'c', 'd', 'e', 'libs':\n    folder = os.path.abspath(name)\n    if folder not in sys.path:\n        sys.path.insert(0, folder)",
            &["libs", "apps"],
        ),
        (
            "if os.path.isdir('apps'):\n    sys.path.insert(0, 'apps')",
            &["apps"],
        ),
        // Who is handed the list may change it; what was on it is still there.
        ("sys.path.append('apps')\nunknown(sys.path)", &["apps"]),
        // Where it cannot be told, the folder is there.
        ("if unknown():\n    sys.path.insert(0, 'apps')", &["apps"]),
        ("sys.path.append('apps')\nsys.path.remove('apps')", &[]),
        ("sys.path[:] = ['apps'] + sys.path\ndel sys.path[:1]", &[]),
        (
            "if os.environ.get('LIBS'):\n    sys.path.append('libs')",
            &[],
        ),
        (
            "sys.path += ['/opt/lib', '..', 'gone', os.getcwd(), '']",
            &[],
        ),
        ("sys.path.insert(0, unknown())", &[]),
    ];
    for (source, expected) in cases {
        let project = environments_of(&format!("{source}\n{NAMED}\n"), &files);
        assert_eq!(project.python_path, *expected, "{source}");
        for index in 0..expected.len() {
            let at = &project.evidence[&format!("python_path.{index}")];
            assert!(at.contains(".py:"), "{source}: {at}");
        }
    }
}

#[test]
fn modules_are_found_on_the_path_of_entry_points() {
    let manage = "sys.path.insert(0, 'src')\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n";
    let wsgi = "import os, sys\nsys.path.append('libs')\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n";
    let project = environments_of(
        manage,
        &[
            ("src/config/__init__.py", ""),
            (
                "src/config/settings.py",
                "from shared import *\nINSTALLED_APPS = ['notes']\n",
            ),
            ("src/config/wsgi.py", wsgi),
            ("libs/shared.py", "MEDIA_URL = '/media/'\n"),
            ("src/notes/models.py", "import PIL\n"),
        ],
    );
    assert_eq!(project.python_path, ["src", "libs"]);
    assert_eq!(project.evidence["python_path.1"], "src/config/wsgi.py:2");
    assert_eq!(
        project.settings.files,
        ["src/config/settings.py", "libs/shared.py"]
    );
    assert_eq!(
        project.wsgi_application.as_deref(),
        Some("config.wsgi.application")
    );
    assert_eq!(project.media_url.as_deref(), Some("/media/"));
    assert_eq!(project.dependencies.missing, ["Pillow"]);
}

#[test]
fn entry_points_name_settings_as_a_container_runs_them() {
    let either = |test: &str| {
        format!(
            "if {test}:\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.live')\nelse:\n    {NAMED}\n"
        )
    };
    let marker = "if len(sys.argv) > 1 and sys.argv[1] == 'test':\n    os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings_test'\nelif os.path.exists(os.path.join(os.path.dirname(__file__), 'ON_SERVER')):\n    os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.server'\nelse:\n    os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'\n";
    let server = "from .settings import *\nDEBUG = False\n";
    let wsgi = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.server')\n";
    let mut cases = vec![(marker.to_owned(), false)];
    for test in [
        "os.path.exists('/home/www/live')",
        "(Path(__file__).parent.parent / 'live').is_file()",
        "socket.gethostname() == 'web1'",
        "socket.gethostname().split('.')[0].lower() in ('web1', 'web2')",
        "platform.node().startswith('web')",
        "'live' in os.uname()[1]",
        "not socket.getfqdn() != 'web1'",
        "os.environ.get('SITE') == 'live'",
        "'--live' in sys.argv",
        "'runserver' not in sys.argv",
    ] {
        cases.push((either(test), false));
    }
    cases.push((
        "hosts = {'web1': 'mysite.live'}\nos.environ['DJANGO_SETTINGS_MODULE'] = hosts.get(socket.gethostname(), 'mysite.settings')\n".to_owned(),
        false,
    ));
    // What cannot be told, and what only a developer's machine has.
    cases.push((either("unknown()"), true));
    cases.push((either("not os.path.exists('.here')"), true));
    cases.push((
        "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.live' if unknown() else 'mysite.settings')\n".to_owned(),
        true,
    ));
    for (manage, is_guess) in cases {
        let project = environments_of(
            &manage,
            &[
                ("mysite/live.py", server),
                ("mysite/server.py", server),
                ("mysite/settings_test.py", server),
                ("mysite/wsgi.py", wsgi),
            ],
        );
        let modules = &project.settings.environments;
        assert_eq!(modules[&Environment::Dev], "mysite.settings", "{manage}");
        assert_eq!(modules[&Environment::Prod], "mysite.server", "{manage}");
        let guess = project.guesses.contains_key("settings.module");
        assert_eq!(guess, is_guess, "{manage}");
    }
}
