//! Mailpit, on dev: lists the mail that web sends, and nobody else gets it.

use djdock::environment::Environment;

use super::probe::{Door, Probe, Published, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "mailpit",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Dev],
        used,
    },
    doors: &[Door::on(&["front"], "mailpit", &[1025, 8025]).published(Published::Machine)],
};

const SEND: &str = "
from django.core.mail import send_mail
print(send_mail('Le chocolat \u{1f36b} est prêt', 'Venez.', 'shop@example.org', ['you@example.org']))
";

fn used(trial: &Trial<'_>) {
    let mailpit = trial.published("mailpit", 8025);
    let mails = || {
        let listed = mailpit.get("/api/v1/messages").is(200).json();
        listed["messages"].as_array().cloned().unwrap_or_default()
    };
    assert_eq!(mails().len(), 0);
    assert_eq!(trial.python(SEND), "1");
    let caught = mails();
    assert_eq!(caught.len(), 1);
    assert_eq!(caught[0]["Subject"], "Le chocolat \u{1f36b} est prêt");
    assert_eq!(caught[0]["From"]["Address"], "shop@example.org");
    assert_eq!(caught[0]["To"][0]["Address"], "you@example.org");
}
