//! A file that is patched anew: what stays of the former patch stays where it is, whatever the user wrote around it.

use crate::merge::{Merge, merge};

use super::edit::{Splice, Splices};
use super::undo::{undo, undo_intact};

/// The text of a file that was patched before. `restored` is it without the former patch, `patched` that with the new one.
///
/// The new patch alone would put what it appends below lines that the user appended since, and so move them.
#[must_use]
pub fn patch_again(
    path: &str,
    current: &str,
    last: &Splices,
    restored: &str,
    patched: &str,
    splices: &[Splice],
) -> String {
    again(path, current, last, restored, patched, splices).unwrap_or_else(|| patched.to_owned())
}

/// `None` where the new patch is to stand as it is.
fn again(
    path: &str,
    current: &str,
    last: &Splices,
    restored: &str,
    patched: &str,
    splices: &[Splice],
) -> Option<String> {
    let (kept, gone) = divided(&last.splices, splices);
    let (_, new) = divided(splices, &kept);
    let left = undo_intact(current, &gone);
    if undo(patched, &new).ok()? == left {
        return None;
    }
    let added = undo(patched, &kept).ok()?;
    let Merge::Clean(text) = merge(path, restored, &left, &added) else {
        return None;
    };
    // It must be possible to take it back.
    (undo(&text, splices).ok()? == restored).then_some(text)
}

/// The groups of splices that are among others too, and the rest: splices that belong together stay together.
fn divided(splices: &[Splice], others: &[Splice]) -> (Vec<Splice>, Vec<Splice>) {
    let groups = |splices: &[Splice]| -> Vec<Vec<Splice>> {
        let groups = splices.chunk_by(|_, next| next.joined);
        groups.map(<[Splice]>::to_vec).collect()
    };
    let known = groups(others);
    let (kept, rest): (Vec<_>, Vec<_>) = groups(splices)
        .into_iter()
        .partition(|group| known.contains(group));
    (kept.concat(), rest.concat())
}
