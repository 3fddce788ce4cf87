//! The user's own files under names that djdock writes.

use crate::harness::Project;

const COMPOSE: &str = "services:\n  web:\n    image: mine\n";

fn project() -> Project {
    let project = Project::polls();
    project.write("Makefile", "all:\n\techo mine\n");
    project.write("compose.yaml", COMPOSE);
    project.write("docker-compose.yml", COMPOSE);
    project.commit("stack");
    project
}

#[test]
fn they_are_kept_beside() {
    let project = project();
    project.djdock("init --yes --db mariadb").ok();
    for branch in ["dev", "prod"] {
        let files = project.tracked(branch);
        assert_eq!(
            project.on(branch, "docker-compose.yml.before-djdock"),
            COMPOSE
        );
        assert_eq!(project.on(branch, "compose.yaml.before-djdock"), COMPOSE);
        assert!(
            project
                .on(branch, "Makefile.before-djdock")
                .contains("mine")
        );
        assert!(project.on(branch, "docker-compose.yml").contains("djdock"));
        // Compose would read it, and not djdock's.
        assert!(!files.contains(&"compose.yaml".to_owned()), "{files:?}");
    }
    assert_eq!(project.read("compose.yaml"), COMPOSE);
    assert!(
        !project
            .djdock("init --yes --dry-run")
            .ok()
            .stderr
            .contains("create")
    );
}

#[test]
fn a_second_time_changes_nothing() {
    for flags in ["", "--existing replace", "--existing Makefile=keep"] {
        let project = project();
        project
            .djdock(&format!("init --yes --db mariadb {flags}"))
            .ok();
        let heads = project.git("rev-parse dev prod");
        project.djdock("init --yes").ok();
        assert_eq!(project.git("rev-parse dev prod"), heads, "{flags}");
    }
}

#[test]
fn one_is_kept_the_others_are_replaced() {
    let project = project();
    project
        .djdock("init --yes --db mariadb --existing replace --existing Makefile=keep")
        .ok();
    assert!(project.on("prod", "Makefile").contains("mine"));
    let files = project.tracked("prod");
    assert!(
        files.iter().all(|file| !file.ends_with(".before-djdock")),
        "{files:?}"
    );
    assert!(
        project.on("prod", "djdock.lock").contains("image: mine"),
        "the text is kept"
    );
    assert!(
        project
            .on("dev", "djdock.toml")
            .contains("Makefile = \"keep\"")
    );
}

#[test]
fn outside_git_nothing_is_lost() {
    let project = Project::outside_git("examples/polls");
    project.write("Makefile", "all:\n");
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.read("Makefile.before-djdock"), "all:\n");
}

#[test]
fn a_file_taken_over_later_is_left_alone() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    project.write("Makefile", "all:\n\techo mine\n");
    project.commit("makefile");
    project.djdock("init --yes --existing Makefile=keep").ok();
    let heads = project.git("rev-parse dev prod");
    project.djdock("init --yes").ok();
    assert_eq!(project.git("rev-parse dev prod"), heads);
    assert!(project.on("dev", "Makefile").contains("mine"));
}

#[test]
fn what_make_and_a_build_would_read_instead() {
    let project = Project::polls();
    project.write("GNUmakefile", "all:\n\techo mine\n");
    project.write("Dockerfile.dockerignore", "x\n");
    project.commit("mine");
    project.djdock("init --yes --db sqlite").ok();
    project.git("switch --quiet dev");
    for name in ["GNUmakefile", "Dockerfile.dockerignore"] {
        assert!(!project.has(name), "{name}");
        assert!(project.has(&format!("{name}.before-djdock")), "{name}");
    }
    project.write("makefile", "all:\n\techo mine\n");
    project.commit("again");
    let said = project.djdock("check").to_string();
    assert!(
        said.contains("Makefile on dev: make reads makefile instead"),
        "{said}"
    );
}
