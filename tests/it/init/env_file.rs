//! `.env`: what stands in it is the user's.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::harness::Project;

#[test]
fn lines_that_stand_there_are_kept() {
    let project = Project::polls();
    let mine = "# mine\nSECRET_KEY='kept as it is'\nexport TOKEN = \"a\nb\"\nMARIADB_USER=me";
    project.write(".env", mine);
    project.djdock("init --yes --db mariadb").ok();
    let text = project.read(".env");
    assert!(text.starts_with(&format!("{mine}\n\n")), "{text}");
    for key in ["SECRET_KEY", "MARIADB_USER", "MARIADB_PASSWORD", "HOST_UID"] {
        let lines = text
            .lines()
            .filter(|line| line.starts_with(&format!("{key}=")));
        assert_eq!(lines.count(), 1, "{key}");
    }
}

#[test]
fn another_run_keeps_every_byte() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let before = project.read(".env");
    project.djdock("init --yes --prod-port 8080").ok();
    assert_eq!(project.read(".env"), before);
}

#[test]
fn another_database_adds_its_keys_and_removes_none() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let before = project.read(".env");
    project.djdock("init --yes --db postgres").ok();
    let after = project.read(".env");
    assert!(after.starts_with(&before), "{after}");
    assert!(
        after[before.len()..].contains("\nPOSTGRES_PASSWORD="),
        "{after}"
    );
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.read(".env"), after);
}

#[test]
fn line_endings_and_permissions_are_the_user_s() {
    let project = Project::polls();
    project.write(".env", "TOKEN=a\r\n");
    fs::set_permissions(project.path(".env"), Permissions::from_mode(0o640)).unwrap();
    project.djdock("init --yes --db mariadb").ok();
    let text = project.read(".env");
    assert!(text.starts_with("TOKEN=a\r\n\r\n"));
    assert!(text.lines().count() > 10 && !text.replace("\r\n", "").contains('\n'));
    assert_eq!(project.mode(".env"), 0o640);
}

#[test]
fn a_deleted_one_comes_back() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let before = project.read(".env");
    fs::remove_file(project.path(".env")).unwrap();
    project.djdock("init --yes --db mariadb").ok();
    let keys = |text: &str| -> Vec<String> {
        let keys = text.lines().filter_map(|line| line.split_once('='));
        keys.map(|(key, _)| key.to_owned()).collect()
    };
    assert_eq!(keys(&project.read(".env")), keys(&before));
}

#[test]
fn people_s_data_is_left_alone_on_every_branch() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    for path in ["data/db.json", "data/media/a.png", "data/backups/1/a.gz"] {
        project.write(path, "people's\n");
        for branch in ["main", "dev", "prod"] {
            project.git(&format!("switch --quiet {branch}"));
            assert_eq!(project.git("status --porcelain"), "", "{branch}: {path}");
        }
    }
    // A file of the user's own beside them is git's.
    project.write("data/cities.csv", "Lyon\n");
    assert_eq!(
        project.git("status --porcelain -uall"),
        "?? data/cities.csv"
    );
}
