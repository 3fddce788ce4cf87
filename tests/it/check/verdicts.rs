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
