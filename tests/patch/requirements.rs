//! `requirements.txt`.

use djdock::patch::{Package, RequirementsError, patch_requirements, unpatch};
use insta::assert_snapshot;

use crate::support::diff;

fn packages() -> Vec<Package> {
    toml::from_str::<std::collections::BTreeMap<String, Vec<Package>>>(
        r#"
[[packages]]
name = "gunicorn"
requirement = "gunicorn~=23.0"
[[packages]]
name = "psycopg"
requirement = "psycopg[binary]~=3.2"
provided-by = ["psycopg2", "psycopg2-binary"]
"#,
    )
    .unwrap()
    .remove("packages")
    .unwrap()
}

/// Patches; undoing gives the text back, and patching again changes nothing.
fn patched(source: &str) -> String {
    let patched = patch_requirements(Some(source), &packages()).unwrap();
    assert_eq!(
        unpatch(&patched.text, &patched.splices),
        Ok(Some(source.to_owned()))
    );
    let again = patch_requirements(Some(&patched.text), &packages()).unwrap();
    assert_eq!(
        (again.text, again.splices.splices.len()),
        (patched.text.clone(), 0)
    );
    patched.text
}

fn changes(source: &str) -> String {
    diff(source, &patched(source))
}

#[test]
fn a_package_that_is_there_stays() {
    for line in [
        "Gunicorn",
        "gunicorn==20.1.0",
        "gunicorn[gevent] >= 20 ; python_version > '3'",
        "GUNICORN \\\n  ==20",
        "gunicorn @ https://example.org/g.zip",
        "git+https://example.org/g.git@v1#egg=gunicorn",
        "-e git+https://example.org/g.git#egg=gunicorn&subdirectory=x",
        "https://example.org/gunicorn-20-py3-none-any.whl",
        "./wheels/gunicorn-20-py3-none-any.whl  # ours",
        "\u{feff}gunicorn",
        "gunicorn#x",
        "gunicorn(>=20)",
    ] {
        for other in ["psycopg2_binary==2.9", "psycopg2.binary", "psycopg"] {
            let source = format!("{line}\n{other}\n");
            assert_eq!(patched(&source), source);
        }
    }
    for line in [
        "# gunicorn",
        "-r gunicorn.txt",
        "-c gunicorn",
        "./gunicorn",
        "gunicorn-x",
        "git+https://example.org/gunicorn",
    ] {
        assert!(
            patched(&format!("{line}\npsycopg\n")).contains("gunicorn~=23.0\n"),
            "{line}"
        );
    }
}

#[test]
fn sorted_stays_sorted() {
    assert_snapshot!(changes("Django==5.2\nPillow\nrequests\n"), @r"
     Django==5.2
    +gunicorn~=23.0
     Pillow
    +psycopg[binary]~=3.2
     requests
    ");
    assert_snapshot!(changes("# top\nrequests==2\n    # via -r in\n"), @r"
     # top
    +gunicorn~=23.0
    +psycopg[binary]~=3.2
     requests==2
    ");
    assert_snapshot!(changes("django \\\n    ==5 # x\nh11\n    # via x\nzope\n"), @r"
         ==5 # x
    +gunicorn~=23.0
     h11
         # via x
    +psycopg[binary]~=3.2
     zope
    ");
}

#[test]
fn unsorted_is_appended() {
    assert_snapshot!(changes("requests\ndjango\n"), @r"
     django
    +gunicorn~=23.0
    +psycopg[binary]~=3.2
    ");
    assert_snapshot!(changes("requests\ndjango"), @r"
     requests
    -django
    +django
    +gunicorn~=23.0
    +psycopg[binary]~=3.2
    ");
    assert_snapshot!(changes("requests\ndjango \\\n"), @r"
     django \
    +
    +gunicorn~=23.0
    +psycopg[binary]~=3.2
    ");
    assert_eq!(
        patched("requests\r\ndjango\r\n"),
        "requests\r\ndjango\r\ngunicorn~=23.0\r\npsycopg[binary]~=3.2\r\n"
    );
    assert_eq!(patched(""), "gunicorn~=23.0\npsycopg[binary]~=3.2\n");
    assert_eq!(
        patched("\u{feff}zope\n"),
        "\u{feff}gunicorn~=23.0\npsycopg[binary]~=3.2\nzope\n"
    );
}

#[test]
fn created_and_removed() {
    let created = patch_requirements(None, &packages()).unwrap();
    let (comment, rest) = created.text.split_once('\n').unwrap();
    assert!(comment.starts_with("# Derived by djdock"));
    assert_eq!(rest, "gunicorn~=23.0\npsycopg[binary]~=3.2\n");
    assert!(created.splices.created);
    assert_eq!(unpatch(&created.text, &created.splices), Ok(None));
    let edited = created.text.replace("psycopg", "django\npsycopg");
    assert_eq!(
        unpatch(&edited, &created.splices),
        Ok(Some("django\n".to_owned()))
    );
}

#[test]
fn hashes_are_left_to_the_user() {
    let source = "# x\ndjango==5 \\\n    --hash=sha256:aa\n";
    let error = RequirementsError::Hashes {
        line: 2,
        missing: vec![
            "gunicorn~=23.0".to_owned(),
            "psycopg[binary]~=3.2".to_owned(),
        ],
    };
    assert_eq!(patch_requirements(Some(source), &packages()), Err(error));
    let source = "--require-hashes\ngunicorn==1 --hash=sha256:aa\npsycopg2==1\n";
    assert_eq!(patched(source), source);
}
