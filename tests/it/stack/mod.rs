//! What the default pack renders. What holds for each service, database or combination is in `tests/cases`.

mod backups;
mod former;
mod front_end;
mod own;
mod pack;
mod place;
mod python;
mod services;
