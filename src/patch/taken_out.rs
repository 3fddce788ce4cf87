//! A patch that goes from a file for good: what of it the user has edited stays, and so does what their code needs of it.

use std::collections::BTreeSet;
use std::path::Path;

use super::edit::{Splice, Splices};
use super::undo::undo_intact;
use crate::python::syntax::{Kind, Module, Snippet};
use crate::text::lines;

/// A file without its patch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TakenOut {
    /// The text; `None` where nothing is left of a file that the patch created.
    pub text: Option<String>,
    /// Whether lines of the patch stay: the user edited them, or code of theirs needs them.
    pub stays: bool,
}

impl Splices {
    /// [`Self::undone`] where nothing comes in the patch's place. An import or a function of the patch stays where the
    /// module that is left reads it: the user's own lines may.
    #[must_use]
    pub fn taken_out(&self, path: &str, text: &str) -> TakenOut {
        let groups: Vec<&[Splice]> = self.splices.chunk_by(|_, next| next.joined).collect();
        let mut needed = BTreeSet::new();
        let is_python = Path::new(path).extension().is_some_and(|it| it == "py");
        if is_python && !self.whole {
            while let Some(more) = another(&groups, &needed, text) {
                needed.insert(more);
            }
        }
        if needed.is_empty() {
            let undone = self.undone(text);
            let stays = undone.as_deref().is_some_and(|left| {
                let mut groups = groups.iter();
                groups.any(|group| undo_intact(text, group) == text && has_lines(left, group))
            });
            return TakenOut {
                text: undone,
                stays,
            };
        }
        TakenOut {
            text: Some(without(&groups, &needed, text)),
            stays: true,
        }
    }
}

/// The text without the groups of splices that the user has left alone, and that are not needed.
fn without(groups: &[&[Splice]], needed: &BTreeSet<usize>, text: &str) -> String {
    let groups = groups.iter().enumerate().rev();
    let groups = groups.filter(|(index, _)| !needed.contains(index));
    groups.fold(text.to_owned(), |text, (_, group)| {
        undo_intact(&text, group)
    })
}

/// A group that the module lacks which the others leave.
fn another(groups: &[&[Splice]], needed: &BTreeSet<usize>, text: &str) -> Option<usize> {
    let left = without(groups, needed, text);
    let module = Module::parse(&left).ok()?;
    // What it reads may come from elsewhere, as it did before the patch.
    if module.is_opaque() {
        return None;
    }
    let mut read: BTreeSet<String> = BTreeSet::new();
    for statement in module.statements() {
        read.extend(statement.reads.iter().map(|(name, _)| name.clone()));
    }
    for index in needed {
        for splice in groups[*index] {
            read.extend(Snippet::parse(&splice.after).ok()?.names());
        }
    }
    read.retain(|name| module.bindings(name).next().is_none());
    let gone = (0..groups.len()).filter(|index| !needed.contains(index));
    let mut gone = gone.filter(|index| undo_intact(text, groups[*index]) != text);
    gone.find(|index| {
        let mut splices = groups[*index].iter();
        splices.any(|splice| defined(splice).iter().any(|name| read.contains(name)))
    })
}

/// What a splice imports or defines beside what stood there before.
fn defined(splice: &Splice) -> Vec<String> {
    let names = |text: &str| -> Vec<String> {
        let Ok(module) = Module::parse(text) else {
            return Vec::new();
        };
        let statements = module.statements().iter();
        let statements = statements.filter(|it| it.kind.is_import() || it.kind == Kind::Definition);
        let bindings = statements.flat_map(|statement| &statement.bindings);
        bindings.map(|binding| binding.name.clone()).collect()
    };
    let before = names(&splice.before);
    let mut defined = names(&splice.after);
    defined.retain(|name| !before.contains(name));
    defined
}

/// Whether lines of these splices stand in a text, or something else in place of what they replaced.
fn has_lines(text: &str, group: &[Splice]) -> bool {
    let own = |splice: &Splice| {
        let before: Vec<&str> = lines(&splice.before).map(str::trim).collect();
        let after = lines(&splice.after).map(str::trim);
        let mut own = after.filter(|line| line.len() > 1 && !before.contains(line));
        let is_replaced = !splice.before.trim().is_empty() && !text.contains(splice.before.trim());
        is_replaced || own.any(|own| lines(text).any(|line| line.trim() == own))
    };
    group.iter().any(own)
}

#[cfg(test)]
mod tests {
    use super::TakenOut;
    use crate::patch::{Splice, Splices};

    const PATCHED: &str = "import os\n\ndef env_list(name):\n    return os.environ[name].split()\n\n\
        NAME = 'a'\nHOSTS = env_list('HOSTS')\n";

    fn splices() -> Splices {
        let splice = |before: &str, after: &str| Splice {
            before: before.to_owned(),
            after: after.to_owned(),
            joined: false,
        };
        Splices {
            splices: vec![
                splice("", "import os\n\n"),
                splice(
                    "",
                    "def env_list(name):\n    return os.environ[name].split()\n\n",
                ),
                splice("HOSTS = []\n", "HOSTS = env_list('HOSTS')\n"),
            ],
            ..Splices::default()
        }
    }

    fn taken_out(text: &str) -> (String, bool) {
        let TakenOut { text, stays } = splices().taken_out("settings.py", text);
        (text.unwrap_or_default(), stays)
    }

    #[test]
    fn what_nobody_needs_goes() {
        let before = "NAME = 'a'\nHOSTS = []\n".to_owned();
        assert_eq!(taken_out(PATCHED), (before.clone(), false));
        let mine = PATCHED.replace("'a'", "'b'") + "MINE = 1\n";
        let left = before.replace("'a'", "'b'") + "MINE = 1\n";
        assert_eq!(taken_out(&mine), (left, false));
    }

    #[test]
    fn what_the_user_s_code_needs_stays() {
        // A line of the patch that the user edited needs the function, which needs the module.
        let edited = PATCHED.replace("'HOSTS'", "'MY_HOSTS'");
        assert_eq!(taken_out(&edited), (edited.clone(), true));
        // A line of the user's own.
        let own = format!("{PATCHED}MINE = os.sep\n");
        let left = "import os\n\nNAME = 'a'\nHOSTS = []\nMINE = os.sep\n";
        assert_eq!(taken_out(&own), (left.to_owned(), true));
    }

    #[test]
    fn what_the_user_took_out_is_gone() {
        let without = PATCHED.replace("HOSTS = env_list('HOSTS')\n", "HOSTS = []\n");
        let (text, stays) = taken_out(&without);
        assert_eq!((text.as_str(), stays), ("NAME = 'a'\nHOSTS = []\n", false));
    }
}
