//! A changed line reaches prod in seconds.

use super::{World, branches};

pub(super) fn steps(world: &World) {
    let prod = &world.prod;
    world.step(
        "rebuild: a one-line change is built without installing the dependencies again",
        || {
            let before = prod.rows();
            branches::commit_on_dev(world, || {
                world.edit(
                    &world.dev,
                    "polls/views.py",
                    "'edited': 'oui',",
                    "'edited': 'encore',",
                );
            });
            let ran = prod.up(&[]);
            let answer = prod.site().get("/polls/request/").is(200).json();
            assert_eq!(answer["edited"], "encore");
            world.steps.figure(
                "prod: seconds from `up -d --build --wait` to the first page, one line changed",
                format!("{:.1}", ran.seconds),
            );
            for step in uncached(&ran.all()) {
                assert!(
                    !step.contains("pip") && !step.contains("apt-get"),
                    "{step} ran again:\n{}",
                    ran.all()
                );
            }
            assert!(is_cached(&ran.all(), "pip"), "{}", ran.all());
            prod.rows().are(&before);
        },
    );
    world.step(
        "rebuild: a changed style sheet replaces the old one",
        || {
            branches::commit_on_dev(world, || {
                world.edit(
                    &world.dev,
                    "polls/static/polls/style.css",
                    "",
                    "/* nouvelle feuille */\n",
                );
            });
            prod.up(&[]);
            let style = prod.site().get("/static/polls/style.css").is(200).text();
            assert!(style.starts_with("/* nouvelle feuille */"), "{style}");
        },
    );
    world.step(
        "rebuild: a rollback brings the old style sheet back",
        || {
            branches::commit_on_dev(world, || {
                world.project.git("revert --no-commit HEAD");
            });
            prod.up(&[]);
            let style = prod.site().get("/static/polls/style.css").is(200).text();
            assert!(!style.contains("nouvelle feuille"), "{style}");
        },
    );
}

/// The RUN steps of `BuildKit`'s plain output, by number: `#9 [build 2/3] RUN …`, later `#9 CACHED` or `#9 DONE 4.2s`.
fn runs(output: &str) -> impl Iterator<Item = (&str, &str)> {
    output.lines().filter_map(|line| {
        let (number, rest) = line.trim_start().split_once(' ')?;
        (number.starts_with('#') && rest.starts_with('[') && rest.contains("] RUN "))
            .then_some((number, rest))
    })
}

fn uncached(output: &str) -> Vec<&str> {
    runs(output)
        .filter(|(number, _)| !output.contains(&format!("{number} CACHED")))
        .map(|(_, step)| step)
        .collect()
}

fn is_cached(output: &str, word: &str) -> bool {
    runs(output)
        .any(|(number, step)| step.contains(word) && output.contains(&format!("{number} CACHED")))
}
