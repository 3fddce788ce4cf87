//! Values that are edited in place.

use insta::assert_snapshot;

use djdock::patch::{undo, undo_intact};

use crate::support::{changes, head, only, patched_with};

#[test]
fn literals() {
    let body = "SECRET_KEY = \"abc\"\nDEBUG = True\nALLOWED_HOSTS = []\n";
    assert_snapshot!(changes(body, &["SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"]), @r#"
    -SECRET_KEY = "abc"
    -DEBUG = True
    -ALLOWED_HOSTS = []
    +SECRET_KEY = os.environ.get("SECRET_KEY") or "abc"
    +DEBUG = env_bool("DEBUG", True)
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [])
    "#);
}

#[test]
fn several_lines_and_comments() {
    let body = r#"
ALLOWED_HOSTS = [  # today
    "a",
    # one day: "b",
]  # end
SECRET_KEY = (
    "abc"  # half
    "def"
)
DEBUG = \
    True  # for now
"#;
    assert_snapshot!(changes(body, &["SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"]), @r#"
     ]  # end
    -SECRET_KEY = (
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ALLOWED_HOSTS)
    +SECRET_KEY = os.environ.get("SECRET_KEY") or (
         "abc"  # half
     DEBUG = \
    -    True  # for now
    +    env_bool("DEBUG", True)  # for now
    "#);
}

#[test]
fn parentheses_where_they_are_needed() {
    let body = r#"
SECRET_KEY = "a" if here else "b"
STATIC_ROOT = lambda: 1
MEDIA_ROOT = BASE / "media"
MEDIA_URL = "/" "media/"
ALLOWED_HOSTS = "a", "b"
CSRF_TRUSTED_ORIGINS = *one, *two
DEBUG = not live
"#;
    let names = [
        "SECRET_KEY",
        "STATIC_ROOT",
        "MEDIA_ROOT",
        "MEDIA_URL",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "DEBUG",
    ];
    assert_snapshot!(changes(body, &names), @r#"
    -SECRET_KEY = "a" if here else "b"
    -STATIC_ROOT = lambda: 1
    -MEDIA_ROOT = BASE / "media"
    -MEDIA_URL = "/" "media/"
    -ALLOWED_HOSTS = "a", "b"
    -CSRF_TRUSTED_ORIGINS = *one, *two
    -DEBUG = not live
    +SECRET_KEY = os.environ.get("SECRET_KEY") or ("a" if here else "b")
    +STATIC_ROOT = os.environ.get("STATIC_ROOT") or (lambda: 1)
    +MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or BASE / "media"
    +MEDIA_URL = os.environ.get("MEDIA_URL") or "/" "media/"
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("a", "b"))
    +CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", (*one, *two))
    +DEBUG = env_bool("DEBUG", not live)
    "#);
}

#[test]
fn parentheses_that_are_there() {
    let body = r#"
SECRET_KEY = ("a" if here else "b")
STATIC_ROOT = ((1, 2))
MEDIA_ROOT = (a) + (b)
MEDIA_URL = (a).b
ALLOWED_HOSTS = ("a", "b")
CSRF_TRUSTED_ORIGINS = (host for host in hosts)
(DEBUG) = (True)
"#;
    let names = [
        "SECRET_KEY",
        "STATIC_ROOT",
        "MEDIA_ROOT",
        "MEDIA_URL",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "DEBUG",
    ];
    assert_snapshot!(changes(body, &names), @r#"
    -SECRET_KEY = ("a" if here else "b")
    -STATIC_ROOT = ((1, 2))
    -MEDIA_ROOT = (a) + (b)
    -MEDIA_URL = (a).b
    -ALLOWED_HOSTS = ("a", "b")
    -CSRF_TRUSTED_ORIGINS = (host for host in hosts)
    -(DEBUG) = (True)
    +SECRET_KEY = os.environ.get("SECRET_KEY") or ("a" if here else "b")
    +STATIC_ROOT = os.environ.get("STATIC_ROOT") or ((1, 2))
    +MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or (a) + (b)
    +MEDIA_URL = os.environ.get("MEDIA_URL") or (a).b
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("a", "b"))
    +CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", (host for host in hosts))
    +(DEBUG) = env_bool("DEBUG", (True))
    "#);
}

#[test]
fn annotated_and_sharing_a_line() {
    let body = "DEBUG: bool = True; SECRET_KEY: Final[str] = \"a\"  # both\nALLOWED_HOSTS: list\nALLOWED_HOSTS = []\n";
    assert_snapshot!(changes(body, &["SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"]), @r#"
    -DEBUG: bool = True; SECRET_KEY: Final[str] = "a"  # both
    +DEBUG: bool = env_bool("DEBUG", True); SECRET_KEY: Final[str] = os.environ.get("SECRET_KEY") or "a"  # both
     ALLOWED_HOSTS: list
    -ALLOWED_HOSTS = []
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [])
    "#);
}

#[test]
fn the_last_of_several() {
    let body = "DEBUG = True\nDEBUG = DEBUG and live\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
     DEBUG = True
    -DEBUG = DEBUG and live
    +DEBUG = env_bool("DEBUG", DEBUG and live)
    "#);
}

#[test]
fn a_list_that_the_user_goes_on_to_edit() {
    let source = head() + "DEBUG = True\nALLOWED_HOSTS = [\n    \"a\",\n]\n";
    let patched = patched_with(&source, &only(&["DEBUG", "ALLOWED_HOSTS"]));
    let splices = &patched.splices.splices;
    let inside = |text: &str| text.replace("    \"a\",\n", "    \"a\",\n    \"mine\",\n");
    assert_eq!(undo(&inside(&patched.text), splices), Ok(inside(&source)));
    let source = head() + "SECRET_KEY = \"k\"\nif live:\n    DEBUG = [\n        \"a\",\n    ]\n";
    let patched = patched_with(&source, &only(&["SECRET_KEY", "DEBUG"]));
    let splices = &patched.splices.splices;
    let inside =
        |text: &str| text.replace("        \"a\",\n", "        \"a\",\n        \"mine\",\n");
    assert_eq!(undo(&inside(&patched.text), splices), Ok(inside(&source)));
    // Only both of its lines can be undone.
    let first = |text: &str| text.replace("\"DEBUG\", [\n", "\"DEBUG\", [  # mine\n");
    assert!(undo(&first(&patched.text), splices).is_err());
    let key = |text: &str| text.replace("os.environ.get(\"SECRET_KEY\") or \"k\"", "\"k\"");
    assert_eq!(
        undo_intact(&first(&patched.text), splices),
        key(&first(&patched.text))
    );
}
