//! SQLite: a file, in a volume on prod.

use super::databases::file_holds_the_rows;
use super::probe::{BOTH, Probe, Shown};

pub(super) const PROBE: Probe = Probe {
    service: "sqlite",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used: file_holds_the_rows,
    },
    doors: &[],
};
