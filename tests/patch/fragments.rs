//! Statements that a pack inserts.

use djdock::patch::{Fragment, SettingsPatch};
use insta::assert_snapshot;

use crate::support::{changes_with, only};

fn fragment(after: Option<&str>, source: &str) -> SettingsPatch {
    SettingsPatch {
        fragments: vec![Fragment {
            after: after.map(str::to_owned),
            source: source.to_owned(),
            ..Fragment::default()
        }],
        ..only(&[])
    }
}

#[test]
fn fragments() {
    let patch = fragment(
        Some("DATABASES"),
        "if os.environ.get(\"DB\"):\n    DATABASES[\"a\"] = 1\n",
    );
    let body = "DATABASES = {}\nDATABASES[\"default\"][\"NAME\"] = \"x\"\nA = 1\n";
    assert_snapshot!(changes_with(body, &patch), @r#"
     DATABASES["default"]["NAME"] = "x"
    +
    +if os.environ.get("DB"):
    +    DATABASES["a"] = 1
    +
     A = 1
    "#);
    let body = "DATABASES = {}\nif live:\n    DATABASES.update(other)\n\n\nA = 1\n";
    assert_snapshot!(changes_with(body, &patch), @r#"
    +if os.environ.get("DB"):
    +    DATABASES["a"] = 1
    +
    "#);
    let body = "DATABASES = {}\nA = 1\nfrom .local import *\n";
    assert_snapshot!(changes_with(body, &patch), @r#"
     from .local import *
    +
    +if os.environ.get("DB"):
    +    DATABASES["a"] = 1
    "#);
    assert_snapshot!(changes_with("from .base import *\n\nA = 1\n", &patch), @r#"
     A = 1
    +
    +if os.environ.get("DB"):
    +    DATABASES["a"] = 1
    "#);
    assert_snapshot!(changes_with("A = 1\n", &patch), @r#"Unbound { name: "DATABASES", source: "if os.environ.get(\"DB\"):\n    DATABASES[\"a\"] = 1\n" }"#);
    let patch = fragment(
        Some("CACHES"),
        "if os.environ.get(\"REDIS\"):\n    CACHES = {}\n",
    );
    assert_snapshot!(changes_with("A = 1\n", &patch), @r#"
     A = 1
    +
    +if os.environ.get("REDIS"):
    +    CACHES = {}
    "#);
}

#[test]
fn a_fragment_with_definitions() {
    let patch = fragment(
        None,
        "def show(request):\n    return os.environ.get(\"SHOW\")\n\n\nSHOW = show\n",
    );
    assert_snapshot!(changes_with("A = 1\n", &patch), @r#"
     A = 1
    +
    +
    +def show(request):
    +    return os.environ.get("SHOW")
    +
    +
    +SHOW = show
    "#);
}

#[test]
fn a_fragment_that_sets_a_setting() {
    let mut patch = fragment(None, "if os.environ.get(\"LOUD\"):\n    DEBUG = True\n");
    patch.settings = only(&["DEBUG"]).settings;
    assert_snapshot!(changes_with("DEBUG = False\n", &patch), @r#"
    -DEBUG = False
    +DEBUG = env_bool("DEBUG", False)
    +
    +if os.environ.get("LOUD"):
    +    DEBUG = True
    "#);
}

#[test]
fn what_two_services_share() {
    let mut patch = fragment(None, "SHARED = os.environ.get(\"SHARED\")\n");
    patch.settings = only(&["DEBUG"]).settings;
    patch.settings.extend(patch.settings.clone());
    patch.fragments.extend(patch.fragments.clone());
    patch.functions.extend(patch.functions.clone());
    assert_snapshot!(changes_with("DEBUG = False\n", &patch), @r#"
    -DEBUG = False
    +DEBUG = env_bool("DEBUG", False)
    +
    +SHARED = os.environ.get("SHARED")
    "#);
}

#[test]
fn one_that_is_for_a_bound_setting_is_left_out_elsewhere() {
    let mut patch = fragment(Some("CACHES"), "CACHES[\"a\"] = 1\n");
    patch.fragments[0].when_bound = true;
    assert_snapshot!(changes_with("A = 1\n", &patch), @"");
    assert_snapshot!(changes_with("from .base import *\n", &patch), @"");
    let bound = changes_with("CACHES = {}\n", &patch);
    assert!(bound.contains("+CACHES[\"a\"] = 1"), "{bound}");
}
