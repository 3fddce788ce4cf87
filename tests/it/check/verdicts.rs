//! Settings as they will run: what is another value than the stack relies on, and what cannot be told.

use super::{Stack, provoked};

const SETTINGS: &str = "mysite/settings.py";

#[test]
fn each() {
    let base = Stack::single();
    provoked(
        "verdicts",
        &base,
        &[
            ("DEBUG at the end", &|stack| {
                stack.project.append(SETTINGS, "DEBUG = True\n");
            }),
            ("DEBUG and a key by an import", &|stack| {
                stack.project.write(
                    "mysite/values.py",
                    "config = {'SECRET_KEY': 'k1', 'DEBUG': True}\n",
                );
                let lines = "from mysite.values import config\nSECRET_KEY = config['SECRET_KEY']\nDEBUG = config['DEBUG']\n";
                stack.project.append(SETTINGS, lines);
            }),
            ("a database of its own", &|stack| {
                let line = "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}\n";
                stack.project.append(SETTINGS, line);
            }),
            ("hosts and a folder of its own", &|stack| {
                let lines = "ALLOWED_HOSTS = ['example.org']\nSTATIC_ROOT = '/elsewhere'\n";
                stack.project.append(SETTINGS, lines);
            }),
            ("a setting that the stack relies on is deleted", &|stack| {
                stack.project.append(SETTINGS, "del STATIC_ROOT\n");
            }),
            ("what the environment decides", &|stack| {
                stack.project.append(
                    SETTINGS,
                    "DEBUG = os.environ.get('MODE', 'prod') == 'dev'\n",
                );
                stack.project.append(".env", "MODE=dev\n");
            }),
            ("the key of the source in .env", &|stack| {
                let key = "0123456789".repeat(6);
                stack.set("SECRET_KEY", &format!("SECRET_KEY={key}"));
                let line = format!("SECRET_KEY = os.environ.get('SECRET_KEY') or '{key}'\n");
                stack.project.append(SETTINGS, &line);
            }),
            ("a library that is told the module's name", &|stack| {
                let lines = "import library\n\nsettings = library.Settings(__name__)\n";
                stack.project.append(SETTINGS, lines);
            }),
            ("a file of values", &|stack| {
                let line = "globals().update(library.load('values.yaml'))\n";
                stack
                    .project
                    .append(SETTINGS, &format!("import library\n\n{line}"));
            }),
            ("a setting that is meant", &|stack| {
                stack.project.append(SETTINGS, "DEBUG = True\n");
                stack.project.append(".env", "DJDOCK_ACCEPT=DEBUG\n");
            }),
        ],
    );
}

/// What cannot be told is listed before anything is written, with the line that hides it.
#[test]
fn init_says_what_it_cannot_tell() {
    let project = crate::harness::Project::outside_git("examples/polls");
    let lines = "import library\n\nsettings = library.Settings(__name__)\n";
    project.append(SETTINGS, lines);
    let said = project.djdock("init --yes --dry-run").ok().stderr;
    let warning = said
        .lines()
        .skip_while(|line| !line.starts_with("warning: mysite"));
    let warning: Vec<&str> = warning.take(2).collect();
    insta::assert_snapshot!(warning.join("\n"));
}

/// A value that is another one on prod is refused, and nothing is written.
#[test]
fn init_refuses_what_prod_would_not_start_on() {
    let project = crate::harness::Project::outside_git("examples/polls");
    let lines = "\n\ndef open_all():\n    globals().update({'DEBUG': True})\n\n\nopen_all()\n";
    project.append(SETTINGS, lines);
    let before = project.listing();
    let said = project.djdock("init --yes").refused(1);
    assert!(said.contains("DEBUG is True on prod"), "{said}");
    before.assert_same(&project.listing());
    project.write(".env", "DJDOCK_ACCEPT=DEBUG\n");
    project.djdock("init --yes").ok();
}

/// What decides about DEBUG by a text of its own is not left to a variable of which no text is known to mean no.
#[test]
fn init_wraps_what_no_known_text_gives() {
    let stage = "os.environ.get('STAGE', 'development')";
    for lines in [
        format!("DEBUG = {stage} == 'development'\n"),
        format!("stage = {stage}\nDEBUG = stage == 'development'\n"),
    ] {
        let project = crate::harness::Project::outside_git("examples/polls");
        project.append(SETTINGS, &format!("import os\n\n{lines}"));
        project.djdock("init --yes").ok();
        let settings = project.read(SETTINGS);
        let wrapped = ["\nDEBUG = env_bool(", "\nDEBUG = (\n    env_bool("];
        assert!(wrapped.iter().any(|it| settings.contains(it)), "{settings}");
    }
}

/// A value that comes from the environment under another name stays as it is, and its variable is set.
#[test]
fn init_leaves_what_is_read_under_another_name() {
    let project = crate::harness::Project::outside_git("examples/polls");
    let values = "import os\n\nloud = os.environ.get('POLLS_LOUD', '') == '1'\nkey = os.environ['POLLS_KEY']\n";
    project.write("mysite/values.py", values);
    let lines = "from mysite import values\nfrom mysite.values import loud\n\nDEBUG = loud\nSECRET_KEY = values.key\n";
    project.append(SETTINGS, lines);
    project.djdock("init --yes").ok();
    assert!(
        project
            .read(SETTINGS)
            .contains("\nDEBUG = loud\nSECRET_KEY = values.key\n")
    );
    let compose = project.read("docker-compose.prod.yml");
    assert!(compose.contains("POLLS_LOUD: \"False\""), "{compose}");
    assert!(
        compose.contains("POLLS_KEY: \"${SECRET_KEY:?run make env}\""),
        "{compose}"
    );
}

/// Another value does harm where the stack cannot work so: uploads that nginx does not have, a page that is a redirect
/// to where nobody listens. A folder of static files that nobody reads is listed.
#[test]
fn init_refuses_what_the_stack_cannot_work_with() {
    let cases = [
        ("MEDIA_ROOT", "'/elsewhere'", true),
        ("ALLOWED_HOSTS", "['other.example']", true),
        ("ALLOWED_HOSTS", "['.polls.example', 'localhost']", false),
        ("STATIC_ROOT", "'/elsewhere'", false),
    ];
    for (name, value, refused) in cases {
        let project = crate::harness::Project::outside_git("examples/polls");
        let late =
            format!("def late():\n    globals().update({{'{name}': {value}}})\n\n\nlate()\n");
        project.append(SETTINGS, &format!("\n{name} = {value}\n\n\n{late}"));
        let init = "init --yes --domain www.polls.example";
        if refused {
            let said = project.djdock(init).refused(1);
            assert!(said.contains(&format!("{name} is")), "{name}: {said}");
            project.write(".env", &format!("DJDOCK_ACCEPT={name}\n"));
        }
        project.djdock(init).ok();
    }
}
