//! What the structural check and the readers find: whether a record has the shape that the schema says.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A text without a visible character, or a text by language without a language.
    ///
    /// ## Why it matters
    /// It says nothing, but programs take it for an answer: lists show an empty line, and a required text seems to
    /// be there.
    ///
    /// ## Example
    /// Bad: `"title": " "`, `"title": {}`
    ///
    /// Good: `"title": "Opening"`
    ///
    /// ## How to mend
    /// Write the text, or remove the key. What is not known is left out.
    BLANK = "structure/blank", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A single value where the field takes a list, or a list where it takes one value.
    ///
    /// ## Why it matters
    /// Each field has one form, so that every program can read every record without asking which of two it got.
    ///
    /// ## Example
    /// Bad: `"relatedTo": "sdg:17"`
    ///
    /// Good: `"relatedTo": ["sdg:17"]`
    ///
    /// ## How to mend
    /// Put the value in brackets, even if there is only one; or take the brackets off and keep the value that
    /// counts.
    CARDINALITY = "structure/cardinality", Error, Run::Always
}

check! {
    /// ## What it finds
    /// RDF whose literal has a datatype, or a language, that the property does not take; or an IRI where a literal
    /// belongs, and the other way round.
    ///
    /// ## Why it matters
    /// The statement means something else than it seems to: a date that is a plain string is found by no query for
    /// dates.
    ///
    /// ## Example
    /// Bad: `schema:startDate "2025-07-07T09:00:00+02:00"`
    ///
    /// Good: `schema:startDate "2025-07-07T09:00:00+02:00"^^xsd:dateTime`
    ///
    /// ## How to mend
    /// Give the literal the datatype that the finding names.
    DATATYPE = "structure/datatype", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A value that stands twice in a list of codes, languages or other plain values.
    ///
    /// ## Why it matters
    /// Such lists are sets. Which of two equal values was meant to be another one cannot be known.
    ///
    /// ## Example
    /// Bad: `"languages": ["en", "fr", "en"]`
    ///
    /// Good: `"languages": ["en", "fr"]`
    ///
    /// ## How to mend
    /// Remove one of the two, or correct it.
    DUPLICATE_ITEM = "structure/duplicate-item", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A key that an object has twice.
    ///
    /// ## Why it matters
    /// Some programs take the first value, some the last, some fail. JSON, YAML and TOML all leave it out or forbid
    /// it.
    ///
    /// ## Example
    /// Bad: `{"type": "Session", "title": "Opening", "title": "Closing"}`
    ///
    /// Good: `{"type": "Session", "title": "Opening"}`
    ///
    /// ## How to mend
    /// Keep the one that counts. Two texts in different languages go under one key: `{"en": "...", "fr": "..."}`.
    DUPLICATE_KEY = "structure/duplicate-key", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A string that is not in the form that its field takes: a country, a media type, a time zone or a digest.
    ///
    /// ## Why it matters
    /// Programs that rely on the form fail on the value, or misread it.
    ///
    /// ## Example
    /// Bad: `"country": "Switzerland"`, `"mediaType": "PDF"`
    ///
    /// Good: `"country": "CH"`, `"mediaType": "application/pdf"`
    ///
    /// ## How to mend
    /// Write the value in the form that the finding shows.
    FORM = "structure/form", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A key that a record of this type must have: `type` and `title` of a session, `agent` and `role` of a
    /// participation, `name` of a person or an organization.
    ///
    /// ## Why it matters
    /// Without it the record says nothing that others can use, or its type is not known at all.
    ///
    /// ## Example
    /// Bad: `{"type": "Session", "start": "2025-07-07T09:00:00+02:00"}`
    ///
    /// Good: `{"type": "Session", "title": "Opening", "start": "2025-07-07T09:00:00+02:00"}`
    ///
    /// ## How to mend
    /// Add the key. When you convert, `--set title=...` adds what the input does not state.
    MISSING_KEY = "structure/missing-key", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A key whose value is `null`.
    ///
    /// ## Why it matters
    /// It can mean unknown, none or not applicable. Here there is one way to say nothing: to leave the key out.
    ///
    /// ## Example
    /// Bad: `"end": null`
    ///
    /// Good: no `end`
    ///
    /// ## How to mend
    /// Remove the key.
    NULL = "structure/null", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A number out of the bounds of its field.
    ///
    /// ## Why it matters
    /// It cannot be right: no list has a place 0, no edition was in the year 20.
    ///
    /// ## Example
    /// Bad: `"order": 0`
    ///
    /// Good: `"order": 1`
    ///
    /// ## How to mend
    /// Write a number within the bounds that the finding names.
    NUMBER = "structure/number", Error, Run::Always
}

check! {
    /// ## What it finds
    /// Text that is not in the syntax of its format: a bracket that is never closed, a comma too many, a character
    /// that cannot stand there; or input that exceeds a limit on size or nesting.
    ///
    /// ## Why it matters
    /// Nothing after such a place can be read with certainty.
    ///
    /// ## Example
    /// Bad: `{"type": "Session", "title": "Opening",}`
    ///
    /// Good: `{"type": "Session", "title": "Opening"}`
    ///
    /// ## How to mend
    /// Correct the place that the finding shows. Limits can be raised with the flag that it names.
    SYNTAX = "structure/syntax", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A Markdown file whose front matter has a `description` and which has text below as well.
    ///
    /// ## Why it matters
    /// The text below the front matter is the description. Only one of the two can be.
    ///
    /// ## Example
    /// Bad: `description:` between the `---` lines, and paragraphs after them
    ///
    /// Good: only the paragraphs after the front matter
    ///
    /// ## How to mend
    /// Keep one of the two. A summary of a few sentences is the `abstract`.
    TWO_DESCRIPTIONS = "structure/two-descriptions", Warning, Run::Always
}

check! {
    /// ## What it finds
    /// A value of another kind than the field takes: a number where a string belongs, a string where an object
    /// belongs.
    ///
    /// ## Why it matters
    /// Programs that expect the one fail on the other, and some values change on the way: a number 16.10 is 16.1,
    /// which is another SDG target.
    ///
    /// ## Example
    /// Bad: `"relatedTo": [16.10]`
    ///
    /// Good: `"relatedTo": ["sdg:16.10"]`
    ///
    /// ## How to mend
    /// Write the value as the finding says, most often in quotes.
    TYPE = "structure/type", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A `type` that is none of the model's, or not one that may stand in this place.
    ///
    /// ## Why it matters
    /// The type decides which fields a record has and what it is in RDF.
    ///
    /// ## Example
    /// Bad: `"type": "session"`
    ///
    /// Good: `"type": "Session"`
    ///
    /// ## How to mend
    /// Write one of the types that the finding lists, with a capital letter.
    TYPE_NAME = "structure/type-name", Error, Run::Always
}

check! {
    /// ## What it finds
    /// A key that records of this type do not have.
    ///
    /// ## Why it matters
    /// It is most often a misspelling of one that they have. A key that nobody reads would be lost without a word.
    ///
    /// ## Example
    /// Bad: `"titel": "Opening"`
    ///
    /// Good: `"title": "Opening"`
    ///
    /// ## How to mend
    /// Write the key that the finding suggests, or remove it. Personal data such as `email` goes under `private`.
    UNKNOWN_KEY = "structure/unknown-key", Error, Run::Always
}

check! {
    /// ## What it finds
    /// Lists and objects that are nested deeper than the limit allows.
    ///
    /// ## Why it matters
    /// No record needs it, and files that are nested without end are made to bring programs down.
    ///
    /// ## Example
    /// Bad: `"title": [[[[[[ ... ]]]]]]`, some hundred lists deep.
    ///
    /// Good: `"title": "Opening"`
    ///
    /// ## How to mend
    /// Write the data flat. If it is right as it is, raise the limit with `--max-depth`.
    TOO_DEEP = "structure/too-deep", Error, Run::Always
}
