//! Inserted code is written as the module is.

use insta::assert_snapshot;

use crate::support::{diff, only, pack, patched_with};

#[test]
fn quotes_follow_the_majority() {
    let mut patch = only(&["MEDIA_URL"]);
    patch.functions.clear();
    patch.fragments = pack().fragments;
    patch.fragments.remove(0);
    patch.fragments[0].source = r#"
if os.environ.get("A"):
    B = ["it's", "\t", f"{os.environ["A"]}", """c""", rb"d", 'e', ""]
"#
    .to_owned();
    let source = "import os\nA = 'a', 'b', \"c\"\n";
    assert_snapshot!(diff(source, &patched_with(source, &patch).text), @r#"
     A = 'a', 'b', "c"
    +
    +MEDIA_URL = os.environ.get('MEDIA_URL') or ''
    +
    +if os.environ.get('A'):
    +    B = ["it's", "\t", f"{os.environ["A"]}", """c""", rb'd', 'e', '']
    "#);
    let source = "import os\nA = 'a', \"b\", \"c\"\n";
    assert_snapshot!(diff(source, &patched_with(source, &patch).text), @r#"
     A = 'a', "b", "c"
    +
    +MEDIA_URL = os.environ.get("MEDIA_URL") or ""
    +
    +if os.environ.get("A"):
    +    B = ["it's", "\t", f"{os.environ["A"]}", """c""", rb"d", "e", ""]
    "#);
}

#[test]
fn tabs_and_other_indentation() {
    let source = "if 1:\n\tA = 1\n\n\tB = 2\n";
    assert_snapshot!(diff(source, &patched_with(source, &pack()).text).replace('\t', "<tab>"), @r#"
    +import os
    +
    +
    +def env_bool(name, default):
    +<tab>"""The environment's yes or no; an empty variable counts as unset."""
    +<tab>value = os.environ.get(name, "").strip().lower()
    +<tab>return value in ("1", "true", "yes", "on") if value else default
    +
    +
    +def env_list(name, default):
    +<tab>"""The environment's list, separated by commas; an empty variable counts as unset."""
    +<tab>values = [value.strip() for value in os.environ.get(name, "").split(",")]
    +<tab>return [value for value in values if value] or default
    +
    +
     if 1:
     <tab>B = 2
    +
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [])
    +STATIC_ROOT = os.environ.get("STATIC_ROOT") or None
    +MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or ""
    +MEDIA_URL = os.environ.get("MEDIA_URL") or ""
    +CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
    +
    +# Set where https reaches this server.
    +if os.environ.get("TLS"):
    +<tab>SECURE_SSL_REDIRECT = env_bool("TLS", False)
    "#);
    let source = "import os\n\nA = [\n  1,\n]\nDATABASES = {}\n";
    let patched = patched_with(source, &pack()).text;
    assert!(
        patched.contains("\n  DATABASES[\"default\"].update(\n    {\n      \"ENGINE\""),
        "{patched}"
    );
}

#[test]
fn every_line_ending_stays() {
    for newline in ["\n", "\r\n", "\r"] {
        for end in ["", newline, &newline.repeat(3)] {
            let lines = [
                "import os",
                "",
                "A = '''x",
                "y'''",
                "DEBUG = True",
                "ALLOWED_HOSTS = [",
                "]",
            ];
            let source = lines.join(newline) + end;
            let patched = patched_with(&source, &pack());
            let without = patched.text.replace(newline, "");
            assert!(!without.contains(['\n', '\r']), "{:?}", patched.text);
            assert!(
                patched.text.ends_with(&format!("False){newline}")),
                "{:?}",
                patched.text
            );
        }
    }
}

#[test]
fn marks_comments_and_form_feeds_stay() {
    let source = "\u{feff}# -*- coding: utf-8 -*-\nDEBUG = True\n\u{c}\nALLOWED_HOSTS = []  # é\n";
    let patched = patched_with(source, &only(&["DEBUG", "ALLOWED_HOSTS"]));
    assert!(
        patched
            .text
            .starts_with("\u{feff}# -*- coding: utf-8 -*-\n")
    );
    assert_snapshot!(diff(source, &patched.text), @r#"
     ﻿# -*- coding: utf-8 -*-
    -DEBUG = True
    +
    +import os
    +
    +
    +def env_bool(name, default):
    +    """The environment's yes or no; an empty variable counts as unset."""
    +    value = os.environ.get(name, "").strip().lower()
    +    return value in ("1", "true", "yes", "on") if value else default
    +
    +
    +def env_list(name, default):
    +    """The environment's list, separated by commas; an empty variable counts as unset."""
    +    values = [value.strip() for value in os.environ.get(name, "").split(",")]
    +    return [value for value in values if value] or default
    +
    +
    +DEBUG = env_bool("DEBUG", True)

    -ALLOWED_HOSTS = []  # é
    +ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [])  # é
    "#);
    let source = "\u{feff}DEBUG = True";
    let patched = patched_with(source, &only(&["DEBUG"]));
    assert!(
        patched.text.starts_with("\u{feff}import os\n\n\ndef"),
        "{:?}",
        patched.text
    );
}

/// ruff's formatter does not count a comment for a checker, black does: what one of them would break is left as it is.
#[test]
fn a_line_that_formatters_differ_about_stays() {
    let mut patch = only(&["SECRET_KEY"]);
    patch.layout.width = Some(70);
    let source = "import os\n\nSECRET_KEY = \"django-insecure-0123\"  # noqa: S105\n";
    assert_snapshot!(diff(source, &patched_with(source, &patch).text), @r#"
     SECRET_KEY = "django-insecure-0123"  # noqa: S105
    +
    +SECRET_KEY = os.environ.get("SECRET_KEY") or SECRET_KEY
    "#);
    // Both would, and neither.
    let source =
        "import os\n\nSECRET_KEY = \"django-insecure-0123456789012345678\"  # noqa: S105\n";
    assert_snapshot!(diff(source, &patched_with(source, &patch).text), @r#"
    -SECRET_KEY = "django-insecure-0123456789012345678"  # noqa: S105
    +SECRET_KEY = (
    +    os.environ.get("SECRET_KEY")
    +    or "django-insecure-0123456789012345678"
    +)  # noqa: S105
    "#);
    let source = "import os\n\nSECRET_KEY = \"x\"  # noqa: S105\n";
    assert_snapshot!(diff(source, &patched_with(source, &patch).text), @r#"
    -SECRET_KEY = "x"  # noqa: S105
    +SECRET_KEY = os.environ.get("SECRET_KEY") or "x"  # noqa: S105
    "#);
}
