//! Settings that are not assigned once: where the line goes that reads the environment.

use insta::assert_snapshot;

use crate::support::changes;

#[test]
fn changed_after_it_is_assigned() {
    let body = "ALLOWED_HOSTS = []\nALLOWED_HOSTS += [\"a\"]\nINSTALLED_APPS = []\n";
    assert_snapshot!(changes(body, &["ALLOWED_HOSTS"]), @r#"
     ALLOWED_HOSTS += ["a"]
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ALLOWED_HOSTS)
     INSTALLED_APPS = []
    "#);
    let body =
        "ALLOWED_HOSTS = []\nif live:\n    ALLOWED_HOSTS.append(\"a\")\n    # and more\n\nA = 1\n";
    assert_snapshot!(changes(body, &["ALLOWED_HOSTS"]), @r#"
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ALLOWED_HOSTS)
    +
     A = 1
    "#);
}

#[test]
fn in_every_branch() {
    let body = "if live:\n    DEBUG = False\nelse:\n    DEBUG = True\nif DEBUG:\n    tools()\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
         DEBUG = True
    +
    +DEBUG = env_bool("DEBUG", DEBUG)
     if DEBUG:
    "#);
    let body = "try:\n    from .here import SECRET_KEY\nexcept ImportError:\n    raise\nA = 1\n";
    assert_snapshot!(changes(body, &["SECRET_KEY"]), @r#"
         raise
    +
    +SECRET_KEY = os.environ.get("SECRET_KEY") or SECRET_KEY
     A = 1
    "#);
}

#[test]
fn in_some_branch() {
    let body = "if live:\n    SECRET_KEY = \"a\"\nA = 1\n";
    assert_snapshot!(changes(body, &["SECRET_KEY"]), @r#"
     if live:
    -    SECRET_KEY = "a"
    +    SECRET_KEY = os.environ.get("SECRET_KEY") or "a"
     A = 1
    NotAlwaysBound { name: "SECRET_KEY", line: 2 }
    "#);
    let body = "if live:\n    STATIC_ROOT = \"a\"\nA = 1\n";
    assert_snapshot!(changes(body, &["STATIC_ROOT"]), @r#"
         STATIC_ROOT = "a"
    +
    +if os.environ.get("STATIC_ROOT"):
    +    STATIC_ROOT = os.environ.get("STATIC_ROOT") or None
    +
     A = 1
    "#);
    let body = "DEBUG = True\ndel DEBUG\nA = 1\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
    -DEBUG = True
    +DEBUG = env_bool("DEBUG", True)
     del DEBUG
    NotAlwaysBound { name: "DEBUG", line: 2 }
    "#);
}

#[test]
fn in_other_ways() {
    let body = "DEBUG = TEMPLATE_DEBUG = True\n(STATIC_ROOT, MEDIA_ROOT) = roots()\nA = 1\n";
    assert_snapshot!(changes(body, &["DEBUG", "STATIC_ROOT", "MEDIA_ROOT"]), @r#"
     DEBUG = TEMPLATE_DEBUG = True
    +DEBUG = env_bool("DEBUG", DEBUG)
     (STATIC_ROOT, MEDIA_ROOT) = roots()
    +STATIC_ROOT = os.environ.get("STATIC_ROOT") or STATIC_ROOT
    +MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or MEDIA_ROOT
     A = 1
    "#);
    let body = "for DEBUG in modes: pass\nwith key() as SECRET_KEY:\n    pass\nA = (ALLOWED_HOSTS := [])\nB = 1\n";
    assert_snapshot!(changes(body, &["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"]), @r#"
         pass
    +
    +SECRET_KEY = os.environ.get("SECRET_KEY") or SECRET_KEY
     A = (ALLOWED_HOSTS := [])
    +
    +if os.environ.get("ALLOWED_HOSTS"):
    +    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [])
    +
     B = 1
    NotAlwaysBound { name: "DEBUG", line: 1 }
    "#);
    let body = "DEBUG = True\ndef later():\n    global DEBUG\n    DEBUG = False\nlater()\nA = 1\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
     later()
    +DEBUG = env_bool("DEBUG", DEBUG)
     A = 1
    "#);
}

#[test]
fn read_before_its_last_binding() {
    let body = r#"
DEBUG = True
if DEBUG:
    APPS = ["tools"]
try:
    from .local import *
except ImportError:
    pass
"#;
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
    -DEBUG = True
    +DEBUG = env_bool("DEBUG", True)
     if DEBUG:
         pass
    +
    +DEBUG = env_bool("DEBUG", DEBUG)
    "#);
    let body = "from .modes import DEBUG\nif DEBUG:\n    tools()\nDEBUG = False\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
         tools()
    -DEBUG = False
    +DEBUG = env_bool("DEBUG", False)
    ReadEarly { name: "DEBUG", line: 2 }
    "#);
    let body = "SECRET_KEY = \"\"\nif not SECRET_KEY:\n    SECRET_KEY = make()\n";
    assert_snapshot!(changes(body, &["SECRET_KEY"]), @r#"
    -SECRET_KEY = ""
    +SECRET_KEY = os.environ.get("SECRET_KEY") or ""
     if not SECRET_KEY:
         SECRET_KEY = make()
    +
    +SECRET_KEY = os.environ.get("SECRET_KEY") or SECRET_KEY
    "#);
    let body = "DEBUG = True\ndef show(request):\n    return DEBUG\nif live:\n    DEBUG = False\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
         DEBUG = False
    +
    +DEBUG = env_bool("DEBUG", DEBUG)
    "#);
}

#[test]
fn bound_by_what_does_not_show_it() {
    let body = "DEBUG = True\nheroku.settings(locals())\nA = 1\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
     heroku.settings(locals())
    +DEBUG = env_bool("DEBUG", DEBUG)
     A = 1
    "#);
    let body =
        "DEBUG = True\nglobals().update(load())\nglobals()[\"A\"] = 1\ninclude(\"local.py\")\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
     include("local.py")
    +
    +DEBUG = env_bool("DEBUG", DEBUG)
    "#);
    let body = "from .base import *\n\nDEBUG = False\nSTATICFILES_DIRS = [STATIC_ROOT]\nA = 1\n";
    assert_snapshot!(changes(body, &["DEBUG", "STATIC_ROOT", "MEDIA_URL", "SECRET_KEY"]), @r#"
    -DEBUG = False
    +if os.environ.get("STATIC_ROOT"):
    +    STATIC_ROOT = os.environ.get("STATIC_ROOT") or None
    +
    +DEBUG = env_bool("DEBUG", False)
     STATICFILES_DIRS = [STATIC_ROOT]
     A = 1
    +
    +if os.environ.get("MEDIA_URL"):
    +    MEDIA_URL = os.environ.get("MEDIA_URL") or ""
    "#);
}

#[test]
fn nowhere() {
    let body = "A = 1\n# the end\n\n\n";
    assert_snapshot!(changes(body, &["SECRET_KEY", "DEBUG", "STATIC_ROOT", "MEDIA_ROOT"]), @r#"
    +STATIC_ROOT = os.environ.get("STATIC_ROOT") or None
    +MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or ""
    "#);
    let body = "class Dev(Configuration):\n    DEBUG = True\n    STATIC_ROOT: str = \"a\"\n";
    assert_snapshot!(changes(body, &["DEBUG", "STATIC_ROOT"]), @r#"
    InClass { name: "DEBUG", line: 2 }
    InClass { name: "STATIC_ROOT", line: 3 }
    "#);
}
