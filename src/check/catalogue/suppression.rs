//! What is wrong with comments that suppress findings.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A comment that begins as one that suppresses findings, but does not say which, or is not written as one.
    ///
    /// ## Why it matters
    /// It suppresses nothing. Everything at once cannot be suppressed, because that would hide the next mistake too.
    ///
    /// ## Example
    /// Bad: `title: VOICES OF THE INTERNET  # plenary: ignore`
    ///
    /// Good: `title: VOICES OF THE INTERNET  # plenary: ignore[text/all-caps] the name of the series`
    ///
    /// ## How to mend
    /// Write the ids of the checks in square brackets, with commas between them. What follows the brackets is a reason.
    FORM = "suppression/form", Warning, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A comment that names a check which cannot be suppressed.
    ///
    /// ## Why it matters
    /// A record that breaks the schema is invalid whatever a comment says: others cannot read it. What is wrong with
    /// comments cannot be suppressed by comments.
    ///
    /// ## Example
    /// Bad: `start: tomorrow  # plenary: ignore[time/moment]`
    ///
    /// Good: `start: 2025-07-07T09:00:00+02:00`
    ///
    /// ## How to mend
    /// Mend the record. Where that has to wait, a baseline keeps what is known from being told again.
    NOT_ALLOWED = "suppression/not-allowed", Warning, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A comment that names a check which does not exist.
    ///
    /// ## Why it matters
    /// It suppresses nothing.
    ///
    /// ## Example
    /// Bad: `title: VOICES OF THE INTERNET  # plenary: ignore[text/caps]`
    ///
    /// Good: `title: VOICES OF THE INTERNET  # plenary: ignore[text/all-caps]`
    ///
    /// ## How to mend
    /// Take an id that `plenary explain` lists, or a family such as `text/*`.
    UNKNOWN_CHECK = "suppression/unknown-check", Warning, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A comment that names a check which finds nothing where the comment applies. It is told when every record of the
    /// file could be looked at.
    ///
    /// ## Why it matters
    /// The mistake was mended and the comment stayed; it would hide the next mistake of the kind.
    ///
    /// ## Example
    /// Bad: `title: Opening  # plenary: ignore[text/all-caps]`
    ///
    /// Good: `title: Opening`
    ///
    /// ## How to mend
    /// Remove the comment, or the id from it; `--fix` does. A comment after a value applies to what begins on its line;
    /// one that stands alone applies to the next line.
    UNUSED = "suppression/unused", Warning, Run::Elsewhere
}
