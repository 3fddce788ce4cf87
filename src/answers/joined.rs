//! The choices of two people who started from the same ones.

use super::{Options, PartialAnswers};

impl PartialAnswers {
    /// The choices with the services of both; `None` where they differ in anything else.
    #[must_use]
    pub fn joined(mut self, mut theirs: Self) -> Option<Self> {
        let explicit = [self.explicit(), theirs.explicit()].concat();
        let with = union(
            self.with.as_deref().unwrap_or_default(),
            theirs.with.take().unwrap_or_default(),
        );
        let implied = union(
            self.implied.as_deref().unwrap_or_default(),
            theirs.implied.take().unwrap_or_default(),
        );
        let implied = implied.into_iter().filter(|name| !explicit.contains(name));
        let (ours, other) = (self.set.take(), theirs.set.take());
        let set = options(ours.unwrap_or_default(), other.unwrap_or_default())?;
        (self.with, self.implied) = (None, None);
        if self != theirs {
            return None;
        }
        Some(Self {
            with: Some(with),
            implied: Some(implied.collect()),
            set: Some(set),
            ..self
        })
    }

    /// The services that nobody but the owner wanted.
    fn explicit(&self) -> Vec<String> {
        let implied = self.implied.iter().flatten().collect::<Vec<_>>();
        let with = self.with.iter().flatten();
        with.filter(|name| !implied.contains(name))
            .cloned()
            .collect()
    }
}

/// What is chosen about the services of both; `None` where they differ about one.
fn options(mut ours: Options, theirs: Options) -> Option<Options> {
    for (service, options) in theirs {
        if ours.get(&service).is_some_and(|known| *known != options) {
            return None;
        }
        ours.insert(service, options);
    }
    Some(ours)
}

/// The names of a list, and those of another one that it lacks.
pub(crate) fn union(ours: &[String], theirs: Vec<String>) -> Vec<String> {
    let theirs = theirs.into_iter().filter(|name| !ours.contains(name));
    ours.iter().cloned().chain(theirs).collect()
}
