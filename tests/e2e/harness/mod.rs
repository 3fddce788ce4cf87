//! What the scenarios share.

pub(crate) mod binary;
pub(crate) mod cleanup;
pub(crate) mod engine;
pub(crate) mod form;
pub(crate) mod project;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod site;
pub(crate) mod stack;
pub(crate) mod steps;
pub(crate) mod user;

use std::net::TcpListener;

/// A port that nothing listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("0.0.0.0:0").expect("some port is free");
    listener.local_addr().expect("it is bound").port()
}
