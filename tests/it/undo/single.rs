//! Side by side, outside git, and in a compose file of the user's own.

use super::{assert_undone, listing};
use crate::harness::Project;

#[test]
fn side_by_side() {
    for project in [Project::polls(), Project::outside_git("examples/polls")] {
        let before = listing(&project);
        project
            .djdock("init --yes --db mariadb --layout single")
            .ok();
        project.djdock("add redis").ok();
        let said = project.djdock("undo dev").refused(1);
        assert!(said.contains("they go together"), "{said}");
        project.djdock("undo").ok();
        before.assert_same(&listing(&project));
        assert_undone(&project);
    }
}

#[test]
fn a_copy_of_a_branch() {
    let project = super::polls();
    project.git("switch --quiet prod");
    let copy = Project::empty();
    copy.fill_from(&project);
    std::fs::remove_dir_all(copy.path(".git")).unwrap();
    copy.djdock("undo").ok();
    let before = Project::outside_git("examples/polls").listing();
    before.assert_same(&copy.listing().without(&[".env"]));
}

const COMPOSE: &str = "services:\n  web:\n    build: .\n    command: python manage.py runserver 0.0.0.0:8000\n    ports: [\"8000:8000\"]\n";

#[test]
fn services_in_a_compose_file_of_the_user_s() {
    let project = Project::polls();
    project.write("docker-compose.yml", COMPOSE);
    project.commit("compose");
    let before = listing(&project);
    project.djdock("add redis memcached").ok();
    let run = project.djdock("undo").ok();
    assert!(run.stderr.contains("docker volume ls"), "{run}");
    before.assert_same(&listing(&project));
    assert_undone(&project);
    // As with `remove`, what the user made of it is theirs to settle.
    project.djdock("add redis").ok();
    let text = project.read("docker-compose.yml");
    project.write("docker-compose.yml", &text.replace("redis:8.2", "redis:7"));
    let said = project.djdock("undo").refused(1);
    assert!(said.contains("contradict each other"), "{said}");
    project.djdock("undo --on-conflict new").ok();
    before.assert_same(&listing(&project));
}
