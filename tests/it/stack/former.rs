//! What a stack keeps of the database that it replaced.

use crate::harness::changes::changes;
use crate::harness::{Project, accepted};

/// A project whose database was replaced, with its rows to be carried over and without.
fn replaced(project: &dyn Fn() -> Project, from: &str, to: &str) -> [Project; 2] {
    ["", " --import-data"].map(|answer| {
        let project = project();
        project.djdock(&format!("init --yes --db {from}")).ok();
        project.djdock(&format!("add {to}{answer}")).ok();
        project
    })
}

#[test]
fn a_server_and_what_reads_it() {
    let [without, with] = replaced(&Project::polls, "mariadb", "postgres");
    accepted("stack/former-mariadb", &changes(&without, &with));
}

#[test]
fn a_file_and_what_reads_it() {
    let [without, with] = replaced(&Project::polls, "sqlite", "postgres");
    accepted("stack/former-sqlite", &changes(&without, &with));
}

#[test]
fn a_server_beside_a_file() {
    let [without, with] = replaced(&Project::polls, "postgres", "sqlite");
    accepted("stack/former-postgres", &changes(&without, &with));
}

/// What the project reads under names of its own names the former database for its reader, and the new one for all others.
#[test]
fn under_names_of_the_project_s_own() {
    let own = || Project::fixture("settings-split-celery");
    let [_, with] = replaced(&own, "mariadb", "postgres");
    for branch in ["dev", "prod"] {
        let compose = with.on(branch, "docker-compose.yml");
        let (app, carry) = compose.split_once("\n  carry:\n").expect("its reader");
        for (part, scheme) in [(app, "postgres"), (carry, "mysql")] {
            let urls: Vec<&str> = part.lines().filter(|line| line.contains("://")).collect();
            let database = urls.iter().filter(|line| line.contains("@db:"));
            let database: Vec<_> = database.collect();
            assert_eq!(database.len(), 1, "{branch}: {urls:?}");
            assert!(database[0].contains(&format!("\"{scheme}://")), "{urls:?}");
        }
    }
}

/// No container but the former database's own gets its administrator's password, though `.env` has it.
#[test]
fn its_administrator_s_password_is_its_own() {
    let [_, with] = replaced(&Project::polls, "mariadb", "postgres");
    for branch in ["dev", "prod"] {
        let compose = with.on(branch, "docker-compose.yml");
        let lines = compose.lines().map(str::trim);
        let passwords: Vec<&str> = lines
            .filter(|line| line.starts_with("MARIADB_ROOT_PASSWORD"))
            .collect();
        let expected = [
            "MARIADB_ROOT_PASSWORD: \"\" # its server's own",
            "MARIADB_ROOT_PASSWORD: ${MARIADB_ROOT_PASSWORD:?run make env}",
        ];
        assert_eq!(passwords, expected, "{branch}");
    }
}
