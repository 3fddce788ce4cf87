//! Where a module binds a name, and where it does so last.

use std::collections::BTreeSet;

use crate::python::syntax::{Binding, How, Module, Statement, Value};

/// The places that bind or change one name.
pub(super) struct Bound<'m> {
    module: &'m Module<'m>,
    name: &'m str,
    sites: Vec<(usize, &'m Binding)>,
    /// The last statement at top level that binds the name, or may bind it.
    pub(super) last: usize,
}

impl<'m> Bound<'m> {
    /// Looks through a module but for some of its statements; `None` where no other shows the name.
    pub(super) fn of(
        module: &'m Module<'m>,
        name: &'m str,
        except: &BTreeSet<usize>,
    ) -> Option<Self> {
        let sites: Vec<_> = module
            .bindings(name)
            .filter(|(index, _)| !except.contains(index))
            .collect();
        let first = sites.first()?.0;
        let explicit = sites.last()?.0;
        let hidden = module.last_opaque().filter(|index| *index > first);
        Some(Self {
            module,
            name,
            sites,
            last: hidden.map_or(explicit, |index| index.max(explicit)),
        })
    }

    /// The values that are assigned to the name, in the module's order.
    pub(super) fn values(&self) -> impl Iterator<Item = &'m Value> {
        self.sites.iter().filter_map(|(_, site)| match &site.how {
            How::Value(value) => Some(value),
            _ => None,
        })
    }

    /// The value that the name has at the module's end, where that is an assignment at top level.
    pub(super) fn final_value(&self) -> Option<&'m Value> {
        let (index, site) = self.sites.last()?;
        match &site.how {
            How::Value(value) if !site.nested && *index == self.last => Some(value),
            _ => None,
        }
    }

    /// The one value that the name ever gets, which no code reads before the statement is over.
    pub(super) fn only_value(&self) -> Option<&'m Value> {
        match &self.sites[..] {
            [(_, site)] if self.early_reads().next().is_none() => match &site.how {
                How::Value(value) => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Where the last explicit binding stands.
    pub(super) fn offset(&self) -> usize {
        self.sites.last().map_or(0, |(_, site)| site.range.start)
    }

    /// Code that reads the name after its first and before its last binding, but for code that binds it anew.
    fn early_reads(&self) -> impl Iterator<Item = usize> {
        let start = self.sites.first().map_or(0, |(_, site)| site.range.end);
        let statements: &'m [Statement] = &self.module.statements()[..=self.last];
        let own = |offset: usize| {
            self.sites
                .iter()
                .any(|(_, site)| site.range.contains(&offset))
        };
        statements
            .iter()
            .flat_map(|statement| &statement.reads)
            .filter(move |(name, offset)| name == self.name && *offset >= start && !own(*offset))
            .map(|(_, offset)| *offset)
    }

    /// The assignments whose value such code may read, and the first such code that may read a value from elsewhere.
    pub(super) fn early_values(&self) -> (Vec<&'m Value>, Option<usize>) {
        let mut values = Vec::new();
        let mut elsewhere = None;
        for offset in self.early_reads() {
            let above = self
                .sites
                .iter()
                .rev()
                .filter(|(_, site)| site.range.end <= offset);
            for (_, site) in above {
                match &site.how {
                    How::Value(value) => {
                        values.push(value);
                        if !site.nested {
                            break;
                        }
                    }
                    How::Changed | How::Deleted => {}
                    How::Module(_) | How::Other => {
                        elsewhere = elsewhere.or(Some(offset));
                    }
                }
            }
        }
        (values, elsewhere)
    }
}
