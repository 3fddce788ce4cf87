//! Adminer, on dev: shows the database's tables to who knows its password, and begins with the stack's own server.

use djdock::environment::Environment;

use super::probe::{Door, Probe, Published, Shown};
use super::trial::Trial;
use crate::harness::request::Request;

pub(super) const PROBE: Probe = Probe {
    service: "adminer",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Dev],
        used,
    },
    doors: &[Door::on(&["front", "back"], "adminer", &[8080]).published(Published::Machine)],
};

fn used(trial: &Trial<'_>) {
    let adminer = trial.published("adminer", 8080);
    let form = adminer.get("/").is(200).text();
    assert!(
        form.contains("name=\"auth[server]\" value=\"db\""),
        "{form}"
    );
    let prefix = ["mariadb", "mysql"]
        .into_iter()
        .find(|name| trial.has(name));
    let prefix = prefix.unwrap_or("postgres").to_uppercase();
    let own = |part: &str| trial.inside("web", &["printenv", &format!("{prefix}_{part}")]);
    let driver = if prefix == "POSTGRES" {
        "pgsql"
    } else {
        "server"
    };
    let fields = |password: &str| {
        [
            ("auth[driver]", driver),
            ("auth[server]", "db"),
            ("auth[username]", &own("USER")),
            ("auth[password]", password),
            ("auth[db]", &own("DATABASE")),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let tables = |password: &str| {
        let mut answer = adminer.send(&Request::form("/", &fields(password)));
        // To the database, and of some databases on to the schema in it.
        for _ in 0..3 {
            if let Some(to) = answer.header("location") {
                let to = format!("/{}", to.trim_start_matches(['.', '/']));
                answer = adminer.get(&to);
            }
        }
        answer.text().contains("notes_note")
    };
    assert!(!tables("wrong"), "anybody sees the tables");
    assert!(tables(&own("PASSWORD")), "the tables are not shown");
}
