//! Laws and examples of the patches of a user's files.

mod generate;
mod header;
mod inert;
mod laws;
mod places;
mod requirements;
mod rows;
mod splices;
mod startproject;
mod style;
mod support;
mod values;
mod variables;
