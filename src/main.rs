//! The `djdock` command.

fn main() {}
