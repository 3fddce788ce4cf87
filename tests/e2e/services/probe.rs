//! What is known of a service beside its folder: how it is seen at work, and who may reach it.

use djdock::environment::Environment;

use super::trial::Trial;

/// One service's proof, in the file of its name.
pub(super) struct Probe {
    /// The folder below `templates/services`.
    pub(super) service: &'static str,
    /// What `djdock init` is told wherever it stands: `["--set", "backup.keep=2"]`.
    pub(super) flags: &'static [&'static str],
    /// The services that use it, where it is tried for itself.
    pub(super) company: &'static [&'static str],
    /// How it is seen at work.
    pub(super) shown: Shown,
    /// Its containers that are not made from the project's own image.
    pub(super) doors: &'static [Door],
}

/// How a service is seen at work.
pub(super) enum Shown {
    /// In a stack that runs; the probe fails if the service might as well not be there.
    Used {
        /// Where it stands.
        environments: &'static [Environment],
        /// Uses it.
        used: fn(&Trial<'_>),
    },
    /// Not at all, for this reason: its image has no stand-in. Its files are linted.
    Not(&'static str),
}

/// Both environments.
pub(super) const BOTH: &[Environment] = &Environment::ALL;

/// A container, and who may open its ports.
pub(super) struct Door {
    /// Its name in the compose file.
    pub(super) container: &'static str,
    /// Ports on which it listens; that it listens on more is no fault.
    pub(super) ports: &'static [u16],
    /// Where it stands. What stands on one network reaches each other's ports, and nobody else does.
    pub(super) networks: &'static [&'static str],
    /// Who reaches it from outside of Docker.
    pub(super) published: Published,
}

/// Who reaches a port from outside of Docker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Published {
    /// Nobody.
    No,
    /// Programs on this machine.
    Machine,
    /// Everybody.
    World,
}

impl Door {
    /// What only the project's own containers reach, and what stands beside it: without a way out.
    pub(super) const fn back(container: &'static str, ports: &'static [u16]) -> Self {
        Self::on(&["back"], container, ports)
    }

    /// What also the edge reaches.
    pub(super) const fn on(
        networks: &'static [&'static str],
        container: &'static str,
        ports: &'static [u16],
    ) -> Self {
        Self {
            container,
            ports,
            networks,
            published: Published::No,
        }
    }

    /// The same, published.
    pub(super) const fn published(self, published: Published) -> Self {
        Self { published, ..self }
    }
}

impl Probe {
    /// The environments in which it is seen at work.
    pub(super) fn environments(&self) -> &'static [Environment] {
        match self.shown {
            Shown::Used { environments, .. } => environments,
            Shown::Not(_) => &[],
        }
    }

    /// Whether it can be brought up.
    pub(super) fn runs(&self) -> bool {
        matches!(self.shown, Shown::Used { .. })
    }
}
