//! `.gitignore` and `.gitattributes`.

use djdock::patch::{PatchedText, patch_lines, unpatch};
use proptest::prelude::*;

fn patch(source: Option<&str>, lines: &[&str]) -> PatchedText {
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    patch_lines(source, &lines)
}

#[test]
fn only_missing_lines_are_added() {
    let added = |source: &str| patch(Some(source), &[".env", "/data/"]).text;
    assert_eq!(added(""), ".env\n/data/\n");
    assert_eq!(added("*.pyc\n  .env \n"), "*.pyc\n  .env \n/data/\n");
    assert_eq!(added("*.pyc\r\nx\r\n"), "*.pyc\r\nx\r\n.env\r\n/data/\r\n");
    assert_eq!(added("*.pyc"), "*.pyc\n.env\n/data/\n");
    assert_eq!(added("#.env\n/data/\n.env\n"), "#.env\n/data/\n.env\n");
}

#[test]
fn created_and_removed() {
    let created = patch(None, &["*.sh eol=lf", "*.sh eol=lf"]);
    assert_eq!(created.text, "*.sh eol=lf\n");
    assert_eq!(unpatch(&created.text, &created.splices), Ok(None));
    assert_eq!(
        unpatch("x\n*.sh eol=lf\n", &created.splices),
        Ok(Some("x\n".to_owned()))
    );
    assert!(!patch(None, &[]).splices.created);
}

proptest! {
    #[test]
    fn undone_and_idempotent(source in "([a-c #]{0,3}(\n|\r\n|\r))*[a-c]{0,2}", lines in prop::collection::vec("[a-c]{0,3}", 0..4)) {
        let once = patch_lines(Some(&source), &lines);
        prop_assert_eq!(unpatch(&once.text, &once.splices), Ok(Some(source)));
        let twice = patch_lines(Some(&once.text), &lines);
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert!(twice.splices.splices.is_empty());
    }
}
