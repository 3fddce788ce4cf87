//! No text of a project becomes syntax: whatever stands in its settings, names and paths, each file of the stack has
//! the parts that it has with a plain word there, or djdock refuses.
#![cfg(test)]

#[path = "../shared/laws.rs"]
mod laws;
mod parts;
mod places;
mod world;

use proptest::prelude::*;

use parts::differs;
use places::{PLACES, Place, base};
use world::World;

/// What a text is made of: all that some format reads as more than itself.
const PIECES: [&str; 44] = [
    "w",
    "w",
    "a b",
    " ",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[2J",
    "\u{85}",
    "\u{202e}",
    "\u{200b}",
    "\u{2028}",
    "\"",
    "'",
    "`",
    "\\",
    "\\n",
    "$",
    "$$",
    "$(touch x)",
    "${X:?y}",
    "$X",
    "{{ x }}",
    "{% x %}",
    "{",
    "}",
    "[",
    "]",
    ": ",
    ": #",
    " #",
    "#",
    "!",
    "- ",
    "-",
    "*",
    "?",
    ";",
    "|",
    "&",
    "<<EOF",
    "é",
    ",",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(&PIECES[..]);
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(laws::tried(1_500))]

    #[test]
    fn a_text_stays_a_text(place in prop::sample::select(&PLACES[..]), text in hostile()) {
        holds(place, &text);
    }
}

/// The faults that were met, and one of each kind at each place.
#[test]
fn at_every_place() {
    let texts = [
        "my uploads",
        "m: x",
        "m #x",
        "up\n!.env",
        "up\nX := $(shell touch PROOF)",
        "a:b\n    volumes: ['/:/host']\n    privileged: true",
        "s/ { } location /x { root /; autoindex on; } location /y",
        "a\"]\nRUN touch x\n#",
        "prod;touch x",
        "prod $(touch x)",
        "#x.db",
        "a[1].db",
        "!x",
        "it's",
        "pa$$w0rd${X}",
        "yes",
        "1e3",
        "été",
    ];
    for place in PLACES {
        for text in texts {
            holds(place, text);
        }
    }
}

/// A text that is no more than a word, at each place, is taken: the law says something there.
#[test]
fn a_plain_word_is_taken() {
    for place in PLACES {
        let files = World::get().plain(place);
        let names = |text: &String| text.contains("word");
        assert!(files.values().any(names), "{} reaches no file", place.name);
    }
}

fn holds(place: Place, text: &str) {
    let world = World::get();
    let Ok(files) = world.files(&place.project(text)) else {
        return;
    };
    let Some(difference) = differs(&world.plain(place), &files) else {
        return;
    };
    // A fact that is left undecided, as if nothing stood there.
    let without = [place.project(""), base()];
    let mut without = without
        .iter()
        .filter_map(|project| world.files(project).ok());
    assert!(
        without.any(|without| differs(&without, &files).is_none()),
        "{}: {text:?}: {difference}",
        place.name
    );
}
