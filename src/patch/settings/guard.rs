//! Values that may fail: where a fragment puts others in their place, they are not evaluated, and the rest stays.

use std::ops::Range;

use super::Origins;
use super::bound::Bound;
use super::decide::{Decided, Wrap};
use super::prepare::{Guarded, Prepared};
use crate::python::syntax::{Form, Module, Template, Value};

/// Decides which parts of settings' values are guarded.
pub(super) fn decide(
    module: &Module,
    prepared: &Prepared,
    origins: &Origins,
    decided: &mut Decided,
) {
    for guarded in &prepared.guards {
        guard(module, prepared, origins, guarded, decided);
    }
}

/// Decides it of one setting. A value that later code changes, or reads before the fragments
/// do, is left: it may need what would be missing.
fn guard(
    module: &Module,
    prepared: &Prepared,
    origins: &Origins,
    guarded: &Guarded,
    decided: &mut Decided,
) {
    let bound = Bound::of(module, guarded.setting, &prepared.ours);
    let Some(value) = bound.as_ref().and_then(Bound::only_value) else {
        return;
    };
    let mut templates = guarded.parts.values();
    if templates.any(|template| template.is_around(value, &prepared.renames)) {
        return;
    }
    for untold in origins.untold(value) {
        let Some((span, form, template)) = part(value, &untold, guarded) else {
            continue;
        };
        let Prepared { renames, style, .. } = prepared;
        decided.uses.extend(template.names());
        decided.wraps.insert(
            span.start,
            Wrap {
                frame: template.frame(form, renames, style),
                span,
            },
        );
    }
}

/// The innermost part of a value that holds a range, if it is one that can be guarded. Of a dict, all of it never is: it
/// has more than the part.
fn part<'g>(
    value: &Value,
    untold: &Range<usize>,
    guarded: &'g Guarded,
) -> Option<(Range<usize>, Form, &'g Template)> {
    let holds = |span: &Range<usize>| span.start <= untold.start && untold.end <= span.end;
    let mut entries = value.entries.iter().rev();
    let (keys, span, form) = match entries.find(|entry| holds(&entry.span)) {
        Some(entry) => (&entry.keys[..], entry.span.clone(), entry.form),
        None if value.entries.is_empty() => (&[][..], value.span.clone(), value.form),
        None => return None,
    };
    Some((span, form, guarded.parts.get(keys)?))
}
