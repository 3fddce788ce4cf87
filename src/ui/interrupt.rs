//! Ctrl-C while a person is asked ends the command at once, whenever it comes.
//!
//! A prompt takes the terminal over for the time of one key. Ctrl-C in that time is an error of the
//! prompt; before and after it is a signal, which must neither kill a program that hid the cursor nor be
//! lost while the prompt waits on. Both ways may come for one key: the first one speaks.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::answers::PromptError;
use crate::error::Error;

use super::{Ui, report};

static ASKING: AtomicBool = AtomicBool::new(false);

/// The time in which Ctrl-C ends the command. After it a signal is ignored: what is written then is written
/// to its end.
pub(super) struct Asking(());

impl Asking {
    pub(super) fn begin(ui: Ui) -> Self {
        ASKING.store(true, Ordering::SeqCst);
        // A second handler cannot be set, and need not be.
        let _ = ctrlc::set_handler(move || {
            if is_first() {
                end(&ui);
            }
        });
        Self(())
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKING.store(false, Ordering::SeqCst);
    }
}

/// The error of a prompt that took Ctrl-C as a key. Where the signal came first, the program ends here.
pub(super) fn by_key() -> PromptError {
    while !is_first() {
        thread::park();
    }
    tidy();
    PromptError::Interrupted
}

fn is_first() -> bool {
    ASKING.swap(false, Ordering::SeqCst)
}

/// Ends the program from beside the prompt, which cannot be woken.
fn end(ui: &Ui) {
    tidy();
    let error = Error::from(PromptError::Interrupted);
    report::report(&error).say(ui);
    process::exit(error.exit_code().into());
}

/// A prompt hides the cursor and leaves its line open.
fn tidy() {
    let terminal = console::Term::stderr();
    let _ = terminal
        .show_cursor()
        .and_then(|()| terminal.write_line(""));
}
