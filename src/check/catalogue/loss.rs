//! What the target of a conversion cannot hold. Each is a line of the loss report.

use crate::check::{Run, check};

check! {
    /// ## What it finds
    /// A field that the target format has no place for.
    ///
    /// ## Why it matters
    /// The value is in the input and not in the output.
    ///
    /// ## Example
    /// Bad: a session with `outcomes`, converted to a format without them
    ///
    /// Good: the same session, converted to JSON-LD or Turtle
    ///
    /// ## How to mend
    /// Choose a format that holds the field, or keep the source beside the output.
    FIELD = "loss/field", Note, Run::Always
}

check! {
    /// ## What it finds
    /// A literal of RDF input that means what is kept, and is written otherwise.
    ///
    /// ## Why it matters
    /// The value is the same, but RDF made of the records is not the RDF that was read, statement by statement.
    ///
    /// ## Example
    /// Bad: `pl:order "+05"^^xsd:integer`
    ///
    /// Good: `pl:order 5`
    ///
    /// ## How to mend
    /// Write whole numbers with digits alone and without zeros before them.
    FORM = "loss/form", Note, Run::Always
}

check! {
    /// ## What it finds
    /// An item of a feed that is no record and no part of one.
    ///
    /// ## Why it matters
    /// It is in the feed and not in the records made of it. Each such item is a line of the import report, with the reason.
    ///
    /// ## Example
    /// Bad: a link without an address
    ///
    /// Good: `<link href="https://example.org/slides.pdf">Slides</link>`
    ///
    /// ## How to mend
    /// The line says why it was left out.
    ITEM = "loss/item", Note, Run::Always
}

check! {
    /// ## What it finds
    /// Text in several languages, of which the target format holds one.
    ///
    /// ## Why it matters
    /// The other languages are in the input and not in the output.
    ///
    /// ## Example
    /// Bad: `"title": {"en": "Opening", "fr": "Ouverture"}` where there is room for one title
    ///
    /// Good: the same session in a format with languages
    ///
    /// ## How to mend
    /// Choose a format that holds text by language, such as JSON, YAML, JSON-LD or Turtle.
    LANGUAGE = "loss/language", Warning, Run::Always
}

check! {
    /// ## What it finds
    /// A `private` block that was left out of the output.
    ///
    /// ## Why it matters
    /// Personal data is not published unless somebody asks for it.
    ///
    /// ## Example
    /// Bad: a person with `"private": {"email": "..."}`, converted to Turtle
    ///
    /// Good: the output without the block
    ///
    /// ## How to mend
    /// Nothing. For formats that can hold it, `--include-private` keeps it.
    PRIVATE = "loss/private", Note, Run::Always
}

check! {
    /// ## What it finds
    /// A record that was not written, because it has errors.
    ///
    /// ## Why it matters
    /// The output holds the sound records only.
    ///
    /// ## Example
    /// Bad: a session without a title among ten others
    ///
    /// Good: eleven sound sessions
    ///
    /// ## How to mend
    /// Mend the errors that are reported for the record. With `--strict` nothing is written as long as there are
    /// any.
    RECORD = "loss/record", Warning, Run::Always
}

check! {
    /// ## What it finds
    /// A statement of RDF input for which the model has no field.
    ///
    /// ## Why it matters
    /// It is in the input and not in the records made of it.
    ///
    /// ## Example
    /// Bad: `<#session> ex:colour "green"`
    ///
    /// Good: the statement stays in the RDF that it came from
    ///
    /// ## How to mend
    /// Nothing, if it is not needed. With `--keep-unknown` the statement is written after the records, where the output
    /// is RDF.
    STATEMENT = "loss/statement", Warning, Run::Always
}
