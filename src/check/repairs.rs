//! What `--fix` does, as far as it is safe.

use std::ops::Range;

use super::finding::Finding;
use super::subject::EnvFacts;
use super::what::What;
use crate::apply::{EnvEntry, env_value, merge_env};
use crate::compose::Secret;

/// One thing that is put right.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Repair {
    /// Keys that `.env` lacks.
    Added(Vec<String>),
    /// Keys whose value is nothing.
    Filled(Vec<String>),
    /// Values that Compose would expand.
    Quoted(Vec<String>),
    /// `.env` is its owner's alone.
    Closed,
    /// git leaves `.env` alone.
    Ignored,
    /// Scripts of the work tree without carriage returns.
    Rewritten(Vec<String>),
    /// git's merge driver in this clone.
    MergeDriver,
}

/// What there is to repair.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a repair of its own")]
pub(crate) struct Repairs {
    add: bool,
    fill: Vec<String>,
    /// The lines of `.env`, from 1, whose values need quotes.
    quote: Vec<usize>,
    pub(crate) close: bool,
    pub(crate) ignore: bool,
    pub(crate) scripts: Vec<String>,
    pub(crate) merge_driver: bool,
}

impl Repairs {
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let mut repairs = Self::default();
        for Finding { what, spot, .. } in findings.iter().filter(|finding| finding.fixable) {
            match what {
                What::NoEnvFile | What::Key { empty: false, .. } => repairs.add = true,
                What::Key {
                    key, empty: true, ..
                } => repairs.fill.push(key.clone()),
                What::Dollar { .. } => repairs.quote.extend(spot.line),
                What::EnvFileOpen { .. } => repairs.close = true,
                What::EnvFileNotIgnored => repairs.ignore = true,
                What::CarriageReturns { .. } => repairs.scripts.extend(spot.file.clone()),
                What::NoMergeDriver { .. } => repairs.merge_driver = true,
                _ => {}
            }
        }
        repairs
    }

    /// The text of `.env` afterwards, and what was done to it.
    pub(crate) fn env_text(&self, env: &EnvFacts, entries: &[EnvEntry]) -> (String, Vec<Repair>) {
        let mut done = Vec::new();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let written = env.file.iter().flat_map(|file| &file.entries);
        let (mut filled, mut quoted) = (Vec::new(), Vec::new());
        for entry in written {
            let fresh = entries.iter().find(|fresh| fresh.key == entry.key);
            if let Some(fresh) =
                fresh.filter(|_| self.fill.contains(&entry.key) && entry.range.is_empty())
            {
                edits.push((entry.range.clone(), env_value(&fresh.value)));
                filled.push(entry.key.clone());
            } else if let Some(name) = entry.name().filter(|_| self.quote.contains(&entry.line)) {
                edits.push((entry.range.clone(), format!("'{}'", entry.written.expose())));
                quoted.push(name.to_owned());
            }
        }
        let text = env.text.as_ref().map(Secret::expose);
        let mut text = text.unwrap_or_default().to_owned();
        for (range, value) in edits.into_iter().rev() {
            text.replace_range(range, &value);
        }
        // To what Compose cannot read nothing is added: there are findings that say so.
        if self.add
            && let Ok(merged) = merge_env(Some(&text), entries)
        {
            let known = |key: &str| {
                env.file
                    .as_ref()
                    .is_some_and(|file| file.entry(key).is_some())
            };
            let added = entries.iter().filter(|entry| !known(&entry.key));
            done.push(Repair::Added(
                added.map(|entry| entry.key.clone()).collect(),
            ));
            text = merged;
        }
        done.push(Repair::Filled(filled));
        done.push(Repair::Quoted(quoted));
        if self.close {
            done.push(Repair::Closed);
        }
        done.retain(|repair| !repair.is_nothing());
        (text, done)
    }

    /// What is done beside `.env`.
    pub(crate) fn others(&self) -> Vec<Repair> {
        let mut done = vec![Repair::Rewritten(self.scripts.clone())];
        if self.ignore {
            done.push(Repair::Ignored);
        }
        if self.merge_driver {
            done.push(Repair::MergeDriver);
        }
        done.retain(|repair| !repair.is_nothing());
        done
    }
}

impl Repair {
    /// The names that it is about.
    pub(crate) fn names(&self) -> &[String] {
        match self {
            Self::Added(names)
            | Self::Filled(names)
            | Self::Quoted(names)
            | Self::Rewritten(names) => names,
            Self::Closed | Self::Ignored | Self::MergeDriver => &[],
        }
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Added(names)
            | Self::Filled(names)
            | Self::Quoted(names)
            | Self::Rewritten(names) => names.is_empty(),
            Self::Closed | Self::Ignored | Self::MergeDriver => false,
        }
    }
}
