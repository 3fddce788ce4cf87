//! The two texts of one in which git could not merge everything.

/// How git begins the lines around the two sides: seven letters, which `conflict-marker-size` alone changes.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Which part of a conflict a line is in.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Both,
    Ours,
    Base,
    Theirs,
}

/// Ours and theirs, of a text with git's conflict markers; `None` where there are none.
#[must_use]
pub fn sides(text: &str) -> Option<[String; 2]> {
    // Most texts have none, and every lock is asked.
    if !text.contains(MARKERS[0]) {
        return None;
    }
    let mut sides = [String::new(), String::new()];
    let mut part = Part::Both;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        let marker = MARKERS.iter().position(|marker| {
            let rest = line.strip_prefix(marker);
            rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
        });
        part = match (part, marker) {
            (Part::Both, Some(0)) => Part::Ours,
            (Part::Ours, Some(1)) => Part::Base,
            (Part::Ours | Part::Base, Some(2)) => Part::Theirs,
            (Part::Theirs, Some(3)) => {
                found = true;
                Part::Both
            }
            _ => {
                let [ours, theirs] = &mut sides;
                if matches!(part, Part::Both | Part::Ours) {
                    ours.push_str(line);
                }
                if matches!(part, Part::Both | Part::Theirs) {
                    theirs.push_str(line);
                }
                continue;
            }
        };
    }
    (found && part == Part::Both).then_some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_whole() {
        let text = "a\n<<<<<<< HEAD\nb\n||||||| 1234567\nx\n=======\nc\nd\n>>>>>>> theirs\ne";
        let sides = sides(text).unwrap();
        assert_eq!(sides, ["a\nb\ne", "a\nc\nd\ne"]);
    }

    #[test]
    fn what_only_looks_like_it_is_text() {
        for text in [
            "",
            "Title\n=======\n",
            "<<<<<<< a\nb\n=======\nc\n",
            ">>>>>>> a\n",
        ] {
            assert_eq!(sides(text), None, "{text}");
        }
    }
}
