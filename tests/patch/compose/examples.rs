//! Compose files as tutorials and projects have them.

use insta::{assert_snapshot, glob};

use super::support::patched;

#[test]
fn compose_files() {
    glob!("files/*.yml", |path| {
        let source = std::fs::read_to_string(path).unwrap();
        let patched = patched(&source, None);
        let mut said = patched.text.replace('\r', "␍");
        for step in &patched.steps {
            said.extend([format!("--- {step:?}\n")]);
        }
        assert_snapshot!(said);
    });
}
