//! What projects declare, in each tool's files.

use djdock::environment::Environment;
use djdock::inspect::{Bound, Hints, Project, Tool, inspect};
use djdock::tree::MemoryTree;

use crate::{MANAGE, USES};

/// Paths and texts.
type Files<'a> = &'a [(&'a str, &'a str)];

fn facts(files: &[(&str, &str)]) -> Project {
    let bytes = files.iter().map(|(path, text)| (*path, text.as_bytes()));
    facts_of_bytes(bytes)
}

fn facts_of_bytes<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Project {
    let manage = MANAGE.replace("mysite.settings", "settings");
    let base = [
        ("manage.py", manage.into_bytes()),
        ("settings.py", b"INSTALLED_APPS = []\n".to_vec()),
    ];
    let files = files.map(|(path, bytes)| (path, bytes.to_vec()));
    let tree = MemoryTree::new(base.into_iter().chain(files).collect::<Vec<_>>());
    inspect(&tree, &tree, &Hints::default(), &USES).expect("a project")
}

/// The tool, the first file, and Django as declared and asked for.
fn shown(files: &[(&str, &str)]) -> (Tool, Vec<String>, Option<String>, Option<String>) {
    let project = facts(files);
    let (django, files) = (project.django, project.dependencies.files);
    (
        project.dependencies.tool,
        files,
        django.version,
        django.requires,
    )
}

fn owned(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[test]
fn each_tool() {
    let poetry = "[tool.poetry.dependencies]\npython = \"^3.10\"\ndjango = \"^4.1.7\"\n";
    let lock = "[[package]]\nname = \"Django\"\nversion = \"4.1.9\"\n";
    let project = "[project]\nrequires-python = \">=3.12\"\ndependencies = [\"Django~=5.2.1\"]\n";
    let pipfile = "[packages]\ndjango = \"*\"\n[requires]\npython_version = \"3.8\"\n";
    let pipfile_lock = r#"{"default": {"django": {"version": "==3.1.2"}}}"#;
    let cases: [(Files<'_>, Tool, &str, &str); 9] = [
        (
            &[(
                "requirements.txt",
                "Django[argon2]==5.1 ; python_version > '3'\n",
            )],
            Tool::Pip,
            "5.1",
            "==5.1",
        ),
        (
            &[("requirements/base.txt", "django>=6.0,<6.1\n")],
            Tool::Pip,
            "6.0",
            ">=6.0,<6.1",
        ),
        (&[("pyproject.toml", poetry)], Tool::Poetry, "", "^4.1.7"),
        (
            &[("pyproject.toml", poetry), ("poetry.lock", lock)],
            Tool::Poetry,
            "4.1.9",
            "^4.1.7",
        ),
        (
            &[("pyproject.toml", project)],
            Tool::Setuptools,
            "5.2",
            "~=5.2.1",
        ),
        (
            &[("pyproject.toml", project), ("uv.lock", lock)],
            Tool::Uv,
            "4.1.9",
            "~=5.2.1",
        ),
        (
            &[
                ("pyproject.toml", "[tool.ruff]\n"),
                ("requirements.txt", "django\n"),
            ],
            Tool::Pip,
            "",
            "",
        ),
        (
            &[("Pipfile", pipfile), ("Pipfile.lock", pipfile_lock)],
            Tool::Pipenv,
            "3.1.2",
            "*",
        ),
        (
            &[("environment.yml", "dependencies:\n  - django=5.2\n")],
            Tool::Conda,
            "5.2",
            "==5.2.*",
        ),
    ];
    for (files, tool, version, requires) in cases {
        let (found, _, found_version, found_requires) = shown(files);
        assert_eq!(
            (found, found_version, found_requires),
            (tool, owned(version), owned(requires)),
            "{files:?}"
        );
    }
}

#[test]
fn includes_are_followed_and_siblings_listed() {
    let (_, files, version, _) = shown(&[
        ("requirements.txt", "-r requirements/prod.txt\n"),
        (
            "requirements/prod.txt",
            "# deployment\n-r base.txt\n--hash=x\n",
        ),
        (
            "requirements/base.txt",
            "Django==4.2.1 \\\n    --hash=sha256:00\n-r ../requirements.txt\n",
        ),
        ("requirements/dev.txt", "-r base.txt\n"),
        ("requirements-docs.txt", "sphinx\n"),
    ]);
    let expected = [
        "requirements.txt",
        "requirements/prod.txt",
        "requirements/base.txt",
        "requirements-docs.txt",
        "requirements/dev.txt",
    ];
    assert_eq!(files, expected);
    assert_eq!(version.as_deref(), Some("4.2.1"));
}

#[test]
fn a_file_written_by_a_windows_shell() {
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain("Django==3.2.7\r\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let project = facts_of_bytes([("requirements.txt", wide.as_slice())].into_iter());
    assert_eq!(project.django.version.as_deref(), Some("3.2.7"));
    assert_eq!(project.evidence["django.version"], "requirements.txt:1");
}

#[test]
fn python_versions() {
    let cases: [(Files<'_>, &str, &str); 13] = [
        (
            &[
                (".python-version", "3.12\n"),
                ("runtime.txt", "python-3.10.2\n"),
            ],
            "3.12",
            ".python-version:1",
        ),
        (
            &[("runtime.txt", "python-3.10.2\n")],
            "3.10.2",
            "runtime.txt:1",
        ),
        (
            &[(".tool-versions", "nodejs 20\npython 3.11.9\n")],
            "3.11.9",
            ".tool-versions:2",
        ),
        (
            &[("Pipfile", "[requires]\npython_version = '3.8'\n")],
            "3.8",
            "Pipfile:2",
        ),
        (
            &[(
                "pyproject.toml",
                "[project]\nrequires-python = '==3.12.*'\ndependencies = []\n",
            )],
            "3.12",
            "pyproject.toml:2",
        ),
        (&[(".python-version", "pypy3.10-7.3\n")], "", ""),
        (
            &[(".python-version", "3.11.4/envs/notes\n")],
            "3.11.4",
            ".python-version:1",
        ),
        (
            &[("runtime.txt", "python-3.10.x\n")],
            "3.10",
            "runtime.txt:1",
        ),
        (
            &[
                ("requirements.txt", "Django==4.2\n"),
                ("setup.cfg", "[options]\npython_requires = ==3.9.*\n"),
            ],
            "3.9",
            "setup.cfg:2",
        ),
        // What runs it, where nothing else says anything; one of several is a guess.
        (
            &[(
                "deploy/web/Dockerfile",
                "FROM node:22 AS css\nFROM python:3.11.4-slim\n",
            )],
            "3.11.4",
            "deploy/web/Dockerfile:2",
        ),
        (
            &[
                ("Dockerfile", "FROM python:3.9\n"),
                ("runtime.txt", "python-3.8.1\n"),
            ],
            "3.8.1",
            "runtime.txt:1",
        ),
        (
            &[(
                "docker-compose.yml",
                "services:\n  web:\n    image: python:3.8-slim\n",
            )],
            "3.8",
            "docker-compose.yml:3",
        ),
        (
            &[
                ("a/Dockerfile", "FROM python:3.9\n"),
                ("b/Dockerfile", "FROM python:3.12\n"),
            ],
            "",
            "",
        ),
    ];
    for (files, version, place) in cases {
        let project = facts(files);
        assert_eq!(project.python.version, owned(version), "{files:?}");
        assert_eq!(
            project.evidence.get("python.version").cloned(),
            owned(place),
            "{files:?}"
        );
    }
}

#[test]
fn a_django_version_that_is_not_declared_is_guessed() {
    let project = facts(&[(
        "settings.py",
        "\"\"\"\nGenerated by 'django-admin startproject' using Django 4.2.3.\n\"\"\"\n",
    )]);
    assert_eq!(project.django.version, None);
    assert_eq!(project.django_version(), Some("4.2.3"));
    assert!(
        project.guesses["django.version"]
            .why
            .contains("settings.py:2")
    );
}

/// pip takes the highest release that the range allows, and that installs on the Python that there is.
#[test]
fn a_range_of_django_means_what_pip_would_take() {
    let cases: [(&str, &str, &str); 12] = [
        ("Django<4", "", "3.2"),
        ("Django<=3.2", "", "3.2"),
        ("Django<2", "", "1.11"),
        ("Django<4.2", "", "4.1"),
        ("Django>=3.2,!=4.0.*,<4.1", "", "3.2"),
        ("django>=2.0", "", "6.1"),
        ("django>=2.0", "3.8", "4.2"),
        ("django>=2.0", "3.11", "5.2"),
        ("django>=2.0\nPillow==8.3.1", "", "4.2"),
        ("django", "", "6.1"),
        ("django", "3.7", "3.2"),
        ("Django~=5.0", "3.12", "5.2"),
    ];
    for (requirement, python, expected) in cases {
        let mut files = vec![("requirements.txt", requirement)];
        let runtime = format!("python-{python}.1\n");
        if !python.is_empty() {
            files.push(("runtime.txt", &runtime));
        }
        let project = facts(&files);
        let found = project.django_version();
        assert_eq!(found, Some(expected), "{requirement} {python}");
        assert_eq!(project.django.version, None, "{requirement}");
    }
    let project = facts(&[("requirements.txt", "django>=9\n")]);
    assert_eq!(project.django_version(), None);
}

#[test]
fn code_of_an_old_django_is_run_by_a_python_of_its_time() {
    let settings = |django: &str| {
        format!("\"\"\"\nGenerated by 'django-admin startproject' using Django {django}.\n\"\"\"\n")
    };
    let cases = [
        ("2.1.3", "Django>=2.0\n", Some("3.7"), "3.2"),
        ("3.2", "Django\n", Some("3.10"), "5.2"),
        ("5.2", "Django\n", None, "6.1"),
    ];
    for (written, requirement, python, django) in cases {
        let project = facts(&[
            ("settings.py", &settings(written)),
            ("requirements.txt", requirement),
        ]);
        let found = (project.python_version(), project.django_version());
        assert_eq!(found, (python, Some(django)), "{written} {requirement}");
    }
}

fn installed(project: &Project, environment: Environment) -> (String, String, String) {
    let install = &project.dependencies.install[&environment];
    let requirements = install.requirements.join(" ");
    (
        install.files.join(" "),
        install.groups.join(" "),
        requirements,
    )
}

#[test]
fn what_each_environment_installs() {
    let uv = "[project]\nname = 'x'\ndependencies = ['django']\n[dependency-groups]\ndev = ['ruff']\nprod = ['gunicorn']\ndocs = ['sphinx']\n";
    let poetry = "[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\ndjango = '*'\n[tool.poetry.group.dev.dependencies]\nruff = '*'\n[tool.poetry.group.extra]\noptional = true\n[tool.poetry.group.extra.dependencies]\nx = '*'\n";
    let setup = "from setuptools import setup\nREQUIRES = ['django>=4.2', 'celery']\nsetup(install_requires=REQUIRES, extras_require={'dev': ['ruff']})\n";
    let folder: Files<'_> = &[
        ("requirements/base.txt", "django==5.2\n"),
        ("requirements/dev.txt", "-r base.txt\nruff\n"),
        ("requirements/prod.txt", "gunicorn\n"),
    ];
    let cases: [(Files<'_>, [&str; 3], [&str; 3]); 4] = [
        (
            folder,
            ["requirements/dev.txt", "", ""],
            ["requirements/prod.txt", "", ""],
        ),
        (
            &[("pyproject.toml", uv), ("uv.lock", "")],
            ["", "dev", ""],
            ["", "prod", ""],
        ),
        (&[("pyproject.toml", poetry)], ["", "dev", ""], ["", "", ""]),
        (
            &[("setup.py", setup)],
            ["", "", "django>=4.2 celery ruff"],
            ["", "", "django>=4.2 celery"],
        ),
    ];
    for (files, dev, prod) in cases {
        let project = facts(files);
        for (environment, expected) in [(Environment::Dev, dev), (Environment::Prod, prod)] {
            let (files, groups, requirements) = installed(&project, environment);
            assert_eq!(
                [files.as_str(), &groups, &requirements],
                expected,
                "{environment:?} {project:?}"
            );
        }
    }
}

#[test]
fn what_no_file_declares() {
    let settings = "\"\"\"\nGenerated by 'django-admin startproject' using Django 4.2.3.\n\"\"\"\nINSTALLED_APPS = ['rest_framework', 'shop', 'django_widgets_of_mine']\n";
    let models = "from django.db import models\nimport yaml, json\nclass A(models.Model):\n    image = models.ImageField()\n";
    let project = facts(&[
        ("settings.py", settings),
        ("shop/models.py", models),
        ("shop/tests/test_a.py", "import requests\n"),
    ]);
    // What nobody knows is not guessed.
    let missing = ["Pillow", "PyYAML", "djangorestframework"];
    assert_eq!(project.dependencies.missing, missing);
    assert_eq!(
        project.evidence["dependencies.missing.PyYAML"],
        "shop/models.py:2"
    );
    let requirements = ("requirements.txt", "django\nwagtail\n");
    let project = facts(&[
        ("settings.py", settings),
        ("shop/models.py", models),
        requirements,
    ]);
    // wagtail brings the framework and Pillow.
    assert_eq!(project.dependencies.missing, ["PyYAML"]);
}

#[test]
fn debian_packages() {
    let project = facts(&[(
        "requirements.txt",
        "django\npsycopg2==2.9.9\npsycopg[binary]\npython-magic\nPillow\nlib @ git+https://example.com/lib\n",
    )]);
    assert_eq!(project.apt.build, ["git", "libpq-dev"]);
    assert_eq!(project.apt.runtime, ["libmagic1", "libpq5"]);
    assert_eq!(
        project.evidence["apt.runtime.libmagic1"],
        "requirements.txt:4"
    );
    let wheel = "[[package]]\nname = \"lxml\"\nversion = \"4.9.1\"\nwheels = [\n    { url = \"https://example.com/lxml-4.9.1-cp310-cp310-manylinux_2_28_x86_64.whl\" },\n]\n";
    let table = |python: &str| {
        format!("[project]\nrequires-python = '=={python}.*'\ndependencies = ['lxml']\n")
    };
    for (python, compiled) in [("3.10", false), ("3.13", true)] {
        let project = facts(&[("pyproject.toml", &table(python)), ("uv.lock", wheel)]);
        assert_eq!(
            project.apt.build.contains(&"libxml2-dev".to_owned()),
            compiled,
            "{python}"
        );
    }
    let files = [
        ("locale/fr/LC_MESSAGES/django.po", ""),
        ("locale/fr/LC_MESSAGES/django.mo", ""),
    ];
    assert_eq!(facts(&files[..1]).apt.runtime, ["gettext"]);
    assert_eq!(facts(&files).apt.build, ["gettext"]);
}

#[test]
fn traces_of_a_python_are_guesses() {
    let project = facts(&[
        ("requirements.txt", "Django==5.2\nPillow==8.3.1\n"),
        (
            ".github/workflows/test.yml",
            "  python-version: ['3.9', '3.10']\n",
        ),
    ]);
    assert_eq!(project.python.version, None);
    assert_eq!(project.python_version(), Some("3.10"));
    assert_eq!(project.python.fits, ["3.9", "3.8", "3.7", "3.6"]);
    let cases: [(&str, &str, &str); 3] = [
        ("README.md", "# Notes\n\nRuns with Python 3.9.\n", "3.9"),
        ("README.md", "Python 3.8+ and a bit of luck\n", ""),
        ("notes/__pycache__/urls.cpython-39.pyc", "", "3.9"),
    ];
    for (path, text, python) in cases {
        let project = facts(&[("requirements.txt", "Django==3.2\n"), (path, text)]);
        assert_eq!(project.python.version, None, "{path}");
        assert_eq!(
            project.python_version().unwrap_or_default(),
            python,
            "{path}"
        );
    }
}

/// What names Django is what is installed, whatever it is called; nothing else is taken for it.
#[test]
fn requirements_under_near_names() {
    let pinned = "Django==5.1.4\nbeautifulsoup4==4.12.3\n";
    for name in [
        "requirement.txt",
        "requirments.txt",
        "Requirements.txt",
        "REQUIREMENTS.TXT",
        "deploy/requirements.txt",
        "dependencies.txt",
    ] {
        let project = facts(&[(name, pinned)]);
        let dependencies = &project.dependencies;
        assert_eq!(dependencies.tool, Tool::Pip, "{name}");
        assert_eq!(dependencies.files, [name]);
        assert_eq!(project.django.version.as_deref(), Some("5.1.4"), "{name}");
        let why = &project.guesses["dependencies.tool"].why;
        assert!(why.starts_with(name), "{why}");
    }
    for (name, text) in [("requests.txt", "hello\n"), ("notes.txt", pinned)] {
        let project = facts(&[(name, text)]);
        assert_eq!(project.dependencies.tool, Tool::None, "{name}");
    }
    let setup = "from setuptools import setup\nsetup(install_requires=['django'])\n";
    for (file, text) in [("requirements.txt", "Django==5.2\n"), ("setup.py", setup)] {
        let project = facts(&[("docs/requirements.txt", pinned), (file, text)]);
        assert_eq!(project.dependencies.files, [file]);
    }
}

/// What is installed of the repository, from which folder, and the first place that names it.
fn local(files: &[(&str, &str)]) -> (Vec<String>, String, Option<String>) {
    let project = facts(files);
    let dependencies = project.dependencies;
    assert_eq!(dependencies.unportable, [], "{files:?}");
    let at = project.evidence.get("dependencies.local.0").cloned();
    (dependencies.local, dependencies.local_folder, at)
}

#[test]
fn packages_of_the_repository() {
    const PACKAGE: (&str, &str) = ("lib/x/pyproject.toml", "[project]\nname = \"x\"\n");
    const LOCK: (&str, &str) = ("uv.lock", "version = 1\n");
    let uv = "[project]\ndependencies = ['x']\n[tool.uv.sources]\nx = { path = 'lib/x', editable = true }\n";
    let poetry =
        "[tool.poetry.dependencies]\npython = '^3.12'\nx = { path = 'lib/x', develop = true }\n";
    let pdm = "[project]\ndependencies = ['x @ file:///${PROJECT_ROOT}/lib/x']\n[tool.pdm]\nplugins = []\n";
    let hatch = "[project]\ndependencies = ['x @ {root:uri}/lib/x']\n";
    let workspace = "[project]\ndependencies = ['x']\n[tool.uv.sources]\nx = { workspace = true }\n[tool.uv.workspace]\nmembers = ['lib/*']\nexclude = ['lib/y']\n";
    let second = "[project]\ndependencies = []\n[tool.uv.sources]\nz = { path = '../../z' }\n";
    let cases: [(Files<'_>, &[&str], &str, &str); 16] = [
        (
            &[("requirements.txt", "django\n-e ./lib/x\n"), PACKAGE],
            &["lib/x"],
            "",
            "requirements.txt:2",
        ),
        (
            &[("requirements.txt", "lib/x[a,b]\n"), PACKAGE],
            &["lib/x"],
            "",
            "requirements.txt:1",
        ),
        (
            &[("requirements.txt", "x @ file:./lib/x\n"), PACKAGE],
            &["lib/x"],
            "",
            "requirements.txt:1",
        ),
        (
            &[
                (
                    "requirements.txt",
                    "lib/x-1.0-py3-none-any.whl\n--find-links=wheels\n",
                ),
                ("lib/x-1.0-py3-none-any.whl", ""),
                ("wheels/y.whl", ""),
            ],
            &["lib/x-1.0-py3-none-any.whl", "wheels"],
            "",
            "requirements.txt:1",
        ),
        (
            &[
                ("requirements.txt", "-e .[dev]\n-e lib/x\n"),
                PACKAGE,
                ("setup.py", ""),
            ],
            &["."],
            "",
            "requirements.txt:1",
        ),
        // From where pip runs, not from beside the file that names it.
        (
            &[("requirements/base.txt", "-e ./lib/x\n"), PACKAGE],
            &["lib/x"],
            "",
            "requirements/base.txt:1",
        ),
        (
            &[("requirements/base.txt", "-e ../lib/x\n"), PACKAGE],
            &["lib/x"],
            "requirements",
            "requirements/base.txt:1",
        ),
        // But for archives, beside it first.
        (
            &[
                ("requirements/base.txt", "-f ./wheels\nx\n"),
                ("requirements/wheels/x.whl", ""),
                ("wheels/x.whl", ""),
            ],
            &["requirements/wheels"],
            "requirements",
            "requirements/base.txt:1",
        ),
        (
            &[("pyproject.toml", uv), LOCK, PACKAGE],
            &["lib/x"],
            "",
            "pyproject.toml:2",
        ),
        (
            &[
                ("pyproject.toml", workspace),
                LOCK,
                PACKAGE,
                ("lib/y/pyproject.toml", ""),
                ("lib/none/x.py", ""),
            ],
            &["lib/x"],
            "",
            "pyproject.toml:6",
        ),
        // What a package of the repository needs of it.
        (
            &[
                ("pyproject.toml", uv),
                LOCK,
                ("lib/x/pyproject.toml", &second.replace("[]", "['z']")),
                ("z/pyproject.toml", ""),
            ],
            &["lib/x", "z"],
            "",
            "pyproject.toml:2",
        ),
        (
            &[("pyproject.toml", poetry), PACKAGE],
            &["lib/x"],
            "",
            "pyproject.toml:3",
        ),
        (
            &[("pyproject.toml", pdm), PACKAGE],
            &["lib/x"],
            "",
            "pyproject.toml:2",
        ),
        (
            &[("pyproject.toml", hatch), PACKAGE],
            &["lib/x"],
            "",
            "pyproject.toml:2",
        ),
        (
            &[
                (
                    "Pipfile",
                    "[packages]\ndjango = '*'\nx = { path = './lib/x', editable = true }\n",
                ),
                PACKAGE,
            ],
            &["lib/x"],
            "",
            "Pipfile:3",
        ),
        (
            &[
                (
                    "environment.yml",
                    "dependencies:\n  - pip:\n    - -e ./lib/x\n",
                ),
                PACKAGE,
            ],
            &["lib/x"],
            "",
            "environment.yml:3",
        ),
    ];
    for (files, paths, folder, at) in cases {
        let expected: Vec<String> = paths.iter().map(|&path| path.to_owned()).collect();
        let expected = (expected, folder.to_owned(), owned(at));
        assert_eq!(local(files), expected, "{files:?}");
    }
    let none = [
        (
            "requirements.txt",
            "Django==5.2\nx @ https://example.com/x.whl\n-e git+https://example.com/x#egg=x\n",
        ),
        ("pyproject.toml", "[project]\ndependencies = ['django']\n"),
    ];
    for file in none {
        assert_eq!(
            local(&[file]),
            (Vec::new(), String::new(), None),
            "{file:?}"
        );
    }
}

#[test]
fn a_member_of_a_workspace_is_installed_by_its_lock() {
    let tree = MemoryTree::new([
        (
            "backend/manage.py",
            MANAGE.replace("mysite.settings", "settings").into_bytes(),
        ),
        ("backend/settings.py", b"INSTALLED_APPS = []\n".to_vec()),
        (
            "backend/pyproject.toml",
            b"[project]\ndependencies = ['django', 'x']\n".to_vec(),
        ),
        (
            "pyproject.toml",
            b"[tool.uv.workspace]\nmembers = ['backend', 'lib/*']\n".to_vec(),
        ),
        ("lib/x/pyproject.toml", b"[project]\nname = 'x'\n".to_vec()),
        (
            "uv.lock",
            b"[[package]]\nname = \"django\"\nversion = \"5.2.8\"\n".to_vec(),
        ),
    ]);
    let project = inspect(&tree, &tree, &Hints::default(), &USES).expect("a project");
    let dependencies = project.dependencies;
    assert_eq!(dependencies.tool, Tool::Uv);
    assert_eq!(dependencies.lock.as_deref(), Some("uv.lock"));
    let files = ["backend/pyproject.toml", "pyproject.toml", "uv.lock"];
    assert_eq!(dependencies.files, files);
    assert_eq!(dependencies.local, ["lib/x"]);
    assert_eq!(project.django.version.as_deref(), Some("5.2.8"));
}

#[test]
fn what_only_the_authors_machine_can_install() {
    let cases = [
        (
            "certifi @ file:///C:/b/abs_1/work/certifi",
            "C:/b/abs_1/work/certifi",
            Bound::Machine,
        ),
        ("-e c:\\users\\me\\x", "c:\\users\\me\\x", Bound::Machine),
        (
            "/home/me/x-1.0.tar.gz",
            "/home/me/x-1.0.tar.gz",
            Bound::Machine,
        ),
        ("-e ../x", "../x", Bound::Outside),
        ("./lib/x", "./lib/x", Bound::Absent),
        ("pywin32==306", "pywin32", Bound::Windows),
        ("pyobjc-core==9", "pyobjc-core", Bound::Mac),
        ("pkg_resources==0.0.0", "pkg-resources", Bound::Debian),
    ];
    for (line, found, why) in cases {
        let project = facts(&[("requirements.txt", &format!("django\n{line}\n"))]);
        let all = &project.dependencies.unportable;
        let [one] = all.as_slice() else {
            panic!("{line}: {all:?}");
        };
        let expected = (found, "requirements.txt:2", why);
        assert_eq!((one.found.as_str(), one.at.as_str(), one.why), expected);
        assert_eq!(project.dependencies.local, [] as [String; 0], "{line}");
    }
    let fine = "pywin32==306 ; sys_platform == 'win32'\nx @ file:///home/me/x ; sys_platform == 'darwin'\npywin32-ctypes\n";
    let project = facts(&[("requirements.txt", fine)]);
    assert_eq!(project.dependencies.unportable, []);
}
