//! `djdock init`: where it writes what, and where it does not.

mod again;
mod checked_out;
mod dry_run;
mod env_file;
mod first;
mod single;
