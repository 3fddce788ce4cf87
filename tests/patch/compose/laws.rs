//! What holds for every compose file.

use djdock::patch::{
    ComposeError, Edit, Surroundings, apply_edits, patch_compose, undo_intact, unpatch,
};
use proptest::prelude::*;
use saphyr::{LoadableYamlNode as _, Yaml};

use super::generate::compose;
use super::support::{addition, definition, stripped};
use crate::often;

fn load(text: &str) -> Option<Yaml<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Yaml::load_from_str(text).ok()?.into_iter().next()
}

/// Whether one text is another with something added.
fn grown(before: &str, after: &str) -> bool {
    let mut rest = after.chars();
    before
        .chars()
        .all(|letter| rest.any(|other| other == letter))
}

proptest! {
    #![proptest_config(often::tried(1200))]

    #[test]
    fn every_file_is_extended(source in compose()) {
        let Some(before) = load(&source) else {
            return Err(TestCaseError::reject("no YAML"));
        };
        let patched = match patch_compose(&source, &addition(), &Surroundings::NOTHING) {
            Err(ComposeError::OpenBlock { .. }) => return Err(TestCaseError::reject("open")),
            result => result.map_err(|error| TestCaseError::fail(format!("{error}\n{source}")))?,
        };
        let after = load(&patched.text).unwrap();
        let mut added = after["services"]["redis"].clone();
        if let Some(mapping) = added.as_mapping_mut() {
            mapping.remove(&Yaml::value_from_str("networks"));
        }
        let definition = definition();
        prop_assert_eq!(&added, &load(&definition).unwrap(), "{}", patched.text);
        prop_assert_eq!(stripped(&after), stripped(&before), "{}\n{}", source, patched.text);
    }

    #[test]
    fn undone_and_idempotent(source in compose()) {
        let Ok(once) = patch_compose(&source, &addition(), &Surroundings::NOTHING) else {
            return Err(TestCaseError::reject("refused"));
        };
        prop_assert_eq!(&unpatch(&once.text, &once.splices), &Ok(Some(source.clone())));
        prop_assert_eq!(undo_intact(&once.text, &once.splices.splices), source);
        let twice = patch_compose(&once.text, &addition(), &Surroundings::NOTHING).map_err(|error| TestCaseError::fail(format!("{error}\n{}", once.text)))?;
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert_eq!(twice.splices.splices, []);
        prop_assert_eq!(twice.steps.len(), once.steps.len());
    }

    /// Nothing of the user's is lost: patching only ever inserts, but for a `{}` or `~` in place of services.
    #[test]
    fn every_line_survives(source in compose()) {
        let Ok(patched) = patch_compose(&source, &addition(), &Surroundings::NOTHING) else {
            return Err(TestCaseError::reject("refused"));
        };
        for splice in &patched.splices.splices {
            let before = splice.before.replace("services: {}", "services:").replace("services: ~", "services:");
            prop_assert!(grown(&before, &splice.after), "{:?}", splice);
        }
        let edited: usize = patched.splices.splices.iter().map(|splice| splice.before.lines().count()).sum();
        let kept = source.lines().filter(|line| patched.text.lines().any(|other| other == *line)).count();
        prop_assert!(kept + edited >= source.lines().count());
    }

    /// The user's own lines, wherever they are put between lines of the patched file, and lines that they change.
    #[test]
    fn undone_around_the_users_lines(source in compose(), places in prop::collection::vec(any::<prop::sample::Index>(), 1..4), line in any::<prop::sample::Index>()) {
        let Ok(patched) = patch_compose(&source, &addition(), &Surroundings::NOTHING) else {
            return Err(TestCaseError::reject("refused"));
        };
        let lines: Vec<&str> = patched.text.split_inclusive('\n').collect();
        let mut mine = Vec::new();
        for place in places {
            let offset: usize = lines[..place.index(lines.len())].iter().map(|line| line.len()).sum();
            mine.push(Edit::insert(offset, "# mine\n"));
        }
        // Only where no splice is torn apart.
        if let Ok(Some(restored)) = unpatch(&apply_edits(&patched.text, &mine), &patched.splices) {
            prop_assert_eq!(restored.replace("# mine\n", ""), source.clone());
        }
        let own: Vec<&str> = source.split_inclusive('\n').collect();
        let chosen = own[line.index(own.len())];
        let once = |text: &str| text.split_inclusive('\n').filter(|line| *line == chosen).count() == 1;
        let touched = patched.splices.splices.iter().any(|splice| splice.before.split_inclusive('\n').any(|line| line == chosen));
        if once(&source) && once(&patched.text) && !touched && chosen.ends_with('\n') {
            let change = |text: &str| text.split_inclusive('\n').map(|line| if line == chosen { "mine\n" } else { line }).collect::<String>();
            prop_assert_eq!(unpatch(&change(&patched.text), &patched.splices), Ok(Some(change(&source))));
        }
    }

    #[test]
    fn any_text_is_no_panic(source in any::<String>()) {
        let _ = patch_compose(&source, &addition(), &Surroundings::NOTHING);
    }

    #[test]
    fn any_mutation_is_sound(source in compose(), from in any::<prop::sample::Index>(), length in 0..20_usize, text in "[\\[\\](){}'\"#:&*<!|>?,=\\\\\n\r\t a-c-]{0,4}") {
        let letters: Vec<char> = source.chars().collect();
        let from = from.index(letters.len() + 1);
        let until = (from + length).min(letters.len());
        let mutated: String = letters[..from].iter().copied().chain(text.chars()).chain(letters[until..].iter().copied()).collect();
        match patch_compose(&mutated, &addition(), &Surroundings::NOTHING) {
            Ok(patched) => {
                prop_assert_eq!(unpatch(&patched.text, &patched.splices), Ok(Some(mutated.clone())));
                let again = patch_compose(&patched.text, &addition(), &Surroundings::NOTHING).map_err(|error| TestCaseError::fail(format!("{error}\n{}", patched.text)))?;
                prop_assert_eq!(&again.text, &patched.text);
                let (before, after) = (load(&mutated).unwrap(), load(&patched.text).unwrap());
                prop_assert_eq!(stripped(&after), stripped(&before), "{}\n{}", mutated, patched.text);
            }
            Err(ComposeError::Unsound { found }) => {
                return Err(TestCaseError::reject(format!("{found:?}")));
            }
            Err(_) => {}
        }
    }
}
