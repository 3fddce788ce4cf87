//! Settings that are not the stack's do not get into service: Django itself is asked, when `prepare` starts.

use std::fs;

use super::{World, secrets};
use crate::harness::run::Run;

/// What is put at the settings' end, and what must be said about it.
const OTHERS: [(&str, &str); 3] = [
    (
        "import types\nconfig = types.SimpleNamespace(on=True)\nDEBUG = config.on\n",
        "DEBUG is on",
    ),
    (
        "SECRET_KEY = 'k' * 60\n",
        "SECRET_KEY is none of the values",
    ),
    (
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'other.sqlite3'}}\n",
        "DATABASES has as its default sqlite /app/other.sqlite3",
    ),
];

pub(super) fn steps(world: &World) {
    world.step(
        "guard: prod is not started on DEBUG, another key or another database",
        || {
            for (line, words) in OTHERS {
                let ran = prepare(world, line, "").run();
                assert_eq!(ran.code, Some(1), "{}", ran.story());
                let said = ran.all();
                assert!(said.contains(words), "{said}");
                assert!(said.contains("see mysite/settings.py:"), "{said}");
                assert!(!said.contains("Running migrations"), "{said}");
                shows_no_secret(world, &said);
            }
        },
    );
    world.step("guard: who means such a setting says so in .env", || {
        let ran = prepare(world, OTHERS[1].0, "SECRET_KEY").ok();
        assert!(
            ran.all().contains("DJDOCK_ACCEPT in .env takes it"),
            "{}",
            ran.story()
        );
    });
}

/// prod's one-shot, with other settings in its image.
fn prepare(world: &World, line: &str, accepted: &str) -> Run {
    let prod = &world.prod;
    let settings = fs::read_to_string(prod.folder.join("mysite/settings.py"));
    let other = world.project.path("other-settings.py");
    fs::write(&other, settings.expect("the settings") + line).expect("a file");
    let mount = format!("{}:/app/mysite/settings.py:ro", other.display());
    let accept = format!("DJDOCK_ACCEPT={accepted}");
    let run = [
        "run",
        "--rm",
        "-T",
        "--no-deps",
        "-e",
        &accept,
        "-v",
        &mount,
        "prepare",
    ];
    prod.compose(run)
}

fn shows_no_secret(world: &World, said: &str) {
    let env = fs::read_to_string(world.prod.folder.join(".env")).expect("it is there");
    let mut known = secrets::of(&env);
    known.push("k".repeat(60));
    assert!(known.iter().all(|secret| !said.contains(secret)), "{said}");
}
