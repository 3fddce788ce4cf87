//! Where the user's edit and the new text meet on one line: shown, and settled as asked.

use insta::assert_snapshot;

use super::on_dev;
use crate::harness::Project;

/// dev's port is changed by hand, and then in `djdock.toml`.
fn conflicting() -> Project {
    let project = on_dev("");
    let compose = project.read("docker-compose.yml");
    project.write(
        "docker-compose.yml",
        &compose.replace("WEB_PORT:-8000", "WEB_PORT:-8005"),
    );
    let toml = project.read("djdock.toml");
    project.write(
        "djdock.toml",
        &toml.replace("dev-port = 8000", "dev-port = 8123"),
    );
    project.commit("mine");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    project.git("switch --quiet dev");
    project
}

#[test]
fn it_is_shown_and_nothing_changes() {
    let project = conflicting();
    let before = project.listing();
    let run = project.djdock("update");
    assert_eq!(run.code, Some(1), "{run}");
    assert_snapshot!(run.stderr, @r#"
    error: your edits and the new files contradict each other; nothing was written
      docker-compose.yml:
        <<<<<<< yours
              - "${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-8005}:8000"
        =======
              - "${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-8123}:8000"
        >>>>>>> djdock
    hint: `--on-conflict mine` keeps your lines, `new` takes the new ones, `markers` writes both for you to settle
    "#);
    before.assert_same(&project.listing());
    let status = project.djdock("status");
    assert_eq!(status.code, Some(1), "{status}");
    assert!(
        status.stdout.contains("conflict  docker-compose.yml"),
        "{status}"
    );
}

#[test]
fn it_is_settled_as_asked() {
    for (how, kept) in [("mine", "8005"), ("new", "8123")] {
        let project = conflicting();
        project.djdock(&format!("update --on-conflict {how}")).ok();
        let compose = project.read("docker-compose.yml");
        assert!(compose.contains(&format!("WEB_PORT:-{kept}")), "{compose}");
        project.djdock("status").ok();
    }
    let project = conflicting();
    project.djdock("update --on-conflict markers").ok();
    let compose = project.read("docker-compose.yml");
    assert!(
        compose.contains("<<<<<<< yours") && compose.contains(">>>>>>> djdock"),
        "{compose}"
    );
}

#[test]
fn an_edit_inside_what_goes_is_one() {
    let project = on_dev("--with redis");
    let compose = project.read("docker-compose.yml");
    project.write(
        "docker-compose.yml",
        &compose.replace("image: redis:8.2", "image: redis:8.0"),
    );
    project.commit("mine");
    let run = project.djdock("remove redis");
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stderr.contains("image: redis:8.0"), "{run}");
    project.djdock("remove redis --on-conflict new").ok();
    assert!(!project.read("docker-compose.yml").contains("redis"));
}
