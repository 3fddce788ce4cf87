//! The only code that writes: what it writes, what it refuses, and what is left when it is stopped.

#[cfg(test)]
mod branches;
#[cfg(test)]
mod checkouts;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod single;
