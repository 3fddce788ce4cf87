//! Laws and examples of the patches of a user's files.

#[cfg(test)]
mod compose;
#[cfg(test)]
mod fragments;
#[cfg(test)]
mod generate;
mod guards;
#[cfg(test)]
mod header;
#[cfg(test)]
mod inert;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod names;
#[cfg(test)]
#[path = "../shared/laws.rs"]
mod often;
#[cfg(test)]
mod places;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod requirements;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod share;
#[cfg(test)]
mod splices;
#[cfg(test)]
mod startproject;
#[cfg(test)]
mod style;
#[cfg(test)]
mod support;
#[cfg(test)]
mod values;
#[cfg(test)]
mod variables;
