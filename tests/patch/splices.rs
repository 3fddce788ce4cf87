//! Edits, their record, and back.

use djdock::patch::{Edit, Splice, SpliceError, apply_edits, record, undo};
use proptest::prelude::*;

use crate::often;

fn splice(before: &str, after: &str) -> Splice {
    Splice {
        before: before.to_owned(),
        after: after.to_owned(),
        joined: false,
    }
}

fn edit(source: &str, from: &str, to: &str) -> Edit {
    let start = source.find(from).unwrap();
    Edit::replace(start..start + from.len(), to)
}

#[test]
fn whole_lines_and_no_more() {
    let source = "a = 1\nb = 2\nc = 3\n";
    assert_eq!(
        record(source, &[edit(source, "2", "f(2)")]),
        [splice("b = 2\n", "b = f(2)\n")]
    );
    assert_eq!(
        record(source, &[Edit::insert(6, "x\n")]),
        [splice("", "x\n")]
    );
    let two = [
        Edit::insert(6, "x\n"),
        Edit::insert(6, "y\n"),
        edit(source, "c", "d"),
    ];
    assert_eq!(
        record(source, &two),
        [
            splice("", "x\n"),
            splice("", "y\n"),
            splice("c = 3\n", "d = 3\n")
        ]
    );
    assert_eq!(
        record("a", &[Edit::insert(1, "\nb\n")]),
        [splice("a", "a\nb\n")]
    );
    assert_eq!(record(source, &[edit(source, "b", "b")]), []);
}

#[test]
fn neighbours_only_where_the_lines_are_not_unique() {
    let source = "a\nx\nb\nc\n";
    assert_eq!(
        record(source, &[Edit::insert(6, "x\n")]),
        [splice("b\n", "b\nx\n")]
    );
    assert_eq!(
        record(source, &[edit(source, "b\n", "")]),
        [splice("x\nb\n", "x\n")]
    );
    let both = [Edit::insert(2, "n\n"), Edit::insert(6, "n\n")];
    assert_eq!(
        record(source, &both),
        [splice("a\n", "a\nn\n"), splice("b\n", "b\nn\n")]
    );
    assert_eq!(
        record("a\n", &[edit("a\n", "a\n", "")]),
        [splice("a\n", "")]
    );
}

#[test]
fn the_users_lines_beside_a_splice_do_not_matter() {
    let source = "a\nb\nc\n";
    let splices = record(source, &[Edit::insert(2, "x\n"), Edit::insert(2, "y\n")]);
    assert_eq!(
        undo("1\nx\n2\ny\n3\n", &splices).as_deref(),
        Ok("1\n2\n3\n")
    );
    let open = record("a", &[Edit::insert(1, "\nb\n")]);
    assert_eq!(undo("a\nb\nmine\n", &open).as_deref(), Ok("a\nmine\n"));
    assert_eq!(undo("mine\na\nb\n", &open).as_deref(), Ok("mine\na"));
}

#[test]
fn line_endings_that_git_has_converted() {
    let source = "a\nb\n";
    let edits = [Edit::insert(2, "x\ny\n"), edit(source, "b", "c")];
    let windows = |text: &str| text.replace('\n', "\r\n");
    let splices = record(source, &edits);
    assert_eq!(
        undo(&windows("a\nx\ny\nc\n"), &splices),
        Ok(windows(source))
    );
    let splices: Vec<Splice> = splices
        .iter()
        .map(|part| splice(&windows(&part.before), &windows(&part.after)))
        .collect();
    assert_eq!(undo("a\nx\ny\nc\n", &splices).as_deref(), Ok(source));
}

#[test]
fn lines_that_are_gone_or_doubled() {
    let gone = |text: &str| match undo(text, &[splice("", "x\n")]) {
        Err(SpliceError::NotUnique { count, .. }) => count,
        other => panic!("{other:?}"),
    };
    assert_eq!(gone("a\nxx\n"), 0);
    assert_eq!(gone("x\na\nx\n"), 2);
    let overlap = [splice("", "a\nb\n"), splice("", "b\nc\n")];
    let error = SpliceError::Overlap {
        after: "b\nc\n".to_owned(),
    };
    assert_eq!(undo("a\nb\nc\n", &overlap), Err(error));
}

/// A text of few different lines, and edits of it that do not overlap.
fn edited() -> impl Strategy<Value = (String, Vec<Edit>)> {
    let newline = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let line = prop::sample::select(vec!["", "a", "b", "é"]);
    let source = (prop::collection::vec(line, 0..8), newline, any::<bool>()).prop_map(
        |(lines, newline, open)| {
            let text = lines.join(newline);
            if open { text } else { text + newline }
        },
    );
    let cuts = prop::collection::vec((0..100_usize, "(a|b|x|\n|\r\n){0,3}"), 0..6);
    (source, cuts).prop_map(|(source, cuts)| {
        let mut places: Vec<usize> = cuts
            .iter()
            .map(|(place, _)| place % (source.len() + 1))
            .map(|place| {
                (0..=place)
                    .rev()
                    .find(|place| source.is_char_boundary(*place))
                    .unwrap()
            })
            .collect();
        places.sort_unstable();
        let edits = places
            .chunks_exact(2)
            .zip(cuts)
            .map(|(pair, (_, text))| Edit::replace(pair[0]..pair[1], text))
            .collect();
        (source, edits)
    })
}

proptest! {
    #![proptest_config(often::tried(2000))]

    #[test]
    fn undo_is_the_inverse((source, edits) in edited()) {
        let patched = apply_edits(&source, &edits);
        let splices = record(&source, &edits);
        prop_assert_eq!(undo(&patched, &splices), Ok(source), "{:?} {:?}", patched, splices);
    }

    /// Lines of the user's own, above, below and between the splices.
    #[test]
    fn undo_keeps_the_users_lines((source, edits) in edited(), places in prop::collection::vec(0..100_usize, 1..5)) {
        let patched = apply_edits(&source, &edits);
        let splices = record(&source, &edits);
        let mut taken = Vec::new();
        for splice in &splices {
            prop_assume!(!splice.after.is_empty());
            let starts = (0..patched.len()).filter(|at| patched.as_bytes()[*at..].starts_with(splice.after.as_bytes()));
            let start: Vec<usize> = starts.filter(|at| *at == 0 || patched.as_bytes()[at - 1] == b'\n').collect();
            prop_assume!(start.len() == 1);
            taken.push(start[0] + 1..start[0] + splice.after.len());
        }
        let mut mine = Vec::new();
        for place in places {
            let place = place % (patched.len() + 1);
            let whole = place == 0 || patched.as_bytes()[place - 1] == b'\n';
            if patched.is_char_boundary(place) && whole && !taken.iter().any(|range| range.contains(&place)) {
                mine.push(Edit::insert(place, "mine\n"));
            }
        }
        let restored = undo(&apply_edits(&patched, &mine), &splices).unwrap();
        prop_assert_eq!(restored.matches("mine\n").count(), mine.len());
        // An unterminated last line is terminated where lines of the user's follow.
        let restored = restored.replace("mine\n", "");
        let ends = ['\r', '\n'];
        prop_assert_eq!(restored.trim_end_matches(ends), source.trim_end_matches(ends));
    }
}
