//! What the settings read is asked of their code, not of the names in it.

use crate::harness::Project;

/// The polls project whose settings take their values from elsewhere.
fn project(imported: &str, debug: &str, key: &str) -> Project {
    let project = Project::polls();
    let settings = project.read("mysite/settings.py");
    let lines = settings.lines().map(|line| match line.split_once(" = ") {
        Some(("DEBUG", _)) => format!("DEBUG = {debug}\n"),
        Some(("SECRET_KEY", _)) => format!("{imported}\nSECRET_KEY = {key}\n"),
        _ => format!("{line}\n"),
    });
    let settings: String = lines.collect();
    project.write("mysite/settings.py", &settings);
    let table = "{'SECRET_KEY': 'k1', 'DEBUG': True}";
    for name in ["values", "config"] {
        let lines =
            ["config", "env", "settings_config", "conf"].map(|name| format!("{name} = {table}\n"));
        let file = lines.concat() + "SECRET_KEY = 'k1'\nDEBUG = True\n";
        project.write(&format!("mysite/{name}.py"), &file);
    }
    project.commit("values");
    project
}

/// DEBUG and `SECRET_KEY` of prod's settings in prod's environment, as Python has them.
fn on_prod(project: &Project, key: &str) -> String {
    project.git("switch --quiet prod");
    let mut python = project.command("python3", &project.path(""));
    let code = "import mysite.settings as s; print(s.DEBUG, s.SECRET_KEY)";
    python
        .args(["-c", code])
        .env("DEBUG", "0")
        .env(key, "from-env");
    let output = python.output().expect("python3");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn a_name_that_sounds_like_the_environment_is_none() {
    for (imported, debug, key) in [
        (
            "from mysite.values import config",
            "config['DEBUG']",
            "config['SECRET_KEY']",
        ),
        (
            "from mysite.values import env",
            "env['DEBUG']",
            "env['SECRET_KEY']",
        ),
        (
            "from mysite.values import settings_config",
            "settings_config.get('DEBUG')",
            "settings_config.get('SECRET_KEY')",
        ),
        (
            "from mysite import config",
            "config.DEBUG",
            "config.SECRET_KEY",
        ),
        (
            "from mysite.values import conf",
            "conf['DEBUG']",
            "conf['SECRET_KEY']",
        ),
    ] {
        let project = project(imported, debug, key);
        project.djdock("init --yes --db sqlite").ok();
        assert_eq!(
            on_prod(&project, "SECRET_KEY"),
            "False from-env",
            "{imported}"
        );
        project.git("switch --quiet dev");
        project.djdock("add redis").ok();
        project.djdock("remove redis").ok();
        assert_eq!(
            on_prod(&project, "SECRET_KEY"),
            "False from-env",
            "{imported}"
        );
    }
}

#[test]
fn a_function_that_reads_the_environment_stays() {
    let code =
        "import os\n\ndef config(name, default=''):\n    return os.environ.get(name, default)\n";
    let project = project(
        "from mysite.tools import config",
        "config('LOUD') == '1'",
        "config('MY_KEY', 'k1')",
    );
    project.write("mysite/tools.py", code);
    project.commit("tools");
    project.djdock("init --yes --db sqlite").ok();
    let settings = project.on("prod", "mysite/settings.py");
    assert!(
        settings.contains("\nDEBUG = config('LOUD') == '1'\n"),
        "{settings}"
    );
    assert!(
        settings.contains("\nSECRET_KEY = config('MY_KEY', 'k1')\n"),
        "{settings}"
    );
    let compose = project.on("prod", "docker-compose.yml");
    assert!(compose.contains("LOUD:"), "{compose}");
    assert_eq!(on_prod(&project, "MY_KEY"), "False from-env");
}

#[test]
fn a_production_module_without_debug_keeps_its_line() {
    let project = Project::polls();
    let base = project
        .read("mysite/settings.py")
        .replace("DEBUG = True\n", "DEBUG = False\n");
    project.git("rm -q mysite/settings.py");
    project.write("mysite/settings/__init__.py", "");
    project.write("mysite/settings/base.py", &base);
    project.write(
        "mysite/settings/dev.py",
        "from .base import *\n\nDEBUG = True\n",
    );
    project.write(
        "mysite/settings/prod.py",
        "from .base import *\n\nDEBUG = False\n",
    );
    let manage = project
        .read("manage.py")
        .replace("mysite.settings", "mysite.settings.dev");
    project.write("manage.py", &manage);
    let wsgi = project
        .read("mysite/wsgi.py")
        .replace("mysite.settings", "mysite.settings.prod");
    project.write("mysite/wsgi.py", &wsgi);
    project.commit("split");
    project.djdock("init --yes --db sqlite").ok();
    let on_prod = |path| project.on("prod", path);
    assert!(on_prod("mysite/settings/prod.py").contains("\nDEBUG = False\n"));
    assert!(on_prod("mysite/settings/dev.py").contains("\nDEBUG = True\n"));
    // Both environments use it, and want different values.
    let base = on_prod("mysite/settings/base.py");
    assert!(base.contains("\nDEBUG = env_bool("), "{base}");
}

#[test]
fn code_that_is_nested_too_deeply_is_said_or_skipped() {
    let deep = ["-".repeat(200_000) + "1", "1 + ".repeat(240_000) + "1"];
    for (path, before, skipped) in [
        ("mysite/settings.py", "", false),
        ("setup.py", "install_requires = 1\n", true),
        ("polls/models.py", "import os\n", true),
    ] {
        for expression in &deep {
            let project = Project::polls();
            project.git("rm -q requirements.txt");
            project.write(path, &format!("{before}x = {expression}\n"));
            project.commit("deep");
            let run = project.djdock("inspect");
            if skipped {
                run.ok();
            } else {
                let said = run.refused(1);
                assert!(said.contains("nested too deeply"), "{said}");
                assert!(!said.contains("not Python"), "{said}");
            }
        }
    }
}

/// A key that only dev's module has: prod's gets a line of its own.
#[test]
fn a_key_that_prods_module_lacks_is_read_there() {
    let project = Project::polls();
    let settings = project.read("mysite/settings.py");
    let lines = settings.lines();
    let lines = lines.filter(|line| !line.starts_with("SECRET_KEY") && !line.starts_with("DEBUG"));
    let base: Vec<&str> = lines.collect();
    project.write("mysite/base.py", &format!("{}\n", base.join("\n")));
    let star = "from .base import *\n\n";
    let dev = format!("{star}DEBUG = True\nSECRET_KEY = 'django-insecure-x'\n");
    project.write("mysite/settings.py", &dev);
    let local = "try:\n    from .local import *\nexcept ImportError:\n    pass\n";
    for (ending, key) in [
        ("", "None"),
        (local, "None"),
        ("SECRET_KEY = 'own'\n", "own"),
    ] {
        let prod = format!("{star}DEBUG = False\n{ending}");
        project.write("mysite/production.py", &prod);
        project.commit("split");
        let ran = project.djdock("init --yes --db mariadb --prod-settings mysite.production");
        ran.ok();
        project.git("switch --quiet prod");
        let code = "import mysite.production as s; print(getattr(s, 'SECRET_KEY', None) or None)";
        for (set, expected) in [(true, "from-env"), (false, key)] {
            let mut python = project.command("python3", &project.path(""));
            python.args(["-c", code]);
            if set {
                python.env("SECRET_KEY", "from-env");
            }
            let output = python.output().expect("python3");
            let printed = String::from_utf8_lossy(&output.stdout);
            assert_eq!(printed.trim(), expected, "{ending}");
        }
        project.git("switch --quiet main");
        project.djdock("undo --yes").ok();
    }
}

#[test]
fn what_settings_fail_without_is_listed_and_asked_for() {
    let project = Project::polls();
    let settings = "\nimport os\n\
        def flag(value):\n    return value.lower() in ('1', 'yes')\n\
        WORKERS = int(os.getenv('WORKERS'))\n\
        PEERS = os.getenv('PEERS').split(',')\n\
        ARCHIVE = os.path.join('archive', os.getenv('ARCHIVE'))\n\
        LOUD = flag(os.getenv('LOUD'))\n\
        TITLE = f\"polls {os.getenv('TITLE')}\"\n\
        LIMIT = int(os.getenv('LIMIT') or 3)\n\
        try:\n    DEPTH = int(os.getenv('DEPTH'))\nexcept TypeError:\n    DEPTH = 3\n";
    project.append("mysite/settings.py", settings);
    project.commit("values");
    let run = project.djdock("init --yes --db mariadb").ok();
    let (_, listed) = run.stderr.split_once("Fill them in").expect("a list");
    let compose = project.on("prod", "docker-compose.yml");
    for name in ["WORKERS", "PEERS", "ARCHIVE", "LOUD"] {
        assert!(listed.contains(&format!("\n  {name}=")), "{listed}");
        assert!(compose.contains(&format!("{name}: ${{{name}:?")), "{name}");
    }
    for name in ["TITLE", "LIMIT", "DEPTH"] {
        assert!(!listed.contains(&format!("\n  {name}=")), "{listed}");
        assert!(!compose.contains(&format!("{name}:?")), "{name}");
    }
}
