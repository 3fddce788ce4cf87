//! `init` on a project that has its stacks.

use crate::harness::Project;

#[test]
fn the_same_answers_change_nothing() {
    for line in ["init --yes --db mariadb", "init --yes", "init"] {
        let project = Project::polls();
        project.djdock("init --yes --db mariadb").ok();
        let before = project.listing();
        let run = project.djdock(line).ok();
        assert_eq!(
            run.stderr,
            "Nothing to do: the stack is as these answers want it.\n"
        );
        assert_eq!(run.stdout, "");
        before.assert_same(&project.listing());
    }
}

#[test]
fn another_port_is_a_commit_on_both() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let [dev, prod] = [project.id("dev"), project.id("prod")];
    project.djdock("init --yes --dev-port 8123").ok();
    assert_eq!(project.git("log -1 --format=%P dev"), dev);
    let shared = project.id("dev");
    assert_eq!(
        project.git("log -1 --format=%P prod"),
        format!("{prod} {shared}")
    );
    let changed = project.git(&format!("diff --name-only {dev} dev"));
    assert!(changed.contains("docker-compose.yml"), "{changed}");
    assert!(project.on("dev", "docker-compose.yml").contains("8123"));
    assert_eq!(
        project.on("dev", "djdock.toml"),
        project.on("prod", "djdock.toml")
    );
}

#[test]
fn beside_the_user_s_commits_the_common_change_goes_on_the_merge_base() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    project.append("polls/views.py", "# mine\n");
    project.commit("code");
    let (base, dev) = (project.id("dev~1"), project.id("dev"));
    let prod = project.id("prod");
    project.git("switch --quiet main");
    project.djdock("init --yes --db postgres").ok();
    let shared = project.id("dev^2");
    assert_eq!(
        project.git("log -1 --format=%P dev"),
        format!("{dev} {shared}")
    );
    assert_eq!(
        project.git("log -1 --format=%P prod"),
        format!("{prod} {shared}")
    );
    assert_eq!(project.git(&format!("log -1 --format=%P {shared}")), base);
    assert!(!project.on("prod", "polls/views.py").contains("# mine"));
    assert!(project.on("dev", "polls/views.py").contains("# mine"));
}

#[test]
fn after_other_answers_dev_still_merges_into_prod() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    project.append("polls/views.py", "# one\n");
    project.commit("one");
    project
        .djdock("init --yes --db postgres --dev-port 8123")
        .ok();
    project.append("polls/views.py", "# two\n");
    project.commit("two");
    project.git("switch --quiet prod");
    let stack = project.read("docker-compose.yml");
    project.git("merge --quiet --no-edit dev");
    assert_eq!(project.read("docker-compose.yml"), stack);
    assert!(project.read("polls/views.py").ends_with("# one\n# two\n"));
    assert_eq!(project.git("status --porcelain"), "");
}

#[test]
fn answers_and_back_are_as_before() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let before = [project.id("dev^{tree}"), project.id("prod^{tree}")];
    project.djdock("init --yes --db postgres").ok();
    let between = [project.id("dev^{tree}"), project.id("prod^{tree}")];
    assert!(before[0] != between[0] && before[1] != between[1]);
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(
        before,
        [project.id("dev^{tree}"), project.id("prod^{tree}")]
    );
}

#[test]
fn a_rewritten_dev_is_healed() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet main");
    project.append("polls/views.py", "# on main\n");
    project.commit("main_goes_on");
    // Somebody starts dev afresh from main: the stack is gone from it.
    project.git("branch --force dev main");
    project.djdock("init --yes --db mariadb").ok();
    assert!(
        project
            .on("dev", "docker-compose.yml")
            .starts_with("# djdock: dev\n")
    );
    assert!(project.on("dev", "polls/views.py").contains("# on main"));
    project.git("switch --quiet prod");
    let stack = project.read("docker-compose.yml");
    project.git("merge --quiet --no-edit dev");
    assert_eq!(project.read("docker-compose.yml"), stack);
}
