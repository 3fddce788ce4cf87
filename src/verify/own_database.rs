//! Settings that make the stack's database of variables of their own.

use super::Judging;
use super::compare::{Answer, Entry, compare, entry};
use super::wanted::{Wanted, is_untouched};
use crate::python::{Term, Value};
use crate::tree::TreeError;

/// The alias of the database that a stack has a server for.
const DEFAULT: &str = "default";

impl Judging<'_> {
    /// Whether the settings make of the variables that they read all that the stack's own statements would say of the
    /// default database. What cannot be told is not taken for it.
    pub(crate) fn has_database(&self) -> Result<bool, TreeError> {
        let Some(found) = self.evaluated()?.filter(|found| found.replaced.is_none()) else {
            return Ok(false);
        };
        let wanted = Wanted::new(self.sources, self.patch, &found, self.variables);
        let Some((_, wanted)) = wanted.settings().find(|(name, _)| name == "DATABASES") else {
            return Ok(false);
        };
        let engine = entry(&wanted, &[DEFAULT, "ENGINE"]);
        let is_decided = matches!(engine, Entry::Is(engine) if !is_untouched(&engine));
        let Entry::Is(wanted) = entry(&wanted, &[DEFAULT]) else {
            return Ok(false);
        };
        let is_same = |own: &Term| match entry(own, &[DEFAULT]) {
            Entry::Is(own) => {
                let count = options(&own);
                let alike = count.is_some() && count == options(&wanted);
                alike && compare(DEFAULT, &own, &wanted) == Answer::Same
            }
            _ => false,
        };
        let own = found.get("DATABASES");
        Ok(is_decided && own.is_some_and(|own| own.alternatives().iter().all(is_same)))
    }
}

/// How many `OPTIONS` a database has; `None` where that cannot be told. One more may name another server, or ask for a
/// certificate.
fn options(database: &Term) -> Option<usize> {
    match entry(database, &["OPTIONS"]) {
        Entry::Absent => Some(0),
        Entry::Is(options) => match &options.value {
            Value::Dict(options) if !options.open => Some(options.entries.len()),
            _ => None,
        },
        Entry::Untold => None,
    }
}
