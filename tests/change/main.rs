//! A stack that grows and shrinks, in memory: what adding, removing and merging must keep, whatever the user edits.
#![cfg(test)]

mod edits;
mod identity;
mod kept;
mod order;
mod stack;
mod texts;
