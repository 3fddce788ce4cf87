//! The three-way merge of texts: base → ours and base → theirs, in one.
//!
//! Lines conflict only where both sides change the same line of the base. Two insertions at one point are both taken, in
//! the order whose parsed value is the three-way merge of the parsed values; where no order gives that, it is a conflict.

mod changes;
mod combine;
mod order;
mod piece;
mod sides;
mod slide;
mod text;
mod values;

pub use sides::sides;

use clap::ValueEnum;

use combine::combine;
use piece::Piece;
use text::Text;

/// What becomes of lines that both sides change.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum OnConflict {
    /// The user's stand
    Mine,
    /// djdock's stand
    New,
    /// Both, between git's conflict markers
    Markers,
}

/// What a merge came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Merge {
    /// Both sides' changes, in one text.
    Clean(String),
    /// Both sides change the same lines.
    Conflict(Conflict),
}

/// A merge with places that nobody but the user can settle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conflict {
    mine: String,
    new: String,
    markers: String,
}

impl Conflict {
    /// The text, settled everywhere in one way.
    #[must_use]
    pub fn resolved(&self, how: OnConflict) -> String {
        match how {
            OnConflict::Mine => self.mine.clone(),
            OnConflict::New => self.new.clone(),
            OnConflict::Markers => self.markers.clone(),
        }
    }

    /// The text with both sides of each such place between git's conflict markers.
    #[must_use]
    pub fn markers(&self) -> String {
        self.markers.clone()
    }
}

/// Merges two texts that go back to the same one. The path tells how they are parsed.
#[must_use]
pub fn merge(path: &str, base: &str, ours: &str, theirs: &str) -> Merge {
    if ours == theirs || base == theirs {
        return Merge::Clean(ours.to_owned());
    }
    if base == ours {
        return Merge::Clean(theirs.to_owned());
    }
    let (base, ours, theirs) = (Text::of(base), Text::of(ours), Text::of(theirs));
    let shape = ours.shape_beside(&base, &theirs);
    match combine(path, &base.lines, &ours.lines, &theirs.lines) {
        Ok(lines) => Merge::Clean(shape.join(&lines)),
        Err(pieces) => {
            let text = |how| {
                let lines = pieces.iter().flat_map(|piece| piece.lines(how));
                shape.join(&lines.collect::<Vec<_>>())
            };
            Merge::Conflict(Conflict {
                mine: text(OnConflict::Mine),
                new: text(OnConflict::New),
                markers: text(OnConflict::Markers),
            })
        }
    }
}

impl<'a> Piece<'a> {
    /// The lines of the piece, settled in one way.
    fn lines(&self, how: OnConflict) -> Vec<&'a str> {
        match (self, how) {
            (Self::Lines(lines), _) | (Self::Clash { ours: lines, .. }, OnConflict::Mine) => {
                lines.clone()
            }
            (Self::Clash { theirs, .. }, OnConflict::New) => theirs.clone(),
            (Self::Clash { ours, theirs }, OnConflict::Markers) => {
                let mut lines = vec!["<<<<<<< yours"];
                lines.extend(ours);
                lines.push("=======");
                lines.extend(theirs);
                lines.push(">>>>>>> djdock");
                lines
            }
        }
    }
}
