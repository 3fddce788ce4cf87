//! A branch goes: its reference, loose and packed, and its log.

use git2::{Oid, Repository};

use super::id::Id;
use super::operation::{self, Operation};
use super::reference::{self, MoveReference};
use super::target::PACKED_REFERENCES;
use super::{ApplyError, Base, Store, Target, WriteFile, disk, work_trees};
use crate::files::Mode;

/// A branch to delete.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BranchDeletion {
    /// The branch's short name, without `refs/heads/`.
    pub name: String,
    /// Where it stands.
    pub old: Oid,
}

impl BranchDeletion {
    fn full(&self) -> String {
        format!("refs/heads/{}", self.name)
    }
}

/// Whether some work tree has a branch checked out, or will come back to it.
pub fn is_checked_out(repository: &Repository, name: &str) -> Result<bool, ApplyError> {
    let store = Store::of_repository(repository)?;
    let checkouts = work_trees::checkouts(&store, &format!("refs/heads/{name}"))?;
    Ok(!checkouts.is_empty())
}

/// Whether each branch stands where the plan saw it, and no work tree has it.
pub(super) fn check(store: &Store, deletions: &[BranchDeletion]) -> Result<(), ApplyError> {
    for deletion in deletions {
        let name = deletion.name.clone();
        let found = reference::current(store.expect_repository()?, &deletion.full())?;
        if found.map(|id| id.0) != Some(deletion.old) {
            return Err(ApplyError::BranchMoved { name });
        }
        if let Some(checkout) = work_trees::checkouts(store, &deletion.full())?.pop() {
            let work_tree = checkout.root;
            return Err(ApplyError::BranchCheckedOut { name, work_tree });
        }
    }
    Ok(())
}

/// The steps by which branches go.
pub(super) fn steps(
    store: &Store,
    deletions: &[BranchDeletion],
) -> Result<Vec<Operation>, ApplyError> {
    if deletions.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for deletion in deletions {
        let log = Target::new(Base::Git, format!("logs/{}", deletion.full()));
        // A link, or what is left of a branch `NAME/…`: no log of this branch's.
        let Ok(path) = store.locate(&log) else {
            continue;
        };
        files.extend(disk::read(&path)?.map(|text| goes(log, text)));
    }
    files.extend(packed(store, deletions)?);
    let mut steps = operation::files(store, &files)?;
    steps.extend(deletions.iter().map(|deletion| {
        Operation::Reference(MoveReference {
            name: deletion.full(),
            before: Some(Id(deletion.old)),
            after: None,
        })
    }));
    Ok(steps)
}

fn goes(target: Target, text: Vec<u8>) -> WriteFile {
    WriteFile {
        target,
        before: Some(text),
        after: None,
        mode: Mode::Regular,
        closes: false,
    }
}

/// The write of git's file of packed references without these; `None` where none of them is packed.
fn packed(store: &Store, deletions: &[BranchDeletion]) -> Result<Option<WriteFile>, ApplyError> {
    let target = Target::new(Base::Git, PACKED_REFERENCES);
    let Some(before) = disk::read(&store.locate(&target)?)? else {
        return Ok(None);
    };
    let names: Vec<String> = deletions.iter().map(BranchDeletion::full).collect();
    let after = without(&before, &names);
    Ok((before != after).then(|| WriteFile {
        after: Some(after),
        ..goes(target, before)
    }))
}

/// A file of packed references without some of them, and without what it knows of the tags among them.
fn without(text: &[u8], names: &[String]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(text.len());
    let mut gone = false;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        // What an annotated tag points to stands below it.
        if line.first() != Some(&b'^') {
            let name = line.splitn(2, |byte| *byte == b' ').nth(1);
            let name = name.unwrap_or_default().trim_ascii_end();
            gone = names.iter().any(|gone| gone.as_bytes() == name);
        }
        if !gone {
            kept.extend_from_slice(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_packed_reference_goes_with_what_stands_below_it() {
        let text = "# pack-refs with: peeled fully-peeled sorted \n\
            1 refs/heads/dev\n2 refs/heads/dev/x\n3 refs/tags/v1\n^4\n5 refs/tags/v2\n";
        let left = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            String::from_utf8(without(text.as_bytes(), &names)).unwrap()
        };
        assert_eq!(left(&["refs/heads/other"]), text);
        assert_eq!(
            left(&["refs/heads/dev"]),
            text.replace("1 refs/heads/dev\n", "")
        );
        assert_eq!(
            left(&["refs/tags/v1"]),
            text.replace("3 refs/tags/v1\n^4\n", "")
        );
    }
}
