//! `RabbitMQ`: the worker waits at its queue.

use std::fs;

use super::probe::{BOTH, Door, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "rabbitmq",
    flags: &[],
    company: &["celery"],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[Door::back("rabbitmq", &[5672])],
};

/// Without a worker: a message goes in and comes out.
const MESSAGE: &str = "
import os
from kombu import Connection
with Connection('amqp://%s:%s@rabbitmq//' % (os.environ['RABBITMQ_USER'], os.environ['RABBITMQ_PASSWORD'])) as connection:
    queue = connection.SimpleQueue('probe')
    queue.put('seen')
    message = queue.get(timeout=10)
    message.ack()
    print(message.payload)
";

fn used(trial: &Trial<'_>) {
    assert_eq!(trial.python(MESSAGE), "seen");
    if trial.has("celery") {
        let list = ["rabbitmqctl", "-q", "list_queues", "name", "consumers"];
        let queues = trial.inside("rabbitmq", &list);
        let worker = queues.lines().any(|line| line == "celery\t1");
        assert!(worker, "{queues}");
    }
    let env = trial.stack.folder.join(".env");
    let text = fs::read_to_string(&env).expect("it is there");
    let other = text.replace("RABBITMQ_PASSWORD=", "RABBITMQ_PASSWORD=other");
    fs::write(&env, other).expect("it is written");
    trial.stack.make(["passwords"]).ok();
    trial.stack.make(["run"]).ok();
    assert_eq!(trial.python(MESSAGE), "seen");
}
