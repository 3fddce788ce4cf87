//! No line of the user's is ever lost.

use std::sync::LazyLock;

use djdock::merge::{Merge, OnConflict, merge};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::edits::{edited, edits};
use crate::laws;
use crate::texts::{Pair, pairs};

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(pairs);

/// Whether each line that one text has more than the base is in the merged text, as often.
fn lost<'a>(base: &str, side: &'a str, merged: &str) -> Option<&'a str> {
    let count = |text: &str, line: &str| text.lines().filter(|other| *other == line).count();
    let mut lines = side.lines().filter(|line| !line.trim().is_empty());
    lines.find(|line| count(side, line) > count(base, line) && count(merged, line) == 0)
}

proptest! {
    #![proptest_config(laws::tried(1200))]

    #[test]
    fn of_either_side(pair in any::<Index>(), adds in any::<bool>(), edits in edits()) {
        let Pair { path, without, with } = pair.get(&PAIRS);
        let (base, new) = if adds { (without, with) } else { (with, without) };
        let mine = edited(base, &edits, "mine");
        let merged = match merge(path, base, &mine, new) {
            Merge::Clean(text) => text,
            Merge::Conflict(conflict) => {
                prop_assert_eq!(lost(base, &mine, &conflict.resolved(OnConflict::Mine)), None);
                prop_assert_eq!(lost(base, new, &conflict.resolved(OnConflict::New)), None);
                conflict.markers()
            }
        };
        prop_assert_eq!(lost(base, &mine, &merged), None, "{}", merged);
        prop_assert_eq!(lost(base, new, &merged), None, "{}", merged);
    }

    #[test]
    fn nor_does_it_matter_whose_the_lines_are(pair in any::<Index>(), edits in edits()) {
        let Pair { path, without, with } = pair.get(&PAIRS);
        let mine = edited(without, &edits, "mine");
        let clean = |merge: &Merge| matches!(merge, Merge::Clean(_));
        let here = merge(path, without, &mine, with);
        prop_assert_eq!(clean(&here), clean(&merge(path, without, with, &mine)));
        // git's own conversion of a work tree's line endings.
        let windows = |text: &str| text.replace('\n', "\r\n");
        let there = merge(path, without, &windows(&mine), with);
        match (here, there) {
            (Merge::Clean(here), Merge::Clean(there)) => prop_assert_eq!(windows(&here), there),
            (here, there) => prop_assert_eq!(clean(&here), clean(&there)),
        }
    }
}
