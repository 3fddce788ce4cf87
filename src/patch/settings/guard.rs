//! Values that may fail: where a fragment puts others in their place, they are not evaluated, and the rest stays.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Origins;
use super::bound::Bound;
use super::decide::{Decided, Wrap};
use super::prepare::{Guarded, Prepared};
use crate::python::syntax::{Form, Frame, Module, Template, Value};
use crate::text::{Edit, apply_edits};

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
    let mut wraps = BTreeMap::new();
    for untold in origins.untold(value) {
        let Some((span, form, template)) = part(value, &untold, guarded) else {
            continue;
        };
        let Prepared { renames, style, .. } = prepared;
        decided.uses.extend(template.names());
        let frame = template.frame(form, renames, style);
        let statement = (span == value.span).then_some(value.statement);
        let room = module.room(&span, statement, style);
        let broken = room.and_then(|room| frame.broken(module.source(&span), &room, style));
        let wrap = Wrap {
            span,
            frame,
            broken,
        };
        wraps.insert(wrap.span.start, wrap);
    }
    if let Some(whole) = together(module, prepared, value, &wraps) {
        wraps = BTreeMap::from([(value.span.start, whole)]);
    }
    decided.wraps.extend(wraps);
}

/// A value that stands on one line, with what is guarded in it, where the line would become too long.
fn together(
    module: &Module,
    prepared: &Prepared,
    value: &Value,
    wraps: &BTreeMap<usize, Wrap>,
) -> Option<Wrap> {
    let source = module.source(&value.span);
    if wraps.is_empty() || wraps.contains_key(&value.span.start) || source.contains(['\n', '\r']) {
        return None;
    }
    let edits: Vec<Edit> = wraps
        .values()
        .flat_map(|Wrap { span, frame, .. }| {
            let at = |offset: usize| offset - value.span.start;
            [
                Edit::insert(at(span.start), &*frame.before),
                Edit::insert(at(span.end), &*frame.after),
            ]
        })
        .collect();
    let frame = Frame {
        before: apply_edits(source, &edits),
        after: String::new(),
    };
    let room = module.room(&value.span, Some(value.statement), &prepared.style)?;
    let broken = Some(frame.broken("", &room, &prepared.style)?);
    Some(Wrap {
        span: value.span.clone(),
        frame,
        broken,
    })
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
