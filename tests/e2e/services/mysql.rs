//! `MySQL`, itself.

use super::databases::holds_the_rows;
use super::probe::{BOTH, Door, Probe, Shown};

const CLIENT: &str = "MYSQL_PWD=\"$MYSQL_PASSWORD\" mysql --user=\"$MYSQL_USER\" \
                      --default-character-set=utf8mb4 --skip-column-names \"$MYSQL_DATABASE\" --execute";

pub(super) const PROBE: Probe = Probe {
    service: "mysql",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used: |trial| holds_the_rows(trial, CLIENT),
    },
    doors: &[Door::back("db", &[3306])],
};
