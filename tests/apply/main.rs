//! The only code that writes: what it writes, what it refuses, and what is left when it is stopped.

#[cfg(test)]
mod branch_refusals;
#[cfg(test)]
mod branches;
#[cfg(test)]
mod case;
#[cfg(test)]
mod checkout_refusals;
#[cfg(test)]
mod checkouts;
#[cfg(test)]
mod deletions;
#[cfg(test)]
mod disks;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod env;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
#[path = "../shared/sandbox.rs"]
mod shared;
#[cfg(test)]
mod single;
#[cfg(test)]
mod single_refusals;
#[cfg(test)]
mod trace;
