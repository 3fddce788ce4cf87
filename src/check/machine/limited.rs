//! A command that gets a few seconds: an engine that hangs must not hang djdock.

use std::io::{ErrorKind, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a command may take.
const LIMIT: Duration = Duration::from_secs(5);

/// How often it is looked at.
const STEP: Duration = Duration::from_millis(5);

/// What a command came to.
pub(super) enum Answer {
    /// There is no such command.
    NoCommand,
    /// It failed, or took too long; what it said on standard error.
    Failed(String),
    /// It ended well; what it printed on standard output.
    Printed(String),
}

/// Runs a command to its end, or to the limit.
pub(super) fn run(program: &str, arguments: &[&str]) -> Answer {
    let spawned = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Answer::NoCommand,
        Err(error) => return Answer::Failed(error.to_string()),
    };
    let (output, said) = (child.stdout.take(), child.stderr.take());
    let (output, said) = (reader(output), reader(said));
    let end = Instant::now() + LIMIT;
    let success = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if Instant::now() < end => thread::sleep(STEP),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                // What it started may hold the pipes open: nobody waits for them.
                return Answer::Failed(String::new());
            }
        }
    };
    let text = |thread: thread::JoinHandle<String>| thread.join().unwrap_or_default();
    if success {
        Answer::Printed(text(output).trim().to_owned())
    } else {
        Answer::Failed(text(said))
    }
}

/// Reads on while the command runs, so that it never waits for a full pipe.
fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
