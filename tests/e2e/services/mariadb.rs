//! MariaDB.

use super::databases::holds_the_rows;
use super::probe::{BOTH, Door, Probe, Shown};

const CLIENT: &str = "mariadb --user=\"$MARIADB_USER\" --password=\"$MARIADB_PASSWORD\" \
                      --default-character-set=utf8mb4 --skip-column-names \"$MARIADB_DATABASE\" --execute";

pub(super) const PROBE: Probe = Probe {
    service: "mariadb",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used: |trial| holds_the_rows(trial, CLIENT),
    },
    doors: &[Door::back("db", &[3306])],
};
