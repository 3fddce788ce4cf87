//! An SMTP relay, for prod: a server that stands beside the stack takes web's mail, from who logs in.

use djdock::environment::Environment;

use super::probe::{Probe, Shown};
use super::trial::Trial;
use crate::harness::engine::docker;

pub(super) const PROBE: Probe = Probe {
    service: "smtp",
    flags: &[
        "--set",
        "smtp.host=relay",
        "--set",
        "smtp.port=25",
        "--set",
        "smtp.user=shop",
        "--set",
        "smtp.from=shop@example.org",
    ],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Prod],
        used,
    },
    doors: &[],
};

const SEND: &str = "
from django.core.mail import send_mail
print(send_mail('Votre commande', 'Merci.', None, ['you@example.org']))
";

/// Prints what it is told: who logs in, and the mail.
const RELAY: &str = "
import base64, socketserver

class Relay(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b'\\r\\n')

    def handle(self):
        self.say('220 relay')
        data = False
        for line in self.rfile:
            line = line.decode().rstrip('\\r\\n')
            if data:
                data = line != '.'
                print(line, flush=True)
                if not data:
                    self.say('250 taken')
            elif line.upper().startswith('EHLO'):
                self.say('250-relay')
                self.say('250 AUTH PLAIN')
            elif line.startswith('AUTH PLAIN'):
                print('login', *base64.b64decode(line.split()[2]).decode().split(chr(0))[1:], flush=True)
                self.say('235 welcome')
            elif line.upper() == 'DATA':
                data = True
                self.say('354 go on')
            elif line.upper() == 'QUIT':
                self.say('221 bye')
                return
            else:
                self.say('250 yes')

socketserver.ThreadingTCPServer(('', 25), Relay).serve_forever()
";

/// A container beside the stack, gone with this value.
struct Relay(String);

impl Relay {
    fn start(trial: &Trial<'_>) -> Self {
        let name = format!("{}-relay", trial.stack.name);
        let network = format!("{}_front", trial.stack.name);
        docker(["run", "--detach", "--rm", "--name", &name])
            .args(["--network", &network, "--network-alias", "relay"])
            .args(["--entrypoint", "python", &trial.stack.image("web")])
            .args(["-c", RELAY])
            .ok();
        Self(name)
    }

    fn log(&self) -> String {
        docker(["logs", &self.0]).ok().out
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        docker(["rm", "--force", &self.0]).run();
    }
}

fn used(trial: &Trial<'_>) {
    let relay = Relay::start(trial);
    let password = trial.inside("web", &["printenv", "EMAIL_HOST_PASSWORD"]);
    trial.until("the relay listens", || {
        let open = "import socket; socket.create_connection(('relay', 25), 2)";
        trial.succeeds("web", &["python", "-c", open]).then_some(())
    });
    assert_eq!(trial.python(SEND), "1");
    let log = relay.log();
    for line in [
        &*format!("login shop {password}"),
        "Subject: Votre commande",
        "From: shop@example.org",
        "To: you@example.org",
    ] {
        assert!(log.lines().any(|it| it == line), "{line}\n{log}");
    }
}
