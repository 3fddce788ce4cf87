//! What holds for every settings module.

use djdock::patch::{Edit, apply_edits, undo};
use proptest::prelude::*;

use crate::generate::module;
use crate::support::{pack, patched_alone};

proptest! {
    #[test]
    fn undone_and_idempotent(source in module()) {
        let once = patched_alone(&source, &pack()).unwrap();
        prop_assert_eq!(&undo(&once.text, &once.splices.splices), &Ok(source));
        let twice = patched_alone(&once.text, &pack()).unwrap();
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert_eq!(twice.splices.splices, []);
    }

    /// Nothing of the user's is lost: patching only ever inserts. Where a value is wrapped over several lines, a blank may
    /// become a line break, and a line that went on by a backslash need not any longer.
    #[test]
    fn every_character_survives(source in module()) {
        let patched = patched_alone(&source, &pack()).unwrap();
        let mut rest = patched.text.chars().filter(|letter| !letter.is_whitespace());
        let one_line = source.replace("\\\r\n", "").replace("\\\n", "");
        for letter in one_line.chars().filter(|letter| !letter.is_whitespace()) {
            prop_assert!(rest.any(|other| other == letter), "{}", patched.text);
        }
        let edited: usize = patched.splices.splices.iter().map(|splice| splice.before.lines().count()).sum();
        let kept = source.lines().filter(|line| patched.text.lines().any(|other| other == *line)).count();
        prop_assert!(kept + edited >= source.lines().count());
    }

    /// The user's own lines, wherever they are put between lines of the patched module.
    #[test]
    fn undone_around_the_users_lines(source in module(), places in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let patched = patched_alone(&source, &pack()).unwrap();
        let lines: Vec<&str> = patched.text.split_inclusive('\n').collect();
        prop_assume!(!lines.is_empty());
        let mut mine = Vec::new();
        for place in places {
            let offset: usize = lines[..place.index(lines.len())].iter().map(|line| line.len()).sum();
            mine.push(Edit::insert(offset, "# mine\n"));
        }
        // Only where no splice is torn apart.
        if let Ok(restored) = undo(&apply_edits(&patched.text, &mine), &patched.splices.splices) {
            prop_assert_eq!(restored.replace("# mine\n", ""), source);
        }
    }

    #[test]
    fn any_text_is_no_panic(source in any::<String>()) {
        let _ = patched_alone(&source, &pack());
    }

    #[test]
    fn any_mutation_is_no_panic(source in module(), from in any::<prop::sample::Index>(), length in 0..30_usize, text in "[\\[\\](){}'\"#:=\\\\\n\r\t a-c]{0,4}") {
        let letters: Vec<char> = source.chars().collect();
        let from = from.index(letters.len() + 1);
        let until = (from + length).min(letters.len());
        let mutated: String = letters[..from].iter().copied().chain(text.chars()).chain(letters[until..].iter().copied()).collect();
        if let Ok(patched) = patched_alone(&mutated, &pack()) {
            prop_assert_eq!(undo(&patched.text, &patched.splices.splices), Ok(mutated));
        }
    }
}
