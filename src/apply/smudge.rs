//! The bytes that git would check out: line endings as `core.autocrlf` and `.gitattributes` say.
//!
//! libgit2 offers its filters only as part of a checkout, so the files are checked out into a
//! scratch folder, which is a work tree of its own with the new commit's `.gitattributes` in it. Those
//! are written as they are stored, which git takes for clean whatever its settings.

use std::collections::BTreeSet;
use std::path::Path;

use git2::build::CheckoutBuilder;
use git2::{AttrCheckFlags, AttrValue, Oid, Repository};

use super::work_trees::Checkout;
use super::{ApplyError, Store, WriteFile, disk, objects};

const ATTRIBUTES: &str = ".gitattributes";

/// Fills in what each file that stays, or comes, will hold.
pub(super) fn fill(
    store: &Store,
    checkout: &Checkout,
    commit: Oid,
    files: &mut [WriteFile],
) -> Result<(), ApplyError> {
    let folder = store.scratch().join("checkout");
    disk::make_folder(&folder)?;
    let result = fill_from(&folder, checkout, commit, files);
    disk::remove_folder(&store.scratch())?;
    result
}

fn fill_from(
    folder: &Path,
    checkout: &Checkout,
    commit: Oid,
    files: &mut [WriteFile],
) -> Result<(), ApplyError> {
    let mut wanted: Vec<&mut WriteFile> = files
        .iter_mut()
        .filter(|file| file.after.is_some())
        .collect();
    let paths: Vec<String> = wanted.iter().map(|file| file.target.path.clone()).collect();
    write_attributes(checkout, commit, folder, &paths)?;
    let repository = check_out(checkout, commit, folder, &paths)?;
    for file in &mut wanted {
        check_filters(&repository, &file.target.path)?;
        let path = folder.join(&file.target.path);
        let missing = || ApplyError::NotAFile {
            path: file.target.path.clone(),
        };
        file.after = Some(disk::read(&path)?.ok_or_else(missing)?);
    }
    Ok(())
}

/// Writes the `.gitattributes` that may speak about the paths, as they are stored. libgit2 itself
/// reads them while it writes them, when they are empty.
fn write_attributes(
    checkout: &Checkout,
    commit: Oid,
    folder: &Path,
    paths: &[String],
) -> Result<(), ApplyError> {
    let repository = &checkout.repository;
    let tree = objects::tree_of(repository, commit)?;
    let mut files = BTreeSet::from([ATTRIBUTES.to_owned()]);
    for path in paths {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        files.extend(folders.map(|folder| format!("{folder}/{ATTRIBUTES}")));
    }
    for file in files {
        let entry = objects::entry(&tree, &file)?;
        if let Some(blob) = entry.and_then(|entry| repository.find_blob(entry.id()).ok()) {
            let path = folder.join(&file);
            path.parent().map_or(Ok(()), disk::make_folder)?;
            disk::write(&path, blob.content(), disk::ORDINARY)?;
        }
    }
    Ok(())
}

fn check_out(
    checkout: &Checkout,
    commit: Oid,
    folder: &Path,
    paths: &[String],
) -> Result<Repository, ApplyError> {
    let mut options = CheckoutBuilder::new();
    options
        .force()
        .update_index(false)
        .disable_pathspec_match(true);
    let is_attributes = |path: &&String| path.rsplit('/').next() == Some(ATTRIBUTES);
    for path in paths.iter().filter(|path| !is_attributes(path)) {
        options.path(path.as_str());
    }
    // Opened anew: this one takes the scratch folder for its work tree.
    let opened = Repository::open(&checkout.root)
        .and_then(|repository| repository.set_workdir(folder, false).map(|()| repository));
    let repository = opened.map_err(ApplyError::git(checkout.root.display().to_string()))?;
    if paths.iter().any(|path| !is_attributes(&path)) {
        let tree = objects::tree_of(&repository, commit)?;
        repository
            .checkout_tree(tree.as_object(), Some(&mut options))
            .map_err(ApplyError::git(commit.to_string()))?;
    }
    Ok(repository)
}

/// Refuses what only git can do: run a filter program, or change the encoding.
pub(super) fn check_filters(repository: &Repository, path: &str) -> Result<(), ApplyError> {
    for attribute in ["filter", "working-tree-encoding"] {
        let value = repository
            .get_attr(Path::new(path), attribute, AttrCheckFlags::FILE_THEN_INDEX)
            .map_err(ApplyError::git(path))?;
        if let AttrValue::String(value) = AttrValue::from_string(value) {
            return Err(ApplyError::Filtered {
                path: path.to_owned(),
                attribute,
                value: value.to_owned(),
            });
        }
    }
    Ok(())
}
