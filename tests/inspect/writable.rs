//! What no file of a stack can hold is left undecided, whatever stands in the project; plain words stay.

use djdock::environment::Environment;
use djdock::inspect::{Hints, InspectError, Project, Unfit, inspect};
use djdock::tree::MemoryTree;
use proptest::prelude::*;

use super::harness::laws;
use super::{MANAGE, SETTINGS, USES, facts, with_settings};

/// What has a meaning to some format, or to a terminal.
const HOSTILE: [&str; 30] = [
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{9b}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{2028}",
    "\u{feff}",
    " ",
    "\"",
    "'",
    "`",
    "$(x)",
    "${X:?y}",
    "{{ x }}",
    "{% x %}",
    ": #",
    "!",
    "{",
    "}",
    ";",
    "\\",
    "&x",
    "*x",
    "é",
    "a",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(HOSTILE.to_vec());
    let pieces = proptest::collection::vec(piece, 0..5);
    (pieces, "[a-z]{0,3}").prop_map(|(pieces, end)| format!("x{}{end}", pieces.concat()))
}

/// A text as Python and JSON both write it.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        ' '..='~' => character.to_string(),
        _ => format!("\\u{:04x}", u32::from(character)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A project with a text in every place that a stack's files take one from.
fn project_with(text: &str) -> Project {
    let word = quoted(text);
    let dotted = quoted(&format!("mysite.wsgi.{text}"));
    let settings = format!(
        "import os\n{SETTINGS}
STATIC_URL = {word}
MEDIA_URL = '/' + {word}
MEDIA_ROOT = BASE_DIR / {word}
STATIC_ROOT = BASE_DIR / 'a' / {word}
DATABASES = {{'default': {{'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / {word}}}, {word}: {{'ENGINE': {word}}}}}
WSGI_APPLICATION = {dotted}
ASGI_APPLICATION = {dotted}
CELERY_BEAT_SCHEDULE = {{'a': {{}}}}
CELERY_BEAT_SCHEDULER = 'a:' + {word}
DEBUG = os.environ.get({word}) == {word}
EMAIL = {{{word}: os.environ['MAIL']}}
HOST = os.environ.get('HOST', {word})
CACHES = {{'default': {{'BACKEND': 'x', 'LOCATION': 'redis://localhost:6379/' + {word}}}}}
STATICFILES_DIRS = [BASE_DIR / 'out' / {word}]
"
    );
    let pyproject = format!(
        "[project]\nname = 'x'\nversion = '1'\ndependencies = ['Django']\n[project.optional-dependencies]\n\
         {word} = ['y']\n[dependency-groups]\n{word} = ['x']\n[tool.uv]\ndefault-groups = [{word}]\n"
    );
    let package = format!(
        "{{\"scripts\": {{\"build\": \"x --outdir=out/{}\"}}, \"packageManager\": {word}, \"engines\": {{\"node\": {word}}}}}",
        &quoted(text)[1..quoted(text).len() - 1].replace('"', "")
    );
    facts(&[
        ("mysite/settings.py", &settings),
        ("mysite/asgi.py", ""),
        ("pyproject.toml", &pyproject),
        ("uv.lock", "version = 1\n"),
        ("package.json", &package),
    ])
}

/// Every text of facts that a file may hold, by its place.
fn texts(value: &serde_json::Value, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(text) => found.push((place.to_owned(), text.clone())),
        serde_json::Value::Array(items) => {
            for item in items {
                texts(item, place, found);
            }
        }
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                found.push((format!("{place} (key)"), key.clone()));
                texts(value, &format!("{place}/{key}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(laws::tried(2000))]

    #[test]
    fn no_fact_holds_what_its_kind_cannot(text in hostile()) {
        let project = project_with(&text);
        let mut found = Vec::new();
        texts(&serde_json::to_value(&project).expect("JSON"), "", &mut found);
        for (place, text) in found {
            // A default may have lines: it is written in quotes, as are spellings.
            let lines = ["default", "yes", "no", "separator"];
            let lines = lines.iter().any(|end| place.ends_with(&format!("/{end}")));
            let odd = |character: char| match character {
                '\n' | '\r' | '\t' => !lines && character != '\t',
                '\u{2028}' | '\u{feff}' | '\u{202e}' | '\u{2066}' | '\u{200b}' => true,
                _ => character.is_control(),
            };
            prop_assert!(!text.contains(odd), "{place}: {text:?}");
        }
        for url in [&project.static_url, &project.media_url].into_iter().flatten() {
            prop_assert!(!url.contains([' ', '{', '}', '"', '\'', '\\', '$', ';', '`', '#']), "{url}");
        }
        let names = [&project.wsgi_application, &project.asgi_application].into_iter().flatten();
        let celery = project.celery.iter().flat_map(|celery| &celery.scheduler);
        for name in names.chain(celery) {
            prop_assert!(name.chars().all(|it| it.is_alphanumeric() || "._-:".contains(it)), "{name}");
        }
        let groups = project.dependencies.install.values();
        let words = groups.flat_map(|install| install.groups.iter().chain(&install.extras));
        let variables = project.environment.iter().map(|variable| &variable.name);
        for word in words.chain(variables).chain(project.spellings.keys()) {
            prop_assert!(word.chars().all(|it| it.is_ascii_alphanumeric() || "._-:".contains(it)), "{word}");
        }
    }

    /// What is left out is told, and what is plain is not. No group of the tools of development begins so.
    #[test]
    fn plain_words_stay(text in "x[a-z]{0,7}") {
        let project = project_with(&text);
        prop_assert_eq!(&project.unwritable, &[]);
        let url = format!("/{text}/");
        prop_assert_eq!(project.static_url.as_deref(), Some(&*url));
        prop_assert_eq!(project.media_url.as_deref(), Some(&*url));
        prop_assert_eq!(project.media_root.as_deref(), Some(&*text));
        prop_assert!(project.environment.iter().any(|variable| variable.name == text));
        let application = format!("mysite.wsgi.{text}");
        prop_assert_eq!(project.wsgi_application.as_deref(), Some(&*application));
        let groups = &project.dependencies.install[&Environment::Prod].groups;
        prop_assert_eq!(groups, std::slice::from_ref(&text));
    }
}

#[test]
fn it_is_said_where_it_stands_and_why() {
    let project = with_settings(
        "MEDIA_URL = '/m/\\n  privileged: true'\nMEDIA_ROOT = BASE_DIR / 'my uploads'\n",
    );
    assert_eq!(project.media_url, None);
    assert_eq!(project.media_root.as_deref(), Some("my uploads"));
    let [unwritable] = &*project.unwritable else {
        panic!("{:?}", project.unwritable);
    };
    assert_eq!(unwritable.fact, "media_url");
    assert_eq!(unwritable.at, "mysite/settings.py:6");
    assert_eq!(unwritable.why, Unfit::LineBreak);
    assert_eq!(unwritable.found, "/m/␊  privileged: true/");
}

#[test]
fn a_variable_that_compose_cannot_take_is_left_out() {
    let project = with_settings("import os\nA = os.environ['my var']\nB = os.environ['B']\n");
    let names: Vec<&str> = project.environment.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["B"]);
    assert_eq!(project.unwritable[0].at, "mysite/settings.py:7");
    assert!(!project.evidence.contains_key("environment.my var"));
}

/// Without its settings or manage.py there is no stack.
#[test]
fn what_the_project_is_started_by_is_refused() {
    let folder = MemoryTree::new([
        ("a\nb/manage.py", MANAGE),
        ("a\nb/mysite/settings.py", SETTINGS),
    ]);
    let manage = MANAGE.replace("mysite", "my\\nsite");
    let module = MemoryTree::new([("manage.py", &*manage), ("my\nsite/settings.py", SETTINGS)]);
    for (tree, fact) in [(folder, "manage_py"), (module, "settings.module")] {
        let error = inspect(&tree, &tree, &Hints::default(), &USES);
        match error {
            Err(InspectError::Unwritable(unwritable)) => assert_eq!(unwritable.fact, fact),
            other => panic!("{fact}: {other:?}"),
        }
    }
}
