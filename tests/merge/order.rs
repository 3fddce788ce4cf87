//! Two services, in either order, mean the same.

use std::sync::LazyLock;

use djdock::environment::Environment;
use djdock::merge::{Merge, merge};
use proptest::prelude::*;
use proptest::sample::Index;
use saphyr::{LoadableYamlNode as _, Yaml};

use crate::edits::{edited, edits};
use crate::laws;
use crate::texts::{services, workshop};

/// One environment's compose file: without, with the one, with the other, with both.
#[derive(Debug)]
struct Square {
    texts: [String; 4],
}

static SQUARES: LazyLock<Vec<Square>> = LazyLock::new(|| {
    let workshop = workshop();
    let names = services(&workshop);
    let mut squares = Vec::new();
    for environment in Environment::ALL {
        let text = |with: &[&str]| {
            let stack = workshop.stack(&workshop.with(with), &[environment]);
            stack["docker-compose.yml"].clone()
        };
        for (index, one) in names.iter().enumerate() {
            for other in &names[index + 1..] {
                let together = workshop.with(&[one, other]);
                let once = workshop.catalog.manifest.once.iter();
                let twice = once.clone().any(|capability| {
                    let all = together
                        .with
                        .iter()
                        .filter_map(|name| workshop.catalog.service(name));
                    all.filter(|service| service.provides(capability)).count() > 1
                });
                // What one of them needs, the other may choose otherwise.
                if twice || together.with.len() > 2 {
                    continue;
                }
                squares.push(Square {
                    texts: [text(&[]), text(&[one]), text(&[other]), text(&[one, other])],
                });
            }
        }
    }
    assert!(squares.len() > 10, "{}", squares.len());
    squares
});

/// Parsed, with the keys of maps in one order.
fn meaning(text: &str) -> String {
    fn sorted(yaml: &Yaml<'_>) -> String {
        match yaml {
            Yaml::Mapping(entries) => {
                let mut parts: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{key:?}: {}", sorted(value)))
                    .collect();
                parts.sort();
                format!("{{{}}}", parts.join(", "))
            }
            Yaml::Sequence(items) => {
                let mut parts: Vec<String> = items.iter().map(sorted).collect();
                parts.sort();
                format!("[{}]", parts.join(", "))
            }
            scalar => format!("{scalar:?}"),
        }
    }
    let documents = Yaml::load_from_str(text).unwrap_or_default();
    documents.iter().map(sorted).collect()
}

proptest! {
    #![proptest_config(laws::tried(1000))]

    #[test]
    fn either_order_means_the_same(square in any::<Index>(), edits in edits()) {
        let [none, one, other, both] = &square.get(&SQUARES).texts;
        let path = "docker-compose.yml";
        let mine = edited(none, &edits, "mine");
        let through = |half: &String| match merge(path, none, &mine, half) {
            Merge::Clean(first) => match merge(path, half, &first, both) {
                Merge::Clean(text) => Some(text),
                Merge::Conflict(_) => None,
            },
            Merge::Conflict(_) => None,
        };
        if let (Some(here), Some(there)) = (through(one), through(other)) {
            prop_assert_eq!(meaning(&here), meaning(&there), "{}\n----\n{}", here, there);
        }
    }
}
