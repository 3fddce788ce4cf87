//! One finding: what, where, and how bad. Facts, no prose, and never a value of `.env`.

use super::level::Level;
use super::spot::Spot;
use super::what::What;

/// What would stop or weaken the stack, or is worth knowing, and where.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Finding {
    pub(crate) what: What,
    pub(crate) spot: Spot,
    /// Whether `--fix` settles it.
    pub(crate) fixable: bool,
}

impl Finding {
    pub(crate) fn new(what: What, spot: Spot) -> Self {
        Self {
            what,
            spot,
            fixable: false,
        }
    }

    /// This finding, marked with whether `--fix` settles it.
    pub(crate) fn fixable(self, fixable: bool) -> Self {
        Self { fixable, ..self }
    }

    pub(crate) fn level(&self) -> Level {
        self.what.id().1
    }

    /// The worst first, then `.env`, then environment by environment as the files go.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let Spot {
            environment,
            file,
            line,
            ..
        } = self.spot.clone();
        (self.level(), environment, file, line)
    }
}
