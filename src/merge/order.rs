//! The order of two insertions at one point.

use super::piece::{Part, Piece};
use super::values::Expected;

/// How many orders are tried at most: each is parsed.
const TRIES: usize = 64;

/// A merge whose insertions are in order.
pub(super) enum Arranged<'a> {
    /// Nothing clashes: the lines of the merged text.
    Clean(Vec<&'a str>),
    /// Something clashes: the parts of the text, in their order.
    Clashing(Vec<Piece<'a>>),
}

/// Puts insertions in an order whose value is the expected one; `None` where nothing clashes, and no order gives it.
pub(super) fn arrange<'a>(parts: Vec<Part<'a>>, expected: &Expected) -> Option<Arranged<'a>> {
    let orders: Vec<Vec<Vec<&'a str>>> = parts.iter().map(orders).collect();
    let clashing = parts
        .iter()
        .any(|part| matches!(part, Part::Settled(Piece::Clash { .. })));
    if clashing {
        let pieces = parts.into_iter().zip(orders);
        let pieces = pieces.map(|(part, orders)| match part {
            Part::Settled(piece) => piece,
            Part::Insertions { .. } => Piece::Lines(orders.into_iter().next().unwrap_or_default()),
        });
        return Some(Arranged::Clashing(pieces.collect()));
    }
    if let Some(lines) = in_order(&orders, expected) {
        return Some(Arranged::Clean(lines));
    }
    let clashing: Vec<Piece<'a>> = parts
        .into_iter()
        .map(|part| match part {
            Part::Settled(piece) => piece,
            Part::Insertions { ours, theirs } => Piece::Clash { ours, theirs },
        })
        .collect();
    let both = clashing
        .iter()
        .any(|piece| matches!(piece, Piece::Clash { .. }));
    both.then_some(Arranged::Clashing(clashing))
}

/// The first combination of orders that gives the expected value.
fn in_order<'a>(orders: &[Vec<Vec<&'a str>>], expected: &Expected) -> Option<Vec<&'a str>> {
    let mut chosen = vec![0; orders.len()];
    for _ in 0..TRIES {
        let lines: Vec<&str> = orders
            .iter()
            .zip(&chosen)
            .flat_map(|(orders, index)| orders[*index].clone())
            .collect();
        if expected.is_met_by(&lines) {
            return Some(lines);
        }
        if !next(&mut chosen, orders) {
            return None;
        }
    }
    None
}

/// Counts on, the first place first.
fn next(chosen: &mut [usize], orders: &[Vec<Vec<&str>>]) -> bool {
    for (index, orders) in chosen.iter_mut().zip(orders) {
        if *index + 1 < orders.len() {
            *index += 1;
            return true;
        }
        *index = 0;
    }
    false
}

/// The orders of a part, the likeliest first.
fn orders<'a>(part: &Part<'a>) -> Vec<Vec<&'a str>> {
    let (ours, theirs) = match part {
        Part::Settled(Piece::Lines(lines)) => return vec![lines.clone()],
        Part::Settled(Piece::Clash { .. }) => return vec![Vec::new()],
        Part::Insertions { ours, theirs } => (ours, theirs),
    };
    // What is deeper goes on with the block above.
    let (first, second) = if indent(theirs) > indent(ours) {
        (theirs, ours)
    } else {
        (ours, theirs)
    };
    let mut orders = vec![joined(&[first, second]), joined(&[second, first])];
    for (around, inner) in [(first, second), (second, first)] {
        for at in blocks(around) {
            let (above, below) = around.split_at(at);
            orders.push(joined(&[above, inner, below]));
        }
    }
    orders
}

fn joined<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

/// The spaces before the first line that says something.
fn indent(lines: &[&str]) -> usize {
    let mut lines = lines.iter().filter(|line| !line.trim().is_empty());
    lines.next().map_or(0, |line| width(line))
}

fn width(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Where a block of the lines ends: the next line that says something stands less deep than the one before.
fn blocks(lines: &[&str]) -> Vec<usize> {
    let says = |line: &&str| !line.trim().is_empty();
    let inner = 1..lines.len();
    inner
        .filter(|at| {
            let above = lines[..*at].iter().rev().find(|line| says(line));
            let below = lines[*at..].iter().find(|line| says(line));
            let is_less = |(above, below): (&&str, &&str)| width(below) < width(above);
            above.zip(below).is_some_and(is_less) || !says(&lines[at - 1])
        })
        .collect()
}
