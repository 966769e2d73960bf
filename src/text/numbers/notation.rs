//! This file owns the differences between languages in how they write numbers in digits. What
//! follows from them is in `scan`.

/// The sign that a language writes before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimals {
    /// Points and commas are both in use: the groups of digits decide, and a point may mean either.
    Open,
    /// A point.
    Point,
    /// A comma; a point groups thousands.
    Comma,
    /// A comma in some countries and a point in others.
    CommaOrPoint,
}

/// How a language writes numbers in digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notation {
    /// The sign before decimals.
    pub(crate) decimals: Decimals,
    /// Whether digits above the thousands may be grouped by two, as lakhs and crores are.
    pub(crate) lakhs: bool,
    /// Whether a slash between two numbers may stand before decimals, as in Persian.
    pub(crate) slash: bool,
}

impl Notation {
    /// The notation of English, and of languages in which both ways are in use.
    pub(crate) const OPEN: Self = Self {
        decimals: Decimals::Open,
        lakhs: false,
        slash: false,
    };
    /// The notation with points before decimals only.
    pub(crate) const POINT: Self = Self {
        decimals: Decimals::Point,
        ..Self::OPEN
    };
    /// The notation with commas before decimals only.
    pub(crate) const COMMA: Self = Self {
        decimals: Decimals::Comma,
        ..Self::OPEN
    };
}
