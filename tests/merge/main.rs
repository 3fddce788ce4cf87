//! The merge of texts and of stacks that grow and shrink, in memory: what it must keep, whatever the user edits. What git
//! makes of the branches is in `tests/it/merge`.
#![cfg(test)]

mod edits;
mod identity;
mod kept;
#[path = "../shared/laws.rs"]
mod laws;
mod order;
mod stack;
mod texts;
