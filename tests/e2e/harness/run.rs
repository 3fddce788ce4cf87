//! A command that ends, one way or the other.

use std::ffi::OsStr;
use std::io::{Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// When a command that hangs is killed: building an image on a busy machine takes a few minutes.
const LIMIT: Duration = Duration::from_mins(20);

/// A command to run.
pub(crate) struct Run {
    command: Command,
    shown: String,
    input: Vec<u8>,
}

/// What became of it.
pub(crate) struct Ran {
    pub(crate) shown: String,
    /// None: killed, by its limit or by a signal.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) seconds: f64,
}

impl Run {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            shown: program.as_ref().to_string_lossy().into_owned(),
            command: Command::new(program),
            input: Vec::new(),
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown = format!("{} {}", self.shown, arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Keeps of the caller's environment only what `keep` says: a `TLS` or `DEBUG` of the shell would reach compose.
    pub(crate) fn env_only(mut self, keep: impl Fn(&str) -> bool) -> Self {
        self.command.env_clear();
        self.command
            .envs(std::env::vars().filter(|(name, _)| keep(name)));
        self
    }

    pub(crate) fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Ran {
        let started = Instant::now();
        let mut child = self
            .command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.shown));
        let out = collect(child.stdout.take());
        let err = collect(child.stderr.take());
        let mut stdin = child.stdin.take().expect("stdin is a pipe");
        let input = self.input;
        // A command that reads nothing closes the pipe: that is its own business.
        thread::spawn(move || stdin.write_all(&input).ok());
        let code = wait(&mut child, started + LIMIT);
        Ran {
            shown: self.shown,
            code,
            out: text(out),
            err: text(err),
            seconds: started.elapsed().as_secs_f64(),
        }
    }

    /// Runs it; anything but success ends the test with all that it printed.
    pub(crate) fn ok(self) -> Ran {
        let ran = self.run();
        assert!(ran.code == Some(0), "{}", ran.story());
        ran
    }

    /// Runs it; success, or no end in time, ends the test.
    pub(crate) fn fails(self) -> Ran {
        let ran = self.run();
        assert!(ran.code.is_some_and(|code| code != 0), "{}", ran.story());
        ran
    }
}

impl Ran {
    /// Everything that it printed.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The command, its end and the end of its output, for a human.
    pub(crate) fn story(&self) -> String {
        let end = self.code.map_or_else(
            || format!("did not end within {:.0} s", self.seconds),
            |code| format!("ended with {code}"),
        );
        format!(
            "«{}» {end}:\n{}\n{}",
            self.shown,
            tail(&self.out),
            tail(&self.err)
        )
    }
}

/// The end of a long output: a build says much before it fails.
fn tail(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(60)..].join("\n")
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    let mut pipe = pipe.expect("output is a pipe");
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).ok();
        bytes
    })
}

fn text(reader: thread::JoinHandle<Vec<u8>>) -> String {
    let bytes = reader.join().expect("reading does not panic");
    // Compose clears lines that nobody sees.
    String::from_utf8_lossy(&bytes).replace("\u{1b}[2K", "")
}

fn wait(child: &mut Child, deadline: Instant) -> Option<i32> {
    loop {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            return status.code();
        }
        if Instant::now() > deadline {
            // With its children: make's compose would hold the pipes open.
            let group = format!("-{}", child.id());
            Command::new("kill")
                .args(["-KILL", "--", &group])
                .status()
                .ok();
            child.wait().ok();
            return None;
        }
        thread::sleep(Duration::from_millis(10));
    }
}
