//! Where the project starts, and which settings each environment uses.

use djdock::environment::Environment;
use djdock::inspect::{Hints, InspectError, Project, inspect};
use djdock::tree::MemoryTree;

use super::{MANAGE, SETTINGS, USES, facts, facts_of};

fn prod(project: &Project) -> &str {
    &project.settings.environments[&Environment::Prod]
}

#[test]
fn a_package_without_manage_py() {
    let main = "import os, sys\nfrom django.core.management import execute_from_command_line\ndef main():\n    os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"app.settings\")\n    execute_from_command_line(sys.argv)\n";
    for (file, root) in [
        ("app/__main__.py", ""),
        ("src/app/__main__.py", "src/"),
        ("src/app/cli.py", "src/"),
    ] {
        let package = format!("{root}app");
        let project = facts_of(&MemoryTree::new([
            (file.to_owned(), main),
            (format!("{package}/__init__.py"), ""),
            (format!("{package}/settings.py"), SETTINGS),
            (
                "pyproject.toml".to_owned(),
                "[project.scripts]\napp = \"app.cli:main\"\n",
            ),
        ]));
        assert_eq!(project.manage_py, None, "{file}");
        assert_eq!(project.settings.module, "app.settings", "{file}");
        assert_eq!(project.settings.files, [format!("{package}/settings.py")]);
    }
}

#[test]
fn what_is_no_project() {
    let setup = ("setup.py", "setup(name='app', install_requires=['Django'])");
    for path in [
        "tests/manage.py",
        "docs/project/manage.py",
        "test_project/manage.py",
    ] {
        let tree = MemoryTree::new([(path, MANAGE), setup, ("app/__init__.py", "")]);
        let error = inspect(&tree, &tree, &Hints::default(), &USES).expect_err(path);
        assert!(
            matches!(error, InspectError::NotDjango(_)),
            "{path}: {error}"
        );
    }
    let example = facts_of(&MemoryTree::new([
        ("example/manage.py", MANAGE),
        ("example/mysite/settings.py", SETTINGS),
        setup,
    ]));
    assert_eq!(example.guesses["manage_py"].value, "example/manage.py");
}

#[test]
fn settings_that_manage_py_does_not_name() {
    let silent = (
        "manage.py",
        "from django.core.management import execute_from_command_line\n",
    );
    let cases = [
        (
            (
                "Procfile",
                "web: DJANGO_SETTINGS_MODULE=mysite.settings gunicorn mysite.wsgi",
            ),
            true,
        ),
        (
            (
                "docker-compose.yml",
                "services:\n  web:\n    environment:\n      DJANGO_SETTINGS_MODULE: mysite.settings\n",
            ),
            true,
        ),
        (
            (
                "pytest.ini",
                "[pytest]\nDJANGO_SETTINGS_MODULE = mysite.settings\n",
            ),
            true,
        ),
        (
            (
                "setup.cfg",
                "[tool:pytest]\nDJANGO_SETTINGS_MODULE = mysite.test_settings\n",
            ),
            false,
        ),
        (("mysite/wsgi.py", MANAGE), true),
    ];
    for (file, found) in cases {
        let files = [silent, file, ("mysite/test_settings.py", SETTINGS)];
        let tree = super::tree(&files);
        let result = inspect(&tree, &tree, &Hints::default(), &USES);
        match result {
            Ok(project) => assert!(
                found && project.settings.module == "mysite.settings",
                "{file:?}"
            ),
            Err(error) => assert!(!found, "{file:?}: {error}"),
        }
    }
}

#[test]
fn a_module_that_is_not_there_is_replaced_by_the_servers() {
    let wsgi = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.live')\n";
    let manage = MANAGE.replace("mysite.settings", "gone.settings");
    let project = facts(&[
        ("manage.py", &manage),
        ("mysite/wsgi.py", wsgi),
        ("mysite/live.py", SETTINGS),
    ]);
    assert_eq!(project.settings.module, "mysite.live");
    assert!(
        project.guesses["settings.module"]
            .why
            .contains("gone.settings")
    );
}

#[test]
fn the_module_of_each_environment() {
    let split = |manage: &str, more: &[(&str, &str)]| {
        let manage = MANAGE.replace("mysite.settings", manage);
        let mut files = vec![
            ("manage.py", manage.as_str()),
            ("mysite/settings/__init__.py", ""),
            ("mysite/settings/base.py", SETTINGS),
            ("mysite/settings/local.py", "from .base import *"),
            ("mysite/settings/prod.py", "from .base import *"),
            ("mysite/settings/docker.py", "from .base import *"),
        ];
        files.extend_from_slice(more);
        facts_of(&MemoryTree::new(files))
    };
    for manage in ["local", "base", "prod"] {
        let project = split(&format!("mysite.settings.{manage}"), &[]);
        assert_eq!(prod(&project), "mysite.settings.prod", "{manage}");
        assert_eq!(
            project.settings.environments[&Environment::Dev],
            "mysite.settings.local",
            "{manage}"
        );
    }
    let docker = "DJANGO_SETTINGS_MODULE=mysite.settings.docker";
    for (path, text, expected) in [
        ("Procfile", format!("web: {docker} gunicorn"), "docker"),
        ("docker-compose.prod.yml", format!("- {docker}"), "docker"),
        ("docker-compose.yml", format!("- {docker}"), "prod"),
        (
            "Dockerfile",
            format!("RUN {docker} python manage.py collectstatic"),
            "prod",
        ),
    ] {
        let project = split("mysite.settings.local", &[(path, &text)]);
        assert_eq!(
            prod(&project),
            format!("mysite.settings.{expected}"),
            "{path}"
        );
    }
}

#[test]
fn settings_that_are_classes() {
    let settings = "from configurations import Configuration, values\nclass Base(Configuration):\n    INSTALLED_APPS = ['x']\n    SECRET_KEY = values.SecretValue()\nclass Dev(Base):\n    STATIC_URL = 'd/'\n    DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}\nclass Prod(Base):\n    DATABASES = values.DatabaseURLValue()\n    MIDDLEWARE = ['whitenoise.middleware.WhiteNoiseMiddleware']\n";
    let manage = format!("{MANAGE}os.environ.setdefault('DJANGO_CONFIGURATION', 'Dev')\n");
    let project = facts(&[("manage.py", &manage), ("mysite/settings.py", settings)]);
    assert_eq!(project.settings.configurations[&Environment::Dev], "Dev");
    assert_eq!(project.settings.configurations[&Environment::Prod], "Prod");
    assert_eq!(project.static_url.as_deref(), Some("/d/"));
    assert_eq!(project.uses, ["whitenoise"]);
    let required = project
        .environment
        .iter()
        .filter(|variable| variable.required);
    let names: Vec<&str> = required.map(|variable| variable.name.as_str()).collect();
    assert_eq!(names, ["DJANGO_SECRET_KEY"]);
}

#[test]
fn what_an_example_of_local_settings_sets_is_not_known() {
    let settings = format!("{SETTINGS}from .local import *\n");
    let example = "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n";
    let project = facts(&[
        ("mysite/settings.py", settings.as_str()),
        ("mysite/local.example.py", example),
    ]);
    assert_eq!(project.databases["default"].engine, None);
    assert_eq!(project.databases["default"].alternatives, ["postgresql"]);
    assert_eq!(project.static_url.as_deref(), Some("/static/"));
}

#[test]
fn the_flag_that_says_what_is_said_anyway_changes_nothing() {
    let tree = super::tree(&[
        (
            "mysite/wsgi.py",
            "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.live')\n",
        ),
        ("mysite/live.py", SETTINGS),
        ("mysite/other.py", SETTINGS),
    ]);
    for (module, expected) in [
        ("mysite.settings", "mysite.live"),
        ("mysite.other", "mysite.other"),
    ] {
        let hints = Hints {
            settings: Some(module.to_owned()),
            ..Hints::default()
        };
        let project = inspect(&tree, &tree, &hints, &USES).expect("a project");
        assert_eq!(prod(&project), expected);
    }
}
