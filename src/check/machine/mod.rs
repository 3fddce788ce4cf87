//! What this computer is like.

mod limited;
mod this;

pub(crate) use this::ThisMachine;

use std::net::IpAddr;
use std::path::Path;

/// A computer, as far as a stack depends on it. Nothing of it is changed by asking.
pub(crate) trait Machine {
    /// A variable of the shell, which counts more than `.env`.
    fn variable(&self, name: &str) -> Option<String>;
    /// What the engine says when it is asked for its version.
    fn docker(&self) -> Docker;
    /// The version of Compose, as it names it; `None` where there is none.
    fn compose(&self) -> Option<String>;
    /// The containers that publish ports.
    fn containers(&self) -> Vec<Container>;
    /// Whether a compose project has volumes; `None` where the engine does not say.
    fn volumes(&self, project: &str) -> Option<bool>;
    /// Folders of other projects or clones than the one in `root`, from which containers of a compose project were started.
    /// One that is gone was moved, or is on another machine.
    fn other_places(&self, project: &str, root: &Path) -> Vec<String>;
    /// Whether a port can be had; `None` for every address.
    fn port(&self, address: Option<IpAddr>, port: u16, udp: bool) -> PortState;
}

/// What the engine says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Docker {
    /// There is no `docker` command.
    Absent,
    /// It does not answer; `denied` where this user may not ask it.
    Silent { denied: bool },
    /// The engine answers; its version.
    Answers(String),
}

/// A container that runs on the computer, whoever started it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Container {
    pub(crate) name: String,
    /// The compose project that it belongs to; empty for none.
    pub(crate) project: String,
    /// The ports of the host that it holds, and whether they are UDP.
    pub(crate) ports: Vec<(u16, bool)>,
}

/// What trying a port came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum PortState {
    Free,
    Taken,
    /// The address is none of this machine's.
    Elsewhere,
    /// This user may not try, or the engine is on another machine.
    Unknown,
}
