//! Laws of fragments: what is read does not depend on how it is written, and what is made of a text means what is made
//! of its value.

use proptest::prelude::*;

use super::Fragment;
use crate::compose::Container;
use crate::yaml::{Part, Value, block};

/// What is not there in the text.
const OUTER: &str = "logging";

fn scalar() -> impl Strategy<Value = Value> {
    let texts = prop_oneof![
        "[a-z]{1,8}",
        "\\PC{0,12}",
        "[a-z ]{1,6}\n[a-z #:]{0,9}\n?",
        Just("${KEY:?run make env}".to_owned()),
        Just("127.0.0.1:${PORT:-80}:80".to_owned()),
    ];
    let others = prop_oneof![Just("1"), Just("true"), Just("1.50"), Just("-3e5")];
    prop_oneof![
        6 => texts.prop_map(Value::Text),
        1 => others.prop_map(|text| Value::Other(text.to_owned())),
        1 => Just(Value::Null),
        1 => Just(Value::Outer(OUTER.to_owned())),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let key = prop_oneof![4 => "[a-z]{1,6}", 1 => "[A-Z. '\"#]{1,5}"].prop_map(Value::Text);
    scalar().prop_recursive(3, 24, 4, move |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Sequence);
        let mapping = prop::collection::btree_map(key.clone(), inner, 0..4);
        prop_oneof![list, mapping.prop_map(Value::Mapping)]
    })
}

/// A container, with the keys that are looked for among others of any kind.
fn container(name: &'static str) -> impl Strategy<Value = Container> {
    let names = || prop::collection::vec("[a-z]{1,5}".prop_map(Value::Text), 1..3);
    let list = || names().prop_map(Value::Sequence);
    let networks = prop_oneof![
        list(),
        Just(Value::pair(
            "back",
            Value::pair("aliases", Value::Sequence(vec![Value::text("x")]))
        )),
    ];
    let others = prop::collection::btree_map("x-[a-z]{1,3}".prop_map(Value::Text), value(), 0..4);
    let shared = prop::option::of(Just(Value::Outer(OUTER.to_owned())));
    let parts = (
        prop::option::of(networks),
        prop::option::of(list()),
        prop::option::of(Just(Value::text("always"))),
        shared,
        others,
    );
    parts.prop_map(move |(networks, depends_on, restart, logging, others)| {
        let known = [
            ("networks", networks),
            ("depends_on", depends_on),
            ("restart", restart),
            ("logging", logging),
            ("image", Some(Value::text("x:1"))),
        ];
        let container = Container::new(name, Value::Mapping(others)).expect("a mapping");
        let with = |container: Container, (key, value): (&str, Option<Value>)| match value {
            Some(value) => container.with(key, value),
            None => container,
        };
        known.into_iter().fold(container, with)
    })
}

fn containers() -> impl Strategy<Value = Vec<Container>> {
    (container("db"), prop::option::of(container("db-init")))
        .prop_map(|(first, second)| std::iter::once(first).chain(second).collect())
}

/// Choices of how a text is written; 0, the plainest one, once there are none left.
struct Style {
    choices: Vec<u8>,
    step: usize,
    anchors: usize,
}

impl Style {
    fn pick(&mut self, count: u8) -> u8 {
        self.choices.pop().unwrap_or_default() % count
    }

    fn comment(&mut self, column: usize, text: &mut String) {
        match self.pick(6) {
            1 => text.push('\n'),
            2 => text.extend([format!("{}# a: *note [\n", " ".repeat(column))]),
            3 => text.push_str("# at the margin\n"),
            _ => {}
        }
    }

    /// A value behind its key or dash.
    fn below(&mut self, value: &Value, column: usize, text: &mut String) {
        let anchor = self.pick(5) == 1 && !matches!(value, Value::Outer(_));
        if anchor {
            self.anchors += 1;
            text.extend([format!(" &a{}", self.anchors)]);
        }
        let flow = self.pick(4) == 1;
        let collection = match value {
            Value::Mapping(mapping) => !mapping.is_empty(),
            Value::Sequence(items) => !items.is_empty(),
            _ => false,
        };
        if collection && !flow {
            let end = if self.pick(5) == 1 { " # why\n" } else { "\n" };
            text.push_str(end);
            self.lines(value, column, text);
        } else {
            text.extend([format!(" {}\n", self.flow(value))]);
        }
    }

    fn lines(&mut self, value: &Value, column: usize, text: &mut String) {
        let indent = " ".repeat(column);
        for (key, value) in value.pairs() {
            self.comment(column, text);
            let key = self.flow(key);
            text.extend([format!("{indent}{key}:")]);
            self.below(value, column + self.step, text);
        }
        for item in value.items() {
            self.comment(column, text);
            text.extend([format!("{indent}-")]);
            self.below(item, column + self.step, text);
        }
    }

    fn flow(&mut self, value: &Value) -> String {
        match value {
            Value::Text(text) => self.text(text),
            Value::Sequence(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(item)).collect();
                format!("[ {} ]", items.join(" , "))
            }
            Value::Mapping(mapping) => {
                let pairs = mapping.iter();
                let pairs =
                    pairs.map(|(key, value)| format!("{}: {} ", self.flow(key), self.flow(value)));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
            other => block(other, 0).trim_end().to_owned(),
        }
    }

    fn text(&mut self, text: &str) -> String {
        let plain = text.chars().all(|it| it.is_ascii_lowercase()) && !text.is_empty();
        let printable = !text.contains(|it: char| it.is_control() || it == '\u{feff}');
        match self.pick(3) {
            0 if plain
                && !["y", "n", "no", "on", "off", "yes", "true", "false", "null"]
                    .contains(&text) =>
            {
                text.to_owned()
            }
            1 if printable => format!("'{}'", text.replace('\'', "''")),
            _ => serde_json::Value::from(text).to_string(),
        }
    }

    fn fragment(mut self, containers: &[Container], column: usize) -> String {
        let mut text = String::new();
        for container in containers {
            self.comment(column, &mut text);
            let name = self.text(&container.name);
            text.extend([format!("{}{name}:", " ".repeat(column))]);
            self.below(&container.definition(), column + self.step, &mut text);
        }
        self.comment(column, &mut text);
        text
    }
}

/// Containers, and a text that means them.
fn written() -> impl Strategy<Value = (Vec<Container>, String)> {
    let style = (
        prop::collection::vec(any::<u8>(), 0..200),
        1..8_usize,
        0..9_usize,
    );
    (containers(), style).prop_map(|(containers, (choices, step, column))| {
        let style = Style {
            choices,
            step,
            anchors: 0,
        };
        let text = style.fragment(&containers, column);
        (containers, text)
    })
}

fn parsed(text: &str) -> Fragment {
    Fragment::parse(text).unwrap_or_else(|error| panic!("{:?}: {error}\n{text}", error.line))
}

fn meant(text: &str) -> Vec<Container> {
    parsed(text).containers().cloned().collect()
}

fn aside(fragment: &Fragment) -> Fragment {
    fragment.set_aside(|name| format!("former-{name}"), "carry", "former")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_value_is_written_as_it_is_read(value in value(), column in 0..5_usize) {
        let pair = Value::pair("x", value);
        let text = block(&pair, column);
        let part = Part::of(&text);
        let tree = part.tree().unwrap_or_else(|error| panic!("{error}\n{text}"));
        let read = tree.root().map(|root| Value::of(&tree, root));
        prop_assert_eq!(read, Some(Ok(pair)), "{}", text);
    }

    #[test]
    fn what_is_read_is_what_was_meant((containers, text) in written()) {
        prop_assert_eq!(meant(&text), containers, "{}", text);
    }

    #[test]
    fn setting_aside_does_so_to_the_value_too((containers, text) in written()) {
        let plain = Style { choices: Vec::new(), step: 2, anchors: 0 }.fragment(&containers, 2);
        let expected: Vec<Container> = aside(&parsed(&plain)).containers().cloned().collect();
        let fragment = aside(&parsed(&text));
        prop_assert!(fragment.containers().eq(&expected), "{}", fragment.text());
        prop_assert_eq!(meant(fragment.text()), expected, "{}\n{}", text, fragment.text());
    }

    #[test]
    fn a_fragment_moves_as_a_whole((containers, text) in written(), column in 0..9_usize) {
        let moved = parsed(&text).moved_to(column);
        prop_assert_eq!(crate::yaml::first_column(moved.text()), Some(column));
        prop_assert_eq!(meant(moved.text()), containers, "{}\n{}", text, moved.text());
    }

    #[test]
    fn a_definition_alone_means_what_is_left((containers, text) in written()) {
        let left = |container: &Container| {
            container.without(|key, value| key == "networks" || matches!(value, Value::Outer(_)))
        };
        let left: Vec<Container> = containers.iter().map(left).collect();
        match parsed(&text).alone() {
            None => prop_assert!(left.iter().any(|container| !container.is_whole())),
            Some(alone) => {
                prop_assert_eq!(alone.len(), left.len());
                for ((container, definition), left) in alone.iter().zip(&left) {
                    prop_assert_eq!(container, left);
                    prop_assert_eq!(Value::parse(definition), Ok(left.definition()), "{}", definition);
                }
            }
        }
    }
}

#[test]
fn comments_stay_where_lines_do() {
    let text = "  # A comment.\n  db: # its name\n      image: x # one\n      networks: [back] # gone\n      # mine\n      \
                ports: # two\n      - a\n  # The other one.\n  more:\n      image: y\n";
    let expected = "  # A comment.\n  former-db: # its name\n      profiles: [carry]\n      networks:\n        former:\n          \
                    aliases: [db]\n      image: x # one\n      # mine\n      ports: # two\n      - a\n  # The other one.\n  \
                    former-more:\n      profiles: [carry]\n      networks:\n        former:\n          aliases: [more]\n      \
                    image: y\n";
    assert_eq!(aside(&parsed(text)).text(), expected);
    let alone = parsed(text).alone().expect("two containers");
    let definitions: Vec<&str> = alone.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        definitions,
        ["image: x # one\n# mine\nports: # two\n- a\n", "image: y\n"]
    );
}

#[test]
fn what_the_pack_s_own_file_holds_is_not_taken_along() {
    let shared = |text: &str| {
        parsed(&format!("  db:\n    image: x\n    {text}\n"))
            .alone()
            .is_some()
    };
    assert!(shared("logging: *logging"));
    for text in [
        "<<: *app",
        "<<: [*app, *more]",
        "environment: *environment",
        "environment: {<<: *environment}",
    ] {
        assert!(!shared(text), "{text}");
    }
    assert!(parsed("  db: *app\n").alone().is_none());
    assert!(parsed("# nothing\n").alone().is_none());
}

#[test]
fn what_cannot_be_read_is_said_with_its_line() {
    let said = |text: &str| {
        let error = Fragment::parse(text).expect_err(text);
        format!("{:?}: {error}", error.line)
    };
    let texts = [
        "  db:\n    image: x\n   ports: []\n    logging: *logging\n",
        "  db:\n    image: x\n    image: y\n",
        "  db:\n    image: x\n    networks: back\n",
        "  db:\n",
        "  - db\n",
        "  {db: {image: x}}\n",
        "  db:\n    image: x\n---\n  db:\n",
    ];
    let said: Vec<String> = texts.into_iter().map(said).collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    Some(3): line 3, column 4: while parsing a block mapping, did not find expected key
    Some(3): line 3: `image` stands there twice
    Some(3): db: networks: [List, Mapping]
    Some(1): db: : [Mapping]
    Some(1): no containers by their names, each on a line of its own
    Some(1): no containers by their names, each on a line of its own
    Some(3): line 3: a second document starts
    ");
}
