//! The three-way merge of texts: base → ours and base → theirs, in one.
//!
//! For now git's own line merge: changes of neighbouring lines conflict, and so do two insertions at
//! one point.

use git2::{MergeFileInput, MergeFileOptions};

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

/// `None` where libgit2 gives up, which it does once in 20,000 random texts.
fn merge_lines(base: &str, ours: &str, theirs: &str) -> Option<Merge> {
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
