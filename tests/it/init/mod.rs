//! `djdock init`: where it writes what, and where it does not; and `djdock status` on that.

mod again;
mod checked_out;
mod clone;
mod defaults;
mod dry_run;
mod env_file;
mod existing;
mod first;
mod local;
mod own_database;
mod reads;
mod search_path;
mod several;
mod single;
mod status;
mod tracked_env;
mod worlds;
