//! What may fail is not evaluated where a fragment puts another value in its place, and everything else stays.

use djdock::patch::SettingsPatch;

use crate::support::{only, patched_with};

/// The default pack's guards alone.
fn guards() -> SettingsPatch {
    let pack: SettingsPatch =
        toml::from_str(include_str!("../../templates/settings.toml")).expect("the default pack");
    let mut patch = SettingsPatch {
        guards: pack.guards,
        ..only(&[])
    };
    // What is asked is where, and not how long a line becomes.
    patch.layout.width = Some(1000);
    patch
}

/// The value of `DATABASES` after the patch, beside which the module has only what it had.
fn guarded(before: &str, value: &str) -> String {
    let head = "import os\n\n";
    let source = format!("{head}{before}DATABASES = {value}\n");
    let text = patched_with(&source, &guards()).text;
    let start = format!("{head}{before}DATABASES = ");
    let value = text.strip_prefix(&start).expect("the rest as it was");
    value.trim_end().to_owned()
}

#[test]
fn what_cannot_be_told_is_guarded_at_its_place() {
    let unless = "if os.environ.get(\"DATABASE\") else";
    let cases = [
        (
            "vault.all()",
            format!("{{\"default\": {{}}}} {unless} vault.all()"),
        ),
        (
            "{\"default\": vault.read(\"db\"), \"replica\": vault.read(\"r\")}",
            format!(
                "{{\"default\": {{}} {unless} vault.read(\"db\"), \"replica\": vault.read(\"r\")}}"
            ),
        ),
        (
            "{\"default\": {\"ENGINE\": \"x\", \"PASSWORD\": secret(\"db\"), \"OPTIONS\": options()}}",
            format!(
                "{{\"default\": {{\"ENGINE\": \"x\", \"PASSWORD\": \"\" {unless} secret(\"db\"), \"OPTIONS\": options()}}}}"
            ),
        ),
        (
            "{\n    \"default\": (\n        json.loads(text)\n    ),\n}",
            format!("{{\n    \"default\": (\n        {{}} {unless} json.loads(text)\n    ),\n}}"),
        ),
    ];
    for (value, wanted) in cases {
        assert_eq!(guarded("import json\nimport vault\n\n", value), wanted);
    }
}

/// Of what is known, or read from variables, something else than the connection may count.
#[test]
fn what_is_told_stays_as_it_is() {
    let url = "import dj_database_url\nimport environ\nimport vault\n\nenv = environ.Env()\n";
    for value in [
        "{\"default\": {\"ENGINE\": \"django.db.backends.sqlite3\", \"NAME\": \"db\"}}",
        "{\"default\": {\"NAME\": os.environ[\"DB_NAME\"], \"PORT\": int(os.environ.get(\"P\", \"1\"))}}",
        "{\"default\": dj_database_url.parse(os.environ[\"DATABASE_URL\"], conn_max_age=600)}",
        "{\"default\": env.db()}",
        "{\"default\": {\"NAME\": \"db\", \"OPTIONS\": vault.options()}}",
        "{**vault.all(), \"replica\": {\"NAME\": \"r\"}}",
    ] {
        assert_eq!(guarded(url, value), value);
    }
}

/// Code that builds on the value would fail without it.
#[test]
fn what_later_code_builds_on_stays_as_it_is() {
    for after in [
        "DATABASES[\"default\"][\"OPTIONS\"][\"x\"] = 1\n",
        "DATABASES = dict(DATABASES)\n",
    ] {
        let source = format!("import os\nimport vault\n\nDATABASES = vault.all()\n{after}");
        assert_eq!(patched_with(&source, &guards()).text, source);
    }
}
