//! What is brought up now, and what another time.

use djdock::environment::Environment;

use crate::harness::commits;

/// How many of the drawn combinations at a time.
const ROUND: usize = 2;

/// A drawn combination's number, and the environments in which it is brought up.
type Turn = (usize, Vec<Environment>);

/// The combinations that are asked for, or all, on both; or those whose turn it is.
pub(super) fn turns(count: usize) -> Vec<Turn> {
    let both = |number| (number, Environment::ALL.to_vec());
    let asked = std::env::var("DJDOCK_E2E_COMBINATIONS").unwrap_or_default();
    if !asked.is_empty() {
        let parse = |number: &str| number.trim().parse().expect("numbers with commas between");
        return asked.split(',').map(parse).map(both).collect();
    }
    if super::are_all() {
        return (1..=count).map(both).collect();
    }
    turn(commits(), count)
}

/// Commit after commit the next ones, all of them in turn; the next time round, on the other environment.
fn turn(commits: usize, count: usize) -> Vec<Turn> {
    let first = commits * ROUND;
    let turns = (first..first + ROUND).map(|index| {
        let environment = Environment::ALL[(index / count + index / 2) % 2];
        (index % count + 1, vec![environment])
    });
    turns.collect()
}

/// As few environments as see all of some services at work, each of which names its own.
pub(super) fn covering(services: &[&[Environment]]) -> Vec<Environment> {
    let [dev, prod] = Environment::ALL;
    let turn = if commits().is_multiple_of(2) {
        [dev, prod]
    } else {
        [prod, dev]
    };
    let sees_all = |one: &Environment| services.iter().all(|service| service.contains(one));
    let one = turn.into_iter().find(sees_all);
    one.map_or_else(|| Environment::ALL.to_vec(), |one| vec![one])
}

#[test]
fn everyone_has_a_turn_on_dev_and_one_on_prod() {
    let mut turns: Vec<Turn> = (7..47).flat_map(|commits| turn(commits, 40)).collect();
    turns.sort();
    let all = (1..=40).flat_map(|number| Environment::ALL.map(|it| (number, vec![it])));
    assert_eq!(turns, all.collect::<Vec<_>>());
}

#[test]
fn one_environment_where_one_will_do() {
    let [dev, prod] = Environment::ALL;
    let both = Environment::ALL;
    assert_eq!(covering(&[&[dev], &both]), [dev]);
    assert_eq!(covering(&[&both, &[prod]]), [prod]);
    assert_eq!(covering(&[&[dev], &both, &[prod]]), both);
    assert_eq!(covering(&[&both]).len(), 1);
}
