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

check! {
    /// ## What it finds
    /// A topic in words whose number and title name different ones.
    ///
    /// ## Why it matters
    /// One of the two is a slip, and only the author knows which. A program that took either would file half of such
    /// sessions under the wrong topic.
    ///
    /// ## Example
    /// Bad: `"relatedTo": ["SDG 4: Gender equality"]`
    ///
    /// Good: `"relatedTo": ["sdg:5"]`
    ///
    /// ## How to mend
    /// Write the code of the topic that is meant.
    LABEL_DISAGREES = "vocabulary/label-disagrees", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A target of the Sustainable Development Goals that is written with a goal it does not belong to.
    ///
    /// ## Why it matters
    /// The number of a target begins with that of its goal, so one of the two is a slip; only the author knows which.
    ///
    /// ## Example
    /// Bad: `"relatedTo": ["SDG 4, target 16.10"]`
    ///
    /// Good: `"relatedTo": ["sdg:16.10"]`
    ///
    /// ## How to mend
    /// Write the code of the target, or that of the goal.
    TARGET_OF_OTHER_GOAL = "vocabulary/target-of-other-goal", Error, Run::Always
}

check! {
    /// ## What it finds
    /// E-mail, telephone, gender or nationality of somebody, outside the `private` block.
    ///
    /// ## Why it matters
    /// All but the private block is published, copied and kept by others; it cannot be called back.
    ///
    /// ## Example
    /// Bad: `{"type": "Person", "name": "Jane Doe", "email": "jane.doe@example.org"}`
    ///
    /// Good: `{"type": "Person", "name": "Jane Doe", "private": {"email": "jane.doe@example.org"}}`
    ///
    /// ## How to mend
    /// Move it under `private`, or take it out.
    OUTSIDE_PRIVATE = "privacy/outside-private", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A link that is no web address: `mailto:`, `file:`, `javascript:`, `data:`, `ftp:`, `tel:`.
    ///
    /// ## Why it matters
    /// Records name things by `http` and `https` only. A file of one machine leads nowhere, a script is a danger to
    /// whoever shows the link, and an address for mail is personal data.
    ///
    /// ## Example
    /// Bad: `"url": "file:///home/jane/session.html"`
    ///
    /// Good: `"url": "https://forum.example.org/session/12"`
    ///
    /// ## How to mend
    /// Write the address on the web, or remove the link.
    SCHEME = "link/scheme", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A web address without a host: `https:///session/12`, `http://`.
    ///
    /// ## Why it matters
    /// It leads nowhere. Mostly a program put it together from an empty setting.
    ///
    /// ## Example
    /// Bad: `"url": "https:///session/12"`
    ///
    /// Good: `"url": "https://forum.example.org/session/12"`
    ///
    /// ## How to mend
    /// Write the host, and correct the program that left it out.
    NO_HOST = "link/no-host", Error, Run::Always
}
