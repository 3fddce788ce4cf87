//! The same change in another place: `a b` deleted from `a b a b` are the first two lines, or the middle ones.
//!
//! A diff chooses one of them, and not always the one that leaves the other side's insertion whole.

use super::changes::Change;

/// Moves deletions of either side so that no insertion of the other one stands inside them, where that is possible.
pub(super) fn slide<'a>(base: &[&'a str], ours: &mut [Change<'a>], theirs: &mut [Change<'a>]) {
    out_of_the_way(base, ours, theirs);
    out_of_the_way(base, theirs, ours);
}

fn out_of_the_way<'a>(base: &[&'a str], deleting: &mut [Change<'a>], inserting: &mut [Change<'a>]) {
    for index in 0..deleting.len() {
        if !deleting[index].is_deletion() {
            continue;
        }
        for other in 0..inserting.len() {
            if !inserting[other].is_insertion() {
                continue;
            }
            let at = inserting[other].base.start;
            if is_inside(&deleting[index], at) && !slide_deletion(base, deleting, index, at) {
                slide_insertion(base, inserting, other, &deleting[index]);
            }
        }
    }
}

fn is_inside(deletion: &Change<'_>, at: usize) -> bool {
    deletion.base.start < at && at < deletion.base.end
}

/// The lines between two changes of one side, which none of them touches.
fn room<'a>(base: &[&'a str], changes: &[Change<'a>], index: usize) -> (usize, usize) {
    let above = index
        .checked_sub(1)
        .map_or(0, |above| changes[above].base.end);
    let below = changes
        .get(index + 1)
        .map_or(base.len(), |below| below.base.start);
    (above, below)
}

/// Moves a deletion until a place is no longer inside it; tells whether that was possible.
fn slide_deletion<'a>(
    base: &[&'a str],
    changes: &mut [Change<'a>],
    index: usize,
    at: usize,
) -> bool {
    let (above, below) = room(base, changes, index);
    let range = changes[index].base.clone();
    let (mut start, mut end) = (range.start, range.end);
    while end < below && base[start] == base[end] {
        (start, end) = (start + 1, end + 1);
        if start >= at {
            changes[index].base = start..end;
            return true;
        }
    }
    (start, end) = (range.start, range.end);
    while start > above && base[start - 1] == base[end - 1] {
        (start, end) = (start - 1, end - 1);
        if end <= at {
            changes[index].base = start..end;
            return true;
        }
    }
    false
}

/// Moves an insertion out of a deletion, if it can be.
fn slide_insertion<'a>(
    base: &[&'a str],
    changes: &mut [Change<'a>],
    index: usize,
    deletion: &Change<'a>,
) {
    let (above, below) = room(base, changes, index);
    let mut moved = changes[index].clone();
    let mut at = moved.base.start;
    while at < below && moved.lines.first() == Some(&base[at]) {
        moved.lines.rotate_left(1);
        at += 1;
        if at >= deletion.base.end {
            moved.base = at..at;
            changes[index] = moved;
            return;
        }
    }
    let mut moved = changes[index].clone();
    let mut at = moved.base.start;
    while at > above && moved.lines.last() == Some(&base[at - 1]) {
        moved.lines.rotate_right(1);
        at -= 1;
        if at <= deletion.base.start {
            moved.base = at..at;
            changes[index] = moved;
            return;
        }
    }
}
