//! The binary under test, where the developer may run it.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use super::user::User;

/// A copy that all projects of the moment share: a debug build is large.
pub(crate) struct Binary(TempDir);

static SHARED: Mutex<Weak<Binary>> = Mutex::new(Weak::new());

impl Binary {
    /// The copy that there is, or a new one.
    pub(crate) fn shared(user: &User) -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(binary) = shared.upgrade() {
            return binary;
        }
        let binary = Arc::new(Self(tempfile::tempdir().expect("a temporary folder")));
        fs::copy(original(), binary.path()).expect("the binary is readable");
        user.own(binary.0.path());
        *shared = Arc::downgrade(&binary);
        binary
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("djdock")
    }
}

/// What cargo built: another one by `DJDOCK_E2E_BIN`.
fn original() -> PathBuf {
    std::env::var_os("DJDOCK_E2E_BIN")
        .map_or_else(|| env!("CARGO_BIN_EXE_djdock").into(), PathBuf::from)
}
