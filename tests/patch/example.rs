use crate::support::{diff, patch};

#[test]
fn show() {
    let path = std::env::var("SHOW").unwrap();
    let source = std::fs::read_to_string(path).unwrap();
    let patched = patch(&source);
    println!("{}", diff(&source, &patched.text));
    println!("{:#?}\n{:#?}", patched.steps, patched.reads);
    for s in &patched.splices.splices {
        println!("--- before {:?}\n--- after {:?}", s.before, s.after);
    }
    assert_eq!(patch(&patched.text).text, patched.text);
    assert_eq!(
        djdock::patch::undo(&patched.text, &patched.splices.splices).unwrap(),
        source
    );
}
