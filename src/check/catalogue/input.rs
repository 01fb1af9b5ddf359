//! What is found over the whole input, or understood while reading it.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A node of RDF input that has no IRI.
    ///
    /// ## Why it matters
    /// Every record here has one, so that others can point to it; the node gets an IRI that is minted from what it
    /// says.
    ///
    /// ## Example
    /// Bad: `<#session> pl:participation [ pl:role role:speaker ]`
    ///
    /// Good: `<#session> pl:participation <#session-jane-doe>`
    ///
    /// ## How to mend
    /// Give the node an IRI if you want to choose it; otherwise there is nothing to do.
    BLANK_NODE = "identity/blank-node", Note, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// Two records that would get the same IRI, because their natural keys are equal, and that say different
    /// things.
    ///
    /// ## Why it matters
    /// Both would become one thing with the statements of both: two titles, two times.
    ///
    /// ## Example
    /// Bad: two sessions of one edition with `"identifier": "WS 12"` and different titles
    ///
    /// Good: `"identifier": "WS 12"` and `"identifier": "WS 13"`
    ///
    /// ## How to mend
    /// Correct the key of one of them, or give each its own `id`.
    CONFLICT = "identity/conflict", Error, Run::Always
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
    NO_KEY = "identity/no-key", Error, Run::Always
}

check! {
    /// ## What it finds
    /// What a session page was understood to say, where it could have been understood otherwise.
    ///
    /// ## Why it matters
    /// Pages are written for people. You should see what was made of a phrase before it is published as data.
    ///
    /// ## Example
    /// Bad: "Jane Doe, Head, Example Unit, Example University": is the unit part of the university?
    ///
    /// Good: the finding says: "Example Unit" is a unit of "Example University"
    ///
    /// ## How to mend
    /// Nothing, if it was understood rightly. Otherwise change the page, or convert and correct the record.
    UNDERSTOOD = "page/understood", Note, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// Text of a session page of which no field was made.
    ///
    /// ## Why it matters
    /// Nothing is dropped without a word: it may be the room, the hour or a speaker.
    ///
    /// ## Example
    /// Bad: a line "Coffee is served outside." below the list of speakers
    ///
    /// Good: the line is taken out, or stands in the description
    ///
    /// ## How to mend
    /// Write it in a form that is known (`plenary explain page/understood`), add it with `--set`, or leave it.
    UNUSED = "page/unused", Note, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A page that does not say when the session begins, or which event it is part of.
    ///
    /// ## Why it matters
    /// Without them a session stands in no programme, and records of the same session cannot be told to be the same.
    ///
    /// ## Example
    /// Bad: `plenary convert page.txt --to turtle`
    ///
    /// Good: `plenary convert page.txt --to turtle --set start=2025-06-03T09:00:00+02:00 --set edition=https://data.example.org/edition/2025`
    ///
    /// ## How to mend
    /// Give the value with `--set`.
    NOT_STATED = "page/not-stated", Warning, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A code that was recognised by a name, a label or an old form of it.
    ///
    /// ## Why it matters
    /// What people write is often ambiguous and changes from year to year; only the code stays.
    ///
    /// ## Example
    /// Bad: `Goal 17`, `Action Line C7 e-health`
    ///
    /// Good: `sdg:17`, `wsis:C7-e-health`
    ///
    /// ## How to mend
    /// Check that the code is the one that is meant, and write it in the source if you can.
    ALIAS = "vocabulary/alias", Warning, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A name of a code that more than one code could mean, such as a bare "Action Line 15".
    ///
    /// ## Why it matters
    /// A wrong topic is worse than none: it is counted.
    ///
    /// ## Example
    /// Bad: `Action Line 15`
    ///
    /// Good: `wsis:F`, or "Action Line 15" with the label that the form gave it
    ///
    /// ## How to mend
    /// Write the code, or the name together with its label; the label decides.
    AMBIGUOUS = "vocabulary/ambiguous", Error, Run::Always
}
