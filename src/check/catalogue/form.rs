//! What the structural check finds in single values: identifiers, times, languages, codes.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A value that is not an absolute IRI (RFC 3987) where one belongs, or not a reference: an absolute IRI, a
    /// CURIE with a known prefix, or a `#local` id.
    ///
    /// ## Why it matters
    /// Whatever is not an IRI cannot name or link anything; written to RDF it would make a file that no program
    /// reads.
    ///
    /// ## Example
    /// Bad: `"url": "www.example.org/my session"`
    ///
    /// Good: `"url": "https://www.example.org/my%20session"`
    ///
    /// ## How to mend
    /// Begin with the scheme, and write spaces as `%20`.
    IRI = "identity/iri", Error, Run::Always
}

check! {
    /// ## What it finds
    /// An ORCID iD, ROR id, ISNI or Wikidata id that does not have the form of one.
    ///
    /// ## Why it matters
    /// It cannot be linked to, so the record stays alone.
    ///
    /// ## Example
    /// Bad: `"orcid": "0000000218250097"`, `"wikidata": "q42"`
    ///
    /// Good: `"orcid": "0000-0002-1825-0097"`, `"wikidata": "Q42"`
    ///
    /// ## How to mend
    /// Copy the identifier from the page of the authority; the IRI there is taken as well.
    ID_FORM = "identity/id-form", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A value, or a key of a text by language, that does not have the form of a language tag (BCP 47).
    ///
    /// ## Why it matters
    /// RDF cannot hold text under such a tag.
    ///
    /// ## Example
    /// Bad: `"title": {"en_GB": "Opening"}`
    ///
    /// Good: `"title": {"en-GB": "Opening"}`
    ///
    /// ## How to mend
    /// Write a tag such as `en`, `pt-BR` or `zh-Hant`, with hyphens. Text without a language stands under `@none`.
    TAG = "language/tag", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A date that is not a day of the calendar, written as year, month and day.
    ///
    /// ## Why it matters
    /// 7/8/2025 is a day in July for some and in August for others.
    ///
    /// ## Example
    /// Bad: `"startDate": "7.7.2025"`
    ///
    /// Good: `"startDate": "2025-07-07"`
    ///
    /// ## How to mend
    /// Write the date as `YYYY-MM-DD` (ISO 8601).
    DATE = "time/date", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A duration that is not in days, hours, minutes and seconds of ISO 8601.
    ///
    /// ## Why it matters
    /// Months and years have no fixed length, and other notations are read differently by different programs.
    ///
    /// ## Example
    /// Bad: `"duration": "90 min"`
    ///
    /// Good: `"duration": "PT1H30M"`
    ///
    /// ## How to mend
    /// Write `PT`, then hours with `H` and minutes with `M`.
    DURATION = "time/duration", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A moment that is not a date and time with seconds and offset (RFC 3339).
    ///
    /// ## Why it matters
    /// Without offset nobody elsewhere knows when the session is.
    ///
    /// ## Example
    /// Bad: `"start": "2025-07-07 09:00"`
    ///
    /// Good: `"start": "2025-07-07T09:00:00+02:00"`
    ///
    /// ## How to mend
    /// Write date, `T`, time with seconds, and the offset of the place, or `Z` for UTC.
    MOMENT = "time/moment", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A value that is no code of its list, nor in the form of a forum's own code, nor the IRI of a concept where
    /// these are allowed.
    ///
    /// ## Why it matters
    /// Codes are what sessions of different forums are compared by. An unknown one is found by no query.
    ///
    /// ## Example
    /// Bad: `"role": "modrator"`, `"relatedTo": ["sdg:18"]`
    ///
    /// Good: `"role": "moderator"`, `"relatedTo": ["sdg:17"]`
    ///
    /// ## How to mend
    /// Write the code that the finding suggests, or look it up: `plenary vocab search "partnerships"`.
    UNKNOWN_CODE = "vocabulary/unknown-code", Error, Run::Always
}
