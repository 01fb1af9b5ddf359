//! References between records: pages of what the check over the whole input ([`super::dataset`]) finds.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A reference to a `#local` id that no record of the input has.
    ///
    /// ## Why it matters
    /// A local id means nothing outside the input, so the reference leads nowhere.
    ///
    /// ## Example
    /// Bad: `"agent": "#jane"` where no record has `"id": "#jane"`
    ///
    /// Good: `"agent": "#jane"` beside `{"type": "Person", "id": "#jane", "name": "Jane Doe"}`
    ///
    /// ## How to mend
    /// Define the record, correct the spelling, or write the absolute IRI of a record elsewhere.
    DANGLING = "reference/dangling", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A reference to a record of the input whose type cannot stand there.
    ///
    /// ## Why it matters
    /// A session held in a person, or an organization that is a unit of a room, makes no sense to anyone who counts.
    ///
    /// ## Example
    /// Bad: `"place": "#jane"` where `#jane` is a Person
    ///
    /// Good: `"place": "#room-1"` where `#room-1` is a Place
    ///
    /// ## How to mend
    /// Refer to a record of the right type.
    WRONG_TYPE = "reference/wrong-type", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A record without id that has nothing to make an IRI from, such as a place without name or a source without key.
    ///
    /// ## Why it matters
    /// Every node has an IRI in RDF, and one from a row number would change with the next edition of the file.
    ///
    /// ## Example
    /// Bad: `{"type": "Source", "retrieved": null}`
    ///
    /// Good: `{"type": "Source", "id": "https://data.example.org/source/12"}`
    ///
    /// ## How to mend
    /// Give the record an `id`.
    NO_KEY = "identity/no-key", Error, Run::Elsewhere
}
