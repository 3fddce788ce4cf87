//! Shell scripts, as a branch and as the work tree has them.

use crate::check::spot::Spot;
use crate::check::subject::Script;
use crate::lock::Lock;
use crate::tree::{EntryKind, Tree, TreeError, join};

/// The bytes of a script that are looked at.
const PREFIX: u64 = 64 * 1024;
/// Folders that one search lists.
const FOLDERS: usize = 4_000;

/// The shell scripts of a tree.
pub(crate) fn committed_scripts(tree: &dyn Tree, spot: &Spot) -> Result<Vec<Script>, TreeError> {
    let mut scripts = Vec::new();
    let mut folders = vec![String::new()];
    let mut listed = 0;
    while let Some(folder) = folders.pop().filter(|_| listed < FOLDERS) {
        listed += 1;
        for entry in tree.list(&folder)? {
            let path = join(&folder, &entry.name);
            match entry.kind {
                EntryKind::Directory if !is_skipped(&entry.name) => folders.push(path),
                EntryKind::File { .. } if is_script(&entry.name) => {
                    let kind = tree.kind(&path)?;
                    let bytes = tree.read_prefix(&path, PREFIX)?.unwrap_or_default();
                    scripts.push(Script {
                        path,
                        carriage_returns: bytes.windows(2).any(|pair| pair == b"\r\n"),
                        executable: kind == Some(EntryKind::File { executable: true }),
                        own: false,
                        spot: spot.clone(),
                    });
                }
                _ => {}
            }
        }
    }
    scripts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(scripts)
}

/// Whether a shell runs it, by its name: `*.sh`, as `.gitattributes` has it.
fn is_script(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "sh")
}

fn is_skipped(name: &str) -> bool {
    const OTHERS: [&str; 6] = [
        "node_modules",
        "site-packages",
        "venv",
        "env",
        "__pycache__",
        "bower_components",
    ];
    name.starts_with('.') || OTHERS.contains(&name)
}

/// Scripts as they stand in the work tree. Those that are djdock's, and that differ from what was committed by nothing
/// but their line endings, can be repaired. `committed` is HEAD's tree, or outside of git none.
pub(crate) fn work_scripts(
    work: &dyn Tree,
    scripts: &[Script],
    lock: &Lock,
    committed: Option<&dyn Tree>,
) -> Result<Vec<Script>, TreeError> {
    let mut found = Vec::new();
    for script in scripts {
        let Some(bytes) = work.read(&script.path)? else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let owned = lock.owned.get(&script.path);
        let before = match committed {
            Some(tree) => tree.read(&script.path)?,
            None => owned.map(|owned| owned.text.clone().into_bytes()),
        };
        let clean = text.replace("\r\n", "\n");
        let work_tree = script.spot.branch.is_some();
        found.push(Script {
            carriage_returns: text.contains("\r\n"),
            own: owned.is_some() && before.as_deref() == Some(clean.as_bytes()),
            spot: Spot {
                work_tree,
                ..script.spot.clone()
            },
            ..script.clone()
        });
    }
    Ok(found)
}
