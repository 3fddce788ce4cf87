//! djdock through its binary: what `init` writes, the laws that it keeps, and what it refuses.
#![cfg(test)]

mod change;
mod check;
#[path = "../shared/mod.rs"]
mod harness;
mod help;
mod init;
mod killed;
mod layers;
mod little;
mod merge;
mod output;
mod pack;
mod pack_page;
mod pages;
mod readme;
mod refuse;
mod same;
mod stack;
mod undo;
