//! What is found while the feed of an event is read into records.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A value of a feed that was understood by a guess: people in one line of text, an hour that came twice on the day
    /// on which clocks change, a mapping of columns by their names.
    ///
    /// ## Why it matters
    /// What was guessed may be wrong, and nothing in the record says so.
    ///
    /// ## Example
    /// Bad: `<person>Ada Byron, Luca Rossi (CERN)</person>`
    ///
    /// Good: an element for each person
    ///
    /// ## How to mend
    /// Look at the record; write the feed so that nothing has to be guessed.
    INFERRED = "import/inferred", Note, Run::Always
}

check! {
    /// ## What it finds
    /// A fault in a feed of which it is sure what was meant, such as an ampersand by itself in XML.
    ///
    /// ## Why it matters
    /// It was read as it was meant, but other programs stop at it.
    ///
    /// ## Example
    /// Bad: `<title>Questions & answers</title>`
    ///
    /// Good: `<title>Questions &amp; answers</title>`
    ///
    /// ## How to mend
    /// Write what the finding shows.
    MENDED = "import/mended", Note, Run::Always
}

check! {
    /// ## What it finds
    /// Times of a feed that names no time zone, and gives no offset with them.
    ///
    /// ## Why it matters
    /// Such a time is a different moment in each place, so it is left out and never taken for UTC.
    ///
    /// ## Example
    /// Bad: `<start>09:30</start>` in a schedule without `time_zone_name`
    ///
    /// Good: `<date>2026-03-14T09:30:00+01:00</date>`
    ///
    /// ## How to mend
    /// Name the zone that the event was in: `--timezone Europe/Zurich`.
    NO_ZONE = "import/no-zone", Warning, Run::Always
}

check! {
    /// ## What it finds
    /// An item of a feed whose key another item has. In a schedule both are kept, and the later one is told apart by its
    /// title and time; in a calendar the newest is taken.
    ///
    /// ## Why it matters
    /// The key does not tell which of them is meant, and a copy of the feed next week may take them for each other.
    ///
    /// ## Example
    /// Bad: two `<event id="42">`
    ///
    /// Good: an `id` for each event
    ///
    /// ## How to mend
    /// Give each item a key of its own in the feed.
    REPEATED = "import/repeated", Warning, Run::Always
}

check! {
    /// ## What it finds
    /// A value of a feed that is not what it should be: a date that is no day of the calendar, an address that is none, a
    /// language that nobody knows.
    ///
    /// ## Why it matters
    /// The record is made without it.
    ///
    /// ## Example
    /// Bad: `<start>half past nine</start>`
    ///
    /// Good: `<start>09:30</start>`
    ///
    /// ## How to mend
    /// Correct the value in the feed.
    VALUE = "import/value", Warning, Run::Always
}
