//! The parts of a merged text.

/// A part of a merged text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Piece<'a> {
    /// Lines that nobody contradicts.
    Lines(Vec<&'a str>),
    /// Lines that both sides change, each in its own way.
    Clash {
        ours: Vec<&'a str>,
        theirs: Vec<&'a str>,
    },
}

/// A part of a merge whose insertions are not in order yet.
pub(super) enum Part<'a> {
    Settled(Piece<'a>),
    /// Both sides insert at one point.
    Insertions {
        ours: Vec<&'a str>,
        theirs: Vec<&'a str>,
    },
}
