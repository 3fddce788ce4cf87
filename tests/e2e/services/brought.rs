//! The stacks that show every service at work.

use djdock::environment::Environment;

use super::probe::Probe;
use super::stacks::Choice;
use super::{PROBES, are_all, rotation};
use crate::combinations::{Combination, Urn};
use crate::harness::steps::Steps;

/// The databases that have a journey of their own.
const WITH_JOURNEY: [&str; 3] = ["mariadb", "postgres", "sqlite"];

/// Each stack, and where it is brought up.
pub(super) fn brought(steps: &Steps) -> Vec<(Choice, Vec<Environment>)> {
    let named = std::env::var("DJDOCK_E2E_SERVICES").unwrap_or_default();
    let named: Vec<&str> = named.split(',').filter(|name| !name.is_empty()).collect();
    let is_turn = named.is_empty() && !are_all();
    let choices = if !named.is_empty() {
        Choice::of_each(&named)
    } else if are_all() {
        Choice::of_each_alone()
    } else {
        Choice::of_each(&rest(steps))
    };
    let brought = choices.into_iter().map(|choice| {
        let environments = if is_turn {
            rotation::covering(&choice.environments())
        } else {
            Environment::ALL.to_vec()
        };
        (choice, environments)
    });
    brought.collect()
}

/// The combinations whose turn it is, and where each is brought up.
pub(super) fn turns(drawn: &[Combination]) -> Vec<(Choice, Vec<Environment>)> {
    let turns = rotation::turns(drawn.len()).into_iter();
    let turns = turns.map(|(number, environments)| {
        let combination = drawn.iter().find(|it| it.number == number);
        let combination = combination.expect("there is one of that number");
        (Choice::drawn(combination), environments)
    });
    turns.collect()
}

/// The services that no combination shows whose turn it is, and no journey.
fn rest(steps: &Steps) -> Vec<&'static str> {
    let turns = turns(&Urn::embedded().draw());
    let is_shown = |probe: &&Probe| {
        turns.iter().any(|(choice, environments)| {
            let mut seen = environments.iter();
            choice.has(probe.service) && seen.any(|it| probe.environments().contains(it))
        })
    };
    let probes = PROBES.iter().filter(|probe| probe.runs());
    let probes = probes.filter(|probe| !WITH_JOURNEY.contains(&probe.service));
    let (shown, rest): (Vec<&Probe>, Vec<&Probe>) = probes.partition(is_shown);
    let names = |probes: &[&'static Probe]| -> Vec<&str> {
        probes.iter().map(|probe| probe.service).collect()
    };
    steps.figure("in the drawn combinations", names(&shown).join(" "));
    names(&rest)
}
