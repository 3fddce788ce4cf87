//! The three-way merge of texts: base → ours and base → theirs, in one.
//!
//! For now git's own line merge: changes of neighbouring lines conflict, and so do two insertions at
//! one point.

use git2::{MergeFileInput, MergeFileOptions};

/// What becomes of lines that both sides change.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum OnConflict {
    /// The user's stand
    Mine,
    /// djdock's stand
    New,
    /// Both, between git's conflict markers
    Markers,
}

/// What a merge came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Merge {
    /// Both sides' changes, in one text.
    Clean(String),
    /// Both sides change the same lines.
    Conflict {
        /// The text, with both sides between git's conflict markers.
        markers: String,
    },
}

/// Merges two texts that go back to the same one.
#[must_use]
pub fn merge(base: &str, ours: &str, theirs: &str) -> Merge {
    // Also because libgit2's binding cannot give back an empty text.
    if ours == theirs || base == theirs {
        return Merge::Clean(ours.to_owned());
    }
    if base == ours {
        return Merge::Clean(theirs.to_owned());
    }
    merge_lines(base, ours, theirs).unwrap_or_else(|| Merge::Conflict {
        markers: whole(ours, theirs),
    })
}

/// `None` where libgit2 gives up.
fn merge_lines(base: &str, ours: &str, theirs: &str) -> Option<Merge> {
    // The binding starts libgit2 with whatever is used first, except with this one function, which
    // then fails without a reason.
    let _ = git2::Index::new();
    let mut inputs = [
        MergeFileInput::new(),
        MergeFileInput::new(),
        MergeFileInput::new(),
    ];
    for (input, text) in inputs.iter_mut().zip([base, ours, theirs]) {
        input.content(text.as_bytes());
    }
    let [base, ours, theirs] = inputs;
    let mut options = MergeFileOptions::new();
    options.our_label("ours").their_label("theirs");
    let merged = git2::merge_file(&base, &ours, &theirs, Some(&mut options)).ok()?;
    let text = String::from_utf8(merged.content().to_vec()).ok()?;
    Some(if merged.is_automergeable() {
        Merge::Clean(text)
    } else {
        Merge::Conflict { markers: text }
    })
}

/// Everything is one conflict.
fn whole(ours: &str, theirs: &str) -> String {
    let line_break = |text: &str| {
        if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        }
    };
    let (after_ours, after_theirs) = (line_break(ours), line_break(theirs));
    format!("<<<<<<< ours\n{ours}{after_ours}=======\n{theirs}{after_theirs}>>>>>>> theirs\n")
}

#[cfg(test)]
mod tests {
    use super::{Merge, merge};

    fn clean(text: &str) -> Merge {
        Merge::Clean(text.to_owned())
    }

    #[test]
    fn one_sided_changes_are_taken() {
        assert_eq!(merge("a\n", "a\n", "b\n"), clean("b\n"));
        assert_eq!(merge("a\n", "b\n", "a\n"), clean("b\n"));
        assert_eq!(merge("a\n", "b\n", "b\n"), clean("b\n"));
        assert_eq!(merge("a\n", "", "a\n"), clean(""));
        assert_eq!(merge("", "", ""), clean(""));
    }

    #[test]
    fn changes_apart_from_each_other_are_both_taken() {
        let merged = merge("1\n2\n3\n4\n", "one\n2\n3\n4\n", "1\n2\n3\nfour\n");
        assert_eq!(merged, clean("one\n2\n3\nfour\n"));
        let merged = merge(
            "1\r\n2\r\n3\r\n",
            "1\r\n2\r\n3\r\nx",
            "0\r\n1\r\n2\r\n3\r\n",
        );
        assert_eq!(merged, clean("0\r\n1\r\n2\r\n3\r\nx"));
    }

    #[test]
    fn changes_of_the_same_line_conflict() {
        let markers = "<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n".to_owned();
        assert_eq!(
            merge("a\n", "ours\n", "theirs\n"),
            Merge::Conflict { markers }
        );
        assert!(matches!(
            merge("a\nb\nc\n", "", "a\nB\nc\n"),
            Merge::Conflict { .. }
        ));
        assert!(matches!(merge("", "a", "b"), Merge::Conflict { .. }));
    }

    proptest::proptest! {
        #[test]
        fn either_side_may_be_ours(base in "[ab\n]{0,8}", one in "[ab\n]{0,8}", two in "[ab\n]{0,8}") {
            match (merge(&base, &one, &two), merge(&base, &two, &one)) {
                (Merge::Conflict { .. }, Merge::Conflict { .. }) => {}
                (here, there) => proptest::prop_assert_eq!(here, there),
            }
        }
    }
}
