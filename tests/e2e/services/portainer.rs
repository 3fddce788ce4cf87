//! Portainer: its image has no stand-in, so nobody looks into it here.

use super::probe::{Door, Probe, Published, Shown};

pub(super) const PROBE: Probe = Probe {
    service: "portainer",
    flags: &[],
    company: &[],
    shown: Shown::Not(
        "no package has Portainer; `docker compose config` and the schema judge its files",
    ),
    doors: &[Door::on(&["portainer"], "portainer", &[9443]).published(Published::Machine)],
};
