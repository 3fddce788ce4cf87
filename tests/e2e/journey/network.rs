//! Who reaches whom.

use djdock::environment::Environment;

use super::{Trees, World};
use crate::harness::stack::Stack;
use crate::services::{Trial, isolation, ports};

pub(super) fn steps(world: &World) {
    let services = [world.project.database.clone()];
    let try_stack = |stack: &Stack, environment: Environment| {
        let trial = Trial {
            environment,
            stack,
            services: &services,
            steps: &world.steps,
        };
        let name = |what: &str| format!("network: {environment}: {what}");
        world.step(&name("who reaches whom"), || isolation::holds(&trial));
        world.step(&name("what is published"), || ports::hold(&trial));
    };
    try_stack(&world.prod, Environment::Prod);
    // In one work tree dev's compose file is not checked out now.
    if world.trees == Trees::Two {
        try_stack(&world.dev, Environment::Dev);
    }
}
