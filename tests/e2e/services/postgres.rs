//! PostgreSQL.

use super::databases::holds_the_rows;
use super::probe::{BOTH, Door, Probe, Shown};

pub(super) const CLIENT: &str = "psql --username=\"$POSTGRES_USER\" --dbname=\"$POSTGRES_DB\" --tuples-only --no-align --command";

pub(super) const PROBE: Probe = Probe {
    service: "postgres",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used: |trial| holds_the_rows(trial, CLIENT),
    },
    doors: &[Door::back("db", &[5432])],
};
